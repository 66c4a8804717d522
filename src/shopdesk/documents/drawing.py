"""A page in millimetres from its top left corner: text by its baseline, rules, boxes, pictures and codes, all in black.

User text goes to the PDF as plain strings, never as markup. Text that does not fit the room it is given, or leaves the
page, raises; characters no font has are gathered and refused when the paper is finished.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from shopdesk.documents import fonts
from shopdesk.documents.barcodes import Bars, Squares, Symbol, dot
from shopdesk.documents.fonts import MM_PER_POINT, MissingGlyphs, Weight
from shopdesk.documents.papers import Paper
from shopdesk.documents.typesetting import LONGEST_TEXT, DoesNotFit, leading
from shopdesk.i18n import _

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_MM = 72 / 25.4
# The Chinese font has one weight: stroke widths, as shares of the size, that make it look heavier.
_CHINESE_STROKE = {Weight.MEDIUM: 0.012, Weight.BOLD: 0.028, Weight.BLACK: 0.04, Weight.NARROW_BOLD: 0.028}
_LEAST_BOLD_CHINESE = {False: 8.2, True: 11.0}


class Drawing:
    """A PDF being drawn. ``thermal`` papers keep to whole printer dots and print no thin strokes."""

    def __init__(
        self, title: str, size: tuple[float, float], *, language: str = "en", dpi: int = 203, thermal: bool = False
    ) -> None:
        self.width, self.height = size
        self.dpi = dpi
        self.thermal = thermal
        self.pages = 0
        self.warnings: list[str] = []
        self.where = title
        self._missing: dict[str, str] = {}
        self._begin(title, language)

    def _begin(self, title: str, language: str) -> None:
        from reportlab import rl_config
        from reportlab.pdfgen.canvas import Canvas

        # Compressed pages stay binary: writing them as letters costs a quarter more bytes and half the time.
        rl_config.useA85 = 0
        self._target = BytesIO()
        # An own first font, because the library would else refer to a Helvetica that is not embedded.
        self.canvas: Canvas = Canvas(
            self._target,
            pagesize=(self.width * _MM, self.height * _MM),
            initialFontName=fonts.ready(Weight.REGULAR.value),
            pageCompression=1,
            invariant=1,
            lang=language.replace("_", "-"),
        )
        self.canvas.setTitle(title)
        self.canvas.setCreator("shopdesk")
        self.canvas.setProducer("shopdesk")
        self.canvas.setViewerPreference("PrintScaling", "None")

    # -- finishing -----------------------------------------------------------------------------------------------

    def end_page(self) -> None:
        """Finish this page; the next drawing starts a new one."""
        self.canvas.showPage()
        self.pages += 1

    def finish(self, labels: int, *, allow_missing: bool = False) -> Paper:
        """The finished paper; raises MissingGlyphs if a character could not be drawn and that is not allowed."""
        sentences = self.missing_sentences()
        if sentences and not allow_missing:
            raise MissingGlyphs("\n".join(sentences), self._missing)
        return self._finished(labels, tuple(sentences + self.warnings))

    def _finished(self, labels: int, warnings: tuple[str, ...]) -> Paper:
        self.canvas.save()
        return Paper(self._target.getvalue(), self.pages, labels, warnings)

    def missing_sentences(self) -> list[str]:
        """One sentence for each place with characters that no font could draw so far."""
        return [
            _("No font on board can print {characters} in “{place}”.").format(characters=_named(lost), place=place)
            for place, lost in self._missing.items()
        ]

    # -- text ----------------------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size: float,
        weight: Weight = Weight.REGULAR,
        *,
        align: str = "left",
        room: float | None = None,
        white: bool = False,
    ) -> float:
        """Draw one line and return its width; ``x`` is its left, right or centre.

        Raises DoesNotFit if it is wider than ``room`` or would leave the page.
        """
        if not text:
            return 0.0
        if len(text) > LONGEST_TEXT:
            raise DoesNotFit.named(text)
        if not text.isascii():
            self._note_missing(text)
            text = fonts.without_missing(text)
        pieces = fonts.runs(text, weight)
        wide = sum(piece.width for piece in pieces) * size * MM_PER_POINT
        left = x - (wide if align == "right" else wide / 2 if align == "centre" else 0.0)
        is_on_page = left >= -0.05 and left + wide <= self.width + 0.05 and 0 < baseline < self.height
        if not is_on_page or (room is not None and wide > room + 0.05):
            raise DoesNotFit.named(text)
        self._put(left, baseline, pieces, size, weight, white, align)
        return wide

    def _put(
        self,
        left: float,
        baseline: float,
        pieces: Sequence[fonts.Run],
        size: float,
        weight: Weight,
        white: bool,
        _align: str,
    ) -> None:
        grey = 1 if white else 0
        pen = self.canvas.beginText(left * _MM, (self.height - baseline) * _MM)
        pen.setFillGray(grey)
        for piece in pieces:
            pen.setFont(fonts.ready(piece.font), size)
            stroke = self._stroke_of(piece.font, size, weight, white)
            if stroke:
                self.canvas.setStrokeGray(0)
                self.canvas.setLineWidth(stroke)
                pen.setTextRenderMode(2)
            pen.textOut(piece.text)
            if stroke:
                pen.setTextRenderMode(0)
        self.canvas.drawText(pen)

    def _stroke_of(self, font: str, size: float, weight: Weight, white: bool) -> float:
        if font != fonts.CHINESE or white or size < _LEAST_BOLD_CHINESE[self.thermal]:
            return 0.0
        return _CHINESE_STROKE.get(weight, 0.0) * size

    def _note_missing(self, text: str) -> None:
        lost = fonts.missing_glyphs(text)
        if lost:
            known = self._missing.get(self.where, "")
            self._missing[self.where] = known + "".join(char for char in lost if char not in known)

    def lines(
        self,
        x: float,
        baseline: float,
        lines: Sequence[str],
        size: float,
        weight: Weight = Weight.REGULAR,
        *,
        factor: float = 1.32,
        room: float | None = None,
        align: str = "left",
    ) -> float:
        """Draw lines below one another; returns the baseline the next line would have."""
        for line in lines:
            self.text(x, baseline, line, size, weight, room=room, align=align)
            baseline += leading(size, factor)
        return baseline

    def on_black(
        self, x: float, top: float, text: str, size: float, weight: Weight = Weight.BOLD, *, height: float = 0.0
    ) -> float:
        """White text in a black box; returns the width of the box."""
        tall = height or size * MM_PER_POINT * 1.55
        side = tall * 0.32
        wide = fonts.width(text, weight, size) + 2 * side
        self.black(x, top, wide, tall)
        self.text(x + side, top + tall / 2 + size * MM_PER_POINT * 0.355, text, size, weight, white=True)
        return wide

    # -- shapes --------------------------------------------------------------------------------------------------

    def rule(
        self, left: float, y: float, right: float, thickness: float = 0.25, dash: tuple[float, float] | None = None
    ) -> None:
        """A horizontal line."""
        self._line(left, y, right, y, thickness, dash)

    def upright(self, x: float, top: float, bottom: float, thickness: float = 0.25) -> None:
        """A vertical line."""
        self._line(x, top, x, bottom, thickness, None)

    def _line(
        self, x0: float, y0: float, x1: float, y1: float, thickness: float, dash: tuple[float, float] | None
    ) -> None:
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(thickness * _MM)
        if dash:
            self.canvas.setDash([length * _MM for length in dash])
        self.canvas.line(x0 * _MM, (self.height - y0) * _MM, x1 * _MM, (self.height - y1) * _MM)
        if dash:
            self.canvas.setDash()

    def black(self, x: float, top: float, wide: float, tall: float, radius: float = 0.0) -> None:
        """A filled box."""
        self._box(x, top, wide, tall, radius, 0.0)

    def frame(self, x: float, top: float, wide: float, tall: float, thickness: float = 0.25, radius: float = 0) -> None:
        """An outlined box; the line lies inside it."""
        half = thickness / 2
        self._box(x + half, top + half, wide - thickness, tall - thickness, radius, thickness)

    def _box(self, x: float, top: float, wide: float, tall: float, radius: float, thickness: float) -> None:
        self.canvas.setFillGray(0)
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(thickness * _MM)
        place = (x * _MM, (self.height - top - tall) * _MM, wide * _MM, tall * _MM)
        outline, filled = (1, 0) if thickness else (0, 1)
        if radius:
            self.canvas.roundRect(*place, radius * _MM, outline, filled)
        else:
            self.canvas.rect(*place, outline, filled)

    def fill(self, points: Sequence[tuple[float, float]]) -> None:
        """A filled shape with straight sides."""
        self.canvas.setFillGray(0)
        path = self.canvas.beginPath()
        path.moveTo(points[0][0] * _MM, (self.height - points[0][1]) * _MM)
        for x, y in points[1:]:
            path.lineTo(x * _MM, (self.height - y) * _MM)
        path.close()
        self.canvas.drawPath(path, stroke=0, fill=1)

    # -- codes ---------------------------------------------------------------------------------------------------

    def snapped(self, length: float) -> float:
        """``length`` in whole printer dots."""
        step = dot(self.dpi)
        return round(length / step) * step

    def symbol(
        self, symbol: Symbol, x: float, top: float, module: float, height: float = 0.0, align: str = "left"
    ) -> float:
        """Draw a code without its quiet zones and return its left edge; ``height`` is for bars only."""
        wide = symbol.width * module
        left = self.snapped(x - (wide if align == "right" else wide / 2 if align == "centre" else 0.0))
        if left < 0 or left + wide > self.width + 0.05:
            raise DoesNotFit(_("The code “{text}” does not fit on this paper.").format(text=symbol.text))
        high = module if isinstance(symbol, Squares) else self.snapped(height)
        self._code(symbol, left, self.snapped(top), module, high)
        return left

    def _code(self, symbol: Symbol, left: float, top: float, module: float, high: float) -> None:
        self._path(symbol.path, left, top, module, high)
        if isinstance(symbol, Bars) and symbol.guard_path:
            self._path(symbol.guard_path, left, top + high, module, self.snapped(5 * module))

    def _path(self, path: str, left: float, top: float, wide: float, high: float) -> None:
        x, y = left * _MM, (self.height - top) * _MM
        self.canvas.addLiteral(f"q 0 g {wide * _MM:.6f} 0 0 {-high * _MM:.6f} {x:.5f} {y:.5f} cm\n{path}\nf Q")


def _named(characters: str) -> str:
    """Characters with their code points, since they may not show on the reader's screen either."""
    return ", ".join(f"{char} (U+{ord(char):04X})" for char in characters)
