"""Shipping: tracking numbers, the moment goods leave, delivery, and taking a shipment back exactly."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.store.tables import Lot, Order, Parcel, Shipment, StockMove
from shopdesk.usecases import orders, packing, picking, returns, shipping
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both


def _packed_without_tracking(desk: Desk, **more) -> int:
    shipment = make.shipment(desk, make.order(desk, state="packing", **more))
    for code in make.codes(desk, shipment):
        desk.do(packing.scan, shipment, code)
    desk.do(packing.close_shipment, shipment)
    return shipment


# --- tracking --------------------------------------------------------------------------------------------------


@on_both
def test_a_tracking_number_belongs_to_one_shipment_only(desk: Desk):
    one, two = _packed_without_tracking(desk), _packed_without_tracking(desk)
    code = f"JJD-{make.number()}"
    desk.do(shipping.set_tracking, one, f"  {code} ", "DHL")
    assert make.row(desk, Shipment, one).carrier == "DHL"
    desk.do(shipping.set_tracking, one, code)  # once more is the same
    with pytest.raises(UserError, match=f"belongs to shipment {make.row(desk, Shipment, one).number}"):
        desk.do(shipping.set_tracking, two, code)
    desk.do(picking.cancel_shipment, one, "x")
    desk.do(shipping.set_tracking, two, code)  # free again


@pytest.mark.parametrize("code", ["", "   ", "x" * 65, "CMD-UNDO"])
def test_a_tracking_number_must_look_like_one(desk: Desk, code: str):
    with pytest.raises(UserError):
        desk.do(shipping.set_tracking, _packed_without_tracking(desk), code)


def test_numbers_go_to_the_parcels_one_by_one_or_by_name(desk: Desk):
    tea = make.product(desk, 5)
    shipment = make.shipment(desk, make.order(desk, [(tea, 2)], "picked"))
    with pytest.raises(UserError, match="no parcel yet"):
        desk.do(shipping.set_tracking, shipment, "T")
    desk.do(packing.start_packing, shipment)
    first, second = make.codes(desk, shipment)
    desk.do(packing.scan, shipment, first)
    desk.do(packing.next_parcel, shipment)
    desk.do(packing.scan, shipment, second)
    desk.do(packing.close_shipment, shipment)
    numbers = [f"P{make.number()}" for _number in range(3)]
    desk.do(shipping.set_tracking, shipment, numbers[0])
    with pytest.raises(UserError, match="missing on 1 of 2"):
        desk.do(shipping.ship, shipment)
    desk.do(shipping.set_tracking, shipment, numbers[1])
    with pytest.raises(UserError, match="name the parcel"):
        desk.do(shipping.set_tracking, shipment, numbers[2])
    with pytest.raises(UserError):
        desk.do(shipping.set_tracking, shipment, numbers[2], parcel=9)
    desk.do(shipping.set_tracking, shipment, numbers[2], parcel=1)
    parcels = make.rows(desk, Parcel, Parcel.shipment_id == shipment)
    assert [parcel.tracking_no for parcel in parcels] == [numbers[2], numbers[1]]


# --- the goods leave -------------------------------------------------------------------------------------------


@on_both
def test_stock_goes_down_when_the_goods_leave_and_nowhere_else(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 2)])
    seen = {}
    for state in make.STATES:
        make.bring(desk, order, state)
        seen[state] = make.stock_of(desk, tea)
    assert seen == {
        "submitted": (5, 0, 0),
        **dict.fromkeys(("confirmed", "picking", "picked", "packing", "packed"), (5, 2, 0)),
        **dict.fromkeys(("shipped", "delivered"), (3, 0, 0)),
    }


def test_what_leaves_is_on_record_with_time_and_person(desk: Desk):
    clock = make.Clock()
    timed = make.desk(desk.database, clock=clock)
    order = make.order(timed, lines=2, state="packed")
    shipment = make.shipment(timed, order)
    assert timed.do(shipping.ship, shipment) == make.row(desk, Shipment, shipment).number
    gone = make.row(desk, Shipment, shipment)
    assert (gone.state, gone.shipped_at, gone.shipped_by) == ("shipped", clock.now, "Olga")
    assert [line.shipped for line in make.lines(desk, order)] == [1, 1]
    assert [parcel.state for parcel in make.rows(desk, Parcel, Parcel.shipment_id == shipment)] == ["handed_over"]
    assert "shipped" in make.events(desk, "order", order)
    assert make.row(desk, Order, order).fulfilment == "shipped"


def test_nothing_leaves_twice_or_unpacked_or_without_number(desk: Desk):
    packed = make.shipment(desk, make.order(desk, state="shipped"))
    moves = len(make.rows(desk, StockMove))
    with pytest.raises(UserError, match="cannot become"):
        desk.do(shipping.ship, packed)
    with pytest.raises(UserError, match="cannot become"):
        desk.do(shipping.ship, make.shipment(desk, make.order(desk, state="packing")))
    with pytest.raises(UserError, match="tracking number is missing on 1 of 1"):
        desk.do(shipping.ship, _packed_without_tracking(desk))
    with pytest.raises(UserError, match="no such shipment"):
        desk.do(shipping.ship, 10**6)
    shipped = [move for move in make.rows(desk, StockMove)[moves:] if move.reason == "ship"]
    assert shipped == []


def test_goods_that_are_fetched_need_no_tracking_number(desk: Desk):
    shipment = _packed_without_tracking(desk, pickup=True)
    desk.do(shipping.ship, shipment)
    assert make.row(desk, Shipment, shipment).state == "shipped"


def test_of_many_those_that_may_go_do(desk: Desk):
    fine, held = (make.shipment(desk, make.order(desk, state="packed")) for _order in range(2))
    bare = _packed_without_tracking(desk)
    desk.do(orders.hold_order, make.row(desk, Shipment, held).order_id, "Wait")
    refused = dict(desk.do(shipping.ship_many, [held, fine, bare]))
    assert set(refused) == {held, bare}
    assert make.row(desk, Shipment, held).number in refused[held]
    assert "on hold" in refused[held]
    assert "tracking number" in refused[bare]
    assert make.row(desk, Shipment, fine).state == "shipped"


@on_both
def test_goods_leave_with_their_lots_and_loose_ones_without(desk: Desk):
    tea = make.product(desk)
    make.received(desk, tea, 2, lot="A", expires=date(2027, 1, 1))
    make.received(desk, tea, 1, lot="B", expires=date(2027, 2, 1))
    make.received(desk, tea, 4)
    shipment = make.shipment(desk, make.order(desk, [(tea, 5)], "shipped"))
    names = {lot.id: lot.code for lot in make.rows(desk, Lot)}
    left = [
        (names.get(move.lot_id, ""), move.quantity)
        for move in make.rows(desk, StockMove, StockMove.variant_id == tea, StockMove.reason == "ship")
    ]
    assert sorted(left) == [("", 2), ("A", 2), ("B", 1)]
    assert make.stock_of(desk, tea) == (2, 0, 0)
    desk.do(shipping.void_shipment, shipment, "x")
    assert make.bins_of(desk, tea) == {"SHELF": 4, "SHELF/A": 2, "SHELF/B": 1}


# --- delivered -------------------------------------------------------------------------------------------------


@on_both
def test_the_time_of_delivery_is_kept_as_it_was_first_said(desk: Desk):
    order = make.order(desk, state="shipped")
    shipment = make.shipment(desk, order)
    moment = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
    desk.do(shipping.deliver, shipment, moment)
    assert make.row(desk, Shipment, shipment).delivered_at == moment
    assert make.row(desk, Order, order).delivered_at == moment
    assert make.row(desk, Order, order).fulfilment == "delivered"
    with pytest.raises(UserError, match="cannot become"):
        desk.do(shipping.deliver, shipment)
    assert make.row(desk, Shipment, shipment).delivered_at == moment
    with pytest.raises(UserError, match="cannot become"):
        desk.do(shipping.deliver, make.shipment(desk, make.order(desk, state="packed")))


@on_both
def test_an_order_is_delivered_when_the_last_of_its_goods_arrived(desk: Desk):
    tea = make.product(desk, 1)
    order = make.order(desk, [(tea, 2)], "shipped")
    first = make.shipment(desk, order)
    make.received(desk, tea, 1)
    desk.do(orders.reserve_order, order)
    early, late = datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)
    desk.do(shipping.deliver, first, early)
    assert make.row(desk, Order, order).delivered_at is None
    make.bring(desk, order, "shipped")
    second = make.shipment(desk, order)
    assert make.row(desk, Order, order).delivered_at is None
    desk.do(shipping.deliver, second, late)
    assert make.row(desk, Order, order).delivered_at == late
    assert make.row(desk, Shipment, first).delivered_at == early


def test_what_is_closed_short_was_delivered_with_its_last_parcel(desk: Desk):
    tea = make.product(desk, 1)
    order = make.order(desk, [(tea, 2)], "shipped")
    moment = datetime(2026, 3, 1, 8, tzinfo=UTC)
    desk.do(shipping.deliver, make.shipment(desk, order), moment)
    desk.do(orders.close_short, order, "The maker is gone")
    done = make.row(desk, Order, order)
    assert (done.delivered_at, done.fulfilment) == (moment, "delivered")


# --- taken back ------------------------------------------------------------------------------------------------


@on_both
def test_a_voided_shipment_restores_stock_and_promise_exactly_and_can_go_again(desk: Desk):
    tea, mug = make.product(desk, 5), make.product(desk, 3)
    order = make.order(desk, [(tea, 2), (mug, 3)], "shipped")
    shipment = make.shipment(desk, order)
    with pytest.raises(UserError, match="give a reason"):
        desk.do(shipping.void_shipment, shipment, " ")
    desk.do(shipping.void_shipment, shipment, "The van broke down")
    assert make.stock_of(desk, tea) == (5, 2, 0)
    assert make.stock_of(desk, mug) == (3, 3, 0)
    assert [(line.shipped, line.reserved) for line in make.lines(desk, order)] == [(0, 2), (0, 3)]
    back = make.row(desk, Order, order)
    assert (back.state, back.fulfilment) == ("processing", "ready")
    assert make.row(desk, Shipment, shipment).state == "voided"
    assert "shipment_voided" in make.events(desk, "order", order)
    with pytest.raises(UserError, match="cannot become"):
        desk.do(shipping.void_shipment, shipment, "again")
    make.bring(desk, order, "shipped")
    assert make.stock_of(desk, tea) == (3, 0, 0)
    assert make.row(desk, Order, order).state == "completed"


def test_every_move_of_a_voided_shipment_is_reversed_once(desk: Desk):
    shipment = make.shipment(desk, make.order(desk, lines=2, state="shipped"))
    desk.do(shipping.void_shipment, shipment, "x")
    undone = [move.reverses for move in make.rows(desk, StockMove, StockMove.reason == "void_ship")]
    assert len(undone) == len(set(undone))
    assert {make.row(desk, StockMove, one).reason for one in undone} == {"ship"}


def test_a_voided_shipment_of_a_short_order_opens_the_order_again(desk: Desk):
    tea = make.product(desk, 2)
    order = make.order(desk, [(tea, 5)], "shipped")
    desk.do(orders.close_short, order, "No more to come")
    desk.do(shipping.void_shipment, make.shipment(desk, order), "Came straight back")
    again = make.row(desk, Order, order)
    assert (again.state, again.fulfilment) == ("processing", "ready")  # what was given up stays given up
    assert make.stock_of(desk, tea) == (2, 2, 0)


def test_what_the_customer_has_or_sends_back_is_not_voided(desk: Desk):
    delivered = make.shipment(desk, make.order(desk, state="delivered"))
    with pytest.raises(UserError, match="cannot become"):
        desk.do(shipping.void_shipment, delivered, "x")
    order = make.order(desk, [(make.product(desk, 5), 2)], "shipped")
    case = make.returned(desk, order, state="awaiting_goods")
    with pytest.raises(UserError, match="return"):
        desk.do(shipping.void_shipment, make.shipment(desk, order), "x")
    desk.do(returns.receive_return, case)
    with pytest.raises(UserError, match="return"):
        desk.do(shipping.void_shipment, make.shipment(desk, order), "x")


def test_voiding_needs_a_shipment(desk: Desk):
    with pytest.raises(UserError, match="no such shipment"):
        desk.do(shipping.void_shipment, 10**6, "x")
    with pytest.raises(UserError, match="no such shipment"):
        desk.do(shipping.deliver, 10**6)
