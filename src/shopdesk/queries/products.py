"""The list of products: what the customer knows, with the figures of all its variants."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, by_id, equals
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import Product, StockBalance, Variant


def _rows() -> AnySelect:
    return select(
        Product.id,
        Product.code,
        Product.title,
        Product.brand,
        Product.category,
        Product.tags,
        Product.item_type,
        Product.lifecycle,
        Product.image,
        Product.updated_at,
        Product.created_at,
    )


def _complete(session: Session, rows: list[ListRow]) -> None:
    found: Any
    known, currency = by_id(rows), shop_currency(session)
    for row in rows:
        row.currency = currency
        row.variants, row.price, row.price_to, row.sku = 0, None, None, ""
        row.on_hand = row.reserved = row.available = 0
    for found in session.execute(
        select(
            Variant.product_id,
            func.count().label("variants"),
            func.min(Variant.price).label("price"),
            func.max(Variant.price).label("price_to"),
            func.min(Variant.sku).label("sku"),
        )
        .where(Variant.product_id.in_(known), Variant.active)
        .group_by(Variant.product_id)
    ):
        row = known[found.product_id]
        row.variants, row.price, row.price_to, row.sku = found.variants, found.price, found.price_to, found.sku
    for found in session.execute(
        select(
            Variant.product_id,
            func.sum(StockBalance.on_hand).label("on_hand"),
            func.sum(StockBalance.reserved).label("reserved"),
            func.sum(StockBalance.unavailable).label("unavailable"),
        )
        .join(StockBalance, StockBalance.variant_id == Variant.id)
        .where(Variant.product_id.in_(known))
        .group_by(Variant.product_id)
    ):
        row = known[found.product_id]
        row.on_hand, row.reserved = int(found.on_hand), int(found.reserved)
        row.available = int(found.on_hand - found.reserved - found.unavailable)


def category_choices(session: Session) -> list[tuple[str, str]]:
    """The categories of the catalogue as choices of a filter."""
    found = session.scalars(
        select(Product.category).where(Product.category != "").distinct().order_by(Product.category)
    )
    return [(name, name) for name in found]


def _brands(session: Session) -> list[tuple[str, str]]:
    known = select(Product.brand).where(Product.brand != "").distinct()
    found = session.scalars(known.order_by(Product.brand))
    return [(name, name) for name in found]


PRODUCTS = Listing(
    name="products",
    title=N_("Products"),
    right=Right.SEE_PRODUCTS,
    columns=(
        Column("title", N_("Product"), Kind.NAME, second="code", sort="title", width=300),
        Column("code", N_("Code"), Kind.CODE, sort="code", width=120, hidden=True),
        Column("variants", N_("Variants"), Kind.NUMBER, width=80),
        Column("price", N_("Price from"), Kind.MONEY, width=110),
        Column("price_to", N_("Price to"), Kind.MONEY, width=110, hidden=True),
        Column("on_hand", N_("On hand"), Kind.NUMBER, width=80),
        Column("available", N_("Available"), Kind.NUMBER, width=80),
        Column("lifecycle", N_("State"), Kind.STATE, machine="product", width=110),
        Column("category", N_("Category"), width=140),
        Column("brand", N_("Brand"), width=120),
        Column("tags", N_("Tags"), width=140, hidden=True),
        Column("updated_at", N_("Changed"), Kind.TIME, sort="updated_at", width=130, hidden=True),
    ),
    rows=_rows,
    id_column=Product.__table__.c.id,
    sorts={"title": Product.title, "code": Product.code_key, "updated_at": Product.updated_at},
    default_sort="title",
    filters=(
        Filter("lifecycle", N_("State"), choices_of("product")),
        Filter("category", N_("Category"), choices_from=category_choices),
        Filter("brand", N_("Brand"), choices_from=_brands),
    ),
    conditions={
        "lifecycle": equals(Product.lifecycle),
        "category": equals(Product.category),
        "brand": equals(Product.brand),
    },
    views=(
        View("active", N_("Active"), {"lifecycle": "active"}),
        View("testing", N_("Testing"), {"lifecycle": "testing"}),
        View("clearance", N_("Clearance"), {"lifecycle": "clearance"}),
        View("retired", N_("Retired"), {"lifecycle": "retired"}),
        View("all", N_("All")),
    ),
    search_kind="product",
    decorate=_complete,
    tables=frozenset({"products", "variants", "stock_balances"}),
)
"""All products, by title."""
