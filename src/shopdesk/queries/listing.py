"""What a list is: its columns, filters, saved views and sorts. Screens, exports and the command line share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import _
from shopdesk.queries.pages import Pages, Reading
from shopdesk.store.search_index import matching
from shopdesk.store.tables import SearchDoc


class Kind(StrEnum):
    """How a column is shown, exported and aligned."""

    TEXT = "text"
    NAME = "name"
    CODE = "code"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    STATE = "state"
    THUMB = "thumb"
    BOOL = "bool"
    PERCENT = "percent"


@dataclass(frozen=True)
class Column:
    """One column of a list. ``key`` is the row's attribute and the column's stable name in files."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    second: str | None = None
    second_kind: Kind = Kind.TEXT
    machine: str | None = None
    second_machine: str | None = None
    sort: str | None = None
    width: int = 120
    hidden: bool = False
    right: Right | None = None


@dataclass(frozen=True)
class View:
    """A saved tab: a title and the filters behind it."""

    key: str
    title: str
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list; ``choices`` None means typed text, ``kind`` DATE a range ``from..to``."""

    key: str
    title: str
    choices: tuple[tuple[str, str], ...] | None = None
    kind: Kind = Kind.TEXT


Condition = Callable[[str], "ColumnElement[bool]"]


@dataclass(frozen=True)
class Listing:
    """A list that can be shown, filtered, sorted, searched and exported."""

    name: str
    title: str
    right: Right
    columns: tuple[Column, ...]
    rows: Callable[[], Select[Any]]
    id_column: ColumnElement[Any]
    sorts: Mapping[str, ColumnElement[Any]]
    default_sort: str
    default_down: bool = False
    filters: tuple[Filter, ...] = ()
    conditions: Mapping[str, Condition] = field(default_factory=dict)
    views: tuple[View, ...] = ()
    search_kind: str | None = None
    search_ref: ColumnElement[Any] | None = None
    base: ColumnElement[bool] | None = None
    keys_from: Callable[[Select[Any]], Select[Any]] | None = None
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
        hit = matching(dialect, self.search_kind, words)
        if hit is None:
            return self.id_column < 0
        return ref.in_(select(SearchDoc.ref).where(hit))

    def pages(  # noqa: PLR0913 - the parts of one question
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
        return Pages(reading, self.rows().where(*conditions), keys, order, down=descending)

    def _keys(self, order: tuple[ColumnElement[Any], ColumnElement[Any]]) -> Select[Any]:
        keys = select(*order)
        return keys if self.keys_from is None else self.keys_from(keys)

    def count(self, session: Session, where: Mapping[str, str], text: str = "") -> int:
        """How many rows match."""
        conditions = self.conditions_for(where, text, session.get_bind().dialect.name)
        keys = select(self.id_column)
        if self.keys_from is not None:
            keys = self.keys_from(keys)
        return session.scalar(select(func.count()).select_from(keys.where(*conditions).subquery())) or 0


def equals(column: Any) -> Condition:
    """A filter for one or several values, given as ``a|b``."""

    def condition(value: str) -> ColumnElement[bool]:
        values = value.split("|")
        return column == values[0] if len(values) == 1 else column.in_(values)  # type: ignore[no-any-return]

    return condition
