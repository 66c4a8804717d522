"""Bin labels for the shelf: the bin's name to be read from afar, and a QR code to be scanned up close."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from shopdesk.documents import glyphs
from shopdesk.documents.barcodes import module_for, qr
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight
from shopdesk.documents.label_stock import Sheet, free_cells, on_roll_only, roll, sheet, sheets
from shopdesk.documents.papers import Paper, words
from shopdesk.documents.typesetting import cap_height, fit, leading
from shopdesk.documents.zpl import ZplDrawing
from shopdesk.domain.errors import UserError
from shopdesk.i18n import _

_MOST_LABELS = 10_000


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
    bins: BinLabelData | Sequence[BinLabelData],
    stock: str = "100x40",
    dpi: int = 203,
    *,
    copies: int = 1,
    start: int = 1,
    used: Collection[int] = (),
    allow_missing: bool = False,
    zpl: bool = False,
) -> Paper:
    """Draw each bin's label ``copies`` times, one a page of a roll or many on a sheet; with ``zpl`` for label printers.

    On a sheet, cells count from 1; printing begins at ``start`` and skips ``used`` cells of the first page.
    Raises MissingGlyphs, DoesNotFit or Unencodable naming the text, UserError for a wrong start or too many labels.
    """
    several = [bins] if isinstance(bins, BinLabelData) else list(bins)
    wanted = [data for data in several for _copy in range(copies)]
    if not 0 < len(wanted) <= _MOST_LABELS:
        raise UserError(_("Choose between 1 and {most} labels to print.").format(most=_MOST_LABELS))
    language = wanted[0].language
    title = words(language).gettext("Bin labels")
    if stock in sheets():
        if zpl:
            raise on_roll_only(stock)
        layout = sheet(stock)
        drawing = Drawing(title, layout.page_size, language=language, dpi=dpi)
        _on_sheet(drawing, wanted, layout, free_cells(layout, start, used))
        return drawing.finish(len(wanted), allow_missing=allow_missing)
    size = roll(stock)
    kind = ZplDrawing if zpl else Drawing
    drawing = kind(title, (size.width, size.height), language=language, dpi=dpi, thermal=True)
    for data in wanted:
        _draw(drawing, data, (0.0, 0.0), (size.width, size.height))
        drawing.end_page()
    return drawing.finish(len(wanted), allow_missing=allow_missing)


def _on_sheet(drawing: Drawing, wanted: Sequence[BinLabelData], layout: Sheet, free: Iterator[tuple[int, int]]) -> None:
    current = 0
    for data in wanted:
        page, cell = next(free)
        if current and page != current:
            drawing.end_page()
        current = page
        _draw(drawing, data, layout.corner(cell), (layout.width, layout.height))
    drawing.end_page()


def _draw(drawing: Drawing, data: BinLabelData, corner: tuple[float, float], size: tuple[float, float]) -> None:
    drawing.where = data.name
    (x, y), (wide, tall) = corner, size
    margin = min(4.0, tall / 10)
    symbol = qr(data.code or data.name)
    module = module_for(symbol, min(tall - 2.0, wide * 0.45), drawing.dpi, most=1.25) or 0.5
    side = symbol.width * module
    right = x + wide - margin
    drawing.symbol(symbol, right, y + (tall - side) / 2, module, align="right")
    room = wide - 2 * margin - side - 4 * module - 1
    small = min(1.0, tall / 40)
    arrow = 8.0 * small if data.arrow else 0.0
    texts = [text for text in (data.place_text, data.zone_text) if text]
    name = fit(data.name, Weight.NARROW_BOLD, (tall * (1.3 if texts else 1.7), 11 * small), room, most_lines=2)
    step = 5.8 * small
    height = (
        cap_height(name.size)
        + (len(name.lines) - 1) * leading(name.size, 1.1)
        + len(texts) * step
        + (2.4 * small if texts else 0)
    )
    baseline = y + (tall - height) / 2 + cap_height(name.size)
    below = drawing.lines(x + margin, baseline, name.lines, name.size, Weight.NARROW_BOLD, factor=1.1)
    baseline = below - leading(name.size, 1.1) + 2.4 * small
    for at, text in enumerate(texts):
        baseline += step
        weight = Weight.REGULAR if at else Weight.MEDIUM
        fitted = fit(text, weight, (11 * small, 7 * small), room - (arrow + 3 if arrow else 0))
        drawing.text(x + margin + 0.4, baseline, fitted.lines[0], fitted.size, weight)
    if arrow:
        high = arrow * 1.275
        glyphs.arrow(
            drawing, x + margin + room - arrow, y + tall - margin - high, arrow, high, down=data.arrow == "down"
        )
