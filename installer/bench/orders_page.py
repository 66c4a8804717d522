"""``orders-page``: the first page of the orders list as screens read it, against the same two bare queries."""

from __future__ import annotations

from pathlib import Path

from bench import shops
from bench.pairs import Figure, measure, seconds
from shopdesk.queries.orders import ORDERS
from shopdesk.store.engine import sqlite_module
from shopdesk.usecases.desk import Desk

REPEATS = 20
_RAW = (
    "SELECT o.id, o.number, o.state, o.placed_at, o.total, c.name FROM orders o "
    "LEFT JOIN customers c ON c.id = o.customer_id ORDER BY o.placed_at DESC, o.id DESC LIMIT 128"
)
_RAW_LINES = (
    "SELECT l.order_id, l.title, coalesce(v.image, p.image) FROM order_lines l "
    "LEFT JOIN variants v ON v.id = l.variant_id LEFT JOIN products p ON p.id = v.product_id "
    "WHERE l.order_id IN ({}) ORDER BY l.order_id, l.position"
)


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Milliseconds for a page of 128 orders with customer, lines and pictures."""
    database = shops.new(folder, "page")
    shops.catalogue(database, 1000)
    shops.orders(database, size)
    desk = Desk(database)
    raw = sqlite_module().connect(database.target)

    def bare_page() -> None:
        rows = raw.execute(_RAW).fetchall()
        marks = ",".join("?" * len(rows))
        raw.execute(_RAW_LINES.format(marks), [row[0] for row in rows]).fetchall()

    def floor() -> float:
        return seconds(lambda: [bare_page() for _time in range(REPEATS)]) / REPEATS * 1000

    def ours() -> float:
        def page() -> None:
            assert desk.pages(ORDERS)[0] is not None

        return seconds(lambda: [page() for _time in range(REPEATS)]) / REPEATS * 1000

    figure = measure("orders-page", size, "ms", floor, ours, pairs=pairs, goal="≤ 12")
    raw.close()
    desk.close()
    return figure
