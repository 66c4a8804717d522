"""Products: one SKU, one barcode, one owner; prices with a history; no silent overwriting."""

from __future__ import annotations

import hashlib

import pytest

from shopdesk.domain.codes import in_house_ean
from shopdesk.domain.errors import Conflict, UserError
from shopdesk.store.tables import Barcode, Event, Image, Location, Product, Variant
from shopdesk.usecases import products
from shopdesk.usecases.desk import Desk
from tests import make


def test_a_product_comes_with_its_first_variant_and_barcode(desk: Desk):
    home, code = make.bin(desk), in_house_ean(make.number())
    variant = desk.do(
        products.create_product, " Green tea ", f"TEA-{make.number()}", price=999, variant_title="100 g", barcode=code,
        cost=420, weight_g=110, home_bin=home.lower(),
    )  # fmt: skip
    made = make.row(desk, Variant, variant)
    assert (made.name, made.price, made.cost, made.stocked) == ("Green tea · 100 g", 999, 420, True)
    assert make.row(desk, Location, made.home_bin_id).code == home
    assert make.row(desk, Product, made.product_id).title == "Green tea"
    assert [own.code for own in make.rows(desk, Barcode, Barcode.variant_id == variant)] == [code]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"title": "  "}, "name is empty"),
        ({"sku": ""}, "is empty"),
        ({"sku": "CMD-UNDO"}, "may not start"),
        ({"sku": "x" * 65}, "longer than 64"),
        ({"price": -1}, "cannot be negative"),
        ({"cost": -1}, "cannot be negative"),
        ({"list_price": -1}, "cannot be negative"),
        ({"weight_g": -1}, "cannot be negative"),
        ({"home_bin": "NOWHERE"}, "no bin"),
        ({"barcode": "4006381333930"}, "wrong check digit"),
    ],
)
def test_a_product_that_makes_no_sense_is_refused_as_a_whole(desk: Desk, asked, words):
    before = len(make.rows(desk, Product))
    with pytest.raises(UserError, match=words):
        desk.do(products.create_product, **{"title": "Tea", "sku": f"T-{make.number()}", **asked})
    assert len(make.rows(desk, Product)) == before


def test_a_sku_is_given_once_however_it_is_written(desk: Desk):
    first = make.row(desk, Variant, make.product(desk, sku=f"Ab-{make.number()}"))
    other = make.product(desk)
    for wrong in (first.sku.upper(), f" {first.sku.lower()} ", first.sku.replace("A", "\uff21")):
        with pytest.raises(UserError, match="already"):
            desk.do(products.create_product, "Copy", wrong)
        with pytest.raises(UserError, match=r"SKU .* already"):
            desk.do(products.add_variant, first.product_id, wrong)
        with pytest.raises(UserError, match=r"SKU .* already"):
            desk.do(products.edit_variant, other, {"sku": wrong})
    desk.do(products.edit_variant, first.id, {"sku": first.sku.upper()})  # its own may be respelt


def test_a_barcode_means_one_thing(desk: Desk):
    tea, mug, code = make.product(desk), make.product(desk), in_house_ean(make.number())
    desk.do(products.add_barcode, tea, code)
    for owner in (tea, mug):
        with pytest.raises(UserError, match=rf"{code} belongs to Product .* already"):
            desk.do(products.add_barcode, owner, code)


@pytest.mark.parametrize("code", ["40063813339", "4006381333931", "96385074", "036000291452", "ABC-1"])
def test_real_barcodes_and_free_codes_are_taken(desk: Desk, code: str):
    desk.do(products.add_barcode, make.product(desk), code)


@pytest.mark.parametrize("code", ["4006381333930", "96385075", "036000291453", "00012345600013"])
def test_a_wrong_check_digit_is_a_typing_mistake(desk: Desk, code: str):
    with pytest.raises(UserError, match="wrong check digit"):
        desk.do(products.add_barcode, make.product(desk), code)


def test_a_barcode_counts_pieces_and_needs_a_product(desk: Desk):
    with pytest.raises(UserError, match="at least one"):
        desk.do(products.add_barcode, make.product(desk), f"C{make.number()}", 0)
    with pytest.raises(UserError, match="no such product"):
        desk.do(products.add_barcode, 10**6, f"C{make.number()}")
    with pytest.raises(UserError, match="no such product"):
        desk.do(products.add_variant, 10**6, f"C{make.number()}")


def test_every_price_change_is_kept_with_both_prices(desk: Desk):
    tea = make.product(desk, price=1000)
    for price in (1200, 1200, 900):
        desk.do(products.edit_variant, tea, {"price": price})
    product = make.row(desk, Variant, tea).product_id
    history = [
        (event.data["was"], event.data["now"])
        for event in make.rows(desk, Event, Event.subject == "product", Event.subject_id == product)
        if event.kind == "price"
    ]
    assert history == [(1000, 1200), (1200, 900)]


def test_a_new_name_reaches_every_variant(desk: Desk):
    tea = make.row(desk, Variant, make.product(desk, variant_title="50 g"))
    second = desk.do(products.add_variant, tea.product_id, f"V-{make.number()}", title="100 g")
    desk.do(products.edit_product, tea.product_id, {"title": "Oolong", "lifecycle": "clearance"})
    desk.do(products.edit_variant, second, {"title": "200 g"})
    assert [make.row(desk, Variant, one).name for one in (tea.id, second)] == ["Oolong · 50 g", "Oolong · 200 g"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "name is empty"),
        ({"lifecycle": "undead"}, "no life cycle"),
        ({"version": 9}, "cannot be changed"),
    ],
)
def test_a_product_is_changed_only_to_what_makes_sense(desk: Desk, changes, words):
    product = make.row(desk, Variant, make.product(desk)).product_id
    with pytest.raises(UserError, match=words):
        desk.do(products.edit_product, product, changes)
    with pytest.raises(UserError, match="no such product"):
        desk.do(products.edit_product, 10**6, {"title": "x"})


@pytest.mark.parametrize("key", ["price", "list_price", "cost", "weight_g", "min_stock"])
def test_no_figure_of_a_variant_is_negative(desk: Desk, key: str):
    with pytest.raises(UserError, match="cannot be negative"):
        desk.do(products.edit_variant, make.product(desk), {key: -1})
    with pytest.raises(UserError, match="cannot be changed"):
        desk.do(products.edit_variant, make.product(desk), {"stocked": False})


def test_a_change_to_something_that_changed_meanwhile_is_a_conflict(desk: Desk):
    tea = make.row(desk, Variant, make.product(desk))
    desk.do(products.edit_variant, tea.id, {"price": 1100}, tea.version)
    with pytest.raises(Conflict, match="Nothing was overwritten"):
        desk.do(products.edit_variant, tea.id, {"price": 1200}, tea.version)
    assert make.row(desk, Variant, tea.id).price == 1100


def test_a_picture_is_kept_once_by_its_hash(desk: Desk):
    data = f"picture {make.number()}".encode()
    names = {desk.do(products.add_image, data, b"small") for _time in range(2)}
    assert names == {hashlib.sha256(data).hexdigest()}
    (name,) = names
    assert (desk.image(name), desk.image(name, thumb=False)) == (b"small", data)
    assert len(make.rows(desk, Image, Image.hash == name)) == 1
    for wrong, mime in ((b"", "image/png"), (b"x" * (12 * 1024 * 1024 + 1), "image/png"), (b"x", "image/svg+xml")):
        with pytest.raises(UserError):
            desk.do(products.add_image, wrong, b"", mime)
