"""The narrow shipping label, laid out as Chinese waybills are: sort code and bars above, then receiver and sender."""

from __future__ import annotations

from dataclasses import dataclass

from shopdesk.documents.barcodes import module_for, qr
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight
from shopdesk.documents.label_blocks import (
    block_height,
    draw_block,
    draw_chip,
    draw_country,
    draw_facts,
    draw_number,
    is_abroad,
    least_height,
    receiver_pieces,
    set_block,
)
from shopdesk.documents.labels import ShippingLabelData, origin_note
from shopdesk.documents.papers import is_chinese_language, words
from shopdesk.documents.typesetting import DoesNotFit, cap_height, fit, leading, shortened, single_line

_INSET = 9.5
_LEAST_BARS = 11.0


@dataclass(frozen=True, slots=True)
class _Density:
    """Heights in mm of what may give way to a long address, from roomy to tight."""

    sort: float
    facts: float
    bottom: float


_DENSITIES = (_Density(14.5, 11.5, 25.0), _Density(14.5, 11.5, 18.0), _Density(10.5, 9.5, 17.0))


def draw_narrow(drawing: Drawing, data: ShippingLabelData) -> None:
    """Draw one label on the current page."""
    is_wide = drawing.width > 90
    margin = 4.0 if is_wide else 3.0
    left, right = margin, drawing.width - margin
    room = right - left - _INSET
    sender = set_block(_sender_pieces(data), room, 16)
    sender_tall = max(block_height(sender), 7.6) + 3
    abroad = is_abroad(data.sender, data.ship_to)
    least = least_height(drawing, data.main_code, drawing.width, _LEAST_BARS)
    fixed = margin * 2 + 8 + sender_tall + 17.5 + (9.5 if abroad else 0.0)
    pieces = _receiver(data, room, 1.15 if is_wide else 0.96)
    for density in _DENSITIES:
        sort = density.sort if data.sort_code else 0.0
        free = drawing.height - fixed - sort - density.facts - density.bottom
        try:
            receiver = set_block(pieces, room, free - least)
            break
        except DoesNotFit:
            if density is _DENSITIES[-1]:
                raise
    top = _draw_head(drawing, data, margin, sort)
    bars = min(max(least, 24.0 if is_wide else 18.0), free - block_height(receiver))
    spare = free - block_height(receiver) - bars
    drawing.rule(left, top, right, 0.5)
    draw_number(drawing, drawing.width / 2, top + 3, drawing.width, data.main_code, bars, 10.5)
    top += 3 + bars + 9.5 - 2
    drawing.rule(left, top, right, 0.5)
    top += 2 + spare / 2
    pgettext = words(data.language).pgettext
    draw_chip(drawing, left, top + 0.8, pgettext("chip on a label", "To"), filled=True)
    top = draw_block(drawing, left + _INSET, top, receiver, room)
    if abroad:
        draw_country(drawing, left + _INSET, top + 1.2, data.ship_to.country, room)
        top += 9.5
    top += 2 + spare / 2
    drawing.rule(left, top, right, 0.25)
    draw_chip(drawing, left, top + 2, pgettext("chip on a label", "From"), filled=False)
    draw_block(drawing, left + _INSET, top + 1.7 + max(0.0, (7.6 - block_height(sender)) / 2), sender, room)
    top += sender_tall
    drawing.rule(left, top, right, 0.5)
    draw_facts(drawing, left, top, right, _facts(data), density.facts)
    top += density.facts
    drawing.rule(left, top, right, 0.5)
    _draw_bottom(drawing, data, top, left, right, is_short=density is not _DENSITIES[0])


def _draw_head(drawing: Drawing, data: ShippingLabelData, margin: float, sort_tall: float) -> float:
    """Carrier, service and sort code; returns where the bars begin."""
    _ = words(data.language).gettext
    left, right = margin, drawing.width - margin
    carrier = fit(data.carrier or _("Address label"), Weight.BOLD, (13, 6), (right - left) * 0.62)
    used = drawing.text(left, margin + 5, carrier.lines[0], carrier.size, Weight.BOLD)
    if data.service:
        service = fit(data.service, Weight.MEDIUM, (11, 5.5), right - left - used - 4)
        drawing.text(right, margin + 5, service.lines[0], service.size, Weight.MEDIUM, align="right")
    top = margin + 8
    if data.sort_code:
        drawing.rule(left, top, right, 0.5)
        largest = min(28 if drawing.width > 90 else 25, sort_tall * 1.9)
        sort = fit(data.sort_code, Weight.BLACK, (largest, 10), right - left)
        baseline = top + sort_tall / 2 + cap_height(sort.size) / 2
        drawing.text(drawing.width / 2, baseline, sort.lines[0], sort.size, Weight.BLACK, align="centre")
    return top + sort_tall


def _sender_pieces(data: ShippingLabelData) -> list[tuple[str, float, float, Weight, float]]:
    sender = data.sender
    head = "  ".join(filter(None, (sender.name or sender.company, sender.phone)))
    between = " " if is_chinese_language(data.language) else ", "
    return [(head, 9, 6.5, Weight.MEDIUM, 0), (between.join(sender.lines), 9, 6.5, Weight.REGULAR, 0)]


def _receiver(data: ShippingLabelData, room: float, scale: float) -> list[tuple[str, float, float, Weight, float]]:
    """Name with the phone beside it where both fit, else below one another."""
    to = data.ship_to
    pieces = receiver_pieces(to, scale)
    if not to.phone:
        return pieces
    together = f"{to.name}  {to.phone}"
    if single_line(together, Weight.BOLD, 17 * scale, 13.0, room):
        return [(together, 17 * scale, 12.0, Weight.BOLD, 0.0), *pieces[1:]]
    return [pieces[0], (to.phone, 12.0, 7.5, Weight.MEDIUM, 0.2), *pieces[1:]]


def _facts(data: ShippingLabelData) -> list[tuple[str, str]]:
    catalogue = words(data.language)
    _ = catalogue.gettext
    return [
        (catalogue.pgettext("fact on paper", "Order"), data.number),
        (_("Parcel"), data.parcel_text),
        (_("Weight"), data.weight_text),
        (_("Reference"), data.reference),
    ]


def _draw_bottom(
    drawing: Drawing, data: ShippingLabelData, top: float, left: float, right: float, *, is_short: bool
) -> None:
    catalogue = words(data.language)
    symbol = qr(data.own_code)
    module = module_for(symbol, 16 if is_short else 21, drawing.dpi, most=0.625) or 0.25
    side = symbol.width * module
    drawing.symbol(symbol, right - 1, top + (1.6 if is_short else 3.2), module, align="right")
    room = right - left - side - 6
    baseline = top + 5
    for text in () if is_short else data.contents[:3]:
        drawing.text(left, baseline, shortened(text, Weight.REGULAR, 9, room), 9)
        baseline += leading(9, 1.36)
    if data.is_gift:
        gift = fit(catalogue.gettext("Gift · no prices inside"), Weight.BOLD, (11, 7), room, most_lines=2)
        drawing.lines(left, top + (6 if is_short else 15.4), gift.lines, gift.size, Weight.BOLD)
    note = " · ".join(filter(None, (data.date_text, origin_note(data, catalogue))))
    fitted = fit(note, Weight.REGULAR, (7.5, 5.5), right - left - (side + 4 if is_short else 0.0), most_lines=2)
    baseline = drawing.height - left - 0.4 - (len(fitted.lines) - 1) * leading(fitted.size)
    drawing.lines(left, baseline, fitted.lines, fitted.size)
