"""Tiles of the first screen: one pile of work each, leading to its rows."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from shopdesk.i18n import N_, _
from shopdesk.queries.today import Queue
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import paint_icon

TITLES: dict[str, tuple[str, str]] = {
    "to_review": (N_("To review"), "eye"),
    "to_pick": (N_("To pick"), "basket"),
    "to_pack": (N_("To pack"), "packing"),
    "to_ship": (N_("To ship"), "truck"),
    "late": (N_("Late"), "clock"),
    "on_hold": (N_("On hold"), "pause"),
    "returns": (N_("Open returns"), "returns"),
}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT, _HEIGHT = 14, 92


def queue_words(queue: Queue, at: datetime) -> str:
    """Since when the oldest of a pile waits."""
    if not queue.count:
        return _("nothing waits")
    if queue.oldest is None:
        return ""
    length = figures.span((at - queue.oldest).total_seconds())
    return _("longest {time}").format(time=length) if queue.key == "late" else _("oldest {time}").format(time=length)


class QueueTile(QAbstractButton):
    """Icon and name, the count large, since when the oldest waits."""

    def __init__(self, queue: Queue, words: str) -> None:
        super().__init__()
        self._queue, self._words = queue, words
        self._title, self._icon = TITLES[queue.key]
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(96)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        said = ", ".join(part for part in (_(self._title), figures.number(queue.count), words) if part)
        self.setAccessibleName(said)
        self.setToolTip(said)

    def sizeHint(self) -> QSize:
        return QSize(140, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def _tone(self) -> str:
        return "danger" if self._queue.key == "late" and self._queue.count else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(3, 4, -3, -4)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(room, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 7, 7)
        tone = self._tone()
        strong = theme.tone(tone).text if tone else theme.colour("text" if self._queue.count else "text2")
        quiet = theme.tone(tone).text if tone else theme.colour("text2")
        paint_icon(painter, self._icon, quiet, _LEFT, 14, 15)
        width = self.width() - _LEFT - 8
        painter.setPen(theme.colour("text2"))
        self._write(painter, _(self._title), QRectF(_LEFT + 24, 12, width - 24, 19), fonts.BODY, fonts.MEDIUM)
        painter.setPen(strong)
        self._write(painter, figures.number(self._queue.count), QRectF(_LEFT, 34, width, 30), 24, fonts.SEMIBOLD)
        painter.setPen(theme.colour("text2"))
        self._write(painter, self._words, QRectF(_LEFT, 65, width, 18), fonts.SECONDARY, fonts.REGULAR)

    @staticmethod
    def _write(painter: QPainter, text: str, box: QRectF, px: int, weight: int) -> None:
        painter.setFont(fonts.font(px, weight))
        shown = fonts.metrics(px, weight).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _MIDDLE, shown)
