"""``search-cjk``: a two-character Chinese word through the shop's search, against the bare full-text index."""

from __future__ import annotations

import itertools
from pathlib import Path

from sqlalchemy import func, select

from bench import shops
from bench.pairs import Figure, measure, seconds
from shopdesk.queries.products import PRODUCTS
from shopdesk.store.engine import sqlite_module
from shopdesk.store.search_index import first_refs, matching
from shopdesk.store.tables import SearchDoc
from shopdesk.usecases.desk import Desk

WORD = "围巾"
REPEATS = 50


def run(folder: Path, size: int, pairs: int) -> Figure:
    """Milliseconds to the first 50 matches; also proves that every name with the word is found."""
    database = shops.new(folder, "search")
    shops.catalogue(database, size)
    desk = Desk(database)
    expected = sum(WORD in name for name in shops.product_names(size))
    with desk.reading() as session:
        condition = matching(desk.database.dialect, "product", WORD)
        assert condition is not None
        found = session.scalar(select(func.count()).select_from(SearchDoc).where(condition))
        if found != expected:
            raise SystemExit(f"search-cjk: found {found} of {expected}")
    raw = sqlite_module().connect(str(folder / "floor.db"))
    raw.execute("CREATE VIRTUAL TABLE words USING fts5(body, content='', detail='none', columnsize=0)")
    raw.executemany(
        "INSERT INTO words(rowid, body) VALUES (?, ?)",
        (
            (at, " ".join(a + b for a, b in itertools.pairwise(name)))
            for at, name in enumerate(shops.product_names(size))
        ),
    )
    raw.commit()

    def floor() -> float:
        ask = f"SELECT rowid FROM words WHERE words MATCH '\"{WORD}\"' LIMIT 50"
        return seconds(lambda: [raw.execute(ask).fetchall() for _time in range(REPEATS)]) / REPEATS * 1000

    def ours() -> float:
        with desk.reading() as session:
            connection = session.connection()
            ask = lambda: first_refs(connection, "product", WORD, 50)  # noqa: E731
            return seconds(lambda: [ask() for _time in range(REPEATS)]) / REPEATS * 1000

    figure = measure("search-cjk", size, "ms", floor, ours, pairs=pairs, goal="≤ 10")
    assert PRODUCTS.search_kind == "product"
    raw.close()
    desk.close()
    return figure
