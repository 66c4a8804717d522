"""Papers whose content flows over as many pages as it needs: headings, tables that repeat their head, notes.

A layout is drawn twice, first to count the pages that the feet name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.letterhead import A4_STYLE, A5_STYLE, draw_foot, draw_head
from shopdesk.documents.papers import Paper, ShopHead, words
from shopdesk.documents.typesetting import DoesNotFit, cap_height, fit, leading, single_line, wrap

_GAP = 4.0
_LEAST_SIZE = 6.0
_WIDEST_SHARE = 0.42
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class FlowColumn:
    """A column of a table; figures stand right, text left and wraps."""

    title: str
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class FlowTable:
    """Rows of texts; the last ``totals`` rows are sums and stand out."""

    columns: tuple[FlowColumn, ...]
    rows: Sequence[Sequence[str]]
    totals: int = 0


Layout = Callable[["Flow"], None]


class Flow:
    """A pen that goes down the page and on to the next; ``y`` is where the next thing begins, in mm."""

    def __init__(self, drawing: Drawing, shop: ShopHead, title: str, language: str, foot: str, pages: int = 0) -> None:
        """``pages`` is how many there are in all, where that is known already."""
        self.drawing, self.shop, self.title, self.foot = drawing, shop, title, foot
        self.words = words(language)
        self.style = A5_STYLE if drawing.width < 160 else A4_STYLE
        self.left, self.right = self.style.margin, drawing.width - self.style.margin
        self.bottom = drawing.height - self.style.margin - 4
        self._pages = pages
        self.page = 0
        self.y = 0.0

    @property
    def room(self) -> float:
        """Width between the margins."""
        return self.right - self.left

    def begin(self) -> None:
        """The first page's head."""
        self.page = 1
        self.y = draw_head(self.drawing, self.style, self.shop, self.title) + 9

    def next_page(self) -> None:
        """Finish this page and begin one with a short head."""
        self.end()
        self.page += 1
        baseline = self.style.margin + 5
        _ = self.words.gettext
        text = " · ".join((self.title, _("continued")))
        self.drawing.text(self.right, baseline, text, self.style.body, Weight.MEDIUM, align="right")
        name = fit(self.shop.name, Weight.BOLD, (self.style.body + 1, 6.0), self.room * 0.5)
        self.drawing.text(self.left, baseline, name.lines[0], name.size, Weight.BOLD)
        self.y = baseline + 8

    def end(self) -> None:
        """Draw the foot and finish the page."""
        _ = self.words.gettext
        number = _("Page {number} of {count}").format(number=self.page, count=self._pages or self.page)
        draw_foot(self.drawing, self.style, self.foot, number)
        self.drawing.end_page()

    def need(self, height: float) -> None:
        """Go on to a new page when less than ``height`` is left here."""
        if self.y + height > self.bottom:
            self.next_page()
            if self.y + height > self.bottom:
                raise DoesNotFit(words("en").gettext("One of the texts is too long for a single page. Shorten it."))

    def space(self, height: float) -> None:
        """Leave room, unless the page ends here."""
        self.y = min(self.y + height, self.bottom)

    def heading(self, text: str, more: float = 14.0) -> None:
        """A title that does not stand alone at the end of a page: ``more`` mm of what follows stay with it."""
        size = self.style.body + 2
        lines = wrap(text, Weight.BOLD, size, self.room)
        self.need(len(lines) * leading(size) + more)
        self.drawing.lines(self.left, self.y + cap_height(size), lines, size, Weight.BOLD)
        self.y += len(lines) * leading(size) + 1.2

    def texts(self, texts: Sequence[str], size: float = 0.0, weight: Weight = Weight.REGULAR) -> None:
        """Sentences under one another."""
        size = size or self.style.small
        for text in texts:
            for line in wrap(text, weight, size, self.room):
                self.need(leading(size))
                self.drawing.text(self.left, self.y + cap_height(size), line, size, weight)
                self.y += leading(size)

    def table(self, table: FlowTable) -> None:
        """A table; its head is repeated on every page."""
        size, widths = self._measured(table)
        rows = [self._wrapped(row, table.columns, widths, size) for row in table.rows]
        lines_high = leading(size, 1.25)
        self._head(table.columns, widths, size, lines_high * 2)
        first_total = len(rows) - table.totals
        for at, cells in enumerate(rows):
            tall = max(len(lines) for lines in cells) * lines_high + 1.9
            if self.y + tall > self.bottom:
                self.next_page()
                self._head(table.columns, widths, size, tall)
            if at == first_total:
                self.drawing.rule(self.left, self.y, self.right, 0.3)
            self._row(cells, table.columns, widths, size, strong=at >= first_total)
            self.y += tall
            if at + 1 != first_total:
                self.drawing.rule(self.left, self.y, self.right, 0.1)
        self.y += 2

    def _measured(self, table: FlowTable) -> tuple[float, list[float]]:
        """Type size and column widths with which every figure stands on one line."""
        size = self.style.body - 0.5
        while True:
            wanted, firm = [], 0.0
            for at, column in enumerate(table.columns):
                weight = Weight.BOLD if table.totals else Weight.REGULAR
                wide = max((width(row[at], weight, size) for row in table.rows), default=0.0)
                head = width(column.title, Weight.MEDIUM, size - 1)
                longest_word = max((width(word, Weight.MEDIUM, size - 1) for word in column.title.split()), default=0.0)
                wanted.append(max(wide, longest_word if column.is_figure else min(head, 26)) + 0.3)
                firm += wanted[-1] if column.is_figure else 0.0
            gaps = _GAP * (len(wanted) - 1)
            free = self.room - gaps - firm
            texts = [at for at, column in enumerate(table.columns) if not column.is_figure]
            whole = sum(wanted[at] for at in texts)
            least = sum(min(wanted[at], 14.0) for at in texts)
            if free >= least or size <= _LEAST_SIZE:
                break
            size -= 0.25
        if whole > free:
            capped = {at: min(wanted[at], max(14.0, self.room * _WIDEST_SHARE)) for at in texts}
            share = free / max(sum(capped.values()), 0.01)
            for at in texts:
                wanted[at] = capped[at] * min(1.0, share)
            spare = free - sum(wanted[at] for at in texts)
            if spare > 0 and texts:
                wanted[max(texts, key=lambda at: capped[at])] += spare
        elif not texts:
            wanted = [wide + (free / len(wanted)) for wide in wanted]
        else:
            wanted[texts[-1] if len(texts) == 1 else max(texts, key=lambda at: wanted[at])] += free - whole
        return size, wanted

    @staticmethod
    def _wrapped(
        row: Sequence[str], columns: Sequence[FlowColumn], widths: Sequence[float], size: float
    ) -> list[list[str]]:
        cells = []
        for text, column, wide in zip(row, columns, widths, strict=True):
            if column.is_figure or not text:
                cells.append([text])
                continue
            lines = wrap(text, Weight.REGULAR, size, wide)
            if len(lines) > _MOST_LINES:
                lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1].rstrip() + "…"]
            cells.append(lines)
        return cells

    def _head(self, columns: Sequence[FlowColumn], widths: Sequence[float], size: float, more: float) -> None:
        small = size - 1
        titles = [wrap(one.title, Weight.MEDIUM, small, wide) for one, wide in zip(columns, widths, strict=True)]
        tall = max(len(lines) for lines in titles) * leading(small, 1.2) + 1.6
        self.need(tall + more)
        x = self.left
        for column, wide, lines in zip(columns, widths, titles, strict=True):
            baseline = self.y + tall - 1.9 - (len(lines) - 1) * leading(small, 1.2)
            at = x + wide if column.is_figure else x
            self.drawing.lines(
                at, baseline, lines, small, Weight.MEDIUM, factor=1.2, align="right" if column.is_figure else "left"
            )
            x += wide + _GAP
        self.y += tall
        self.drawing.rule(self.left, self.y, self.right, 0.35)

    def _row(
        self,
        cells: Sequence[Sequence[str]],
        columns: Sequence[FlowColumn],
        widths: Sequence[float],
        size: float,
        *,
        strong: bool,
    ) -> None:
        x = self.left
        weight = Weight.BOLD if strong else Weight.REGULAR
        for lines, column, wide in zip(cells, columns, widths, strict=True):
            baseline = self.y + 1.0 + cap_height(size) + 0.3
            if column.is_figure:
                fitted = single_line(lines[0], weight, size, 4.5, wide + _GAP / 2) or 4.5
                self.drawing.text(x + wide, baseline, lines[0], fitted, weight, align="right")
            else:
                self.drawing.lines(x, baseline, lines, size, weight, factor=1.25)
            x += wide + _GAP


def flowing(
    layouts: Sequence[tuple[str, Layout]],
    shop: ShopHead,
    size: tuple[float, float],
    *,
    document: str,
    foots: Sequence[str],
    language: str = "en",
    allow_missing: bool = False,
) -> Paper:
    """Draw each (title, layout) on pages of its own; ``foots`` are the words at the foot of each.

    Raises MissingGlyphs or DoesNotFit naming the text.
    """
    drawing = Drawing(document, size, language=language)
    for (title, layout), foot in zip(layouts, foots, strict=True):
        drawing.where = title
        trial = Flow(Drawing("", size, language=language), shop, title, language, foot)
        trial.begin()
        layout(trial)
        flow = Flow(drawing, shop, title, language, foot, trial.page)
        flow.begin()
        layout(flow)
        flow.end()
    return drawing.finish(len(layouts), allow_missing=allow_missing)
