"""The ledger: moves, levels and balances change together or not at all, and promises never exceed goods."""

from __future__ import annotations

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.queries.settings import area, default_warehouse
from shopdesk.store.tables import OrderLine, Reservation, StockMove
from shopdesk.store.work import Work
from shopdesk.usecases import ledger, order_states, stock
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.ledger import Movement
from tests import make


def _place(work: Work, zone: Zone) -> int:
    return area(work.database, work.connection, zone).id


def test_many_movements_are_done_together_or_not_at_all(desk: Desk):
    tea, mug = make.product(desk, 3), make.product(desk, 1)

    def carry(work: Work) -> None:
        shelf, packing = _place(work, Zone.STORAGE), _place(work, Zone.PACKING)
        ledger.move_goods(work, [Movement(one, 2, shelf, packing, MoveReason.TRANSFER) for one in (tea, mug)])

    moves = len(make.rows(desk, StockMove))
    with pytest.raises(UserError, match="SHELF does not hold 2 free pieces"):
        desk.do(carry)
    assert make.bins_of(desk, tea) == {"SHELF": 3}
    assert len(make.rows(desk, StockMove)) == moves
    make.received(desk, mug, 1)
    desk.do(carry)
    assert make.bins_of(desk, mug) == {"PACKING": 2}


def test_nothing_to_move_is_nothing(desk: Desk):
    desk.do(ledger.move_goods, [])


def test_the_sum_of_the_moves_is_the_stock(desk: Desk):
    tea = make.product(desk, 9)
    make.order(desk, [(tea, 2)], "shipped")
    make.order(desk, [(tea, 1)], "packed")
    desk.do(stock.adjust, tea, -3, "SHELF", "Broken")
    inside = dict.fromkeys(("in", "out"), 0)
    outside = {desk.read(lambda session, zone=zone: area(desk.database, session, zone).id) for zone in
               (Zone.SUPPLIER, Zone.CUSTOMER, Zone.LOSS)}  # fmt: skip
    for move in make.rows(desk, StockMove, StockMove.variant_id == tea):
        inside["in"] += move.quantity * (move.from_id in outside)
        inside["out"] += move.quantity * (move.to_id in outside)
    assert inside["in"] - inside["out"] == make.stock_of(desk, tea).on_hand == 4


def test_a_promise_takes_what_is_free_and_is_given_back_in_parts(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 9)], "confirmed")
    line = make.lines(desk, order)[0]
    warehouse = desk.read(lambda session: default_warehouse(desk.database, session))
    assert desk.do(ledger.reserve, line.id, tea, warehouse, 4) == 0
    assert desk.do(ledger.free_units, tea, warehouse) == 0
    assert desk.do(ledger.release_reservations, [line.id], only=2) == 2
    assert make.row(desk, OrderLine, line.id).reserved == 3
    assert desk.do(ledger.reserve, line.id, tea, warehouse, 1) == 1
    assert desk.do(ledger.release_reservations, [line.id], only=99) == 4
    assert desk.do(ledger.release_reservations, [line.id]) == 0
    assert make.stock_of(desk, tea) == (5, 0, 0)
    assert {held.state for held in make.rows(desk, Reservation, Reservation.order_line_id == line.id)} == {"released"}
    desk.do(order_states.refresh, [order])


def test_bins_are_tied_and_untied_exactly(desk: Desk):
    tea = make.product(desk, 2, bin=make.bin(desk))
    make.received(desk, tea, 2)
    warehouse = desk.read(lambda session: default_warehouse(desk.database, session))

    def tie_and_untie(work: Work) -> int:
        with pytest.raises(UserError, match="1 of 5 pieces"):
            ledger.allocate(work, tea, warehouse, 5)
        got = ledger.allocate(work, tea, warehouse, 3)
        assert ledger.free_in_bins(work, tea, warehouse) == 1
        for place, lot, units in got:
            ledger.unallocate(work, tea, place, lot, units)
        return ledger.free_in_bins(work, tea, warehouse)

    assert desk.do(tie_and_untie) == 4


def test_a_bin_is_found_by_its_name_whatever_the_case(desk: Desk):
    code = make.bin(desk)
    assert desk.do(ledger.find_bin, f" {code.lower()} ") == desk.do(ledger.find_bin, code)
    for wrong in ("NOWHERE", "@CUSTOMER", ""):
        with pytest.raises(UserError, match="no bin"):
            desk.do(ledger.find_bin, wrong)
