from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QFileDialog

from shopdesk.documents.records import RowProblem
from shopdesk.queries.finder import id_of
from shopdesk.store.engine import Database
from shopdesk.ui.exporting import Seen, export, seen_columns
from shopdesk.ui.importing.problem_panel import grouped
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.pages.import_page import CHECK, DONE, FILE, ImportPage
from shopdesk.ui.table import Table
from shopdesk.ui.verbs import run_verb, willing
from shopdesk.usecases import stock
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.import_rows import likely_kinds
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import dialog_of, fill, press, toasts, window_on
from tests.ui.test_list_screen import words_of

PRODUCTS = [
    ["Product code", "Product name", "Variant name", "SKU", "Barcode", "Price", "Stock", "Bin"],
    ["GW", "Gaiwan 盖碗", "120 ml", "GW-120", "", "48.00", "5", "A-01-1"],
    ["GW", "Gaiwan 盖碗", "150 ml", "GW-150", "", "52.00", "", ""],
    ["TEA", "Genmaicha 玄米茶", "", "TE-GM", "", "8.90", "20", "B-02-1"],
]
ORDERS = [
    ["Order number", "Order date", "Recipient", "Address", "City", "Postcode", "Country", "SKU", "Quantity",
     "Unit price", "Currency"],
    ["A-1", "2026-11-20", "林雅婷", "Weg 1", "Bonn", "53113", "DE", "MU-PE", "1", "12.90", "EUR"],
    ["A-2", "2026-11-20", "Zoë Ångström", "Gata 2", "Malmö", "21120", "SE", "MU-PE", "two", "12.90", "EUR"],
    ["A-3", "2026-11-21", "Käthe Müller", "Weg 3", "Köln", "50667", "DE", "TE-TG", "2", "14.50", "EUR"],
]  # fmt: skip


def written(path: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


@pytest.fixture
def window(desk: Desk, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "imports")


def page_of(window: MainWindow, what: str) -> ImportPage:
    window.open("import", None, what=what)
    page = window.current()
    assert isinstance(page, ImportPage)
    return page


def step(page: ImportPage) -> int:
    return int(page._stack.currentIndex())


def test_products_come_in_from_a_file(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    assert "Nothing was imported yet" in words_of(window.current())
    page = page_of(window, "products")
    page.file_step.chosen.emit(written(tmp_path / "products.csv", PRODUCTS))
    assert step(page) == CHECK
    assert "Nothing is changed before you apply it." in words_of(window.status_line)
    QAbstractItemModelTester(page.check_step.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert "None. Every row can be used." in words_of(page.check_step.panel)
    assert desk.pages(window.screen_of("products").listing).total == 0
    press(page, "Apply all 3 rows")
    assert step(page) == DONE
    assert desk.pages(window.screen_of("products").listing).total == 2
    press(page, "Show them")
    assert window.current().key == "products"
    assert window.current().table.model().rowCount() == 2
    window.open("imports")
    assert window.current().table.model().row_at(0).row_count == 3


def test_a_bad_row_is_shown_at_its_cell_and_kept_out(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    fill(desk)
    page = page_of(window, "orders")
    page.read(written(tmp_path / "orders.csv", ORDERS))
    check = page.check_step
    assert check.tabs.tabText(1) == "Errors 1"
    press(page, "Next problem")
    index = check.table.currentIndex()
    assert index.data() == "two"
    assert check.table.bubble.isVisible()
    assert words_of(check.table.bubble) == ["This is not a number."]
    everything = next(b for b in check.findChildren(type(check._next)) if b.text().startswith("Apply all"))
    assert not everything.isEnabled()
    assert "Some rows have errors." in everything.toolTip()
    check.tabs.setCurrentIndex(1)
    assert check.table.model().rowCount() == 1
    press(page, "Apply the good rows")
    assert step(page) == DONE
    assert {row.channel_order_no for row in desk.pages(window.screen_of("orders").listing)} >= {"A-1", "A-3"}
    assert "This is not a number." in [row.why for row in shown_problems(page)]


def shown_problems(page: ImportPage) -> list[Any]:
    model = page._done.findChild(Table).model()
    return [model.row_at(place) for place in range(model.rowCount())]  # type: ignore[attr-defined]


def test_a_column_is_read_as_something_else(window: MainWindow, tmp_path: Path) -> None:
    page = page_of(window, "products")
    rows = [["What", "SKU", "Costs"], ["Gaiwan", "GW-1", "48.00"]]
    page.read(written(tmp_path / "own.csv", rows))
    menu = page.check_step.table.field_menu(0)
    next(action for action in menu.actions() if action.text() == "Product name").trigger()
    menu = page.check_step.table.field_menu(2)
    next(action for action in menu.actions() if action.text() == "Price").trigger()
    assert [column.field for column in page.seen.columns] == ["name", "sku", "price"]
    assert page.seen.errors == 0
    assert page.seen.result.created["products"] == 1


def test_a_wrong_file_is_refused_in_place(window: MainWindow, tmp_path: Path) -> None:
    wrong = tmp_path / "photo.csv"
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = page_of(window, "orders")
    page.read(wrong)
    assert step(page) == FILE
    assert any("photo.csv" in words for words in words_of(page.file_step))
    page.read(tmp_path / "not there.csv")
    assert any("not there.csv" in words for words in words_of(page.file_step))


def test_another_encoding_is_offered_when_unsure(window: MainWindow, tmp_path: Path) -> None:
    page = page_of(window, "products")
    page.read(written(tmp_path / "old.csv", [["SKU", "Product name", "Price"], ["S1", "Käse", "1.00"]], "cp1252"))
    choice = next(box for box in page.check_step.findChildren(QComboBox) if box.accessibleName() == "Text")
    choice.setCurrentIndex(choice.findData("cp1250"))
    choice.activated.emit(choice.currentIndex())
    assert page.seen.encoding == "cp1250"
    assert page.seen.encoding_certain


def test_a_dropped_file_tells_itself_what_it_is_about(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "products.csv", PRODUCTS)
    assert likely_kinds(desk, path)[0] == "products"
    window.open("import", None, path=path)
    page = window.current()
    assert page.name_now() == "Import products"
    assert step(page) == CHECK
    assert page.escape()
    assert step(page) == FILE


def test_alike_problems_stand_together() -> None:
    problems = [
        RowProblem(2, "SKU", "A-9", "No product has the SKU A-9."),
        RowProblem(3, "SKU", "B-7", "No product has the SKU B-7."),
        RowProblem(3, "", "", "Twice.", "warning"),
    ]
    groups = grouped(problems)
    assert [(one.tone, one.words, one.rows) for one in groups] == [
        ("danger", "No product has the SKU ….", [2, 3]),
        ("warning", "Twice.", [3]),
    ]


def test_the_list_is_exported_as_it_is_seen(desk: Desk, qtbot: Any, at_once: AtOnce, tmp_path: Path) -> None:
    fill(desk)
    window = window_on(desk, qtbot, at_once, "products")
    screen = window.current()
    screen.filters.set_value("category", "Tea")
    seen = Seen(screen.listing, {**screen._view_where(), **screen.filters.values()}, "", "title", False,
                seen_columns(screen.table, screen.listing, window.shell.memory))  # fmt: skip
    export(window.shell, seen, tmp_path / "list.xlsx")
    rows = list(load_workbook(tmp_path / "list.xlsx").active.iter_rows(values_only=True))
    assert rows[0][:3] == ("Product", "Code", "Variants")
    assert [row[0] for row in rows[1:]] == ["铁观音 Tieguanyin"]
    export(window.shell, seen, tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["Price from"] == "14.50"


def test_the_export_asks_for_a_file(desk: Desk, qtbot: Any, at_once: AtOnce, tmp_path: Path) -> None:
    fill(desk)
    window = window_on(desk, qtbot, at_once, "customers")
    press(window, "Export this list…")
    dialog = window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "customers.csv"))
    dialog.reject()
    assert "林雅婷" in (tmp_path / "customers.csv").read_text("utf-8-sig")


def imported(window: MainWindow, tmp_path: Path) -> ImportPage:
    page = page_of(window, "products")
    page.read(written(tmp_path / "products.csv", PRODUCTS))
    press(page, "Apply all 3 rows")
    return page


def test_an_import_is_taken_back_from_its_list(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    imported(window, tmp_path)
    window.open("imports")
    screen = window.current()
    screen.table.selectRow(0)
    (verb,) = [one for one in screen.verbs() if one.title == "Undo this import…"]
    run_verb(verb, window.shell, screen.chosen())
    asked = dialog_of(window)
    words = " ".join(words_of(asked))
    assert "Taken away: 2 products, 3 variants" in words
    press(asked, "Undo the import")
    assert toasts(window)[-1] == "Import 1 was taken back."
    assert desk.pages(window.screen_of("products").listing).total == 0
    assert willing(verb, desk.user, screen.chosen())[1] == "Import 1 was taken back already."


def test_an_import_is_taken_back_right_after_it(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    page = imported(window, tmp_path)
    press(page, "Undo this import…")
    press(dialog_of(window), "Undo the import")
    assert step(page) == FILE
    assert desk.pages(window.screen_of("products").listing).total == 0


def test_what_happened_since_is_listed_and_nothing_goes(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    page = imported(window, tmp_path)
    tea = desk.read(id_of, "variant", "TE-GM")
    desk.do(stock.receive, tea, 1)
    press(page, "Undo this import…")
    told = dialog_of(window)
    assert "Genmaicha 玄米茶 was moved" in words_of(told)
    assert "1 thing happened since to what it brought. Nothing was changed." in words_of(told)
    press(told, "Close")
    assert desk.pages(window.screen_of("products").listing).total == 2
