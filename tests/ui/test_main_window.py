from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from shopdesk.domain.rights import Right
from shopdesk.ui import theme
from shopdesk.ui.keys_help import KeysHelp
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.memory import ShortMemory
from shopdesk.ui.palette import Command, Palette, matching
from shopdesk.ui.widgets.surface import Popover
from tests.ui.conftest import AtOnce
from tests.ui.fake_desk import FakeDesk
from tests.ui.tea_screens import OrderPage, OrdersScreen, PlainScreen, window_of
from tests.ui.test_list_screen import words_of


@pytest.fixture
def memory() -> ShortMemory:
    return ShortMemory()


@pytest.fixture
def window(memory: ShortMemory, qtbot: Any, at_once: AtOnce) -> MainWindow:
    shown = window_of(FakeDesk(60), memory=memory, pool=at_once)
    qtbot.addWidget(shown)
    shown.start("orders")
    shown.show()
    return shown  # type: ignore[return-value]


CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def test_screens_are_built_when_they_are_first_shown(window: MainWindow) -> None:
    assert set(window._trail._built) == {"orders"}
    window.open("today")
    assert set(window._trail._built) == {"orders", "today"}


def test_the_side_bar_counts_what_waits(window: MainWindow, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: window.side.entry("orders").accessibleName() == "Orders, 7")
    assert window.top.bell.accessibleName() == "3 alerts"


def test_a_click_in_the_side_bar_goes_there(window: MainWindow, qtbot: Any) -> None:
    qtbot.mouseClick(window.side.entry("returns"), Qt.MouseButton.LeftButton)
    assert window.current().key == "returns"
    assert window.side.entry("returns").current
    assert not window.side.entry("orders").current


def test_only_what_the_role_shows_is_there(qtbot: Any, at_once: AtOnce) -> None:
    class Secret(PlainScreen):
        key, title = "users", "People"
        right = Right.MANAGE_USERS

    from shopdesk.domain.rights import Role

    shown = MainWindow(FakeDesk(3, Role.WAREHOUSE), [OrdersScreen, Secret], {}, pool=at_once)
    qtbot.addWidget(shown)
    assert set(shown._screens) == {"orders"}


def test_enter_opens_the_page_and_back_returns_to_the_row(window: MainWindow, qtbot: Any) -> None:
    table = window.screen_of("orders").table
    table.go_to(7)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    page = window.current()
    assert isinstance(page, OrderPage)
    assert "SO-10487" in words_of(page)
    assert page.back_link.accessibleName() == "Back to Orders"
    assert window.side.entry("orders").current
    qtbot.keyClick(page, Qt.Key.Key_Left, ALT)
    assert window.current() is window.screen_of("orders")
    assert table.current_row().id == 7


def test_escape_goes_back_from_a_page(window: MainWindow, qtbot: Any) -> None:
    window.open("order", 3)
    qtbot.keyClick(window.current(), Qt.Key.Key_Escape)
    assert window.current().key == "orders"


def test_a_page_may_refuse_to_be_left(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window.open("order", 3)
    page = window.current()
    monkeypatch.setattr(page, "may_leave", lambda: False)
    window.back()
    window.open("today")
    assert window.current() is page
    monkeypatch.undo()
    window.back()
    assert window.current().key == "orders"


def test_a_page_that_is_gone_says_so(window: MainWindow) -> None:
    window.open("order", 99_999)
    assert "This is no longer there" in words_of(window.current())


def test_a_page_reads_again_and_keeps_its_tab(window: MainWindow, qtbot: Any) -> None:
    window.open("order", 3, tab="history")
    page = window.current()
    assert page.current_tab() == "history"
    window.shell.do(lambda desk: setattr(desk.rows[2], "number", "SO-NEW"))
    assert "SO-NEW" in words_of(page)
    assert page.current_tab() == "history"


def test_a_scan_goes_straight_to_the_thing(window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    field = window.top.field
    assert field.hasFocus()
    qtbot.keyClicks(field, "SO-10490")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.current().thing_id == 4
    assert field.text() == ""


def test_the_search_field_takes_no_input_method(window: MainWindow) -> None:
    assert not window.top.field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_results_are_chosen_with_the_arrows(window: MainWindow, qtbot: Any) -> None:
    field = window.top.field
    field.setFocus()
    field.setText("SO-1049")
    field.look()
    assert field._results.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.current().thing_id == 2
    assert not field._results.isVisible()


def test_nothing_found_is_said(window: MainWindow, qtbot: Any) -> None:
    field = window.top.field
    field.setText("zzz")
    field.enter()
    assert "Nothing found for “zzz”." in words_of(window)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field._results.isVisible()


def test_a_screens_shortcut_works_while_the_search_field_has_the_focus(window: MainWindow, qtbot: Any) -> None:
    window.screen_of("orders").table.go_to(1)
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    qtbot.keyClick(window.top.field, Qt.Key.Key_Return, CONTROL)
    assert window.shell.desk.rows[0].fulfilment == "picking"


def test_shortcuts_of_a_screen_that_is_not_shown_do_nothing(window: MainWindow, qtbot: Any) -> None:
    window.screen_of("orders").table.go_to(1)
    window.open("today")
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    assert window.shell.desk.rows[0].fulfilment == "ready"


def test_the_palette_runs_a_verb_of_this_screen(window: MainWindow, qtbot: Any) -> None:
    window.screen_of("orders").table.go_to(1)
    qtbot.keyClick(window, Qt.Key.Key_P, CONTROL | SHIFT)
    palette = window.findChild(Palette)
    qtbot.keyClicks(palette.field, "release pick")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.shell.desk.rows[0].fulfilment == "picking"
    assert palette.isHidden()


def test_the_palette_goes_to_places_and_greys_what_is_refused(window: MainWindow, qtbot: Any) -> None:
    window.screen_of("orders").table.go_to(2)
    refused = {c.title: c.why for c in window.commands() if c.why}
    assert refused["Ship"] == "Ship: pack and close the parcel first."
    window.open_palette()
    palette = window.findChild(Palette)
    qtbot.keyClicks(palette.field, "inven")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.current().key == "inventory"


def test_palette_matching_prefers_beginnings() -> None:
    commands = [Command("Export orders", print, "A"), Command("Order paper", print, "B"), Command("Today", print, "B")]
    assert [c.title for c in matching(commands, "ord")] == ["Export orders", "Order paper"]
    assert [c.title for c in matching(commands, "per")] == ["Order paper"]
    assert len(matching(commands, " ")) == 3


def test_f1_lists_the_shortcuts_of_this_screen(window: MainWindow, qtbot: Any) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    shown = window.findChild(KeysHelp)
    assert "Release for picking" in words_of(shown)
    assert "Search or scan anything" in words_of(shown)
    shown.accept()


def test_alerts_lead_to_their_place(window: MainWindow, qtbot: Any) -> None:
    window.open("today")
    window.count()
    qtbot.mouseClick(window.top.bell, Qt.MouseButton.LeftButton)
    popover = window.findChild(Popover)
    resolve = next(b for b in popover.findChildren(QAbstractButton) if b.text() == "Resolve")
    qtbot.mouseClick(resolve, Qt.MouseButton.LeftButton)
    assert window.current().key == "orders"
    assert popover.isHidden()


def test_a_popover_closes_with_escape_and_gives_the_focus_back(window: MainWindow, qtbot: Any) -> None:
    table = window.screen_of("orders").table
    table.setFocus()
    window.top._open_alerts()
    popover = window.findChild(Popover)
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert popover.isHidden()
    assert table.hasFocus()


def test_the_side_bar_folds_and_is_remembered(window: MainWindow, memory: ShortMemory, qtbot: Any) -> None:
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert window.side.width() == 52
    assert memory.get("window/folded") is True
    assert window.side.entry("orders").toolTip() == "Orders"
    qtbot.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert window.side.width() == 196


def test_size_and_place_are_remembered(memory: ShortMemory, qtbot: Any, at_once: AtOnce) -> None:
    first = window_of(FakeDesk(3), memory=memory, pool=at_once)
    qtbot.addWidget(first)
    first.start()
    first.show()
    first.resize(790, 640)
    first.open("customers")
    first.close()
    second = window_of(FakeDesk(3), memory=memory, pool=at_once)
    qtbot.addWidget(second)
    second.start()
    assert second.current().key == "customers"
    assert second.size().width() == first.size().width()


def test_the_theme_is_chosen_in_the_window(window: MainWindow, memory: ShortMemory, qapp: QApplication) -> None:
    window.choose_theme("dark")
    assert theme.mode() == "dark"
    assert memory.get("theme") == "dark"
    assert not window.grab().isNull()
    theme.apply_theme(qapp, "light")


def test_a_closed_window_hears_no_more_news(window: MainWindow) -> None:
    desk = window.shell.desk
    window.close()
    assert desk.listeners == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_window_fits_a_small_screen(window: MainWindow, mode: str, qapp: QApplication) -> None:
    theme.apply_theme(qapp, mode)
    for go in (lambda: window.open("orders"), lambda: window.open("order", 2)):
        go()
        hint = window.minimumSizeHint()
        assert hint.width() <= 1280, hint
        assert hint.height() <= 720, hint
    theme.apply_theme(qapp, "light")


def test_everything_that_takes_focus_has_a_name(window: MainWindow) -> None:
    window.open("order", 2)
    window.open("orders")
    window.screen_of("orders").table.model().pick([1])
    nameless = [
        type(widget).__name__
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)() or isinstance(widget, QLineEdit))
    ]
    assert nameless == []


def test_no_word_is_cut_in_a_button(window: MainWindow) -> None:
    cut = [
        button.text()
        for button in window.findChildren(QAbstractButton)
        if button.isVisible()
        and button.text()
        and button.width() < button.fontMetrics().horizontalAdvance(button.text())
    ]
    assert cut == []
