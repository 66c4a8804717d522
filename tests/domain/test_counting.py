"""Rules of a stocktake: tolerance, states of a line, ranges of bins, classes and intervals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shopdesk.domain.counting import (
    AbcClass,
    CountPlan,
    CountState,
    LineFacts,
    LineState,
    Tolerance,
    abc_classes,
    checked_count,
    in_range,
    line_state,
    refusals,
)
from shopdesk.domain.errors import UserError


@pytest.mark.parametrize(
    ("units", "percent", "counted", "book", "exceeded"),
    [
        (0, 0, 9, 10, True), (0, 0, 10, 10, False), (1, 0, 9, 10, False), (1, 0, 8, 10, True), (0, 10, 9, 10, False),
        (0, 10, 89, 100, True), (0, 10, 110, 100, False), (2, 10, 97, 100, False), (2, 10, 1, 0, False),
        (2, 10, 3, 0, True),
    ],
)  # fmt: skip
def test_a_tolerance_is_the_larger_of_units_and_percent(units, percent, counted, book, exceeded):
    assert Tolerance(units, percent).exceeded(counted, book) is exceeded


@pytest.mark.parametrize("wrong", [(-1, 0), (0, -1), (0, 101)])
def test_a_tolerance_that_cannot_be_is_refused(wrong):
    with pytest.raises(UserError):
        Tolerance(*wrong)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        (LineFacts(None, None, 0, False), LineState.OPEN),
        (LineFacts(5, 5, 1, False), LineState.EQUAL),
        (LineFacts(5, 4, 1, False), LineState.DIFFERS),
        (LineFacts(9, 4, 1, False), LineState.AGAIN),
        (LineFacts(9, 4, 2, False), LineState.DIFFERS),
        (LineFacts(5, 5, 1, True), LineState.AGAIN),
        (LineFacts(5, 5, 1, False, True), LineState.AGAIN),
        (LineFacts(9, 4, 1, False, False, -5), LineState.POSTED),
    ],
)
def test_the_state_of_a_line_follows_from_its_figures(line, state):
    assert line_state(line, Tolerance(1)) is state


def test_steps_of_a_count_are_named_and_no_others():
    allowed = {(one, two) for one in CountState for two in CountState if not refusals(one, two)}
    assert allowed == {
        (CountState.PLANNED, CountState.COUNTING), (CountState.PLANNED, CountState.CANCELLED),
        (CountState.COUNTING, CountState.REVIEW), (CountState.COUNTING, CountState.CANCELLED),
        (CountState.REVIEW, CountState.COUNTING), (CountState.REVIEW, CountState.POSTED),
        (CountState.REVIEW, CountState.CANCELLED),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "chosen", "inside"),
    [
        ("A-01", "A-01..A-09", True), ("A-09-3", "A-01..A-09", True), ("A-10", "A-01..A-09", False),
        ("a-05", "A-01..A-09", True), ("B-01", "A-01, B-01", True), ("B-01-2", "B-01", False), ("B-01-2", "B-", True),
        ("B-01-2", "B-01*", True), ("A-01", "", False), ("A-01", " , ", False),
    ],
)  # fmt: skip
def test_bins_are_chosen_by_range_list_and_beginning(code, chosen, inside):
    assert in_range(code, chosen) is inside


def test_classes_share_the_turnover_80_15_5():
    found = abc_classes([(1, 70), (2, 15), (3, 10), (4, 5), (5, 0), (6, -3)])
    assert found == {1: "A", 2: "A", 3: "B", 4: "C", 5: "C", 6: "C"}
    assert abc_classes([]) == {}
    assert abc_classes([(1, 0)]) == {1: "C"}


def test_an_item_is_due_when_its_days_have_passed():
    plan, today = CountPlan(), date(2026, 6, 1)
    assert plan.overdue(AbcClass.A, today - timedelta(days=29), today) is None
    assert plan.overdue(AbcClass.A, today - timedelta(days=30), today) == 1
    assert plan.overdue(AbcClass.C, today - timedelta(days=364), today) is None
    never = [plan.overdue(kind, None, today) for kind in AbcClass]
    assert never == sorted(never, reverse=True)  # important items first


@pytest.mark.parametrize(("wrong", "words"), [(-1, "negative"), (10**9, "too large")])
def test_impossible_counts_are_refused(wrong, words):
    with pytest.raises(UserError, match=words):
        checked_count(wrong)
    assert checked_count(0) == 0
