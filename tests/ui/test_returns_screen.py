from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit

from shopdesk.domain.rights import Role
from shopdesk.queries.return_details import return_detail
from shopdesk.ui.forms.find_field import FindField
from shopdesk.ui.forms.return_form import ReturnForm
from shopdesk.ui.pages.return_page import ReturnPage
from shopdesk.ui.printing import Preview
from shopdesk.ui.widgets.empty_state import EmptyState
from shopdesk.ui.widgets.question import Question
from shopdesk.usecases import orders, refunds, returns, shipping
from tests.ui.conftest import AtOnce
from tests.ui.order_shop import BARCODE, OrderShop, opened


@pytest.fixture
def shop(file_database: Any, qtbot: Any, at_once: AtOnce) -> OrderShop:
    made = opened(file_database, qtbot, at_once)
    made.window.open("returns")
    return made


def logged(shop: OrderShop, *units: int, discount: int = 0, **more: Any) -> tuple[int, int]:
    """A return of a delivered order: (order, return)."""
    order_id = shop.delivered((shop.gaiwan, 3), (shop.tea, 1), shipping=490, discount=discount)
    lines = shop.detail(order_id).lines
    wanted = [(line.id, count) for line, count in zip(lines, units or (2,), strict=False)]
    more.setdefault("reason", "changed_mind")
    return order_id, shop.desk.do(returns.log_return, order_id, wanted, **more)


def detail(shop: OrderShop, return_id: int) -> Any:
    return shop.desk.read(return_detail, return_id)


def test_an_empty_list_explains_itself(shop: OrderShop) -> None:
    empty = shop.screen.findChild(EmptyState)
    assert "refund is worked out to the cent" in shop.words(empty)
    assert shop.button("New return", empty).isEnabled()


def test_the_list_keeps_the_rules_of_a_model(shop: OrderShop) -> None:
    logged(shop)
    tester = QAbstractItemModelTester(shop.screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    shop.screen.reload()
    assert shop.screen.table.model().rowCount() == 1
    tester.deleteLater()


def test_a_return_starts_from_its_order_number(shop: OrderShop) -> None:
    order_id = shop.delivered()
    shop.click("New return", shop.window)
    finder = shop.dialog()
    field = finder.findChild(FindField)
    shop.type(field, shop.detail(order_id).number)
    shop.enter(field)
    form = shop.dialog(ReturnForm)
    form.steppers[shop.detail(order_id).lines[0].id].set_value(2, True)
    shop.click("Log the return of 2 pieces", form)
    assert isinstance(shop.screen, ReturnPage)


def test_pieces_announced_already_are_not_offered_again(shop: OrderShop) -> None:
    order_id, _return = logged(shop, 2)
    shop.window.open("order", order_id)
    shop.click("Log return…")
    form = shop.dialog(ReturnForm)
    first = shop.detail(order_id).lines[0]
    assert form.steppers[first.id]._most == 1
    form.close()


def test_outside_the_window_it_waits_for_approval_unless_overridden(shop: OrderShop) -> None:
    order_id, shipment = shop.packed()
    shop.desk.do(shipping.set_tracking, shipment, "JD1", "DHL")
    shop.desk.do(shipping.ship, shipment)
    shop.window.open("order", order_id)
    shop.click("Log return…")
    form = shop.dialog(ReturnForm)
    assert "delivery date is not known" in shop.words(form)
    form.steppers[shop.detail(order_id).lines[0].id].set_value(1, True)
    shop.click("Log the return of 1 piece", form)
    assert shop.screen.thing.state == "requested"
    shop.click("Approve")
    assert shop.screen.thing.state == "awaiting_goods"


def test_the_refund_is_reckoned_while_counting(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 2, discount=1000)
    shop.window.open("return", return_id)
    assert "2 × Gaiwan 盖碗" in shop.words()
    assert "paid 134.80 (144.00 less 9.20) for 3; 134.80 × 2 ÷ 3" in shop.words()
    assert "89.86 EUR" in shop.words()
    assert "of 4.90 paid: part of the order is kept" in shop.words()
    line = next(iter(shop.screen.inspections.values()))
    line.missing.set_value(1, True)
    assert line.good.value() == 1
    assert "44.93 EUR" in shop.words()


def test_one_pass_receives_inspects_and_refunds(shop: OrderShop) -> None:
    order_id, return_id = logged(shop, 2, 1)
    shop.window.open("return", return_id)
    first, second = shop.screen.inspections.values()
    first.damaged.set_value(1, True)
    first.bin.setText("A-01-2")
    first.bin.textEdited.emit("A-01-2")
    second.note.setText("Seal unbroken")
    second.note.textEdited.emit("Seal unbroken")
    shop.click("Receive and decide")
    found = detail(shop, return_id)
    assert found.state == "decided"
    assert [(line.good, line.damaged, line.missing) for line in found.lines] == [(1, 1, 0), (1, 0, 0)]
    assert found.lines[1].note == "Seal unbroken"
    panel = shop.screen.panel
    assert panel.way() == "PayPal"
    shop.type(panel.reference, "TX-77")
    shop.click("Refund 108.50 EUR")
    assert detail(shop, return_id).state == "closed"
    assert detail(shop, return_id).refunds[0].amount == 10850
    assert detail(shop, return_id).refunds[0].reference == "TX-77"
    assert shop.detail(order_id).refunded == 10850
    assert "108.50 EUR" in shop.words()


def test_received_first_inspected_later_decides_and_refunds_in_one_step(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 2)
    shop.window.open("return", return_id)
    shop.click("Only receive, inspect later")
    assert detail(shop, return_id).state == "received"
    shop.click("Decide and refund 96.00 EUR")
    assert detail(shop, return_id).state == "closed"


def test_counts_that_do_not_add_up_are_refused_with_the_rule(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 2)
    shop.window.open("return", return_id)
    line = next(iter(shop.screen.inspections.values()))
    line.good.set_value(1, True)
    why = "Gaiwan 盖碗: 1 of 2 pieces are accounted for."
    assert why in shop.words()
    assert shop.button("Receive and decide").toolTip() == why


def test_scans_count_the_good_pieces(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 2)
    shop.window.open("return", return_id)
    field = shop.screen.findChild(FindField)
    line = next(iter(shop.screen.inspections.values()))
    shop.type(field, BARCODE)
    shop.enter(field)
    assert line.good.value() == 1
    shop.type(field, "GW-1")
    shop.enter(field)
    assert line.good.value() == 2
    shop.type(field, "GW-1")
    shop.enter(field)
    assert line.good.value() == 2
    shop.type(field, "TE-1")
    shop.enter(field)
    assert "Sencha does not belong to this return." in shop.words()


def test_freight_can_be_refunded_but_never_more_than_was_paid(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 2, reason="damaged")
    shop.window.open("return", return_id)
    shop.click("Receive and decide")
    panel = shop.screen.panel
    assert panel.freight.text() == "4.90"
    shop.type(panel.freight, "9.90")
    assert shop.button("Refund 96.00 EUR").toolTip() == (
        "The freight to refund must be between zero and the freight paid."
    )
    shop.type(panel.freight, "2,00")
    shop.click("Refund 98.00 EUR")
    assert detail(shop, return_id).refunds[0].amount == 9800


def test_goodwill_is_shown_and_not_paid_twice(shop: OrderShop) -> None:
    order_id, return_id = logged(shop, 2)
    shop.desk.do(refunds.refund_order, order_id, shop.detail(order_id).paid - 5000, "PayPal", "Sorry")
    shop.window.open("return", return_id)
    assert "Paid back before" in shop.words()
    shop.click("Receive and decide")
    shop.click("Refund 50.00 EUR")
    found = detail(shop, return_id)
    assert (found.state, found.refunded) == ("closed", 5000)


def test_what_was_exchanged_is_worth_what_was_paid_for_it(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 1, type="exchange")
    shop.desk.do(returns.receive_return, return_id)
    shop.desk.do(returns.inspect_line, detail(shop, return_id).lines[0].id, 1)
    new = shop.desk.do(returns.exchange_order, return_id)
    shop.desk.do(refunds.refund_return, return_id, "PayPal")
    shop.desk.do(orders.confirm_order, new)
    shop.send(new)
    back = shop.desk.do(returns.log_return, new, [(shop.detail(new).lines[0].id, 1)], override=True)
    shop.window.open("return", back)
    assert "paid 48.00 for 1" in shop.words()
    shop.click("Receive and decide")
    shop.click("Refund 48.00 EUR")
    assert detail(shop, back).refunded == 4800


def test_pieces_that_have_not_left_are_cancelled_and_paid_back(shop: OrderShop) -> None:
    order_id = shop.confirmed((shop.gaiwan, 3), shipping=490)
    shop.window.open("order", order_id)
    cancel = next(verb for verb in shop.screen.verbs() if verb.title == "Cancel pieces…")
    cancel.run(shop.screen.shell, [shop.screen.thing])
    form = shop.dialog(ReturnForm)
    assert "3 still here" in shop.words()
    next(iter(form.steppers.values())).set_value(2, True)
    shop.click("Cancel 2 pieces")
    assert shop.detail(order_id).lines[0].cancelled == 2
    assert "What was not sent" in shop.words()
    assert "The goods have not left yet, so no return window applies." in shop.words()
    assert "Inspected" not in shop.words()
    assert "of 4.90 paid: part of the order is kept" in shop.words()
    shop.click("Refund 96.00 EUR")
    done = shop.detail(order_id)
    assert (done.refunded, done.payment, done.state) == (9600, "refunded_part", "confirmed")
    shop.window.open("order", order_id)
    assert "2 of 3 cancelled" in shop.words()


def test_the_window_is_worded_in_the_language_in_use(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 1)
    kept = shop.desk.read(return_detail, return_id).policy
    assert kept["rule"] == "inside"
    assert kept["text"] == f"Inside the return window, which ends on {kept['last_day']}."


def test_the_second_return_pays_exactly_the_rest(shop: OrderShop) -> None:
    order_id, first = logged(shop, 2, discount=1000)
    shop.desk.do(returns.receive_return, first)
    shop.desk.do(returns.inspect_line, detail(shop, first).lines[0].id, 2)
    paid = shop.desk.do(refunds.refund_return, first, "PayPal")
    line = shop.detail(order_id).lines[0]
    second = shop.desk.do(returns.log_return, order_id, [(line.id, 1)], reason="changed_mind")
    shop.window.open("return", second)
    assert "÷ 3 − 89.86 earlier" in shop.words()
    shop.click("Receive and decide")
    shop.screen.panel.freight.setText("0")
    shop.click("Refund 44.94 EUR")
    assert paid + detail(shop, second).refunds[0].amount == line.total


def test_an_exchange_makes_its_order_and_closes(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 1, type="exchange")
    shop.window.open("return", return_id)
    exchange = next(verb for verb in shop.screen.verbs() if verb.title == "Make the exchange order")
    assert exchange.refusals(shop.screen.thing) == ["The goods are not inspected yet."]
    shop.click("Receive and decide")
    assert shop.button("Refund 48.00 EUR instead").isEnabled()
    shop.qtbot.mouseClick(shop.screen.panel.primary, Qt.MouseButton.LeftButton)
    made = detail(shop, return_id)
    assert made.exchange_order_number
    assert shop.detail(made.exchange_order_id).total == 0
    shop.click("Close the return")
    assert detail(shop, return_id).state == "closed"


def test_a_return_is_rejected_with_a_reason(shop: OrderShop) -> None:
    order_id, _shipment = shop.packed()
    shop.desk.do(shipping.set_tracking, _shipment, "JD1", "DHL")
    shop.desk.do(shipping.ship, _shipment)
    line = shop.detail(order_id).lines[0]
    return_id = shop.desk.do(returns.log_return, order_id, [(line.id, 1)])
    shop.window.open("return", return_id)
    shop.click("Reject…")
    shop.type(shop.dialog(Question).field("reason"), "Opened tea")
    shop.click("Reject the return")
    assert detail(shop, return_id).state == "rejected"
    assert "Nothing was paid back." in shop.words()


def test_what_was_judged_is_not_lost_without_asking(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 2)
    shop.window.open("returns")
    shop.window.open("return", return_id)
    next(iter(shop.screen.inspections.values())).damaged.set_value(1, True)
    shop.window.back()
    assert isinstance(shop.screen, ReturnPage)
    shop.window.back()
    assert shop.screen.key == "returns"


def test_news_from_elsewhere_keeps_what_was_judged(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 2)
    shop.window.open("return", return_id)
    next(iter(shop.screen.inspections.values())).damaged.set_value(2, True)
    shop.window.shell.hub.announce(frozenset({"returns"}))
    assert next(iter(shop.screen.inspections.values())).damaged.value() == 2


def test_the_slip_is_printed(shop: OrderShop) -> None:
    _order, return_id = logged(shop, 2)
    shop.window.open("returns", view="open", row=return_id)
    shop.click("Print return slip")
    shop.dialog(Preview).close()


def test_a_packer_inspects_but_does_not_refund(file_database: Any, qtbot: Any, at_once: AtOnce) -> None:
    shop = opened(file_database, qtbot, at_once)
    _order, return_id = logged(shop, 2)
    shop.desk.user = type(shop.desk.user)(1, "Petra", Role.WAREHOUSE)
    shop.window.open("return", return_id)
    shop.click("Receive and decide")
    refund = shop.button("Refund 96.00 EUR")
    assert not refund.isEnabled() and refund.toolTip() == "Your role does not allow refunds."
    assert isinstance(shop.screen.panel.freight, QLineEdit)


@pytest.mark.parametrize("place", ["returns", "return"])
def test_everything_fits_a_small_window(shop: OrderShop, place: str) -> None:
    _order, return_id = logged(shop, 2, 1)
    shop.window.open(place, return_id)
    least = shop.window.minimumSizeHint()
    assert least.width() <= 1280 and least.height() <= 720
