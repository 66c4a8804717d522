"""The middle while packing: the last scan in large, the bar of pieces, what is still to come."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from shopdesk.domain.packing import LookAlike, OtherItem, PackLine, PackOrder
from shopdesk.i18n import _, n_
from shopdesk.ui import theme
from shopdesk.ui.bench.gauges import PieceBar
from shopdesk.ui.bench.look import WHITE, Look, Part, ok_fill, question_fill, question_ink
from shopdesk.ui.bench.session import BenchSession

_MARGINS = (32, 32, 32, 28)
_SHOWN_TO_COME, _SHORT_COUNT = 2, 8


def packing_card(look: Look, session: BenchSession) -> QWidget:
    """The card for the stage of packing: right, look-alike, taken back, or the first scan to make."""
    order = session.order
    if order is None:
        return QWidget()
    parts: list[Part] = [*note_parts(look, session)]
    pair = session.look_alike()
    line = order.line(session.last.line_id) if session.last else None
    if pair is not None:
        card, to_come = _look_alike(look, order, pair), False
    elif session.taken_back is not None:
        card, to_come = _taken_back(look, order, session.taken_back), True
    elif line is not None:
        card, to_come = _right(look, session, order, line), True
    else:
        card, to_come = _first(look, session, order), True
    parts += [(card, 1), 28, PieceBar(look, order.packed, order.pieces)]
    open_lines = [line for line in order.lines if line.remaining]
    if session.last is None and session.taken_back is None:
        open_lines = open_lines[1:]  # the first of them is the one shown in large
    if to_come and open_lines:
        parts += [24, _to_come(look, open_lines)]
    return framed(look, look.column(*parts, margins=_MARGINS))


def framed(look: Look, inside: object) -> QWidget:
    """The middle's background around ``inside``."""
    return look.panel(inside, fill=theme.colour("bg"))  # type: ignore[arg-type]


def note_parts(look: Look, session: BenchSession) -> list[Part]:
    """The banner for a sentence, if there is one."""
    note = session.note
    if note is None:
        return []
    tone = "warning" if note.loud else "success"
    row = look.row(
        look.symbol("warn" if note.loud else "tick", 40, tone, 1.4),
        18,
        (look.text(note.text, 28, 600, lines=3, fit=0.8), 1),
        margins=(24, 18, 24, 18),
    )
    colours = theme.tone(tone)
    return [look.panel(row, fill=colours.fill, border=colours.line, border_px=2, radius=14), 20]


def banded(look: Look, colour: QColor, words: QColor, icon: str, title: str, right: str, body: object) -> QWidget:
    """A card with a loud band on top."""
    row = look.row(
        look.symbol(icon, 84, words, 1.2 if icon == "scan" else 1.75),
        24,
        (look.text(title, 64, 700, words, fit=0.45), 1),
        16,
        look.text(right, 64 if len(right) <= _SHORT_COUNT else 44, 700, words, rigid=True),
        margins=(36, 0, 40, 0),
    )
    band = look.panel(row, fill=colour, radius=16, round_bottom=False, height=144)
    card = look.panel(
        body,  # type: ignore[arg-type]
        fill=theme.colour("surface"),
        border=colour,
        border_px=4,
        radius=16,
        round_top=False,
    )
    holder = QWidget()
    holder.setLayout(look.column(band, (card, 1)))
    return holder


def _pieces(order: PackOrder) -> str:
    return _("{packed} of {pieces}").format(packed=order.packed, pieces=order.pieces)


def _item_body(look: Look, line: PackLine, marks: list[Part], size: int = 352) -> object:
    words: list[Part] = [None, look.text(line.title or line.sku, 46, 700, lines=3, fit=0.75)]
    if line.variant_title:
        words += [4, look.text(line.variant_title, 34, 500, "text2", lines=2, fit=0.8)]
    words += [24, look.row(*marks, None), None]
    picture = look.picture(line.image, line.title or line.sku, size)
    return look.row(picture, 32, (look.column(*words), 1), margins=(32, 20, 28, 20))


def _right(look: Look, session: BenchSession, order: PackOrder, line: PackLine) -> QWidget:
    if line.remaining:
        words = _("{packed} of {expected}").format(packed=line.packed, expected=line.expected)
        marks: list[Part] = [look.chip(words, 32, 700, colour="neutral", pad=(18, 10), radius=10)]
    else:
        words = _("{packed} of {expected} · all in").format(packed=line.packed, expected=line.expected)
        marks = [look.chip(words, 32, 700, colour="success", icon="tick", pad=(18, 10), radius=10)]
    counted = session.last.counted if session.last else 1
    if counted > 1:
        marks += [12, look.text(f"+ {counted}", 44, 700, "success")]
    marks += _quantity(look, session)
    return banded(look, ok_fill(), WHITE, "tick", _("Correct"), _pieces(order), _item_body(look, line, marks))


def _taken_back(look: Look, order: PackOrder, line: PackLine) -> QWidget:
    now = order.line(line.line_id) or line
    words = _("{packed} of {expected}").format(packed=now.packed, expected=now.expected)
    marks: list[Part] = [look.chip(words, 32, 700, colour="neutral", pad=(18, 10), radius=10)]
    grey = theme.tone("neutral")
    title = _("Taken back")
    return banded(look, grey.fill, theme.colour("text"), "undo", title, _pieces(order), _item_body(look, line, marks))


def _quantity(look: Look, session: BenchSession) -> list[Part]:
    if session.quantity < 2:
        return []
    words = _("next scan × {quantity}").format(quantity=session.quantity)
    return [12, look.chip(words, 32, 700, colour="info", pad=(18, 10), radius=10)]


def _first(look: Look, session: BenchSession, order: PackOrder) -> QWidget:
    """Nothing scanned yet: the first item to take, as large as the last one scanned."""
    line = next((line for line in order.lines if line.remaining), order.lines[0] if order.lines else None)
    blue = theme.colour("accentFill")
    title = _("Scan the first item") if not order.packed else _("Scan the next item")
    if line is None:
        return banded(look, blue, theme.colour("onAccent"), "scan", title, _pieces(order), look.row())
    marks: list[Part] = []
    if line.bin:
        marks.append(
            look.chip(line.bin, 32, 700, colour="text", fill=theme.tone("neutral").fill, pad=(18, 10), radius=10)
        )
    marks += [12, look.text(f"× {line.remaining}", 44, 700), *_quantity(look, session)]
    return banded(look, blue, theme.colour("onAccent"), "scan", title, _pieces(order), _item_body(look, line, marks))


def _to_come(look: Look, lines: list[PackLine]) -> QWidget:
    tiles: list[Part] = []
    for line in lines[:_SHOWN_TO_COME]:
        words = look.column(None, look.text(line.title, 26, 600), look.text(line.variant_title, 20, 400, "text2"), None)
        count = look.text(f"× {line.remaining}", 32, 700, rigid=True)
        row = look.row(
            look.picture(line.image, line.title or line.sku, 76), 14, (words, 1), 10, count, margins=(12, 14, 18, 14)
        )
        tile = look.panel(row, fill=theme.colour("surface"), border=theme.colour("hairline"), border_px=1, radius=14)
        tiles += [(tile, 1), 16]
    more = len(lines) - _SHOWN_TO_COME
    head = look.row(look.text(_("Still to scan"), 24, 600, "text2"), None)
    if more > 0:
        told = n_("and {count} more line", "and {count} more lines", more).format(count=more)
        head.addWidget(look.text(told, 22, 500, "text2"))
    holder = QWidget()
    holder.setLayout(look.column(head, 14, look.row(*tiles[:-1])))
    return holder


def _look_alike(look: Look, order: PackOrder, pair: LookAlike) -> QWidget:
    line = next(line for line in order.lines if line.variant_id == pair.variant_id)
    this = _candidate(look, line, _code_end(line), True)
    that = _candidate(look, pair.other, pair.other.code, False)
    told = n_("Mixed up {count} time in {days} days.", "Mixed up {count} times in {days} days.", pair.times).format(
        count=pair.times, days=pair.days
    )
    foot = look.text(f"{told} {pair.hint}" if pair.hint else told, 26, 500, lines=2, fit=0.8)
    body = look.column((look.row((this, 1), 24, (that, 1)), 1), 18, foot, margins=(28, 24, 28, 20))
    return banded(look, question_fill(), question_ink(), "eye", _("Look closely"), _pieces(order), body)


def _code_end(line: PackLine) -> str:
    return next((code for code, units in line.codes.items() if units == 1 and code != line.sku), line.sku)


def _candidate(look: Look, item: PackLine | OtherItem, code: str, good: bool) -> QWidget:
    tone = "success" if good else "danger"
    border = ok_fill() if good else theme.colour("danger")
    head = look.row(
        look.symbol("tick" if good else "cross", 40, tone, 1.75),
        12,
        (look.text(_("This one") if good else _("Not this one"), 32, 700, tone), 1),
    )
    chips: list[Part] = []
    for part in [part for part in item.variant_title.split(" · ") if part][:3]:
        chips += [look.chip(part, 26, 700, colour="warning", pad=(10, 5), radius=8), 8]
    place: list[Part] = (
        [look.text(_("bin"), 22, 400, "text2"), 10, look.text(item.bin, 28, 600), 24] if item.bin else []
    )
    if code:
        place.append(look.text(f"…{code[-4:]}", 28, 600, "text2"))
    inside = look.column(
        head,
        14,
        look.row(None, look.picture(item.image, item.title or item.sku, 272), None),
        14,
        look.text(item.title or item.sku, 32, 600, fit=0.75),
        6,
        look.row(*chips, None),
        14,
        look.row(*place, None),
        None,
        margins=(28, 20, 28, 16),
    )
    return look.panel(inside, fill=theme.colour("surface"), border=border, border_px=4, radius=16)
