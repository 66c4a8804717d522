"""Looks a spreadsheet file over before a parser touches it, and finds the cells no parser gives back.

Runs inside the reading process. Every refusal is a ``Refused`` with a code that the parent puts into words.
"""

from __future__ import annotations

import html
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MIB = 1 << 20
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 64 * 1024
_BLOCK = 1 << 20
_MOST_UNREADABLE = 5_000

# (file row, column counted from 0, "formula" or "error", the text found there)
UnreadableCell = tuple[int, int, str, str]


class Refused(Exception):
    """The file must not be parsed; ``code`` is one of the parent's sentences."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def kind_of(path: Path, unpacked_mib: int, zip_entries: int) -> str:
    """``xlsx``, ``xlsb``, ``ods`` or ``xls`` by content, after the checks that need no parser."""
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PK"):
        return _check_zip(path, unpacked_mib, zip_entries)
    if head == OLE_MAGIC:
        return _check_ole(path.read_bytes())
    raise Refused("kind")


def _check_zip(path: Path, unpacked_mib: int, zip_entries: int) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > zip_entries or sum(entry.file_size for entry in entries) > unpacked_mib * MIB:
                raise Refused("too_big")
            for entry in entries:
                _check_entry(archive, entry)
            return _kind_of_zip(archive, {entry.filename.replace("\\", "/").lower() for entry in entries})
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Refused("damaged", str(error)) from error


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        raise Refused("damaged", name)
    if entry.flag_bits & 1:
        raise Refused("password")
    if name.lower().endswith((".xml", ".rels", ".vml")):
        with archive.open(entry) as part:
            if _has_doctype(part):
                raise Refused("doctype", name)


def _has_doctype(part: IO[bytes]) -> bool:
    """Whether a document type stands before the root element (nothing a spreadsheet program writes)."""
    seen = b""
    while block := part.read(4096):
        seen += block.replace(b"\0", b"")  # UTF-16 parts read like ASCII without their zeros
        before_root = re.search(rb"<[A-Za-z_]", seen)
        if b"<!DOCTYPE" in (seen[: before_root.start()] if before_root else seen):
            return True
        if before_root or len(seen) > _HEAD:
            return not before_root  # 64 KiB of prologue is no spreadsheet either
    return False


def _kind_of_zip(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "encryptedpackage" in names:
        raise Refused("password")
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:
        mimetype = archive.read("mimetype") if "mimetype" in archive.namelist() else b""
        if mimetype and b"spreadsheet" not in mimetype:
            raise Refused("kind")
        manifest = archive.read("META-INF/manifest.xml") if "meta-inf/manifest.xml" in names else b""
        if b"encryption-data" in manifest:
            raise Refused("password")
        return "ods"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise Refused("kind")


def _check_ole(data: bytes) -> str:
    """Follow the file's sector chains; loops and sectors outside the file make parsers ask for endless memory."""
    if len(data) < 512:
        raise Refused("damaged", "short header")
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise Refused("damaged", "sector size")
    size = 1 << shift
    fat_count, first_dir = struct.unpack_from("<II", data, 44)
    first_difat, difat_count = struct.unpack_from("<II", data, 68)
    sectors = len(data) // size + 1
    if fat_count > sectors or difat_count > sectors:
        raise Refused("damaged", "sector counts")
    table_sectors = _fat_sectors(data, size, fat_count, first_difat)
    fat: list[int] = []
    for sector in table_sectors:
        block = data[(sector + 1) * size : (sector + 2) * size]
        fat.extend(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))
    directory = b"".join(data[(sector + 1) * size : (sector + 2) * size] for sector in _chain(fat, first_dir, sectors))
    return _check_directory(directory, fat, sectors, size)


def _fat_sectors(data: bytes, size: int, count: int, difat: int) -> list[int]:
    found = [sector for sector in struct.unpack_from("<109I", data, 76) if sector < 0xFFFFFFF0]
    seen: set[int] = set()
    while difat < 0xFFFFFFF0 and len(found) < count:
        start = (difat + 1) * size
        if difat in seen or start + size > len(data):
            raise Refused("damaged", "table chain")
        seen.add(difat)
        *some, difat = struct.unpack_from(f"<{size // 4}I", data, start)
        found.extend(sector for sector in some if sector < 0xFFFFFFF0)
    return found[:count]


def _chain(fat: list[int], sector: int, most: int) -> Iterator[int]:
    steps = 0
    while sector < 0xFFFFFFF0:
        if sector >= len(fat) or steps > most:
            raise Refused("damaged", "sector chain")
        yield sector
        sector = fat[sector]
        steps += 1


def _check_directory(directory: bytes, fat: list[int], sectors: int, size: int) -> str:
    names: set[str] = set()
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if not 2 <= length <= 64:
            continue
        name = directory[at : at + length - 2].decode("utf-16-le", "replace")
        names.add(name)
        start, bytes_long = struct.unpack_from("<II", directory, at + 116)
        if name in ("Workbook", "Book") and bytes_long >= 4096:
            length_of_chain = sum(1 for _ in _chain(fat, start, sectors))
            if bytes_long > (length_of_chain + 1) * size:
                raise Refused("damaged", "stream length")
    if "EncryptedPackage" in names:
        raise Refused("password")
    if not names & {"Workbook", "Book", "WORKBOOK", "BOOK"}:
        raise Refused("kind")
    return "xls"


# --- cells that no parser gives back --------------------------------------------------------------------------

_CELL_START = re.compile(rb"<(?:\w+:)?c ")
_HAS_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)<")
_WHERE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')


def unreadable_cells(path: Path, sheet: str) -> list[UnreadableCell]:
    """Formulas without a stored result and error values of one .xlsx sheet, in file order (at most 5,000)."""
    found: list[UnreadableCell] = []
    with zipfile.ZipFile(path) as archive:
        part = _part_of_sheet(archive, sheet)
        if part is None:
            return found
        with archive.open(part) as file:
            rest = b""
            while block := file.read(_BLOCK):
                block = rest + block
                cut = block.rfind(b"</row>") + 6
                if cut < 6:
                    cut = max(block.rfind(b"<c "), len(block) - _HEAD) if len(block) > 2 * _BLOCK else 0
                rest, block = block[cut:], block[:cut]
                if b"<f" in block or b't="e"' in block or b":f" in block:
                    found.extend(_unreadable_in(block))
                    if len(found) >= _MOST_UNREADABLE:
                        return found[:_MOST_UNREADABLE]
            found.extend(_unreadable_in(rest))
    return found


def _unreadable_in(block: bytes) -> Iterator[UnreadableCell]:
    for piece in _CELL_START.split(block)[1:]:  # one cell each; splitting stays linear on hostile text
        if b"f" not in piece and b'"e"' not in piece:
            continue
        attributes, _bracket, body = piece.partition(b">")
        if attributes.endswith(b"/"):
            continue
        is_error = b't="e"' in attributes
        value = _VALUE.search(body)
        if not is_error and (value or b't="str"' in attributes or not _HAS_FORMULA.search(body)):
            continue
        where = _WHERE.search(attributes)
        if where:
            column = 0
            for letter in where[1]:
                column = column * 26 + letter - 64
            text = value[1].decode("utf-8", "replace") if value else ""
            yield int(where[2]), column - 1, "error" if is_error else "formula", html.unescape(text)


def _part_of_sheet(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The archive's name of the XML that holds ``sheet``."""
    names = {name.lower(): name for name in archive.namelist()}
    book, links = names.get("xl/workbook.xml"), names.get("xl/_rels/workbook.xml.rels")
    if not book or not links:
        return None
    targets: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", archive.read(links).decode("utf-8", "replace")):
        known = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[known.get("Id", "")] = known.get("Target", "")
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", archive.read(book).decode("utf-8", "replace")):
        known = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        if html.unescape(known.get("name", "")) == sheet:
            ids = [value for key, value in known.items() if key.endswith(":id")]
            target = targets.get(ids[0] if ids else "", "")
            target = target.lstrip("/") if target.startswith("/") else "xl/" + target
            return names.get(target.lower())
    return None
