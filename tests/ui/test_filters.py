from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk.ui.filters import Chip, FilterBar
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.memory import ShortMemory
from shopdesk.ui.saved_views import SavedViews
from shopdesk.ui.table import Table
from shopdesk.ui.table_model import Rows
from shopdesk.ui.view_tabs import Tab, ViewTabs
from tests.ui.conftest import AtOnce
from tests.ui.fake_desk import ORDERS, FakeDesk, order_row
from tests.ui.tea_screens import window_of


@pytest.fixture
def bar(qtbot: Any) -> FilterBar:
    shown = FilterBar(ORDERS.filters, searchable=True)
    qtbot.addWidget(shown)
    shown.resize(740, 43)
    shown.show()
    return shown


def visible_chips(bar: FilterBar) -> list[str]:
    return [key for key, chip in bar._chips.items() if not chip.isHidden()]


def test_three_filters_are_at_hand_and_the_rest_behind_more(bar: FilterBar) -> None:
    assert visible_chips(bar) == ["fulfilment", "channel", "placed"]
    bar.set_value("payment", "paid")
    assert "payment" in visible_chips(bar)
    assert bar._chips["payment"].accessibleName() == "Filter Payment: Paid"


def test_long_values_give_way_before_the_window_does(bar: FilterBar) -> None:
    before = bar.minimumSizeHint().width()
    bar.show_values({"fulfilment": "partly_ready|partly_shipped|short", "city": "Wuppertal " * 4, "payment": "paid"})
    assert bar.minimumSizeHint().width() == before < 460
    holder = bar._holder.width()
    assert sum(chip.sizeHint().width() for chip in bar._chips.values() if not chip.isHidden()) <= holder
    assert set(visible_chips(bar)) >= {"fulfilment", "city", "payment"}


def test_a_filter_is_cleared_with_its_cross_or_delete(bar: FilterBar, qtbot: Any) -> None:
    bar.set_value("channel", "Etsy")
    chip = bar._chips["channel"]
    chip.resize(chip.sizeHint())
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 12))
    assert bar.values() == {}
    bar.set_value("channel", "Etsy")
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert bar.values() == {}


def test_a_chip_is_drawn_in_every_form(qtbot: Any) -> None:
    for chip in (Chip("State"), Chip("State", "Ready"), Chip("Filter", adds=True)):
        qtbot.addWidget(chip)
        chip.resize(chip.sizeHint())
        assert not chip.grab().isNull()


def test_tabs_show_counts_and_are_read_aloud_with_them(qtbot: Any) -> None:
    tabs = ViewTabs([Tab("late", "Late", "danger"), Tab("all", "All")])
    qtbot.addWidget(tabs)
    narrow = tabs.sizeHint().width()
    tabs.set_counts({"late": 2, "all": 3087})
    assert tabs.sizeHint().width() > narrow
    assert tabs.accessibleTabName(1) == "All, 3,087"
    with qtbot.waitSignal(tabs.chosen) as told:
        tabs.setCurrentIndex(1)
    assert told.args == ["all"]
    assert not tabs.grab().isNull()


def test_a_view_that_is_gone_is_not_remembered() -> None:
    views = SavedViews(ORDERS, ShortMemory(), {})
    views.remember("no_such_view")
    assert views.remembered("all") == "all"
    assert views.everything() == "all"


def test_tab_key_follows_the_reading_order(qtbot: Any, at_once: AtOnce) -> None:
    window = window_of(FakeDesk(20), pool=at_once)
    qtbot.addWidget(window)
    window.start("orders")
    window.show()
    QApplication.sendPostedEvents(None, 0)
    orders = window.screen_of("orders")
    order: list[QWidget] = []
    widget = window.side.entry("orders").nextInFocusChain()
    while widget is not window.side.entry("orders"):
        order.append(widget)
        widget = widget.nextInFocusChain()
    places = [order.index(w) for w in (window.top.field, orders.tabs, orders.filters.field, orders.table)]
    assert places == sorted(places)
    assert order.index(orders.table) < min(order.index(w) for w in orders.inspector.findChildren(QWidget) if w in order)


def test_files_can_be_dropped_on_the_window(qtbot: Any, at_once: AtOnce, tmp_path: Path) -> None:
    got: list[list[Path]] = []
    window: MainWindow = window_of(FakeDesk(2), pool=at_once, dropped=got.append)
    qtbot.addWidget(window)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "orders.csv")), QUrl("https://example.org/x.csv")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, Qt.KeyboardModifier.NoModifier))
    assert got == [[tmp_path / "orders.csv"]]


def test_a_small_table_on_a_page_is_as_high_as_its_rows(qtbot: Any) -> None:
    table = Table(ORDERS.columns[:2], "bins")
    qtbot.addWidget(table)
    table.show_pages(Rows([order_row(place) for place in range(3)]))
    table.make_small()
    assert table.isColumnHidden(0)
    assert table.height() == 28 + 3 * 36 + 2
    assert table.model().index_of(2) == 1
