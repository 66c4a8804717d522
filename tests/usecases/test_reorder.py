"""Advice becomes one draft per supplier."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.reorder import Urgency
from shopdesk.domain.rights import Role
from shopdesk.queries.reorder import ReorderRow, reorder_rows
from shopdesk.store.engine import Database
from shopdesk.store.tables import PurchaseLine
from shopdesk.usecases import products, purchases, stock, suppliers
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.reorder import order_advised
from tests import make


def _item(desk: Desk, sku: str, *, minimum: int | None, units: int = 0) -> int:
    variant = int(desk.do(products.create_product, f"Product {sku}", sku, price=1000))
    if units:
        desk.do(stock.receive, variant, units)
    if minimum is not None:
        desk.do(products.edit_variant, variant, {"min_stock": minimum})
    return variant


def _row(desk: Desk, variant: int, today: date | None = None) -> ReorderRow:
    return next(row for row in desk.read(reorder_rows, today or desk.clock().date()) if row.id == variant)


def test_one_draft_per_supplier_in_whole_packs(database: Database):
    desk = make.desk(database)
    tea, mug, fine = _item(desk, "TEA", minimum=5), _item(desk, "MUG", minimum=3), _item(desk, "OK", minimum=1, units=9)
    north, south = desk.do(suppliers.create_supplier, "North"), desk.do(suppliers.create_supplier, "South")
    desk.do(suppliers.set_item, north, tea, pack=12, price=300)
    desk.do(suppliers.set_item, south, mug, price=450)
    desk.do(suppliers.set_item, south, fine, price=450)

    drafts = desk.do(order_advised)

    assert (len(drafts.purchases), drafts.lines, drafts.without_supplier) == (2, 2, ())
    lines = {line.variant_id: (line.quantity, line.price) for line in make.rows(desk, PurchaseLine)}
    assert lines == {tea: (12, 300), mug: (4, 450)}


def test_what_is_ordered_is_on_its_way_and_not_advised_again(database: Database):
    desk = make.desk(database)
    tea = _item(desk, "TEA", minimum=5)
    north = desk.do(suppliers.create_supplier, "North", lead_days=3)
    desk.do(suppliers.set_item, north, tea, price=300)
    assert _row(desk, tea).advice.quantity == 6
    (draft,) = desk.do(order_advised).purchases
    assert _row(desk, tea).advice.due  # a draft is not yet ordered
    desk.do(purchases.order_purchase, draft)
    row = _row(desk, tea)
    assert (row.advice.need.incoming, row.late, row.advice.due) == (6, 0, False)
    later = _row(desk, tea, desk.clock().date() + timedelta(days=30))
    assert later.late == 6
    with pytest.raises(UserError, match="Nothing has to be ordered"):
        desk.do(order_advised)


def test_an_item_without_a_supplier_is_named(database: Database):
    desk = make.desk(database)
    _item(desk, "TEA", minimum=5)
    with pytest.raises(UserError, match="No supplier is known for TEA"):
        desk.do(order_advised)
    mug = _item(desk, "MUG", minimum=1)
    desk.do(suppliers.set_item, desk.do(suppliers.create_supplier, "North"), mug, price=1)
    assert desk.do(order_advised).without_supplier == ("TEA",)
    with pytest.raises(UserError, match="NIX is not bought"):
        desk.do(order_advised, ["NIX"])


def test_an_item_that_never_moved_is_only_due_by_its_minimum(database: Database):
    desk = make.desk(database)
    quiet, sold_out = _item(desk, "QUIET", minimum=None), _item(desk, "OUT", minimum=0)
    assert _row(desk, quiet).advice.urgency is Urgency.UNKNOWN
    assert _row(desk, sold_out).advice.urgency is Urgency.OUT


def test_only_who_buys_may_order(database: Database):
    with pytest.raises(Forbidden):
        make.desk(database, Role.WAREHOUSE).do(order_advised)
