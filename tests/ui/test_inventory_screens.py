from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from shopdesk.queries.product_details import variant_stock
from shopdesk.store.engine import Database
from shopdesk.ui.forms.form import Form
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.screens.ledger import place_words
from shopdesk.ui.widgets.question import Question
from shopdesk.ui.widgets.surface import Popover
from shopdesk.usecases import orders
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import Goods, dialog_of, fill, press, toasts, window_on
from tests.ui.test_list_screen import words_of


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


@pytest.fixture
def goods(desk: Desk) -> Goods:
    return fill(desk)


@pytest.fixture
def window(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "inventory")


def test_goods_are_received_and_stand_in_the_ledger(window: MainWindow, desk: Desk, goods: Goods) -> None:
    screen = window.screen_of("inventory")
    QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    screen.table.go_to(goods.tea)
    press(screen.inspector, "Receive…")
    form = dialog_of(window, Form)
    assert form.field("bin").text() == "A-01-2"
    form.field("quantity").setText("12")
    form.field("note").setText("delivery note 77")
    form.answer()
    assert screen.table.current_row().on_hand == 15
    assert "15" in words_of(screen.inspector)
    assert toasts(window) == ["12 pieces of TE-TG received into A-01-2."]
    window.open("ledger", where={"sku": "TE-TG"})
    ledger = window.current()
    QAbstractItemModelTester(ledger.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    first = ledger.table.model().row_at(0)
    assert (first.quantity, first.from_bin, first.to_bin, first.by_name) == (12, "Supplier", "A-01-2", "Olga")
    assert ledger.table.model().rowCount() == 2
    assert "delivery note 77" in words_of(ledger.inspector)


def test_a_move_is_reversed_by_its_opposite(window: MainWindow, desk: Desk, goods: Goods) -> None:
    window.open("ledger", where={"sku": "MU-PE"})
    ledger = window.current()
    press(ledger.inspector, "Reverse…")
    question = dialog_of(window, Question)
    question.field("reason").setText("booked twice")
    question.answer()
    assert desk.read(variant_stock, goods.mug).on_hand == 0
    assert ledger.table.model().rowCount() == 2


def test_goods_go_to_another_bin_and_back(window: MainWindow, desk: Desk, goods: Goods) -> None:
    screen = window.screen_of("inventory")
    screen.table.go_to(goods.mug)
    press(screen.inspector, "Move…")
    form = dialog_of(window, Form)
    form.field("to").setText("A-01-2")
    form.field("quantity").setText("4")
    form.answer()
    assert {level.bin: level.quantity for level in desk.read(variant_stock, goods.mug).levels} == {
        "A-01-1": 6,
        "A-01-2": 4,
    }
    assert window.shell.toasts.undo_last()
    assert [level.bin for level in desk.read(variant_stock, goods.mug).levels] == ["A-01-1"]


def test_a_count_posts_the_difference(window: MainWindow, desk: Desk, goods: Goods) -> None:
    screen = window.screen_of("inventory")
    screen.table.go_to(goods.mug)
    press(screen.inspector, "Count…")
    form = dialog_of(window, Form)
    form.field("counted").setText("9")
    form.answer()
    assert desk.read(variant_stock, goods.mug).on_hand == 9
    assert toasts(window) == ["MU-PE in A-01-1 adjusted by −1."]


def test_an_unknown_bin_is_refused_in_the_form(window: MainWindow, goods: Goods) -> None:
    screen = window.screen_of("inventory")
    press(screen.inspector, "Adjust…")
    form = dialog_of(window, Form)
    form.field("bin").setText("Z-99")
    form.field("difference").setText("-1")
    form.field("reason").setText("broken")
    form.answer()
    assert form.isVisible()
    assert "There is no bin “Z-99”." in words_of(form)
    form.reject()
    form.reject()


def test_the_why_adds_up(window: MainWindow, desk: Desk, goods: Goods) -> None:
    desk.do(orders.review_orders, [goods.order])
    screen = window.screen_of("inventory")
    screen.table.go_to(goods.mug)
    press(screen.inspector, "Why?")
    popover = next(shown for shown in window.findChildren(Popover) if shown.isVisible())
    shown = words_of(popover)
    assert "8 available — why?" in shown
    assert "10 in A-01-1" in shown
    assert "2 for order 10001" in shown
    assert [word for word in shown if word in ("10", "−2", "0", "8")][:4] == ["10", "−2", "0", "8"]
    popover.dismiss()


def test_a_place_outside_the_house_is_named() -> None:
    assert place_words("@CUSTOMER", "customer") == "Customer"
    assert place_words("A-01-1", "picking") == "A-01-1"
