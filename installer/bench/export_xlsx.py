"""``export-xlsx``: the list of all products into a workbook, against openpyxl writing bare values of the same size."""

from __future__ import annotations

import resource
from pathlib import Path

from sqlalchemy import update

from bench import shops
from bench.pairs import Figure, measure, seconds
from shopdesk.queries.lists import LISTS
from shopdesk.store.tables import Product
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.exports import export_list

COLUMNS = (
    "title", "code", "variants", "price", "currency", "on_hand", "available", "lifecycle", "category", "brand", "tags",
    "updated_at",
)  # fmt: skip


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Seconds for the whole export: query, look-ups, masking, cells with types and formats, journal."""
    database = shops.new(folder, "export")
    shops.catalogue(database, size)
    with database.writing() as connection:
        connection.execute(update(Product).values(brand="Bench", category="Tea", tags="new"))
    desk = Desk(database)
    names = shops.product_names(size)
    target = folder / "list.xlsx"

    def ours() -> float:
        return seconds(lambda: export_list(desk, LISTS["products"], target, columns=COLUMNS))

    def floor() -> float:
        from openpyxl import Workbook

        def whole() -> None:
            book = Workbook(write_only=True)
            sheet = book.create_sheet("Products")
            sheet.append(COLUMNS)
            for at, name in enumerate(names):
                sheet.append(
                    (name, f"P{at:07}", 1, 10.5, "EUR", 1000, 1000, "active", "Tea", "Bench", "new", "2026-03-05 12:00")
                )
            book.save(target)

        return seconds(whole)

    figure = measure("export-xlsx", size, "s", floor, ours, pairs=pairs, goal="≤ 1.15")
    desk.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figure(**{**figure.__dict__, "peak_mib": round(peak)})
