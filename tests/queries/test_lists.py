"""Every list: it reads on both databases, sorts through indices, and its filters mean what they say."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role, User
from shopdesk.queries.computed import ComputedListing
from shopdesk.queries.lists import LISTS, list_named, typed_filters
from shopdesk.store.engine import Database
from shopdesk.store.tables import Base
from shopdesk.usecases.desk import Desk
from tests.queries.rows import Rows

SELECTED = [name for name, listing in LISTS.items() if not isinstance(listing, ComputedListing)]


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


@pytest.fixture
def day(rows: Rows) -> Rows:
    """A shop with one thing of each kind and orders at every step."""
    mug = rows.product("Stoneware mug", "MU-1", stock=10, barcode="4006381333931", price=1250)
    scarf = rows.product("羊毛围巾", "SC-1", stock=2)
    rows.product("Moss ball", "PL-1", lifecycle="retired")
    customer = rows.customer("Anna Auer", "1001", phone="+43 1 5551234", email="anna@example.org")
    rows.order("10001", lines=((mug, 2, 2500),), customer_id=customer, buyer_note="Please hurry")
    rows.order("10002", lines=((mug, 1, 1250), (scarf, 1, 990), (None, 1, 100)), state="confirmed", fulfilment="ready")
    picking = rows.order("10003", lines=((mug, 1, 1250),), state="processing", fulfilment="picking", days_ago=3)
    packing = rows.order("10004", lines=((mug, 1, 1250),), state="processing", fulfilment="picking")
    packed = rows.order("10005", lines=((mug, 1, 1250),), state="processing", fulfilment="packed")
    rows.order("10006", lines=((scarf, 3, 3000),), state="confirmed", fulfilment="short", held=True)
    done = rows.order(
        "10007", lines=((mug, 1, 1250),), state="completed", fulfilment="shipped", days_ago=40, customer_id=customer
    )
    rows.shipment(picking, "1", "picking", wave="1")
    rows.shipment(packing, "2", "picked")
    rows.shipment(packed, "3", "packed", tracking_no="00340434292135100186")
    rows.case(done, "RMA-1001", "received")
    rows.batch(problems=1)
    rows.stock_papers(mug)
    rows.bought(mug)
    rows.priced(mug)
    return rows


def numbers(desk: Desk, name: str, column: str = "number", **where: str) -> list[str]:
    return [getattr(row, column) for row in desk.pages(list_named(name), where)]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_reads_and_every_column_has_a_value(day: Rows, desk: Desk, name: str):
    listing = LISTS[name]
    pages = desk.pages(listing)
    assert pages.total > 0
    row = pages[0]
    missing = [c.key for c in listing.columns if not hasattr(row, c.key)]
    missing += [c.second for c in listing.columns if c.second and not hasattr(row, c.second)]
    assert not missing
    assert pages.index_of(row.id) == 0
    assert len(list(pages)) == pages.total


@pytest.mark.parametrize("name", SELECTED)
def test_a_list_can_be_sorted_both_ways_and_every_view_counted(day: Rows, desk: Desk, name: str):
    listing = LISTS[name]
    for sort in listing.sorts:
        up = [row.id for row in desk.pages(listing, sort=sort, down=False)]
        down = [row.id for row in desk.pages(listing, sort=sort, down=True)]
        assert up == down[::-1]
    counts = desk.counts(listing)
    assert set(counts) == {view.key for view in listing.views}
    for view in listing.views:
        assert counts[view.key] == desk.pages(listing, view.where).total


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_shop_has_empty_lists(desk: Desk, name: str):
    if name not in ("people", "bins"):  # a new shop has its areas
        assert desk.pages(LISTS[name]).total == 0


@pytest.mark.parametrize("name", LISTS)
def test_every_choice_of_a_filter_can_be_asked(day: Rows, desk: Desk, name: str):
    for chosen in LISTS[name].filters:
        with desk.reading() as session:
            options = chosen.options(session)
        for value, _title in options:
            assert desk.pages(LISTS[name], {chosen.key: value}).total >= 0


@pytest.mark.parametrize("name", SELECTED)
def test_every_sort_is_not_null_and_indexed_with_the_id(name: str):
    listing = LISTS[name]
    for key, column in listing.sorts.items():
        table = Base.metadata.tables[column.property.columns[0].table.name]
        own = table.c[column.key]
        assert not own.nullable, key
        assert table is listing.id_column.table, key
        indices = [[c.name for c in index.columns] for index in table.indexes]
        indices += [[c.name for c in own.table.primary_key]]
        unique = own.unique or any(i.unique and [c.name for c in i.columns] == [own.name] for i in table.indexes)
        assert own.primary_key or unique or [own.name, "id"] in indices, f"{name} is sorted by {key} without an index"


@pytest.mark.parametrize("name", SELECTED)
def test_the_default_sort_neither_scans_nor_sorts(file_database: Database, name: str):
    listing = LISTS[name]
    sort = listing.sorts[listing.default_sort]
    by = [c.desc() if listing.default_down else c.asc() for c in (sort, listing.id_column)]
    statement = listing.rows().order_by(*by).limit(128)
    with file_database.reading() as session:
        compiled = statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = [row[-1] for row in session.execute(text("EXPLAIN QUERY PLAN " + str(compiled)))]
    assert "TEMP B-TREE" not in " ".join(plan), plan
    table = listing.id_column.table.name
    for step in plan:
        if step.startswith("SCAN"):
            # Walking along an index in order is what stops after one page; the row number is such an index too.
            walks = "INDEX" in step or (step == f"SCAN {table}" and sort.key == "id")
            assert walks, plan


def test_views_hold_the_orders_at_each_step(day: Rows, desk: Desk):
    assert numbers(desk, "orders", step="to_review") == ["10001"]
    assert numbers(desk, "orders", step="to_pick") == ["10002", "10003"]
    assert numbers(desk, "orders", step="to_pack") == ["10004"]
    assert numbers(desk, "orders", step="to_ship") == ["10005"]
    assert numbers(desk, "orders", step="late") == ["10003"]
    assert numbers(desk, "orders", step="on_hold") == ["10006"]
    assert numbers(desk, "shipments", state="released|picking") == ["1"]
    assert numbers(desk, "returns", step="to_inspect") == ["RMA-1001"]


def test_an_order_row_carries_one_state_pictures_and_lateness(day: Rows, desk: Desk):
    shown = {row.number: row for row in desk.pages(LISTS["orders"])}
    assert shown["10001"].status == "order/submitted"
    assert shown["10001"].ship_name_flags == ("note",)
    assert shown["10002"].status == "order_fulfilment/ready"
    assert shown["10002"].images == [None, None]
    assert (shown["10002"].line_count, shown["10002"].items) == (3, "Line 1, Line 2, Line 3")
    assert shown["10003"].late
    assert not shown["10002"].late
    assert shown["10006"].status == "order_hold/on_hold"
    assert shown["10007"].status == "order_fulfilment/shipped"
    assert shown["10007"].ship_by is None


def test_inventory_adds_up_and_knows_what_is_missing(day: Rows, desk: Desk):
    shown = {row.sku: row for row in desk.pages(LISTS["inventory"])}
    mug = shown["MU-1"]
    assert (mug.on_hand, mug.reserved, mug.available, mug.unavailable) == (10, 0, 10, 0)
    assert (mug.bins, mug.barcode, mug.currency) == ("SHELF", "4006381333931", "EUR")
    assert numbers(desk, "inventory", "sku", level="out") == ["PL-1"]
    assert set(numbers(desk, "inventory", "sku", level="short")) == {"MU-1", "SC-1"}
    assert numbers(desk, "inventory", "sku", bin="SHELF") == ["MU-1", "SC-1"]
    assert numbers(desk, "inventory", "sku", lifecycle="retired") == ["PL-1"]


def test_customers_show_what_they_bought(day: Rows, desk: Desk):
    (anna,) = desk.pages(LISTS["customers"])
    assert (anna.orders, anna.spent, anna.currency, anna.city) == (2, 3750, "EUR", "Wien")
    assert anna.last_order == day.now
    assert desk.counts(LISTS["customers"]) == {"all": 1, "new": 0, "repeat": 1, "dormant": 0}


@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("products", "围巾", ["SC-1"]),
        ("products", "stonew", ["MU-1"]),
        ("inventory", "4006381333931", ["MU-1"]),
        ("moves", "mug", ["MU-1"]),
        ("orders", "10001", ["10001"]),
        ("shipments", "00340434292135100186", ["3"]),
        ("returns", "rma-1001", ["RMA-1001"]),
        ("customers", "auer", ["1001"]),
        ("customers", "%", []),
        ("orders", "' OR 1=1 --", []),
    ],
)
def test_lists_are_searched_by_words_and_codes(day: Rows, desk: Desk, name: str, words: str, found: list[str]):
    key = "sku" if name in ("products", "inventory", "moves") else "number"
    assert [getattr(row, key) for row in desk.pages(list_named(name), text=words)] == found


@pytest.mark.parametrize(
    ("value", "total"),
    [("-7..", 6), ("..-30", 1), ("2001-01-01..2001-12-31", 0), ("0..0", 5)],
)
def test_dates_are_a_range_with_open_ends(day: Rows, desk: Desk, value: str, total: int):
    assert desk.pages(LISTS["orders"], {"placed": value}).total == total


@pytest.mark.parametrize(
    "ask",
    [
        lambda desk: desk.pages(LISTS["orders"], {"colour": "red"}),
        lambda desk: desk.pages(LISTS["orders"], {"step": "nowhere"}),
        lambda desk: desk.pages(LISTS["orders"], {"placed": "yesterday"}),
        lambda desk: desk.pages(LISTS["orders"], {"held": "perhaps"}),
        lambda desk: desk.pages(LISTS["orders"], sort="colour"),
        lambda desk: list_named("cats"),
        lambda desk: typed_filters(LISTS["orders"], 'name="Anna'),
        lambda desk: typed_filters(LISTS["orders"], "view=nowhere"),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(desk: Desk, ask: Callable[[Desk], object]):
    with pytest.raises(UserError, match=r"\w"):
        ask(desk)


def test_typed_filters_mix_views_filters_and_words():
    where, words = typed_filters(LISTS["orders"], 'view=late channel=etsy "müller lüd" wien')
    assert where == {"step": "late", "channel": "etsy"}
    assert words == "müller lüd wien"


def test_a_list_needs_its_right(database: Database):
    viewer = Desk(database, User(9, "Vera", Role.VIEWER))
    with pytest.raises(Forbidden):
        viewer.pages(LISTS["people"])


def test_long_lists_turn_their_pages_completed(rows: Rows, desk: Desk):
    mug = rows.product("Mug", "MU-1")
    for at in range(140):
        rows.order(str(10001 + at), lines=((mug, 1, 100),), days_ago=at / 24)
    pages = desk.pages(LISTS["orders"])
    assert pages.total == 140
    assert pages[139].items == "Line 1"
    assert [row.number for row in pages] == [str(10001 + at) for at in range(140)]
    late = desk.pages(LISTS["orders"], {"step": "late"})
    assert all(row.ship_by < rows.now + timedelta(seconds=5) for row in late)
