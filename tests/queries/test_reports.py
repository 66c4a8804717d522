"""Reports: the registry, what may be asked, and figures of small shops reckoned by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role, User
from shopdesk.queries.reports import Asked, ReportTable, make_report, report_named, reports
from shopdesk.queries.reports.key_figures import month_before
from shopdesk.store.engine import Database
from shopdesk.store.tables import Order, ReturnLine
from shopdesk.usecases import orders, products, refunds, returns, shipping, stock
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.orders import NewLine
from tests import make
from tests.database import OWNER

VIEWER = User(9, "Vera", Role.VIEWER)


def test_every_report_is_named_as_its_file_and_has_a_title():
    known = reports()
    assert {"daily", "sales", "returns", "stock-value"} <= set(known)
    for name, report in known.items():
        assert report.make.__module__.rpartition(".")[2] == name.replace("-", "_")
        assert report.title


def test_every_report_answers_with_tables_whose_rows_fit_their_columns(file_database):
    desk = Desk(file_database)
    for name in reports():
        for table in desk.read(make_report, OWNER, name).tables:
            keys = [column.key for column in table.columns]
            assert len(set(keys)) == len(keys), (name, table.key)
            assert all(len(row) == len(keys) for row in table.rows), (name, table.key)
            if any(column.kind == "money" for column in table.columns):
                assert table.at("currency") >= 0, f"{name}.{table.key} has money without a currency"


def test_an_unknown_report_is_refused_with_the_known_ones():
    with pytest.raises(UserError, match=r"daily, .*sales"):
        report_named("weather")


def test_what_cannot_be_asked_is_refused(file_database):
    desk = Desk(file_database)
    with pytest.raises(UserError, match="before it begins"):
        desk.read(make_report, OWNER, "sales", date(2026, 3, 2), date(2026, 3, 1))
    with pytest.raises(UserError, match="no channel"):
        desk.read(make_report, OWNER, "sales", channels=["moon"])
    with pytest.raises(UserError, match="takes: —"):
        desk.read(make_report, OWNER, "sales", values={"moon": "1"})
    with pytest.raises(Forbidden):
        desk.read(make_report, VIEWER, "stock-value")


# --- small shops, reckoned by hand ---------------------------------------------------------------------------------

MARCH = date(2026, 3, 1), date(2026, 3, 31)


class Books:
    """A shop with a clock; orders are paid, and shipped when told."""

    def __init__(self, database: Database) -> None:
        self.clock = make.Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))
        self.desk = make.desk(database, clock=self.clock)

    def goods(self, sku: str, cost: int | None, *receipts: tuple[int, int | None]) -> int:
        """An item of this cost, received as (units, unit cost)."""
        item = self.desk.do(products.create_product, f"Product {sku}", sku, price=1000, cost=cost)
        for units, paid in receipts:
            self.desk.do(stock.receive, item, units, unit_cost=paid)
        return item

    def order(self, *lines: NewLine, state: str = "shipped", **more: Any) -> int:
        return make.order(self.desk, lines, state, **more)

    def set(self, order_id: int, **values: Any) -> None:
        """Amounts as an import would have kept them."""
        with self.desk.database.writing() as connection:
            connection.execute(update(Order).where(Order.id == order_id).values(**values))

    def report(self, name: str, first: date = MARCH[0], last: date = MARCH[1], **asked: Any) -> dict[str, ReportTable]:
        made = self.desk.read(make_report, self.desk.user, name, first, last, **asked)
        return {table.key: table for table in made.tables}


@pytest.fixture
def books(database: Database) -> Books:
    return Books(database)


def rows(table: ReportTable, *keys: str) -> list[tuple[Any, ...]]:
    places = [table.at(key) for key in keys]
    assert -1 not in places
    return [tuple(row[at] for at in places) for row in table.rows]


MONEY = ("pieces", "sales", "given_back", "tax", "net", "cost", "profit")


def test_profit_takes_the_oldest_cost_first(books: Books):
    tea = books.goods("TEA", 300, (2, 310), (5, 333))
    books.order(NewLine(tea, 3, 999), shipping=490)
    # 3 × 9.99 + 4.90 freight; two units cost 3.10, the third 3.33.
    report = books.report("profit")
    assert rows(report["total"], *MONEY) == [(3, 2997 + 490, 0, 0, 3487, 953, 2534)]
    assert rows(report["by_product"], "sku", "sales", "cost", "profit") == [("TEA", 2997, 953, 2044)]
    assert report["total"].rows[0][report["total"].at("margin")] == 2534 / 3487


def test_a_sale_counts_by_the_units_that_left_and_on_that_day(books: Books):
    tea = books.goods("TEA", 100, (2, 100))
    order = books.order(NewLine(tea, 3, 1000), state="submitted", shipping=301)
    books.set(order, backorder_accepted=True)
    make.bring(books.desk, order, "shipped")
    books.clock.go_on(days=30)
    make.received(books.desk, tea, 1)
    books.desk.do(orders.reserve_order, order)
    make.bring(books.desk, order, "shipped")
    march = books.report("profit")
    april = books.report("profit", date(2026, 4, 1), date(2026, 4, 30))
    assert rows(march["total"], *MONEY) == [(2, 2301, 0, 0, 2301, 200, 2101)]
    assert rows(april["total"], *MONEY) == [(1, 1000, 0, 0, 1000, 100, 900)]


def test_tax_inside_the_price_is_no_sale(books: Books):
    tea = books.goods("TEA", 400, (5, 400))
    order = books.order(NewLine(tea, 1, 1190), NewLine(books.goods("MUG", 100, (1, 100)), 1, 595), shipping=595)
    books.set(order, tax_included=380)
    report = books.report("profit")
    # 23.80 with 19 % in it: 3.80 tax, shared 1.90 and 0.95 over the goods and 0.95 over the freight.
    assert rows(report["total"], *MONEY) == [(2, 2380, 0, 380, 2000, 500, 1500)]
    assert rows(report["by_product"], "sku", "sales", "tax", "net") == [("TEA", 1190, 190, 1000), ("MUG", 595, 95, 500)]


def test_what_came_back_is_no_sale_and_lies_here_again(books: Books):
    tea = books.goods("TEA", 400, (5, 400))
    order = books.order(NewLine(tea, 2, 1190), state="delivered")
    books.set(order, tax_included=380)
    case = make.returned(books.desk, order)
    books.desk.do(refunds.refund_return, case, "card")
    # One of two comes back: 11.90 paid back, of which 1.90 is tax; its cost returns to the shelf.
    assert rows(books.report("profit")["total"], *MONEY) == [(2, 2380, 1190, 190, 1000, 400, 600)]


def test_what_comes_back_broken_costs_what_it_had_cost(books: Books):
    order = books.order(NewLine(books.goods("TEA", 400, (5, 400)), 2, 1000), state="delivered")
    case = make.returned(books.desk, order, state="received")
    (line,) = make.rows(books.desk, ReturnLine, ReturnLine.return_id == case)
    books.desk.do(returns.inspect_line, line.id, 0, 1, damaged_disposition="scrap")
    books.desk.do(refunds.refund_return, case, "card")
    report = books.report("profit")
    keys = ("sales", "given_back", "net", "cost", "lost", "profit")
    assert rows(report["total"], *keys) == [(2000, 1000, 1000, 400, 400, 200)]
    sold = books.report("turnover")["total"]
    assert rows(sold, "sold", "lost") == [(400, 400)]


def test_money_back_for_goods_that_never_left_is_no_loss(books: Books):
    tea = books.goods("TEA", 400, (5, 400))
    order = books.order(NewLine(tea, 1, 1000), state="submitted")
    books.desk.do(orders.cancel_order, order, "changed mind")
    books.desk.do(refunds.refund_order, order, 1000, "card", "cancelled")
    assert books.report("profit")["total"].rows == ()


def test_profit_says_what_it_does_not_know(books: Books):
    free = books.goods("FREE", None, (2, None))
    blind = books.order(NewLine(books.goods("TEA", 400, (5, 400)), 1, 1000))
    books.set(blind, amounts_known=False)
    books.order(NewLine(free, 2, 500))
    foreign = books.order(NewLine(books.goods("MUG", 100, (1, 100)), 1, 700))
    books.set(foreign, currency="USD")
    report = books.report("profit")
    assert rows(report["total"], "sales", "cost", "profit", "currency") == [
        (1000, 0, 1000, "EUR"),
        (700, None, None, "USD"),
    ]
    said = " ".join(report["total"].notes)
    assert "2 pieces have no cost" in said
    assert "1 order came without amounts" in said
    assert "Sales in USD" in said


def test_a_voided_shipment_was_no_sale(books: Books):
    order = books.order(NewLine(books.goods("TEA", 400, (5, 400)), 1, 1000))
    books.desk.do(shipping.void_shipment, make.shipment(books.desk, order), "lost the label")
    assert rows(books.report("profit")["total"], *MONEY) == []


def test_channels_stand_apart(books: Books):
    books.order(NewLine(books.goods("TEA", 400, (5, 400)), 1, 1000), channel="counter")
    books.order(NewLine(books.goods("MUG", 100, (5, 100)), 2, 300), channel="phone")
    profit = books.report("profit", channels=["phone"])
    assert rows(profit["by_channel"], "channel", "sales", "cost") == [("Phone", 600, 200)]
    assert rows(books.report("sales")["by_channel"], "channel", "orders", "revenue") == [
        ("Counter", 1, 1000),
        ("Phone", 1, 600),
    ]


def test_sales_are_counted_by_the_day_they_were_placed(books: Books):
    tea = books.goods("TEA", 400, (9, 400))
    books.order(NewLine(tea, 1, 1000), state="submitted")
    books.order(NewLine(tea, 2, 1001), state="submitted", shipping=2)
    books.clock.go_on(days=1)
    gone = books.order(NewLine(tea, 1, 5000), state="submitted")
    books.desk.do(orders.cancel_order, gone, "no")
    report = books.report("sales")
    # (10.00 + 20.04) ÷ 2 = 15.02; cancelled orders are no sales.
    assert rows(report["by_day"], "day", "orders", "pieces", "revenue", "average") == [
        (date(2026, 3, 2), 2, 3, 3004, 1502)
    ]
    assert rows(report["by_product"], "sku", "pieces", "revenue") == [("TEA", 3, 3002)]


def test_an_average_is_rounded_half_up(books: Books):
    tea = books.goods("TEA", 400, (9, 400))
    for price in (1000, 1001):
        books.order(NewLine(tea, 1, price), state="submitted")
    assert rows(books.report("sales")["by_day"], "average") == [(1001,)]
    assert ("Average order", 1001) in rows(books.report("monthly")["money"], "figure", "amount")


def test_customers_are_new_known_and_back(books: Books):
    tea = books.goods("TEA", 400, (20, 400))
    anna, ben, cleo = (make.customer(books.desk, name) for name in ("Anna", "Ben", "Cleo"))
    books.order(NewLine(tea, 1, 1000), state="submitted", buyer=anna)
    books.order(NewLine(tea, 1, 1000), state="submitted", buyer=ben)
    books.clock.go_on(days=31)
    for _again in range(2):
        books.order(NewLine(tea, 1, 1500), state="submitted", buyer=anna)
    books.order(NewLine(tea, 1, 700), state="submitted", buyer=cleo)
    report = books.report("customers", date(2026, 4, 1), date(2026, 4, 30))
    keys = ("buyers", "new", "known", "repeat", "repurchase_rate", "before", "stayed", "retention")
    assert rows(report["buyers"], *keys) == [(2, 1, 1, 1, 0.5, 2, 1, 0.5)]
    assert rows(report["best"], "name", "orders", "spent", "average") == [
        ("Anna", 2, 3000, 1500),
        ("Cleo", 1, 700, 700),
    ]
    assert rows(report["by_country"], "country", "orders", "revenue") == [("DE", 3, 3700)]


def test_a_day_a_week_and_a_month_stand_beside_the_time_before(books: Books):
    tea = books.goods("TEA", 400, (20, 400))
    for days, units in ((0, 1), (7, 2), (24, 3)):  # 2, 9 and 26 March
        books.clock.go_on(days=days)
        books.clock.now = datetime(2026, 3, {0: 2, 7: 9, 24: 26}[days], 9, tzinfo=UTC)
        books.order(NewLine(tea, units, 1000), state="submitted")

    def orders_of(report: dict[str, ReportTable]) -> tuple[Any, ...]:
        return rows(report["figures"], "count", "before", "change")[1]  # pieces

    assert orders_of(books.report("daily", date(2026, 3, 9), date(2026, 3, 9))) == (2, 0, None)
    assert orders_of(books.report("weekly", date(2026, 3, 9), date(2026, 3, 15))) == (2, 1, 1.0)
    assert orders_of(books.report("monthly", date(2026, 4, 1), date(2026, 4, 30))) == (0, 6, -1.0)
    assert rows(books.report("monthly")["money"], "figure", "amount", "before")[0] == ("Revenue", 6000, 0)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2026, 3, 1), date(2026, 3, 10), (date(2026, 2, 1), date(2026, 2, 10))),
        (date(2026, 2, 1), date(2026, 2, 28), (date(2026, 1, 1), date(2026, 1, 31))),
        (date(2026, 1, 1), date(2026, 1, 31), (date(2025, 12, 1), date(2025, 12, 31))),
    ],
)
def test_the_month_before_is_whole_when_this_one_is(first: date, last: date, expected: tuple[date, date]):
    before = month_before(Asked(first, last))
    assert (before.first, before.last) == expected


def test_returns_by_reason_and_as_a_share_of_what_was_shipped(books: Books):
    tea = books.goods("TEA", 400, (9, 400))
    order = books.order(NewLine(tea, 4, 1000), state="delivered")
    make.returned(books.desk, order, reason="size")
    report = books.report("returns")
    assert rows(report["rate"], "shipped", "returned", "rate") == [(4, 1, 0.25)]
    assert rows(report["by_reason"], "returns", "pieces", "good", "damaged") == [(1, 1, 1, 0)]
