"""Deliveries: counted by scan, booked at what they cost, put away, taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role
from shopdesk.store.tables import Purchase, Receipt, StockMove
from shopdesk.store.work import utc_now
from shopdesk.usecases import products, purchases, put_away, receiving, stock, suppliers
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases import buying
from tests.usecases.conftest import on_both

NEXT_YEAR = utc_now().date() + timedelta(days=365)


def _cost(desk: Desk, *variants: int) -> int:
    moves = make.rows(desk, StockMove, StockMove.variant_id.in_(variants), StockMove.reason == "receipt")
    return sum((move.unit_cost or 0) * move.quantity * (-1 if move.reverses else 1) for move in moves)


@on_both
def test_a_delivery_is_counted_scan_by_scan_and_then_booked(desk: Desk):
    mug = make.product(desk, sku=f"MUG-{make.number()}", barcode=(code := f"CASE{make.number()}"))
    case = f"BOX{make.number()}"
    desk.do(products.add_barcode, mug, case, 12)
    order = buying.purchase(desk, [(mug, 30, 400)])
    receipt = desk.do(receiving.start_receipt, order, "LS 77")
    assert desk.do(receiving.start_receipt, order) == receipt
    desk.do(receiving.scan_goods, receipt, case)
    desk.do(receiving.scan_goods, receipt, case, times=1)
    desk.do(receiving.scan_goods, receipt, code, damaged=True)
    counted = desk.do(receiving.scan_goods, receipt, code, times=5)
    assert (counted.units, counted.good, counted.damaged, counted.ordered, counted.over) == (5, 29, 1, 30, 0)
    assert make.stock_of(desk, mug) == (0, 0, 0)  # counted is not booked
    desk.do(receiving.book_receipt, receipt)
    assert make.bins_of(desk, mug) == {"RECEIVING": 29, "QUARANTINE": 1}
    assert make.stock_of(desk, mug).free == 0
    assert buying.state(desk, order) == "received"
    assert make.events(desk, "purchase", order)[-2:] == ["receiving", "received"]
    with pytest.raises(UserError, match="not being counted"):
        desk.do(receiving.scan_goods, receipt, code)


def test_goods_are_known_by_barcode_sku_and_the_suppliers_code(desk: Desk):
    by, mug = buying.supplier(desk), make.product(desk, sku=(sku := f"Mug-{make.number()}"))
    desk.do(suppliers.set_item, by, mug, code="CV-3001", price=400)
    receipt = desk.do(receiving.start_receipt, buying.purchase(desk, [(mug, 5, 400)], by=by))
    assert desk.do(receiving.scan_goods, receipt, sku.lower()).good == 1
    assert desk.do(receiving.scan_goods, receipt, "cv-3001").good == 2
    with pytest.raises(UserError, match="Nothing is known"):
        desk.do(receiving.scan_goods, receipt, "12345")
    other = make.product(desk, sku=(strange := f"CUP-{make.number()}"))
    with pytest.raises(UserError, match=f"{strange} is not on this"):
        desk.do(receiving.scan_goods, receipt, strange)
    assert make.stock_of(desk, other) == (0, 0, 0)
    desk.do(receiving.discard_receipt, receipt)


@pytest.mark.parametrize("good", [0, -1, 3.5])
def test_no_pieces_negative_ones_and_halves_are_refused_with_a_sentence(desk: Desk, good: Any):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 5, 400)])
    with pytest.raises(UserError, match=r"Say how many|at least one|not a whole number"):
        buying.arrived(desk, order, mug, good)
    assert make.rows(desk, Receipt, Receipt.purchase_id == order) == []


def test_more_than_was_ordered_needs_a_person_who_may_buy(desk: Desk):
    mug = make.product(desk, sku=(sku := f"MUG-{make.number()}"))
    order = buying.purchase(desk, [(mug, 2, 400)])
    wanda = make.desk(desk.database, Role.WAREHOUSE)
    receipt = wanda.do(receiving.start_receipt, order)
    wanda.do(receiving.scan_goods, receipt, sku, times=2)
    with pytest.raises(UserError, match="1 piece more than the 2"):
        wanda.do(receiving.scan_goods, receipt, sku)
    with pytest.raises(Forbidden, match="may edit purchase orders"):
        wanda.do(receiving.scan_goods, receipt, sku, accept_over=True)
    assert desk.do(receiving.scan_goods, receipt, sku, accept_over=True).over == 1
    wanda.do(receiving.book_receipt, receipt)
    (line,) = buying.lines(desk, order)
    assert (line.good, line.over) == (3, 1)
    assert buying.state(desk, order) == "received"
    assert _cost(desk, mug) == 3 * 400


def test_a_count_is_corrected_before_it_is_booked(desk: Desk):
    mug = make.product(desk, sku=(sku := f"MUG-{make.number()}"))
    order = buying.purchase(desk, [(mug, 9, 400)])
    receipt = desk.do(receiving.start_receipt, order)
    counted = desk.do(receiving.scan_goods, receipt, sku, times=4)
    desk.do(receiving.uncount, counted.receipt_line_id, 1)
    with pytest.raises(UserError, match="Only 3"):
        desk.do(receiving.uncount, counted.receipt_line_id, 4)
    with pytest.raises(UserError, match="Only 0"):
        desk.do(receiving.uncount, counted.receipt_line_id, 1, damaged=True)
    (line,) = buying.lines(desk, order)
    again = desk.do(receiving.count_line, receipt, line.id, 6, 1)
    assert (again.good, again.damaged) == (6, 1)
    with pytest.raises(UserError, match="1 piece more"):
        desk.do(receiving.count_line, receipt, line.id, 10)
    desk.do(receiving.count_line, receipt, line.id, 0)
    with pytest.raises(UserError, match="Nothing was counted"):
        desk.do(receiving.book_receipt, receipt)
    desk.do(receiving.discard_receipt, receipt, "Wrong dock")
    assert make.row(desk, Receipt, receipt).state == "undone"
    assert buying.state(desk, order) == "ordered"


def test_freight_is_in_the_cost_of_the_goods_to_the_last_cent(desk: Desk):
    mug, cup, jug = (make.product(desk) for _each in range(3))
    lines = [(mug, 96, 410), (cup, 48, 235), (jug, 7, 520)]
    order = buying.purchase(desk, lines, freight=4801, other_costs=333)
    for variant, parts in ((mug, (31, 40, 25)), (cup, (48,)), (jug, (3, 4))):
        for part in parts:
            buying.arrived(desk, order, variant, part - 1, 1)
    assert _cost(desk, mug, cup, jug) == sum(units * price for _v, units, price in lines) + 4801 + 333
    assert buying.state(desk, order) == "received"


def test_taking_deliveries_back_and_again_loses_no_cent(desk: Desk):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 3, 0)], freight=100)
    first = buying.arrived(desk, order, mug, 1)
    buying.arrived(desk, order, mug, 2)
    desk.do(receiving.undo_receipt, first, "Miscounted")
    assert buying.state(desk, order) == "partly_received"
    buying.arrived(desk, order, mug, 1)
    assert _cost(desk, mug) == 100


def test_another_currency_is_booked_in_the_shops_own(desk: Desk):
    mug, cup, far = make.product(desk), make.product(desk), buying.supplier(desk, currency="CNY")
    order = buying.purchase(desk, [(mug, 3, 1000), (cup, 5, 700)], by=far, state="draft", freight=999)
    desk.do(purchases.edit_purchase, order, {"rate": "0.128"})
    desk.do(purchases.order_purchase, order)
    buying.arrived(desk, order, mug, 3)
    buying.arrived(desk, order, cup, 5)
    assert _cost(desk, mug, cup) == 960  # (30.00 + 35.00 + 9.99 CNY) × 0.128 = 9.60 EUR


def test_lots_and_expiry_come_with_the_goods(desk: Desk):
    tea = make.product(desk)
    order = buying.purchase(desk, [(tea, 12, 400)])
    buying.arrived(desk, order, tea, 5, lot="L7", expires=NEXT_YEAR.isoformat())
    assert make.bins_of(desk, tea) == {"RECEIVING/L7": 5}
    with pytest.raises(UserError, match="kept in lots"):
        buying.arrived(desk, order, tea, 1)
    with pytest.raises(UserError, match="is past"):
        buying.arrived(desk, order, tea, 1, lot="L8", expires=date(2020, 1, 1))
    with pytest.raises(UserError, match="known with the expiry date"):
        buying.arrived(desk, order, tea, 1, lot="L7", expires=NEXT_YEAR - timedelta(days=3))
    buying.arrived(desk, order, tea, 2, lot="L7")
    buying.arrived(desk, order, tea, 1, expires=NEXT_YEAR)
    assert make.bins_of(desk, tea) == {"RECEIVING/L7": 7, f"RECEIVING/{NEXT_YEAR}": 1}


def test_goods_are_put_away_into_the_proposed_bin_or_a_named_one(desk: Desk):
    home, other = make.bin(desk), make.bin(desk)
    mug = make.product(desk, home_bin=home)
    order = buying.purchase(desk, [(mug, 10, 400)])
    receipt = buying.arrived(desk, order, mug, 10)
    (part,) = buying.parts(desk, receipt)
    assert desk.do(put_away.put_away, part.id, other, 4) == other
    for bin, units, words in (
        ("", 7, "Only 6"),
        ("PACKING", 1, "no bin for goods"),
        ("NOWHERE", 1, "no bin"),
        ("", 0, "at least one"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(put_away.put_away, part.id, bin, units)
    assert desk.do(put_away.put_away_receipt, receipt) == 6
    assert make.bins_of(desk, mug) == {home: 6, other: 4}
    assert make.stock_of(desk, mug).free == 10
    with pytest.raises(UserError, match="put away already"):
        desk.do(put_away.put_away, part.id)


def test_without_a_home_goods_go_where_their_like_lies_and_else_to_the_emptiest_bin(desk: Desk):
    one, two = make.bin(desk), make.bin(desk)
    mug = make.product(desk, 3, bin=two)
    order = buying.purchase(desk, [(mug, 4, 400), (new := make.product(desk), 4, 100)])
    receipt = desk.do(receiving.receive_purchase, order)
    of_mug, of_new = buying.parts(desk, receipt)
    assert desk.do(put_away.put_away, of_mug.id) == two
    assert desk.do(put_away.put_away, of_new.id) not in (two, "RECEIVING")
    assert make.bins_of(desk, mug) == {two: 7}
    assert one not in make.bins_of(desk, mug)
    assert make.stock_of(desk, new).free == 4


def test_the_shop_may_sell_at_once_what_comes_in(desk: Desk):
    home = make.bin(desk)
    mug = make.product(desk, home_bin=home)
    order = buying.purchase(desk, [(mug, 10, 400)])
    desk.do(suppliers.set_receive_into_bins, True)
    receipt = buying.arrived(desk, order, mug, 3, 1)
    desk.do(suppliers.set_receive_into_bins, False)
    assert make.bins_of(desk, mug) == {home: 3, "QUARANTINE": 1}
    assert buying.parts(desk, receipt)[0].put_away == 3
    buying.arrived(desk, order, mug, 1, into_bins=True)
    assert make.bins_of(desk, mug)[home] == 4


def test_a_receipt_is_undone_through_all_its_moves_but_not_when_goods_are_gone(desk: Desk):
    home = make.bin(desk)
    mug = make.product(desk, home_bin=home)
    order = buying.purchase(desk, [(mug, 10, 400)], "confirmed")
    receipt = buying.arrived(desk, order, mug, 6, 1)
    desk.do(put_away.put_away_receipt, receipt)
    with pytest.raises(UserError, match="reason"):
        desk.do(receiving.undo_receipt, receipt, " ")
    desk.do(stock.adjust, mug, -1, home, "Sold over the counter")
    with pytest.raises(UserError, match="does not hold"):
        desk.do(receiving.undo_receipt, receipt, "Other shop's parcel")
    desk.do(stock.adjust, mug, 1, home, "Came back")
    desk.do(receiving.undo_receipt, receipt, "Other shop's parcel")
    assert make.bins_of(desk, mug) == {}
    assert _cost(desk, mug) == 0
    (line,) = buying.lines(desk, order)
    assert (line.good, line.damaged, buying.state(desk, order)) == (0, 0, "confirmed")
    with pytest.raises(UserError, match="not booked"):
        desk.do(receiving.undo_receipt, receipt, "Twice")
    with pytest.raises(UserError, match="not booked"):
        desk.do(put_away.put_away, buying.parts(desk, receipt)[0].id)


def test_a_delivery_that_later_ones_counted_on_is_not_taken_back_first(desk: Desk):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 4, 400)])
    first = buying.arrived(desk, order, mug, 4)
    second = buying.arrived(desk, order, mug, 2, accept_over=True)
    with pytest.raises(UserError, match="later delivery"):
        desk.do(receiving.undo_receipt, first, "x")
    desk.do(receiving.undo_receipt, second, "x")
    desk.do(receiving.undo_receipt, first, "x")
    assert buying.state(desk, order) == "ordered"


def test_drafts_and_finished_orders_wait_for_nothing(desk: Desk):
    mug = make.product(desk)
    draft = buying.purchase(desk, [(mug, 4, 400)], "draft")
    with pytest.raises(UserError, match="does not wait"):
        desk.do(receiving.start_receipt, draft)
    order = buying.purchase(desk, [(mug, 4, 400)])
    desk.do(receiving.start_receipt, order)
    with pytest.raises(UserError, match="counted already"):
        desk.do(receiving.receive_purchase, order)
    with pytest.raises(UserError, match="being counted"):
        desk.do(purchases.cancel_purchase, order, "x")
    with pytest.raises(UserError, match="no such receipt"):
        desk.do(receiving.book_receipt, 10**6)
    assert make.row(desk, Purchase, order).received_at is None
