"""Formats are data: every file is recognised, says what it lacks, and real files give their known totals."""

import json
from pathlib import Path

import pytest

from shopdesk.documents.format_words import DISCOUNTS, REFUSALS, TITLES
from shopdesk.documents.formats import (
    apply_format,
    format_named,
    header_place,
    known_formats,
    load_format,
    recognise,
    with_columns,
)
from shopdesk.documents.reader import read_table
from shopdesk.domain.errors import UserError
from tests.documents.reading import FILES, errors, read, table_of
from tests.shared_data import shared

FORMAT_OF = {
    "amazon_orders.txt": "amazon_orders",
    "amazon_unshipped.txt": "amazon_unshipped",
    "douyin_orders.csv": "douyin_orders",
    "ebay_orders.csv": "ebay_orders",
    "ebay_orders_de.csv": "ebay_orders",
    "etsy_items.csv": "etsy_sold_order_items",
    "etsy_orders.csv": "etsy_sold_orders",
    "jd_orders.csv": "jd_orders",
    "own_customers.csv": "shopdesk_customers",
    "own_orders.csv": "shopdesk_orders",
    "own_products.csv": "shopdesk_products",
    "own_stock.csv": "shopdesk_stock",
    "pdd_orders.csv": "pdd_orders",
    "shopify_customers.csv": "shopify_customers",
    "shopify_orders.csv": "shopify_orders",
    "shopify_products.csv": "shopify_products",
    "squarespace_orders.csv": "squarespace_orders",
    "taobao_orders.csv": "taobao_orders",
    "tiktok_orders.csv": "tiktok_orders",
    "tmall_report.csv": "tmall_order_report",
    "tracking.csv": "tracking",
    "woocommerce_products.csv": "woocommerce_products",
}


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.iterdir()))
def test_every_file_is_recognised_as_what_it_is(name: str):
    assert recognise(read_table(FILES / name))[0].name == FORMAT_OF[name]


def test_every_format_has_a_file_that_tests_it():
    assert {each.name for each in known_formats()} == set(FORMAT_OF.values())


def test_own_templates_come_first_and_subjects_can_be_asked_for():
    assert [each.name for each in known_formats()][:4] == [
        "shopdesk_customers",
        "shopdesk_orders",
        "shopdesk_products",
        "shopdesk_stock",
    ]
    assert {each.what for each in known_formats("stock")} == {"stock"}
    assert format_named("jd_orders").currency == "CNY"
    with pytest.raises(UserError):
        format_named("nonsense")


def test_the_words_of_format_files_are_listed_for_the_translators():
    formats = known_formats()
    assert {fmt.title for fmt in formats} == set(TITLES)
    assert {discount.name for fmt in formats for discount in fmt.discounts} == set(DISCOUNTS)
    assert {fmt.refuse for fmt in formats} - {""} == set(REFUSALS)


def test_headers_are_compared_without_case_guards_brackets_and_trailing_stars():
    table = table_of(["\ufeffHANDLE ", " option1  name", "Variant SKU*", "'Title'"], ["a", "Size", "S", "T"])
    assert recognise(table)[0].name == "shopify_products"
    assert apply_format(table, format_named("shopify_products")).records[0].name == "T"


def test_a_header_below_notes_is_found_and_rows_keep_their_file_numbers():
    table = table_of(
        ["Fill in one row per article"], [], ["SKU", "Quantity", "Bin"], ["A", "2", "B-1"], [], ["", "x", ""]
    )
    fmt = recognise(table)[0]
    reading = apply_format(table, fmt)
    assert header_place(table, fmt) == 2
    assert [record.row for record in reading.records] == [4]
    assert [(problem.row, problem.column) for problem in errors(reading)] == [(6, "Quantity")]


def test_what_is_absent_and_what_is_not_used_is_listed():
    reading = read("etsy_items.csv")
    assert "Listing ID" in reading.unused_columns
    assert reading.absent_columns == ()
    table = table_of(["Name", "Lineitem name", "Lineitem quantity", "Colour of box"], ["#1", "Cup", "1", "red"])
    reading = apply_format(table, format_named("shopify_orders"))
    assert "Lineitem price" in reading.absent_columns
    assert reading.unused_columns == ("Colour of box",)
    assert reading.records[0].lines[0].unit_price is None
    assert (reading.row_count, reading.preview_rows) == (1, [["#1", "Cup", "1", "red"]])


def test_a_file_without_a_needed_column_gives_one_problem_and_no_records():
    reading = apply_format(table_of(["Name", "Lineitem name"], ["#1", "Cup"]), format_named("shopify_orders"))
    assert reading.records == []
    assert [problem.column for problem in errors(reading)] == ["Quantity"]


def test_a_list_without_items_is_refused_with_advice():
    with pytest.raises(UserError, match="sold order items"):
        read("etsy_orders.csv")


def test_doubtful_day_and_month_are_said_once_and_can_be_answered():
    table = table_of(
        ["Order number", "Quantity", "Unit price", "SKU", "Order date"],
        ["1", "1", "2.00", "A", "05/06/2026"],
        ["2", "1", "2.00", "A", "06/06/2026"],
        ["3", "1", "2.00", "A", "01/02/2026"],
    )
    fmt = format_named("shopdesk_orders")
    reading = apply_format(table, fmt)
    assert reading.asks == ("dates",)
    assert [(problem.row, problem.column, problem.severity) for problem in reading.problems] == [
        (2, "Order date", "warning")
    ]
    assert reading.records[0].placed_at.month == 6
    answered = apply_format(table, fmt, options={"dates": "mdy"})
    assert (answered.asks, answered.problems) == ((), [])
    assert answered.records[0].placed_at.month == 5


def test_a_guessed_encoding_is_a_warning_unless_foreign_headers_prove_it():
    assert [problem.severity for problem in read("amazon_orders.txt").problems] == ["warning"]
    assert read("taobao_orders.csv").problems == []


def test_an_id_stored_as_a_long_number_is_a_problem_of_its_row():
    table = table_of(
        ["Order number", "SKU", "Quantity", "Unit price"],
        [3724105896541236987.0, "A", 1.0, 2.5],
        [1001.0, "A", 1.0, 2.5],
    )
    reading = apply_format(table, format_named("shopdesk_orders"))
    assert [record.order_no for record in reading.records] == ["1001"]
    (problem,) = errors(reading)
    assert (problem.row, problem.column) == (2, "Order number")
    assert "too long to be exact" in problem.why


def test_a_formula_without_result_is_an_error_only_where_its_column_matters():
    table = table_of(["SKU", "Quantity", "Bin", "Cost", "Remark"], ["A", "", "B", "", ""], ["B", 2.0, "B", "", ""])
    table.unreadable = [(2, 1, "formula", ""), (3, 3, "error", "#REF!"), (3, 4, "formula", "")]
    reading = apply_format(table, format_named("shopdesk_stock"))
    assert [record.sku for record in reading.records] == ["B"]
    assert [(problem.row, problem.column, problem.severity) for problem in reading.problems] == [
        (2, "Quantity", "error"),
        (3, "Cost", "warning"),
    ]


def test_a_row_longer_than_its_header_is_not_trusted():
    table = table_of(["SKU", "Quantity", "Bin"], ["A", "1", "B", "", ""], ["A", "1", "B", "shifted"])
    reading = apply_format(table, format_named("shopdesk_stock"))
    assert [record.row for record in reading.records] == [2]
    assert [problem.row for problem in errors(reading)] == [3]


def test_some_fields_can_be_read_from_other_columns():
    table = table_of(["SKU", "Quantity", "Bin", "Counted"], ["A", "1", "B", "9"])
    changed = with_columns(format_named("shopdesk_stock"), {"quantity": "Counted", "bin": ""})
    (record,) = apply_format(table, changed).records
    assert (record.quantity, record.bin) == (9, "")


def test_a_format_with_an_unknown_word_is_refused(tmp_path: Path):
    (tmp_path / "x.toml").write_text('what = "stock"\ntitle = "X"\n[columns]\nskew = "SKU"\n')
    with pytest.raises(ValueError, match="skew"):
        load_format(tmp_path / "x.toml")
    (tmp_path / "x.toml").write_text('what = "stock"\ntitle = "X"\nsignatur = ["A"]\n[columns]\nsku = "SKU"\n')
    with pytest.raises(ValueError, match="signatur"):
        load_format(tmp_path / "x.toml")


def test_a_real_order_export_gives_its_known_totals():
    truth = json.loads(shared("truth.json").read_text())["shopify_orders"]
    table = read_table(shared(truth["file"]))
    reading = apply_format(table, recognise(table)[0])
    assert reading.problems == []
    assert reading.row_count == truth["rows"]
    assert len(reading.records) == truth["orders"]
    assert {reading.records[-1].order_no, reading.records[0].order_no} == {truth["first"], truth["last"]}
    assert sum(line.quantity for order in reading.records for line in order.lines) == truth["qty"]
    assert sum(order.refunded or 0 for order in reading.records) == round(truth["refunded_amount"] * 100)


def test_a_real_product_export_gives_its_known_totals():
    truth = json.loads(shared("truth.json").read_text())["shopify_products_subset"]
    table = read_table(shared(truth["file"]))
    reading = apply_format(table, recognise(table)[0], currency="CAD")
    variants = [variant for product in reading.records for variant in product.variants]
    assert reading.problems == []
    assert (reading.row_count, len(reading.records), len(variants)) == (
        truth["rows"],
        truth["products"],
        truth["variants"],
    )
    assert len({variant.sku for variant in variants}) == truth["unique_sku"]
    assert len({variant.barcodes for variant in variants}) == truth["unique_barcodes"]
    assert sum(len(product.image_urls) for product in reading.records) == truth["images"]
    assert sum(variant.stock or 0 for variant in variants) == truth["stock"]
    states = [product.status for product in reading.records]
    assert {state: states.count(state) for state in set(states)} == truth["status"]


@pytest.mark.parametrize(
    ("path", "records", "problems"),
    [
        ("etsy/real_sold_order_items_2020_a.csv", 536, 0),
        ("taobao/tmall_order_report_a_utf8.csv", 14005, 0),
        ("taobao/tmall_order_report_a_gbk.csv", 14005, 0),
        ("taobao/ExportOrderList_2017_46col_gb18030.csv", 4, 0),
        ("jd/orders_30col_gbk.csv", 1, 0),
        ("ebay/fixture_orders_report_us.csv", 4, 0),
        ("ebay/fixture_orders_report_eur.csv", 2, 0),
        ("amazon/fixture_order_report_2009.txt", 4, 0),
        ("shopify/fixture_orders_79col.csv", 1, 0),
        ("shopify/products_apparel.csv", 20, 0),
        ("shopify/fixture_customers_dupes_crlf.csv", 6, 0),
        ("woocommerce/sample_products.csv", 15, 0),
        ("tiktok/fixture_orders_th.csv", 3, 1),
    ],
)
def test_other_real_exports_are_read_whole(path: str, records: int, problems: int):
    table = read_table(shared("platforms", *path.split("/")))
    reading = apply_format(table, recognise(table)[0])
    assert (len(reading.records), len(reading.problems)) == (records, problems)


def test_the_same_report_in_two_encodings_gives_the_same_orders():
    first, second = (
        apply_format(table, recognise(table)[0]).records
        for table in (
            read_table(shared("platforms", "taobao", f"tmall_order_report_a_{encoding}.csv"))
            for encoding in ("utf8", "gbk")
        )
    )
    assert first == second
