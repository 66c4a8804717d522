"""An invented past: the same seed gives the same books, and everything in it agrees."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.queries.reorder import reorder_rows
from shopdesk.queries.reports import make_report
from shopdesk.store import shop
from shopdesk.store.engine import Database
from shopdesk.store.tables import (
    Journal,
    Lot,
    Order,
    Purchase,
    Return,
    StockCount,
    StockLevel,
    StockMove,
    Supplier,
)
from shopdesk.usecases import orders
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.sample_past import SIZES, Size
from shopdesk.usecases.sample_year import build_past
from tests import make
from tests.database import PROFILE

SMALL = Size(products=30, orders=150, days=30, customers=40, live_orders=8)


def _built(path: Path, seed: int = 7) -> Desk:
    desk = make.desk(shop.create(path, PROFILE), clock=make.Clock())
    desk.do(build_past, seed=seed, size=SMALL)
    return desk


def test_the_same_seed_gives_the_same_books_and_reports_read_them(quick_folder: Path):
    desks = [_built(quick_folder / f"{name}.shop") for name in "ab"]
    tables = (Order, StockMove, StockLevel, Purchase, Return)
    one, two = ([[row.as_dict() for row in make.rows(desk, table)] for table in tables] for desk in desks)
    assert one == two
    desk = desks[0]
    today = desk.clock().date()
    rows = desk.read(reorder_rows, today)
    assert any(row.advice.due for row in rows)
    assert any(row.coming for row in rows)
    for name in ("reorder", "stock-value", "turnover", "forecast"):
        made = desk.read(make_report, desk.user, name, today - timedelta(days=20), today)
        assert all(len(row) == len(table.columns) for table in made.tables for row in table.rows)
        assert made.tables[0].rows, name
    for each in desks:
        each.close()


def test_everything_in_a_past_agrees_and_life_goes_on(database: Database):
    desk = make.desk(database, clock=make.Clock())
    assert desk.do(build_past, size=SMALL) == len(make.rows(desk, Order))
    assert {order.state for order in make.rows(desk, Order)} >= {"submitted", "confirmed", "processing", "completed"}
    assert {count.state for count in make.rows(desk, StockCount)} == {"posted", "counting"}
    assert {purchase.state for purchase in make.rows(desk, Purchase)} >= {"closed", "confirmed"}
    assert len(make.rows(desk, Supplier)) == 10
    assert any(lot.expires_on for lot in make.rows(desk, Lot))
    assert make.rows(desk, Return)
    assert len(make.rows(desk, Journal)) < 20
    past = [move.at for move in make.rows(desk, StockMove) if move.reason in {"ship", "receipt"}]
    assert past == sorted(past)

    before = {order.number for order in make.rows(desk, Order)}
    customer = make.rows(desk, Order)[0].customer_id
    level = max(make.rows(desk, StockLevel), key=lambda level: level.quantity - level.allocated)
    order = desk.do(orders.create_order, customer, [orders.NewLine(level.variant_id, 1)])
    desk.do(orders.confirm_order, order)
    assert next(row.number for row in make.rows(desk, Order) if row.id == order) not in before
    make.whole(desk)
    with pytest.raises(UserError, match="has orders already"):
        desk.do(build_past, size=SMALL)


def test_a_past_needs_a_known_name(file_database: Database):
    with pytest.raises(UserError, match=r"“decade” is no sample\. Samples: year, million"):
        make.desk(file_database).do(build_past, "decade")


def test_a_year_is_as_large_as_it_says():
    assert (SIZES["year"].products, SIZES["year"].orders, SIZES["year"].days) == (2_000, 20_000, 365)
