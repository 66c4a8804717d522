"""Lots and their dates: what expires soon, what expires before it sells, and what a new lot does to the old ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.domain.stock import VIRTUAL_ZONES
from shopdesk.i18n import N_, _
from shopdesk.queries.demand import demands
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, by_id, equals
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.store.tables import Location, Lot, Product, StockLevel, Variant

SOON_DAYS = 30
"""So many days before its date a lot counts as near expiry."""
_NEVER = date(9999, 12, 31)


def _rows() -> AnySelect:
    return (
        select(
            Lot.id,
            Lot.code,
            Lot.variant_id,
            Variant.product_id,
            Lot.received_on,
            Lot.expires_on,
            Variant.sku,
            Variant.name,
            Variant.cost,
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(Variant, Variant.id == Lot.variant_id)
        .join(Product, Product.id == Variant.product_id)
    )


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Lot)


def expiry_state(units: int, expires_on: date | None, today: date, soon: int, lasts: float | None) -> str:
    """expired, soon, too_late (it sells too slowly), ok or none; ``lasts`` is how many days the stock needs."""
    if expires_on is None or not units:
        return "none" if expires_on is None else "ok"
    left = (expires_on - today).days
    if left < 0:
        return "expired"
    if left <= soon:
        return "soon"
    return "too_late" if lasts is not None and lasts > left else "ok"


def _complete(session: Session, rows: list[ListRow]) -> None:
    known, currency, today = by_id(rows), shop_currency(session), date.today()
    for row in rows:
        row.currency, row.units, row.bins, row.value = currency, 0, "", None
        row.days = None if row.expires_on is None else (row.expires_on - today).days
    bins: dict[int, list[str]] = {}
    for found in session.execute(
        select(StockLevel.lot_id, StockLevel.quantity, Location.code)
        .join(Location, Location.id == StockLevel.location_id)
        .where(StockLevel.lot_id.in_(known), StockLevel.quantity > 0)
        .order_by(Location.walk, Location.code)
    ):
        known[found.lot_id].units += found.quantity
        bins.setdefault(found.lot_id, []).append(found.code)
    variants = {row.variant_id for row in rows if row.expires_on is not None and row.units}
    daily = demands(session, today, variants=variants) if variants else {}
    before = _sold_before(session, rows)
    for row in rows:
        row.bins = ", ".join(dict.fromkeys(bins.get(row.id, ())))
        row.value = None if row.cost is None else row.units * row.cost
        pace = float(daily[row.variant_id].daily) if row.variant_id in daily else 0.0
        ahead = before.get(row.id, 0)
        row.per_day = pace
        row.lasts = None if row.expires_on is None or not row.units else _days(ahead + row.units, pace)
        row.state = expiry_state(row.units, row.expires_on, today, SOON_DAYS, row.lasts)
        row.left_over = _left_over(row, pace, ahead)


def _days(units: int, pace: float) -> float:
    return units / pace if pace else float("inf")


def _left_over(row: ListRow, pace: float, ahead: int) -> int:
    """Units of the lot that will still be here on its date at today's pace."""
    if row.days is None or not row.units:
        return 0
    sold = max(0.0, pace * max(row.days, 0) - ahead)
    return int(row.units - min(row.units, sold) + 0.999)


def _sold_before(session: Session, rows: list[ListRow]) -> dict[int, int]:
    """Per lot the units of lots of the same variant that go first, because they expire earlier."""
    variants = {row.variant_id for row in rows if row.expires_on is not None}
    if not variants:
        return {}
    lots: dict[int, list[tuple[date, int, int]]] = {}
    for variant_id, lot_id, key, units in session.execute(
        select(Lot.variant_id, Lot.id, Lot.expires_key, func.sum(StockLevel.quantity))
        .join(StockLevel, StockLevel.lot_id == Lot.id)
        .where(Lot.variant_id.in_(variants), StockLevel.quantity > 0)
        .group_by(Lot.variant_id, Lot.id, Lot.expires_key)
    ):
        lots.setdefault(variant_id, []).append((key, lot_id, int(units)))
    found: dict[int, int] = {}
    for own in lots.values():
        ahead = 0
        for _key, lot_id, units in sorted(own):
            found[lot_id] = ahead
            ahead += units
    return found


def _held() -> ColumnElement[int]:
    units = (
        select(func.sum(StockLevel.quantity))
        .join(Location, Location.id == StockLevel.location_id)
        .where(StockLevel.lot_id == Lot.id, Location.zone.not_in([zone.value for zone in VIRTUAL_ZONES]))
        .correlate(Lot)
        .scalar_subquery()
    )
    return func.coalesce(units, 0)


def _expiry(value: str) -> ColumnElement[bool]:
    today = date.today()
    match value:
        case "expired":
            return (Lot.expires_key < today) & (_held() > 0)
        case "soon":
            return Lot.expires_key.between(today, today + timedelta(days=SOON_DAYS)) & (_held() > 0)
        case "held":
            return _held() > 0
        case "dated":
            return (Lot.expires_key < _NEVER) & (_held() > 0)
    raise UserError(_("“{value}” is not one of: {known}.").format(value=value, known="expired, soon, dated, held"))


def _sku(value: str) -> ColumnElement[bool]:
    return Lot.variant_id.in_(select(Variant.id).where(Variant.sku_key == value.strip().casefold()))


LOTS = Listing(
    name="lots",
    title=N_("Lots"),
    right=Right.SEE_STOCK,
    columns=(
        Column("code", N_("Lot"), Kind.CODE, width=100),
        Column("name", N_("Product"), Kind.NAME, second="sku", width=230),
        Column("sku", N_("SKU"), Kind.CODE, width=120, hidden=True),
        Column("expires_on", N_("Best before"), Kind.DATE, sort="expires_key", width=110),
        Column("days", N_("Days left"), Kind.NUMBER, width=80),
        Column("units", N_("Pieces"), Kind.NUMBER, width=70),
        Column("left_over", N_("Left over"), Kind.NUMBER, width=80),
        Column("state", N_("State"), Kind.STATE, machine="expiry", width=140),
        Column("value", N_("Value"), Kind.MONEY, width=100, right=Right.SEE_COST),
        Column("bins", N_("Bin"), Kind.CODE, width=120),
        Column("received_on", N_("Received"), Kind.DATE, width=110, hidden=True),
    ),
    rows=_rows,
    id_column=Lot.__table__.c.id,
    sorts={"expires_key": Lot.expires_key},
    default_sort="expires_key",
    filters=(
        Filter(
            "expiry",
            N_("Expiry"),
            (
                ("soon", N_("Near expiry")),
                ("expired", N_("Expired")),
                ("dated", N_("With a date")),
                ("held", N_("In stock")),
            ),
        ),
        Filter("sku", N_("SKU"), kind=Kind.CODE),
    ),
    conditions={"expiry": _expiry, "sku": _sku, "code": equals(Lot.code)},
    views=(
        View("held", N_("In stock"), {"expiry": "held"}),
        View("soon", N_("Near expiry"), {"expiry": "soon"}),
        View("expired", N_("Expired"), {"expiry": "expired"}),
        View("all", N_("All")),
    ),
    search_kind="variant",
    search_ref=Lot.__table__.c.variant_id,
    keys_from=_keys,
    decorate=_complete,
    tables=frozenset({"lots", "stock_levels"}),
)
"""All lots, those that expire first on top."""


def expiry_warnings(
    session: Session, variant_id: int, expires_on: date | None, units: int = 0, today: date | None = None
) -> list[str]:
    """What to know before goods of this date are taken in: stock that keeps longer, or too many to sell in time."""
    if expires_on is None:
        return []
    now = today or date.today()
    held = session.execute(
        select(Lot.code, Lot.expires_on, func.sum(StockLevel.quantity).label("units"))
        .join(StockLevel, StockLevel.lot_id == Lot.id)
        .where(Lot.variant_id == variant_id, StockLevel.quantity > 0, Lot.expires_on.is_not(None))
        .group_by(Lot.code, Lot.expires_on)
        .order_by(Lot.expires_on)
    ).all()
    said = []
    later: Any = next((row for row in held if row.expires_on > expires_on), None)
    if later is not None:
        said.append(
            _("This lot expires earlier than {units} pieces already here (lot {lot}, {day}).").format(
                units=sum(int(row.units) for row in held if row.expires_on > expires_on),
                lot=later.code,
                day=later.expires_on.isoformat(),
            )
        )
    demand = demands(session, now, variants=[variant_id]).get(variant_id)
    pace = float(demand.daily) if demand is not None else 0.0
    days = (expires_on - now).days
    ahead = sum(int(row.units) for row in held if row.expires_on <= expires_on)
    surplus = int(ahead + units - pace * days + 0.999)
    if pace and units and surplus > 0:
        said.append(
            _("At {pace} a day, about {units} pieces will be left over on {day}.").format(
                pace=f"{pace:.1f}", units=min(surplus, units), day=expires_on.isoformat()
            )
        )
    return said
