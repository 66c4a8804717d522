"""A bar that says how much of something is here: good, damaged, still to come."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.ui import fonts, theme


class ShareBar(QWidget):
    """Good units green, damaged ones red, the rest pale; words beside it at the right."""

    def __init__(self, good: int, damaged: int, whole: int, words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_share(good, damaged, whole, words)

    def show_share(self, good: int, damaged: int, whole: int, words: str = "") -> None:
        """Show other figures."""
        self._good, self._damaged, self._whole, self._words = good, damaged, max(1, whole), words
        self.setAccessibleName(words or f"{good + damaged} / {whole}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 24 if self._words else 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = fonts.width(self._words, fonts.SECONDARY, fonts.MEDIUM, True) + 12 if self._words else 0.0
        wide, middle = max(24.0, self.width() - room), self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, middle - 4, wide, 8)
        painter.setBrush(theme.colour("hairline"))
        painter.drawRoundedRect(track, 4, 4)
        here = min(1.0, (self._good + self._damaged) / self._whole)
        if here:
            painter.setBrush(theme.tone("danger").solid if self._damaged else theme.tone("success").solid)
            painter.drawRoundedRect(QRectF(0, track.y(), max(8.0, wide * here), 8), 4, 4)
        good = min(1.0, self._good / self._whole)
        if good and self._damaged:
            painter.setBrush(theme.tone("success").solid)
            end = max(8.0, wide * good)
            painter.drawRoundedRect(QRectF(0, track.y(), end, 8), 4, 4)
            if end > 8:
                painter.drawRect(QRectF(end - 4, track.y(), 4, 8))
        if self._words:
            painter.setFont(fonts.font(fonts.SECONDARY, fonts.MEDIUM, True))
            painter.setPen(theme.colour("text2"))
            box = QRectF(wide, 0, room, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._words)
