"""Whatever an order cost and however it comes back: in total exactly what was paid for it, never a cent more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from shopdesk.domain.errors import UserError
from shopdesk.store.tables import Credit, Event, Order, OrderLine, Refund, Return, ReturnLine
from shopdesk.store.work import Work
from shopdesk.usecases import orders, refunds, returns
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.orders import NewLine
from tests import make
from tests.usecases.conftest import on_both

HOWEVER = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Line:
    """One line of an invented order; amounts in minor units, the discount as a share of its price."""

    units: int
    price: int
    off: int
    tax: int


LINES = st.lists(
    st.builds(Line, st.integers(1, 5), st.integers(0, 9999), st.integers(0, 100), st.integers(0, 999)),
    min_size=1,
    max_size=3,
)
STEP = st.tuples(
    st.sampled_from(["return", "keep", "exchange", "goodwill", "credit", "pay"]),
    st.integers(0, 2),
    st.integers(1, 5),
    st.integers(0, 2),
)


def _put_tax(work: Work, order_id: int, taxes: list[int]) -> None:
    """Tax on top, as a channel sends it; typed orders have none."""
    line, order = OrderLine.__table__, Order.__table__
    ids = work.read(select(line.c.id).where(line.c.order_id == order_id).order_by(line.c.position)).scalars()
    for line_id, tax in zip(list(ids), taxes, strict=True):
        work.write(update(line).where(line.c.id == line_id).values(tax=tax))
    whole = {"tax": sum(taxes), "total": order.c.total + sum(taxes)}
    work.write(update(order).where(order.c.id == order_id).values(**whole))


def _attempt(desk: Desk, usecase: Any, *args: Any, **more: Any) -> Any:
    try:
        return desk.do(usecase, *args, **more)
    except UserError:
        return None


def _back(desk: Desk, order: int, line: int, units: int, missing: int, kind: str) -> int | None:
    """Units of a line come back (some of them missing), are kept or exchanged; then the money is settled."""
    own = make.lines(desk, order)
    wanted = own[line % len(own)]
    if kind == "keep":
        case = _attempt(desk, returns.log_return, order, [(wanted.id, units)], type="refund_only_after", override=True)
    else:
        name = "exchange" if kind == "exchange" else "return"
        case = _attempt(desk, returns.log_return, order, [(wanted.id, units)], type=name, override=True)
        if case is None:
            return None
        desk.do(returns.receive_return, case)
        for part in make.rows(desk, ReturnLine, ReturnLine.return_id == case):
            lost = min(missing, part.expected)
            desk.do(returns.inspect_line, part.id, part.expected - lost, 0, lost)
    if case is None:
        return None
    new = _attempt(desk, returns.exchange_order, case) if kind == "exchange" else None
    _attempt(desk, refunds.refund_return, case, "bank")
    if new is not None:
        make.bring(desk, new, "shipped")
    return new


def _sum(desk: Desk, column: Any, *where: Any) -> int:
    with desk.reading() as session:
        return int(session.scalar(select(func.coalesce(func.sum(column), 0)).where(*where)))


def _given_back(desk: Desk, order: int) -> int:
    """What the units that were given back are worth: the share of their lines, to the cent."""
    worth = 0
    for line in make.lines(desk, order):
        back = _sum(
            desk,
            ReturnLine.good + ReturnLine.damaged,
            ReturnLine.order_line_id == line.id,
            ReturnLine.decided,
            ReturnLine.return_id.in_(select(Return.id).where(Return.type != "refund_only_before")),
        )
        worth += (line.total + line.tax + line.carried) * (back + line.cancelled) // line.quantity
    return worth


@on_both
@HOWEVER
@example(lines=[Line(3, 889, 0, 0)], off=1, freight=490, paid=100, before=[(0, 1)], steps=[("return", 0, 1, 0)] * 3)
@example(lines=[Line(2, 1000, 0, 1)], off=0, freight=0, paid=50, before=[], steps=[("goodwill", 0, 5, 0)] * 2)
@example(lines=[Line(2, 999, 3, 7)], off=9, freight=0, paid=100, before=[], steps=[("exchange", 0, 2, 0)] * 3)
@given(
    lines=LINES,
    off=st.integers(0, 100),
    freight=st.integers(0, 990),
    paid=st.sampled_from([100, 100, 100, 50, 33, 0]),
    before=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3)), max_size=2),
    steps=st.lists(STEP, max_size=5),
)
def test_refunds_come_to_exactly_what_was_paid_for_what_came_back(
    desk: Desk,
    lines: list[Line],
    off: int,
    freight: int,
    paid: int,
    before: list[tuple[int, int]],
    steps: list[tuple[str, int, int, int]],
):
    goods = [
        NewLine(make.product(desk, 40), one.units, one.price, one.units * one.price * one.off // 100) for one in lines
    ]
    left = sum(one.quantity * (one.unit_price or 0) - one.discount for one in goods)
    order = make.order(desk, goods, paid=False, discount=left * off // 100, shipping=freight)
    desk.do(_put_tax, order, [one.tax for one in lines])
    total = make.row(desk, Order, order).total
    if total * paid // 100:
        desk.do(orders.add_payment, order, total * paid // 100)
    desk.do(orders.confirm_order, order)
    for at, units in before:
        own = make.lines(desk, order)
        case = _attempt(desk, returns.log_return, order, [(own[at % len(own)].id, units)], type="refund_only_before")
        if case is not None:
            _attempt(desk, refunds.refund_return, case, "bank")
    if any(line.quantity > line.cancelled for line in make.lines(desk, order)):
        make.bring(desk, order, "shipped")
    made = [order]
    for what, line, units, missing in steps:
        now = make.row(desk, Order, order)
        if what == "goodwill":
            _attempt(desk, refunds.refund_order, order, 1 + (now.paid - now.refunded) * units // 9, "bank", "Sorry")
        elif what == "credit":
            _attempt(desk, refunds.credit_order, order, 1 + (total - now.credited - now.paid) * units // 9, "Sorry")
        elif what == "pay":
            _attempt(desk, orders.add_payment, order, (total - now.credited - now.paid) * units // 5)
        else:
            new = _back(desk, made[missing % len(made)], line, units, missing, what)
            made += [new] if new is not None else []
    done = make.row(desk, Order, order)
    assert 0 <= done.refunded <= done.paid
    assert 0 <= done.credited <= done.total
    for line in make.lines(desk, order):
        assert line.returned <= line.shipped <= line.quantity - line.cancelled
        assert line.refunded <= line.total + line.tax + line.carried
    cases = [case.id for one in made for case in make.rows(desk, Return, Return.order_id == one)]
    settled = _sum(desk, Refund.amount, Refund.return_id.in_(cases)) + _sum(
        desk, Credit.amount, Credit.return_id.in_(cases)
    )
    exchanged = sum(line.carried for one in made[1:] for line in make.lines(desk, one))
    before_paid = sum(
        event.data["amount"]
        for event in make.rows(desk, Event, Event.subject == "return", Event.kind == "paid_before")
        if event.subject_id in cases
    )
    claimed = sum(_given_back(desk, one) for one in made) - exchanged
    freight_credited = _sum(desk, Credit.freight, Credit.order_id == order)
    assert settled - freight_credited + before_paid == claimed
    if paid == 100 and not any(step[0] in ("goodwill", "pay") for step in steps):
        assert _sum(desk, Refund.amount, Refund.order_id == order) == claimed


@pytest.mark.parametrize("parts", [[1, 1, 1], [2, 1], [3]])
def test_parts_of_all_kinds_give_the_line_back_exactly(desk: Desk, parts: list[int]):
    order = make.order(desk, [NewLine(make.product(desk, 9), 5, unit_price=333, discount=1)], "confirmed")
    line = make.lines(desk, order)[0]
    case = desk.do(returns.log_return, order, [(line.id, 2)], type="refund_only_before")
    got = desk.do(refunds.refund_return, case, "bank")
    make.bring(desk, order, "shipped")
    got += sum(desk.do(refunds.refund_return, make.returned(desk, order, units), "bank") for units in parts)
    assert got == line.total == 1664
