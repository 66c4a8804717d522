"""The smallest parts of the bench: words, icons, pictures, fields; painted here so that no style sheet bends them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from shopdesk.ui import fonts, theme
from shopdesk.ui.bench.drawings import paint_symbol
from shopdesk.ui.pictures import Pictures, paint_thumb

Ink = QColor | str
_TABULAR_BELOW = 22
_TIGHT_FROM = 40
_LEAST_WIDTH = 24
_DIMMED = QColor(0, 0, 0, 34)
_LINE_HEIGHT, _HAN_LINE_HEIGHT, _HAN = 1.22, 1.34, 0x2E80


@lru_cache(maxsize=256)
def bench_font(px: int, weight: int) -> QFont:
    """A font of the program at a size of the bench; large figures are set proportionally and a little tighter."""
    made = QFont(fonts.font(fonts.BODY, weight))
    made.setPixelSize(max(1, px))
    made.setFeature(QFont.Tag("tnum"), 1 if px < _TABULAR_BELOW else 0)
    made.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 98.5 if px >= _TIGHT_FROM else 100)
    return made


class Text(QLabel):
    """Words that never widen their column: one line elides, several wrap, large ones may shrink before they do."""

    def __init__(
        self,
        words: str,
        px: int,
        weight: int,
        colour: QColor,
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        lines: int = 1,
        fit: float = 1.0,
        rigid: bool = False,
    ) -> None:
        super().__init__(words)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._px, self._weight, self._colour = px, weight, colour
        self._align, self._lines, self._fit, self._rigid = align, lines, fit, rigid
        has_han = any(ord(c) > _HAN for c in words)
        self._line_height = round(px * (_HAN_LINE_HEIGHT if has_han else _LINE_HEIGHT))
        self.setWordWrap(lines > 1)  # QLabel asks for its height by its width only then
        wraps = QSizePolicy.Policy.Expanding if lines > 1 else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(wraps, QSizePolicy.Policy.Fixed if lines == 1 else QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(lines > 1)
        self.setSizePolicy(policy)

    def set_words(self, words: str) -> None:
        """Change the words."""
        if words != self.text():
            self.setText(words)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        natural = self._advance(self._px) + 1
        if self._lines > 1:
            width = min(natural, 30 * self._px)
            return QSize(width, self.heightForWidth(width))
        return QSize(natural, self._line_height)

    def minimumSizeHint(self) -> QSize:
        natural = self._advance(self._px) + 1
        return QSize(natural if self._rigid else min(natural, _LEAST_WIDTH), self._line_height)

    def heightForWidth(self, width: int) -> int:
        if self._lines == 1:
            return self._line_height
        px = self._fitted(width)
        return max(1, len(self._wrapped(width, px))) * round(self._line_height * px / self._px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self._colour)
        if self._lines == 1:
            self._paint_line(painter)
        else:
            self._paint_lines(painter)
        painter.end()

    def _advance(self, px: int) -> int:
        return int(QFontMetricsF(bench_font(px, self._weight)).horizontalAdvance(self.text()) + 0.999)

    def _paint_line(self, painter: QPainter) -> None:
        px, least = self._px, int(self._px * self._fit)
        while px > least and self._advance(px) > self.width():
            px -= 1
        font = bench_font(px, self._weight)
        painter.setFont(font)
        shown = self.text()
        if self._advance(px) > self.width():
            shown = QFontMetricsF(font).elidedText(shown, Qt.TextElideMode.ElideRight, self.width())
        box = QRectF(self.rect())
        painter.drawText(box, self._align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, shown)

    def _paint_lines(self, painter: QPainter) -> None:
        px = self._fitted(self.width())
        painter.setFont(bench_font(px, self._weight))
        lines = self._wrapped(self.width(), px)
        height = round(self._line_height * px / self._px)
        top = max(0.0, (self.height() - height * len(lines)) / 2) if self._fit < 1 else 0.0
        for at, line in enumerate(lines):
            box = QRectF(0, top + at * height, self.width(), height)
            painter.drawText(box, self._align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip, line)

    def _fitted(self, width: int) -> int:
        """The largest size, not below the least allowed, at which the words fit their lines."""
        px, least = self._px, int(self._px * self._fit)
        while px > least and len(self._wrapped(width, px, cut=False)) > self._lines:
            px -= 1
        return px

    def _wrapped(self, width: int, px: int, cut: bool = True) -> list[str]:
        font = bench_font(px, self._weight)
        shown: list[str] = []
        for paragraph in self.text().split("\n"):
            layout = QTextLayout(paragraph, font)
            layout.setTextOption(QTextOption())
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(1, width))
                shown.append(paragraph[line.textStart() : line.textStart() + line.textLength()].rstrip())
            layout.endLayout()
        if cut and len(shown) > self._lines:
            rest = " ".join(shown[self._lines - 1 :])
            last = QFontMetricsF(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
            shown = [*shown[: self._lines - 1], last]
        return shown


class Symbol(QWidget):
    """An icon of a fixed size."""

    def __init__(self, name: str, px: int, colour: QColor, stroke: float) -> None:
        super().__init__()
        self._name, self._colour, self._stroke = name, colour, stroke
        self.setFixedSize(px, px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_symbol(painter, self._name, self._colour, self.width(), self._stroke)
        painter.end()


class Picture(QWidget):
    """A product picture; ``strength`` below one fades it."""

    def __init__(
        self, pictures: Pictures, image: str | None, name: str, px: int, strength: float, radius: float
    ) -> None:
        super().__init__()
        self._pictures, self._image, self._strength, self._radius = pictures, image, strength, radius
        self.setAccessibleName(name)
        self.setFixedSize(px, px)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(self._strength)
        shown = self._pictures.pixmap(self._image, self.width(), self.devicePixelRatioF())
        paint_thumb(painter, QRectF(self.rect()), shown, self.accessibleName(), self._radius)
        if shown is not None and theme.mode() == "dark":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_DIMMED)
            painter.drawRoundedRect(QRectF(self.rect()), self._radius, self._radius)
        painter.end()


class Panel(QWidget):
    """A rectangle with an optional fill, border, round corners and hairlines at chosen edges."""

    def __init__(
        self,
        fill: QColor | None = None,
        border: QColor | None = None,
        border_px: int = 0,
        radius: float = 0,
        sides: str = "",
        round_top: bool = True,
        round_bottom: bool = True,
    ) -> None:
        super().__init__()
        self._fill, self._border, self._border_px = fill, border, border_px
        self._radius, self._sides = radius, sides
        self._round_top, self._round_bottom = round_top, round_bottom

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, bool(self._radius))
        inset = self._border_px / 2
        shape = self._shape(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        if self._fill is not None:
            painter.fillPath(shape, self._fill)
        if self._border is not None and self._border_px:
            painter.setPen(QPen(self._border, self._border_px))
            painter.drawPath(shape)
        line, width, height = theme.colour("hairline"), self.width(), self.height()
        edges = {"l": (0, 0, 1, height), "r": (width - 1, 0, 1, height), "t": (0, 0, width, 1)}
        edges["b"] = (0, height - 1, width, 1)
        for side in self._sides:
            painter.fillRect(*edges[side], line)
        painter.end()

    def _shape(self, box: QRectF) -> QPainterPath:
        """The rounded outline; a square end runs past the widget so its border does not show."""
        beyond = self._radius + self._border_px
        if not self._round_top:
            box = box.adjusted(0, -beyond, 0, 0)
        if not self._round_bottom:
            box = box.adjusted(0, 0, 0, beyond)
        path = QPainterPath()
        path.addRoundedRect(box, self._radius, self._radius)
        return path
