"""The lifecycle of an order, its guards, the review, and the states computed from its documents."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import (
    MOVES,
    REVIEW_TITLES,
    STATE_TITLES,
    Fulfilment,
    LineFacts,
    LineKind,
    OrderFacts,
    OrderState,
    PaymentState,
    ReturnStatus,
    Review,
    check_move,
    fulfilment,
    payment_state,
    refusals,
    return_status,
    review_reasons,
)
from shopdesk.domain.shipments import ShipmentState
from tests.domain.machines import dead_ends, reachable

S = OrderState
TEA = LineFacts("Tea", quantity=3, available=3)
GOOD = OrderFacts("10001", S.SUBMITTED, lines=(TEA,), total=300, paid=300)


def in_state(state: OrderState, **more: object) -> OrderFacts:
    return replace(GOOD, state=state, **more)


def kinds(order: OrderFacts) -> list[Review]:
    return [reason.kind for reason in review_reasons(order)]


# States and moves


def test_every_state_can_be_reached_from_a_draft():
    assert reachable(S.DRAFT, MOVES) == set(S)


def test_only_finished_orders_have_no_way_on():
    assert dead_ends(S, MOVES) == {S.CANCELLED, S.CLOSED_SHORT}


def test_every_state_has_a_title():
    assert set(STATE_TITLES) == set(S)
    assert set(REVIEW_TITLES) == set(Review)


@pytest.mark.parametrize(("begin", "end"), [p for p in itertools.product(S, S) if p not in MOVES])
def test_a_move_that_is_not_in_the_table_is_refused_with_one_sentence(begin: OrderState, end: OrderState):
    (sentence,) = refusals(in_state(begin), end)
    assert "10001" in sentence
    assert sentence.endswith(".")
    with pytest.raises(UserError, match="10001"):
        check_move(in_state(begin), end)


@pytest.mark.parametrize(("begin", "end"), list(MOVES))
def test_an_order_with_nothing_against_it_may_make_every_move(begin: OrderState, end: OrderState):
    shipped = replace(TEA, shipped=3) if end is S.COMPLETED else TEA
    order = in_state(begin, lines=(shipped,))
    assert refusals(order, end) == []
    check_move(order, end)


@pytest.mark.parametrize(
    ("begin", "end", "wrong", "word"),
    [
        (S.DRAFT, S.SUBMITTED, {"lines": ()}, "no lines"),
        (S.DRAFT, S.SUBMITTED, {"has_customer": False}, "no customer"),
        (S.SUBMITTED, S.CONFIRMED, {"lines": ()}, "no lines"),
        (S.SUBMITTED, S.CONFIRMED, {"lines": (replace(TEA, matched=False),)}, "Tea"),
        (S.SUBMITTED, S.CONFIRMED, {"held": True, "hold_reason": "fraud"}, "fraud"),
        (S.CONFIRMED, S.SUBMITTED, {"picking_started": True}, "Picking"),
        (S.CONFIRMED, S.SUBMITTED, {"shipped_anything": True}, "shipped"),
        (S.CONFIRMED, S.PROCESSING, {"held": True, "hold_reason": "fraud"}, "fraud"),
        (S.PROCESSING, S.CONFIRMED, {"picking_started": True}, "Picking"),
        (S.PROCESSING, S.CONFIRMED, {"shipped_anything": True}, "shipped"),
        (S.PROCESSING, S.COMPLETED, {"lines": (TEA,)}, "3 pieces"),
        (S.PROCESSING, S.COMPLETED, {"lines": (replace(TEA, shipped=3),), "paid": 299}, "paid"),
        (S.CONFIRMED, S.CANCELLED, {"shipped_anything": True}, "return"),
        (S.PROCESSING, S.CANCELLED, {"shipped_anything": True}, "return"),
        (S.PROCESSING, S.CANCELLED, {"picking_started": True}, "Picking"),
    ],
)
def test_a_guard_refuses_with_a_sentence(begin: OrderState, end: OrderState, wrong: dict, word: str):
    sentences = refusals(in_state(begin, **wrong), end)
    assert len(sentences) == 1
    assert word in sentences[0]
    assert sentences[0].endswith(".")


def test_all_refusals_are_told_at_once():
    order = in_state(S.DRAFT, lines=(), has_customer=False)
    assert len(refusals(order, S.SUBMITTED)) == 2
    with pytest.raises(UserError) as caught:
        check_move(order, S.SUBMITTED)
    assert "no customer" in str(caught.value)
    assert "no lines" in str(caught.value)


def test_an_order_on_terms_is_completed_before_it_is_paid():
    order = in_state(S.PROCESSING, lines=(replace(TEA, shipped=3),), paid=0, on_terms=True)
    assert refusals(order, S.COMPLETED) == []


def test_services_need_no_shipping_to_complete():
    service = LineFacts("Engraving", LineKind.SERVICE, quantity=5)
    assert refusals(in_state(S.PROCESSING, lines=(replace(TEA, shipped=3), service)), S.COMPLETED) == []


def test_gifts_do_need_shipping():
    gift = LineFacts("Ribbon", LineKind.GIFT, quantity=1)
    assert refusals(in_state(S.PROCESSING, lines=(replace(TEA, shipped=3), gift)), S.COMPLETED)


# The review


def test_an_order_with_nothing_against_it_has_no_review_reasons():
    assert review_reasons(GOOD) == []


ONE_WRONG: dict[Review, dict] = {
    Review.NO_LINES: {"lines": ()},
    Review.UNMATCHED: {"lines": (replace(TEA, matched=False),)},
    Review.UNPAID: {"paid": 299},
    Review.ADDRESS: {"address_missing": ("street", "city")},
    Review.STOCK: {"lines": (replace(TEA, available=2),)},
    Review.DUPLICATE: {"possible_duplicates": ("10000",)},
    Review.NOTE: {"buyer_note": "Please ring twice"},
    Review.HOLD: {"held": True, "hold_reason": "fraud"},
    Review.PRICE: {"lines": (replace(TEA, price_differs=True),)},
}


@pytest.mark.parametrize("kind", Review)
def test_every_review_reason_is_found_alone(kind: Review):
    (reason,) = review_reasons(replace(GOOD, **ONE_WRONG[kind]))
    assert reason.kind is kind
    assert reason.text.endswith(".") or kind is Review.NOTE


def test_all_review_reasons_are_told_at_once():
    bad = replace(
        GOOD,
        lines=(replace(TEA, matched=False), replace(TEA, available=0, price_differs=True)),
        paid=0,
        address_missing=("street",),
        possible_duplicates=("10000",),
        buyer_note="Hello",
        held=True,
        hold_reason="fraud",
    )
    assert set(kinds(bad)) == set(Review) - {Review.NO_LINES}


@given(
    st.sets(
        st.sampled_from([k for k in Review if k not in (Review.NO_LINES, Review.UNMATCHED, Review.STOCK, Review.PRICE)])
    )
)
def test_any_mixture_of_reasons_is_told_exactly(wrong: set[Review]):
    facts: dict = {}
    for kind in wrong:
        facts |= ONE_WRONG[kind]
    assert set(kinds(replace(GOOD, **facts))) == wrong


def test_what_a_person_cannot_wave_through_is_marked():
    cannot = {
        kind for kind in Review for reason in review_reasons(replace(GOOD, **ONE_WRONG[kind])) if not reason.can_accept
    }
    assert cannot == {Review.NO_LINES, Review.UNMATCHED, Review.HOLD}


@pytest.mark.parametrize(
    "fine",
    [
        {"paid": 0, "on_terms": True},
        {"address_missing": ("street",), "pickup": True},
        {"lines": (replace(TEA, available=0),), "backorder_accepted": True},
        {"lines": (replace(TEA, available=1, reserved=2),)},
        {"lines": (replace(TEA, available=0, shipped=3),)},
        {"lines": (TEA, LineFacts("Engraving", LineKind.SERVICE, matched=False))},
        {"buyer_note": "Please ring twice", "note_read": True},
        {"total": 0, "paid": 0},
    ],
)
def test_what_was_settled_is_no_reason_any_more(fine: dict):
    assert review_reasons(replace(GOOD, **fine)) == []


# Computed states


@pytest.mark.parametrize(
    ("total", "paid", "refunded", "state"),
    [
        (100, 0, 0, PaymentState.UNPAID),
        (100, 1, 0, PaymentState.PART),
        (100, 100, 0, PaymentState.PAID),
        (100, 101, 0, PaymentState.OVER),
        (0, 0, 0, PaymentState.PAID),
        (100, 100, 1, PaymentState.REFUNDED_PART),
        (100, 100, 100, PaymentState.REFUNDED),
        (100, 50, 50, PaymentState.REFUNDED),
    ],
)
def test_the_payment_state_follows_the_amounts(total: int, paid: int, refunded: int, state: PaymentState):
    assert payment_state(total, paid, refunded) is state


@pytest.mark.parametrize(
    ("paid", "refunded", "credited", "state"),
    [
        (0, 0, 100, PaymentState.PAID),  # nothing is left to bring in
        (0, 0, 40, PaymentState.UNPAID),
        (59, 0, 40, PaymentState.PART),
        (60, 0, 40, PaymentState.PAID),
        (61, 0, 40, PaymentState.OVER),
        (60, 20, 40, PaymentState.REFUNDED_PART),
        (60, 60, 40, PaymentState.REFUNDED),
        (50, 20, 40, PaymentState.PART),  # goodwill does not pay what is still missing
        (120, 20, 0, PaymentState.PAID),  # what was too much went back
        (120, 10, 0, PaymentState.OVER),
    ],
)
def test_what_is_credited_need_not_be_paid(paid: int, refunded: int, credited: int, state: PaymentState):
    assert payment_state(100, paid, refunded, credited) is state


def test_an_order_is_completed_when_what_is_left_of_it_is_out_and_paid():
    part = replace(TEA, shipped=1, cancelled=2)
    assert refusals(in_state(S.PROCESSING, lines=(part,), paid=100, credited=200), S.COMPLETED) == []
    assert refusals(in_state(S.PROCESSING, lines=(part,), paid=99, credited=200), S.COMPLETED)
    assert refusals(in_state(S.PROCESSING, lines=(replace(part, cancelled=1),)), S.COMPLETED) == [
        "1 pieces are not shipped yet."
    ]


def test_cancelled_pieces_need_no_stock():
    assert kinds(replace(GOOD, lines=(replace(TEA, available=1, cancelled=2),))) == []


def test_an_order_that_was_paid_back_before_it_left_waits_for_a_person():
    assert kinds(replace(GOOD, refunded=300)) == [Review.UNPAID]
    assert kinds(replace(GOOD, refunded=10)) == []


LINE = LineFacts("Tea", quantity=4)


@pytest.mark.parametrize(
    ("state", "line", "shipments", "result"),
    [
        (S.SUBMITTED, LINE, [], Fulfilment.UNFULFILLED),
        (S.CANCELLED, LINE, ["cancelled"], Fulfilment.UNFULFILLED),
        (S.CONFIRMED, LINE, [], Fulfilment.SHORT),
        (S.CONFIRMED, replace(LINE, reserved=1), [], Fulfilment.PARTLY_READY),
        (S.CONFIRMED, replace(LINE, reserved=4), [], Fulfilment.READY),
        (S.PROCESSING, replace(LINE, reserved=4), ["cancelled", "voided"], Fulfilment.READY),
        (S.PROCESSING, replace(LINE, reserved=4), ["released"], Fulfilment.PICKING),
        (S.PROCESSING, replace(LINE, reserved=4), ["packing"], Fulfilment.PICKING),
        (S.PROCESSING, replace(LINE, reserved=4), ["packed"], Fulfilment.PACKED),
        (S.PROCESSING, replace(LINE, reserved=4), ["picking", "packed"], Fulfilment.PACKED),
        (S.PROCESSING, replace(LINE, shipped=2), ["shipped"], Fulfilment.PARTLY_SHIPPED),
        (S.PROCESSING, replace(LINE, shipped=2, reserved=2), ["shipped", "picked"], Fulfilment.PICKING),
        (S.PROCESSING, replace(LINE, shipped=4), ["shipped", "delivered"], Fulfilment.SHIPPED),
        (S.COMPLETED, replace(LINE, shipped=4), ["delivered", "voided"], Fulfilment.DELIVERED),
        (S.COMPLETED, replace(LINE, shipped=4), ["lost"], Fulfilment.SHIPPED),
        (S.CLOSED_SHORT, replace(LINE, shipped=2), ["shipped"], Fulfilment.PARTLY_SHIPPED),
        (S.CLOSED_SHORT, replace(LINE, shipped=2, cancelled=2), ["shipped"], Fulfilment.SHIPPED),
        (S.PROCESSING, replace(LINE, shipped=2, cancelled=2), ["delivered"], Fulfilment.DELIVERED),
        (S.CONFIRMED, replace(LINE, reserved=2, cancelled=2), [], Fulfilment.READY),
        (S.CANCELLED, replace(LINE, cancelled=4), [], Fulfilment.UNFULFILLED),
    ],
)
def test_fulfilment_follows_lines_and_shipments(
    state: OrderState, line: LineFacts, shipments: list[str], result: Fulfilment
):
    assert fulfilment(state, [line], shipments) is result


def test_an_order_of_services_alone_is_fulfilled_when_it_is_completed():
    service = LineFacts("Engraving", LineKind.SERVICE)
    assert fulfilment(S.CONFIRMED, [service], []) is Fulfilment.READY
    assert fulfilment(S.PROCESSING, [service], []) is Fulfilment.SHIPPED
    assert fulfilment(S.COMPLETED, [service], []) is Fulfilment.SHIPPED


@given(
    st.sampled_from(S),
    st.lists(
        st.builds(
            LineFacts, st.just("Tea"), quantity=st.integers(1, 5), reserved=st.integers(0, 5), shipped=st.integers(0, 5)
        ),
        max_size=4,
    ),
    st.lists(st.sampled_from([s.value for s in ShipmentState]), max_size=4),
)
def test_every_order_has_a_fulfilment_and_shipped_means_everything(
    state: OrderState, lines: list[LineFacts], shipments: list[str]
):
    result = fulfilment(state, lines, shipments)
    if lines and result in (Fulfilment.SHIPPED, Fulfilment.DELIVERED):
        assert sum(line.shipped for line in lines) >= sum(line.quantity for line in lines)


@pytest.mark.parametrize(
    ("shipped", "returned", "open_returns", "status"),
    [
        (0, 0, 0, ReturnStatus.NONE),
        (3, 0, 1, ReturnStatus.OPEN),
        (3, 1, 0, ReturnStatus.PART),
        (3, 3, 0, ReturnStatus.FULL),
        (3, 3, 1, ReturnStatus.OPEN),
    ],
)
def test_the_return_status_follows_the_returns(shipped: int, returned: int, open_returns: int, status: ReturnStatus):
    assert return_status([replace(LINE, shipped=shipped, returned=returned)], open_returns) is status
