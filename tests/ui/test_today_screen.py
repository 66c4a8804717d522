from __future__ import annotations

from typing import Any

import pytest

from shopdesk.store.engine import Database
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.screens.today_tiles import QueueTile
from shopdesk.ui.widgets.charts import BarsByDay, CoverBars
from shopdesk.usecases import orders
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import Goods, fill, press, window_on
from tests.ui.test_list_screen import words_of


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


@pytest.fixture
def goods(desk: Desk) -> Goods:
    return fill(desk)


@pytest.fixture
def window(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "today")


def test_a_pile_leads_to_its_rows(window: MainWindow) -> None:
    tiles = window.current().findChildren(QueueTile)
    first = next(tile for tile in tiles if tile.accessibleName().startswith("To review, 1"))
    first.click()
    screen = window.current()
    assert (screen.key, screen.tabs.current(), screen.table.model().rowCount()) == ("orders", "to_review", 1)


def test_a_bar_leads_to_the_orders_of_its_day(window: MainWindow) -> None:
    chart = window.current().findChild(BarsByDay)
    areas = chart.areas()
    assert len(areas) == 14
    assert "40.30 EUR, 1 order" in areas[-1][2]
    chart.opened.emit(areas[-1][1])
    assert window.current().key == "orders"
    assert window.current().filters.values() == {"placed": f"{areas[-1][1]}..{areas[-1][1]}"}


def test_what_runs_out_leads_to_its_stock(window: MainWindow, goods: Goods) -> None:
    chart = window.current().findChild(CoverBars)
    chart.opened.emit(str(goods.tea))
    assert window.current().key == "inventory"
    assert window.current().table.current_row().id == goods.tea


def test_the_day_is_read_again_when_something_happens(window: MainWindow, desk: Desk, goods: Goods) -> None:
    desk.do(orders.review_orders, [goods.order])
    names = [tile.accessibleName() for tile in window.current().findChildren(QueueTile) if tile.parent() is not None]
    assert any(name.startswith("To pick, 1") for name in names)


def test_a_new_shop_shows_the_first_steps(desk: Desk, qtbot: Any, at_once: AtOnce) -> None:
    window = window_on(desk, qtbot, at_once, "today")
    assert "Welcome. Three steps and the first order is packed." in words_of(window.current())
    press(window.current(), "Import products")
    assert window.current().name_now() == "Import products"


def test_the_window_fits_a_small_screen(window: MainWindow) -> None:
    for key in ("today", "products", "inventory", "ledger", "customers", "imports", "settings"):
        window.open(key)
        hint = window.minimumSizeHint()
        assert hint.width() <= 1280, key
        assert hint.height() <= 720, key
