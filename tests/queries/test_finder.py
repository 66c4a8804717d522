"""The one search field finds codes first and words in any script."""

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.queries.finder import Hit, find, id_of
from shopdesk.store.engine import Database
from shopdesk.usecases.desk import Desk
from tests.queries.rows import Rows


@pytest.fixture
def rows(database: Database) -> Rows:
    found = Rows(database)
    mug = found.product("Stoneware mug", "MU-1", stock=3, barcode="4006381333931")
    found.product("羊毛围巾 Schal", "SC-1")
    found.product("Mug rug", "10001")
    customer = found.customer("Käthe Müller-Lüdenscheidt", "1001")
    order = found.order("10001", lines=((mug, 1, 100),), ship_name="Käthe Müller", customer_id=customer)
    found.order("10002", lines=((mug, 1, 100),), channel_order_no="3127-880-114")
    found.shipment(order, "10001", "packed", tracking_no="00340434292135100186", wave="7")
    found.case(order, "RMA-1001", "requested")
    return found


def hits(rows: Rows, text: str) -> list[Hit]:
    with rows.database.reading() as session:
        return find(session, rows.database.dialect, text)


def named(found: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.kind, hit.title) for hit in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("10001", ("order", "10001")),
        ("#10001", ("order", "10001")),
        ("3127-880-114", ("order", "10002")),
        ("mu-1", ("variant", "Stoneware mug")),
        ("4006381333931", ("variant", "Stoneware mug")),
        ("04006381333931", ("variant", "Stoneware mug")),
        (" 4006381333931\r\n", ("variant", "Stoneware mug")),
        ("00340434292135100186", ("shipment", "10001")),
        ("rma-1001", ("return", "RMA-1001")),
        ("PACKING", ("bin", "PACKING")),
        ("W-7", ("wave", "7")),
        ("W7", ("wave", "7")),
        ("围巾", ("variant", "羊毛围巾 Schal")),
        ("wj", ("variant", "羊毛围巾 Schal")),
        ("stonew", ("variant", "Stoneware mug")),
        ("ludensch", ("customer", "Käthe Müller-Lüdenscheidt")),
    ],
)
def test_what_is_typed_or_scanned_leads_to_the_thing(rows: Rows, text: str, first: tuple[str, str]):
    assert named(hits(rows, text))[0] == first


def test_exact_codes_stand_before_words(rows: Rows):
    found = hits(rows, "10001")
    assert found[0].exact
    assert ("variant", "Mug rug") in named(found)
    assert [hit.exact for hit in found] == sorted((hit.exact for hit in found), reverse=True)


def test_nothing_is_found_twice(rows: Rows):
    found = hits(rows, "10001")
    assert len({(hit.kind, hit.id) for hit in found}) == len(found)


@pytest.mark.parametrize("text", ["", "   ", "%", "'; DROP TABLE orders; --", '"', "*", "NEAR(", "\x00"])
def test_odd_text_finds_nothing_and_breaks_nothing(rows: Rows, text: str):
    assert hits(rows, text) == []


def test_every_two_character_word_of_a_name_is_complete(rows: Rows):
    for at in range(30):
        rows.product(f"红色围巾{at}号", f"CN-{at}")
    with rows.database.reading() as session:
        found = find(session, rows.database.dialect, "围巾", limit=100)
    assert sum(hit.kind == "variant" for hit in found) == 31


@pytest.mark.parametrize(
    ("kind", "number"),
    [("order", "10001"), ("order", "3127-880-114"), ("return", "1001"), ("variant", "MU-1"), ("customer", "1001")],
)
def test_visible_numbers_lead_to_ids(rows: Rows, kind: str, number: str):
    assert Desk(rows.database).read(id_of, kind, number) > 0


def test_a_number_that_does_not_exist_is_said(rows: Rows):
    with pytest.raises(UserError, match="4711"):
        Desk(rows.database).read(id_of, "order", "4711")
