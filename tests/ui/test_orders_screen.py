from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox

from shopdesk.domain.rights import Role
from shopdesk.queries.finder import id_of
from shopdesk.ui.forms.form import Form
from shopdesk.ui.forms.match_dialog import MatchDialog
from shopdesk.ui.forms.order_form import NewOrderPage
from shopdesk.ui.forms.outcomes import Outcomes
from shopdesk.ui.forms.return_form import ReturnForm
from shopdesk.ui.forms.review_dialog import ReviewDialog
from shopdesk.ui.pages.order_page import OrderPage, money_lines
from shopdesk.ui.printing import Preview
from shopdesk.ui.verbs import willing
from shopdesk.ui.widgets.empty_state import EmptyState
from shopdesk.ui.widgets.question import Question
from shopdesk.usecases import orders
from tests.documents.reading_back import text_in
from tests.ui.conftest import AtOnce
from tests.ui.order_shop import BARCODE, OrderShop, opened

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shop(file_database: Any, qtbot: Any, at_once: AtOnce) -> OrderShop:
    return opened(file_database, qtbot, at_once)


def test_an_empty_shop_says_how_orders_come_in(shop: OrderShop) -> None:
    empty = shop.screen.findChild(EmptyState)
    assert empty is not None and empty.isVisible()
    assert shop.button("Import", empty).isEnabled()
    assert shop.button("New order", empty).isEnabled()
    assert shop.button("Load the sample shop instead", empty).isEnabled()


def test_the_list_keeps_the_rules_of_a_model(shop: OrderShop) -> None:
    for _at in range(3):
        shop.order()
    shop.window.open("orders", view="all")
    tester = QAbstractItemModelTester(shop.screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    shop.screen.reload()
    assert shop.screen.table.model().rowCount() == 3
    tester.deleteLater()


def test_an_order_without_questions_is_confirmed_at_once(shop: OrderShop) -> None:
    order_id = shop.order()
    shop.window.open("orders", view="to_review", row=order_id)
    shop.click("Confirm")
    assert shop.dialog() is None
    detail = shop.detail(order_id)
    assert detail.state == "confirmed"
    assert [line.reserved for line in detail.lines] == [2, 1]


def test_a_review_shows_all_reasons_and_asks_to_accept_them(shop: OrderShop) -> None:
    order_id = shop.order((shop.tea, 9), paid=False, note="Ring twice")
    shop.window.open("orders", view="to_review", row=order_id)
    shop.click("Confirm")
    assert isinstance(shop.dialog(), ReviewDialog)
    told = shop.words()
    for reason in ("not fully paid", "Sencha: 9 needed, 5 free", "Ring twice"):
        assert reason in told
    shop.click("Not yet")
    assert shop.detail(order_id).state == "submitted"
    shop.click("Confirm")
    shop.click("Accept and confirm")
    assert shop.detail(order_id).state == "confirmed"


def test_what_must_be_put_right_cannot_be_accepted(shop: OrderShop) -> None:
    order_id = shop.order()
    shop.desk.do(orders.hold_order, order_id, "Asked to wait")
    shop.window.open("orders", view="all", row=order_id)
    row = shop.screen.table.current_row()
    confirm = next(verb for verb in shop.screen.verbs() if verb.title == "Confirm")
    assert confirm.refusals(row) == ["The order is on hold: Asked to wait."]
    shop.click("Release hold")
    assert not shop.detail(order_id).held


def test_reviewing_all_confirms_the_clear_ones_and_lists_the_others(shop: OrderShop) -> None:
    clear, unpaid = shop.order((shop.gaiwan, 1)), shop.order((shop.tea, 1), paid=False)
    shop.window.open("orders", view="to_review")
    shop.click("Review all", shop.window)
    dialog = shop.dialog()
    assert isinstance(dialog, Outcomes)
    assert "1 order confirmed" in shop.words(dialog)
    assert "not fully paid" in shop.words(dialog)
    assert shop.detail(clear).state == "confirmed"
    shop.click(shop.detail(unpaid).number, dialog)
    assert isinstance(shop.screen, OrderPage)
    assert shop.screen.thing.id == unpaid


def test_released_orders_offer_their_pick_list(shop: OrderShop, qtbot: Any) -> None:
    order_id = shop.confirmed()
    shop.window.open("orders", view="to_pick", row=order_id)
    shop.click("Release to picking")
    assert isinstance(shop.dialog(), Outcomes)
    shop.click("Print the pick list")
    preview = shop.dialog(Preview)
    assert preview.title == "Pick list" and preview.document.pageCount() == 1
    preview.close()
    assert shop.detail(order_id).fulfilment == "picking"


def test_invoices_are_drawn_from_the_list_and_from_the_order(shop: OrderShop) -> None:
    first, second = shop.order(), shop.order(paid=False)
    shop.window.open("orders", view="all")
    shop.screen.table.model().pick([0, 1])
    verb = next(verb for verb in shop.screen.verbs() if verb.title == "Invoice…")
    assert verb.many
    shop.screen.run(verb)
    preview = shop.dialog(Preview)
    assert preview.title == "Invoice" and preview.document.pageCount() == 2
    preview.close()
    shop.window.open("order", first)
    shop.click("Invoice…")
    preview = shop.dialog(Preview)
    assert shop.detail(first).number in text_in(preview.drawn.pdf)
    assert shop.detail(second).number not in text_in(preview.drawn.pdf)
    preview.close()


def test_an_order_without_amounts_has_no_invoice(shop: OrderShop) -> None:
    order_id = shop.order(paid=False)
    shop.window.open("order", order_id)
    verb = next(verb for verb in shop.screen.verbs() if verb.title == "Invoice…")
    number = shop.detail(order_id).number
    assert willing(verb, shop.desk.user, [shop.screen.thing])[1] == ""
    without = replace(shop.screen.thing, amounts_known=False)
    assert willing(verb, shop.desk.user, [without])[1] == (
        f"Order {number} came without amounts, so there is no invoice for it."
    )


def test_a_refused_step_is_disabled_and_says_why(shop: OrderShop) -> None:
    order_id = shop.confirmed((shop.tea, 5))
    short = shop.confirmed((shop.tea, 2))
    shop.window.open("order", short)
    assert shop.button("Release to picking").isEnabled() is False
    number = shop.detail(short).number
    assert shop.button("Release to picking").toolTip() == f"Order {number} is short of stock."
    shop.window.open("order", order_id)
    assert shop.button("Release to picking").isEnabled()


def test_several_orders_are_held_together_and_undo_lets_them_go_on(shop: OrderShop) -> None:
    ids = [shop.order(), shop.order()]
    shop.window.open("orders", view="all")
    shop.qtbot.keyClick(shop.screen.table, Qt.Key.Key_A, CONTROL)
    shop.qtbot.keyClick(shop.screen, Qt.Key.Key_H, CONTROL)
    question = shop.dialog(Question)
    shop.type(question.field("reason"), "Stock count")
    shop.click("Put on hold")
    assert all(shop.detail(order_id).held for order_id in ids)
    shop.click("Undo", shop.window)
    assert not any(shop.detail(order_id).held for order_id in ids)


def test_a_payment_is_offered_with_what_is_open(shop: OrderShop) -> None:
    order_id = shop.order((shop.tea, 2), paid=False)
    shop.window.open("order", order_id)
    shop.screen.run(next(verb for verb in shop.screen.verbs() if verb.title == "Add payment…"))
    form = shop.dialog(Form)
    assert form.field("amount").text() == "25.00"
    shop.type(form.field("amount"), "20,00")
    shop.type(form.field("method"), "Cash")
    shop.click("Add the payment")
    assert shop.detail(order_id).paid == 2000
    assert "5.00 EUR" in shop.words()


def test_the_address_is_corrected_from_the_page(shop: OrderShop) -> None:
    order_id = shop.order()
    shop.window.open("order", order_id)
    shop.screen.run(next(verb for verb in shop.screen.verbs() if verb.title == "Address…"))
    form = shop.dialog(Form)
    shop.type(form.field("line1"), "Hafenweg 1")
    shop.click("Save the address")
    assert shop.detail(order_id).ship_line1 == "Hafenweg 1"
    assert "Hafenweg 1" in shop.words()


def test_an_unknown_line_is_matched_by_a_scan(shop: OrderShop) -> None:
    from sqlalchemy import update

    from shopdesk.store.tables import OrderLine

    order_id = shop.order((shop.tea, 1))
    with shop.desk.database.writing() as connection:
        connection.execute(update(OrderLine).values(variant_id=None, title="Deckeltasse", sku="X-9"))
    shop.window.open("orders", view="to_review", row=order_id)
    confirm = next(verb for verb in shop.screen.verbs() if verb.title == "Confirm")
    assert confirm.refusals(shop.screen.table.current_row()) == ["Not in the catalogue yet: Deckeltasse."]
    shop.click("Match product…")
    dialog = shop.dialog(MatchDialog)
    assert "Deckeltasse" in shop.words(dialog)
    assert not dialog.go.isEnabled()
    shop.type(dialog.search, BARCODE)
    shop.enter(dialog.search)
    assert dialog.chosen.id == shop.gaiwan
    shop.click("Match", dialog)
    assert shop.detail(order_id).lines[0].variant_id == shop.gaiwan
    assert shop.dialog() is None


def test_an_order_is_cancelled_only_with_a_reason(shop: OrderShop) -> None:
    order_id = shop.confirmed()
    shop.window.open("order", order_id)
    shop.screen.run(next(verb for verb in shop.screen.verbs() if verb.title == "Cancel…"))
    question = shop.dialog(Question)
    shop.click("Cancel the order")
    assert shop.detail(order_id).state == "confirmed"
    shop.type(question.field("reason"), "Ordered twice")
    shop.click("Cancel the order")
    assert shop.detail(order_id).state == "cancelled"
    assert shop.detail(order_id).lines[0].reserved == 0


def test_the_money_on_the_page_adds_up(shop: OrderShop) -> None:
    order_id = shop.order((shop.gaiwan, 2), (shop.tea, 1), shipping=490, discount=333)
    lines = money_lines(shop.detail(order_id))
    shown = {line.title: line.amount for line in lines}
    assert shown["Goods"] == "108.50"
    assert shown["Order discount"] == "−3.33"
    assert shown["Freight"] == "4.90"
    assert shown["Total"] == "110.07 EUR"
    assert "Still to pay" not in shown
    shop.window.open("order", order_id)
    assert "−2.95 Order discount" in shop.words()


def test_a_delivered_order_logs_a_return(shop: OrderShop) -> None:
    order_id = shop.delivered()
    shop.window.open("order", order_id)
    shop.click("Log return…")
    form = shop.dialog(ReturnForm)
    assert "Inside the return window" in shop.words(form)
    assert not form.go.isEnabled()
    line = shop.detail(order_id).lines[0]
    form.steppers[line.id].set_value(1, True)
    form.reason.setCurrentIndex(form.reason.findData("changed_mind"))
    shop.click("Log the return of 1 piece", form)
    assert shop.window.current().kind == "return"
    assert shop.detail(order_id).returns[0].state == "awaiting_goods"


def test_an_order_is_typed_by_keyboard_alone(shop: OrderShop, qtbot: Any) -> None:
    shop.window.open("orders")
    qtbot.keyClick(shop.screen, Qt.Key.Key_N, CONTROL)
    page = shop.screen
    assert isinstance(page, NewOrderPage)
    shop.type(page.customer.search, "林雅婷")
    shop.enter(page.customer.search)
    assert page.customer.customer.id == shop.customer
    search = page.lines.search
    for code in (BARCODE, BARCODE, "Sencha"):
        shop.type(search, code)
        shop.enter(search)
    assert [(line.variant.id, line.quantity.value()) for line in page.lines.rows] == [(shop.gaiwan, 2), (shop.tea, 1)]
    shop.type(page.lines.rows[1].discount, "2,50")
    shop.type(page.freight, "4.90")
    assert "110.90 EUR" in shop.words()
    qtbot.keyClick(page, Qt.Key.Key_Return, CONTROL)
    assert isinstance(shop.screen, OrderPage)
    detail = shop.screen.thing
    assert (detail.total, detail.shipping, detail.state) == (11090, 490, "submitted")
    shop.window.back()
    assert shop.screen.key == "orders"


def test_a_new_customer_is_typed_with_the_order(shop: OrderShop, qtbot: Any) -> None:
    shop.window.open("new_order", "new")
    page = shop.screen
    shop.type(page.customer.search, "Anna Auer")
    shop.enter(page.customer.search)
    assert page.customer.is_new() and page.customer.fields["name"].text() == "Anna Auer"
    for key, words in {"line1": "Gasse 1", "postcode": "1010", "city": "Wien", "country": "AT"}.items():
        shop.type(page.customer.fields[key], words)
    shop.type(page.lines.search, "GW-1")
    shop.enter(page.lines.search)
    page.lines.rows[0].findChild(QCheckBox).setChecked(True)
    shop.type(page.lines.search, "TE-1")
    shop.enter(page.lines.search)
    page.pays.setCurrentIndex(page.pays.findData("now"))
    shop.type(page.method, "Cash")
    shop.click("Create the order")
    detail = shop.screen.thing
    assert (detail.ship_name, detail.ship_city, detail.total, detail.paid) == ("Anna Auer", "Wien", 1250, 1250)
    assert detail.lines[0].kind == "gift"
    assert shop.desk.read(id_of, "customer", detail.customer_number)


def test_a_half_typed_order_is_not_lost_without_asking(shop: OrderShop) -> None:
    shop.window.open("new_order", "new")
    shop.type(shop.screen.lines.search, "TE-1")
    shop.enter(shop.screen.lines.search)
    shop.window.back()
    assert isinstance(shop.screen, NewOrderPage)
    shop.window.back()
    assert shop.screen.key == "orders"


def test_a_viewer_sees_orders_but_no_steps(file_database: Any, qtbot: Any, at_once: AtOnce) -> None:
    shop = opened(file_database, qtbot, at_once, Role.VIEWER)
    shop.window.open("orders", view="all")
    assert not shop.screen._head_buttons
    assert not [verb for verb in shop.screen.verbs() if shop.window.shell.may(verb.right)]


@pytest.mark.parametrize("place", ["orders", "order", "new_order"])
def test_everything_fits_a_small_window(shop: OrderShop, place: str) -> None:
    order_id = shop.order()
    shop.window.open(place, order_id) if place == "order" else shop.window.open(place, "x" if "_" in place else None)
    least = shop.window.minimumSizeHint()
    assert least.width() <= 1280 and least.height() <= 720


def test_steps_over_many_rows_leave_out_those_they_do_not_fit(shop: OrderShop) -> None:
    held, free = shop.order(), shop.order()
    shop.desk.do(orders.hold_order, held, "Asked to wait")
    shop.window.open("orders", view="all")
    shop.qtbot.keyClick(shop.screen.table, Qt.Key.Key_A, CONTROL)
    shop.screen.run(next(verb for verb in shop.screen.verbs() if verb.title == "Hold…"))
    question = shop.dialog(Question)
    assert shop.detail(free).number in question.windowTitle()
    question.close()
