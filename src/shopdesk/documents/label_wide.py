"""The international shipping label, 100 mm and wider: town and country stand out, the bars take what room is left."""

from __future__ import annotations

from shopdesk.documents.barcodes import module_for, qr
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.label_blocks import (
    Line,
    block_height,
    draw_block,
    draw_country,
    draw_facts,
    draw_number,
    is_abroad,
    least_height,
    receiver_pieces,
    set_block,
)
from shopdesk.documents.labels import ShippingLabelData, carrier_and_service, origin_note
from shopdesk.documents.papers import country_name, words
from shopdesk.documents.typesetting import fit, leading, shortened, single_line, wrap

_MARGIN = 4.0
_INSET = 10.0
_FACTS = 12.5
_BOTTOM = 27.0
_LEAST_BARS, _MOST_BARS = 16.0, 34.0
_AROUND_BARS = 14.5


def draw_wide(drawing: Drawing, data: ShippingLabelData) -> None:
    """Draw one label on the current page."""
    left, right = _MARGIN, drawing.width - _MARGIN
    top = _draw_sender(drawing, data, left, right)
    room = right - left - _INSET
    abroad = is_abroad(data.sender, data.ship_to)
    tail = (10.6 if abroad else 0.0) + (5.0 if data.ship_to.phone and not abroad else 0.0)
    free = drawing.height - _MARGIN - _BOTTOM - _FACTS - _AROUND_BARS - top - 5.5 - tail
    least = least_height(drawing, data.main_code, drawing.width, _LEAST_BARS)
    lines = set_block(receiver_pieces(data.ship_to), room, free - least)
    bars = min(max(least, _MOST_BARS), free - block_height(lines))
    spare = free - block_height(lines) - bars
    top = _draw_receiver(drawing, data, top + 2.2 + spare / 3, lines, abroad=abroad) + 2.2 + spare / 3
    drawing.rule(left, top, right, 0.5)
    draw_facts(drawing, left, top, right, _facts(data), _FACTS)
    top += _FACTS
    drawing.rule(left, top, right, 0.5)
    draw_number(drawing, drawing.width / 2, top + 5, drawing.width, data.main_code, bars, 12)
    _draw_bottom(drawing, data, drawing.height - _MARGIN - _BOTTOM, left, right)


def _draw_sender(drawing: Drawing, data: ShippingLabelData, left: float, right: float) -> float:
    catalogue = words(data.language)
    service = carrier_and_service(data) or catalogue.gettext("Address label")
    half = (right - left - 4) * 0.55
    baseline = _MARGIN + 5.4
    shop = fit(data.sender.name or data.sender.company, Weight.BOLD, (11, 7), half, most_lines=2)
    drawing.lines(left, baseline if len(shop.lines) == 1 else baseline - 2.4, shop.lines, shop.size, Weight.BOLD)
    used = max(width(line, Weight.BOLD, shop.size) for line in shop.lines) if shop.lines else 0.0
    fitted = fit(service, Weight.BOLD, (11, 7), right - left - used - 4, most_lines=2)
    drawing.lines(
        right,
        baseline if len(fitted.lines) == 1 else baseline - 2.4,
        fitted.lines,
        fitted.size,
        Weight.BOLD,
        align="right",
    )
    top = _MARGIN + 8.4
    drawing.rule(left, top, right, 0.5)
    drawing.text(left, top + 5, catalogue.pgettext("address on a label", "From"), 7.5, Weight.MEDIUM, room=_INSET)
    sender = data.sender
    parts = (sender.name, *sender.lines, country_name(sender.country, data.language), sender.phone)
    text = ", ".join(dict.fromkeys(part for part in parts if part))
    room = right - left - _INSET
    size = single_line(text, Weight.REGULAR, 8, 6.5, room) or 7.5
    lines = wrap(text, Weight.REGULAR, size, room)
    below = drawing.lines(left + _INSET, top + 5, lines, size, factor=1.25)
    top = below - leading(size, 1.25) + 2.6
    drawing.rule(left, top, right, 0.25)
    return top


def _draw_receiver(drawing: Drawing, data: ShippingLabelData, top: float, lines: list[Line], *, abroad: bool) -> float:
    left, right = _MARGIN, drawing.width - _MARGIN
    room = right - left - _INSET
    baseline = top + leading(lines[0].size, 1.26) * 0.78 if lines else top + 5
    drawing.text(
        left, baseline, words(data.language).pgettext("address on a label", "To"), 8, Weight.MEDIUM, room=_INSET
    )
    top = draw_block(drawing, left + _INSET, top, lines, room)
    phone = data.ship_to.phone
    if abroad:
        wide = 0.0
        if phone:
            fitted = fit(phone, Weight.REGULAR, (9, 6), room * 0.42, most_lines=2)
            wide = max(width(line, Weight.REGULAR, fitted.size) for line in fitted.lines) + 3
            at = top + 2 + 5.5 - (len(fitted.lines) - 1) * leading(fitted.size)
            drawing.lines(right, at, fitted.lines, fitted.size, align="right")
        draw_country(drawing, left + _INSET, top + 2, data.ship_to.country, room - wide)
        return top + 10.6
    if phone:
        fitted = fit(phone, Weight.REGULAR, (9, 6), room)
        drawing.text(left + _INSET, top + 4, fitted.lines[0], fitted.size)
        return top + 5
    return top


def _facts(data: ShippingLabelData) -> list[tuple[str, str]]:
    catalogue = words(data.language)
    _ = catalogue.gettext
    return [
        (catalogue.pgettext("fact on paper", "Order"), data.number),
        (_("Parcel"), data.parcel_text),
        (_("Weight"), data.weight_text),
        (_("Date"), data.date_text),
        (_("Reference"), data.reference),
    ]


def _draw_bottom(drawing: Drawing, data: ShippingLabelData, top: float, left: float, right: float) -> None:
    _ = words(data.language).gettext
    drawing.rule(left, top, right, 0.5)
    symbol = qr(data.own_code)
    module = module_for(symbol, 20.5, drawing.dpi, most=0.75) or module_for(symbol, 25, drawing.dpi) or 0.25
    side = symbol.width * module
    drawing.symbol(symbol, left + 1, top + 3.2 + max(0.0, (16.5 - side) / 2), module)
    x = left + 1 + side + 4
    sort_room = 0.0
    if data.sort_code:
        fitted = fit(data.sort_code, Weight.BLACK, (26, 12), (right - x) * 0.6, most_lines=2)
        sort_room = max(width(line, Weight.BLACK, fitted.size) for line in fitted.lines) + 3
        at = top + (14.5 if len(fitted.lines) == 1 else 10.5)
        drawing.lines(right, at, fitted.lines, fitted.size, Weight.BLACK, align="right", factor=1.1)
    room = right - x - sort_room
    hint = fit(_("Scan to open the parcel"), Weight.MEDIUM, (8.5, 6), room, most_lines=2)
    below = drawing.lines(x, top + 6.6, hint.lines, hint.size, Weight.MEDIUM)
    if data.tracking_no:
        own = fit(data.own_code, Weight.MEDIUM, (9.5, 6), room, most_lines=2)
        below = drawing.lines(x, below + 0.3, own.lines, own.size, Weight.MEDIUM)
    if data.is_gift:
        gift = fit(_("Gift · no prices inside"), Weight.BOLD, (10, 7), room, most_lines=2)
        drawing.lines(x, max(below + 1, top + 17.6), gift.lines, gift.size, Weight.BOLD)
    elif data.contents:
        size = 8.0
        for text in data.contents[:2]:
            drawing.text(x, below + 1, shortened(text, Weight.REGULAR, size, room), size)
            below += leading(size)
    note = fit(origin_note(data, words(data.language)), Weight.REGULAR, (6.5, 5.5), right - left, most_lines=2)
    drawing.lines(left, drawing.height - _MARGIN - 0.6, note.lines[-1:], note.size)
    drawing.lines(left, drawing.height - _MARGIN - 0.6 - leading(note.size), note.lines[:-1], note.size)
