"""Toasts: quiet words at the foot of the window that something was done, with Undo or Reverse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import KeyCap, label
from shopdesk.ui.widgets.layouts import row
from shopdesk.ui.widgets.surface import SHADOW, Surface

_SHOWN, _SHOWN_WITH_UNDO, _SHOWN_PROBLEM = 3500, 8000, 7000
_MOST, _FOOT, _GAP = 3, 46, 4
_SIGNS = {
    "success": ("check", "#8FD6AF"),
    "warning": ("warn", "#F0C674"),
    "danger": ("stop", "#FF9C94"),
    "info": ("info", "#A9C6FF"),
}


class _Mark(QWidget):
    """An icon that is always drawn on the toast's dark ground."""

    def __init__(self, name: str, colour: str, size: int = 16) -> None:
        super().__init__()
        self._name, self._colour = name, QColor(colour)
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, self._name, self._colour, 0, 0, self.width())


class Toast(Surface):
    """One message; it goes by itself, not while the mouse is on it."""

    def __init__(
        self, window: QWidget, text: str, undo: Callable[[], object] | None, undo_words: str, tone: str
    ) -> None:
        super().__init__(window, "toastBg", "toastBg" if theme.mode() == "light" else "border", 8)
        self.undo = undo
        self._time = _SHOWN_WITH_UNDO if undo else (_SHOWN if tone == "success" else _SHOWN_PROBLEM)
        words = label(text, fonts.BODY, fonts.MEDIUM, "toast")
        words.setAccessibleName(text)
        most = max(280, min(640, window.width() - 360))
        if words.sizeHint().width() > most:
            words.setWordWrap(True)
            words.setFixedWidth(most)
        line = row(_Mark(*_SIGNS.get(tone, _SIGNS["success"])), 8, words, margins=(12, 7, 8, 7))
        if undo is not None:
            line.addSpacing(20)
            line.addWidget(Button(undo_words or _("Undo"), self.run_undo, "toast"))
            if not undo_words:
                line.addSpacing(4)
                line.addWidget(KeyCap("Ctrl Z", on_dark=True))
        line.addSpacing(8)
        close = Button("", self.go, "toast")
        close.set_icon("close", "toastText")
        close.setFixedWidth(22)
        close.setAccessibleName(_("Close this message"))
        line.addWidget(close)
        self.body.addLayout(line)
        self._timer = QTimer(self, singleShot=True, interval=self._time)
        self._timer.timeout.connect(self.go)
        self.setAccessibleName(text)
        self.adjustSize()
        self._timer.start()

    def run_undo(self) -> None:
        """Take back what was done, and go."""
        undo, self.undo = self.undo, None
        self.go()
        if undo is not None:
            undo()

    def go(self) -> None:
        """Disappear."""
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._timer.start()


class Toasts(QObject):
    """The toasts of a window, newest lowest, at most three."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: list[Toast] = []
        window.installEventFilter(self)

    def say(
        self, text: str, undo: Callable[[], object] | None = None, undo_words: str = "", tone: str = "success"
    ) -> Toast:
        """Show a message."""
        toast = Toast(self._window, text, undo, undo_words, tone)
        toast.destroyed.connect(self._arrange)
        toast.installEventFilter(self)
        self._shown.append(toast)
        toast.show()
        toast.raise_()
        for old in self._visible()[:-_MOST]:
            old.go()
        self._arrange()
        return toast

    def undo_last(self) -> bool:
        """Run the newest Undo still on screen; whether there was one."""
        for toast in reversed(self._visible()):
            if toast.undo is not None:
                toast.run_undo()
                return True
        return False

    def clear(self) -> None:
        """Take all messages away."""
        for toast in self._visible():
            toast.go()
        self._shown.clear()

    def _visible(self) -> list[Toast]:
        return [toast for toast in self._shown if not toast.isHidden()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._arrange()
        elif isinstance(watched, Toast) and event.type() == QEvent.Type.Hide:
            self._shown = [toast for toast in self._shown if toast is not watched]
            self._arrange()
        return False

    def _arrange(self) -> None:
        foot = self._window.height() - _FOOT + SHADOW
        side = self._window.property("side_width") or 0
        for toast in reversed(self._shown):
            middle = side + (self._window.width() - side) // 2
            toast.move(QPoint(middle - toast.width() // 2, foot - toast.height()))
            foot -= toast.height() - 2 * SHADOW + _GAP
