"""The check finds every way in which purchase orders could contradict themselves."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from shopdesk.store.engine import Database
from shopdesk.store.tables import Purchase, PurchaseLine, Receipt, ReceiptLine, StockMove, SupplierClaim
from shopdesk.usecases import claims
from shopdesk.usecases.check_purchases import PURCHASING
from shopdesk.usecases.checking import check
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases import buying

_BROKEN: dict[str, tuple[Any, dict[str, Any]]] = {
    "received good": (PurchaseLine, {"good": 8}),
    "received damaged": (PurchaseLine, {"damaged": 2}),
    "received over": (PurchaseLine, {"over": 1}),
    "receipt moves": (StockMove, {"reason": "adjustment"}),
    "landed costs": (ReceiptLine, {"landed": 1}),
    "purchase states": (Purchase, {"state": "confirmed"}),
    "purchase sums": (Purchase, {"goods": 1}),
    "claims": (SupplierClaim, {"credited": 5000}),
}


@pytest.fixture
def bought(file_database: Database) -> Desk:
    desk = Desk(file_database)
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 12, 410)], freight=500)
    buying.arrived(desk, order, mug, 7, 1)
    desk.do(claims.open_claim, buying.lines(desk, order)[0].id)
    make.whole(desk)
    return desk


def _broken(desk: Desk) -> dict[str, str]:
    return {problem.rule: problem.message for problem in desk.read(check).problems}


@pytest.mark.parametrize("rule", _BROKEN)
def test_each_rule_finds_what_breaks_it(bought: Desk, rule: str):
    table, values = _BROKEN[rule]
    bought.do(lambda work: work.write(update(table.__table__).values(**values)))
    found = _broken(bought)
    assert rule in found
    assert "{" not in found[rule]


def test_two_deliveries_counted_at_once_are_found(bought: Desk):
    bought.do(lambda work: work.write(update(Receipt.__table__).values(state="counting")))
    row = make.rows(bought, Purchase)[0]
    bought.do(lambda work: work.write(update(Purchase.__table__).values(state="draft")))
    assert "deliveries" in _broken(bought)
    assert row.number in _broken(bought)["deliveries"]


def test_every_rule_is_tried_here():
    assert {rule.name for rule in PURCHASING} == {*_BROKEN, "deliveries"}
