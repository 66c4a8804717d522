"""Who bought: new and known buyers, how many come back, the best of them, and where they live."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.money import half_up
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.customers import NO_SALE
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportTable
from shopdesk.store.tables import Customer, Order

_BEST = 100


def buyers(session: Session, asked: Asked) -> dict[int, int]:
    """Orders placed in these days by customer; orders without a customer count for nobody."""
    rows = session.execute(
        select(Order.customer_id, func.count())
        .where(asked.placed(), Order.customer_id.is_not(None))
        .group_by(Order.customer_id)
    )
    return {customer: int(orders) for customer, orders in rows if customer is not None}


def new_buyers(session: Session, asked: Asked) -> int:
    """How many placed the first order of their life in these days, on whatever channel."""
    first = (
        select(func.min(Order.placed_at).label("at"), Order.customer_id)
        .where(Order.customer_id.is_not(None), Order.state.not_in(NO_SALE))
        .group_by(Order.customer_id)
        .subquery()
    )
    came = select(Order.customer_id).where(asked.placed())
    return session.scalar(
        select(func.count()).select_from(first).where(asked.within(first.c.at), first.c.customer_id.in_(came))
    ) or 0  # fmt: skip


def _customers(session: Session, asked: Asked) -> list[ReportTable]:
    now, earlier = buyers(session, asked), buyers(session, asked.before())
    again = sum(orders > 1 for orders in now.values())
    stayed = sum(one in now for one in earlier)
    fresh = new_buyers(session, asked)
    counts = (
        len(now), fresh, len(now) - fresh, again, again / len(now) if now else None, len(earlier), stayed,
        stayed / len(earlier) if earlier else None,
    )  # fmt: skip
    return [
        ReportTable(
            "buyers",
            N_("Buyers"),
            (
                ReportColumn("buyers", N_("Buyers"), Kind.NUMBER),
                ReportColumn("new", N_("New"), Kind.NUMBER),
                ReportColumn("known", N_("Known before"), Kind.NUMBER),
                ReportColumn("repeat", N_("Bought more than once"), Kind.NUMBER),
                ReportColumn("repurchase_rate", N_("Repurchase rate"), Kind.PERCENT),
                ReportColumn("before", N_("Buyers of the days before"), Kind.NUMBER),
                ReportColumn("stayed", N_("Of them back"), Kind.NUMBER),
                ReportColumn("retention", N_("Retention"), Kind.PERCENT),
            ),
            (counts,),
            (
                N_("Repurchase rate = buyers with more than one order in these days ÷ buyers of these days."),
                N_("Retention = buyers of as many days before who bought again ÷ buyers of those days."),
                N_("New is who placed the first order of all in these days."),
            ),
        ),
        _best(session, asked),
        _countries(session, asked),
    ]


def _best(session: Session, asked: Asked) -> ReportTable:
    spent = func.sum(Order.total - Order.refunded - Order.credited)
    rows = session.execute(
        select(
            Customer.number, Customer.name, func.count().label("orders"), func.sum(Order.item_count), spent,
            Order.currency, func.max(Order.placed_at),
        )
        .join(Customer, Customer.id == Order.customer_id)
        .where(asked.placed())
        .group_by(Customer.id, Order.currency)
        .order_by(spent.desc(), Customer.number)
        .limit(_BEST)
    )  # fmt: skip
    return ReportTable(
        "best",
        N_("Best customers"),
        (
            ReportColumn("number", N_("Customer"), Kind.CODE),
            ReportColumn("name", N_("Name"), Kind.NAME),
            ReportColumn("orders", N_("Orders"), Kind.NUMBER),
            ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
            ReportColumn("spent", N_("Spent"), Kind.MONEY),
            ReportColumn("average", N_("Average order"), Kind.MONEY),
            ReportColumn("last_order", N_("Last order"), Kind.DATE),
            CURRENCY,
        ),
        tuple(
            (row[0], row[1], int(row[2]), int(row[3]), int(row[4]), half_up(Decimal(int(row[4])) / row[2]),
             row[6].astimezone().date(), row[5])
            for row in rows
        ),
        (N_("Spent is the orders' total less refunds and credits."),),
    )  # fmt: skip


def _countries(session: Session, asked: Asked) -> ReportTable:
    sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for country, currency, orders, total in session.execute(
        select(Order.ship_country, Order.currency, func.count(), func.sum(Order.total))
        .where(asked.placed())
        .group_by(Order.ship_country, Order.currency)
    ):
        sums[country, currency][0] += orders
        sums[country, currency][1] += int(total)
    rows = sorted(sums.items(), key=lambda one: (-one[1][1], one[0]))
    return ReportTable(
        "by_country",
        N_("By country"),
        (
            ReportColumn("country", N_("Country"), Kind.CODE),
            ReportColumn("orders", N_("Orders"), Kind.NUMBER),
            ReportColumn("revenue", N_("Revenue"), Kind.MONEY),
            CURRENCY,
        ),
        tuple((country, count, total, currency) for (country, currency), (count, total) in rows),
    )


REPORT = Report("customers", N_("Customers"), Right.SEE_CUSTOMERS, _customers, days=90)
