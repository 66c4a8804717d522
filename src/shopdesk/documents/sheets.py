"""Lists out to .xlsx and .csv: codes stay text, money are numbers, nothing the user typed becomes a formula.

The workbook is written as a stream of plain XML in constant memory; a hundred thousand rows take a second or two.
"""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from shopdesk.documents import xlsx_parts as parts
from shopdesk.documents.cells import shown
from shopdesk.documents.records import RowProblem
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
_DAY_ZERO = datetime(1899, 12, 30)
_BLOCK = 2_000


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
    with _opened(target) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        styles = parts.Styles()
        titles: list[str] = []
        for title, columns, rows in sheets:
            _write_sheets(archive, styles, titles, title, columns, _Cells(columns, styles, zone, problems), iter(rows))
        parts.write_book(archive, titles, styles)
    return problems


def _write_sheets(
    archive: zipfile.ZipFile,
    styles: parts.Styles,
    titles: list[str],
    title: str,
    columns: Sequence[SheetColumn],
    cells: _Cells,
    rows: Iterator[Row],
) -> None:
    """One sheet, or several if there are more rows than a sheet holds."""
    first = next(rows, None)
    while True:
        titles.append(parts.sheet_title(title, titles))
        with archive.open(f"xl/worksheets/sheet{len(titles)}.xml", "w", force_zip64=True) as sheet:
            widths = [column.width or _usual_width(column) for column in columns]
            sheet.write(parts.sheet_start(widths, [cells.style(at) for at in range(len(columns))]).encode())
            sheet.write(cells.header(styles.header).encode())
            number, block = 1, []
            while first is not None and number < MOST_ROWS:
                number += 1
                block.append(cells.row(number, first))
                if len(block) >= _BLOCK:
                    sheet.write("".join(block).encode())
                    block.clear()
                first = next(rows, None)
            sheet.write("".join(block).encode())
            sheet.write(parts.SHEET_END.encode())
        if first is None:
            return


def _usual_width(column: SheetColumn) -> float:
    usual = {"text": 24, "name": 24, "code": 18, "time": 17, "date": 12, "money": 13, "number": 10, "bool": 8}
    return max(usual.get(column.kind, 14), min(len(column.title) + 2, 30))


class _Cells:
    """Turns values into cell XML, one writer per column."""

    def __init__(
        self, columns: Sequence[SheetColumn], styles: parts.Styles, zone: tzinfo | None, problems: list[RowProblem]
    ) -> None:
        self._columns = columns
        self._zone = zone
        self._problems = problems
        self._letters = [parts.column_letters(at) for at in range(len(columns))]
        self._styles = styles
        self._own = [styles.of(_number_format(column)) for column in columns]
        self._writers: list[Callable[[Any, int], str]] = [self._writer(at) for at in range(len(columns))]

    def style(self, at: int) -> int:
        """The style of a column's blank cells, so that codes typed into them stay text."""
        return self._own[at]

    def header(self, style: int) -> str:
        cells = (
            f'<c r="{letters}1" t="inlineStr" s="{style}"><is><t>{_escaped(column.title)}</t></is></c>'
            for letters, column in zip(self._letters, self._columns, strict=True)
        )
        return f'<row r="1">{"".join(cells)}</row>'

    def row(self, number: int, values: Row) -> str:
        cells = []
        for letters, write, value in zip(self._letters, self._writers, values, strict=True):
            if value is not None and value != "":
                cells.append(f'<c r="{letters}{number}"{write(value, number)}</c>')
        return f'<row r="{number}">{"".join(cells)}</row>'

    def _writer(self, at: int) -> Callable[[Any, int], str]:
        kind = self._columns[at].kind
        style = f' s="{self._own[at]}"' if self._own[at] else ""
        if kind in ("number", "percent"):
            return lambda value, number: self._number(value, style, at, number)
        if kind == "money":
            return lambda value, number: self._money(value, style, at, number)
        if kind in ("date", "time"):
            return lambda value, number: self._moment(value, style, at, number)
        if kind == "bool":
            return lambda value, number: f' t="b"><v>{int(bool(value))}</v>'
        return lambda value, number: self._text(value, style, at, number)

    def _text(self, value: Any, style: str, at: int, number: int) -> str:
        text = value if type(value) is str else shown(value)
        if len(text) > 200 or not text.isprintable():
            text = self._allowed(text, at, number)
        escaped = _escaped(text)
        keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() or "\n" in text else ""
        return f'{style} t="inlineStr"><is><t{keep}>{escaped}</t></is>'

    def _allowed(self, text: str, at: int, number: int) -> str:
        plain = _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
        if _ILLEGAL.search(text):
            self._report(at, number, text, CLEANED)
        # Excel counts UTF-16 units
        if len(plain) + sum(1 for character in plain if character > "\uffff") > LONGEST_TEXT:
            self._report(at, number, plain, CUT)
            plain = plain.encode("utf-16-le")[: LONGEST_TEXT * 2].decode("utf-16-le", "ignore")
        return plain

    def _report(self, at: int, number: int, text: str, why: str) -> None:
        got = _ILLEGAL.sub("?", text[:60])
        self._problems.append(RowProblem(number, self._columns[at].title, got, _(why), "warning"))

    def _number(self, value: Any, style: str, at: int, number: int) -> str:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            text = repr(value) if isinstance(value, float) else str(value)
            if text.lower() not in ("nan", "inf", "-inf"):
                return f"{style}><v>{text}</v>"
        return self._text(value, "", at, number)

    def _money(self, value: Any, style: str, at: int, number: int) -> str:
        currency = self._columns[at].currency
        if isinstance(value, Money):
            own = self._styles.of(_money_format(value.currency))
            return f' s="{own}"><v>{major_text(value.minor, value.currency)}</v>'
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{style}><v>{major_text(value, currency)}</v>"
        return self._number(value, style, at, number)

    def _moment(self, value: Any, style: str, at: int, number: int) -> str:
        if isinstance(value, datetime):
            moment = value.astimezone(self._zone).replace(tzinfo=None) if value.tzinfo else value
            if self._columns[at].kind == "date":
                moment = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        elif isinstance(value, date):
            moment = datetime(value.year, value.month, value.day)
        else:
            return self._text(value, "", at, number)
        passed = moment - _DAY_ZERO
        if passed.days < 61:  # before March 1900 spreadsheets disagree about the days
            return self._text(value.isoformat(), "", at, number)
        seconds = passed.seconds
        return f"{style}><v>{passed.days}</v>" if not seconds else f"{style}><v>{passed.days + seconds / 86_400!r}</v>"


def _escaped(text: str) -> str:
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _ESCAPE_LIKE.sub("_x005F_", text) if "_x" in text else text


def _number_format(column: SheetColumn) -> str:
    if column.kind == "money":
        return _money_format(column.currency)
    usual = {"code": "@", "date": "yyyy\\-mm\\-dd", "time": "yyyy\\-mm\\-dd hh:mm", "percent": "0.0%"}
    return usual.get(column.kind, "")


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
