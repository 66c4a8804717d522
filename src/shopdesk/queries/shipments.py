"""The list of shipments: what waits to be picked, packed and handed over."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, or_, select

from shopdesk.domain.rights import Right
from shopdesk.domain.shipments import ParcelState, ShipmentState
from shopdesk.i18n import N_
from shopdesk.queries.list_rows import complete_shipments
from shopdesk.queries.listing import AnySelect, Column, Completion, Filter, Kind, Listing, View, between, equals
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import (
    Channel,
    Order,
    OrderLine,
    Parcel,
    Product,
    Shipment,
    ShipmentLine,
    Variant,
    Wave,
)


def _rows() -> AnySelect:
    return (
        select(
            Shipment.id,
            Shipment.number,
            Shipment.order_id,
            Order.number.label("order_number"),
            Channel.name.label("channel"),
            Order.ship_name,
            Order.ship_city,
            Order.ship_country,
            Order.ship_by,
            Order.held,
            Order.buyer_note,
            Shipment.state,
            Wave.number.label("wave"),
            Shipment.slot,
            Shipment.carrier,
            Shipment.service,
            Shipment.created_at,
            Shipment.picked_at,
            Shipment.picked_by,
            Shipment.packed_at,
            Shipment.packed_by,
            Shipment.shipped_at,
            Shipment.shipped_by,
            Shipment.delivered_at,
            Shipment.version,
        )
        .join(Order, Order.id == Shipment.order_id)
        .join(Channel, Channel.id == Order.channel_id)
        .outerjoin(Wave, Wave.id == Shipment.wave_id)
    )


_LINES = (
    select(
        ShipmentLine.shipment_id,
        ShipmentLine.quantity,
        ShipmentLine.packed,
        OrderLine.title,
        func.coalesce(Variant.image, Product.image).label("image"),
    )
    .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
    .join(Variant, Variant.id == ShipmentLine.variant_id)
    .join(Product, Product.id == Variant.product_id)
    .where(ShipmentLine.shipment_id.in_(bindparam("ids", expanding=True)))
    .order_by(ShipmentLine.id)
)
_PARCELS = (
    select(Parcel.shipment_id, Parcel.tracking_no)
    .where(Parcel.shipment_id.in_(bindparam("ids", expanding=True)), Parcel.state != ParcelState.VOIDED.value)
    .order_by(Parcel.number)
)


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Shipment)


def _states(*states: ShipmentState) -> dict[str, str]:
    return {"state": "|".join(state.value for state in states)}


def _carrier(value: str) -> Any:
    return or_(Shipment.carrier == value, Shipment.id.in_(select(Parcel.shipment_id).where(Parcel.carrier == value)))


SHIPMENTS = Listing(
    name="shipments",
    title=N_("Packing"),
    right=Right.SEE_ORDERS,
    columns=(
        Column("number", N_("Shipment"), Kind.CODE, second="order_number", sort="number", width=110),
        Column("ship_name", N_("Customer"), Kind.NAME, second="ship_city", width=170),
        Column("images", N_("Items"), Kind.THUMB, second="line_count", second_kind=Kind.NUMBER, width=98),
        Column("state", N_("State"), Kind.STATE, machine="shipment", width=122),
        Column("wave_slot", N_("Wave"), Kind.CODE, width=90),
        Column("pieces", N_("Pieces"), Kind.NUMBER, width=70),
        Column("packed", N_("Packed"), Kind.NUMBER, width=70),
        Column("ship_by", N_("Ship by"), Kind.TIME, second="ship_by", second_kind=Kind.TIME, width=110),
        Column("carrier", N_("Carrier"), second="tracking_no", width=150),
        Column("tracking_no", N_("Tracking number"), Kind.CODE, width=160, hidden=True),
        Column("parcels", N_("Parcels"), Kind.NUMBER, width=70, hidden=True),
        Column("ship_city", N_("City"), width=120, hidden=True),
        Column("channel", N_("Channel"), width=110, hidden=True),
        Column("order_number", N_("Order"), Kind.CODE, width=100, hidden=True),
        Column("created_at", N_("Released"), Kind.TIME, sort="created_at", width=120, hidden=True),
        Column("packed_at", N_("Packed at"), Kind.TIME, width=120, hidden=True),
        Column("packed_by", N_("Packed by"), width=110, hidden=True),
        Column("shipped_at", N_("Shipped at"), Kind.TIME, width=120, hidden=True),
        Column("shipped_by", N_("Shipped by"), width=110, hidden=True),
    ),
    rows=_rows,
    id_column=Shipment.__table__.c.id,
    sorts={"created_at": Shipment.created_at, "number": Shipment.number},
    default_sort="created_at",
    default_down=False,
    filters=(
        Filter("state", N_("State"), choices_of("shipment")),
        Filter("carrier", N_("Carrier")),
        Filter("wave", N_("Wave"), kind=Kind.CODE),
        Filter("created", N_("Date"), kind=Kind.DATE),
    ),
    conditions={
        "state": equals(Shipment.state),
        "carrier": _carrier,
        "wave": lambda value: Shipment.wave_id.in_(select(Wave.id).where(Wave.number == value)),
        "order": lambda value: Shipment.order_id.in_(select(Order.id).where(Order.number == value)),
        "created": between(Shipment.created_at),
    },
    views=(
        View("to_pick", N_("To pick"), _states(ShipmentState.RELEASED, ShipmentState.PICKING)),
        View("to_pack", N_("To pack"), _states(ShipmentState.PICKED, ShipmentState.PACKING)),
        View("to_ship", N_("To ship"), _states(ShipmentState.PACKED)),
        View("shipped", N_("Shipped"), _states(ShipmentState.SHIPPED, ShipmentState.DELIVERED)),
        View("all", N_("All")),
    ),
    search_kind="shipment",
    codes=(Shipment.__table__.c.number,),
    keys_from=_keys,
    decorate=Completion(complete_shipments, {"lines": _LINES, "parcels": _PARCELS}),
    tables=frozenset({"shipments", "shipment_lines", "parcels", "orders", "waves", "scans"}),
)
"""All shipments, the one that waits longest first."""
