"""Blocks that shipping labels are built from: the receiver, a strip of facts, the number's bars, small chips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents.barcodes import Squares, Symbol, Unencodable, code128, dot, module_for, qr
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, is_chinese, width
from shopdesk.documents.papers import Address, country_name
from shopdesk.documents.typesetting import DoesNotFit, address_lines, cap_height, fit, leading, single_line
from shopdesk.i18n import _

LEADING = 1.26
_SHRINK_STEPS = 14
_POSTAL_NUMBER = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Line:
    """One set line of a block; ``gap`` is extra room above it in mm."""

    text: str
    size: float
    weight: Weight
    gap: float = 0.0

    @property
    def height(self) -> float:
        """Room it takes, in mm."""
        return self.gap + leading(self.size, LEADING)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    size: float
    least: float
    weight: Weight
    gap: float = 0.0


def block_height(lines: Sequence[Line]) -> float:
    """Height of set lines in mm."""
    return sum(line.height for line in lines)


def set_block(pieces: Sequence[tuple[str, float, float, Weight, float]], room: float, tall: float) -> list[Line]:
    """Set texts, given as (text, size, least size, weight, gap), into ``room`` × ``tall`` mm.

    All sizes shrink together until the block fits; raises DoesNotFit at the smallest.
    """
    wanted = [_Piece(*piece) for piece in pieces if piece[0].strip()]
    for step in range(_SHRINK_STEPS):
        factor = 1 - step * 0.04
        if block_height(_set_at(wanted, factor, room, even=False)) <= tall:
            return _set_at(wanted, factor, room, even=True)
    raise DoesNotFit(
        _("The address “{address}” is too long for this label.").format(
            address=", ".join(piece.text for piece in wanted)
        )
    )


def _set_at(pieces: Sequence[_Piece], factor: float, room: float, *, even: bool) -> list[Line]:
    lines: list[Line] = []
    for piece in pieces:
        size = max(round(piece.size * factor * 4) / 4, piece.least)
        narrowed = single_line(piece.text, piece.weight, size, max(piece.least, size * 0.8), room)
        texts = address_lines(piece.text, piece.weight, narrowed or size, room, even=even)
        for at, text in enumerate(texts):
            lines.append(Line(text, narrowed or size, piece.weight, piece.gap if at == 0 else 0.0))
    return lines


def draw_block(drawing: Drawing, x: float, top: float, lines: Sequence[Line], room: float) -> float:
    """Draw set lines from ``top`` on; returns where they end."""
    for line in lines:
        top += line.gap
        drawing.text(x, top + leading(line.size, LEADING) * 0.78, line.text, line.size, line.weight, room=room)
        top += leading(line.size, LEADING)
    return top


def receiver_pieces(to: Address, scale: float = 1.0) -> list[tuple[str, float, float, Weight, float]]:
    """The receiver's name and address, the town line largest; Chinese lines, big to small, all in one size."""
    chinese = any(is_chinese(char) for line in to.lines for char in line)
    pieces = [(to.name, 17 * scale, 9.0, Weight.BOLD, 0.0), (to.company, 12.5 * scale, 7.5, Weight.MEDIUM, 0.3)]
    for at, line in enumerate(to.lines):
        if at == len(to.lines) - 1 and not chinese:
            pieces.append((line, 19 * scale, 9.0, Weight.BOLD, 0.8))
        else:
            pieces.append((line, 13 * scale, 7.5, Weight.MEDIUM, 0.5))
    return pieces


def is_abroad(sender: Address, to: Address) -> bool:
    """Whether the country has to be written: it is known and not the sender's."""
    return (
        bool(to.country) and country_name(to.country, "en").casefold() != country_name(sender.country, "en").casefold()
    )


def draw_country(drawing: Drawing, x: float, top: float, country: str, room: float) -> float:
    """The country in capitals, its code white on black before it; returns the height."""
    if len(country) == 2:
        x0 = x
        x += drawing.on_black(x, top, country.upper(), 15, Weight.BLACK, height=8) + 3
        room -= x - x0
    name = country_name(country, "en").upper()
    fitted = fit(name, Weight.MEDIUM, (13, 7), room, most_lines=2)
    middle = top + 4 - (len(fitted.lines) - 1) * leading(fitted.size) / 2
    drawing.lines(x, middle + cap_height(fitted.size) / 2, fitted.lines, fitted.size, Weight.MEDIUM)
    return 8.0


def draw_facts(
    drawing: Drawing, left: float, top: float, right: float, facts: Sequence[tuple[str, str]], tall: float
) -> None:
    """A strip of labelled values between hairlines, each column as wide as its text needs."""
    shown = [(label, value) for label, value in facts if value]
    if not shown:
        return
    is_tight = tall < 11
    size = 10.0 if is_tight else 12.5 if tall > 12 else 11.5
    label_size, label_at, value_at = (6.5, 3.2, 1.9) if is_tight else (7.5, 4.0, 2.9)
    wanted = [
        max(width(value, Weight.BOLD, size), width(label, Weight.MEDIUM, label_size)) + 4 for label, value in shown
    ]
    spare = (right - left - sum(wanted)) / len(wanted)
    columns = [wide + spare for wide in wanted]
    if spare < 0:
        columns = [wide * (right - left) / sum(wanted) for wide in wanted]
    x = left
    for at, ((label, value), wide) in enumerate(zip(shown, columns, strict=True)):
        if at:
            drawing.upright(x, top, top + tall, 0.25)
        inset = 1.6 if at else 0.0
        room = wide - inset - (1.2 if at < len(shown) - 1 else 0.0)
        name = fit(label, Weight.MEDIUM, (label_size, 4.0), room)
        drawing.text(x + inset, top + label_at, name.lines[0], name.size, Weight.MEDIUM)
        fitted = fit(value, Weight.BOLD, (size, 7.0), room, most_lines=2)
        baseline = top + tall - value_at - (len(fitted.lines) - 1) * leading(fitted.size, 1.1)
        drawing.lines(x + inset, baseline, fitted.lines, fitted.size, Weight.BOLD, factor=1.1)
        x += wide


def number_symbol(drawing: Drawing, text: str, room: float, tall: float) -> tuple[Symbol, float]:
    """Bars for a tracking or parcel number with their module, or a QR code if bars would be too wide."""
    try:
        bars = code128(text)
    except Unencodable:
        bars = None
    if bars is not None:
        module = module_for(bars, room, drawing.dpi, most=0.5)
        if module is not None:
            return bars, module
    square = qr(text)
    module = module_for(square, min(room, tall), drawing.dpi, most=1.0)
    if module is None:
        raise Unencodable(_("The code “{text}” does not fit on this label.").format(text=text))
    return square, module


def least_height(drawing: Drawing, text: str, room: float, least: float) -> float:
    """Height that ``number_symbol`` needs: ``least`` for bars, enough for three dots a module for a QR code."""
    symbol, _module = number_symbol(drawing, text, room, room)
    return least if not isinstance(symbol, Squares) else max(least, symbol.room * 3 * dot(drawing.dpi) + 0.01)


def draw_number(drawing: Drawing, middle: float, top: float, room: float, text: str, tall: float, size: float) -> None:
    """A number as bars ``tall`` mm high with its digits below, centred on ``middle``."""
    below = leading(size, 1.25)
    symbol, module = number_symbol(drawing, text, room, tall)
    if isinstance(symbol, Squares):
        side = symbol.width * module
        drawing.symbol(symbol, middle, top + (tall - side) / 2, module, align="centre")
    else:
        drawing.symbol(symbol, middle, top, module, tall, align="centre")
    fitted = fit(in_groups(text), Weight.BOLD, (size, 7.0), room - 8, most_lines=2)
    for at, line in enumerate(fitted.lines):
        drawing.text(
            middle, top + tall + below + at * leading(fitted.size, 1.1), line, fitted.size, Weight.BOLD, align="centre"
        )


def in_groups(number: str) -> str:
    """A long number in groups that people can read aloud; other codes unchanged."""
    if _POSTAL_NUMBER.fullmatch(number):
        return f"{number[:2]} {number[2:5]} {number[5:8]} {number[8:11]} {number[11:]}"
    if number.isascii() and number.isdigit() and len(number) >= 9:
        return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return number


def draw_chip(drawing: Drawing, x: float, top: float, word: str, *, filled: bool) -> None:
    """A small square with one word, black for the receiver, outlined for the sender."""
    side = 7.0
    if filled:
        drawing.black(x, top, side, side, 1.0)
    else:
        drawing.frame(x, top, side, side, 0.4, 1.0)
    fitted = fit(word, Weight.BOLD if filled else Weight.REGULAR, (12.5, 5.0), side - 0.8)
    weight = Weight.BOLD if filled else Weight.REGULAR
    baseline = top + side / 2 + fitted.size * 0.127
    drawing.text(x + side / 2, baseline, word, fitted.size, weight, align="centre", white=filled)
