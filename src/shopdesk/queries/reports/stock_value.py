"""What the stock is worth: first-in-first-out cost, its age, and its worth at price."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.costing import AGES, by_age
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.costs import books
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportTable
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.store.tables import Product, StockBalance, Variant

_FIFO = N_("Cost follows the goods: what came in first leaves first. Where a receipt named no cost, the item's cost.")


def _stock_value(session: Session, asked: Asked) -> list[ReportTable]:
    currency = shop_currency(session)
    units = func.sum(StockBalance.on_hand)
    items = session.execute(
        select(Variant.id, Variant.sku, Variant.name, Product.category, Variant.price, units.label("units"))
        .join(Product, Product.id == Variant.product_id)
        .join(StockBalance, StockBalance.variant_id == Variant.id)
        .where(StockBalance.on_hand > 0)
        .group_by(Variant.id, Product.id)
    ).all()
    own = dict(books(session))
    rows: list[tuple[object, ...]] = []
    ages: dict[int | None, tuple[int, int]] = defaultdict(lambda: (0, 0))
    cost = retail = pieces = estimated = 0
    for item in items:
        mine = own.get(item.id)
        value, guessed = (mine.value, mine.estimated) if mine else (0, 0)
        unit = round(value / mine.units) if mine and mine.units else None
        worth = item.units * item.price
        rows.append((item.sku, item.name, item.category, int(item.units), unit, value, int(worth), currency))
        cost, retail, pieces, estimated = cost + value, retail + worth, pieces + int(item.units), estimated + guessed
        for limit, (count, part) in by_age(mine.layers if mine else (), asked.last).items():
            ages[limit] = (ages[limit][0] + count, ages[limit][1] + part)
    rows.sort(key=lambda row: (-int(str(row[5])), str(row[0])))
    return [
        ReportTable(
            "total",
            N_("Total"),
            (
                ReportColumn("variants", N_("Variants"), Kind.NUMBER),
                ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
                ReportColumn("cost", N_("At cost"), Kind.MONEY),
                ReportColumn("retail", N_("At price"), Kind.MONEY),
                ReportColumn("estimated", N_("Pieces without a cost of their own"), Kind.NUMBER),
                CURRENCY,
            ),
            ((len(items), pieces, cost, int(retail), estimated, currency),),
            (_FIFO,),
        ),
        ReportTable(
            "by_age",
            N_("By age"),
            (
                ReportColumn("age", N_("Here for")),
                ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
                ReportColumn("value", N_("At cost"), Kind.MONEY),
                CURRENCY,
            ),
            tuple((_age(limit), *ages[limit], currency) for limit in (*AGES, None) if limit in ages),
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
                CURRENCY,
            ),
            tuple(rows),
        ),
    ]


def _age(limit: int | None) -> str:
    if limit is None:
        return _("Longer")
    return n_("Up to {count} day", "Up to {count} days", limit).format(count=limit)


REPORT = Report("stock-value", N_("Stock value"), Right.SEE_COST, _stock_value, days=1)
