from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from shopdesk.ui.cell_text import copied, spoken
from shopdesk.ui.memory import ShortMemory
from shopdesk.ui.pictures import Pictures, initials
from shopdesk.ui.table import Table
from shopdesk.ui.table_model import MOST_PICKED, ROW_ROLE, TableModel
from tests.ui.fake_desk import ORDERS, FakeDesk, FakePages


@pytest.fixture
def desk(qapp: Any) -> FakeDesk:
    return FakeDesk(300)


@pytest.fixture
def table(desk: FakeDesk, qtbot: Any) -> Table:
    pictures = Pictures(lambda content, small: desk.image(content, thumb=small))
    shown = Table(ORDERS.columns, "orders", ShortMemory(), pictures)
    qtbot.addWidget(shown)
    shown.resize(760, 500)
    shown.show_pages(desk.pages(ORDERS, sort="number", down=True))
    shown.show()
    return shown


def test_the_model_keeps_qts_rules(desk: FakeDesk, qtmodeltester: Any) -> None:
    model = TableModel(ORDERS.columns)
    qtmodeltester.check(model)
    model.show_pages(desk.pages(ORDERS))
    qtmodeltester.check(model)
    model.pick([0, 5])
    model.show_pages(FakePages([]))
    qtmodeltester.check(model)


def test_a_row_that_vanished_is_blank() -> None:
    pages = FakePages(FakeDesk(3).rows)
    model = TableModel(ORDERS.columns)
    model.show_pages(pages)
    pages.rows.pop()
    assert model.rowCount() == 3
    assert model.data(model.index(2, 1)) is None
    assert model.data(model.index(2, 0), Qt.ItemDataRole.CheckStateRole) is None


def test_a_row_that_cannot_be_read_is_blank_too(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakePages):
        def __getitem__(self, at: int) -> Any:
            raise OSError("disk gone")

    model = TableModel(ORDERS.columns)
    model.show_pages(Broken([1, 2]))
    assert model.data(model.index(0, 1)) is None
    assert "could not be read" in caplog.text


def test_cells_say_both_lines(table: Table) -> None:
    model = table.model()
    assert model.data(model.index(0, 1)) == "SO-10493, Web shop"
    assert model.data(model.index(0, 4)) == "Ready"
    assert model.data(model.index(0, 6)) == "19.90, Paid"
    assert model.data(model.index(0, 1), ROW_ROLE).id == 1


def test_the_current_row_is_told_and_opened(table: Table, qtbot: Any) -> None:
    table.go_to_first()
    with qtbot.waitSignal(table.current_changed) as told:
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert told.args[0].number == "SO-10492"
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args[0].number == "SO-10492"


def test_rows_are_picked_by_keys(table: Table, qtbot: Any) -> None:
    table.go_to_first()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert [row.id for row in table.picked()] == [1, 2]
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(table.picked()) == 300 < MOST_PICKED
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert table.picked() == []


def test_rows_are_picked_with_the_mouse(table: Table, qtbot: Any) -> None:
    def click(row: int, x: int, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
        at = QPoint(x, table.rowViewportPosition(row) + 10)
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, at)

    click(1, 25)
    assert [row.id for row in table.picked()] == [2]
    assert table.current_row().id == 1
    click(4, 120, Qt.KeyboardModifier.ShiftModifier)
    assert [row.id for row in table.picked()] == [2, 3, 4, 5]
    click(3, 120, Qt.KeyboardModifier.ControlModifier)
    assert [row.id for row in table.picked()] == [2, 3, 5]
    click(6, 120)
    assert table.current_row().id == 7
    assert len(table.picked()) == 3


def test_verbs_work_on_picked_rows_else_on_the_current_one(table: Table) -> None:
    table.go_to(9)
    assert [row.id for row in table.targets()] == [9]
    table.model().pick([0, 1])
    assert [row.id for row in table.targets()] == [1, 2]


def test_reading_again_keeps_the_row_the_picks_and_the_place(table: Table, desk: FakeDesk) -> None:
    table.go_to(150)
    table.model().pick([149, 10])
    top = table.rowAt(0)
    top_id = table.model().row_at(top).id
    desk.rows = [row for row in desk.rows if row.id not in (3, 11)]
    table.show_pages(desk.pages(ORDERS, sort="number", down=True))
    assert table.current_row().id == 150
    assert table.model().row_at(table.rowAt(0)).id == top_id
    assert [row.id for row in table.picked()] == [150]


def test_a_current_row_that_left_is_no_longer_current(table: Table, desk: FakeDesk, qtbot: Any) -> None:
    table.go_to(5)
    desk.rows = desk.rows[10:]
    with qtbot.waitSignal(table.current_changed) as told:
        table.show_pages(desk.pages(ORDERS, sort="number", down=True))
    assert told.args[0] is None


def test_rows_are_copied_for_a_spreadsheet(table: Table, qtbot: Any) -> None:
    table.go_to_first()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = QGuiApplication.clipboard().text().rstrip("\n").split("\t")
    assert cells[:2] == ["SO-10493", "Aoife O’Brien"]
    assert cells[-1] == "19.90"


def test_copied_words_never_run_as_a_formula() -> None:
    column = ORDERS.columns[1]
    row = SimpleNamespace(customer="=HYPERLINK(1)\t2", city="")
    assert copied(column, row) == "'=HYPERLINK(1) 2"


def test_columns_can_be_hidden_and_are_remembered(desk: FakeDesk, qtbot: Any) -> None:
    memory = ShortMemory()
    first = Table(ORDERS.columns, "orders", memory)
    qtbot.addWidget(first)
    menu = first.horizontalHeader().chooser()
    next(action for action in menu.actions() if action.text() == "Items").trigger()
    next(action for action in menu.actions() if action.text() == "Placed").trigger()
    second = Table(ORDERS.columns, "orders", memory)
    qtbot.addWidget(second)
    assert second.isColumnHidden(3)
    assert not second.isColumnHidden(7)
    second.horizontalHeader().forget()
    assert not second.isColumnHidden(3)
    assert second.isColumnHidden(7)


def test_the_order_of_columns_is_remembered(qtbot: Any) -> None:
    memory = ShortMemory()
    first = Table(ORDERS.columns, "orders", memory)
    qtbot.addWidget(first)
    first.horizontalHeader().moveSection(6, 1)
    second = Table(ORDERS.columns, "orders", memory)
    qtbot.addWidget(second)
    assert second.horizontalHeader().logicalIndex(1) == 6


def test_columns_fill_the_room_and_give_way(table: Table) -> None:
    def used() -> int:
        heading = table.horizontalHeader()
        return sum(heading.sectionSize(section) for section in range(heading.count()))

    for width in (1100, 760):
        table.resize(width, 500)
        assert abs(used() - table.viewport().width()) <= 2


def test_the_last_columns_step_back_where_there_is_no_room(table: Table, qtbot: Any) -> None:
    table.resize(460, 500)
    assert not table.isColumnHidden(2)
    assert table.columnWidth(2) >= 120
    assert table.isColumnHidden(6)
    heading = table.horizontalHeader()
    next(a for a in heading.chooser().actions() if a.text() == "Placed").trigger()
    assert not table.isColumnHidden(7)
    table.resize(900, 500)
    assert not table.isColumnHidden(6)


def test_a_click_on_a_heading_sorts_and_turns_round(table: Table, qtbot: Any) -> None:
    heading = table.horizontalHeader()
    at = QPoint(heading.sectionViewportPosition(2) + 20, 10)
    with qtbot.waitSignal(table.sorted_by) as told:
        qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["customer", False]
    table.show_sort("customer", False)
    with qtbot.waitSignal(table.sorted_by) as told:
        qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert told.args == ["customer", True]


def test_the_box_in_the_heading_picks_all(table: Table, qtbot: Any) -> None:
    heading = table.horizontalHeader()
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(25, 10))
    assert len(table.picked()) == 300
    qtbot.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(25, 10))
    assert table.picked() == []


@pytest.mark.parametrize(("density", "height"), [("compact", 28), ("comfortable", 36), ("two_line", 44)])
def test_density_is_one_number(table: Table, density: str, height: int) -> None:
    table.set_density(density)
    assert table.rowHeight(0) == height
    assert not table.grab().isNull()


def test_initials() -> None:
    assert initials("Glaskanne Süd 600 ml") == "GS"
    assert initials("林雅婷") == "林"
    assert initials("Käthe Müller-Lüdenscheidt") == "KM"
    assert initials("") == ""


def test_a_time_beside_itself_is_its_age(desk: FakeDesk) -> None:
    due = next(column for column in ORDERS.columns if column.key == "due_at")
    row = next(row for row in desk.rows if row.due_at is not None)
    assert "ago" in spoken(due, row) or "in " in spoken(due, row)
