"""What channels are told: tracking numbers of what left, and what is in stock."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role
from shopdesk.store.engine import Database
from shopdesk.store.tables import Channel, Order, OrderLine
from shopdesk.usecases import packing, shipping
from shopdesk.usecases.channel_exports import export_for_channel
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.imports import import_file
from shopdesk.usecases.orders import NewLine
from tests import make


@pytest.fixture
def desk(database: Database) -> Desk:
    with database.writing() as connection:
        for platform in ("shopify", "amazon", "taobao", "woocommerce"):
            connection.execute(insert(Channel).values(code=platform, name=platform, platform=platform))
    return make.desk(database, clock=make.Clock())


def sold(desk: Desk, channel: str, number: str, *lines: tuple[int, int], state: str = "shipped") -> int:
    order = make.order(desk, list(lines) or 1, state, channel=channel)
    with desk.database.writing() as connection:
        connection.execute(update(Order).where(Order.id == order).values(channel_order_no=number))
        for at, line in enumerate(make.lines(desk, order)):
            connection.execute(
                update(OrderLine).where(OrderLine.id == line.id).values(channel_line_id=f"{number}-{at + 1}")
            )
    return order


def told(desk: Desk, path: Path, what: str, format: str, **how: Any) -> list[dict[str, str]]:
    done = export_for_channel(desk, what, path, format, **how)
    encoding = "gb18030" if format in ("taobao", "jd") else "utf-8"
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t" if path.suffix == ".txt" else ","))
    assert len(rows) == done.rows
    return rows


def test_a_platform_is_told_of_its_own_parcels_that_left(desk: Desk, tmp_path: Path):
    sold(desk, "shopify", "#1001")
    sold(desk, "shopify", "#1002", state="packed")
    sold(desk, "woocommerce", "77")
    gone = sold(desk, "shopify", "#1003")
    desk.do(shipping.void_shipment, make.shipment(desk, gone), "label lost")
    (row,) = told(desk, tmp_path / "s.csv", "tracking", "shopify")
    assert row["Name"] == "#1001"
    assert row["Fulfillment: Tracking Company"] == "DHL Express"
    assert row["Fulfillment: Tracking Number"].startswith("TRACK-")
    assert row["Fulfillment: Processed At"] == "2026-03-02"
    (row,) = told(desk, tmp_path / "w.csv", "tracking", "woocommerce")
    assert (row["order_id"], row["date_shipped"], row["status_shipped"]) == ("77", "02-03-2026", "1")


def test_amazon_is_told_item_by_item_of_each_parcel(desk: Desk, tmp_path: Path):
    mug, tea = make.product(desk, 9), make.product(desk, 9)
    order = sold(desk, "amazon", "303-1", (mug, 2), (tea, 1), state="packing")
    shipment = make.shipment(desk, order)
    first, second, third = make.codes(desk, shipment)
    desk.do(packing.scan, shipment, first)
    desk.do(packing.scan, shipment, second)
    desk.do(packing.next_parcel, shipment)
    desk.do(packing.scan, shipment, third)
    desk.do(packing.close_shipment, shipment)
    desk.do(shipping.set_tracking, shipment, "A-1", "UPS")
    desk.do(shipping.set_tracking, shipment, "B-2", "Fietskoerier")
    desk.do(shipping.ship, shipment)
    rows = told(desk, tmp_path / "a.txt", "tracking", "amazon")
    keys = ("order-id", "order-item-id", "quantity", "carrier-code", "carrier-name", "tracking-number")
    assert [tuple(row[key] for key in keys) for row in rows] == [
        ("303-1", "303-1-1", "2", "UPS", "", "A-1"),
        ("303-1", "303-1-2", "1", "Other", "Fietskoerier", "B-2"),
    ]


def test_chinese_platforms_get_their_own_words_and_encoding(desk: Desk, tmp_path: Path):
    order = sold(desk, "taobao", "3724105896541236987")
    desk.do(shipping.void_shipment, make.shipment(desk, order), "again")
    make.bring(desk, order, "shipped")
    (row,) = told(desk, tmp_path / "t.csv", "tracking", "taobao")
    assert row["订单编号"] == "3724105896541236987"
    assert list(row) == ["订单编号", "物流公司", "运单号"]


def test_the_own_list_holds_every_channel_and_comes_back_without_a_change(desk: Desk, tmp_path: Path):
    sold(desk, "shopify", "#1001")
    sold(desk, "woocommerce", "77")
    rows = told(desk, tmp_path / "own.csv", "tracking", "shopdesk")
    assert [row["Order number"] for row in rows] == ["#1001", "77"]
    again = import_file(desk, "tracking", tmp_path / "own.csv")
    assert not any(again.updated.values())
    assert again.unchanged == 2
    (row,) = told(desk, tmp_path / "one.csv", "tracking", "shopdesk", where="channel=woocommerce")
    assert row["Order number"] == "77"
    assert told(desk, tmp_path / "late.csv", "tracking", "shopdesk", where="shipped=2026-03-03..") == []


def test_stock_is_what_may_still_be_sold(desk: Desk, tmp_path: Path):
    mug = make.product(desk, 5, sku="MUG")
    make.product(desk, 0, sku="NONE")
    make.order(desk, [NewLine(mug, 2)], "confirmed")
    rows = told(desk, tmp_path / "s.csv", "stock", "shopify")
    assert [(row["SKU"], row["Option1 Value"], row["Committed"], row["Available"], row["On hand"]) for row in rows] == [
        ("MUG", "Default Title", "2", "3", "5"),
        ("NONE", "Default Title", "0", "0", "0"),
    ]
    assert [row["Handle"] for row in rows] == ["MUG", "NONE"]
    woo = told(desk, tmp_path / "w.csv", "stock", "woocommerce", where="MUG")
    assert woo == [{"SKU": "MUG", "Stock": "3", "In stock?": "1"}]
    amazon = told(desk, tmp_path / "a.txt", "stock", "amazon", where="MUG")
    assert (amazon[0]["sku"], amazon[0]["price"], amazon[0]["quantity"]) == ("MUG", "", "3")


def test_what_cannot_be_told_is_refused(desk: Desk, tmp_path: Path):
    with pytest.raises(UserError, match=r"No channel of this shop is of jd"):
        export_for_channel(desk, "tracking", tmp_path / "j.csv", "jd")
    with pytest.raises(UserError, match="takes such a file"):
        export_for_channel(desk, "stock", tmp_path / "j.csv", "taobao")
    with pytest.raises(UserError, match="must end with"):
        export_for_channel(desk, "tracking", tmp_path / "j.xlsx", "shopify")
    with pytest.raises(Forbidden):
        export_for_channel(make.desk(desk.database, Role.VIEWER), "tracking", tmp_path / "j.csv")
    assert list(tmp_path.glob("j.*")) == []
