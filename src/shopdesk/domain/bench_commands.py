"""Commands of the packing bench: one table behind the printed card, the hint line, the help and the keys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shopdesk.i18n import N_


class Command(StrEnum):
    """Codes on the command card. At most eight characters, so that the bars stay wide enough to scan."""

    OK = "CMD-OK"
    UNDO = "CMD-UNDO"
    NEXT = "CMD-NEXT"
    HOLD = "CMD-HOLD"
    SLIP = "CMD-SLIP"
    WEIGH = "CMD-KG"
    QUANTITY = "CMD-Q"
    FORCE = "CMD-PASS"
    RECOUNT = "CMD-REDO"
    DONE = "CMD-DONE"


@dataclass(frozen=True)
class CommandEntry:
    """One command as the card, the hint line, the help and the keyboard know it; texts are to be translated."""

    command: Command
    key: str
    title: str
    hint: str


COMMANDS: tuple[CommandEntry, ...] = (
    CommandEntry(Command.OK, "F9", N_("OK"), N_("after a red banner")),
    CommandEntry(Command.UNDO, "F3", N_("Undo"), N_("take back the last scan")),
    CommandEntry(Command.NEXT, "F6", N_("Next parcel"), N_("close this one, open another")),
    CommandEntry(Command.HOLD, "F4", N_("Hold"), N_("lay the order aside")),
    CommandEntry(Command.SLIP, "F8", N_("Print slip"), N_("print the slip again")),
    CommandEntry(Command.WEIGH, "F5", N_("Weigh"), N_("weigh the parcel again")),
    CommandEntry(Command.QUANTITY, "F2", N_("Quantity"), N_("then scan the item once")),
    CommandEntry(Command.FORCE, "F10", N_("Force"), N_("asks the reason and the right")),
    CommandEntry(Command.RECOUNT, "F7", N_("Recount"), N_("scan everything again")),
    CommandEntry(Command.DONE, "F12", N_("Close parcel"), N_("when all pieces are in")),
)
"""The one table behind the printed card, the hint line, the help and the keys."""

QUANTITIES_ON_THE_CARD = (5, 10)
MOST_AT_ONCE = 999
_ALIASES = {"CMD-FORCE": Command.FORCE, "CMD-WEIGH": Command.WEIGH}
_QUANTITY_PREFIXES = ("CMD-QTY", Command.QUANTITY.value)


def quantity_code(quantity: int) -> str:
    """The command code that says the next scan stands for ``quantity`` pieces."""
    return f"{Command.QUANTITY}{quantity}"


def read_command(code: str) -> tuple[Command, int] | None:
    """The command in a cleaned code and the quantity it carries (0 if none); None when it is no known command."""
    upper = code.upper()
    for prefix in _QUANTITY_PREFIXES:
        digits = upper.removeprefix(prefix)
        if digits != upper and digits.isascii() and digits.isdigit() and 0 < int(digits) <= MOST_AT_ONCE:
            return Command.QUANTITY, int(digits)
    if upper in _ALIASES:
        return _ALIASES[upper], 0
    return (Command(upper), 0) if upper in set(Command) else None
