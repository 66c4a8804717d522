"""Purchase orders: written, ordered, confirmed, cancelled, closed short, reopened; what is on its way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from shopdesk.domain.errors import Conflict, Forbidden, UserError
from shopdesk.domain.rights import Role
from shopdesk.queries.incoming import incoming, incoming_units
from shopdesk.store.tables import Purchase
from shopdesk.store.work import utc_now
from shopdesk.usecases import purchases, receiving, suppliers
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases import buying


def test_a_draft_takes_prices_packs_and_codes_from_the_supplier_and_else_our_cost(desk: Desk):
    vale = buying.supplier(desk)
    mug, cup, jug = (make.product(desk, cost=500) for _each in range(3))
    desk.do(suppliers.set_item, vale, mug, code="CV-3001", pack=12, price=410)
    lines = [
        {"variant": mug, "quantity": 24, "price": None},
        {"variant": cup, "quantity": 5, "price": 235},
        {"variant": jug, "quantity": 3},
        {"variant": mug, "quantity": 12},
    ]
    order = desk.do(purchases.create_purchase, vale, lines, "Pack standing")
    row = make.row(desk, Purchase, order)
    assert (row.state, row.currency, row.note) == ("draft", "EUR", "Pack standing")
    assert row.expected_on == utc_now().date() + timedelta(days=10)
    found = [
        (line.variant_id, line.supplier_code, line.pack, line.quantity, line.price)
        for line in buying.lines(desk, order)
    ]
    assert found == [(mug, "CV-3001", 12, 36, 410), (cup, "", 1, 5, 235), (jug, "", 1, 3, 500)]
    assert row.goods == 36 * 410 + 5 * 235 + 3 * 500


def test_a_kit_is_bought_as_its_parts(desk: Desk):
    from sqlalchemy import insert

    from shopdesk.store.tables import BundlePart

    kit, cup, saucer = (make.product(desk) for _each in range(3))
    desk.do(lambda work: work.write(insert(BundlePart), [
        {"parent_id": kit, "child_id": cup, "quantity": 2}, {"parent_id": kit, "child_id": saucer, "quantity": 1}
    ]))  # fmt: skip
    order = desk.do(purchases.create_purchase, buying.supplier(desk), [{"variant": kit, "quantity": 3, "price": 900}])
    assert {line.variant_id: line.quantity for line in buying.lines(desk, order)} == {cup: 6, saucer: 3}
    with pytest.raises(UserError, match="as its parts"):
        desk.do(purchases.set_purchase_line, order, kit, 1)


@pytest.mark.parametrize("quantity", [0, -1, 3.5, "x"])
def test_a_line_has_a_whole_number_of_pieces(desk: Desk, quantity: Any):
    mug, by = make.product(desk), buying.supplier(desk)
    before = len(make.rows(desk, Purchase))
    with pytest.raises(UserError, match=r"whole number|at least one|no number"):
        desk.do(purchases.create_purchase, by, [{"variant": mug, "quantity": quantity}])
    assert len(make.rows(desk, Purchase)) == before


def test_what_cannot_be_bought_is_refused(desk: Desk):
    by, service = buying.supplier(desk), make.product(desk, item_type="service")
    for line, words in (
        ({"variant": service, "quantity": 1}, "has no stock"),
        ({"variant": 10**6, "quantity": 1}, "no such product"),
        ({"variant": make.product(desk), "quantity": 1, "price": -5}, "negative"),
        ({"quantity": 1}, "names a variant"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(purchases.create_purchase, by, [line])
    desk.do(suppliers.edit_supplier, by, {"active": False})
    with pytest.raises(UserError, match="any more"):
        desk.do(purchases.create_purchase, by, [])
    with pytest.raises(UserError, match="no such supplier"):
        desk.do(purchases.create_purchase, 10**6, [])


def test_lines_change_only_while_it_is_a_draft(desk: Desk):
    mug, cup = make.product(desk), make.product(desk)
    order = buying.purchase(desk, [(mug, 12, 400)], "draft")
    desk.do(purchases.set_purchase_line, order, mug, 24, price=380)
    desk.do(purchases.set_purchase_line, order, cup, 2, price=100)
    assert make.row(desk, Purchase, order).goods == 24 * 380 + 200
    desk.do(purchases.remove_purchase_line, order, cup)
    with pytest.raises(UserError, match="no such line"):
        desk.do(purchases.remove_purchase_line, order, cup)
    desk.do(purchases.order_purchase, order)
    with pytest.raises(UserError, match="ordered already"):
        desk.do(purchases.set_purchase_line, order, mug, 1)
    with pytest.raises(UserError, match="reason"):
        desk.do(purchases.redraft_purchase, order, " ")
    desk.do(purchases.redraft_purchase, order, "Forgot the jug")
    assert buying.state(desk, order) == "draft"
    assert make.row(desk, Purchase, order).goods == 24 * 380


def test_an_empty_order_is_not_sent(desk: Desk):
    order = desk.do(purchases.create_purchase, buying.supplier(desk), [])
    with pytest.raises(UserError, match="at least one line"):
        desk.do(purchases.order_purchase, order)
    with pytest.raises(UserError, match="no such purchase"):
        desk.do(purchases.order_purchase, 10**6)


def test_broken_packs_and_missed_minimums_need_somebody_who_insists(desk: Desk):
    mug, vale = make.product(desk), buying.supplier(desk, min_order=10_000)
    desk.do(suppliers.set_item, vale, mug, pack=12, price=410, min_quantity=24)
    order = desk.do(purchases.create_purchase, vale, [{"variant": mug, "quantity": 13}])
    with pytest.raises(UserError, match=r"packs of 12.*at least 24.*minimum is 100.00 EUR"):
        desk.do(purchases.order_purchase, order)
    desk.do(purchases.order_purchase, order, True)
    assert buying.state(desk, order) == "ordered"


def test_an_order_in_another_currency_needs_a_rate(desk: Desk):
    mug, far = make.product(desk, cost=500), buying.supplier(desk, currency="cny")
    order = desk.do(purchases.create_purchase, far, [{"variant": mug, "quantity": 2}])
    assert buying.lines(desk, order)[0].price == 0  # our cost is in another currency
    with pytest.raises(UserError, match="one unit of the supplier"):
        desk.do(purchases.order_purchase, order)
    for rate in ("0", "x", "-2"):
        with pytest.raises(UserError, match="no exchange rate"):
            desk.do(purchases.edit_purchase, order, {"rate": rate})
    desk.do(purchases.edit_purchase, order, {"rate": "0.1280"})
    desk.do(purchases.order_purchase, order)
    assert make.row(desk, Purchase, order).rate == "0.128"


def test_the_supplier_confirms_with_days_and_a_reference(desk: Desk):
    mug, cup = make.product(desk), make.product(desk)
    order = buying.purchase(desk, [(mug, 12, 400), (cup, 6, 200)])
    late = buying.lines(desk, order)[1]
    desk.do(purchases.confirm_purchase, order, date(2026, 3, 20), "AB 24-018", {late.id: "2026-04-02"})
    row = make.row(desk, Purchase, order)
    assert (row.state, row.expected_on, row.reference) == ("confirmed", date(2026, 3, 20), "AB 24-018")
    assert [line.expected_on for line in buying.lines(desk, order)] == [None, date(2026, 4, 2)]
    with pytest.raises(UserError, match="cannot become"):
        desk.do(purchases.confirm_purchase, order)
    other = buying.purchase(desk, [(mug, 12, 400)])
    with pytest.raises(UserError, match="no such line"):
        desk.do(purchases.confirm_purchase, other, None, "", {late.id: "2026-04-02"})
    assert buying.state(desk, other) == "ordered"


def test_costs_stand_once_goods_have_arrived(desk: Desk):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 12, 400)], freight=500)
    for changes, words in (
        ({"freight": -1}, "negative"),
        ({"spread": "colour"}, "value, quantity or weight"),
        ({"goods": 1}, "cannot be changed"),
        ({"expected_on": "soon"}, "no date"),
    ):
        with pytest.raises(UserError, match=words):
            desk.do(purchases.edit_purchase, order, changes)
    buying.arrived(desk, order, mug, 1)
    with pytest.raises(UserError, match="arrived at these costs"):
        desk.do(purchases.edit_purchase, order, {"freight": 600})
    desk.do(purchases.edit_purchase, order, {"note": "Ring twice"})
    with pytest.raises(Conflict):
        desk.do(purchases.edit_purchase, order, {"note": "x"}, 1)


def test_an_order_is_cancelled_only_while_nothing_came(desk: Desk):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 12, 400)])
    with pytest.raises(UserError, match="reason"):
        desk.do(purchases.cancel_purchase, order, "")
    receipt = buying.arrived(desk, order, mug, 1)
    with pytest.raises(UserError, match="cannot become"):
        desk.do(purchases.cancel_purchase, order, "Too late")
    desk.do(receiving.undo_receipt, receipt, "Wrong order")
    desk.do(purchases.cancel_purchase, order, "Too late")
    assert buying.state(desk, order) == "cancelled"


def test_what_never_came_is_closed_short_with_a_reason_and_may_come_after_all(desk: Desk):
    mug = make.product(desk)
    order = buying.purchase(desk, [(mug, 12, 400)])
    with pytest.raises(UserError, match="cannot become"):
        desk.do(purchases.close_purchase, order, "Nothing came")
    buying.arrived(desk, order, mug, 7, 1)
    with pytest.raises(UserError, match="reason"):
        desk.do(purchases.close_purchase, order)
    assert desk.do(purchases.close_purchase, order, "Sold out") == 4
    assert buying.lines(desk, order)[0].short == 4
    with pytest.raises(UserError, match="finished"):
        desk.do(purchases.edit_purchase, order, {"note": "x"})
    with pytest.raises(UserError, match="does not wait"):
        buying.arrived(desk, order, mug, 4)
    desk.do(purchases.reopen_purchase, order, "They found four")
    assert (buying.state(desk, order), buying.lines(desk, order)[0].short) == ("partly_received", 0)
    buying.arrived(desk, order, mug, 4)
    assert buying.state(desk, order) == "received"
    assert desk.do(purchases.close_purchase, order) == 0
    desk.do(purchases.reopen_purchase, order, "Wrong button")
    assert buying.state(desk, order) == "received"


def test_what_is_on_its_way_is_what_orders_still_owe_earliest_first(desk: Desk):
    mug, cup = make.product(desk), make.product(desk)
    later = buying.purchase(desk, [(mug, 24, 400), (cup, 6, 200)])
    sooner = buying.purchase(desk, [(mug, 10, 400)])
    buying.purchase(desk, [(mug, 99, 400)], "draft")
    desk.do(purchases.confirm_purchase, later, date(2026, 5, 1))
    desk.do(purchases.confirm_purchase, sooner, date(2026, 4, 1))
    buying.arrived(desk, later, mug, 10, 2)
    found = desk.read(incoming, [mug, cup, 10**6])
    assert found[mug] == [(date(2026, 4, 1), 10, sooner), (date(2026, 5, 1), 12, later)]
    assert found[cup] == [(date(2026, 5, 1), 6, later)]
    assert set(found) == {mug, cup}
    with desk.reading() as session:
        units = {row.variant_id: (row.units, row.next_on) for row in session.execute(incoming_units())}
    assert (units[mug], units[cup]) == ((22, date(2026, 4, 1)), (6, date(2026, 5, 1)))
    desk.do(purchases.cancel_purchase, sooner, "Too dear")
    assert [part.purchase for part in desk.read(incoming, [mug])[mug]] == [later]


def test_only_people_who_may_buy_do(desk: Desk):
    wanda = make.desk(desk.database, Role.WAREHOUSE)
    with pytest.raises(Forbidden):
        wanda.do(purchases.create_purchase, buying.supplier(desk), [])
