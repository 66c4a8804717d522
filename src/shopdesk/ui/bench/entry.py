"""What the bench can ask the packer: a quantity, a weight, one of some lines, a reason, a tracking number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from shopdesk.domain.packing import PackLine
from shopdesk.i18n import N_, _

HOLD_REASONS = (N_("An item is missing"), N_("An item is damaged"), N_("The address is unclear"), N_("Ask the office"))
FORCE_REASONS = (N_("The barcode does not scan"), N_("The item has no barcode"), N_("Counted twice by hand"))
_WEIGHT = re.compile(r"(\d{1,6})(?:[.,](\d{1,3}))?\s*(kg|g)?", re.IGNORECASE)
_MOST_GRAMS = 100_000


class EntryKind(Enum):
    """What is asked."""

    QUANTITY = "quantity"
    WEIGHT = "weight"
    LINE = "line"
    HOLD = "hold"
    FORCE = "force"
    TRACKING = "tracking"


@dataclass(frozen=True)
class Entry:
    """A question with numbered answers, or none. ``line_ids`` go with the answers when lines are asked."""

    kind: EntryKind
    title: str
    choices: tuple[str, ...] = ()
    line_ids: tuple[int, ...] = ()
    line_id: int | None = None

    def choice(self, typed: str) -> int | None:
        """The position of the answer chosen by its number."""
        if len(typed) == 1 and typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(self.choices):
            return int(typed) - 1
        return None


def ask_reason(kind: EntryKind, line_id: int | None = None) -> Entry:
    """Why an order is held, or a line forced."""
    if kind is EntryKind.HOLD:
        return Entry(kind, _("Why is it laid aside?"), tuple(_(reason) for reason in HOLD_REASONS))
    return Entry(kind, _("Why without a scan?"), tuple(_(reason) for reason in FORCE_REASONS), (), line_id)


def ask_line(lines: Sequence[PackLine]) -> Entry:
    """Which of the unfinished lines, at most nine."""
    shown = lines[:9]
    titles = tuple(" · ".join(part for part in (line.title, line.variant_title) if part) for line in shown)
    return Entry(EntryKind.LINE, _("Which item?"), titles, tuple(line.line_id for line in shown))


def read_weight(typed: str) -> int | None:
    """Grams typed as ``1128``, ``1128 g``, ``1.128`` or ``1,128 kg``; None when it is no weight of a parcel."""
    match = _WEIGHT.fullmatch(typed.strip())
    if match is None:
        return None
    whole, fraction, unit = match[1], match[2], (match[3] or "").lower()
    in_kilograms = unit == "kg" or (fraction is not None and unit != "g")
    grams = int(whole) * 1000 + int((fraction or "0").ljust(3, "0")) if in_kilograms else int(whole)
    return grams if 0 < grams <= _MOST_GRAMS else None
