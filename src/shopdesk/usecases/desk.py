"""One person at one open shop: the single door through which windows and the command line act and read."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right, Role, User, require
from shopdesk.queries.listing import Listing
from shopdesk.queries.pages import Pages
from shopdesk.queries.settings import settings
from shopdesk.store.engine import Database, is_retryable
from shopdesk.store.tables import Image, Person
from shopdesk.store.work import Clock, Work, begin, earlier_result, utc_now

P = ParamSpec("P")
R = TypeVar("R")
Listener = Callable[[frozenset[str]], None]
_RETRIES = 5


class Desk:
    """What a window or the command line holds: the shop, who acts, and who wants to hear of changes."""

    def __init__(self, database: Database, user: User | None = None, *, clock: Clock = utc_now) -> None:
        """Without ``user`` the shop's first active person acts."""
        self.database = database
        self.clock = clock
        self.user = user or first_person(database)
        self._listeners: list[Listener] = []

    def do(self, usecase: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one use case as one transaction and announce the touched tables afterwards."""
        return self.do_once("", usecase, *args, **kwargs)

    def do_once(self, key: str, usecase: Callable[Concatenate[Work, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Like ``do``; a command repeated with the same ``key`` changes nothing and returns the first result."""
        verb = f"{usecase.__module__.rpartition('.')[2]}.{usecase.__name__}"
        for attempt in range(_RETRIES):
            try:
                with begin(self.database, self.user, verb=verb, key=key, clock=self.clock) as (work, done):
                    if key:
                        known, result = earlier_result(work.connection, key)
                        if known:
                            return result  # type: ignore[no-any-return]
                    done.result = usecase(work, *args, **kwargs)
                break
            except DBAPIError as error:
                if attempt == _RETRIES - 1 or not is_retryable(error):
                    raise
                time.sleep(random.uniform(0.005, 0.05) * (attempt + 1))  # noqa: S311 - jitter, not a secret
        self.announce(done.touched)
        return done.result  # type: ignore[no-any-return]

    def read(self, query: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run one query in a reading session of its own."""
        with self.database.reading() as session:
            return query(session, *args, **kwargs)

    def reading(self) -> AbstractContextManager[Session]:
        """A reading session, for lists that load page by page."""
        return self.database.reading()

    def pages(
        self,
        listing: Listing,
        where: Mapping[str, str] | None = None,
        text: str = "",
        sort: str | None = None,
        down: bool | None = None,
    ) -> Pages:
        """The rows of a list; raises Forbidden without the list's right, UserError for unknown filters."""
        require(self.user, listing.right)
        return listing.pages(self.reading, self.database.dialect, where=where, text=text, sort=sort, down=down)

    def counts(self, listing: Listing) -> dict[str, int]:
        """How many rows each saved view of a list holds."""
        with self.database.reading() as session:
            return {view.key: listing.count(session, view.where) for view in listing.views}

    def image(self, image_hash: str, *, thumb: bool = True) -> bytes | None:
        """The bytes of a picture of the shop, small or whole."""
        with self.database.reading() as session:
            return session.scalar(select(Image.thumb if thumb else Image.data).where(Image.hash == image_hash))

    def setting(self, key: str, default: Any = None) -> Any:
        """One of the shop's own settings."""
        with self.database.reading() as session:
            return settings(self.database, session).get(key, default)

    @property
    def shop_name(self) -> str:
        """The shop's name."""
        return str(self.setting("shop_name", ""))

    @property
    def currency(self) -> str:
        """The shop's own currency."""
        return str(self.setting("currency", "EUR"))

    def may(self, right: Right) -> bool:
        """Whether the person at this desk holds ``right``."""
        return self.user.may(right)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with the touched tables after each change; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def announce(self, tables: frozenset[str]) -> None:
        """Tell every listener that ``tables`` changed."""
        if tables:
            for listener in list(self._listeners):
                listener(tables)

    def close(self) -> None:
        """Close the shop."""
        self._listeners.clear()
        self.database.close()


def first_person(database: Database) -> User:
    """The first active person of a shop."""
    with database.reading() as session:
        row = session.execute(
            select(Person.id, Person.name, Person.role).where(Person.active).order_by(Person.id).limit(1)
        ).one()
    return User(row.id, row.name, Role(row.role))
