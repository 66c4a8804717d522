"""What vanished without being sold: by reason and by product, and what is about to expire; values at cost."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.domain.stock import REASON_TITLES, SHRINKAGE, MoveReason, Zone
from shopdesk.i18n import N_, _
from shopdesk.queries.demand import first_move_since
from shopdesk.queries.listing import Kind
from shopdesk.queries.lots import SOON_DAYS
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportTable
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.store.tables import Location, Lot, Product, StockLevel, StockMove, Variant

_AT_COST = N_("Values are at the cost of each product today; pieces found again count against those that vanished.")
_FIGURES = (
    ReportColumn("lost", N_("Vanished"), Kind.NUMBER),
    ReportColumn("found", N_("Found again"), Kind.NUMBER),
    ReportColumn("net", N_("Shrinkage"), Kind.NUMBER),
    ReportColumn("value", N_("Value"), Kind.MONEY),
    CURRENCY,
)
_MOST_PRODUCTS = 50


def _shrinkage(session: Session, asked: Asked) -> list[ReportTable]:
    currency = shop_currency(session)
    losses = set(session.scalars(select(Location.id).where(Location.zone == Zone.LOSS.value)))
    by_reason: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    by_item: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = session.execute(
        select(StockMove.reason, StockMove.quantity, StockMove.to_id, Variant.sku, Variant.name, Variant.cost)
        .join(Variant, Variant.id == StockMove.variant_id)
        .where(
            StockMove.id >= first_move_since(session, asked.since),
            asked.within(StockMove.at),
            StockMove.reason.in_([reason.value for reason in SHRINKAGE]),
            StockMove.from_id.in_(losses) | StockMove.to_id.in_(losses),
        )
    )
    for reason, quantity, to_id, sku, name, cost in rows:
        at, sign = (0, 1) if to_id in losses else (1, -1)
        for figures in (by_reason[reason], by_item[sku, name]):
            figures[at] += quantity
            figures[2] += sign * quantity * (cost or 0)
    titles = {reason.value: _(REASON_TITLES[reason]) for reason in MoveReason}
    reasons = tuple(
        (titles[reason], lost, found, lost - found, value, currency)
        for reason, (lost, found, value) in sorted(by_reason.items(), key=lambda pair: (-pair[1][2], pair[0]))
    )
    items = tuple(
        (sku, name, lost, found, lost - found, value, currency)
        for (sku, name), (lost, found, value) in sorted(by_item.items(), key=lambda pair: (-pair[1][2], pair[0]))
    )
    why = ReportColumn("reason", N_("Reason"))
    named = (ReportColumn("sku", N_("SKU"), Kind.CODE), ReportColumn("name", N_("Product")))
    return [
        ReportTable("by_reason", N_("By reason"), (why, *_FIGURES), reasons, (_AT_COST,)),
        ReportTable("by_product", N_("By product"), (*named, *_FIGURES), items[:_MOST_PRODUCTS]),
        _expiring(session, asked, currency),
    ]


def _expiring(session: Session, asked: Asked, currency: str) -> ReportTable:
    """What lies here now and is past its date at the end of the period, or soon after it."""
    rows = session.execute(
        select(
            Variant.sku,
            Variant.name,
            Lot.code,
            Lot.expires_on,
            StockLevel.quantity,
            Variant.cost,
        )
        .join(Lot, Lot.id == StockLevel.lot_id)
        .join(Variant, Variant.id == StockLevel.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(StockLevel.quantity > 0, Lot.expires_key <= asked.last + timedelta(days=SOON_DAYS))
        .order_by(Lot.expires_key, Variant.sku, Lot.id)
    )
    lots: dict[tuple[str, str, str, object], list[int]] = defaultdict(lambda: [0, 0])
    for sku, name, lot, day, quantity, cost in rows:
        own = lots[sku, name, lot, day]
        own[0] += quantity
        own[1] += quantity * (cost or 0)
    return ReportTable(
        "expiring",
        N_("Expired, or expiring within 30 days"),
        (
            ReportColumn("sku", N_("SKU"), Kind.CODE),
            ReportColumn("name", N_("Product")),
            ReportColumn("lot", N_("Lot"), Kind.CODE),
            ReportColumn("expires_on", N_("Best before"), Kind.DATE),
            ReportColumn("units", N_("Pieces"), Kind.NUMBER),
            ReportColumn("value", N_("Value"), Kind.MONEY),
            CURRENCY,
        ),
        tuple((*key, units, value, currency) for key, (units, value) in lots.items()),
    )


REPORT = Report("shrinkage", N_("Shrinkage"), Right.SEE_COST, _shrinkage)
"""Losses by reason and product, and what is about to be lost."""
