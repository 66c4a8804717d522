"""Files of unknown make: columns guessed from all that is known, and read as the person settles."""

from shopdesk.documents.fields import FIELDS
from shopdesk.documents.formats import apply_format, format_named, recognise
from shopdesk.documents.mapping import custom_format, fields_of, guess_columns, mapping_of
from tests.documents.reading import table_of


def test_columns_are_guessed_from_every_known_format_and_from_field_names():
    guessed = guess_columns(
        "orders", ["Order ID", "Lineitem sku", "qty?", "Quantity", "收货人姓名", "ship_city", "Unit price"]
    )
    assert guessed == {
        "order_no": "Order ID", "sku": "Lineitem sku", "quantity": "Quantity", "ship_name": "收货人姓名",
        "ship_city": "ship_city", "unit_price": "Unit price",
    }  # fmt: skip


def test_a_header_is_used_for_one_field_only_once():
    assert list(guess_columns("stock", ["SKU", "sku", "Quantity"])) == ["sku", "quantity"]


def test_an_unknown_file_is_read_by_the_persons_mapping():
    table = table_of(["No", "What", "How many", "Each"], ["7", "Cup", "2", "3,50"])
    assert recognise(table) == []
    mapping = {"order_no": "No", "title": "What", "quantity": "How many", "unit_price": "Each"}
    (order,) = apply_format(table, custom_format("orders", mapping), currency="EUR").records
    assert (order.order_no, order.lines[0].title, order.lines[0].total) == ("7", "Cup", 700)
    assert order.paid is None


def test_the_mapping_of_a_known_format_can_be_shown_and_changed():
    fmt = format_named("jd_orders")
    header = ["订单号", "京东价", "商品ID", "订购数量", "商品名称", "别名"]
    assert mapping_of(fmt, header) == {
        "order_no": "订单号", "line_id": "商品ID", "sku": "商品ID", "title": "商品名称", "quantity": "订购数量",
        "unit_price": "京东价",
    }  # fmt: skip
    changed = custom_format("orders", {"sku": "别名"}, fmt)
    assert mapping_of(changed, header)["sku"] == "别名"
    assert changed.currency == "CNY"


def test_every_field_can_be_offered():
    for what, fields in FIELDS.items():
        assert [field.key for field in fields_of(what)] == list(fields)
        assert all(field.title for field in fields.values())
