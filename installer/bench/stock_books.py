"""``stock-books``: random work of a stock room, its books proved again and again, against bare rows of a ledger.

``--long`` does a million steps; ``--size`` says how many.
"""

from __future__ import annotations

import time
from pathlib import Path

from bench import shops
from bench.pairs import Figure, measure
from bench.stock_ops import StockRoom
from shopdesk.store.engine import sqlite_module

LONG_PAIRS, LONG_SIZE = 20, 1_000_000
SEED = 7


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Steps a second; every stretch ends with all books added up anew from the moves alone."""
    steps = LONG_SIZE if pairs == LONG_PAIRS and size < LONG_SIZE else size
    stretch = max(1, steps // (pairs + 1))
    room = StockRoom(shops.new(folder, "books"), SEED)
    raw = sqlite_module().connect(str(folder / "raw.db"), isolation_level=None)
    raw.executescript(
        """
        PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
        CREATE TABLE levels (id INTEGER PRIMARY KEY, quantity INTEGER CHECK (quantity >= 0));
        CREATE TABLE moves (id INTEGER PRIMARY KEY, item INTEGER, quantity INTEGER, at TEXT);
        INSERT INTO levels VALUES (1, 0);
        """
    )

    def floor() -> float:
        begun = time.perf_counter()
        for _step in range(stretch):
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("INSERT INTO moves (item, quantity, at) VALUES (1, 1, '2026-03-02')")
            raw.execute("UPDATE levels SET quantity = quantity + 1 WHERE id = 1")
            raw.execute("COMMIT")
        return stretch / (time.perf_counter() - begun)

    def ours() -> float:
        begun = time.perf_counter()
        room.work(stretch)
        spent = time.perf_counter() - begun
        room.prove()
        return stretch / spent

    figure = measure("stock-books", stretch * (pairs + 1), "steps/s", floor, ours, pairs=pairs, goal="books hold")
    raw.close()
    room.desk.close()
    return figure
