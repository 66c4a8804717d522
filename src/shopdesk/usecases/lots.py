"""Lots and the order of use: the earliest date leaves first, unless somebody says why not; dates corrected."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, insert, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.shipments import ShipmentState
from shopdesk.i18n import _
from shopdesk.queries.settings import places
from shopdesk.store.tables import Allocation, Lot, Shipment, ShipmentLine, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.ledger import find_bin

_BEFORE_PICKED = (ShipmentState.RELEASED.value, ShipmentState.PICKING.value)


@needs(Right.PICK_ORDERS)
def take_from_bin(work: Work, shipment_id: int, variant_id: int, bin: str, reason: str) -> None:
    """Pick an item of a shipment from another bin than the oldest goods lie in; the reason is kept."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    shipment = work.read(select(Shipment.state, Shipment.warehouse_id).where(Shipment.id == shipment_id)).first()
    if shipment is None:
        raise UserError(_("There is no such shipment."))
    if shipment.state not in _BEFORE_PICKED:
        raise UserError(_("This shipment is picked already."))
    bin_id = find_bin(work, bin)
    rows = work.read(
        select(
            Allocation.id,
            Allocation.shipment_line_id,
            Allocation.location_id,
            Allocation.lot_id,
            Allocation.quantity,
        )
        .join(ShipmentLine, ShipmentLine.id == Allocation.shipment_line_id)
        .where(ShipmentLine.shipment_id == shipment_id, ShipmentLine.variant_id == variant_id, Allocation.picked == 0)
        .order_by(Allocation.id)
    ).all()
    if not rows:
        raise UserError(_("This shipment has none of that item to be picked."))
    for row in rows:
        ledger.unallocate(work, variant_id, row.location_id, row.lot_id, row.quantity)
    others = frozenset(place for place in places(work.database, work.connection) if place != bin_id)
    units = sum(row.quantity for row in rows)
    got = ledger.allocate(work, variant_id, shipment.warehouse_id, units, others)
    table = Allocation.__table__
    work.write(delete(table).where(table.c.id.in_([row.id for row in rows])))
    work.write(insert(table), _shared([(row.shipment_line_id, row.quantity) for row in rows], got))
    sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar()
    work.event("shipment", shipment_id, "other_bin", units=units, sku=sku, bin=bin, reason=reason.strip())


def _shared(wanted: list[tuple[int, int]], got: list[tuple[int, int | None, int]]) -> list[dict[str, int | None]]:
    """The units got, shared over the lines (line, units) that need them."""
    made: list[dict[str, int | None]] = []
    parts = iter(got)
    place, lot, units = next(parts)
    for line_id, needed in wanted:
        while needed:
            if not units:
                place, lot, units = next(parts)
            taken = min(needed, units)
            made.append(
                {"shipment_line_id": line_id, "location_id": place, "lot_id": lot, "quantity": taken, "picked": 0}
            )
            needed, units = needed - taken, units - taken  # noqa: PLW2901
    return made


@needs(Right.ADJUST_STOCK)
def set_expiry(work: Work, variant_id: int, lot: str, expires_on: date | None, reason: str) -> None:
    """Correct the date of a lot that was read wrongly; the goods stay where they are."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    known = work.session.scalar(select(Lot).where(Lot.variant_id == variant_id, Lot.code == lot))
    if known is None:
        raise UserError(_("There is no lot “{code}”.").format(code=lot))
    known.expires_on = expires_on
    day = expires_on.isoformat() if expires_on else ""
    work.event("variant", variant_id, "lot_changed", lot=lot, expires_on=day, reason=reason.strip())
