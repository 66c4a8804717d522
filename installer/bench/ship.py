"""``ship``: one shipment of three lines leaves, against the same rows written with the bare driver."""

from __future__ import annotations

import time
from pathlib import Path

from bench import shops
from bench.pairs import Figure, measure
from shopdesk.domain.rights import Role, User
from shopdesk.store.driver import sqlite_module
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.shipping import ship

BATCH = 60


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Transactions a second: order, three lines, three moves, three levels, all durable."""
    database = shops.new(folder, "ship")
    shops.catalogue(database, 1000)
    ids = iter(shops.packed_shipments(database, BATCH * (pairs + 1), 1))
    desk = Desk(database, User(1, "Owner", Role.OWNER))
    raw = _raw(folder / "raw.db", BATCH * (pairs + 1))

    def ours() -> float:
        mine = [next(ids) for _shipment in range(BATCH)]
        begun = time.perf_counter()
        for shipment_id in mine:
            desk.do(ship, shipment_id)
        return BATCH / (time.perf_counter() - begun)

    figure = measure("ship", size, "ship/s", raw, ours, pairs=pairs, goal="≥ 0.25")
    desk.close()
    return figure


def _raw(path: Path, count: int):  # noqa: ANN202 - a closure
    connection = sqlite_module().connect(str(path), isolation_level=None)
    connection.executescript(
        """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
        CREATE TABLE orders (id INTEGER PRIMARY KEY, state TEXT, shipped_at TEXT);
        CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders, shipped INTEGER);
        CREATE TABLE levels (variant INTEGER PRIMARY KEY, quantity INTEGER CHECK (quantity >= 0));
        CREATE TABLE moves (id INTEGER PRIMARY KEY, variant INTEGER, quantity INTEGER, at TEXT, line INTEGER);
        CREATE INDEX moves_variant ON moves (variant);
        """
    )
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO orders VALUES (?, 'packed', NULL)", ((at,) for at in range(count)))
    connection.executemany("INSERT INTO lines VALUES (?, ?, 0)", ((at, at // 3) for at in range(count * 3)))
    connection.executemany("INSERT INTO levels VALUES (?, 1000000)", ((at,) for at in range(300)))
    connection.execute("COMMIT")
    numbers = iter(range(count))

    def one(order: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE orders SET state='shipped', shipped_at='now' WHERE id=?", (order,))
        for line in range(order * 3, order * 3 + 3):
            connection.execute("UPDATE lines SET shipped=1 WHERE id=?", (line,))
            connection.execute(
                "INSERT INTO moves (variant, quantity, at, line) VALUES (?,1,'now',?)", (line % 300, line)
            )
            connection.execute("UPDATE levels SET quantity=quantity-1 WHERE variant=? AND quantity>=1", (line % 300,))
        connection.execute("COMMIT")

    def timed() -> float:
        mine = [next(numbers) for _order in range(BATCH)]
        begun = time.perf_counter()
        for order in mine:
            one(order)
        return BATCH / (time.perf_counter() - begun)

    return timed
