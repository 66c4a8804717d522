"""The plain half of a list: how its columns, views, filters and rows look, known without any database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from shopdesk.domain.rights import Right


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


Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list; ``choices`` None means typed text, ``kind`` DATE a range ``from..to``.

    ``choices_from`` reads choices that the shop itself keeps, such as its channels.
    """

    key: str
    title: str
    choices: tuple[tuple[str, str], ...] | None = None
    kind: Kind = Kind.TEXT
    choices_from: Callable[[Session], Choices] | None = None

    def options(self, session: Session) -> Choices:
        """What may be chosen now, as (value, title to be translated); empty for typed text."""
        return self.choices_from(session) if self.choices_from else self.choices or ()


class ListRow:
    """One row of a list whose page was completed by further look-ups; attributes by column key."""

    id: int

    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...


Found = Mapping[str, Sequence[Any]]
"""What each look-up of a page found, by the look-up's name; rows by attribute."""
Finish = Callable[[list[ListRow], Found, datetime], None]
"""Completes the rows of a page in place, as things stand at a moment."""


def by_id(rows: Sequence[ListRow]) -> dict[int, ListRow]:
    """The rows of a page by their id."""
    return {row.id: row for row in rows}
