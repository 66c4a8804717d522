"""``product-bulk``: products created from a list in memory, against bare inserts of ten columns with three indices."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import shops, workbook
from bench.pairs import Figure, measure, seconds
from shopdesk.domain.codes import in_house_ean
from shopdesk.store.engine import sqlite_module
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.imports import apply, prepare


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Products a second with validation, barcodes, search words, stock moves and journal."""
    path = folder / "products.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(workbook.HEADER)
        for at, name in enumerate(workbook.names(size)):
            writer.writerow(
                (
                    f"P{at:07}",
                    name,
                    "Bench",
                    "Tea",
                    f"P{at:07}-1",
                    in_house_ean(at + 1),
                    "12.50",
                    "",
                    "4.00",
                    100,
                    "",
                    "new",
                )
            )
    numbers = iter(range(1_000_000))

    def ours() -> float:
        database = shops.new(folder, f"bulk{next(numbers)}")
        desk = Desk(database)
        prepared = prepare(desk, "products", path)
        spent = seconds(lambda: desk.do(apply, prepared))
        desk.close()
        Path(database.target).unlink()
        return size / spent

    return measure("product-bulk", size, "rows/s", _floor(folder, size, numbers), ours, pairs=pairs, goal="≥ 0.1")


def _floor(folder: Path, size: int, numbers: Iterator[int]) -> Callable[[], float]:
    names = shops.product_names(size)

    def floor() -> float:
        path = folder / f"floor{next(numbers)}.db"
        connection = sqlite_module().connect(str(path), isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        connection.execute("CREATE TABLE products (id INTEGER PRIMARY KEY, a, b, c, d, e, f, g, h, i)")
        for column in "abc":
            connection.execute(f"CREATE INDEX ix_{column} ON products ({column})")

        def whole() -> None:
            connection.execute("BEGIN")
            connection.executemany(
                "INSERT INTO products VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    (at, f"P{at:07}", name, f"P{at:07}-1", "Bench", "Tea", 1250, 400, 100, 5)
                    for at, name in enumerate(names)
                ),
            )
            connection.execute("COMMIT")

        spent = seconds(whole)
        connection.close()
        path.unlink()
        return size / spent

    return floor
