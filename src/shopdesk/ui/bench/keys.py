"""Collects what scanner and keyboard type: codes end with Enter or Tab, function keys stand alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

LOST_SUFFIX_MS = 400
"""A burst typed faster than a hand and followed by this much silence is a whole code whose Enter got lost."""

_BURST_MS_PER_CHARACTER = 30
_SHORTEST_BURST = 6
_GROUP_SEPARATOR = "\x1d"
_MOST_CHARACTERS = 512
_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}
_NAMED = {Qt.Key.Key_Escape: "Esc", **{Qt.Key(Qt.Key.Key_F1 + at): f"F{at + 1}" for at in range(12)}}
_ELSEWHERE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class KeyCollector(QObject):
    """Turns key presses into codes and named keys. Install it on a window's handle to hear all of its keys."""

    scanned = Signal(str, float)
    """A code and the time of its last key in seconds, or −1 when the system gives no time."""

    pressed = Signal(str)
    """The name of a function key, or Esc."""

    typing = Signal(str)
    """What is typed so far; empty after the end of a code."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listening = True
        """Whether keys of the window are taken; off while the bench is hidden."""
        self._typed = ""
        self._first = self._last = 0
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(LOST_SUFFIX_MS)
        self._silence.timeout.connect(self._after_silence)

    @property
    def typed(self) -> str:
        """What is typed so far."""
        return self._typed

    def forget(self) -> None:
        """Drop what is typed so far."""
        if self._typed:
            self._typed = ""
            self.typing.emit("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take every key of the window before whatever has the focus does."""
        if self.listening and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and not self._is_elsewhere(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self.take(event)
        return False

    def take(self, event: QKeyEvent) -> bool:
        """Use one key press; false when it is meant for something else, such as Ctrl+K."""
        if self._is_elsewhere(event):
            return False
        key = Qt.Key(event.key())
        if key in _ENDS:
            self._end(event.timestamp())
        elif key in _NAMED:
            if not event.isAutoRepeat():
                self._name(_NAMED[key])
        elif key == Qt.Key.Key_Backspace:
            self._typed = self._typed[:-1]
            self.typing.emit(self._typed)
        elif text := event.text():
            self._add(text, event.timestamp())
        else:
            return False
        return True

    @staticmethod
    def _is_elsewhere(event: QKeyEvent) -> bool:
        return bool(event.modifiers() & _ELSEWHERE) and event.text() != _GROUP_SEPARATOR and not _is_alt_gr(event)

    def _add(self, text: str, at: int) -> None:
        if not self._typed:
            self._first = at
        self._last = at
        self._typed = (self._typed + text)[-_MOST_CHARACTERS:]
        self._silence.start()
        self.typing.emit(self._typed)

    def _end(self, at: int) -> None:
        code, self._typed = self._typed, ""
        self._silence.stop()
        if code:
            self.typing.emit("")
            self.scanned.emit(code, at / 1000 if at else -1.0)

    def _name(self, name: str) -> None:
        if name == "Esc" and self._typed:
            self.forget()
        else:
            self.forget()
            self.pressed.emit(name)

    def _after_silence(self) -> None:
        taken = self._last - self._first
        if len(self._typed) >= _SHORTEST_BURST and taken <= _BURST_MS_PER_CHARACTER * len(self._typed):
            self._end(self._last)


def _is_alt_gr(event: QKeyEvent) -> bool:
    """Right Alt arrives as Ctrl+Alt with a printable character on some systems."""
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return (event.modifiers() & both) == both and bool(event.text()) and event.text().isprintable()
