"""Steps of shipments that several use cases share: their facts, their state, and taking one back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import OrderState
from shopdesk.domain.shipments import ParcelState, ShipmentFacts, ShipmentState
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import area
from shopdesk.store.prepared import Prepared, new_version
from shopdesk.store.tables import Allocation, Lot, Order, OrderLine, Parcel, Shipment, ShipmentLine
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.ledger import Movement
from shopdesk.usecases.order_states import facts_of, refresh, set_state

_SHIPMENT, _LINE, _ALLOCATION = Shipment.__table__, ShipmentLine.__table__, Allocation.__table__
_BEFORE_SHIPPING = frozenset({"draft", "released", "picking", "picked", "packing", "packed"})


_LINES = Prepared(
    select(
        Shipment.number,
        Shipment.state,
        Shipment.tracking_required,
        Shipment.wave_id,
        Shipment.warehouse_id,
        Order.held,
        ShipmentLine.id,
        ShipmentLine.order_line_id,
        ShipmentLine.variant_id,
        ShipmentLine.quantity,
        ShipmentLine.picked,
        ShipmentLine.short,
        ShipmentLine.packed,
        OrderLine.order_id,
        select(Lot.id).where(Lot.variant_id == ShipmentLine.variant_id).exists().label("has_lots"),
    )
    .join(Order, Order.id == Shipment.order_id)
    .outerjoin(ShipmentLine, ShipmentLine.shipment_id == Shipment.id)
    .outerjoin(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
    .where(Shipment.id == bindparam("shipment"))
    .order_by(ShipmentLine.variant_id, ShipmentLine.id)
)
_PARCELS = Prepared(
    select(Parcel.state, Parcel.tracking_no).where(
        Parcel.shipment_id == bindparam("shipment"), Parcel.state != ParcelState.VOIDED.value
    )
)


def shipment_facts(work: Work, shipment_id: int) -> ShipmentFacts:
    """What the rules need to know of a shipment; raises UserError when there is none."""
    return shipment_lines(work, shipment_id)[0]


def shipment_lines(work: Work, shipment_id: int) -> tuple[ShipmentFacts, list[Any]]:
    """The facts of a shipment and its lines in the order of their variants; raises UserError when there is none."""
    work.lock(Shipment, id=shipment_id)
    rows = work.run(_LINES, {"shipment": shipment_id}).all()
    if not rows:
        raise UserError(_("There is no such shipment."))
    parcels = work.run(_PARCELS, {"shipment": shipment_id}).all()
    head = rows[0]
    lines = [row for row in rows if row.id is not None]
    facts = ShipmentFacts(
        number=head.number,
        state=ShipmentState(head.state),
        quantity=sum(line.quantity for line in lines),
        picked=sum(line.picked for line in lines),
        short=sum(line.short for line in lines),
        packed=sum(line.packed for line in lines),
        held=head.held,
        in_wave=head.wave_id is not None,
        parcels=len(parcels),
        open_parcels=sum(parcel.state == ParcelState.OPEN.value for parcel in parcels),
        parcels_without_tracking=sum(not parcel.tracking_no for parcel in parcels),
        tracking_required=head.tracking_required,
    )
    return facts, lines


def set_shipment(work: Work, shipment_id: int, state: ShipmentState, **values: object) -> None:
    """Write a shipment's new state; its guards were asked before."""
    work.run(*new_version(_SHIPMENT, shipment_id, state=state.value, **values))


def take_back(work: Work, shipment_id: int, reason: str = "") -> None:
    """Cancel a shipment that has not left: picked goods return to their bins, the order waits again."""
    work.lock(Shipment, id=shipment_id)
    header = work.read(
        select(Shipment.order_id, Shipment.warehouse_id, Shipment.state).where(Shipment.id == shipment_id)
    ).first()
    if header is None:
        raise UserError(_("There is no such shipment."))
    if header.state not in _BEFORE_SHIPPING:
        raise UserError(_("This shipment cannot be cancelled any more."))
    packing = area(work.database, work.connection, Zone.PACKING, header.warehouse_id)
    rows = work.read(
        select(Allocation, ShipmentLine.variant_id)
        .join(ShipmentLine, ShipmentLine.id == Allocation.shipment_line_id)
        .where(ShipmentLine.shipment_id == shipment_id)
        .with_only_columns(
            Allocation.id,
            Allocation.location_id,
            Allocation.lot_id,
            Allocation.quantity,
            Allocation.picked,
            Allocation.shipment_line_id,
            ShipmentLine.variant_id,
        )
    ).all()
    back = [
        Movement(
            row.variant_id,
            row.picked,
            packing.id,
            row.location_id,
            MoveReason.UNPICK,
            "shipment_line",
            row.shipment_line_id,
            row.lot_id,
            note=reason,
        )
        for row in rows
        if row.picked
    ]
    ledger.move_goods(work, back)
    for row in rows:
        if row.quantity > row.picked:
            ledger.unallocate(work, row.variant_id, row.location_id, row.lot_id, row.quantity - row.picked)
    line_ids = {row.shipment_line_id for row in rows}
    work.write(_ALLOCATION.delete().where(_ALLOCATION.c.shipment_line_id.in_(line_ids)))
    work.write(update(_LINE).where(_LINE.c.shipment_id == shipment_id).values(packed=0))
    work.write(update(_LINE).where(_LINE.c.shipment_id == shipment_id).values(picked=0))
    parcel = Parcel.__table__
    work.write(update(parcel).where(parcel.c.shipment_id == shipment_id).values(state="voided"))
    set_shipment(work, shipment_id, ShipmentState.CANCELLED)
    work.event("shipment", shipment_id, "cancelled", reason=reason)
    order_back(work, header.order_id)


def order_back(work: Work, order_id: int) -> None:
    """An order without live shipments that never shipped anything stands where it stood after its review."""
    facts = facts_of(work, order_id)
    live = [state for state in facts.shipments if state not in ("cancelled", "voided")]
    if facts.state is OrderState.PROCESSING and not live and not facts.shipped_anything:
        set_state(work, order_id, facts, OrderState.CONFIRMED)
    refresh(work, [order_id])
