"""Things that float above the page: rounded, with a soft painted shadow and maybe an arrow; the popover."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from shopdesk.ui import theme

SHADOW = 20
_ARROW = 8


def watch_clicks(watcher: QObject, on: bool) -> None:
    """Let ``watcher``'s event filter see every event of the program, to notice clicks beside it."""
    app = QApplication.instance()
    if app is None:
        return
    if on:
        app.installEventFilter(watcher)
    else:
        app.removeEventFilter(watcher)


class Surface(QWidget):
    """A rounded surface that paints its own shadow around itself; ``body`` is the layout for its content."""

    def __init__(self, parent: QWidget, background: str = "raised", border: str = "", radius: int = 10) -> None:
        super().__init__(parent)
        self._background, self._border, self._radius = background, border, radius
        self._arrow: tuple[str, float] | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        self.body.setSpacing(0)

    def set_arrow(self, side: str, at: float) -> None:
        """An arrow on ``side`` (top, bottom, left) at a distance from the corner."""
        self._arrow = (side, at)
        self.update()

    def _shape(self, box: QRectF) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), self._radius, self._radius)
        if self._arrow is None:
            return path
        side, at = self._arrow
        tip = QPainterPath()
        if side == "left":
            points = (QPointF(1, at - _ARROW), QPointF(1 - _ARROW, at), QPointF(1, at + _ARROW))
        else:
            edge, off = (1.0, -_ARROW) if side == "top" else (box.height() - 1, _ARROW)
            points = (QPointF(at - _ARROW, edge), QPointF(at, edge + off), QPointF(at + _ARROW, edge))
        tip.moveTo(box.topLeft() + points[0])
        for point in points[1:]:
            tip.lineTo(box.topLeft() + point)
        tip.closeSubpath()
        return path.united(tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        painter.setPen(Qt.PenStyle.NoPen)
        strength = 1.0 if theme.mode() == "light" else 2.4
        for off in range(SHADOW - 2, 0, -1):
            shade = QColor(0, 0, 0)
            shade.setAlphaF(min(1.0, strength * 0.0085 * (1 - off / SHADOW) ** 1.1))
            painter.setBrush(shade)
            below = off + 4 if off < SHADOW - 4 else SHADOW
            painter.drawRoundedRect(box.adjusted(-off, -off + 4, off, below), self._radius + off, self._radius + off)
        painter.setBrush(theme.colour(self._background))
        border = self._border or ("hairline" if theme.mode() == "light" else "border")
        painter.setPen(QPen(theme.colour(border), 1))
        painter.drawPath(self._shape(box))


class Popover(Surface):
    """A surface beside something; closed by Esc, by a click elsewhere, or by losing its anchor."""

    closed = Signal()

    def __init__(self, window: QWidget, width: int = 372) -> None:
        super().__init__(window)
        self._window = window
        self.setFixedWidth(width + 2 * SHADOW)
        self._before: QWidget | None = None
        self.hide()

    def open_at(self, anchor: QRect, focus: QWidget | None = None) -> None:
        """Show below (else above) ``anchor``, a rectangle on the screen, kept inside the window."""
        window = self._window
        self.adjustSize()
        self.resize(self.width(), self.sizeHint().height())
        spot = QRect(window.mapFromGlobal(anchor.topLeft()), anchor.size())
        middle = spot.center().x()
        x = min(max(spot.x() - 24, 0) - SHADOW + 12, window.width() - self.width() + SHADOW - 8)
        x = max(8 - SHADOW, x)
        inside = min(max(middle - x - SHADOW, 20), self.width() - 2 * SHADOW - 20)
        below = spot.bottom() + _ARROW - SHADOW + 2
        if below + self.height() - SHADOW <= window.height() - 8:
            self.set_arrow("top", inside)
            self.move(QPoint(x, below))
        else:
            self.set_arrow("bottom", inside)
            self.move(QPoint(x, max(8 - SHADOW, spot.y() - self.height() + SHADOW - _ARROW - 2)))
        self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        (focus or self).setFocus(Qt.FocusReason.PopupFocusReason)
        watch_clicks(self, True)

    def open_below(self, anchor: QWidget, focus: QWidget | None = None) -> None:
        """Show at a widget."""
        self.open_at(QRect(anchor.mapToGlobal(QPoint(0, 0)), anchor.size()), focus)

    def dismiss(self) -> None:
        """Close, giving the focus back; the popover is gone afterwards."""
        if self.isHidden():
            return
        watch_clicks(self, False)
        focus = QApplication.focusWidget()
        had_focus = focus is None or self.isAncestorOf(focus)
        self.hide()
        if had_focus and self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            outside = watched is not self and not self.isAncestorOf(watched) and watched.window() is self.window()
            if outside or (watched is self and not self._inside(event)):
                self.dismiss()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return True
        return False

    def _inside(self, event: QEvent) -> bool:
        box = self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        return isinstance(event, QMouseEvent) and box.contains(event.position().toPoint())
