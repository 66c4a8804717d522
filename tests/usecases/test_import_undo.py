import pytest

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role, User
from shopdesk.queries.products import PRODUCTS
from shopdesk.store.tables import (
    Address,
    Barcode,
    Customer,
    ImportBatch,
    Order,
    OrderLine,
    OrderSource,
    Payment,
    Product,
    SearchDoc,
    StockLevel,
    StockMove,
    Variant,
)
from shopdesk.usecases import import_undo, orders, products, stock
from shopdesk.usecases.desk import Desk
from tests.make import Maker
from tests.usecases.importing import Importer
from tests.usecases.test_import_customers import ANNA
from tests.usecases.test_import_customers import HEADER as CUSTOMER_HEADER
from tests.usecases.test_import_orders import HEADER as ORDER_HEADER
from tests.usecases.test_import_orders import PAID, row
from tests.usecases.test_import_products import FILE, HEADER
from tests.usecases.test_import_stock import HEADER as STOCK_HEADER


def undo(importer: Importer, batch: int | None) -> None:
    importer.desk.do(import_undo.undo, batch or 0)
    importer.prove()


def test_products_go_with_everything_they_brought(importer: Importer):
    batch = importer.take("products", FILE).batch
    undo(importer, batch)
    for table in (Product, Variant, Barcode, StockMove, StockLevel, SearchDoc):
        assert importer.count(table) == 0
    assert importer.one(ImportBatch.state).state == "undone"
    assert list(importer.desk.pages(PRODUCTS, text="linen")) == []
    assert importer.take("products", FILE).created["stock_moves"] == 2


def test_an_import_is_taken_back_once(importer: Importer):
    batch = importer.take("products", FILE).batch
    undo(importer, batch)
    with pytest.raises(UserError, match="taken back already"):
        undo(importer, batch)
    with pytest.raises(UserError, match="no import 99"):
        undo(importer, 99)


def test_what_happened_since_is_named_and_nothing_is_taken_back(importer: Importer):
    batch = importer.take("products", FILE).batch
    importer.take("orders", [ORDER_HEADER, row("W-1")])
    shirt = importer.rows(Variant.id, where=Variant.sku == "SH-1")[0].id
    importer.desk.do(stock.receive, shirt, 1)
    importer.desk.do(products.edit_variant, shirt, {"price": 1})
    with pytest.raises(UserError) as refused:
        undo(importer, batch)
    said = str(refused.value)
    assert "Mug was ordered" in said and "Linen shirt · S was moved" in said and "Linen shirt · S was edited" in said
    assert importer.count(Product) == 2


def test_changed_products_get_their_old_values_back(importer: Importer):
    importer.take("products", FILE)
    dearer = importer.take("products", [HEADER, ["mug", "Big mug", "MUG", FILE[3][3], "11.00", *FILE[3][5:]]]).batch
    undo(importer, dearer)
    assert importer.one(Variant.name, Variant.price, where=Variant.sku == "MUG")[:] == ("Mug", 950)
    assert [found.title for found in importer.desk.pages(PRODUCTS, text="mug")] == ["Mug"]


def test_values_changed_again_since_are_kept(importer: Importer):
    importer.take("products", FILE)
    dearer = importer.take("products", [HEADER, ["mug", "Mug", "MUG", FILE[3][3], "11.00", *FILE[3][5:]]]).batch
    mug = importer.one(Variant.id, where=Variant.sku == "MUG").id
    importer.desk.do(products.edit_variant, mug, {"price": 1200})
    with pytest.raises(UserError, match="Mug was edited"):
        undo(importer, dearer)
    assert importer.one(Variant.price, where=Variant.sku == "MUG").price == 1200


def test_orders_go_with_their_new_customers(importer: Importer):
    importer.take("products", FILE)
    batch = importer.take("orders", [ORDER_HEADER, row("W-1", **PAID), row("W-2", order_discount="1.00")]).batch
    undo(importer, batch)
    for table in (Order, OrderLine, OrderSource, Payment, Customer):
        assert importer.count(table) == 0
    assert importer.count(Product) == 2
    assert importer.take("orders", [ORDER_HEADER, row("W-1", **PAID)]).created["orders"] == 1


def test_orders_somebody_worked_on_stay(importer: Importer):
    importer.take("products", FILE)
    batch = importer.take("orders", [ORDER_HEADER, row("W-1", **PAID), row("W-2", **PAID)]).batch
    first = importer.rows(Order.id)[0].id
    importer.desk.do(orders.hold_order, first, "Look closer")
    with pytest.raises(UserError, match="order 10001 was worked on"):
        undo(importer, batch)
    assert importer.count(Order) == 2


def test_counted_stock_is_booked_back(importer: Importer):
    Maker(importer.desk.database).product("TEA", 10)
    batch = importer.take("stock", [STOCK_HEADER, ["TEA", "", "7", "SHELF", "", ""]]).batch
    undo(importer, batch)
    assert importer.one(StockLevel.quantity).quantity == 10
    assert importer.rows(StockMove.id, StockMove.reverses)[-1].reverses is not None


def test_customers_go_and_filled_blanks_are_blank_again(importer: Importer):
    importer.take("customers", [CUSTOMER_HEADER, ["", "Anna", "anna@example.com", *[""] * 7]])
    other = ["", "Berta", "berta@example.com", *[""] * 7]
    batch = importer.take("customers", [CUSTOMER_HEADER, ANNA, other]).batch
    undo(importer, batch)
    assert importer.one(Customer.name, Customer.phone, Customer.phone_digits)[:] == ("Anna", "", "")
    assert importer.count(Address) == 0


def test_viewers_may_not_take_back(file_importer: Importer):
    batch = file_importer.take("products", FILE).batch
    viewer = Desk(file_importer.desk.database, User(2, "Vera", Role.VIEWER))
    with pytest.raises(Forbidden):
        viewer.do(import_undo.undo, batch or 0)
