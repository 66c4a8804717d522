"""What to order: advice with its numbers, and drafts written from it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from shopdesk.store.engine import Database
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.widgets.question import Question
from shopdesk.usecases import products, suppliers
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import Goods, dialog_of, fill, press, toasts, window_on
from tests.ui.test_list_screen import words_of


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


@pytest.fixture
def goods(desk: Desk) -> Goods:
    goods = fill(desk)
    desk.do(products.edit_variant, goods.tea, {"min_stock": 5})
    north = desk.do(suppliers.create_supplier, "Uji Tea Trading", lead_days=12)
    desk.do(suppliers.set_item, north, goods.tea, pack=6, price=520)
    return goods


@pytest.fixture
def window(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "reorder")


def test_advice_shows_every_number_of_its_formula(window: MainWindow, goods: Goods) -> None:
    screen = window.screen_of("reorder")
    QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [screen.table.model().row_at(0).sku, screen.table.model().rowCount()] == ["TE-TG", 1]
    words = " ".join(words_of(screen.inspector))
    for said in ("At or below its minimum of 5.", "lead time 12 + buffer 7 + cover 14", "in packs of 6",
                 "Uji Tea Trading", "5.20"):  # fmt: skip
        assert said in words
    window.open("reorder", view="all")
    assert screen.table.model().rowCount() == 2
    screen.table.go_to(goods.mug)
    assert "It has not been in stock long enough" in " ".join(words_of(screen.inspector))


def test_one_item_becomes_a_draft(window: MainWindow, desk: Desk) -> None:
    screen = window.screen_of("reorder")
    press(screen.inspector, "Write a draft order")
    assert toasts(window) == ["1 draft order was written."]
    assert len(list(desk.pages(_purchases()))) == 1


def test_everything_due_becomes_drafts_after_a_question(window: MainWindow, desk: Desk) -> None:
    press(window.screen_of("reorder"), "Write all drafts…")
    question = dialog_of(window, Question)
    assert "One draft is written to Uji Tea Trading, with 1 item." in " ".join(words_of(question))
    question.answer()
    assert len(list(desk.pages(_purchases()))) == 1


def test_nothing_due_says_so(window: MainWindow, desk: Desk, goods: Goods) -> None:
    desk.do(products.edit_variant, goods.tea, {"min_stock": 0})
    press(window.screen_of("reorder"), "Write all drafts…")
    assert toasts(window) == ["Nothing has to be ordered."]


def _purchases() -> Any:
    from shopdesk.queries.purchases import PURCHASES

    return PURCHASES
