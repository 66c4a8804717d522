"""The amber question about a weight that does not fit."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from shopdesk.domain.packing import PackOrder, WeightQuestion
from shopdesk.i18n import _
from shopdesk.ui.bench.gauges import WeightGauge
from shopdesk.ui.bench.look import Look, Part, question_fill, question_ink, tint
from shopdesk.ui.bench.packing_card import banded, framed, note_parts
from shopdesk.ui.bench.session import BenchSession
from shopdesk.ui.bench.wording import kilograms


def weight_card(look: Look, session: BenchSession) -> QWidget:
    """What the scale said, what it should say, and the four ways on."""
    order, question = session.order, session.question
    if order is None or question is None:
        return QWidget()
    low, high = question.expected_g - question.tolerance_g, question.expected_g + question.tolerance_g
    gauge = WeightGauge(
        look,
        question.weight_g,
        question.expected_g,
        question.tolerance_g,
        _("{weight} kg").format(weight=kilograms(question.weight_g)),
        _("should be {low} – {high} kg").format(low=kilograms(max(0, low)), high=kilograms(high)),
    )
    parts: list[Part] = [gauge, None]
    if guess := _guess(look, order, question):
        parts += [guess, None]
    parts.append(_ways(look))
    gap = abs(question.difference_g)
    title = (_("{grams} g too light") if question.difference_g < 0 else _("{grams} g too heavy")).format(grams=gap)
    body = look.column(*parts, margins=(40, 30, 40, 36))
    card = banded(look, question_fill(), question_ink(), "scale", title, "", body)
    return framed(look, look.column(*note_parts(look, session), (card, 1), margins=(32, 32, 32, 32)))


def _guess(look: Look, order: PackOrder, question: WeightQuestion) -> QWidget | None:
    line = order.line(question.line_id)
    if line is None:
        return None
    if question.difference_g < 0:
        asked = _("Is it really in the box: {title}?").format(title=line.title)
        why = _("One piece weighs {grams} g, just what is missing.").format(grams=line.weight_g)
    else:
        asked = _("Is there one too many: {title}?").format(title=line.title)
        why = _("One piece weighs {grams} g, just what is too much.").format(grams=line.weight_g)
    words = look.column(
        None, look.text(asked, 34, 700, lines=2, fit=0.75), 6, look.text(why, 26, 400, "text", lines=2, fit=0.85), None
    )
    row = look.row(look.picture(line.image, line.title, 132), 28, (words, 1), margins=(24, 20, 28, 20))
    return look.panel(row, fill=tint("warning"), radius=14)


def _ways(look: Look) -> QWidget:
    ways = (
        ("F5", _("Weigh again"), _("put it back on the scale")),
        ("F7", _("Open and recount"), _("scan every piece again")),
        ("F10", _("Force"), _("asks the reason and the right")),
        ("F4", _("Hold"), _("lay the order aside")),
    )
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.px(28))
    grid.setVerticalSpacing(look.px(22))
    for at, (key, title, hint) in enumerate(ways):
        grid.addLayout(_way(look, key, title, hint), at // 2, at % 2)
        grid.setColumnStretch(at % 2, 1)
    holder = QWidget()
    holder.setLayout(grid)
    return holder


def _way(look: Look, key: str, title: str, hint: str) -> QHBoxLayout:
    words = look.column(look.text(title, 28, 600, fit=0.8), look.text(hint, 20, 400, "text2", fit=0.8))
    return look.row(look.key(key, 22, 72), 16, (words, 1))
