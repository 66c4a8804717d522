"""The side bar: shop, screens with what waits there, settings, the person at the foot; collapses to icons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.pictures import initials, paint_thumb
from shopdesk.ui.places import ScreenPlace
from shopdesk.ui.screen import Screen
from shopdesk.ui.widgets.layouts import rule

WIDE, NARROW = 196, 52
_ROW, _HEAD, _FOOT = 32, 52, 40
_ICON_LEFT, _TEXT_LEFT = 18, 44


class Entry(QAbstractButton):
    """One screen in the side bar, with a count at its right."""

    def __init__(self, icon_name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title = icon_name, title
        self._count, self._tone = 0, ""
        self.current = self._narrow = False
        self.setFixedHeight(_ROW)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_count(0)

    def set_count(self, count: int | None, tone: str = "") -> None:
        """How many things wait there."""
        self._count, self._tone = count or 0, tone
        name = self._title if not count else f"{self._title}, {figures.number(count)}"
        self.setAccessibleName(name)
        self.update()

    def set_current(self, on: bool) -> None:
        """Whether this is the place shown now."""
        self.current = on
        self.setAccessibleDescription(_("current place") if on else "")
        self.update()

    def set_narrow(self, on: bool) -> None:
        """Icon only."""
        self._narrow = on
        self.setToolTip(self._title if on else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDE, _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(8, 1, -9, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.current or self.underMouse():
            painter.setBrush(theme.mixed("text", "sunken", 0.08 if self.current else 0.04))
            painter.drawRoundedRect(box, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        middle = self.height() / 2
        paint_icon(painter, self._icon, theme.colour("accentText" if self.current else "text2"), _ICON_LEFT, middle - 8)
        if self._narrow:
            if self._count:
                painter.setPen(QPen(theme.colour("sunken"), 2))
                painter.setBrush(theme.tone(self._tone or "info").solid)
                painter.drawEllipse(QRectF(_ICON_LEFT + 10, 4, 9, 9))
            return
        count = figures.number(self._count) if self._count else ""
        room = self.width() - _TEXT_LEFT - 20 - (fonts.width(count, fonts.SECONDARY, tabular=True) + 6 if count else 0)
        weight = fonts.SEMIBOLD if self.current else fonts.MEDIUM
        painter.setFont(fonts.font(fonts.BODY, weight))
        painter.setPen(theme.colour("text") if self.current else theme.mixed("text", "text2", 0.6))
        title = fonts.metrics(fonts.BODY, weight).elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(_TEXT_LEFT, 0, room + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, title)
        if count:
            painter.setFont(fonts.font(fonts.SECONDARY, fonts.MEDIUM, True))
            painter.setPen(theme.tone(self._tone).text if self._tone else painter.pen().color())
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(QRectF(0, 0, self.width() - 19, self.height()), right, count)


class _Shop(QAbstractButton):
    """The shop at the top: its sign, its name, a quiet line; click folds the side bar."""

    def __init__(self, name: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._note = name, note
        self.setFixedHeight(_HEAD)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(_("Fold or unfold the side bar"))
        self.setToolTip(_("Fold or unfold the side bar (Ctrl+B)"))

    def set_names(self, name: str, note: str) -> None:
        self._name, self._note = name, note
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        narrow = self.width() < WIDE / 2
        spot = QRectF(12 if narrow else 14, 12, 28, 28)
        paint_thumb(painter, spot, None, self._name, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(spot.adjusted(-3, -3, 3, 3), 8, 8)
        if narrow:
            return
        room = self.width() - 52 - 10
        top = QRectF(52, 10 if self._note else 0, room, 18 if self._note else self.height())
        for text, weight, px, colour, box in (
            (self._name, fonts.SEMIBOLD, fonts.BODY, "text", top),
            (self._note, fonts.REGULAR, fonts.SECONDARY, "text2", QRectF(52, 26, room, 17)),
        ):
            painter.setFont(fonts.font(px, weight))
            painter.setPen(theme.colour(colour))
            shown = fonts.metrics(px, weight).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class _Person(QAbstractButton):
    """The signed-in person at the foot; opens a menu."""

    def __init__(self, name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role = name, role
        self.setFixedHeight(_FOOT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{name}, {role}")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), theme.mixed("text", "sunken", 0.04))
        spot = QRectF(14 if self.width() < WIDE / 2 else 16, 8, 24, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.initials_colour(self._name))
        painter.drawEllipse(spot)
        painter.setPen(QColor("#FFFFFF"))
        painter.setFont(fonts.font(10, fonts.SEMIBOLD))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, initials(self._name))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(5, 3, -6, -3), 6, 6)
        if self.width() < WIDE / 2:
            return
        role_width = min(72, fonts.width(self._role, fonts.SECONDARY) + 1)
        room = self.width() - 50 - 19 - role_width - 8
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.font(fonts.BODY, fonts.MEDIUM))
        painter.setPen(theme.colour("text"))
        name = fonts.metrics(fonts.BODY, fonts.MEDIUM).elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(50, 0, room + 2, self.height()), middle, name)
        painter.setFont(fonts.font(fonts.SECONDARY))
        painter.setPen(theme.colour("text2"))
        role = fonts.metrics(fonts.SECONDARY).elidedText(self._role, Qt.TextElideMode.ElideRight, role_width + 1)
        box = QRectF(0, 0, self.width() - 19, self.height())
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, role)


class SideBar(QFrame):
    """Entries for the screens a person may see."""

    chosen = Signal(str)
    fold_wanted = Signal()

    def __init__(
        self, screens: Sequence[type[Screen] | ScreenPlace], shop: str, note: str, person: str, role: str
    ) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAccessibleName(_("Places"))
        self.menu = QMenu(self)
        self._entries: dict[str, Entry] = {}
        self._shop = _Shop(shop, note)
        self._shop.clicked.connect(self.fold_wanted)
        self._person = _Person(person, role)
        self._person.clicked.connect(self._open_menu)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._shop)
        lines.addSpacing(6)
        middle = QWidget()
        middle.setObjectName("plain")
        places = QVBoxLayout(middle)
        places.setContentsMargins(0, 0, 0, 0)
        places.setSpacing(0)
        foot = [screen for screen in screens if screen.group < 0]
        group = screens[0].group if screens else 0
        for screen in (screen for screen in screens if screen.group >= 0):
            if screen.group != group:
                places.addSpacing(8)
                group = screen.group
            places.addWidget(self._entry(screen))
        places.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(middle)
        area.setMinimumHeight(120)
        area.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        lines.addWidget(area, 1)
        for screen in foot:
            lines.addWidget(self._entry(screen))
        lines.addSpacing(6)
        lines.addWidget(rule())
        lines.addWidget(self._person)
        self.set_narrow(False)

    def _entry(self, screen: type[Screen] | ScreenPlace) -> Entry:
        entry = Entry(screen.icon, _(screen.title))
        entry.clicked.connect(lambda _on=False, key=screen.key: self.chosen.emit(key))
        self._entries[screen.key] = entry
        return entry

    def show_current(self, key: str) -> None:
        """Mark the place shown now."""
        for name, entry in self._entries.items():
            entry.set_current(name == key)

    def set_count(self, key: str, count: int | None, tone: str = "") -> None:
        """Show how many things wait at a place."""
        if key in self._entries:
            self._entries[key].set_count(count, tone)

    def entry(self, key: str) -> Entry:
        """The entry of a screen."""
        return self._entries[key]

    def set_names(self, shop: str, note: str) -> None:
        """Show another shop name."""
        self._shop.set_names(shop, note)

    def set_narrow(self, on: bool) -> None:
        """Fold to icons, or unfold."""
        self.setFixedWidth(NARROW if on else WIDE)
        for entry in self._entries.values():
            entry.set_narrow(on)
        self._person.setToolTip(self._person.accessibleName() if on else "")

    def is_narrow(self) -> bool:
        """Whether only icons are shown."""
        return self.maximumWidth() == NARROW

    def _open_menu(self) -> None:
        height = self.menu.sizeHint().height()
        self.menu.popup(self._person.mapToGlobal(QPoint(8, -height - 4)))
