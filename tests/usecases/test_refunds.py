"""Refunds: exactly what was paid for what came back, to the cent, and never more than was paid."""

from __future__ import annotations

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.store.tables import Credit, Order, Refund, RefundLine, Return, ReturnLine
from shopdesk.usecases import orders, refunds, returns
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.orders import NewLine
from tests import make
from tests.usecases.conftest import on_both


def _back(desk: Desk, order: int, units: int = 1, line: int = 0) -> int:
    """Take units back as good and pay for them; returns the refund."""
    return desk.do(refunds.refund_return, make.returned(desk, order, units, line=line), "PayPal", "TX")


# --- exact amounts ---------------------------------------------------------------------------------------------


@on_both
def test_three_single_refunds_of_26_66_are_8_88_and_twice_8_89(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [NewLine(tea, 3, unit_price=889, discount=1)], "delivered")
    assert [_back(desk, order) for _unit in range(3)] == [888, 889, 889]
    assert make.row(desk, Order, order).payment == "refunded"


@pytest.mark.parametrize("parts", [(3,), (1, 2), (2, 1), (1, 1, 1)])
def test_however_it_comes_back_the_line_is_paid_back_exactly(desk: Desk, parts):
    tea, mug = make.product(desk, 5, price=999), make.product(desk, 5, price=1250)
    order = make.order(desk, [(tea, 3), (mug, 1)], "delivered", discount=1000)
    line = make.lines(desk, order)[0]
    assert sum(_back(desk, order, units) for units in parts) == line.total == 2997 - 706
    kept = make.lines(desk, order)[0]
    assert (kept.refunded, kept.refunded_units) == (line.total, 3)


def test_everything_back_is_everything_paid_but_the_freight(desk: Desk):
    goods = [(make.product(desk, 5, price=price), units) for price, units in ((9990, 1), (8990, 1), (2020, 1))]
    order = make.order(desk, goods, "delivered", discount=2000, shipping=490)
    assert [_back(desk, order, line=at) for at in range(3)] == [9038, 8134, 1828]
    done = make.row(desk, Order, order)
    assert (done.refunded, done.paid) == (19000, 19490)
    assert (done.payment, done.return_status) == ("refunded_part", "full")


def test_a_gift_that_comes_back_is_worth_nothing(desk: Desk):
    tea, gift = make.product(desk, 5), make.product(desk, 5)
    order = make.order(desk, [NewLine(tea), NewLine(gift, gift=True)], "delivered")
    assert _back(desk, order, line=1) == 0
    assert make.rows(desk, Refund, Refund.order_id == order) == []
    assert make.row(desk, Order, order).return_status == "part"


def test_missing_pieces_are_not_paid_back(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 3)], "delivered")
    case = make.returned(desk, order, 3, "awaiting_goods")
    (own,) = make.rows(desk, ReturnLine, ReturnLine.return_id == case)
    desk.do(returns.receive_return, case, {own.id: 2})
    desk.do(returns.inspect_line, own.id, 1, 1, 1)
    assert desk.do(refunds.refund_return, case, "bank") == 2000


def test_a_refund_says_what_it_is_made_of(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 2)], "delivered", shipping=490)
    case = make.returned(desk, order, 2)
    assert desk.do(refunds.refund_return, case, "PayPal", "TX-9", freight=490) == 2490
    (refund,) = make.rows(desk, Refund, Refund.order_id == order)
    assert (refund.amount, refund.freight, refund.method, refund.reference) == (2490, 490, "PayPal", "TX-9")
    (part,) = make.rows(desk, RefundLine, RefundLine.refund_id == refund.id)
    assert (part.quantity, part.amount) == (2, 2000)
    assert make.row(desk, Return, case).state == "closed"
    assert "refunded" in make.events(desk, "order", order)


# --- limits ----------------------------------------------------------------------------------------------------


@on_both
def test_freight_is_paid_back_once_and_only_what_was_paid(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 2)], "delivered", shipping=490)
    first = make.returned(desk, order)
    for wrong in (-1, 491):
        with pytest.raises(UserError, match="between zero and the freight paid"):
            desk.do(refunds.refund_return, first, "bank", freight=wrong)
    assert desk.do(refunds.refund_return, first, "bank", freight=400) == 1400
    second = make.returned(desk, order)
    with pytest.raises(UserError, match="freight"):
        desk.do(refunds.refund_return, second, "bank", freight=91)
    assert desk.do(refunds.refund_return, second, "bank", freight=90) == 1090


def test_nothing_is_paid_back_before_the_goods_are_judged_or_twice(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 2)], "delivered")
    case = make.returned(desk, order, 1, "received")
    with pytest.raises(UserError, match="not decided yet"):
        desk.do(refunds.refund_return, case, "bank")
    (own,) = make.rows(desk, ReturnLine, ReturnLine.return_id == case)
    desk.do(returns.inspect_line, own.id, 1)
    assert desk.do(refunds.refund_return, case, "bank") == 1000
    with pytest.raises(UserError):
        desk.do(refunds.refund_return, case, "bank")
    assert make.row(desk, Order, order).refunded == 1000
    with pytest.raises(UserError, match="no such return"):
        desk.do(refunds.refund_return, 10**6, "bank")


def test_never_more_is_paid_back_than_was_paid(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 2)], "delivered")
    with pytest.raises(UserError, match=r"at most 20.00 EUR"):
        desk.do(refunds.refund_order, order, 2001, "bank", "Sorry")
    desk.do(refunds.refund_order, order, 500, "bank", "Sorry")
    with pytest.raises(UserError, match=r"at most 15.00 EUR"):
        desk.do(refunds.refund_order, order, 1501, "bank", "Sorry")


@on_both
def test_a_return_after_goodwill_is_settled_with_what_is_left(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 2)], "delivered")
    desk.do(refunds.refund_order, order, 500, "bank", "Sorry")
    case = make.returned(desk, order, 2)
    assert desk.do(refunds.refund_return, case, "bank") == 1500
    done = make.row(desk, Order, order)
    assert (done.refunded, done.payment, done.return_status) == (2000, "refunded", "full")
    assert make.row(desk, Return, case).state == "closed"
    assert "paid_before" in make.events(desk, "return", case)


def test_goodwill_of_everything_leaves_a_return_nothing_to_wait_for(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 1)], "delivered", shipping=490)
    desk.do(refunds.refund_order, order, 1490, "bank", "Sorry")
    case = make.returned(desk, order, 1)
    assert desk.do(refunds.refund_return, case, "bank", freight=490) == 0
    assert make.row(desk, Return, case).state == "closed"
    assert make.row(desk, Order, order).refunded == 1490


@pytest.mark.parametrize(
    ("amount", "reason", "words"), [(0, "x", "more than zero"), (-1, "x", "more than"), (1, " ", "reason")]
)
def test_goodwill_is_an_amount_with_a_reason(desk: Desk, amount, reason, words):
    with pytest.raises(UserError, match=words):
        desk.do(refunds.refund_order, make.order(desk), amount, "bank", reason)
    with pytest.raises(UserError, match="no such order"):
        desk.do(refunds.refund_order, 10**6, 1, "bank", "x")


def test_a_cancelled_order_is_paid_back(desk: Desk):
    order = make.order(desk)
    desk.do(orders.cancel_order, order, "Changed mind")
    assert desk.do(refunds.refund_order, order, 1000, "bank", "Cancelled", "R") == 1000
    assert make.row(desk, Order, order).payment == "refunded"


# --- what was not paid -----------------------------------------------------------------------------------------


@on_both
def test_what_the_buyer_owes_is_credited_first_and_only_once(desk: Desk):
    one, two = make.product(desk, 5, price=5000), make.product(desk, 5, price=5000)
    order = make.order(desk, [(one, 1), (two, 1)], "delivered", paid=5000)
    assert _back(desk, order, line=0) == 0  # the half that was never paid
    assert "credited" in make.events(desk, "return", make.rows(desk, Return, Return.order_id == order)[0].id)
    assert _back(desk, order, line=1) == 5000  # and the half that was
    assert make.row(desk, Order, order).refunded == 5000


def test_an_order_on_terms_that_comes_back_costs_nobody_anything(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 3)], "delivered", paid=False, on_terms=True)
    assert [_back(desk, order) for _unit in range(3)] == [0, 0, 0]
    assert make.rows(desk, Refund, Refund.order_id == order) == []
    assert make.row(desk, Order, order).return_status == "full"


@on_both
def test_what_came_back_unpaid_is_taken_off_what_the_order_brings_in(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 3)], "shipped", paid=False)
    case = make.returned(desk, order, 1)
    assert desk.do(refunds.refund_return, case, "bank") == 0
    waiting = make.row(desk, Order, order)
    assert (waiting.state, waiting.credited, waiting.payment) == ("processing", 1000, "unpaid")
    desk.do(orders.add_payment, order, 2000)
    done = make.row(desk, Order, order)
    assert (done.state, done.payment) == ("completed", "paid")


def test_everything_back_unpaid_completes_the_order_with_its_freight_credited(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 2)], "shipped", paid=False, shipping=490)
    case = make.returned(desk, order, 2)
    assert desk.do(refunds.refund_return, case, "bank", freight=490) == 0
    done = make.row(desk, Order, order)
    assert (done.state, done.credited, done.payment) == ("completed", 2490, "paid")
    (kept,) = make.rows(desk, Credit, Credit.order_id == order)
    assert (kept.amount, kept.freight, kept.return_id) == (2490, 490, case)
    again = make.order(desk, [(make.product(desk, 5), 2)], "shipped", paid=False, shipping=490)
    first = make.returned(desk, again, 1)
    desk.do(refunds.refund_return, first, "bank", freight=400)
    with pytest.raises(UserError, match="freight"):
        desk.do(refunds.refund_return, make.returned(desk, again, 1), "bank", freight=91)


@on_both
def test_a_credit_lowers_what_the_order_has_to_bring_in(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 3)], "shipped", paid=2000)
    assert make.row(desk, Order, order).state == "processing"
    with pytest.raises(UserError, match=r"Only 10.00 EUR"):
        desk.do(refunds.credit_order, order, 1001, "Scratched")
    assert desk.do(refunds.credit_order, order, 400, "Scratched") == 400
    assert make.row(desk, Order, order).payment == "part"
    assert desk.do(refunds.credit_order, order, 600, "Scratched") == 600
    done = make.row(desk, Order, order)
    assert (done.state, done.payment, done.credited) == ("completed", "paid", 1000)
    assert make.events(desk, "order", order).count("credited") == 2


@pytest.mark.parametrize(
    ("amount", "reason", "words"), [(0, "x", "more than zero"), (-1, "x", "more than"), (1, " ", "reason")]
)
def test_a_credit_is_an_amount_with_a_reason(desk: Desk, amount, reason, words):
    with pytest.raises(UserError, match=words):
        desk.do(refunds.credit_order, make.order(desk, paid=False), amount, reason)
    with pytest.raises(UserError, match="no such order"):
        desk.do(refunds.credit_order, 10**6, 1, "x")


# --- before shipping -------------------------------------------------------------------------------------------


@on_both
def test_units_that_have_not_left_are_cancelled_and_paid_back_exactly(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [NewLine(tea, 3, unit_price=889, discount=1)], "confirmed")
    line = make.lines(desk, order)[0].id
    case = desk.do(returns.log_return, order, [(line, 1)], type="refund_only_before", reason="changed_mind")
    assert make.row(desk, Return, case).state == "decided"
    kept = make.lines(desk, order)[0]
    assert (kept.cancelled, kept.reserved) == (1, 2)
    assert make.stock_of(desk, tea) == make.Stock(5, 2, 0)
    assert desk.do(refunds.refund_return, case, "bank") == 888
    assert make.row(desk, Return, case).state == "closed"
    assert "units_cancelled" in make.events(desk, "order", order)
    make.bring(desk, order, "delivered")
    done = make.row(desk, Order, order)
    assert (done.state, done.fulfilment, done.payment) == ("completed", "delivered", "refunded_part")
    assert [_back(desk, order) for _unit in range(2)] == [889, 889]
    assert make.row(desk, Order, order).payment == "refunded"
    with pytest.raises(UserError, match="only 0"):
        desk.do(returns.log_return, order, [(line, 1)])


@on_both
def test_what_was_not_paid_is_credited_when_it_is_cancelled_before_shipping(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 3)], "confirmed", paid=1000)
    line = make.lines(desk, order)[0].id
    case = desk.do(returns.log_return, order, [(line, 2)], type="refund_only_before")
    assert make.row(desk, Return, case).state == "closed"
    waiting = make.row(desk, Order, order)
    assert (waiting.payment, waiting.credited, waiting.refunded) == ("paid", 2000, 0)
    make.bring(desk, order, "shipped")
    assert make.row(desk, Order, order).state == "completed"


@on_both
def test_an_order_cancelled_piece_by_piece_is_cancelled_and_gives_everything_back(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 2)], "confirmed", shipping=490)
    line = make.lines(desk, order)[0].id
    first = desk.do(returns.log_return, order, [(line, 1)], type="refund_only_before")
    assert make.row(desk, Order, order).state == "confirmed"
    second = desk.do(returns.log_return, order, [(line, 1)], type="refund_only_before")
    done = make.row(desk, Order, order)
    assert (done.state, done.return_status) == ("cancelled", "none")
    assert make.stock_of(desk, tea) == make.Stock(5, 0, 0)
    assert desk.do(refunds.refund_return, first, "bank") == 1000
    assert desk.do(refunds.refund_return, second, "bank", freight=490) == 1490
    assert make.row(desk, Order, order).payment == "refunded"
    with pytest.raises(UserError, match="cancelled already"):
        desk.do(returns.log_return, order, [(line, 1)], type="refund_only_before")


def test_an_unpaid_order_cancelled_piece_by_piece_owes_nothing(desk: Desk):
    order = make.order(desk, [(make.product(desk, 5), 2)], paid=False, shipping=490)
    line = make.lines(desk, order)[0].id
    desk.do(returns.log_return, order, [(line, 2)], type="refund_only_before")
    done = make.row(desk, Order, order)
    assert (done.state, done.credited, done.payment) == ("cancelled", 2490, "paid")


@pytest.mark.parametrize("state", ["picking", "picked", "packing", "packed", "shipped"])
def test_what_is_on_its_way_to_the_door_is_not_kept_back(desk: Desk, state: str):
    tea = make.product(desk, 2)
    order = make.order(desk, [(tea, 3)], state)
    line = make.lines(desk, order)[0].id
    with pytest.raises(UserError, match="only 1 can still be kept back"):
        desk.do(returns.log_return, order, [(line, 2)], type="refund_only_before")
    case = desk.do(returns.log_return, order, [(line, 1)], type="refund_only_before")
    assert desk.do(refunds.refund_return, case, "bank") == 1000
    make.bring(desk, order, "shipped")
    assert make.row(desk, Order, order).state == "completed"


def test_a_service_that_is_not_wanted_any_more_is_paid_back(desk: Desk):
    wrapping = make.product(desk, item_type="service", price=300)
    order = make.order(desk, [(make.product(desk, 5), 1), (wrapping, 1)], "shipped")
    case = desk.do(
        returns.log_return, order, [(make.lines(desk, order)[1].id, 1)], type="refund_only_before", reason="other"
    )
    assert desk.do(refunds.refund_return, case, "bank") == 300
    assert make.row(desk, Order, order).state == "completed"


@on_both
def test_what_is_closed_short_is_paid_back_or_credited(desk: Desk):
    tea, owed = make.product(desk, 2), make.product(desk, 2)
    order = make.order(desk, [(tea, 3)], "shipped")
    desk.do(orders.close_short, order, "The maker is gone")
    (case,) = make.rows(desk, Return, Return.order_id == order)
    assert (case.type, case.state, case.note) == ("refund_only_before", "decided", "The maker is gone")
    assert desk.do(refunds.refund_return, case.id, "bank") == 1000
    done = make.row(desk, Order, order)
    assert (done.state, done.payment, done.fulfilment) == ("closed_short", "refunded_part", "shipped")
    unpaid = make.order(desk, [(owed, 3)], "shipped", paid=False)
    desk.do(orders.close_short, unpaid, "The maker is gone")
    left = make.row(desk, Order, unpaid)
    assert (left.credited, left.payment) == (1000, "unpaid")
    desk.do(orders.add_payment, unpaid, 2000)
    assert make.row(desk, Order, unpaid).payment == "paid"


@pytest.mark.parametrize("paid", [1, 333, 1999, 2999])
def test_part_paid_orders_give_back_exactly_what_was_paid(desk: Desk, paid: int):
    order = make.order(desk, [(make.product(desk, 5), 3)], "delivered", paid=paid)
    assert sum(_back(desk, order) for _unit in range(3)) == paid
