from hypothesis import given
from hypothesis import strategies as st

from shopdesk.queries.customers import CUSTOMERS
from shopdesk.queries.inventory import INVENTORY
from shopdesk.queries.orders import ORDERS
from shopdesk.queries.products import PRODUCTS
from shopdesk.queries.returns import RETURNS
from shopdesk.queries.shipments import SHIPMENTS
from shopdesk.store.engine import Database
from shopdesk.store.tables import SearchDoc
from shopdesk.store.terms import index_terms
from shopdesk.store.work import begin
from shopdesk.usecases import customers, indexing, products
from tests.database import OWNER
from tests.make import Maker


def test_a_product_and_its_variants_are_found_by_name_code_and_barcode(database: Database):
    desk = Maker(database).desk
    desk.do(products.create_product, "Grüne Teekanne", "TK-01/B", brand="Kaolin", barcode="4006381333931")
    for words in ("teekanne", "grune", "TK-01/B", "tk01b", "kaolin tee", "4006381333931"):
        assert [row.title for row in desk.pages(PRODUCTS, text=words)] == ["Grüne Teekanne"], words
        assert [row.sku for row in desk.pages(INVENTORY, text=words)] == ["TK-01/B"], words


def test_chinese_names_are_found_by_any_two_characters_and_by_pinyin_initials(database: Database):
    desk = Maker(database).desk
    desk.do(products.create_product, "加厚羊毛围巾", "WJ-1")
    for words in ("围巾", "羊毛", "ymwj"):
        assert [row.code for row in desk.pages(PRODUCTS, text=words)] == ["WJ-1"], words


def test_a_renamed_customer_is_found_by_the_new_name_only(database: Database):
    make = Maker(database)
    customer = make.desk.do(customers.create_customer, "Anna", email="a@example.com")
    make.desk.do(customers.edit_customer, customer, {"name": "Berta"})
    assert list(make.desk.pages(CUSTOMERS, text="anna")) == []
    assert [row.name for row in make.desk.pages(CUSTOMERS, text="berta example")] == ["Berta"]


def test_orders_and_shipments_are_found_by_tracking_number_and_returns_by_order(database: Database):
    make = Maker(database)
    order = make.confirmed((make.product("TEA", 10), 2))
    (shipment,) = make.shipped(order)
    code = f"TRACK-{shipment}"
    assert [row.id for row in make.desk.pages(SHIPMENTS, text=code)] == [shipment]
    assert [row.id for row in make.desk.pages(ORDERS, text=code)] == [order]
    assert [row.id for row in make.desk.pages(ORDERS, text="tea")] == [order]
    case = make.returned(order)
    number = make.desk.pages(ORDERS, text=code)[0].number
    assert case in [row.id for row in make.desk.pages(RETURNS, text=number)]


def test_telling_the_index_again_changes_nothing(file_database: Database):
    make = Maker(file_database)
    order = make.order((make.product("TEA", 10), 2))
    before = _docs(file_database)
    with begin(file_database, OWNER) as (work, _done):
        indexing.index_orders(work, [order])
        indexing.index_products(work, [1])
        indexing.index_customers(work, [1])
    assert _docs(file_database) == before


def test_forgotten_things_are_not_found(file_database: Database):
    make = Maker(file_database)
    make.product("TEA")
    with begin(file_database, OWNER) as (work, _done):
        indexing.forget_docs(work, "product", [1])
    assert list(make.desk.pages(PRODUCTS, text="tea")) == []


def _docs(database: Database) -> list[tuple[str, int, str]]:
    with database.reading() as session:
        return [(doc.kind, doc.ref, doc.body) for doc in session.query(SearchDoc).order_by(SearchDoc.id)]


texts = st.lists(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=150), max_size=5)


@given(texts)
def test_the_quick_way_to_words_finds_the_same_terms(several: list[str]):
    assert set(indexing.words_of(several).split()) == set(index_terms(*several).split())
