"""The count sheet on A4, in walking order: where, what, its code to scan, and room for what was counted and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shopdesk.documents.barcodes import code128, module_for
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.letterhead import Style, draw_foot
from shopdesk.documents.papers import Paper, page_breaks, page_size, words
from shopdesk.documents.typesetting import balanced, fit, leading, shortened, wrap

_STYLE = Style(16, 20, 10.5, 8.5)
_ROW = 11.4
_HEAD, _LATER_HEAD = 35.0, 29.0
_COUNTED, _TIME, _AGAIN = 17.0, 12.0, 4.4
_GAP = 4.0
_EMPTY_ROWS = 3


@dataclass(frozen=True, slots=True)
class CountSheetLine:
    """One item in one bin. ``code`` is what its barcode says; ``book`` is printed only when it is not blind."""

    bin: str
    title: str
    variant: str = ""
    sku: str = ""
    lot: str = ""
    code: str = ""
    book: int | None = None


@dataclass(frozen=True, slots=True)
class CountSheetData:
    """A stocktake; ``lines`` come in walking order. ``empty_text`` says what an empty field means."""

    number: str
    title: str
    lines: tuple[CountSheetLine, ...]
    blind: bool = True
    printed_text: str = ""
    empty_text: str = ""
    language: str = "en"


def render(
    counts: CountSheetData | Sequence[CountSheetData], page: str = "A4", *, allow_missing: bool = False
) -> Paper:
    """Draw one sheet per count, each beginning on a page of its own.

    Raises MissingGlyphs, DoesNotFit or Unencodable, each naming the text that cannot be printed.
    """
    several = [counts] if isinstance(counts, CountSheetData) else list(counts)
    language = several[0].language if several else "en"
    drawing = Drawing(words(language).gettext("Count sheet"), page_size(page), language=language)
    for data in several:
        _CountSheet(drawing, data).draw()
    return drawing.finish(len(several), allow_missing=allow_missing)


@dataclass(frozen=True, slots=True)
class _Row:
    line: CountSheetLine | None
    title: tuple[str, ...]
    second: tuple[str, ...]
    height: float


class _CountSheet:
    def __init__(self, drawing: Drawing, data: CountSheetData) -> None:
        self.drawing, self.data = drawing, data
        self.words = words(data.language)
        self.left, self.right = _STYLE.margin, drawing.width - _STYLE.margin
        self.again = self.right - _AGAIN
        self.time = self.again - _GAP - _TIME
        self.counted = self.time - _GAP - _COUNTED
        self.book = self.counted - _GAP
        room = self.right - self.left
        self.code = (self.counted if data.blind else self.book - 11) - room * 0.21
        widest = max((width(line.bin, Weight.NARROW_BOLD, 12.5) for line in data.lines), default=20)
        self.item = self.left + min(max(widest + 4, 24.0), 42.0)
        self.rows = [self._measured(line) for line in data.lines]
        self.rows += [_Row(None, (), (), _ROW)] * _EMPTY_ROWS

    def _measured(self, line: CountSheetLine) -> _Row:
        _ = self.words.gettext
        room = self.code - self.item - 4
        title = balanced(line.title, Weight.MEDIUM, _STYLE.body, room)
        parts = [line.variant, _("lot {lot}").format(lot=line.lot) if line.lot else ""]
        details = " · ".join(part for part in parts if part)
        second = wrap(details, Weight.REGULAR, _STYLE.small, room) if details else []
        height = 4.4 + (len(title) - 1) * leading(_STYLE.body, 1.2) + len(second) * leading(_STYLE.small, 1.3) + 3.0
        return _Row(line, tuple(title), tuple(second), max(height, _ROW))

    def draw(self) -> None:
        """Draw all pages."""
        bottom = self.drawing.height - _STYLE.margin - 7
        first, later = bottom - _STYLE.margin - _HEAD, bottom - _STYLE.margin - _LATER_HEAD
        pages = page_breaks([row.height for row in self.rows], first, later, 0.0)
        for number, part in enumerate(pages, 1):
            top = self._draw_head(number)
            self._draw_rows([self.rows[at] for at in part], top)
            self._draw_foot(number, len(pages))
            self.drawing.end_page()

    def _draw_head(self, page: int) -> float:
        _ = self.words.gettext
        drawing, data, top = self.drawing, self.data, _STYLE.margin
        drawing.where = _("Count sheet {number}").format(number=data.number)
        bars = code128(data.number)
        module = module_for(bars, 50, most=0.4) or 0.25
        code_left = drawing.symbol(bars, self.right, top + 0.5, module, 11.5, align="right")
        middle = code_left + bars.width * module / 2
        drawing.text(middle, top + 15.2, data.number, 8.5, Weight.MEDIUM, align="centre")
        room = code_left - self.left - 8
        if page > 1:
            title = fit(_("Count sheet {number}").format(number=data.number), Weight.BOLD, (14, 9), room)
            drawing.text(self.left, top + 6, title.lines[0], title.size, Weight.BOLD)
            drawing.text(self.left, top + 12, _("continued"), _STYLE.small)
            return top + _LATER_HEAD
        drawing.text(self.left, top + 7, _("Count sheet"), _STYLE.title, Weight.BOLD)
        facts = [data.number, data.title]
        if data.blind:
            facts.append(_("blind: the expected number is not printed"))
        line = fit(" · ".join(part for part in facts if part), Weight.REGULAR, (10.5, 7), room, most_lines=2)
        below = drawing.lines(self.left, top + 14.2, line.lines, line.size)
        hints = [data.printed_text, _("Selling goes on; write the time of each count."), data.empty_text]
        hint = fit(" ".join(part for part in hints if part), Weight.REGULAR, (8.5, 6), room, most_lines=3)
        drawing.lines(self.left, below + 0.6, hint.lines, hint.size)
        return top + _HEAD

    def _draw_rows(self, rows: Sequence[_Row], top: float) -> None:
        _ = self.words.gettext
        drawing = self.drawing
        for x, title, align in (
            (self.left, _("Bin"), "left"),
            (self.item, _("Item"), "left"),
            (self.code, _("Code"), "left"),
            (self.counted, _("Counted"), "left"),
            (self.time, _("Time"), "left"),
            (self.right, self.words.pgettext("column on paper", "Again"), "right"),
        ):
            drawing.text(x, top - 2.4, title, _STYLE.small, Weight.MEDIUM, align=align)
        if not self.data.blind:
            drawing.text(self.book, top - 2.4, _("Book"), _STYLE.small, Weight.MEDIUM, align="right")
        drawing.rule(self.left, top, self.right, 0.4)
        y = top
        for row, _following in pairwise((*rows, None)):
            assert row is not None
            self._draw_row(row, y)
            y += row.height
            drawing.rule(self.left, y, self.right, 0.15)

    def _draw_row(self, row: _Row, top: float) -> None:
        drawing, line = self.drawing, row.line
        drawing.frame(self.counted, top + 1.8, _COUNTED, 7.8, 0.3, 0.8)
        drawing.frame(self.time, top + 1.8, _TIME, 7.8, 0.3, 0.8)
        drawing.frame(self.again, top + 3.4, _AGAIN, _AGAIN, 0.3, 0.6)
        if line is None:
            return
        baseline = top + 5.4
        place = fit(line.bin, Weight.NARROW_BOLD, (12.5, 7), self.item - self.left - 3, most_lines=2)
        drawing.lines(self.left, baseline, place.lines, place.size, Weight.NARROW_BOLD, factor=1.1)
        below = drawing.lines(self.item, baseline, row.title, _STYLE.body, Weight.MEDIUM, factor=1.2)
        below += leading(_STYLE.small, 1.3) - leading(_STYLE.body, 1.2)
        drawing.lines(self.item, below, row.second, _STYLE.small, factor=1.3)
        room = (self.counted if self.data.blind else self.book - 9) - self.code - 2
        drawing.text(self.code, top + 4.0, shortened(line.sku, Weight.NARROW, 8, room), 8, Weight.NARROW)
        if line.code:
            bars = code128(line.code)
            module = module_for(bars, room + 5, dpi=600, most=0.26)  # the columns beside it are its quiet zone
            if module:
                drawing.symbol(bars, self.code, top + 5.0, module, 4.8)
        if not self.data.blind and line.book is not None:
            drawing.text(self.book, baseline, str(line.book), 11, Weight.MEDIUM, align="right")

    def _draw_foot(self, page: int, pages: int) -> None:
        _ = self.words.gettext
        blank = "_" * 16
        text = _("Counted by {blank}   Second count by {blank}").format(blank=blank)
        number = _("Page {page} of {pages}").format(page=page, pages=pages)
        draw_foot(self.drawing, _STYLE, text, number)
