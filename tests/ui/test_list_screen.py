from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from shopdesk.domain.rights import Role
from shopdesk.ui.filters import date_presets, value_words
from shopdesk.ui.list_screen import ListScreen
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.memory import ShortMemory
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.question import Question
from tests.ui.conftest import AtOnce
from tests.ui.fake_desk import ORDERS, FakeDesk
from tests.ui.tea_screens import OrdersScreen, window_of


@pytest.fixture
def desk(qapp: Any) -> FakeDesk:
    return FakeDesk(200)


@pytest.fixture
def memory() -> ShortMemory:
    return ShortMemory()


@pytest.fixture
def window(desk: FakeDesk, memory: ShortMemory, qtbot: Any, at_once: AtOnce) -> MainWindow:
    shown = window_of(desk, memory=memory, pool=at_once)
    qtbot.addWidget(shown)
    shown.start("orders")
    shown.show()
    return shown  # type: ignore[return-value]


@pytest.fixture
def orders(window: MainWindow) -> ListScreen:
    return window.screen_of("orders")  # type: ignore[return-value]


def button(parent: Any, words: str) -> QPushButton:
    found = [b for b in parent.findChildren(QPushButton) if words in (b.text(), b.accessibleName()) and b.isVisible()]
    assert found, f"no button “{words}”"
    return found[0]


def words_of(widget: Any) -> list[str]:
    QApplication.sendPostedEvents(None, 0)  # what was just put into a layout is shown by one of these
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def test_the_whole_list_is_there(orders: ListScreen) -> None:
    assert "Orders" in words_of(orders)
    assert "200" in words_of(orders)
    assert orders.table.model().rowCount() == 200
    assert [orders.tabs.tabText(place) for place in range(3)] == ["To pick 23", "To pack 22", "Short 22"]
    assert orders.tabs.current() == "all"


def test_the_inspector_shows_the_current_row(orders: ListScreen, qtbot: Any) -> None:
    assert "SO-10493" in words_of(orders.inspector)
    qtbot.keyClick(orders.table, Qt.Key.Key_Down)
    assert "SO-10492" in words_of(orders.inspector)
    assert "Gaiwan 120 ml, blue rim" in words_of(orders.inspector)


def test_a_closed_inspector_stays_closed(orders: ListScreen, qtbot: Any, memory: ShortMemory) -> None:
    qtbot.mouseClick(button(orders.inspector, "Close the details"), Qt.MouseButton.LeftButton)
    qtbot.keyClick(orders.table, Qt.Key.Key_Down)
    assert not orders.inspector.isVisible()
    assert memory.get("list/orders/inspector") is False
    orders.show_inspector()
    assert orders.inspector.isVisible()


def test_a_view_narrows_the_list(orders: ListScreen, desk: FakeDesk) -> None:
    orders.tabs.setCurrentIndex(2)
    assert orders.table.model().rowCount() == 22
    assert desk.asked[-1][0] == {"fulfilment": "short"}


def test_filters_and_words_narrow_it_further(orders: ListScreen, desk: FakeDesk, qtbot: Any) -> None:
    orders.filters.set_value("channel", "Etsy|eBay")
    assert desk.asked[-1][0] == {"channel": "Etsy|eBay"}
    assert "100 of 200" in words_of(orders)
    orders.filters.field.setText("林")
    qtbot.waitUntil(lambda: desk.asked[-1][1] == "林")
    assert orders.table.model().rowCount() == 10
    assert orders.escape()
    assert orders.filters.words() == ""


def test_nothing_found_offers_to_clear_the_filters(orders: ListScreen, qtbot: Any) -> None:
    orders.filters.show_values({}, "no such order")
    orders.reload()
    assert "Nothing found" in words_of(orders)
    qtbot.mouseClick(button(orders, "Clear the filters"), Qt.MouseButton.LeftButton)
    assert orders.table.isVisible()
    assert orders.table.model().rowCount() == 200


def test_a_filter_menu_chooses_several(orders: ListScreen, qtbot: Any) -> None:
    orders.filters._chips["channel"].click()
    menu = next(m for m in orders.filters.findChildren(QMenu) if m.isVisible())
    menu.actions()[1].trigger()
    menu.actions()[3].trigger()
    menu.close()
    assert orders.filters.values() == {"channel": "Etsy|Phone"}


def test_filter_values_read_well() -> None:
    state, channel, placed, city = ORDERS.filters[:4]
    assert value_words(channel, "Etsy|eBay", channel.choices) == "Etsy, eBay"
    assert value_words(state, "ready|short|packed|picking", state.choices) == "Ready, Short, +2"
    assert value_words(city, "Bath", ()) == "Bath"
    today = date(2026, 11, 22)
    assert value_words(placed, date_presets(today)[2][0], (), today) == "Last 7 days"
    assert value_words(placed, "2026-11-01..2026-11-03", (), today) == "Sun 1 Nov – Tue 3 Nov"


def test_sorting_is_asked_for_and_remembered(orders: ListScreen, desk: FakeDesk, memory: ShortMemory) -> None:
    orders.table.sorted_by.emit("total", True)
    assert desk.asked[-1][2:] == ("total", True)
    assert memory.get("list/orders/sort") == ["total", True]


def test_filters_are_saved_as_a_view(orders: ListScreen, memory: ShortMemory, window: MainWindow, qtbot: Any) -> None:
    orders.filters.set_value("channel", "Etsy")
    qtbot.mouseClick(button(orders, "Save these filters as a view"), Qt.MouseButton.LeftButton)
    question = window.findChild(Question)
    question.field("title").setText("Only Etsy")
    question.answer()
    assert orders.tabs.current() == "own:0"
    assert orders.table.model().rowCount() == 50
    orders.tabs.setCurrentIndex(4)
    assert orders.table.model().rowCount() == 200
    orders.tabs.choose("own:0")
    orders._remove_view("own:0")
    assert memory.get("list/orders/views") == []
    assert window.shell.toasts.undo_last()
    assert memory.get("list/orders/views")[0]["title"] == "Only Etsy"


def test_picked_rows_are_summed_up(orders: ListScreen, window: MainWindow) -> None:
    orders.table.model().pick([0, 1])
    shown = words_of(window.status_line)
    assert shown[0] == "2 selected"
    assert "Total 118.99 EUR" in shown
    assert orders.escape()
    assert words_of(window.status_line) == []


def test_the_best_step_is_one_click(orders: ListScreen, desk: FakeDesk, window: MainWindow, qtbot: Any) -> None:
    qtbot.mouseClick(button(orders.inspector, "Release for picking"), Qt.MouseButton.LeftButton)
    assert desk.rows[0].fulfilment == "picking"
    assert orders.table.current_row().fulfilment == "picking"
    assert window.shell.toasts.undo_last()
    assert desk.rows[0].fulfilment == "ready"


def test_a_refused_step_says_why(orders: ListScreen) -> None:
    orders.verbs_on_rows = [verb for verb in OrdersScreen.verbs_on_rows if verb.title in ("Ship", "Hold…")]  # type: ignore[misc]
    orders.table.go_to(2)
    QApplication.sendPostedEvents(None, 0)
    ship = next(b for b in orders.inspector.findChildren(Button) if b.text() == "Ship" and b.isVisible())
    assert not ship.isEnabled()
    assert ship.toolTip() == "Ship: pack and close the parcel first."


def test_a_shortcut_works_on_all_picked_rows_that_allow_it(orders: ListScreen, desk: FakeDesk, qtbot: Any) -> None:
    orders.table.model().pick([0, 1, 9])
    qtbot.keyClick(orders.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.rows[0].fulfilment == "picking"
    assert desk.rows[1].fulfilment == "delivered"
    assert desk.rows[9].fulfilment == "picking"


def test_a_refused_shortcut_says_why(orders: ListScreen, window: MainWindow, qtbot: Any) -> None:
    orders.table.go_to(2)
    qtbot.keyClick(orders.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [toast.accessibleName() for toast in window.shell.toasts._shown] == ["Nothing is ready to pick."]


def test_the_context_menu_has_the_verbs(orders: ListScreen, qtbot: Any) -> None:
    orders._open_menu(orders.mapToGlobal(orders.rect().center()))
    menu = next(m for m in orders.findChildren(QMenu) if m.isVisible())
    titles = [action.text() for action in menu.actions()]
    assert titles[:2] == ["Release for picking", "Hold…"]
    assert "Copy rows" in titles
    menu.close()


def test_an_action_from_elsewhere_is_seen_at_once(orders: ListScreen, desk: FakeDesk) -> None:
    desk.rows = desk.rows[:10]
    for tell in desk.listeners:
        tell(frozenset({"orders"}))
    assert orders.table.model().rowCount() == 10


def test_a_hidden_screen_waits_until_it_is_shown(orders: ListScreen, desk: FakeDesk, window: MainWindow) -> None:
    window.open("today")
    asked = len(desk.asked)
    for tell in desk.listeners:
        tell(frozenset({"orders"}))
    assert len(desk.asked) == asked
    window.open("orders")
    assert len(desk.asked) > asked


def test_an_empty_list_offers_the_first_step(qtbot: Any, at_once: AtOnce) -> None:
    shown = window_of(FakeDesk(0), pool=at_once)
    qtbot.addWidget(shown)
    shown.start("orders")
    shown.show()
    orders = shown.screen_of("orders")
    assert "No orders yet" in words_of(orders)
    kinds = [b.property("kind") for b in orders.findChildren(QPushButton) if b.isVisible() and b.text() == "Import"]
    assert sorted(kinds) == ["primary", "secondary"]
    assert button(orders, "Load the sample shop instead").isVisible()


def test_a_viewer_is_not_offered_what_he_may_not_do(qtbot: Any, at_once: AtOnce) -> None:
    from dataclasses import replace

    from shopdesk.domain.rights import Right

    class Guarded(OrdersScreen):
        actions_on_screen = tuple(replace(v, right=Right.EDIT_ORDERS) for v in OrdersScreen.actions_on_screen)
        verbs_on_rows = tuple(replace(v, right=Right.EDIT_ORDERS) for v in OrdersScreen.verbs_on_rows)

    shown = MainWindow(FakeDesk(5, Role.VIEWER), [Guarded], {}, pool=at_once)
    qtbot.addWidget(shown)
    shown.start()
    shown.show()
    visible = {b.text() for b in shown.findChildren(QPushButton) if b.isVisible()}
    assert not visible & {"New order", "Import", "Release for picking", "Hold…"}
