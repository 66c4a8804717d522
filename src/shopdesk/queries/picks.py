"""What is still to be picked: the waves of shipments and the bins their goods are tied to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.queries.read_models import filled
from shopdesk.store.tables import Allocation, Location, OrderLine, Product, Shipment, ShipmentLine, Variant, Wave

_TO_PICK = ("released", "picking")


@dataclass(frozen=True, slots=True)
class OpenPick:
    """Units of one shipment line to be taken from one bin; ``id`` is the allocation's."""

    id: int
    shipment_id: int
    shipment: str
    slot: int
    bin: str
    sku: str
    title: str
    variant_title: str
    image: str | None
    quantity: int


@dataclass(frozen=True, slots=True)
class WaveToPick:
    """A wave with everything that is still in its bins, in walking order."""

    id: int
    number: str
    shipments: int
    picks: tuple[OpenPick, ...]

    @property
    def pieces(self) -> int:
        """How many pieces are to be picked."""
        return sum(pick.quantity for pick in self.picks)


def waves_of(session: Session, shipment_ids: Sequence[int]) -> list[int]:
    """The waves of these shipments, oldest first."""
    rows = session.scalars(
        select(Shipment.wave_id)
        .where(Shipment.id.in_(shipment_ids), Shipment.wave_id.is_not(None))
        .distinct()
        .order_by(Shipment.wave_id)
    )
    return [wave_id for wave_id in rows if wave_id is not None]


def wave_to_pick(session: Session, wave_id: int) -> WaveToPick:
    """What is still to be picked of a wave."""
    number = session.scalar(select(Wave.number).where(Wave.id == wave_id)) or ""
    rows = session.execute(
        select(
            Allocation.id,
            Shipment.id.label("shipment_id"),
            Shipment.number.label("shipment"),
            Shipment.slot,
            Location.code.label("bin"),
            Variant.sku,
            OrderLine.title,
            OrderLine.variant_title,
            func.coalesce(Variant.image, Product.image).label("image"),
            (Allocation.quantity - Allocation.picked).label("quantity"),
        )
        .join(ShipmentLine, ShipmentLine.id == Allocation.shipment_line_id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
        .join(Location, Location.id == Allocation.location_id)
        .join(Variant, Variant.id == ShipmentLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(Shipment.wave_id == wave_id, Shipment.state.in_(_TO_PICK), Allocation.quantity > Allocation.picked)
        .order_by(Location.walk, Location.code, Variant.sku, Shipment.slot)
    ).all()
    picks = tuple(filled(OpenPick, row) for row in rows)
    return WaveToPick(wave_id, number, len({pick.shipment_id for pick in picks}), picks)
