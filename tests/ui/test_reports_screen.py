"""Reports in the window: chosen, asked for other days, drawn as tables and saved as files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit

from shopdesk.domain.rights import Role, User
from shopdesk.queries.columns import Kind
from shopdesk.queries.reports import CURRENCY, ReportColumn, ReportTable, reports
from shopdesk.store.engine import Database
from shopdesk.ui import figures
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.pages.report_spans import spans
from shopdesk.ui.pages.report_tables import columns_of, day_chart, is_summary, rows_of
from shopdesk.ui.pages.report_words import ABOUT
from shopdesk.ui.table import Table
from shopdesk.ui.widgets.charts import BarsByDay
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import dialog_of, fill, press, toasts, window_on
from tests.ui.test_list_screen import button, words_of


class Later:
    """A pool whose jobs run when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def start(self, runnable: Callable[[], None]) -> None:
        self.waiting.append(runnable)

    def work_off(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def desk(file_database: Database) -> Desk:
    desk = Desk(file_database)
    fill(desk)
    return desk


@pytest.fixture
def window(desk: Desk, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "reports")


def tables(screen: Any) -> dict[str, Table]:
    """The tables that are shown now, by what they are called; those of the report before are still being deleted."""
    cards = [screen.body.itemAt(place).widget() for place in range(screen.body.count())]
    return {table.accessibleName(): table for card in cards for table in card.findChildren(Table)}


def said(screen: Any) -> str:
    return " ".join(words_of(screen))


def test_every_report_is_described_and_offered(window: MainWindow) -> None:
    assert set(ABOUT) == set(reports())
    screen = window.screen_of("reports")
    model = screen.list.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    offered = [model.index(place, 0).data() for place in range(model.rowCount())]
    for report in reports().values():
        assert f"{report.title} {ABOUT[report.name].says}" in offered


def test_every_report_is_drawn_table_by_table(window: MainWindow) -> None:
    for name in ABOUT:
        _every_table_is_drawn(window, name)


def _every_table_is_drawn(window: MainWindow, name: str) -> None:
    window.open("reports", report=name)
    screen = window.current()
    assert screen.made is not None and screen.made.report.name == name
    drawn = tables(screen)
    for told in screen.made.tables:
        assert told.title in said(screen)
        if not told.rows or is_summary(told):
            continue
        model = drawn[told.title].model()
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert model.rowCount() == len(told.rows)
        hidden = [at for at in range(1, model.columnCount()) if drawn[told.title].isColumnHidden(at)]
        assert hidden == []


def test_the_first_visit_shows_the_first_report_and_the_next_one_the_last(window: MainWindow, qtbot: Any) -> None:
    screen = window.screen_of("reports")
    assert screen.made.report.name == "daily"
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_Down)
    assert screen.made.report.name == "weekly"
    assert window.shell.memory.get("reports/last") == "weekly"


def test_sales_show_money_as_everywhere_and_the_currency_once(window: MainWindow) -> None:
    window.open("reports", report="sales")
    screen = window.current()
    table = tables(screen)["By channel"]
    row = table.model().row_at(0)
    assert (row.orders, row.revenue, row.currency) == (1, 4030, "EUR")
    shown = {column.key: at for at, column in enumerate(table.model().columns, 1)}
    assert table.model().index(0, shown["revenue"]).data() == "40.30"
    assert "currency" not in shown
    assert "EUR" in said(screen)


def test_one_row_of_figures_is_drawn_large(window: MainWindow) -> None:
    window.open("reports", report="stock-value")
    screen = window.current()
    assert is_summary(screen.made.tables[0])
    assert screen.made.tables[0].title not in tables(screen)
    assert {"Pieces", "At price", "13"} <= set(words_of(screen.body.itemAt(0).widget()))


def test_a_heading_sorts_and_what_is_unknown_stays_below(window: MainWindow) -> None:
    window.open("reports", report="stock-value")
    table = next(one for one in tables(window.current()).values() if one.model().row_at(0).__dict__.get("sku"))
    assert table.model().rowCount() == 2
    column = next(column for column in table.model().columns if str(column.kind) == "code")
    table.sorted_by.emit(column.sort, True)
    first, second = (getattr(table.model().row_at(place), column.key) for place in (0, 1))
    assert first > second


def test_other_days_are_asked_for(window: MainWindow) -> None:
    today = figures.today()
    window.open("reports", report="sales", first=today - timedelta(days=400), last=today - timedelta(days=300))
    screen = window.current()
    assert (screen.made.asked.first, screen.made.asked.days) == (today - timedelta(days=400), 101)
    assert "Nothing to show here." in said(screen)


def test_days_with_a_name_need_no_typing(window: MainWindow) -> None:
    window.open("reports", report="sales")
    screen = window.current()
    box = screen.question_card.span
    assert box.currentText() == "Last 28 days"
    at = box.findText("Last month")
    box.setCurrentIndex(at)
    box.activated.emit(at)
    asked = screen.made.asked
    assert asked.first.day == 1 and (asked.last + timedelta(days=1)) == figures.today().replace(day=1)
    assert box.currentText() == "Last month"
    screen.question_card.set_days(first=asked.first + timedelta(days=3))
    assert box.currentIndex() == -1


def test_named_days_are_right_at_the_turn_of_a_year() -> None:
    found = {title: (first, last) for title, first, last in spans(date(2024, 1, 1))}
    assert found["Yesterday"] == (date(2023, 12, 31), date(2023, 12, 31))
    assert found["Last month"] == (date(2023, 12, 1), date(2023, 12, 31))
    assert found["This month"] == found["This year"] == found["Today"] == (date(2024, 1, 1), date(2024, 1, 1))
    assert found["Last year"] == (date(2023, 1, 1), date(2023, 12, 31))
    assert found["Last 7 days"][0] == date(2023, 12, 26)
    assert {title: span for title, *span in spans(date(2024, 3, 15))}["Last month"][1] == date(2024, 2, 29)


def test_an_end_before_the_beginning_is_a_sentence(window: MainWindow) -> None:
    window.open("reports", report="sales")
    screen = window.current()
    before = screen.made
    screen.question_card.set_days(date(2026, 5, 2), date(2026, 5, 1))
    press(screen, "Show")
    assert screen.question_card.problem.isVisible()
    assert screen.question_card.problem.text() == "The report would end before it begins."
    assert screen.made is before
    screen.question_card.set_days(date(2026, 5, 1), date(2026, 5, 2))
    press(screen, "Show")
    assert not screen.question_card.problem.isVisible()
    assert screen.made.asked.days == 2


def test_a_channel_narrows_the_figures(window: MainWindow) -> None:
    window.open("reports", report="sales")
    screen = window.current()
    box = screen.question_card.channel
    assert not box.isHidden() and box.itemText(0) == "All channels" and box.count() > 1
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert len(screen.made.asked.channels) == 1
    window.open("reports", report="stock-value")
    assert screen.question_card.channel.isHidden()


def test_the_reports_own_values_are_asked_and_checked(window: MainWindow) -> None:
    window.open("reports", report="reorder")
    screen = window.current()
    buffer, every = screen.question_card.field_of("buffer"), screen.question_card.field_of("all")
    assert isinstance(buffer, QLineEdit) and isinstance(every, QCheckBox)
    buffer.setText("30")
    every.setChecked(True)
    assert (screen.made.asked.values["buffer"], screen.made.asked.values["all"]) == (30, True)
    buffer.setText("soon")
    press(screen, "Show")
    assert screen.question_card.problem.text() == "“soon” is no whole number."
    assert screen.made.asked.values["buffer"] == 30


def test_without_the_right_a_report_is_neither_offered_nor_opened(desk: Desk, qtbot: Any, at_once: AtOnce) -> None:
    packer = User(desk.user.id, "Mia", Role.WAREHOUSE)
    window = window_on(desk, qtbot, at_once, "reports", packer)
    window.open("reports")
    screen = window.current()
    offered = [choice.thing for choice in screen.list._rows.rows if not isinstance(choice, str)]
    assert "profit" not in offered and "daily" in offered
    assert button(screen, "Save as…").toolTip() == "Your role does not allow this step."
    screen.run(next(verb for verb in screen.all_verbs() if verb.key == "Ctrl+S"))
    assert toasts(window) == ["Your role does not allow this step."]
    window.open("reports", report="profit")
    assert "Your role does not include this report." in said(screen)
    assert screen.made is None


def test_a_long_report_leaves_the_window_free_and_only_the_last_one_is_shown(desk: Desk, qtbot: Any) -> None:
    pool = Later()
    window = window_on(desk, qtbot, pool, "reports")  # type: ignore[arg-type]
    window.open("reports", report="sales")
    screen = window.current()
    assert "is being made…" in said(screen) and not screen.save_button.isEnabled()
    screen.choose_file()
    assert toasts(window) == ["No report is shown yet."]
    window.open("reports", report="customers")
    pool.work_off()
    assert screen.made.report.name == "customers"
    assert screen.save_button.isEnabled()


def test_a_report_is_saved_as_each_kind_of_file(window: MainWindow, tmp_path: Path) -> None:
    window.open("reports", report="sales")
    screen = window.current()
    for ending, begins in (("xlsx", b"PK"), ("pdf", b"%PDF"), ("csv", b"")):
        screen.save_to(tmp_path / f"sales.{ending}")
        content = (tmp_path / f"sales.{ending}").read_bytes()
        assert content.startswith(begins) and len(content) > 20
        assert f"Saved as sales.{ending}" in toasts(window)[-1]
    assert b"MU-PE" in (tmp_path / "sales.csv").read_bytes()


def test_the_file_is_asked_for_without_blocking(window: MainWindow) -> None:
    screen = window.screen_of("reports")
    press(screen, "Save as…")
    dialog = dialog_of(window, QFileDialog)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.close()
    screen.run(next(verb for verb in screen.all_verbs() if verb.key == "Ctrl+S"))
    dialog_of(window, QFileDialog).close()


def test_a_file_that_cannot_be_written_is_said(window: MainWindow, tmp_path: Path) -> None:
    window.screen_of("reports").save_to(tmp_path / "nowhere" / "sales.xlsx")
    assert not (tmp_path / "nowhere").exists()
    box = dialog_of(window)
    assert "sales.xlsx" in box.text()
    box.close()


def days_with(currencies: tuple[str, ...]) -> ReportTable:
    columns = (ReportColumn("day", "Day", Kind.DATE), ReportColumn("revenue", "Revenue", Kind.MONEY), CURRENCY)
    rows = tuple((date(2026, 5, 1 + place), 1000 * place, code) for place, code in enumerate(currencies))
    return ReportTable("by_day", "By day", columns, rows)


def test_days_with_money_of_one_currency_become_a_chart() -> None:
    assert day_chart(days_with(("EUR", "CNY")), "") is None
    assert day_chart(days_with(("EUR",)), "EUR") is None


def test_the_chart_says_the_day_and_its_money(qtbot: Any) -> None:
    chart = day_chart(days_with(("EUR", "EUR", "EUR")), "EUR")
    assert isinstance(chart, BarsByDay)
    qtbot.addWidget(chart)
    assert "Sunday 3 May 2026: 20.00 EUR" in chart.accessibleName()


def test_a_column_called_id_does_not_hide_the_rows_own() -> None:
    table = ReportTable("rows", "Rows", (ReportColumn("id", "Number", Kind.NUMBER),), ((70,), (90,)))
    found = rows_of(table)
    assert [(row.id, row.own_id) for row in found] == [(1, 70), (2, 90)]
    assert [column.key for column in columns_of(table, found)] == ["own_id"]
