"""Lists whose rows are reckoned by rules instead of selected: filtered, sorted and counted in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.queries.columns import ListRow
from shopdesk.queries.listing import Listing
from shopdesk.queries.pages import Pages, Reading
from shopdesk.store.tables import Journal
from shopdesk.store.work import utc_now

Test = Callable[[ListRow, str], bool]


class HeldPages(Pages):
    """Rows that are all in memory, shown like any others."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._held = list(rows)

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self._held)

    def __getitem__(self, at: int) -> Any:
        return self._held[at] if 0 <= at < len(self._held) else None

    def index_of(self, row_id: int) -> int | None:
        """Where the row with this id stands, or None when it is not in the list."""
        return next((at for at, row in enumerate(self._held) if row.id == row_id), None)

    def ids(self, limit: int = 10_000) -> list[int]:
        """The ids of the list in order, at most ``limit``."""
        return [row.id for row in self._held[:limit]]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._held)


@dataclass(frozen=True)
class ComputedListing(Listing):
    """A list of reckoned rows; ``sorts`` are attributes, ``tests`` say whether a row fits a filter's value.

    Rows are kept until the shop changes or a new day begins.
    """

    compute: Callable[[Session], Sequence[ListRow]] | None = None
    tests: Mapping[str, Test] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    """Attributes that typed words are looked for in."""
    _held: WeakKeyDictionary[Any, tuple[Any, list[ListRow]]] = field(
        default_factory=WeakKeyDictionary, repr=False, compare=False
    )

    def pages(
        self,
        reading: Reading,
        dialect: str,
        *,
        where: Mapping[str, str] | None = None,
        text: str = "",
        sort: str | None = None,
        down: bool | None = None,
    ) -> Pages:
        """The rows that match, in order; raises UserError for an unknown filter or sort."""
        name = sort or self.default_sort
        if name not in self.sorts:
            raise UserError(
                _("This list cannot be sorted by “{key}”. Sorts: {known}.").format(
                    key=name, known=", ".join(self.sorts)
                )
            )
        descending = (self.default_down if sort is None else False) if down is None else down
        with reading() as session:
            rows = self._fitting(session, where or {}, text)
        key = self.sorts[name]
        known = [row for row in rows if getattr(row, key) is not None]
        unknown = [row for row in rows if getattr(row, key) is None]
        known.sort(key=lambda row: (getattr(row, key), row.id), reverse=descending)
        return HeldPages([*known, *unknown])

    def count(self, session: Session, where: Mapping[str, str], text: str = "") -> int:
        """How many rows match."""
        return len(self._fitting(session, where, text))

    def _fitting(self, session: Session, where: Mapping[str, str], text: str) -> list[ListRow]:
        for key in where:
            if key not in self.tests:
                raise UserError(
                    _("“{key}” is no filter of this list. Filters: {known}.").format(
                        key=key, known=", ".join(self.tests)
                    )
                )
        wanted = text.casefold().split()
        return [
            row
            for row in self._rows(session)
            if all(self.tests[key](row, value) for key, value in where.items()) and self._says(row, wanted)
        ]

    def _says(self, row: ListRow, wanted: Sequence[str]) -> bool:
        said = " ".join(str(getattr(row, name) or "") for name in self.words).casefold() if wanted else ""
        return all(word in said for word in wanted)

    def _rows(self, session: Session) -> list[ListRow]:
        """Every row; reckoned again once somebody did something."""
        assert self.compute is not None
        shop = session.get_bind()
        now = (session.scalar(select(func.max(Journal.id))), utc_now().astimezone().date())
        held = self._held.get(shop)
        if held is None or held[0] != now:
            held = self._held[shop] = (now, list(self.compute(session)))
        return held[1]
