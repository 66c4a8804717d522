"""``stock-all``: what is on hand, reserved and unavailable of every product, against bare rows of levels."""

from __future__ import annotations

from pathlib import Path

from bench import shops
from bench.pairs import Figure, measure, seconds
from shopdesk.queries.stock_now import stock_of_all
from shopdesk.store.engine import sqlite_module
from shopdesk.usecases.desk import Desk

REPEATS = 10
ORDERS = 20_000


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Milliseconds for all stock; it does not depend on how many orders there were."""
    database = shops.new(folder, "stock")
    shops.catalogue(database, size)
    shops.orders(database, ORDERS)
    desk = Desk(database)
    raw = sqlite_module().connect(database.target)

    def bare() -> dict[int, int]:
        return dict(raw.execute("SELECT variant_id, quantity FROM stock_levels").fetchall())

    def floor() -> float:
        return seconds(lambda: [bare() for _time in range(REPEATS)]) / REPEATS * 1000

    def ours() -> float:
        return seconds(lambda: [desk.read(stock_of_all) for _time in range(REPEATS)]) / REPEATS * 1000

    assert len(desk.read(stock_of_all)) == size
    figure = measure("stock-all", size, "ms", floor, ours, pairs=pairs, goal="≤ 3")
    raw.close()
    desk.close()
    return figure
