"""The order that goes to a supplier: what, how many packs and pieces, at which price, by when, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents.barcodes import code128, module_for
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.letterhead import A4_STYLE, A5_STYLE, draw_foot, draw_head
from shopdesk.documents.papers import Paper, ShopHead, page_breaks, page_size, words
from shopdesk.documents.typesetting import address_lines, balanced, fit, leading, wrap

_CODE_TALL = 15.0


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One line; prices are formatted text, ``packs`` None when the pieces are no whole packs."""

    title: str
    sku: str
    supplier_code: str
    pieces: int
    pack: int
    packs: int | None
    each_text: str
    total_text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """One purchase order, texts formatted in ``language``. The last of ``totals`` stands out; all may be empty."""

    number: str
    supplier: str
    supplier_lines: tuple[str, ...]
    lines: tuple[OrderedLine, ...]
    currency: str
    date_text: str
    deliver_by: str
    deliver_to: tuple[str, ...] = ()
    reference: str = ""
    terms: str = ""
    totals: tuple[tuple[str, str], ...] = ()
    wishes: tuple[str, ...] = ()
    ordered_by: str = ""
    draft: bool = False
    language: str = "en"


def render(
    orders: OrderPaper | Sequence[OrderPaper],
    shop: ShopHead,
    page: str = "A4",
    *,
    prices: bool = True,
    allow_missing: bool = False,
) -> Paper:
    """Draw one paper per order, each beginning on a page of its own.

    Raises MissingGlyphs, DoesNotFit or Unencodable, each naming the text that cannot be printed.
    """
    several = [orders] if isinstance(orders, OrderPaper) else list(orders)
    language = several[0].language if several else "en"
    drawing = Drawing(words(language).gettext("Purchase order"), page_size(page), language=language)
    for data in several:
        _Order(drawing, data, shop, prices).draw()
    return drawing.finish(len(several), allow_missing=allow_missing)


@dataclass(frozen=True, slots=True)
class _Row:
    line: OrderedLine
    title: tuple[str, ...]
    second: tuple[str, ...]
    code: tuple[str, ...]
    height: float


class _Order:
    """One order being laid out; rows are measured first so that the page breaks are known before drawing."""

    def __init__(self, drawing: Drawing, data: OrderPaper, shop: ShopHead, prices: bool) -> None:
        self.drawing, self.data, self.shop, self.prices = drawing, data, shop, prices
        self.words = words(data.language)
        self.small_page = drawing.width < 160
        self.style = A5_STYLE if self.small_page else A4_STYLE
        self.left, self.right = self.style.margin, drawing.width - self.style.margin
        self.facts_left = round(drawing.width * (0.5 if self.small_page else 0.515), 1)
        self.facts_second = self.facts_left + (self.right - self.facts_left) * 0.53
        self.bottom = drawing.height - self.style.margin - 4
        self._set_columns()
        self.rows = [self._measured(line) for line in data.lines]

    def _set_columns(self) -> None:
        _, size = self.words.gettext, self.style.body
        lines = self.data.lines
        gap = 3.0 if self.small_page else 4.5

        def room(texts: list[str], head: str, weight: Weight) -> float:
            widest = max((width(text, weight, size + 0.5) for text in texts), default=0.0)
            return max(widest, width(head, Weight.MEDIUM, self.style.small)) + gap

        edge = self.right
        self.total: float | None = None
        self.each: float | None = None
        if self.prices:
            self.total = edge
            edge -= room([line.total_text for line in lines], self.data.currency, Weight.BOLD)
            self.each = edge
            edge -= room([line.each_text for line in lines], _("Each"), Weight.REGULAR)
        self.pieces = edge
        edge -= room([str(line.pieces) for line in lines], _("Pieces"), Weight.BOLD)
        self.packs: float | None = None
        if any(line.pack > 1 for line in lines):
            self.packs = edge
            edge -= room([str(line.packs or "") for line in lines], _("Packs"), Weight.BOLD)
        self.code_room = 0.0
        if any(line.supplier_code for line in lines):
            codes = [line.supplier_code for line in lines]
            self.code_room = min(room(codes, _("Your code"), Weight.NARROW), 24.0 if self.small_page else 38.0)
        self.code = edge - self.code_room
        self.item = self.left + (7.0 if self.small_page else 10.0)
        self.item_room = self.code - self.item - gap

    def _measured(self, line: OrderedLine) -> _Row:
        _, style = self.words.gettext, self.style
        title = balanced(line.title, Weight.MEDIUM, style.body + 0.4, self.item_room)
        parts = [line.sku]
        if line.pack > 1:
            parts.append(_("pack of {count}").format(count=line.pack))
        second = wrap(" · ".join(parts), Weight.REGULAR, style.small, self.item_room)
        if line.note:
            second += wrap(line.note, Weight.MEDIUM, style.small, self.item_room)
        code = wrap(line.supplier_code, Weight.NARROW, style.body, self.code_room - 3) if line.supplier_code else []
        tall = len(title) * leading(style.body + 0.4, 1.25) + len(second) * leading(style.small, 1.36)
        height = max(tall, len(code) * leading(style.body)) + (3.6 if self.small_page else 4.6)
        return _Row(line, tuple(title), tuple(second), tuple(code), height)

    def draw(self) -> None:
        """Draw all pages."""
        _ = self.words.gettext
        self.drawing.where = _("Purchase order {number}").format(number=self.data.number)
        kept, self.drawing = self.drawing, Drawing("", (self.drawing.width, self.drawing.height))
        first, foot = self._first_head(), self._end(0.0)
        self.drawing = kept
        later = self.style.margin + (20 if self.small_page else 24)
        head = 9.0
        room = self.bottom - 3
        pages = page_breaks([row.height for row in self.rows], room - first - head, room - later - head, foot)
        for number, part in enumerate(pages, 1):
            top = self._first_head() if number == 1 else self._later_head(later)
            line = self._draw_rows(list(part), top) if len(part) else top
            if number < len(pages):
                words_on = _("continues on the next page")
                self.drawing.text(
                    self.right, self.bottom - 0.4, words_on, self.style.small, Weight.MEDIUM, align="right"
                )
            else:
                self._end(line)
            text = " · ".join(filter(None, (self.data.number, self.data.supplier)))
            foot_text = _("Page {page} of {pages}").format(page=number, pages=len(pages))
            draw_foot(self.drawing, self.style, text, foot_text)
            self.drawing.end_page()

    # -- heads ---------------------------------------------------------------------------------------------------

    def _title(self) -> str:
        _ = self.words.gettext
        return _("Purchase order (draft)") if self.data.draft else _("Purchase order")

    def _first_head(self) -> float:
        """Draw the head, the supplier and the facts; returns where the table's head stands."""
        top = draw_head(self.drawing, self.style, self.shop, self._title())
        top = max(top + (10 if self.small_page else 14), self.style.margin + (22 if self.small_page else 30))
        return max(self._draw_supplier(top), self._draw_facts(top)) + (8 if self.small_page else 13)

    def _draw_supplier(self, top: float) -> float:
        _ = self.words.gettext
        drawing, style = self.drawing, self.style
        room = self.facts_left - self.left - 6
        drawing.text(self.left, top, self.words.pgettext("receiver of a paper", "To"), style.small, Weight.MEDIUM)
        baseline = top + leading(style.body + 1.2)
        name = fit(self.data.supplier, Weight.BOLD, (style.body + 1.2, style.body - 1), room, most_lines=3)
        baseline = drawing.lines(self.left, baseline, name.lines, name.size, Weight.BOLD)
        for text in filter(None, self.data.supplier_lines):
            parts = address_lines(text, Weight.REGULAR, style.body + 0.4, room)
            baseline = drawing.lines(self.left, baseline, parts, style.body + 0.4, factor=1.36)
        return baseline - leading(style.body)

    def _draw_facts(self, top: float) -> float:
        _ = self.words.gettext
        data = self.data
        left = [(_("Number"), (data.number,)), (_("Your reference"), (data.reference,)), (_("Terms"), (data.terms,))]
        right = [
            (_("Date"), (data.date_text,)),
            (_("Deliver by"), (data.deliver_by,)),
            (_("Deliver to"), data.deliver_to),
        ]
        first = self._facts(self.facts_left, self.facts_second - self.facts_left - 4, left, top)
        return max(first, self._facts(self.facts_second, self.right - self.facts_second, right, top))

    def _facts(self, x: float, room: float, facts: Sequence[tuple[str, tuple[str, ...]]], top: float) -> float:
        size, baseline, end = self.style.body + 0.8, top, top
        for label, values in facts:
            shown = [value for value in values if value]
            if not shown:
                continue
            self.drawing.text(x, baseline, label, self.style.small)
            baseline += leading(size, 1.24)
            for at, value in enumerate(shown):
                weight = Weight.BOLD if at == 0 else Weight.REGULAR
                fitted = fit(value, weight, (size if at == 0 else size - 0.8, 6.0), room, most_lines=3)
                end = baseline + (len(fitted.lines) - 1) * leading(fitted.size)
                baseline = self.drawing.lines(x, baseline, fitted.lines, fitted.size, weight)
            baseline += 0.6
        return end

    def _later_head(self, top: float) -> float:
        _ = self.words.gettext
        drawing, style = self.drawing, self.style
        baseline = style.margin + 5
        drawing.text(self.right, baseline, self._title(), style.title, Weight.MEDIUM, align="right")
        wide = drawing.text(self.left, baseline, self.data.number, style.body + 2, Weight.BOLD)
        drawing.text(self.left + wide + 3, baseline, _("continued"), style.body)
        return top

    # -- table ---------------------------------------------------------------------------------------------------

    def _draw_rows(self, numbers: list[int], top: float) -> float:
        """Draw the head and these rows; returns where the last hairline is."""
        _ = self.words.gettext
        drawing, style = self.drawing, self.style
        heads = [(self.pieces, _("Pieces")), (self.each, _("Each")), (self.total, self.data.currency)]
        heads.append((self.packs, _("Packs")))
        drawing.text(self.item - 4, top, "#", style.small, Weight.MEDIUM, align="right")
        drawing.text(self.item, top, _("Item"), style.small, Weight.MEDIUM)
        if self.code_room:
            drawing.text(self.code, top, _("Your code"), style.small, Weight.MEDIUM)
        for x, head in heads:
            if x is not None:
                drawing.text(x, top, head, style.small, Weight.MEDIUM, align="right")
        drawing.rule(self.left, top + 2.0, self.right, 0.45)
        line = top + 2.0
        for at in numbers:
            row = self.rows[at]
            self._draw_row(row, at + 1, line + (5.0 if self.small_page else 6.2))
            line += row.height
            drawing.rule(self.left, line, self.right, 0.15)
        return line

    def _draw_row(self, row: _Row, number: int, baseline: float) -> None:
        drawing, style, line = self.drawing, self.style, row.line
        drawing.text(self.item - 4, baseline, str(number), style.body, align="right")
        below = drawing.lines(self.item, baseline, row.title, style.body + 0.4, Weight.MEDIUM, factor=1.25)
        below += leading(style.small, 1.36) - leading(style.body + 0.4, 1.25)
        drawing.lines(self.item, below, row.second, style.small, factor=1.36)
        drawing.lines(self.code, baseline, row.code, style.body, Weight.NARROW)
        pieces_weight = Weight.REGULAR
        if self.packs is None or line.packs is None:
            pieces_weight = Weight.BOLD
        else:
            drawing.text(self.packs, baseline, str(line.packs), style.body + 1, Weight.BOLD, align="right")
        drawing.text(self.pieces, baseline, str(line.pieces), style.body + 0.4, pieces_weight, align="right")
        if self.each is not None and self.total is not None:
            drawing.text(self.each, baseline, line.each_text, style.body + 0.4, align="right")
            drawing.text(self.total, baseline, line.total_text, style.body + 0.4, Weight.BOLD, align="right")

    # -- end -----------------------------------------------------------------------------------------------------

    def _end(self, line: float) -> float:
        """Sums, wishes, the code to scan and the signature; returns the height they need below ``line``."""
        left_end = self._draw_count(line)
        right_end = self._draw_sums(line) if self.prices and self.data.totals else left_end
        below = self._draw_wishes(max(left_end, right_end))
        block = _CODE_TALL + 17.0
        top = self.bottom - block if line else below
        self._draw_code(top + 2)
        self._draw_signature(top + block - 8)
        return below + block - line

    def _draw_count(self, line: float) -> float:
        n_, data = self.words.ngettext, self.data
        pieces = sum(row.pieces for row in data.lines)
        text = n_("{count} piece", "{count} pieces", pieces).format(count=pieces)
        if self.packs is not None and all(row.packs is not None for row in data.lines):
            packs = sum(row.packs or 0 for row in data.lines)
            in_packs = n_("{pieces} in {count} pack", "{pieces} in {count} packs", packs)
            text = in_packs.format(pieces=text, count=packs)
        baseline = line + 7.5
        self.drawing.text(self.item, baseline, text, self.style.body, Weight.BOLD)
        return baseline

    def _draw_sums(self, line: float) -> float:
        drawing, style, totals = self.drawing, self.style, self.data.totals
        step, baseline = (5.4 if self.small_page else 6.2), line + 7.5
        left = self.facts_left
        for at, (label, amount) in enumerate(totals):
            last = at == len(totals) - 1
            if last and at:
                drawing.rule(left, baseline - step * 0.68, self.right, 0.3)
                baseline += 1.6
            weight, size = (Weight.BOLD, style.body + 1.4) if last else (Weight.REGULAR, style.body)
            wide = drawing.text(self.right, baseline, amount, size, weight, align="right")
            fitted = fit(label, weight, (size, 6.5), self.right - left - wide - 4, most_lines=2)
            below = drawing.lines(left, baseline, fitted.lines, fitted.size, weight)
            baseline = max(baseline + step, below)
        return baseline - step

    def _draw_wishes(self, line: float) -> float:
        _ = self.words.gettext
        if not self.data.wishes:
            return line + 4
        drawing, style = self.drawing, self.style
        baseline = line + (9 if self.small_page else 13)
        drawing.text(self.left, baseline, _("Please"), style.small, Weight.BOLD)
        baseline += leading(style.body, 1.5)
        for wish in self.data.wishes:
            lines = wrap(wish, Weight.REGULAR, style.body, self.right - self.left - 4)
            drawing.text(self.left, baseline, "–", style.body)
            baseline = drawing.lines(self.left + 3.6, baseline, lines, style.body, factor=1.5)
        return baseline

    def _draw_code(self, top: float) -> None:
        _ = self.words.gettext
        style, number = self.style, self.data.number
        bars = code128(number)
        module = module_for(bars, 60, most=0.375) or 0.25
        left = self.drawing.symbol(bars, self.left, top, module, _CODE_TALL)
        wide = bars.width * module
        baseline = self.drawing.snapped(top) + _CODE_TALL + leading(style.small, 1.15)
        self.drawing.text(left + wide / 2, baseline, number, style.small, Weight.MEDIUM, align="centre")
        x = left + wide + (8 if self.small_page else 16)
        self.drawing.text(x, top + 6, _("Scan at receiving"), style.small, Weight.BOLD, room=self.right - x)
        hint = wrap(_("opens this order with its expected pieces"), Weight.REGULAR, style.small, self.right - x)
        self.drawing.lines(x, top + 6 + leading(style.small, 1.5), hint, style.small)

    def _draw_signature(self, y: float) -> None:
        _ = self.words.gettext
        if not self.data.ordered_by or self.data.draft:
            return
        left = self.facts_left + 4
        self.drawing.rule(left, y, self.right, 0.2)
        text = _("Ordered by {name}, {day}").format(name=self.data.ordered_by, day=self.data.date_text)
        fitted = fit(text, Weight.REGULAR, (self.style.small, 6.0), self.right - left, most_lines=2)
        self.drawing.lines(left, y + leading(self.style.small, 1.2), fitted.lines, fitted.size)
