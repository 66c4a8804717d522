"""The rows of a table that carry data: without the header, blank padding and a report's own furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from shopdesk.documents.cells import shown
from shopdesk.documents.reader import Table


@dataclass(slots=True)
class DataRows:
    """Header texts, data rows all as wide as the header, and each row's number in the file.

    ``overlong`` lists (position, first text beyond the header) of rows that are longer than the header.
    """

    header: list[str]
    rows: list[Sequence[Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    overlong: list[tuple[int, str]] = field(default_factory=list)


def data_rows(table: Table, header_row: int, furniture: Sequence[str]) -> DataRows:
    """Pick the data rows below ``header_row`` (an index); rows holding a ``furniture`` text are left out."""
    header = [shown(cell).strip() for cell in table.rows[header_row]]
    while header and not header[-1]:
        header.pop()
    picked = DataRows(header)
    width = len(header)
    marks = tuple(text.casefold() for text in furniture)
    append_row, append_number = picked.rows.append, picked.numbers.append
    for number, found in enumerate(table.rows[header_row + 1 :], header_row + 2):
        row = found
        head = row[0] if row else ""
        # most rows begin with something; only the others are looked through
        if (head == "" or (type(head) is str and head.isspace())) and is_blank(row):
            continue
        if marks and _is_furniture(row, marks):
            continue
        if len(row) > width:
            beyond = next((text for cell in row[width:] if (text := shown(cell).strip())), "")
            if beyond:
                picked.overlong.append((len(picked.rows), beyond))
            row = row[:width]
        elif len(row) < width:
            row = row + [""] * (width - len(row))
        append_row(row)
        append_number(number)
    return picked


def is_blank(row: Sequence[Any]) -> bool:
    """Whether a row holds nothing but empty cells and spaces."""
    return all(cell == "" or (isinstance(cell, str) and cell.isspace()) for cell in row)


def _is_furniture(row: Sequence[Any], marks: tuple[str, ...]) -> bool:
    texts = [cell for cell in row if isinstance(cell, str) and cell]
    if len(texts) > 3 and not texts[0].casefold().startswith(marks):
        return False
    line = " ".join(texts).casefold()
    return any(mark in line for mark in marks)
