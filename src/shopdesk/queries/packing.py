"""What the packing bench reads: the order on the bench and the orders that wait for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.codes import code_key
from shopdesk.domain.errors import UserError
from shopdesk.domain.packing import OtherItem, PackLine, PackOrder, in_packing_order
from shopdesk.i18n import _
from shopdesk.store.prepared import ByIds, Prepared
from shopdesk.store.tables import (
    Allocation,
    Barcode,
    Channel,
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

Reader = Connection | Session
_HEAD = Prepared(
    select(
        Shipment.id,
        Shipment.number,
        Shipment.slot,
        Shipment.carrier,
        Shipment.service,
        Shipment.version,
        Wave.number.label("wave"),
        Order.ship_name,
        Order.ship_city,
        Order.ship_country,
        Order.office_note,
        Order.buyer_note,
        Order.gift,
        Order.ship_by,
        Channel.name.label("channel"),
    )
    .join(Order, Order.id == Shipment.order_id)
    .join(Channel, Channel.id == Order.channel_id)
    .outerjoin(Wave, Wave.id == Shipment.wave_id)
    .where(Shipment.id == bindparam("id"))
)
_PARCELS = Prepared(
    select(Parcel.number, Parcel.state, Parcel.weight_g, Parcel.packaging)
    .where(Parcel.shipment_id == bindparam("id"), Parcel.state != "voided")
    .order_by(Parcel.number)
)
_LINES = Prepared(
    select(
        ShipmentLine.id,
        ShipmentLine.variant_id,
        ShipmentLine.picked,
        ShipmentLine.packed,
        Variant.sku,
        Variant.weight_g,
        Variant.title.label("variant_title"),
        func.coalesce(Variant.image, Product.image).label("image"),
        Product.title,
        Product.short_title,
        OrderLine.kind,
    )
    .join(Variant, Variant.id == ShipmentLine.variant_id)
    .join(Product, Product.id == Variant.product_id)
    .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
    .where(ShipmentLine.shipment_id == bindparam("id"), ShipmentLine.picked > 0)
)
_BINS = ByIds(
    select(Allocation.shipment_line_id, Location.code)
    .join(Location, Location.id == Allocation.location_id)
    .order_by(Location.walk.desc()),
    Allocation.shipment_line_id,
)
_SHARED = ByIds(select(Variant.sku_key).group_by(Variant.sku_key).having(func.count() > 1), Variant.sku_key)
_CODES = ByIds(select(Barcode.variant_id, Barcode.code, Barcode.quantity), Barcode.variant_id)


def pack_order(reader: Reader, shipment_id: int) -> PackOrder:
    """The shipment as the bench shows it; raises UserError when there is no such shipment."""
    connection = reader if isinstance(reader, Connection) else reader.connection()
    head: Any = _HEAD.run(connection, {"id": shipment_id}).first()
    if head is None:
        raise UserError(_("There is no such shipment."))
    parcels = _PARCELS.run(connection, {"id": shipment_id}).all()
    current = next((parcel for parcel in parcels if parcel.state == "open"), parcels[-1] if parcels else None)
    return PackOrder(
        shipment_id=head.id,
        number=head.number,
        customer=head.ship_name,
        city=head.ship_city,
        country=head.ship_country,
        channel=head.channel,
        wave_text=_("Wave {number}").format(number=head.wave) if head.wave else "",
        slot=str(head.slot) if head.slot else "",
        office_note=head.office_note,
        buyer_note=head.buyer_note,
        gift=head.gift,
        ship_by=head.ship_by,
        carrier=" · ".join(part for part in (head.carrier, head.service) if part),
        parcel_no=current.number if current else 1,
        parcel_of=max(1, len(parcels)),
        lines=in_packing_order(_lines(connection, shipment_id)),
        version=head.version,
        packaging=current.packaging if current else "",
        weight_g=current.weight_g if current else None,
        slip_without_prices=head.gift,
    )


def _lines(connection: Connection, shipment_id: int) -> list[PackLine]:
    rows = _LINES.run(connection, {"id": shipment_id}).all()
    codes = _codes(connection, {row.variant_id: row.sku for row in rows})
    bins: dict[int, str] = {}
    for line_id, code in _BINS.rows(connection, [row.id for row in rows]):
        bins[line_id] = code
    return [
        PackLine(
            line_id=row.id,
            variant_id=row.variant_id,
            sku=row.sku,
            title=row.short_title or row.title,
            variant_title=row.variant_title,
            bin=bins.get(row.id, ""),
            image=row.image,
            expected=row.picked,
            packed=row.packed,
            weight_g=row.weight_g,
            codes=codes[row.variant_id],
            is_gift=row.kind == "gift",
        )
        for row in rows
    ]


def _codes(connection: Connection, skus: dict[int, str]) -> dict[int, dict[str, int]]:
    """All codes of each variant with the units one scan counts. A SKU shared by several variants is no code."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    keys = {variant_id: code_key(sku) for variant_id, sku in skus.items()}
    shared = {key for (key,) in _SHARED.rows(connection, sorted(set(keys.values())))}
    for variant_id, sku in skus.items():
        if sku and keys[variant_id] not in shared:
            found[variant_id][sku] = 1
    for row in _CODES.rows(connection, list(skus)):
        found[row.variant_id][row.code] = row.quantity
    return found


def item_with_code(reader: Reader, code: str) -> OtherItem | None:
    """The product that owns ``code`` as a barcode or as an unambiguous SKU, or None."""
    candidates = {code, code.zfill(13), code.zfill(14), code.lstrip("0")} if code.isdigit() else {code}
    variant_id = reader.execute(
        select(Barcode.variant_id).where(Barcode.code.in_(candidates)).order_by(Barcode.id).limit(1)
    ).scalar()
    if variant_id is None:
        own = list(reader.execute(select(Variant.id).where(Variant.sku_key == code_key(code)).limit(2)).scalars())
        if len(own) != 1:
            return None
        variant_id = own[0]
    row = reader.execute(
        select(
            Variant.sku,
            Variant.title.label("variant_title"),
            Product.title,
            Location.code.label("bin"),
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Location, Location.id == Variant.home_bin_id)
        .where(Variant.id == variant_id)
    ).one()
    return OtherItem(variant_id, row.sku, row.title, row.variant_title, row.bin or "", row.image, code)


def waiting_shipments(reader: Reader, limit: int = 12) -> Sequence[Row[*tuple[Any, ...]]]:
    """Shipments to pack: half-packed first, then by the promised day, then by slot."""
    return reader.execute(
        select(Shipment.id, Shipment.number, Shipment.slot, Order.ship_by)
        .join(Order, Order.id == Shipment.order_id)
        .where(Shipment.state.in_(["packing", "picked"]), Order.held.is_(False))
        .order_by(Shipment.state, Order.ship_by, Shipment.wave_id, Shipment.slot, Shipment.id)
        .limit(limit)
    ).all()


def waiting_count(reader: Reader) -> int:
    """How many shipments wait for the bench."""
    return (
        reader.execute(
            select(func.count())
            .select_from(Shipment)
            .join(Order, Order.id == Shipment.order_id)
            .where(Shipment.state.in_(["picked", "packing"]), Order.held.is_(False))
        ).scalar()
        or 0
    )


def shipment_for_code(reader: Reader, code: str) -> int | None:
    """The shipment a scanned code stands for: its number, its order's numbers, or the item of a single-item order."""
    open_states = ["picked", "packing"]
    by_number = (
        select(Shipment.id)
        .join(Order, Order.id == Shipment.order_id)
        .where(
            Shipment.state.in_(open_states),
            (Shipment.number == code) | (Order.number == code) | (Order.channel_order_no == code),
        )
        .order_by(Shipment.id)
        .limit(1)
    )
    found = reader.execute(by_number).scalar()
    if found is not None:
        return int(found)
    item = item_with_code(reader, code)
    if item is None:
        return None
    single = (
        select(ShipmentLine.shipment_id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .join(Order, Order.id == Shipment.order_id)
        .where(Shipment.state == "picked", Order.held.is_(False))
        .group_by(ShipmentLine.shipment_id, Order.ship_by)
        .having(func.sum(ShipmentLine.picked) == 1, func.max(ShipmentLine.variant_id) == item.variant_id)
        .order_by(Order.ship_by, ShipmentLine.shipment_id)
        .limit(1)
    )
    found = reader.execute(single).scalar()
    return None if found is None else int(found)


def waiting_items(reader: Reader, shipment_ids: Sequence[int]) -> dict[int, list[Row[*tuple[Any, ...]]]]:
    """Per shipment its lines with picture, title, picked and packed units."""
    found: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in reader.execute(
        select(
            ShipmentLine.shipment_id,
            ShipmentLine.picked,
            ShipmentLine.packed,
            Product.title,
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(Variant, Variant.id == ShipmentLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(ShipmentLine.shipment_id.in_(shipment_ids), ShipmentLine.picked > 0)
        .order_by(ShipmentLine.id)
    ):
        found[row.shipment_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class BenchDay:
    """What one packer did since a moment; ``last`` is the parcel closed last."""

    parcels: int
    wrong_scans: int
    forced_lines: int
    on_hold: int
    last: Any = None


def bench_day(reader: Reader, packer: str, since: datetime) -> BenchDay:
    """The counters of a bench since ``since`` (UTC)."""
    parcels = reader.execute(
        select(func.count()).where(Parcel.closed_by == packer, Parcel.closed_at >= since, Parcel.state != "voided")
    ).scalar_one()
    results = dict(
        reader.execute(
            select(Scan.result, func.count()).where(Scan.by_name == packer, Scan.at >= since).group_by(Scan.result)
        ).all()
    )
    on_hold = reader.execute(
        select(func.count())
        .select_from(Shipment)
        .join(Order, Order.id == Shipment.order_id)
        .where(Shipment.state.in_(["picked", "packing"]), Order.held)
    ).scalar_one()
    last = reader.execute(
        select(
            Parcel.shipment_id,
            Shipment.number,
            Parcel.closed_at,
            Parcel.weight_g,
            Shipment.carrier,
            select(func.coalesce(func.sum(Scan.quantity), 0))
            .where(Scan.parcel_id == Parcel.id, Scan.undone.is_(False))
            .scalar_subquery()
            .label("pieces"),
        )
        .join(Shipment, Shipment.id == Parcel.shipment_id)
        .where(Parcel.closed_by == packer, Parcel.closed_at >= since, Parcel.state == "closed")
        .order_by(Parcel.closed_at.desc())
        .limit(1)
    ).first()
    wrong = sum(results.get(key, 0) for key in ("wrong", "too_many", "unknown"))
    return BenchDay(parcels, wrong, results.get("forced", 0), on_hold, last)


def tracking_needed(reader: Reader, shipment_id: int) -> bool:
    """Whether a parcel of the shipment still needs a carrier's number before it may leave."""
    return bool(
        reader.execute(
            select(Parcel.id)
            .join(Shipment, Shipment.id == Parcel.shipment_id)
            .where(
                Parcel.shipment_id == shipment_id,
                Parcel.state == "closed",
                Parcel.tracking_no == "",
                Shipment.tracking_required,
            )
            .limit(1)
        ).first()
    )
