from datetime import UTC, datetime

import pytest

from shopdesk.queries.orders import ORDERS
from shopdesk.store.tables import (
    Channel,
    Customer,
    Event,
    Hold,
    LineDiscount,
    Order,
    OrderLine,
    OrderSource,
    Payment,
    Refund,
    StockMove,
)
from shopdesk.usecases import orders, refunds
from tests.usecases.importing import Importer
from tests.usecases.test_import_products import FILE as PRODUCTS

HEADER = [
    "Order number", "Order date", "Customer", "E-mail", "Phone", "SKU", "Barcode", "Product name", "Variant",
    "Quantity", "Unit price", "Shipping price", "Order total", "Paid on", "Shipped on", "Cancelled on", "Recipient",
    "Address", "City", "Postcode", "Country", "Order discount", "Discount name", "Refunded amount", "Buyer's note",
    "Delivery method", "Tracking number",
]  # fmt: skip


def row(number: str, **cells: object) -> list[object]:
    plain = {
        "order_date": "2026-03-05 10:00:00", "customer": "Anna Beispiel", "e-mail": "anna@example.com",
        "sku": "MUG", "product_name": "Mug", "quantity": 1, "unit_price": "9.50", "recipient": "Anna Beispiel",
        "address": "Weg 1", "city": "Bonn", "postcode": "53111", "country": "DE",
    }  # fmt: skip
    named = plain | cells | {"order_number": number}
    return [named.get(title.lower().replace(" ", "_").replace("'", ""), "") for title in HEADER]


PAID = {"paid_on": "2026-03-05 10:05:00"}


def test_an_order_comes_in_to_be_reviewed(importer: Importer):
    importer.take("products", PRODUCTS)
    ordered = row("W-1", quantity=2, shipping_price="4.90", order_total="23.90", **PAID)
    result = importer.take("orders", [HEADER, ordered])
    assert result.created == {"channels": 1, "orders": 1, "order_lines": 1, "payments": 1, "customers": 1}
    order = importer.one(Order.number, Order.channel_order_no, Order.state, Order.payment, Order.fulfilment,
                         Order.goods_total, Order.shipping, Order.total, Order.placed_at, Order.ship_by,
                         Order.item_count, Order.amounts_known)  # fmt: skip
    assert order[1:8] == ("W-1", "submitted", "paid", "unfulfilled", 1900, 490, 2390)
    assert order.placed_at == datetime(2026, 3, 5, 10, tzinfo=UTC)
    assert order.ship_by == datetime(2026, 3, 6, 10, tzinfo=UTC)
    assert (order.item_count, order.amounts_known) == (2, True)
    assert importer.one(OrderLine.variant_id).variant_id is not None
    assert importer.one(Customer.name, Customer.email_key)[:] == ("Anna Beispiel", "anna@example.com")
    assert importer.one(OrderSource.id, OrderSource.rows).rows[0]["Order number"] == "W-1"
    assert importer.one(Channel.code, where=Channel.code == "file").code == "file"
    assert importer.one(Event.kind, where=Event.subject == "order").kind == "imported"


def test_imported_orders_are_found_by_their_words(importer: Importer):
    importer.take("orders", [HEADER, row("W-77", phone="+49 228 7654321")])
    for words in ("beispiel", "W-77", "w77", "7654321", "492287654321", "mug", "bonn"):
        assert [found.channel_order_no for found in importer.desk.pages(ORDERS, text=words)] == ["W-77"], words


def test_an_imported_order_can_be_reviewed_and_reserves(importer: Importer):
    importer.take("products", [PRODUCTS[0], [*PRODUCTS[3][:5], "4", *PRODUCTS[3][6:]]])
    importer.take("orders", [HEADER, row("W-1", quantity=2, **PAID)])
    order = importer.one(Order.id).id
    assert importer.desk.do(orders.confirm_order, order) == 2
    importer.prove()


def test_the_same_orders_again_create_nothing(importer: Importer):
    rows = [HEADER, row("W-1"), row("W-2", sku="SH-1")]
    importer.take("orders", rows)
    again = importer.take("orders", [HEADER, row("W-2", sku="SH-1"), row("W-3")])
    assert again.created == {"orders": 1, "order_lines": 1}
    assert again.unchanged == 1
    assert importer.count(Order) == 3


def test_lines_that_mean_no_product_wait_for_a_person(importer: Importer):
    importer.take("products", PRODUCTS)
    importer.take("orders", [HEADER, row("W-1", sku="GONE"), row("W-2", sku="")])
    assert [found.variant_id for found in importer.rows(OrderLine.variant_id)] == [None, None]
    order = importer.rows(Order.id)[0].id
    with pytest.raises(Exception, match="Not in the catalogue yet: Mug"):
        importer.desk.do(orders.confirm_order, order)


def test_a_shared_sku_is_matched_by_name_or_not_at_all(importer: Importer):
    importer.take("products", PRODUCTS)
    importer.take(
        "orders",
        [
            HEADER,
            row("W-1", sku="SH-1", product_name="Linen shirt", variant="M"),
            row("W-2", sku="SH-1", product_name="Linen shirt"),
            row("W-3", sku="SH-1", product_name="Linen shirt", barcode="4006381333931"),
            row("W-4", sku="4006381333955"),
        ],
    )
    matched = [found.variant_id is not None for found in importer.rows(OrderLine.id, OrderLine.variant_id)]
    assert matched == [True, False, True, True]


def test_order_discounts_stand_on_every_line(importer: Importer):
    rows = [
        HEADER,
        row("W-1", unit_price="99.90", order_discount="20.00", discount_name="SPRING", order_total="190.00"),
        row("W-1", unit_price="89.90", product_name="Two"),
        row("W-1", unit_price="20.20", product_name="Three"),
    ]
    result = importer.take("orders", rows)
    assert result.problems == []
    assert [found.total for found in importer.rows(OrderLine.position, OrderLine.total)] == [9038, 8134, 1828]
    discounts = importer.rows(LineDiscount.id, LineDiscount.promotion, LineDiscount.amount, LineDiscount.bearer)
    assert [found[1:] for found in discounts] == [("SPRING", 952, "shop"), ("SPRING", 856, "shop"),
                                                  ("SPRING", 192, "shop")]  # fmt: skip


def test_a_total_that_does_not_add_up_is_kept_and_told(importer: Importer):
    result = importer.take("orders", [HEADER, row("W-1", order_total="12.00")])
    (problem,) = result.problems
    assert (problem.row, problem.column, problem.severity) == (2, "Order total", "warning")
    assert "12.00 EUR" in problem.why and "9.50 EUR" in problem.why
    assert importer.one(Order.adjustment, Order.total)[:] == (250, 1200)


def test_orders_shipped_before_are_history_without_stock_moves(importer: Importer):
    importer.take("products", PRODUCTS)
    importer.take("orders", [HEADER, row("W-1", shipped_on="2026-03-06", **PAID)])
    order = importer.one(Order.state, Order.history, Order.fulfilment)
    assert order[:] == ("completed", True, "shipped")
    assert importer.one(OrderLine.shipped).shipped == 1
    assert {found.reason for found in importer.rows(StockMove.reason)} == {"opening"}


def test_cancelled_orders_come_in_cancelled(importer: Importer):
    importer.take("orders", [HEADER, row("W-1", cancelled_on="2026-03-06")])
    assert importer.one(Order.state).state == "cancelled"


def test_a_payment_that_follows_pays_what_is_left_of_the_order(importer: Importer):
    importer.take("orders", [HEADER, row("E-1", quantity=2)])
    order = importer.one(Order.id).id
    importer.desk.do(refunds.credit_order, order, 950, "Scratched")
    importer.take("orders", [HEADER, row("E-1", quantity=2, **PAID)])
    assert importer.one(Order.paid, Order.payment)[:] == (950, "paid")


def test_refunds_never_exceed_what_was_paid(importer: Importer):
    whole = row("W-1", refunded_amount="99.00", shipped_on="2026-03-06", **PAID)
    part, unpaid = row("W-2", refunded_amount="2.00", **PAID), row("W-3", refunded_amount="2.00")
    importer.take("orders", [HEADER, whole, part, unpaid])
    found = importer.rows(Order.channel_order_no, Order.payment, Order.paid, Order.refunded)
    assert [one[1:] for one in found] == [("refunded", 950, 950), ("refunded_part", 950, 200), ("unpaid", 0, 0)]
    assert importer.count(Refund) == 2


def test_without_amounts_the_status_decides_and_no_payment_is_invented(importer: Importer):
    importer.take("orders", [HEADER, row("W-1", unit_price="", **PAID), row("W-2", unit_price="")])
    found = importer.rows(Order.channel_order_no, Order.payment, Order.total, Order.amounts_known)
    assert [one[1:] for one in found] == [("paid", 0, False), ("unpaid", 0, False)]
    assert importer.count(Payment) == 0


def test_buyers_are_found_by_mail_or_phone_and_never_by_name(importer: Importer):
    importer.take(
        "orders",
        [
            HEADER,
            row("W-1", phone="0228 7654321"),
            row("W-2", customer="A. Beispiel", **{"e-mail": "ANNA@example.com"}),
            row("W-3", **{"e-mail": ""}, phone="0228/7654321"),
            row("W-4", **{"e-mail": ""}),
        ],
    )
    customers = [found.customer_id for found in importer.rows(Order.id, Order.customer_id)]
    assert customers[0] == customers[1] == customers[2] != customers[3]
    importer.take("orders", [HEADER, row("W-5")])
    assert importer.rows(Order.id, Order.customer_id)[-1].customer_id == customers[0]


def test_masked_people_are_kept_as_they_are_and_never_matched(importer: Importer):
    masked = {"customer": "林**", "recipient": "林**", "e-mail": "", "phone": "183****2807"}
    importer.take("orders", [HEADER, row("W-1", **masked), row("W-2", **masked)])
    assert [found.name for found in importer.rows(Customer.name)] == ["林**", "林**"]
    assert {found.phone_digits for found in importer.rows(Customer.phone_digits)} == {""}
    assert importer.rows(Order.ship_phone)[0].ship_phone == "183****2807"


def test_orders_without_any_person_have_no_customer(importer: Importer):
    nobody = {"customer": "", "recipient": "", "e-mail": "", "address": "", "postcode": ""}
    importer.take("orders", [HEADER, row("W-1", **nobody)])
    assert importer.one(Order.customer_id, Order.ship_city)[:] == (None, "Bonn")
    assert importer.count(Customer) == 0


def test_pick_up_orders_need_no_address(importer: Importer):
    importer.take("orders", [HEADER, row("W-1", delivery_method="Store pickup")])
    assert importer.one(Order.pickup).pickup


def test_a_known_order_takes_over_payment_and_note(importer: Importer):
    importer.take("orders", [HEADER, row("W-1")])
    result = importer.take("orders", [HEADER, row("W-1", buyers_note="Ring twice", **PAID)])
    assert result.updated == {"orders": 1}
    assert importer.one(Order.payment, Order.paid, Order.buyer_note)[:] == ("paid", 950, "Ring twice")
    again = importer.take("orders", [HEADER, row("W-1", buyers_note="Ring twice", **PAID)])
    assert (again.updated, again.created, again.unchanged) == ({}, {}, 1)


def test_a_known_order_with_other_lines_is_a_conflict_not_an_overwrite(importer: Importer):
    importer.take("orders", [HEADER, row("W-1")])
    result = importer.take("orders", [HEADER, row("W-1", quantity=5)])
    (problem,) = result.problems
    assert (problem.severity, problem.row) == ("warning", 2)
    assert "other articles" in problem.why
    assert importer.one(OrderLine.quantity).quantity == 1


def test_a_cancellation_at_the_channel_stops_the_order(importer: Importer):
    importer.take("products", [PRODUCTS[0], [*PRODUCTS[3][:5], "4", *PRODUCTS[3][6:]]])
    importer.take("orders", [HEADER, row("W-1", **PAID), row("W-2", **PAID)])
    confirmed = importer.one(Order.id, where=Order.channel_order_no == "W-2").id
    importer.desk.do(orders.confirm_order, confirmed)
    cancelled = [HEADER, row("W-1", cancelled_on="2026-03-07", **PAID), row("W-2", cancelled_on="2026-03-07", **PAID)]
    result = importer.take("orders", cancelled)
    states = importer.rows(Order.channel_order_no, Order.state, Order.held)
    assert [one[1:] for one in states] == [("cancelled", False), ("confirmed", True)]
    assert len(result.problems) == 1
    again = importer.take("orders", cancelled)
    assert (again.updated, importer.count(Hold)) == ({}, 1)


def test_a_partly_shipped_order_is_held(importer: Importer):
    header = ["Name", "Created at", "Financial Status", "Paid at", "Fulfillment Status", "Lineitem quantity",
              "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem fulfillment status", "Total"]  # fmt: skip
    rows = [
        header,
        ["#1", "2026-03-05 10:00:00 +0100", "paid", "2026-03-05", "partial", 1, "Mug", 9.5, "MUG", "fulfilled", 19],
        ["#1", "", "", "", "", 1, "Cup", 9.5, "CUP", "pending", ""],
    ]
    importer.take("orders", rows)
    assert importer.one(Order.state, Order.held)[:] == ("submitted", True)
    assert importer.one(Channel.name, Channel.platform, where=Channel.code == "shopify")[:] == ("Shopify", "shopify")


def test_a_channel_can_be_named(importer: Importer):
    importer.take("orders", [HEADER, row("W-1")], options={"channel": "phone"})
    importer.take("orders", [HEADER, row("W-1")], options={"channel": "fair"})
    codes = dict(tuple(one) for one in importer.rows(Channel.id, Channel.code))
    assert [codes[one.channel_id] for one in importer.rows(Order.id, Order.channel_id)] == ["phone", "fair"]


def test_an_order_with_one_bad_row_stays_out_as_a_whole(importer: Importer):
    rows = [HEADER, row("W-1"), row("W-1", quantity="many"), row("W-2")]
    refused = importer.take("orders", rows)
    assert refused.refused and refused.batch is None
    assert {(problem.row, problem.column) for problem in refused.problems} == {(3, "Quantity"), (2, "Order number")}
    assert importer.count(Order) == 0
    importer.take("orders", rows, policy="good")
    assert importer.one(Order.channel_order_no).channel_order_no == "W-2"
