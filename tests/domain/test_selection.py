"""Candidates: demand × margin × supply, ties by margin."""

from decimal import Decimal

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.domain.selection import margin_points, rank, score


def test_points_are_multiplied():
    assert (score(1, 1, 1), score(5, 5, 5), score(4, 3, 2)) == (1, 125, 24)
    for wrong in (0, 6):
        with pytest.raises(UserError, match="from 1 to 5"):
            score(wrong, 1, 1)


def test_the_score_comes_first_and_then_the_margin():
    order = [rank(25, Decimal("-0.5")), rank(24, Decimal("0.9")), rank(24, Decimal("0.4")), rank(24, None)]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == 4


@pytest.mark.parametrize(
    ("margin", "points"), [(None, 1), ("0.0999", 1), ("0.10", 2), ("0.25", 3), ("0.40", 4), ("0.55", 5), ("-1", 1)]
)
def test_a_margin_gives_points(margin: str | None, points: int):
    assert margin_points(None if margin is None else Decimal(margin)) == points
