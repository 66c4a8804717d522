"""The reading process: opens one spreadsheet under limits and streams its rows to the parent.

Run as ``python -m shopdesk.documents.reader_child FILE SHEET MEMORY_MIB CPU_S MAX_CELLS UNPACKED_MIB ENTRIES
PAGE_ENCODING`` (an encoding means: the file is a web page, not a spreadsheet);
a frozen program runs itself with ``--read-spreadsheet`` before these. Standard output carries messages, each four bytes
of length and one marshalled tuple; nothing else is ever written there.
"""

from __future__ import annotations

import gc
import marshal
import struct
import sys
import threading
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from shopdesk.documents.limits import limit_this_process
from shopdesk.documents.workbook_checks import Refused, UnreadableCell, kind_of, unreadable_cells

SWITCH = "--read-spreadsheet"
_CHUNK = 4_000
_PLAIN = frozenset({str, float, int, bool})


def main(arguments: list[str]) -> int:
    """Read the file named first and send it; returns the process's exit code."""
    path, sheet, memory_mib, cpu_s, max_cells, unpacked_mib, zip_entries, page_encoding = arguments
    limit_this_process(int(memory_mib), int(cpu_s))
    gc.disable()  # rows hold no circles
    try:
        if page_encoding:
            _send_page(Path(path), page_encoding, int(max_cells))
        else:
            kind = kind_of(Path(path), int(unpacked_mib), int(zip_entries))
            _send_sheet(Path(path), kind, sheet or None, int(max_cells))
    except Refused as refusal:
        _send("refused", refusal.code, refusal.detail)
    except MemoryError:
        _send("refused", "memory", "")
    except (OSError, UnicodeError) as error:
        _send("refused", "damaged", str(error))
    sys.stdout.buffer.flush()
    return 0


def _send(*message: Any) -> None:
    data = marshal.dumps(message, 2)
    sys.stdout.buffer.write(struct.pack("<I", len(data)))
    sys.stdout.buffer.write(data)


def _send_page(path: Path, encoding: str, max_cells: int) -> None:
    from shopdesk.documents.html_table import rows_of_html

    rows = rows_of_html(path.read_bytes().decode(encoding, "replace"))
    if sum(map(len, rows)) > max_cells:
        raise Refused("too_big")
    _send("book", "html", [], "")
    for start in range(0, len(rows), _CHUNK):
        _send("rows", rows[start : start + _CHUNK], [])
    _send("end")


def _send_sheet(path: Path, kind: str, wanted: str | None, max_cells: int) -> None:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        names, candidates = list(book.sheet_names), _candidates(book)
        if wanted is not None:
            if wanted not in names:
                raise Refused("no_sheet", wanted)
            candidates = [wanted]
        for name in candidates:
            scan = _Scan(path, name if kind == "xlsx" else None)
            sheet = book.get_sheet_by_name(name)
            if sheet.start is None and name != candidates[-1] and wanted is None:
                continue
            _send("book", kind, names, name)
            _send_rows(sheet, max_cells)
            _send("unreadable", scan.result())
            _send("end")
            return
        raise Refused("empty")
    except python_calamine.PasswordError as error:
        raise Refused("password") from error
    except python_calamine.CalamineError as error:
        raise Refused("damaged", str(error)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the parser's own fault on a damaged file
            raise Refused("damaged", str(error)) from error
        raise


def _candidates(book: Any) -> list[str]:
    """Sheets to try, visible worksheets first."""
    import python_calamine

    wanted = (python_calamine.SheetTypeEnum.WorkSheet, python_calamine.SheetVisibleEnum.Visible)
    visible: list[str] = []
    others: list[str] = []
    for sheet in book.sheets_metadata:
        (visible if (sheet.typ, sheet.visible) == wanted else others).append(sheet.name)
    return visible + others


class _Scan(threading.Thread):
    """Looks for unreadable cells beside the parser, which leaves the interpreter free while it works."""

    def __init__(self, path: Path, sheet: str | None) -> None:
        super().__init__(daemon=True)
        self._path, self._sheet = path, sheet
        self._found: list[UnreadableCell] = []
        self.start()

    def run(self) -> None:
        if self._sheet is None:
            return
        try:
            self._found = unreadable_cells(self._path, self._sheet)
        except Exception:  # the parser has the last word on damage; this is only a second look
            self._found = []

    def result(self) -> list[UnreadableCell]:
        self.join()
        return self._found


def _send_rows(sheet: Any, max_cells: int) -> None:
    start = sheet.start
    if start is None:
        return
    pad = [""] * start[1]
    width = start[1] + sheet.width
    cells, held_back = 0, 0  # trailing blank rows are sent only when something follows them
    rows: Iterator[list[Any]] = sheet.iter_rows()
    while chunk := list(islice(rows, _CHUNK)):
        cells += len(chunk) * width
        if cells > max_cells:
            raise Refused("too_big")
        blank = 0
        while chunk and not _holds_something(chunk[-1]):
            chunk.pop()
            blank += 1
        if chunk:
            if held_back:
                _send("blank", held_back)
                held_back = 0
            _send_chunk([pad + row for row in chunk] if pad else chunk)
        held_back += blank


def _holds_something(row: Iterable[Any]) -> bool:
    return any(cell != "" for cell in row)


def _send_chunk(chunk: list[list[Any]]) -> None:
    """Send rows; dates travel as ISO text in bytes, which no spreadsheet cell is."""
    if all(map(_PLAIN.issuperset, map(_types, chunk))):
        _send("rows", chunk, [])
        return
    dated: set[int] = set()
    for row in chunk:
        for at, cell in enumerate(row):
            if type(cell) in _PLAIN:
                continue
            row[at] = _as_plain(cell)
            if type(row[at]) is bytes:
                dated.add(at)
    _send("rows", chunk, sorted(dated))


def _types(row: list[Any]) -> set[type]:
    return set(map(type, row))


def _as_plain(cell: Any) -> Any:
    if isinstance(cell, datetime | date):
        return cell.isoformat().encode()
    if isinstance(cell, time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(cell)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
