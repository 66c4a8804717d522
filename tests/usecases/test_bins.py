"""Warehouses and bins: changed with care, never closed over goods."""

from __future__ import annotations

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.queries.bins import bin_detail, fill_state, room_left, zone_stock
from shopdesk.store.tables import Location, Lot, StockMove
from shopdesk.usecases import bins, products, stock
from shopdesk.usecases.desk import Desk
from tests import make


def _row(desk: Desk, code: str) -> Location:
    (found,) = make.rows(desk, Location, Location.code == code)
    return found


def test_a_bin_gets_another_name_place_and_capacity(desk: Desk):
    code, new = make.bin(desk), f"NEW-{make.number():03d}"
    tea = make.product(desk, 3, bin=code)
    desk.do(bins.edit_bin, code, code=new.lower(), walk=17, capacity=5)
    row = _row(desk, new)
    assert (row.walk, row.capacity) == (17, 5)
    assert make.bins_of(desk, tea) == {new: 3}
    assert desk.read(room_left, new.lower()) == 2
    desk.do(bins.edit_bin, new, no_capacity=True)
    assert desk.read(room_left, new) is None
    desk.do(stock.transfer, tea, 3, new, "SHELF")
    desk.do(bins.edit_bin, new, zone="quarantine")
    assert _row(desk, new).zone == "quarantine"


def test_wrong_changes_of_a_bin_are_refused(desk: Desk):
    code, other = make.bin(desk), make.bin(desk)
    make.product(desk, 3, bin=code)
    for changes, words in (
        ({"code": other.lower()}, "already"),
        ({"code": " "}, "is empty"),
        ({"zone": "quarantine"}, "Empty it before"),
        ({"zone": "garden"}, "no zone"),
        ({"zone": "packing"}, "no zone"),
        ({"walk": -1}, "walking order"),
        ({"capacity": 0}, "at least one piece"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(bins.edit_bin, code, **changes)
    with pytest.raises(UserError, match="no bin"):
        desk.do(bins.edit_bin, "NOWHERE", walk=1)
    with pytest.raises(UserError, match="no zone"):
        desk.do(bins.edit_bin, "PACKING", zone="picking")


def test_a_bin_is_closed_only_when_it_is_empty_and_nobodys_home(desk: Desk):
    code = make.bin(desk)
    tea = make.product(desk, 3, bin=code)
    with pytest.raises(UserError, match="3 pieces lie in"):
        desk.do(bins.close_bin, code)
    desk.do(stock.transfer, tea, 3, code, "SHELF")
    desk.do(bins.close_bin, code)
    assert not _row(desk, code).active
    for step in (
        lambda: desk.do(stock.receive, tea, 1, code),
        lambda: desk.do(stock.transfer, tea, 1, "SHELF", code),
    ):
        with pytest.raises(UserError, match="is closed"):
            step()
    desk.do(bins.open_bin, code)
    desk.do(stock.receive, tea, 1, code)
    home = make.bin(desk)
    desk.do(products.create_product, "Home", f"HOME-{make.number()}", home_bin=home)
    with pytest.raises(UserError, match="home bin of HOME"):
        desk.do(bins.close_bin, home)
    with pytest.raises(UserError, match="stays"):
        desk.do(bins.close_bin, "SHELF")


def test_a_second_warehouse_has_areas_and_bins_of_its_own(desk: Desk):
    code = f"W{make.number()}"
    desk.do(bins.add_warehouse, code.lower(), "Cellar")
    desk.do(stock.add_bin, f"{code}-A-1", warehouse=code, capacity=10)
    tea = make.product(desk)
    desk.do(stock.receive, tea, 4, f"{code}-A-1")
    found = {(row.warehouse, row.zone): row.units for row in desk.read(zone_stock)}
    assert found["Cellar", "picking"] == 4
    assert ("Cellar", "receiving") in found
    for wrong, name, words in ((code, "x", "already"), ("W-X", " ", "name is empty"), ("", "x", "is empty")):
        with pytest.raises(UserError, match=words):
            desk.do(bins.add_warehouse, wrong, name)
    with pytest.raises(UserError, match="no warehouse"):
        desk.do(stock.add_bin, f"Z{make.number()}", warehouse="NONE")
    with pytest.raises(UserError, match="at least one piece"):
        desk.do(stock.add_bin, f"Z{make.number()}", capacity=0)


def test_what_lies_in_a_bin_is_shown_with_its_lots(desk: Desk):
    code = make.bin(desk)
    tea = make.product(desk, 2, bin=code, lot="L1")
    make.received(desk, tea, 3, code, "L2")
    detail = desk.read(bin_detail, _row(desk, code).id)
    assert [(level.lot, level.quantity) for level in detail.levels] == [("L1", 2), ("L2", 3)]
    with pytest.raises(UserError, match="no such bin"):
        desk.read(bin_detail, 10**6)


@pytest.mark.parametrize(
    ("units", "capacity", "state"),
    [(0, 10, "free"), (8, 10, "used"), (9, 10, "full"), (10, 10, "full"), (11, 10, "over"), (99, None, "used")],
)
def test_how_full_a_bin_is_has_sharp_borders(units: int, capacity: int | None, state: str):
    assert fill_state(units, capacity) == state
    assert fill_state(units, capacity, active=False) == "closed"


def test_goods_are_written_off_with_a_reason_and_can_come_back(desk: Desk):
    tea = make.product(desk, 5, lot="L1")
    for why in ("damaged", "expired", "lost", "own_use"):
        desk.do(stock.write_off, tea, 1, "SHELF", why, lot="L1", note="seen")
    moves = make.rows(desk, StockMove, StockMove.variant_id == tea)
    assert [move.reason for move in moves[1:]] == ["damaged", "expired", "lost", "own_use"]
    desk.do(stock.reverse_move, moves[1].id, "It was whole")
    assert make.bins_of(desk, tea) == {"SHELF/L1": 2}
    for quantity, why, words in (
        (0, "lost", "at least one"),
        (1, "eaten", "is not one of"),
        (9, "lost", "does not hold 9"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(stock.write_off, tea, quantity, "SHELF", why, lot="L1")
    with pytest.raises(UserError, match="belong to shipments"):
        desk.do(stock.write_off, tea, 1, "PACKING", "lost", lot="L1")


def test_goods_past_their_date_are_not_received_and_a_lot_has_one_date(desk: Desk):
    from datetime import timedelta

    today = desk.clock().astimezone().date()
    tea = make.product(desk)
    with pytest.raises(UserError, match="expired on"):
        desk.do(stock.receive, tea, 1, lot="L1", expires_on=today - timedelta(days=1))
    desk.do(stock.receive, tea, 1, lot="L1", expires_on=today)
    with pytest.raises(UserError, match="Lot L1 expires on"):
        desk.do(stock.receive, tea, 1, lot="L1", expires_on=today + timedelta(days=1))
    (lot,) = make.rows(desk, Lot, Lot.variant_id == tea)
    assert lot.expires_key == today
