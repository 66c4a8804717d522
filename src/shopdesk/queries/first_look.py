"""As much of a shop as the window and the first page of one list need, before the shop is opened properly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shopdesk.domain.rights import Right, Role, User
from shopdesk.queries.first_page import FirstPage, PageQuestions
from shopdesk.store.driver import is_server
from shopdesk.store.plain_reading import PlainShop
from shopdesk.store.plain_reading import Unreadable as Unreadable  # noqa: PLC0414 - what callers catch


class FirstLook:
    """Stands in for the desk of a shop file that asks nobody who they are; everything is of one moment."""

    def __init__(self, target: str | Path, revision: str) -> None:
        """Raises Unreadable for shops on servers, of other schemas, and those that want a sign-in first."""
        if is_server(target):
            raise Unreadable("a server")
        self._shop = PlainShop(target, revision)
        people = self._shop.people()
        if len(people) != 1 or people[0][3]:
            self.close()
            raise Unreadable("somebody has to sign in")
        number, name, role, _hash = people[0]
        self.user = User(number, name, Role(role))
        self.shop_name = str(self._shop.setting("shop_name", ""))
        self._page: FirstPage | None = None
        self._counts: dict[str, int] = {}

    def look_at(self, plan: Mapping[str, Any]) -> int:
        """Read the first page of a list as ``planning.planned`` wrote it down; returns how many rows there are."""
        questions = PageQuestions(plan, datetime.now(UTC))
        try:
            self._page = questions.page(self._shop)
            self._counts = {view: questions.count(self._shop, view) for view in plan["counts"]}
        except (KeyError, TypeError, AttributeError, ImportError, ValueError) as error:
            raise Unreadable(str(error)) from error
        return self._page.total

    # what screens ask of a desk

    def may(self, right: Right) -> bool:
        """Whether the one person of the shop holds ``right``."""
        return self.user.may(right)

    def pages(self, *_question: Any) -> FirstPage:
        """The page that was looked at, whatever is asked; nothing can be asked of it yet."""
        return self._page or FirstPage(0, ())

    def counts(self, _listing: Any) -> dict[str, int]:
        """How many rows each saved view of the list holds."""
        return dict(self._counts)

    def image(self, image_hash: str, *, thumb: bool = True) -> bytes | None:
        """The bytes of a picture of the shop, small or whole; None also when it cannot be read now."""
        try:
            return self._shop.image(image_hash, thumb=thumb)
        except Unreadable:
            return None

    def subscribe(self, _listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Nothing changes at this moment."""
        return lambda: None

    def close(self) -> None:
        """Let the file go."""
        self._shop.close()
