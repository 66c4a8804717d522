"""The lists of prices: suggestions that wait, and every variant with what it costs and should be sold for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.pricing import RULE_TITLES, PriceRules, floor_price, margin_share
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.assortment import in_category
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, by_id, equals
from shopdesk.queries.price_rules import price_rules
from shopdesk.queries.products import category_choices
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import Barcode, PriceChange, PriceSuggestion, Product, Variant
from shopdesk.store.work import utc_now


def _suggestion_rows() -> AnySelect:
    return (
        select(
            PriceSuggestion.id,
            PriceSuggestion.variant_id,
            PriceSuggestion.was,
            PriceSuggestion.price,
            PriceSuggestion.rule,
            PriceSuggestion.numbers,
            PriceSuggestion.state,
            PriceSuggestion.made_at,
            PriceSuggestion.decided_by,
            Variant.product_id,
            Variant.name,
            Variant.sku,
            Variant.cost,
            Variant.price.label("price_now"),
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(Variant, Variant.id == PriceSuggestion.variant_id)
        .join(Product, Product.id == Variant.product_id)
    )


def _complete_suggestions(session: Session, rows: list[ListRow]) -> None:
    currency = shop_currency(session)
    for row in rows:
        row.currency = currency
        row.change = (row.price - row.was) / row.was if row.was else None
        margin = margin_share(row.price, row.cost)
        row.margin = None if margin is None else float(margin)
        row.rule_title = _(RULE_TITLES[row.rule]) if row.rule in RULE_TITLES else row.rule


def _direction(value: str) -> ColumnElement[bool]:
    up: ColumnElement[bool] = PriceSuggestion.price > PriceSuggestion.was
    return up if value == "up" else ~up


SUGGESTIONS = Listing(
    name="suggestions",
    title=N_("Price suggestions"),
    right=Right.SET_PRICES,
    columns=(
        Column("name", N_("Product"), Kind.NAME, second="sku", width=300),
        Column("was", N_("Price now"), Kind.MONEY, width=100),
        Column("price", N_("Suggested"), Kind.MONEY, width=100),
        Column("change", N_("Change"), Kind.PERCENT, width=80),
        Column("rule_title", N_("Rule"), width=170),
        Column("margin", N_("Margin then"), Kind.PERCENT, width=100, right=Right.SEE_COST),
        Column("state", N_("State"), Kind.STATE, machine="suggestion", width=110, hidden=True),
        Column("made_at", N_("Made"), Kind.TIME, sort="made_at", width=120),
        Column("decided_by", N_("Decided by"), width=120, hidden=True),
    ),
    rows=_suggestion_rows,
    id_column=PriceSuggestion.__table__.c.id,
    sorts={"made_at": PriceSuggestion.made_at},
    default_sort="made_at",
    default_down=True,
    filters=(
        Filter("rule", N_("Rule"), tuple((rule.value, title) for rule, title in RULE_TITLES.items())),
        Filter("state", N_("State"), choices_of("suggestion")),
    ),
    conditions={
        "rule": equals(PriceSuggestion.rule),
        "state": equals(PriceSuggestion.state),
        "direction": lambda value: (
            PriceSuggestion.price > PriceSuggestion.was
            if value == "up"
            else PriceSuggestion.price < PriceSuggestion.was
        ),
    },
    views=(
        View("open", N_("Open"), {"state": "open"}),
        View("up", N_("Up"), {"state": "open", "direction": "up"}),
        View("down", N_("Down"), {"state": "open", "direction": "down"}),
        View("accepted", N_("Accepted"), {"state": "accepted"}),
        View("dismissed", N_("Dismissed"), {"state": "dismissed"}),
    ),
    decorate=_complete_suggestions,
    tables=frozenset({"price_suggestions", "variants", "settings"}),
)
"""What the shop's rules would charge, newest first."""


def _product_list_rows() -> AnySelect:
    return select(
        Variant.id,
        Variant.product_id,
        Product.title.label("name"),
        Product.code,
        Variant.sku,
        Variant.title.label("spec"),
        Variant.unit,
        Variant.cost,
        Variant.price,
        Variant.list_price,
        Variant.weight_g,
        Product.category,
        Product.lifecycle,
        func.coalesce(Variant.image, Product.image).label("image"),
    ).join(Product, Product.id == Variant.product_id)


def _complete_product_list(session: Session, rows: list[ListRow]) -> None:
    known, currency, rules = by_id(rows), shop_currency(session), price_rules(session)
    for row in rows:
        margin = margin_share(row.price, row.cost)
        row.currency, row.barcode = currency, ""
        row.margin = None if margin is None else float(margin)
        row.floor = floor_price(row.cost, rules.min_margin)
    found: Any
    for found in session.execute(
        select(Barcode.variant_id, Barcode.code).where(Barcode.variant_id.in_(known)).order_by(Barcode.id.desc())
    ):
        known[found.variant_id].barcode = found.code


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Variant)


def _problem(value: str) -> ColumnElement[bool]:
    match value:
        case "same_sku":
            other = aliased(Variant)
            return exists().where(other.sku_key == Variant.sku_key, other.id != Variant.id)
        case "no_barcode":
            return ~exists().where(Barcode.variant_id == Variant.id)
        case "no_cost":
            return Variant.cost.is_(None)
        case "moved":
            # The same window as the usual rules; each product's page tells it by the shop's own figures.
            recent = PriceChange.at >= utc_now() - timedelta(days=PriceRules().change_days)
            return exists().where(PriceChange.variant_id == Variant.id, PriceChange.field == "price", recent)
        case "below_cost":
            return (Variant.price > 0) & (Variant.cost > Variant.price)
    return Variant.price == 0


PROBLEMS = (
    ("same_sku", N_("SKU given twice")),
    ("no_barcode", N_("No barcode")),
    ("no_cost", N_("No cost")),
    ("below_cost", N_("Below cost")),
    ("no_price", N_("No price")),
    ("moved", N_("Price changed within 30 days")),
)


PRODUCT_LIST = Listing(
    name="product-list",
    title=N_("Product list"),
    right=Right.SEE_PRODUCTS,
    columns=(
        Column("name", N_("Product name"), Kind.NAME, second="sku", width=280),
        Column("sku", N_("SKU"), Kind.CODE, sort="sku", width=130),
        Column("spec", N_("Variant"), width=140),
        Column("unit", N_("Unit"), width=70),
        Column("cost", N_("Cost"), Kind.MONEY, width=90, right=Right.SEE_COST),
        Column("price", N_("Suggested price"), Kind.MONEY, sort="price", width=120),
        Column("margin", N_("Margin"), Kind.PERCENT, width=90, right=Right.SEE_COST),
        Column("floor", N_("Floor"), Kind.MONEY, width=90, hidden=True, right=Right.SEE_COST),
        Column("list_price", N_("List price"), Kind.MONEY, width=90, hidden=True),
        Column("barcode", N_("Barcode"), Kind.CODE, width=130, hidden=True),
        Column("weight_g", N_("Weight, g"), Kind.NUMBER, width=90, hidden=True),
        Column("category", N_("Category"), width=140, hidden=True),
        Column("lifecycle", N_("State"), Kind.STATE, machine="product", width=110, hidden=True),
    ),
    rows=_product_list_rows,
    id_column=Variant.__table__.c.id,
    sorts={"sku": Variant.sku, "price": Variant.price, "name": Variant.name},
    default_sort="name",
    filters=(
        Filter("lifecycle", N_("State"), choices_of("product")),
        Filter("category", N_("Category"), choices_from=category_choices),
        Filter("problem", N_("Problem"), PROBLEMS),
    ),
    conditions={
        "lifecycle": lambda value: Variant.product_id.in_(select(Product.id).where(equals(Product.lifecycle)(value))),
        "category": lambda value: Variant.product_id.in_(select(Product.id).where(in_category(value))),
        "problem": _problem,
    },
    views=(
        View("sold", N_("On sale"), {"lifecycle": "testing|active|clearance"}),
        View("same_sku", N_("SKU given twice"), {"problem": "same_sku"}),
        View("below_cost", N_("Below cost"), {"problem": "below_cost"}),
        View("no_cost", N_("No cost"), {"problem": "no_cost"}),
        View("all", N_("All")),
    ),
    search_kind="variant",
    codes=(Variant.__table__.c.sku,),
    keys_from=_keys,
    decorate=_complete_product_list,
    tables=frozenset({"products", "variants", "barcodes"}),
)
"""One row per variant with name, SKU, spec, unit, cost, price and margin."""
