"""Drawn parts of the bench: bar of pieces, weight bars, tick, scan target, the code that says OK."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.i18n import _
from shopdesk.ui import theme
from shopdesk.ui.bench.drawings import paint_symbol
from shopdesk.ui.bench.look import WHITE, Look, ink, ok_fill
from shopdesk.ui.bench.parts import bench_font

MOST_SEGMENTS = 12
_OK_CODE = (
    0x1FD97F,
    0x104141,
    0x17475D,
    0x17565D,
    0x17595D,
    0x105641,
    0x1FD57F,
    0x001F00,
    0x1172F9,
    0x168F2E,
    0x0DEA78,
    0x110CD7,
    0x0BF5C3,
    0x0011CE,
    0x1FD180,
    0x10432B,
    0x17567F,
    0x174F07,
    0x174274,
    0x1040F9,
    0x1FD9C7,
)
"""The 21 rows of the QR code for ``CMD-OK`` (version 1, level M), one bit a module; a test reads it back."""


class _Drawn(QWidget):
    """A widget that paints itself without a pen and with smooth edges."""

    def __init__(self, look: Look, width: float = 0, height: float = 0) -> None:
        super().__init__()
        self.look = look
        if width:
            self.setFixedWidth(look.px(width))
        if height:
            self.setFixedHeight(look.px(height))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self.paint(painter, self.width(), self.height())
        painter.end()

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        """Draw within ``width`` × ``height``."""


def _pill(painter: QPainter, box: QRectF, colour: QColor, radius: float | None = None) -> None:
    painter.setBrush(colour)
    around = min(box.width(), box.height()) / 2 if radius is None else radius
    painter.drawRoundedRect(box, around, around)


class PieceBar(_Drawn):
    """One segment for each piece; from thirteen on one plain bar."""

    def __init__(self, look: Look, packed: int, pieces: int) -> None:
        super().__init__(look, height=16)
        self._packed, self._pieces = packed, max(1, pieces)
        self.setAccessibleName(_("{packed} of {pieces}").format(packed=packed, pieces=pieces))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        if self._pieces > MOST_SEGMENTS:
            _pill(painter, QRectF(0, 0, width, height), theme.colour("hairline"))
            if self._packed:
                done = max(height, width * self._packed / self._pieces)
                _pill(painter, QRectF(0, 0, done, height), ok_fill())
            return
        gap = self.look.px(10)
        each = (width - gap * (self._pieces - 1)) / self._pieces
        for at in range(self._pieces):
            colour = ok_fill() if at < self._packed else theme.colour("hairline")
            _pill(painter, QRectF(at * (each + gap), 0, each, height), colour)


class Tick(_Drawn):
    """A white tick on a green disc."""

    def __init__(self, look: Look, size: float) -> None:
        super().__init__(look, size, size)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        _pill(painter, QRectF(0, 0, width, height), ok_fill())
        inner = width * 0.62
        painter.translate((width - inner) / 2, (height - inner) / 2)
        paint_symbol(painter, "tick", WHITE, inner, 1.7)


class WeightBar(_Drawn):
    """The weight so far against what the parcel should weigh. Grams."""

    def __init__(self, look: Look, grams: int, target: int, tolerance: int, colour: QColor) -> None:
        super().__init__(look, height=32)
        self._grams, self._target, self._tolerance, self._colour = grams, target, tolerance, colour

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        most = max(self._target * 1.2, self._target + 2 * self._tolerance, self._grams * 1.05, 1)
        top, thick = height * 0.35, height * 0.3
        _pill(painter, QRectF(0, top, width, thick), theme.colour("hairline"))
        low, high = max(0, self._target - self._tolerance), self._target + self._tolerance
        band = QColor(ok_fill())
        band.setAlphaF(0.4)
        _pill(painter, QRectF(width * low / most, top, width * (high - low) / most, thick), band, 0)
        if self._grams:
            at = width * self._grams / most
            _pill(painter, QRectF(0, top, at, thick), self._colour)
            mark = self.look.px(6)
            _pill(painter, QRectF(min(at - mark / 2, width - mark), 0, mark, height), self._colour)


class WeightGauge(_Drawn):
    """A large scale: the weight as a mark, the tolerance as a green field. Grams."""

    def __init__(self, look: Look, grams: int, target: int, tolerance: int, words: str, range_words: str) -> None:
        super().__init__(look, height=210)
        self._grams, self._target, self._tolerance = grams, target, tolerance
        self._words, self._range_words = words, range_words

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        px = self.look.px
        far = max(abs(self._grams - self._target) * 1.7, self._tolerance * 4, 1)
        low, high = self._target - far, self._target + far

        def at(grams: float) -> float:
            return (grams - low) / (high - low) * width

        top, thick = height * 0.5, px(36)
        _pill(painter, QRectF(0, top, width, thick), theme.colour("hairline"), px(8))
        left, right = at(self._target - self._tolerance), at(self._target + self._tolerance)
        _pill(painter, QRectF(left, top, right - left, thick), ok_fill(), px(4))
        painter.setFont(bench_font(px(26), 600))
        painter.setPen(ink("success"))
        room = QRectF(at(self._target) - px(260), top + thick + px(8), px(520), px(40))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._range_words)
        painter.setPen(Qt.PenStyle.NoPen)
        mark = at(self._grams)
        _pill(painter, QRectF(mark - px(4), top - px(16), px(8), thick + px(32)), theme.colour("text"), px(4))
        painter.setFont(bench_font(px(52), 700))
        painter.setPen(theme.colour("text"))
        half = painter.fontMetrics().horizontalAdvance(self._words) / 2 + px(4)
        centre = min(max(mark, half), width - half)
        above = QRectF(centre - half, 0, 2 * half, top - px(22))
        painter.drawText(above, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, self._words)


class ScanTarget(_Drawn):
    """A bar code in a frame with the scanner's line across it."""

    _BARS = "11011010010101100110100101011000101101100101101001100101011010011011001010011010110101101"

    def __init__(self, look: Look) -> None:
        super().__init__(look, 560, 300)

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        px = self.look.px
        frame = min(width, height * 1.5)
        left, right = (width - frame) / 2 + px(6), (width + frame) / 2 - px(6)
        text, arm = theme.colour("text"), px(56)
        painter.setPen(QPen(text, px(8), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for x, y, across, down in (
            (left, px(6), 1, 1),
            (right, px(6), -1, 1),
            (left, height - px(6), 1, -1),
            (right, height - px(6), -1, -1),
        ):
            painter.drawLine(QLineF(QPointF(x, y), QPointF(x + across * arm, y)))
            painter.drawLine(QLineF(QPointF(x, y), QPointF(x, y + down * arm)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        module = max(1, int(frame * 0.8 / len(self._BARS)))
        start = round(width / 2 - module * len(self._BARS) / 2)
        for at, bar in enumerate(self._BARS):
            if bar == "1":
                painter.fillRect(start + at * module, round(height * 0.2), module, round(height * 0.6), text)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        beam = QRectF(left + px(20), height / 2 - px(3), right - left - px(40), px(6))
        _pill(painter, beam, theme.colour("danger"), px(3))


class OkCode(_Drawn):
    """The QR code of the command OK: whole pixels, black on white, four modules of white around it."""

    def __init__(self, look: Look, size: float) -> None:
        super().__init__(look, size, size)
        self.setAccessibleName(_("Code of the command OK"))

    def paint(self, painter: QPainter, width: float, height: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(self.rect(), WHITE)
        modules = len(_OK_CODE)
        side = max(1, int(width) // (modules + 8))
        start = (int(width) - side * modules) // 2
        for y, row in enumerate(_OK_CODE):
            for x in range(modules):
                if row >> (modules - 1 - x) & 1:
                    painter.fillRect(start + x * side, start + y * side, side, side, QColor("#000000"))
