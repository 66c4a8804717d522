"""Shipping: tracking numbers, the moment the goods leave, delivery, and taking a shipment back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from shopdesk.domain.codes import checked_code
from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import OrderState
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.shipments import ParcelState, ShipmentState, check_move
from shopdesk.domain.stock import MoveReason, ReservationState, Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import area
from shopdesk.store.prepared import Prepared
from shopdesk.store.tables import (
    OrderLine,
    Parcel,
    Reservation,
    Shipment,
    ShipmentLine,
    StockMove,
)
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.indexing import index_shipments
from shopdesk.usecases.ledger import Movement
from shopdesk.usecases.order_states import facts_of, refresh, set_state, settle
from shopdesk.usecases.shipment_steps import shipment_facts, shipment_lines

_SHIPMENT, _PARCEL, _LINE = Shipment.__table__, Parcel.__table__, OrderLine.__table__
_HELD = Reservation.__table__

_STILL_PACKED = Prepared(
    update(_SHIPMENT)
    .where(_SHIPMENT.c.id == bindparam("shipment"), _SHIPMENT.c.state == ShipmentState.PACKED.value)
    .values(
        state=ShipmentState.SHIPPED.value,
        shipped_at=bindparam("now"),
        shipped_by=bindparam("who"),
        version=_SHIPMENT.c.version + 1,
    )
)
_PICKED_LOTS = Prepared(
    select(StockMove.document_id, StockMove.lot_id, func.sum(StockMove.quantity))
    .where(
        StockMove.document == "shipment_line",
        StockMove.document_id.in_(select(ShipmentLine.id).where(ShipmentLine.shipment_id == bindparam("shipment"))),
        StockMove.reason == MoveReason.PICK.value,
        StockMove.lot_id.is_not(None),
    )
    .group_by(StockMove.document_id, StockMove.lot_id)
)
_PROMISES = Prepared(
    select(
        _HELD.c.id,
        _HELD.c.order_line_id,
        _HELD.c.variant_id,
        _HELD.c.warehouse_id,
        _HELD.c.quantity,
        _HELD.c.consumed,
    )
    .join(ShipmentLine, ShipmentLine.order_line_id == _HELD.c.order_line_id)
    .where(
        ShipmentLine.shipment_id == bindparam("shipment"),
        ShipmentLine.packed > 0,
        _HELD.c.state == ReservationState.ACTIVE.value,
    )
    .order_by(_HELD.c.id)
)
_KEEP_PROMISE = Prepared(
    update(_HELD)
    .where(_HELD.c.id == bindparam("held_id"), _HELD.c.state == ReservationState.ACTIVE.value)
    .values(consumed=_HELD.c.consumed + bindparam("units"), state=bindparam("new_state"))
)
_SHIP_LINES = Prepared(
    update(_LINE)
    .where(_LINE.c.id == bindparam("line"), _LINE.c.shipped + bindparam("units") <= _LINE.c.quantity)
    .values(shipped=_LINE.c.shipped + bindparam("units"), reserved=_LINE.c.reserved - bindparam("units"))
)
_HAND_OVER = Prepared(
    update(_PARCEL)
    .where(_PARCEL.c.shipment_id == bindparam("shipment"), _PARCEL.c.state == ParcelState.CLOSED.value)
    .values(state=ParcelState.HANDED_OVER.value)
)
_PARCELS = Prepared(
    select(Parcel.id, Parcel.number, Parcel.tracking_no)
    .where(Parcel.shipment_id == bindparam("shipment"), Parcel.state != ParcelState.VOIDED.value)
    .order_by(Parcel.number)
)
_SAME_TRACKING = Prepared(
    select(Shipment.number)
    .join(Parcel, Parcel.shipment_id == Shipment.id)
    .where(
        Parcel.tracking_no == bindparam("code"),
        Parcel.id != bindparam("own"),
        Parcel.state != ParcelState.VOIDED.value,
    )
)
_SET_TRACKING = Prepared(
    update(_PARCEL)
    .where(_PARCEL.c.id == bindparam("parcel"))
    .values(tracking_no=bindparam("code"), carrier=bindparam("new_carrier"))
)


@needs(Right.SHIP_ORDERS)
def set_tracking(work: Work, shipment_id: int, tracking_no: str, carrier: str = "", parcel: int | None = None) -> None:
    """Note the carrier's number of a parcel (the first without one when ``parcel`` is not named)."""
    code = checked_code(tracking_no, _("The tracking number"))
    rows = work.run(_PARCELS, {"shipment": shipment_id}).all()
    if not rows:
        raise UserError(_("This shipment has no parcel yet."))
    target = next(
        (row for row in rows if (row.number == parcel if parcel is not None else not row.tracking_no)),
        rows[0] if parcel is None and len(rows) == 1 else None,
    )
    if target is None:
        raise UserError(_("All parcels have a tracking number already; name the parcel to change one."))
    taken = work.run(_SAME_TRACKING, {"code": code, "own": target.id}).scalar()
    if taken is not None:
        raise UserError(
            _("Tracking number {code} belongs to shipment {number} already.").format(code=code, number=taken)
        )
    work.run(_SET_TRACKING, {"parcel": target.id, "code": code, "new_carrier": carrier})
    if carrier:
        work.write(
            update(_SHIPMENT)
            .where(_SHIPMENT.c.id == shipment_id)
            .values(carrier=carrier, version=_SHIPMENT.c.version + 1)
        )
    work.event("shipment", shipment_id, "tracking", tracking_no=code, carrier=carrier, parcel=target.number)
    index_shipments(work, [shipment_id])


@needs(Right.SHIP_ORDERS)
def ship(work: Work, shipment_id: int) -> str:
    """The goods leave the house: stock goes down here and nowhere else; returns the shipment's number."""
    facts, lines = shipment_lines(work, shipment_id)
    check_move(facts, ShipmentState.SHIPPED)
    this = {"shipment": shipment_id}
    changed = work.run(_STILL_PACKED, {**this, "now": work.now, "who": work.user.name})
    if changed.rowcount != 1:
        raise UserError(_("Somebody else shipped this a moment ago."))
    rows = [line for line in lines if line.packed]
    lots: dict[int, list[tuple[int | None, int]]] = defaultdict(list)
    if any(row.has_lots for row in rows):
        for line_id, lot_id, units in work.run(_PICKED_LOTS, this):
            lots[line_id].append((lot_id, int(units)))
    packing = area(work.database, work.connection, Zone.PACKING, rows[0].warehouse_id).id
    customer = area(work.database, work.connection, Zone.CUSTOMER).id
    promises = _keep_promises(work, shipment_id, {row.order_line_id: row.packed for row in rows})
    ledger.move_goods(
        work,
        [
            Movement(row.variant_id, units, packing, customer, MoveReason.SHIP, "shipment_line", row.id, lot)
            for row in rows
            for lot, units in _by_lot(lots[row.id], row.packed)
        ],
        promises_kept=promises,
    )
    by_line = sorted((row.order_line_id, row.packed) for row in rows)
    if work.run(_SHIP_LINES, [{"line": line, "units": units} for line, units in by_line]).rowcount != len(rows):
        raise UserError(_("More would be shipped than was ordered. Look again."))
    work.run(_HAND_OVER, this)
    work.event("shipment", shipment_id, "shipped", units=facts.packed)
    order_ids = sorted({row.order_id for row in rows})
    for order_id in order_ids:
        work.event("order", order_id, "shipped", shipment=facts.number, units=facts.packed)
        settle(work, order_id)
    return facts.number


def _by_lot(lots: list[tuple[int | None, int]], packed: int) -> list[tuple[int | None, int]]:
    """The packed units of a line by lot: what was picked without a lot leaves without one."""
    loose = packed - sum(units for _lot, units in lots)
    return [*lots, (None, loose)] if loose else lots


def _keep_promises(work: Work, shipment_id: int, units_by_line: dict[int, int]) -> dict[tuple[int, int], int]:
    """Consume the reservations of what leaves; returns the units per (variant, warehouse)."""
    left = dict(units_by_line)
    consumed: list[dict[str, object]] = []
    kept: dict[tuple[int, int], int] = defaultdict(int)
    for row in work.run(_PROMISES, {"shipment": shipment_id}).all():
        part = min(row.quantity - row.consumed, left[row.order_line_id])
        if part <= 0:
            continue
        left[row.order_line_id] -= part
        whole = row.consumed + part == row.quantity
        state = ReservationState.CONSUMED if whole else ReservationState.ACTIVE
        consumed.append({"held_id": row.id, "units": part, "new_state": state.value})
        kept[row.variant_id, row.warehouse_id] += part
    if any(left.values()):
        raise UserError(_("The goods of this shipment are not reserved any more. Look again."))
    work.run(_KEEP_PROMISE, consumed)
    return kept


@needs(Right.SHIP_ORDERS)
def ship_many(work: Work, shipment_ids: Sequence[int]) -> list[tuple[int, str]]:
    """Ship every packed shipment that may go; returns those that may not, with the reason."""
    refused = []
    for shipment_id in shipment_ids:
        facts = shipment_facts(work, shipment_id)
        try:
            check_move(facts, ShipmentState.SHIPPED)
        except UserError as error:
            refused.append((shipment_id, f"{facts.number}: {error}"))
            continue
        ship(work, shipment_id)
    return refused


@needs(Right.SHIP_ORDERS)
def deliver(work: Work, shipment_id: int, at: datetime | None = None) -> None:
    """Record that the customer signed for a shipment; the time is never overwritten.

    The order is delivered when the last of its goods arrived.
    """
    facts = shipment_facts(work, shipment_id)
    check_move(facts, ShipmentState.DELIVERED)
    moment = at or work.now
    order_id = work.read(select(Shipment.order_id).where(Shipment.id == shipment_id)).scalar_one()
    work.write(
        update(_SHIPMENT)
        .where(_SHIPMENT.c.id == shipment_id)
        .values(state=ShipmentState.DELIVERED.value, delivered_at=moment, version=_SHIPMENT.c.version + 1)
    )
    work.event("shipment", shipment_id, "delivered", at=moment.isoformat())
    work.event("order", order_id, "delivered", shipment=facts.number, at=moment.isoformat())
    refresh(work, [order_id])


@needs(Right.SHIP_ORDERS)
def void_shipment(work: Work, shipment_id: int, reason: str) -> None:
    """Take back a shipment that did not leave after all: the goods are on the shelf and promised to the order again."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    facts = shipment_facts(work, shipment_id)
    check_move(facts, ShipmentState.VOIDED)
    moves = work.read(
        select(StockMove)
        .join(ShipmentLine, ShipmentLine.id == StockMove.document_id)
        .where(
            ShipmentLine.shipment_id == shipment_id,
            StockMove.document == "shipment_line",
            StockMove.reason == MoveReason.SHIP.value,
        )
        .with_only_columns(
            StockMove.id,
            StockMove.variant_id,
            StockMove.quantity,
            StockMove.from_id,
            StockMove.to_id,
            StockMove.lot_id,
            StockMove.document_id,
            ShipmentLine.order_line_id,
        )
    ).all()
    returned = work.read(
        select(func.coalesce(func.sum(OrderLine.returned), 0)).where(
            OrderLine.id.in_([move.order_line_id for move in moves])
        )
    ).scalar_one()
    if returned:
        raise UserError(_("Goods of this order came back already. Log a return instead."))
    order_id, warehouse_id = work.read(
        select(Shipment.order_id, Shipment.warehouse_id).where(Shipment.id == shipment_id)
    ).one()
    order_facts = facts_of(work, order_id)
    if order_facts.open_returns:
        raise UserError(_("Order {number} has an open return. Finish it first.").format(number=order_facts.number))
    shelf = area(work.database, work.connection, Zone.STORAGE, warehouse_id)
    ledger.move_goods(
        work,
        [
            Movement(
                m.variant_id,
                m.quantity,
                m.to_id,
                shelf.id,
                MoveReason.VOID_SHIP,
                "shipment_line",
                m.document_id,
                m.lot_id,
                note=reason,
                reverses=m.id,
            )
            for m in moves
        ],
    )
    units: dict[int, int] = defaultdict(int)
    variants: dict[int, int] = {}
    for m in moves:
        units[m.order_line_id] += m.quantity
        variants[m.order_line_id] = m.variant_id
    for line_id, count in units.items():
        work.write(update(_LINE).where(_LINE.c.id == line_id).values(shipped=_LINE.c.shipped - count))
        ledger.reserve(work, line_id, variants[line_id], shelf.warehouse_id, count)
    work.write(update(_PARCEL).where(_PARCEL.c.shipment_id == shipment_id).values(state=ParcelState.VOIDED.value))
    work.write(
        update(_SHIPMENT)
        .where(_SHIPMENT.c.id == shipment_id)
        .values(state=ShipmentState.VOIDED.value, version=_SHIPMENT.c.version + 1)
    )
    if order_facts.state in (OrderState.COMPLETED, OrderState.CLOSED_SHORT):
        set_state(work, order_id, order_facts, OrderState.PROCESSING, reason=reason)
    work.event("shipment", shipment_id, "voided", reason=reason)
    work.event("order", order_id, "shipment_voided", shipment=facts.number, reason=reason)
    refresh(work, [order_id])
