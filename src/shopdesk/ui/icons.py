"""The one icon family: line drawings from the tokens, coloured while they are painted."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from shopdesk.ui import theme

_STROKE, _STROKE_SMALL, _SMALL = 1.4, 1.7, 12.5


def names() -> list[str]:
    """Every icon that can be drawn."""
    return list(theme.tokens()["icons"])


@lru_cache(maxsize=512)
def _drawing(name: str, colour: str, stroke: float, behind: str) -> QSvgRenderer:
    shapes = theme.tokens()["icons"].get(name) or theme.tokens()["icons"]["circle"]
    shapes = shapes.replace("{c}", colour).replace("{b}", behind)
    return QSvgRenderer(
        QByteArray(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="{colour}" '
            f'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">{shapes}</svg>'.encode()
        )
    )


def paint_icon(
    painter: QPainter,
    name: str,
    colour: QColor,
    x: float,
    y: float,
    size: float = 16,
    behind: QColor | None = None,
    stroke: float | None = None,
) -> None:
    """Draw an icon with its top left corner at ``x``, ``y``."""
    if stroke is None:
        stroke = _STROKE_SMALL if size <= _SMALL else _STROKE
    drawing = _drawing(name, colour.name(), stroke, behind.name() if behind else "none")
    drawing.render(painter, QRectF(x, y, size, size))


class _LineEngine(QIconEngine):
    """Draws with the colour the theme has at that moment, so a switch of theme needs no new icons."""

    def __init__(self, name: str, role: str, gap: int) -> None:
        super().__init__()
        self._name, self._role, self._gap = name, role, gap

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = "disabled" if mode == QIcon.Mode.Disabled else self._role
        size = min(rect.width() - self._gap, rect.height())
        y = rect.y() + (rect.height() - size) / 2
        paint_icon(painter, self._name, theme.colour(role), rect.x(), y, size)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _LineEngine(self._name, self._role, self._gap)


def icon(name: str, role: str = "text", gap: int = 0) -> QIcon:
    """A QIcon in the colour of token ``role``; ``gap`` is free room kept right of the drawing, in pixels."""
    return QIcon(_LineEngine(name, role, gap))
