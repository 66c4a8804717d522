"""The right column: what the packer has to know besides the items, in the order in which it is needed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk.domain.packing import PackOrder, WeightQuestion, expected_weight, full_weight
from shopdesk.i18n import _
from shopdesk.ui import theme
from shopdesk.ui.bench.gauges import WeightBar
from shopdesk.ui.bench.look import Look, Part, ok_fill, question_fill, tint
from shopdesk.ui.bench.parts import Ink
from shopdesk.ui.bench.wording import kilograms

_BOTTOM = Qt.AlignmentFlag.AlignBottom
_LONG_NOTE = 120


def notes_column(look: Look, order: PackOrder, question: WeightQuestion | None, tolerance: int) -> QWidget:
    """Note from the office first, weight last: the order in which they are needed."""
    parts: list[Part] = []
    if order.office_note:
        parts.append(
            _section(
                look,
                _("Note from the office"),
                "note",
                look.text(order.office_note, 26, 500, lines=9, fit=0.7),
                tone="warning",
            )
        )
    crowded = len(order.office_note) > _LONG_NOTE
    remark: list[Part] = []
    if order.buyer_note:
        quoted = _("“{words}”").format(words=order.buyer_note)
        remark.append(look.text(quoted, 26, 400, lines=4 if crowded else 6, fit=0.75))
    if order.gift or order.slip_without_prices:
        words = _("Gift · slip without prices") if order.gift else _("Slip without prices")
        remark += [10, look.row(look.chip(words, 18, 600, colour="info", icon="gift"), None)]
    if remark:
        parts += [
            _section(look, _("Customer’s remark") if order.buyer_note else _("Gift order"), "service", *remark),
            look.hairline(),
        ]
    count = _("Parcel {number} of {count}").format(number=order.parcel_no, count=order.parcel_of)
    box: list[Part] = [look.text(order.packaging, 30, 600)] if order.packaging else []
    if order.packaging_detail:
        box.append(look.text(order.packaging_detail, 20, 400, "text2"))
    parts += [_section(look, count, "packing", *box), look.hairline()]
    if order.carrier:
        parts += [
            _section(look, _("Ships with"), "truck", look.text(order.carrier, 26, 500, lines=2, fit=0.7)),
            look.hairline(),
        ]
    parts += [None, look.hairline(), _weight(look, order, question, tolerance)]
    return look.panel(look.column(*parts), fill=theme.colour("surface"), sides="l")


def _section(look: Look, title: str, icon: str, *inside: Part, tone: str = "") -> QWidget:
    colour: Ink = tone or "text2"
    head = look.row(look.symbol(icon, 24, colour, 1.4), 12, look.text(title, 20, 600, colour), None)
    body: list[Part] = [10, *inside] if inside else []
    return look.panel(look.column(head, *body, margins=(28, 22, 28, 22)), fill=tint(tone) if tone else None)


section = _section


def _weight(look: Look, order: PackOrder, question: WeightQuestion | None, tolerance: int) -> QWidget:
    """What was weighed; until then what the packed items weigh together."""
    target, so_far = full_weight(order), expected_weight(order)
    if order.weight_g is not None:
        shown, title = order.weight_g, _("Weight")
        colour: Ink = "warning" if question else "success" if order.complete else "text"
        bar = question_fill() if question else ok_fill() if order.complete else theme.colour("text2")
    else:
        shown = so_far if so_far is not None and order.packed else 0
        title, bar = _("Weight, calculated"), theme.colour("text2")
        colour = "text" if order.packed else "text2"
    if target is None:
        unknown = look.text(_("An item without a known weight is in this order."), 22, 400, "text2", lines=3)
        if order.weight_g is None:
            return _section(look, _("Weight"), "scale", unknown)
        return _section(look, title, "scale", _figure(look, order.weight_g, "text", ""), 6, unknown)
    should = _("should be {weight}").format(weight=kilograms(target))
    gauge = WeightBar(look, shown, target, tolerance, bar)
    return _section(look, title, "scale", _figure(look, shown, colour, should), 6, gauge)


def _figure(look: Look, grams: int, colour: Ink, should: str) -> Part:
    return look.row(
        look.text(kilograms(grams), 56, 700, colour, rigid=True),
        8,
        (look.text(_("kg"), 26, 500, "text2"), 0, _BOTTOM),
        None,
        (look.text(should, 20, 500, "text2"), 0, _BOTTOM),
    )
