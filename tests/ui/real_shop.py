"""A window on a real shop file with a few products, a customer and an order, for tests of whole screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog

from shopdesk.domain.rights import User
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.memory import ShortMemory
from shopdesk.ui.screens import PAGES, SCREENS
from shopdesk.usecases import customers, orders, products, stock
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.test_list_screen import button


@dataclass(frozen=True)
class Goods:
    """What the shop of a test holds."""

    mug: int
    tea: int
    customer: int
    order: int


def fill(desk: Desk) -> Goods:
    """Two products in two bins, a customer in Chinese, an order of both that is paid."""
    for code in ("A-01-1", "A-01-2"):
        desk.do(stock.add_bin, code)
    mug = desk.do(products.create_product, "Mug, petrol", "MU-PE", price=1290, barcode="4006381333931",
                  home_bin="A-01-1", category="Tableware")  # fmt: skip
    tea = desk.do(products.create_product, "铁观音 Tieguanyin", "TE-TG", price=1450, category="Tea")
    desk.do(stock.receive, mug, 10, "A-01-1")
    desk.do(stock.receive, tea, 3, "A-01-2")
    customer = desk.do(customers.create_customer, "林雅婷", email="lin@mail.example", phone="+49 30 555 27 29",
                       line1="Rosenheimer Str. 52", postcode="81669", city="München", country="DE")  # fmt: skip
    order = desk.do(orders.create_order, customer, [orders.NewLine(mug, 2), orders.NewLine(tea, 1)])
    desk.do(orders.add_payment, order, 2 * 1290 + 1450, "PayPal")
    return Goods(mug, tea, customer, order)


def window_on(desk: Desk, qtbot: Any, at_once: AtOnce, place: str, user: User | None = None) -> MainWindow:
    """The whole program on a shop, at one place."""
    if user is not None:
        desk.user = user
    window = MainWindow(desk, SCREENS, PAGES, ShortMemory(), pool=at_once)
    qtbot.addWidget(window)
    window.start(place)
    window.show()
    return window


def dialog_of(window: MainWindow, kind: type[QDialog] = QDialog) -> Any:
    """The dialog that is open now."""
    QApplication.sendPostedEvents(None, 0)
    found = [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]
    assert found, "no dialog is open"
    return found[-1]


def toasts(window: MainWindow) -> list[str]:
    """What the toasts say."""
    return [toast.accessibleName() for toast in window.shell.toasts._shown]


def press(parent: Any, words: str) -> None:
    """Click the visible button with these words; what was just put into a layout is shown first."""
    QApplication.sendPostedEvents(None, 0)
    button(parent, words).click()
