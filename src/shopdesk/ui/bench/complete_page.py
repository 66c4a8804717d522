"""The bench after the last right scan: papers, the label to stick on, and the next order already open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from shopdesk.domain.packing import PackOrder
from shopdesk.i18n import _, n_
from shopdesk.ui import figures, theme
from shopdesk.ui.bench.gauges import Tick
from shopdesk.ui.bench.look import WHITE, Look, Part, tint
from shopdesk.ui.bench.packing_card import framed, note_parts
from shopdesk.ui.bench.parts import Ink
from shopdesk.ui.bench.port import BenchFacts, PaperState
from shopdesk.ui.bench.session import BenchSession
from shopdesk.ui.bench.wording import kilograms, piece_words

_BOTTOM = Qt.AlignmentFlag.AlignBottom
_LONG_NUMBER, _LONGER_NUMBER = 8, 14


def complete_card(look: Look, session: BenchSession) -> QWidget:
    """The large tick, what became of the papers, and the next order."""
    order, closed = session.order, session.closed
    if order is None or closed is None:
        return QWidget()
    facts = [piece_words(order)]
    if order.weight_g is not None:
        facts.append(_("{weight} kg").format(weight=kilograms(order.weight_g)))
    if order.packaging:
        facts.append(order.packaging)
    words = look.column(
        None,
        look.text(_("Parcel complete"), 68, 700, "success", fit=0.6),
        6,
        look.text(" · ".join(facts), 30, 500, "text2", fit=0.8),
        None,
    )
    papers = look.column(
        _paper(look, "note", _("Packing slip"), closed.slip),
        20,
        look.hairline(),
        20,
        _paper(look, "print", _("Shipping label"), closed.label),
        margins=(32, 26, 32, 28),
    )
    surface, hairline = theme.colour("surface"), theme.colour("hairline")
    parts: list[Part] = [
        *note_parts(look, session),
        None,
        look.row(None, Tick(look, 180), 36, words, None),
        36,
        look.panel(papers, fill=surface, border=hairline, border_px=1, radius=16),
        None,
    ]
    parts += _tracking(look) if closed.tracking_needed and session.entry else _following(look, session.next_order)
    return framed(look, look.column(*parts, margins=(32, 32, 32, 32)))


def _paper(look: Look, icon: str, title: str, state: PaperState) -> Part:
    said: dict[PaperState, tuple[str, Ink, str]] = {
        PaperState.PRINTED: (_("printed"), "success", "tick"),
        PaperState.PRINTING: (_("printing …"), "accentText", ""),
        PaperState.SAVED: (_("kept as PDF"), "text2", "file"),
        PaperState.FAILED: (_("not printed, F8 tries again"), "danger", "warn"),
        PaperState.NONE: (_("not needed"), "text2", ""),
    }
    words, colour, mark = said[state]
    marks: list[Part] = [look.symbol(mark, 30, colour, 1.7), 8] if mark else []
    return look.row(
        look.symbol(icon, 32, "text2"), 18, look.text(title, 28, 600), None, *marks, look.text(words, 26, 600, colour)
    )


def _following(look: Look, order: PackOrder | None) -> list[Part]:
    if order is None:
        words = _("That was the last one. Scan an order, or press Esc.")
        return [look.text(words, 28, 600, "text2", lines=2)]
    on_accent = theme.colour("onAccent")
    pictures: list[Part] = []
    shown = 3 if len(order.number) <= _LONG_NUMBER else 1 if len(order.number) <= _LONGER_NUMBER else 0
    for line in order.lines[:shown]:
        pictures += [look.picture(line.image, line.title or line.sku, 84), 8]
    slot: list[Part] = []
    if order.slot:
        name_tag = look.row(
            look.text(_("Slot {slot}").format(slot=order.slot), 40, 700, on_accent, rigid=True),
            margins=(24, 14, 24, 14),
        )
        slot = [look.panel(name_tag, fill=theme.colour("accentFill"), radius=12), 28]
    count = n_("{count} pc", "{count} pcs", order.pieces).format(count=order.pieces)
    name = look.column(None, look.text(_("Next"), 24, 600, "info"), look.text(order.number, 52, 700, fit=0.5), None)
    row = look.row(
        (name, 1), 28, *slot, *pictures, 16, look.text(count, 26, 600, "text2", rigid=True), margins=(32, 20, 32, 20)
    )
    tile = look.panel(row, fill=tint("info"), border=theme.colour("accent"), border_px=3, radius=16)
    head = look.text(_("Ready for the next order: scan its first item"), 28, 600, fit=0.8)
    return [head, 16, tile]


def _tracking(look: Look) -> list[Part]:
    words = look.column(
        None,
        look.text(_("Scan the tracking number"), 40, 700, fit=0.7),
        4,
        look.text(_("from the label of the carrier; F9 leaves it for later"), 26, 400, "text", fit=0.8),
        None,
    )
    row = look.row(look.symbol("truck", 72, "warning", 1.4), 28, (words, 1), margins=(32, 28, 32, 28))
    colours = theme.tone("warning")
    return [look.panel(row, fill=colours.fill, border=colours.line, border_px=3, radius=16)]


def label_column(look: Look, label: QPixmap | None, facts: BenchFacts) -> QWidget:
    """The right column: the label as it comes out of the printer, and today's counters."""
    parts: list[Part] = []
    if label is not None:
        paper = QLabel()
        paper.setPixmap(label)
        paper.setAccessibleName(_("Shipping label"))
        edge = theme.colour("hairline")
        sheet = look.panel(look.row(paper, margins=(8, 8, 8, 8)), fill=WHITE, border=edge, border_px=1, radius=6)
        parts += [
            look.text(_("Stick this on the largest side"), 24, 600, lines=2),
            18,
            look.row(None, sheet, None),
        ]
    parts += [None, look.hairline(), 18, look.text(_("Today"), 20, 600, "text2"), 8]
    parcels = n_("parcel", "parcels", facts.parcels_today)
    wrong = n_("wrong scan", "wrong scans", facts.wrong_scans)
    parts.append(
        look.row(
            look.text(figures.number(facts.parcels_today), 44, 700, rigid=True),
            10,
            (look.text(parcels, 22, 400, "text2"), 0, _BOTTOM),
            None,
            look.text(figures.number(facts.wrong_scans), 44, 700, rigid=True),
            10,
            (look.text(wrong, 22, 400, "text2"), 0, _BOTTOM),
        )
    )
    parts += [18, look.row(look.keyed("F3", _("Reopen this parcel")), None)]
    return look.panel(look.column(*parts, margins=(28, 28, 28, 28)), fill=theme.colour("surface"), sides="l")
