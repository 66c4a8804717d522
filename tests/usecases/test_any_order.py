"""Whatever people do in whatever order: the shop stays whole, and nobody is paid back more than they paid."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from shopdesk.domain.errors import Conflict, UserError
from shopdesk.store import shop
from shopdesk.store.backup import copy_file
from shopdesk.store.tables import Allocation, Order, ReturnLine
from shopdesk.usecases import orders, picking, refunds, returns, shipping
from tests import make
from tests.database import in_memory

LONG = bool(os.environ.get("SHOPDESK_LONG"))
few = st.integers(1, 3)
pick = st.integers(0, 99)
KINDS = ["return", "exchange", "refund_only_after", "refund_only_before", "resend", "repair"]


class Shop(RuleBasedStateMachine):
    """One small shop with two products; every rule is one thing somebody does."""

    template: Path

    @initialize()
    def open(self) -> None:
        """A fresh copy of an empty shop."""
        self.folder = tempfile.TemporaryDirectory(prefix="shopdesk-", dir=in_memory())
        path = Path(self.folder.name) / "any.shop"
        copy_file(self.template, path)
        self.desk = make.desk(shop.open_shop(path))
        self.goods = [make.product(self.desk, 6, price=333), make.product(self.desk, 4, price=1999)]
        self.buyer = make.customer(self.desk)

    def teardown(self) -> None:
        """Close the shop and forget it."""
        if hasattr(self, "desk"):
            self.desk.close()
            self.folder.cleanup()

    def attempt(self, usecase: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Do one step; a refusal in words is fine, a broken rule of the database is not."""
        try:
            return self.desk.do(usecase, *args, **more)
        except Conflict as error:
            raise AssertionError(f"{usecase.__name__} ran into the database: {error}") from error
        except UserError:
            return None

    def any(self, at: int, *states: str) -> int:
        """One of the orders in these states, or nobody's."""
        with self.desk.reading() as session:
            ids = list(session.scalars(select(Order.id).where(Order.state.in_(states)).order_by(Order.id)))
        return ids[at % len(ids)] if ids else 10**6

    @rule(units=st.tuples(few, few), paid=st.sampled_from([True, False, 500]), discount=st.sampled_from([0, 1, 100]))
    def order(self, units: tuple[int, int], paid: bool | int, discount: int) -> None:
        lines = list(zip(self.goods, units, strict=True))
        made = make.order(self.desk, lines, paid=paid, buyer=self.buyer, discount=discount)
        self.attempt(orders.confirm_order, made)

    @rule(at=pick, more=st.booleans())
    def go_on(self, at: int, more: bool) -> None:
        order = self.any(at, "confirmed", "processing")
        self.attempt(orders.reserve_order, order)
        made = self.attempt(picking.release_wave, [order])
        if made and more:
            make.bring(self.desk, order, "shipped")

    @rule(at=pick)
    def finish(self, at: int) -> None:
        order = self.any(at, "processing")
        if order < 10**6 and make.shipment(self.desk, order):
            make.bring(self.desk, order, "shipped")

    @rule(at=pick, what=st.sampled_from([orders.cancel_order, orders.unconfirm_order, orders.close_short]))
    def give_up(self, at: int, what: Callable[..., Any]) -> None:
        self.attempt(what, self.any(at, "confirmed", "processing"), "x")

    @rule(at=pick, void=st.booleans())
    def take_back(self, at: int, void: bool) -> None:
        order = self.any(at, "processing", "completed")
        shipment = make.shipment(self.desk, order)
        self.attempt(shipping.void_shipment if void else picking.cancel_shipment, shipment, "x")

    @rule(at=pick, line=st.integers(0, 1), units=few, bad=st.booleans(), kind=st.sampled_from(KINDS))
    def come_back(self, at: int, line: int, units: int, bad: bool, kind: str) -> None:
        order = self.any(at, "confirmed", "processing", "completed", "closed_short")
        own = make.lines(self.desk, order)
        if not own:
            return
        case = self.attempt(returns.log_return, order, [(own[line % len(own)].id, units)], type=kind, override=True)
        if case is None:
            return
        self.attempt(returns.receive_return, case)
        goes = "back_to_customer" if kind == "repair" else "restock"
        for part in make.rows(self.desk, ReturnLine, ReturnLine.return_id == case):
            good, damaged = (0, part.expected) if bad else (part.expected, 0)
            self.attempt(returns.inspect_line, part.id, good, damaged, good_disposition=goes)
        if kind in ("exchange", "resend"):
            self.attempt(returns.exchange_order, case)
        self.attempt(refunds.refund_return, case, "bank")

    @rule(at=pick, amount=st.integers(1, 900))
    def goodwill(self, at: int, amount: int) -> None:
        self.attempt(refunds.refund_order, self.any(at, "completed", "cancelled"), amount, "bank", "x")

    @rule(at=pick, amount=st.integers(1, 900))
    def credit(self, at: int, amount: int) -> None:
        self.attempt(refunds.credit_order, self.any(at, "confirmed", "processing"), amount, "x")

    @rule(at=pick, units=few)
    def short(self, at: int, units: int) -> None:
        order = self.any(at, "confirmed", "processing")
        made = self.attempt(picking.release_wave, [order])
        if made:
            allocations = make.rows(self.desk, Allocation, Allocation.quantity > Allocation.picked)
            self.attempt(picking.pick_shipment, made.shipment_ids[0], {one.id: units for one in allocations})

    @rule(units=few)
    def restock(self, units: int) -> None:
        for variant in self.goods:
            make.received(self.desk, variant, units)

    @invariant()
    def holds(self) -> None:
        """What is always true."""
        if not hasattr(self, "desk"):
            return
        make.whole(self.desk)
        for order in make.rows(self.desk, Order):
            assert 0 <= order.refunded <= order.paid
            assert 0 <= order.credited <= order.total
        for variant in self.goods:
            assert make.stock_of(self.desk, variant).free >= 0


@pytest.mark.timeout(3600 if LONG else 300)
def test_whatever_happens_the_shop_stays_whole(shop_to_copy: Path):
    Shop.template = shop_to_copy
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=200 if LONG else 3,
            stateful_step_count=60 if LONG else 25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
