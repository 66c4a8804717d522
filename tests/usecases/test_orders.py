"""Orders: typed, reviewed, held, paid, matched, cancelled; and the goods they are promised."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import Review, review_reasons
from shopdesk.queries.order_facts import order_facts
from shopdesk.store.tables import Hold, LineDiscount, Order, OrderLine, Payment, Reservation
from shopdesk.store.work import Work
from shopdesk.usecases import orders, packing, picking, shipping
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.orders import NewLine
from tests import make
from tests.usecases.conftest import on_both

# --- typing an order -------------------------------------------------------------------------------------------


@on_both
def test_a_typed_order_waits_for_review_with_its_exact_amounts(desk: Desk):
    tea, mug = make.product(desk, price=999), make.product(desk, price=1250)
    order = make.order(desk, [(tea, 3), (mug, 1)], paid=False, shipping=490, discount=100, note="Ring twice")
    made = make.row(desk, Order, order)
    assert (made.state, made.fulfilment, made.payment) == ("submitted", "unfulfilled", "unpaid")
    assert (made.goods_total, made.shipping, made.discount, made.total) == (2997 + 1250 - 100, 490, 100, 4637)
    assert made.item_count == 4
    first, second = make.lines(desk, order)
    assert (first.discount, second.discount) == (71, 29)  # 100 by 2997 : 1250, to the cent
    assert (first.total, second.total) == (2926, 1221)
    assert [item.amount for item in make.rows(desk, LineDiscount, LineDiscount.order_line_id == first.id)] == [71]
    assert make.events(desk, "order", order) == ["created"]


@pytest.mark.parametrize(
    ("prices", "units", "discount", "shares"),
    [
        ((1000, 1000, 1000), (1, 1, 1), 1000, [334, 333, 333]),
        ((9990, 8990, 2020), (1, 1, 1), 2000, [952, 856, 192]),
        ((100, 100), (3, 1), 100, [75, 25]),
    ],
)
def test_a_discount_is_shared_out_to_the_last_cent(desk: Desk, prices, units, discount, shares):
    goods = [(make.product(desk, price=price), count) for price, count in zip(prices, units, strict=True)]
    order = make.order(desk, goods, paid=False, discount=discount)
    assert [line.discount for line in make.lines(desk, order)] == shares


def test_an_order_number_is_given_once_and_goes_up(desk: Desk):
    one, two = (make.row(desk, Order, make.order(desk, paid=False)).number for _order in range(2))
    assert int(two) == int(one) + 1


def test_gifts_cost_nothing_and_services_need_no_goods(desk: Desk):
    gift, wrapping = make.product(desk, 1), make.product(desk, item_type="service", price=300)
    order = make.order(desk, [NewLine(gift, gift=True), NewLine(wrapping)], "confirmed")
    first, second = make.lines(desk, order)
    assert (first.kind, first.total, first.reserved) == ("gift", 0, 1)
    assert (second.kind, second.total, second.reserved) == ("service", 300, 0)
    assert make.row(desk, Order, order).fulfilment == "ready"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lines": []}, "has no lines"),
        ({"customer_id": 10**6}, "no such customer"),
        ({"channel": "moon"}, "no channel “moon”"),
        ({"lines": [NewLine(10**6)]}, "no such product"),
        ({"discount": 10**6}, "discount is larger"),
        ({"discount": -1}, "discount is larger"),
        ({"shipping": -1}, "cannot be negative"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(desk: Desk, change, words):
    asked = {"customer_id": make.customer(desk), "lines": [NewLine(make.product(desk))], **change}
    with pytest.raises(UserError, match=words):
        desk.do(orders.create_order, **asked)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"quantity": 0}, "at least one"),
        ({"quantity": -3}, "at least one"),
        ({"unit_price": -1}, "larger than"),
        ({"discount": 1001}, "larger than"),
        ({"discount": -1}, "cannot be negative"),
        ({"gift": True, "discount": 1}, "larger than"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(desk: Desk, line, words):
    with pytest.raises(UserError, match=words):
        make.order(desk, [NewLine(make.product(desk), **line)])


@on_both
def test_the_same_channel_order_is_not_typed_twice(desk: Desk):
    make.order(desk, channel_order_no="WEB-1")
    with pytest.raises(UserError, match="exists already"):
        make.order(desk, channel_order_no="WEB-1")


# --- review ----------------------------------------------------------------------------------------------------


def _reasons(desk: Desk, order: int) -> list[Review]:
    facts = desk.read(order_facts, [order], duplicates=True)[order]
    return [reason.kind for reason in review_reasons(facts)]


def _unmatch(work: Work, order_id: int) -> None:
    table = OrderLine.__table__
    work.write(update(table).where(table.c.order_id == order_id).values(variant_id=None, title="Mystery"))


def test_an_order_nothing_speaks_against_is_confirmed_by_itself(desk: Desk):
    order = make.order(desk)
    assert _reasons(desk, order) == []
    (outcome,) = desk.do(orders.review_orders, [order])
    assert (outcome.done, outcome.reasons) == (True, ())
    assert make.row(desk, Order, order).state == "confirmed"


@on_both
def test_all_reasons_are_told_at_once(desk: Desk):
    buyer = make.customer(desk, line1="", city="", postcode="", country="")
    scarce = make.product(desk, 1, price=5000)
    make.order(desk, [(scarce, 1)], buyer=buyer)
    order = make.order(desk, [NewLine(scarce, 3, unit_price=1000)], paid=False, buyer=buyer, note="Call me")
    desk.do(orders.hold_order, order, "Fraud check")
    assert set(_reasons(desk, order)) == {
        Review.UNPAID, Review.ADDRESS, Review.STOCK, Review.DUPLICATE, Review.NOTE, Review.HOLD, Review.PRICE,
    }  # fmt: skip
    (outcome,) = desk.do(orders.review_orders, [order])
    assert not outcome.done
    assert len(outcome.reasons) == 7
    words = " ".join(outcome.reasons)
    for part in ("not fully paid", "street", "3 needed, 1 free", "same buyer", "Call me", "Fraud check", "half"):
        assert part in words
    assert make.row(desk, Order, order).state == "submitted"
    assert make.stock_of(desk, scarce).reserved == 0


def test_a_second_line_of_one_product_sees_what_the_first_leaves(desk: Desk):
    tea = make.product(desk, 3)
    order = make.order(desk, [(tea, 2), (tea, 2)])
    facts = desk.read(order_facts, [order])[order]
    assert [line.available for line in facts.lines] == [3, 1]
    (reason,) = review_reasons(facts)
    assert reason.kind is Review.STOCK
    assert "2 needed, 1 free" in reason.text
    enough = make.order(desk, [(make.product(desk, 4), 2)] * 2)
    assert _reasons(desk, enough) == []


def test_an_unknown_product_cannot_be_waved_through_until_it_is_matched(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 2)])
    desk.do(_unmatch, order)
    assert _reasons(desk, order) == [Review.UNMATCHED]
    with pytest.raises(UserError, match="Not in the catalogue yet: Mystery"):
        desk.do(orders.confirm_order, order)
    line = make.lines(desk, order)[0]
    desk.do(orders.match_line, line.id, tea)
    assert desk.do(orders.confirm_order, order) == 2
    with pytest.raises(UserError, match="reserved or shipped"):
        desk.do(orders.match_line, line.id, make.product(desk))


def test_matching_needs_a_line_and_a_product_that_exist(desk: Desk):
    line = make.lines(desk, make.order(desk))[0]
    for asked in ((line.id, 10**6), (10**6, line.variant_id)):
        with pytest.raises(UserError, match="no such line or product"):
            desk.do(orders.match_line, *asked)


def test_a_person_accepts_what_the_machine_may_not(desk: Desk):
    order = make.order(desk, paid=False, note="Thanks")
    with pytest.raises(UserError, match=r"not fully paid.*note"):
        desk.do(orders.confirm_order, order, accept=False)
    desk.do(orders.confirm_order, order)
    assert make.row(desk, Order, order).note_read
    assert make.row(desk, Order, order).state == "confirmed"


def test_a_held_order_cannot_be_confirmed_whoever_accepts(desk: Desk):
    order = make.order(desk)
    desk.do(orders.hold_order, order, "Wait")
    with pytest.raises(UserError, match="on hold: Wait"):
        desk.do(orders.confirm_order, order)


def test_reviewing_many_leaves_each_with_its_own_answer(desk: Desk):
    good, noted, done = make.order(desk), make.order(desk, note="Hm"), make.order(desk, state="confirmed")
    outcomes = {one.order_id: one for one in desk.do(orders.review_orders, [good, noted, done])}
    assert [outcomes[one].done for one in (good, noted, done)] == [True, False, False]
    assert outcomes[done].reasons == ("The order is not waiting for review.",)
    assert outcomes[noted].number == make.row(desk, Order, noted).number


def test_no_step_knows_an_order_that_does_not_exist(desk: Desk):
    nobody = 10**6
    for step in (
        lambda: desk.do(orders.confirm_order, nobody),
        lambda: desk.do(orders.review_orders, [nobody]),
        lambda: desk.do(orders.reserve_order, nobody),
        lambda: desk.do(orders.unconfirm_order, nobody, "x"),
        lambda: desk.do(orders.cancel_order, nobody, "x"),
        lambda: desk.do(orders.close_short, nobody, "x"),
        lambda: desk.do(orders.hold_order, nobody, "x"),
        lambda: desk.do(orders.add_payment, nobody, 1),
        lambda: desk.do(orders.set_office_note, nobody, "x"),
        lambda: desk.do(orders.set_ship_to, nobody, name="x", line1="x"),
    ):
        with pytest.raises(UserError, match="no such order"):
            step()
    with pytest.raises(UserError, match="not on hold"):
        desk.do(orders.release_hold, nobody)


# --- promised goods --------------------------------------------------------------------------------------------


@on_both
def test_confirming_reserves_exactly_what_is_free(desk: Desk):
    tea = make.product(desk, 5)
    first = make.order(desk, [(tea, 3)])
    second = make.order(desk, [(tea, 4)])
    assert desk.do(orders.confirm_order, first) == 3
    assert desk.do(orders.confirm_order, second) == 2
    assert make.stock_of(desk, tea) == make.Stock(on_hand=5, reserved=5, unavailable=0)
    assert make.lines(desk, second)[0].reserved == 2
    assert [make.row(desk, Order, one).fulfilment for one in (first, second)] == ["ready", "partly_ready"]
    third = make.order(desk, [(tea, 1)], "confirmed")
    assert make.row(desk, Order, third).fulfilment == "short"


@on_both
def test_two_lines_of_one_product_share_what_is_there(desk: Desk):
    tea = make.product(desk, 3)
    order = make.order(desk, [(tea, 2), (tea, 2)], "confirmed")
    assert [line.reserved for line in make.lines(desk, order)] == [2, 1]


@on_both
def test_a_backorder_gets_its_goods_when_they_come(desk: Desk):
    tea = make.product(desk, 1)
    order = make.order(desk, [(tea, 4)], "confirmed")
    assert desk.do(orders.reserve_order, order) == 0
    make.received(desk, tea, 2)
    assert desk.do(orders.reserve_order, order) == 2
    make.received(desk, tea, 10)
    assert desk.do(orders.reserve_order, order) == 1
    assert make.row(desk, Order, order).fulfilment == "ready"
    assert make.stock_of(desk, tea).free == 13 - 4


def test_only_reviewed_orders_reserve(desk: Desk):
    for order in (make.order(desk), make.order(desk, state="shipped")):
        with pytest.raises(UserError, match="Only reviewed orders"):
            desk.do(orders.reserve_order, order)


@pytest.mark.parametrize(
    ("give_back", "state"), [(orders.unconfirm_order, "submitted"), (orders.cancel_order, "cancelled")]
)
def test_taking_a_confirmed_order_back_frees_everything(desk: Desk, give_back, state):
    tea, mug = make.product(desk, 5), make.product(desk, 1)
    order = make.order(desk, [(tea, 3), (mug, 2)], "confirmed")
    with pytest.raises(UserError, match="give a reason"):
        desk.do(give_back, order, " ")
    desk.do(give_back, order, "Changed mind")
    assert (make.stock_of(desk, tea).free, make.stock_of(desk, mug).free) == (5, 1)
    assert [line.reserved for line in make.lines(desk, order)] == [0, 0]
    assert make.row(desk, Order, order).state == state
    assert make.row(desk, Order, order).fulfilment == "unfulfilled"
    line_ids = [line.id for line in make.lines(desk, order)]
    states = {held.state for held in make.rows(desk, Reservation, Reservation.order_line_id.in_(line_ids))}
    assert states == {"released"}
    assert "released_stock" in make.events(desk, "order", order)


def test_an_unconfirmed_order_can_be_confirmed_again(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 3)], "confirmed")
    desk.do(orders.unconfirm_order, order, "Look again")
    assert desk.do(orders.confirm_order, order) == 3
    assert make.stock_of(desk, tea).reserved == 3


@pytest.mark.parametrize("state", ["picking", "picked", "packing", "packed"])
def test_an_order_in_picking_is_cancelled_only_after_its_goods_are_back(desk: Desk, state: str):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 3)], state)
    with pytest.raises(UserError, match="Put the goods back first"):
        desk.do(orders.cancel_order, order, "Changed mind")
    with pytest.raises(UserError):
        desk.do(orders.unconfirm_order, order, "Changed mind")
    desk.do(picking.cancel_shipment, make.shipment(desk, order), "Changed mind")
    desk.do(orders.cancel_order, order, "Changed mind")
    assert make.stock_of(desk, tea) == make.Stock(5, 0, 0)


def test_what_was_shipped_cannot_be_cancelled(desk: Desk):
    order = make.order(desk, state="shipped", paid=False)
    with pytest.raises(UserError, match="Log a return instead"):
        desk.do(orders.cancel_order, order, "Changed mind")


def test_a_cancelled_order_stays_cancelled(desk: Desk):
    order = make.order(desk)
    desk.do(orders.cancel_order, order, "Changed mind")
    for step in (orders.cancel_order, orders.unconfirm_order):
        with pytest.raises(UserError, match="cannot become"):
            desk.do(step, order, "x")
    with pytest.raises(UserError, match="cannot become"):
        desk.do(orders.confirm_order, order)
    with pytest.raises(UserError, match="is finished"):
        desk.do(orders.hold_order, order, "x")


@on_both
def test_the_rest_of_a_partly_shipped_order_is_closed_short(desk: Desk):
    tea = make.product(desk, 2)
    order = make.order(desk, [(tea, 5)], "shipped")
    assert make.row(desk, Order, order).fulfilment == "partly_shipped"
    make.received(desk, tea, 2)
    desk.do(orders.reserve_order, order)
    assert make.stock_of(desk, tea).reserved == 2
    with pytest.raises(UserError, match="give a reason"):
        desk.do(orders.close_short, order, "")
    desk.do(orders.close_short, order, "The maker is gone")
    assert make.row(desk, Order, order).state == "closed_short"
    assert make.stock_of(desk, tea) == make.Stock(2, 0, 0)


def test_closing_short_waits_until_goods_are_not_on_their_way_to_the_bench(desk: Desk):
    order = make.order(desk, state="picking")
    with pytest.raises(UserError, match="Put the goods back first"):
        desk.do(orders.close_short, order, "x")
    with pytest.raises(UserError, match="cannot become"):
        desk.do(orders.close_short, make.order(desk), "x")


# --- holds -----------------------------------------------------------------------------------------------------


def test_a_hold_blocks_picking_packing_and_shipping_until_released(desk: Desk):
    confirmed, picked, packed = (make.order(desk, state=state) for state in ("confirmed", "picked", "packed"))
    for order in (confirmed, picked, packed):
        desk.do(orders.hold_order, order, "Address?", "Asked by mail")
    with pytest.raises(UserError, match="is on hold"):
        desk.do(picking.release_wave, [confirmed])
    with pytest.raises(UserError, match="on hold"):
        desk.do(packing.start_packing, make.shipment(desk, picked))
    with pytest.raises(UserError, match="on hold"):
        desk.do(shipping.ship, make.shipment(desk, packed))
    with pytest.raises(UserError, match="on hold already"):
        desk.do(orders.hold_order, packed, "Again")
    for order in (confirmed, picked, packed):
        desk.do(orders.release_hold, order)
        make.bring(desk, order, "shipped")
    with pytest.raises(UserError, match="not on hold"):
        desk.do(orders.release_hold, packed)


def test_a_hold_needs_a_reason(desk: Desk):
    with pytest.raises(UserError, match="give a reason"):
        desk.do(orders.hold_order, make.order(desk), "  ")


@on_both
def test_a_hold_ends_by_itself_on_its_day_and_not_before(desk: Desk):
    clock = make.Clock()
    timed = make.desk(desk.database, clock=clock)
    short, long, open_end = make.order(timed), make.order(timed), make.order(timed)
    timed.do(orders.hold_order, short, "Holiday", days=2)
    timed.do(orders.hold_order, long, "Holiday", days=9)
    timed.do(orders.hold_order, open_end, "Fraud?")
    clock.go_on(days=2, seconds=-1)
    assert timed.do(orders.release_due_holds) == 0
    clock.go_on(seconds=1)
    assert timed.do(orders.release_due_holds) == 1
    assert [make.row(desk, Order, one).held for one in (short, long, open_end)] == [False, True, True]
    (hold,) = make.rows(desk, Hold, Hold.order_id == short)
    assert (hold.released_at, hold.until) == (clock.now, clock.now)
    clock.go_on(days=90)
    assert timed.do(orders.release_due_holds) == 1
    assert make.row(desk, Order, open_end).held


# --- money and words -------------------------------------------------------------------------------------------


def test_payments_add_up_to_the_payment_state(desk: Desk):
    order = make.order(desk, [(make.product(desk, 1, price=1000), 1)], paid=False)
    states = []
    for amount in (400, 600, 1):
        desk.do(orders.add_payment, order, amount, "Bank", "REF")
        states.append(make.row(desk, Order, order).payment)
    assert states == ["part", "paid", "over"]
    assert [payment.amount for payment in make.rows(desk, Payment, Payment.order_id == order)] == [400, 600, 1]
    for amount in (0, -5):
        with pytest.raises(UserError, match="more than zero"):
            desk.do(orders.add_payment, order, amount)


def test_an_order_is_complete_when_all_is_out_and_paid_in_either_order(desk: Desk):
    paid_first = make.order(desk, state="shipped")
    paid_later = make.order(desk, state="shipped", paid=False)
    on_terms = make.order(desk, state="shipped", paid=False, on_terms=True)
    assert [make.row(desk, Order, one).state for one in (paid_first, paid_later, on_terms)] == [
        "completed", "processing", "completed",
    ]  # fmt: skip
    desk.do(orders.add_payment, paid_later, make.row(desk, Order, paid_later).total)
    assert make.row(desk, Order, paid_later).state == "completed"


def test_the_address_is_corrected_until_the_parcel_is_packed(desk: Desk):
    order = make.order(desk, state="packing")
    desk.do(orders.set_ship_to, order, name="Ann", line1="Way 2", city="Köln", postcode="50667", country="de")
    changed = make.row(desk, Order, order)
    assert (changed.ship_name, changed.ship_line1, changed.ship_country) == ("Ann", "Way 2", "DE")
    make.bring(desk, order, "packed")
    with pytest.raises(UserError, match="packed already"):
        desk.do(orders.set_ship_to, order, name="Ann", line1="Way 3")


def test_an_order_keeps_its_own_copy_of_the_address(desk: Desk):
    buyer = make.customer(desk, name="Ann", line1="Old 1")
    order = make.order(desk, buyer=buyer)
    from shopdesk.usecases.customers import add_address

    desk.do(add_address, buyer, line1="New 1", city="Bonn", make_default=True)
    assert make.row(desk, Order, order).ship_line1 == "Old 1"
    assert make.row(desk, Order, make.order(desk, buyer=buyer)).ship_line1 == "New 1"


def test_the_office_leaves_a_note_for_the_packer(desk: Desk):
    order = make.order(desk)
    desk.do(orders.set_office_note, order, "  Wrap each mug. ")
    assert make.row(desk, Order, order).office_note == "Wrap each mug."


def test_the_promised_day_counts_working_days(desk: Desk):
    friday = make.Clock()
    friday.go_on(days=4)
    order = make.order(make.desk(desk.database, clock=friday))
    assert make.row(desk, Order, order).ship_by.date() == (friday.now + timedelta(days=3)).date()
