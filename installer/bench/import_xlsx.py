"""``import-xlsx``: a workbook of products into the shop, against calamine and the bare driver without any check."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path

from bench import shops, workbook
from bench.pairs import Figure, measure, seconds
from shopdesk.store.engine import sqlite_module
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.imports import import_file


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Seconds for the whole import: reading child, checks, matching, products, stock moves, search, journal."""
    book = folder / "products.xlsx"
    workbook.make(book, size)
    numbers = iter(range(1_000_000))

    def ours() -> float:
        database = shops.new(folder, f"import{next(numbers)}")
        desk = Desk(database)

        def whole() -> None:
            result = import_file(desk, "products", book)
            assert result.created.get("variants") == size, (result.created, result.problems[:3])

        spent = seconds(whole)
        desk.close()
        Path(database.target).unlink()
        return spent

    figure = measure("import-xlsx", size, "s", _floor(folder, book, numbers), ours, pairs=pairs, goal="≤ 4")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figure(**{**figure.__dict__, "peak_mib": round(peak)})


def _floor(folder: Path, book: Path, numbers) -> Callable[[], float]:  # noqa: ANN001
    def floor() -> float:
        from python_calamine import CalamineWorkbook

        path = folder / f"floor{next(numbers)}.db"

        def whole() -> None:
            rows = CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python()
            connection = sqlite_module().connect(str(path), isolation_level=None)
            connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
            connection.execute("CREATE TABLE products (a, b, c, d, e, f, g, h, i, j, k, l)")
            for column in "aef":
                connection.execute(f"CREATE INDEX ix_{column} ON products ({column})")
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO products VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", rows[1:])
            connection.execute("COMMIT")
            connection.close()

        spent = seconds(whole)
        path.unlink()
        return spent

    return floor
