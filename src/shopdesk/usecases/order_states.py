"""Keeping the computed columns of orders true after every change to their documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import (
    Fulfilment,
    OrderFacts,
    OrderState,
    check_move,
    fulfilment,
    payment_state,
    refusals,
    return_status,
)
from shopdesk.domain.shipments import ShipmentState
from shopdesk.i18n import _
from shopdesk.queries.order_facts import order_facts
from shopdesk.store.prepared import ByIds, new_version
from shopdesk.store.tables import Credit, Hold, Order, Payment, Refund, Shipment
from shopdesk.store.work import Work

_ORDER = Order.__table__


def facts_of(work: Work, order_id: int, *, duplicates: bool = False) -> OrderFacts:
    """The facts of one order as this transaction sees it; raises UserError when there is no such order."""
    work.flush()
    work.lock(Order, id=order_id)
    found = order_facts(work.connection, [order_id], duplicates=duplicates, cursor=work.cursor)
    if order_id not in found:
        raise UserError(_("There is no such order."))
    return found[order_id]


def set_state(work: Work, order_id: int, facts: OrderFacts, to: OrderState, **data: str) -> None:
    """Write the new lifecycle state with its timeline line; the guards were asked before."""
    work.run(*new_version(_ORDER, order_id, state=to.value))
    work.event("order", order_id, "state", **{"from": facts.state.value, "to": to.value}, **data)


_COMPUTED = ByIds(
    select(
        _ORDER.c.id,
        _ORDER.c.fulfilment,
        _ORDER.c.payment,
        _ORDER.c.return_status,
        _ORDER.c.delivered_at,
        _ORDER.c.amounts_known,
    ),
    _ORDER.c.id,
)


def refresh(work: Work, order_ids: Sequence[int]) -> None:
    """Recompute fulfilment, payment and return status of these orders from their lines and documents."""
    if not order_ids:
        return
    work.flush()
    work.lock(Order, id=list(order_ids))
    known = {row.id: row for row in work.rows(_COMPUTED, order_ids)}
    for order_id, facts in order_facts(work.connection, order_ids, cursor=work.cursor).items():
        row = known[order_id]
        values: dict[str, Any] = {
            "fulfilment": fulfilment(facts.state, facts.lines, facts.shipments).value,
            "return_status": return_status(facts.lines, facts.open_returns).value,
        }
        if row.amounts_known:
            values["payment"] = payment_state(facts.total, facts.paid, facts.refunded, facts.credited).value
        if row.delivered_at is None and values["fulfilment"] == Fulfilment.DELIVERED.value:
            values["delivered_at"] = _last_delivery(work, order_id)
        if any(getattr(row, key) != value for key, value in values.items()):
            work.run(*new_version(_ORDER, order_id, **values))


def _last_delivery(work: Work, order_id: int) -> datetime | None:
    """When the last of an order's goods arrived."""
    moment: datetime | None = work.read(
        select(func.max(Shipment.delivered_at)).where(
            Shipment.order_id == order_id, Shipment.state == ShipmentState.DELIVERED.value
        )
    ).scalar()
    return moment


def settle(work: Work, order_id: int) -> None:
    """After goods left: complete the order when all is out and paid, and keep its computed states true."""
    facts = order_facts(work.connection, [order_id], cursor=work.cursor)[order_id]
    state = facts.state
    if state is OrderState.PROCESSING and not refusals(facts, OrderState.COMPLETED):
        state = OrderState.COMPLETED
        work.event("order", order_id, "state", **{"from": facts.state.value, "to": state.value})
    work.run(
        *new_version(
            _ORDER,
            order_id,
            state=state.value,
            fulfilment=fulfilment(state, facts.lines, facts.shipments).value,
            return_status=return_status(facts.lines, facts.open_returns).value,
        )
    )


def refresh_money(work: Work, order_id: int) -> None:
    """Recompute paid, refunded and credited of one order from its payments, refunds and credits."""
    work.flush()
    paid = work.read(
        select(func.coalesce(func.sum(Payment.amount), 0)).where(Payment.order_id == order_id)
    ).scalar_one()
    refunded = work.read(
        select(func.coalesce(func.sum(Refund.amount), 0)).where(Refund.order_id == order_id)
    ).scalar_one()
    credited = work.read(
        select(func.coalesce(func.sum(Credit.amount), 0)).where(Credit.order_id == order_id)
    ).scalar_one()
    work.write(
        update(_ORDER)
        .where(_ORDER.c.id == order_id)
        .values(paid=paid, refunded=refunded, credited=credited, version=_ORDER.c.version + 1)
    )


def complete_if_finished(work: Work, order_ids: Sequence[int]) -> None:
    """Complete processing orders of which everything is shipped and settled."""
    candidates = work.read(
        select(Order.id).where(Order.id.in_(order_ids), Order.state == OrderState.PROCESSING.value)
    ).scalars()
    for order_id in list(candidates):
        facts = facts_of(work, order_id)
        try:
            check_move(facts, OrderState.COMPLETED)
        except UserError:
            continue
        set_state(work, order_id, facts, OrderState.COMPLETED)
        refresh(work, [order_id])


def put_on_hold(work: Work, order_id: int, reason: str, note: str = "", days: int | None = None) -> None:
    """Hold an order inside another step."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    facts = facts_of(work, order_id)
    if facts.held:
        raise UserError(_("Order {number} is on hold already.").format(number=facts.number))
    if facts.state in (OrderState.COMPLETED, OrderState.CANCELLED, OrderState.CLOSED_SHORT):
        raise UserError(_("Order {number} is finished.").format(number=facts.number))
    until = None if days is None else work.now + timedelta(days=days)
    work.write(
        insert(Hold).values(
            order_id=order_id, reason=reason, note=note, until=until, at=work.now, by_name=work.user.name
        )
    )
    order = Order.__table__
    work.write(update(order).where(order.c.id == order_id).values(held=True, version=order.c.version + 1))
    work.event("order", order_id, "held", reason=reason, note=note, until=until.isoformat() if until else "")
