"""Words and rules of stock: zones, reasons, and which bin a line is taken from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shopdesk.i18n import N_


class Zone(StrEnum):
    """What a location is for. The last five are virtual: goods there are not in the house."""

    RECEIVING = "receiving"
    STORAGE = "storage"
    PICKING = "picking"
    PACKING = "packing"
    SHIPPING = "shipping"
    RETURNS = "returns"
    QUARANTINE = "quarantine"
    MISSING = "missing"
    SCRAP = "scrap"
    SUPPLIER = "supplier"
    CUSTOMER = "customer"
    LOSS = "loss"
    PRODUCTION = "production"
    TRANSIT = "transit"


VIRTUAL_ZONES = frozenset({Zone.SUPPLIER, Zone.CUSTOMER, Zone.LOSS, Zone.PRODUCTION, Zone.TRANSIT})
UNAVAILABLE_ZONES = frozenset({Zone.RECEIVING, Zone.RETURNS, Zone.QUARANTINE, Zone.MISSING, Zone.SCRAP})
PICKABLE_ZONES = frozenset({Zone.STORAGE, Zone.PICKING})

ZONE_TITLES: dict[Zone, str] = {
    Zone.RECEIVING: N_("Receiving"),
    Zone.STORAGE: N_("Storage"),
    Zone.PICKING: N_("Picking"),
    Zone.PACKING: N_("Packing"),
    Zone.SHIPPING: N_("Shipping"),
    Zone.RETURNS: N_("Returns"),
    Zone.QUARANTINE: N_("Quarantine"),
    Zone.MISSING: N_("Missing"),
    Zone.SCRAP: N_("Scrap"),
    Zone.SUPPLIER: N_("Supplier"),
    Zone.CUSTOMER: N_("Customer"),
    Zone.LOSS: N_("Loss"),
    Zone.PRODUCTION: N_("Production"),
    Zone.TRANSIT: N_("In transit"),
}


class MoveReason(StrEnum):
    """Why goods moved."""

    OPENING = "opening"
    RECEIPT = "receipt"
    TRANSFER = "transfer"
    ADJUSTMENT = "adjustment"
    PICK = "pick"
    SHORT_PICK = "short_pick"
    UNPICK = "unpick"
    SHIP = "ship"
    VOID_SHIP = "void_ship"
    RETURN = "return"
    MISCOUNTED = "miscounted"
    RESTOCK = "restock"
    SCRAP = "scrap"
    TO_SUPPLIER = "to_supplier"
    COUNT = "count"
    SENT = "sent"
    ARRIVED = "arrived"
    LOST_ON_THE_WAY = "lost_on_the_way"
    DAMAGED = "damaged"
    EXPIRED = "expired"
    LOST = "lost"
    OWN_USE = "own_use"
    GIFT = "gift"


REASON_TITLES: dict[MoveReason, str] = {
    MoveReason.OPENING: N_("Opening stock"),
    MoveReason.RECEIPT: N_("Goods received"),
    MoveReason.TRANSFER: N_("Moved between bins"),
    MoveReason.ADJUSTMENT: N_("Adjustment"),
    MoveReason.PICK: N_("Picked"),
    MoveReason.SHORT_PICK: N_("Not found when picking"),
    MoveReason.UNPICK: N_("Put back"),
    MoveReason.SHIP: N_("Shipped"),
    MoveReason.VOID_SHIP: N_("Shipment voided"),
    MoveReason.RETURN: N_("Came back"),
    MoveReason.MISCOUNTED: N_("Had not come back"),
    MoveReason.RESTOCK: N_("Back on sale"),
    MoveReason.SCRAP: N_("Scrapped"),
    MoveReason.TO_SUPPLIER: N_("Back to supplier"),
    MoveReason.COUNT: N_("Stocktake"),
    MoveReason.SENT: N_("Sent to another warehouse"),
    MoveReason.ARRIVED: N_("Arrived from another warehouse"),
    MoveReason.LOST_ON_THE_WAY: N_("Lost on the way"),
    MoveReason.DAMAGED: N_("Written off: damaged"),
    MoveReason.EXPIRED: N_("Written off: expired"),
    MoveReason.LOST: N_("Written off: lost"),
    MoveReason.OWN_USE: N_("Own use"),
    MoveReason.GIFT: N_("Given away"),
}

WRITE_OFFS = (MoveReason.DAMAGED, MoveReason.EXPIRED, MoveReason.LOST, MoveReason.OWN_USE, MoveReason.GIFT)
"""Why goods are written off by hand."""

_BY_HAND = frozenset({MoveReason.RECEIPT, MoveReason.TRANSFER, MoveReason.ADJUSTMENT, MoveReason.OPENING, *WRITE_OFFS})
_NO_PAPER = frozenset({"", "import"})


def made_by_hand(reason: str, document: str) -> bool:
    """Whether a move stands for itself, so that it may be reversed alone; others are undone at their document."""
    return reason in _BY_HAND and document in _NO_PAPER


SHRINKAGE = (*WRITE_OFFS, MoveReason.LOST_ON_THE_WAY, MoveReason.COUNT, MoveReason.ADJUSTMENT)
"""Reasons by which goods vanish without being sold."""


class TransferState(StrEnum):
    """Life of a transfer between two warehouses."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    CANCELLED = "cancelled"


TRANSFER_TITLES: dict[TransferState, str] = {
    TransferState.DRAFT: N_("Draft"),
    TransferState.SENT: N_("In transit"),
    TransferState.RECEIVED: N_("Received"),
    TransferState.CANCELLED: N_("Cancelled"),
}


class ReservationState(StrEnum):
    """Life of a promise of goods to an order line."""

    ACTIVE = "active"
    CONSUMED = "consumed"
    RELEASED = "released"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class BinStock:
    """What lies free in one bin: whole stock units not tied to another shipment."""

    location_id: int
    lot_id: int | None
    free: int
    walk: int
    code: str
    received_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """A part of a pick: so many units from this bin and lot."""

    location_id: int
    lot_id: int | None
    quantity: int


def oldest_first(bins: Iterable[BinStock]) -> list[BinStock]:
    """Order of use: earliest expiry, then earliest received, then walking order; undated lots come last."""
    return sorted(
        bins,
        key=lambda b: (
            b.expires_on or date.max,
            b.received_on or date.max,
            b.walk,
            b.code,
            b.location_id,
            b.lot_id or 0,  # two lots of one day: every database takes the same one
        ),
    )


def take(bins: Sequence[BinStock], quantity: int) -> tuple[list[Take], int]:
    """What to take from which bin, and how many units are missing."""
    takes: list[Take] = []
    missing = quantity
    for stock in oldest_first(bins):
        if missing == 0:
            break
        part = min(stock.free, missing)
        if part > 0:
            takes.append(Take(stock.location_id, stock.lot_id, part))
            missing -= part
    return takes, missing
