"""Read models and timelines after a real day: an order is placed, shipped and comes back."""

import ast
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

import shopdesk.usecases
from shopdesk.domain.errors import UserError
from shopdesk.i18n import listed, use_language
from shopdesk.queries import details
from shopdesk.queries.timeline import _FORMS, Line, timeline
from shopdesk.store.engine import Database
from shopdesk.store.tables import Event
from shopdesk.usecases import customers, orders, packing, picking, products, refunds, returns, shipping, stock
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.orders import NewLine
from tests.queries.rows import Rows


@dataclass
class Day:
    """Ids of the things of one day."""

    desk: Desk
    mug: int
    scarf: int
    customer: int
    order: int
    shipment: int
    case: int


@pytest.fixture
def day(database: Database) -> Day:
    desk = Desk(database)
    mug = desk.do(
        products.create_product, "Stoneware mug", "MU-1", price=1250, barcode="4006381333931", category="Cups"
    )
    scarf = desk.do(products.create_product, "羊毛围巾", "SC-1", price=4900)
    desk.do(stock.add_bin, "A-01-1")
    desk.do(stock.receive, mug, 10, "A-01-1")
    desk.do(stock.adjust, mug, -1, "A-01-1", "chipped")
    customer = desk.do(
        customers.create_customer, "Anna Auer", line1="Gasse 1", city="Wien", postcode="1010", country="AT"
    )
    desk.do(customers.add_note, customer, "Please not by mail.", "phone")
    order = desk.do(orders.create_order, customer, [NewLine(mug, 3, 1250)], shipping=490)
    desk.do(orders.add_payment, order, 3 * 1250 + 490, "PayPal")
    desk.do(orders.hold_order, order, "fraud")
    desk.do(orders.release_hold, order)
    desk.do(orders.confirm_order, order)
    wave = desk.do(picking.release_wave, [order])
    desk.do(picking.finish_picking, wave.wave_id)
    (shipment,) = wave.shipment_ids
    desk.do(packing.start_packing, shipment)
    for at in range(3):
        desk.do(packing.scan, shipment, "4006381333931", scan_id=f"s{at}")
    desk.do(packing.close_shipment, shipment)
    desk.do(shipping.set_tracking, shipment, "00340434292135100186", "DHL")
    desk.do(shipping.ship, shipment)
    desk.do(shipping.deliver, shipment)
    line = desk.read(details.order_detail, order).lines[0]
    case = desk.do(returns.log_return, order, [(line.id, 1)], reason="defect")
    desk.do(returns.receive_return, case)
    desk.do(returns.inspect_line, desk.read(details.return_detail, case).lines[0].id, 1)
    desk.do(refunds.refund_return, case, "PayPal")
    return Day(desk, mug, scarf, customer, order, shipment, case)


def titles(lines: tuple[Line, ...]) -> list[str]:
    return [line.title for line in lines]


def test_an_order_tells_its_lines_documents_and_story(day: Day):
    order = day.desk.read(details.order_detail, day.order)
    assert (order.status, order.payment, order.total, order.currency) == (
        "order_return/part",
        "refunded_part",
        4240,
        "EUR",
    )
    (line,) = order.lines
    assert (line.quantity, line.shipped, line.returned, line.returnable, line.total) == (3, 3, 1, 2, 3750)
    assert [payment.amount for payment in order.payments] == [4240, -1250]
    assert [(s.number, s.tracking_nos) for s in order.shipments] == [(order.number, ("00340434292135100186",))]
    assert [case.refunded for case in order.returns] == [1250]
    assert order.ship_lines[-2:] == ("1010 Wien", "Austria")
    assert order.customer_orders == 1
    assert {
        "Order placed",
        "Paid 42.40 EUR",
        "On hold: fraud",
        "Hold released",
        "Reviewed and confirmed",
        "Packed: 3 pieces",
        "Shipped: 3 pieces",
        "Delivered",
        "Refunded 12.50 EUR",
    } <= set(titles(order.timeline))
    assert order.timeline[0].at >= order.timeline[-1].at


def test_the_story_names_the_channel_and_the_address_its_country(day: Day):
    order = day.desk.read(details.order_detail, day.order)
    assert (order.timeline[-1].title, order.timeline[-1].detail) == ("Order placed", "Phone")
    assert order.ship_lines[-1] == "Austria"
    use_language("zh_CN")
    assert day.desk.read(details.order_detail, day.order).ship_lines[-1] == "奥地利"
    assert listed(["茶", "", "杯"]) == "茶、杯"


def test_an_order_waiting_for_review_says_why(day: Day):
    waiting = day.desk.do(orders.create_order, day.customer, [NewLine(day.scarf, 1, 4900)], note="In blue?")
    order = day.desk.read(details.order_detail, waiting)
    assert {reason.kind.value for reason in order.reasons} >= {"stock", "unpaid", "note"}
    assert order.lines[0].short == 1
    assert order.due == 4900


def test_a_shipment_tells_bins_parcels_and_scans(day: Day):
    shipment = day.desk.read(details.shipment_detail, day.shipment)
    assert shipment.state == "delivered"
    assert [(line.sku, line.packed, line.bins) for line in shipment.lines] == [("MU-1", 3, (("A-01-1", 3),))]
    assert [(parcel.number, parcel.pieces, parcel.tracking_no) for parcel in shipment.parcels] == [
        (1, 3, "00340434292135100186")
    ]
    assert len(shipment.scans) == 3
    assert "Tracking number 00340434292135100186" in titles(shipment.timeline)


def test_a_return_tells_goods_and_money(day: Day):
    case = day.desk.read(details.return_detail, day.case)
    assert (case.refunded, case.refund_due, case.reason_title) == (1250, 0, "Defective")
    assert [(line.good, line.disposition_title) for line in case.lines] == [(1, "Restock")]
    assert [refund.amount for refund in case.refunds] == [1250]
    assert "Inspected: Stoneware mug" in titles(case.timeline)


def test_stock_adds_up_and_names_who_holds_it(day: Day):
    held = day.desk.do(orders.create_order, day.customer, [NewLine(day.mug, 2, 1250)], on_terms=True)
    day.desk.do(orders.confirm_order, held)
    found = day.desk.read(details.variant_stock, day.mug)
    assert found.on_hand == found.available + found.reserved + found.unavailable == 7
    assert [(holder.order_id, holder.units) for holder in found.holders] == [(held, 2)]
    assert sum(level.quantity for level in found.levels) == 7
    assert found.moves[-1].reason == "receipt"
    assert {move.document_number for move in found.moves} >= {
        day.desk.read(details.order_detail, day.order).number,
        day.desk.read(details.return_detail, day.case).number,
    }
    assert found.sold_units == 5
    assert found.per_day == pytest.approx(5 / 28)
    assert "Adjusted by −1" in titles(found.timeline)


def test_a_product_tells_variants_and_sales_per_week(day: Day):
    product_id = day.desk.read(details.variant_stock, day.mug).product_id
    product = day.desk.read(details.product_detail, product_id)
    assert [(v.sku, v.bin, v.barcodes) for v in product.variants] == [("MU-1", "A-01-1", (("4006381333931", 1),))]
    assert len(product.sold) == 12
    assert product.sold[-1].units == 3
    assert product.sold[0].monday == product.sold[-1].monday - timedelta(weeks=11)


def test_a_customer_adds_up_to_facts(day: Day):
    anna = day.desk.read(details.customer_detail, day.customer)
    assert (anna.orders, anna.spent, anna.average) == (1, 2990, 2990)
    assert anna.favourite_categories == ("Cups",)
    assert anna.return_rate == pytest.approx(1 / 3)
    assert anna.days_between is None
    assert anna.last_contact is not None
    assert [order.id for order in anna.recent_orders] == [day.order]
    assert "Please not by mail." in titles(anna.timeline)


@pytest.mark.parametrize(
    "read",
    [
        details.order_detail,
        details.shipment_detail,
        details.return_detail,
        details.product_detail,
        details.variant_stock,
        details.customer_detail,
    ],
)
def test_what_does_not_exist_is_said(file_database: Database, read):
    with pytest.raises(UserError, match="There is no such"):
        Desk(file_database).read(read, 999)


def test_days_between_orders_is_the_mean_gap(file_database: Database):
    rows = Rows(file_database)
    mug = rows.product("Mug", "MU-1")
    customer = rows.customer("Anna", "1001")
    for number, days in (("1", 30), ("2", 20), ("3", 0)):
        rows.order(number, lines=((mug, 1, 1000),), days_ago=days, customer_id=customer)
    anna = Desk(file_database).read(details.customer_detail, customer)
    assert anna.days_between == pytest.approx(15)
    assert (anna.orders, anna.spent, anna.average) == (3, 3000, 1000)


def test_every_event_of_the_use_cases_has_its_sentence():
    """Reads the calls ``work.event(subject, id, kind)`` of the sources."""
    told, missing = 0, []
    for path in Path(shopdesk.usecases.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "event"):
                continue
            subject, kind = node.args[0], node.args[2]
            if isinstance(subject, ast.Constant) and isinstance(kind, ast.Constant):
                told += 1
                if (subject.value, kind.value) not in _FORMS and ("", kind.value) not in _FORMS:
                    missing.append(f"{path.name}:{node.lineno} {subject.value} {kind.value}")
    assert told > 30
    assert not missing, missing


@pytest.mark.parametrize(
    ("kind", "data"),
    [("painted", {"colour": "red"}), ("paid", {"sum": 3}), ("state", {"from": "confirmed"}), ("paid", {"amount": "x"})],
)
def test_unknown_or_odd_events_are_shown_plainly(file_database: Database, kind: str, data: dict[str, object]):
    rows = Rows(file_database)
    rows.add(Event, journal_id=1, subject="order", subject_id=7, kind=kind, data=data, by_name="Olga", at=rows.now)
    (line,) = Desk(file_database).read(timeline, "order", 7)
    assert line.title == kind.capitalize()
    assert str(next(iter(data.values()))) in line.detail
