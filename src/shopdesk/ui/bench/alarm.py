"""The red page: a wrong, surplus or unknown scan. It stays until the packer says OK, whatever is scanned meanwhile."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk.domain.packing import OtherItem, PackLine, PackOrder, ScanResult, Verdict
from shopdesk.i18n import _, n_
from shopdesk.ui.bench.gauges import OkCode
from shopdesk.ui.bench.look import (
    ALARM,
    ALARM_DEEP,
    ALARM_SOFT,
    PAPER,
    PAPER_CHIP,
    PAPER_GREEN,
    PAPER_RED,
    PAPER_SOFT,
    PAPER_TEXT,
    WHITE,
    Look,
    Part,
)
from shopdesk.ui.bench.session import BenchSession

_CENTRE = Qt.AlignmentFlag.AlignCenter
_EXPECTED_SHOWN = 3


@dataclass(frozen=True)
class _Words:
    title: str
    aside: str
    head: str
    advice: str


def alarm_page(look: Look, session: BenchSession) -> QWidget:
    """The page for the refused scan of ``session``."""
    order, verdict = session.order, session.alarm
    if order is None or verdict is None:
        return QWidget()
    words = _words(order, verdict)
    title = look.row(
        look.symbol("cross", 112, WHITE, 2),
        28,
        (look.text(words.title, 104, 800, WHITE, fit=0.5), 3),
        28,
        (look.text(words.aside, 32, 500, ALARM_SOFT, align=Qt.AlignmentFlag.AlignRight, lines=2, fit=0.8), 2),
    )
    cards: list[Part] = [(_scanned(look, order, verdict, words), 1)]
    if expected := [line for line in order.lines if line.remaining]:
        cards += [28, (_expected(look, expected), 1)]
    page = look.column(
        title, 20, (look.row(*cards), 1), 28, _foot(look, words, session.swallowed), margins=(44, 24, 44, 32)
    )
    return look.panel(page, fill=ALARM)


def _words(order: PackOrder, verdict: Verdict) -> _Words:
    if verdict.result is ScanResult.TOO_MANY:
        return _Words(_("Too many"), verdict.message, _("You scanned one too many"), _("Put it back, then scan OK"))
    if verdict.result is ScanResult.UNKNOWN:
        return _Words(_("Unknown code"), verdict.message, _("You scanned"), _("Lay it aside, then scan OK"))
    not_in = _("not in order {number}").format(number=order.number)
    return _Words(_("Wrong item"), not_in, _("You scanned"), _("Put it back, then scan OK"))


def _scanned(look: Look, order: PackOrder, verdict: Verdict, words: _Words) -> QWidget:
    item: PackLine | OtherItem | None = order.line(verdict.line_id) or verdict.other
    head = look.text(words.head, 28, 700, PAPER_RED)
    if item is None:
        code = look.text(verdict.code, 52, 700, PAPER_TEXT, align=_CENTRE, fit=0.4)
        hint = _("No product of the shop has this code. Tell the office if the item belongs to the order.")
        inside = look.column(
            head,
            None,
            look.row(None, look.symbol("question", 200, PAPER_RED, 1.2), None),
            24,
            code,
            16,
            look.text(hint, 26, 400, PAPER_SOFT, align=_CENTRE, lines=3),
            None,
            margins=(32, 26, 32, 26),
        )
        return look.panel(inside, fill=PAPER, radius=16)
    facts: list[Part] = [look.text(verdict.code, 24, 500, PAPER_SOFT), 16, *_bin(look, item.bin), None]
    inside = look.column(
        head,
        None,
        look.row(None, look.picture(item.image, item.title or item.sku, 340), None),
        None,
        look.text(item.title or item.sku, 40, 700, PAPER_TEXT, lines=2, fit=0.75),
        4,
        look.text(item.variant_title, 32, 600, ALARM, fit=0.75),
        8,
        look.row(*facts),
        margins=(32, 26, 32, 22),
    )
    return look.panel(inside, fill=PAPER, radius=16)


def _expected(look: Look, lines: list[PackLine]) -> QWidget:
    head = _("Still expected") if len(lines) == 1 else _("Still expected — any of these")
    parts: list[Part] = [look.text(head, 28, 700, PAPER_GREEN), None]
    size = 190 if len(lines) <= _EXPECTED_SHOWN - 1 else 136
    for line in lines[:_EXPECTED_SHOWN]:
        words: list[Part] = [None, look.text(line.title or line.sku, 34, 700, PAPER_TEXT, lines=2, fit=0.75), 4]
        if line.variant_title:
            words += [look.text(line.variant_title, 26, 500, PAPER_SOFT, fit=0.8), 6]
        name = look.column(*words, look.row(*_bin(look, line.bin), None), None)
        count = look.text(f"× {line.remaining}", 40, 700, PAPER_TEXT, rigid=True)
        parts += [look.row(look.picture(line.image, line.title or line.sku, size), 28, (name, 1), 12, count), None]
    if (more := len(lines) - _EXPECTED_SHOWN) > 0:
        told = n_("and {count} more line", "and {count} more lines", more).format(count=more)
        parts.append(look.text(told, 24, 500, PAPER_SOFT))
    return look.panel(look.column(*parts, margins=(32, 26, 32, 22)), fill=PAPER, radius=16)


def _bin(look: Look, words: str) -> list[Part]:
    return [look.chip(words, 20, 600, colour=PAPER_TEXT, fill=PAPER_CHIP, pad=(10, 4), radius=6)] if words else []


def _foot(look: Look, words: _Words, swallowed: int) -> QWidget:
    explained = _("here, on the card, or press F9. Until then nothing counts.")
    told = look.column(
        None,
        look.text(words.advice, 44, 700, WHITE, fit=0.7),
        4,
        look.text(explained, 26, 400, ALARM_SOFT, lines=2, fit=0.8),
        None,
    )
    code = look.panel(look.row(OkCode(look, 150), margins=(4, 4, 4, 4)), fill=PAPER, radius=8)
    count = n_("scan ignored", "scans ignored", swallowed)
    box = look.column(
        None,
        look.text(str(swallowed), 60, 700, WHITE, align=_CENTRE),
        look.text(count, 22, 500, ALARM_SOFT, align=_CENTRE, rigid=True),
        None,
        margins=(28, 0, 28, 0),
    )
    holder = QWidget()
    counter = look.panel(box, fill=ALARM_DEEP, radius=14)
    holder.setLayout(look.row(code, 28, (told, 1), 28, counter))
    holder.setFixedHeight(look.px(158))
    return holder
