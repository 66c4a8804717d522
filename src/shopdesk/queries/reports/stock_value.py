"""What the stock is worth, at cost and at price."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportTable
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.store.tables import Product, StockBalance, Variant


def _stock_value(session: Session, _asked: Asked) -> list[ReportTable]:
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
                CURRENCY,
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
                CURRENCY,
            ),
            tuple(
                (row.sku, row.name, row.category, int(row.units), row.cost, int(row.value), int(row.retail), currency)
                for row in rows
            ),
        ),
    ]


REPORT = Report("stock-value", N_("Stock value"), Right.SEE_COST, _stock_value, days=1)
