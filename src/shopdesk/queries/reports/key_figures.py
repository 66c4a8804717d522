"""The figures a day, a week and a month are judged by, beside those of the time before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.money import half_up
from shopdesk.i18n import N_, _, current_language
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.customers import buyers, new_buyers
from shopdesk.queries.reports.earnings import left_the_house
from shopdesk.queries.reports.tables import CURRENCY, Asked, ReportColumn, ReportTable
from shopdesk.store.tables import Order, Parcel, Refund, Return, Shipment, ShipmentLine

_TITLES = {
    "orders": N_("Orders"),
    "pieces": N_("Pieces ordered"),
    "parcels": N_("Parcels shipped"),
    "shipped": N_("Pieces shipped"),
    "returns": N_("Returns asked for"),
    "buyers": N_("Buyers"),
    "new_buyers": N_("New buyers"),
    "revenue": N_("Revenue"),
    "average": N_("Average order"),
    "refunded": N_("Refunded"),
}


def counted(session: Session, asked: Asked) -> dict[str, int]:
    """Numbers of orders, pieces, parcels, returns and buyers of these days."""
    orders, pieces = session.execute(
        select(func.count(), func.coalesce(func.sum(Order.item_count), 0)).where(asked.placed())
    ).one()
    gone = left_the_house(asked)
    parcels = session.scalar(
        select(func.count())
        .select_from(Parcel)
        .join(Shipment, Shipment.id == Parcel.shipment_id)
        .join(Order, Order.id == Shipment.order_id)
        .where(gone, Parcel.state != "voided", asked.of_channels())
    )
    shipped = session.scalar(
        select(func.sum(ShipmentLine.packed))
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .join(Order, Order.id == Shipment.order_id)
        .where(gone, asked.of_channels())
    )
    returns = session.scalar(
        select(func.count())
        .select_from(Return)
        .join(Order, Order.id == Return.order_id)
        .where(asked.within(Return.requested_at), asked.of_channels())
    )
    return {
        "orders": int(orders),
        "pieces": int(pieces),
        "parcels": int(parcels or 0),
        "shipped": int(shipped or 0),
        "returns": int(returns or 0),
        "buyers": len(buyers(session, asked)),
        "new_buyers": new_buyers(session, asked),
    }


def amounts(session: Session, asked: Asked) -> dict[tuple[str, str], int]:
    """Revenue, average order and refunds of these days by figure and currency, in minor units."""
    found: dict[tuple[str, str], int] = {}
    for currency, orders, total in session.execute(
        select(Order.currency, func.count(), func.sum(Order.total)).where(asked.placed()).group_by(Order.currency)
    ):
        found["revenue", currency] = int(total)
        found["average", currency] = half_up(Decimal(int(total)) / orders)
    for currency, refunded in session.execute(
        select(Order.currency, func.sum(Refund.amount))
        .join(Order, Order.id == Refund.order_id)
        .where(asked.within(Refund.at), asked.of_channels())
        .group_by(Order.currency)
    ):
        found["refunded", currency] = int(refunded)
    return found


def key_figures(session: Session, asked: Asked, before: Asked) -> list[ReportTable]:
    """Two tables, of counts and of money, each with the time before and the change as a share of it."""
    now, then = counted(session, asked), counted(session, before)
    money, earlier = amounts(session, asked), amounts(session, before)
    currencies = sorted({currency for _figure, currency in (*money, *earlier)})
    first, last = (format_date(day, "medium", locale=current_language()) for day in (before.first, before.last))
    compared = _("Compared with {first}.") if first == last else _("Compared with {first} to {last}.")
    note = compared.format(first=first, last=last)
    change = ReportColumn("change", N_("Change"), Kind.PERCENT)
    return [
        ReportTable(
            "figures",
            N_("Key figures"),
            (
                ReportColumn("figure", N_("Figure")),
                ReportColumn("count", N_("Count"), Kind.NUMBER),
                ReportColumn("before", N_("Before"), Kind.NUMBER),
                change,
            ),
            tuple((_(_TITLES[key]), count, then[key], _change(count, then[key])) for key, count in now.items()),
            (note,),
        ),
        ReportTable(
            "money",
            N_("Money"),
            (
                ReportColumn("figure", N_("Figure")),
                ReportColumn("amount", N_("Amount"), Kind.MONEY),
                ReportColumn("before", N_("Before"), Kind.MONEY),
                change,
                CURRENCY,
            ),
            tuple(
                _money_row(figure, currency, money, earlier)
                for currency in currencies
                for figure in ("revenue", "average", "refunded")
            ),
            (N_("Revenue is the total of the orders placed, with freight and tax."),),
        ),
    ]


def _money_row(
    figure: str, currency: str, money: dict[tuple[str, str], int], earlier: dict[tuple[str, str], int]
) -> tuple[Any, ...]:
    now, then = money.get((figure, currency), 0), earlier.get((figure, currency), 0)
    return _(_TITLES[figure]), now, then, _change(now, then), currency


def _change(now: int, before: int) -> float | None:
    return (now - before) / before if before else None


def without_products(tables: Sequence[ReportTable], kept: int) -> list[ReportTable]:
    """Tables of sales with only the first rows of the products."""
    return [
        ReportTable(table.key, table.title, table.columns, table.rows[:kept], table.notes)
        if table.key == "by_product"
        else table
        for table in tables
    ]


def week_before(asked: Asked) -> Asked:
    """The same days a week (or whole weeks) earlier."""
    weeks = (asked.days + 6) // 7
    shift = timedelta(days=7 * weeks)
    return Asked(asked.first - shift, asked.last - shift, asked.channels, asked.values)


def month_before(asked: Asked) -> Asked:
    """The same days of the month before; from the first to the last of a month, the whole month before."""
    first = _a_month_earlier(asked.first)
    whole = asked.first.day == 1 and (asked.last + timedelta(days=1)).day == 1
    last = asked.first - timedelta(days=1) if whole and _same_month(asked) else _a_month_earlier(asked.last)
    return Asked(first, last, asked.channels, asked.values)


def _same_month(asked: Asked) -> bool:
    return (asked.first.year, asked.first.month) == (asked.last.year, asked.last.month)


def _a_month_earlier(day: date) -> date:
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))
