"""The shop's own settings: its name, what stands on its papers, its deadlines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.queries.settings import settings
from shopdesk.store.tables import Setting
from shopdesk.store.work import Work

PAPERS = ("A4", "A5", "Letter")
MOST_HANDLING_DAYS, MOST_RETURN_DAYS, MOST_SENDER_LINES = 60, 366, 6


def _name(value: Any) -> str:
    if not str(value).strip():
        raise UserError(_("The shop's name is empty."))
    return str(value).strip()


def _lines(value: Any) -> list[str]:
    lines = [str(line).strip() for line in value if str(line).strip()]
    if len(lines) > MOST_SENDER_LINES:
        raise UserError(_("A sender has at most {count} lines.").format(count=MOST_SENDER_LINES))
    return lines


def _paper(value: Any) -> str:
    if value not in PAPERS:
        raise UserError(_("“{name}” is none of these papers: {known}.").format(name=value, known=", ".join(PAPERS)))
    return str(value)


def _days(most: int) -> Callable[[Any], int]:
    def checked(value: Any) -> int:
        if not isinstance(value, int) or not 0 <= value <= most:
            raise UserError(_("The number of days must be between 0 and {most}.").format(most=most))
        return value

    return checked


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "shop_name": _name,
    "sender_lines": _lines,
    "sender_contact": lambda value: str(value).strip(),
    "tax_number": lambda value: str(value).strip(),
    "invoice_note": lambda value: str(value).strip(),
    "paper": _paper,
    "handling_days": _days(MOST_HANDLING_DAYS),
    "return_days": _days(MOST_RETURN_DAYS),
    "tracking_required": bool,
}


@needs(Right.MANAGE_SHOP)
def set_settings(work: Work, changes: Mapping[str, Any]) -> None:
    """Change settings of the shop; raises UserError for an unknown one or a value that makes no sense."""
    known = settings(work.database, work.connection)
    changed = []
    for key, value in changes.items():
        if key not in _CHECKS:
            raise UserError(_("“{name}” cannot be changed here.").format(name=key))
        checked = _CHECKS[key](value)
        if known.get(key) != checked:
            work.session.merge(Setting(key=key, value=checked))
            changed.append(key)
    if changed:
        work.session.flush()
        work.event("shop", 0, "edited", fields=sorted(changed))
