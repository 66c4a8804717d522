"""Everything about one shipment, for its inspector, its page and the command line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.queries.order_details import address_lines
from shopdesk.queries.read_models import filled
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import (
    Allocation,
    Location,
    Order,
    OrderLine,
    Parcel,
    Product,
    Scan,
    Shipment,
    ShipmentLine,
    Variant,
    Wave,
)


@dataclass(frozen=True, slots=True)
class ParcelDetail:
    """One box."""

    id: int
    number: int
    state: str
    carrier: str
    tracking_no: str
    weight_g: int | None
    packaging: str
    closed_at: datetime | None
    closed_by: str
    pieces: int


@dataclass(frozen=True, slots=True)
class ShipmentLineDetail:
    """Units of one order line in a shipment, and the bins they are taken from."""

    id: int
    order_line_id: int
    variant_id: int
    sku: str
    title: str
    variant_title: str
    image: str | None
    quantity: int
    picked: int
    short: int
    packed: int
    bins: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ScanDetail:
    """One scan at the bench."""

    at: datetime
    by_name: str
    code: str
    result: str
    quantity: int
    undone: bool
    forced_reason: str
    title: str


@dataclass(frozen=True, slots=True)
class ShipmentDetail:
    """One shipment with its lines, parcels and story."""

    id: int
    number: str
    order_id: int
    order_number: str
    order_numbers: tuple[str, ...]
    state: str
    held: bool
    wave_id: int | None
    wave: str
    slot: int
    ship_name: str
    ship_lines: tuple[str, ...]
    ship_by: datetime
    carrier: str
    service: str
    tracking_required: bool
    created_at: datetime
    picked_at: datetime | None
    picked_by: str
    packed_at: datetime | None
    packed_by: str
    shipped_at: datetime | None
    shipped_by: str
    delivered_at: datetime | None
    lines: tuple[ShipmentLineDetail, ...]
    parcels: tuple[ParcelDetail, ...]
    scans: tuple[ScanDetail, ...]
    timeline: tuple[Line, ...]
    version: int


def shipment_detail(session: Session, shipment_id: int) -> ShipmentDetail:
    """Everything about one shipment; raises UserError when there is none."""
    row = session.execute(
        select(
            Shipment.__table__,
            Order.number.label("order_number"),
            Order.held,
            Order.ship_by,
            Order.ship_name,
            Order.ship_company,
            Order.ship_line1,
            Order.ship_line2,
            Order.ship_postcode,
            Order.ship_city,
            Order.ship_region,
            Order.ship_country,
            Wave.number.label("wave"),
        )
        .join(Order, Order.id == Shipment.order_id)
        .outerjoin(Wave, Wave.id == Shipment.wave_id)
        .where(Shipment.id == shipment_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such shipment."))
    orders = session.scalars(
        select(Order.number)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(ShipmentLine, ShipmentLine.order_line_id == OrderLine.id)
        .where(ShipmentLine.shipment_id == shipment_id)
        .distinct()
        .order_by(Order.number)
    )
    return filled(
        ShipmentDetail,
        row,
        order_numbers=tuple(orders) or (row.order_number,),
        wave=row.wave or "",
        ship_lines=address_lines(row),
        lines=_shipment_lines(session, shipment_id),
        parcels=_parcels(session, shipment_id),
        scans=_scans(session, shipment_id),
        timeline=timeline(session, "shipment", shipment_id),
    )


def _shipment_lines(session: Session, shipment_id: int) -> tuple[ShipmentLineDetail, ...]:
    rows = session.execute(
        select(
            ShipmentLine.__table__,
            Variant.sku,
            OrderLine.title,
            OrderLine.variant_title,
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
        .join(Variant, Variant.id == ShipmentLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(ShipmentLine.shipment_id == shipment_id)
        .order_by(ShipmentLine.id)
    ).all()
    bins: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for found in session.execute(
        select(Allocation.shipment_line_id, Location.code, Allocation.quantity)
        .join(Location, Location.id == Allocation.location_id)
        .where(Allocation.shipment_line_id.in_([row.id for row in rows]))
        .order_by(Location.walk, Location.code)
    ):
        bins[found.shipment_line_id].append((found.code, found.quantity))
    return tuple(filled(ShipmentLineDetail, row, bins=tuple(bins.get(row.id, ()))) for row in rows)


def _parcels(session: Session, shipment_id: int) -> tuple[ParcelDetail, ...]:
    pieces: dict[int, int] = {}
    for parcel_id, units in session.execute(
        select(Scan.parcel_id, func.sum(Scan.quantity))
        .where(Scan.shipment_id == shipment_id, Scan.undone.is_(False))
        .group_by(Scan.parcel_id)
    ):
        pieces[parcel_id] = int(units)
    rows = session.execute(select(Parcel.__table__).where(Parcel.shipment_id == shipment_id).order_by(Parcel.number))
    return tuple(filled(ParcelDetail, row, pieces=pieces.get(row.id, 0)) for row in rows)


def _scans(session: Session, shipment_id: int) -> tuple[ScanDetail, ...]:
    rows = session.execute(
        select(
            Scan.at,
            Scan.by_name,
            Scan.code,
            Scan.result,
            Scan.quantity,
            Scan.undone,
            Scan.forced_reason,
            func.coalesce(Variant.name, ""),
        )
        .outerjoin(Variant, Variant.id == Scan.variant_id)
        .where(Scan.shipment_id == shipment_id)
        .order_by(Scan.id)
    )
    return tuple(ScanDetail(*row) for row in rows)
