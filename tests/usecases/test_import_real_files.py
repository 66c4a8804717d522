"""Real and synthetic channel files that lie beside some checkouts; skipped where they do not."""

from collections import Counter

import pytest

from shopdesk.store.tables import Barcode, Channel, Customer, Order, OrderLine, Product, StockLevel, Variant
from tests.shared_data import shared
from tests.usecases.importing import Importer


def platform(*parts: str):
    return shared("platforms", *parts)


def test_shopify_products(importer: Importer):
    file = platform("shopify", "real_products_export_subset.csv")
    result = importer.take("products", file)
    assert result.problem_count == 0
    assert (importer.count(Product), importer.count(Variant), importer.count(Barcode)) == (528, 2544, 2544)
    assert sum(row.quantity for row in importer.rows(StockLevel.quantity)) == 2902
    states = Counter(row.lifecycle for row in importer.rows(Product.lifecycle))
    assert states == {"active": 398, "testing": 129, "retired": 1}
    again = importer.take("products", file)
    assert (again.created, again.updated, again.unchanged) == ({}, {}, 528)


def test_shopify_orders_with_their_products(importer: Importer):
    importer.take("products", platform("shopify", "real_products_export_subset.csv"))
    file = platform("shopify", "real_orders_export_2022-2023_older.csv")
    result = importer.take("orders", file)
    assert result.created["orders"] == importer.count(Order) == 1543
    assert importer.count(OrderLine) == 1978
    assert sum(row.quantity for row in importer.rows(OrderLine.quantity)) == 1986
    assert importer.count(Customer) == 0
    assert "Lineitem price" in result.absent_columns
    paid = Counter(row.payment for row in importer.rows(Order.payment))
    assert (paid["refunded"], paid["refunded_part"]) == (230, 100)
    assert {row.amounts_known for row in importer.rows(Order.amounts_known)} == {False}
    again = importer.take("orders", file)
    assert (again.created, again.updated, again.unchanged) == ({}, {}, 1543)


@pytest.mark.parametrize(
    ("parts", "orders", "lines"),
    [
        (("etsy", "real_sold_order_items_2020_a.csv"), 536, 536),
        (("amazon", "fixture_order_report_2009.txt"), 4, 6),
        (("ebay", "fixture_orders_report_us.csv"), 4, 5),
        (("ebay", "fixture_orders_report_eur.csv"), 2, 2),
        (("jd", "orders_30col_gbk.csv"), 1, 2),
        (("taobao", "ExportOrderList_2017_46col_gb18030.csv"), 4, 4),
        (("shopify", "fixture_orders_79col.csv"), 1, 2),
    ],
)
def test_orders_of_every_channel_come_in_once(file_importer: Importer, parts: tuple[str, ...], orders: int, lines: int):
    file = platform(*parts)
    result = file_importer.take("orders", file)
    assert not result.refused
    assert (file_importer.count(Order), file_importer.count(OrderLine)) == (orders, lines)
    assert file_importer.rows(Channel.platform, where=Channel.code == parts[0])[0].platform == parts[0]
    again = file_importer.take("orders", file)
    assert (again.created, again.updated, again.unchanged) == ({}, {}, orders)


def test_a_report_without_articles_is_history(file_importer: Importer):
    file = platform("taobao", "tmall_order_report_a_gbk.csv")
    result = file_importer.take("orders", file)
    assert (result.created["orders"], result.problem_count) == (14005, 1)
    states = Counter(row.state for row in file_importer.rows(Order.state))
    assert set(states) == {"completed", "draft"}
    assert file_importer.take("orders", file).created == {}


def test_chinese_orders_keep_masks_and_long_numbers(file_importer: Importer):
    file_importer.take("orders", platform("jd", "orders_30col_gbk.csv"))
    order = file_importer.one(Order.channel_order_no, Order.ship_phone, Order.currency, Order.ship_country)
    assert len(order.channel_order_no) >= 10 and order.channel_order_no.isdigit()
    assert "*" in order.ship_phone
    assert (order.currency, order.ship_country) == ("CNY", "CN")


def test_shopify_customers_are_deduplicated(file_importer: Importer):
    file_importer.take("customers", platform("shopify", "fixture_customers_20col.csv"))
    file = platform("shopify", "fixture_customers_dupes_crlf.csv")
    first = file_importer.take("customers", file)
    assert first.created["customers"] == 5
    assert file_importer.take("customers", file).created == {}
