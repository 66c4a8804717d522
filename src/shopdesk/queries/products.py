"""The list of products: what the customer knows, with the figures of all its variants."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.assortment import category_tree, in_category, incomplete, on_channel, papers_end
from shopdesk.queries.kits import makeable_by_product
from shopdesk.queries.list_rows import complete_products
from shopdesk.queries.listing import AnySelect, Column, Completion, Filter, Kind, Listing, View, equals
from shopdesk.queries.shop_facts import CURRENCY, channel_choices
from shopdesk.queries.state_titles import ITEM_TYPE_TITLES, choices_of
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


_VARIANTS = (
    select(
        Variant.product_id,
        func.count().label("variants"),
        func.min(Variant.price).label("price"),
        func.max(Variant.price).label("price_to"),
        func.min(Variant.sku).label("sku"),
    )
    .where(Variant.product_id.in_(bindparam("ids", expanding=True)), Variant.active)
    .group_by(Variant.product_id)
)
_STOCK = (
    select(
        Variant.product_id,
        func.sum(StockBalance.on_hand).label("on_hand"),
        func.sum(StockBalance.reserved).label("reserved"),
        func.sum(StockBalance.unavailable).label("unavailable"),
    )
    .join(StockBalance, StockBalance.variant_id == Variant.id)
    .where(Variant.product_id.in_(bindparam("ids", expanding=True)))
    .group_by(Variant.product_id)
)


def category_choices(session: Session) -> list[tuple[str, str]]:
    """The categories of the catalogue and what they are in, as choices of a filter; a node means all below it."""
    return [(name, name) for name in category_tree(session)]


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
        Filter("kind", N_("Kind"), tuple(ITEM_TYPE_TITLES.items())),
        Filter("channel", N_("Listed on"), choices_from=channel_choices),
        Filter("incomplete", N_("Something missing"), (("yes", N_("Yes")), ("no", N_("No")))),
        Filter("papers", N_("Papers"), (("soon", N_("Ending within 60 days")), ("over", N_("No longer valid")))),
    ),
    conditions={
        "lifecycle": equals(Product.lifecycle),
        "category": in_category,
        "brand": equals(Product.brand),
        "kind": equals(Product.item_type),
        "channel": on_channel,
        "incomplete": incomplete,
        "papers": papers_end,
        "code": equals(Product.code_key),
    },
    views=(
        View("active", N_("Active"), {"lifecycle": "active"}),
        View("incomplete", N_("Incomplete"), {"lifecycle": "testing|active|clearance", "incomplete": "yes"}),
        View("papers", N_("Papers ending"), {"lifecycle": "testing|active|clearance", "papers": "soon"}),
        View("candidate", N_("Candidates"), {"lifecycle": "candidate"}),
        View("testing", N_("Testing"), {"lifecycle": "testing"}),
        View("clearance", N_("Clearance"), {"lifecycle": "clearance"}),
        View("retired", N_("Retired"), {"lifecycle": "retired"}),
        View("all", N_("All")),
    ),
    search_kind="product",
    decorate=Completion(
        complete_products, {"currency": CURRENCY, "variants": _VARIANTS, "stock": _STOCK, "kits": makeable_by_product()}
    ),
    tables=frozenset(
        {"products", "variants", "stock_balances", "bundle_parts", "product_documents", "channel_listings"}
    ),
)
"""All products, by title."""
