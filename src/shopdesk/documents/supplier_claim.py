"""The letter to a supplier about bad or missing goods: which, how many, why, and what we ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents.barcodes import code128, module_for
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.letterhead import A4_STYLE, A5_STYLE, draw_foot, draw_head
from shopdesk.documents.papers import Paper, ShopHead, page_breaks, page_size, words
from shopdesk.documents.typesetting import address_lines, balanced, fit, leading, wrap


@dataclass(frozen=True, slots=True)
class ClaimedLine:
    """One claim: its number, the goods, how many and why; ``order`` is ours, ``amount_text`` what we ask back."""

    number: str
    title: str
    sku: str
    supplier_code: str
    order: str
    pieces: int
    reason: str
    amount_text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimPaper:
    """The claims against one supplier, texts formatted in ``language``."""

    supplier: str
    supplier_lines: tuple[str, ...]
    lines: tuple[ClaimedLine, ...]
    date_text: str
    total_text: str
    signed_by: str = ""
    language: str = "en"


def render(letters: Sequence[ClaimPaper], shop: ShopHead, page: str = "A4", *, allow_missing: bool = False) -> Paper:
    """Draw one letter per supplier. Raises MissingGlyphs or DoesNotFit, each naming the text."""
    language = letters[0].language if letters else "en"
    drawing = Drawing(words(language).gettext("Claim"), page_size(page), language=language)
    for data in letters:
        _Letter(drawing, data, shop).draw()
    return drawing.finish(len(letters), allow_missing=allow_missing)


class _Letter:
    def __init__(self, drawing: Drawing, data: ClaimPaper, shop: ShopHead) -> None:
        self.drawing, self.data, self.shop = drawing, data, shop
        self.words = words(data.language)
        self.style = A5_STYLE if drawing.width < 160 else A4_STYLE
        self.left, self.right = self.style.margin, drawing.width - self.style.margin
        self.bottom = drawing.height - self.style.margin - 4
        size = self.style.body + 0.4
        amounts = max((width(line.amount_text, Weight.BOLD, size) for line in data.lines), default=0.0)
        self.pieces = self.right - max(amounts, 16.0) - 8
        self.item = self.left + max(
            (width(line.number, Weight.MEDIUM, self.style.small) for line in data.lines), default=14.0
        ) + 5  # fmt: skip
        self.room = self.pieces - self.item - 14
        self.rows = [self._measured(line) for line in data.lines]

    def _measured(self, line: ClaimedLine) -> tuple[ClaimedLine, list[str], list[str], float]:
        style = self.style
        title = balanced(line.title, Weight.MEDIUM, style.body + 0.4, self.room)
        known = " · ".join(part for part in (line.supplier_code, line.sku, line.order) if part)
        second = wrap(known, Weight.REGULAR, style.small, self.room) if known else []
        second += wrap(line.reason, Weight.MEDIUM, style.small, self.room)
        if line.note:
            second += wrap(line.note, Weight.REGULAR, style.small, self.room)
        tall = len(title) * leading(style.body + 0.4, 1.25) + len(second) * leading(style.small, 1.36)
        return line, title, second, tall + 4.6

    def draw(self) -> None:
        """Draw all pages."""
        _ = self.words.gettext
        kept, self.drawing = self.drawing, Drawing("", (self.drawing.width, self.drawing.height))
        first = self._head()
        self.drawing = kept
        later = self.style.margin + 24
        room = self.bottom - 3
        pages = page_breaks([row[3] for row in self.rows], room - first - 9, room - later - 9, 52.0)
        for number, part in enumerate(pages, 1):
            line = self._head() if number == 1 else self._later(later)
            line = self._table(list(part), line) if len(part) else line
            if number == len(pages):
                self._end(line)
            text = _("Page {page} of {pages}").format(page=number, pages=len(pages))
            draw_foot(self.drawing, self.style, self.data.supplier, text)
            self.drawing.end_page()

    def _head(self) -> float:
        _ = self.words.gettext
        drawing, style, data = self.drawing, self.style, self.data
        top = max(draw_head(drawing, style, self.shop, _("Claim")) + 14, style.margin + 30)
        drawing.text(self.left, top, self.words.pgettext("receiver of a paper", "To"), style.small, Weight.MEDIUM)
        room = (self.right - self.left) * 0.55
        name = fit(data.supplier, Weight.BOLD, (style.body + 1.2, style.body - 1), room, most_lines=3)
        baseline = drawing.lines(self.left, top + leading(style.body + 1.2), name.lines, name.size, Weight.BOLD)
        for text in filter(None, data.supplier_lines):
            parts = address_lines(text, Weight.REGULAR, style.body + 0.4, room)
            baseline = drawing.lines(self.left, baseline, parts, style.body + 0.4, factor=1.36)
        drawing.text(self.right, top, _("Date"), style.small, align="right")
        drawing.text(self.right, top + leading(style.body + 1.2), data.date_text, style.body + 0.8, Weight.BOLD,
                     align="right")  # fmt: skip
        baseline += 6
        asked = _("Some of the goods you sent arrived damaged, defective or not at all:")
        baseline = drawing.lines(
            self.left, baseline, wrap(asked, Weight.REGULAR, style.body, self.right - self.left), style.body
        )
        return baseline + 5

    def _later(self, top: float) -> float:
        _ = self.words.gettext
        baseline = self.style.margin + 5
        self.drawing.text(self.left, baseline, self.data.supplier, self.style.body, Weight.BOLD)
        self.drawing.text(self.right, baseline, _("Claim"), self.style.title, Weight.MEDIUM, align="right")
        return top

    def _table(self, numbers: list[int], top: float) -> float:
        _ = self.words.gettext
        drawing, style = self.drawing, self.style
        drawing.text(self.left, top, _("Claim"), style.small, Weight.MEDIUM)
        drawing.text(self.item, top, _("Item"), style.small, Weight.MEDIUM)
        drawing.text(self.pieces, top, _("Pieces"), style.small, Weight.MEDIUM, align="right")
        drawing.text(self.right, top, _("Amount"), style.small, Weight.MEDIUM, align="right")
        line = top + 2.0
        drawing.rule(self.left, line, self.right, 0.45)
        for at in numbers:
            claim, title, second, height = self.rows[at]
            baseline = line + 6.2
            drawing.text(self.left, baseline, claim.number, style.small, Weight.MEDIUM)
            below = drawing.lines(self.item, baseline, title, style.body + 0.4, Weight.MEDIUM, factor=1.25)
            below += leading(style.small, 1.36) - leading(style.body + 0.4, 1.25)
            drawing.lines(self.item, below, second, style.small, factor=1.36)
            drawing.text(self.pieces, baseline, str(claim.pieces), style.body + 1, Weight.BOLD, align="right")
            drawing.text(self.right, baseline, claim.amount_text, style.body + 0.4, Weight.BOLD, align="right")
            line += height
            drawing.rule(self.left, line, self.right, 0.15)
        return line

    def _end(self, line: float) -> None:
        _ = self.words.gettext
        drawing, style, data = self.drawing, self.style, self.data
        baseline = line + 7.5
        drawing.text(self.left, baseline, _("We ask for a credit of"), style.body, Weight.BOLD)
        drawing.text(self.right, baseline, data.total_text, style.body + 1.4, Weight.BOLD, align="right")
        baseline += 10
        please = _("Please send a credit note that names the claim, or tell us how you want to make it good.")
        lines = wrap(please, Weight.REGULAR, style.body, self.right - self.left)
        baseline = drawing.lines(self.left, baseline, lines, style.body, factor=1.4)
        if data.lines:
            bars = code128(data.lines[0].number)
            drawing.symbol(bars, self.left, baseline + 2, module_for(bars, 50, most=0.3) or 0.25, 11.0)
        if data.signed_by:
            y = baseline + 13
            left = self.left + (self.right - self.left) * 0.55
            drawing.rule(left, y, self.right, 0.2)
            drawing.text(left, y + leading(style.small, 1.2), data.signed_by, style.small)
