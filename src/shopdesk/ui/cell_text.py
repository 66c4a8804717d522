"""The words of a list's cell: what is read aloud, shown on hover and copied to a spreadsheet."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from shopdesk.domain.money import major_text
from shopdesk.i18n import _
from shopdesk.ui import figures
from shopdesk.ui.state_pills import sign

if TYPE_CHECKING:
    from shopdesk.queries.listing import Column

_FORMULA_STARTS = ("=", "+", "-", "@")


def words(kind: str, value: Any, row: Any, machine: str | None = None) -> str:
    """``value`` as text of its kind; ``row`` knows the currency."""
    if value is None or value == "":
        return figures.NOTHING if kind in ("date", "time", "percent") else ""
    match str(kind):
        case "money":
            return figures.amount(value, getattr(row, "currency", "") or "")
        case "number":
            return figures.number(value)
        case "percent":
            return figures.percent(value)
        case "date":
            return figures.day(value)
        case "time":
            return figures.when(value)
        case "state":
            return sign(machine or "", str(value)).word
        case "bool":
            return _("yes") if value else _("no")
        case "thumb":
            return ""
    if isinstance(value, datetime | date):
        return figures.when(value)
    return figures.number(value) if isinstance(value, int) else str(value)


def first_words(column: Column, row: Any) -> str:
    """The first line of a cell."""
    return words(column.kind, getattr(row, column.key, None), row, column.machine)


def second_words(column: Column, row: Any) -> str:
    """The quiet second line of a cell; a second time of the same moment is shown as its age."""
    if not column.second:
        return ""
    value = getattr(row, column.second, None)
    if column.second_kind in ("time", "date") and column.second == column.key:
        return figures.age(value) if value is not None else ""
    if value is None or value == "":
        return ""
    return words(column.second_kind, value, row, column.second_machine)


def spoken(column: Column, row: Any) -> str:
    """The whole cell for a screen reader."""
    both = (first_words(column, row), second_words(column, row))
    return ", ".join(part for part in both if part)


def hover_words(column: Column, row: Any) -> str:
    """The full content for a tooltip: whole dates, both lines."""
    value = getattr(row, column.key, None)
    if isinstance(value, datetime | date):
        return figures.whole(value)
    return "\n".join(part for part in (first_words(column, row), second_words(column, row)) if part)


def copied(column: Column, row: Any) -> str:
    """The cell for a spreadsheet: plain numbers, ISO dates, nothing that would run as a formula."""
    value = getattr(row, column.key, None)
    if value is None:
        return ""
    match str(column.kind):
        case "money":
            return major_text(value, getattr(row, "currency", "") or "")
        case "number" | "percent":
            return str(value)
        case "date" | "time":
            if isinstance(value, datetime):
                return figures.local(value).strftime("%Y-%m-%d %H:%M")
            return value.isoformat() if isinstance(value, date) else str(value)
    text = " ".join(words(column.kind, value, row, column.machine).split())
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
