"""Bin labels for the shelf: the bin's name to be read from afar, and a QR code to be scanned up close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents import glyphs
from shopdesk.documents.barcodes import module_for, qr
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight
from shopdesk.documents.label_stock import roll
from shopdesk.documents.papers import Paper, words
from shopdesk.documents.typesetting import cap_height, fit, leading


@dataclass(frozen=True, slots=True)
class BinLabelData:
    """One bin. ``code`` is what a scan reads if not ``name``; ``arrow`` is "up", "down" or empty."""

    name: str
    place_text: str = ""
    zone_text: str = ""
    code: str = ""
    arrow: str = ""
    language: str = "en"


def render(
    bins: BinLabelData | Sequence[BinLabelData], stock: str = "100x40", dpi: int = 203, *, allow_missing: bool = False
) -> Paper:
    """Draw one label a page; raises MissingGlyphs, DoesNotFit or Unencodable naming the text."""
    several = [bins] if isinstance(bins, BinLabelData) else list(bins)
    size = roll(stock)
    language = several[0].language if several else "en"
    drawing = Drawing(
        words(language).gettext("Bin labels"), (size.width, size.height), language=language, dpi=dpi, thermal=True
    )
    for data in several:
        drawing.where = data.name
        _draw(drawing, data)
        drawing.end_page()
    return drawing.finish(len(several), allow_missing=allow_missing)


def _draw(drawing: Drawing, data: BinLabelData) -> None:
    margin = 4.0
    tall = drawing.height
    symbol = qr(data.code or data.name)
    module = module_for(symbol, tall - 2.0, drawing.dpi, most=1.25) or 0.5
    side = symbol.width * module
    right = drawing.width - margin
    drawing.symbol(symbol, right, (tall - side) / 2, module, align="right")
    room = drawing.width - 2 * margin - side - 4 * module - 1
    arrow = 8.0 if data.arrow else 0.0
    texts = [text for text in (data.place_text, data.zone_text) if text]
    name = fit(data.name, Weight.NARROW_BOLD, (tall * (1.3 if texts else 1.7), 11), room, most_lines=2)
    height = (
        cap_height(name.size)
        + (len(name.lines) - 1) * leading(name.size, 1.1)
        + len(texts) * 5.8
        + (2.4 if texts else 0)
    )
    baseline = (tall - height) / 2 + cap_height(name.size)
    below = drawing.lines(margin, baseline, name.lines, name.size, Weight.NARROW_BOLD, factor=1.1)
    baseline = below - leading(name.size, 1.1) + 2.4
    for at, text in enumerate(texts):
        baseline += 5.8
        weight = Weight.REGULAR if at else Weight.MEDIUM
        fitted = fit(text, weight, (11, 7), room - (arrow + 3 if arrow else 0))
        drawing.text(margin + 0.4, baseline, fitted.lines[0], fitted.size, weight)
    if arrow:
        glyphs.arrow(drawing, margin + room - arrow, tall - margin - 10.2, arrow, 10.2, down=data.arrow == "down")
