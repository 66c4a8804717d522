"""Waves: who joins, from which bins, what is missing, and how goods go back."""

from __future__ import annotations

from datetime import date

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.store.tables import Allocation, CountLine, Order, Shipment, ShipmentLine, StockMove, Variant, Wave
from shopdesk.usecases import counts, orders, packing, picking, stock
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both


def _allocations(desk: Desk, order: int) -> list[Allocation]:
    lines = [row.id for row in make.rows(desk, ShipmentLine, ShipmentLine.shipment_id == make.shipment(desk, order))]
    return make.rows(desk, Allocation, Allocation.shipment_line_id.in_(lines))


@on_both
def test_a_wave_starts_with_single_item_orders(desk: Desk):
    two = make.order(desk, lines=2, state="confirmed")
    twice = make.order(desk, [(make.product(desk, 5), 2)], "confirmed")
    single = make.order(desk, state="confirmed")
    wrapped = make.order(desk, [(make.product(desk, 5), 1), (make.product(desk, item_type="service"), 1)], "confirmed")
    wave = desk.do(picking.release_wave, [two, twice, single, wrapped])
    slots = {row.order_id: row.slot for row in make.rows(desk, Shipment, Shipment.wave_id == wave.wave_id)}
    assert slots == {single: 1, wrapped: 2, two: 3, twice: 4}
    assert wave.left_out == ()
    assert {make.row(desk, Order, one).state for one in slots} == {"processing"}
    assert {make.row(desk, Order, one).fulfilment for one in slots} == {"picking"}


def test_everybody_who_stays_out_is_named_with_the_reason(desk: Desk):
    ready = make.order(desk, state="confirmed")
    fresh, held, short = make.order(desk), make.order(desk, state="confirmed"), make.product(desk)
    desk.do(orders.hold_order, held, "Wait")
    empty = make.order(desk, [(short, 1)], "confirmed")
    busy, gone = make.order(desk, state="picked"), make.order(desk, state="shipped")
    cancelled = make.order(desk)
    desk.do(orders.cancel_order, cancelled, "x")
    wave = desk.do(picking.release_wave, [fresh, held, empty, busy, gone, cancelled, ready])
    why = dict(wave.left_out)
    numbers = [make.row(desk, Order, one).number for one in (fresh, held, empty, busy, gone, cancelled)]
    for number, words in zip(
        numbers,
        ("is not reviewed", "is on hold", "is short of stock", "is in work already", "is not reviewed", "not reviewed"),
        strict=True,
    ):
        assert words in why[number]
    assert len(wave.shipment_ids) == 1


def test_a_wave_of_nobody_is_refused(desk: Desk):
    with pytest.raises(UserError, match="No order can be picked now"):
        desk.do(picking.release_wave, [])
    with pytest.raises(UserError, match="is not reviewed"):
        desk.do(picking.release_wave, [make.order(desk)])
    with pytest.raises(UserError, match="no such order"):
        desk.do(picking.release_wave, [10**6])


def test_an_order_named_twice_joins_once(desk: Desk):
    tea = make.product(desk, 10)
    order = make.order(desk, [(tea, 2)], "confirmed")
    wave = desk.do(picking.release_wave, [order, order])
    assert len(wave.shipment_ids) == 1


def test_half_an_order_joins_only_where_that_is_allowed(desk: Desk):
    tea = make.product(desk, 2)
    order = make.order(desk, [(tea, 3)], "confirmed")
    with pytest.raises(UserError, match="short of stock"):
        desk.do(picking.release_wave, [order], allow_partial=False)
    (shipment,) = desk.do(picking.release_wave, [order]).shipment_ids
    assert [line.quantity for line in make.rows(desk, ShipmentLine, ShipmentLine.shipment_id == shipment)] == [2]


@on_both
def test_the_rest_of_a_partly_shipped_order_goes_out_in_a_second_shipment(desk: Desk):
    tea = make.product(desk, 2)
    order = make.order(desk, [(tea, 5)], "shipped")
    with pytest.raises(UserError, match="short of stock"):
        desk.do(picking.release_wave, [order])
    make.received(desk, tea, 9)
    assert desk.do(orders.reserve_order, order) == 3
    (rest,) = desk.do(picking.release_wave, [order], allow_partial=False).shipment_ids
    assert make.row(desk, Shipment, rest).number == f"{make.row(desk, Order, order).number}-2"
    make.bring(desk, order, "shipped")
    done = make.row(desk, Order, order)
    assert (done.state, done.fulfilment) == ("completed", "shipped")
    assert make.stock_of(desk, tea) == make.Stock(6, 0, 0)


@on_both
def test_goods_that_vanished_keep_only_their_own_order_out_of_the_wave(desk: Desk):
    lost, fine = make.product(desk, 2, bin=make.bin(desk)), make.order(desk, state="confirmed")
    unlucky = make.order(desk, [(lost, 2)], "confirmed")
    (place,) = make.bins_of(desk, lost)
    desk.do(stock.adjust, lost, -1, place, "Broken")
    wave = desk.do(picking.release_wave, [unlucky, fine])
    assert len(wave.shipment_ids) == 1
    ((number, why),) = wave.left_out
    assert number == make.row(desk, Order, unlucky).number
    assert "1 of 2 pieces" in why


def test_two_orders_do_not_count_on_the_same_goods(desk: Desk):
    tea = make.product(desk, 4, bin=make.bin(desk))
    first, second = (make.order(desk, [(tea, 2)], "confirmed") for _order in range(2))
    (place,) = make.bins_of(desk, tea)
    desk.do(stock.adjust, tea, -1, place, "Broken")
    wave = desk.do(picking.release_wave, [first, second])
    assert [number for number, _why in wave.left_out] == [make.row(desk, Order, second).number]


# --- bins and lots ---------------------------------------------------------------------------------------------


@on_both
def test_goods_are_taken_by_expiry_then_age_then_walking_order(desk: Desk):
    near, far = make.bin(desk, walk=11), make.bin(desk, walk=12)
    clock = make.Clock()
    timed = make.desk(desk.database, clock=clock)
    tea = make.product(timed)
    make.received(timed, tea, 2, near)  # without a lot: last
    make.received(timed, tea, 2, far, lot="NEW")
    clock.go_on(days=-30)
    make.received(timed, tea, 2, near, lot="OLD")
    clock.go_on(days=60)
    make.received(timed, tea, 2, far, lot="SOON", expires=date(2026, 6, 1))
    make.received(timed, tea, 2, near, lot="LATE", expires=date(2027, 6, 1))
    left = make.bins_of(desk, tea)
    assert len(left) == 5
    gone = []
    for _pick in range(5):
        make.order(desk, [(tea, 2)], "picked")
        after = {place: units for place, units in make.bins_of(desk, tea).items() if not place.startswith("PACKING")}
        gone += [place for place in left if place not in after]
        left = after
    assert gone == [f"{far}/SOON", f"{near}/LATE", f"{near}/OLD", f"{far}/NEW", near]


def test_a_line_may_come_from_several_bins(desk: Desk):
    one, two = make.bin(desk, walk=1), make.bin(desk, walk=2)
    tea = make.product(desk, 2, bin=two)
    make.received(desk, tea, 2, one)
    order = make.order(desk, [(tea, 3)], "picking")
    assert [(taken.quantity, taken.picked) for taken in _allocations(desk, order)] == [(2, 0), (1, 0)]
    make.bring(desk, order, "picked")
    assert make.bins_of(desk, tea) == {two: 1, "PACKING": 3}
    assert make.stock_of(desk, tea) == make.Stock(4, 3, 0)


@on_both
def test_what_is_tied_to_a_shipment_cannot_be_carried_off(desk: Desk):
    place, other = make.bin(desk), make.bin(desk)
    tea = make.product(desk, 3, bin=place)
    make.order(desk, [(tea, 2)], "picking")
    with pytest.raises(UserError, match=f"{place} does not hold 2 free"):
        desk.do(stock.transfer, tea, 2, place, other)
    desk.do(stock.transfer, tea, 1, place, other)


@pytest.mark.parametrize("zone", ["quarantine", "returns", "receiving", "scrap"])
def test_goods_outside_the_picking_areas_are_never_promised(desk: Desk, zone: str):
    place = make.bin(desk, zone=zone)
    tea = make.product(desk, 5, bin=place)
    assert make.stock_of(desk, tea) == make.Stock(5, 0, 5)
    order = make.order(desk, [(tea, 1)], "confirmed")
    assert make.lines(desk, order)[0].reserved == 0


# --- the walk --------------------------------------------------------------------------------------------------


def test_finishing_the_walk_brings_every_shipment_to_the_bench(desk: Desk):
    chosen = [make.order(desk, lines=2, state="confirmed") for _order in range(3)]
    wave = desk.do(picking.release_wave, chosen)
    assert desk.do(picking.finish_picking, wave.wave_id) == 3
    shipments = [make.row(desk, Shipment, one) for one in wave.shipment_ids]
    assert {(one.state, one.picked_by) for one in shipments} == {("picked", "Olga")}
    assert make.row(desk, Wave, wave.wave_id).picked_at is not None


def test_picking_twice_is_refused(desk: Desk):
    order = make.order(desk, state="picking")
    shipment = make.shipment(desk, order)
    wave = make.row(desk, Shipment, shipment).wave_id
    assert desk.do(picking.pick_shipment, shipment) == 1
    moves = len(make.rows(desk, StockMove))
    for again in (
        lambda: desk.do(picking.pick_shipment, shipment),
        lambda: desk.do(picking.finish_picking, wave),
        lambda: desk.do(picking.pick_shipment, 10**6),
        lambda: desk.do(picking.finish_picking, 10**6),
    ):
        with pytest.raises(UserError, match="nothing left to pick"):
            again()
    assert len(make.rows(desk, StockMove)) == moves


@on_both
def test_a_missing_piece_becomes_a_backorder(desk: Desk):
    tea, mug = make.product(desk, 5), make.product(desk, 5)
    order = make.order(desk, [(tea, 3), (mug, 1)], "picking")
    taken = _allocations(desk, order)[0]
    assert desk.do(picking.pick_shipment, make.shipment(desk, order), {taken.id: 2}) == 1
    lines = make.rows(desk, ShipmentLine, ShipmentLine.shipment_id == make.shipment(desk, order))
    assert [(line.picked, line.short) for line in lines] == [(1, 2), (1, 0)]
    assert [line.reserved for line in make.lines(desk, order)] == [1, 1]
    assert "short_pick" in make.events(desk, "order", order)
    make.bring(desk, order, "shipped")
    assert make.row(desk, Order, order).fulfilment == "partly_shipped"
    assert make.row(desk, Order, order).state == "processing"
    assert desk.do(orders.reserve_order, order) == 2  # two others lay in the bin
    make.bring(desk, order, "shipped")
    assert make.row(desk, Order, order).state == "completed"


@on_both
def test_what_was_not_found_is_offered_to_nobody_until_somebody_looks(desk: Desk):
    shelf = make.bin(desk)
    tea = make.product(desk, 3, bin=shelf, lot="L1")
    order = make.order(desk, [(tea, 3)], "picking")
    (taken,) = _allocations(desk, order)
    desk.do(picking.pick_shipment, make.shipment(desk, order), {taken.id: 2})
    assert make.stock_of(desk, tea) == make.Stock(on_hand=3, reserved=1, unavailable=2)
    assert make.bins_of(desk, tea) == {"PACKING/L1": 1, "MISSING/L1": 2}
    assert desk.do(orders.reserve_order, order) == 0
    next_order = make.order(desk, [(tea, 1)], "confirmed")
    assert make.row(desk, Order, next_order).fulfilment == "short"
    assert "not_found" in make.events(desk, "variant", tea)
    make.whole(desk)
    desk.do(stock.transfer, tea, 1, "MISSING", shelf, lot="L1")  # one turned up
    assert desk.do(orders.reserve_order, next_order) == 1
    desk.do(stock.adjust, tea, -1, "MISSING", "Gone", lot="L1")  # and one did not
    assert make.stock_of(desk, tea) == make.Stock(on_hand=2, reserved=2, unavailable=0)


def test_a_count_of_the_item_settles_what_was_not_found(desk: Desk):
    shelf = make.bin(desk)
    tea = make.product(desk, 4, bin=shelf)
    order = make.order(desk, [(tea, 3)], "picking")
    (taken,) = _allocations(desk, order)
    desk.do(picking.pick_shipment, make.shipment(desk, order), {taken.id: 2})
    sku = make.row(desk, Variant, tea).sku
    count = desk.do(counts.start_count, skus=[sku])
    desk.do(counts.count_line, count, tea, 2, shelf)  # one of the two was there after all
    desk.do(counts.count_line, count, tea, 0, "MISSING")
    counted = {line.location_id: line.counted for line in make.rows(desk, CountLine, CountLine.count_id == count)}
    assert sorted(counted.values()) == [0, 2]


def test_when_nothing_is_found_the_shipment_is_off_and_the_order_waits_again(desk: Desk):
    tea = make.product(desk, 5)
    order = make.order(desk, [(tea, 3)], "picking")
    shipment = make.shipment(desk, order)
    (taken,) = _allocations(desk, order)
    assert desk.do(picking.pick_shipment, shipment, {taken.id: 99}) == 0
    assert make.row(desk, Shipment, shipment).state == "cancelled"
    waiting = make.row(desk, Order, order)
    assert (waiting.state, waiting.fulfilment) == ("confirmed", "short")
    assert make.stock_of(desk, tea) == make.Stock(5, 0, 3)


def test_a_strange_count_of_missing_pieces_changes_nothing(desk: Desk):
    order = make.order(desk, state="picking")
    (taken,) = _allocations(desk, order)
    desk.do(picking.pick_shipment, make.shipment(desk, order), {taken.id: -4, 10**6: 3})
    assert make.row(desk, Shipment, make.shipment(desk, order)).state == "picked"


# --- back to the bins ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["picking", "picked", "packing", "packed"])
def test_a_cancelled_shipment_puts_its_goods_back_where_they_were(desk: Desk, state: str):
    one, two = make.bin(desk, walk=1), make.bin(desk, walk=2)
    tea = make.product(desk, 2, bin=one)
    make.received(desk, tea, 4, two, lot="L1")
    before = make.bins_of(desk, tea)
    order = make.order(desk, [(tea, 5)], state)
    shipment = make.shipment(desk, order)
    if state == "packing":
        desk.do(packing.scan, shipment, make.codes(desk, shipment)[0])
    with pytest.raises(UserError, match="give a reason"):
        desk.do(picking.cancel_shipment, shipment, "")
    desk.do(picking.cancel_shipment, shipment, "Wrong wave")
    assert make.bins_of(desk, tea) == before
    assert make.stock_of(desk, tea) == make.Stock(6, 5, 0)
    waiting = make.row(desk, Order, order)
    assert (waiting.state, waiting.fulfilment) == ("confirmed", "ready")
    make.whole(desk)
    make.bring(desk, order, "shipped")
    assert make.stock_of(desk, tea) == make.Stock(1, 0, 0)


def test_only_a_shipment_that_is_still_here_can_be_cancelled(desk: Desk):
    shipped = make.shipment(desk, make.order(desk, state="shipped"))
    with pytest.raises(UserError, match="cannot be cancelled any more"):
        desk.do(picking.cancel_shipment, shipped, "x")
    off = make.shipment(desk, make.order(desk, state="picking"))
    desk.do(picking.cancel_shipment, off, "x")
    with pytest.raises(UserError, match="cannot be cancelled any more"):
        desk.do(picking.cancel_shipment, off, "x")
    with pytest.raises(UserError, match="no such shipment"):
        desk.do(picking.cancel_shipment, 10**6, "x")
