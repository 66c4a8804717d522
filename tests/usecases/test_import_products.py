from pathlib import Path

import pytest
from sqlalchemy import select

from shopdesk.queries.finder import find
from shopdesk.queries.inventory import INVENTORY
from shopdesk.store.tables import Barcode, Location, Product, SearchDoc, StockBalance, StockLevel, StockMove, Variant
from shopdesk.usecases import products, stock
from shopdesk.usecases.import_descriptions import plain_text
from shopdesk.usecases.imports import plan_of, prepare
from tests.usecases.importing import Importer

HEADER = ["Product code", "Product name", "SKU", "Barcode", "Price", "Stock", "Bin", "Status", "Option 1 name",
          "Option 1 value"]  # fmt: skip
SHIRT_S = ["shirt", "Linen shirt", "SH-1", "4006381333931", "29.90", "5", "A-01-2", "active", "Size", "S"]
SHIRT_M = ["shirt", "", "SH-1", "4006381333948", "29.90", "7", "A-01-10", "", "", "M"]
MUG = ["mug", "Mug", "MUG", "4006381333955", "9.50", "0", "", "draft", "", ""]
FILE = [HEADER, SHIRT_S, SHIRT_M, MUG]


def test_products_come_with_variants_barcodes_prices_and_opening_stock(importer: Importer):
    result = importer.take("products", FILE)
    assert result.created == {"products": 2, "variants": 3, "barcodes": 3, "stock_moves": 2}
    assert not result.refused
    shirt = importer.one(Product.title, Product.lifecycle, Product.option_names, where=Product.code == "shirt")
    assert tuple(shirt) == ("Linen shirt", "active", ["Size"])
    assert importer.one(Product.lifecycle, where=Product.code == "mug").lifecycle == "testing"
    variants = importer.rows(Variant.name, Variant.title, Variant.price, Variant.sku, where=Variant.sku == "SH-1")
    assert [tuple(row) for row in variants] == [
        ("Linen shirt · M", "M", 2990, "SH-1"),
        ("Linen shirt · S", "S", 2990, "SH-1"),
    ]
    assert sorted(row.on_hand for row in importer.rows(StockBalance.on_hand)) == [5, 7]
    assert {row.reason for row in importer.rows(StockMove.reason)} == {"opening"}


def test_bins_are_made_in_walking_order(importer: Importer):
    importer.take("products", FILE)
    bins = importer.rows(Location.walk, Location.code, Location.zone, where=Location.code.in_(["A-01-2", "A-01-10"]))
    assert [(row.code, row.zone) for row in bins] == [("A-01-2", "picking"), ("A-01-10", "picking")]
    assert bins[0].walk < bins[1].walk


def test_the_same_file_again_changes_nothing(importer: Importer):
    importer.take("products", FILE)
    again = importer.take("products", FILE)
    assert (again.created, again.updated, again.unchanged) == ({}, {}, 2)
    assert importer.count(StockMove) == 2


def test_stock_is_never_added_again_to_what_has_moved(importer: Importer):
    importer.take("products", FILE)
    more = [HEADER, [*SHIRT_S[:5], "50", *SHIRT_S[6:]]]
    importer.take("products", more)
    assert sum(row.quantity for row in importer.rows(StockLevel.quantity)) == 12


def test_variants_without_any_moves_get_their_first_stock_later(importer: Importer):
    importer.take("products", FILE)
    stocked = [HEADER, [*MUG[:5], "4", *MUG[6:]]]
    result = importer.take("products", stocked)
    assert result.created == {"stock_moves": 1}
    assert sum(row.quantity for row in importer.rows(StockLevel.quantity)) == 16


def test_changed_prices_and_names_are_taken_over_and_journalled(importer: Importer):
    importer.take("products", FILE)
    result = importer.take("products", [HEADER, ["mug", "Big mug", "MUG", "4006381333955", "11.00", *MUG[5:]]])
    assert result.updated == {"products": 1, "variants": 1}
    mug = importer.one(Variant.name, Variant.price, Variant.version, where=Variant.sku == "MUG")
    assert tuple(mug) == ("Big mug", 1100, 2)


def test_shared_skus_are_told_apart_by_barcode_and_by_name(importer: Importer):
    importer.take("products", FILE)
    dearer = [*SHIRT_M[:4], "35.00", *SHIRT_M[5:]]
    importer.take("products", [HEADER, dearer])
    without_barcode = ["shirt", "Linen shirt", "SH-1", "", "19.00", "", "", "", "Size", "S"]
    importer.take("products", [HEADER, without_barcode])
    prices = {row.title: row.price for row in importer.rows(Variant.title, Variant.price)}
    assert prices == {"S": 1900, "M": 3500, "": 950}
    assert importer.count(Variant) == 3


def test_a_new_size_joins_its_product(importer: Importer):
    importer.take("products", FILE)
    result = importer.take(
        "products", [HEADER, ["shirt", "", "SH-1", "4006381333962", "29.90", "3", "", "", "Size", "L"]]
    )
    assert result.created == {"variants": 1, "barcodes": 1, "stock_moves": 1}
    assert importer.count(Product) == 2
    assert importer.one(Variant.position, where=Variant.title == "L").position == 3


def test_a_barcode_twice_in_the_file_names_both_rows(importer: Importer):
    twice = [HEADER, MUG, ["cup", "Cup", "CUP", MUG[3], "5", "", "", "", "", ""]]
    result = importer.take("products", twice)
    assert result.refused
    (problem,) = result.problems
    assert (problem.row, problem.column, problem.got) == (3, "Barcode", MUG[3])
    assert "Row 2" in problem.why
    assert importer.count(Product) == 0
    good = importer.take("products", twice, policy="good")
    assert (good.created["products"], good.skipped) == (1, 1)


def test_a_barcode_of_another_product_is_refused(importer: Importer):
    importer.take("products", FILE)
    result = importer.take("products", [HEADER, ["shirt", "", "SH-1", MUG[3], "1", "", "", "", "Size", "XL"]])
    assert result.refused
    assert "Mug (MUG)" in result.problems[0].why


def test_codes_that_are_bench_commands_are_refused(importer: Importer):
    result = importer.take("products", [HEADER, ["x", "X", "CMD-DONE", "", "1", "", "", "", "", ""]])
    assert result.refused
    assert result.problems[0].column == "SKU"


def test_a_wrong_check_digit_is_only_a_warning(importer: Importer):
    result = importer.take("products", [HEADER, ["x", "X", "X", "4006381333930", "1", "", "", "", "", ""]])
    assert [problem.severity for problem in result.problems] == ["warning"]
    assert importer.one(Barcode.code).code == "4006381333930"


def test_clearance_survives_a_file_that_only_says_active(importer: Importer):
    importer.take("products", FILE)
    with importer.desk.database.writing() as connection:
        connection.execute(Product.__table__.update().values(lifecycle="clearance"))
    importer.take("products", [HEADER, SHIRT_S])
    assert importer.one(Product.lifecycle, where=Product.code == "shirt").lifecycle == "clearance"


def test_an_expired_search_text_finds_the_new_name(importer: Importer):
    from shopdesk.queries.products import PRODUCTS

    importer.take("products", FILE)
    assert [row.code for row in importer.desk.pages(PRODUCTS, text="linen")] == ["shirt"]
    assert [row.code for row in importer.desk.pages(PRODUCTS, text="4006381333948")] == ["shirt"]
    importer.take("products", [HEADER, ["shirt", "Cotton shirt", *SHIRT_S[2:]]])
    assert list(importer.desk.pages(PRODUCTS, text="linen")) == []
    assert [row.code for row in importer.desk.pages(PRODUCTS, text="cotton")] == ["shirt"]


def test_stock_goes_on_by_hand_after_an_import(importer: Importer):
    importer.take("products", FILE)
    variant = importer.one(Variant.id, where=Variant.sku == "MUG").id
    importer.desk.do(stock.receive, variant, 3, "A-01-2")
    importer.prove()


def test_descriptions_lose_their_markup():
    assert plain_text("<p>Soft &amp; warm</p><ul><li>Wool</li><li>Red</li></ul><script>x()</script>") == (
        "Soft & warm\n• Wool\n• Red"
    )
    assert plain_text("Plain < text") == "Plain < text"


def test_an_excel_file_does_the_same(file_importer: Importer, tmp_path: Path):
    from shopdesk.documents.sheets import SheetColumn, write_xlsx

    path = tmp_path / "list.xlsx"
    write_xlsx(path, [("Products", [SheetColumn(title, "code") for title in HEADER], FILE[1:])])
    result = file_importer.take("products", path)
    assert result.created == {"products": 2, "variants": 3, "barcodes": 3, "stock_moves": 2}


def test_new_products_planned_all_at_once_are_those_planned_one_by_one(
    importer: Importer, monkeypatch: pytest.MonkeyPatch
):
    importer.take("products", FILE)
    rows = [
        [
            "Product code",
            "Product name",
            "SKU",
            "Barcode",
            "Price",
            "Stock",
            "Product type",
            "Option 1 name",
            "Option 1 value",
        ],
        ["P-1", "Plain", "P-1-a", "2000000000015", "1.00", "5", "", "", ""],
        ["p 2", "Wrong digit", "", "2000000000023", "1.00", "-3", "", "", ""],
        ["P3", "", "p3 a", "", "", "", "service", "Size", "L"],
        ["P4", "No SKU", "", "", "2", "9", "service", "", ""],
    ]
    path = importer.file("new.csv", rows)
    plans = []
    for _time in range(2):
        prepared = prepare(importer.desk, "products", path)
        with importer.desk.reading() as session:
            plans.append(plan_of(importer.desk.database, session, prepared, importer.desk.clock(), "Ann"))
        monkeypatch.setattr("shopdesk.usecases.import_products._Planner.take_all", lambda _planner, _records: False)
    at_once, one_by_one = plans
    assert len(at_once.products) == 4
    assert (at_once.products, at_once.created, at_once.problems) == (
        one_by_one.products, one_by_one.created, one_by_one.problems,
    )  # fmt: skip
    assert [problem.row for problem in at_once.problems] == [3, 3]


def test_the_only_article_of_a_product_is_found_in_stock_by_its_products_words(importer: Importer):
    importer.take("products", FILE)
    assert _in_stock(importer, "mug") == ["MUG"]
    assert _in_stock(importer, MUG[3]) == ["MUG"]
    assert _in_stock(importer, "linen") == ["SH-1", "SH-1"]
    with importer.desk.reading() as session:
        assert {(hit.kind, hit.title) for hit in find(session, importer.desk.database.dialect, "mug")} >= {
            ("variant", "Mug"), ("product", "Mug"),
        }  # fmt: skip


def test_an_imported_article_that_changes_later_gets_words_of_its_own(importer: Importer):
    importer.take("products", FILE)
    mug = importer.one(Variant.id, Variant.product_id, where=Variant.sku == "MUG")
    importer.desk.do(products.add_barcode, mug.id, "2000000000015")
    importer.prove()
    assert _in_stock(importer, "2000000000015") == ["MUG"]
    assert _in_stock(importer, "mug") == ["MUG"]
    importer.take("products", [HEADER, [*MUG[:2], "BIG-MUG", *MUG[3:]]])
    assert _in_stock(importer, "big") == ["BIG-MUG"]
    assert _in_stock(importer, "mug") == ["BIG-MUG"]
    with importer.desk.reading() as session:
        owners = select(SearchDoc.kind).where(SearchDoc.only_variant_id == mug.id)
        assert session.scalars(owners).all() == []


def test_a_second_article_of_a_product_is_found_beside_the_first(importer: Importer):
    importer.take("products", [HEADER, MUG])
    importer.take("products", [HEADER, ["mug", "", "MUG-XL", "", "12", "1", "", "", "Size", "XL"]])
    assert _in_stock(importer, "xl") == ["MUG-XL"]
    assert sorted(_in_stock(importer, "mug")) == ["MUG", "MUG-XL"]
    assert importer.count(SearchDoc) == 3


def _in_stock(importer: Importer, words: str) -> list[str]:
    return [row.sku for row in importer.desk.pages(INVENTORY, text=words)]
