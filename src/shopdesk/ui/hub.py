"""News of committed actions: open screens read again, hidden ones wait until they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget


class Hub(QObject):
    """Tells every open screen which tables a committed action touched; ``announce`` may come from any thread."""

    changed = Signal(object)

    def announce(self, tables: frozenset[str]) -> None:
        """Pass the names of touched tables on; receivers run in the window's thread."""
        self.changed.emit(tables)


class RefreshOn(QObject):
    """Calls ``refresh`` when one of ``tables`` (None: any) changed; a hidden screen waits until it is shown."""

    def __init__(self, screen: QWidget, hub: Hub, tables: Iterable[str] | None, refresh: Callable[[], object]) -> None:
        super().__init__(screen)
        self._screen, self._refresh = screen, refresh
        self._tables = None if tables is None else frozenset(tables)
        self._stale = False
        hub.changed.connect(self._on_changed)
        screen.installEventFilter(self)

    def _on_changed(self, touched: frozenset[str]) -> None:
        if self._tables is None or self._tables & touched:
            self._stale = True
            self._run_if_visible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._run_if_visible()
        return False

    def _run_if_visible(self) -> None:
        if self._stale and self._screen.isVisible():
            self._stale = False
            self._refresh()
