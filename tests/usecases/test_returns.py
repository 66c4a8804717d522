"""Returns: never more than was shipped, goods into quarantine first, every piece accounted for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.returns import policy_words
from shopdesk.domain.rights import Role
from shopdesk.store.tables import Order, OrderLine, Return, ReturnLine, StockMove
from shopdesk.store.work import Work
from shopdesk.usecases import orders, products, refunds, returns
from shopdesk.usecases.checking import check
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.orders import NewLine
from tests import make
from tests.usecases.conftest import on_both


def _shipped(desk: Desk, units: int = 3, state: str = "shipped", **more) -> tuple[int, int, int]:
    """An order of so many units of one product: (order, its line, the variant)."""
    variant = make.product(desk, units + 5, **more)
    order = make.order(desk, [(variant, units)], state)
    return order, make.lines(desk, order)[0].id, variant


def _lines(desk: Desk, case: int) -> list[ReturnLine]:
    return make.rows(desk, ReturnLine, ReturnLine.return_id == case)


def _state(desk: Desk, case: int) -> str:
    return make.row(desk, Return, case).state


# --- logging ---------------------------------------------------------------------------------------------------


def test_a_return_is_logged_with_a_number_and_shown_at_the_order(desk: Desk):
    order, line, _variant = _shipped(desk, state="delivered")
    case = desk.do(returns.log_return, order, [(line, 2)], reason="damaged", note="Box open")
    made = make.row(desk, Return, case)
    assert made.number.startswith("RMA-")
    assert (made.state, made.type, made.reason) == ("awaiting_goods", "return", "damaged")
    assert [own.expected for own in _lines(desk, case)] == [2]
    assert make.row(desk, Order, order).return_status == "open"
    assert make.events(desk, "return", case) == ["requested", "approved"]
    assert "return_requested" in make.events(desk, "order", order)


@on_both
def test_never_more_comes_back_than_was_shipped(desk: Desk):
    order, line, _variant = _shipped(desk, 3)
    with pytest.raises(UserError, match="4 pieces cannot come back, only 3"):
        desk.do(returns.log_return, order, [(line, 4)])
    with pytest.raises(UserError, match="only 3"):
        desk.do(returns.log_return, order, [(line, 2), (line, 2)])
    first = desk.do(returns.log_return, order, [(line, 2)], override=True)
    with pytest.raises(UserError, match="only 1"):
        desk.do(returns.log_return, order, [(line, 2)])
    second = desk.do(returns.log_return, order, [(line, 1)], override=True)
    with pytest.raises(UserError, match="only 0"):
        desk.do(returns.log_return, order, [(line, 1)])
    desk.do(returns.cancel_return, second, "Keeps it")
    desk.do(returns.receive_return, first)
    with pytest.raises(UserError, match="only 1"):
        desk.do(returns.log_return, order, [(line, 2)])
    desk.do(returns.log_return, order, [(line, 1)])


def test_what_was_not_shipped_does_not_come_back(desk: Desk):
    order = make.order(desk, state="packed")
    with pytest.raises(UserError, match="only 0"):
        desk.do(returns.log_return, order, [(make.lines(desk, order)[0].id, 1)])


@pytest.mark.parametrize(
    ("lines", "more", "words"),
    [
        ([], {}, "how many"),
        ([(0, 0)], {}, "how many"),
        ([(0, -1)], {}, "how many"),
        ([(0, 2), (0, -1)], {}, "how many"),
        ([(10**6, 1)], {}, "no such line"),
        ([(0, 1)], {"type": "moonwalk"}, "no kind of return"),
        ([(0, 1)], {"reason": "bored"}, "no return reason"),
    ],
)
def test_a_return_that_makes_no_sense_is_refused(desk: Desk, lines, more, words):
    order, line, _variant = _shipped(desk)
    with pytest.raises(UserError, match=words):
        desk.do(returns.log_return, order, [(own or line, units) for own, units in lines], **more)
    with pytest.raises(UserError, match="no such order"):
        desk.do(returns.log_return, 10**6, [(line, 1)])


def test_a_line_of_another_order_is_refused(desk: Desk):
    order, _line, _variant = _shipped(desk)
    _other, foreign, _variant = _shipped(desk)
    with pytest.raises(UserError, match="no such line in this order"):
        desk.do(returns.log_return, order, [(foreign, 1)])


# --- the window ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "answer", "state"),
    [(0, "allow", "awaiting_goods"), (7, "allow", "awaiting_goods"), (8, "manager", "requested")],
)
def test_the_window_counts_from_the_day_after_delivery(desk: Desk, days: int, answer: str, state: str):
    clock = make.Clock()
    timed = make.desk(desk.database, clock=clock)
    order, line, _variant = _shipped(timed, state="delivered")
    last = clock.now.date() + timedelta(days=7)
    clock.go_on(days=days)
    case = make.row(desk, Return, timed.do(returns.log_return, order, [(line, 1)]))
    assert (case.policy["answer"], case.state, case.window_ends_on) == (answer, state, last)
    assert last.isoformat() in policy_words(case.policy)
    assert "text" not in case.policy


def test_without_a_delivery_date_somebody_has_to_look(desk: Desk):
    order, line, _variant = _shipped(desk)
    case = desk.do(returns.log_return, order, [(line, 1)])
    assert (make.row(desk, Return, case).policy["answer"], _state(desk, case)) == ("warn", "requested")
    desk.do(returns.approve_return, case, "Known customer")
    assert _state(desk, case) == "awaiting_goods"
    with pytest.raises(UserError, match="cannot become"):
        desk.do(returns.approve_return, case)


def test_an_excluded_item_asks_a_person_and_an_override_is_kept(desk: Desk):
    order, line, variant = _shipped(desk, state="delivered")
    desk.do(products.edit_variant, variant, {"returnable": False})
    case = desk.do(returns.log_return, order, [(line, 1)])
    assert (make.row(desk, Return, case).policy["answer"], _state(desk, case)) == ("manager", "requested")
    desk.do(returns.reject_return, case, "Hygiene")
    case = desk.do(returns.log_return, order, [(line, 1)], override=True)
    assert _state(desk, case) == "awaiting_goods"


def test_a_refused_parcel_is_always_taken(desk: Desk):
    order, line, _variant = _shipped(desk)
    assert _state(desk, desk.do(returns.log_return, order, [(line, 3)], type="refused")) == "awaiting_goods"


@pytest.mark.parametrize("give_up", [returns.reject_return, returns.cancel_return])
def test_a_return_that_does_not_happen_needs_a_reason_and_frees_its_units(desk: Desk, give_up):
    order, line, _variant = _shipped(desk)
    case = desk.do(returns.log_return, order, [(line, 3)])
    with pytest.raises(UserError, match="give a reason"):
        desk.do(give_up, case, " ")
    desk.do(give_up, case, "Too late")
    assert make.row(desk, Order, order).return_status == "none"
    for step in (
        lambda: desk.do(give_up, case, "x"),
        lambda: desk.do(returns.approve_return, case),
    ):
        with pytest.raises(UserError, match="cannot become"):
            step()
    with pytest.raises(UserError, match="does not wait for goods"):
        desk.do(returns.receive_return, case)
    desk.do(returns.log_return, order, [(line, 3)])


def test_what_came_back_can_no_longer_be_called_off(desk: Desk):
    order, _line, _variant = _shipped(desk)
    case = make.returned(desk, order, state="received")
    with pytest.raises(UserError, match="cannot become"):
        desk.do(returns.cancel_return, case, "x")


# --- goods -----------------------------------------------------------------------------------------------------


@on_both
def test_goods_that_come_back_lie_in_quarantine_and_are_not_for_sale(desk: Desk):
    order, _line, tea = _shipped(desk, 3)
    case = make.returned(desk, order, 2, "received")
    assert make.stock_of(desk, tea) == (7, 0, 2)
    assert make.bins_of(desk, tea) == {"SHELF": 5, "QUARANTINE": 2}
    assert make.lines(desk, order)[0].returned == 2
    late = make.order(desk, [(tea, 7)])
    assert desk.do(orders.confirm_order, late) == 5
    assert _state(desk, case) == "received"


def test_parcels_may_come_back_one_by_one_but_never_more_than_expected(desk: Desk):
    order, _line, _tea = _shipped(desk, 3)
    case = make.returned(desk, order, 3, "awaiting_goods")
    own = _lines(desk, case)[0].id
    for wrong in ({own: 4}, {own: -1}):
        with pytest.raises(UserError, match="cannot be received; 3 are expected"):
            desk.do(returns.receive_return, case, wrong)
    for nothing in ({}, {own: 0}, {10**6: 1}):
        with pytest.raises(UserError, match="how many"):
            desk.do(returns.receive_return, case, nothing)
    desk.do(returns.receive_return, case, {own: 1}, tracking_no="R1")
    desk.do(returns.receive_return, case, {own: 2})
    with pytest.raises(UserError):
        desk.do(returns.receive_return, case, {own: 1})
    made = make.row(desk, Return, case)
    assert (made.state, made.tracking_no, _lines(desk, case)[0].received) == ("received", "R1", 3)


def test_an_inspection_accounts_for_every_piece(desk: Desk):
    order, _line, _tea = _shipped(desk, 3)
    case = make.returned(desk, order, 3, "awaiting_goods")
    own = _lines(desk, case)[0].id
    with pytest.raises(UserError, match="not being inspected"):
        desk.do(returns.inspect_line, own, 3)
    desk.do(returns.receive_return, case, {own: 2})
    for good, damaged, missing, words in (
        (2, 0, 0, "2 of 3"),
        (2, 1, 1, "4 of 3"),
        (4, -1, 0, "cannot be negative"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(returns.inspect_line, own, good, damaged, missing)
    desk.do(returns.inspect_line, own, 1, 1, 1, grade="B", note="Scratched")
    line = _lines(desk, case)[0]
    assert (line.good, line.damaged, line.missing, line.grade, line.decided) == (1, 1, 1, "B", True)
    with pytest.raises(UserError, match=r"not being inspected|decided already"):
        desk.do(returns.inspect_line, own, 2, 0, 1)
    with pytest.raises(UserError, match="no such return line"):
        desk.do(returns.inspect_line, 10**6, 1)


@pytest.mark.parametrize(("good", "missing"), [(3, 0), (1, 2), (0, 3)])
def test_an_inspection_corrects_a_hasty_receipt(desk: Desk, good: int, missing: int):
    order, line, _tea = _shipped(desk, 3)
    case = make.returned(desk, order, 3, "awaiting_goods")
    own = _lines(desk, case)[0].id
    desk.do(returns.receive_return, case, {own: 2})
    desk.do(returns.inspect_line, own, good, 0, missing)
    assert _lines(desk, case)[0].received == good
    assert make.row(desk, OrderLine, line).returned == good
    assert not desk.read(check).problems


def test_a_return_is_decided_when_its_last_line_is(desk: Desk):
    order = make.order(desk, lines=2, state="shipped")
    one, two = (line.id for line in make.lines(desk, order))
    case = desk.do(returns.log_return, order, [(one, 1), (two, 1)], override=True)
    desk.do(returns.receive_return, case)
    first, second = (line.id for line in _lines(desk, case))
    desk.do(returns.inspect_line, first, 1)
    assert _state(desk, case) == "inspecting"
    with pytest.raises(UserError, match="decided already"):
        desk.do(returns.inspect_line, first, 1)
    with pytest.raises(UserError, match="does not wait for goods"):
        desk.do(returns.receive_return, case)
    desk.do(returns.inspect_line, second, 0, 1)
    assert _state(desk, case) == "decided"


@pytest.mark.parametrize(
    ("disposition", "stock", "reason"),
    [
        ("restock", (6, 0, 0), "restock"),
        ("scrap", (5, 0, 0), "scrap"),
        ("to_supplier", (5, 0, 0), "to_supplier"),
        ("back_to_customer", (5, 0, 0), "ship"),
        ("refurbish", (6, 0, 1), "return"),
    ],
)
def test_goods_go_where_the_inspection_sends_them(desk: Desk, disposition, stock, reason):
    order, _line, tea = _shipped(desk, 3)
    case = make.returned(desk, order, 1, "received")
    desk.do(returns.inspect_line, _lines(desk, case)[0].id, 1, good_disposition=disposition)
    assert make.stock_of(desk, tea) == stock
    assert make.rows(desk, StockMove, StockMove.variant_id == tea)[-1].reason == reason


def test_restocked_goods_go_home_or_where_they_are_told(desk: Desk):
    home, told, locked = make.bin(desk), make.bin(desk), make.bin(desk, zone="quarantine")
    order, line, tea = _shipped(desk, 2, home_bin=home)
    first = make.returned(desk, order, 1, "received")
    desk.do(returns.inspect_line, _lines(desk, first)[0].id, 1)
    second = desk.do(returns.log_return, order, [(line, 1)], override=True)
    desk.do(returns.receive_return, second)
    own = _lines(desk, second)[0].id
    for wrong, words in (
        ("NOWHERE", "no bin"),
        (locked, "Nothing can be sold from"),
        ("QUARANTINE", "Nothing can be sold"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(returns.inspect_line, own, 1, bin=wrong)
    desk.do(returns.inspect_line, own, 1, bin=told.lower())
    assert make.bins_of(desk, tea) == {"SHELF": 5, home: 1, told: 1}


@pytest.mark.parametrize("disposition", ["keep_with_customer", "eat"])
def test_goods_cannot_be_sent_where_they_cannot_go(desk: Desk, disposition: str):
    order, _line, _tea = _shipped(desk)
    case = make.returned(desk, order, 1, "received")
    with pytest.raises(UserError):
        desk.do(returns.inspect_line, _lines(desk, case)[0].id, 1, good_disposition=disposition)
    assert _state(desk, case) == "received"


@on_both
def test_the_order_says_whether_a_part_or_all_came_back(desk: Desk):
    order, _line, _tea = _shipped(desk, 2)
    seen = []
    for _unit in range(2):
        case = make.returned(desk, order, 1)
        seen.append(make.row(desk, Order, order).return_status)
        desk.do(refunds.refund_return, case, "bank")
        seen.append(make.row(desk, Order, order).return_status)
    assert seen == ["open", "part", "open", "full"]
    assert make.row(desk, Order, order).state == "completed"


# --- exchange, resend, refund only -----------------------------------------------------------------------------


def test_an_exchange_sends_the_same_goods_again_for_nothing(desk: Desk):
    order, _line, tea = _shipped(desk, 3)
    case = make.returned(desk, order, 2, "received", type="exchange")
    with pytest.raises(UserError, match="not inspected yet"):
        desk.do(returns.exchange_order, case)
    desk.do(returns.inspect_line, _lines(desk, case)[0].id, 2)
    new = desk.do(returns.exchange_order, case)
    made = make.row(desk, Order, new)
    assert (made.total, made.payment, made.customer_id) == (0, "paid", make.row(desk, Order, order).customer_id)
    assert [(line.variant_id, line.quantity, line.total) for line in make.lines(desk, new)] == [(tea, 2, 0)]
    assert make.row(desk, Return, case).exchange_order_id == new
    assert "exchanged" in make.events(desk, "order", order)
    with pytest.raises(UserError, match="exchange order already"):
        desk.do(returns.exchange_order, case)
    assert desk.do(refunds.refund_return, case, "bank") == 0
    assert _state(desk, case) == "closed"
    make.bring(desk, new, "shipped")
    assert make.row(desk, Order, new).state == "completed"


@on_both
def test_what_was_exchanged_can_come_back_and_is_worth_what_was_paid_for_it(desk: Desk):
    tea = make.product(desk, 9)
    order = make.order(desk, [NewLine(tea, 3, unit_price=889, discount=1)], "delivered")
    case = make.returned(desk, order, 2, type="exchange")
    new = desk.do(returns.exchange_order, case)
    assert desk.do(refunds.refund_return, case, "bank") == 0
    make.bring(desk, new, "delivered")
    assert [line.carried for line in make.lines(desk, new)] == [1777]
    assert desk.do(refunds.refund_return, make.returned(desk, new, 1), "bank") == 888
    paid = make.row(desk, Order, order)
    assert (paid.refunded, paid.payment) == (888, "refunded_part")
    assert make.row(desk, Order, new).refunded == 0
    assert desk.do(refunds.refund_return, make.returned(desk, order, 1), "bank") == 889
    assert desk.do(refunds.refund_return, make.returned(desk, new, 1), "bank") == 889
    assert make.row(desk, Order, order).payment == "refunded"


def test_an_exchange_of_an_exchange_is_paid_back_from_the_first_order(desk: Desk):
    first, _line, _tea = _shipped(desk)
    order = first
    for _time in range(2):
        case = make.returned(desk, order, 1, type="exchange")
        order = desk.do(returns.exchange_order, case)
        desk.do(refunds.refund_return, case, "bank")
        make.bring(desk, order, "delivered")
    assert desk.do(refunds.refund_return, make.returned(desk, order, 1), "bank") == 1000
    assert [make.row(desk, Order, one).refunded for one in (first, order)] == [1000, 0]


def test_an_exchange_for_other_goods_shares_out_what_was_paid(desk: Desk):
    order, _line, _tea = _shipped(desk)
    cheap, dear = make.product(desk, 5, price=100), make.product(desk, 5, price=300)
    case = make.returned(desk, order, 1, type="exchange")
    new = desk.do(returns.exchange_order, case, [(cheap, 1), (dear, 1)])
    assert [line.carried for line in make.lines(desk, new)] == [250, 750]


def test_an_exchange_in_advance_carries_only_what_came_back(desk: Desk):
    order, _line, _tea = _shipped(desk, 3)
    case = make.returned(desk, order, 2, "awaiting_goods", type="exchange")
    new = desk.do(returns.exchange_order, case, advance=True)
    assert [line.carried for line in make.lines(desk, new)] == [2000]
    own = _lines(desk, case)[0].id
    desk.do(returns.receive_return, case, {own: 1})
    desk.do(returns.inspect_line, own, 1, 0, 1)
    assert [line.carried for line in make.lines(desk, new)] == [1000]
    called_off = make.returned(desk, order, 1, "awaiting_goods", type="exchange")
    other = desk.do(returns.exchange_order, called_off, advance=True)
    desk.do(returns.cancel_return, called_off, "Keeps it")
    assert [line.carried for line in make.lines(desk, other)] == [0]


@on_both
def test_an_exchange_that_is_called_off_is_paid_back_instead(desk: Desk):
    order, _line, _tea = _shipped(desk)
    case = make.returned(desk, order, 1, type="exchange")
    new = desk.do(returns.exchange_order, case)
    desk.do(refunds.refund_return, case, "bank")
    desk.do(orders.cancel_order, new, "Wants money after all")
    (back,) = make.rows(desk, Return, Return.order_id == new)
    assert (back.type, back.state) == ("refund_only_before", "decided")
    assert desk.do(refunds.refund_return, back.id, "bank") == 1000
    assert make.row(desk, Order, order).refunded == 1000


def test_an_advance_exchange_that_is_called_off_leaves_a_plain_return(desk: Desk):
    order, _line, _tea = _shipped(desk)
    case = make.returned(desk, order, 1, "received", type="exchange")
    new = desk.do(returns.exchange_order, case, advance=True)
    with pytest.raises(UserError, match="not decided yet"):
        desk.do(returns.log_return, new, [(make.lines(desk, new)[0].id, 1)], type="refund_only_before")
    desk.do(orders.cancel_order, new, "Wants money after all")
    assert make.row(desk, Return, case).exchange_order_id is None
    desk.do(returns.inspect_line, _lines(desk, case)[0].id, 1)
    assert desk.do(refunds.refund_return, case, "bank") == 1000


def test_goods_of_an_advance_exchange_are_not_paid_back_before_the_old_ones_are_here(desk: Desk):
    order, _line, _tea = _shipped(desk)
    case = make.returned(desk, order, 1, "received", type="exchange")
    new = desk.do(returns.exchange_order, case, advance=True)
    make.bring(desk, new, "delivered")
    back = make.returned(desk, new, 1)
    with pytest.raises(UserError, match="not decided yet"):
        desk.do(refunds.refund_return, back, "bank")
    desk.do(returns.inspect_line, _lines(desk, case)[0].id, 1)
    assert desk.do(refunds.refund_return, back, "bank") == 1000


@on_both
def test_what_goes_back_to_the_customer_is_neither_paid_back_nor_gone(desk: Desk):
    order, _line, tea = _shipped(desk, 3)
    case = make.returned(desk, order, 2, "received", type="repair", reason="defect")
    own = _lines(desk, case)[0].id
    desk.do(returns.inspect_line, own, 1, 1, good_disposition="back_to_customer")
    assert desk.do(refunds.refund_return, case, "bank") == 1000  # the one that was past mending
    assert make.lines(desk, order)[0].returned == 1
    assert make.row(desk, Order, order).return_status == "part"
    again = make.returned(desk, order, 2)
    assert desk.do(refunds.refund_return, again, "bank") == 2000
    assert make.row(desk, Order, order).return_status == "full"
    assert make.stock_of(desk, tea) == (7, 0, 0)


def test_missing_pieces_are_not_exchanged(desk: Desk):
    order, _line, tea = _shipped(desk, 3)
    case = make.returned(desk, order, 2, "awaiting_goods", type="exchange")
    own = _lines(desk, case)[0].id
    desk.do(returns.receive_return, case, {own: 1})
    desk.do(returns.inspect_line, own, 1, 0, 1)
    made = make.lines(desk, desk.do(returns.exchange_order, case))
    assert [(line.variant_id, line.quantity) for line in made] == [(tea, 1)]
    lost = make.returned(desk, order, 1, "received", type="exchange")
    desk.do(returns.inspect_line, _lines(desk, lost)[0].id, 0, 0, 1)
    with pytest.raises(UserError, match="Nothing came back"):
        desk.do(returns.exchange_order, lost)


def _move_away(work: Work, order_id: int) -> None:
    order = work.session.get_one(Order, order_id)
    order.ship_name, order.ship_line1, order.ship_city = "Aunt Emma", "Far 9", "Jena"


def test_an_exchange_goes_where_the_first_order_went(desk: Desk):
    order, _line, _tea = _shipped(desk)
    desk.do(_move_away, order)
    made = make.row(desk, Order, desk.do(returns.exchange_order, make.returned(desk, order, 1, type="exchange")))
    assert (made.ship_name, made.ship_line1, made.ship_city) == ("Aunt Emma", "Far 9", "Jena")


def test_what_was_sent_again_comes_back_by_its_first_order(desk: Desk):
    order, line, _tea = _shipped(desk, 2)
    case = desk.do(returns.log_return, order, [(line, 1)], type="resend", reason="missing", override=True)
    again = desk.do(returns.exchange_order, case)
    make.bring(desk, again, "delivered")
    number = make.row(desk, Order, order).number
    with pytest.raises(UserError, match=f"goods of order {number} again. Log the return there"):
        desk.do(returns.log_return, again, [(make.lines(desk, again)[0].id, 1)])
    assert desk.do(refunds.refund_return, make.returned(desk, order, 1), "bank") == 1000


# --- lots ------------------------------------------------------------------------------------------------------


def _two_lots(desk: Desk) -> tuple[int, int]:
    """A delivered order of three units, two of lot OLD and one of lot NEW: (order, variant)."""
    clock = make.Clock()
    timed = make.desk(desk.database, clock=clock)
    tea = make.product(timed, 2, bin=make.bin(desk), lot="OLD")
    clock.go_on(days=9)
    make.received(timed, tea, 3, make.bin(desk), lot="NEW")
    return make.order(desk, [(tea, 3)], "delivered"), tea


@on_both
def test_goods_come_back_with_the_lot_they_left_with(desk: Desk):
    order, tea = _two_lots(desk)
    shelf = make.bin(desk)
    first = make.returned(desk, order, 2, "received")
    assert make.bins_of(desk, tea)["QUARANTINE/OLD"] == 2
    desk.do(returns.inspect_line, _lines(desk, first)[0].id, 1, 1, bin=shelf)
    assert make.bins_of(desk, tea)[f"{shelf}/OLD"] == 1
    second = make.returned(desk, order, 1, "received")
    desk.do(returns.inspect_line, _lines(desk, second)[0].id, 1, bin=shelf)
    assert make.bins_of(desk, tea)[f"{shelf}/NEW"] == 1
    assert all(move.lot_id for move in make.rows(desk, StockMove, StockMove.variant_id == tea))


@on_both
def test_whoever_receives_goods_may_read_another_lot_on_them(desk: Desk):
    order, tea = _two_lots(desk)
    case = make.returned(desk, order, 2, "awaiting_goods")
    own = _lines(desk, case)[0].id
    with pytest.raises(UserError, match="no lot “NONE”"):
        desk.do(returns.receive_return, case, {own: 1}, lots={own: "NONE"})
    desk.do(returns.receive_return, case, {own: 1}, lots={own: "NEW"})
    desk.do(returns.receive_return, case, {own: 1})
    there = make.bins_of(desk, tea)
    assert (there["QUARANTINE/NEW"], there["QUARANTINE/OLD"]) == (1, 1)
    desk.do(returns.inspect_line, own, 2)
    assert not any(place.startswith("QUARANTINE") for place in make.bins_of(desk, tea))


def test_a_corrected_receipt_keeps_the_lots_true(desk: Desk):
    order, tea = _two_lots(desk)
    case = make.returned(desk, order, 3, "awaiting_goods")
    own = _lines(desk, case)[0].id
    desk.do(returns.receive_return, case, {own: 1})
    desk.do(returns.inspect_line, own, 3)
    assert sum(units for place, units in make.bins_of(desk, tea).items() if place.endswith("/OLD")) == 2
    other, mug = _two_lots(desk)
    case = make.returned(desk, other, 3, "received")
    desk.do(returns.inspect_line, _lines(desk, case)[0].id, 0, 1, 2)
    assert not any(place.startswith("QUARANTINE") for place in make.bins_of(desk, mug))
    desk.do(returns.inspect_line, _lines(desk, make.returned(desk, other, 2, "received"))[0].id, 2)


def test_an_exchange_may_be_for_something_else(desk: Desk):
    order, _line, _tea = _shipped(desk)
    other = make.product(desk, 5)
    case = make.returned(desk, order, 1, type="exchange")
    new = desk.do(returns.exchange_order, case, [(other, 1)])
    assert [line.variant_id for line in make.lines(desk, new)] == [other]


def test_an_advance_exchange_needs_a_right_and_is_not_paid_back_as_well(desk: Desk):
    order, _line, _tea = _shipped(desk)
    case = make.returned(desk, order, 1, "received", type="exchange")
    with pytest.raises(Forbidden):
        make.desk(desk.database, Role.SERVICE).do(returns.exchange_order, case, advance=True)
    desk.do(returns.exchange_order, case, advance=True)
    desk.do(returns.inspect_line, _lines(desk, case)[0].id, 1)
    assert _lines(desk, case)[0].refund_due == 0
    assert desk.do(refunds.refund_return, case, "bank") == 0


def test_who_was_paid_back_gets_no_exchange_as_well(desk: Desk):
    order, _line, _tea = _shipped(desk)
    case = make.returned(desk, order, 1, type="exchange")
    assert desk.do(refunds.refund_return, case, "bank") == 1000
    with pytest.raises(UserError, match="is finished"):
        desk.do(returns.exchange_order, case, advance=True)
    called_off = make.returned(desk, order, 1, "awaiting_goods", type="exchange")
    desk.do(returns.cancel_return, called_off, "x")
    with pytest.raises(UserError, match="is finished"):
        desk.do(returns.exchange_order, called_off, advance=True)


def test_a_plain_return_has_no_exchange(desk: Desk):
    order, _line, _tea = _shipped(desk)
    with pytest.raises(UserError, match="is no exchange"):
        desk.do(returns.exchange_order, make.returned(desk, order))
    for step in (returns.exchange_order, returns.approve_return, returns.receive_return):
        with pytest.raises(UserError, match="no such return"):
            desk.do(step, 10**6)


def test_a_lost_parcel_is_sent_again_without_goods_or_money(desk: Desk):
    order, line, tea = _shipped(desk, 2)
    before = make.stock_of(desk, tea)
    case = desk.do(returns.log_return, order, [(line, 2)], type="resend", reason="missing", override=True)
    assert _state(desk, case) == "decided"
    assert len(make.lines(desk, desk.do(returns.exchange_order, case))) == 1
    assert desk.do(refunds.refund_return, case, "bank") == 0
    assert make.stock_of(desk, tea) == before
    with pytest.raises(UserError, match="only 0"):
        desk.do(returns.log_return, order, [(line, 1)], type="resend", reason="missing", override=True)


@on_both
def test_a_customer_who_keeps_the_goods_is_paid_back_once(desk: Desk):
    order, line, tea = _shipped(desk, 2)
    before = make.stock_of(desk, tea)
    case = desk.do(returns.log_return, order, [(line, 1)], type="refund_only_after", reason="damaged", override=True)
    assert [(own.good_disposition, own.refund_due) for own in _lines(desk, case)] == [("keep_with_customer", 1000)]
    assert desk.do(refunds.refund_return, case, "bank") == 1000
    assert (make.stock_of(desk, tea), make.lines(desk, order)[0].returned) == (before, 0)
    with pytest.raises(UserError, match="only 1"):
        desk.do(returns.log_return, order, [(line, 2)], type="refund_only_after", override=True)
    with pytest.raises(UserError, match="only 1"):
        desk.do(returns.log_return, order, [(line, 2)])
    assert desk.do(refunds.refund_return, make.returned(desk, order), "bank") == 1000
    assert make.row(desk, Order, order).refunded == 2000
