"""The purchase order on paper and as a workbook says what the order says."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role
from shopdesk.usecases import claims, printing, purchases, suppliers
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.purchase_papers import purchase_workbook
from tests import make
from tests.documents.reading_back import codes_in, squeezed, text_in
from tests.usecases import buying


@pytest.fixture
def order(desk: Desk) -> int:
    vale = buying.supplier(desk, "Ceramica Vale", address="Rua do Forno 22\nPortugal", terms="30 days net")
    mug, jug = make.product(desk, sku=f"MUG-{make.number()}"), make.product(desk)
    desk.do(suppliers.set_item, vale, mug, code="CV-3001", pack=12, price=410)
    lines = [{"variant": mug, "quantity": 96}, {"variant": jug, "quantity": 5, "price": 520}]
    made = desk.do(purchases.create_purchase, vale, lines, "Pack standing", date(2026, 4, 2))
    desk.do(purchases.edit_purchase, made, {"freight": 4800, "reference": "Offer 18"})
    return int(made)


def test_the_paper_says_what_the_order_says_and_reads_back(desk: Desk, order: int):
    draft = text_in(printing.make(desk, "purchase-order", [order]).pdf)
    assert "draft" in draft
    desk.do(purchases.order_purchase, order)
    paper = printing.make(desk, "purchase-order", [order])
    text = squeezed(text_in(paper.pdf))
    for words in (
        "Ceramica Vale",
        "Rua do Forno 22",
        "CV-3001",
        "393.60",
        "26.00",
        "€467.60",
        "Pack standing",
        "Offer 18",
    ):
        assert squeezed(words) in text
    assert squeezed("101 pieces") in text
    (number,) = codes_in(paper.pdf)
    assert number.startswith("PO-")
    with pytest.raises(UserError, match="Choose what to print"):
        printing.make(desk, "purchase-order", [])
    with pytest.raises(UserError, match="no such purchase"):
        printing.make(desk, "purchase-order", [10**6])


def test_the_workbook_has_codes_as_text_and_amounts_as_numbers(desk: Desk, order: int):
    book = load_workbook(io.BytesIO(purchase_workbook(desk, order)))
    lines, facts = book.worksheets
    rows = list(lines.iter_rows(values_only=True))
    assert rows[0][1:4] == ("Your code", "SKU", "Item")
    assert rows[1][4:9] == (12, 8, 96, 4.1, 393.6)
    assert rows[2][5:7] == (5, 5)
    said = {row[0]: row[1] for row in facts.iter_rows(values_only=True)}
    assert (said["Total"], said["Deliver by"], said["Note"]) == ("467.60 EUR", "2026-04-02", "Pack standing")
    with pytest.raises(Forbidden):
        purchase_workbook(make.desk(desk.database, Role.VIEWER), order)


def test_each_supplier_gets_one_letter_with_its_claims(desk: Desk):
    vale, far = buying.supplier(desk, "Ceramica Vale"), buying.supplier(desk, "Far", currency="CNY")
    mug = make.product(desk)
    written = []
    for by, more in ((vale, {}), (far, {"rate": "0.1"}), (vale, {})):
        order = buying.purchase(desk, [(mug, 5, 410)], "draft", by=by, **more)
        desk.do(purchases.order_purchase, order)
        buying.arrived(desk, order, mug, 3, 2)
        written.append(desk.do(claims.open_claim, buying.lines(desk, order)[0].id))
    paper = printing.make(desk, "supplier-claim", written)
    text = squeezed(text_in(paper.pdf))
    assert paper.labels == 2
    for words in ("Ceramica Vale", "Far", "€16.40", "CN¥8.20", "Damaged on arrival"):
        assert squeezed(words) in text
    with pytest.raises(UserError, match="no such claim"):
        printing.make(desk, "supplier-claim", [10**6])
