"""Bins: where they are, what lies in them and how full they are; stock by zone and warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.domain.stock import UNAVAILABLE_ZONES, VIRTUAL_ZONES, ZONE_TITLES, Zone
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import (
    AnySelect,
    Choices,
    Column,
    Filter,
    Kind,
    Listing,
    ListRow,
    View,
    by_id,
    equals,
    flag,
)
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import Location, Lot, Product, StockLevel, Variant, Warehouse

_REAL = Location.zone.not_in([zone.value for zone in VIRTUAL_ZONES])
NEARLY_FULL = 0.9
"""From this share on a bin counts as full."""


def fill_state(units: int, capacity: int | None, active: bool = True) -> str:
    """How full a bin is: closed, free, used, full or over."""
    if not active:
        return "closed"
    if not units:
        return "free"
    if capacity is None:
        return "used"
    return "over" if units > capacity else "full" if units >= capacity * NEARLY_FULL else "used"


def _rows() -> AnySelect:
    return select(
        Location.id,
        Location.code,
        Location.zone,
        Location.walk,
        Location.capacity,
        Location.active,
        Location.warehouse_id,
        Warehouse.name.label("warehouse"),
    ).join(Warehouse, Warehouse.id == Location.warehouse_id)


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Location)


def _complete(session: Session, rows: list[ListRow]) -> None:
    known = by_id(rows)
    for row in rows:
        row.units = row.items = row.allocated = 0
        row.holds, row.image = "", None
        row.zone_title = _(ZONE_TITLES[Zone(row.zone)])
    for found in session.execute(
        select(
            StockLevel.location_id,
            func.sum(StockLevel.quantity).label("units"),
            func.sum(StockLevel.allocated).label("allocated"),
            func.count(StockLevel.variant_id.distinct()).label("items"),
            func.min(Variant.name).label("first"),
        )
        .join(Variant, Variant.id == StockLevel.variant_id)
        .where(StockLevel.location_id.in_(known), StockLevel.quantity > 0)
        .group_by(StockLevel.location_id)
    ):
        row = known[found.location_id]
        row.units, row.allocated, row.items = int(found.units), int(found.allocated), found.items
        row.holds = found.first if found.items == 1 else _("{name} and {count} more").format(
            name=found.first, count=found.items - 1
        )  # fmt: skip
    for row in rows:
        row.fill = row.units / row.capacity if row.capacity else None
        row.state = fill_state(row.units, row.capacity, row.active)


def warehouse_choices(session: Session) -> Choices:
    """The warehouses by code."""
    return [
        (row.code, row.name) for row in session.execute(select(Warehouse.code, Warehouse.name).order_by(Warehouse.id))
    ]


def _filled(value: str) -> ColumnElement[bool]:
    units = select(func.sum(StockLevel.quantity)).where(StockLevel.location_id == Location.id).scalar_subquery()
    held: ColumnElement[int] = func.coalesce(units, 0)
    match value:
        case "empty":
            return held == 0
        case "used":
            return held > 0
        case "over":
            return Location.capacity.is_not(None) & (held > Location.capacity)
    raise UserError(_("“{value}” is not one of: {known}.").format(value=value, known="empty, used, over"))


def _of_warehouse(value: str) -> ColumnElement[bool]:
    return Location.warehouse_id.in_(select(Warehouse.id).where(Warehouse.code == value))


BINS = Listing(
    name="bins",
    title=N_("Bins"),
    right=Right.SEE_STOCK,
    columns=(
        Column("code", N_("Bin"), Kind.CODE, sort="code", width=130),
        Column("holds", N_("What lies there"), Kind.TEXT, width=270),
        Column("units", N_("Pieces"), Kind.NUMBER, width=80),
        Column("capacity", N_("Capacity"), Kind.NUMBER, width=80),
        Column("fill", N_("Fill"), Kind.PERCENT, width=130),
        Column("state", N_("State"), Kind.STATE, machine="bin", width=100),
        Column("zone_title", N_("Zone"), width=100),
        Column("walk", N_("Walking order"), Kind.NUMBER, sort="walk", width=100),
        Column("warehouse", N_("Warehouse"), width=130, hidden=True),
        Column("items", N_("Products"), Kind.NUMBER, width=80, hidden=True),
        Column("allocated", N_("On pick lists"), Kind.NUMBER, width=90, hidden=True),
        Column("active", N_("In use"), Kind.BOOL, width=70, hidden=True),
    ),
    rows=_rows,
    id_column=Location.__table__.c.id,
    sorts={"walk": Location.walk, "code": Location.code},
    default_sort="walk",
    base=_REAL,
    filters=(
        Filter("zone", N_("Zone"), tuple((z.value, t) for z, t in ZONE_TITLES.items() if z not in VIRTUAL_ZONES)),
        Filter("warehouse", N_("Warehouse"), choices_from=warehouse_choices),
        Filter("fill", N_("Fill"), (("empty", N_("Empty")), ("used", N_("In use")), ("over", N_("Too full")))),
    ),
    conditions={
        "zone": equals(Location.zone),
        "warehouse": _of_warehouse,
        "fill": _filled,
        "active": flag(Location.active),
        "code": equals(Location.code),
    },
    views=(
        View("active", N_("In use"), {"active": "yes"}),
        View("empty", N_("Empty"), {"fill": "empty", "active": "yes"}),
        View("over", N_("Too full"), {"fill": "over"}),
        View("closed", N_("Closed"), {"active": "no"}),
    ),
    keys_from=_keys,
    decorate=_complete,
    tables=frozenset({"locations", "stock_levels", "warehouses"}),
)
"""All bins in walking order."""


@dataclass(frozen=True, slots=True)
class InBin:
    """Units of one variant (and lot) in a bin."""

    variant_id: int
    sku: str
    name: str
    image: str | None
    lot: str
    expires_on: date | None
    quantity: int
    allocated: int


@dataclass(frozen=True, slots=True)
class BinDetail:
    """What lies in one bin, and its story."""

    id: int
    code: str
    levels: tuple[InBin, ...]
    timeline: tuple[Line, ...]


def bin_detail(session: Session, location_id: int) -> BinDetail:
    """What lies in a bin; raises UserError when there is none."""
    code = session.scalar(select(Location.code).where(Location.id == location_id))
    if code is None:
        raise UserError(_("There is no such bin."))
    rows = session.execute(
        select(
            StockLevel.variant_id,
            Variant.sku,
            Variant.name,
            func.coalesce(Variant.image, Product.image).label("image"),
            func.coalesce(Lot.code, "").label("lot"),
            Lot.expires_on,
            StockLevel.quantity,
            StockLevel.allocated,
        )
        .join(Variant, Variant.id == StockLevel.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Lot, Lot.id == StockLevel.lot_id)
        .where(StockLevel.location_id == location_id, StockLevel.quantity > 0)
        .order_by(Variant.name, Lot.expires_on, StockLevel.id)
    )
    levels = tuple(InBin(*row) for row in rows)
    return BinDetail(location_id, code, levels, timeline(session, "location", location_id))


@dataclass(frozen=True, slots=True)
class ZoneStock:
    """Units and value at cost (minor units) in one zone of one warehouse."""

    warehouse: str
    zone: str
    zone_title: str
    bins: int
    units: int
    value: int
    sellable: bool


def zone_stock(session: Session) -> list[ZoneStock]:
    """Stock by zone of every warehouse, in the order goods pass through them."""
    order = {zone.value: at for at, zone in enumerate(Zone)}
    rows = session.execute(
        select(
            Warehouse.id,
            Warehouse.name,
            Location.zone,
            func.count(Location.id.distinct()).label("bins"),
            func.coalesce(func.sum(StockLevel.quantity), 0).label("units"),
            func.coalesce(func.sum(StockLevel.quantity * func.coalesce(Variant.cost, 0)), 0).label("value"),
        )
        .join(Location, Location.warehouse_id == Warehouse.id)
        .outerjoin(StockLevel, (StockLevel.location_id == Location.id) & (StockLevel.quantity > 0))
        .outerjoin(Variant, Variant.id == StockLevel.variant_id)
        .where(_REAL)
        .group_by(Warehouse.id, Warehouse.name, Location.zone)
    ).all()
    blocked = {zone.value for zone in UNAVAILABLE_ZONES}
    return [
        ZoneStock(
            row.name,
            row.zone,
            _(ZONE_TITLES[Zone(row.zone)]),
            row.bins,
            int(row.units),
            int(row.value),
            row.zone not in blocked,
        )
        for row in sorted(rows, key=lambda row: (row.id, order[row.zone]))
    ]


def room_left(session: Session, code: str) -> Any:
    """How many pieces still fit into a bin; None when nobody measured it or there is no such bin."""
    row = session.execute(
        select(Location.id, Location.capacity).where(func.lower(Location.code) == code.strip().lower())
    ).first()
    if row is None or row.capacity is None:
        return None
    held = session.scalar(
        select(func.coalesce(func.sum(StockLevel.quantity), 0)).where(StockLevel.location_id == row.id)
    )
    return row.capacity - int(held or 0)
