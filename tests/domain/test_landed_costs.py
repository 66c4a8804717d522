"""Costs beside the goods' price go into the goods, to the last minor unit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.landed_costs import (
    SPREAD_TITLES,
    CostLine,
    Spread,
    checked_rate,
    cost_of_units,
    in_currency,
    landed,
    unit_costs,
)

MUGS = [CostLine(96, 410, 300), CostLine(48, 235, 100), CostLine(12, 520, 500)]
lines = st.lists(
    st.builds(CostLine, st.integers(1, 500), st.integers(0, 9_999), st.none() | st.integers(1, 9_000)), min_size=1
)


def test_every_way_to_spread_has_a_title():
    assert set(SPREAD_TITLES) == set(Spread)


@pytest.mark.parametrize(
    ("spread", "shares"),
    [(Spread.VALUE, [3321, 952, 527]), (Spread.QUANTITY, [2954, 1477, 369]), (Spread.WEIGHT, [3491, 582, 727])],
)
def test_freight_is_shared_by_value_quantity_or_weight(spread: Spread, shares: list[int]):
    whole = landed(MUGS, 4800, spread)
    assert [cost - line.quantity * line.price for cost, line in zip(whole, MUGS, strict=True)] == shares


def test_an_unknown_weight_does_not_travel_for_nothing():
    unknown = [*MUGS[:2], CostLine(12, 520)]
    assert landed(unknown, 4800, Spread.WEIGHT) == landed(unknown, 4800, Spread.VALUE)


@given(lines, st.integers(0, 1_000_000), st.sampled_from(Spread))
def test_nothing_is_lost_or_made_up(cost_lines: list[CostLine], costs: int, spread: Spread):
    assert sum(landed(cost_lines, costs, spread)) == sum(line.quantity * line.price for line in cost_lines) + costs


@given(lines, st.integers(1, 1_000_000), st.integers(1, 10**9))
def test_in_another_currency_the_whole_is_what_was_paid(cost_lines: list[CostLine], costs: int, total: int):
    assert sum(landed(cost_lines, costs, Spread.VALUE, total)) == total


@given(st.integers(0, 10**7), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_a_line_received_in_parts_costs_what_it_costs_at_once(whole: int, parts: list[int]):
    quantity, done, spent = sum(parts), 0, 0
    for part in parts:
        spent += cost_of_units(whole, quantity, done, part)
        done += part
    assert spent == whole
    assert cost_of_units(whole, quantity, quantity, 5) == 0


@given(st.integers(0, 10**7), st.integers(1, 500))
def test_whole_unit_costs_add_up(total: int, count: int):
    pairs = unit_costs(total, count)
    assert sum(units for units, _cost in pairs) == count
    assert sum(units * cost for units, cost in pairs) == total
    assert len({cost for _units, cost in pairs}) <= 2
    assert unit_costs(total, 0) == []


def test_currencies_with_and_without_cents():
    assert in_currency(1250, "EUR", "EUR", Decimal(7)) == 1250
    assert in_currency(1250, "EUR", "CNY", Decimal("7.85")) == 9813
    assert in_currency(1250, "EUR", "JPY", Decimal("162.4")) == 2030
    assert in_currency(2030, "JPY", "EUR", Decimal("0.006158")) == 1250


@pytest.mark.parametrize("text", ["", "x", "0", "-1", "NaN", "Infinity", "1e9"])
def test_what_is_no_rate_is_refused(text: str):
    with pytest.raises(UserError, match="no exchange rate"):
        checked_rate(text)
    assert checked_rate(" 7.85 ") == Decimal("7.85")
