"""Products from rows: variants grouped, pictures collected, options named, prices never guessed."""

from shopdesk.documents.formats import apply_format, format_named
from tests.documents.reading import errors, read, table_of


def test_continuation_rows_and_picture_rows():
    scarf, mug = read("shopify_products.csv").records
    red, blue = scarf.variants
    assert (scarf.code, scarf.name, scarf.brand, scarf.category) == ("wool-scarf", "Wool scarf", "Muster", "Scarves")
    assert (scarf.status, scarf.tags) == ("active", ("wool", "winter"))
    assert scarf.description == "<p>Soft,\nwarm</p>"
    assert red.options == (("Color", "Red"), ("Length", "Long"))
    assert blue.options == (("Color", "Blue"), ("Length", "Long"))
    assert (red.price, red.list_price, red.cost, red.weight_g, red.stock) == (2000, 2500, 850, 180, 7)
    assert (blue.list_price, blue.cost, blue.stock) == (None, None, -1)
    assert red.barcodes == ("4006381333931",)
    assert scarf.image_urls == (
        "https://shop.example.com/a.jpg?v=1,2",
        "https://shop.example.com/b.jpg",
        "https://shop.example.com/c.jpg",
    )
    assert (mug.status, mug.variants[0].options, mug.variants[0].taxable) == ("draft", (), False)


def test_variations_find_their_parent_by_sku_or_id():
    tee, cap = read("woocommerce_products.csv", currency="USD").records
    assert (tee.code, [variant.sku for variant in tee.variants]) == ("TEE", ["TEE-R", "TEE-B"])
    assert [(variant.price, variant.list_price, variant.weight_g) for variant in tee.variants] == [
        (1200, 1500, 227),
        (1500, 1500, 227),
    ]
    assert tee.variants[0].options == (("Color", "Red"),)
    assert len(tee.image_urls) == 2
    assert (cap.status, cap.variants[0].price, cap.variants[0].stock) == ("draft", 950, 3)


def test_own_template_with_decimal_commas():
    reading = read("own_products.csv")
    tea, cup = reading.records
    assert [variant.price for variant in tea.variants] == [1250, 102700]
    assert tea.variants[1].options == (("Size", "250 g"),)
    assert (tea.variants[0].stock, tea.variants[1].stock, cup.variants[0].stock) == (10, None, 0)
    assert (cup.code, cup.status, cup.variants[0].price) == ("CUP", "draft", None)
    assert (tea.variants[0].bin, tea.variants[0].weight_g) == ("A-01", 120)
    assert reading.problems == []


OWN = format_named("shopdesk_products")


def test_a_bad_price_keeps_the_product_out_and_a_bad_weight_only_warns():
    table = table_of(
        ["Product name", "SKU", "Price", "Weight (g)"],
        ["Tea", "T", "cheap", "1"],
        ["Cup", "C", "2.00", "heavy"],
        ["Jar", "J", "-1.00", ""],
    )
    reading = apply_format(table, OWN)
    assert [product.name for product in reading.records] == ["Cup"]
    assert reading.records[0].variants[0].weight_g is None
    assert [(problem.row, problem.column, problem.severity) for problem in reading.problems] == [
        (2, "Price", "error"),
        (3, "Weight (g)", "warning"),
        (4, "Price", "error"),
    ]


def test_numbers_of_a_workbook_are_codes_prices_and_counts():
    table = table_of(
        ["Product name", "SKU", "Barcode", "Price", "Stock"],
        ["Tea", 1001.0, 4006381333931.0, 19.9, 12.0],
        ["Jar", "00012", 36000291452.0, 5.0, 1.5],
    )
    reading = apply_format(table, OWN, currency="EUR")
    (tea,) = reading.records
    assert (tea.variants[0].sku, tea.variants[0].barcodes) == ("1001", ("4006381333931",))
    assert (tea.variants[0].price, tea.variants[0].stock) == (1990, 12)
    assert [(problem.column, problem.severity) for problem in reading.problems] == [
        ("Barcode", "warning"),
        ("Stock", "error"),
    ]


def test_a_row_that_names_no_product_is_a_problem():
    table = table_of(["Product name", "SKU", "Price"], ["", "", "2.00"], ["Tea", "T", "2.00"])
    reading = apply_format(table, OWN)
    assert len(reading.records) == 1
    assert [problem.row for problem in errors(reading)] == [2]


def test_a_variation_without_its_parent_is_a_problem():
    table = table_of(["Type", "SKU", "Name", "Regular price", "Parent"], ["variation", "A-1", "A", "1", "A"])
    reading = apply_format(table, format_named("woocommerce_products"))
    assert reading.records == []
    assert [problem.column for problem in errors(reading)] == ["Parent"]


def test_several_barcodes_and_options_without_a_name():
    table = table_of(
        ["Product name", "SKU", "Barcode", "More barcodes", "Option 1 value"],
        ["Tea", "T", "111", "222; 111, 333", "Big"],
    )
    (tea,) = apply_format(table, OWN).records
    assert tea.variants[0].barcodes == ("111", "222", "333")
    assert tea.variants[0].options == (("Option 1", "Big"),)
