"""The pick list of one wave on A4, in walking order: where, how many, what, and into which slot of the cart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from shopdesk.documents import glyphs
from shopdesk.documents.barcodes import code128, module_for
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.letterhead import Style, draw_foot
from shopdesk.documents.papers import Paper, page_breaks, page_size, words
from shopdesk.documents.pictures import draw_picture
from shopdesk.documents.typesetting import balanced, fit, leading, shortened, wrap

_STYLE = Style(16, 20, 10.5, 8.5)
_SLOTS_ACROSS = 6
_AISLE_HEAD = 10.5
_HEAD = 41.0


@dataclass(frozen=True, slots=True)
class PickSlot:
    """One place on the cart and the order that collects there."""

    slot: int
    number: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PickLine:
    """One stop of the walk. ``into`` is (slot, pieces); ``note`` a hint such as a look-alike; ``thumb`` a small PNG."""

    bin: str
    quantity: int
    title: str
    variant: str = ""
    sku: str = ""
    aisle: str = ""
    into: tuple[tuple[int, int], ...] = ()
    note: str = ""
    thumb: bytes | None = None


@dataclass(frozen=True, slots=True)
class PickListData:
    """A wave; ``lines`` come in walking order and are printed in that order."""

    number: str
    lines: tuple[PickLine, ...]
    slots: tuple[PickSlot, ...] = ()
    ship_by_text: str = ""
    made_text: str = ""
    picker: str = ""
    language: str = "en"
    code: str = ""


def render(waves: PickListData | Sequence[PickListData], page: str = "A4", *, allow_missing: bool = False) -> Paper:
    """Draw one list per wave, each beginning on a page of its own.

    Raises MissingGlyphs, DoesNotFit or Unencodable, each naming the text that cannot be printed.
    """
    several = [waves] if isinstance(waves, PickListData) else list(waves)
    language = several[0].language if several else "en"
    drawing = Drawing(words(language).gettext("Pick list"), page_size(page), language=language)
    for data in several:
        _PickList(drawing, data).draw()
    return drawing.finish(len(several), allow_missing=allow_missing)


@dataclass(frozen=True, slots=True)
class _Row:
    line: PickLine
    title: tuple[str, ...]
    second: tuple[str, ...]
    note: tuple[str, ...]
    slot_rows: int
    begins_aisle: bool
    height: float


class _PickList:
    def __init__(self, drawing: Drawing, data: PickListData) -> None:
        self.drawing, self.data = drawing, data
        self.words = words(data.language)
        self.left, self.right = _STYLE.margin, drawing.width - _STYLE.margin
        self.bottom = drawing.height - _STYLE.margin
        thumbs = any(line.thumb for line in data.lines)
        widest_bin = max((width(line.bin, Weight.NARROW_BOLD, 15) for line in data.lines), default=20)
        self.bin_room = min(max(widest_bin, 22.0), 46.0)
        self.quantity = self.left + 7 + self.bin_room + 13
        self.thumb = self.quantity + 5 if thumbs else None
        self.item = self.quantity + 5 + (14 if thumbs else 1)
        self.short = self.right - 11
        self.across = min(3, max((len(line.into) for line in data.lines), default=0))
        self.slot = self.short - self.across * 17.6 - 1.5 if self.across else self.short
        self.rows = self._measured()

    def _measured(self) -> list[_Row]:
        room = self.slot - self.item - 4
        rows: list[_Row] = []
        aisle: str | None = None
        for line in self.data.lines:
            title = balanced(line.title, Weight.MEDIUM, _STYLE.body, room)
            details = "  ·  ".join(filter(None, (line.variant, line.sku)))
            second = wrap(details, Weight.NARROW, _STYLE.small, room) if details else []
            note = wrap(line.note, Weight.MEDIUM, _STYLE.small, room - 4) if line.note else []
            slot_rows = -(-len(line.into) // self.across) if line.into else 0
            texts = (
                len(title) * leading(_STYLE.body, 1.2) + (len(second) + len(note)) * leading(_STYLE.small, 1.36) + 3.6
            )
            height = max(texts, slot_rows * 7.2 + 4.2, 15.0 if line.thumb else 0.0, 11.0)
            begins = bool(line.aisle) and line.aisle != aisle
            aisle = line.aisle
            height += _AISLE_HEAD if begins else 0.0
            rows.append(_Row(line, tuple(title), tuple(second), tuple(note), slot_rows, begins, height))
        return rows

    def draw(self) -> None:
        """Draw all pages."""
        first = self._first_top()
        room = self.bottom - 5
        pages = page_breaks([row.height for row in self.rows], room - first - 8, room - _HEAD - 8, 0.0)
        for number, part in enumerate(pages, 1):
            top = self._draw_first_head() if number == 1 else self._draw_later_head()
            self._draw_rows([self.rows[at] for at in part], top)
            self._draw_foot(number, len(pages))
            self.drawing.end_page()

    def _first_top(self) -> float:
        slot_rows = -(-len(self.data.slots) // _SLOTS_ACROSS)
        return _STYLE.margin + 29 + (slot_rows * 17.0 + 12.0 if slot_rows else 3.0)

    # -- heads ---------------------------------------------------------------------------------------------------

    def _draw_first_head(self) -> float:
        _, n_ = self.words.gettext, self.words.ngettext
        drawing, data = self.drawing, self.data
        drawing.where = _("Pick list {number}").format(number=data.number)
        pieces = sum(line.quantity for line in data.lines)
        facts = [_("Wave {number}").format(number=data.number)]
        if data.slots:
            facts.append(n_("{count} order", "{count} orders", len(data.slots)).format(count=len(data.slots)))
        facts.append(n_("{count} line", "{count} lines", len(data.lines)).format(count=len(data.lines)))
        facts.append(n_("{count} piece", "{count} pieces", pieces).format(count=pieces))
        facts.append(_("walking order"))
        more = []
        if data.ship_by_text:
            more.append(_("Ship by {time}").format(time=data.ship_by_text))
        if data.made_text:
            more.append(_("made {time}").format(time=data.made_text))
        if data.picker:
            more.append(_("for {name}").format(name=data.picker))
        top = _STYLE.margin
        code_left = self._draw_code(top + 1)
        drawing.text(self.left, top + 8, _("Pick list"), _STYLE.title, Weight.BOLD)
        room = code_left - self.left - 6
        line = fit(" · ".join(facts), Weight.REGULAR, (10.5, 8), room, most_lines=2)
        below = drawing.lines(self.left, top + 15.2, line.lines, line.size)
        second = fit(" · ".join(more), Weight.REGULAR, (9, 7), room, most_lines=2)
        drawing.lines(self.left, below + 0.8, second.lines, second.size)
        if data.slots:
            self._draw_slots(top + 31)
        return self._first_top()

    def _draw_code(self, top: float) -> float:
        text = self.data.code or self.data.number
        bars = code128(text)
        module = module_for(bars, 90, most=0.5) or 0.25
        left = self.drawing.symbol(bars, self.right, top, module, 12, align="right")
        middle = left + bars.width * module / 2
        self.drawing.text(middle, top + 12 + leading(8.5, 1.15), text, 8.5, Weight.MEDIUM, align="centre")
        return left

    def _draw_slots(self, top: float) -> None:
        _ = self.words.gettext
        drawing = self.drawing
        drawing.text(self.left, top, _("Slots on the cart"), _STYLE.small, Weight.MEDIUM)
        gap = 3.0
        wide = (self.right - self.left - (_SLOTS_ACROSS - 1) * gap) / _SLOTS_ACROSS
        for at, slot in enumerate(self.data.slots):
            row, column = divmod(at, _SLOTS_ACROSS)
            x, y = self.left + column * (wide + gap), top + 2.5 + row * 17.0
            drawing.frame(x, y, wide, 14, 0.3, 1.2)
            drawing.black(x, y, 10, 14, 1.2)
            drawing.black(x + 5, y, 5, 14)
            number = str(slot.slot)
            size = 20.0 if len(number) < 2 else 15.0
            drawing.text(x + 5, y + 7 + size * 0.125, number, size, Weight.BOLD, align="centre", white=True)
            room = wide - 13.0
            order = fit(slot.number, Weight.BOLD, (10, 6), room, most_lines=2)
            baseline = y + (6.5 if len(order.lines) == 1 else 4.2)
            below = drawing.lines(x + 12, baseline, order.lines, order.size, Weight.BOLD, factor=1.1)
            name = shortened(slot.name, Weight.NARROW, 7.5, room)
            drawing.text(x + 12, max(below, y + 11), name, 7.5, Weight.NARROW)

    def _draw_later_head(self) -> float:
        _ = self.words.gettext
        top = _STYLE.margin
        left = self._draw_code(top + 1)
        text = _("Pick list {number}").format(number=self.data.number)
        title = fit(text, Weight.BOLD, (14, 9), left - self.left - 6, most_lines=2)
        self.drawing.lines(self.left, top + 6, title.lines, title.size, Weight.BOLD)
        self.drawing.text(self.left, top + 12.5, _("continued"), _STYLE.small)
        return _HEAD

    # -- rows ----------------------------------------------------------------------------------------------------

    def _draw_rows(self, rows: Sequence[_Row], top: float) -> None:
        _ = self.words.gettext
        drawing = self.drawing
        for x, title, align in (
            (self.left, _("Bin"), "left"),
            (self.quantity, self.words.pgettext("column on paper", "Pick"), "right"),
            (self.item, _("Item"), "left"),
            (self.right, self.words.pgettext("column on paper", "Short"), "right"),
        ):
            drawing.text(x, top, title, _STYLE.small, Weight.MEDIUM, align=align)
        if self.slot != self.short:
            drawing.text(self.slot, top, _("Into slot"), _STYLE.small, Weight.MEDIUM)
        drawing.rule(self.left, top + 1.8, self.right, 0.4)
        y = top + 1.8
        for row, following in pairwise((*rows, None)):
            assert row is not None
            y = self._draw_row(row, y)
            if following is None or not following.begins_aisle:
                drawing.rule(self.left, y, self.right, 0.15)

    def _draw_row(self, row: _Row, top: float) -> float:
        drawing, line = self.drawing, row.line
        end = top + row.height
        if row.begins_aisle:
            self._draw_aisle(line.aisle, top)
            top += _AISLE_HEAD
        baseline = top + 6.4
        glyphs.tick_box(drawing, self.left, baseline, 4.4)
        place = fit(line.bin, Weight.NARROW_BOLD, (15, 8), self.bin_room, most_lines=2)
        drawing.lines(self.left + 7, baseline, place.lines, place.size, Weight.NARROW_BOLD, factor=1.1)
        drawing.text(self.quantity, baseline, str(line.quantity), 16, Weight.BOLD, align="right")
        if self.thumb is not None:
            draw_picture(drawing, line.thumb, self.thumb, top + 1.5, (12, 12), centred=True)
        below = drawing.lines(self.item, baseline - 0.8, row.title, _STYLE.body, Weight.MEDIUM, factor=1.2)
        below += leading(_STYLE.small, 1.36) - leading(_STYLE.body, 1.2)
        below = drawing.lines(self.item, below, row.second, _STYLE.small, Weight.NARROW, factor=1.36)
        if row.note:
            glyphs.attention(drawing, self.item, below - 2.3, 2.4)
            drawing.lines(self.item + 3.4, below, row.note, _STYLE.small, Weight.MEDIUM, factor=1.36)
        for at, (slot, pieces) in enumerate(line.into):
            down, across = divmod(at, self.across)
            self._draw_slot(self.slot + across * 17.6, top + 2.4 + down * 7.2, slot, pieces)
        drawing.frame(self.short, top + 2.4, 11, 6.2, 0.25)
        return end

    def _draw_aisle(self, aisle: str, top: float) -> None:
        _ = self.words.gettext
        text = fit(_("Aisle {name}").format(name=aisle), Weight.BOLD, (9.5, 7), self.right - self.left - 6)
        self.drawing.on_black(self.left, top + 3.2, text.lines[0], text.size, Weight.BOLD, height=6.2)
        self.drawing.rule(self.left, top + 9.4, self.right, 0.35)

    def _draw_slot(self, x: float, top: float, slot: int, pieces: int) -> None:
        drawing = self.drawing
        drawing.black(x, top, 6.2, 6.2, 0.8)
        number = str(slot)
        size = 11.0 if len(number) < 3 else 8.0
        drawing.text(x + 3.1, top + 3.1 + size * 0.125, number, size, Weight.BOLD, align="centre", white=True)
        drawing.text(x + 7.8, top + 3.1 + 1.38, f"× {pieces}", 11, Weight.MEDIUM)

    def _draw_foot(self, page: int, pages: int) -> None:
        _ = self.words.gettext
        blank = "_" * 9
        text = _("Wave {number} · begun {blank} · ended {blank} · picked by {blank}{blank}").format(
            number=self.data.number, blank=blank
        )
        number = _("Page {page} of {pages}").format(page=page, pages=pages)
        draw_foot(self.drawing, _STYLE, text, number)
