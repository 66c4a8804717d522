"""The first page of a list, written down and read again without SQLAlchemy: the same rows, and nothing kept of them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.rights import Role
from shopdesk.queries.first_look import FirstLook
from shopdesk.queries.first_page import PageQuestions, named
from shopdesk.queries.lists import LISTS
from shopdesk.queries.orders import ORDERS
from shopdesk.queries.pages import SIZE
from shopdesk.queries.planning import planned
from shopdesk.store.engine import Database
from shopdesk.store.plain_reading import PlainShop, Unreadable
from shopdesk.store.upgrade import HEAD
from shopdesk.usecases import people
from shopdesk.usecases.desk import Desk
from tests.queries.rows import Rows

PLAIN = ("orders", "shipments", "returns", "products", "inventory", "customers")


@pytest.fixture
def desk(file_database: Database) -> Desk:
    """A shop file with orders at several steps, one late, one in another currency, one for nobody."""
    rows = Rows(file_database)
    mug = rows.product("Stoneware mug", "MU-1", stock=10, barcode="4006381333931", price=1250)
    scarf = rows.product("羊毛围巾", "SC-1", stock=2)
    rows.product("Moss ball", "PL-1", lifecycle="retired")
    customer = rows.customer("Anna Auer", "1001", phone="+43 1 5551234")
    rows.order("10001", lines=((mug, 2, 2500),), customer_id=customer, buyer_note="Please hurry")
    rows.order("10002", lines=((mug, 1, 1250), (scarf, 1, 990), (None, 1, 100)), state="confirmed", fulfilment="ready")
    picking = rows.order("10003", lines=((mug, 1, 1250),), state="processing", fulfilment="picking", days_ago=9)
    rows.order("10006", lines=((scarf, 3, 3000),), state="confirmed", fulfilment="short", held=True)
    done = rows.order(
        "10007", lines=((mug, 1, 1250),), state="completed", fulfilment="shipped", days_ago=40, customer_id=customer
    )
    rows.shipment(picking, "1", "picking", wave="1")
    rows.case(done, "RMA-1001", "received")
    return Desk(file_database)


def kept(plan: dict[str, Any] | None) -> dict[str, Any]:
    """A plan as it comes back from the file it was kept in."""
    assert plan is not None
    again: dict[str, Any] = json.loads(json.dumps(plan))
    return again


def values(row: Any) -> dict[str, Any]:
    return dict(row._asdict() if hasattr(row, "_asdict") else vars(row))


@pytest.mark.parametrize("name", PLAIN)
def test_every_view_reads_the_same_rows_and_counts_as_the_live_list(desk: Desk, name: str):
    listing = LISTS[name]
    shop = PlainShop(desk.database.target, HEAD)
    for view in listing.views:
        questions = PageQuestions(kept(planned(listing, view.where)), datetime.now(UTC))
        page, live = questions.page(shop), desk.pages(listing, view.where)
        assert [values(row) for row in page.rows] == [values(row) for row in live]
        assert page.total == live.total
        assert {view.key: questions.count(shop, view.key) for view in listing.views} == desk.counts(listing)
    shop.close()


def test_sorting_and_direction_are_kept(desk: Desk):
    shop = PlainShop(desk.database.target, HEAD)
    page = PageQuestions(kept(planned(ORDERS, {}, "number", False)), datetime.now(UTC)).page(shop)
    assert [row.number for row in page.rows] == ["10001", "10002", "10003", "10006", "10007"]
    shop.close()


def test_a_long_list_gives_one_page_and_the_whole_number(file_database: Database):
    rows = Rows(file_database)
    for number in range(SIZE + 3):
        rows.order(str(20_000 + number))
    shop = PlainShop(file_database.target, HEAD)
    page = PageQuestions(kept(planned(ORDERS, {})), datetime.now(UTC)).page(shop)
    shop.close()
    assert (page.total, len(page.rows)) == (SIZE + 3, SIZE)
    assert page[SIZE] is None
    assert page.index_of(page.rows[7].id) == 7


def test_what_is_late_follows_the_clock_of_the_day_it_is_read(desk: Desk):
    plan = kept(planned(ORDERS, {"step": "late"}))
    shop = PlainShop(desk.database.target, HEAD)
    long_ago = datetime.now(UTC) - timedelta(days=30)
    assert PageQuestions(plan, long_ago).page(shop).total == 0
    assert PageQuestions(plan, datetime.now(UTC)).page(shop).total == desk.pages(ORDERS, {"step": "late"}).total > 0
    shop.close()


def test_days_follow_the_calendar_of_the_day_they_are_read(desk: Desk):
    plan = kept(planned(LISTS["products"], {}))
    days = [value for one in plan["counts"].values() for value in one["values"].values() if isinstance(value, dict)]
    assert {"day"} == {name for value in days for name in value}
    questions = PageQuestions(plan, datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert questions._moment({"day": -1}) == "2026-02-28"


def test_nothing_of_the_shop_is_in_a_plan(desk: Desk):
    text = "".join(json.dumps(planned(LISTS[name], {}), ensure_ascii=False) for name in PLAIN)
    for secret in ("Anna", "10001", "Stoneware", "围巾", "Please hurry", "4006381333931"):
        assert secret not in text


def test_a_filter_for_certain_days_cannot_be_planned():
    # Whether it means those days or “the last seven” is not to be seen from the question.
    assert planned(ORDERS, {"placed": "2026-01-01..2026-01-31"}) is None
    assert planned(ORDERS, {"placed": "-7.."}) is None


def test_a_list_that_is_reckoned_cannot_be_planned():
    assert planned(LISTS["moves"], {}) is None


def test_only_functions_of_the_program_are_found_by_name():
    with pytest.raises(ValueError, match="os"):
        named("os:system")


def test_the_first_look_knows_the_shop_and_its_one_person(desk: Desk):
    look = FirstLook(desk.database.target, HEAD)
    assert (look.shop_name, look.user) == (desk.shop_name, desk.user)
    assert look.look_at(kept(planned(ORDERS, {}))) == 5
    assert look.counts(ORDERS) == desk.counts(ORDERS)
    assert look.image("nothing") is None
    look.close()


def test_a_shop_that_asks_for_a_password_is_not_looked_into(desk: Desk):
    desk.do(people.set_password, desk.user.name, "long enough 1")
    with pytest.raises(Unreadable):
        FirstLook(desk.database.target, HEAD)


def test_a_shop_of_several_people_is_not_looked_into(desk: Desk):
    desk.do(people.set_password, desk.user.name, "long enough 1")
    desk.do(people.add_user, "Bo", Role.WAREHOUSE.value, "long enough 1")
    with pytest.raises(Unreadable):
        FirstLook(desk.database.target, HEAD)


def test_a_shop_on_a_server_is_not_looked_into():
    with pytest.raises(Unreadable):
        FirstLook("postgresql://nobody@127.0.0.1:1/shop", HEAD)


def test_a_plan_that_no_longer_fits_is_unreadable(desk: Desk):
    plan = kept(planned(ORDERS, {}))
    look = FirstLook(desk.database.target, HEAD)
    for broken in ({**plan, "finish": "shopdesk.queries.order_rows:gone"}, {**plan, "rows": {}}, {}):
        with pytest.raises(Unreadable):
            look.look_at(broken)
    plan["rows"]["sql"] = "SELECT gone FROM orders"
    with pytest.raises(Unreadable):
        look.look_at(plan)
    look.close()


def test_a_look_needs_nothing_of_sqlalchemy():
    light = ("queries.first_look", "queries.list_rows", "queries.order_rows", "ui.main_window", "ui.waiting")
    ask = "import sys, " + ", ".join(f"shopdesk.{name}" for name in light)
    source = Path(__file__).resolve().parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", f"{ask}; print([name for name in sys.modules if name.startswith('sqlalchemy')])"],
        capture_output=True,
        text=True,
        cwd=source,
        check=True,
    )
    assert done.stdout.strip() == "[]"
