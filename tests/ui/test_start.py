"""The start of the program as a person sees it: the list of last time at once, then the same list alive."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import app as program_of
from shopdesk.app import Program
from shopdesk.domain.errors import OutsideError
from shopdesk.domain.rights import Role
from shopdesk.opening import Opening
from shopdesk.settings import Settings
from shopdesk.ui.first_run import FirstRun
from shopdesk.ui.list_screen import ListScreen
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.screens.orders import OrdersScreen
from shopdesk.ui.sign_in import SignIn
from shopdesk.ui.table_model import TableModel
from shopdesk.ui.waiting import WaitingList, WaitingScreen
from shopdesk.usecases import orders, people
from shopdesk.usecases.desk import Desk
from tests.ui.real_shop import fill
from tests.ui.test_list_screen import words_of

Starts = Callable[..., Program]


@pytest.fixture
def shop(file_database: Any) -> Iterator[Desk]:
    """A desk at the shop beside the program, as of somebody at another computer."""
    desk = Desk(file_database)
    goods = fill(desk)
    for pieces in range(1, 40):
        desk.do(orders.create_order, goods.customer, [orders.NewLine(goods.mug, pieces)])
    yield desk
    desk.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of a computer that showed the orders last."""
    kept = Settings(tmp_path / "home")
    kept.set("window/place", "orders")
    return kept


@pytest.fixture
def started(
    qtbot: Any, qapp: QApplication, settings: Settings, shop: Desk, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Starts]:
    """Starts the program on the shop; ``hold`` keeps it at its first picture until ``go_on``."""
    monkeypatch.setattr(program_of, "_after_start", lambda desk, window: None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    programs: list[Program] = []

    def start(*, hold: bool = False) -> Program:
        program = Program(qapp, Settings(settings.home))
        programs.append(program)
        if hold:
            monkeypatch.setattr(program, "_go_on", lambda *_: None)
        program.start(shop.database.target)
        return program

    yield start
    for program in programs:
        if program.window is not None:
            program.window.close()
        program.close()


def alive(qtbot: Any, program: Program) -> MainWindow:
    """The window when everything can be done in it."""
    qtbot.waitUntil(lambda: program.desk is not None, timeout=20_000)
    assert isinstance(program.window, MainWindow)
    return program.window


def seen_once(qtbot: Any, started: Starts) -> None:
    """The program ran before, showed the orders and was closed."""
    program = started()
    window = alive(qtbot, program)
    window.close()
    program.close()


def cells(screen: Any) -> list[list[str]]:
    """Everything the table of a list says, headings first."""
    model = screen.table.model()
    assert isinstance(model, TableModel)
    heads = [str(model.headerData(s, Qt.Orientation.Horizontal)) for s in range(1, model.columnCount())]
    rows = range(min(model.rowCount(), 100))
    return [heads, *([str(model.index(r, s).data()) for s in range(1, model.columnCount())] for r in rows)]


def tones(screen: Any) -> list[list[str | None]]:
    model = screen.table.model()
    return [[screen.tone(c, model.row_at(r)) for c in model.columns] for r in range(min(model.rowCount(), 100))]


def go_on(qtbot: Any, program: Program, shop: Desk) -> MainWindow:
    """Let a held program load the rest."""
    Program._go_on(program, shop.database.target, [])
    return alive(qtbot, program)


def test_the_first_start_opens_the_shop_before_it_shows_anything(qtbot: Any, started: Starts):
    program = started()
    assert isinstance(program.window, MainWindow)
    assert isinstance(program.window.current(), OrdersScreen)


def test_the_next_start_shows_the_same_list_at_once(qtbot: Any, started: Starts, shop: Desk):
    seen_once(qtbot, started)
    program = started(hold=True)
    assert program.desk is None
    window: Any = program.window
    waiting = window.stack.currentWidget()
    assert isinstance(waiting, WaitingList)
    first = (window.windowTitle(), words_of(waiting), cells(waiting), tones(waiting))
    widths = [waiting.table.columnWidth(s) for s in range(waiting.table.model().columnCount())]
    assert len(first[2]) == 41
    assert go_on(qtbot, program, shop) is window
    live: Any = window.current()
    assert isinstance(live, OrdersScreen)
    assert (window.windowTitle(), cells(live), tones(live)) == (first[0], first[2], first[3])
    assert [live.table.columnWidth(s) for s in range(live.table.model().columnCount())] == widths
    assert set(first[1]) <= {*words_of(live), ""}
    assert window.stack.count() == 1


class Windows(QObject):
    """Notes every window that is shown, and is one only for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(type(watched).__name__)
        return False


def test_one_window_is_shown_and_keeps_the_keyboard(
    qtbot: Any, qapp: QApplication, started: Starts, shop: Desk
) -> None:
    seen_once(qtbot, started)
    windows = Windows()
    qapp.installEventFilter(windows)
    program = started(hold=True)
    window: Any = program.window
    qtbot.waitUntil(lambda: window.stack.currentWidget().table.hasFocus())
    live: Any = go_on(qtbot, program, shop).current()
    qtbot.waitUntil(lambda: live.table.hasFocus())
    qapp.removeEventFilter(windows)
    assert windows.shown == ["MainWindow"]


def test_the_list_stays_where_it_was_scrolled_to(qtbot: Any, started: Starts, shop: Desk):
    seen_once(qtbot, started)
    program = started(hold=True)
    window: Any = program.window
    window.stack.currentWidget().table.verticalScrollBar().setValue(500)
    assert go_on(qtbot, program, shop).current().table.verticalScrollBar().value() == 500


def test_what_changed_meanwhile_is_there_when_the_list_is_alive(qtbot: Any, started: Starts, shop: Desk):
    seen_once(qtbot, started)
    program = started(hold=True)
    window: Any = program.window
    before = cells(window.stack.currentWidget())
    order = shop.read(lambda session: next(iter(shop.pages(OrdersScreen.listing))).id)
    shop.do(orders.add_payment, order, 100, "Cash")
    shop.do(orders.cancel_order, order, "changed their mind")
    after = cells(go_on(qtbot, program, shop).current())
    assert after != before
    assert after == cells_of_live(shop, window)


def cells_of_live(shop: Desk, window: MainWindow) -> list[list[str]]:
    live: Any = window.current()
    live.refresh()
    return cells(live)


def test_rows_are_read_anew_at_each_start(qtbot: Any, started: Starts, shop: Desk):
    seen_once(qtbot, started)
    customer = shop.read(lambda session: next(iter(shop.pages(OrdersScreen.listing))).customer_id)
    variant = next(iter(shop.pages(_inventory()))).id
    shop.do(orders.create_order, customer, [orders.NewLine(variant, 1)])
    window: Any = started(hold=True).window
    assert len(cells(window.stack.currentWidget())) == 42


def _inventory() -> Any:
    from shopdesk.queries.inventory import INVENTORY

    return INVENTORY


def test_keys_and_clicks_are_not_accepted_before_the_shop_is_open(qtbot: Any, started: Starts, shop: Desk):
    seen_once(qtbot, started)
    program = started(hold=True)
    window: Any = program.window
    assert any("Opening the shop" in word for word in words_of(window.status_line))
    handle = window.windowHandle()
    spot = window.side.entry("products").mapTo(window, window.side.entry("products").rect().center())
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    QTest.keyClick(handle, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(handle, Qt.Key.Key_Down)
    window.side.entry("products").click()
    assert isinstance(window.stack.currentWidget(), WaitingList)
    assert go_on(qtbot, program, shop).current().table.currentIndex().row() == 0
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert window.current().key == "products"
    assert not any("Opening the shop" in word for word in words_of(window.status_line))


def test_nothing_is_shown_before_the_sign_in(qtbot: Any, started: Starts, shop: Desk):
    seen_once(qtbot, started)
    shop.do(people.set_password, shop.user.name, "long enough 1")
    shop.do(people.add_user, "Bo", Role.WAREHOUSE.value, "long enough 1")
    assert isinstance(started().window, SignIn)


def test_a_password_given_meanwhile_takes_the_list_away_again(qtbot: Any, started: Starts, shop: Desk):
    seen_once(qtbot, started)
    program = started(hold=True)
    shop.do(people.set_password, shop.user.name, "long enough 1")
    Program._go_on(program, shop.database.target, [])
    qtbot.waitUntil(lambda: isinstance(program.window, SignIn), timeout=20_000)
    assert program.desk is None


@pytest.mark.parametrize(
    "change",
    [
        {"program": "0.0.0"},
        {"revision": "0000"},
        {"shop": "/another.shop"},
        {"look": {"key": "orders"}},
        {"revision": None},
    ],
)
def test_what_does_not_fit_any_more_starts_as_if_nothing_was_kept(
    qtbot: Any, started: Starts, settings: Settings, change: dict[str, Any]
):
    seen_once(qtbot, started)
    kept = settings.first_list()
    assert kept is not None
    settings.keep_first_list({**kept, **change})
    program = started()
    assert program.desk is not None
    assert isinstance(program.window, MainWindow)
    assert isinstance(program.window.current(), OrdersScreen)


def test_another_order_of_rows_chosen_since_is_not_shown_wrongly(qtbot: Any, started: Starts, settings: Settings):
    seen_once(qtbot, started)
    Settings(settings.home).set("list/orders/sort", ["total", False])
    window: Any = started(hold=True).window
    assert isinstance(window.stack.currentWidget(), WaitingScreen)


def test_a_place_that_is_no_list_shows_its_name_at_once(qtbot: Any, started: Starts, settings: Settings, shop: Desk):
    Settings(settings.home).set("window/place", "today")
    seen_once(qtbot, started)
    program = started(hold=True)
    window: Any = program.window
    assert isinstance(window.stack.currentWidget(), WaitingScreen)
    assert "Today" in words_of(window.stack.currentWidget())
    assert go_on(qtbot, program, shop).current().key == "today"


def test_every_list_that_can_be_planned_is_shown_as_it_will_be(
    qtbot: Any, started: Starts, settings: Settings, shop: Desk
):
    for place in ("products", "inventory", "customers"):
        Settings(settings.home).set("window/place", place)
        seen_once(qtbot, started)
        program = started(hold=True)
        window: Any = program.window
        waiting = window.stack.currentWidget()
        assert isinstance(waiting, WaitingList)
        first = (cells(waiting), tones(waiting))
        live = go_on(qtbot, program, shop).current()
        assert isinstance(live, ListScreen)
        assert (cells(live), tones(live)) == first
        window.close()
        program.close()


def test_another_view_looked_at_last_is_shown_next_time(qtbot: Any, started: Starts):
    seen_once(qtbot, started)
    program = started()
    window: Any = alive(qtbot, program)
    window.current().tabs.setCurrentIndex(window.current().tabs.count() - 1)
    assert window.current().tabs.current() == "all"
    window.close()
    program.close()
    waiting: Any = started(hold=True).window
    assert isinstance(waiting.stack.currentWidget(), WaitingList)
    assert waiting.stack.currentWidget().tabs.current() == "all"


def test_nothing_of_the_shop_is_kept_on_this_computer(qtbot: Any, started: Starts, settings: Settings):
    seen_once(qtbot, started)
    text = (settings.config_folder / "first-list.json").read_text("utf-8")
    assert json.loads(text)["look"]["plan"]["rows"]["sql"].startswith("SELECT")
    for secret in ("林雅婷", "München", "Tieguanyin", "petrol"):
        assert secret not in text


def test_a_shop_that_cannot_be_opened_leads_to_the_first_page(
    qtbot: Any, started: Starts, shop: Desk, monkeypatch: pytest.MonkeyPatch
):
    seen_once(qtbot, started)
    program = started(hold=True)

    def refuse(target: str) -> Any:
        raise OutsideError("The disk is gone.")

    monkeypatch.setattr("shopdesk.store.shop.open_shop", refuse)
    Program._go_on(program, shop.database.target, [])
    qtbot.waitUntil(lambda: isinstance(program.window, FirstRun), timeout=20_000)
    assert any("The disk is gone." in word for word in words_of(program.window))


def test_closing_while_the_shop_is_opened_closes_it_too(qtbot: Any, started: Starts, shop: Desk):
    seen_once(qtbot, started)
    program = started(hold=True)
    opening = program._opening = Opening(shop.database.target, [])
    opening.start()
    assert program.window is not None
    program.window.close()
    program.close()
    assert program.desk is None
    assert not opening._thread.is_alive()


def test_for_measuring_the_program_ends_after_its_first_list(
    qtbot: Any, started: Starts, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
):
    seen_once(qtbot, started)
    ended: list[bool] = []
    monkeypatch.setattr(qapp, "quit", lambda: ended.append(True))
    monkeypatch.setenv(program_of.QUIT_AFTER, "first-list")
    program = started()
    qtbot.waitUntil(lambda: bool(ended), timeout=5_000)
    assert program.desk is None
    assert program._opening is None
