"""Lists out to .xlsx and .csv: codes stay text, money are numbers, nothing the user typed becomes a formula.

Workbooks are written row by row, so a long list needs no more memory than a short one.
"""

from __future__ import annotations

import csv
import io
import math
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from shopdesk.documents.cells import shown
from shopdesk.documents.records import RowProblem
from shopdesk.documents.workbook_writing import Layout, StreamedBook, letters, text_cell, value_cell
from shopdesk.domain.errors import OutsideError
from shopdesk.domain.money import Money, exponent, major_text
from shopdesk.i18n import N_, _

Row = Sequence[Any]
Rows = Iterable[Row]
Target = Path | str | BinaryIO

CUT = N_("The text was longer than a cell can hold and was cut.")
CLEANED = N_("Characters that a spreadsheet cannot hold were left out.")

LONGEST_TEXT = 32_767
MOST_ROWS = 1_048_576
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_TITLE = 31
_USUAL_WIDTHS = {"text": 24, "name": 24, "code": 18, "time": 17, "date": 12, "money": 13, "number": 10, "bool": 8}
_FORMATS = {"code": "@", "date": "yyyy\\-mm\\-dd", "time": "yyyy\\-mm\\-dd hh:mm", "percent": "0.0%"}


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column to write: kind is text, code, number, money, date, time, percent, bool, or anything shown as text.

    Money cells are Money, or whole minor units of ``currency``. ``width`` is in characters.
    """

    title: str
    kind: str = "text"
    width: float | None = None
    currency: str = ""


def write_xlsx(
    target: Target, sheets: Iterable[tuple[str, Sequence[SheetColumn], Rows]], *, zone: tzinfo | None = None
) -> list[RowProblem]:
    """Write sheets of (title, columns, rows) and return what had to be changed.

    Times are written in ``zone`` (this computer's by default). A file given by path appears only when complete; raises
    OutsideError if it cannot be written.
    """
    problems: list[RowProblem] = []
    with _opened(target) as file:
        book = StreamedBook(file)
        try:
            for title, columns, rows in sheets:
                _write_sheets(book, title, columns, iter(rows), zone, problems)
        except BaseException:
            book.abandon()
            raise
        book.close()
    return problems


def _write_sheets(
    book: StreamedBook,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterator[Row],
    zone: tzinfo | None,
    problems: list[RowProblem],
) -> None:
    """One sheet, or several if there are more rows than a sheet holds."""
    row = next(rows, None)
    while True:
        cells = _Cells(book, columns, zone, problems)
        with book.sheet(_free_title(title, book.sheet_names), cells.layout()) as write:
            write(cells.header())
            number = 1
            while row is not None and number < MOST_ROWS:
                number += 1
                write(cells.row(number, row))
                row = next(rows, None)
        if row is None:
            return


def _free_title(title: str, taken: Sequence[str]) -> str:
    """A sheet name Excel accepts and that no other sheet has, whatever the case of its letters."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'")[:_LONGEST_TITLE] or "Sheet"
    others = {each.casefold() for each in taken}
    name, number = plain, 1
    while name.casefold() in others:
        number += 1
        ending = f" ({number})"
        name = plain[: _LONGEST_TITLE - len(ending)] + ending
    return name


class _Cells:
    """Turns the values of a new sheet's rows into cells."""

    def __init__(
        self, book: StreamedBook, columns: Sequence[SheetColumn], zone: tzinfo | None, problems: list[RowProblem]
    ) -> None:
        self._book = book
        self._columns = columns
        self._zone = zone
        self._problems = problems
        # What stands before a row's number and behind it, for each column.
        self._starts = [
            (column, column.kind == "money", f'<c r="{letters(at)}', f'" s="{book.style(_number_format(column))}"')
            for at, column in enumerate(columns, 1)
        ]

    def layout(self) -> list[Layout]:
        """Widths and formats of the columns; the formats are there so that codes typed into blank cells stay text."""
        return [
            Layout(
                column.width or max(_USUAL_WIDTHS.get(column.kind, 14), min(len(column.title) + 2, 30)),
                _number_format(column),
            )
            for column in self._columns
        ]

    def header(self) -> str:
        style = self._book.style("@", bold=True)
        cells = [
            f'<c r="{letters(at)}1" s="{style}"{self._text(column.title, column, 1)}'
            for at, column in enumerate(self._columns, 1)
            if column.title
        ]
        return f'<row r="1">{"".join(cells)}</row>'

    def row(self, number: int, values: Row) -> str:
        parts = [f'<row r="{number}">']
        for (column, is_money, before, behind), value in zip(self._starts, values, strict=True):
            if value is None or value == "":
                continue
            if type(value) is str:
                parts.append(f"{before}{number}{behind}{self._text(value, column, number)}")
                continue
            style = behind
            if is_money and isinstance(value, Money) and value.currency != column.currency:
                style = f'" s="{self._book.style(_money_format(value.currency))}"'
            typed = _typed(value, column, self._zone)
            end = self._text(typed, column, number) if isinstance(typed, str) else value_cell(typed)
            parts.append(f"{before}{number}{style}{end}")
        parts.append("</row>")
        return "".join(parts)

    def _text(self, text: str, column: SheetColumn, number: int) -> str:
        if len(text) > LONGEST_TEXT // 2 or not text.isprintable():
            text = self._fitting(text, column, number)
        return text_cell(_ESCAPE_LIKE.sub("_x005F_", text) if "_x" in text else text)

    def _fitting(self, text: str, column: SheetColumn, number: int) -> str:
        plain = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        if _ILLEGAL.search(text):
            self._report(number, column, text, CLEANED)
        in_utf16 = plain.encode("utf-16-le")  # as Excel counts
        if len(in_utf16) > LONGEST_TEXT * 2:
            self._report(number, column, plain, CUT)
            plain = in_utf16[: LONGEST_TEXT * 2].decode("utf-16-le", "ignore")
        return plain

    def _report(self, number: int, column: SheetColumn, text: str, why: str) -> None:
        got = _ILLEGAL.sub("?", text[:60])
        self._problems.append(RowProblem(number, column.title, got, _(why), "warning"))


def _typed(value: Any, column: SheetColumn, zone: tzinfo | None) -> Any:
    """The value as a number, moment or yes/no where the column's kind asks for one and it is one, else its text."""
    kind = column.kind
    if kind == "bool":
        return bool(value)
    if kind == "money" and isinstance(value, Money):
        return Decimal(major_text(value.minor, value.currency))
    if kind in ("number", "percent", "money") and isinstance(value, int | float | Decimal) and type(value) is not bool:
        if kind == "money" and isinstance(value, int):
            return Decimal(major_text(value, column.currency))
        return value if math.isfinite(value) else shown(value)
    if kind in ("date", "time") and isinstance(value, date):
        return _moment(value, kind, zone)
    return value if type(value) is str else shown(value)


def _moment(value: date, kind: str, zone: tzinfo | None) -> date | str:
    if isinstance(value, datetime):
        local = value.astimezone(zone) if value.tzinfo else value
        value = local.date() if kind == "date" else local.replace(microsecond=0, tzinfo=None)
    # before March 1900 spreadsheets disagree about the days
    return value.isoformat() if (value.year, value.month) < (1900, 3) else value


def _number_format(column: SheetColumn) -> str:
    return _money_format(column.currency) if column.kind == "money" else _FORMATS.get(column.kind, "General")


def _money_format(currency: str) -> str:
    digits = exponent(currency)
    return "#,##0" + ("." + "0" * digits if digits else "")


# --- csv ------------------------------------------------------------------------------------------------------


def write_csv(
    target: Target,
    columns: Sequence[SheetColumn],
    rows: Rows,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
    zone: tzinfo | None = None,
) -> list[RowProblem]:
    """Write one table as text (UTF-8 with a mark by default, so that Excel reads it right).

    Text that a spreadsheet would take for a formula gets an apostrophe in front, which reading takes off again.
    Returns cells with characters the encoding cannot hold (written as ``?``). Raises OutsideError.
    """
    problems: list[RowProblem] = []
    is_unicode = encoding.lower().replace("_", "-").startswith(("utf", "gb18030"))
    with _opened(target) as file:
        text = io.TextIOWrapper(cast("IO[bytes]", file), encoding=encoding, errors="replace", newline="")
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow([_guarded(column.title) for column in columns])
        for number, values in enumerate(rows, 2):
            cells = [_csv_cell(value, column, zone) for value, column in zip(values, columns, strict=True)]
            if not is_unicode:
                _report_lost(cells, columns, number, encoding, problems)
            writer.writerow(cells)
        text.flush()
        text.detach()
    return problems


def _csv_cell(value: Any, column: SheetColumn, zone: tzinfo | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _guarded(value.replace("\0", ""))
    if isinstance(value, Money):
        return major_text(value.minor, value.currency)
    if column.kind == "money" and isinstance(value, int):
        return major_text(value, column.currency)
    if isinstance(value, datetime):
        moment = value.astimezone(zone) if value.tzinfo else value
        return moment.strftime("%Y-%m-%d" if column.kind == "date" else "%Y-%m-%d %H:%M:%S")
    return shown(value)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _report_lost(
    cells: Sequence[str], columns: Sequence[SheetColumn], number: int, encoding: str, problems: list[RowProblem]
) -> None:
    for cell, column in zip(cells, columns, strict=True):
        if not cell.isascii():
            try:
                cell.encode(encoding)
            except UnicodeEncodeError:
                problems.append(RowProblem(number, column.title, cell[:60], _(CLEANED), "warning"))


# --- files ----------------------------------------------------------------------------------------------------


@contextmanager
def _opened(target: Target) -> Iterator[BinaryIO]:
    """The stream itself, or a file beside the path that takes its place when everything is written."""
    if not isinstance(target, Path | str):
        yield target
        return
    path = Path(target)
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        sentence = _("“{name}” could not be written: {reason}").format(name=path.name, reason=reason)
        raise OutsideError(sentence) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
