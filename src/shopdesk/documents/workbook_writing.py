"""Long sheets into .xlsx files: openpyxl makes the workbook, the rows stream into it as text.

Every cell as an object, as openpyxl wants them, costs five times the whole file; a row of cells is a few words of XML.
No temporary file is needed and nothing is held back but the last few rows.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

_ROWS_AT_ONCE = 500
_NO_ROWS = re.compile(rb"<sheetData\s*/>|<sheetData></sheetData>")
_DAY_ZERO = datetime(1899, 12, 30)
_DAY_S = 86_400

WriteRow = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Layout:
    """A column of a sheet: its width in characters and the number format of cells that are filled in later."""

    width: float
    number_format: str


class StreamedBook:
    """A workbook whose sheets are written one after the other into ``file``; ``close`` completes it."""

    def __init__(self, file: BinaryIO) -> None:
        """Start a workbook without sheets."""
        from openpyxl import Workbook

        self._book = Workbook()
        self._blank: Any = self._book.active
        self._archive = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self._styles: dict[tuple[str, bool], int] = {}
        self.sheet_names: list[str] = []

    def style(self, number_format: str, *, bold: bool = False) -> int:
        """The number under which cells name their style."""
        known = self._styles.get((number_format, bold))
        if known is not None:
            return known
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font

        cell: Any = WriteOnlyCell(self._blank)
        cell.number_format = number_format
        if bold:
            cell.font = Font(name="Calibri", size=11, bold=True)
        return self._styles.setdefault((number_format, bold), int(cell.style_id))

    @contextmanager
    def sheet(self, name: str, columns: Sequence[Layout]) -> Iterator[WriteRow]:
        """Write a sheet: call what is given with each row's XML, in order. The first row stays in view."""
        sheet: Any = self._book.create_sheet(name) if self.sheet_names else self._blank
        sheet.title, sheet.freeze_panes = name, "A2"
        for at, column in enumerate(columns, 1):
            layout = sheet.column_dimensions[letters(at)]
            layout.width, layout.number_format = column.width, column.number_format
        self.sheet_names.append(name)
        part_name = f"xl/worksheets/sheet{len(self.sheet_names)}.xml"
        before, after = _NO_ROWS.split(self._made().read(part_name))
        waiting: list[str] = []
        with self._archive.open(part_name, "w", force_zip64=True) as part:

            def write(row: str) -> None:
                waiting.append(row)
                if len(waiting) >= _ROWS_AT_ONCE:
                    part.write("".join(waiting).encode())
                    waiting.clear()

            part.write(before + b"<sheetData>")
            yield write
            part.write("".join(waiting).encode() + b"</sheetData>" + after)

    def close(self) -> None:
        """Write what holds the sheets together."""
        made, there = self._made(), set(self._archive.namelist())
        for name in made.namelist():
            if name not in there:
                self._archive.writestr(name, made.read(name))
        self._archive.close()

    def abandon(self) -> None:
        """Let go of the file after an error."""
        self._archive.close()

    def _made(self) -> zipfile.ZipFile:
        """The workbook without its rows."""
        buffer = io.BytesIO()
        self._book.save(buffer)
        return zipfile.ZipFile(buffer)


@lru_cache(maxsize=256)
def letters(column: int) -> str:
    """The name of a column counted from 1: A, B … Z, AA."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def text_cell(text: str) -> str:
    """The end of a cell that holds text, whatever it looks like; it follows the cell's place and style."""
    escaped = escape(text) if "&" in text or "<" in text or ">" in text else text
    if text[:1].isspace() or text[-1:].isspace() or "\n" in text:
        return f' t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'
    return f' t="inlineStr"><is><t>{escaped}</t></is></c>'


def value_cell(value: float | Decimal | date) -> str:
    """The end of a cell that holds yes or no, a number, or a moment without a zone."""
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    return f"><v>{_days(value) if isinstance(value, date) else value}</v></c>"


def _days(value: date) -> float:
    """A moment as spreadsheets count: days since the end of 1899."""
    if not isinstance(value, datetime):
        return value.toordinal() - _DAY_ZERO.toordinal()
    passed = value - _DAY_ZERO
    return passed.days + passed.seconds / _DAY_S if passed.seconds else passed.days
