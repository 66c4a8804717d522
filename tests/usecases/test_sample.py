"""The sample shop: the same seed gives the same shop, and the shop it gives is whole."""

from __future__ import annotations

from pathlib import Path

from shopdesk.store import shop
from shopdesk.store.tables import Address, Channel, Journal, Order, OrderLine, Payment, Product, Shipment, StockLevel
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.sample import build_sample
from tests import make
from tests.database import PROFILE

TABLES = (Product, Order, OrderLine, Payment, Shipment, Address, Channel, StockLevel)


def _built(path: Path, seed: int = 7) -> Desk:
    desk = make.desk(shop.create(path, PROFILE), clock=make.Clock())
    made = desk.do(build_sample, seed=seed, days=3)
    assert made == len(make.rows(desk, Order)) > 20
    return desk


def _all(desk: Desk) -> list[list[dict[str, object]]]:
    return [[row.as_dict() for row in make.rows(desk, table)] for table in TABLES]


def test_the_same_seed_gives_the_same_shop(quick_folder: Path):
    one, two = _built(quick_folder / "one.shop"), _built(quick_folder / "two.shop")
    assert _all(one) == _all(two)
    make.whole(one)
    assert {order.state for order in make.rows(one, Order)} >= {"submitted", "confirmed", "processing", "completed"}
    assert {order.fulfilment for order in make.rows(one, Order)} >= {"ready", "picking", "packed", "shipped"}
    assert any(order.held for order in make.rows(one, Order))
    assert one.shop_name == "Juniper & Clay"
    assert max(order.placed_at for order in make.rows(one, Order)) <= make.Clock().now
    lines = make.rows(one, Journal)
    assert [line.verb for line in lines] == ["sample.build_sample"]
    for desk in (one, two):
        desk.close()
