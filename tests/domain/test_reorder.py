"""The reorder rule with its numbers, days of cover, unsold lots, ABC classes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.reorder import (
    URGENCY_TITLES,
    Need,
    Urgency,
    abc_classes,
    advise,
    cover_days,
    expire_unsold,
    runs_out_on,
    whole_packs,
)

TODAY = date(2026, 11, 22)


def test_the_worked_example():
    need = Need(daily=4, lead_days=12, buffer_days=7, cover_days=14, safety=10, available=30, incoming=20, pack=12)
    advice = advise(need)
    assert advice.wanted == 92
    assert advice.quantity == 96
    assert advice.cover == 7.5


def test_due_at_exactly_lead_time_and_buffer_and_not_a_day_earlier():
    at_the_line = Need(daily=1, available=17, lead_days=10, buffer_days=7)
    assert advise(at_the_line).due
    assert not advise(Need(daily=1, available=18, lead_days=10, buffer_days=7)).due


def test_the_alert_line_is_reached_at_it_and_below_it():
    assert advise(Need(daily=None, available=5, minimum=5)).quantity == 1
    assert advise(Need(daily=None, available=2, minimum=5)).quantity == 4
    assert advise(Need(daily=None, available=6, minimum=5)).quantity == 0
    assert advise(Need(daily=None, available=5, incoming=1, minimum=5)).quantity == 0


def test_at_least_what_the_supplier_sells():
    assert advise(Need(daily=0.1, available=0, least=50, pack=12)).quantity == 60


def test_what_is_on_its_way_is_not_ordered_again():
    assert not advise(Need(daily=1, available=3, incoming=60, lead_days=10)).due


def test_goods_that_expire_first_are_not_counted_on():
    advice = advise(Need(daily=2, available=20, expiring=14, lead_days=5, buffer_days=7, cover_days=7))
    assert advice.cover == 3.0
    assert advice.quantity == 2 * 19 - 6


@pytest.mark.parametrize(
    ("need", "urgency"),
    [
        (Need(daily=2, available=0), Urgency.OUT),
        (Need(daily=None, available=0, minimum=0), Urgency.OUT),
        (Need(daily=2, available=10, lead_days=10), Urgency.TOO_LATE),
        (Need(daily=2, available=24, lead_days=10), Urgency.NOW),
        (Need(daily=2, available=24, incoming=90, lead_days=10), Urgency.WATCH),
        (Need(daily=2, available=200), Urgency.FINE),
        (Need(daily=None, available=5), Urgency.UNKNOWN),
        (Need(daily=0.0, available=5), Urgency.FINE),
        (Need(daily=0.0, available=0), Urgency.FINE),
    ],
)
def test_urgency(need: Need, urgency: Urgency):
    assert advise(need).urgency is urgency


@given(
    st.builds(
        Need,
        daily=st.none() | st.floats(0, 500),
        available=st.integers(0, 5000),
        incoming=st.integers(0, 500),
        safety=st.integers(0, 100),
        lead_days=st.integers(0, 90),
        buffer_days=st.integers(7, 15),
        cover_days=st.integers(1, 60),
        pack=st.integers(1, 48),
        least=st.integers(0, 200),
        minimum=st.none() | st.integers(0, 50),
    )
)
def test_an_advice_is_whole_packs_and_fills_the_horizon(need: Need):
    advice = advise(need)
    assert advice.quantity % need.pack == 0
    if advice.due:
        assert advice.quantity >= need.least
        assert advice.quantity + 1e-6 >= advice.wanted > 0
        assert advice.quantity - max(advice.wanted, need.least) < need.pack
    assert (advice.urgency in {Urgency.NOW, Urgency.TOO_LATE, Urgency.OUT}) or not advice.due


def test_whole_packs_are_not_opened_by_binary_dust():
    assert whole_packs(0.1 * 3 * 10, 3) == 3
    assert whole_packs(12.5, 12) == 24


def test_cover_and_the_day_it_ends():
    assert cover_days(30, 4) == 7.5
    assert cover_days(30, 0) is None
    assert cover_days(30, None) is None
    assert runs_out_on(TODAY, 30, 4) == date(2026, 11, 29)
    assert runs_out_on(TODAY, 30, None) is None


def test_units_that_expire_before_they_sell():
    in_a_week, in_a_month = TODAY + timedelta(7), TODAY + timedelta(30)
    assert expire_unsold([(in_a_week, 10)], TODAY, 1) == 3
    assert expire_unsold([(in_a_week, 5), (in_a_month, 30)], TODAY, 1) == 5
    assert expire_unsold([(in_a_month, 30), (in_a_week, 10)], TODAY, 1) == 10
    assert expire_unsold([(TODAY - timedelta(1), 4), (None, 100)], TODAY, 9) == 4
    assert expire_unsold([(in_a_week, 10)], TODAY, None) == 10


@given(st.lists(st.tuples(st.integers(-5, 60), st.integers(0, 40)), max_size=8), st.floats(0, 10))
def test_never_more_expires_than_there_is(lots: list[tuple[int, int]], daily: float):
    dated = [(TODAY + timedelta(days), units) for days, units in lots]
    assert 0 <= expire_unsold(dated, TODAY, daily) <= sum(units for _date, units in dated)


def test_classes_by_share_of_value():
    assert abc_classes({1: 800, 2: 150, 3: 50, 4: 0}) == {1: "A", 2: "B", 3: "C", 4: "C"}
    assert abc_classes({}) == {}
    assert abc_classes({7: 0}) == {7: "C"}
    assert abc_classes({7: 5}) == {7: "A"}


def test_every_urgency_has_words():
    assert set(URGENCY_TITLES) == set(Urgency)
