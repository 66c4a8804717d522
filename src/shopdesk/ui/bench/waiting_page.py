"""The bench between orders: what waits, what to scan, what was done today."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk.i18n import _, n_
from shopdesk.ui import figures, theme
from shopdesk.ui.bench.gauges import ScanTarget
from shopdesk.ui.bench.look import Look, Part
from shopdesk.ui.bench.notes_column import section
from shopdesk.ui.bench.packing_card import framed, note_parts
from shopdesk.ui.bench.port import BenchFacts, LastParcel, WaitingOrder
from shopdesk.ui.bench.session import BenchSession
from shopdesk.ui.bench.wording import kilograms

_TILES, _PICTURES = 5, 5
_CENTRE = Qt.AlignmentFlag.AlignHCenter
_BOTTOM = Qt.AlignmentFlag.AlignBottom


def waiting_orders(look: Look, session: BenchSession, now: datetime) -> QWidget:
    """The next orders as tiles, the most urgent one filled with the accent."""
    facts, total = session.facts, max(session.facts.waiting, len(session.waiting))
    title = _("{wave} — next slots").format(wave=facts.wave_text) if facts.wave_text else _("Next orders")
    left = n_("{count} left", "{count} left", total).format(count=total)
    head = look.row(look.text(title, 24, 600), None, look.text(left, 24, 600, "text2"), margins=(28, 0, 28, 0))
    parts: list[Part] = [look.panel(head, height=72), look.hairline()]
    for at, order in enumerate(session.waiting[:_TILES]):
        parts += [_tile(look, order, now, first=at == 0), look.hairline()]
    if (more := total - min(_TILES, len(session.waiting))) > 0 and session.waiting:
        words = n_("and {count} more", "and {count} more", more).format(count=more)
        parts.append(look.panel(look.row(look.text(words, 24, 500, "text2"), margins=(28, 0, 28, 0)), height=88))
    if not session.waiting:
        told = look.text(_("Nothing waits to be packed. Release a wave to fill the bench."), 26, 400, "text2", lines=4)
        parts.append(look.column(told, margins=(28, 28, 28, 28)))
    return look.panel(look.column(*parts, None), fill=theme.colour("surface"), sides="r")


def _tile(look: Look, order: WaitingOrder, now: datetime, first: bool) -> QWidget:
    mark = theme.colour("onAccent") if first else theme.colour("text")
    fill = theme.colour("accentFill") if first else theme.tone("neutral").fill
    centred = Qt.AlignmentFlag.AlignCenter
    slot = look.panel(
        look.column((look.text(order.slot or "·", 48, 700, mark, align=centred, fit=0.4), 1)),
        fill=fill,
        radius=12,
        width=96,
        height=96,
    )
    tone, due = _due(order.ship_by, now)
    pictures: list[Part] = []
    for image, title in order.items[:_PICTURES]:
        pictures += [look.picture(image, title, 56), 8]
    if (more := len(order.items) - _PICTURES) > 0:
        pictures.append(look.text(f"+{more}", 22, 600, "text2"))
    if order.packed:
        words = _("{packed} of {pieces} in").format(packed=order.packed, pieces=order.pieces)
        pictures += [None, look.chip(words, 18, 600, colour="info")]
    top = look.row(
        (look.text(order.number, 28, 600, fit=0.7), 1),
        12,
        look.text(due, 22, 600 if tone == "danger" else 500, tone, rigid=True),
    )
    words_column = look.column(None, top, 10, look.row(*pictures, None), None)
    return look.panel(look.row(slot, 22, (words_column, 1), margins=(28, 0, 28, 0)), height=140)


def _due(ship_by: datetime | None, now: datetime) -> tuple[str, str]:
    if ship_by is None:
        return "text2", ""
    if ship_by < now:
        return "danger", _("{length} late").format(length=figures.span((now - ship_by).total_seconds()))
    if figures.local(ship_by).date() == figures.local(now).date():
        return "text2", _("by {time}").format(time=figures.clock(ship_by))
    return "text2", figures.when(figures.local(ship_by).date(), now)


def scan_an_order(look: Look, session: BenchSession) -> QWidget:
    """The invitation in the middle, with the state of the bench's devices below."""
    devices: list[Part] = []
    for device in session.facts.devices:
        if devices:
            devices.append(24)
        tone = "success" if device.ready else "warning"
        devices += [look.symbol("tick" if device.ready else "warn", 26, tone, 1.7), 8]
        devices.append(
            look.text(device.title, 22, 500 if device.ready else 600, "text2" if device.ready else "warning")
        )
    what = _("its slip, a slot of the wave,\nor any item of a single-item order")
    column = look.column(
        *note_parts(look, session),
        None,
        look.row(None, ScanTarget(look), None),
        52,
        look.text(_("Scan an order"), 88, 700, align=_CENTRE, fit=0.6),
        12,
        look.text(what, 30, 400, "text2", align=_CENTRE, lines=4),
        None,
        look.row(None, *devices, None),
        margins=(48, 32, 48, 40),
    )
    return framed(look, column)


def bench_today(look: Look, facts: BenchFacts) -> QWidget:
    """The right column between orders: today's counters and the last parcel."""
    rows: list[Part] = [
        look.row(
            look.text(figures.number(facts.parcels_today), 64, 700, rigid=True),
            12,
            (look.text(n_("parcel", "parcels", facts.parcels_today), 24, 400, "text2"), 0, _BOTTOM),
            None,
        ),
        8,
    ]
    if facts.per_hour is not None:
        rows += [_counter(look, _("per hour"), facts.per_hour), 4]
    rows += [_counter(look, _("wrong scans"), facts.wrong_scans, "danger"), 4]
    rows.append(_counter(look, _("forced lines"), facts.forced_lines, "warning"))
    parts: list[Part] = [section(look, _("Today at this bench"), "reports", *rows), look.hairline()]
    if facts.last is not None:
        parts += [_last_parcel(look, facts.last), look.hairline()]
    if facts.on_hold:
        words = n_("{count} order waits for a decision", "{count} orders wait for a decision", facts.on_hold)
        told = look.text(words.format(count=facts.on_hold), 24, 500, lines=2)
        parts += [section(look, _("On hold"), "pause", told), look.hairline()]
    return look.panel(look.column(*parts, None), fill=theme.colour("surface"), sides="l")


def _counter(look: Look, words: str, count: int, tone: str = "text") -> Part:
    colour = tone if count else "text"
    return look.row(look.text(words, 24, 400, "text2"), None, look.text(figures.number(count), 28, 600, colour))


def _last_parcel(look: Look, last: LastParcel) -> QWidget:
    pieces = n_("{count} piece", "{count} pieces", last.pieces).format(count=last.pieces)
    weight = _("{weight} kg").format(weight=kilograms(last.weight_g)) if last.weight_g is not None else ""
    facts = " · ".join(part for part in (pieces, weight, last.carrier) if part)
    head = look.row(
        (look.text(last.number, 36, 700, fit=0.7), 1),
        12,
        (look.text(figures.clock(last.at), 24, 400, "text2"), 0, _BOTTOM),
    )
    return section(
        look,
        _("Last parcel"),
        "packing",
        head,
        4,
        look.text(facts, 22, 400, "text2", lines=2),
        14,
        look.row(look.keyed("F8", _("Print again"), 22), None),
        6,
        look.row(look.keyed("F3", _("Reopen"), 22), None),
    )
