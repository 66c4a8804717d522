"""Prices: nothing changes without somebody accepting, and every change says who, when and why."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from shopdesk.domain.errors import Conflict, Forbidden, UserError
from shopdesk.domain.pricing import BelowFloor
from shopdesk.domain.rights import Role
from shopdesk.queries.codes import duplicate_count
from shopdesk.queries.price_lists import PRODUCT_LIST, SUGGESTIONS
from shopdesk.queries.pricing import price_for, price_view, unstable_prices
from shopdesk.store.tables import PriceChange, PriceSuggestion, Variant
from shopdesk.store.work import utc_now
from shopdesk.usecases import pricing, products, variants
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.exports import export_list
from tests import make
from tests.shared_data import shared
from tests.usecases.conftest import on_both
from tests.usecases.importing import Importer

QUIET = {"cost_plus": "", "competitor_base": "", "cover_days": 0, "low_days": 0, "ending": "none"}


@pytest.fixture(autouse=True)
def rules(request: pytest.FixtureRequest) -> None:
    if "desk" not in request.fixturenames:
        return
    desk: Desk = request.getfixturevalue("desk")
    desk.do(pricing.set_price_rules, QUIET)


def suggested(desk: Desk, variant: int) -> list[PriceSuggestion]:
    return make.rows(desk, PriceSuggestion, PriceSuggestion.variant_id == variant, PriceSuggestion.state == "open")


def price(desk: Desk, variant: int) -> int:
    return int(make.row(desk, Variant, variant).price)


@on_both
def test_a_suggestion_changes_nothing_until_it_is_accepted(desk: Desk):
    variant = make.product(desk, cost=800, price=1000)
    desk.do(pricing.set_price_rules, {"cost_plus": "margin", "margin": "0.30", "ending": "90"})
    assert desk.do(pricing.suggest_prices, [variant]) == 1
    (one,) = suggested(desk, variant)
    assert (one.was, one.price, one.rule) == (1000, 1190, "margin")
    assert one.numbers["calculated"] == 1143
    assert price(desk, variant) == 1000
    saved = desk.do(pricing.accept_suggestions, [one.id])
    assert price(desk, variant) == 1190
    (kept,) = make.rows(desk, PriceChange, PriceChange.variant_id == variant)
    assert (kept.was, kept.now, kept.by_name, kept.reason) == (1000, 1190, "Olga", "Suggestion: Margin on price")
    assert suggested(desk, variant) == []
    with pytest.raises(UserError, match="no longer open"):
        desk.do(pricing.accept_suggestions, [one.id])
    desk.do(variants.take_back_saved, saved)
    assert price(desk, variant) == 1000


def test_a_dismissed_suggestion_stays_away_until_something_is_different(desk: Desk):
    variant = make.product(desk, cost=800, price=1000)
    desk.do(pricing.set_price_rules, {"cost_plus": "markup", "markup": "0.5"})
    desk.do(pricing.suggest_prices, [variant])
    (one,) = suggested(desk, variant)
    desk.do(pricing.dismiss_suggestions, [one.id])
    assert desk.do(pricing.suggest_prices, [variant]) == 0
    desk.do(products.edit_variant, variant, {"cost": 900})
    assert desk.do(pricing.suggest_prices, [variant]) == 1
    desk.do(pricing.open_again, [one.id])
    assert price(desk, variant) == 1000


def test_a_price_changed_meanwhile_is_not_overwritten(desk: Desk):
    variant = make.product(desk, cost=500, price=1000)
    desk.do(pricing.set_price_rules, {"cost_plus": "markup", "markup": "0.5"})
    desk.do(pricing.suggest_prices, [variant])
    desk.do(products.edit_variant, variant, {"price": 1100})
    with pytest.raises(Conflict, match="changed since"):
        desk.do(pricing.accept_suggestions, [suggested(desk, variant)[0].id])
    assert price(desk, variant) == 1100


@on_both
def test_competitors_are_read_fresh_and_the_floor_holds(desk: Desk):
    variant = make.product(desk, cost=800, price=1200)
    desk.do(pricing.set_price_rules, {"competitor_base": "min", "competitor_shift": "-0.05", "stale_days": 10})
    today = utc_now().astimezone().date()
    for source, amount, age in (("Aa", 1100, 1), ("Bb", 500, 11), ("Aa", 1000, 5)):
        desk.do(pricing.add_competitor_price, variant, source, amount, today - timedelta(days=age))
    desk.do(pricing.add_competitor_price, variant, "Aa", 1080, today - timedelta(days=1))  # corrected
    view = desk.read(price_view, variant)
    assert [(row.source, row.price, row.fresh) for row in view.competitors] == [
        ("Aa", 1080, True), ("Aa", 1000, True), ("Bb", 500, False),
    ]  # fmt: skip
    desk.do(pricing.suggest_prices, [variant])
    (one,) = suggested(desk, variant)
    assert one.price == 1026
    assert one.numbers["stale"] == 1
    desk.do(pricing.add_competitor_price, variant, "Cc", 700)
    desk.do(pricing.suggest_prices, [variant])
    (one,) = suggested(desk, variant)
    assert (one.price, one.numbers["at_floor"]) == (880, True)


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"source": " "}, "whose price"), ({"price": 0}, "above zero"), ({"variant_id": 10**6}, "no such product")],
)
def test_a_competitors_price_must_make_sense(desk: Desk, asked, words):
    with pytest.raises(UserError, match=words):
        desk.do(pricing.add_competitor_price, **{"variant_id": make.product(desk), "source": "A", "price": 1, **asked})
    tomorrow = utc_now().astimezone().date() + timedelta(days=1)
    with pytest.raises(UserError, match="in the future"):
        desk.do(pricing.add_competitor_price, make.product(desk), "A", 1, tomorrow)


def test_below_the_floor_needs_saying_so_and_the_right(desk: Desk):
    variant = make.product(desk, cost=800, price=1000)
    for changes in ({"price": 879}, {"cost": 950}):
        with pytest.raises(BelowFloor, match="minimum margin"):
            desk.do(products.edit_variant, variant, changes)
    with pytest.raises(Forbidden):
        make.desk(desk.database, Role.SERVICE).do(products.edit_variant, variant, {"price": 879}, below_floor=True)
    desk.do(products.edit_variant, variant, {"price": 880})
    desk.do(products.edit_variant, variant, {"price": 879}, reason="Moth holes", below_floor=True)
    assert desk.read(price_view, variant).below_floor
    desk.do(products.edit_variant, variant, {"title": "old"})  # another field of what is below already
    desk.do(products.edit_variant, variant, {"price": 0})  # no price is no price below the floor


@on_both
def test_the_resolver_says_which_price_wins_and_why(desk: Desk):
    variant = make.product(desk, price=5200)
    code = str(make.number())
    desk.do(pricing.create_price_list, f"G{code}", "Gold", "member", level="gold")
    now = utc_now()
    desk.do(pricing.create_price_list, f"S{code}", "Autumn", "limited", valid_from=now - timedelta(hours=1),
            valid_until=now + timedelta(hours=1))  # fmt: skip
    desk.do(pricing.put_in_price_list, f"G{code}", variant, 4500)
    desk.do(pricing.put_in_price_list, f"S{code}", variant, 4800)
    assert desk.read(price_for, variant)[0] == 4800
    assert desk.read(price_for, variant, "gold")[0] == 4500
    assert desk.read(price_for, variant, "", 1, now + timedelta(hours=1, seconds=1))[0] == 5200
    view = desk.read(price_view, variant)
    assert (view.winner, view.considered[0].name) == (4800, "Autumn")
    desk.do(pricing.end_price_list, f"S{code}")
    assert desk.read(price_for, variant)[0] == 5200
    desk.do(pricing.put_in_price_list, f"G{code}", variant, None)
    assert desk.read(price_for, variant, "gold")[0] == 5200


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"name": ""}, "name is empty"),
        ({"kind": "other"}, "not one of"),
        ({"kind": "member"}, "needs the level"),
        ({"kind": "limited"}, "needs its end"),
        ({"valid_from": utc_now(), "valid_until": utc_now() - timedelta(days=1)}, "after the beginning"),
        ({"code": " "}, "is empty"),
    ],
)
def test_a_price_list_must_make_sense(desk: Desk, asked, words):
    with pytest.raises(UserError, match=words):
        desk.do(pricing.create_price_list, **{"code": f"L{make.number()}", "name": "List", **asked})


def test_items_of_a_price_list_must_make_sense(desk: Desk):
    code, variant = f"L{make.number()}", make.product(desk)
    desk.do(pricing.create_price_list, code, "List")
    with pytest.raises(UserError, match="already"):
        desk.do(pricing.create_price_list, code.lower(), "List")
    for wrong, words in (
        (("none", variant, 1), "no price list"),
        ((code, 10**6, 1), "no such product"),
        ((code, variant, -1), "cannot be negative"),
        ((code, variant, 1, 0), "at least one"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(pricing.put_in_price_list, *wrong)
    with pytest.raises(UserError, match="no price list"):
        desk.do(pricing.end_price_list, "none")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"margin": "1"}, "less than 100"),
        ({"markup": "-0.1"}, "between 0"),
        ({"markup": "much"}, "no share"),
        ({"ending": "95"}, "no ending"),
        ({"stale_days": -1}, "between 0 and"),
        ({"cost_plus": "guess"}, "not one of"),
        ({"luck": 1}, "cannot be changed"),
    ],
)
def test_rules_must_make_sense(desk: Desk, changes, words):
    with pytest.raises(UserError, match=words):
        desk.do(pricing.set_price_rules, changes)


def test_a_price_that_dances_is_told(desk: Desk):
    variant = make.product(desk, price=1000)
    assert variant not in [one.variant_id for one in desk.read(unstable_prices)]
    desk.do(products.edit_variant, variant, {"price": 1300})
    found = next(one for one in desk.read(unstable_prices) if one.variant_id == variant)
    assert (found.unstable.jump, found.unstable.too_far) == (Decimal("0.3"), True)
    assert desk.read(price_view, variant).unstable is not None


@on_both
def test_the_lists_show_suggestions_and_one_row_per_variant(desk: Desk):
    variant = make.product(desk, cost=500, price=1000)
    desk.do(pricing.set_price_rules, {"cost_plus": "markup", "markup": "0.5"})
    desk.do(pricing.suggest_prices, [variant])
    row = next(row for row in desk.pages(SUGGESTIONS, {"state": "open"}) if row.variant_id == variant)
    assert (row.rule_title, row.was, row.price, row.change) == ("Markup on cost", 1000, 750, -0.25)
    row = next(row for row in desk.pages(PRODUCT_LIST) if row.id == variant)
    assert (row.unit, row.cost, row.price, row.margin, row.floor) == ("piece", 500, 1000, 0.5, 550)


def test_an_imported_price_is_kept_in_the_history_too(importer: Importer):
    header = ["Product code", "Product name", "SKU", "Price", "Cost"]
    importer.take("products", [header, ["mug", "Mug", "MUG", "9.50", "4.00"]])
    importer.take("products", [header, ["mug", "Mug", "MUG", "9.90", "4.20"]])
    kept = importer.rows(PriceChange.field, PriceChange.was, PriceChange.now, PriceChange.reason)
    assert [tuple(row) for row in kept] == [
        ("cost", 400, 420, "Import: products.csv"), ("price", 950, 990, "Import: products.csv"),
    ]  # fmt: skip


def test_the_product_list_comes_back_unchanged(importer: Importer, tmp_path: Path):
    desk = importer.desk
    product = make.row(desk, Variant, make.product(desk, sku="TS-S", price=1000, cost=400)).product_id
    rows = [{"product_id": product, "values": {"sku": "TS-M", "option_values": ["M"], "price": 1100, "cost": 450}}]
    desk.do(variants.save_variants, rows)
    target = tmp_path / "product-list.xlsx"
    assert export_list(desk, PRODUCT_LIST, target).rows == 2
    before = importer.rows(Variant.sku, Variant.price, Variant.cost, Variant.title, Variant.name, Variant.product_id)
    result = importer.take("products", target)
    assert (result.created, result.updated, result.unchanged) == ({}, {}, 2)
    after = importer.rows(Variant.sku, Variant.price, Variant.cost, Variant.title, Variant.name, Variant.product_id)
    assert after == before


def test_a_real_shop_with_skus_given_twice_is_repaired(file_importer: Importer):
    file_importer.take("products", shared("platforms", "shopify", "real_products_export_subset.csv"))
    desk = file_importer.desk
    given_twice = desk.read(duplicate_count)
    assert given_twice > 1000
    assert desk.do(variants.repair_codes).changed == given_twice
    assert desk.read(duplicate_count) == 0
    file_importer.prove()


def test_many_competitors_prices_come_in_one_step_or_not_at_all(desk: Desk):
    one, two = make.row(desk, Variant, make.product(desk)), make.row(desk, Variant, make.product(desk))
    rows = [
        {"sku": one.sku.lower(), "source": "Aa", "price": 900, "seen_on": "2026-01-05"},
        {"sku": two.sku, "source": "Aa", "price": 950},
    ]
    assert desk.do(pricing.add_competitor_prices, rows) == 2
    assert [row.price for row in desk.read(price_view, one.id).competitors] == [900]
    for wrong, words in (
        ({"sku": "nothing", "source": "Aa", "price": 1}, "Line 3: There is no product with the SKU"),
        ({"sku": two.sku, "source": "", "price": 1}, "Line 3: Say whose price"),
        ({"sku": two.sku, "source": "Aa", "price": 1, "seen_on": "soon"}, "Line 3: “soon” is no date"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(pricing.add_competitor_prices, [{**rows[0], "price": 1}, rows[1], wrong])
    assert [row.price for row in desk.read(price_view, one.id).competitors] == [900]
    with pytest.raises(UserError, match="no price to note"):
        desk.do(pricing.add_competitor_prices, [])
