"""The return slip the customer lays into the parcel, on A5, with an address to cut off and stick on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents import glyphs
from shopdesk.documents.barcodes import code128, module_for, qr
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.letterhead import Style, draw_foot
from shopdesk.documents.papers import Address, Paper, ShopHead, country_name, page_breaks, page_size, words
from shopdesk.documents.pictures import draw_picture
from shopdesk.documents.typesetting import address_lines, fit, leading, wrap
from shopdesk.i18n import N_

_STYLE = Style(12, 13, 10, 8)
_ROW_END = 2.8
_CUT_OFF = 36.0
_FIRST_TOP, _LATER_TOP = 70.0, 42.0

REASONS = (
    ("1", N_("changed my mind")),
    ("2", N_("not as described")),
    ("3", N_("quality problem")),
    ("4", N_("arrived damaged")),
    ("5", N_("wrong item")),
    ("6", N_("another reason")),
)


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """What the customer announced to send back; ``reason`` is a code already known, else a box is left to fill in."""

    quantity: int
    title: str
    variant: str = ""
    sku: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReturnSlipData:
    """One return. ``reasons`` are (code, text), the text translated already; empty means the usual six."""

    number: str
    order_number: str
    customer: str
    lines: tuple[ReturnLine, ...]
    return_to: Address
    post_by_text: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    language: str = "en"
    code: str = ""


def render(returns: ReturnSlipData | Sequence[ReturnSlipData], shop: ShopHead, *, allow_missing: bool = False) -> Paper:
    """Draw one slip per return, each beginning on a page of its own.

    Raises MissingGlyphs, DoesNotFit or Unencodable, each naming the text that cannot be printed.
    """
    several = [returns] if isinstance(returns, ReturnSlipData) else list(returns)
    language = several[0].language if several else "en"
    drawing = Drawing(words(language).gettext("Return slip"), page_size("A5"), language=language)
    for data in several:
        _ReturnSlip(drawing, data, shop).draw()
    return drawing.finish(len(several), allow_missing=allow_missing)


class _ReturnSlip:
    def __init__(self, drawing: Drawing, data: ReturnSlipData, shop: ShopHead) -> None:
        self.drawing, self.data, self.shop = drawing, data, shop
        self.words = words(data.language)
        self.left, self.right = _STYLE.margin, drawing.width - _STYLE.margin
        self.sent_box, self.reason_box = self.right - 38, self.right - 12
        self.item = self.left + 10
        self.rows = [self._measured(line) for line in data.lines]

    def draw(self) -> None:
        """Draw all pages; the questions and the address to cut off stand on the last."""
        cut = self.drawing.height - _CUT_OFF
        foot_room = self.drawing.height - _STYLE.margin - 6
        end = 8.0 + self._questions_height()
        heights = [row[2] for row in self.rows]
        room_first, room_later = foot_room - _FIRST_TOP - 4, foot_room - _LATER_TOP - 4
        pages = page_breaks(heights, room_first, room_later, end + foot_room - cut)
        for number, part in enumerate(pages, 1):
            page_text = self.words.gettext("Page {page} of {pages}").format(page=number, pages=len(pages))
            top = self._draw_first_head() if number == 1 else self._draw_later_head(page_text)
            below = self._draw_rows(part, top)
            if number == len(pages):
                self._draw_questions(below + 8.0, cut)
                self._draw_cut_off(cut)
            else:
                draw_foot(self.drawing, _STYLE, self.data.number, page_text)
            self.drawing.end_page()

    def _measured(self, line: ReturnLine) -> tuple[list[str], list[str], float]:
        room = self.sent_box - self.item - 4
        title = wrap(line.title, Weight.MEDIUM, 10, room)
        details = "  ·  ".join(filter(None, (line.variant, line.sku)))
        second = wrap(details, Weight.REGULAR, 8.5, room) if details else []
        texts = len(title) * leading(10, 1.22) + len(second) * leading(8.5, 1.34) + _ROW_END
        return title, second, max(texts, 10.2)

    # -- heads ---------------------------------------------------------------------------------------------------

    def _draw_first_head(self) -> float:
        _ = self.words.gettext
        drawing, data = self.drawing, self.data
        drawing.where = _("Return slip {number}").format(number=data.number)
        title = _("Return slip")
        drawing.text(self.right, 17, title, 13, Weight.MEDIUM, align="right")
        logo = draw_picture(drawing, self.shop.logo_png, self.left, 12, (24, 8))
        x = self.left + (logo + 3 if logo else 0)
        room = self.right - x - width(title, Weight.MEDIUM, 13) - 6
        name = fit(self.shop.name, Weight.BOLD, (13, 8), room)
        drawing.text(x, 17, name.lines[0], name.size, Weight.BOLD)
        advice = fit(
            _("Put this paper on top of the goods, inside the parcel."), Weight.REGULAR, (9, 7), self.right - self.left
        )
        drawing.text(self.left, 23.4, advice.lines[0], advice.size)
        code_left = self._draw_code(33)
        room = code_left - self.left - 6
        drawing.text(self.left, 36, _("Return number"), 8, Weight.MEDIUM)
        number = fit(data.number, Weight.BOLD, (22, 11), room, most_lines=2)
        below = drawing.lines(self.left, 44.6, number.lines, number.size, Weight.BOLD, factor=1.1)
        order = _("Order {number}").format(number=data.order_number) if data.order_number else ""
        who = fit(" · ".join(filter(None, (order, data.customer))), Weight.REGULAR, (9.5, 7), room, most_lines=2)
        below = drawing.lines(self.left, below - 1.6, who.lines, who.size)
        if data.post_by_text:
            text = _("Post it by {date}").format(date=data.post_by_text)
            by = fit(text, Weight.BOLD, (9.5, 7), room, most_lines=2)
            drawing.lines(self.left, below + 0.6, by.lines, by.size, Weight.BOLD)
        return _FIRST_TOP

    def _draw_code(self, top: float) -> float:
        bars = code128(self.data.code or self.data.number)
        module = module_for(bars, 70, most=0.375) or 0.25
        left = self.drawing.symbol(bars, self.right, top, module, 16, align="right")
        middle = left + bars.width * module / 2
        self.drawing.text(middle, top + 16 + leading(9, 1.15), bars.text, 9, Weight.MEDIUM, align="centre")
        return left

    def _draw_later_head(self, page_text: str) -> float:
        _ = self.words.gettext
        self.drawing.text(self.right, 17, _("Return slip"), 13, Weight.MEDIUM, align="right")
        number = fit(self.data.number, Weight.BOLD, (16, 9), self.right - self.left - 34, most_lines=2)
        below = self.drawing.lines(self.left, 17, number.lines, number.size, Weight.BOLD)
        self.drawing.text(self.left, below, " · ".join((_("continued"), page_text)), 9)
        return _LATER_TOP

    # -- rows ----------------------------------------------------------------------------------------------------

    def _draw_rows(self, at: Sequence[int], top: float) -> float:
        _ = self.words.gettext
        drawing = self.drawing
        drawing.text(self.left, top, _("What you announced"), 8, Weight.MEDIUM)
        drawing.text(self.sent_box + 12, top, _("Sent back"), 8, Weight.MEDIUM, align="right")
        drawing.text(self.right, top, _("Reason"), 8, Weight.MEDIUM, align="right")
        drawing.rule(self.left, top + 1.8, self.right, 0.35)
        y = top + 1.8
        for index in at:
            title, second, tall = self.rows[index]
            line = self.data.lines[index]
            baseline = y + 5.4
            drawing.text(self.left + 5.5, baseline, str(line.quantity), 11, Weight.BOLD, align="right")
            below = drawing.lines(self.item, baseline, title, 10, Weight.MEDIUM, factor=1.22)
            below += leading(8.5, 1.34) - leading(10, 1.22)
            drawing.lines(self.item, below, second, 8.5, factor=1.34)
            middle = y + tall / 2
            for box in (self.sent_box, self.reason_box):
                drawing.frame(box, middle - 3.5, 12, 7, 0.3, 0.8)
            if line.reason:
                drawing.text(self.reason_box + 6, middle + 1.4, line.reason, 11, Weight.MEDIUM, align="centre", room=11)
            y += tall
            drawing.rule(self.left, y, self.right, 0.15)
        return y

    # -- questions -----------------------------------------------------------------------------------------------

    def _reasons(self) -> list[tuple[str, str]]:
        if self.data.reasons:
            return list(self.data.reasons)
        return [(code, self.words.gettext(text)) for code, text in REASONS]

    def _reason_cells(self) -> list[tuple[str, list[str]]]:
        room = (self.right - self.left) / 3 - 6
        return [(code, wrap(text, Weight.REGULAR, 9, room)) for code, text in self._reasons()]

    def _reason_rows(self) -> list[float]:
        cells = self._reason_cells()
        return [
            max(len(lines) for _code, lines in cells[at : at + 3]) * leading(9) + 1.8 for at in range(0, len(cells), 3)
        ]

    def _questions_height(self) -> float:
        return 5 + sum(self._reason_rows()) + 5 + 6 + 9 + 4 + 8 + 5

    def _draw_questions(self, y: float, cut: float) -> None:
        _ = self.words.gettext
        drawing = self.drawing
        spare = min(max(0.0, cut - y - self._questions_height()), 12.0) / 3
        drawing.text(self.left, y, _("Reasons"), 8, Weight.MEDIUM)
        y += 5.2
        third = (self.right - self.left) / 3
        for at, (code, lines) in enumerate(self._reason_cells()):
            x = self.left + at % 3 * third
            drawing.text(x, y, code, 9.5, Weight.BOLD)
            drawing.lines(x + 4.2, y, lines, 9)
            if at % 3 == 2:
                y += self._reason_rows()[at // 3]
        if len(self._reason_cells()) % 3:
            y += self._reason_rows()[-1]
        y += 4.5 + spare
        drawing.text(self.left, y, _("You would like"), 8, Weight.MEDIUM)
        y += 6
        self._draw_wishes(y)
        y += 9 + spare
        drawing.text(self.left, y, _("Anything we should know"), 8, Weight.MEDIUM)
        drawing.rule(self.left, min(y + 9, cut - 4), self.right, 0.15)

    def _draw_wishes(self, y: float) -> None:
        _ = self.words.gettext
        drawing = self.drawing
        wishes = (_("money back"), _("a new one"), _("an exchange for"))
        size = 9.5
        while sum(width(wish, Weight.REGULAR, size) + 15 for wish in wishes) > self.right - self.left - 12:
            size -= 0.5
        x = self.left
        for wish in wishes:
            glyphs.tick_box(drawing, x, y, 4.0)
            x += 5.8 + drawing.text(x + 5.8, y, wish, size) + 7
        drawing.rule(x - 4.5, y + 0.6, self.right, 0.2)

    def _draw_cut_off(self, cut: float) -> None:
        _ = self.words.gettext
        drawing, to = self.drawing, self.data.return_to
        drawing.rule(self.left, cut, self.right, 0.25, (2, 1.5))
        drawing.text(self.left, cut + 5, _("Cut here and stick it on the parcel"), 8)
        symbol = qr(self.data.code or self.data.number)
        module = module_for(symbol, 23, most=0.625) or 0.375
        code = drawing.symbol(symbol, self.right, cut + 5, module, align="right")
        number = fit(self.data.number, Weight.BOLD, (11, 7), 34, most_lines=2)
        drawing.lines(code - 4, cut + 13, number.lines, number.size, Weight.BOLD, align="right")
        used = max(width(line, Weight.BOLD, number.size) for line in number.lines)
        room = code - 4 - used - 5 - self.left
        head = " · ".join(filter(None, (to.name or to.company, _("Returns"))))
        name = fit(head, Weight.BOLD, (12, 7), room, most_lines=2)
        below = drawing.lines(self.left, cut + 12, name.lines, name.size, Weight.BOLD, factor=1.2) + 0.4
        texts = [text for text in (*to.lines, country_name(to.country, self.data.language)) if text]
        size = 10.5
        lines = texts
        while size >= 6.5:
            lines = [part for text in texts for part in address_lines(text, Weight.REGULAR, size, room)]
            if below + (len(lines) - 1) * leading(size, 1.25) <= drawing.height - 6:
                break
            size -= 0.5
        drawing.lines(self.left, below, lines, size, factor=1.25, room=room)
