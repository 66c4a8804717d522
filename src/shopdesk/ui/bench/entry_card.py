"""The middle while something is asked: a large field for what is typed, and numbered answers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from shopdesk.i18n import _
from shopdesk.ui import theme
from shopdesk.ui.bench.entry import Entry, EntryKind
from shopdesk.ui.bench.look import Look, Part, question_fill, question_ink
from shopdesk.ui.bench.packing_card import banded, framed, note_parts
from shopdesk.ui.bench.session import BenchSession


def entry_card(look: Look, session: BenchSession, entry: Entry, typed: str) -> QWidget:
    """The question with its answers; ``typed`` is what the keyboard has so far."""
    amber = entry.kind in {EntryKind.HOLD, EntryKind.FORCE, EntryKind.LINE}
    fill = question_fill() if amber else theme.colour("accentFill")
    words = question_ink() if amber else theme.colour("onAccent")
    icon = {EntryKind.WEIGHT: "scale", EntryKind.HOLD: "pause", EntryKind.QUANTITY: "plus"}.get(entry.kind, "flag")
    parts: list[Part] = [None]
    for at, choice in enumerate(entry.choices, 1):
        parts += [look.row(look.key(str(at), 30, 64), 24, (look.text(choice, 38, 600, lines=2, fit=0.75), 1)), 24]
    if entry.choices:
        parts.append(12)
    parts += [_field(look, typed), 14, look.text(_hint(entry), 26, 400, "text2", lines=3, fit=0.85), None]
    body = look.column(*parts, margins=(56, 28, 56, 28))
    card = banded(look, fill, words, icon, entry.title, "", body)
    return framed(look, look.column(*note_parts(look, session), (card, 1), margins=(32, 32, 32, 32)))


def _field(look: Look, typed: str) -> QWidget:
    row = look.row((look.text(typed or " ", 60, 700, fit=0.4), 1), 12, look.key("Enter", 24), margins=(28, 14, 28, 14))
    return look.panel(row, fill=theme.colour("bg"), border=theme.colour("accent"), border_px=3, radius=14, height=116)


def _hint(entry: Entry) -> str:
    match entry.kind:
        case EntryKind.QUANTITY:
            return _("Type the number of pieces, then Enter, then scan the item once.")
        case EntryKind.WEIGHT:
            return _("Put the parcel on the scale and type what it shows, in grams or as 1.25 kg.")
        case EntryKind.LINE:
            return _("Type the number of the item, then Enter.")
        case _:
            return _("Type the number of a reason, or a reason in your own words, then Enter.")
