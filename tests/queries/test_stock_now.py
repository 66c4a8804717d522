"""All stock at once, from balances of one warehouse or of several."""

from __future__ import annotations

from sqlalchemy import insert

from shopdesk.queries.stock_now import stock_of_all
from shopdesk.store.engine import Database
from shopdesk.store.tables import StockBalance, Warehouse
from tests import make


def test_an_empty_shop_has_no_stock(database: Database):
    assert make.desk(database).read(stock_of_all) == {}


def test_what_is_here_promised_and_blocked(database: Database):
    desk = make.desk(database)
    plain, promised = make.product(desk, 7), make.product(desk, 5)
    make.order(desk, [(promised, 2)], "confirmed")
    assert desk.read(stock_of_all) == {plain: (7, 0, 0), promised: (5, 2, 0)}


def test_several_warehouses_are_added_up(database: Database):
    desk = make.desk(database)
    variant = make.product(desk, 7)
    with database.writing() as connection:
        other = connection.execute(insert(Warehouse).values(code="B", name="Barn").returning(Warehouse.id)).scalar_one()
        values = {"variant_id": variant, "warehouse_id": other, "on_hand": 4, "unavailable": 1}
        connection.execute(insert(StockBalance).values(**values))
    assert desk.read(stock_of_all) == {variant: (11, 0, 1)}
