"""A timeline: what happened, newest first, on one line from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon

_ROW, _ROW_ONE_LINE, _TEXT_LEFT, _AXIS = 40, 28, 26, 7.5


@dataclass(frozen=True)
class Event:
    """One thing that happened; ``opens`` is the (kind, id) it leads to, ``full`` the whole date for a tooltip."""

    when: str
    title: str
    note: str = ""
    icon: str = ""
    tone: str = ""
    opens: tuple[str, object] | None = None
    full: str = ""


class Timeline(QWidget):
    """Paints events; one with ``opens`` can be clicked."""

    opened = Signal(str, object)

    def __init__(self, events: Sequence[Event], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events = list(events)
        self._when_width = max((fonts.width(event.when, fonts.SECONDARY, tabular=True) for event in events), default=0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName("\n".join(f"{event.when} {event.title} {event.note}".strip() for event in events))

    def _tops(self) -> list[int]:
        tops, y = [], 0
        for event in self._events:
            tops.append(y)
            y += _ROW if event.note else _ROW_ONE_LINE
        return [*tops, y]

    def sizeHint(self) -> QSize:
        return QSize(200, self._tops()[-1])

    def _at(self, y: float) -> Event | None:
        tops = self._tops()
        return next((e for place, e in enumerate(self._events) if tops[place] <= y < tops[place + 1]), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().y())
        pointing = found is not None and found.opens is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().y())
        if found is not None and found.opens is not None:
            self.opened.emit(*found.opens)

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            found = self._at(event.pos().y())
            words = "\n".join(part for part in (found.title, found.note, found.full) if part) if found else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tops = self._tops()
        for place, shown in enumerate(self._events):
            last = place == len(self._events) - 1
            self._paint_one(painter, shown, tops[place] + 9, None if last else tops[place + 1] + 9, place == 0)

    def _paint_one(self, painter: QPainter, shown: Event, y: float, next_y: float | None, newest: bool) -> None:
        if next_y is not None:
            painter.fillRect(QRectF(int(_AXIS), y + 10, 1, next_y - y - 20), theme.colour("hairline"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if shown.icon:
            colour = theme.tone(shown.tone).text if shown.tone else theme.colour("text2")
            paint_icon(painter, shown.icon, colour, _AXIS - 7.5, y - 7.5, 15)
        else:
            painter.setPen(QPen(theme.tone(shown.tone).solid if shown.tone else theme.colour("control"), 1.4))
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(QRectF(_AXIS - 4, y - 4, 8, 8))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.font(fonts.BODY, fonts.MEDIUM if newest else fonts.REGULAR))
        painter.setPen(theme.colour("accentText" if shown.opens and not newest else "text"))
        painter.setPen(theme.colour("text"))
        room = self.width() - _TEXT_LEFT - self._when_width - 10
        title = painter.fontMetrics().elidedText(shown.title, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(_TEXT_LEFT, y - 10, room, 20), middle, title)
        painter.setPen(theme.colour("text2"))
        painter.setFont(fonts.font(fonts.SECONDARY, fonts.REGULAR, True))
        spot = QRectF(self.width() - self._when_width - 1, y - 10, self._when_width + 1, 20)
        painter.drawText(spot, middle | Qt.AlignmentFlag.AlignRight, shown.when)
        painter.setFont(fonts.font(fonts.SECONDARY))
        room = self.width() - _TEXT_LEFT
        note = painter.fontMetrics().elidedText(shown.note, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(_TEXT_LEFT, y + 8, room, 17), middle, note)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
