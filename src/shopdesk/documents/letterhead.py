"""Head and foot of the office papers, so that slips, lists and returns look like one family."""

from __future__ import annotations

from dataclasses import dataclass

from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.papers import ShopHead
from shopdesk.documents.pictures import draw_picture
from shopdesk.documents.typesetting import fit, leading, wrap


@dataclass(frozen=True, slots=True)
class Style:
    """Measures of one page size: margin in mm, type sizes in points."""

    margin: float
    title: float
    body: float
    small: float


A4_STYLE = Style(18, 16, 9.5, 8.5)
A5_STYLE = Style(12, 13, 8.5, 7.5)


def draw_head(drawing: Drawing, style: Style, shop: ShopHead, title: str) -> float:
    """Shop on the left, the paper's name on the right; returns the baseline of the last line of the shop."""
    left, right = style.margin, drawing.width - style.margin
    baseline = style.margin + 5
    title_room = width(title, Weight.MEDIUM, style.title)
    drawing.text(right, baseline, title, style.title, Weight.MEDIUM, align="right")
    tall = 11.0 if style is A4_STYLE else 9.0
    logo = draw_picture(drawing, shop.logo_png, left, style.margin + 0.6, (tall * 3.2, tall))
    left += logo + 3.2 if logo else 0.0
    name = fit(shop.name, Weight.BOLD, (style.title, style.body), right - left - title_room - 6, most_lines=2)
    baseline = drawing.lines(left, baseline, name.lines, name.size, Weight.BOLD, factor=1.15)
    baseline += leading(style.small) * 1.2 - leading(name.size, 1.15)
    room = right - left
    for line in (" · ".join(filter(None, shop.lines)), shop.contact):
        if line:
            baseline = drawing.lines(left, baseline, wrap(line, Weight.REGULAR, style.small, room), style.small)
    return max(baseline - leading(style.small), style.margin + (tall if logo else 0.0))


def draw_foot(drawing: Drawing, style: Style, left_text: str, right_text: str) -> None:
    """A thin rule with the document's data on the left and the page number on the right."""
    left, right = style.margin, drawing.width - style.margin
    y = drawing.height - style.margin
    drawing.rule(left, y - 1, right, 0.2)
    number = drawing.text(right, y + 3.2, right_text, style.small, Weight.MEDIUM, align="right")
    fitted = fit(left_text, Weight.REGULAR, (style.small, 5.5), right - left - number - 6, most_lines=2)
    drawing.lines(left, y + 3.2, fitted.lines, fitted.size)
