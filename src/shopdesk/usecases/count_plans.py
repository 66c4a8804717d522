"""How often items are counted: the shop's own numbers for the classes A, B and C."""

from __future__ import annotations

from shopdesk.domain.counting import Tolerance
from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.queries.settings import settings
from shopdesk.store.tables import Setting
from shopdesk.store.work import Work

MOST_DAYS, MOST_LINES = 1_000, 5_000


@needs(Right.MANAGE_SHOP)
def set_count_plan(
    work: Work,
    *,
    a_days: int | None = None,
    b_days: int | None = None,
    c_days: int | None = None,
    lines_a_day: int | None = None,
    tolerance_units: int | None = None,
    tolerance_percent: int | None = None,
) -> None:
    """Set the days between two counts of an A, B and C item, the lines of one day, and how far a count may be off."""
    known = settings(work.database, work.connection)
    Tolerance(tolerance_units or 0, tolerance_percent or 0)
    given = {
        "count_days_a": a_days,
        "count_days_b": b_days,
        "count_days_c": c_days,
        "count_lines_a_day": lines_a_day,
        "count_tolerance_units": tolerance_units,
        "count_tolerance_percent": tolerance_percent,
    }
    changed = []
    for key, value in given.items():
        if value is None or known.get(key) == value:
            continue
        if key.startswith("count_days") and not 1 <= value <= MOST_DAYS:
            raise UserError(_("The days between two counts are between 1 and {most}.").format(most=MOST_DAYS))
        if key == "count_lines_a_day" and not 1 <= value <= MOST_LINES:
            raise UserError(_("One day takes between 1 and {most} lines.").format(most=MOST_LINES))
        work.session.merge(Setting(key=key, value=value))
        changed.append(key)
    if changed:
        work.session.flush()
        work.event("shop", 0, "edited", fields=sorted(changed))
