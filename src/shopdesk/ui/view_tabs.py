"""Saved views of a list as tabs with counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QTabBar, QWidget

from shopdesk.i18n import _
from shopdesk.ui import figures, fonts, theme

_HEIGHT, _SIDE, _GAP = 36, 10, 6


@dataclass(frozen=True)
class Tab:
    """One tab: ``tone`` colours its count while it is not zero; ``own`` ones can be removed."""

    key: str
    title: str
    tone: str = ""
    own: bool = False


class ViewTabs(QTabBar):
    """Tabs with counts in tabular figures, the chosen one underlined; scrolls when there is no room."""

    chosen = Signal(str)
    remove_wanted = Signal(str)

    def __init__(self, tabs: Sequence[Tab], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: list[Tab] = []
        self._counts: dict[str, int] = {}
        self._silent = False
        self._hovered = -1
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Views of this list"))
        self.currentChanged.connect(self._changed)
        self.set_tabs(tabs)

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Replace the tabs, keeping the chosen one."""
        key = self.current()
        self._silent = True
        while self.count():
            self.removeTab(0)
        self._tabs = list(tabs)
        for tab in tabs:
            self.addTab(tab.title)
        self._silent = False
        self.choose(key)
        self._name_tabs()

    def current(self) -> str:
        """The key of the chosen tab."""
        return self._tabs[self.currentIndex()].key if 0 <= self.currentIndex() < len(self._tabs) else ""

    def choose(self, key: str) -> None:
        """Choose a tab without telling anybody."""
        self._silent = True
        self.setCurrentIndex(next((place for place, tab in enumerate(self._tabs) if tab.key == key), 0))
        self._silent = False

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many rows each view has."""
        if dict(counts) == self._counts:
            return
        self._counts = dict(counts)
        self._name_tabs()
        # Qt keeps measured tabs until a text changes.
        for place, tab in enumerate(self._tabs):
            self.setTabText(place, f"{tab.title} {self._counts.get(tab.key, '')}".strip())
        self.updateGeometry()

    def _name_tabs(self) -> None:
        for place, tab in enumerate(self._tabs):
            count = self._counts.get(tab.key)
            self.setAccessibleTabName(place, tab.title if count is None else f"{tab.title}, {figures.number(count)}")

    def _changed(self, place: int) -> None:
        if not self._silent and 0 <= place < len(self._tabs):
            self.chosen.emit(self._tabs[place].key)

    def _count_text(self, place: int) -> str:
        count = self._counts.get(self._tabs[place].key)
        return "" if count is None else figures.number(count)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = self.tabAt(event.pos())
        if 0 <= place < len(self._tabs) and self._tabs[place].own:
            menu = QMenu(self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            key = self._tabs[place].key
            menu.addAction(_("Remove this view")).triggered.connect(lambda: self.remove_wanted.emit(key))
            menu.popup(event.globalPos())

    # Qt

    def minimumSizeHint(self) -> QSize:
        return QSize(min(120, self.sizeHint().width()), _HEIGHT)

    def tabSizeHint(self, place: int) -> QSize:
        if place >= len(self._tabs):
            return QSize(40, _HEIGHT)
        width = fonts.width(self._tabs[place].title, weight=fonts.SEMIBOLD)
        count = self._count_text(place)
        if count:
            width += _GAP + fonts.width(count, fonts.SECONDARY, fonts.MEDIUM, True)
        return QSize(round(width) + 2 * _SIDE, _HEIGHT)

    def minimumTabSizeHint(self, place: int) -> QSize:
        return self.tabSizeHint(place)

    def sizeHint(self) -> QSize:
        return QSize(sum(self.tabSizeHint(place).width() for place in range(self.count())), _HEIGHT)

    def mouseMoveEvent(self, event: object) -> None:
        place = self.tabAt(event.position().toPoint())  # type: ignore[attr-defined]
        if place != self._hovered:
            self._hovered = place
            self.update()
        super().mouseMoveEvent(event)  # type: ignore[arg-type]

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in range(min(self.count(), len(self._tabs))):
            self._paint_tab(painter, place)

    def _paint_tab(self, painter: QPainter, place: int) -> None:
        box = QRectF(self.tabRect(place))
        tab, current = self._tabs[place], place == self.currentIndex()
        weight = fonts.SEMIBOLD if current else fonts.MEDIUM
        middle = Qt.AlignmentFlag.AlignVCenter
        x = box.x() + _SIDE
        painter.setFont(fonts.font(fonts.BODY, weight))
        painter.setPen(theme.colour("text" if current or place == self._hovered else "text2"))
        painter.drawText(QRectF(x, box.y(), box.width(), box.height() - 1), middle, tab.title)
        width = fonts.width(tab.title, weight=weight)
        count = self._count_text(place)
        if count:
            painter.setFont(fonts.font(fonts.SECONDARY, fonts.MEDIUM, True))
            if tab.tone and self._counts.get(tab.key):
                painter.setPen(theme.tone(tab.tone).text)
            painter.drawText(QRectF(x + width + _GAP, box.y(), box.width(), box.height() - 1), middle, count)
            width += _GAP + fonts.width(count, fonts.SECONDARY, fonts.MEDIUM, True)
        painter.setPen(Qt.PenStyle.NoPen)
        if current:
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(x, box.bottom() - 2, width, 2), 1, 1)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(theme.colour("accent"))
                painter.drawRoundedRect(QRectF(x - 6, box.y() + 6.5, width + 12, box.height() - 13), 5, 5)

    def start_of_words(self) -> QPoint:
        """How far the first word stands from the left edge, to line it up with the title."""
        return QPoint(_SIDE, 0)
