"""The shipment and its parcels: states, guards, and what must be true before the goods leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.domain.errors import UserError
from shopdesk.i18n import N_, _


class ShipmentState(StrEnum):
    """Lifecycle of a shipment."""

    DRAFT = "draft"
    RELEASED = "released"
    PICKING = "picking"
    PICKED = "picked"
    PACKING = "packing"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    DELIVERY_EXCEPTION = "delivery_exception"
    RETURNED_TO_SENDER = "returned_to_sender"
    LOST = "lost"
    CANCELLED = "cancelled"
    VOIDED = "voided"


class ParcelState(StrEnum):
    """Lifecycle of a parcel."""

    OPEN = "open"
    CLOSED = "closed"
    HANDED_OVER = "handed_over"
    VOIDED = "voided"


S = ShipmentState

STATE_TITLES: dict[ShipmentState, str] = {
    S.DRAFT: N_("Draft"),
    S.RELEASED: N_("To pick"),
    S.PICKING: N_("Picking"),
    S.PICKED: N_("To pack"),
    S.PACKING: N_("Packing"),
    S.PACKED: N_("Packed"),
    S.SHIPPED: N_("Shipped"),
    S.DELIVERED: N_("Delivered"),
    S.DELIVERY_EXCEPTION: N_("Delivery problem"),
    S.RETURNED_TO_SENDER: N_("Back to sender"),
    S.LOST: N_("Lost"),
    S.CANCELLED: N_("Cancelled"),
    S.VOIDED: N_("Voided"),
}

OPEN_STATES = (S.RELEASED, S.PICKING, S.PICKED, S.PACKING, S.PACKED)


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """What the rules need to know of one shipment; quantities in stock units."""

    number: str
    state: ShipmentState
    quantity: int
    picked: int
    short: int
    packed: int
    held: bool = False
    in_wave: bool = False
    open_parcels: int = 0
    parcels: int = 0
    parcels_without_tracking: int = 0
    tracking_required: bool = True


Guard = Callable[[ShipmentFacts], "str | None"]


def _not_held(shipment: ShipmentFacts) -> str | None:
    return _("The order is on hold.") if shipment.held else None


def _picked(shipment: ShipmentFacts) -> str | None:
    left = shipment.quantity - shipment.picked - shipment.short
    return _("{count} pieces are not picked yet.").format(count=left) if left else None


def _something_picked(shipment: ShipmentFacts) -> str | None:
    return None if shipment.picked else _("Nothing was picked for this shipment.")


def _packed(shipment: ShipmentFacts) -> str | None:
    left = shipment.picked - shipment.packed
    return _("{count} pieces are not scanned yet.").format(count=left) if left else None


def _parcels_closed(shipment: ShipmentFacts) -> str | None:
    return _("A parcel is still open.") if shipment.open_parcels else None


def _tracking(shipment: ShipmentFacts) -> str | None:
    if not shipment.tracking_required or not shipment.parcels_without_tracking:
        return None
    return _("The tracking number is missing on {count} of {parcels} parcels.").format(
        count=shipment.parcels_without_tracking, parcels=shipment.parcels
    )


MOVES: dict[tuple[ShipmentState, ShipmentState], tuple[Guard, ...]] = {
    (S.DRAFT, S.RELEASED): (_not_held,),
    (S.RELEASED, S.PICKING): (_not_held,),
    (S.PICKING, S.RELEASED): (),
    (S.PICKING, S.PICKED): (_picked, _something_picked),
    (S.PICKED, S.PACKING): (_not_held,),
    (S.PACKING, S.PICKED): (),
    (S.PACKING, S.PACKED): (_packed, _parcels_closed),
    (S.PACKED, S.PACKING): (),
    (S.PACKED, S.SHIPPED): (_not_held, _packed, _parcels_closed, _tracking),
    (S.SHIPPED, S.DELIVERED): (),
    (S.SHIPPED, S.DELIVERY_EXCEPTION): (),
    (S.DELIVERY_EXCEPTION, S.DELIVERED): (),
    (S.DELIVERY_EXCEPTION, S.RETURNED_TO_SENDER): (),
    (S.DELIVERY_EXCEPTION, S.LOST): (),
    (S.SHIPPED, S.VOIDED): (),
    **{(state, S.CANCELLED): () for state in (S.DRAFT, S.RELEASED, S.PICKING, S.PICKED, S.PACKING, S.PACKED)},
}


def refusals(shipment: ShipmentFacts, to: ShipmentState) -> list[str]:
    """Why ``shipment`` may not move to ``to``; empty means it may."""
    guards = MOVES.get((shipment.state, to))
    if guards is None:
        return [
            _("Shipment {number} is “{state}” and cannot become “{to}”.").format(
                number=shipment.number, state=_(STATE_TITLES[shipment.state]), to=_(STATE_TITLES[to])
            )
        ]
    return [why for guard in guards if (why := guard(shipment))]


def check_move(shipment: ShipmentFacts, to: ShipmentState) -> None:
    """Raise UserError with every reason when ``shipment`` may not move to ``to``."""
    if why := refusals(shipment, to):
        raise UserError(" ".join(why))
