"""Suppliers: added, changed, what they sell, their papers, how their score is weighted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from shopdesk.domain.errors import Conflict, Forbidden, UserError
from shopdesk.domain.rights import Role
from shopdesk.queries.finder import find
from shopdesk.store.tables import Supplier, SupplierItem, SupplierPaper
from shopdesk.usecases import suppliers
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases import buying


def test_a_supplier_gets_a_code_the_shops_currency_and_is_found_by_name(desk: Desk):
    one = desk.do(suppliers.create_supplier, "Ceramica Vale", contact="Rui", email="rui@vale.example")
    row = make.row(desk, Supplier, one)
    assert row.code.startswith("S-")
    assert (row.currency, row.buffer_days, row.active) == ("EUR", 7, True)
    with desk.reading() as session:
        assert ("supplier", one) in [(hit.kind, hit.id) for hit in find(session, desk.database.dialect, "vale")]
        assert find(session, desk.database.dialect, row.code)[0].id == one


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "  "}, "name is empty"),
        ({"name": "X", "lead_days": -1}, "between 0 and 730"),
        ({"name": "X", "buffer_days": 9999}, "between 0 and 730"),
        ({"name": "X", "min_order": -1}, "negative"),
        ({"name": "X", "currency": "EURO"}, "no currency"),
        ({"name": "X", "code": "CMD-1"}, "bench commands"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], words: str):
    before = len(make.rows(desk, Supplier))
    with pytest.raises(UserError, match=words):
        desk.do(suppliers.create_supplier, **wrong)
    assert len(make.rows(desk, Supplier)) == before


def test_a_code_belongs_to_one_supplier(desk: Desk):
    buying.supplier(desk, code="CV-1")
    with pytest.raises(UserError, match="“cv-1” already"):
        buying.supplier(desk, code="cv-1")
    other = buying.supplier(desk, code="CV-2")
    with pytest.raises(UserError, match="already"):
        desk.do(suppliers.edit_supplier, other, {"code": "CV-1"})
    desk.do(suppliers.edit_supplier, other, {"code": "cv-2", "lead_days": 12, "since": "2020-05-01"})
    row = make.row(desk, Supplier, other)
    assert (row.code, row.lead_days, row.since) == ("cv-2", 12, date(2020, 5, 1))


def test_two_people_do_not_overwrite_each_other(desk: Desk):
    one = buying.supplier(desk)
    seen = make.row(desk, Supplier, one).version
    desk.do(suppliers.edit_supplier, one, {"terms": "30 days net"}, seen)
    with pytest.raises(Conflict):
        desk.do(suppliers.edit_supplier, one, {"terms": "Cash"}, seen)
    with pytest.raises(UserError, match="cannot be changed"):
        desk.do(suppliers.edit_supplier, one, {"id": 7})
    with pytest.raises(UserError, match="no date"):
        desk.do(suppliers.edit_supplier, one, {"since": "yesterday"})
    assert make.row(desk, Supplier, one).terms == "30 days net"


def test_an_item_is_kept_once_and_one_supplier_is_preferred(desk: Desk):
    mug, one, two = make.product(desk), buying.supplier(desk), buying.supplier(desk)
    first = desk.do(suppliers.set_item, one, mug, code="CV-3001", pack=12, price=410, preferred=True)
    assert desk.do(suppliers.set_item, one, mug, code="CV-3001", pack=6, price=400, preferred=True) == first
    desk.do(suppliers.set_item, two, mug, price=390, preferred=True)
    found = {row.supplier_id: (row.pack, row.price, row.preferred) for row in make.rows(desk, SupplierItem)}
    assert found[one] == (6, 400, False)
    assert found[two] == (1, 390, True)
    desk.do(suppliers.remove_item, one, mug)
    with pytest.raises(UserError, match="does not sell"):
        desk.do(suppliers.remove_item, one, mug)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"pack": 0}, "at least one"),
        ({"price": -1}, "negative"),
        ({"min_quantity": -1}, "negative"),
        ({"lead_days": -1}, "between"),
    ],
)
def test_an_item_that_cannot_be_is_refused(desk: Desk, wrong: dict[str, Any], words: str):
    mug, one = make.product(desk), buying.supplier(desk)
    with pytest.raises(UserError, match=words):
        desk.do(suppliers.set_item, one, mug, **wrong)
    with pytest.raises(UserError, match="no such product"):
        desk.do(suppliers.set_item, one, 10**6)
    with pytest.raises(UserError, match="no such supplier"):
        desk.do(suppliers.set_item, 10**6, mug)


def test_papers_are_kept_with_the_day_they_run_out(desk: Desk):
    one = buying.supplier(desk)
    paper = desk.do(suppliers.add_supplier_paper, one, "Food licence", expires_on=date(2026, 12, 31))
    assert make.row(desk, SupplierPaper, paper).expires_on == date(2026, 12, 31)
    with pytest.raises(UserError, match="name is empty"):
        desk.do(suppliers.add_supplier_paper, one, " ")
    desk.do(suppliers.remove_supplier_paper, paper)
    with pytest.raises(UserError, match="no such paper"):
        desk.do(suppliers.remove_supplier_paper, paper)
    assert make.events(desk, "supplier", one) == ["created", "paper", "paper_removed"]


def test_weights_are_the_shops_own_and_sum_to_a_hundred(desk: Desk):
    desk.do(suppliers.set_score_weights, 10, 60, 30)
    assert desk.setting("supplier_weights") == {"years": 10, "quality": 60, "stability": 30}
    with pytest.raises(UserError, match="sum to 100 %"):
        desk.do(suppliers.set_score_weights, 10, 60, 40)
    with pytest.raises(Forbidden):
        make.desk(desk.database, Role.WAREHOUSE).do(suppliers.set_score_weights, 10, 60, 30)
