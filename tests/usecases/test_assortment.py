"""Pictures, papers, categories, tags and channels of products."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.queries.assortment import (
    category_tree,
    document_data,
    documents_of,
    expiring_documents,
    pictures_of,
    shelves_of,
)
from shopdesk.queries.price_lists import PRODUCT_LIST
from shopdesk.queries.products import PRODUCTS
from shopdesk.queries.today import needs
from shopdesk.store.engine import Database
from shopdesk.store.tables import Channel, Product, Variant
from shopdesk.store.work import utc_now
from shopdesk.usecases import assortment, products
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both

TODAY = date(2026, 3, 2)


def product(desk: Desk, **more: object) -> int:
    return make.row(desk, Variant, make.product(desk, **more)).product_id


def picture(desk: Desk, content: bytes) -> str:
    return desk.do(products.add_image, content, b"small")


@on_both
def test_pictures_stand_in_order_and_the_first_is_shown(desk: Desk):
    tea = product(desk)
    one, two, three = (picture(desk, bytes([n]) * 9) for n in range(3))
    for image in (one, two):
        desk.do(assortment.add_picture, tea, image)
    assert desk.read(pictures_of, tea) == [one, two]
    assert make.row(desk, Product, tea).image == one
    before = desk.do(assortment.add_picture, tea, three, first=True)
    assert desk.read(pictures_of, tea) == [three, one, two]
    assert make.row(desk, Product, tea).image == three
    desk.do(assortment.set_pictures, tea, before)
    assert desk.read(pictures_of, tea) == [one, two]
    desk.do(assortment.set_pictures, tea, [])
    assert make.row(desk, Product, tea).image is None


def test_only_kept_pictures_and_not_too_many(desk: Desk):
    tea = product(desk)
    with pytest.raises(UserError, match="no such picture"):
        desk.do(assortment.set_pictures, tea, ["nothing"])
    with pytest.raises(UserError, match="at most 30 pictures"):
        desk.do(assortment.set_pictures, tea, [str(n) for n in range(31)])
    with pytest.raises(UserError, match="no such product"):
        desk.do(assortment.add_picture, 10**6, "x")


@on_both
def test_papers_end_and_are_told_in_time(desk: Desk):
    tea, old = product(desk), product(desk)
    desk.do(assortment.note_document, tea, "Food safety", TODAY + timedelta(days=30))
    kept = desk.do(assortment.add_document, tea, "Test report", file_name="a.pdf", data=b"%PDF")
    desk.do(assortment.note_document, old, "Organic", TODAY - timedelta(days=1))
    assert [one.name for one in desk.read(documents_of, tea)] == ["Food safety", "Test report"]
    assert [one.name for one in desk.read(expiring_documents, TODAY, 30)] == ["Organic", "Food safety"]
    assert [one.name for one in desk.read(expiring_documents, TODAY, 29)] == ["Organic"]
    assert desk.read(document_data, kept) == ("a.pdf", b"%PDF")
    desk.do(products.edit_product, old, {"lifecycle": "retired"})
    assert desk.read(expiring_documents, TODAY, 29) == []
    desk.do(assortment.remove_document, kept)
    for wrong, words in (
        (lambda: desk.do(assortment.remove_document, kept), "no such paper"),
        (lambda: desk.do(assortment.note_document, tea, " "), "name is empty"),
        (lambda: desk.do(assortment.add_document, tea, "Big", data=bytes(20 * 1024 * 1024 + 1)), "larger than 20 MB"),
    ):
        with pytest.raises(UserError, match=words):
            wrong()


@on_both
def test_a_category_moves_as_a_whole_and_back(desk: Desk):
    root = f"Tea{make.number()}"
    green, loose, ware = (
        product(desk, category=f"{root}{rest}") for rest in (" > Green", " > Green > Loose", "ware > Pots")
    )
    before = desk.do(assortment.move_category, f"{root}>Green", f"Drinks{root} > Green tea")
    assert [make.row(desk, Product, one).category for one in (green, loose, ware)] == [
        f"Drinks{root} > Green tea", f"Drinks{root} > Green tea > Loose", f"{root}ware > Pots",
    ]  # fmt: skip
    assert desk.read(category_tree)[f"Drinks{root}"] == 2
    found = [row.id for row in desk.pages(PRODUCTS, {"category": f"Drinks{root}"})]
    assert sorted(found) == sorted([green, loose])
    desk.do(assortment.put_categories, before)
    assert make.row(desk, Product, loose).category == f"{root} > Green > Loose"
    for old, new, words in (
        ("", "x", "Name the category"),
        (root, f"{root} > x", "into itself"),
        ("?", "x", "No product"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(assortment.move_category, old, new)


def test_tags_are_added_and_taken_away_for_many(desk: Desk):
    one, two = product(desk, tags="gift, autumn"), product(desk)
    before = desk.do(assortment.change_tags, [one, two], "Gift, new", "autumn")
    assert [make.row(desk, Product, each).tags for each in (one, two)] == ["gift, new", "Gift, new"]
    desk.do(assortment.put_tags, before)
    assert make.row(desk, Product, one).tags == "gift, autumn"
    with pytest.raises(UserError, match="Name a tag"):
        desk.do(assortment.change_tags, [one], " , ")
    with pytest.raises(UserError, match="at most 30 tags"):
        desk.do(assortment.change_tags, [one], ",".join(str(n) for n in range(31)))


@on_both
def test_a_product_goes_on_a_channels_shelf_and_off(desk: Desk):
    tea, channel = product(desk), make.rows(desk, Channel)[0].code
    assert desk.do(assortment.set_listed, [tea], channel) == 1
    assert desk.do(assortment.set_listed, [tea], channel) == 0
    shelf = next(one for one in desk.read(shelves_of, tea) if one.channel == channel)
    assert (shelf.listed, shelf.by_name) == (True, "Olga")
    assert [row.id for row in desk.pages(PRODUCTS, {"channel": channel})] == [tea]
    desk.do(assortment.set_listed, [tea], channel, False)
    assert make.events(desk, "product", tea)[-2:] == ["listed", "unlisted"]
    desk.do(products.edit_product, tea, {"lifecycle": "retired"})
    with pytest.raises(UserError, match="not sold now"):
        desk.do(assortment.set_listed, [tea], channel)
    with pytest.raises(UserError, match="no channel"):
        desk.do(assortment.set_listed, [tea], "nowhere")


def test_what_is_missing_is_named_until_it_is_there(desk: Desk):
    variant = make.product(desk, 3)
    tea = make.row(desk, Variant, variant).product_id
    shop = next(one for one in desk.read(shelves_of, tea) if one.channel not in ("phone", "manual"))
    assert {"image", "description", "category", "weight"} <= set(shop.missing)
    assert tea in [row.id for row in desk.pages(PRODUCTS, {"incomplete": "yes"})]
    desk.do(products.edit_product, tea, {"description": "Good.", "category": "Tea", "brand": "Own"})
    desk.do(products.edit_variant, variant, {"weight_g": 100})
    desk.do(products.add_barcode, variant, f"C-{make.number()}")
    desk.do(assortment.add_picture, tea, picture(desk, b"whole"))
    assert all(not one.missing for one in desk.read(shelves_of, tea))
    assert tea in [row.id for row in desk.pages(PRODUCTS, {"incomplete": "no"})]


def test_the_bell_tells_of_papers_and_of_prices_that_jump(file_database: Database):
    desk = make.desk(file_database)
    variant = make.product(desk, price=1000)
    tea = make.row(desk, Variant, variant).product_id
    assert not {"papers", "unstable"} & {need.kind for need in desk.read(needs, utc_now())}
    desk.do(assortment.note_document, tea, "Food safety", utc_now().date() - timedelta(days=3))
    desk.do(products.edit_variant, variant, {"price": 1500})
    told = {need.kind: need for need in desk.read(needs, utc_now())}
    assert told["papers"].tone == "danger"
    assert told["unstable"].tone == "warning"
    assert tea in [row.id for row in desk.pages(PRODUCTS, {"papers": "over"})]
    assert variant in [row.id for row in desk.pages(PRODUCT_LIST, {"problem": "moved"})]
