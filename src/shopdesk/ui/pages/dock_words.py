"""What the card of a delivery says: before the first scan, and after a right one."""

from __future__ import annotations

from shopdesk.i18n import _
from shopdesk.queries.receiving import DockDetail, DockLine
from shopdesk.ui import figures
from shopdesk.ui.pages.dock_card import Told


def waiting_told(dock: DockDetail, *, puts_away: bool) -> Told:
    """What to do first."""
    if puts_away:
        words = _("Everything is booked. Carry it to its bins: scan the goods, then the bin.")
        return Told(_("Put away"), words, "info")
    title = _("Scan the next piece") if dock.counted else _("Scan the first piece")
    return Told(title, _("A case counts as many as its barcode says."), "neutral")


def counted_told(one: DockLine, units: int, damaged: bool, to: str) -> Told:
    """So many units of a line were counted with one scan; good ones go to the bin ``to``."""
    of = _("{here} of {ordered}").format(here=figures.number(one.here), ordered=figures.number(one.line.quantity))
    notes = []
    if units > 1:
        notes.append(_("+{count} with one scan").format(count=figures.number(units)))
    if damaged:
        notes.append(_("damaged: it goes to quarantine"))
    elif to:
        notes.append(_("goes to {bin}").format(bin=to))
    if one.over:
        notes.append(_("{count} more than ordered").format(count=figures.number(one.over)))
    tone = "warning" if damaged or one.over else "success"
    return Told(one.line.name, " · ".join(notes) or one.line.sku, tone, of, one.line.image, one.line.id)
