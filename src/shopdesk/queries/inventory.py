"""The list of stock: one row per variant, and the sum rule on hand = available + reserved + unavailable."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import LineKind, OrderState
from shopdesk.domain.rights import Right
from shopdesk.domain.stock import VIRTUAL_ZONES
from shopdesk.i18n import N_, _
from shopdesk.queries.incoming import incoming_units
from shopdesk.queries.list_rows import complete_inventory
from shopdesk.queries.listing import AnySelect, Column, Completion, Filter, Kind, Listing, View, equals
from shopdesk.queries.products import category_choices
from shopdesk.queries.shop_facts import CURRENCY
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import (
    Barcode,
    Location,
    Order,
    OrderLine,
    Product,
    PurchaseLine,
    StockBalance,
    StockLevel,
    Variant,
)


def _rows() -> AnySelect:
    return select(
        Variant.id,
        Variant.product_id,
        Variant.name,
        Variant.title.label("variant_title"),
        Variant.sku,
        Variant.price,
        Variant.cost,
        Variant.weight_g,
        Variant.min_stock,
        Variant.stocked,
        Variant.active,
        Product.title.label("product_title"),
        Product.lifecycle,
        Product.category,
        func.coalesce(Variant.image, Product.image).label("image"),
    ).join(Product, Product.id == Variant.product_id)


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Variant)


_STOCK = (
    select(
        StockBalance.variant_id,
        func.sum(StockBalance.on_hand).label("on_hand"),
        func.sum(StockBalance.reserved).label("reserved"),
        func.sum(StockBalance.unavailable).label("unavailable"),
    )
    .where(StockBalance.variant_id.in_(bindparam("ids", expanding=True)))
    .group_by(StockBalance.variant_id)
)
_INCOMING = incoming_units().where(PurchaseLine.variant_id.in_(bindparam("ids", expanding=True)))
_BARCODES = (
    select(Barcode.variant_id, Barcode.code)
    .where(Barcode.variant_id.in_(bindparam("ids", expanding=True)))
    .order_by(Barcode.id.desc())
)
_BINS = (
    select(StockLevel.variant_id, Location.code)
    .join(Location, Location.id == StockLevel.location_id)
    .where(
        StockLevel.variant_id.in_(bindparam("ids", expanding=True)),
        StockLevel.quantity > 0,
        Location.zone.not_in(sorted(zone.value for zone in VIRTUAL_ZONES)),
    )
    .order_by(Location.walk, Location.code)
)


def available_units() -> ColumnElement[int]:
    """Units of a variant free to promise in all warehouses, as a condition's operand."""
    return func.coalesce(
        select(func.sum(StockBalance.on_hand - StockBalance.reserved - StockBalance.unavailable))
        .where(StockBalance.variant_id == Variant.id)
        .correlate(Variant)
        .scalar_subquery(),
        0,
    )


def oversold_variants() -> AnySelect:
    """Ids of variants that confirmed orders still need more of than is promised to them."""
    return (
        select(OrderLine.variant_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.state.in_((OrderState.CONFIRMED.value, OrderState.PROCESSING.value)),
            OrderLine.variant_id.is_not(None),
            OrderLine.kind != LineKind.SERVICE.value,
            OrderLine.quantity - OrderLine.cancelled > OrderLine.reserved + OrderLine.shipped,
        )
    )


def _level(value: str) -> ColumnElement[bool]:
    stocked: ColumnElement[bool] = Variant.stocked & Variant.active
    match value:
        case "out":
            return stocked & (available_units() <= 0)
        case "low":
            return stocked & Variant.min_stock.is_not(None) & (available_units() <= Variant.min_stock)
        case "short":
            return stocked & Variant.id.in_(oversold_variants())
        case "in":
            return stocked & (available_units() > 0)
    raise UserError(_("“{value}” is not one of: {known}.").format(value=value, known="in, out, low, short"))


def _in_bin(value: str) -> ColumnElement[bool]:
    return Variant.id.in_(
        select(StockLevel.variant_id)
        .join(Location, Location.id == StockLevel.location_id)
        .where(Location.code == value, StockLevel.quantity > 0)
    )


def _of_product(column: Any) -> Any:
    condition = equals(column)
    return lambda value: Variant.product_id.in_(select(Product.id).where(condition(value)))


INVENTORY = Listing(
    name="inventory",
    title=N_("Inventory"),
    right=Right.SEE_STOCK,
    columns=(
        Column("name", N_("Product"), Kind.NAME, second="sku", sort="name", width=300),
        Column("sku", N_("SKU"), Kind.CODE, sort="sku", width=130),
        Column("bins", N_("Bin"), Kind.CODE, width=120),
        Column("on_hand", N_("On hand"), Kind.NUMBER, width=80),
        Column("reserved", N_("Reserved"), Kind.NUMBER, width=80),
        Column("available", N_("Available"), Kind.NUMBER, width=80),
        Column("unavailable", N_("Unavailable"), Kind.NUMBER, width=90),
        Column("incoming", N_("Incoming"), Kind.NUMBER, width=80),
        Column("min_stock", N_("Minimum"), Kind.NUMBER, width=80, hidden=True),
        Column("price", N_("Price"), Kind.MONEY, sort="price", width=100),
        Column("cost", N_("Cost"), Kind.MONEY, width=100, hidden=True, right=Right.SEE_COST),
        Column("barcode", N_("Barcode"), Kind.CODE, width=130, hidden=True),
        Column("category", N_("Category"), width=140, hidden=True),
        Column("lifecycle", N_("State"), Kind.STATE, machine="product", width=110),
    ),
    rows=_rows,
    id_column=Variant.__table__.c.id,
    sorts={"name": Variant.name, "sku": Variant.sku, "price": Variant.price},
    default_sort="name",
    filters=(
        Filter(
            "level",
            N_("Stock"),
            (
                ("in", N_("In stock")),
                ("out", N_("Out of stock")),
                ("low", N_("Low")),
                ("short", N_("Oversold")),
            ),
        ),
        Filter("lifecycle", N_("State"), choices_of("product")),
        Filter("bin", N_("Bin"), kind=Kind.CODE),
        Filter("category", N_("Category"), choices_from=category_choices),
    ),
    conditions={
        "level": _level,
        "lifecycle": _of_product(Product.lifecycle),
        "bin": _in_bin,
        "category": _of_product(Product.category),
        "product": lambda value: Variant.product_id.in_(select(Product.id).where(Product.code_key == value.casefold())),
    },
    views=(
        View("all", N_("All stock")),
        View("out", N_("Out of stock"), {"level": "out"}),
        View("low", N_("Low"), {"level": "low"}),
        View("short", N_("Oversold"), {"level": "short"}),
    ),
    search_kind="variant",
    codes=(Variant.__table__.c.sku,),
    keys_from=_keys,
    decorate=Completion(
        complete_inventory,
        {"currency": CURRENCY, "stock": _STOCK, "incoming": _INCOMING, "barcodes": _BARCODES, "bins": _BINS},
    ),
    tables=frozenset(
        {"products", "variants", "stock_balances", "stock_levels", "orders", "purchases", "purchase_lines"}
    ),
)
"""All variants with their stock, by name."""
