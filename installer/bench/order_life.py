"""``order-life``: orders of three lines from the first click to the van, in five commits, against the bare driver."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from sqlalchemy import select

from bench import shops
from bench.pairs import Figure, measure
from shopdesk.domain.rights import Role, User
from shopdesk.store.driver import sqlite_module
from shopdesk.store.tables import Variant
from shopdesk.store.work import Work
from shopdesk.usecases import customers, orders, packing, picking, shipping
from shopdesk.usecases.desk import Desk

BATCH = 20
LINES = 3
VARIANTS = 300
_STATES = ("confirmed", "picked", "packed", "shipped")


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Orders a second: created, confirmed, picked, packed by scanning every piece, shipped; every step durable."""
    database = shops.new(folder, "life")
    shops.catalogue(database, 1000)
    desk = Desk(database, User(1, "Owner", Role.OWNER))
    buyer = desk.do(customers.create_customer, "Buyer", line1="Weg 1", city="Bonn", postcode="53111", country="DE")
    with database.reading() as session:
        skus = dict(session.execute(select(Variant.id, Variant.sku).order_by(Variant.id).limit(VARIANTS)).all())
    numbers = count()

    def ours() -> float:
        begun = time.perf_counter()
        for _order in range(BATCH):
            at = next(numbers) * LINES
            _live(desk, buyer, {line % VARIANTS + 1: skus[line % VARIANTS + 1] for line in range(at, at + LINES)})
        return BATCH / (time.perf_counter() - begun)

    figure = measure("order-life", size, "order/s", raw(folder / "raw.db"), ours, pairs=pairs, goal="≥ 0.1")
    desk.close()
    return figure


def _live(desk: Desk, buyer: int, skus: dict[int, str]) -> None:
    lines = [orders.NewLine(variant_id) for variant_id in skus]
    order_id = desk.do(orders.create_order, buyer, lines, on_terms=True)
    desk.do(orders.confirm_order, order_id)
    shipment_id = desk.do(_pick, order_id)
    desk.do(_pack, shipment_id, list(skus.values()))
    desk.do(shipping.ship, shipment_id)


def _pick(work: Work, order_id: int) -> int:
    """Tie the goods to a shipment and bring them to the bench, in one step."""
    (shipment_id,) = picking.release_wave(work, [order_id]).shipment_ids
    picking.pick_shipment(work, shipment_id)
    return shipment_id


def _pack(work: Work, shipment_id: int, skus: list[str]) -> None:
    """Scan every piece, note the carrier's number and close the parcel, in one step."""
    packing.start_packing(work, shipment_id)
    for sku in skus:
        packing.scan(work, shipment_id, sku)
    packing.close_shipment(work, shipment_id)
    shipping.set_tracking(work, shipment_id, f"T{shipment_id}")


def raw(path: Path) -> Callable[[], float]:
    """The same life as bare rows: order, lines, reservations, moves, levels and one event for each step."""
    connection = sqlite_module().connect(str(path), isolation_level=None)
    connection.executescript(
        """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;
        CREATE TABLE orders (id INTEGER PRIMARY KEY, state TEXT, placed_at TEXT, shipped_at TEXT);
        CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders, variant INTEGER,
                            quantity INTEGER, shipped INTEGER DEFAULT 0);
        CREATE INDEX lines_order ON lines (order_id);
        CREATE TABLE reservations (id INTEGER PRIMARY KEY, line INTEGER REFERENCES lines, quantity INTEGER);
        CREATE TABLE levels (variant INTEGER PRIMARY KEY, quantity INTEGER CHECK (quantity >= 0), reserved INTEGER);
        CREATE TABLE moves (id INTEGER PRIMARY KEY, variant INTEGER, quantity INTEGER, at TEXT, line INTEGER);
        CREATE INDEX moves_variant ON moves (variant);
        CREATE TABLE events (id INTEGER PRIMARY KEY, order_id INTEGER, kind TEXT, at TEXT);
        """
    )
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO levels VALUES (?, 1000000, 0)", ((at,) for at in range(VARIANTS)))
    connection.execute("COMMIT")
    execute = connection.execute
    numbers = count()

    def one(order: int) -> None:
        lines = [(order * LINES + part, (order * LINES + part) % VARIANTS) for part in range(LINES)]
        execute("BEGIN IMMEDIATE")
        execute("INSERT INTO orders VALUES (?, 'submitted', 'now', NULL)", (order,))
        for line, variant in lines:
            execute("INSERT INTO lines (id, order_id, variant, quantity) VALUES (?,?,?,1)", (line, order, variant))
        execute("INSERT INTO events (order_id, kind, at) VALUES (?, 'submitted', 'now')", (order,))
        execute("COMMIT")
        for state in _STATES:
            execute("BEGIN IMMEDIATE")
            execute("UPDATE orders SET state=? WHERE id=?", (state, order))
            if state == "confirmed":
                for line, variant in lines:
                    execute("INSERT INTO reservations (line, quantity) VALUES (?,1)", (line,))
                    execute("UPDATE levels SET reserved=reserved+1 WHERE variant=?", (variant,))
            elif state == "shipped":
                for line, variant in lines:
                    execute("UPDATE lines SET shipped=1 WHERE id=?", (line,))
                    execute("INSERT INTO moves (variant, quantity, at, line) VALUES (?,1,'now',?)", (variant, line))
                    execute(
                        "UPDATE levels SET quantity=quantity-1, reserved=reserved-1 WHERE variant=? AND quantity>=1",
                        (variant,),
                    )
            execute("INSERT INTO events (order_id, kind, at) VALUES (?,?,'now')", (order, state))
            execute("COMMIT")

    def timed() -> float:
        begun = time.perf_counter()
        for _order in range(BATCH):
            one(next(numbers))
        return BATCH / (time.perf_counter() - begun)

    return timed
