"""What the import window shows before anything is changed: columns, first rows, problems, and what would happen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shopdesk.documents.cells import shown
from shopdesk.documents.fields import FIELDS
from shopdesk.documents.formats import recognise
from shopdesk.documents.mapping import fields_of, mapping_of
from shopdesk.documents.records import RowProblem
from shopdesk.documents.sheets import SheetColumn, write_csv, write_xlsx
from shopdesk.i18n import _
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.import_plans import Report
from shopdesk.usecases.imports import ImportResult, Prepared, earlier_import, plan_of, prepare, result_of


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    """One column of the file; ``field`` is what it is read as (blank: not read), ``title`` that field's name."""

    header: str
    field: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as the file has it; ``problems`` are sentences by column index (−1: the row as a whole)."""

    number: int
    cells: tuple[str, ...]
    problems: Mapping[int, str]
    has_error: bool


@dataclass(frozen=True)
class Preview:
    """Everything the import window needs. ``result`` holds the counts of what would be created and updated."""

    prepared: Prepared
    result: ImportResult
    format: str
    format_title: str
    candidates: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, str], ...]
    columns: tuple[PreviewColumn, ...]
    rows: tuple[PreviewRow, ...]
    errors: int
    warnings: int
    absent_columns: tuple[str, ...]
    unused_columns: tuple[str, ...]
    asks: tuple[str, ...]
    encoding: str
    encoding_certain: bool
    sheet: str
    sheets: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def problems(self) -> list[RowProblem]:
        """All problems in file order."""
        return self.result.problems


def preview(
    desk: Desk,
    what: str,
    path: Path | str,
    *,
    format: str = "",
    options: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
    report: Report | None = None,
) -> Preview:
    """Read a file and compare it with the shop without changing anything."""
    prepared = prepare(desk, what, path, format=format, options=options, mapping=mapping)
    with desk.reading() as session:
        plan = plan_of(desk.database, session, prepared, desk.clock(), desk.user.name, report)
        before = earlier_import(session, prepared.sha256)
    result = result_of(prepared, plan)
    reading, table = prepared.reading, prepared.table
    errors = sum(problem.severity == "error" for problem in result.problems)
    return Preview(
        prepared=prepared,
        result=result,
        format=prepared.format.name,
        format_title=_(prepared.format.title),
        candidates=tuple((one.name, _(one.title)) for one in recognise(table, what)),
        fields=tuple((one.key, _(one.title)) for one in fields_of(what)),
        columns=_columns(prepared),
        rows=_rows(prepared, result.problems),
        errors=errors,
        warnings=len(result.problems) - errors,
        absent_columns=reading.absent_columns,
        unused_columns=reading.unused_columns,
        asks=reading.asks,
        encoding=table.encoding,
        encoding_certain=table.certain,
        sheet=table.sheet_name,
        sheets=table.sheet_names,
        notes=_notes(prepared, before),
    )


def _columns(prepared: Prepared) -> tuple[PreviewColumn, ...]:
    fields = FIELDS[prepared.what]
    read_as = {header: key for key, header in mapping_of(prepared.format, prepared.reading.header).items()}
    return tuple(
        PreviewColumn(header, key, _(fields[key].title)) if (key := read_as.get(header)) else PreviewColumn(header)
        for header in prepared.reading.header
    )


def _rows(prepared: Prepared, problems: list[RowProblem]) -> tuple[PreviewRow, ...]:
    reading = prepared.reading
    places = {header: at for at, header in reversed(list(enumerate(reading.header)))}
    by_row: dict[int, list[RowProblem]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row].append(problem)
    rows = []
    for number, cells in zip(_numbers(prepared), reading.preview_rows, strict=False):
        said: dict[int, str] = {}
        for problem in by_row.get(number, ()):
            at = places.get(problem.column, -1)
            said[at] = f"{said[at]} {problem.why}" if at in said else problem.why
        wrong = any(problem.severity == "error" for problem in by_row.get(number, ()))
        rows.append(PreviewRow(number, tuple(cells), said, wrong))
    return tuple(rows)


def _numbers(prepared: Prepared) -> list[int]:
    """The file row of each previewed row: blank rows and footers are left out of the preview, not of the counting."""
    reading, found = prepared.reading, []
    wanted = iter(reading.preview_rows)
    row = next(wanted, None)
    for number, cells in enumerate(prepared.table.rows[reading.header_row + 1 :], reading.header_row + 2):
        if row is None:
            break
        if _alike(cells, row):
            found.append(number)
            row = next(wanted, None)
    return found


def _alike(cells: list[Any], row: list[str]) -> bool:
    texts = [shown(cell) for cell in cells[: len(row)]]
    return texts + [""] * (len(row) - len(texts)) == row and any(text.strip() for text in texts)


def _notes(prepared: Prepared, before: Any) -> tuple[str, ...]:
    notes = []
    if before is not None:
        said = _("This very file was imported on {date} by {name}. What is here already will not be made again.")
        notes.append(said.format(date=before.at.date().isoformat(), name=before.by_name))
    if len(prepared.table.sheet_names) > 1:
        said = _("The file has {count} sheets; “{name}” was read.")
        notes.append(said.format(count=len(prepared.table.sheet_names), name=prepared.table.sheet_name))
    if prepared.reading.absent_columns:
        said = _("The file lacks columns that this format usually has: {names}.")
        notes.append(said.format(names=", ".join(prepared.reading.absent_columns)))
    return tuple(notes)


def save_problems(problems: list[RowProblem], path: Path | str) -> str:
    """Write problems to a table (.csv by ending, else .xlsx); returns the file's path. Raises OutsideError."""
    columns = [
        SheetColumn(_("Row"), "number"),
        SheetColumn(_("Column"), width=24),
        SheetColumn(_("Found"), width=30),
        SheetColumn(_("Problem"), width=80),
        SheetColumn(_("Kept out"), "bool"),
    ]
    rows = [(one.row, one.column, one.got, one.why, one.severity == "error") for one in problems]
    if str(path).lower().endswith(".csv"):
        write_csv(path, columns, rows)
    else:
        write_xlsx(path, [(_("Problems"), columns, rows)])
    return str(path)
