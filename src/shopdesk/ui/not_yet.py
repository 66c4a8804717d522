"""The first moments of a window: when it was painted, and that nothing can be done in it yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_AT_LAST_MS = 400
"""After this time things go on even if nothing is painted, e.g. in a minimised window."""


class FirstPaint(QObject):
    """Calls ``then`` once, right after a widget was painted for the first time."""

    def __init__(self, watched: QWidget, then: Callable[[], object]) -> None:
        super().__init__(watched)
        self._watched = watched
        self._then: Callable[[], object] | None = then
        watched.installEventFilter(self)
        QTimer.singleShot(_AT_LAST_MS, self, self._at_last)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # The picture goes to the screen when all of the window is painted; this comes after that.
            QTimer.singleShot(0, self, self._now)
        return False

    def _at_last(self) -> None:
        window = self._watched.window().windowHandle()
        if self._then is not None and window is not None and window.isExposed():
            QTimer.singleShot(_AT_LAST_MS, self, self._at_last)  # it is about to be painted
        else:
            self._now()

    def _now(self) -> None:
        then, self._then = self._then, None
        if then is not None:
            then()


class NotYet(QObject):
    """Keeps keys and clicks from a window in which nothing can be done yet; scrolling and closing go on."""

    _KEPT = frozenset(
        {
            QEvent.Type.KeyPress,
            QEvent.Type.KeyRelease,
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
            QEvent.Type.TouchBegin,
            QEvent.Type.TouchUpdate,
            QEvent.Type.TouchEnd,
            QEvent.Type.TabletPress,
            QEvent.Type.TabletRelease,
        }
    )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() in self._KEPT
