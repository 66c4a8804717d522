"""The line at the foot: which keys do what, from the same table as the printed card."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from shopdesk.domain.packing import COMMANDS, Command
from shopdesk.i18n import N_, _
from shopdesk.ui import theme
from shopdesk.ui.bench.look import Look, Part
from shopdesk.ui.bench.session import BenchSession
from shopdesk.ui.bench.stages import Stage

_BY_COMMAND = {entry.command: entry for entry in COMMANDS}
_WHILE_PACKING = (
    Command.QUANTITY,
    Command.UNDO,
    Command.HOLD,
    Command.WEIGH,
    Command.NEXT,
    Command.SLIP,
    Command.FORCE,
)
_BETWEEN = ((Command.SLIP, N_("Print again")), (Command.UNDO, N_("Reopen last parcel")))


def hint_line(look: Look, session: BenchSession, typed: str) -> QWidget:
    """The keys that mean something now, and what is being typed by hand."""
    parts: list[Part] = []
    for key, words in _hints(session):
        parts += [look.keyed(key, words), 32]
    right = look.text(typed, 22, 600, "text") if typed else look.text(_("or scan the card"), 20, 400, "text2")
    icon: list[Part] = [look.symbol("keyboard", 24, "text2", 1.3), 10] if typed else []
    row = look.row(*parts, None, *icon, right, margins=(32, 0, 32, 0))
    return look.panel(row, fill=theme.colour("surface"), sides="t")


def _hints(session: BenchSession) -> list[tuple[str, str]]:
    stage = session.stage
    if session.helping:
        return [("Esc", _("Back"))]
    if session.entry is not None and stage is not Stage.COMPLETE:
        return [("Enter", _("Take this")), ("Esc", _("Back"))]
    if stage in {Stage.WAITING, Stage.COMPLETE}:
        leave = _("Leave the bench") if stage is Stage.WAITING else _("All orders")
        known = [(_BY_COMMAND[command].key, _(words)) for command, words in _BETWEEN]
        return [*known, ("Esc", leave), ("F1", _("Help"))]
    known = [(_BY_COMMAND[command].key, _(_BY_COMMAND[command].title)) for command in _WHILE_PACKING]
    return [*known, ("F1", _("Help"))]
