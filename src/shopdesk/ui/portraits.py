"""Pictures of every screen and of the thing first in each list, as they are on this shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from shopdesk.domain.errors import ShopdeskError
from shopdesk.queries import packing as bench_queries
from shopdesk.ui.list_screen import ListScreen
from shopdesk.ui.main_window import MainWindow
from shopdesk.usecases.desk import Desk

_SETTLE_MS = 150
_MOST_WAITS = 200
"""Time for counts, pictures and totals that arrive after the rows."""
Step = tuple[str, Callable[[], QWidget | None]]


class Portraits(QObject):
    """Shows each screen, waits until it is painted, saves it, goes on; ``done`` when all are drawn."""

    done = Signal()

    def __init__(self, window: MainWindow, desk: Desk, out: Path, size: tuple[int, int], only: str = "") -> None:
        super().__init__(window)
        self._window, self._desk, self._out, self._size, self._only = window, desk, out, size, only
        self._steps: Iterator[Step] = iter(())
        self._ended = 0
        self.drawn: list[dict[str, str]] = []
        self.failed: list[tuple[str, Exception]] = []

    def start(self) -> None:
        """Begin; returns at once."""
        self._out.mkdir(parents=True, exist_ok=True)
        self._window.resize(*self._size)
        self._window.show()
        self._steps = self._plan()
        self._next()

    def _next(self) -> None:
        step = next(self._steps, None)
        if step is None:
            self._window.close()
            self.done.emit()
            return
        name, show = step
        try:
            widget = show()
        except Exception as error:
            # One screen that cannot be drawn must not keep the others from being drawn.
            self.failed.append((name, error))
            widget = None
        QTimer.singleShot(_SETTLE_MS if widget is not None else 0, lambda: self._save(name, widget))

    def _save(self, name: str, widget: QWidget | None, waits: int = _MOST_WAITS) -> None:
        jobs = self._window.shell.jobs
        ended, self._ended = self._ended, len(jobs.ended())
        if widget is not None and waits and (jobs.running() or ended != self._ended):
            # What is being reckoned in the background belongs into the picture, and needs a moment to be laid out.
            QTimer.singleShot(_SETTLE_MS, lambda: self._save(name, widget, waits - 1))
            return
        if widget is not None:
            path = self._out / f"{name}.png"
            widget.grab().save(str(path))
            self.drawn.append({"screen": name, "file": str(path)})
        self._next()

    def _plan(self) -> Iterator[Step]:
        for key in self._window.screen_keys():
            if self._only in ("", key, f"{key}-page"):
                yield key, partial(self._show, key)
                yield f"{key}-page", self._show_page
        if self._only in ("", "bench", "bench-order"):
            yield from self._bench()

    def _show(self, key: str) -> QWidget:
        self._window.open(key)
        shown = self._window.current()
        if isinstance(shown, ListScreen):
            QTimer.singleShot(_SETTLE_MS // 3, shown.table.go_to_first)
        return self._window

    def _show_page(self) -> QWidget | None:
        shown = self._window.current()
        if not isinstance(shown, ListScreen) or not shown.page_kind:
            return None
        rows = shown.chosen()
        if not rows:
            return None
        try:
            self._window.open(shown.page_kind, rows[0].id)
        except ShopdeskError:
            return None
        return self._window

    def _bench(self) -> Iterator[Step]:
        """The packing bench with nothing on it and with the most urgent order."""
        from shopdesk.ui.bench.desk_port import DeskPort
        from shopdesk.ui.screens.bench import BenchScreen

        bench: Any = BenchScreen(DeskPort(self._desk))
        bench.resize(*self._size)

        def show() -> QWidget:
            bench.start()
            bench.show()
            return bench

        yield "bench", show
        waiting = self._desk.read(bench_queries.waiting_shipments, 1)
        if waiting:

            def open_order() -> QWidget:
                bench.session.scan(waiting[0].number)
                return bench

            yield "bench-order", open_order
        bench.close()
        bench.deleteLater()
