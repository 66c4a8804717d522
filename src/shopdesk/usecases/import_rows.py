"""All rows of a file that is about to be imported, with what is wrong at which cell; and what a file is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from shopdesk.documents.cells import shown
from shopdesk.documents.data_rows import data_rows
from shopdesk.documents.formats import recognise
from shopdesk.documents.mapping import guess_columns
from shopdesk.documents.reader import read_table
from shopdesk.documents.records import RowProblem
from shopdesk.domain.rights import Right, require
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.import_preview import Preview, PreviewRow
from shopdesk.usecases.imports import KINDS

VIEWS = ("all", "error", "warning", "ready")


class FileRows:
    """The data rows of a previewed file; a row's texts are made when somebody looks at it."""

    def __init__(self, seen: Preview) -> None:
        """Sort the rows of ``seen`` into those with errors, with warnings, and ready ones."""
        reading, prepared = seen.prepared.reading, seen.prepared
        data = data_rows(prepared.table, reading.header_row, prepared.format.furniture)
        self._cells: list[Sequence[Any]] = data.rows
        self._numbers = data.numbers
        self._places = {header: at for at, header in reversed(list(enumerate(reading.header)))}
        self._problems: dict[int, list[RowProblem]] = defaultdict(list)
        for problem in seen.problems:
            self._problems[problem.row].append(problem)
        self._position = {number: at for at, number in enumerate(self._numbers)}
        self._views: dict[str, Sequence[int]] = {"all": range(len(self._cells))}
        kinds: dict[str, list[int]] = {"error": [], "warning": []}
        for number in sorted(self._problems):
            if number in self._position:
                kinds[self._kind(number)].append(self._position[number])
        self._views.update(kinds)
        troubled = {at for places in kinds.values() for at in places}
        self._views["ready"] = [at for at in range(len(self._cells)) if at not in troubled]

    def _kind(self, number: int) -> str:
        return "error" if any(one.severity == "error" for one in self._problems[number]) else "warning"

    def view(self, name: str) -> Sequence[int]:
        """Positions of the rows of one of ``VIEWS``."""
        return self._views[name]

    def row(self, position: int) -> PreviewRow:
        """One row with its problems by column (−1: the row as a whole)."""
        number = self._numbers[position]
        said: dict[int, str] = {}
        for problem in self._problems.get(number, ()):
            at = self.column_of(problem)
            said[at] = f"{said[at]} {problem.why}" if at in said else problem.why
        wrong = number in self._problems and self._kind(number) == "error"
        return PreviewRow(number, tuple(shown(cell) for cell in self._cells[position]), said, wrong)

    def column_of(self, problem: RowProblem) -> int:
        """The index of the column a problem stands in; −1 when it is about the row."""
        return self._places.get(problem.column, -1)

    def position_of(self, number: int) -> int | None:
        """Where the row with this number of the file is, or None when it is no data row."""
        return self._position.get(number)


def likely_kinds(desk: Desk, path: Path | str) -> tuple[str, ...]:
    """What a file may be about, the likeliest first; raises UserError or OutsideError when it is no table."""
    require(desk.user, Right.IMPORT_FILES)
    table = read_table(Path(path))
    known = [one.what for one in recognise(table)]
    header = [shown(cell).strip() for cell in table.rows[table.header_row]] if table.rows else []
    matches = {what: len(guess_columns(what, header)) for what in KINDS}
    guessed = sorted(KINDS, key=lambda what: (-matches[what], KINDS.index(what)))
    return tuple(dict.fromkeys([*known, *guessed]))
