"""The packing slip that lies in the parcel: A4 or A5, with prices or without, over as many pages as it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from shopdesk.documents import glyphs
from shopdesk.documents.barcodes import Squares, Symbol, code128, module_for, qr
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.letterhead import A4_STYLE, A5_STYLE, draw_foot, draw_head
from shopdesk.documents.papers import (
    Address,
    Paper,
    ShopHead,
    country_name,
    page_breaks,
    page_size,
    words,
)
from shopdesk.documents.slip_lines import Row, SlipLine, columns_of, draw_row, measured
from shopdesk.documents.typesetting import DoesNotFit, address_lines, balanced, fit, leading

__all__ = ["SlipData", "SlipLine", "render"]


@dataclass(frozen=True, slots=True)
class SlipData:
    """One parcel's slip. ``gift`` None: no gift; else the message for the receiver, which may be empty.

    The last of ``totals`` is the amount due and stands out; ``paid`` follows it. ``code`` is what the barcode says if
    not ``number``; ``later`` names what follows in another parcel.
    """

    number: str
    ship_to: Address
    lines: tuple[SlipLine, ...]
    channel: str = ""
    channel_order_no: str = ""
    placed_text: str = ""
    totals: tuple[tuple[str, str], ...] = ()
    note: str = ""
    gift: str | None = None
    return_code: str = ""
    parcel_text: str = ""
    language: str = "en"
    paid: tuple[tuple[str, str], ...] = ()
    later: tuple[str, ...] = ()
    packed_by: str = ""
    return_text: str = ""
    code: str = ""


def render(
    slips: SlipData | Sequence[SlipData],
    shop: ShopHead,
    page: str = "A4",
    prices: bool = True,
    *,
    allow_missing: bool = False,
) -> Paper:
    """Draw one slip per parcel, each beginning on a page of its own.

    Raises MissingGlyphs, DoesNotFit or Unencodable, each naming the text that cannot be printed.
    """
    several = [slips] if isinstance(slips, SlipData) else list(slips)
    language = several[0].language if several else "en"
    drawing = Drawing(words(language).gettext("Packing slip"), page_size(page), language=language)
    for data in several:
        _Slip(drawing, data, shop, prices and data.gift is None).draw()
    return drawing.finish(len(several), allow_missing=allow_missing)


class _Slip:
    """One slip being laid out; rows are measured first so that the page breaks are known before drawing."""

    def __init__(self, drawing: Drawing, data: SlipData, shop: ShopHead, prices: bool) -> None:
        self.drawing, self.data, self.shop, self.prices = drawing, data, shop, prices
        self.words = words(data.language)
        self.style = A5_STYLE if drawing.width < 160 else A4_STYLE
        self.small_page = drawing.width < 160
        self.left, self.right = self.style.margin, drawing.width - self.style.margin
        self.middle = round(drawing.width * (0.45 if self.small_page else 0.52), 1)
        self.bottom = drawing.height - self.style.margin - 4
        self.columns = columns_of(drawing, self.style, data.lines, prices)
        self.rows = measured(data.lines, self.style, self.columns)

    def draw(self) -> None:
        """Draw all pages."""
        with self._measuring():
            first = self._first_page_top()
            foot = self._draw_end(1.0) - 1.0 + self._block_height() + 6
        later = self._later_top()
        room = self.bottom - 4
        if first > room:
            raise DoesNotFit.named(self.data.gift or self.data.number)
        pages = page_breaks([row.height for row in self.rows], room - first, room - later, foot)
        for number, part in enumerate(pages, 1):
            top = self._first_page_top() if number == 1 else self._draw_later_head()
            rows = [self.rows[at] for at in part]
            below = self._draw_rows(rows, top) if rows else top
            if number < len(pages):
                self._draw_continues()
            else:
                self._draw_end(below)
            self._draw_foot(number, len(pages))
            self.drawing.end_page()

    # -- heads ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _measuring(self) -> Iterator[None]:
        """Let everything be drawn on a page that is thrown away, to learn how tall it is."""
        kept, self.drawing = self.drawing, Drawing("", (self.drawing.width, self.drawing.height))
        try:
            yield
        finally:
            self.drawing = kept

    def _first_page_top(self) -> float:
        """Draw the head, the address and the facts; returns where the table begins."""
        _ = self.words.gettext
        self.drawing.where = _("Packing slip {number}").format(number=self.data.number)
        top = draw_head(self.drawing, self.style, self.shop, _("Packing slip"))
        top = max(top + (10 if self.small_page else 13), self.style.margin + (24 if self.small_page else 30))
        ends = (self._draw_address(top), self._draw_facts(top))
        below = max(*ends, top + (27 if self.small_page else 30)) + (5 if self.small_page else 7)
        return self._draw_message(below)

    def _later_top(self) -> float:
        return self.style.margin + (22 if self.small_page else 26)

    def _draw_later_head(self) -> float:
        _ = self.words.gettext
        drawing, style = self.drawing, self.style
        baseline = style.margin + 5
        title = _("Packing slip")
        drawing.text(self.right, baseline, title, style.title, Weight.MEDIUM, align="right")
        room = self.right - self.left - width(title, Weight.MEDIUM, style.title) - 6
        name = fit(self.shop.name, Weight.BOLD, (style.title, style.body), room, most_lines=2)
        baseline = drawing.lines(self.left, baseline, name.lines, name.size, Weight.BOLD, factor=1.15)
        who = self.data.ship_to.name or self.data.ship_to.company
        order = _("Order {number}").format(number=self.data.number)
        wide = drawing.text(self.left, baseline + 2, order, style.body + 1, Weight.BOLD)
        text = " · ".join(filter(None, (who, _("continued"))))
        fitted = fit(text, Weight.REGULAR, (style.body, 6.0), self.right - self.left - wide - 3.5, most_lines=2)
        drawing.lines(self.left + wide + 3.5, baseline + 2, fitted.lines, fitted.size)
        return self._later_top()

    def _draw_address(self, top: float) -> float:
        _ = self.words.gettext
        drawing, style, to = self.drawing, self.style, self.data.ship_to
        room = self.middle - self.left - 6
        drawing.text(self.left, top, _("Ship to"), style.small, Weight.MEDIUM)
        baseline = top + leading(style.body + 1.2)
        name = fit(to.name, Weight.BOLD, (style.body + 1.2, style.body - 1), room, most_lines=3)
        baseline = drawing.lines(self.left, baseline, name.lines, name.size, Weight.BOLD)
        body = [to.company, *to.lines]
        if to.country:
            body.append(country_name(to.country, self.data.language))
        for text in filter(None, body):
            lines = address_lines(text, Weight.REGULAR, style.body + 0.6, room)
            baseline = drawing.lines(self.left, baseline, lines, style.body + 0.6, factor=1.36)
        if to.phone:
            phone = fit(to.phone, Weight.REGULAR, (style.body, 6.0), room, most_lines=2)
            baseline = drawing.lines(self.left, baseline + 0.8, phone.lines, phone.size)
        return baseline - leading(style.body)

    def _draw_facts(self, top: float) -> float:
        """Order facts in the right half, the barcode beside them or, if it is wide, above them."""
        symbol, module = self._order_symbol()
        tall = 11.0 if self.small_page else 13.0
        wide = symbol.width * module
        room = self.right - self.middle - wide - 6
        facts = self._facts()
        size = self.style.body + 1.2
        needed = max((width(value, Weight.BOLD, size) for _label, value in facts), default=0.0)
        if isinstance(symbol, Squares):
            tall = wide
        code_end = self._draw_order_code(symbol, module, top - 2.6, tall)
        baseline = end = top
        if room < min(needed, 26.0):
            baseline, room = code_end + 7, self.right - self.middle
        for label, value in facts:
            self.drawing.text(self.middle, baseline, label, self.style.small)
            fitted = fit(value, Weight.BOLD, (size, 6.0), room, most_lines=2)
            below = self.drawing.lines(
                self.middle, baseline + leading(size, 1.24), fitted.lines, fitted.size, Weight.BOLD
            )
            end, baseline = below - leading(fitted.size), below + 0.2
        return max(end, code_end)

    def _facts(self) -> list[tuple[str, str]]:
        _ = self.words.gettext
        data = self.data
        channel = data.channel or _("Shop order")
        facts = [
            (self.words.pgettext("fact on paper", "Order"), data.number),
            (_("Ordered"), data.placed_text),
            (_("Parcel"), data.parcel_text),
        ]
        if data.channel_order_no and data.channel_order_no != data.number:
            facts.insert(1, (channel, data.channel_order_no))
        return [(label, value) for label, value in facts if value]

    def _order_symbol(self) -> tuple[Symbol, float]:
        text = self.data.code or self.data.number
        if text.isascii() and text.isprintable() and len(text) <= 40:
            bars = code128(text)
            module = module_for(bars, self.right - self.middle + 8, most=0.375)
            if module is not None:
                return bars, module
        return qr(text), 0.5

    def _draw_order_code(self, symbol: Symbol, module: float, top: float, tall: float) -> float:
        style = self.style
        left = self.drawing.symbol(symbol, self.right, top, module, tall, align="right")
        wide = symbol.width * module
        baseline = self.drawing.snapped(top) + tall + leading(style.small, 1.1)
        caption = fit(symbol.text, Weight.MEDIUM, (style.small, 5.0), max(wide, 20.0), most_lines=2)
        for line in caption.lines:
            self.drawing.text(left + wide / 2, baseline, line, caption.size, Weight.MEDIUM, align="centre")
            baseline += leading(caption.size)
        return baseline - leading(caption.size)

    def _draw_message(self, top: float) -> float:
        """The gift message in a frame; returns where the table's head stands."""
        gap = 6.0 if self.small_page else 7.0
        if not self.data.gift:
            return top + gap
        top += 2.5
        _ = self.words.gettext
        style = self.style
        size = style.body + 0.8
        inset = 13.0
        room = self.right - self.left - inset - 6
        lines: list[str] = []
        for paragraph in self.data.gift.splitlines():
            lines.extend(balanced(paragraph, Weight.REGULAR, size, room))
        tall = leading(style.small) + len(lines) * leading(size, 1.4) + 6.2
        self.drawing.frame(self.left, top - 3, self.right - self.left, tall, 0.3, 1.5)
        glyphs.gift(self.drawing, self.left + 4, top + 0.4)
        self.drawing.text(self.left + inset, top + 2.4, _("A message for you"), style.small, Weight.MEDIUM)
        self.drawing.lines(self.left + inset, top + 2.4 + leading(size, 1.42), lines, size, factor=1.4)
        return top + tall + gap - 1

    # -- table ---------------------------------------------------------------------------------------------------

    def _draw_rows(self, rows: Sequence[Row], top: float) -> float:
        _ = self.words.gettext
        drawing, style, columns = self.drawing, self.style, self.columns
        drawing.text(columns.quantity, top, _("Qty"), style.small, Weight.MEDIUM, align="right")
        drawing.text(columns.item, top, _("Item"), style.small, Weight.MEDIUM)
        if columns.price is None:
            drawing.text(
                columns.right,
                top,
                self.words.pgettext("column on paper", "Code"),
                style.small,
                Weight.MEDIUM,
                align="right",
            )
        else:
            drawing.text(columns.price, top, _("Price"), style.small, Weight.MEDIUM, align="right")
            drawing.text(columns.right, top, _("Amount"), style.small, Weight.MEDIUM, align="right")
        drawing.rule(self.left, top + 1.8, self.right, 0.35)
        baseline = top + (7 if self.small_page else 8)
        for row in rows:
            draw_row(drawing, row, style, columns, baseline, _("free gift"))
            baseline += row.height
        line = baseline - leading(style.body) * 0.75
        drawing.rule(self.left, line, self.right, 0.35)
        return line

    def _draw_continues(self) -> None:
        _ = self.words.gettext
        baseline = self.bottom - 0.4
        glyphs.onward(self.drawing, self.right - 3.4, baseline - self.style.small * 0.12)
        self.drawing.text(
            self.right - 5, baseline, _("continues on the next page"), self.style.small, Weight.MEDIUM, align="right"
        )

    # -- end -----------------------------------------------------------------------------------------------------

    def _draw_end(self, line: float) -> float:
        """Sums, what follows later, the note and the return code; returns where the sums end."""
        _ = self.words.gettext
        drawing, style, data = self.drawing, self.style, self.data
        step = 5.4 if not self.small_page else 5.0
        left_end = right_end = line + 1.0
        if self.prices and data.totals:
            right_end = self._draw_sums(line + step + 0.4, step)
        room = (self.middle - 6 if self.prices and data.totals else self.right) - self.left
        remarks = []
        if data.later:
            remarks.append((_("Follows later: {items}").format(items=", ".join(data.later)), Weight.MEDIUM))
        if data.gift is not None:
            remarks.append((_("Packed as a gift: this slip shows no prices."), Weight.REGULAR))
        baseline = line + step + 0.4
        for text, weight in remarks:
            baseline = drawing.lines(self.left, baseline, balanced(text, weight, style.body, room), style.body, weight)
            left_end = baseline
        self._draw_block()
        return max(left_end, right_end)

    def _draw_sums(self, baseline: float, step: float) -> float:
        drawing, style, data = self.drawing, self.style, self.data
        for at, (label, amount) in enumerate((*data.totals, *data.paid)):
            is_total = at == len(data.totals) - 1
            if is_total and at:
                drawing.rule(self.middle, baseline - step * 0.62, self.right, 0.25)
                baseline += 1.9
            weight = Weight.BOLD if is_total else Weight.REGULAR
            size = style.body + (1.0 if is_total else 0.0)
            wide = drawing.text(self.right, baseline, amount, size + (0.6 if is_total else 0.0), weight, align="right")
            fitted = fit(label, weight, (size, 6.5), self.right - self.middle - wide - 4, most_lines=3)
            below = drawing.lines(self.middle, baseline, fitted.lines, fitted.size, weight)
            baseline = below - leading(fitted.size) + step + (1.2 if is_total else 0.0)
        return baseline - step + 2

    def _block_height(self) -> float:
        """Height of the note and return block that stands above the foot of the last page."""
        if not (self.data.note or self.data.return_code):
            return 0.0
        code = qr(self.data.return_code).width * self._qr_module() if self.data.return_code else 0.0
        note = len(self._note_lines()) * leading(self.style.small + 0.3, 1.36) + 5.5
        texts = len(self._return_lines(code)) * leading(self.style.small, 1.36) + 5.5
        return max(code, note, texts if self.data.return_code else 0.0) + 4

    def _qr_module(self) -> float:
        return 0.375 if self.small_page else 0.5

    def _note_lines(self) -> list[str]:
        room = (self.middle - 8 if self.data.return_code else self.right) - self.left
        lines: list[str] = []
        for paragraph in self.data.note.splitlines():
            lines.extend(balanced(paragraph, Weight.REGULAR, self.style.small + 0.3, room))
        return lines

    def _return_lines(self, code: float) -> list[str]:
        _ = self.words.gettext
        text = self.data.return_text or _("Put the return slip in the parcel, or show us this code.")
        return balanced(text, Weight.REGULAR, self.style.small, self.right - self.middle - code - 4)

    def _draw_block(self) -> None:
        _ = self.words.gettext
        drawing, style, data = self.drawing, self.style, self.data
        top = self.bottom - self._block_height() - 1
        if data.note:
            drawing.text(self.left, top + 3, _("A note from us"), style.body, Weight.BOLD)
            drawing.lines(self.left, top + 7.8, self._note_lines(), style.small + 0.3, factor=1.36)
        if data.return_code:
            symbol = qr(data.return_code)
            wide = symbol.width * self._qr_module()
            drawing.symbol(symbol, self.middle, top, self._qr_module())
            x = self.middle + wide + 4
            drawing.text(x, top + 3, _("Something not right?"), style.body, Weight.BOLD, room=self.right - x)
            drawing.lines(x, top + 7.8, self._return_lines(wide), style.small, factor=1.36)

    def _draw_foot(self, page: int, pages: int) -> None:
        _, n_ = self.words.gettext, self.words.ngettext
        data = self.data
        pieces = sum(part.quantity for line in data.lines for part in line.parts or (line,))
        parts = [_("Order {number}").format(number=data.number)]
        if data.parcel_text:
            parts.append(_("Parcel {parcel}").format(parcel=data.parcel_text))
        if data.packed_by:
            parts.append(_("Packed by {name}").format(name=data.packed_by))
        parts.append(n_("{count} piece", "{count} pieces", pieces).format(count=pieces))
        number = _("Page {page} of {pages}").format(page=page, pages=pages)
        draw_foot(self.drawing, self.style, " · ".join(parts), number)
