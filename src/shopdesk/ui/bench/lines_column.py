"""The left column: what belongs into this parcel, line by line."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk.domain.packing import PackLine, PackOrder
from shopdesk.i18n import _, n_
from shopdesk.ui import theme
from shopdesk.ui.bench.gauges import Tick
from shopdesk.ui.bench.look import Look, Part, ok_fill, tint
from shopdesk.ui.bench.wording import piece_words

ROOM = 872
"""Height of the column at full size, without its head."""

_RIGHT = Qt.AlignmentFlag.AlignRight
_HEIGHTS = ((4, 208), (5, 160), (7, 116))
_MOST_SHOWN = 6


def lines_column(look: Look, order: PackOrder, current: int | None) -> QWidget:
    """All lines of ``order``; ``current`` is the line scanned last. Long orders show the lines around it."""
    done = order.complete
    head = look.row(
        look.text(_("In this parcel"), 24, 600),
        None,
        look.text(piece_words(order), 24, 600, "success" if done else "text2"),
        margins=(28, 0, 28, 0),
    )
    height = next((height for most, height in _HEIGHTS if len(order.lines) <= most), 116)
    first, shown = _window(order.lines, current)
    parts: list[Part] = [look.panel(head, height=72), look.hairline()]
    for line in shown:
        parts += [_line(look, order, line, height, line.line_id == current), look.hairline()]
    if len(shown) < len(order.lines):
        parts.append(_more(look, first, len(order.lines) - first - len(shown)))
    return look.panel(look.column(*parts, None), fill=theme.colour("surface"), sides="r")


def _window(lines: tuple[PackLine, ...], current: int | None) -> tuple[int, tuple[PackLine, ...]]:
    """Which lines fit: all, or those around the current one, or from the first unfinished one on."""
    if len(lines) <= _HEIGHTS[-1][0]:
        return 0, lines
    focus = next((at for at, line in enumerate(lines) if line.line_id == current), None)
    if focus is None:
        focus = next((at for at, line in enumerate(lines) if line.remaining), 0)
    first = max(0, min(focus - 2, len(lines) - _MOST_SHOWN))
    return first, lines[first : first + _MOST_SHOWN]


def _more(look: Look, above: int, below: int) -> QWidget:
    parts: list[Part] = []
    if above:
        words = n_("{count} line above", "{count} lines above", above).format(count=above)
        parts += [look.symbol("up", 22), 8, look.text(words, 22, 500, "text2"), 32]
    if below:
        words = n_("{count} line below", "{count} lines below", below).format(count=below)
        parts += [look.symbol("down", 22), 8, look.text(words, 22, 500, "text2")]
    return look.panel(look.row(*parts, None, margins=(28, 0, 28, 0)), height=64)


def _line(look: Look, order: PackOrder, line: PackLine, height: int, current: bool) -> QWidget:
    small = height < _HEIGHTS[1][1]
    done = not line.remaining
    name = look.text(line.title, 26 if small else 30, 600, "text2" if done and not current else "text", fit=0.85)
    words: list[Part] = [None, name]
    variant = line.variant_title
    if small:
        words.append(look.row(*_marks(look, order, line, 17, current), 12, look.text(variant, 20, 400, "text2"), None))
    else:
        if variant:
            words.append(
                look.text(
                    variant.replace(" · ", "\n") if len(variant) > _ONE_LINE else variant, 23, 400, "text2", lines=2
                )
            )
        words += [10, look.row(*_marks(look, order, line, 20 if height > _HEIGHTS[1][1] else 18, current), None)]
    picture = look.picture(
        line.image,
        line.title or line.sku,
        height - (32 if small else 44),
        strength=0.55 if done and not current else 1.0,
    )
    row = look.row(
        picture, 18, (look.column(*words, None, gap=2), 1), 12, _count(look, line, small), margins=(20, 0, 24, 0)
    )
    field = look.panel(row, fill=tint("success") if current else None, height=height)
    bar = look.panel(fill=ok_fill() if current else None, width=8, height=height)
    holder = QWidget()
    holder.setLayout(look.row(bar, (field, 1)))
    return holder


_ONE_LINE, _SHORT_COUNT, _LONG_COUNT = 19, 7, 9


def _marks(look: Look, order: PackOrder, line: PackLine, size: int, current: bool) -> list[Part]:
    marks: list[Part] = []
    if line.bin:
        fill = theme.colour("surface") if current else theme.tone("neutral").fill
        marks += [look.chip(line.bin, size, 600, colour="text", fill=fill, pad=(10, 4), radius=6, rigid=True), 6]
    if line.is_gift:
        marks += [look.chip(_("Gift"), size - 3, 600, colour="info", icon="gift", pad=(8, 5), radius=6), 6]
    if line.forced:
        marks += [look.chip(_("Forced"), size - 3, 600, colour="warning", icon="flag", pad=(8, 5), radius=6), 6]
    elif order.look_alike(line.variant_id) and line.remaining:
        marks += [look.chip(_("Look-alike"), size - 3, 600, colour="warning", icon="eye", pad=(8, 5), radius=6), 6]
    return marks


def _count(look: Look, line: PackLine, small: bool) -> QWidget:
    words = _("{packed} / {expected}").format(packed=line.packed, expected=line.expected)
    holder = QWidget()
    if line.remaining:
        size = (40 if small else 52) if len(words) <= _SHORT_COUNT else 34 if len(words) <= _LONG_COUNT else 24
        figure = look.text(words, size, 700, align=_RIGHT, rigid=True)
        holder.setLayout(look.column(None, (figure, 0, _RIGHT), None))
        return holder
    tick = Tick(look, 40 if small else 52)
    figure = look.text(words, 20 if small else 24, 600, "success", align=_RIGHT, rigid=True)
    holder.setLayout(look.column(None, (tick, 0, _RIGHT), 4 if small else 8, (figure, 0, _RIGHT), None))
    return holder
