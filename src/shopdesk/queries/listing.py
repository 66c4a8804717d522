"""What a list is: its columns, filters, saved views and sorts. Screens, exports and the command line share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import _
from shopdesk.queries.columns import Choices, Column, Filter, Finish, Kind, ListRow, View, by_id
from shopdesk.queries.pages import Pages, Reading
from shopdesk.store.search_index import refs_matching
from shopdesk.store.work import utc_now

__all__ = ["Choices", "Column", "Filter", "Kind", "ListRow", "View", "by_id"]

AnySelect = Select[*tuple[Any, ...]]
Condition = Callable[[str], "ColumnElement[bool]"]
Decorate = Callable[[Session, "list[ListRow]"], None]


@dataclass(frozen=True)
class Completion:
    """How the rows of a page are completed: look-ups that may take the page's ``ids``, then ``finish``.

    ``finish`` is a function of a module that needs no database, so that a page can be completed without any of this.
    """

    finish: Finish
    lookups: Mapping[str, AnySelect] = field(default_factory=dict)

    def __call__(self, session: Session, rows: list[ListRow]) -> None:
        """Complete ``rows`` in place."""
        ids = {"ids": [row.id for row in rows]}
        connection = session.connection()
        found = {name: connection.execute(lookup, ids).all() for name, lookup in self.lookups.items()}
        self.finish(rows, found, utc_now())


class CompletedPages(Pages):
    """Pages whose rows get what one join cannot fetch, by a few look-ups for the whole page."""

    def __init__(self, *question: Any, down: bool, decorate: Decorate) -> None:
        """The question of ``Pages``, and what completes a loaded page."""
        self._decorate = decorate
        super().__init__(*question, down=down)

    def _whole(self, session: Session, rows: list[Any]) -> list[Any]:
        names = rows[0]._fields if rows else ()
        whole = [ListRow(**dict(zip(names, row, strict=True))) for row in rows]
        if whole:
            self._decorate(session, whole)
        return whole


@dataclass(frozen=True)
class Listing:
    """A list that can be shown, filtered, sorted, searched and exported."""

    name: str
    title: str
    right: Right
    columns: tuple[Column, ...]
    rows: Callable[[], AnySelect]
    id_column: Any
    sorts: Mapping[str, Any]
    default_sort: str
    default_down: bool = False
    filters: tuple[Filter, ...] = ()
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    views: tuple[View, ...] = ()
    search_kind: str | None = None
    search_ref: Any | None = None
    codes: tuple[Any, ...] = ()
    base: ColumnElement[bool] | None = None
    keys_from: Callable[[AnySelect], AnySelect] | None = None
    decorate: Decorate | None = None
    tables: frozenset[str] = frozenset()

    def column(self, key: str) -> Column:
        """The column called ``key``; raises UserError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise UserError(
            _("“{key}” is no column of this list. Columns: {known}.").format(
                key=key, known=", ".join(c.key for c in self.columns)
            )
        )

    def view(self, key: str) -> View:
        """The saved view called ``key``; raises UserError when there is none."""
        for view in self.views:
            if view.key == key:
                return view
        raise UserError(
            _("“{key}” is no view of this list. Views: {known}.").format(
                key=key, known=", ".join(v.key for v in self.views)
            )
        )

    def conditions_for(self, where: Mapping[str, str], words: str, dialect: str) -> list[ColumnElement[bool]]:
        """The filter conditions for ``where`` (filter key → value) and search ``words``; raises UserError."""
        found = [] if self.base is None else [self.base]
        for key, value in where.items():
            condition = self.conditions.get(key)
            if condition is None:
                raise UserError(
                    _("“{key}” is no filter of this list. Filters: {known}.").format(
                        key=key, known=", ".join(self.conditions)
                    )
                )
            found.append(condition(value))
        if words.strip():
            found.append(self._matching(words, dialect))
        return found

    def _matching(self, words: str, dialect: str) -> ColumnElement[bool]:
        if self.search_kind is None:
            raise UserError(_("This list cannot be searched."))
        ref = self.id_column if self.search_ref is None else self.search_ref
        code = words.strip()
        found = [column.in_({code, code.upper()}) for column in self.codes]
        hits = refs_matching(dialect, self.search_kind, words)
        if hits is not None:
            found.append(ref.in_(hits))
        return or_(*found) if found else self.id_column < 0

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
        order = (self.sorts[name], self.id_column)
        conditions = self.conditions_for(where or {}, text, dialect)
        keys = self._keys(order).where(*conditions)
        rows = self.rows().where(*conditions)
        if self.decorate is None:
            return Pages(reading, rows, keys, order, down=descending)
        return CompletedPages(reading, rows, keys, order, down=descending, decorate=self.decorate)

    def _keys(self, order: tuple[Any, Any]) -> AnySelect:
        keys: AnySelect = select(*order)
        return keys if self.keys_from is None else self.keys_from(keys)

    def count(self, session: Session, where: Mapping[str, str], text: str = "") -> int:
        """How many rows match."""
        return session.scalar(self.counting(where, text, session.get_bind().dialect.name)) or 0

    def counting(self, where: Mapping[str, str], text: str, dialect: str) -> AnySelect:
        """The question how many rows match."""
        conditions = self.conditions_for(where, text, dialect)
        keys: AnySelect = select(self.id_column)
        if self.keys_from is not None:
            keys = self.keys_from(keys)
        return select(func.count()).select_from(keys.where(*conditions).subquery())


def equals(column: Any) -> Condition:
    """A filter for one or several values, given as ``a|b``."""

    def condition(value: str) -> ColumnElement[bool]:
        values = value.split("|")
        return column == values[0] if len(values) == 1 else column.in_(values)  # type: ignore[no-any-return]

    return condition


def flag(column: Any) -> Condition:
    """A filter for yes or no."""

    def condition(value: str) -> ColumnElement[bool]:
        if value not in ("yes", "no"):
            raise UserError(_("“{value}” is neither yes nor no.").format(value=value))
        return column.is_(value == "yes")  # type: ignore[no-any-return]

    return condition


def between(column: Any) -> Condition:
    """A filter for moments: ``2026-01-01..2026-01-31``, one side may be missing; ``-7..`` are the last seven days."""

    def condition(value: str) -> ColumnElement[bool]:
        first, dots, last = value.partition("..")
        start = _day(first)
        end = _day(last) if dots else start
        said = []
        if start is not None:
            said.append(column >= _midnight(start))
        if end is not None:
            said.append(column < _midnight(end + timedelta(days=1)))
        if not said:
            raise UserError(_("Give dates as from..to, for example 2026-01-01..2026-01-31."))
        return said[0] if len(said) == 1 else said[0] & said[1]  # type: ignore[no-any-return]

    return condition


def _day(words: str) -> date | None:
    words = words.strip()
    if not words:
        return None
    try:
        if len(words) <= 5 and words.lstrip("-").isdigit():
            return datetime.now().astimezone().date() + timedelta(days=int(words))
        return date.fromisoformat(words)
    except (ValueError, OverflowError) as error:
        raise UserError(_("“{value}” is no date. Write dates like 2026-01-31.").format(value=words)) from error


def _midnight(day: date) -> datetime:
    """The start of a day on this computer's clock, which is the clock the lists show."""
    return datetime(day.year, day.month, day.day).astimezone()


def number_of(value: str) -> int:
    """A filter value that must be a whole number; raises UserError."""
    try:
        return int(value)
    except ValueError as error:
        raise UserError(_("“{value}” is no whole number.").format(value=value)) from error
