"""Lists of reckoned rows behave like any other list, and what is advised is what the ledger says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from shopdesk.domain.demand import Demand, Method, average
from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role
from shopdesk.queries.demand import demands, first_move_since, sales_days
from shopdesk.queries.reorder_list import REORDER
from shopdesk.store.engine import Database
from shopdesk.store.tables import StockMove
from shopdesk.usecases import products, stock
from shopdesk.usecases.desk import Desk
from tests import make

START = datetime(2026, 9, 1, 8).astimezone()


@pytest.fixture
def desk(database: Database) -> Desk:
    """Two items with goods, one that has reached its minimum."""
    desk = make.desk(database)
    for sku, units, minimum in (("TEA", 9, None), ("MUG", 2, 5), ("POT", 4, 1)):
        variant = desk.do(products.create_product, f"Product {sku}", sku, price=1000)
        desk.do(stock.receive, variant, units)
        if minimum is not None:
            desk.do(products.edit_variant, variant, {"min_stock": minimum})
    return desk


def skus(desk: Desk, where: dict[str, str] | None = None, text: str = "", **order: object) -> list[str]:
    return [row.sku for row in desk.pages(REORDER, where, text, **order)]  # type: ignore[arg-type]


def test_rows_are_filtered_sorted_counted_and_found(desk: Desk):
    assert skus(desk, {"due": "yes"}) == ["MUG"]
    assert skus(desk, sort="available", down=True) == ["TEA", "POT", "MUG"]
    assert skus(desk, text="product po") == ["POT"]
    assert desk.counts(REORDER)["due"] == 1
    pages = desk.pages(REORDER, sort="available")
    assert (pages.total, pages[0].sku, pages[7], pages[-1]) == (3, "MUG", None, None)
    assert pages.index_of(pages[2].id) == 2
    assert pages.index_of(99) is None
    assert pages.ids(2) == [pages[0].id, pages[1].id]


def test_what_nobody_knows_stands_last_both_ways(desk: Desk):
    assert desk.pages(REORDER, sort="quantity")[0].sku == "MUG"
    assert desk.pages(REORDER, sort="quantity", down=True)[0].sku == "MUG"


def test_rows_are_reckoned_anew_after_a_change(desk: Desk):
    mug = desk.pages(REORDER, {"due": "yes"})[0]
    assert desk.pages(REORDER, {"due": "yes"})[0] is mug
    desk.do(stock.receive, mug.id, 10)
    assert skus(desk, {"due": "yes"}) == []


def test_unknown_filters_and_sorts_and_people_without_the_right_are_refused(desk: Desk):
    with pytest.raises(UserError, match="“colour” is no filter"):
        desk.pages(REORDER, {"colour": "red"})
    with pytest.raises(UserError, match="cannot be sorted by “colour”"):
        desk.pages(REORDER, sort="colour")
    with pytest.raises(Forbidden):
        make.desk(desk.database, Role.SERVICE).pages(REORDER)


def _sold(database: Database, days: dict[int, int], units: int) -> tuple[Desk, int, date]:
    """A shop that opened with ``units`` and sold so many on days after the first; (desk, variant, last day)."""
    clock = make.Clock()
    desk = make.desk(database, clock=clock)
    clock.now = START
    variant = int(desk.do(products.create_product, "Tea", "TEA", price=1000))
    desk.do(stock.receive, variant, units)
    for day, sold in days.items():
        clock.now = START + timedelta(days=day)
        make.order(desk, [(variant, sold)], "shipped")
    return desk, variant, START.date() + timedelta(days=50)


def test_days_sold_out_are_seen_in_the_ledger(database: Database):
    desk, variant, today = _sold(database, {1: 2, 10: 3, 20: 5}, 10)
    history = desk.read(sales_days, today, 56)[variant]
    start = today - timedelta(days=56)
    first = (START.date() - start).days
    assert [at - first for at, day in enumerate(history) if day.sold] == [1, 10, 20]
    assert [day.in_stock for day in history] == [0 <= at - first <= 20 for at in range(56)]
    expected = average(history)
    assert desk.read(demands, today)[variant] == expected == Demand(10 / 21, Method.AVERAGE, 21, 35)


def test_the_first_move_since_a_moment_is_found_by_halving(database: Database):
    desk, _variant, _today = _sold(database, dict.fromkeys(range(1, 9), 1), 10)
    moves = sorted(make.rows(desk, StockMove), key=lambda move: move.id)
    for moment in (moves[0].at, START + timedelta(days=3, hours=1), START + timedelta(days=99)):
        found = desk.read(first_move_since, moment)
        assert [move.id for move in moves if move.id >= found] == [move.id for move in moves if move.at >= moment]
