"""A field that finds while typing and takes scans: shows what fits below itself, hands over what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from shopdesk.i18n import _
from shopdesk.queries.customers import CUSTOMERS
from shopdesk.queries.inventory import INVENTORY
from shopdesk.queries.orders import ORDERS
from shopdesk.ui import figures
from shopdesk.ui.widgets.fields import SearchField
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.pick_list import Choice, PickList
from shopdesk.ui.widgets.surface import SHADOW, Surface, watch_clicks

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

Find = Callable[[str], Sequence[Choice]]
_WAIT, _MOST, _HEIGHT = 120, 8, 320


class FindField(SearchField):
    """``find`` turns words into choices; ``found`` carries the thing of the chosen one, ``nothing`` unknown words."""

    found = Signal(object)
    nothing = Signal(str)

    def __init__(
        self, shell: Shell, find: Find, hint: str, icon_name: str = "search", parent: QWidget | None = None
    ) -> None:
        super().__init__(hint, icon_name=icon_name, parent=parent)
        self._shell, self._find = shell, find
        self._results: Surface | None = None
        self._list = PickList(shell.pictures)
        self._none = label("", role="secondary", wrap=True)
        self._wait = QTimer(self, singleShot=True, interval=_WAIT)
        self._wait.timeout.connect(self.look)
        self.textEdited.connect(lambda _text: self._wait.start())
        self._list.picked.connect(lambda choice: self._take(choice.thing))

    def _choices(self) -> Sequence[Choice]:
        words = self.text().strip()
        if not words:
            return ()
        try:
            return self._find(words)
        except Exception as error:
            self._shell.fail(error)
            return ()

    def look(self) -> None:
        """Show what fits the words typed so far."""
        self._wait.stop()
        choices = self._choices()
        if not self.text().strip():
            self.close_results()
            return
        if self._results is None:
            self._results = Surface(self.window())
            self._results.body.addWidget(self._list)
            self._results.body.addWidget(self._none)
            self._none.setContentsMargins(14, 10, 14, 10)
            self._list.setAccessibleName(_("Found"))
            watch_clicks(self, True)
        self._list.show_choices(choices)
        self._list.setVisible(bool(choices))
        self._none.setText(_("Nothing found for “{words}”.").format(words=self.text().strip()))
        self._none.setVisible(not choices)
        self._list.setFixedHeight(self._list.wanted_height(_HEIGHT))
        spot = self._results.parentWidget().mapFromGlobal(self.mapToGlobal(QPoint(0, self.height() + 4)))
        self._results.setFixedWidth(max(self.width(), 360) + 2 * SHADOW)
        self._results.adjustSize()
        self._results.move(spot.x() - SHADOW, spot.y() - SHADOW)
        self._results.show()
        self._results.raise_()

    def enter(self) -> None:
        """Take the chosen result; a scan that came faster than the list takes the best one."""
        shown = self._results is not None and self._results.isVisible() and not self._wait.isActive()
        choice = self._list.current() if shown else next(iter(self._choices()), None)
        if choice is not None:
            self._take(choice.thing)
        elif self.text().strip():
            words = self.text().strip()
            self.look()
            self.selectAll()
            self.nothing.emit(words)

    def _take(self, thing: Any) -> None:
        self.close_results()
        self.clear()
        self.found.emit(thing)

    def close_results(self) -> None:
        """Take the results away."""
        self._wait.stop()
        if self._results is not None:
            self._results.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self._results is not None and self._results.isVisible()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.text().strip():
            self.enter()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and shown:
            self._list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape and (shown or self.text()):
            if not shown:
                self.clear()
            self.close_results()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason or event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.close_results()

    def hideEvent(self, event: QHideEvent) -> None:
        self.close_results()
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and self._results is not None and self._results.isVisible():
            inside = isinstance(watched, QWidget) and (self._results.isAncestorOf(watched) or watched is self)
            if isinstance(watched, QWidget) and not inside and watched is not self._results:
                self.close_results()
        return False


def _rows(shell: Shell, listing: Any, words: str) -> list[Any]:
    pages = shell.desk.pages(listing, {}, words)
    return [row for row in (pages[at] for at in range(min(_MOST, pages.total))) if row is not None]


def _exact_first(rows: list[Any], words: str, *keys: str) -> list[Any]:
    wanted = words.strip().casefold()
    return sorted(rows, key=lambda row: wanted not in {str(getattr(row, key) or "").casefold() for key in keys})


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def find_variants(shell: Shell) -> Find:
    """Products by name, SKU or barcode; the thing is a row of the stock list."""

    def find(words: str) -> list[Choice]:
        rows = _exact_first(_rows(shell, INVENTORY, words), words, "sku", "barcode")
        return [
            Choice(
                row.name,
                _("{sku} · {free} available").format(sku=row.sku, free=figures.number(row.available)),
                image=row.image,
                has_picture=True,
                right=figures.money(row.price, row.currency),
                thing=row,
            )
            for row in rows
        ]

    return find


def find_customers(shell: Shell) -> Find:
    """Customers by name, number, city or e-mail; the thing is a row of the customer list."""

    def find(words: str) -> list[Choice]:
        rows = _exact_first(_rows(shell, CUSTOMERS, words), words, "number", "name")
        return [Choice(row.name, _dotted(row.company, row.city, row.number), "user", thing=row) for row in rows]

    return find


def find_orders(shell: Shell) -> Find:
    """Orders by number or customer; the thing is a row of the order list."""

    def find(words: str) -> list[Choice]:
        rows = _exact_first(_rows(shell, ORDERS, words), words, "number", "channel_order_no")
        return [
            Choice(
                row.number,
                _dotted(row.ship_name, row.ship_city, figures.day(row.placed_at)),
                "orders",
                right=figures.money(row.total, row.currency),
                thing=row,
            )
            for row in rows
        ]

    return find
