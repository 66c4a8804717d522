"""Bins, lots, transfers and what the inventory says of goods that cannot be sold now."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from shopdesk.queries.product_details import variant_stock
from shopdesk.store.engine import Database
from shopdesk.ui.forms.form import Form
from shopdesk.ui.main_window import MainWindow
from shopdesk.usecases import bins, counts, orders, stock
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
    return window_on(desk, qtbot, at_once, "bins")


def _go_to(window: MainWindow, code: str) -> Any:
    screen = window.current()
    model = screen.table.model()
    row = next(model.row_at(at) for at in range(model.rowCount()) if model.row_at(at).code == code)
    screen.table.go_to(row.id)
    return screen


def test_a_bin_is_added_changed_and_closed_only_when_empty(window: MainWindow, desk: Desk) -> None:
    screen = window.current()
    QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    press(screen, "Add a bin…")
    form = dialog_of(window, Form)
    form.field("code").setText("b-07-1")
    form.field("capacity").setText("20")
    form.answer()
    assert toasts(window)[-1] == "Bin B-07-1 added."
    _go_to(window, "B-07-1")
    press(screen.inspector, "Change…")
    form = dialog_of(window, Form)
    form.field("capacity").setText("0")
    form.answer()
    assert "A bin holds at least one piece and at most a million." in words_of(form)
    form.field("capacity").setText("5")
    form.field("code").setText("B-07-2")
    form.answer()
    row = _go_to(window, "B-07-2").table.current_row()
    assert (row.capacity, row.state, row.units) == (5, "free", 0)
    close = next(verb for verb in screen.verbs() if verb.title == "Close")
    screen.run(close)
    assert toasts(window)[-1] == "Bin B-07-2 is closed."
    assert window.shell.toasts.undo_last()
    _go_to(window, "A-01-1")
    assert close.refusals(screen.table.current_row()) == ["10 pieces lie in A-01-1. Move them first."]


def test_a_bin_that_holds_too_much_is_marked(window: MainWindow, desk: Desk, goods: Goods) -> None:
    desk.do(bins.edit_bin, "A-01-1", capacity=8)
    window.open("bins", view="over")
    screen = _go_to(window, "A-01-1")
    assert screen.table.current_row().state == "over"
    assert "2 pieces more lie here than fit." in words_of(screen.inspector)


def test_receiving_more_than_fits_is_said_once(window: MainWindow, desk: Desk, goods: Goods) -> None:
    desk.do(bins.edit_bin, "A-01-1", capacity=12)
    window.open("inventory")
    screen = window.current()
    screen.table.go_to(goods.mug)
    press(screen.inspector, "Receive…")
    form = dialog_of(window, Form)
    form.field("quantity").setText("5")
    form.answer()
    assert any("Only 2 more fit into A-01-1." in words for words in words_of(form))
    form.answer()
    assert desk.read(variant_stock, goods.mug).on_hand == 15


def test_a_lot_that_expires_before_older_stock_is_said(window: MainWindow, desk: Desk, goods: Goods) -> None:
    later = date.today() + timedelta(days=200)
    desk.do(stock.receive, goods.tea, 4, "A-01-2", lot="OLD", expires_on=later)
    window.open("inventory")
    screen = window.current()
    screen.table.go_to(goods.tea)
    press(screen.inspector, "Receive…")
    form = dialog_of(window, Form)
    form.field("quantity").setText("2")
    form.field("lot").setText("NEW")
    form.field("expires").setText("tomorrow")
    form.answer()
    assert "“tomorrow” is no date. Write dates like 2026-01-31." in words_of(form)
    form.field("expires").setText((date.today() - timedelta(days=1)).isoformat())
    form.answer()
    form.answer()
    assert any("They are not received." in words for words in words_of(form))
    form.field("expires").setText((later - timedelta(days=9)).isoformat())
    form.answer()
    assert any("This lot expires earlier than 4 pieces already here" in words for words in words_of(form))
    form.answer()
    assert desk.read(variant_stock, goods.tea).on_hand == 9


def test_lots_near_their_date_are_listed_and_written_off(window: MainWindow, desk: Desk, goods: Goods) -> None:
    desk.do(stock.receive, goods.tea, 4, "A-01-2", lot="L1", expires_on=date.today() + timedelta(days=3))
    window.open("lots", view="soon")
    screen = window.current()
    QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    row = screen.table.model().row_at(0)
    assert (row.code, row.days, row.units, row.state, row.bins) == ("L1", 3, 4, "soon", "A-01-2")
    screen.table.go_to(row.id)
    press(screen.inspector, "Write off…")
    form = dialog_of(window, Form)
    form.field("quantity").setText("4")
    form.field("why").setCurrentIndex(form.field("why").findData("expired"))
    form.answer()
    assert toasts(window)[-1] == "4 pieces of TE-TG written off."
    assert desk.read(variant_stock, goods.tea).on_hand == 3
    assert screen.table.model().rowCount() == 0


def test_goods_go_to_another_warehouse_and_some_are_lost(window: MainWindow, desk: Desk, goods: Goods) -> None:
    window.open("transfers")
    press(window.current(), "New transfer…")
    assert toasts(window)[-1] == "There is only one warehouse. Add another one under Bins first."
    desk.do(bins.add_warehouse, "NORTH", "North store")
    press(window.current(), "New transfer…")
    form = dialog_of(window, Form)
    form.field("lines").setPlainText("NOTHING 3")
    form.answer()
    assert "There is no variant “NOTHING”." in words_of(form)
    form.field("lines").setPlainText("mu-pe 4\n4006381333931\tx")
    form.field("lines").setPlainText("mu-pe 4\nTE-TG")
    form.answer()
    page = window.current()
    assert [(line.sku, line.quantity) for line in page.thing.lines] == [("MU-PE", 4), ("TE-TG", 1)]
    press(page, "Send")
    press(page, "Receive…")
    form = dialog_of(window, Form)
    mug = page.thing.lines[0].id
    form.field(f"line{mug}").setText("3")
    form.answer()
    assert any("Please give a reason." in words for words in words_of(form))
    form.field("reason").setText("Box torn")
    form.answer()
    assert "1 piece was lost on the way: Box torn." in words_of(page)
    assert desk.read(variant_stock, goods.mug).on_hand == 9
    window.open("transfers", view="all")
    screen = window.current()
    QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    row = screen.table.model().row_at(0)
    assert (row.state, row.units, row.received, row.lost) == ("received", 5, 4, 1)


def test_unavailable_goods_are_split_into_what_they_are(window: MainWindow, desk: Desk, goods: Goods) -> None:
    for place, units in (("QUARANTINE", 2), ("RETURNS", 1), ("SCRAP", 3)):
        desk.do(stock.transfer, goods.mug, units, "A-01-1", place)
    desk.do(orders.review_orders, [goods.order])
    window.open("inventory")
    screen = window.current()
    screen.table.go_to(goods.mug)
    row = screen.table.current_row()
    assert (row.on_hand, row.available, row.reserved, row.unavailable) == (10, 2, 2, 6)
    assert "Unavailable: Returns 1, Quarantine 2, Scrap 3" in words_of(screen.inspector)


def test_several_bins_are_counted_at_once(window: MainWindow, desk: Desk, goods: Goods) -> None:
    screen = window.current()
    _go_to(window, "A-01-1")
    screen.run(next(verb for verb in screen.verbs() if verb.title == "Count"))
    page = window.current()
    assert [line.bin for line in page.thing.lines] == ["A-01-1"]
    assert desk.do(counts.recount, page.thing_id) == 0
