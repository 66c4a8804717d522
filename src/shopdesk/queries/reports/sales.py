"""What was sold: by day, by channel and by product."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.money import half_up
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportTable
from shopdesk.store.tables import Channel, Order, OrderLine


def sales(session: Session, asked: Asked) -> list[ReportTable]:
    """By day, by channel and by product, as placed."""
    by_day: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    by_channel: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for placed_at, channel, currency, pieces, total in session.execute(
        select(Order.placed_at, Channel.name, Order.currency, Order.item_count, Order.total)
        .join(Channel, Channel.id == Order.channel_id)
        .where(asked.placed())
    ):
        day = placed_at.astimezone().date()
        for sums in (by_day[day, currency], by_channel[channel, currency]):
            sums[0] += 1
            sums[1] += pieces
            sums[2] += total
    figures = (
        ReportColumn("orders", N_("Orders"), Kind.NUMBER),
        ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
        ReportColumn("revenue", N_("Revenue"), Kind.MONEY),
        ReportColumn("average", N_("Average order"), Kind.MONEY),
        CURRENCY,
    )

    def table(key: str, title: str, column: ReportColumn, sums: dict[Any, list[int]]) -> ReportTable:
        rows = tuple((own, *s, half_up(Decimal(s[2]) / s[0]), currency) for (own, currency), s in sorted(sums.items()))
        return ReportTable(key, title, (column, *figures), rows)

    return [
        table("by_day", N_("By day"), ReportColumn("day", N_("Day"), Kind.DATE), by_day),
        table("by_channel", N_("By channel"), ReportColumn("channel", N_("Channel")), by_channel),
        _best(session, asked),
    ]


def _best(session: Session, asked: Asked) -> ReportTable:
    rows = session.execute(
        select(
            OrderLine.sku,
            func.min(OrderLine.title),
            func.sum(OrderLine.quantity),
            func.sum(OrderLine.total),
            Order.currency,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(asked.placed())
        .group_by(OrderLine.sku, OrderLine.variant_id, Order.currency)
        .order_by(func.sum(OrderLine.total).desc())
        .limit(100)
    )
    return ReportTable(
        "by_product",
        N_("By product"),
        (
            ReportColumn("sku", N_("SKU"), Kind.CODE),
            ReportColumn("title", N_("Product"), Kind.NAME),
            ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
            ReportColumn("revenue", N_("Revenue"), Kind.MONEY),
            CURRENCY,
        ),
        tuple((row[0], row[1], int(row[2]), int(row[3]), row[4]) for row in rows),
    )


REPORT = Report("sales", N_("Sales"), Right.SEE_ORDERS, sales)
