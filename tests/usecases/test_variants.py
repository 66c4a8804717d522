"""Variants as a grid: saved whole or not at all, every wrong cell named, taken back as one step."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from shopdesk.domain.codes import code_key, in_house_ean
from shopdesk.domain.errors import Conflict, UserError
from shopdesk.queries.codes import duplicate_count, proposed_codes, repairs
from shopdesk.store.tables import Barcode, PriceChange, Product, Variant
from shopdesk.usecases import products, variants
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.variants import GridRow, RowProblems
from tests import make
from tests.usecases.conftest import on_both


def shirt(desk: Desk) -> tuple[int, int]:
    """A product with one variant: (product, variant)."""
    variant = make.product(desk, sku=f"TS-{make.number()}")
    product = make.row(desk, Variant, variant).product_id
    desk.do(variants.set_options, product, ["Colour", "Size"])
    return product, variant


def skus(desk: Desk, product: int) -> list[str]:
    return [one.sku for one in make.rows(desk, Variant, Variant.product_id == product)]


@on_both
def test_new_combinations_are_added_and_taken_back_as_one_step(desk: Desk):
    product, first = shirt(desk)
    code = in_house_ean(make.number())
    rows = [
        GridRow({"option_values": ["Blue", "S"]}, first),
        GridRow(
            {"sku": f"B-{make.number()}", "option_values": ["Blue", "M"], "price": 1500, "barcode": code},
            product_id=product,
        ),
        GridRow({"sku": f"R-{make.number()}", "option_values": ["Red", "S"], "weight_g": 90}, product_id=product),
    ]
    saved = desk.do(variants.save_variants, rows)
    made = make.rows(desk, Variant, Variant.product_id == product)
    assert [(one.title, one.option_values) for one in made] == [
        ("Blue, S", ["Blue", "S"]), ("Blue, M", ["Blue", "M"]), ("Red, S", ["Red", "S"]),
    ]  # fmt: skip
    assert made[1].price == 1500
    assert (saved.changed, len(saved.created)) == (1, 2)
    assert make.rows(desk, Barcode, Barcode.code == code)[0].variant_id == made[1].id
    assert make.events(desk, "product", product)[-2:] == ["edited", "variants_added"]
    desk.do(variants.take_back_saved, saved)
    (left,) = make.rows(desk, Variant, Variant.product_id == product)
    assert (left.id, left.option_values) == (first, [])
    assert not make.rows(desk, Barcode, Barcode.code == code)


@on_both
def test_every_wrong_cell_is_named_and_nothing_is_saved(desk: Desk):
    product, first = shirt(desk)
    other = make.row(desk, Variant, make.product(desk, barcode=(code := in_house_ean(make.number()))))
    rows = [
        GridRow({"sku": other.sku.lower(), "price": 990}, first),
        GridRow({"sku": "NEW-1", "option_values": ["Blue", "M"], "barcode": code}, product_id=product),
        GridRow({"sku": "new-1", "option_values": ["blue", "m"], "cost": -1}, product_id=product),
        GridRow({"option_values": ["Red", "M"], "barcode": "4006381333930"}, product_id=product),
    ]
    with pytest.raises(RowProblems) as raised:
        desk.do(variants.save_variants, rows)
    assert {(row, name) for row, name, _said in raised.value.problems} == {
        (0, "sku"), (1, "sku"), (1, "barcode"), (2, "sku"), (2, "cost"), (2, "option_values"), (3, "sku"),
        (3, "barcode"),
    }  # fmt: skip
    assert not raised.value.only_floor
    assert skus(desk, product) == [make.row(desk, Variant, first).sku]
    assert make.row(desk, Variant, first).price == 1000


def test_two_rows_may_swap_their_skus(desk: Desk):
    first, second = (make.row(desk, Variant, make.product(desk)) for _one in range(2))
    with pytest.raises(UserError):
        desk.do(products.edit_variant, first.id, {"sku": second.sku})
    desk.do(variants.save_variants, [GridRow({"sku": second.sku}, first.id), GridRow({"sku": first.sku}, second.id)])
    assert make.row(desk, Variant, first.id).sku == second.sku


def test_a_price_below_the_floor_is_saved_only_by_saying_so(desk: Desk):
    variant = make.product(desk, cost=800)
    with pytest.raises(RowProblems, match=r"below the floor of 8\.80 EUR") as raised:
        desk.do(variants.save_variants, [GridRow({"price": 850}, variant)])
    assert raised.value.only_floor
    saved = desk.do(variants.save_variants, [GridRow({"price": 850}, variant)], below_floor=True, reason="last ones")
    (kept,) = make.rows(desk, PriceChange, PriceChange.variant_id == variant)
    assert (kept.field, kept.was, kept.now, kept.reason, kept.by_name) == ("price", 1000, 850, "last ones", "Olga")
    desk.do(variants.take_back_saved, saved)
    assert make.row(desk, Variant, variant).price == 1000


def test_what_somebody_else_changed_is_not_overwritten(desk: Desk):
    variant = make.row(desk, Variant, make.product(desk))
    desk.do(products.edit_variant, variant.id, {"price": 1100})
    with pytest.raises(Conflict):
        desk.do(variants.save_variants, [GridRow({"price": 1200}, variant.id, version=variant.version)])
    assert make.row(desk, Variant, variant.id).price == 1100


def test_the_first_barcode_is_changed_or_taken_away(desk: Desk):
    variant = make.product(desk, barcode=in_house_ean(make.number()))
    for code in (in_house_ean(make.number()), ""):
        desk.do(variants.save_variants, [GridRow({"barcode": code}, variant)])
        assert [one.code for one in make.rows(desk, Barcode, Barcode.variant_id == variant)] == ([code] if code else [])


def test_saving_nothing_new_leaves_no_trace(desk: Desk):
    variant = make.row(desk, Variant, make.product(desk))
    assert desk.do(variants.save_variants, [GridRow({"price": variant.price, "sku": variant.sku}, variant.id)]) == (
        variants.Saved()
    )
    assert make.row(desk, Variant, variant.id).version == variant.version


def test_a_variant_with_a_history_stays(desk: Desk):
    product, first = shirt(desk)
    (second,) = desk.do(variants.save_variants, [GridRow({"sku": f"M-{make.number()}"}, product_id=product)]).created
    make.received(desk, second, 3)
    with pytest.raises(UserError, match="ordered, stored or put into a bundle"):
        desk.do(variants.remove_variants, [first, second])
    with pytest.raises(UserError, match="keeps at least one"):
        desk.do(variants.remove_variants, [make.product(desk)])
    desk.do(variants.remove_variants, [first])
    assert [one.id for one in make.rows(desk, Variant, Variant.product_id == product)] == [second]
    with pytest.raises(UserError, match="no such product"):
        desk.do(variants.remove_variants, [first])


def test_options_have_names(desk: Desk):
    product, _variant = shirt(desk)
    for wrong, words in ((["Colour", " "], "needs a name"), (["Size", "size"], "same name")):
        with pytest.raises(UserError, match=words):
            desk.do(variants.set_options, product, wrong)
    assert make.row(desk, Product, product).option_names == ["Colour", "Size"]
    with pytest.raises(UserError, match="no such product"):
        desk.do(variants.set_options, 10**6, ["Size"])


def test_codes_are_proposed_by_the_pattern_and_never_twice(desk: Desk):
    code = f"PT{make.number()}"
    make.product(desk, sku=f"{code}-BL-S")
    found = desk.read(proposed_codes, code, ["Colour", "Size"], [["Blue", "S"], ["Black", "S"], ["Red", "M"]],
                      "{code}-{Colour:2}-{Size}")  # fmt: skip
    assert found == [f"{code}-BL-S-2", f"{code}-BL-S-3", f"{code}-RE-M"]


@on_both
def test_codes_given_twice_are_repaired_in_one_step(desk: Desk):
    ids = [make.product(desk) for _one in range(3)]
    same = f"DUP-{make.number()}"
    # As imports of other programs' files leave it.
    with desk.database.writing() as connection:
        rows = Variant.__table__
        connection.execute(update(rows).where(rows.c.id.in_(ids)).values(sku=same, sku_key=code_key(same)))
        connection.execute(update(rows).where(rows.c.id == ids[1]).values(option_values=["Blue", "XL"]))
    assert desk.read(duplicate_count) == 2
    assert [one.proposed for one in desk.read(repairs)] == [f"{same}-BLU-XL", f"{same}-2"]
    saved = desk.do(variants.repair_codes)
    assert [make.row(desk, Variant, one).sku for one in ids] == [same, f"{same}-BLU-XL", f"{same}-2"]
    assert desk.read(duplicate_count) == 0
    with pytest.raises(UserError, match="No SKU is given twice"):
        desk.do(variants.repair_codes)
    desk.do(variants.take_back_saved, saved)
    assert {make.row(desk, Variant, one).sku for one in ids} == {same}
    desk.do(variants.repair_codes)
