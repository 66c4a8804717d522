"""Variants as a table: pasted columns, filled down, wrong cells named, saved and taken back as one step."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from shopdesk.domain.codes import in_house_ean
from shopdesk.queries.product_details import product_detail, variant_stock
from shopdesk.ui.grid.options import OptionsCard
from shopdesk.ui.grid.view import GridView, cells_of
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.pages.variant_matrix import VariantMatrix
from shopdesk.ui.pages.variant_table import VariantTable
from shopdesk.ui.widgets.question import Question
from shopdesk.usecases import products
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import Goods, dialog_of, fill, press, toasts, window_on


@pytest.fixture
def desk(file_database: Any) -> Desk:
    return Desk(file_database)


@pytest.fixture
def goods(desk: Desk) -> Goods:
    return fill(desk)


@pytest.fixture
def window(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "products")


def grid_of(window: MainWindow, desk: Desk, variant: int) -> Any:
    window.open("product", desk.read(variant_stock, variant).product_id, tab="variants")
    return window.current().grid


def column(grid: Any, key: str) -> int:
    return next(at for at, one in enumerate(grid.model.columns) if one.key == key)


def pick(grid: Any, top: int, left: int, bottom: int, right: int) -> GridView:
    view = grid.view
    area = QItemSelection(grid.model.index(top, left), grid.model.index(bottom, right))
    view.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)
    return view


def texts(grid: Any, key: str) -> list[str]:
    return [grid.model.text(line, key) for line in grid.model.lines]


def make_matrix(window: MainWindow, desk: Desk, goods: Goods) -> Any:
    grid = grid_of(window, desk, goods.mug)
    card = window.current().findChild(OptionsCard)
    named, valued = card._fields[0]
    named.setText("Colour")
    valued.setText("Petrol, Sea green")
    card._add_row("Size", "S, M")
    card._pattern.setText("{code}-{Colour:2}-{Size}")
    card.propose()
    return grid


def test_combinations_are_proposed_with_codes_and_saved(window: MainWindow, desk: Desk, goods: Goods) -> None:
    grid = make_matrix(window, desk, goods)
    QAbstractItemModelTester(grid.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    first = desk.read(variant_stock, goods.mug)
    assert texts(grid, "option0") == ["Petrol", "Petrol", "Sea green", "Sea green"]
    assert texts(grid, "sku")[0] == first.sku
    code = desk.read(product_detail, first.product_id).code
    assert texts(grid, "sku")[1:] == [f"{code}-PE-M", f"{code}-SE-S", f"{code}-SE-M"]
    assert texts(grid, "price")[1] == "12.90"
    press(window.current(), "Save")
    known = desk.read(product_detail, first.product_id)
    assert [one.title for one in known.variants] == ["Petrol, S", "Petrol, M", "Sea green, S", "Sea green, M"]
    assert known.option_names == ("Colour", "Size")
    assert toasts(window)[-1] == "4 variants saved."
    assert not grid.dirty
    assert window.shell.toasts.undo_last()
    assert len(desk.read(product_detail, first.product_id).variants) == 1


def test_a_column_from_a_spreadsheet_goes_into_the_cells(window: MainWindow, desk: Desk, goods: Goods) -> None:
    grid = make_matrix(window, desk, goods)
    press(window.current(), "Save")
    price, barcode = column(grid, "price"), column(grid, "barcode")
    QGuiApplication.clipboard().setText("14,90\r\n15.90\r\nabc\r\n1.234,50\r\n")
    view = pick(grid, 0, price, 0, price)
    view.keyPressEvent(_key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier))
    assert texts(grid, "price") == ["14,90", "15.90", "abc", "1.234,50"]
    assert [(row, said) for row, _place, said in grid.model.problem_cells()] == [(2, "“abc” is no amount.")]
    assert not grid.save()
    assert desk.read(variant_stock, goods.mug).price == 1290, "nothing is half saved"
    grid.model.change([(2, price, "16")])
    code = in_house_ean(7001)
    grid.model.change([(0, barcode, code[:-1] + str((int(code[-1]) + 1) % 10))])
    assert "wrong check digit" in grid.model.problem_cells()[0][2]
    assert grid.model.undo()
    assert grid.save()
    known = desk.read(product_detail, desk.read(variant_stock, goods.mug).product_id)
    assert [one.price for one in known.variants] == [1490, 1590, 1600, 123450]


def _key(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Any:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers)


def test_cells_are_filled_down_copied_and_emptied(window: MainWindow, desk: Desk, goods: Goods) -> None:
    grid = make_matrix(window, desk, goods)
    weight, unit = column(grid, "weight_g"), column(grid, "unit")
    grid.model.change([(0, weight, "310"), (0, unit, "box")])
    view = pick(grid, 0, weight, 3, unit)
    assert view.fill_down() > 0
    assert texts(grid, "weight_g") == ["310"] * 4
    assert texts(grid, "unit") == ["box"] * 4
    view.copy_cells()
    assert QGuiApplication.clipboard().text() == "310\tbox\n" * 4
    pick(grid, 1, weight, 2, weight).empty_cells()
    assert texts(grid, "weight_g") == ["310", "", "", "310"]
    QGuiApplication.clipboard().setText("99")
    pick(grid, 0, weight, 3, weight).paste_cells("99")
    assert texts(grid, "weight_g") == ["99"] * 4
    grid.discard()
    assert not grid.dirty


def test_quoted_cells_of_a_spreadsheet_stay_whole() -> None:
    assert cells_of('a\t"b\nc"\r\nd\te\r\n') == [["a", "b\nc"], ["d", "e"]]
    assert cells_of("") == []


def test_a_refusal_of_the_shop_stands_at_its_cell(window: MainWindow, desk: Desk, goods: Goods) -> None:
    grid = grid_of(window, desk, goods.mug)
    other = desk.read(variant_stock, goods.tea).sku
    grid.model.change([(0, column(grid, "sku"), other)])
    assert not grid.save()
    ((row, place, said),) = grid.model.problem_cells()
    assert (row, place) == (0, column(grid, "sku"))
    assert "already" in said
    grid.discard()


def test_below_the_floor_a_reason_is_asked(window: MainWindow, desk: Desk, goods: Goods) -> None:
    desk.do(products.edit_variant, goods.mug, {"cost": 1000})
    grid = grid_of(window, desk, goods.mug)
    grid.model.change([(0, column(grid, "price"), "10.50")])
    assert not grid.save()
    question = dialog_of(window, Question)
    question.field("reason").setText("Last pieces")
    question.answer()
    assert desk.read(variant_stock, goods.mug).price == 1050


def test_a_table_that_is_not_saved_is_not_left_silently(window: MainWindow, desk: Desk, goods: Goods) -> None:
    grid = grid_of(window, desk, goods.mug)
    page = window.current()
    grid.model.change([(0, column(grid, "price"), "13")])
    window.open("products")
    assert window.current() is page
    window.open("products")
    assert window.current() is not page


def test_several_products_are_edited_in_one_table(window: MainWindow, desk: Desk, goods: Goods) -> None:
    ids = [desk.read(variant_stock, one).product_id for one in (goods.mug, goods.tea)]
    window.open("variant_grid", "-".join(map(str, ids)))
    grid = window.current()._grid
    assert len(grid.model.lines) >= 2
    price = column(grid, "price")
    grid.model.change([(row, price, "20") for row in range(len(grid.model.lines))])
    assert grid.save()
    assert desk.read(variant_stock, goods.tea).price == 2000


def test_two_options_make_a_matrix_walked_with_arrow_keys(
    window: MainWindow, desk: Desk, goods: Goods, qtbot: Any
) -> None:
    make_matrix(window, desk, goods)
    press(window.current(), "Save")
    page = window.current()
    page.arrive(tab="overview")
    (matrix,) = page.findChildren(VariantMatrix)
    assert not page.findChildren(VariantTable)
    ids = [one.id for one in page.thing.variants]
    for key, expected in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 3), (Qt.Key.Key_Left, 2), (Qt.Key.Key_Left, 2)):
        matrix = page.findChildren(VariantMatrix)[-1]
        qtbot.keyClick(matrix, key)
        assert page.variant().id == ids[expected]
    matrix = page.findChildren(VariantMatrix)[-1]
    centre = matrix._box(0, 1).center().toPoint()
    qtbot.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=centre)
    assert page.variant().id == ids[1]
