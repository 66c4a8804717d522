"""Product labels: single ones from a roll, or many on a sheet that may be part-used already.

The kind of code follows from the code itself (EAN-13, UPC-A, EAN-8, ITF-14, Code 128); where bars do not fit, a QR code
with the same text is printed. Bar widths are whole dots of the printer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shopdesk.documents.barcodes import Bars, Squares, Symbol, Unencodable, module_for, product_symbols
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width, without_missing
from shopdesk.documents.label_stock import Sheet, free_cells, on_roll_only, roll, sheet, sheets
from shopdesk.documents.papers import Paper, words
from shopdesk.documents.typesetting import DoesNotFit, Fitted, cap_height, fit, leading, shortened, single_line, wrap
from shopdesk.documents.zpl import ZplDrawing
from shopdesk.domain.errors import UserError
from shopdesk.i18n import _

_MOST_LABELS = 10_000
_LARGEST_MODULE = 0.4
_LEAST_BARS = 5.0
_LEAST_SIZE = 4.75
_STANDARD_LEAST_EAN = 0.264


@dataclass(frozen=True, slots=True)
class ProductLabelData:
    """One product's label and how often to print it; ``price_text`` None leaves the price out."""

    title: str
    variant: str = ""
    sku: str = ""
    code: str = ""
    price_text: str | None = None
    copies: int = 1
    language: str = "en"


def render(
    labels: ProductLabelData | Sequence[ProductLabelData],
    stock: str = "50x30",
    *,
    dpi: int = 203,
    start: int = 1,
    used: Collection[int] = (),
    offset: tuple[float, float] = (0.0, 0.0),
    allow_missing: bool = False,
    zpl: bool = False,
) -> Paper:
    """Draw labels on a roll or sheet called ``stock``; with ``zpl``, for rolls only, in label printers' language.

    On a sheet, cells count from 1, row by row; printing begins at ``start`` and skips ``used`` cells of the first page.
    ``offset`` moves everything right and down, in mm, for printers that feed askew.
    Raises MissingGlyphs, DoesNotFit, Unencodable, or UserError for a wrong start or too many labels.
    """
    several = [labels] if isinstance(labels, ProductLabelData) else list(labels)
    copies = [data for data in several for _copy in range(data.copies)]
    if not 0 < len(copies) <= _MOST_LABELS:
        raise UserError(_("Choose between 1 and {most} labels to print.").format(most=_MOST_LABELS))
    if stock in sheets():
        if zpl:
            raise on_roll_only(stock)
        return _on_sheet(copies, sheet(stock), dpi, start, used, offset, allow_missing)
    size = roll(stock)
    drawing = _drawing(copies[0], (size.width, size.height), dpi, thermal=True, zpl=zpl)
    for data in copies:
        _Cell(drawing, data, offset, (size.width, size.height)).draw()
        drawing.end_page()
    return drawing.finish(len(copies), allow_missing=allow_missing)


def cells_taken(stock: str, count: int, start: int = 1, used: Collection[int] = ()) -> list[tuple[int, int]]:
    """Page (from 1) and cell of each of ``count`` labels; raises UserError when ``start`` is off the sheet."""
    layout = sheet(stock)
    free = free_cells(layout, start, used)
    return [next(free) for _label in range(count)]


def _on_sheet(
    copies: Sequence[ProductLabelData],
    layout: Sheet,
    dpi: int,
    start: int,
    used: Collection[int],
    offset: tuple[float, float],
    allow_missing: bool,
) -> Paper:
    drawing = _drawing(copies[0], layout.page_size, dpi, thermal=False)
    free = free_cells(layout, start, used)
    current = 0
    for data in copies:
        page, cell = next(free)
        if current and page != current:
            drawing.end_page()
        current = page
        x, y = layout.corner(cell)
        _Cell(drawing, data, (x + offset[0], y + offset[1]), (layout.width, layout.height)).draw()
    drawing.end_page()
    return drawing.finish(len(copies), allow_missing=allow_missing)


def _drawing(
    first: ProductLabelData, size: tuple[float, float], dpi: int, *, thermal: bool, zpl: bool = False
) -> Drawing:
    title = words(first.language).gettext("Product labels")
    kind = ZplDrawing if zpl else Drawing
    return kind(title, size, language=first.language, dpi=dpi, thermal=thermal)


class _Cell:
    """One label: title and variant above, code number and price in the middle, the bars below."""

    def __init__(
        self, drawing: Drawing, data: ProductLabelData, corner: tuple[float, float], size: tuple[float, float]
    ) -> None:
        self.drawing, self.data = drawing, data
        self.x, self.y = corner
        self.wide, self.tall = size
        self.margin = 2.0 if self.wide < 55 else 3.0 if self.wide < 80 else 4.0
        self.scale = min(1.25, max(0.62, min(self.tall / 30, self.wide / 40)))
        if self.tall < 15:
            self.margin = 1.4
        self.title = self._set_title()

    def draw(self) -> None:
        """Draw texts and code; too long texts are shortened with an ellipsis and named in a warning."""
        self.drawing.where = self.data.sku or self.data.title
        code = self.data.code or self.data.sku
        if not code:
            self._texts(self.wide - 2 * self.margin)
            return
        bars_tall = self._room_for_bars()
        for symbol in product_symbols(code):
            if not isinstance(symbol, Bars):
                self._square(symbol)
                return
            module = module_for(symbol, self.wide - 0.4, self.drawing.dpi, _LARGEST_MODULE)
            if module is not None and bars_tall >= _LEAST_BARS:
                self._warn_about(symbol, module)
                self._texts(self.wide - 2 * self.margin)
                self._bars(symbol, module)
                return

    def _set_title(self) -> Fitted:
        """The title on one line or, on labels tall enough, two; as a last resort shortened."""
        largest, least = 10 * self.scale, 7.5 * self.scale
        room = self.wide - 2 * self.margin
        try:
            return fit(self.data.title, Weight.BOLD, (largest, least), room, 2 if self.tall >= 25 else 1)
        except DoesNotFit:
            return Fitted(least, (shortened(self.data.title, Weight.BOLD, least, room),))

    def _room_for_bars(self) -> float:
        below = self.tall - self._text_height() - self.margin
        return below if below > 0 else 0.0

    def _text_height(self) -> float:
        scale = self.scale
        height = leading(10 * scale, 1.25) + (len(self.title.lines) - 1) * leading(self.title.size, 1.15)
        if self.data.variant:
            height += leading(8 * scale, 1.3)
        if self._has_middle():
            height += leading(10.5 * scale if self.data.price_text else 7.5 * scale, 1.25)
        return self.margin + height + 0.6

    def _has_middle(self) -> bool:
        return bool(self.data.price_text or self._sku_shown())

    def _sku_shown(self) -> str:
        return self.data.sku if self.data.sku != self.data.code and self.data.code else ""

    def _texts(self, room: float) -> float:
        """Title, variant, own code and price; returns the last baseline."""
        left = self.x + self.margin
        scale = self.scale
        baseline = self.y + self.margin + cap_height(10 * scale)
        if self.title.lines[0].endswith("…") and not self.data.title.endswith("…"):
            self._warn_short(self.data.title)
        below = self.drawing.lines(left, baseline, self.title.lines, self.title.size, Weight.BOLD, factor=1.15)
        baseline = below - leading(self.title.size, 1.15)
        if self.data.variant:
            baseline += leading(8 * scale, 1.35)
            self._one(self.data.variant, left, baseline, 8 * scale, Weight.REGULAR, room)
        if self._has_middle():
            size = 10.5 * scale if self.data.price_text else 7.5 * scale
            baseline += leading(size, 1.28)
            price = 0.0
            if self.data.price_text:
                size = single_line(self.data.price_text, Weight.BOLD, size, size * 0.6, room) or size * 0.6
                price = self.drawing.text(
                    left + room, baseline, self.data.price_text, size, Weight.BOLD, align="right", room=room
                )
            if self._sku_shown():
                self._one(self._sku_shown(), left, baseline, 7.5 * scale, Weight.NARROW_BOLD, room - price - 2)
        return baseline

    def _one(self, text: str, left: float, baseline: float, size: float, weight: Weight, room: float) -> None:
        """One line, shrunk to three quarters, then shortened with a warning."""
        shrunk = single_line(text, weight, size, size * 0.75, room)
        shown = text
        if shrunk is None:
            shrunk = size * 0.75
            shown = shortened(text, weight, shrunk, room)
            self._warn_short(text)
        self.drawing.text(left, baseline, shown, shrunk, weight)

    def _bars(self, symbol: Bars, module: float) -> None:
        size = max(5.5, min(9.0, 7 * self.scale * (module / 0.25) ** 0.5))
        digits = cap_height(size) + 0.7
        top = self.y + self._text_height()
        bottom = self.y + self.tall - self.margin * 0.75
        bars_tall = bottom - top - digits
        middle = self.x + self.wide / 2 + (symbol.quiet_before - symbol.quiet_after) * module / 2
        if symbol.guards:
            left = self.drawing.symbol(symbol, middle, top, module, bars_tall, align="centre")
            _draw_ean_digits(self.drawing, symbol, left, module, top + bars_tall + digits, size)
            return
        self.drawing.symbol(symbol, middle, top, module, bars_tall, align="centre")
        room = self.wide - 2 * self.margin
        shrunk = single_line(symbol.text, Weight.MEDIUM, size, 4.5, room) or 4.5
        self.drawing.text(middle, top + bars_tall + digits, symbol.text, shrunk, Weight.MEDIUM, align="centre")

    def _square(self, symbol: Squares) -> None:
        """A QR code on the right, texts on the left of it."""
        room = min(self.tall - 2 * self.margin + 1.0, self.wide * 0.5)
        module = module_for(symbol, room + 2.0, self.drawing.dpi, 0.75)
        if module is None:
            raise Unencodable(_("The code “{text}” does not fit on this label.").format(text=symbol.text))
        side = symbol.width * module
        right = self.x + self.wide - self.margin - 0.4
        self.drawing.symbol(symbol, right, self.y + (self.tall - side) / 2, module, align="right")
        text_room = self.wide - 2 * self.margin - side - 4 * module - 0.5
        left, scale = self.x + self.margin, self.scale
        wanted = [(self.data.title, 10 * scale, Weight.BOLD), (self.data.variant, 8 * scale, Weight.REGULAR)]
        wanted += [(self.data.sku or symbol.text, 7.5 * scale, Weight.NARROW_BOLD)]
        wanted += [(self.data.price_text or "", 10.5 * scale, Weight.BOLD)]
        self._column([entry for entry in wanted if entry[0]], left, text_room)

    def _column(self, entries: Sequence[tuple[str, float, Weight]], left: float, room: float) -> None:
        """Texts below one another, centred in height; shrunk until no word breaks, then until all fits."""
        factor = 1.0
        longest = max(
            width(word, weight, size)
            for text, size, weight in entries
            for word in without_missing(text).replace("-", "- ").split() or ("",)
        )
        if longest > room:
            factor = max(0.62, room / longest * 0.99)
        lines = self._column_lines(entries, factor, room)
        while _column_height(lines) > self.tall - 2 * self.margin and factor > 0.55:
            factor -= 0.04
            lines = self._column_lines(entries, factor, room)
        if _column_height(lines) > self.tall - 2 * self.margin:
            lines = self._shortened_column(entries, factor, room)
        baseline = self.y + (self.tall - _column_height(lines)) / 2
        for line, size, weight in lines:
            self.drawing.text(left, baseline + leading(size, 1.2) * 0.78, line, size, weight)
            baseline += leading(size, 1.2)

    def _column_lines(
        self, entries: Sequence[tuple[str, float, Weight]], factor: float, room: float
    ) -> list[tuple[str, float, Weight]]:
        return [
            (line, set_at, weight)
            for text, size, weight in entries
            for set_at in (max(size * factor, _LEAST_SIZE),)
            for line in wrap(text, weight, set_at, room)
        ]

    def _shortened_column(
        self, entries: Sequence[tuple[str, float, Weight]], factor: float, room: float
    ) -> list[tuple[str, float, Weight]]:
        lines = []
        for text, size, weight in entries:
            set_at = max(size * factor, _LEAST_SIZE)
            short = shortened(text, weight, set_at, room)
            if short != text:
                self._warn_short(text)
            lines.append((short, set_at, weight))
        return lines

    def _warn(self, sentence: str) -> None:
        if sentence not in self.drawing.warnings:
            self.drawing.warnings.append(sentence)

    def _warn_short(self, text: str) -> None:
        self._warn(_("“{text}” is shortened on the label.").format(text=text))

    def _warn_about(self, symbol: Symbol, module: float) -> None:
        if symbol.kind in ("EAN-13", "UPC-A", "EAN-8") and module < _STANDARD_LEAST_EAN - 1e-6:
            self._warn(
                _(
                    "The bars of {kind} are only {width} mm wide here, below the standard's 80 %. They read on a clean "
                    "print; for goods that others scan use 50 mm labels or a 300 dpi printer and keep the darkness low."
                ).format(kind=symbol.kind, width=f"{module:.2f}")
            )


def _column_height(lines: Sequence[tuple[str, float, Weight]]) -> float:
    return sum(leading(size, 1.2) for _line, size, _weight in lines)


def _draw_ean_digits(drawing: Drawing, symbol: Bars, left: float, module: float, baseline: float, size: float) -> None:
    """The digits between the long guard bars, the first (and for UPC-A the last) outside."""
    halves = {
        "EAN-13": ((1, 7, 3), (7, 13, 50)),
        "EAN-8": ((0, 4, 3), (4, 8, 36)),
        "UPC-A": ((1, 6, 10), (6, 11, 50)),
    }[symbol.kind]
    fitted = min(size, size * 6.6 * module / max(width("0", Weight.MEDIUM, size), 0.01))
    for first, last, at in halves:
        for place, digit in enumerate(symbol.text[first:last]):
            middle = left + (at + place * 7 + 3.5) * module
            drawing.text(middle, baseline, digit, fitted, Weight.MEDIUM, align="centre")
    if symbol.kind != "EAN-8":
        drawing.text(left - 6 * module, baseline, symbol.text[0], fitted, Weight.MEDIUM, align="centre")
    if symbol.kind == "UPC-A":
        outside = left + (symbol.width + 6) * module
        drawing.text(outside, baseline, symbol.text[-1], fitted, Weight.MEDIUM, align="centre")
