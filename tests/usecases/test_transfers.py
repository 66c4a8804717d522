"""Goods between two warehouses: out, under way, in; what is lost is said."""

from __future__ import annotations

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.store.tables import StockBalance, StockMove, StockTransfer, TransferLine, Warehouse
from shopdesk.usecases import bins, orders, stock, transfers
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both


def _other(desk: Desk) -> str:
    if not make.rows(desk, Warehouse, Warehouse.code == "NORTH"):
        desk.do(bins.add_warehouse, "north", "North store")
    return "NORTH"


def _by_warehouse(desk: Desk, variant: int) -> dict[str, int]:
    names = {row.id: row.code for row in make.rows(desk, Warehouse)}
    found = make.rows(desk, StockBalance, StockBalance.variant_id == variant)
    return {names[row.warehouse_id]: row.on_hand for row in found}


def _lines(desk: Desk, transfer: int) -> list[TransferLine]:
    return make.rows(desk, TransferLine, TransferLine.transfer_id == transfer)


@on_both
def test_goods_are_under_way_between_two_warehouses(desk: Desk):
    north, tea = _other(desk), make.product(desk, 10)
    transfer = desk.do(transfers.create_transfer, north, [(tea, 4)], note="for the fair")
    assert _by_warehouse(desk, tea) == {"MAIN": 10}
    desk.do(transfers.send_transfer, transfer)
    assert _by_warehouse(desk, tea) == {"MAIN": 6}
    make.whole(desk)
    assert desk.do(transfers.receive_transfer, transfer) == 0
    assert _by_warehouse(desk, tea) == {"MAIN": 6, "NORTH": 4}
    assert make.bins_of(desk, tea) == {"SHELF": 6, "NORTH-SHELF": 4}
    assert make.row(desk, StockTransfer, transfer).state == "received"
    assert make.events(desk, "transfer", transfer) == ["created", "sent", "arrived"]
    assert [move.reason for move in make.rows(desk, StockMove, StockMove.variant_id == tea)][1:] == ["sent", "arrived"]


def test_what_is_lost_on_the_way_is_recorded_with_a_reason(desk: Desk):
    north, tea = _other(desk), make.product(desk, 10)
    transfer = desk.do(transfers.create_transfer, north, [(tea, 6)])
    desk.do(transfers.send_transfer, transfer)
    (line,) = _lines(desk, transfer)
    with pytest.raises(UserError, match="give a reason"):
        desk.do(transfers.receive_transfer, transfer, {line.id: 4})
    desk.do(transfers.receive_transfer, transfer, {line.id: 3}, more_to_come=True)
    assert make.row(desk, StockTransfer, transfer).state == "sent"
    make.whole(desk)
    assert desk.do(transfers.receive_transfer, transfer, {line.id: 1}, reason="Box torn") == 2
    (line,) = _lines(desk, transfer)
    assert (line.received, line.lost, line.loss_reason) == (4, 2, "Box torn")
    assert _by_warehouse(desk, tea) == {"MAIN": 4, "NORTH": 4}


def test_lots_stay_what_they_are_and_the_oldest_go_first(desk: Desk):
    north, tea = _other(desk), make.product(desk, 3, lot="L1")
    make.received(desk, tea, 3, lot="L2")
    transfer = desk.do(transfers.create_transfer, north, [(tea, 4)])
    desk.do(transfers.send_transfer, transfer)
    desk.do(transfers.receive_transfer, transfer)
    assert make.bins_of(desk, tea) == {"SHELF/L2": 2, "NORTH-SHELF/L1": 3, "NORTH-SHELF/L2": 1}


def test_goods_promised_to_orders_stay(desk: Desk):
    north, tea = _other(desk), make.product(desk, 5)
    order = make.order(desk, [(tea, 4)])
    transfer = desk.do(transfers.create_transfer, north, [(tea, 2)])
    desk.do(orders.confirm_order, order)
    with pytest.raises(UserError, match="Only 1 of"):
        desk.do(transfers.send_transfer, transfer)
    desk.do(transfers.cancel_transfer, transfer, "Needed here")
    with pytest.raises(UserError, match="is: Cancelled"):
        desk.do(transfers.send_transfer, transfer)


def test_wrong_transfers_are_refused(desk: Desk):
    north, tea = _other(desk), make.product(desk, 5)
    service = make.product(desk, item_type="service")
    for target, lines, words in (
        ("SOUTH", [(tea, 1)], "no warehouse"),
        ("MAIN", [(tea, 1)], "in this warehouse already"),
        (north, [], "Choose what"),
        (north, [(tea, 0)], "at least one"),
        (north, [(tea, 3), (tea, 3)], "1 of 6 pieces"),
        (north, [(service, 1)], "has no stock"),
        (north, [(10**6, 1)], "no such product"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(transfers.create_transfer, target, lines)
    transfer = desk.do(transfers.create_transfer, north, [(tea, 2)])
    with pytest.raises(UserError, match="is: Draft"):
        desk.do(transfers.receive_transfer, transfer)
    desk.do(transfers.send_transfer, transfer)
    (line,) = _lines(desk, transfer)
    for arrived, bin, words in (
        ({line.id: 3}, "", "cannot arrive"),
        ({line.id: -1}, "", "cannot arrive"),
        ({10**6: 1}, "", "no such line"),
        (None, "SHELF", "not in the warehouse"),
        (None, "NOWHERE", "no bin"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(transfers.receive_transfer, transfer, arrived, bin)
    with pytest.raises(UserError, match="Nothing has arrived"):
        desk.do(transfers.receive_transfer, transfer, {}, more_to_come=True)
    with pytest.raises(UserError, match="no such transfer"):
        desk.do(transfers.send_transfer, 10**6)


def test_orders_are_still_served_from_the_first_warehouse(desk: Desk):
    _other(desk)
    tea = make.product(desk, 3)
    desk.do(stock.receive, tea, 2)
    make.order(desk, [(tea, 5)], "shipped")
    assert _by_warehouse(desk, tea) == {"MAIN": 0}
