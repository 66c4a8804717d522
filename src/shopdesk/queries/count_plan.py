"""What to count today: each item as often as its share of the turnover deserves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.counting import USUAL_TOLERANCE, AbcClass, CountPlan, CountState, Tolerance, abc_classes
from shopdesk.domain.stock import VIRTUAL_ZONES, Zone
from shopdesk.queries.demand import first_move_since
from shopdesk.queries.settings import Reader
from shopdesk.store.tables import CountLine, Location, Product, Setting, StockCount, StockLevel, StockMove, Variant

TURNOVER_DAYS = 365
NOT_COUNTED_ZONES = (*VIRTUAL_ZONES, Zone.PACKING, Zone.SHIPPING)
"""Goods in the packing and shipping areas belong to shipments and are scanned there."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item the plan wants counted: its class, when it was counted last, and how late that is (1 = just due)."""

    variant_id: int
    sku: str
    name: str
    image: str | None
    abc: AbcClass
    last: date | None
    overdue: float
    bins: int


def plan_of(known: Mapping[str, Any]) -> CountPlan:
    """The plan by the shop's own settings."""
    usual = CountPlan()
    return CountPlan(
        int(known.get("count_days_a", usual.a_days)),
        int(known.get("count_days_b", usual.b_days)),
        int(known.get("count_days_c", usual.c_days)),
        int(known.get("count_lines_a_day", usual.lines_a_day)),
    )


def tolerance_of(known: Mapping[str, Any]) -> Tolerance:
    """How far a first count may be off, by the shop's own settings."""
    return Tolerance(
        int(known.get("count_tolerance_units", USUAL_TOLERANCE.units)),
        int(known.get("count_tolerance_percent", USUAL_TOLERANCE.percent)),
    )


def shop_plan(session: Session) -> CountPlan:
    """The plan by the shop's own settings, read here."""
    return plan_of(_settings(session))


def shop_tolerance(session: Session) -> Tolerance:
    """How far a first count may be off, read here."""
    return tolerance_of(_settings(session))


def _settings(session: Session) -> dict[str, Any]:
    rows = session.execute(select(Setting.key, Setting.value).where(Setting.key.startswith("count_")))
    return {row.key: row.value for row in rows}


def turnover_classes(reader: Reader, today: date) -> dict[int, AbcClass]:
    """Every variant that lies in the house, by its share of a year's sales at today's prices."""
    start = today - timedelta(days=TURNOVER_DAYS)
    since = datetime(start.year, start.month, start.day).astimezone()
    first = first_move_since(reader, since)  # type: ignore[arg-type]
    sold = (
        select(StockMove.variant_id, func.sum(StockMove.quantity).label("units"))
        .join(Location, Location.id == StockMove.to_id)
        .where(StockMove.id >= first, Location.zone == Zone.CUSTOMER.value)
        .group_by(StockMove.variant_id)
        .subquery()
    )
    here = select(StockLevel.variant_id).where(StockLevel.quantity > 0).distinct().subquery()
    rows = reader.execute(
        select(here.c.variant_id, func.coalesce(sold.c.units, 0) * Variant.price)
        .join(Variant, Variant.id == here.c.variant_id)
        .outerjoin(sold, sold.c.variant_id == here.c.variant_id)
    )
    return abc_classes([(row[0], int(row[1])) for row in rows])


def due_variants(reader: Reader, today: date, plan: CountPlan) -> list[tuple[int, AbcClass, date | None, float]]:
    """(variant, class, last counted, how overdue) of everything due today, most overdue first."""
    last: dict[int, date] = {}
    for variant_id, moment in reader.execute(
        select(CountLine.variant_id, func.max(StockCount.posted_at))
        .join(StockCount, StockCount.id == CountLine.count_id)
        .where(StockCount.state == CountState.POSTED.value, CountLine.counted.is_not(None))
        .group_by(CountLine.variant_id)
    ):
        if moment is not None:
            last[variant_id] = moment.astimezone().date()
    under_way = set(
        reader.execute(
            select(CountLine.variant_id)
            .join(StockCount, StockCount.id == CountLine.count_id)
            .where(StockCount.state.in_((CountState.COUNTING.value, CountState.REVIEW.value)))
        ).scalars()
    )
    due = []
    for variant_id, abc in turnover_classes(reader, today).items():
        late = plan.overdue(abc, last.get(variant_id), today)
        if late is not None and variant_id not in under_way:
            due.append((variant_id, abc, last.get(variant_id), late))
    return sorted(due, key=lambda item: (-item[3], item[1].value, item[0]))


def due_items(session: Session, today: date) -> list[DueItem]:
    """What the plan asks for today, at most a day's lines; items being counted now are left out."""
    plan = shop_plan(session)
    due = due_variants(session, today, plan)[: plan.lines_a_day]
    ids = [item[0] for item in due]
    rows = {
        row.id: row
        for row in session.execute(
            select(Variant.id, Variant.sku, Variant.name, func.coalesce(Variant.image, Product.image).label("image"))
            .join(Product, Product.id == Variant.product_id)
            .where(Variant.id.in_(ids))
        )
    }
    places = {
        row.variant_id: row.bins
        for row in session.execute(
            select(StockLevel.variant_id, func.count().label("bins"))
            .where(StockLevel.variant_id.in_(ids), StockLevel.quantity > 0)
            .group_by(StockLevel.variant_id)
        )
    }
    return [
        DueItem(
            variant_id,
            rows[variant_id].sku,
            rows[variant_id].name,
            rows[variant_id].image,
            abc,
            last,
            late,
            places.get(variant_id, 0),
        )
        for variant_id, abc, last, late in due
    ]
