"""How often the stock turns, what lies too long, and which items carry the shop."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.costing import Books, Flow, average_value, cost_of_losses, cost_of_sales, days_of_stock, turns
from shopdesk.domain.reorder import abc_classes
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.costs import books
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportParam, ReportTable
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.store.tables import Product, Variant

_TURNS = N_(
    "Turns = cost of goods sold ÷ average stock value of the mornings since the shop has stock. "
    "Days of stock = days ÷ turns."
)


def _turnover(session: Session, asked: Asked) -> list[ReportTable]:
    currency = shop_currency(session)
    items = {
        row.id: row
        for row in session.execute(
            select(Variant.id, Variant.sku, Variant.name, Product.category, Product.lifecycle).join(
                Product, Product.id == Variant.product_id
            )
        )
    }
    own = dict(books(session))
    opened = min((mine.entered[0][0] for mine in own.values() if mine.entered), default=asked.until)
    every = (asked.since + timedelta(days=day) for day in range(asked.days))
    mornings = [morning for morning in every if morning > opened]
    sold = {key: cost_of_sales(mine, asked.since, asked.until) for key, mine in own.items()}
    held = {key: average_value(mine, mornings) for key, mine in own.items()}
    classes = abc_classes(sold)
    by_category: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    rows: list[tuple[object, ...]] = []
    slow: list[tuple[object, ...]] = []
    for key, mine in own.items():
        item = items[key]
        sums = by_category[item.category]
        lost = cost_of_losses(mine, asked.since, asked.until)
        for at, figure in enumerate((sold[key], held[key], mine.value, lost)):
            sums[at] += figure
        turned = turns(sold[key], held[key])
        rows.append(
            (
                item.sku, item.name, item.category, classes[key], mine.units, mine.value, sold[key], lost,
                round(held[key]), _rounded(turned), _rounded(days_of_stock(len(mornings), turned)), currency,
            )
        )  # fmt: skip
        last = _last_sale(mine)
        idle = (asked.until - (last or mine.entered[0][0])).days if mine.entered else 0
        if mine.units and idle > asked.values["idle"]:
            slow.append((item.sku, item.name, mine.units, mine.value, last and last.date(), idle, currency))
    rows.sort(key=lambda row: (-int(str(row[6])), str(row[0])))
    slow.sort(key=lambda row: (-int(str(row[3])), str(row[0])))
    whole = [sum(sums[at] for sums in by_category.values()) for at in range(4)]
    figures = (
        ReportColumn("sold", N_("Cost of goods sold"), Kind.MONEY),
        ReportColumn("average", N_("Average stock"), Kind.MONEY),
        ReportColumn("value", N_("Stock now"), Kind.MONEY),
        ReportColumn("lost", N_("Lost"), Kind.MONEY),
        ReportColumn("turns", N_("Turns"), Kind.NUMBER),
        ReportColumn("days", N_("Days of stock"), Kind.NUMBER),
        CURRENCY,
    )

    def line(sums: list[float]) -> tuple[object, ...]:
        turned = turns(round(sums[0]), sums[1])
        return (
            *(round(each) for each in sums),
            _rounded(turned),
            _rounded(days_of_stock(asked.days, turned)),
            currency,
        )

    return [
        ReportTable("total", N_("Total"), figures, (line(whole),), (_TURNS,)),
        ReportTable(
            "by_category",
            N_("By category"),
            (ReportColumn("category", N_("Category")), *figures),
            tuple((category, *line(sums)) for category, sums in sorted(by_category.items())),
        ),
        ReportTable(
            "slow",
            N_("Lies too long"),
            (
                ReportColumn("sku", N_("SKU"), Kind.CODE),
                ReportColumn("name", N_("Product"), Kind.NAME),
                ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
                ReportColumn("value", N_("At cost"), Kind.MONEY),
                ReportColumn("last_sold_on", N_("Last sold on"), Kind.DATE),
                ReportColumn("idle", N_("Days without a sale"), Kind.NUMBER),
                CURRENCY,
            ),
            tuple(slow),
        ),
        ReportTable(
            "by_variant",
            N_("By product"),
            (
                ReportColumn("sku", N_("SKU"), Kind.CODE),
                ReportColumn("name", N_("Product"), Kind.NAME),
                ReportColumn("category", N_("Category")),
                ReportColumn("class", N_("Class"), Kind.CODE),
                ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
                ReportColumn("value", N_("Stock now"), Kind.MONEY),
                ReportColumn("sold", N_("Cost of goods sold"), Kind.MONEY),
                ReportColumn("lost", N_("Lost"), Kind.MONEY),
                ReportColumn("average", N_("Average stock"), Kind.MONEY),
                ReportColumn("turns", N_("Turns"), Kind.NUMBER),
                ReportColumn("days", N_("Days of stock"), Kind.NUMBER),
                CURRENCY,
            ),
            tuple(rows),
        ),
    ]


def _last_sale(mine: Books) -> datetime | None:
    return max((used.at for used in mine.used if used.flow is Flow.SOLD), default=None)


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 2)


REPORT = Report(
    "turnover",
    N_("Stock turns"),
    Right.SEE_COST,
    _turnover,
    days=90,
    params=(ReportParam("idle", N_("Days without a sale"), 60),),
)
