"""Claims against suppliers: for bad or missing goods, settled in money, goods sent back."""

from __future__ import annotations

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.store.tables import ReturnLine, SupplierClaim
from shopdesk.usecases import claims, purchases, suppliers
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases import buying


def test_damaged_units_are_claimed_once_at_their_price(desk: Desk):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 12, 410)])
    buying.arrived(desk, order, mug, 9, 3)
    (line,) = buying.lines(desk, order)
    claim = desk.do(claims.open_claim, line.id, 2)
    row = make.row(desk, SupplierClaim, claim)
    assert (row.state, row.quantity, row.amount, row.currency) == ("open", 2, 820, "EUR")
    assert row.receipt_line_id is not None
    with pytest.raises(UserError, match="Only 1"):
        desk.do(claims.open_claim, line.id, 2)
    desk.do(claims.open_claim, line.id)
    with pytest.raises(UserError, match="nothing left"):
        desk.do(claims.open_claim, line.id)
    with pytest.raises(UserError, match="nothing left"):
        desk.do(claims.open_claim, line.id, reason="short")
    with pytest.raises(UserError, match="no reason"):
        desk.do(claims.open_claim, line.id, reason="ugly")
    with pytest.raises(UserError, match="no such line"):
        desk.do(claims.open_claim, 10**6)


def test_a_claim_goes_its_way_and_is_never_credited_beyond_itself(desk: Desk):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 12, 410)])
    buying.arrived(desk, order, mug, 9)
    desk.do(purchases.close_purchase, order, "Sold out")
    claim = desk.do(claims.open_claim, buying.lines(desk, order)[0].id, reason="short", amount=1000)
    desk.do(claims.send_claim, claim)
    with pytest.raises(UserError, match="“Sent to supplier” and cannot become “Sent to supplier”"):
        desk.do(claims.send_claim, claim)
    with pytest.raises(UserError, match="reason"):
        desk.do(claims.reject_claim, claim, "")
    desk.do(claims.reject_claim, claim, "Lost by the carrier")
    desk.do(claims.send_claim, claim)
    for amount, words in ((1001, "More is credited"), (-1, "negative")):
        with pytest.raises(UserError, match=words):
            desk.do(claims.credit_claim, claim, amount)
    desk.do(claims.credit_claim, claim, 900, "CN-5")
    row = make.row(desk, SupplierClaim, claim)
    assert (row.state, row.credited, row.reference) == ("credited", 900, "CN-5")
    with pytest.raises(UserError, match="cannot become"):
        desk.do(claims.reject_claim, claim, "x")
    with pytest.raises(UserError, match="never came"):
        desk.do(claims.send_goods_back, claim)


def test_damaged_goods_go_back_out_of_quarantine(desk: Desk):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 12, 410)])
    buying.arrived(desk, order, mug, 9, 3)
    claim = desk.do(claims.open_claim, buying.lines(desk, order)[0].id)
    with pytest.raises(UserError, match="Only 3"):
        desk.do(claims.send_goods_back, claim, 4)
    desk.do(claims.send_goods_back, claim, 2)
    assert make.bins_of(desk, mug) == {"RECEIVING": 9, "QUARANTINE": 1}
    desk.do(claims.send_goods_back, claim)
    with pytest.raises(UserError, match="Only 0"):
        desk.do(claims.send_goods_back, claim)
    assert make.row(desk, SupplierClaim, claim).sent_back == 3


def test_what_customers_send_back_is_claimed_from_who_sold_it_to_us(desk: Desk):
    mug, vale = make.product(desk, 5), buying.supplier(desk)
    order = make.order(desk, [(mug, 2)], "delivered")
    case = make.returned(desk, order, 2, reason="defect")
    (line,) = make.rows(desk, ReturnLine, ReturnLine.return_id == case)
    with pytest.raises(UserError, match="which supplier"):
        desk.do(claims.open_claim_for_return, line.id)
    desk.do(suppliers.set_item, vale, mug, price=410)
    claim = make.row(desk, SupplierClaim, desk.do(claims.open_claim_for_return, line.id))
    assert (claim.supplier_id, claim.quantity, claim.amount, claim.reason) == (vale, 2, 820, "defect")
    with pytest.raises(UserError, match="nothing left"):
        desk.do(claims.open_claim_for_return, line.id)
    with pytest.raises(UserError, match="no such return line"):
        desk.do(claims.open_claim_for_return, 10**6)
