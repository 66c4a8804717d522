"""The lines of a packing slip: data, how tall each is, and drawing it. A kit's parts stand indented behind a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.letterhead import Style
from shopdesk.documents.typesetting import balanced, fit, leading, wrap

_BADGE_ROOM = 22.0


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One line of a slip; prices are formatted text or None, ``parts`` are what a kit consists of."""

    title: str
    variant: str = ""
    sku: str = ""
    barcode: str = ""
    bin: str = ""
    quantity: int = 1
    unit_price_text: str | None = None
    total_text: str | None = None
    is_gift: bool = False
    parts: tuple[SlipLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns stand, in mm from the left; without prices the last column is the code."""

    left: float
    quantity: float
    item: float
    item_end: float
    price: float | None
    right: float


@dataclass(frozen=True, slots=True)
class Row:
    """A measured line or part of a kit."""

    line: SlipLine
    is_part: bool
    ends_kit: bool
    title: tuple[str, ...]
    second: tuple[str, ...]
    height: float


def columns_of(drawing: Drawing, style: Style, lines: Sequence[SlipLine], prices: bool) -> Columns:
    """Columns wide enough for the widest quantity, price and amount of these lines."""
    left, right = style.margin, drawing.width - style.margin
    everything = [part for line in lines for part in (line, *line.parts)]
    widest = max((width(str(line.quantity), Weight.BOLD, style.body + 2.5) for line in lines), default=0)
    quantity = left + max(9.0 if style.margin < 15 else 11.0, widest)
    item = quantity + (4.0 if style.margin < 15 else 6.0)
    if prices:
        amounts = max((width(line.total_text or "", Weight.MEDIUM, style.body + 0.4) for line in lines), default=0)
        each = max((width(line.unit_price_text or "", Weight.REGULAR, style.body) for line in lines), default=0)
        price = right - max(amounts, 11.0) - 5
        return Columns(left, quantity, item, price - max(each, 9.0) - 4, price, right)
    code = max((width(line.sku, Weight.NARROW, style.small) for line in everything), default=0)
    return Columns(left, quantity, item, right - min(max(code, 12.0), 45.0) - 4, None, right)


def measured(lines: Sequence[SlipLine], style: Style, columns: Columns) -> list[Row]:
    """Every line and part as a row with its wrapped texts and height in mm."""
    rows: list[Row] = []
    for line in lines:
        rows.append(_row(line, style, columns, is_part=False, ends_kit=False))
        for at, part in enumerate(line.parts, 1):
            rows.append(_row(part, style, columns, is_part=True, ends_kit=at == len(line.parts)))
    return rows


def _row(line: SlipLine, style: Style, columns: Columns, *, is_part: bool, ends_kit: bool) -> Row:
    if is_part:
        text = ", ".join(filter(None, (line.title, line.variant)))
        title = wrap(text, Weight.REGULAR, style.body, columns.item_end - columns.item - 13)
        height = len(title) * leading(style.body) + 1.5 + (1.6 if ends_kit else 0.0)
        return Row(line, True, ends_kit, tuple(title), (), height)
    room = columns.item_end - columns.item
    title = balanced(line.title, Weight.MEDIUM, style.body + 0.6, room - (_BADGE_ROOM if line.is_gift else 0.0))
    details = line.variant
    if columns.price is not None:
        details = "  ·  ".join(filter(None, (line.variant, line.sku)))
    second = wrap(details, Weight.REGULAR, style.small, room) if details else []
    height = len(title) * leading(style.body + 0.6, 1.25) + len(second) * leading(style.small, 1.36) + 1.9
    if columns.price is None and line.bin and not second:
        height += leading(style.small, 1.36)
    return Row(line, False, False, tuple(title), tuple(second), height)


def draw_row(drawing: Drawing, row: Row, style: Style, columns: Columns, baseline: float, gift_word: str) -> None:
    """Draw one row with the baseline of its first line at ``baseline``."""
    if row.is_part:
        _draw_part(drawing, row, style, columns, baseline)
        return
    line = row.line
    drawing.text(columns.quantity, baseline, str(line.quantity), style.body + 2.5, Weight.BOLD, align="right")
    below = drawing.lines(columns.item, baseline, row.title, style.body + 0.6, Weight.MEDIUM, factor=1.25)
    if line.is_gift:
        _draw_badge(drawing, gift_word, row, style, columns, below - leading(style.body + 0.6, 1.25))
    below += leading(style.small, 1.36) - leading(style.body + 0.6, 1.25)
    drawing.lines(columns.item, below, row.second, style.small, factor=1.36)
    if columns.price is None:
        _draw_code(drawing, line, style, columns, baseline)
        return
    drawing.text(columns.price, baseline, line.unit_price_text or "", style.body, align="right")
    drawing.text(columns.right, baseline, line.total_text or "", style.body + 0.4, Weight.MEDIUM, align="right")


def _draw_part(drawing: Drawing, row: Row, style: Style, columns: Columns, baseline: float) -> None:
    top, tall = baseline - leading(style.body) * 0.86, row.height - (1.6 if row.ends_kit else 0.0)
    drawing.upright(columns.item + 1.4, top, top + tall, 0.3)
    drawing.text(columns.item + 5, baseline, f"{row.line.quantity} ×", style.body, Weight.MEDIUM)
    drawing.lines(columns.item + 13, baseline, row.title, style.body)
    if columns.price is None:
        _draw_code(drawing, row.line, style, columns, baseline)


def _draw_code(drawing: Drawing, line: SlipLine, style: Style, columns: Columns, baseline: float) -> None:
    room = columns.right - columns.item_end
    if line.sku:
        code = fit(line.sku, Weight.NARROW, (style.small, 6.0), room, most_lines=2)
        for at, part in enumerate(code.lines):
            drawing.text(
                columns.right, baseline + at * leading(code.size), part, code.size, Weight.NARROW, align="right"
            )
    if line.bin:
        place = fit(line.bin, Weight.NARROW_BOLD, (style.small, 6.0), room)
        drawing.text(
            columns.right,
            baseline + leading(style.small),
            place.lines[0],
            place.size,
            Weight.NARROW_BOLD,
            align="right",
        )


def _draw_badge(drawing: Drawing, word: str, row: Row, style: Style, columns: Columns, baseline: float) -> None:
    size = style.small - 0.8
    title_end = columns.item + width(row.title[-1], Weight.MEDIUM, style.body + 0.6)
    tall = 4.2 if style.margin < 15 else 4.7
    drawing.on_black(title_end + 2.5, baseline - tall * 0.76, word, size, Weight.BOLD, height=tall)
