"""The lifecycle of a return: goods and money apart, the state computed from the lines, the window."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import (
    DISPOSITION_TITLES,
    FINISHED,
    MOVES,
    STATE_TITLES,
    TYPE_TITLES,
    Disposition,
    ReturnLineFacts,
    ReturnState,
    ReturnType,
    WindowAnswer,
    check_move,
    goods_state,
    inspect_refusal,
    policy_words,
    refusals,
    settlement,
    window,
)
from tests.domain.machines import dead_ends, reachable

S = ReturnState
EMPTY = ReturnLineFacts("Tea", expected=3)
BACK = replace(EMPTY, received=3)
SEEN = replace(BACK, good=2, damaged=1)
DONE = replace(SEEN, decided=True, refund_due=300, refunded=300)
FITTING = {S.EXPIRED: EMPTY, S.CANCELLED: EMPTY}


def test_every_state_can_be_reached_from_a_request():
    assert reachable(S.REQUESTED, MOVES) == set(S)


def test_only_finished_returns_have_no_way_on():
    assert dead_ends(S, MOVES) == set(FINISHED)


def test_everything_has_a_title():
    assert set(STATE_TITLES) == set(S)
    assert set(TYPE_TITLES) == set(ReturnType)
    assert set(DISPOSITION_TITLES) == set(Disposition)


@pytest.mark.parametrize(("begin", "end"), [p for p in itertools.product(S, S) if p not in MOVES])
def test_a_move_that_is_not_in_the_table_is_refused_with_one_sentence(begin: ReturnState, end: ReturnState):
    (sentence,) = refusals("RMA-1", begin, [DONE], end)
    assert "RMA-1" in sentence
    assert sentence.endswith(".")
    with pytest.raises(UserError, match="RMA-1"):
        check_move("RMA-1", begin, [DONE], end)


@pytest.mark.parametrize(("begin", "end"), list(MOVES))
def test_a_return_with_nothing_against_it_may_make_every_move(begin: ReturnState, end: ReturnState):
    lines = [FITTING.get(end, DONE)]
    assert refusals("RMA-1", begin, lines, end) == []
    check_move("RMA-1", begin, lines, end)


@pytest.mark.parametrize(
    ("begin", "end", "line"),
    [
        (S.APPROVED, S.RECEIVED, EMPTY),
        (S.APPROVED, S.DECIDED, SEEN),
        (S.APPROVED, S.CANCELLED, BACK),
        (S.AWAITING_GOODS, S.RECEIVED, EMPTY),
        (S.AWAITING_GOODS, S.EXPIRED, BACK),
        (S.AWAITING_GOODS, S.CANCELLED, BACK),
        (S.RECEIVED, S.DECIDED, SEEN),
        (S.INSPECTING, S.DECIDED, SEEN),
        (S.DECIDED, S.SETTLED, replace(DONE, refunded=299)),
        (S.SETTLED, S.CLOSED, replace(DONE, refunded=299)),
    ],
)
def test_a_guard_refuses_with_a_sentence(begin: ReturnState, end: ReturnState, line: ReturnLineFacts):
    sentences = refusals("RMA-1", begin, [line], end)
    assert len(sentences) == 1
    assert sentences[0].endswith(".")


def test_money_alone_does_not_settle_goods_that_are_undecided():
    assert len(refusals("RMA-1", S.DECIDED, [replace(DONE, decided=False, refunded=0)], S.SETTLED)) == 2


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([EMPTY], S.APPROVED),
        ([BACK, EMPTY], S.RECEIVED),
        ([SEEN, EMPTY], S.INSPECTING),
        ([DONE, BACK], S.INSPECTING),
        ([DONE, DONE], S.DECIDED),
        ([], S.APPROVED),
    ],
)
def test_the_state_of_the_goods_is_computed_from_the_lines(lines: list[ReturnLineFacts], state: ReturnState):
    assert goods_state(lines, S.APPROVED) is state


@pytest.mark.parametrize("stands", [S.REQUESTED, *FINISHED])
def test_goods_do_not_move_a_return_that_was_never_approved_or_is_over(stands: ReturnState):
    assert goods_state([DONE], stands) is stands


def test_an_inspection_accounts_for_every_piece():
    assert inspect_refusal(SEEN) is None
    assert "2 of 3" in str(inspect_refusal(replace(EMPTY, good=2)))
    assert "4 of 3" in str(inspect_refusal(replace(EMPTY, good=4)))
    assert "negative" in str(inspect_refusal(replace(EMPTY, good=4, damaged=-1)))


@given(st.integers(1, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_an_inspection_adds_up_exactly_or_is_refused(expected: int, good: int, damaged: int, missing: int):
    refused = inspect_refusal(ReturnLineFacts("Tea", expected, good=good, damaged=damaged, missing=missing))
    assert (refused is None) == (good + damaged + missing == expected)


DELIVERED = date(2026, 2, 24)


@pytest.mark.parametrize(
    ("days_later", "answer"), [(0, WindowAnswer.ALLOW), (7, WindowAnswer.ALLOW), (8, WindowAnswer.MANAGER)]
)
def test_the_window_closes_seven_days_after_delivery(days_later: int, answer: WindowAnswer):
    found = window(DELIVERED, DELIVERED + timedelta(days_later))
    assert found.answer is answer
    assert found.last_day == date(2026, 3, 3)
    assert "2026-03-03" in found.text


def test_the_window_is_worded_when_it_is_shown():
    found = window(DELIVERED, DELIVERED + timedelta(9))
    kept = found.facts()
    assert kept == {"rule": "over", "answer": "manager", "days": 7, "last_day": "2026-03-03"}
    assert policy_words(kept) == "The return window ended on 2026-03-03."
    assert policy_words(kept, lambda day: f"{day:%d.%m.}") == "The return window ended on 03.03.."
    assert policy_words({"text": "As it was said then."}) == "As it was said then."
    assert policy_words({}) == ""


def test_without_a_delivery_date_the_window_warns():
    assert window(None, DELIVERED).answer is WindowAnswer.WARN


def test_what_is_excluded_from_returns_needs_the_manager_even_inside_the_window():
    assert window(DELIVERED, DELIVERED, eligible=False).answer is WindowAnswer.MANAGER


def test_the_shop_sets_the_length_of_the_window():
    assert window(DELIVERED, DELIVERED + timedelta(30), days=30).answer is WindowAnswer.ALLOW


# What is paid back


def test_what_was_never_paid_is_credited_first():
    found = settlement([1000, 1000], 0, total=3000, paid=1500, refunded=0, credited=0)
    assert (found.lines, found.credit, found.earlier, found.amount) == ((250, 250), 1500, 0, 500)


def test_what_goodwill_paid_back_already_is_not_paid_again():
    found = settlement([2000], 490, total=2490, paid=2490, refunded=500, credited=0)
    assert (found.amount, found.credit, found.earlier) == (1990, 0, 500)
    assert found.lines[0] + found.freight == 1990


def test_freight_that_was_never_paid_is_credited_too():
    found = settlement([1000], 490, total=1490, paid=0, refunded=0, credited=0)
    assert (found.credit, found.credit_freight, found.amount) == (1490, 490, 0)


@given(
    st.lists(st.integers(0, 5000), min_size=1, max_size=4),
    st.integers(0, 900),
    st.integers(0, 12000),
    st.integers(0, 12000),
    st.integers(0, 12000),
)
def test_a_claim_is_paid_credited_or_was_paid_before_to_the_cent(
    claims: list[int], freight: int, paid: int, refunded: int, credited: int
):
    total, refunded = sum(claims) + freight, min(refunded, paid)
    found = settlement(claims, freight, total=total, paid=paid, refunded=refunded, credited=min(credited, total))
    assert found.amount + found.credit + found.earlier == total
    assert 0 <= found.amount <= paid - refunded
    assert all(0 <= part <= claim for part, claim in zip(found.lines, claims, strict=True))
    assert 0 <= found.freight <= freight
    assert 0 <= found.credit_freight <= min(freight, found.credit)
