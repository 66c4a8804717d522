"""Daily demand, seasons, and how wrong a forecast was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.demand import METHOD_TITLES, Demand, Method, SalesDay, average, judge, season_factor, weighted

days = st.lists(st.builds(SalesDay, st.integers(0, 50), st.booleans()), max_size=90)


def selling(*sold: int) -> list[SalesDay]:
    return [SalesDay(units) for units in sold]


def test_days_without_stock_do_not_lower_the_average():
    month = [*selling(*[4] * 14), *[SalesDay(0, in_stock=False)] * 14]
    assert average(month) == Demand(4.0, Method.AVERAGE, 14, 14)


def test_a_day_that_sold_its_last_unit_counts_though_nothing_was_left():
    month = [*selling(*[1] * 13), SalesDay(15, in_stock=False)]
    assert average(month).daily == 2.0


def test_thirteen_days_are_not_enough_and_fourteen_are():
    assert average(selling(*[3] * 13)).method is Method.NOT_ENOUGH
    assert average(selling(*[3] * 14)).daily == 3.0


def test_recent_days_weigh_more():
    rising = weighted(selling(*[0] * 14, *[10] * 14))
    assert rising.daily == pytest.approx(20 / 3, rel=0.001)  # the last fortnight counts twice
    assert average(selling(*[0] * 14, *[10] * 14)).daily == 5.0


@given(days)
def test_an_average_lies_between_the_weakest_and_the_strongest_day(history: list[SalesDay]):
    for demand in (average(history), weighted(history)):
        if demand.method is Method.NOT_ENOUGH:
            assert demand.daily == 0.0
        else:
            assert 0 <= demand.daily <= max(day.sold for day in history) + 1e-9
        assert demand.days_in_stock + demand.days_out == len(history)


def test_a_season_needs_a_whole_year():
    year = dict.fromkeys(range(1, 13), 100) | {12: 250}
    assert season_factor(year, 11, 12) == 2.5
    del year[3]
    assert season_factor(year, 11, 12) is None


def test_one_odd_month_does_not_fill_the_house():
    year = dict.fromkeys(range(1, 13), 10) | {12: 1000}
    assert season_factor(year, 11, 12) == 3.0
    assert season_factor(year, 12, 1) == 0.33


def test_the_season_multiplies_the_average():
    demand = average(selling(*[2] * 20), 1.5)
    assert (demand.daily, demand.method) == (3.0, Method.SEASONAL)


def test_a_forecast_is_judged_by_the_weeks_kept_out_of_it():
    steady = judge(selling(*[2] * 42), 14)
    assert steady is not None
    assert (steady.forecast, steady.sold, steady.wape) == (28.0, 28, 0.0)
    doubled = judge(selling(*[2] * 28, *[4] * 14), 14)
    assert doubled is not None
    assert doubled.wape == pytest.approx(0.5)
    stopped = judge(selling(*[2] * 28, *[0] * 14), 14)
    assert stopped is not None
    assert stopped.wape is None
    assert judge(selling(*[2] * 20), 14) is None


def test_every_method_has_words():
    assert set(METHOD_TITLES) == set(Method)
