"""The score of a supplier: years, quality, stability, weighted; what is not known does not count."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.supplier_score import SupplierFacts, Weights, checked_weights, supplier_score, years_since

TODAY = date(2026, 3, 2)
units = st.integers(0, 1000)


def test_the_three_parts_and_their_mean():
    facts = SupplierFacts(date(2023, 3, 2), 200, 6, 4, due=10, on_time=9, owed=220, filled=198)
    score = supplier_score(facts, Weights(20, 50, 30), TODAY)
    assert score.years == 3.0
    assert score.years_share == pytest.approx(0.6)
    assert score.quality == pytest.approx(0.95)
    assert score.stability == pytest.approx(0.9 * 0.9)
    assert score.score == pytest.approx(20 * 0.6 + 50 * 0.95 + 30 * 0.81)


def test_a_supplier_nothing_was_bought_from_has_no_score():
    score = supplier_score(SupplierFacts(date(2001, 1, 1)), Weights(), TODAY)
    assert (score.quality, score.stability, score.score) == (None, None, None)
    assert score.years_share == 1


def test_what_is_not_known_counts_neither_for_nor_against():
    known = supplier_score(SupplierFacts(TODAY, received=10), Weights(0, 50, 50), TODAY)
    assert known.stability is None
    assert known.score == 100


@given(st.tuples(units, units, units, units, units, units, units))
def test_every_share_stays_between_nothing_and_all(figures: tuple[int, ...]):
    received, defects, caused, due, on_time, owed, filled = figures
    facts = SupplierFacts(date(2020, 1, 1), received, defects, caused, due, min(on_time, due), owed, filled)
    score = supplier_score(facts, Weights(), TODAY)
    for part in (score.years_share, score.quality, score.on_time, score.fill_rate, score.stability):
        assert part is None or 0 <= part <= 1
    assert score.score is None or 0 <= score.score <= 100


def test_years_are_never_negative():
    assert years_since(date(2027, 1, 1), TODAY) == 0


@pytest.mark.parametrize("weights", [(50, 50, 50), (0, 0, 0), (-10, 60, 50), (33, 33, 33)])
def test_weights_sum_to_a_hundred(weights: tuple[int, int, int]):
    with pytest.raises(UserError, match="sum to 100 %"):
        checked_weights(*weights)
    assert checked_weights(34, 33, 33) == Weights(34, 33, 33)
