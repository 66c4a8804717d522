"""Icons of the bench: the program's own family, plus a scale, in any line width."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtSvg import QSvgRenderer

from shopdesk.ui.icons import paint_icon

_OWN = {
    "scale": '<path d="M2.6 13.4h10.8l-1-6.4H3.6z"/><path d="M5.6 7a2.4 2.4 0 0 1 4.8 0"/><path d="M6.4 10.2h3.2"/>',
    "tick": '<path d="M3.2 8.4l3 3 6.6-6.8"/>',
    "cross": '<path d="M4 4l8 8M12 4l-8 8"/>',
}


@lru_cache(maxsize=64)
def _drawing(name: str, colour: str, stroke: float) -> QSvgRenderer:
    return QSvgRenderer(
        QByteArray(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="{colour}" '
            f'stroke-width="{stroke}" stroke-linecap="round" stroke-linejoin="round">{_OWN[name]}</svg>'.encode()
        )
    )


def paint_symbol(painter: QPainter, name: str, colour: QColor, size: float, stroke: float) -> None:
    """Draw an icon at the origin; ``stroke`` is in sixteenths of ``size``."""
    if name in _OWN:
        _drawing(name, colour.name(), stroke).render(painter, QRectF(0, 0, size, size))
    else:
        paint_icon(painter, name, colour, 0, 0, size, stroke=stroke)
