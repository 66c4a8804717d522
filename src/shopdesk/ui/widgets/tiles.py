"""Large things to click: a queue with its count, a choice with its explanation; and a figure to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.widgets.labels import Elided, label
from shopdesk.ui.widgets.layouts import row, upright_rule

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class _Tile(QAbstractButton):
    """Something painted that takes the focus, the mouse and Enter."""

    def __init__(self, run: Callable[[], object] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def _line(
        self, painter: QPainter, box: QRectF, text: str, px: int, weight: int, colour: str, tone: str = ""
    ) -> None:
        painter.setFont(fonts.font(px, weight))
        painter.setPen(theme.tone(tone).text if tone else theme.colour(colour))
        shown = fonts.metrics(px, weight).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _MIDDLE, shown)


class QueueTile(_Tile):
    """How many wait, and how long already; leads to them."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        count: int,
        note: str = "",
        tone: str = "",
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(run, parent)
        self._icon, self._title = icon_name, title
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(92)
        self.setMinimumWidth(104)
        self.show_count(count, note, tone)

    def show_count(self, count: int, note: str = "", tone: str = "") -> None:
        """Show another number; ``tone`` colours it while it is not zero."""
        self._count, self._note = count, note
        self._tone = tone if count else ""
        self.setAccessibleName(f"{self._title}: {figures.number(count)}, {note}".rstrip(", "))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.setPen(QPen(theme.colour("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("hover") if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
        inner = box.adjusted(12, 8, -8, -6)
        colour = theme.tone(self._tone).text if self._tone else theme.colour("text2")
        paint_icon(painter, self._icon, colour, inner.x(), inner.y() + 2, 15)
        self._line(painter, QRectF(inner.x() + 22, inner.y(), inner.width() - 22, 20), self._title, 13, 500, "text2")
        count = QRectF(inner.x(), inner.y() + 21, inner.width(), 30)
        self._line(painter, count, figures.number(self._count), fonts.FIGURE, fonts.SEMIBOLD, "text", self._tone)
        note = QRectF(inner.x(), inner.y() + 51, inner.width(), 18)
        self._line(painter, note, self._note, fonts.SECONDARY, fonts.REGULAR, "text2")


class Queues(QFrame):
    """Queue tiles side by side in one card, hairlines between them."""

    def __init__(self, tiles: Sequence[QueueTile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        parts: list[object] = []
        for tile in tiles:
            if parts:
                line = upright_rule()
                line.setFixedHeight(64)
                parts.append(line)
            parts.append((tile, 1))
        self.setLayout(row(*parts, margins=(0, 0, 0, 0)))  # type: ignore[arg-type]


class ChoiceCard(_Tile):
    """A way to go on: icon, title, a sentence, an arrow."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        run: Callable[[], object] | None = None,
        strong: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(run, parent)
        self._icon, self._title, self._sentence, self._strong = icon_name, title, sentence, strong
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(76)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def sizeHint(self) -> QSize:
        return QSize(600, 76)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        focused = self.hasFocus()
        painter.setPen(QPen(theme.colour("accent" if focused else "hairline"), 2 if focused else 1))
        painter.setBrush(theme.colour("hover" if self.underMouse() else "surface"))
        inset = 1.0 if focused else 0.5
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tone("info").fill if self._strong else theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(16, 18, 40, 40), 6, 6)
        paint_icon(painter, self._icon, theme.colour("accentText" if self._strong else "text2"), 27, 29, 18)
        room = box.width() - 72 - 44
        self._line(painter, QRectF(72, 17, room, 20), self._title, 14, fonts.SEMIBOLD, "text")
        self._line(painter, QRectF(72, 38, room, 20), self._sentence, fonts.SECONDARY, fonts.REGULAR, "text2")
        paint_icon(painter, "right", theme.colour("text2"), box.width() - 32, box.center().y() - 8)


class Figure(QWidget):
    """One large number with its words and how it changed."""

    def __init__(
        self, value: str, words: str = "", change: str = "", tone: str = "", px: int = 20, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        top = row(label(value, px, fonts.SEMIBOLD), gap=6)
        if change:
            top.addWidget(label(change, fonts.SECONDARY, fonts.MEDIUM, tone or "secondary"))
        top.addStretch(1)
        lines.addLayout(top)
        if words:
            lines.addWidget(Elided(words, fonts.SECONDARY, role="secondary"))
        self.setAccessibleName(" ".join(part for part in (value, words, change) if part))
