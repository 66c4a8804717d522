"""What runs out and when, and what to order of it: one row per stocked variant, with every number of the advice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.demand import Demand, Method
from shopdesk.domain.reorder import BUFFER_DAYS, COVER_DAYS, LEAD_DAYS, Advice, Need, advise, expire_unsold, runs_out_on
from shopdesk.domain.stock import UNAVAILABLE_ZONES, VIRTUAL_ZONES
from shopdesk.queries.demand import demands
from shopdesk.queries.incoming import Incoming, incoming
from shopdesk.queries.stock_now import stock_of_all
from shopdesk.store.tables import (
    Location,
    Lot,
    Product,
    StockLevel,
    Supplier,
    SupplierItem,
    Variant,
)

_NO_DEMAND = Demand(0.0, Method.NOT_ENOUGH)
_BOUGHT = ("active", "testing")
"""Lifecycles of which more is bought."""


@dataclass(frozen=True, slots=True)
class Source:
    """The supplier an item is bought from first, and on what terms; ``price`` in minor units of ``currency``."""

    supplier_id: int
    code: str
    name: str
    currency: str
    price: int | None
    pack: int
    least: int
    lead_days: int
    buffer_days: int
    review_days: int


@dataclass(frozen=True, slots=True)
class ReorderRow:
    """One item with its advice and what it rests on."""

    id: int
    product_id: int
    sku: str
    name: str
    image: str | None
    category: str
    on_hand: int
    demand: Demand
    advice: Advice
    source: Source | None
    coming: tuple[Incoming, ...] = ()
    runs_out_on: date | None = None
    order_by: date | None = None
    """The last day on which ordering still avoids an empty shelf."""
    late: int = 0
    """Units on their way that should be here by now."""


def reorder_rows(
    session: Session, today: date, buffer_days: int = BUFFER_DAYS, cover: int = COVER_DAYS, supplier: int | None = None
) -> list[ReorderRow]:
    """Every stocked variant that is still bought, the most urgent first.

    ``buffer_days`` and ``cover`` hold for items whose supplier says nothing.
    """
    items = session.execute(
        select(
            Variant.id, Variant.product_id, Variant.sku, Variant.name, Variant.min_stock, Product.category,
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.stocked, Variant.active, Product.lifecycle.in_(_BOUGHT), Product.item_type != "bundle")
    ).all()  # fmt: skip
    stock, sources, lots = stock_of_all(session), _sources(session, buffer_days), _lots(session)
    selling = demands(session, today, today + timedelta(days=LEAD_DAYS + cover))
    coming = incoming(session, [item.id for item in items])
    rows = []
    for item in items:
        source = sources.get(item.id)
        if supplier is not None and (source is None or source.supplier_id != supplier):
            continue
        on_hand, reserved, unavailable = stock.get(item.id, (0, 0, 0))
        available = on_hand - reserved - unavailable
        demand = selling.get(item.id, _NO_DEMAND)
        daily = None if demand.method is Method.NOT_ENOUGH else demand.daily
        on_way = tuple(coming.get(item.id, ()))
        need = Need(
            daily=daily,
            available=available,
            incoming=sum(each.quantity for each in on_way),
            expiring=min(max(0, available), expire_unsold(lots.get(item.id, ()), today, daily)),
            lead_days=source.lead_days if source else LEAD_DAYS,
            buffer_days=source.buffer_days if source else buffer_days,
            cover_days=max(cover, source.review_days) if source else cover,
            pack=source.pack if source else 1,
            least=source.least if source else 0,
            minimum=item.min_stock,
        )
        advice = advise(need)
        empty = runs_out_on(today, available - need.expiring, daily)
        rows.append(
            ReorderRow(
                item.id, item.product_id, item.sku, item.name, item.image, item.category, on_hand, demand, advice,
                source, on_way, empty, empty - timedelta(days=need.lead_days) if empty else None,
                sum(each.quantity for each in on_way if each.expected_on < today),
            )
        )  # fmt: skip
    return sorted(rows, key=_urgency)


def _urgency(row: ReorderRow) -> tuple[Any, ...]:
    order = list(type(row.advice.urgency))
    return order.index(row.advice.urgency), row.advice.cover if row.advice.cover is not None else 1e9, row.sku


def _sources(session: Session, buffer_days: int) -> dict[int, Source]:
    """The preferred supplier of each variant, else the cheapest of those that still deliver."""
    rows = session.execute(
        select(SupplierItem, Supplier)
        .join(Supplier, Supplier.id == SupplierItem.supplier_id)
        .where(Supplier.active)
        .order_by(SupplierItem.preferred.desc(), SupplierItem.price.is_(None), SupplierItem.price, SupplierItem.id)
    )
    found: dict[int, Source] = {}
    for item, supplier in rows:
        found.setdefault(
            item.variant_id,
            Source(
                supplier.id, supplier.code, supplier.name, supplier.currency, item.price, item.pack, item.min_quantity,
                supplier.lead_days if item.lead_days is None else item.lead_days,
                supplier.buffer_days or buffer_days, supplier.review_days,
            ),
        )  # fmt: skip
    return found


def _lots(session: Session) -> dict[int, list[tuple[date | None, int]]]:
    """Sellable units of dated lots per variant."""
    closed = [zone.value for zone in VIRTUAL_ZONES | UNAVAILABLE_ZONES]
    found: dict[int, list[tuple[date | None, int]]] = defaultdict(list)
    for variant_id, expires_on, quantity in session.execute(
        select(StockLevel.variant_id, Lot.expires_on, StockLevel.quantity)
        .join(Lot, Lot.id == StockLevel.lot_id)
        .join(Location, Location.id == StockLevel.location_id)
        .where(Lot.expires_on.is_not(None), StockLevel.quantity > 0, Location.zone.not_in(closed))
    ):
        found[variant_id].append((expires_on, quantity))
    return found
