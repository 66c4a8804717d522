"""Files to import and quick looks at what became of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from shopdesk.usecases.checking import check
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.imports import ImportResult, import_file


class Importer:
    """Writes small files into a folder and imports them into one shop."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder

    def file(self, name: str, rows: Sequence[Sequence[Any]]) -> Path:
        """A comma-separated file of ``rows``, the header first."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    def take(self, what: str, rows: Sequence[Sequence[Any]] | Path, **how: Any) -> ImportResult:
        """Import rows (or a file); proves the shop consistent afterwards."""
        path = rows if isinstance(rows, Path) else self.file(f"{what}.csv", rows)
        result = import_file(self.desk, what, path, **how)
        self.prove()
        return result

    def prove(self) -> None:
        """The shop's own check finds nothing wrong."""
        with self.desk.reading() as session:
            assert check(session).problems == []

    def rows(self, *columns: Any, where: Any = None) -> list[Any]:
        """Rows of a select, ordered by its first column."""
        statement = select(*columns).order_by(columns[0])
        with self.desk.reading() as session:
            return list(session.execute(statement if where is None else statement.where(where)))

    def one(self, *columns: Any, where: Any = None) -> Any:
        """The only row."""
        (row,) = self.rows(*columns, where=where)
        return row

    def count(self, table: Any) -> int:
        """How many rows a table has."""
        with self.desk.reading() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0
