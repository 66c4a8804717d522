"""Orders from rows of every grain: nothing counted twice, blank is not zero."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.documents.formats import apply_format, format_named
from shopdesk.documents.records import DiscountRecord
from tests.documents.reading import errors, read, table_of


def test_order_values_on_the_first_row_only():
    first, second, third = read("shopify_orders.csv").records
    assert [line.sku for line in first.lines] == ["SC-RED-L", "MUG"]
    assert (first.total, first.shipping, first.tax, first.refunded, first.currency) == (5690, 490, 908, 0, "EUR")
    assert first.placed_at == datetime(2026, 4, 5, 17, 6, 21, tzinfo=UTC)
    assert first.discounts == (DiscountRecord("SPRING", 500, "shop"),)
    assert (first.lines[0].title, first.lines[0].variant) == ("Wool scarf", "Red / Long")
    assert (first.lines[1].title, first.lines[1].variant) == ("Mug", "")
    assert (first.lines[0].unit_price, first.lines[0].total, first.lines[1].total) == (2000, 4000, 1700)
    assert first.lines[1].discounts == (DiscountRecord("Line discount", 100, "shop"),)
    assert [line.fulfilled for line in first.lines] == [True, False]
    assert (first.paid, first.fulfilled, first.cancelled) == (True, False, False)
    assert (first.ship_to.postcode, first.ship_to.country, first.ship_to.phone) == ("01234", "DE", "+4930123456")
    assert first.tags == ("vip", "spring")
    assert first.buyer_note == "Please ring\ntwice"
    assert (first.source_id, first.row, [line.row for line in first.lines]) == ("7001", 2, [2, 3])
    assert first.source[1]["Lineitem sku"] == "MUG"
    assert (second.paid, second.refunded, second.fulfilled) == (True, 1800, True)
    assert (third.cancelled, third.paid, third.currency, third.total, third.refunded) == (
        True,
        False,
        "JPY",
        1500,
        None,
    )
    assert third.lines[0].unit_price == 1500


def test_order_values_repeated_on_every_row():
    first, second = read("etsy_items.csv").records
    assert first.order_no == "3300000001"
    assert (first.shipping, first.tax, first.paid, first.fulfilled) == (600, 120, True, True)
    assert [(line.line_id, line.unit_price, line.total) for line in first.lines] == [
        ("4100000001", 2450, 4410),
        ("4100000002", 800, 800),
    ]
    assert first.lines[0].title == "Bowl, \"sea\" 'blue'"
    assert first.lines[0].discounts == (DiscountRecord("SEA10;SEA10", 490, "shop"),)
    assert first.ship_to.country == "US"
    assert (second.order_no, second.fulfilled, bool(second.ship_to)) == ("4100000003", False, False)


def test_amounts_for_the_whole_quantity_and_shares_that_add_up():
    (order,) = read("amazon_orders.txt").records
    tea, cup = order.lines
    assert (tea.quantity, tea.unit_price, tea.total, tea.tax) == (3, 799, 2197, 157)
    assert tea.title == 'Tea "Morning" 100 g'
    assert tea.discounts == (DiscountRecord("SAVE2", 200, "shop"),)
    assert cup.total == 999
    assert (order.shipping, order.tax, order.total, order.paid) == (599, 261, None, True)
    assert order.ship_to.line2 == "2. Stock, links"
    assert (order.ship_to.postcode, order.buyer_name) == ("01067", "Rosa Café")
    assert len(order.source) == 3


def test_unshipped_orders_have_no_amounts_and_are_not_fulfilled():
    (order,) = read("amazon_unshipped.txt").records
    assert (order.fulfilled, order.paid, order.total, order.lines[0].unit_price) == (False, True, None, None)


def test_a_summary_row_is_not_counted_as_an_article():
    reading = read("ebay_orders.csv", currency="USD")
    single, several, unnumbered = reading.records
    assert reading.row_count == 5
    assert (single.total, single.lines[0].total, single.tax) == (110500, 101300, 8000)
    assert [(line.sku, line.quantity, line.total) for line in several.lines] == [("SH-1", 1, 1300), ("BULB", 2, 1500)]
    assert (several.total, several.shipping, several.currency) == (3350, 400, "USD")
    assert (unnumbered.order_no, unnumbered.paid, unnumbered.fulfilled) == ("303", False, False)
    assert (single.ship_to.country, several.ship_to.country, unnumbered.ship_to.country) == ("GB", "IE", "IT")
    assert single.lines[0].variant == "Colour:Brass"


def test_a_german_report_with_currency_in_front_of_its_amounts():
    (order,) = read("ebay_orders_de.csv", currency="USD").records
    assert (order.currency, order.total, order.lines[0].unit_price) == ("EUR", 201790, 100650)
    assert order.placed_at == datetime(2025, 12, 10, tzinfo=UTC)
    assert order.buyer_name == "Paula Probe"


def test_one_row_an_order_with_joined_titles_and_a_whole_address():
    first, second, third = read("taobao_orders.csv").records
    assert first.order_no == "90010000000000001"
    assert first.placed_at == datetime(2017, 7, 7, 16, 42, 32, tzinfo=UTC)
    assert (first.ship_to.region, first.ship_to.city, first.ship_to.postcode) == ("广东省", "广州市", "510180")
    assert first.ship_to.line1 == "越秀区 示例街1号3101"
    assert (first.phone, first.currency, first.ship_to.country) == ("13800000001", "CNY", "CN")
    assert (first.paid, first.fulfilled, first.cancelled) == (True, False, False)
    assert (second.lines[0].quantity, second.lines[0].title, second.refunded) == (3, "儿童水杯，吸管杯", 500)
    assert (second.tracking_no, second.ship_to.postcode, second.fulfilled) == ("SF0000000000002", "", True)
    assert (third.cancelled, third.paid, third.total, third.ship_to.line1) == (True, False, 9900, "示例地址")
    assert third.buyer == "䶮𠮷"


def test_a_report_without_articles_gives_orders_without_lines():
    first, second = read("tmall_report.csv").records
    assert (first.lines, first.total, first.paid, first.ship_to.region) == ((), 17880, False, "上海")
    assert second.paid


def test_other_chinese_platforms():
    first, second = read("jd_orders.csv").records
    assert [(line.sku, line.total) for line in first.lines] == [("SKU-A", 25000), ("SKU-B", 25000)]
    assert (first.total, first.phone, second.cancelled, second.paid) == (50000, "1******6198", True, False)
    (order,) = read("pdd_orders.csv").records
    assert (order.lines[0].total, order.total, order.lines[0].variant) == (2990, 2640, "10包装")
    assert [(discount.amount, discount.bearer) for discount in order.discounts] == [
        (200, "shop"),
        (100, "platform"),
        (50, "platform"),
    ]
    (order,) = read("douyin_orders.csv").records
    assert (order.order_no, order.total, order.tracking_no, order.carrier) == (
        "6900000000000000001",
        4670,
        "SF0000000000123",
        "顺丰速运",
    )
    assert (order.lines[0].total, order.ship_to.line1) == (3680, "示例区 示例街道 示例路1号")


def test_discounts_already_inside_a_total_are_kept_but_not_taken_off_again():
    reading = read("tiktok_orders.csv", currency="THB")
    first, second = reading.records
    assert (first.total, first.shipping, [line.total for line in first.lines]) == (29600, 3800, [20000, 5800])
    assert first.lines[0].discounts == (
        DiscountRecord("Platform discount", 2000, "platform"),
        DiscountRecord("Seller discount", 2000, "shop"),
    )
    assert (first.lines[0].line_id, first.lines[1].sku) == ("1729000000000000001", "1729000000000000002")
    assert (first.fulfilled, second.cancelled) == (True, True)
    assert first.placed_at == datetime(2026, 5, 13, 22, 5, 43, tzinfo=UTC)


def test_own_template_and_squarespace():
    (order,) = read("own_orders.csv").records
    assert [(line.total, line.unit_price) for line in order.lines] == [(2500, 1250), (600, 700)]
    assert (order.paid, order.fulfilled, order.total, order.ship_to.country) == (True, False, 3000, "DE")
    assert order.discounts == (DiscountRecord("Discount", 100, "shop"),)
    (order,) = read("squarespace_orders.csv").records
    assert (order.order_no, order.total, [line.variant for line in order.lines]) == ("00042", 3500, ["Large", ""])


OWN = format_named("shopdesk_orders")
HEADER = ["Order number", "SKU", "Quantity", "Unit price", "Currency"]


def test_a_bad_cell_keeps_its_whole_order_out_and_says_so_on_every_row():
    table = table_of(
        HEADER, ["1", "A", "2", "3.00", "EUR"], ["1", "B", "two", "3.00", ""], ["2", "A", "1", "3.00", "EUR"]
    )
    reading = apply_format(table, OWN)
    assert [order.order_no for order in reading.records] == ["2"]
    assert sorted((problem.row, problem.column) for problem in errors(reading)) == [
        (2, "Order number"),
        (3, "Quantity"),
    ]


def test_a_row_without_number_or_quantity_is_a_problem_not_an_order_of_nothing():
    table = table_of(HEADER, ["", "A", "2", "3.00", ""], ["2", "A", "", "3.00", ""], ["3", "A", "-1", "3.00", ""])
    reading = apply_format(table, OWN)
    assert reading.records == []
    assert [(problem.row, problem.column) for problem in errors(reading)] == [
        (2, "Order number"),
        (3, "Quantity"),
        (4, "Quantity"),
    ]


def test_currencies_with_different_decimals_in_one_file():
    table = table_of(
        HEADER,
        ["1", "A", "1", "3.00", "EUR"],
        ["2", "A", "1", "300", "JPY"],
        ["3", "A", "1", "1.5", "KWD"],
        ["1", "B", "1", "4.00", ""],
    )
    orders = apply_format(table, OWN, currency="EUR").records
    assert [(order.currency, [line.total for line in order.lines]) for order in orders] == [
        ("EUR", [300, 400]),
        ("JPY", [300]),
        ("KWD", [1500]),
    ]


def test_an_unknown_status_is_kept_and_said_once():
    table = table_of([*HEADER, "Payment status"], *[[str(at), "A", "1", "3.00", "", "perhaps"] for at in range(3)])
    reading = apply_format(table, OWN)
    assert [order.pay_status for order in reading.records] == ["perhaps"] * 3
    assert reading.records[0].paid is None
    assert [(problem.got, problem.severity) for problem in reading.problems] == [("perhaps", "warning")]


def test_repeated_and_blank_headers_keep_their_cells_apart_in_the_source():
    table = table_of([*HEADER, "Remark", "Remark", ""], ["1", "A", "1", "3.00", "", "x", "y", ""])
    (order,) = apply_format(table, OWN).records
    assert (order.source[0]["Remark"], order.source[0]["Remark (2)"]) == ("x", "y")


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 9), st.integers(0, 10**6)), min_size=1, max_size=30))
def test_every_row_becomes_exactly_one_line_of_its_order(rows: list[tuple[int, int, int]]):
    cells = [
        [f"#{order}", f"S{at}", str(quantity), f"{price / 100:.2f}", "EUR"]
        for at, (order, quantity, price) in enumerate(rows)
    ]
    reading = apply_format(table_of(HEADER, *cells), OWN)
    assert errors(reading) == []
    lines = [line for order in reading.records for line in order.lines]
    assert sorted(line.row for line in lines) == list(range(2, len(rows) + 2))
    assert sum(line.total or 0 for line in lines) == sum(quantity * price for _order, quantity, price in rows)
    assert [order.order_no for order in reading.records] == list(dict.fromkeys(f"#{order}" for order, _q, _p in rows))


def test_a_very_long_address_is_kept_whole_instead_of_searched():
    header = ["订单编号", "买家会员名", "宝贝标题", "宝贝总数量", "买家应付货款", "收货地址"]
    table = table_of(header, ["1", "a", "锅", "1", "2.00", "省 市 街" + " " * 30_000 + "x"])
    (order,) = apply_format(table, format_named("taobao_orders")).records
    assert (order.ship_to.region, len(order.ship_to.line1)) == ("", 30_006)


def test_an_address_comes_whole_from_one_row():
    table = table_of(
        [*HEADER, "Recipient", "City", "Postcode"],
        ["1", "A", "1", "3.00", "", "", "", ""],
        ["1", "B", "1", "3.00", "", "Ann", "Town", ""],
        ["1", "C", "1", "3.00", "", "Bob", "Ort", "01234"],
    )
    (order,) = apply_format(table, OWN, country="DE").records
    assert (order.ship_to.name, order.ship_to.city, order.ship_to.postcode, order.ship_to.country) == (
        "Ann",
        "Town",
        "",
        "DE",
    )


def test_currencies_may_be_written_as_symbols():
    table = table_of(
        HEADER, ["1", "A", "1", "3.00", "€"], ["2", "A", "1", "3.00", "usd"], ["3", "A", "1", "3.00", "US$"]
    )
    assert [order.currency for order in apply_format(table, OWN).records] == ["EUR", "USD", "USD"]
