"""Small signs drawn as paths, because no font is certain to have them in the right weight."""

from __future__ import annotations

from shopdesk.documents.drawing import Drawing

_MM = 72 / 25.4


def gift(drawing: Drawing, x: float, top: float, size: float = 5.2, thickness: float = 0.4) -> None:
    """A parcel with a bow."""
    unit = size / 20
    drawing.frame(x + 2 * unit, top + 9 * unit, 16 * unit, 10 * unit, thickness)
    drawing.frame(x + 1 * unit, top + 5 * unit, 18 * unit, 4.6 * unit, thickness)
    middle = x + 10 * unit
    drawing.upright(middle, top + 5 * unit, top + 19 * unit, thickness)
    canvas = drawing.canvas
    for side in (-1, 1):
        bow = canvas.beginPath()
        bow.moveTo(middle * _MM, _up(drawing, top + 5 * unit))
        bow.curveTo(
            (middle + side * 9 * unit) * _MM,
            _up(drawing, top + 4.6 * unit),
            (middle + side * 6.5 * unit) * _MM,
            _up(drawing, top - 2.6 * unit),
            middle * _MM,
            _up(drawing, top + 5 * unit),
        )
        canvas.drawPath(bow, stroke=1, fill=0)


def arrow(drawing: Drawing, x: float, top: float, wide: float, tall: float, *, down: bool = False) -> None:
    """A filled arrow pointing up or down."""
    outline = ((0.5, 0), (1, 0.5), (0.67, 0.5), (0.67, 1), (0.33, 1), (0.33, 0.5), (0, 0.5))
    drawing.fill([(x + a * wide, top + (1 - b if down else b) * tall) for a, b in outline])


def attention(drawing: Drawing, x: float, top: float, size: float) -> None:
    """A filled triangle that announces a hint."""
    drawing.fill([(x + size / 2, top), (x + size, top + size * 0.88), (x, top + size * 0.88)])


def onward(drawing: Drawing, x: float, middle: float, length: float = 3.4) -> None:
    """A thin arrow to the right, for "continues"."""
    drawing.rule(x, middle, x + length - 0.6, 0.3)
    drawing.fill([(x + length, middle), (x + length - 1.5, middle - 0.8), (x + length - 1.5, middle + 0.8)])


def tick_box(drawing: Drawing, x: float, baseline: float, size: float = 4.0) -> None:
    """An empty box to tick, standing on the text's baseline."""
    drawing.frame(x, baseline - size + 0.6, size, size, 0.35, 0.6)


def _up(drawing: Drawing, y: float) -> float:
    return (drawing.height - y) * _MM
