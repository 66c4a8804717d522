"""What a report is, what is asked of it, and the plain tables it answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.customers import NO_SALE
from shopdesk.queries.listing import Kind
from shopdesk.store.tables import Order


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column with a stable ``key``; money cells are minor units of the currency in the row's ``currency``."""

    key: str
    title: str
    kind: Kind = Kind.TEXT


CURRENCY = ReportColumn("currency", N_("Currency"), Kind.CODE)
"""The column every table with money ends with."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of a report; ``notes`` are sentences about what its figures hold and leave out."""

    key: str
    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    notes: tuple[str, ...] = ()

    def at(self, key: str) -> int:
        """Where the column with this key stands; -1 when there is none."""
        return next((at for at, column in enumerate(self.columns) if column.key == key), -1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to know: whole days of this computer's calendar, channels, and the report's own values."""

    first: date
    last: date
    channels: tuple[int, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def since(self) -> datetime:
        """The first moment that counts."""
        return _midnight(self.first)

    @property
    def until(self) -> datetime:
        """The first moment that no longer counts."""
        return _midnight(self.last + timedelta(days=1))

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1

    def before(self) -> Asked:
        """The same question about as many days right before."""
        return Asked(self.first - timedelta(days=self.days), self.first - timedelta(days=1), self.channels, self.values)

    def within(self, moment: Any) -> ColumnElement[bool]:
        """That a column of moments lies in these days."""
        return (moment >= self.since) & (moment < self.until)  # type: ignore[no-any-return]

    def of_channels(self) -> ColumnElement[bool]:
        """That an order came from one of the channels asked for; always true when none was named."""
        return Order.channel_id.in_(self.channels) if self.channels else true()

    def placed(self) -> ColumnElement[bool]:
        """That an order is a sale placed in these days on these channels."""
        return self.within(Order.placed_at) & Order.state.not_in(NO_SALE) & self.of_channels()


@dataclass(frozen=True, slots=True)
class ReportParam:
    """A value of a report's own, typed as ``NAME=VALUE``; its type is that of ``default`` (int, str, date or bool)."""

    name: str
    title: str
    default: Any


Make = Callable[[Session, Asked], Sequence[ReportTable]]


@dataclass(frozen=True, slots=True)
class Report:
    """One report that can be asked for. ``days`` is how many it covers unless told; ``params`` are its own values.

    ``first`` finds the usual first day from the last one, where that is no fixed number of days before.
    """

    name: str
    title: str
    right: Right
    make: Make
    days: int = 28
    params: tuple[ReportParam, ...] = ()
    first: Callable[[date], date] | None = None


@dataclass(frozen=True, slots=True)
class MadeReport:
    """The answer: which report over which days of which channels, and its tables."""

    report: Report
    asked: Asked
    tables: tuple[ReportTable, ...]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day).astimezone()
