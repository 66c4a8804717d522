"""The packing bench as a window: full screen, worked with scanner and keys, no mouse needed."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.i18n import N_, _
from shopdesk.ui.bench.keys import KeyCollector
from shopdesk.ui.bench.port import BenchPort
from shopdesk.ui.bench.session import BenchSession
from shopdesk.ui.bench.stages import Sound
from shopdesk.ui.bench.view import BenchView
from shopdesk.ui.pictures import Pictures

TITLE = N_("Packing bench")
_CLOCK_MS = 5_000
_BY_HAND_MS = 120
"""Letters that stay longer than this are typed by hand and worth showing; a scanner is done by then."""


class BenchScreen(QWidget):
    """One packer's bench on ``port``. Keys are taken wherever the focus is in its window; input methods are off."""

    left = Signal()
    """The packer leaves the bench."""

    def __init__(
        self,
        port: BenchPort,
        *,
        play: Callable[[Sound], None] = lambda sound: None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        """``play`` makes the sounds, ``clock`` times double scans in seconds, ``now`` is the time shown."""
        super().__init__(parent)
        self._queue: deque[tuple[str, str, float]] = deque()
        self._working = False
        self.session = BenchSession(port, clock=clock, play=play, changed=self._show_soon, leave=self.left.emit)
        self.view = BenchView(self.session, Pictures(lambda content, small: port.image(content)), now)
        self.keys = KeyCollector(self)
        self.keys.scanned.connect(lambda code, at: self._enqueue("scan", code, at))
        self.keys.pressed.connect(lambda key: self._enqueue("key", key, -1.0))
        self.keys.typing.connect(self._show_typed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.view.render_session)
        self._by_hand = QTimer(self)
        self._by_hand.setSingleShot(True)
        self._by_hand.setInterval(_BY_HAND_MS)
        self._by_hand.timeout.connect(self.view.render_session)
        self._minute = QTimer(self)
        self._minute.setInterval(_CLOCK_MS)
        self._minute.timeout.connect(self.view.tick)
        self.setWindowTitle(_(TITLE))
        self.setAccessibleName(_(TITLE))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def start(self) -> None:
        """Read what waits and show it."""
        self.session.start()
        self.view.render_session()

    def refresh(self) -> None:
        """Something changed in the shop: read the waiting orders and counters again."""
        self.session.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.take(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if handle := self.window().windowHandle():
            handle.installEventFilter(self.keys)
        self.keys.listening = True
        self._minute.start()
        self.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self.keys.listening = False
        self._minute.stop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.LanguageChange}:
            self.view.forget()
            self._show_soon()

    def _enqueue(self, kind: str, what: str, at: float) -> None:
        """Work through scans strictly one after another, even when one of them makes Qt deliver the next."""
        self._queue.append((kind, what, at))
        if self._working:
            return
        self._working = True
        try:
            while self._queue:
                kind, what, at = self._queue.popleft()
                if kind == "scan":
                    self.session.scan(what, at if at >= 0 else None)
                else:
                    self.session.press(what)
        finally:
            self._working = False

    def _show_typed(self, typed: str) -> None:
        self.view.note_typed(typed)
        if not self._by_hand.isActive():
            self._by_hand.start()

    def _show_soon(self) -> None:
        """Show once after a burst of scans, not once for each."""
        self._soon.start()
