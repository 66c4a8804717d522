"""What is read of buying: pages of orders, suppliers and deliveries, scores with the rows behind them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role
from shopdesk.queries.details import purchase_detail, supplier_detail
from shopdesk.queries.lists import list_named
from shopdesk.queries.receiving import dock_detail, open_delivery
from shopdesk.queries.reports import make_report
from shopdesk.queries.supplier_scores import scores
from shopdesk.store.engine import Database
from shopdesk.store.tables import Purchase, ReturnLine
from shopdesk.usecases import claims, purchases, receiving, suppliers
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases import buying

TODAY = date.today()


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_a_purchase_order_knows_its_lines_deliveries_claims_and_story(desk: Desk):
    mug, cup = make.product(desk, sku="MUG"), make.product(desk, sku="CUP")
    order = buying.purchase(desk, [(mug, 12, 410), (cup, 6, 235)], freight=480)
    receipt = buying.arrived(desk, order, mug, 10, 1, delivery_note="LS 7")
    desk.do(claims.open_claim, buying.lines(desk, order)[0].id)
    seen = desk.read(purchase_detail, order)
    assert (seen.goods, seen.total, seen.pieces, seen.arrived, seen.open) == (6330, 6810, 18, 11, 7)
    assert [(line.sku, line.good, line.damaged, line.open) for line in seen.lines] == [
        ("MUG", 10, 1, 1),
        ("CUP", 0, 0, 6),
    ]
    (delivery,) = seen.receipts
    assert (delivery.id, delivery.good, delivery.damaged, delivery.at_dock) == (receipt, 10, 1, 10)
    assert delivery.delivery_note == "LS 7"
    assert seen.claims[0].reason == "Damaged on arrival"
    titles = [line.title for line in seen.timeline]
    assert titles[-1] == "Purchase order drafted: 18 pieces"
    assert "Received: 11 pieces" in titles
    assert not seen.late
    with pytest.raises(UserError, match="no such purchase"):
        desk.read(purchase_detail, 10**6)


def test_an_order_is_late_from_the_day_after_it_was_expected(desk: Desk):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 1, 1)])
    for days, late in ((0, False), (1, True)):
        day = TODAY - timedelta(days=days)
        desk.do(purchases.edit_purchase, order, {"expected_on": day})
        assert desk.read(purchase_detail, order).late is late
        assert desk.counts(list_named("purchases"))["late"] == int(late)


def test_a_delivery_shows_what_should_be_there_and_where_it_goes(desk: Desk):
    home = make.bin(desk)
    mug = make.product(desk, sku="MUG", home_bin=home, barcode="CASE-1")
    cup = make.product(desk, sku="CUP")
    order = buying.purchase(desk, [(mug, 12, 410), (cup, 6, 235)])
    buying.arrived(desk, order, mug, 4)
    receipt = desk.do(receiving.start_receipt, order)
    assert desk.read(open_delivery, order) == receipt
    desk.do(receiving.scan_goods, receipt, "CASE-1", times=3)
    dock = desk.read(dock_detail, receipt)
    first, second = dock.lines
    assert (first.before, first.good, first.expected, first.here, first.over) == (4, 3, 8, 7, 0)
    assert first.codes == (("CASE-1", 1),)
    assert (first.proposal, second.proposal) == (None, None), "only booked goods are led to a bin"
    assert (dock.counted, dock.expected) == (3, 14)
    desk.do(receiving.book_receipt, receipt)
    dock = desk.read(dock_detail, receipt)
    assert (dock.lines[0].before, dock.at_dock, dock.state) == (4, 3, "booked")
    proposal = dock.lines[0].proposal
    assert proposal is not None
    assert (proposal.code, proposal.why) == (home, "home")
    assert desk.read(open_delivery, order) is None


def test_the_score_counts_only_what_the_supplier_did(desk: Desk):
    vale, other = buying.supplier(desk, since=TODAY - timedelta(days=1827)), buying.supplier(desk)
    mug = make.product(desk, sku="MUG")
    desk.do(suppliers.set_item, vale, mug, price=410, preferred=True)
    order = buying.purchase(desk, [(mug, 20, 410)], by=vale)
    buying.arrived(desk, order, mug, 9, 1, into_bins=True)
    sold = make.order(desk, [(mug, 2)], "delivered")
    case = make.returned(desk, sold, 1, reason="defect")
    for day in (TODAY, TODAY - timedelta(days=1)):
        desk.do(lambda work, day=day: work.write(update(Purchase.__table__).values(expected_on=day)))
        facts, score = desk.read(scores, [vale, other], TODAY)[vale]
    assert (facts.received, facts.defects, facts.caused_returns) == (10, 1, 1)
    assert (facts.due, facts.on_time, facts.owed, facts.filled) == (1, 0, 20, 10)
    assert score.quality == pytest.approx(0.8)
    assert (score.on_time, score.stability) == (0, 0)
    assert score.score == pytest.approx(20 + 50 * 0.8)
    (line,) = make.rows(desk, ReturnLine, ReturnLine.return_id == case)
    desk.do(claims.open_claim_for_return, line.id, other)
    found = desk.read(scores, [vale, other], TODAY)
    assert (found[vale][0].caused_returns, found[other][0].caused_returns) == (0, 1)
    assert found[other][1].score is None
    assert desk.pages(list_named("suppliers"))[0].item_count in (0, 1)


def test_the_report_has_every_row_behind_its_figures(desk: Desk):
    vale = buying.supplier(desk, "Vale", tags="local, ceramics")
    far = buying.supplier(desk, "Far", currency="CNY")
    mug = make.product(desk, sku="MUG")
    order = buying.purchase(desk, [(mug, 20, 400)], by=vale)
    buying.arrived(desk, order, mug, 19, 1)
    desk.do(purchases.edit_purchase, order, {"expected_on": TODAY})
    abroad = buying.purchase(desk, [(mug, 10, 1000)], by=far, state="draft", rate="0.2")
    desk.do(purchases.order_purchase, abroad)
    made = make_report_of(desk)
    card = made["scorecard"]
    columns = [column.key for column in card.columns]
    vale_row = dict(zip(columns, card.rows[0], strict=True))
    assert (vale_row["supplier"], vale_row["received"], vale_row["damaged"]) == ("Vale", 20, 1)
    assert vale_row["quality"] == pytest.approx(0.95)
    assert (vale_row["on_time"], vale_row["due"], vale_row["arrived"], vale_row["ordered"]) == (1, 1, 20, 20)
    assert sum(row[-2] for row in made["received"].rows) == vale_row["received"]
    assert len(made["due"].rows) == vale_row["due"]
    shares = {row[0]: row[1:4] for row in made["purchase_share"].rows}
    assert shares == {"Vale": (True, 1, 8000), "Far": (False, 1, 2000)}
    assert made["purchase_share"].notes == ("Local suppliers: 80 % of the goods bought.",)
    with desk.reading() as session, pytest.raises(Forbidden):
        make_report(session, make.PEOPLE[Role.WAREHOUSE], "suppliers")


def make_report_of(desk: Desk) -> dict[str, object]:
    with desk.reading() as session:
        return {table.key: table for table in make_report(session, desk.user, "suppliers").tables}  # type: ignore[misc]


def test_a_supplier_page_has_items_orders_papers_and_score(desk: Desk):
    vale, mug = buying.supplier(desk, "Vale"), make.product(desk, sku="MUG", cost=500)
    desk.do(suppliers.set_item, vale, mug, code="CV-1", pack=12, price=410)
    desk.do(suppliers.add_supplier_paper, vale, "Licence", expires_on=TODAY + timedelta(days=10))
    desk.do(suppliers.add_supplier_paper, vale, "Old", expires_on=TODAY - timedelta(days=1))
    order = buying.purchase(desk, [(mug, 12, 410)], by=vale)
    seen = desk.read(supplier_detail, vale)
    assert [(item.sku, item.code, item.price, item.cost) for item in seen.items] == [("MUG", "CV-1", 410, 500)]
    assert [(paper.name, paper.days_left) for paper in seen.papers] == [("Old", -1), ("Licence", 10)]
    assert [done.id for done in seen.orders] == [order]
    assert (seen.bought, seen.order_count, seen.score.score) == (4920, 1, None)
    assert [row.id for row in desk.pages(list_named("suppliers"), {"papers": "due"})] == [vale]
    with pytest.raises(UserError, match="no such supplier"):
        desk.read(supplier_detail, 10**6)
