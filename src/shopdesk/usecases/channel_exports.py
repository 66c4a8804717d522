"""Telling channels what happened: tracking numbers of parcels that left, and what is in stock, as files they take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.documents.channel_files import ChannelFile, channel_file, channel_files, write_channel_file
from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs, require
from shopdesk.domain.shipments import ParcelState, ShipmentState
from shopdesk.i18n import _
from shopdesk.queries.inventory import INVENTORY
from shopdesk.queries.listing import between, equals
from shopdesk.queries.lists import typed_filters
from shopdesk.queries.shipments import SHIPMENTS
from shopdesk.store.tables import (
    Channel,
    Order,
    OrderLine,
    Parcel,
    Product,
    Scan,
    Shipment,
    ShipmentLine,
    StockBalance,
    Variant,
    Warehouse,
)
from shopdesk.store.work import Work
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.exports import Exported

Report = Callable[[int, int], None]
OWN = "shopdesk"
_ALL_OUT, _PART_OUT = 1, 2
_OPTIONS = 3
_AT_ONCE = 500


@needs(Right.EXPORT_FILES)
def _note_export(work: Work, what: str, channel: str, rows: int, file_name: str) -> None:
    """Keep in the journal that a file for a channel was written, never what it said."""
    work.event("shop", 0, "exported", list=f"{what} ({channel})", rows=rows, file=file_name)


def channel_formats() -> list[dict[str, str]]:
    """The files channels take: channel, subject and title."""
    return [{"name": one.name, "what": one.what, "title": _(one.title)} for one in channel_files()]


def export_for_channel(
    desk: Desk, what: str, path: Path | str, format: str = OWN, *, where: str = "", report: Report | None = None
) -> Exported:
    """Write ``tracking`` or ``stock`` for a channel; ``where`` narrows as on the list of shipments or the inventory.

    For tracking it also knows ``shipped=from..to`` and ``channel=code``. Tracking numbers are those of parcels that
    left, of the orders of the format's platform. Raises UserError for an unknown format or a shop without such a
    channel, OutsideError when the file cannot be written.
    """
    require(desk.user, Right.EXPORT_FILES)
    kind = channel_file(what, format)
    target = Path(path)
    if target.suffix.lower() not in (kind.ending, ".csv", ".txt"):
        raise UserError(_("“{name}” must end with one of: {endings}.").format(name=target.name, endings=kind.ending))
    rows = _tracking(desk, kind, where) if what == "tracking" else _stock(desk, where)
    if report is not None:
        rows = _watched(rows, report)
    count = write_channel_file(target, kind, rows)
    desk.do(_note_export, what, kind.name, count, target.name)
    return Exported(count, str(target))


def _watched(rows: Iterator[dict[str, Any]], report: Report) -> Iterator[dict[str, Any]]:
    for at, row in enumerate(rows):
        if at % _AT_ONCE == 0:
            report(at, 0)
        yield row


# --- tracking numbers ---------------------------------------------------------------------------------------------


def _tracking(desk: Desk, kind: ChannelFile, where: str) -> Iterator[dict[str, Any]]:
    filters, words = typed_filters(SHIPMENTS, where)
    require(desk.user, SHIPMENTS.right)
    with desk.reading() as session:
        channels = _channels(session, kind)
        own = {"shipped": between(Shipment.shipped_at), "channel": equals(Channel.code)}
        conditions = [condition(filters.pop(key)) for key, condition in own.items() if key in filters]
        conditions += SHIPMENTS.conditions_for(filters, words, desk.database.dialect)
        rows = session.execute(
            select(
                Shipment.id, Shipment.shipped_at, Shipment.service, Order.id.label("order_id"), Order.number,
                Order.channel_order_no, Order.fulfilment, Parcel.id.label("parcel_id"), Parcel.number.label("parcel"),
                Parcel.tracking_no, func.coalesce(func.nullif(Parcel.carrier, ""), Shipment.carrier).label("carrier"),
            )
            .join(Order, Order.id == Shipment.order_id)
            .join(Channel, Channel.id == Order.channel_id)
            .join(Parcel, Parcel.shipment_id == Shipment.id)
            .where(
                Shipment.shipped_at.is_not(None), Shipment.state != ShipmentState.VOIDED.value,
                Parcel.state != ParcelState.VOIDED.value, Parcel.tracking_no != "",
                *([Order.channel_id.in_(channels)] if channels else []), *conditions,
            )
            .order_by(Shipment.shipped_at, Shipment.id, Parcel.number)
        ).all()  # fmt: skip
        contents = _contents(session, [row.id for row in rows]) if kind.grain == "line" else {}
    for row in rows:
        code = kind.carrier_code(row.carrier)
        said = {
            "order_no": row.channel_order_no or row.number,
            "number": row.number,
            "parcel": row.parcel,
            "tracking_no": row.tracking_no,
            "carrier": row.carrier,
            "carrier_code": code,
            "carrier_other": row.carrier if kind.other and code == kind.other else "",
            "service": row.service,
            "shipped_on": row.shipped_at.astimezone().date(),
            "woocommerce_status": _PART_OUT if row.fulfilment == "partly_shipped" else _ALL_OUT,
        }
        if kind.grain != "line":
            yield said
            continue
        for order_no, line_id, sku, units in contents.get(row.parcel_id, ()):
            yield {**said, "order_no": order_no, "line_id": line_id, "sku": sku, "quantity": units}


def _channels(session: Session, kind: ChannelFile) -> list[int]:
    """The channels of the format's platform; none for formats of no platform."""
    if not kind.platforms:
        return []
    found = list(session.scalars(select(Channel.id).where(Channel.platform.in_(kind.platforms))))
    if not found:
        raise UserError(
            _("No channel of this shop is of {platform}, so there is nothing to tell it.").format(
                platform=" / ".join(kind.platforms)
            )
        )
    return found


def _contents(session: Session, shipment_ids: list[int]) -> dict[int, list[tuple[str, str, str, int]]]:
    """What lies in each parcel by the scans at the bench; in the only parcel of a shipment without scans, all of it."""
    found: dict[int, list[tuple[str, str, str, int]]] = defaultdict(list)
    scanned: set[int] = set()
    for at in range(0, len(shipment_ids), _AT_ONCE):
        part = shipment_ids[at : at + _AT_ONCE]
        what = (Order.channel_order_no, OrderLine.channel_line_id, OrderLine.sku)
        rows = session.execute(
            select(Scan.shipment_id, Scan.parcel_id, *what, func.sum(Scan.quantity))
            .join(ShipmentLine, ShipmentLine.id == Scan.shipment_line_id)
            .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Scan.shipment_id.in_(part), Scan.quantity > 0, Scan.undone.is_(False))
            .group_by(Scan.shipment_id, Scan.parcel_id, OrderLine.id, *what)
            .order_by(Scan.parcel_id, OrderLine.id)
        )
        for shipment_id, parcel_id, order_no, line_id, sku, units in rows:
            scanned.add(shipment_id)
            found[parcel_id].append((order_no, line_id, sku, int(units)))
        rest = [one for one in part if one not in scanned]
        only = (
            select(func.min(Parcel.id).label("parcel_id"), Parcel.shipment_id)
            .where(Parcel.shipment_id.in_(rest), Parcel.state != ParcelState.VOIDED.value)
            .group_by(Parcel.shipment_id)
            .having(func.count() == 1)
            .subquery()
        )
        whole = session.execute(
            select(only.c.parcel_id, *what, ShipmentLine.packed)
            .join(ShipmentLine, ShipmentLine.shipment_id == only.c.shipment_id)
            .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(ShipmentLine.packed > 0)
            .order_by(only.c.parcel_id, OrderLine.id)
        )
        for parcel_id, order_no, line_id, sku, units in whole:
            found[parcel_id].append((order_no, line_id, sku, int(units)))
    return found


# --- stock --------------------------------------------------------------------------------------------------------


def _stock(desk: Desk, where: str) -> Iterator[dict[str, Any]]:
    filters, words = typed_filters(INVENTORY, where)
    ids = desk.pages(INVENTORY, filters, words).ids()
    with desk.reading() as session:
        location = session.scalar(select(Warehouse.name).order_by(Warehouse.id).limit(1)) or ""
        found: dict[int, Any] = {}
        for at in range(0, len(ids), _AT_ONCE):
            found |= {row.id: row for row in session.execute(_stock_of(ids[at : at + _AT_ONCE]))}
    for variant_id in ids:
        row = found.get(variant_id)
        if row is not None and row.stocked:
            yield _stock_row(row, location)


def _stock_of(ids: list[int]) -> Any:
    units = {
        name: func.coalesce(func.sum(getattr(StockBalance, name)), 0) for name in ("on_hand", "reserved", "unavailable")
    }
    return (
        select(
            Variant.id, Variant.sku, Variant.name, Variant.option_values, Variant.stocked, Product.code, Product.title,
            Product.option_names, *(units[name].label(name) for name in units),
        )
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(StockBalance, StockBalance.variant_id == Variant.id)
        .where(Variant.id.in_(ids))
        .group_by(Variant.id, Product.id)
    )  # fmt: skip


def _stock_row(row: Any, location: str) -> dict[str, Any]:
    free = max(0, int(row.on_hand) - int(row.reserved) - int(row.unavailable))
    names, values = list(row.option_names or ()), list(row.option_values or ())
    said: Mapping[str, Any] = {
        "sku": row.sku,
        "code": row.code,
        "title": row.title,
        "name": row.name,
        "location": location,
        "available": free,
        "on_hand": int(row.on_hand),
        "reserved": int(row.reserved),
        "unavailable": int(row.unavailable),
        "in_stock": int(free > 0),
    }
    options: dict[str, Any] = {}
    for place in range(_OPTIONS):
        options[f"option{place + 1}_name"] = names[place] if place < len(names) else ""
        options[f"option{place + 1}"] = values[place] if place < len(values) else ""
    if not any(values):
        # A product without options has one variant, which Shopify calls by this name.
        options["option1_name"], options["option1"] = "Title", "Default Title"
    return {**said, **options}
