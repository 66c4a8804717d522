"""Reports as plain tables: a title, columns and rows, for the command line and for files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import REASONS
from shopdesk.domain.rights import Right, User, require
from shopdesk.i18n import N_, _
from shopdesk.queries.customers import NO_SALE
from shopdesk.queries.listing import Kind
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.queries.today import queues
from shopdesk.store.tables import (
    Channel,
    Order,
    OrderLine,
    Product,
    Refund,
    Return,
    ReturnLine,
    Shipment,
    StockBalance,
    Variant,
)
from shopdesk.store.work import utc_now

DAYS = 28


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column; money cells are minor units of the table's currency in the row's ``currency`` column."""

    key: str
    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of a report."""

    key: str
    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A named report over whole days of this computer's calendar, first and last day included."""

    name: str
    title: str
    first: date
    last: date
    tables: tuple[ReportTable, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """The days of a report as moments: ``since`` inclusive, ``until`` exclusive."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return datetime(self.first.year, self.first.month, self.first.day).astimezone()

    @property
    def until(self) -> datetime:
        day = self.last + timedelta(days=1)
        return datetime(day.year, day.month, day.day).astimezone()


def make_report(session: Session, user: User, name: str, first: date | None = None, last: date | None = None) -> Report:
    """The report called ``name``; raises UserError for an unknown name, Forbidden without its right."""
    found = REPORTS.get(name)
    if found is None:
        raise UserError(_("“{name}” is no report. Reports: {known}.").format(name=name, known=", ".join(REPORTS)))
    title, right, days, make = found
    require(user, right)
    end = last or utc_now().astimezone().date()
    start = first or end - timedelta(days=days - 1)
    if start > end:
        raise UserError(_("The report would end before it begins."))
    return Report(name, title, start, end, tuple(make(session, _Span(start, end))))


def _placed(span: _Span) -> tuple[Any, ...]:
    return Order.placed_at >= span.since, Order.placed_at < span.until, Order.state.not_in(NO_SALE)


def _daily(session: Session, span: _Span) -> list[ReportTable]:
    waiting = ReportTable(
        "waiting",
        N_("What waits"),
        (ReportColumn("step", N_("Step")), ReportColumn("count", N_("Count"), Kind.NUMBER)),
        tuple((queue.key, queue.count) for queue in queues(session)),
    )
    shipped = session.execute(
        select(func.count()).where(Shipment.shipped_at >= span.since, Shipment.shipped_at < span.until)
    ).scalar_one()
    refunded = session.execute(
        select(Order.currency, func.count(), func.sum(Refund.amount))
        .join(Order, Order.id == Refund.order_id)
        .where(Refund.at >= span.since, Refund.at < span.until)
        .group_by(Order.currency)
        .order_by(Order.currency)
    ).all()
    done = ReportTable(
        "done",
        N_("Done"),
        (
            ReportColumn("what", N_("What")),
            ReportColumn("count", N_("Count"), Kind.NUMBER),
            ReportColumn("amount", N_("Amount"), Kind.MONEY),
            ReportColumn("currency", N_("Currency"), Kind.CODE),
        ),
        (("shipped", shipped, None, ""), *(("refunded", row[1], int(row[2]), row[0]) for row in refunded)),
    )
    return [waiting, *_sales(session, span)[:1], done]


def _sales(session: Session, span: _Span) -> list[ReportTable]:
    by_day: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    by_channel: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for placed_at, channel, currency, pieces, total in session.execute(
        select(Order.placed_at, Channel.name, Order.currency, Order.item_count, Order.total)
        .join(Channel, Channel.id == Order.channel_id)
        .where(*_placed(span))
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
        ReportColumn("currency", N_("Currency"), Kind.CODE),
    )

    def table(key: str, title: str, column: ReportColumn, sums: dict[Any, list[int]]) -> ReportTable:
        rows = tuple((own, *s, s[2] // s[0], currency) for (own, currency), s in sorted(sums.items()))
        return ReportTable(key, title, (column, *figures), rows)

    return [
        table("by_day", N_("By day"), ReportColumn("day", N_("Day"), Kind.DATE), by_day),
        table("by_channel", N_("By channel"), ReportColumn("channel", N_("Channel")), by_channel),
        _best(session, span),
    ]


def _best(session: Session, span: _Span) -> ReportTable:
    rows = session.execute(
        select(
            OrderLine.sku,
            func.min(OrderLine.title),
            func.sum(OrderLine.quantity),
            func.sum(OrderLine.total),
            Order.currency,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(*_placed(span))
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
            ReportColumn("currency", N_("Currency"), Kind.CODE),
        ),
        tuple((row[0], row[1], int(row[2]), int(row[3]), row[4]) for row in rows),
    )


def _stock_value(session: Session, _span: _Span) -> list[ReportTable]:
    currency = shop_currency(session)
    units = func.sum(StockBalance.on_hand)
    rows = session.execute(
        select(
            Variant.sku,
            Variant.name,
            Product.category,
            units.label("units"),
            Variant.cost,
            (units * func.coalesce(Variant.cost, 0)).label("value"),
            (units * Variant.price).label("retail"),
        )
        .join(Product, Product.id == Variant.product_id)
        .join(StockBalance, StockBalance.variant_id == Variant.id)
        .where(StockBalance.on_hand > 0)
        .group_by(Variant.id, Product.id)
        .order_by((units * func.coalesce(Variant.cost, 0)).desc(), Variant.sku)
    ).all()
    without = sum(row.cost is None for row in rows)
    total = (
        len(rows),
        sum(int(row.units) for row in rows),
        sum(int(row.value) for row in rows),
        sum(int(row.retail) for row in rows),
        without,
        currency,
    )
    return [
        ReportTable(
            "total",
            N_("Total"),
            (
                ReportColumn("variants", N_("Variants"), Kind.NUMBER),
                ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
                ReportColumn("cost", N_("At cost"), Kind.MONEY),
                ReportColumn("retail", N_("At price"), Kind.MONEY),
                ReportColumn("without_cost", N_("Without a cost"), Kind.NUMBER),
                ReportColumn("currency", N_("Currency"), Kind.CODE),
            ),
            (total,),
        ),
        ReportTable(
            "by_variant",
            N_("By product"),
            (
                ReportColumn("sku", N_("SKU"), Kind.CODE),
                ReportColumn("name", N_("Product"), Kind.NAME),
                ReportColumn("category", N_("Category")),
                ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
                ReportColumn("unit_cost", N_("Unit cost"), Kind.MONEY),
                ReportColumn("value", N_("At cost"), Kind.MONEY),
                ReportColumn("retail", N_("At price"), Kind.MONEY),
                ReportColumn("currency", N_("Currency"), Kind.CODE),
            ),
            tuple(
                (row.sku, row.name, row.category, int(row.units), row.cost, int(row.value), int(row.retail), currency)
                for row in rows
            ),
        ),
    ]


def _returns(session: Session, span: _Span) -> list[ReportTable]:
    asked = (Return.requested_at >= span.since, Return.requested_at < span.until)
    rows = session.execute(
        select(
            Return.reason,
            func.count(Return.id.distinct()),
            func.sum(ReturnLine.expected),
            func.sum(ReturnLine.good),
            func.sum(ReturnLine.damaged),
        )
        .join(ReturnLine, ReturnLine.return_id == Return.id)
        .where(*asked)
        .group_by(Return.reason)
        .order_by(func.sum(ReturnLine.expected).desc(), Return.reason)
    )
    by_reason = tuple(
        (_(REASONS[row[0]]) if row[0] in REASONS else row[0], int(row[1]), *(int(n) for n in row[2:])) for row in rows
    )
    shipped = session.scalar(
        select(func.sum(OrderLine.shipped)).join(Order, Order.id == OrderLine.order_id).where(*_placed(span))
    )
    returned = session.scalar(
        select(func.sum(OrderLine.returned)).join(Order, Order.id == OrderLine.order_id).where(*_placed(span))
    )
    share = (returned or 0) / shipped if shipped else None
    return [
        ReportTable(
            "rate",
            N_("Returned units of the orders of these days ÷ their shipped units"),
            (
                ReportColumn("shipped", N_("Shipped"), Kind.NUMBER),
                ReportColumn("returned", N_("Returned"), Kind.NUMBER),
                ReportColumn("rate", N_("Return rate"), Kind.PERCENT),
            ),
            ((int(shipped or 0), int(returned or 0), share),),
        ),
        ReportTable(
            "by_reason",
            N_("By reason"),
            (
                ReportColumn("reason", N_("Reason")),
                ReportColumn("returns", N_("Returns"), Kind.NUMBER),
                ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
                ReportColumn("good", N_("Good"), Kind.NUMBER),
                ReportColumn("damaged", N_("Damaged"), Kind.NUMBER),
            ),
            by_reason,
        ),
    ]


_Maker = Callable[[Session, _Span], list[ReportTable]]
REPORTS: dict[str, tuple[str, Right, int, _Maker]] = {
    "daily": (N_("Daily report"), Right.SEE_TODAY, 1, _daily),
    "sales": (N_("Sales"), Right.SEE_ORDERS, DAYS, _sales),
    "stock-value": (N_("Stock value"), Right.SEE_COST, 1, _stock_value),
    "returns": (N_("Returns"), Right.SEE_RETURNS, DAYS, _returns),
}
"""Name → title, right needed, usual number of days, and how it is made."""
