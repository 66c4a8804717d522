"""What sells: daily sales and stock of the last weeks from the ledger, and the seasons of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.demand import WINDOW_DAYS, Demand, SalesDay, average_of, season_factor
from shopdesk.domain.stock import UNAVAILABLE_ZONES, VIRTUAL_ZONES, Zone
from shopdesk.store.tables import Location, Product, StockBalance, StockMove, Variant


@dataclass(slots=True)
class _Ledger:
    """Changes of one variant by day: units sold, and units that became sellable minus those that stopped to be."""

    sold: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    net: dict[date, int] = field(default_factory=lambda: defaultdict(int))


def first_move_since(session: Session, moment: datetime) -> int:
    """The number of the first move not older than ``moment``; moves are written in the order they happen.

    Found by halving, because an index on the time would cost every shipment.
    """
    low, high = 0, (session.scalar(select(func.max(StockMove.id))) or 0) + 1
    while low < high:
        middle = (low + high) // 2
        row = session.execute(
            select(StockMove.id, StockMove.at).where(StockMove.id >= middle).order_by(StockMove.id).limit(1)
        ).first()
        if row is None or row.at >= moment:
            high = middle
        else:
            low = row.id + 1
    return low


def sales_days(
    session: Session, today: date, days: int = WINDOW_DAYS, variants: Collection[int] | None = None
) -> dict[int, list[SalesDay]]:
    """Per variant the ``days`` days before ``today``, oldest first; variants that never moved are left out."""
    start = today - timedelta(days=days)
    ledgers, now = _ledgers(session, start, variants), _sellable_now(session, variants)
    return {
        variant_id: _days(ledgers.get(variant_id) or _Ledger(), now.get(variant_id, 0), start, today)
        for variant_id in {*ledgers, *now}
    }


def _ledgers(session: Session, start: date, variants: Collection[int] | None) -> dict[int, _Ledger]:
    """What changed from ``start`` on, by variant and day."""
    ledgers: dict[int, _Ledger] = defaultdict(_Ledger)
    zones = {row.id: Zone(row.zone) for row in session.execute(select(Location.id, Location.zone))}
    sellable = {place for place, zone in zones.items() if zone not in VIRTUAL_ZONES | UNAVAILABLE_ZONES}
    customers = {place for place, zone in zones.items() if zone is Zone.CUSTOMER}
    since = datetime(start.year, start.month, start.day).astimezone()
    moves = select(StockMove.variant_id, StockMove.quantity, StockMove.from_id, StockMove.to_id, StockMove.at).where(
        StockMove.id >= first_move_since(session, since)
    )
    if variants is not None:
        moves = moves.where(StockMove.variant_id.in_(variants))
    for variant_id, quantity, from_id, to_id, at in session.execute(moves).yield_per(5000):
        change = (to_id in sellable) - (from_id in sellable)
        if not change:
            continue
        day, ledger = at.astimezone().date(), ledgers[variant_id]
        ledger.net[day] += change * quantity
        if to_id in customers:
            ledger.sold[day] += quantity
        elif from_id in customers:
            ledger.sold[day] -= quantity
    return ledgers


def _sellable_now(session: Session, variants: Collection[int] | None) -> dict[int, int]:
    units = func.sum(StockBalance.on_hand - StockBalance.unavailable)
    rows = select(StockBalance.variant_id, units).group_by(StockBalance.variant_id)
    if variants is not None:
        rows = rows.where(StockBalance.variant_id.in_(variants))
    return {variant_id: int(count) for variant_id, count in session.execute(rows)}


def _days(ledger: _Ledger, now: int, start: date, today: date) -> list[SalesDay]:
    """Walk back from what is here now; a day was in stock when it began or ended with goods."""
    evening = now - sum(change for day, change in ledger.net.items() if day >= today)
    found: list[SalesDay] = []
    day = today
    while day > start:
        day -= timedelta(days=1)
        morning = evening - ledger.net.get(day, 0)
        found.append(SalesDay(max(0, ledger.sold.get(day, 0)), morning > 0 or evening > 0))
        evening = morning
    return found[::-1]


def demands(
    session: Session, today: date, coming: date | None = None, variants: Collection[int] | None = None
) -> dict[int, Demand]:
    """Daily demand per variant, times the season of the month of ``coming`` where a year is known."""
    start = today - timedelta(days=WINDOW_DAYS)
    ledgers, now = _ledgers(session, start, variants), _sellable_now(session, variants)
    known = {*ledgers, *now}
    seasons = _season_factors(session, today, coming or today)
    category = _categories(session, known) if seasons else {}
    nothing = _Ledger()
    return {
        variant_id: _average(
            ledgers.get(variant_id, nothing),
            now.get(variant_id, 0),
            start,
            today,
            seasons.get(category.get(variant_id, ""), 1.0),
        )
        for variant_id in known
    }


def _average(ledger: _Ledger, now: int, start: date, today: date, season: float) -> Demand:
    """What ``average`` says of ``_days``, looking only at days on which something changed."""
    evening = now - sum(change for day, change in ledger.net.items() if day >= today)
    sold = in_stock = 0
    after = today
    for day in sorted((day for day in ledger.net if day < today), reverse=True):
        if evening > 0:
            in_stock += (after - day).days - 1
        morning, units = evening - ledger.net[day], max(0, ledger.sold.get(day, 0))
        if morning > 0 or evening > 0 or units:
            in_stock, sold = in_stock + 1, sold + units
        evening, after = morning, day
    if evening > 0:
        in_stock += (after - start).days
    return average_of(sold, in_stock, (today - start).days - in_stock, season)


def _categories(session: Session, variants: Iterable[int]) -> dict[int, str]:
    known = set(variants)
    rows = session.execute(select(Variant.id, Product.category).join(Product, Product.id == Variant.product_id))
    return {variant_id: category for variant_id, category in rows if variant_id in known}


def _season_factors(session: Session, today: date, coming: date) -> dict[str, float]:
    """Per category how much more the month of ``coming`` sold a year ago than the month of the window's middle."""
    middle = today - timedelta(days=WINDOW_DAYS // 2)
    if coming.month == middle.month:
        return {}
    found = {}
    for category, months in monthly_sales(session, today).items():
        factor = season_factor(months, middle.month, coming.month)
        if factor is not None:
            found[category] = factor
    return found


def monthly_sales(session: Session, today: date) -> Mapping[str, Mapping[int, int]]:
    """Units that left for customers by category and month, over the twelve whole months before this one."""
    end = datetime(today.year, today.month, 1, tzinfo=UTC)
    start = end.replace(year=end.year - 1)
    month: Any = extract("month", StockMove.at)
    rows = session.execute(
        select(Product.category, month, func.sum(StockMove.quantity))
        .join(Variant, Variant.id == StockMove.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Location, Location.id == StockMove.to_id)
        .where(
            StockMove.id >= first_move_since(session, start),
            StockMove.at < end,
            Location.zone == Zone.CUSTOMER.value,
        )
        .group_by(Product.category, month)
    )
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for category, number, units in rows:
        found[category][int(number)] = int(units)
    return found
