"""Small charts painted with QPainter: bars by day with a comparison line, cover bars with a tick, a sparkline.

Each bar is a hit area: hover says its numbers, a click (or Enter) leads to its rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.pictures import Pictures, paint_thumb

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | _MIDDLE


@dataclass(frozen=True)
class Bar:
    """One bar: ``key`` is what its click announces, ``before`` the value it is compared with, ``hint`` its tooltip."""

    key: str
    label: str
    value: float
    before: float | None = None
    hint: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Cover:
    """How long something lasts: a bar of ``days``, a tick at ``needed``, words at the right."""

    key: str
    title: str
    days: float
    needed: float
    words: str
    tone: str = "quiet"
    icon: str = "check"
    image: str | None = None
    hint: str = ""


def nice_top(value: float, steps: int = 4) -> float:
    """A round number at or above ``value`` that ``steps`` grid lines divide well."""
    if value <= 0:
        return float(steps)
    raw = value / steps
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw - 1e-9)
    return step * steps if step * steps >= 1 else 1.0


class _Hits(QWidget):
    """Keeps hit areas, the hovered and the focused one; subclasses paint."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._at = -1

    def areas(self) -> list[tuple[QRectF, str, str]]:
        """(area, key, hint) of each bar."""
        raise NotImplementedError

    def _place(self, point: QPointF) -> int:
        return next((place for place, (area, _key, _hint) in enumerate(self.areas()) if area.contains(point)), -1)

    def _point(self, place: int) -> None:
        if place != self._at:
            self._at = place
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position())
        self._point(place)
        self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)
        QToolTip.showText(event.globalPosition().toPoint(), self.areas()[place][2] if place >= 0 else "", self)

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.areas()[place][1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._point(max(self._at, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self.areas())
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._point(max(0, self._at - 1))
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._point(min(count - 1, self._at + 1))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= self._at < count:
            self.opened.emit(self.areas()[self._at][1])
        else:
            super().keyPressEvent(event)

    def _paint_focus(self, painter: QPainter, area: QRectF) -> None:
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 5, 5)


class BarsByDay(_Hits):
    """Bars with a value axis at the right and a dotted line of the time compared with; the last bar is strong."""

    def __init__(
        self,
        bars: Sequence[Bar],
        axis: Callable[[float], str] = figures.number,
        show_values: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bars, self._axis, self._show_values = list(bars), axis, show_values
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(96 if show_values else 140)
        self._top = nice_top(max((max(bar.value, bar.before or 0) for bar in bars), default=0))
        self.setAccessibleName(", ".join(bar.hint or f"{bar.label}: {axis(bar.value)}" for bar in bars))

    def sizeHint(self) -> QSize:
        return QSize(420, 110 if self._show_values else 190)

    def _ground(self) -> QRectF:
        if self._show_values:
            return QRectF(self.rect()).adjusted(0, 20, 0, -22)
        axis = max(fonts.width(self._axis(self._top), fonts.SMALL, tabular=True) + 12, 32)
        return QRectF(self.rect()).adjusted(0, 8, -axis, -22)

    def areas(self) -> list[tuple[QRectF, str, str]]:
        ground = self._ground()
        slot = ground.width() / max(1, len(self._bars))
        full = QRectF(0, 0, slot, self.height())
        return [
            (
                full.translated(ground.x() + slot * place, 0),
                bar.key,
                bar.hint or f"{bar.label}: {self._axis(bar.value)}",
            )
            for place, bar in enumerate(self._bars)
        ]

    def _y(self, ground: QRectF, value: float) -> float:
        return ground.bottom() - ground.height() * value / self._top

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = self._ground()
        self._paint_grid(painter, ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centres = []
        for place, (area, _key, _hint) in enumerate(self.areas()):
            bar = self._bars[place]
            width = min(32.0, area.width() * 0.6)
            spot = QRectF(area.center().x() - width / 2, self._y(ground, bar.value), width, 0)
            spot.setBottom(ground.bottom())
            centres.append((spot.center().x(), bar))
            self._paint_bar(painter, spot, bar, place == self._at)
            if place == self._at:
                self._paint_focus(painter, area)
            self._paint_words(painter, area, spot, bar)
        if not self._show_values:
            self._paint_line(painter, ground, centres)

    def _paint_grid(self, painter: QPainter, ground: QRectF) -> None:
        if self._show_values:
            painter.fillRect(QRectF(ground.x(), ground.bottom(), ground.width(), 1), theme.colour("hairline"))
            return
        painter.setFont(fonts.font(fonts.SMALL, tabular=True))
        painter.setPen(theme.colour("text2"))
        for step in range(5):
            value = self._top * step / 4
            y = round(self._y(ground, value))
            painter.fillRect(
                QRectF(ground.x(), y, ground.width(), 1), theme.colour("hairline" if not step else "chartGrid")
            )
            painter.drawText(
                QRectF(ground.right(), y - 9, self.width() - ground.right(), 18), _RIGHT, self._axis(value)
            )

    @staticmethod
    def _paint_bar(painter: QPainter, spot: QRectF, bar: Bar, pointed: bool) -> None:
        if spot.height() < 0.5:
            return
        shape = QPainterPath()
        radius = min(3.0, spot.height())
        shape.addRoundedRect(spot, radius, radius)
        foot = QRectF(spot.x(), spot.bottom() - min(4, spot.height()), spot.width(), min(4, spot.height()))
        shape.addRect(foot)
        shape.setFillRule(Qt.FillRule.WindingFill)
        colour = QColor(theme.colour("chart1" if bar.strong else "chartMuted"))
        if pointed:
            colour = theme.colour("accentFillHover") if bar.strong else theme.mixed("chart1", "chartMuted", 0.3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPath(shape.simplified())

    def _paint_words(self, painter: QPainter, area: QRectF, spot: QRectF, bar: Bar) -> None:
        weight = fonts.SEMIBOLD if bar.strong else fonts.REGULAR
        painter.setFont(fonts.font(fonts.SMALL, weight, True))
        painter.setPen(theme.colour("text" if bar.strong else "text2"))
        wide = area.adjusted(-8, 0, 8, 0)
        painter.drawText(
            QRectF(wide.x(), self.height() - 19, wide.width(), 18), Qt.AlignmentFlag.AlignCenter, bar.label
        )
        if self._show_values:
            where = QRectF(wide.x(), spot.y() - 17, wide.width(), 16)
            painter.drawText(where, Qt.AlignmentFlag.AlignCenter, self._axis(bar.value))

    def _paint_line(self, painter: QPainter, ground: QRectF, centres: Sequence[tuple[float, Bar]]) -> None:
        points = [QPointF(x, self._y(ground, bar.before)) for x, bar in centres if bar.before is not None]
        if len(points) < 2:
            return
        pen = QPen(theme.colour("text2"), 1.3)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2.4, 2.4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)


class CoverBars(_Hits):
    """Rows with name, a horizontal bar of days, a tick where it should reach, and words."""

    _ROW, _THUMB, _WORDS = 32, 24, 92

    def __init__(
        self,
        covers: Sequence[Cover],
        axis: Callable[[float], str],
        pictures: Pictures | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._covers, self._axis, self._pictures = list(covers), axis, pictures
        self._days = 42.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(f"{cover.title}: {cover.words}" for cover in covers))

    def sizeHint(self) -> QSize:
        return QSize(420, self._ROW * len(self._covers) + 24)

    def areas(self) -> list[tuple[QRectF, str, str]]:
        return [
            (
                QRectF(0, place * self._ROW, self.width(), self._ROW),
                cover.key,
                cover.hint or f"{cover.title}: {cover.words}",
            )
            for place, cover in enumerate(self._covers)
        ]

    def _ground(self) -> tuple[float, float]:
        left = max(120.0, self.width() * 0.38)
        return left, max(40.0, self.width() - left - self._WORDS)

    def _x(self, days: float) -> float:
        left, room = self._ground()
        return left + room * min(days, self._days) / self._days

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        bottom = self._ROW * len(self._covers)
        painter.setFont(fonts.font(fonts.SMALL, tabular=True))
        for days in (0, 14, 28, 42):
            x = self._x(days)
            painter.fillRect(QRectF(round(x), 0, 1, bottom), theme.colour("chartGrid"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRectF(x - 40, bottom + 2, 80, 18), Qt.AlignmentFlag.AlignCenter, self._axis(days))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (area, _key, _hint) in enumerate(self.areas()):
            if place == self._at:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("hover"))
                painter.drawRoundedRect(area.adjusted(-4, 1, 4, -1), 5, 5)
                self._paint_focus(painter, area)
            self._paint_row(painter, area, self._covers[place])

    def _paint_row(self, painter: QPainter, area: QRectF, cover: Cover) -> None:
        middle = area.center().y()
        side = self._THUMB
        picture = None
        if self._pictures is not None:
            picture = self._pictures.pixmap(cover.image, side, self.devicePixelRatioF())
        paint_thumb(painter, QRectF(0, round(middle - side / 2), side, side), picture, cover.title, 4)
        left, _room = self._ground()
        painter.setFont(fonts.font())
        painter.setPen(theme.colour("text"))
        title = fonts.metrics().elidedText(cover.title, Qt.TextElideMode.ElideRight, left - side - 22)
        painter.drawText(QRectF(side + 10, area.y(), left, area.height()), _MIDDLE, title)
        tone = theme.tone(cover.tone)
        if cover.days > 0:
            painter.setPen(Qt.PenStyle.NoPen)
            solid = QColor(tone.solid)
            solid.setAlphaF(0.75)
            painter.setBrush(solid)
            painter.drawRoundedRect(QRectF(left, middle - 6, max(4.0, self._x(cover.days) - left), 12), 3, 3)
        painter.fillRect(QRectF(round(self._x(cover.needed)) - 1, middle - 10, 2, 20), theme.colour("text"))
        painter.setPen(tone.text)
        painter.setFont(fonts.font(fonts.BODY, fonts.MEDIUM if cover.tone == "danger" else fonts.REGULAR, True))
        painter.drawText(area.adjusted(0, 0, -1, 0), _RIGHT, cover.words)
        paint_icon(painter, cover.icon, tone.text, self.width() - self._WORDS + 10, middle - 7, 14)


class Sparkline(QWidget):
    """A line without axis, its end marked."""

    def __init__(self, values: Sequence[float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = list(values)
        self.setFixedSize(84, 28)
        self.setAccessibleName(", ".join(figures.number(value) for value in values))

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._values) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = min(self._values), max(self._values)
        room = QRectF(self.rect()).adjusted(3, 4, -5, -4)
        step = room.width() / (len(self._values) - 1)
        points = [
            QPointF(room.x() + step * place, room.bottom() - room.height() * ((value - low) / (high - low or 1)))
            for place, value in enumerate(self._values)
        ]
        painter.setPen(QPen(theme.colour("chartMuted"), 1.6))
        painter.drawPolyline(points)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("chart1"))
        painter.drawEllipse(points[-1], 3, 3)
