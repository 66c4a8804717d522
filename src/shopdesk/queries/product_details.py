"""Everything about one product, and why a variant's stock is what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.stock import ZONE_TITLES
from shopdesk.i18n import _
from shopdesk.queries.customers import NO_SALE
from shopdesk.queries.kits import makeable_of
from shopdesk.queries.listing import ListRow
from shopdesk.queries.moves import moves_of
from shopdesk.queries.order_line_details import bins_of
from shopdesk.queries.read_models import filled
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.queries.timeline import Line, timelines
from shopdesk.store.tables import (
    Barcode,
    Location,
    Lot,
    Order,
    OrderLine,
    Product,
    Reservation,
    StockBalance,
    StockLevel,
    Variant,
)
from shopdesk.store.work import utc_now

SALES_DAYS = 28
SALES_WEEKS = 12


@dataclass(frozen=True, slots=True)
class VariantDetail:
    """One variant of a product; money in minor units of the shop, stock in units of all warehouses."""

    id: int
    position: int
    sku: str
    name: str
    title: str
    option_values: tuple[str, ...]
    price: int
    list_price: int | None
    cost: int | None
    weight_g: int | None
    unit: str
    barcodes: tuple[tuple[str, int], ...]
    image: str | None
    bin: str
    on_hand: int
    reserved: int
    unavailable: int
    available: int
    min_stock: int | None
    returnable: bool
    stocked: bool
    active: bool
    version: int


@dataclass(frozen=True, slots=True)
class WeekSold:
    """Units sold in the week that begins on ``monday``."""

    monday: date
    units: int


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """One product with its variants, their stock and its story."""

    id: int
    code: str
    title: str
    short_title: str
    brand: str
    category: str
    tags: str
    description: str
    item_type: str
    lifecycle: str
    option_names: tuple[str, ...]
    attributes: dict[str, Any]
    image: str | None
    images: tuple[str, ...]
    superseded_by: int | None
    created_at: datetime
    updated_at: datetime
    currency: str
    on_hand: int
    reserved: int
    unavailable: int
    available: int
    variants: tuple[VariantDetail, ...]
    sold: tuple[WeekSold, ...]
    timeline: tuple[Line, ...]
    version: int


@dataclass(frozen=True, slots=True)
class BinLevel:
    """Units of a variant in one bin (and lot); ``allocated`` of them are tied to shipments."""

    location_id: int
    bin: str
    zone: str
    zone_title: str
    lot: str
    expires_on: date | None
    quantity: int
    allocated: int

    @property
    def free(self) -> int:
        """Units not tied to a shipment."""
        return self.quantity - self.allocated


@dataclass(frozen=True, slots=True)
class Holder:
    """An order that holds a reservation: why units are not available."""

    order_id: int
    order_number: str
    ship_name: str
    state: str
    units: int
    since: datetime


@dataclass(frozen=True, slots=True)
class VariantStock:
    """on hand = available + reserved + unavailable, and what each of them is made of."""

    id: int
    product_id: int
    sku: str
    name: str
    image: str | None
    barcodes: tuple[tuple[str, int], ...]
    price: int
    currency: str
    min_stock: int | None
    on_hand: int
    reserved: int
    unavailable: int
    available: int
    levels: tuple[BinLevel, ...]
    holders: tuple[Holder, ...]
    moves: tuple[ListRow, ...]
    sold_units: int
    per_day: float
    days_left: float | None
    timeline: tuple[Line, ...]
    version: int


def product_detail(session: Session, product_id: int) -> ProductDetail:
    """Everything about one product; raises UserError when there is none."""
    row = session.execute(select(Product.__table__).where(Product.id == product_id)).first()
    if row is None:
        raise UserError(_("There is no such product."))
    variants = _variants(session, product_id, row.item_type)
    ids = [variant.id for variant in variants]
    pictures = dict.fromkeys(image for image in (row.image, *(variant.image for variant in variants)) if image)
    return filled(
        ProductDetail,
        row,
        option_names=tuple(row.option_names or ()),
        attributes=dict(row.attributes or {}),
        images=tuple(pictures),
        currency=shop_currency(session),
        on_hand=sum(variant.on_hand for variant in variants),
        reserved=sum(variant.reserved for variant in variants),
        unavailable=sum(variant.unavailable for variant in variants),
        available=sum(variant.available for variant in variants),
        variants=variants,
        sold=weeks_sold(session, ids),
        timeline=timelines(session, {"product": [product_id], "variant": ids}),
    )


def _variants(session: Session, product_id: int, item_type: str) -> tuple[VariantDetail, ...]:
    rows = session.execute(
        select(
            Variant.__table__,
            func.coalesce(func.sum(StockBalance.on_hand), 0).label("on_hand"),
            func.coalesce(func.sum(StockBalance.reserved), 0).label("reserved"),
            func.coalesce(func.sum(StockBalance.unavailable), 0).label("unavailable"),
        )
        .outerjoin(StockBalance, StockBalance.variant_id == Variant.id)
        .where(Variant.product_id == product_id)
        .group_by(Variant.id)
        .order_by(Variant.position, Variant.id)
    ).all()
    ids = [row.id for row in rows]
    barcodes, bins = barcodes_of(session, ids), bins_of(session, ids)
    kits = makeable_of(session, ids) if item_type == "bundle" else {}
    return tuple(
        filled(
            VariantDetail,
            row,
            option_values=tuple(row.option_values or ()),
            barcodes=barcodes.get(row.id, ()),
            bin=bins.get(row.id, ""),
            on_hand=int(row.on_hand),
            reserved=int(row.reserved),
            unavailable=int(row.unavailable),
            available=kits.get(row.id, int(row.on_hand - row.reserved - row.unavailable)),
        )
        for row in rows
    )


def barcodes_of(session: Session, variant_ids: Sequence[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    """Each variant's barcodes with the units one scan counts."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for variant_id, code, quantity in session.execute(
        select(Barcode.variant_id, Barcode.code, Barcode.quantity)
        .where(Barcode.variant_id.in_(variant_ids))
        .order_by(Barcode.id)
    ):
        found[variant_id].append((code, quantity))
    return {variant_id: tuple(codes) for variant_id, codes in found.items()}


def weeks_sold(session: Session, variant_ids: Sequence[int], weeks: int = SALES_WEEKS) -> tuple[WeekSold, ...]:
    """Units ordered per week, oldest first; cancelled orders do not count."""
    today = utc_now().astimezone().date()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=weeks - 1)
    units = {first + timedelta(weeks=at): 0 for at in range(weeks)}
    for placed_at, quantity in session.execute(
        select(Order.placed_at, OrderLine.quantity)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(
            OrderLine.variant_id.in_(variant_ids),
            Order.placed_at >= datetime(first.year, first.month, first.day).astimezone(),
            Order.state.not_in(NO_SALE),
        )
    ):
        day = placed_at.astimezone().date()
        week = day - timedelta(days=day.weekday())
        if week in units:
            units[week] += quantity
    return tuple(WeekSold(week, count) for week, count in units.items())


def units_sold(session: Session, variant_id: int, days: int = SALES_DAYS) -> int:
    """Units of one variant ordered in the last ``days`` days."""
    return int(
        session.scalar(
            select(func.coalesce(func.sum(OrderLine.quantity), 0))
            .join(Order, Order.id == OrderLine.order_id)
            .where(
                OrderLine.variant_id == variant_id,
                Order.placed_at >= utc_now() - timedelta(days=days),
                Order.state.not_in(NO_SALE),
            )
        )
        or 0
    )


def variant_stock(session: Session, variant_id: int) -> VariantStock:
    """Why a variant's stock is what it is; raises UserError when there is no such variant."""
    row = session.execute(
        select(
            Variant.id,
            Variant.product_id,
            Variant.sku,
            Variant.name,
            func.coalesce(Variant.image, Product.image).label("image"),
            Variant.price,
            Variant.min_stock,
            Variant.version,
        )
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such product."))
    on_hand, reserved, unavailable = session.execute(
        select(
            func.coalesce(func.sum(StockBalance.on_hand), 0),
            func.coalesce(func.sum(StockBalance.reserved), 0),
            func.coalesce(func.sum(StockBalance.unavailable), 0),
        ).where(StockBalance.variant_id == variant_id)
    ).one()
    available = int(on_hand - reserved - unavailable)
    sold = units_sold(session, variant_id)
    return filled(
        VariantStock,
        row,
        barcodes=barcodes_of(session, [variant_id]).get(variant_id, ()),
        currency=shop_currency(session),
        on_hand=int(on_hand),
        reserved=int(reserved),
        unavailable=int(unavailable),
        available=available,
        levels=_levels(session, variant_id),
        holders=_holders(session, variant_id),
        moves=tuple(moves_of(session, variant_id)),
        sold_units=sold,
        per_day=sold / SALES_DAYS,
        days_left=max(0, available) / (sold / SALES_DAYS) if sold else None,
        timeline=timelines(session, {"variant": [variant_id]}),
    )


def _levels(session: Session, variant_id: int) -> tuple[BinLevel, ...]:
    rows = session.execute(
        select(
            StockLevel.location_id,
            Location.code.label("bin"),
            Location.zone,
            func.coalesce(Lot.code, "").label("lot"),
            Lot.expires_on,
            StockLevel.quantity,
            StockLevel.allocated,
        )
        .join(Location, Location.id == StockLevel.location_id)
        .outerjoin(Lot, Lot.id == StockLevel.lot_id)
        .where(StockLevel.variant_id == variant_id, StockLevel.quantity > 0)
        .order_by(Location.walk, Location.code, StockLevel.id)
    )
    titles = {zone.value: title for zone, title in ZONE_TITLES.items()}
    return tuple(filled(BinLevel, row, zone_title=_(titles.get(row.zone, row.zone))) for row in rows)


def _holders(session: Session, variant_id: int) -> tuple[Holder, ...]:
    rows = session.execute(
        select(
            Order.id,
            Order.number,
            Order.ship_name,
            Order.state,
            Reservation.quantity - Reservation.consumed,
            Reservation.created_at,
        )
        .join(OrderLine, OrderLine.id == Reservation.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Reservation.variant_id == variant_id, Reservation.state == "active")
        .order_by(Reservation.id)
    )
    return tuple(Holder(*row) for row in rows)
