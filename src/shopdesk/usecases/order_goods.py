"""Goods of orders: promising them, giving them back, and units that will never be sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import bindparam, func, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import LineKind, OrderState, refusals
from shopdesk.domain.shipments import OPEN_STATES
from shopdesk.i18n import _
from shopdesk.store.prepared import Prepared
from shopdesk.store.tables import Order, OrderLine, Shipment, ShipmentLine, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.order_states import complete_if_finished, facts_of, refresh, set_state
from shopdesk.usecases.shipment_steps import take_back

_LINE = OrderLine.__table__
_LIVE = ("draft", *(state.value for state in OPEN_STATES))
_OPEN_ORDERS = (OrderState.DRAFT, OrderState.SUBMITTED, OrderState.CONFIRMED, OrderState.PROCESSING)


_LACKING = Prepared(
    select(
        OrderLine.id,
        OrderLine.variant_id,
        (OrderLine.quantity - OrderLine.cancelled - OrderLine.shipped - OrderLine.reserved).label("wanted"),
        Order.warehouse_id,
    )
    .join(Order, Order.id == OrderLine.order_id)
    .join(Variant, Variant.id == OrderLine.variant_id)
    .where(OrderLine.order_id == bindparam("order"), OrderLine.kind != LineKind.SERVICE.value, Variant.stocked)
    .order_by(OrderLine.variant_id, OrderLine.id)
)


def reserve_goods(work: Work, order_id: int) -> int:
    """Promise an order what it still lacks, as far as it is free; returns the units got."""
    rows = work.run(_LACKING, {"order": order_id}).all()
    got = 0
    for row in rows:
        if row.wanted > 0:
            got += ledger.reserve(work, row.id, row.variant_id, row.warehouse_id, row.wanted)
    if got:
        work.event("order", order_id, "reserved", units=got)
    return got


def free_goods(work: Work, order_id: int) -> None:
    """Cancel unpicked shipments and give every reservation back."""
    open_ids = work.read(
        select(Shipment.id).where(Shipment.order_id == order_id, Shipment.state.in_(["draft", "released"]))
    ).scalars()
    for shipment_id in list(open_ids):
        take_back(work, shipment_id)
    line_ids = list(work.read(select(OrderLine.id).where(OrderLine.order_id == order_id)).scalars())
    freed = ledger.release_reservations(work, line_ids)
    if freed:
        work.event("order", order_id, "released_stock", units=freed)


def open_units(work: Work, order_id: int) -> Counter[int]:
    """Units by order line that are neither shipped nor cancelled nor in a shipment on its way to the door."""
    at_work = (
        select(ShipmentLine.order_line_id, func.sum(ShipmentLine.quantity - ShipmentLine.short).label("units"))
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.state.in_(_LIVE))
        .group_by(ShipmentLine.order_line_id)
        .subquery()
    )
    left = OrderLine.quantity - OrderLine.cancelled - OrderLine.shipped - func.coalesce(at_work.c.units, 0)
    rows = work.read(
        select(OrderLine.id, left)
        .outerjoin(at_work, at_work.c.order_line_id == OrderLine.id)
        .where(OrderLine.order_id == order_id)
    )
    return Counter({line_id: int(units) for line_id, units in rows})


def goods_to_send(work: Work, order_id: int) -> dict[int, int]:
    """The open units of those lines of an order that need goods."""
    services = set(
        work.read(
            select(OrderLine.id)
            .outerjoin(Variant, Variant.id == OrderLine.variant_id)
            .where(
                OrderLine.order_id == order_id,
                (OrderLine.kind == LineKind.SERVICE.value) | Variant.stocked.is_(False),
            )
        ).scalars()
    )
    return {line: units for line, units in open_units(work, order_id).items() if units > 0 and line not in services}


def cancel_units(work: Work, order_id: int, units: Mapping[int, int], reason: str) -> None:
    """Units by order line that will never be sent; their promised goods are free again.

    Raises UserError for more units than are open.
    """
    left = open_units(work, order_id)
    rows = {
        row.id: row
        for row in work.read(
            select(
                OrderLine.id,
                OrderLine.title,
                OrderLine.quantity,
                OrderLine.shipped,
                OrderLine.cancelled,
                OrderLine.reserved,
            ).where(OrderLine.order_id == order_id)
        )
    }
    freed = 0
    for line_id, count in sorted(units.items()):
        row = rows[line_id]
        if count > left[line_id]:
            raise UserError(
                _("{title}: {units} pieces cannot be cancelled, only {left} can still be kept back.").format(
                    title=row.title, units=count, left=max(0, left[line_id])
                )
            )
        work.write(update(_LINE).where(_LINE.c.id == line_id).values(cancelled=_LINE.c.cancelled + count))
        too_many = row.reserved - (row.quantity - row.shipped - row.cancelled - count)
        if too_many > 0:
            freed += ledger.release_reservations(work, [line_id], only=too_many)
    work.event("order", order_id, "units_cancelled", units=sum(units.values()), reason=reason)
    if freed:
        work.event("order", order_id, "released_stock", units=freed)


def go_on_without(work: Work, order_id: int) -> None:
    """After units were cancelled: an order of which nothing is left is cancelled, one that is all out completes."""
    facts = facts_of(work, order_id)
    nothing_left = not facts.shipped_anything and not any(line.wanted for line in facts.lines)
    if facts.state in _OPEN_ORDERS and nothing_left and not refusals(facts, OrderState.CANCELLED):
        free_goods(work, order_id)
        set_state(work, order_id, facts, OrderState.CANCELLED)
    refresh(work, [order_id])
    finish_without_goods(work, order_id)
    complete_if_finished(work, [order_id])


def finish_without_goods(work: Work, order_id: int) -> None:
    """An order with nothing to send (services) needs no picking: it goes on, and is complete once it is paid."""
    facts = facts_of(work, order_id)
    if facts.state is not OrderState.CONFIRMED or any(line.open for line in facts.lines if line.stocked):
        return
    if not refusals(facts, OrderState.PROCESSING):
        set_state(work, order_id, facts, OrderState.PROCESSING)
        refresh(work, [order_id])
        complete_if_finished(work, [order_id])
