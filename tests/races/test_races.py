"""Many people doing the same thing at the same moment: nothing is sold, packed, shipped or refunded twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from shopdesk.store import shop
from shopdesk.store.engine import Database
from shopdesk.store.tables import (
    Customer,
    Order,
    OrderLine,
    Payment,
    Refund,
    Reservation,
    Scan,
    Shipment,
    ShipmentLine,
    StockBalance,
    StockMove,
)
from shopdesk.usecases import customers, orders, packing, picking, refunds, returns, shipping, stock
from tests.make import Maker
from tests.races.racing import LONG, PROCESSES, assert_whole, pytestmark, race, tally, total

__all__ = ["pytestmark"]
UNITS = 40 if LONG else 4


class Scene:
    """A shop to prepare, to race at, and to look at afterwards."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.database: Database | None = None

    def __enter__(self) -> Maker:
        self.database = shop.open_shop(self.target)
        return Maker(self.database)

    def __exit__(self, *_error: object) -> None:
        assert self.database is not None
        self.database.close()


@pytest.fixture
def scene(target: str) -> Iterator[Scene]:
    yield Scene(target)
    with Scene(target) as make:
        assert_whole(make.database)


def count(make: Maker, table: object, *where: object) -> int:
    with make.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]


def test_the_last_units_are_reserved_once(scene: Scene):
    """Ten times as many orders as units, confirmed by eight people at once."""
    with scene as make:
        tea = make.product("TEA-01", UNITS)
        customer = make.customer()
        waiting = [make.order((tea, 1), customer=customer) for _ in range(UNITS * 10)]
        lots = [waiting[at::PROCESSES] for at in range(PROCESSES)]

    def job(at: int):
        return lambda maker: sum(maker.desk.do(orders.confirm_order, order) for order in lots[at])

    got = race(scene.target, [job(at) for at in range(PROCESSES)])
    assert sum(got) == UNITS
    with scene as make:
        assert make.value(StockBalance.reserved, StockBalance.variant_id == tea) == UNITS
        assert make.value(func.sum(Reservation.quantity), Reservation.variant_id == tea) == UNITS
        assert count(make, Order, Order.fulfilment == "ready") == UNITS


def test_the_last_units_leave_a_bin_once(scene: Scene):
    with scene as make:
        tea = make.product("TEA-01", UNITS * 3)

    def job(maker: Maker):
        return tally([lambda: maker.desk.do(stock.adjust, tea, -1, "SHELF", "Broken")] * (UNITS * 10 // PROCESSES + 1))

    outcome = total(race(scene.target, [job] * PROCESSES))
    assert outcome["done"] == min(UNITS * 3, sum(outcome.values()))
    with scene as make:
        assert make.value(StockBalance.on_hand, StockBalance.variant_id == tea) == UNITS * 3 - outcome["done"]


def test_a_shipment_is_shipped_once(scene: Scene):
    with scene as make:
        tea = make.product("TEA-01", 12)
        shipments = make.packed(*(make.confirmed((tea, 2)) for _ in range(5)))

    def job(maker: Maker):
        return tally([lambda s=s: maker.desk.do(shipping.ship, s) for s in shipments])

    outcome = total(race(scene.target, [job] * PROCESSES))
    assert outcome["done"] == len(shipments)
    assert outcome["refused"] == len(shipments) * (PROCESSES - 1)
    with scene as make:
        assert make.value(func.sum(StockMove.quantity), StockMove.reason == "ship") == 10
        assert make.value(StockBalance.on_hand, StockBalance.variant_id == tea) == 2


def test_two_packers_at_one_order_pack_it_once(scene: Scene):
    """Both scan everything; together exactly what was ordered is in the parcel, and one of them closes it."""
    with scene as make:
        tea, mug = make.product("TEA-01", 9), make.product("MUG-01", 9)
        (shipment,) = make.picked(make.confirmed((tea, 5), (mug, 4)))

    def job(maker: Maker):
        steps = [lambda: maker.desk.do(packing.start_packing, shipment)]
        steps += [
            lambda code=code: maker.desk.do(packing.scan, shipment, code) for code in ["TEA-01"] * 5 + ["MUG-01"] * 4
        ]
        scanned = tally(steps)
        return {**scanned, "closed": tally([lambda: maker.desk.do(packing.close_shipment, shipment)]).get("done", 0)}

    outcome = total(race(scene.target, [job] * 3))
    with scene as make:
        assert make.value(func.sum(ShipmentLine.packed), ShipmentLine.shipment_id == shipment) == 9
        assert make.value(func.sum(Scan.quantity), Scan.shipment_id == shipment) == 9
        if not outcome["closed"]:
            make.desk.do(packing.close_shipment, shipment)
        assert make.value(Shipment.state, Shipment.id == shipment) == "packed"
    assert outcome["closed"] <= 1


def test_an_order_comes_into_one_wave_only(scene: Scene):
    with scene as make:
        tea = make.product("TEA-01", 30)
        ready = [make.confirmed((tea, 2)) for _ in range(4)]

    def job(maker: Maker):
        return tally([lambda: maker.desk.do(picking.release_wave, ready)])

    outcome = total(race(scene.target, [job] * PROCESSES))
    assert outcome["done"] == 1
    with scene as make:
        assert count(make, Shipment) == len(ready)


def test_a_wave_is_picked_once(scene: Scene):
    with scene as make:
        tea = make.product("TEA-01", 30)
        shipments = make.in_wave(*(make.confirmed((tea, 2)) for _ in range(4)))
        wave = make.value(Shipment.wave_id, Shipment.id == shipments[0])
        make.in_wave(make.confirmed((tea, 9)))

    outcome = total(
        race(scene.target, [lambda maker: tally([lambda: maker.desk.do(picking.finish_picking, wave)])] * PROCESSES)
    )
    assert outcome["done"] == 1
    with scene as make:
        assert make.value(func.sum(StockMove.quantity), StockMove.reason == "pick") == 8


def test_an_order_is_cancelled_once_and_frees_its_goods_once(scene: Scene):
    with scene as make:
        tea = make.product("TEA-01", 10)
        make.confirmed((tea, 6))
        order = make.confirmed((tea, 3))

    outcome = total(
        race(scene.target, [lambda maker: tally([lambda: maker.desk.do(orders.cancel_order, order, "No")])] * PROCESSES)
    )
    assert outcome["done"] == 1
    with scene as make:
        assert make.value(StockBalance.reserved, StockBalance.variant_id == tea) == 6


def test_cancelling_and_picking_at_once_leave_no_half(scene: Scene):
    with scene as make:
        tea = make.product("TEA-01", 40)
        several = [make.confirmed((tea, 3)) for _ in range(6)]

    def cancel(maker: Maker):
        return tally([lambda o=o: maker.desk.do(orders.cancel_order, o, "No") for o in several])

    def pick(maker: Maker):
        return tally([lambda o=o: maker.desk.do(picking.release_wave, [o]) for o in reversed(several)])

    cancelled, released = race(scene.target, [cancel, pick])
    assert cancelled.get("done", 0) + released.get("done", 0) == len(several)


def test_money_is_paid_back_once(scene: Scene):
    with scene as make:
        tea = make.product("TEA-01", 10)
        order = make.order((tea, 1))
        paid = make.value(Order.paid, Order.id == order)

    def job(maker: Maker):
        return tally([lambda: maker.desk.do(refunds.refund_order, order, paid // 2, "bank", "Goodwill")] * 2)

    outcome = total(race(scene.target, [job] * PROCESSES))
    assert outcome["done"] == 2
    with scene as make:
        assert make.value(func.sum(Refund.amount), Refund.order_id == order) == paid // 2 * 2
        assert make.value(Order.refunded, Order.id == order) == paid // 2 * 2


def test_a_return_is_paid_back_once(scene: Scene):
    with scene as make:
        tea = make.product("TEA-01", 10, price=999)
        order = make.confirmed((tea, 3))
        make.shipped(order)
        case = make.returned(order, 2, refund=False)

    def job(maker: Maker):
        return tally([lambda: maker.desk.do(refunds.refund_return, case, "bank")])

    race(scene.target, [job] * PROCESSES)
    with scene as make:
        assert make.value(func.sum(Refund.amount), Refund.order_id == order) == 1998
        assert make.value(OrderLine.refunded, OrderLine.order_id == order) == 1998


def test_no_more_comes_back_than_was_shipped(scene: Scene):
    with scene as make:
        tea = make.product("TEA-01", 10)
        order = make.confirmed((tea, 3))
        make.shipped(order)
        line = make.value(OrderLine.id, OrderLine.order_id == order)

    def job(maker: Maker):
        return tally([lambda: maker.desk.do(returns.log_return, order, [(line, 1)], override=True)] * 2)

    outcome = total(race(scene.target, [job] * PROCESSES))
    assert outcome["done"] == 3


def test_payments_of_two_people_both_count(scene: Scene):
    with scene as make:
        order = make.order((make.product("TEA-01", 10), 1), paid=False)

    def job(maker: Maker):
        return tally([lambda: maker.desk.do(orders.add_payment, order, 100)] * 3)

    assert total(race(scene.target, [job] * PROCESSES))["done"] == 3 * PROCESSES
    with scene as make:
        assert make.value(Order.paid, Order.id == order) == 300 * PROCESSES
        assert count(make, Payment) == 3 * PROCESSES


def test_a_command_repeated_by_everybody_happens_once(scene: Scene):
    with scene as make:
        customer = make.customer()
        tea = make.product("TEA-01", 10)

    def job(maker: Maker):
        try:
            return maker.desk.do_once("the-same-key", orders.create_order, customer, [orders.NewLine(tea, 1)])
        except Exception as error:  # somebody else was first and has not finished
            assert type(error).__name__ == "Conflict"
            return maker.desk.do_once("the-same-key", orders.create_order, customer, [orders.NewLine(tea, 1)])

    made = race(scene.target, [job] * PROCESSES)
    assert len(set(made)) == 1
    with scene as make:
        assert count(make, Order) == 1


def test_document_numbers_are_never_given_twice(scene: Scene):
    with scene as make:
        customer = make.customer()
        tea = make.product("TEA-01", 10)

    def job(maker: Maker):
        return [make_one(maker) for _ in range(UNITS)]

    def make_one(maker: Maker) -> int:
        return maker.desk.do(orders.create_order, customer, [orders.NewLine(tea, 1)])

    made = [order for several in race(scene.target, [job] * PROCESSES) for order in several]
    assert len(set(made)) == UNITS * PROCESSES
    with scene as make, make.database.reading() as session:
        numbers = session.scalars(select(Order.number)).all()
        assert len(set(numbers)) == len(numbers) == UNITS * PROCESSES


def test_who_saves_second_is_told_and_overwrites_nothing(scene: Scene):
    with scene as make:
        customer = make.customer()

    def job(name: str):
        return lambda maker: tally(
            [lambda: maker.desk.do(customers.edit_customer, customer, {"name": name}, version=1)]
        )

    outcome = total(race(scene.target, [job(f"Name {at}") for at in range(PROCESSES)]))
    assert outcome == {"done": 1, "conflict": PROCESSES - 1}
    with scene as make:
        assert make.value(Customer.version, Customer.id == customer) == 2
