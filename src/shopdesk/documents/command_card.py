"""The card of bench commands: one A5 page whose codes a packer scans instead of typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents.barcodes import code128, module_for
from shopdesk.documents.drawing import Drawing
from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.papers import Paper, page_size, words
from shopdesk.documents.typesetting import fit, leading
from shopdesk.domain.bench_commands import COMMANDS, QUANTITIES_ON_THE_CARD, Command, quantity_code

_MARGIN = 10.0
_ACROSS = 3
_GAP = 4.0


@dataclass(frozen=True, slots=True)
class CommandCell:
    """One command as printed: what it says, when to use it, its key, its code."""

    title: str
    hint: str
    key: str
    code: str
    stands_out: bool = False


def cells(language: str = "en") -> list[CommandCell]:
    """All commands of the bench in the card's order, quantities written out, in ``language``."""
    _ = words(language).gettext
    found: list[CommandCell] = []
    for entry in COMMANDS:
        title, hint = _(entry.title), _(entry.hint)
        if entry.command is not Command.QUANTITY:
            found.append(CommandCell(title, hint, entry.key, entry.command.value, entry.command is Command.OK))
            continue
        found += [
            CommandCell(f"{title} {quantity}", hint, f"{entry.key} {quantity}", quantity_code(quantity))
            for quantity in QUANTITIES_ON_THE_CARD
        ]
    return found


def render(commands: Sequence[CommandCell] | None = None, language: str = "en") -> Paper:
    """Draw the card, A5 across; without ``commands`` it holds every command of the bench."""
    shown = list(commands) if commands is not None else cells(language)
    _ = words(language).gettext
    tall, wide = page_size("A5")
    drawing = Drawing(_("Bench commands"), (wide, tall), language=language)
    right = wide - _MARGIN
    drawing.text(_MARGIN, 17, _("Bench commands"), 20, Weight.BOLD)
    drawing.text(right, 17, _("Scan instead of typing"), 10.5, align="right")
    rows = -(-len(shown) // _ACROSS)
    cell_wide = (right - _MARGIN - (_ACROSS - 1) * _GAP) / _ACROSS
    cell_tall = min(36.0, (tall - 23 - 9.5 - (rows - 1) * _GAP * 0.75) / rows)
    for at, command in enumerate(shown):
        row, column = divmod(at, _ACROSS)
        x, y = _MARGIN + column * (cell_wide + _GAP), 23 + row * (cell_tall + _GAP * 0.75)
        _draw_cell(drawing, command, x, y, cell_wide, cell_tall)
    note = fit(
        _("One card per bench. Codes that start with CMD- are commands and never products."),
        Weight.REGULAR,
        (8, 6),
        right - _MARGIN,
    )
    drawing.text(_MARGIN, tall - 4.4, note.lines[0], note.size)
    drawing.end_page()
    return drawing.finish(1)


def _draw_cell(drawing: Drawing, command: CommandCell, x: float, y: float, wide: float, tall: float) -> None:
    drawing.frame(x, y, wide, tall, 0.8 if command.stands_out else 0.25, 1.6)
    room = wide - 8 - width(command.key, Weight.MEDIUM, 9) - 2
    title = fit(command.title, Weight.BOLD, (14 if tall > 30 else 12.5, 8), room)
    drawing.text(x + 4, y + 6.6, title.lines[0], title.size, Weight.BOLD)
    drawing.text(x + wide - 4, y + 6.6, command.key, 9, Weight.MEDIUM, align="right")
    hint = fit(command.hint, Weight.REGULAR, (8.5, 6), wide - 8)
    drawing.text(x + 4, y + 10.9, hint.lines[0], hint.size)
    bars = code128(command.code)
    module = module_for(bars, wide, most=0.375) or 0.25
    top = y + 13.6
    bars_tall = y + tall - 2.2 - leading(8, 1.1) - top
    drawing.symbol(bars, x + wide / 2, top, module, bars_tall, align="centre")
    drawing.text(x + wide / 2, y + tall - 2.2, command.code, 8, Weight.MEDIUM, align="centre")
