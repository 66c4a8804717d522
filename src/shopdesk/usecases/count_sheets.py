"""Count sheets filled in a spreadsheet and read back: each row is a line of the stocktake by its number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from shopdesk.domain.counting import CountState
from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs, require
from shopdesk.i18n import _
from shopdesk.queries.count_sheet_lines import COUNT_LINES
from shopdesk.queries.counts import count_detail
from shopdesk.store.tables import CountLine, Location, StockCount
from shopdesk.store.work import Work
from shopdesk.usecases import count_lines, counts
from shopdesk.usecases.desk import Desk

_KEYS = ("count_number", "position", "bin", "sku", "lot", "counted", "counted_at", "reason")
_SHEET = ("count_number", "position", "bin", "name", "sku", "lot", "counted", "counted_at", "reason")
_NEEDED = ("position", "counted")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled-in row; ``row`` is its number in the file."""

    row: int
    position: int | None
    counted: int
    at: datetime | None
    bin: str
    sku: str
    lot: str
    reason: str
    count_number: str


def sheet_rows(path: Path | str) -> list[SheetRow]:
    """The rows of a sheet in which something was counted; raises UserError naming row and column of what is wrong."""
    from shopdesk.documents.reader import read_table

    table = read_table(path)
    found = _columns(table.rows)
    if found is None:
        needed = ", ".join(_(COUNT_LINES.column(key).title) for key in _NEEDED)
        raise UserError(_("This is no count sheet: it needs the columns {columns}.").format(columns=needed))
    head, columns = found
    rows = []
    for at, cells in enumerate(table.rows[head + 1 :], head + 2):
        values = {key: cells[place] if place < len(cells) else None for key, place in columns.items()}
        if _text(values.get("counted")):
            rows.append(_row(at, values))
    return rows


def _columns(rows: list[list[Any]]) -> tuple[int, Mapping[str, int]] | None:
    """The row of headings and where each column stands, by its title in the language in use or its own name."""
    names = {title.casefold(): key for key in _KEYS for title in _titles(key)}
    for at, cells in enumerate(rows[:20]):
        titles = [_text(cell).casefold() for cell in cells]
        places = {names[title]: place for place, title in enumerate(titles) if title in names}
        if all(key in places for key in _NEEDED):
            return at, places
    return None


def _titles(key: str) -> set[str]:
    title = COUNT_LINES.column(key).title
    return {key, title, _(title)}


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _row(at: int, values: Mapping[str, Any]) -> SheetRow:
    position = _whole(at, _("Line"), values.get("position")) if _text(values.get("position")) else None
    return SheetRow(
        at,
        position,
        _whole(at, _("Counted"), values["counted"]),
        _moment(at, values.get("counted_at")),
        _text(values.get("bin")),
        _text(values.get("sku")),
        _text(values.get("lot")),
        _text(values.get("reason")),
        _text(values.get("count_number")),
    )


def _whole(row: int, title: str, cell: Any) -> int:
    try:
        value = float(_text(cell).replace(",", "."))
    except ValueError:
        value = 0.5
    if value != int(value):
        raise UserError(
            _("Row {row}, {column}: “{value}” is no whole number.").format(row=row, column=title, value=_text(cell))
        )
    if value < 0:
        raise UserError(_("Row {row}: a counted quantity cannot be negative.").format(row=row))
    return int(value)


def _moment(row: int, cell: Any) -> datetime | None:
    """When it was counted: a moment, or a time of today (of yesterday when it is still to come)."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.astimezone()
    words = _text(cell.isoformat() if isinstance(cell, time) else cell)
    if not words:
        return None
    now = datetime.now(UTC).astimezone()
    try:
        if ":" in words and len(words) <= 8:
            moment = datetime.combine(now.date(), time.fromisoformat(words.zfill(5))).astimezone()
            return moment if moment <= now else moment - timedelta(days=1)
        return datetime.fromisoformat(words).astimezone()
    except ValueError:
        raise UserError(
            _("Row {row}: “{value}” is no time. Write times like 14:05.").format(row=row, value=words)
        ) from None


@needs(Right.COUNT_STOCK)
def read_sheet(work: Work, count_id: int, path: str) -> int:
    """Take over what a filled-in count sheet says; all of it or, when a row is wrong, nothing. Returns the lines."""
    return take_rows(work, count_id, sheet_rows(path), Path(path).name)


@needs(Right.COUNT_STOCK)
def take_rows(work: Work, count_id: int, rows: list[SheetRow], file: str = "") -> int:
    """Note what the rows of a sheet say; raises UserError for rows of another count or items that are unknown."""
    count = work.session.get(StockCount, count_id)
    if count is None:
        raise UserError(_("There is no such count."))
    if count.state == CountState.PLANNED.value:
        raise UserError(_("This count has not begun yet."))
    number, warehouse_id = count.number, count.warehouse_id
    known = {
        row.position: row
        for row in work.read(
            select(CountLine.id, CountLine.position, CountLine.variant_id, CountLine.lot_id, Location.code)
            .join(Location, Location.id == CountLine.location_id)
            .where(CountLine.count_id == count_id)
        )
    }
    if not rows:
        raise UserError(_("Nothing is filled in on this sheet."))
    for row in rows:
        if row.count_number and row.count_number.casefold() != number.casefold():
            raise UserError(
                _("Row {row} belongs to {other}, not to {number}.").format(
                    row=row.row, other=row.count_number, number=number
                )
            )
        line = known.get(row.position or 0)
        if line is not None:
            lot = count_lines.lot_code(work, line.lot_id)
            counts.count_line(work, count_id, line.variant_id, row.counted, line.code, lot=lot, at=row.at)
            line_id = line.id
        elif row.sku and row.bin:
            variant_id = count_lines.item_of_code(work, row.sku)[0]
            counts.count_line(work, count_id, variant_id, row.counted, row.bin, lot=row.lot, at=row.at)
            place = count_lines.bin_of(work, warehouse_id, row.bin)
            line_id = count_lines.newest_line(work, count_id, variant_id, place)
        else:
            raise UserError(
                _("Row {row} is on no line of {number}: it needs a bin and a SKU.").format(row=row.row, number=number)
            )
        if row.reason:
            counts.give_reason(work, line_id, row.reason)
    work.event("count", count_id, "sheet_read", file=file, lines=len(rows))
    return len(rows)


def write_sheet(desk: Desk, count_id: int, path: Path | str) -> int:
    """Write the lines of a stocktake as .xlsx to be filled in; a blind one without the books. Returns the lines."""
    from shopdesk.documents.sheets import SheetColumn, write_xlsx

    require(desk.user, Right.COUNT_STOCK)
    count = desk.read(count_detail, count_id)
    keys = [*_SHEET, *([] if count.blind else ["book"])]
    columns = [COUNT_LINES.column(key) for key in keys]
    kinds = {"position": "number", "counted": "number", "book": "number", "counted_at": "text"}
    shown = [SheetColumn(_(column.title), kinds.get(column.key, "text"), column.width / 7) for column in columns]
    rows = [
        [
            count.number,
            line.position,
            line.bin,
            " · ".join(part for part in (line.title, line.variant) if part),
            line.sku,
            line.lot,
            None,
            "",
            "",
            *([] if count.blind else [line.book]),
        ]
        for line in count.lines
    ]
    write_xlsx(path, [(_("Count sheet"), shown, rows)])
    return len(rows)
