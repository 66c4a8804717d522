"""The tables of a report as cards: a chart where days have money, the rows, and what their figures leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QSizePolicy

from shopdesk.domain.money import exponent
from shopdesk.i18n import _, n_
from shopdesk.queries.columns import Column, Kind, ListRow
from shopdesk.queries.reports import ReportColumn, ReportTable
from shopdesk.ui import figures
from shopdesk.ui.cells import wanted_width
from shopdesk.ui.memory import ShortMemory
from shopdesk.ui.table import Table
from shopdesk.ui.table_model import Rows
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.charts import Bar, BarsByDay
from shopdesk.ui.widgets.labels import secondary
from shopdesk.ui.widgets.tiles import Figure

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_MOST_ROWS, _MOST_BARS, _STEP_OF_LABELS = 12, 62, 10
_MEASURED_ROWS, _LEAST, _MOST = 80, 56, 260
_SCROLL_BAR, _SLACK = 12, 12
_BESIDE = (4, 5)
_FIGURES = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT})
_TAKE_ROOM = frozenset({Kind.TEXT, Kind.NAME})


def table_card(shell: Shell, report: str, table: ReportTable) -> Card:
    """One table of a report under its title, its notes below it."""
    currencies = {row[table.at("currency")] for row in table.rows} if table.at("currency") >= 0 else set()
    only = str(next(iter(currencies))) if len(currencies) == 1 else ""
    count = n_("{count} row", "{count} rows", len(table.rows)).format(count=figures.number(len(table.rows)))
    card = Card(_(table.title), " · ".join(filter(None, (count if len(table.rows) > _MOST_ROWS else "", only))))
    card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    card.body.setSpacing(10)
    if not table.rows:
        card.add(secondary(_("Nothing to show here.")))
    elif is_summary(table):
        card.add(_summary(table))
    else:
        chart = day_chart(table, only)
        if chart is not None:
            card.add(chart)
        card.add(_rows(shell, report, table, bool(only)))
    for note in table.notes:
        card.add(secondary(_(note), wrap=True))
    return card


def is_summary(table: ReportTable) -> bool:
    """Whether a table is one row of nothing but figures, which read better below each other than in a line."""
    kinds = {column.kind for column in table.columns if column.key != "currency"}
    return len(table.rows) == 1 and kinds <= _FIGURES


def _summary(table: ReportTable) -> QGridLayout:
    currency = str(table.rows[0][table.at("currency")]) if table.at("currency") >= 0 else ""
    grid = QGridLayout()
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(16)
    shown = [(c, value) for c, value in zip(table.columns, table.rows[0], strict=True) if c.key != "currency"]
    beside = min(_BESIDE, key=lambda width: (ceil(len(shown) / width), width))  # few lines, then few in a line
    for place, (column, value) in enumerate(shown):
        grid.addWidget(Figure(_figure_words(column.kind, value, currency), _(column.title)), *divmod(place, beside))
    for place in range(beside):
        grid.setColumnStretch(place, 1)
    return grid


def _figure_words(kind: Kind, value: Any, currency: str) -> str:
    if kind is Kind.MONEY:
        return figures.amount(value, currency)  # the card names the currency
    return figures.percent(value, 1) if kind is Kind.PERCENT else figures.number(value)


def columns_of(table: ReportTable, rows: Sequence[ListRow], one_currency: bool = False) -> tuple[Column, ...]:
    """The columns of a table as a list knows them, as wide as their first rows need.

    The currency is left out where the card names it.
    """
    shown = [column for column in table.columns if not (one_currency and column.key == "currency")]
    plain = [Column(_key(column), column.title, column.kind, sort=_key(column)) for column in shown]
    if not any(column.kind in _TAKE_ROOM for column in plain):
        plain[0] = replace(plain[0], kind=Kind.TEXT)  # figures stand together at the right, free room is left of them
    return tuple(replace(column, width=_width(column, rows)) for column in plain)


def _width(column: Column, rows: Sequence[ListRow]) -> int:
    slack = 0 if column.kind is Kind.MONEY else _SLACK
    return min(max([_LEAST, *(wanted_width(column, row) + slack for row in rows[:_MEASURED_ROWS])]), _MOST)


def rows_of(table: ReportTable) -> list[ListRow]:
    """The rows by the keys of ``columns_of``; their id is their place in the report."""
    keys = [_key(column) for column in table.columns]
    return [
        ListRow(**{"currency": "", **dict(zip(keys, row, strict=True)), "id": place})
        for place, row in enumerate(table.rows, 1)
    ]


def _key(column: ReportColumn) -> str:
    """Every row has an ``id`` of its own."""
    return "own_id" if column.key == "id" else column.key


def _rows(shell: Shell, report: str, table: ReportTable, one_currency: bool) -> Table:
    found = rows_of(table)
    columns = columns_of(table, found, one_currency)
    name = f"report/{report}/{table.key}"
    memory = ShortMemory()  # every figure of a report counts: none steps back, the table scrolls sideways instead
    memory.set(f"list/{name}/columns", {"shown": [column.key for column in columns]})
    shown = Table(columns, name, memory, shell.pictures)
    shown.setAccessibleName(_(table.title))

    def sort(key: str, down: bool) -> None:
        known = [row for row in found if getattr(row, key) not in (None, "")]
        unknown = [row for row in found if getattr(row, key) in (None, "")]
        known.sort(key=lambda row: _sortable(getattr(row, key)), reverse=down)
        shown.show_pages(Rows([*known, *unknown]))
        shown.show_sort(key, down)

    shown.sorted_by.connect(sort)
    shown.show_pages(Rows(found))
    shown.make_small(_MOST_ROWS)
    shown.setFixedHeight(shown.height() + _SCROLL_BAR)
    return shown


def _sortable(value: Any) -> tuple[int, Any]:
    """Numbers, then days, then words: the values of one column may differ in type."""
    if isinstance(value, datetime):
        return 1, value.date().isoformat()
    if isinstance(value, date):
        return 1, value.isoformat()
    if isinstance(value, str):
        return 2, value.casefold()
    return 0, value


def day_chart(table: ReportTable, currency: str) -> BarsByDay | None:
    """Bars over the days of a table that has money of one currency for each; None where there is nothing to draw."""
    if not currency or table.columns[0].kind is not Kind.DATE or not 2 <= len(table.rows) <= _MOST_BARS:
        return None
    at = next((place for place, column in enumerate(table.columns) if column.kind is Kind.MONEY), -1)
    days = [row[0] for row in table.rows]
    if at < 0 or len(set(days)) != len(days):
        return None
    step = max(1, round(len(days) / _STEP_OF_LABELS))
    minor = 10 ** exponent(currency)
    bars = [
        Bar(
            day.isoformat(),
            figures.day(day).partition(" ")[2] if place % step == 0 else "",
            float(row[at] or 0),
            hint=f"{figures.whole(day)}: {figures.money(row[at] or 0, currency)}",
        )
        for place, (day, row) in enumerate(zip(days, table.rows, strict=True))
    ]
    chart = BarsByDay(bars, lambda value: figures.number(round(value / minor)))
    chart.setMinimumHeight(150)
    return chart
