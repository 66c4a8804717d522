"""A small real shop in its window: two teas and a bowl, a customer, and ways to click what a person sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from shopdesk.domain.rights import Role, User
from shopdesk.queries.order_details import order_detail
from shopdesk.store.engine import Database
from shopdesk.ui.forms.order_form import NewOrderPage
from shopdesk.ui.main_window import MainWindow
from shopdesk.ui.memory import ShortMemory
from shopdesk.ui.pages.order_page import OrderPage
from shopdesk.ui.pages.return_page import ReturnPage
from shopdesk.ui.pages.shipment_page import ShipmentPage
from shopdesk.ui.screens.orders import OrdersScreen
from shopdesk.ui.screens.packing import PackingScreen
from shopdesk.ui.screens.returns import ReturnsScreen
from shopdesk.usecases import customers, orders, packing, picking, products, shipping, stock
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce

W = TypeVar("W", bound=QWidget)
BARCODE = "4006381333931"


@dataclass
class OrderShop:
    """The shop, its window, and the ids of what is in it."""

    desk: Desk
    window: MainWindow
    qtbot: Any
    gaiwan: int
    tea: int
    customer: int
    waves: list[int] = field(default_factory=list)

    def order(self, *lines: tuple[int, int], paid: bool = True, **more: Any) -> int:
        """An order to review; ``lines`` are (variant, pieces)."""
        wanted = [orders.NewLine(variant, pieces) for variant, pieces in lines or ((self.gaiwan, 2), (self.tea, 1))]
        order_id: int = self.desk.do(orders.create_order, self.customer, wanted, **more)
        total = self.detail(order_id).total
        if paid and total:
            self.desk.do(orders.add_payment, order_id, total, "PayPal")
        return order_id

    def confirmed(self, *lines: tuple[int, int], **more: Any) -> int:
        order_id = self.order(*lines, **more)
        self.desk.do(orders.confirm_order, order_id)
        return order_id

    def packed(self, *lines: tuple[int, int], **more: Any) -> tuple[int, int]:
        """A packed order: (order, shipment)."""
        order_id = self.confirmed(*lines, **more)
        return order_id, self.pack(order_id)

    def pack(self, order_id: int) -> int:
        """Pick and pack a confirmed order; returns its shipment."""
        made = self.desk.do(picking.release_wave, [order_id])
        self.desk.do(picking.finish_picking, made.wave_id)
        shipment: int = made.shipment_ids[0]
        order = self.desk.do(packing.start_packing, shipment)
        for line in order.lines:
            for _piece in range(line.expected):
                self.desk.do(packing.scan, shipment, line.sku)
        self.desk.do(packing.close_shipment, shipment)
        return shipment

    def delivered(self, *lines: tuple[int, int], **more: Any) -> int:
        order_id = self.confirmed(*lines, **more)
        self.send(order_id)
        return order_id

    def send(self, order_id: int) -> None:
        """Pack a confirmed order and bring it to its buyer."""
        shipment = self.pack(order_id)
        self.desk.do(shipping.set_tracking, shipment, f"JD{order_id:08d}", "DHL")
        self.desk.do(shipping.ship, shipment)
        self.desk.do(shipping.deliver, shipment)

    def detail(self, order_id: int) -> Any:
        return self.desk.read(order_detail, order_id)

    # what a person does

    @property
    def screen(self) -> Any:
        return self.window.current()

    def click(self, words: str, inside: QWidget | None = None) -> None:
        """Click the visible button that says ``words``."""
        button = self.button(words, inside)
        assert button.isEnabled(), f"“{words}” is disabled: {button.toolTip()}"
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def button(self, words: str, inside: QWidget | None = None) -> QAbstractButton:
        QApplication.processEvents()  # widgets put into a shown layout appear with the next events
        inside = inside or self.dialog() or self.window
        found = [b for b in inside.findChildren(QAbstractButton) if b.isVisible() and b.text() == words]
        known = sorted({b.text() for b in inside.findChildren(QAbstractButton) if b.isVisible() and b.text()})
        assert found, f"no button “{words}” among {known}"
        return found[0]

    def dialog(self, kind: type[W] | None = None) -> Any:
        """The dialog on screen, newest first; None when there is none."""
        found = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isModal()]
        if kind is not None:
            found = [w for w in found if isinstance(w, kind)]
        return found[-1] if found else None

    def words(self, inside: QWidget | None = None) -> str:
        """Everything written on labels now."""
        QApplication.processEvents()
        inside = inside or self.dialog() or self.window
        return "\n".join(label.text() for label in inside.findChildren(QLabel) if label.isVisible())

    def type(self, widget: QWidget, text: str) -> None:
        """Type into a field, replacing what is there."""
        widget.setFocus()
        self.qtbot.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        if text.isascii():
            self.qtbot.keyClicks(widget, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(widget, composed)

    def enter(self, widget: QWidget) -> None:
        self.qtbot.keyClick(widget, Qt.Key.Key_Return)


def opened(database: Database, qtbot: Any, pool: AtOnce, role: Role = Role.OWNER) -> OrderShop:
    """The window on a small shop."""
    owner = Desk(database)
    for code in ("A-01-1", "A-01-2"):
        owner.do(stock.add_bin, code)
    gaiwan = owner.do(products.create_product, "Gaiwan 盖碗", "GW-1", price=4800, barcode=BARCODE, home_bin="A-01-1")
    tea = owner.do(products.create_product, "Sencha", "TE-1", price=1250, home_bin="A-01-2")
    owner.do(stock.receive, gaiwan, 10, "A-01-1")
    owner.do(stock.receive, tea, 5, "A-01-2")
    customer = owner.do(
        customers.create_customer,
        "林雅婷",
        line1="Rosenheimer Str. 52",
        city="München",
        postcode="81669",
        country="DE",
        email="lin@example.org",
    )
    desk = owner if role is Role.OWNER else Desk(database, User(1, "Petra", role))
    pages = {page.kind: page for page in (OrderPage, ShipmentPage, ReturnPage, NewOrderPage)}
    window = MainWindow(desk, [OrdersScreen, PackingScreen, ReturnsScreen], pages, ShortMemory(), pool=pool)
    window.resize(1280, 800)
    # A page with something half done asks once before the window may close.
    qtbot.addWidget(window, before_close_func=lambda _window: window.current().may_leave())
    window.start("orders")
    window.show()
    return OrderShop(desk, window, qtbot, gaiwan, tea, customer)
