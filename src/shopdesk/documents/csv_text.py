"""Text tables: which character separates the cells, whether quotes mean anything, and the rows themselves."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice

DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 1 << 20
_SNIFFED = 64 * 1024
_SNIFFED_ROWS = 60
_BLOCK = 5_000


class TooManyCells(Exception):
    """The text holds more cells than allowed."""


def split_rows(text: str, max_cells: int, delimiter: str | None = None) -> tuple[list[list[str]], str]:
    """The rows of ``text`` with every blank line kept, and the delimiter found.

    Raises TooManyCells, or csv.Error for a cell of more than a million characters.
    """
    text = text.replace("\0", "") if "\0" in text else text
    hint, first_line_end = _separator_hint(text)
    delimiter = delimiter or hint or sniff(text)
    csv.field_size_limit(_LONGEST_CELL)
    rows = _parse(text, delimiter, csv.QUOTE_MINIMAL, max_cells)
    if rows is None or (delimiter == "\t" and '"' in text):
        # platforms write tab files without quoting, where a quotation mark is only an inch
        plain = _parse(text, delimiter, csv.QUOTE_NONE, max_cells)
        if plain is not None and (rows is None or (len(plain) > len(rows) and (_is_even(plain) or not _is_even(rows)))):
            rows = plain
    if rows is None:
        raise csv.Error("a cell is too long")
    if hint and first_line_end and rows:
        rows[0] = []  # the line that only names the separator; its place keeps the row numbers right
    while rows and not any(rows[-1]):
        rows.pop()
    return rows, delimiter


def sniff(text: str) -> str:
    """The delimiter that splits the first rows most evenly into the most cells; comma if none does."""
    sample = text[:_SNIFFED]
    if len(text) > _SNIFFED:
        sample = sample[: sample.rfind("\n") + 1] or sample
    best, chosen = 0.0, ","
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        try:
            parsed = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
            rows = [row for row in islice(parsed, _SNIFFED_ROWS) if any(cell.strip() for cell in row)]
        except csv.Error:
            continue
        if not rows:
            continue
        width, count = Counter(map(len, rows)).most_common(1)[0]
        header = max(len(row) for row in rows[:3])
        score = (width - 1) * count / len(rows) + 0.25 * (header - 1)
        if score > best:
            best, chosen = score, delimiter
    return chosen


def _separator_hint(text: str) -> tuple[str, int]:
    """Excel's own first line ``sep=;``, if there is one."""
    line = text[:8].splitlines()[0].strip().strip('"') if text[:8].strip() else ""
    if line.lower().startswith("sep=") and len(line) == 5:
        return line[4], len(line)
    return ("\t", len(line)) if text[:5].lower() == "sep=\t" else ("", 0)


def _parse(text: str, delimiter: str, quoting: int, max_cells: int) -> list[list[str]] | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    rows: list[list[str]] = []
    cells = 0
    try:
        while block := list(islice(reader, _BLOCK)):
            cells += sum(map(len, block))
            if cells > max_cells:
                raise TooManyCells
            rows += block
    except csv.Error:
        return None
    return rows


def _is_even(rows: list[list[str]]) -> bool:
    return len({len(row) for row in rows[:2_000] if row}) == 1
