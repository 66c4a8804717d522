"""Counting at the screen: scans and numbers go to the right line, differences are explained, posting books them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from shopdesk.domain.rights import Role, User
from shopdesk.queries.counts import count_detail
from shopdesk.queries.product_details import variant_stock
from shopdesk.store.engine import Database
from shopdesk.ui.forms.count_forms import take_sheet
from shopdesk.ui.forms.form import Form
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.widgets.question import Question
from shopdesk.usecases import count_sheets, counts, products, stock
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
    return window_on(desk, qtbot, at_once, "counts")


@pytest.fixture
def count(desk: Desk, goods: Goods) -> int:
    return desk.do(counts.start_count, "Aisle A", bins="A-01-1..A-01-2")


def _typed(page: Any, *texts: str) -> None:
    for text in texts:
        page.entry.field.setText(text)
        page.entry.field.returnPressed.emit()


def _counted(desk: Desk, count: int) -> dict[str, int | None]:
    return {line.bin: line.counted for line in desk.read(count_detail, count).lines}


def test_a_count_is_begun_counted_handed_in_and_posted(window: MainWindow, desk: Desk, goods: Goods) -> None:
    press(window.current(), "New count…")
    form = dialog_of(window, Form)
    form.field("way").setCurrentIndex(form.field("way").findData("bins"))
    form.answer()
    assert "Please fill this in." in words_of(form)
    form.field("bins").setText("A-01-1..A-01-2")
    form.field("units").setText("2")
    form.answer()
    page = window.current()
    QAbstractItemModelTester(page.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.thing.number == "ST-001"
    _typed(page, "A-01-1", "9", "3")
    assert _counted(desk, page.thing_id) == {"A-01-1": 9, "A-01-2": 3}
    press(page, "Hand in for review")
    press(page, "Post…")
    question = dialog_of(window, Question)
    assert "1 line differs, −1 pieces in all. This is booked into the ledger and stays provable for ever." in words_of(
        question
    )
    question.answer()
    assert desk.read(variant_stock, goods.mug).on_hand == 9
    assert toasts(window)[-1] == "ST-001 is posted: 1 difference"
    assert not page.entry.isVisible()
    window.open("counts", view="all")
    screen = window.current()
    QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    row = screen.table.model().row_at(0)
    assert (row.state, row.lines, row.counted, row.differences) == ("posted", 2, 2, 1)


def test_scans_count_pieces_in_the_bin_scanned_before(window: MainWindow, desk: Desk, goods: Goods, count: int) -> None:
    window.open("count", count)
    page = window.current()
    _typed(page, "a-01-2", "TE-TG", "TE-TG")
    assert _counted(desk, count) == {"A-01-1": None, "A-01-2": 2}
    assert "铁观音 Tieguanyin: 2 counted in A-01-2" in words_of(page)
    _typed(page, "4006381333931")
    found = [line for line in desk.read(count_detail, count).lines if line.found]
    assert [(line.bin, line.variant_id, line.counted) for line in found] == [("A-01-2", goods.mug, 1)]


def test_a_line_of_the_sheet_is_found_by_its_barcode(window: MainWindow, desk: Desk, count: int) -> None:
    window.open("count", count)
    page = window.current()
    _typed(page, "ST-001/2", "3")
    assert _counted(desk, count) == {"A-01-1": None, "A-01-2": 3}


def test_an_unknown_code_and_a_wrong_number_change_nothing(window: MainWindow, desk: Desk, count: int) -> None:
    window.open("count", count)
    page = window.current()
    _typed(page, "NOTHING-LIKE-IT")
    assert "No product carries the code “NOTHING-LIKE-IT”." in words_of(page)
    _typed(page, "")
    assert set(_counted(desk, count).values()) == {None}


def test_a_blind_count_keeps_the_books_until_a_line_is_counted(window: MainWindow, count: int) -> None:
    window.open("count", count)
    page = window.current()
    shown = page.table.model().row_at(0)
    assert (shown.then, shown.book, shown.off) == (None, None, None)
    assert "Blind: the books are shown once it is counted." in words_of(page.side)
    _typed(page, "A-01-1", "6")
    shown = page.table.model().row_at(0)
    assert (shown.then, shown.book, shown.off, shown.state) == (10, 10, -4, "again")


def test_why_a_line_differs_adds_up_with_what_was_sold(
    window: MainWindow, desk: Desk, goods: Goods, count: int
) -> None:
    desk.do(stock.transfer, goods.mug, 2, "A-01-1", "A-01-2")
    window.open("count", count)
    page = window.current()
    _typed(page, "A-01-1", "7")
    page.table.go_to(desk.read(count_detail, count).lines[0].id)
    shown = words_of(page.side)
    assert "Why 1 piece is missing" in shown
    assert [word for word in shown if word in ("7", "10", "−2", "7 − 8", "−1")] == [
        "7",
        "10",
        "−2",
        "7 − 8",
        "−1",
        "−2",
    ]
    press(page.side, "Count again")
    assert desk.read(count_detail, count).lines[0].state == "again"
    press(page.side, "Not counted")
    assert desk.read(count_detail, count).lines[0].counted is None


def test_pieces_that_may_be_mixed_up_are_pointed_at(window: MainWindow, desk: Desk, goods: Goods, count: int) -> None:
    window.open("count", count)
    page = window.current()
    _typed(page, "A-01-1", "9", "4")
    page.table.go_to(desk.read(count_detail, count).lines[0].id)
    assert "A-01-2 has 1 too many of 铁观音 Tieguanyin. Were they mixed up?" in words_of(page.side)
    press(page.side, "Look there")
    assert page.line().bin == "A-01-2"


def test_a_reason_is_kept_with_its_line(window: MainWindow, desk: Desk, count: int) -> None:
    window.open("count", count)
    page = window.current()
    _typed(page, "A-01-1", "9")
    page.table.go_to(desk.read(count_detail, count).lines[0].id)
    page.side.reason.setCurrentText("Broken cup")
    page.side.reason.lineEdit().editingFinished.emit()
    assert desk.read(count_detail, count).lines[0].reason == "Broken cup"


def test_only_lines_that_need_an_eye_are_shown_when_asked(window: MainWindow, desk: Desk, count: int) -> None:
    window.open("count", count)
    page = window.current()
    _typed(page, "A-01-1", "6", "3")
    page.filter.chosen.emit("again")
    page.table.go_to_first()
    page.filter.chosen.emit("again")
    assert [page.table.model().row_at(at).bin for at in range(page.table.model().rowCount())] == ["A-01-1"]


def test_far_off_lines_are_posted_only_when_the_owner_says_so(window: MainWindow, desk: Desk, count: int) -> None:
    window.open("count", count)
    page = window.current()
    _typed(page, "A-01-1", "2", "3")
    press(page, "Hand in for review")
    press(page, "Post…")
    question = dialog_of(window, Question)
    question.answer()
    assert "1 line is far off and needs a second count." in words_of(question)
    question.field("without").setChecked(True)
    question.answer()
    assert desk.read(count_detail, count).state == "posted"


def test_a_filled_in_sheet_is_read_back(window: MainWindow, desk: Desk, count: int, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "sheet.xlsx"
    count_sheets.write_sheet(desk, count, path)
    book = openpyxl.load_workbook(path)
    book.active["G2"] = 10
    book.save(path)
    window.open("count", count)
    take_sheet(window.shell, count, str(path))
    assert _counted(desk, count) == {"A-01-1": 10, "A-01-2": None}
    assert toasts(window) == ["1 line read in"]


def test_who_may_not_count_only_looks(desk: Desk, goods: Goods, count: int, qtbot: Any, at_once: AtOnce) -> None:
    window = window_on(desk, qtbot, at_once, "counts", User(9, "Vera", Role.VIEWER))
    window.open("count", count)
    assert not window.current().entry.isVisible()


def test_what_is_due_is_counted_with_one_click(window: MainWindow, desk: Desk, goods: Goods) -> None:
    press(window.current(), "Count what is due")
    page = window.current()
    assert page.thing.title == "Due today"
    assert {line.variant_id for line in page.thing.lines} == {goods.mug, goods.tea}


def test_a_pack_scans_as_its_pieces(window: MainWindow, desk: Desk, goods: Goods, count: int) -> None:
    desk.do(products.add_barcode, goods.mug, "4006381333948", 6)
    window.open("count", count)
    _typed(window.current(), "A-01-1", "4006381333948")
    assert _counted(desk, count)["A-01-1"] == 6


def test_the_plan_is_changed_in_a_form(window: MainWindow, desk: Desk) -> None:
    press(window.current(), "Plan…")
    form = dialog_of(window, Form)
    form.field("a_days").setText("0")
    form.answer()
    assert "The days between two counts are between 1 and 1000." in words_of(form)
    form.field("a_days").setText("14")
    form.answer()
    assert desk.setting("count_days_a") == 14


def test_the_number_of_a_count_scanned_anywhere_finds_it(window: MainWindow, desk: Desk, count: int) -> None:
    from shopdesk.queries.finder import find

    (hit,) = desk.read(find, desk.database.dialect, "st-001")
    assert (hit.kind, hit.id, hit.title, hit.detail) == ("count", count, "ST-001", "Aisle A")
