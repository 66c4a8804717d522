"""A page to check a printer with: rulers that must measure true, corners that must show, and bars of rising width.

From the shift it reveals comes the offset that product label sheets are printed with.
"""

from __future__ import annotations

from shopdesk.documents.barcodes import code128, dot
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight
from shopdesk.documents.label_stock import rolls, sheets
from shopdesk.documents.papers import PAGE_SIZES, Paper, page_size, words
from shopdesk.documents.typesetting import balanced, cap_height, fit, leading

_DOTS = (2, 3, 4)


def render(stock: str = "A4", dpi: int = 203, language: str = "en") -> Paper:
    """Draw the page for a paper size, a roll or a sheet; for a sheet, the edges and numbers of its labels.

    Raises UserError for an unknown size.
    """
    if stock in sheets():
        size = sheets()[stock].page_size
    elif stock in rolls():
        size = (rolls()[stock].width, rolls()[stock].height)
    else:
        size = page_size(stock)
    drawing = Drawing(
        words(language).gettext("Printer test"), size, language=language, dpi=dpi, thermal=stock in rolls()
    )
    _draw_corners(drawing)
    if stock in sheets():
        _draw_cells(drawing, stock)
    elif min(size) < 60:
        _draw_small(drawing)
    else:
        _draw_rulers(drawing)
        _draw_words(drawing, stock, language)
        _draw_bars(drawing)
    drawing.end_page()
    return drawing.finish(1)


def _draw_cells(drawing: Drawing, stock: str) -> None:
    """The labels' edges and position numbers, to be held against the light behind a sheet of labels."""
    sheet = sheets()[stock]
    size = min(26.0, sheet.height * 0.9)
    for cell in range(1, sheet.cells + 1):
        x, y = sheet.corner(cell)
        drawing.frame(x, y, sheet.width, sheet.height, 0.15)
        middle = y + sheet.height / 2 + cap_height(size) / 2
        drawing.text(x + sheet.width / 2, middle, str(cell), size, Weight.BOLD, align="centre")
        if cell == 1 and sheet.height > 20:
            drawing.text(x + 3, y + 4.6, stock, 8, Weight.MEDIUM)


def _draw_corners(drawing: Drawing) -> None:
    """A mark 2 mm from each corner; the ones that are cut off show where the printer cannot print."""
    reach = 4.0
    for x, step_x in ((2.0, 1), (drawing.width - 2.0, -1)):
        for y, step_y in ((2.0, 1), (drawing.height - 2.0, -1)):
            drawing.rule(min(x, x + step_x * reach), y, max(x, x + step_x * reach), 0.25)
            drawing.upright(x, min(y, y + step_y * reach), max(y, y + step_y * reach), 0.25)


def _draw_small(drawing: Drawing) -> None:
    middle = drawing.height / 2
    length = int((drawing.width - 10) / 10) * 10
    _draw_ruler(drawing, (drawing.width - length) / 2, middle, length)


def _draw_rulers(drawing: Drawing) -> None:
    length = min(100, int((drawing.width - 30) / 10) * 10)
    _draw_ruler(drawing, 15, 22, length)
    tall = min(100, int((drawing.height - 50) / 10) * 10)
    for at in range(tall + 1):
        wide = 5.0 if at % 10 == 0 else 3.4 if at % 5 == 0 else 2.0
        drawing.rule(8, 30 + at, 8 + wide, 0.15)
        if at % 10 == 0:
            drawing.text(14, 30 + at + 0.8, str(at), 6.5, Weight.MEDIUM)


def _draw_ruler(drawing: Drawing, left: float, baseline: float, length: int) -> None:
    for at in range(length + 1):
        tall = 5.0 if at % 10 == 0 else 3.4 if at % 5 == 0 else 2.0
        drawing.upright(left + at, baseline - tall, baseline, 0.15)
        if at % 10 == 0:
            drawing.text(left + at, baseline - 6, str(at), 6.5, Weight.MEDIUM, align="centre")
    drawing.rule(left, baseline, left + length, 0.15)


def _draw_words(drawing: Drawing, stock: str, language: str) -> None:
    _ = words(language).gettext
    left, room = 24.0, drawing.width - 24 - 8
    title = fit(_("Printer test"), Weight.BOLD, (16, 10), room)
    drawing.text(left, 36, title.lines[0], title.size, Weight.BOLD)
    drawing.text(left, 41.5, stock if stock in PAGE_SIZES else f"{stock} · {drawing.dpi} dpi", 9)
    advice = (
        _("Print at 100 %, without “fit to page”. The rulers must measure true with a real ruler."),
        _("Every corner mark stands 2 mm from the edge. Enter the difference as the printer's offset."),
        _("Scan the bars below. Print your codes with bars as wide as the narrowest that read well."),
    )
    baseline = 49.0
    for sentence in advice:
        lines = balanced(sentence, Weight.REGULAR, 9, room)
        baseline = drawing.lines(left, baseline, lines, 9) + 1.6


def _draw_bars(drawing: Drawing) -> None:
    top = 84.0
    for dots in _DOTS:
        module = dots * dot(drawing.dpi)
        symbol = code128(f"TEST-{dots}")
        if symbol.room * module > drawing.width - 22 or top + 24 > drawing.height:
            return
        left = drawing.symbol(symbol, 24, top, module, 12)
        baseline = top + 12 + leading(8, 1.15)
        drawing.text(left, baseline, f"{symbol.text} · {module:.3f} mm", 8, Weight.MEDIUM)
        top += 23
