"""What the status line says about picked rows: how many, their total, their states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from shopdesk.i18n import _, n_
from shopdesk.ui import figures
from shopdesk.ui.screen import StatusPart
from shopdesk.ui.state_pills import sign
from shopdesk.ui.table_model import MOST_PICKED

_MOST_SIGNS = 3


def summary(picked: Sequence[Any], total: str, state: str, machine: str) -> list[StatusPart]:
    """Parts for the rows; ``total`` and ``state`` name their columns of money and of a state, blank for none."""
    if not picked:
        return []
    count = n_("{count} selected", "{count} selected", len(picked)).format(count=figures.number(len(picked)))
    parts = [StatusPart(count, strong=True)]
    if len(picked) == MOST_PICKED:
        parts.append(StatusPart(_("more cannot be selected at once"), "info"))
    if total:
        sums: Counter[str] = Counter()
        for row in picked:
            sums[getattr(row, "currency", "") or ""] += getattr(row, total, None) or 0
        amounts = " + ".join(figures.money(minor, currency) for currency, minor in sums.items())
        parts.append(StatusPart(_("Total {amount}").format(amount=amounts)))
    if state:
        states = Counter(str(getattr(row, state)) for row in picked)
        for value, number in states.most_common(_MOST_SIGNS):
            shown = sign(machine, value)
            parts.append(StatusPart(f"{figures.number(number)} {shown.word.lower()}", shown.icon, shown.tone))
    return parts
