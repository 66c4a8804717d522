"""The lifecycle of a purchase order: guards, states that the lines prove, whole packs, minimums."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.purchasing import (
    AWAITED,
    CLAIM_TITLES,
    FINISHED,
    MOVES,
    RECEIPT_TITLES,
    STATE_TITLES,
    ClaimState,
    PurchaseFacts,
    PurchaseLineFacts,
    PurchaseState,
    ReceiptState,
    check_move,
    checked_units,
    doubts,
    refusals,
    state_by_lines,
    whole_packs,
)
from tests.domain.machines import dead_ends, reachable

S = PurchaseState
LINE = PurchaseLineFacts("MUG", 24, pack=12, price=410)
HERE = replace(LINE, good=24)
units = st.integers(0, 60)


def order(*lines: PurchaseLineFacts, state: PurchaseState = S.ORDERED, **more: object) -> PurchaseFacts:
    return PurchaseFacts("PO-1", state, lines, **more)  # type: ignore[arg-type]


def test_every_state_can_be_reached_from_a_draft():
    assert reachable(S.DRAFT, MOVES) == set(S)


def test_only_a_cancelled_order_has_no_way_on():
    assert dead_ends(S, MOVES) == {S.CANCELLED}


def test_everything_has_a_title():
    assert set(STATE_TITLES) == set(S)
    assert set(RECEIPT_TITLES) == set(ReceiptState)
    assert set(CLAIM_TITLES) == set(ClaimState)


@pytest.mark.parametrize(("begin", "end"), [p for p in itertools.product(S, S) if p not in MOVES])
def test_a_move_that_is_not_in_the_table_is_refused_with_one_sentence(begin: PurchaseState, end: PurchaseState):
    (sentence,) = refusals(order(HERE, state=begin), end)
    assert "PO-1" in sentence


def test_an_order_needs_lines_and_a_known_rate():
    assert len(refusals(order(state=S.DRAFT, rate_known=False), S.ORDERED)) == 2
    assert not refusals(order(LINE, state=S.DRAFT), S.ORDERED)


@pytest.mark.parametrize("state", [S.ORDERED, S.CONFIRMED])
@pytest.mark.parametrize("to", [S.DRAFT, S.CANCELLED])
def test_nothing_is_taken_back_once_goods_came_or_are_being_counted(state: PurchaseState, to: PurchaseState):
    assert not refusals(order(LINE, state=state), to)
    with pytest.raises(UserError, match="arrived already"):
        check_move(order(replace(LINE, damaged=1), state=state), to)
    with pytest.raises(UserError, match="being counted"):
        check_move(order(LINE, state=state, counting=True), to)


def test_an_order_is_closed_only_when_nothing_is_open():
    part = replace(LINE, good=20)
    with pytest.raises(UserError, match="4 pieces are still to come"):
        check_move(order(part, state=S.PARTLY_RECEIVED), S.CLOSED)
    assert not refusals(order(replace(part, short=4), state=S.PARTLY_RECEIVED), S.CLOSED)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (LINE, 24),
        (replace(LINE, good=10, damaged=2), 12),
        (replace(LINE, good=30, over=6), 0),
        (replace(LINE, good=12, short=12), 0),
        (replace(LINE, good=8, over=2, damaged=2), 16),
    ],
)
def test_what_is_still_to_come(line: PurchaseLineFacts, left: int):
    assert line.open == left


@given(
    st.lists(st.builds(PurchaseLineFacts, st.just("X"), st.integers(1, 60), good=units, damaged=units, short=units)),
    st.sampled_from(AWAITED),
    st.booleans(),
)
def test_the_state_proved_by_the_lines_is_one_the_table_allows(
    lines: list[PurchaseLineFacts], state: PurchaseState, confirmed: bool
):
    facts = PurchaseFacts("PO-1", state, lines, confirmed=confirmed)
    proved = state_by_lines(facts)
    assert (proved in (S.ORDERED, S.CONFIRMED)) == (not any(line.arrived for line in lines))
    assert (
        (proved is S.PARTLY_RECEIVED) == any(line.arrived for line in lines) and any(line.open for line in lines)
    ) or proved is not S.PARTLY_RECEIVED
    if proved is not state and state is not S.CONFIRMED and proved is not S.CONFIRMED:
        assert not refusals(facts, proved)


@pytest.mark.parametrize("state", [S.DRAFT, *FINISHED])
def test_before_and_after_its_life_the_state_stands(state: PurchaseState):
    assert state_by_lines(order(HERE, state=state)) is state


def test_all_doubts_are_told_at_once():
    facts = order(replace(LINE, quantity=13, min_quantity=24), state=S.DRAFT, min_order=10_000)
    packs, least, money = doubts(facts, "EUR")
    assert "packs of 12" in packs
    assert "at least 24" in least
    assert "53.30 EUR" in money
    assert "100.00 EUR" in money
    assert doubts(order(LINE), "EUR") == []


@given(st.integers(1, 500), st.integers(1, 48), st.integers(0, 500))
def test_whole_packs_are_the_smallest_that_do(quantity: int, pack: int, least: int):
    bought = whole_packs(quantity, pack, least)
    assert bought % pack == 0
    assert bought >= max(quantity, least)
    assert bought - pack < max(quantity, least)


@pytest.mark.parametrize("value", [0, -1, 3.5, "3.5", "x", "", None, True, float("nan"), float("inf"), "NaN"])
def test_a_quantity_that_is_no_whole_number_above_zero_is_refused_with_a_sentence(value: object):
    with pytest.raises(UserError, match=r"\.$"):
        checked_units(value)


@pytest.mark.parametrize("value", [3, 3.0, "3", " 3 ", "3.0", Decimal(3)])
def test_a_whole_number_may_be_written_in_many_ways(value: object):
    assert checked_units(value) == 3
