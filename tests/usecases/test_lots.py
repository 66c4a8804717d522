"""Lots: the earliest date leaves first, unless somebody says why not; what expires is seen early."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.queries.lots import LOTS, expiry_state, expiry_warnings
from shopdesk.queries.reports import make_report
from shopdesk.store.tables import Allocation, Lot, ShipmentLine
from shopdesk.usecases import count_plans, counts, lots, picking, stock
from shopdesk.usecases.desk import Desk
from tests import make


def _today(desk: Desk) -> Any:
    return desk.clock().astimezone().date()


def _allocated(desk: Desk, shipment: int) -> list[tuple[str, int]]:
    with desk.reading() as session:
        rows = session.query(Lot.code, Allocation.quantity).join(Lot, Lot.id == Allocation.lot_id)
        rows = rows.join(ShipmentLine, ShipmentLine.id == Allocation.shipment_line_id)
        return sorted(tuple(row) for row in rows.filter(ShipmentLine.shipment_id == shipment))


def _two_lots(desk: Desk) -> tuple[int, str, str]:
    """Three pieces that expire soon in one bin, three that keep longer in another."""
    near, far = make.bin(desk), make.bin(desk)
    tea = make.product(desk)
    make.received(desk, tea, 3, near, "NEAR", _today(desk) + timedelta(days=20))
    make.received(desk, tea, 3, far, "FAR", _today(desk) + timedelta(days=90))
    return tea, near, far


def test_the_earliest_date_is_picked_first(desk: Desk):
    tea, _near, _far = _two_lots(desk)
    order = make.order(desk, [(tea, 4)], "picking")
    assert _allocated(desk, make.shipment(desk, order)) == [("FAR", 1), ("NEAR", 3)]


def test_another_lot_is_picked_only_with_a_reason(desk: Desk):
    tea, near, far = _two_lots(desk)
    order = make.order(desk, [(tea, 2)], "picking")
    shipment = make.shipment(desk, order)
    with pytest.raises(UserError, match="give a reason"):
        desk.do(lots.take_from_bin, shipment, tea, far, "  ")
    desk.do(lots.take_from_bin, shipment, tea, far, "Customer wants the fresh one")
    assert _allocated(desk, shipment) == [("FAR", 2)]
    assert "other_bin" in make.events(desk, "shipment", shipment)
    make.bring(desk, order, "shipped")
    assert make.bins_of(desk, tea) == {f"{near}/NEAR": 3, f"{far}/FAR": 1}


def test_another_bin_must_hold_enough_and_the_shipment_must_wait(desk: Desk):
    tea, _near, far = _two_lots(desk)
    order = make.order(desk, [(tea, 4)], "picking")
    shipment = make.shipment(desk, order)
    before = _allocated(desk, shipment)
    with pytest.raises(UserError, match="in no bin"):
        desk.do(lots.take_from_bin, shipment, tea, far, "x")
    assert _allocated(desk, shipment) == before
    with pytest.raises(UserError, match="none of that item"):
        desk.do(lots.take_from_bin, shipment, make.product(desk, 1), far, "x")
    with pytest.raises(UserError, match="no such shipment"):
        desk.do(lots.take_from_bin, 10**6, tea, far, "x")
    desk.do(picking.pick_shipment, shipment)
    with pytest.raises(UserError, match="picked already"):
        desk.do(lots.take_from_bin, shipment, tea, far, "x")


def test_a_date_read_wrongly_is_corrected_with_a_reason(desk: Desk):
    tea, _near, _far = _two_lots(desk)
    day = _today(desk) + timedelta(days=200)
    desk.do(lots.set_expiry, tea, "NEAR", day, "Misread")
    (lot,) = make.rows(desk, Lot, Lot.variant_id == tea, Lot.code == "NEAR")
    assert (lot.expires_on, lot.expires_key) == (day, day)
    for code, reason, words in (("NEAR", "", "give a reason"), ("NONE", "x", "no lot")):
        with pytest.raises(UserError, match=words):
            desk.do(lots.set_expiry, tea, code, None, reason)


@pytest.mark.parametrize(
    ("days", "units", "lasts", "state"),
    [
        (-1, 5, None, "expired"),
        (0, 5, None, "soon"),
        (30, 5, None, "soon"),
        (31, 5, None, "ok"),
        (31, 5, 31.0, "ok"),
        (31, 5, 31.1, "too_late"),
        (-1, 0, None, "ok"),
        (None, 5, None, "none"),
    ],
)
def test_borders_of_expiry_are_sharp(desk: Desk, days: int | None, units: int, lasts: float | None, state: str):
    today = _today(desk)
    expires = None if days is None else today + timedelta(days=days)
    assert expiry_state(units, expires, today, 30, lasts) == state


def test_an_earlier_date_and_too_many_pieces_are_warned_of(desk: Desk):
    tea, _near, _far = _two_lots(desk)
    today = _today(desk)
    make.order(desk, [(tea, 2)], "shipped")
    (earlier,) = desk.read(expiry_warnings, tea, today + timedelta(days=50), 0)
    assert "earlier than 3 pieces already here (lot FAR" in earlier
    assert desk.read(expiry_warnings, tea, None, 5) == []
    assert desk.read(expiry_warnings, tea, today + timedelta(days=400), 1) == []


def test_lots_are_listed_by_their_date_with_what_will_be_left_over(desk: Desk):
    tea, near, _far = _two_lots(desk)
    with desk.reading() as session:
        sku = session.query(make.Variant.sku).filter(make.Variant.id == tea).scalar()
    rows = list(desk.pages(LOTS, {"sku": sku}))
    assert [(row.code, row.units, row.days, row.state) for row in rows] == [
        ("NEAR", 3, 20, "soon"),
        ("FAR", 3, 90, "too_late"),
    ]
    assert (rows[0].bins, rows[0].left_over) == (near, 3)
    assert [row.code for row in desk.pages(LOTS, {"sku": sku, "expiry": "soon"})] == ["NEAR"]
    desk.do(stock.write_off, tea, 3, near, "own_use", lot="NEAR")
    assert [row.code for row in desk.pages(LOTS, {"sku": sku, "expiry": "held"})] == ["FAR"]
    with pytest.raises(UserError, match="is not one of"):
        desk.pages(LOTS, {"expiry": "yesterday"})


def test_shrinkage_is_known_by_reason_and_product(desk: Desk):
    sku = f"SHRINK-{make.number()}"
    tea = make.product(desk, 20, sku=sku, cost=250)
    desk.do(stock.write_off, tea, 3, "SHELF", "damaged")
    desk.do(stock.write_off, tea, 1, "SHELF", "gift")
    count = desk.do(counts.start_count, skus=[sku], tolerance_units=9)
    desk.do(counts.count_line, count, tea, 18)
    desk.do(counts.post_count, count, "Found again")
    today = _today(desk)
    made = desk.read(make_report, desk.user, "shrinkage", first=today, last=today)
    tables = {table.key: table for table in made.tables}
    row = next(row for row in tables["by_product"].rows if row[0] == sku)
    assert row[2:6] == (4, 2, 2, 500)
    reasons = {row[0]: row[1:3] for row in tables["by_reason"].rows}
    assert reasons["Written off: damaged"][0] >= 3
    assert reasons["Stocktake"][1] >= 2


def test_the_plan_of_counting_is_the_shops_own(desk: Desk):
    desk.do(count_plans.set_count_plan, a_days=14, lines_a_day=5, tolerance_units=2)
    assert (desk.setting("count_days_a"), desk.setting("count_tolerance_units")) == (14, 2)
    for wrong, words in (
        ({"a_days": 0}, "between 1 and"),
        ({"lines_a_day": 0}, "between 1 and"),
        ({"tolerance_percent": 101}, "tolerance"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(count_plans.set_count_plan, **wrong)
    desk.do(count_plans.set_count_plan, a_days=30, lines_a_day=20, tolerance_units=0)
