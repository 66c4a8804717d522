"""The first screen counts what its lists show."""

from datetime import timedelta

import pytest

from shopdesk.queries.lists import LISTS
from shopdesk.queries.today import today
from shopdesk.store.engine import Database
from shopdesk.store.tables import Variant
from shopdesk.store.work import utc_now
from shopdesk.usecases.desk import Desk
from tests.queries.rows import Rows


@pytest.fixture
def rows(database: Database) -> Rows:
    found = Rows(database)
    mug = found.product("Mug", "MU-1", stock=4)
    scarf = found.product("Scarf", "SC-1", stock=100)
    found.order("1", lines=((mug, 1, 1000), (None, 1, 500)), days_ago=2)
    found.order("2", lines=((scarf, 28, 28000),), state="completed", fulfilment="shipped", days_ago=1)
    found.order("3", lines=((mug, 28, 2000),), state="confirmed", fulfilment="short", days_ago=3)
    found.order("4", lines=((mug, 1, 1000),), state="cancelled", days_ago=1)
    packing = found.order("5", lines=((mug, 1, 1000),), state="processing", fulfilment="picking")
    found.shipment(packing, "5", "picked")
    found.case(packing, "RMA-1", "decided", due=500)
    return found


def test_piles_are_counted_as_their_lists_show_them(rows: Rows):
    desk = Desk(rows.database)
    now = desk.read(today)
    for queue in now.queues:
        listing = LISTS[queue.list]
        assert queue.count == desk.counts(listing)[queue.view], queue.key
    assert now.queue("to_review").count == 1
    assert now.queue("late").count == 2
    assert now.queue("to_refund").count == 1
    assert now.queue("late").oldest == rows.now - timedelta(days=2)


def test_what_left_before_it_was_imported_is_never_late(rows: Rows):
    for number, state in (("6", "processing"), ("7", "submitted"), ("8", "completed")):
        rows.order(number, state=state, fulfilment="partly_shipped", days_ago=30, history=True)
    now = Desk(rows.database).read(today)
    assert now.queue("late").count == 2
    assert next(need for need in now.needs if need.kind == "late").detail == "3, 1"


def test_sales_are_grouped_by_day_without_cancelled_orders(rows: Rows):
    now = Desk(rows.database).read(today)
    assert len(now.sales) == len(now.sales_before) == 28
    assert [day.revenue for day in now.sales[-4:]] == [2000, 1500, 28000, 1000]
    assert now.sales[-1].day == rows.now.astimezone().date()
    assert now.average_order == (2000 + 1500 + 28000 + 1000) // 4
    assert now.currency == "EUR"


def test_needs_name_what_is_wrong_and_where(rows: Rows):
    now = Desk(rows.database).read(today, last_backup=utc_now() - timedelta(days=5))
    assert [need.kind for need in now.needs] == ["oversold", "late", "unmatched", "backup"]
    oversold, late, unmatched, backup = now.needs
    assert oversold.title == "Oversold: Mug"
    assert late.detail == "3, 1"
    assert unmatched.opens is not None
    assert backup.title == "No backup for 5 days"


def test_low_stock_is_a_need_at_the_exact_minimum(rows: Rows):
    desk = Desk(rows.database)
    with rows.database.writing() as connection:
        connection.execute(Variant.__table__.update().where(Variant.__table__.c.sku == "SC-1").values(min_stock=99))
    assert "low" not in [need.kind for need in desk.read(today).needs]
    with rows.database.writing() as connection:
        connection.execute(Variant.__table__.update().where(Variant.__table__.c.sku == "SC-1").values(min_stock=100))
    assert "low" in [need.kind for need in desk.read(today).needs]


def test_what_runs_out_first_stands_first(rows: Rows):
    first, second = Desk(rows.database).read(today).runs_out
    assert (first.sku, first.available) == ("MU-1", 4)
    assert first.days == pytest.approx(4 / (30 / 28))
    assert (second.sku, second.days) == ("SC-1", pytest.approx(100))


def test_an_empty_shop_has_a_quiet_day(database: Database):
    now = Desk(database).read(today)
    assert sum(queue.count for queue in now.queues) == 0
    assert now.needs == ()
    assert now.average_order is None
