from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from shopdesk.domain.rights import Role
from shopdesk.queries.details import purchase_detail, supplier_detail
from shopdesk.queries.receiving import dock_detail
from shopdesk.store.engine import Database
from shopdesk.ui.bench.stages import Sound
from shopdesk.ui.forms.find_field import FindField
from shopdesk.ui.forms.form import Form
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.pages.dock_lines import CountRow, PutAwayRow
from shopdesk.ui.pages.purchase_steps import write_workbook
from shopdesk.ui.printing import Preview
from shopdesk.ui.widgets.empty_state import EmptyState
from shopdesk.ui.widgets.question import Question
from shopdesk.usecases import claims, products, purchases, receiving, stock, suppliers
from shopdesk.usecases.desk import Desk
from tests import make
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import dialog_of, press, toasts, window_on
from tests.ui.test_list_screen import button, words_of
from tests.usecases import buying

CASE = "CASE-12"


class Shop:
    """A shop that buys mugs in cases of twelve from Ceramica Vale."""

    def __init__(self, database: Database) -> None:
        self.desk = Desk(database)
        for code in ("A-01-1", "A-01-2"):
            self.desk.do(stock.add_bin, code)
        self.mug = self.desk.do(
            products.create_product, "Mug, petrol", "MU-PE", price=1290, cost=500, home_bin="A-01-1",
            barcode="4006381333931",
        )  # fmt: skip
        self.jug = self.desk.do(products.create_product, "Jug", "JUG-1", price=2500)
        self.desk.do(products.add_barcode, self.mug, CASE, 12)
        self.vale = self.desk.do(
            suppliers.create_supplier, "Ceramica Vale", contact="Rui Almeida", lead_days=12, tags="local",
            min_order=4000, phone="+351 262",
        )  # fmt: skip
        self.desk.do(suppliers.set_item, self.vale, self.mug, code="CV-1", pack=12, price=410, preferred=True)

    def order(self, *lines: tuple[int, int, int], state: str = "ordered") -> int:
        return buying.purchase(self.desk, lines or ((self.mug, 24, 410),), state, by=self.vale)


@pytest.fixture
def shop(file_database: Database) -> Shop:
    return Shop(file_database)


@pytest.fixture
def window(shop: Shop, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(shop.desk, qtbot, at_once, "purchases")


def scan(page: Any, code: str, qtbot: Any) -> None:
    """What a scanner does: the code and Enter into whatever has the focus of the page."""
    page.scan.setText(code)
    qtbot.keyClick(page.scan, Qt.Key.Key_Return)


def test_an_empty_list_explains_itself(window: MainWindow) -> None:
    empty = window.current().findChild(EmptyState)
    assert any("count the goods in by scanner" in words for words in words_of(empty))
    assert button(empty, "New purchase order").isEnabled()


@pytest.mark.parametrize("key", ["purchases", "suppliers", "receipts", "purchase_lines", "claims"])
def test_the_lists_keep_the_rules_of_a_model_and_show_the_row_beside(window: MainWindow, shop: Shop, key: str) -> None:
    order = shop.order()
    buying.arrived(shop.desk, order, shop.mug, 5, 1)
    shop.desk.do(claims.open_claim, buying.lines(shop.desk, order)[0].id)
    window.open(key)
    screen = window.current()
    tester = QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    screen.reload()
    assert screen.table.model().rowCount() == 1
    screen.table.go_to_first()
    if screen.inspector is not None:
        assert any("Ceramica Vale" in words for words in words_of(screen.inspector))
    screen.open_row(screen.table.current_row())
    assert window.current() is not screen
    tester.deleteLater()


def test_an_order_is_drafted_filled_by_scan_and_sent(window: MainWindow, shop: Shop, qtbot: Any) -> None:
    press(window, "New purchase order")
    dialog_of(window, Question).answer()
    page = window.current()
    assert page.thing.supplier == "Ceramica Vale"
    assert page.thing.lines == ()
    field = page.findChild(FindField)
    for _scan in range(2):
        field = page.findChild(FindField)
        field.setText("4006381333931")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [(line.sku, line.quantity, line.price) for line in page.thing.lines] == [("MU-PE", 24, 410)]
    press(page, "One pack more of Mug, petrol")
    press(page, "Change Mug, petrol…")
    form = dialog_of(window, Form)
    assert form.field("quantity").text() == "36"
    form.field("quantity").setText("13")
    form.answer()
    assert any("packs of 12" in words for words in words_of(page))
    press(page, "Mark as sent")
    question = dialog_of(window, Question)
    assert any("packs of 12" in words for words in words_of(question))
    question.answer()
    assert page.thing.state == "ordered"
    press(page, "Confirm…")
    question = dialog_of(window, Question)
    question.field("reference").setText("AB 7")
    question.answer()
    assert (page.thing.state, page.thing.reference) == ("confirmed", "AB 7")


def test_a_line_taken_out_comes_back_by_undo(window: MainWindow, shop: Shop) -> None:
    order = shop.order(state="draft")
    window.open("purchase", order)
    press(window.current(), "Remove Mug, petrol")
    assert window.current().thing.lines == ()
    assert window.shell.toasts.undo_last()
    assert window.current().thing.lines[0].quantity == 24


def test_costs_and_what_was_agreed_are_changed_on_the_page(window: MainWindow, shop: Shop) -> None:
    window.open("purchase", shop.order())
    page = window.current()
    press(page, "Change what was agreed…")
    question = dialog_of(window, Question)
    question.field("note").setPlainText("Ring twice")
    question.answer()
    assert page.thing.note == "Ring twice"
    press(page, "Change the costs…")
    form = dialog_of(window, Form)
    form.field("freight").setText("48,00")
    form.answer()
    assert page.thing.total == 24 * 410 + 4800
    assert "146.40 EUR" in words_of(page)


def test_a_delivery_is_counted_by_scanner_and_keys_alone(window: MainWindow, shop: Shop, qtbot: Any) -> None:
    window.open("purchase", shop.order())
    press(window.current(), "Receive goods")
    page = window.current()
    heard: list[Sound] = []
    page._sounds = heard.append
    assert page.scan.hasFocus()
    scan(page, CASE, qtbot)
    assert "12 of 24" in words_of(page.card)
    assert "+12 with one scan · goes to A-01-1" in words_of(page.card)
    qtbot.keyClick(page.scan, Qt.Key.Key_F7)
    scan(page, "MU-PE", qtbot)
    qtbot.keyClick(page.scan, Qt.Key.Key_F6)
    scan(page, "NO-SUCH", qtbot)
    assert any("Nothing is known by the code “NO-SUCH”" in words for words in words_of(page.card))
    scan(page, CASE, qtbot)
    assert any("1 piece more than the 24" in words for words in words_of(page.card))
    qtbot.keyClick(page.scan, Qt.Key.Key_F9)  # a refused scan counted nothing that could be taken back
    scan(page, "cv-1", qtbot)
    qtbot.keyClick(page.scan, Qt.Key.Key_F9)
    scan(page, CASE, qtbot)
    qtbot.keyClick(page.scan, Qt.Key.Key_F8)
    dock = shop.desk.read(dock_detail, page.thing.id)
    assert (dock.lines[0].good, dock.lines[0].damaged, dock.lines[0].over) == (24, 1, 1)
    assert heard[:4] == [Sound.RIGHT, Sound.ATTENTION, Sound.WRONG, Sound.WRONG]
    assert heard[-1] is Sound.COMPLETE
    assert page.scan.hasFocus()
    press(page, "Book the delivery")
    assert page.thing.state == "booked"
    assert toasts(window)[-1] == "25 pieces are in stock"
    scan(page, "A-01-1", qtbot)
    assert any("Scan the goods first" in words for words in words_of(page.card))
    scan(page, "MU-PE", qtbot)
    assert "Scan the bin: A-01-1 is proposed." in words_of(page.card)
    scan(page, "A-01-2", qtbot)
    assert make.bins_of(shop.desk, shop.mug) == {"A-01-2": 24, "QUARANTINE": 1}
    assert page.card is None, "nothing is left to put away"


def test_what_was_counted_can_be_typed_and_put_away_by_button(window: MainWindow, shop: Shop) -> None:
    order = shop.order((shop.mug, 24, 410), (shop.jug, 3, 900))
    receipt = shop.desk.do(receiving.start_receipt, order)
    window.open("receipt", receipt)
    page = window.current()
    first = page.findChildren(CountRow)[0]
    first.good.set_value(20)
    first.damaged.set_value(2)
    first.hand_in()
    dock = shop.desk.read(dock_detail, receipt)
    assert (dock.lines[0].good, dock.lines[0].damaged) == (20, 2)
    window.shell.do(receiving.book_receipt, receipt_id=receipt)
    (row,) = page.findChildren(PutAwayRow)[-1:]
    assert row.bin.text() == "A-01-1"
    row.bin.setText("NOWHERE")
    row.carry()
    dialog_of(window).close()
    press(page, "Put everything away")
    assert make.bins_of(shop.desk, shop.mug) == {"A-01-1": 20, "QUARANTINE": 2}


def test_goods_in_lots_ask_for_the_lot(window: MainWindow, shop: Shop, qtbot: Any) -> None:
    shop.desk.do(stock.receive, shop.jug, 1, lot="L1")
    receipt = shop.desk.do(receiving.start_receipt, shop.order((shop.jug, 5, 900)))
    window.open("receipt", receipt)
    page = window.current()
    assert "kept in lots: F10" in words_of(page)
    scan(page, "JUG-1", qtbot)
    assert any("kept in lots. Name the lot" in words for words in words_of(page.card))
    qtbot.keyClick(page.scan, Qt.Key.Key_F10)
    question = dialog_of(window, Question)
    question.field("lot").setText("L2")
    question.answer()
    scan(page, "JUG-1", qtbot)
    assert shop.desk.read(dock_detail, receipt).lines[0].parts[0].lot_code == "L2"


def test_a_count_is_thrown_away_and_a_receipt_undone_with_a_reason(window: MainWindow, shop: Shop) -> None:
    order = shop.order()
    window.open("receipt", shop.desk.do(receiving.start_receipt, order))
    page = window.current()
    page.run(next(verb for verb in page.verbs() if verb.title == "Throw away…"))
    dialog_of(window, Question).answer()
    assert window.current().thing.number == shop.desk.read(purchase_detail, order).number
    receipt = buying.arrived(shop.desk, order, shop.mug, 5)
    window.open("receipt", receipt)
    page = window.current()
    press(page, "Undo the receipt…")
    question = dialog_of(window, Question)
    question.answer()
    assert question.isVisible(), "a reason is needed"
    question.field("reason").setText("Wrong shop")
    question.answer()
    assert page.thing.state == "undone"


def test_damage_is_claimed_and_credited(window: MainWindow, shop: Shop) -> None:
    order = shop.order()
    buying.arrived(shop.desk, order, shop.mug, 21, 3)
    window.open("purchase", order)
    page = window.current()
    press(page, "Claim for Mug, petrol…")
    dialog_of(window, Question).answer()
    assert "CL-1001 · 3 pieces" in words_of(page)
    press(page, "Mark as sent")
    press(page, "Credited…")
    form = dialog_of(window, Form)
    assert form.field("amount").text() == "12.30"
    form.answer()
    assert shop.desk.read(purchase_detail, order).claims[0].state == "credited"
    press(page, "Send back")
    assert make.bins_of(shop.desk, shop.mug) == {"RECEIVING": 21}


def test_an_order_is_closed_short_cancelled_and_opened_again_with_reasons(window: MainWindow, shop: Shop) -> None:
    order = shop.order()
    buying.arrived(shop.desk, order, shop.mug, 20)
    window.open("purchase", order)
    page = window.current()
    press(page, "Close short…")
    question = dialog_of(window, Question)
    assert "4 pieces will not come any more." in words_of(question)
    question.field("reason").setText("Sold out")
    question.answer()
    assert page.thing.state == "closed"
    page.run(next(verb for verb in page.verbs() if verb.title == "Open again…"))
    question = dialog_of(window, Question)
    question.field("reason").setText("They came")
    question.answer()
    assert page.thing.state == "partly_received"
    cancel = next(verb for verb in page.verbs() if verb.title == "Cancel the order…")
    assert cancel.refusals is not None
    assert cancel.refusals(page.thing)


def test_the_order_is_printed_and_saved_as_a_workbook(window: MainWindow, shop: Shop, tmp_path: Path) -> None:
    order = shop.order()
    window.open("purchase", order)
    press(window.current(), "Print the order")
    preview = dialog_of(window, Preview)
    assert preview.title == "Purchase order"
    preview.close()
    write_workbook(window.shell, order, tmp_path / "order.xlsx")
    assert load_workbook(tmp_path / "order.xlsx").worksheets[0]["C2"].value == "MU-PE"
    write_workbook(window.shell, order, tmp_path / "no" / "order.xlsx")
    dialog_of(window).close()


def test_a_supplier_is_typed_edited_and_given_items_and_papers(window: MainWindow, shop: Shop, qtbot: Any) -> None:
    window.open("suppliers")
    press(window, "New supplier")
    form = dialog_of(window, Form)
    form.answer()
    assert form.problem_of("name") == "Please fill this in."
    for key, words in (("name", "Nordlicht"), ("lead_days", "7"), ("min_order", "150,00"), ("currency", "EUR")):
        form.field(key).setText(words)
    form.answer()
    page = window.current()
    known = page.thing
    assert (known.name, known.lead_days, known.min_order) == ("Nordlicht", 7, 15000)
    field = page.findChild(FindField)
    field.setText("JUG-1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    form = dialog_of(window, Form)
    form.field("price").setText("9,00")
    form.field("pack").setText("6")
    form.answer()
    assert [(item.sku, item.price, item.pack) for item in page.thing.items] == [("JUG-1", 900, 6)]
    press(page, "Remove Jug")
    assert page.thing.items == ()
    assert window.shell.toasts.undo_last()
    assert len(page.thing.items) == 1
    press(page, "Add a licence…")
    question = dialog_of(window, Question)
    question.field("name").setText("Food licence")
    question.answer()
    assert any("Food licence runs out on" in words for words in words_of(page))
    press(page, "New purchase order")
    assert window.current().thing.supplier == "Nordlicht"


def test_the_score_shows_its_figures_and_leads_to_the_lines(window: MainWindow, shop: Shop) -> None:
    order = shop.order()
    buying.arrived(shop.desk, order, shop.mug, 23, 1)
    today = shop.desk.clock().date()
    shop.desk.do(purchases.edit_purchase, order, {"expected_on": today})
    window.open("supplier", shop.vale)
    page = window.current()
    detail = shop.desk.read(supplier_detail, shop.vale)
    assert detail.score.score is not None
    assert str(round(detail.score.score)) in words_of(page)
    press(page, "What counts…")
    question = dialog_of(window, Question)
    question.field("years").set_value(50)
    question.answer()
    assert question.isVisible()
    assert any("sum to 100 %" in words for words in words_of(question))
    question.field("years").set_value(0)
    question.field("quality").set_value(70)
    question.answer()
    press(page, "Lines behind it")
    assert window.current().table.model().rowCount() == 1


def test_late_orders_and_papers_are_said(window: MainWindow, shop: Shop) -> None:
    order = shop.order()
    yesterday = shop.desk.clock().date() - timedelta(days=1)
    shop.desk.do(purchases.edit_purchase, order, {"expected_on": yesterday})
    window.open("purchase", order)
    assert any("24 pieces are still to come" in words for words in words_of(window.current()))
    window.open("purchases", view="late")
    assert window.current().table.model().rowCount() == 1


def test_the_warehouse_counts_but_sees_no_prices_and_buys_nothing(shop: Shop, qtbot: Any, at_once: AtOnce) -> None:
    order = shop.order()
    window = window_on(shop.desk, qtbot, at_once, "purchases", make.PEOPLE[Role.WAREHOUSE])
    window.open("purchase", order)
    page = window.current()
    shown = " ".join(words_of(page))
    assert "98.40" not in shown
    assert "4.10" not in shown
    assert "Receive goods" in [b.text() for b in page.findChildren(type(button(page, "Receive goods")))]
    press(page, "Receive goods")
    scan(window.current(), CASE, qtbot)
    scan(window.current(), CASE, qtbot)
    scan(window.current(), "MU-PE", qtbot)
    assert window.current()._over is None, "only somebody who may buy takes more than was ordered"
    assert window.current().thing.counted == 24


def test_claims_are_settled_in_their_list(window: MainWindow, shop: Shop) -> None:
    order = shop.order()
    buying.arrived(shop.desk, order, shop.mug, 20, 4)
    shop.desk.do(claims.open_claim, buying.lines(shop.desk, order)[0].id)
    press(window, "Claims")
    screen = window.current()
    screen.table.go_to_first()
    press(screen.inspector, "Print the claim")
    dialog_of(window, Preview).close()
    press(screen.inspector, "Mark as sent")
    window.open("claims", view="sent")
    screen.table.go_to_first()
    screen.run(next(verb for verb in screen.verbs() if verb.title == "Rejected…"))
    question = dialog_of(window, Question)
    question.field("reason").setText("Carrier’s fault")
    question.answer()
    assert shop.desk.read(purchase_detail, order).claims[0].state == "rejected"


def test_the_owner_says_where_delivered_goods_go(window: MainWindow, shop: Shop) -> None:
    window.open("receipts")
    press(window.current(), "Where goods go…")
    question = dialog_of(window, Question)
    question.field("at_once").setChecked(True)
    question.answer()
    buying.arrived(shop.desk, shop.order(), shop.mug, 5)
    assert make.bins_of(shop.desk, shop.mug) == {"A-01-1": 5}


def test_a_large_delivery_keeps_its_rows_and_opens_steppers_where_they_are_wanted(
    window: MainWindow, shop: Shop, qtbot: Any
) -> None:
    goods = [make.product(shop.desk, sku=f"BIG-{at}") for at in range(12)]
    receipt = shop.desk.do(receiving.start_receipt, shop.order(*((variant, 10, 900) for variant in goods)))
    window.open("receipt", receipt)
    page = window.current()
    rows = page.findChildren(CountRow)
    assert {row.good for row in rows} == {None}
    scan(page, "BIG-3", qtbot)
    assert page.findChildren(CountRow) == rows, "a scan draws no row again"
    assert "1 of 10" in words_of(rows[3])
    qtbot.keyClick(rows[3], Qt.Key.Key_Return)
    assert rows[3].good.value() == 1
    scan(page, "BIG-3", qtbot)
    assert rows[3].good.value() == 2
    rows[3].good.set_value(7)
    rows[3].good.focusProxy().setFocus()
    qtbot.keyClick(rows[3].good.focusProxy(), Qt.Key.Key_Return)
    assert "7 of 10" in words_of(rows[3])
    assert page.scan.hasFocus(), "the next scan belongs to the scan field again"
