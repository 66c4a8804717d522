"""Reads a foreign table file, whatever it is, into rows; spreadsheets are parsed by a limited child process."""

from __future__ import annotations

import csv
import marshal
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from shopdesk.documents.collector import collector_paused
from shopdesk.documents.csv_text import TooManyCells, split_rows
from shopdesk.documents.encodings import Decoded, decode, looks_garbled
from shopdesk.documents.limits import MIB, Limits, Watch
from shopdesk.documents.workbook_checks import OLE_MAGIC, UnreadableCell
from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.i18n import N_, _

Cell = str | float | bool | datetime | date

_SENTENCES = {
    "kind": N_("“{name}” is not a spreadsheet or a text table. Choose an .xlsx, .xls, .ods, .csv, .tsv or .txt file."),
    "empty": N_("“{name}” holds no rows."),
    "password": N_("“{name}” is protected with a password. Open it in a spreadsheet program, remove the password and save it again."),  # noqa: E501
    "damaged": N_("“{name}” is damaged and cannot be read. Open it in a spreadsheet program and save it again as .xlsx."),  # noqa: E501
    "doctype": N_("“{name}” contains a document type declaration, which no spreadsheet program writes. It was not opened."),  # noqa: E501
    "too_big": N_("“{name}” is too big to be read safely. Split it, or save it as .csv."),
    "memory": N_("“{name}” needs too much memory to be read. Remove cells far away from the table, or save it as .csv."),  # noqa: E501
    "time": N_("Reading “{name}” took too long and was stopped. Save it as .csv and try again."),
    "no_sheet": N_("“{name}” has no sheet called “{detail}”."),
    "old": N_("“{name}” was written by a spreadsheet program from before 1997. Open it and save it again as .xlsx."),
    "xml": N_("“{name}” is an XML document, not a spreadsheet file. Open it in a spreadsheet program and save it as .xlsx."),  # noqa: E501
    "encoding": N_("“{name}” is not written in the chosen encoding. Choose another one."),
    "long_cell": N_("“{name}” has a cell of more than a million characters; perhaps a quotation mark is never closed."),
}  # fmt: skip
_LONGEST_HEADER = 80
_LONGEST_MESSAGE = 256 * MIB
_CPU_SIGNALS = (-24, -9)  # SIGXCPU; SIGKILL at the hard bound


@dataclass(slots=True)
class Table:
    """The rows of one file or sheet, from its first row on, so that ``rows[i]`` is file row ``i + 1``.

    ``header_row`` is the likeliest header (index into ``rows``); ``certain`` is False when the encoding was guessed;
    ``unreadable`` lists formulas without a stored result and error cells.
    """

    rows: list[list[Any]]
    header_row: int
    sheet_name: str = ""
    encoding: str = ""
    certain: bool = True
    delimiter: str = ""
    kind: str = ""
    sheet_names: tuple[str, ...] = ()
    unreadable: list[UnreadableCell] = field(default_factory=list)
    garbled: bool = False


def read_table(
    path: Path | str, *, limits: Limits | None = None, encoding: str | None = None, sheet: str | None = None
) -> Table:
    """Read ``path`` by its content, not its ending.

    Raises UserError with a plain sentence for anything that is not a readable table, OutsideError if the file
    cannot be opened at all.
    """
    path = Path(path)
    limits = limits or Limits()
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
            if size > limits.file_mib * MIB:
                raise _refusal(path, "too_big")
            if head.startswith((b"PK\x03\x04", OLE_MAGIC)):
                return _read_in_child(path, limits, sheet or "")
            data = head + file.read()
    except OSError as error:
        raise OutsideError(
            _("“{name}” could not be opened: {reason}").format(name=path.name, reason=error.strerror or error)
        ) from error
    return _read_text(path, data, limits, encoding)


def _refusal(path: Path, code: str, detail: str = "") -> UserError:
    return UserError(_(_SENTENCES.get(code, _SENTENCES["damaged"])).format(name=path.name, detail=detail))


# --- text -----------------------------------------------------------------------------------------------------


def _read_text(path: Path, data: bytes, limits: Limits, encoding: str | None) -> Table:
    if not data.strip():
        raise _refusal(path, "empty")
    _refuse_other_kinds(path, data)
    try:
        decoded = decode(data, encoding)
    except (UnicodeError, LookupError) as error:
        raise _refusal(path, "encoding") from error
    if _is_binary(decoded):
        raise _refusal(path, "kind")
    if _is_html(decoded.text):
        table = _read_in_child(path, limits, "", decoded.encoding)
        table.encoding, table.certain, table.garbled = decoded.encoding, decoded.certain, looks_garbled(decoded.text)
        return table
    try:
        rows, delimiter = split_rows(decoded.text, limits.max_cells)
    except TooManyCells as error:
        raise _refusal(path, "too_big") from error
    except csv.Error as error:
        raise _refusal(path, "long_cell") from error
    if not rows:
        raise _refusal(path, "empty")
    return Table(
        rows=rows,
        header_row=likely_header(rows),
        encoding=decoded.encoding,
        certain=decoded.certain,
        delimiter=delimiter,
        kind="csv",
        garbled=looks_garbled(decoded.text),
    )


def _refuse_other_kinds(path: Path, data: bytes) -> None:
    head = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t")
    if data[:4] in (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00"):
        raise _refusal(path, "old")
    if head.startswith(b"<?xml") and b"<html" not in data[:4096].lower():
        raise _refusal(path, "xml")
    if head.startswith(
        (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xfd7zXZ", b"SQLite")
    ):
        raise _refusal(path, "kind")


def _is_binary(decoded: Decoded) -> bool:
    """Control characters that text tables do not have (a few are forgiven, old programs leave them)."""
    sample = decoded.text[:65_536]
    strange = sum(1 for character in sample if character < " " and character not in "\t\n\r\x0b\x0c\x1a")
    return strange > max(4, len(sample) // 100)


def _is_html(text: str) -> bool:
    head = text[:4096].lstrip().lower()
    return (
        head.startswith(("<html", "<!doctype html", "<table", "<?xml", "<meta"))
        and "<table" in text[:1_000_000].lower()
    )


def likely_header(rows: list[list[Any]]) -> int:
    """Index of the first of the ten top rows with the most different short words in it."""
    best, chosen = 0, 0
    for at, row in enumerate(rows[:10]):
        texts = {cell.strip() for cell in row if isinstance(cell, str) and len(cell) <= _LONGEST_HEADER}
        words = sum(1 for text in texts if any(character.isalpha() for character in text))
        if words > best:
            best, chosen = words, at
    return chosen


# --- spreadsheets ---------------------------------------------------------------------------------------------


def _read_in_child(path: Path, limits: Limits, sheet: str, page_encoding: str = "") -> Table:
    """Have the reading process parse a spreadsheet, or a web page in the encoding named."""
    process = subprocess.Popen(  # noqa: S603 - this program's own reading process
        [*_child_command(), str(path.resolve()), sheet, str(limits.memory_mib), str(limits.cpu_s),
         str(limits.max_cells), str(limits.unpacked_mib), str(limits.zip_entries), page_encoding],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_child_environment(),
        creationflags=0x08000000 if sys.platform == "win32" else 0,  # no console window
    )  # fmt: skip
    with process:  # closes the pipe and waits, whatever happens
        watch = Watch(process, limits)
        try:
            assert process.stdout is not None
            with collector_paused():
                table, refused = _receive(process.stdout)
            process.stdout.close()  # a child that still writes must not wait for a reader
        except BaseException:
            process.kill()
            raise
        finally:
            process.wait()
            watch.stop()
    if refused:
        raise _refusal(path, *refused)
    if table is None:
        raise _refusal(path, watch.reason or _cause(process.returncode))
    if not table.rows:
        raise _refusal(path, "empty")
    table.header_row = likely_header(table.rows)
    return table


def _child_command() -> list[str]:
    if getattr(sys, "frozen", False):
        from shopdesk.documents.reader_child import SWITCH

        return [sys.executable, SWITCH]
    return [sys.executable, "-P", "-m", "shopdesk.documents.reader_child"]


def _child_environment() -> dict[str, str]:
    """Only what starting Python needs; one memory arena, because arenas count against the bound."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH", "TEMP", "TMP", "LANG") if name in os.environ}
    source = str(Path(__file__).resolve().parents[2])
    return kept | {"PYTHONPATH": source, "MALLOC_ARENA_MAX": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _receive(stream: IO[bytes]) -> tuple[Table | None, tuple[str, str] | None]:
    """The table the child sent; None if it died before the end; or the code and detail of its refusal."""
    table = Table(rows=[], header_row=0)
    while (head := stream.read(4)) and len(head) == 4:
        length = struct.unpack("<I", head)[0]
        data = stream.read(length) if length <= _LONGEST_MESSAGE else b""
        if len(data) != length:
            break
        tag, *rest = marshal.loads(data)  # noqa: S302 - our own child wrote it
        if tag == "rows":
            rows, dated = rest
            for column in dated:
                _restore_dates(rows, column)
            table.rows += rows
        elif tag == "blank":
            table.rows += [[] for _number in range(rest[0])]
        elif tag == "book":
            table.kind, names, table.sheet_name = rest
            table.sheet_names = tuple(names)
        elif tag == "unreadable":
            table.unreadable = rest[0]
        elif tag == "refused":
            return None, (rest[0], rest[1])
        elif tag == "end":
            return table, None
    return None, None


def _restore_dates(rows: list[list[Any]], column: int) -> None:
    read: Callable[[str], datetime] = datetime.fromisoformat
    for row in rows:
        cell = row[column]
        if type(cell) is bytes:
            row[column] = read(cell.decode())


def _cause(exit_code: int) -> str:
    if exit_code in _CPU_SIGNALS:
        return "time"
    if exit_code < 0 or exit_code in (3, 0xC0000017, 0xC0000409):  # abort: the allocator gave up
        return "memory"
    return "damaged"
