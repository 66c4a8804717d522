"""Counting while selling: every difference is right whatever moved, and what was posted stays provable."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Role, User
from shopdesk.queries.count_plan import due_items
from shopdesk.store.engine import Database
from shopdesk.store.tables import CountLine, Person, StockCount, StockMove
from shopdesk.usecases import counts, people, products, stock
from shopdesk.usecases.checking import check
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both


def _lines(desk: Desk, count: int) -> list[Any]:
    return make.rows(desk, CountLine, CountLine.count_id == count)


def _line(desk: Desk, count: int, variant: int) -> Any:
    return next(line for line in _lines(desk, count) if line.variant_id == variant)


def _state(desk: Desk, count: int) -> str:
    return str(make.row(desk, StockCount, count).state)


def _second(desk: Desk) -> Desk:
    """Another person who may count."""
    known = make.rows(desk, Person, Person.name == "Wanda")
    if not known:
        desk.do(people.set_password, make.row(desk, Person, 1).name, "olga-olga-9")
        desk.do(people.add_user, "Wanda", "warehouse", "wanda-wanda-9")
        known = make.rows(desk, Person, Person.name == "Wanda")
    return Desk(desk.database, User(known[0].id, "Wanda", Role.WAREHOUSE))


def _counting(desk: Desk, units: int = 24, **more: Any) -> tuple[str, int, int]:
    """A bin with so many pieces of one item, and a count of that bin: (bin, variant, count)."""
    place = make.bin(desk)
    tea = make.product(desk, units, bin=place)
    return place, tea, desk.do(counts.start_count, bins=place, **more)


@on_both
def test_goods_sold_before_and_after_counting_do_not_change_the_difference(desk: Desk):
    place, tea, count = _counting(desk, 24)
    make.order(desk, [(tea, 2)], "shipped")
    desk.do(counts.count_line, count, tea, 21, place)
    make.order(desk, [(tea, 1)], "shipped")
    desk.do(stock.receive, tea, 5, place)
    line = _line(desk, count, tea)
    assert (line.snapshot, line.book, line.counted) == (24, 22, 21)
    assert desk.do(counts.post_count, count, "Stocktake", without_recount=True) == 1
    assert _line(desk, count, tea).adjusted == -1
    assert make.bins_of(desk, tea)[place] == 24 - 2 - 1 + 5 - 1
    (move,) = make.rows(desk, StockMove, StockMove.document == "count_line", StockMove.variant_id == tea)
    assert (move.quantity, move.reason, move.note) == (1, "count", "Stocktake")
    assert _state(desk, count) == "posted"


@on_both
def test_a_count_that_agrees_books_nothing_and_is_still_kept(desk: Desk):
    place, tea, count = _counting(desk, 7)
    desk.do(counts.count_line, count, tea, 7, place)
    assert desk.do(counts.post_count, count) == 0
    assert _line(desk, count, tea).adjusted == 0
    assert not make.rows(desk, StockMove, StockMove.document == "count_line", StockMove.variant_id == tea)


def test_a_posted_count_is_proved_for_ever(desk: Desk):
    place, tea, count = _counting(desk, 10)
    desk.do(counts.count_line, count, tea, 8, place)
    desk.do(counts.post_count, count, "Stocktake", without_recount=True)
    make.order(desk, [(tea, 3)], "shipped")
    make.whole(desk)
    line = _line(desk, count, tea)
    with desk.database.writing() as connection:
        connection.execute(text("UPDATE count_lines SET counted = 9 WHERE id = :id"), {"id": line.id})
    broken = [problem for problem in desk.read(check).problems if problem.rule == "counts"]
    assert len(broken) == 1
    assert "9 were counted" in broken[0].message
    with desk.database.writing() as connection:
        connection.execute(text("UPDATE count_lines SET counted = 8, adjusted = -3 WHERE id = :id"), {"id": line.id})
    assert {problem.rule for problem in desk.read(check).problems} == {"counts", "count differences"}
    with desk.database.writing() as connection:
        connection.execute(text("UPDATE count_lines SET adjusted = -2 WHERE id = :id"), {"id": line.id})


def test_every_scan_counts_one_piece_or_the_pieces_of_its_pack(desk: Desk):
    place, tea, count = _counting(desk, 14)
    desk.do(products.add_barcode, tea, "4006381333931", 12)
    sku = desk.read(lambda session: session.execute(text(f"SELECT sku FROM variants WHERE id = {tea}")).scalar())
    desk.do(counts.scan_count, count, sku, place)
    desk.do(counts.scan_count, count, "4006381333931", place)
    desk.do(counts.scan_count, count, sku.lower(), place)
    assert _line(desk, count, tea).counted == 14
    with pytest.raises(UserError, match="No product carries"):
        desk.do(counts.scan_count, count, "1234", place)
    with pytest.raises(UserError, match="at least one"):
        desk.do(counts.scan_count, count, sku, place, quantity=0)


def test_a_number_typed_wrongly_is_typed_again(desk: Desk):
    place, tea, count = _counting(desk, 14)
    for counted in (140, 14):
        desk.do(counts.count_line, count, tea, counted, place)
    line = _line(desk, count, tea)
    assert (line.counted, line.rounds, line.first_counted) == (14, 1, None)
    for wrong, words in ((-1, "cannot be negative"), (10**9, "too large")):
        with pytest.raises(UserError, match=words):
            desk.do(counts.count_line, count, tea, wrong, place)
    desk.do(counts.uncount_line, line.id)
    assert _line(desk, count, tea).counted is None


def test_far_off_lines_need_a_second_count_by_somebody_else(desk: Desk):
    place, tea, count = _counting(desk, 24)
    second = _second(desk)
    desk.do(counts.count_line, count, tea, 20, place)
    with pytest.raises(UserError, match="1 line is far off"):
        desk.do(counts.post_count, count, "x")
    assert desk.do(counts.recount, count) == 1
    with pytest.raises(UserError, match="Somebody else"):
        desk.do(counts.count_line, count, tea, 20, place)
    second.do(counts.count_line, count, tea, 23, place)
    line = _line(desk, count, tea)
    assert (line.first_counted, line.first_by, line.counted, line.counted_by, line.rounds) == (
        20,
        "Olga",
        23,
        "Wanda",
        2,
    )
    assert desk.do(counts.post_count, count, "Recounted") == 1
    assert make.bins_of(desk, tea)[place] == 23


def test_small_differences_are_believed_the_first_time(desk: Desk):
    place, tea, count = _counting(desk, 100, tolerance_percent=3)
    for counted, again in ((97, False), (103, False), (96, True)):
        desk.do(counts.count_line, count, tea, counted, place)
        assert desk.do(counts.recount, count) == int(again)
    with pytest.raises(UserError, match="tolerance"):
        desk.do(counts.start_count, bins=place, tolerance_percent=101)


def test_a_difference_needs_a_reason(desk: Desk):
    place, tea, count = _counting(desk, 5, tolerance_units=2)
    desk.do(counts.count_line, count, tea, 4, place)
    with pytest.raises(UserError, match="reason"):
        desk.do(counts.post_count, count, "  ")
    desk.do(counts.give_reason, _line(desk, count, tea).id, "Broken cup")
    desk.do(counts.post_count, count)
    (move,) = make.rows(desk, StockMove, StockMove.document == "count_line", StockMove.variant_id == tea)
    assert move.note == "Broken cup"


def test_an_empty_line_means_what_the_count_says(desk: Desk):
    place = make.bin(desk)
    tea, mug = make.product(desk, 3, bin=place), make.product(desk, 4, bin=place)
    for meaning, left in (("not_counted", 4), ("zero", 0)):
        count = desk.do(counts.start_count, bins=place, empty_means=meaning)
        desk.do(counts.count_line, count, tea, 3, place)
        desk.do(counts.post_count, count, "x", without_recount=True)
        assert make.bins_of(desk, mug).get(place, 0) == left
    with pytest.raises(UserError, match="empty line"):
        desk.do(counts.start_count, bins=place, empty_means="maybe")


def test_goods_found_where_the_books_have_none_get_a_line(desk: Desk):
    place, _tea, count = _counting(desk, 5)
    stranger = make.product(desk, 2)
    with pytest.raises(UserError, match="Say in which bin"):
        desk.do(counts.count_line, count, stranger, 2)
    desk.do(counts.count_line, count, stranger, 2, place)
    line = _line(desk, count, stranger)
    assert (line.found, line.snapshot, line.book, line.counted) == (True, 0, 0, 2)
    desk.do(counts.post_count, count, "Misplaced", without_recount=True)
    assert make.bins_of(desk, stranger) == {"SHELF": 2, place: 2}
    service = make.product(desk, item_type="service")
    _place, _tea, other = _counting(desk, 1)
    with pytest.raises(UserError, match="service"):
        desk.do(counts.count_line, other, service, 1, place)


def test_lots_are_counted_apart(desk: Desk):
    place = make.bin(desk)
    tea = make.product(desk, 4, bin=place, lot="L1")
    make.received(desk, tea, 6, place, "L2")
    count = desk.do(counts.start_count, bins=place, tolerance_units=5)
    with pytest.raises(UserError, match="several places"):
        desk.do(counts.count_line, count, tea, 3, place)
    desk.do(counts.count_line, count, tea, 3, place, lot="L1")
    desk.do(counts.count_line, count, tea, 6, place, lot="L2")
    desk.do(counts.post_count, count, "x")
    assert make.bins_of(desk, tea) == {f"{place}/L1": 3, f"{place}/L2": 6}


def test_missing_goods_that_wait_to_be_picked_are_not_booked_away(desk: Desk):
    place, tea, count = _counting(desk, 5, tolerance_units=9)
    make.order(desk, [(tea, 4)], "picking")
    desk.do(counts.count_line, count, tea, 2, place)
    with pytest.raises(UserError, match="4 wait to be picked"):
        desk.do(counts.post_count, count, "x")
    assert _state(desk, count) == "counting"
    assert make.bins_of(desk, tea)[place] == 5


def test_moves_between_two_scans_of_a_line_ask_for_a_second_count(desk: Desk):
    place, tea, count = _counting(desk, 5, tolerance_units=9)
    sku = desk.read(lambda session: session.execute(text(f"SELECT sku FROM variants WHERE id = {tea}")).scalar())
    desk.do(counts.scan_count, count, sku, place)
    make.order(desk, [(tea, 1)], "shipped")
    for _piece in range(3):
        desk.do(counts.scan_count, count, sku, place)
    assert _line(desk, count, tea).doubtful
    with pytest.raises(UserError, match="second count"):
        desk.do(counts.post_count, count, "x")
    desk.do(counts.count_line, count, tea, 4, place)
    assert desk.do(counts.post_count, count) == 0


def test_a_count_goes_its_way_and_no_other(desk: Desk):
    place = make.bin(desk)
    tea = make.product(desk, 3, bin=place)
    count = desk.do(counts.plan_count, "Aisle", bins=place)
    assert (_state(desk, count), _lines(desk, count)) == ("planned", [])
    with pytest.raises(UserError, match="not begun"):
        desk.do(counts.post_count, count)
    assert desk.do(counts.begin_count, count) == 1
    with pytest.raises(UserError, match="state"):
        desk.do(counts.begin_count, count)
    with pytest.raises(UserError, match="Nothing has been counted"):
        desk.do(counts.submit_count, count)
    desk.do(counts.count_line, count, tea, 3)
    desk.do(counts.submit_count, count)
    desk.do(counts.resume_count, count)
    desk.do(counts.submit_count, count)
    desk.do(counts.post_count, count)
    for step, words in (
        (lambda: desk.do(counts.cancel_count, count), "posted"),
        (lambda: desk.do(counts.count_line, count, tea, 2), "posted"),
        (lambda: desk.do(counts.post_count, count), "posted"),
        (lambda: desk.do(counts.resume_count, count), "Only a count in review"),
        (lambda: desk.do(counts.post_count, 10**6), "no such count"),
        (lambda: desk.do(counts.give_reason, 10**6, "x"), "no such line"),
    ):
        with pytest.raises(UserError, match=words):
            step()
    other = desk.do(counts.start_count, bins=place)
    desk.do(counts.cancel_count, other, "No time")
    with pytest.raises(UserError, match="cancelled"):
        desk.do(counts.count_line, other, tea, 2)
    assert make.events(desk, "count", count) == ["planned", "begun", "submitted", "resumed", "submitted", "posted"]


def test_what_is_counted_is_chosen_in_one_way(desk: Desk):
    one, two = make.bin(desk, f"RG-{make.number():03d}"), make.bin(desk, f"RG-{make.number():03d}", zone="storage")
    tea = make.product(desk, 3, bin=one, category="Rare teas")
    mug = make.product(desk, 3, bin=two)
    sku = desk.read(lambda session: session.execute(text(f"SELECT sku FROM variants WHERE id = {mug}")).scalar())

    def counted(**chosen: Any) -> list[int]:
        return [line.variant_id for line in _lines(desk, desk.do(counts.start_count, **chosen))]

    assert counted(bins=f"{one}..{two}") == [tea, mug]
    assert counted(bins=two.lower()) == [mug]
    assert counted(category="Rare teas") == [tea]
    assert counted(skus=[sku]) == [mug]
    assert mug in counted(zone="storage")
    assert {tea, mug} <= set(counted(everything=True))
    for chosen, words in (
        ({}, "Choose one way"),
        ({"bins": "A", "zone": "storage"}, "Choose one way"),
        ({"zone": "packing"}, "no zone"),
        ({"bins": "NOWHERE"}, "Nothing lies there"),
        ({"skus": ["NONE"]}, "No product carries"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(counts.start_count, **chosen)


def test_the_plan_asks_for_important_items_more_often(file_database: Database):
    clock = make.Clock()
    desk = make.desk(file_database, clock=clock)
    tea, pin = make.product(desk, 50, price=90_000), make.product(desk, 50, price=1)
    make.order(desk, [(tea, 5), (pin, 5)], "shipped")
    today = clock.now.date()
    due = desk.read(due_items, today)
    assert [(item.variant_id, item.abc, item.last) for item in due] == [(tea, "A", None), (pin, "C", None)]
    count = desk.do(counts.start_count, plan=True)
    assert desk.read(due_items, today) == []
    for variant in (tea, pin):
        desk.do(counts.count_line, count, variant, 45)
    with pytest.raises(UserError, match="Nothing is due"):
        desk.do(counts.start_count, plan=True)
    desk.do(counts.post_count, count)
    for days, wanted in ((29, []), (30, [tea]), (364, [tea]), (365, [tea, pin])):
        assert [item.variant_id for item in desk.read(due_items, today + timedelta(days=days))] == wanted


@pytest.mark.parametrize("role", [Role.SERVICE, Role.VIEWER])
def test_counting_and_posting_need_their_rights(desk: Desk, role: Role):
    from shopdesk.domain.errors import Forbidden

    _place, _tea, count = _counting(desk, 2)
    with pytest.raises(Forbidden):
        make.desk(desk.database, role).do(counts.start_count, everything=True)
    with pytest.raises(Forbidden):
        make.desk(desk.database, Role.WAREHOUSE).do(counts.post_count, count)
