"""Which steps a shipment allows: the rules' own sentences, for a row of the list as for the whole shipment."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.shipments import ShipmentFacts, ShipmentState, refusals
from shopdesk.i18n import _
from shopdesk.queries.shipment_details import ShipmentDetail

TO_PICK = frozenset({"released", "picking"})
TO_PACK = frozenset({"picked", "packing"})
CANCELLABLE = frozenset({"draft", "released", "picking", "picked", "packing", "packed"})
HAS_PARCEL = frozenset({"packing", "packed", "shipped", "delivered"})


def facts_of(thing: Any) -> ShipmentFacts:
    """The facts of a shipment; a row that was not looked at closely knows only its own columns."""
    known: ShipmentFacts | None = getattr(thing, "facts", None)
    if known is not None:
        return known
    if isinstance(thing, ShipmentDetail):
        return _facts(thing)
    return ShipmentFacts(
        thing.number,
        ShipmentState(thing.state),
        thing.pieces,
        picked=thing.packed,
        short=0,
        packed=thing.packed,
        held=thing.held,
        tracking_required=False,
    )


def _facts(detail: ShipmentDetail) -> ShipmentFacts:
    parcels = [parcel for parcel in detail.parcels if parcel.state != "voided"]
    return ShipmentFacts(
        number=detail.number,
        state=ShipmentState(detail.state),
        quantity=sum(line.quantity for line in detail.lines),
        picked=sum(line.picked for line in detail.lines),
        short=sum(line.short for line in detail.lines),
        packed=sum(line.packed for line in detail.lines),
        held=detail.held,
        in_wave=detail.wave_id is not None,
        open_parcels=sum(parcel.state == "open" for parcel in parcels),
        parcels=len(parcels),
        parcels_without_tracking=sum(not parcel.tracking_no for parcel in parcels),
        tracking_required=detail.tracking_required,
    )


def no_move(to: ShipmentState) -> Any:
    """The sentences why a shipment may not become ``to``."""
    return lambda thing: refusals(facts_of(thing), to)


def no_packing(thing: Any) -> list[str]:
    """Why a shipment cannot go to the bench."""
    return [] if thing.state == "packing" else refusals(facts_of(thing), ShipmentState.PACKING)


def no_slip(thing: Any) -> list[str]:
    """Why there is no packing slip yet."""
    if thing.state in TO_PICK or thing.state == "draft":
        return [_("The goods are not picked yet.")]
    return []


def no_label(thing: Any) -> list[str]:
    """Why there is no shipping label yet."""
    if thing.state not in HAS_PARCEL:
        return [_("Shipment {number} has no parcel yet.").format(number=thing.number)]
    return []
