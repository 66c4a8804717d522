"""Candidates: scored, ordered at once, later compared with what became of them."""

from __future__ import annotations

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.queries.selection import CANDIDATES, candidate_of
from shopdesk.store.tables import Product, Variant
from shopdesk.usecases import products, selection
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both


def candidate(desk: Desk, demand: int, supply: int, **more: object) -> int:
    return desk.do(selection.new_candidate, "Candidate", f"CAN-{make.number()}", demand, supply, **more)


def order(desk: Desk, *ids: int) -> list[int]:
    return [row.product_id for row in desk.pages(CANDIDATES) if row.product_id in ids]


@on_both
def test_candidates_stand_by_score_and_then_by_margin(desk: Desk):
    low = candidate(desk, 2, 3, margin=4)
    rich = candidate(desk, 4, 3, margin=2, price=1000, cost=400)
    poor = candidate(desk, 2, 3, margin=4, price=1000, cost=900)
    assert order(desk, low, rich, poor) == [rich, poor, low]
    assert desk.do(selection.score_product, low, 5, 5, margin=5) == 125
    assert order(desk, low, rich, poor) == [low, rich, poor]


def test_margin_points_follow_from_price_and_cost(desk: Desk):
    one = candidate(desk, 5, 1, price=1000, cost=550)
    row = desk.read(candidate_of, one)
    assert (row.margin, row.score, row.margin_share) == (4, 20, pytest.approx(0.45))
    assert make.row(desk, Product, one).lifecycle == "candidate"


def test_a_score_must_make_sense(desk: Desk):
    one = candidate(desk, 1, 1)
    for wrong in ((0, 1), (1, 6)):
        with pytest.raises(UserError, match="from 1 to 5"):
            desk.do(selection.score_product, one, *wrong)
    with pytest.raises(UserError, match="no such product"):
        desk.do(selection.score_product, 10**6, 1, 1)
    with pytest.raises(UserError, match="not one of"):
        desk.do(selection.score_product, one, 1, 1, directions=["luck"])
    assert desk.read(candidate_of, 10**6) is None


def test_what_became_of_it_is_shown_beside_the_score(desk: Desk):
    one = candidate(desk, 5, 5, directions=["repeat"], segment="gifts", note="Asked for at the fair")
    desk.do(products.edit_product, one, {"lifecycle": "testing"})
    variant = make.rows(desk, Variant, Variant.product_id == one)[0].id
    make.received(desk, variant, 10)
    sold = make.order(desk, [(variant, 4)], state="delivered")
    make.returned(desk, sold, 1)
    row = desk.read(candidate_of, one)
    assert (row.sold, row.returned_share) == (4, 0.25)
    assert row.sell_through == pytest.approx(4 / (4 + row.on_hand))
    assert row.direction_titles == "Bought again and again"
    assert [found.product_id for found in desk.pages(CANDIDATES, {"direction": "repeat", "lifecycle": "testing"})] == [
        one
    ]
