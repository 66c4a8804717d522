"""Steps of something that goes on: of an import across the head, of a parcel on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon

_DOT, _GAP, _LINE = 20, 8, 24
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Step:
    """One step and, below it, when it happened."""

    title: str
    when: str = ""


class ProgressSteps(QWidget):
    """Numbered steps side by side; those before ``current`` have a tick."""

    def __init__(self, titles: Sequence[str], current: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles, self._current = list(titles), current
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_current(current)

    def set_current(self, current: int) -> None:
        """Move to another step."""
        self._current = current
        title = self._titles[min(current, len(self._titles) - 1)]
        words = _("Step {at} of {all}: {title}").format(at=current + 1, all=len(self._titles), title=title)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        words = sum(fonts.width(title, weight=fonts.SEMIBOLD) for title in self._titles)
        joints = (len(self._titles) - 1) * (_LINE + 2 * _GAP)
        return QSize(ceil(words) + len(self._titles) * (_DOT + _GAP) + joints + 2, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, middle = 0.0, self.height() / 2
        for place, title in enumerate(self._titles):
            if place:
                painter.fillRect(QRectF(x + _GAP, round(middle), _LINE, 1), theme.colour("border"))
                x += _LINE + 2 * _GAP
            self._paint_dot(painter, QRectF(x, middle - _DOT / 2, _DOT, _DOT), place)
            x += _DOT + _GAP
            weight = fonts.SEMIBOLD if place == self._current else fonts.MEDIUM
            painter.setFont(fonts.font(fonts.BODY, weight))
            painter.setPen(theme.colour("text" if place == self._current else "text2"))
            painter.drawText(QRectF(x, 0, self.width(), self.height()), _MIDDLE, title)
            x += fonts.width(title, weight=fonts.SEMIBOLD)

    def _paint_dot(self, painter: QPainter, spot: QRectF, place: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if place < self._current:
            painter.setBrush(theme.tone("success").fill)
            painter.drawEllipse(spot)
            paint_icon(painter, "check", theme.tone("success").text, spot.x() + 4, spot.y() + 4, 12)
            return
        if place == self._current:
            painter.setBrush(theme.colour("accentFill"))
        else:
            painter.setPen(QPen(theme.colour("control"), 1))
            painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(spot)
        painter.setFont(fonts.font(fonts.SMALL, fonts.SEMIBOLD, True))
        painter.setPen(theme.colour("onAccent" if place == self._current else "text2"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(place + 1))


class ParcelSteps(QWidget):
    """Dots on a line with words below: done ones ticked, the current one ringed."""

    def __init__(self, steps: Sequence[Step], current: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps, self._current = list(steps), current
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(58)
        self.setAccessibleName(", ".join(f"{step.title} {step.when}".strip() for step in steps))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        slot = self.width() / max(1, len(self._steps))
        for place, step in enumerate(self._steps):
            x = slot * place
            if place:
                done = place <= self._current
                line = QRectF(x - slot + 22, 9, slot - 28, 2)
                painter.fillRect(line, theme.colour("accent" if done else "hairline"))
            self._paint_dot(painter, QRectF(x, 2, 16, 16), place)
            weight = fonts.SEMIBOLD if place == self._current else fonts.REGULAR
            lines = ((step.title, fonts.BODY, weight, "text", 24), (step.when, fonts.SECONDARY, 400, "text2", 40))
            for text, px, heavy, colour, y in lines:
                painter.setFont(fonts.font(px, heavy))
                painter.setPen(theme.colour(colour if place <= self._current else "text2"))
                shown = fonts.metrics(px, heavy).elidedText(text, Qt.TextElideMode.ElideRight, slot - 8)
                painter.drawText(QRectF(x, y, slot, 18), _MIDDLE, shown)

    def _paint_dot(self, painter: QPainter, spot: QRectF, place: int) -> None:
        if place < self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accentFill"))
            painter.drawEllipse(spot)
            paint_icon(painter, "check", theme.colour("onAccent"), spot.x() + 3, spot.y() + 3, 10, None, 2.2)
            return
        current = place == self._current
        painter.setPen(QPen(theme.colour("accent" if current else "control"), 2 if current else 1.4))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(spot.adjusted(1, 1, -1, -1))
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(spot.center(), 3, 3)
