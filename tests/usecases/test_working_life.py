"""Long random working lives: whatever people do, in whatever order, the shop stays whole and refuses in sentences."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from shopdesk.domain.errors import Conflict, UserError
from shopdesk.store import shop
from shopdesk.store.engine import Database
from shopdesk.store.tables import (
    Allocation,
    Order,
    OrderLine,
    Return,
    ReturnLine,
    Shipment,
    ShipmentLine,
    StockMove,
    Variant,
    Wave,
)
from shopdesk.usecases import orders, packing, picking, refunds, returns, shipping, stock
from shopdesk.usecases.checking import check
from shopdesk.usecases.orders import NewLine
from tests.make import Maker

LIVES = 60 if os.environ.get("SHOPDESK_LONG") else 4
STEPS = 250
BINS = ("SHELF", "A-01", "A-02")


class Life:
    """One shop and the dice that decide what happens in it next."""

    def __init__(self, database: Database, seed: int) -> None:
        self.make, self.chance = Maker(database), random.Random(seed)
        self.database, self.log = database, []
        do = self.make.desk.do
        do(stock.add_bin, "A-01")
        do(stock.add_bin, "A-02")
        self.variants = [
            self.make.product("TEA-01", 12, bin="A-01", price=999),
            self.make.product("MUG-01", 8, bin="A-02", price=1250),
            self.make.product("OIL-01", 6, bin="A-01", lot="L1", price=333),
        ]
        do(stock.receive, self.variants[2], 4, "A-02", lot="L2")
        self.customer = self.make.customer()

    def any(self, column: Any, *where: Any) -> Any:
        """Any one row's column, mostly among those that fit ``where``."""
        with self.database.reading() as session:
            rows = list(session.scalars(select(column).where(*where))) if self.chance.random() < 0.9 else []
            rows = rows or list(session.scalars(select(column)))
        if not rows:
            raise UserError("There is none yet.")
        return self.chance.choice(rows)

    def step(self) -> str:
        """Do one random thing; returns its name and whether it was refused."""
        name = self.chance.choice(DICE)
        try:
            STEPS_KNOWN[name](self)
        except Conflict as error:
            raise AssertionError(f"{name} ran into a rule of the database: {error}") from error
        except UserError as error:
            assert str(error).endswith((".", "!", "?")), str(error)
            name += " refused"
        self.log.append(name)
        return name

    @property
    def variant(self) -> int:
        return self.chance.choice(self.variants)

    @property
    def few(self) -> int:
        return self.chance.choice((1, 1, 2, 3, 5))


def _order(life: Life) -> None:
    lines = [NewLine(v, life.few) for v in life.chance.sample(life.variants, life.chance.randint(1, 3))]
    made = life.make.desk.do(
        orders.create_order, life.customer, lines, discount=life.chance.choice((0, 0, 100, 333)), shipping=490
    )
    if life.chance.random() < 0.8:
        life.make.desk.do(orders.add_payment, made, life.make.value(Order.total, Order.id == made))


def _do(usecase: Callable[..., Any], *arguments: Callable[[Life], Any], **named: Any) -> Callable[[Life], None]:
    def step(life: Life) -> None:
        life.make.desk.do(usecase, *(argument(life) for argument in arguments), **named)

    return step


def _scan(life: Life) -> None:
    shipment = life.any(Shipment.id, Shipment.state == "packing")
    sku = life.any(
        Variant.sku,
        Variant.id.in_(
            select(ShipmentLine.variant_id).where(
                ShipmentLine.shipment_id == shipment, ShipmentLine.packed < ShipmentLine.picked
            )
        ),
    )
    life.make.desk.do(packing.scan, shipment, sku)


def _scan_all(life: Life) -> None:
    life.make.scan(life.any(Shipment.id, Shipment.state.in_(["picked", "packing"])))


def _pick(life: Life) -> None:
    wave = life.any(Wave.id, Wave.id.in_(select(Shipment.wave_id).where(Shipment.state == "picking")))
    allocation = life.any(Allocation.id, Allocation.picked == 0)
    life.make.desk.do(picking.finish_picking, wave, {allocation: 1} if life.chance.random() < 0.3 else None)


def _close(life: Life) -> None:
    shipment = life.any(Shipment.id, Shipment.state == "packing")
    life.make.desk.do(packing.close_shipment, shipment)
    life.make.desk.do(shipping.set_tracking, shipment, f"T-{shipment}-{len(life.log)}")


def _return(life: Life) -> None:
    line = life.any(OrderLine.id, OrderLine.shipped > OrderLine.returned)
    order = life.make.value(OrderLine.order_id, OrderLine.id == line)
    kind = life.chance.choice(["return", "return", "refund_only_after", "refused", "exchange"])
    life.make.desk.do(returns.log_return, order, [(line, life.few)], type=kind, override=life.chance.random() < 0.7)


def _inspect(life: Life) -> None:
    line = life.any(ReturnLine.id, ReturnLine.received > 0, ReturnLine.decided.is_(False))
    expected = life.make.value(ReturnLine.expected, ReturnLine.id == line)
    received = life.make.value(ReturnLine.received, ReturnLine.id == line)
    damaged = life.chance.randint(0, received)
    life.make.desk.do(returns.inspect_line, line, received - damaged, damaged, expected - received)


def _reverse(life: Life) -> None:
    life.make.desk.do(
        stock.reverse_move,
        life.any(StockMove.id, StockMove.reason.in_(["receipt", "transfer", "adjustment"])),
        "Mistake",
    )


def _of(column: Any, *where: Any) -> Callable[[Life], Any]:
    return lambda life: life.any(column, *where)


def _word(_life: Life) -> str:
    return "Because"


def _bank(_life: Life) -> str:
    return "bank"


def _variant(life: Life) -> int:
    return life.variant


def _few(life: Life) -> int:
    return life.few


def _bin(life: Life) -> str:
    return life.chance.choice(BINS)


def _amount(life: Life) -> int:
    return life.chance.randint(1, 3000)


def _difference(life: Life) -> int:
    return life.chance.choice((-3, -1, 1, 2))


def _ready(life: Life) -> int:
    return life.any(Order.id, Order.fulfilment.in_(["ready", "partly_ready"]))


IN_WORK = ["picking", "picked", "packing", "packed"]


STEPS_KNOWN: dict[str, Callable[[Life], None]] = {
    "order": _order,
    "confirm": _do(orders.confirm_order, _of(Order.id, Order.state == "submitted")),
    "reserve": _do(orders.reserve_order, _of(Order.id, Order.state == "confirmed")),
    "unconfirm": _do(orders.unconfirm_order, _of(Order.id, Order.state == "confirmed"), _word),
    "cancel": _do(orders.cancel_order, _of(Order.id, Order.state.in_(["submitted", "confirmed"])), _word),
    "hold": _do(orders.hold_order, _of(Order.id, Order.state.in_(["submitted", "confirmed", "processing"])), _word),
    "release hold": _do(orders.release_hold, _of(Order.id, Order.held)),
    "close short": _do(orders.close_short, _of(Order.id, Order.state == "processing"), _word),
    "pay": _do(orders.add_payment, _of(Order.id, Order.payment != "paid"), _amount),
    "wave": _do(picking.release_wave, lambda life: [_ready(life)]),
    "bigger wave": _do(picking.release_wave, lambda life: [_ready(life) for _ in range(3)]),
    "pick": _pick,
    "cancel shipment": _do(picking.cancel_shipment, _of(Shipment.id, Shipment.state.in_(IN_WORK)), _word),
    "start packing": _do(packing.start_packing, _of(Shipment.id, Shipment.state == "picked")),
    "scan": _scan,
    "scan all": _scan_all,
    "undo scan": _do(packing.undo_scan, _of(Shipment.id, Shipment.state == "packing")),
    "recount": _do(packing.recount, _of(Shipment.id, Shipment.state == "packing")),
    "next parcel": _do(packing.next_parcel, _of(Shipment.id, Shipment.state == "packing")),
    "force": _do(
        packing.force_line,
        _of(Shipment.id, Shipment.state == "packing"),
        _of(ShipmentLine.id, ShipmentLine.packed < ShipmentLine.picked),
        _word,
    ),
    "close": _close,
    "reopen": _do(packing.reopen_shipment, _of(Shipment.id, Shipment.state == "packed"), _word),
    "ship": _do(shipping.ship, _of(Shipment.id, Shipment.state == "packed")),
    "deliver": _do(shipping.deliver, _of(Shipment.id, Shipment.state == "shipped")),
    "void": _do(shipping.void_shipment, _of(Shipment.id, Shipment.state == "shipped"), _word),
    "return": _return,
    "approve": _do(returns.approve_return, _of(Return.id, Return.state == "requested")),
    "reject": _do(returns.reject_return, _of(Return.id, Return.state == "requested"), _word),
    "cancel return": _do(returns.cancel_return, _of(Return.id, Return.state == "awaiting_goods"), _word),
    "receive return": _do(returns.receive_return, _of(Return.id, Return.state == "awaiting_goods")),
    "inspect": _inspect,
    "refund return": _do(refunds.refund_return, _of(Return.id, Return.state == "decided"), _bank),
    "exchange": _do(returns.exchange_order, _of(Return.id, Return.type == "exchange")),
    "refund": _do(refunds.refund_order, _of(Order.id, Order.paid > Order.refunded), _amount, _bank, _word),
    "receive": _do(stock.receive, _variant, _few, _bin),
    "adjust": _do(stock.adjust, _variant, _difference, _bin, _word),
    "count": _do(stock.set_counted, _variant, _few, _bin, _word),
    "transfer": _do(stock.transfer, _variant, _few, _bin, _bin),
    "reverse a move": _reverse,
}


# What carries an order on comes up more often than what takes it back.
ONWARDS = {
    "order": 4, "confirm": 8, "wave": 6, "bigger wave": 2, "pick": 8, "start packing": 3, "scan": 3, "scan all": 8,
    "close": 8, "ship": 8, "deliver": 3, "return": 6, "approve": 3, "receive return": 6, "inspect": 6,
    "refund return": 4, "release hold": 4, "exchange": 3, "receive": 3,
}  # fmt: skip
DICE = [name for name in STEPS_KNOWN for _side in range(ONWARDS.get(name, 1))]


@pytest.mark.parametrize("seed", range(LIVES))
def test_a_working_life_leaves_the_shop_whole(file_database: Database, seed: int):
    live(Life(file_database, seed))


@pytest.mark.parametrize("seed", range(100, 100 + LIVES // 4))
def test_a_working_life_on_a_server_leaves_the_shop_whole(server_url: str, seed: int):
    database = shop.open_shop(server_url)
    live(Life(database, seed))
    database.close()


def live(life: Life) -> None:
    for at in range(STEPS):
        life.step()
        if at % 25 == 24:
            with life.database.reading() as session:
                problems = check(session).problems
            assert not problems, f"after {life.log[-25:]}: {problems[:3]}"
    done = Counter(name for name in life.log if not name.endswith("refused"))
    assert len(done) >= 15, "many kinds of steps happened"
