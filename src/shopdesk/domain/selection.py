"""Choosing what to sell: demand × margin × supply control, each from 1 to 5."""

from __future__ import annotations

from decimal import Decimal

from shopdesk.domain.errors import UserError
from shopdesk.i18n import N_, _

LEAST, MOST = 1, 5
DIRECTIONS: dict[str, str] = {
    "low_competition": N_("High demand, little competition"),
    "different": N_("Different from others"),
    "repeat": N_("Bought again and again"),
}
_MILLION = 1_000_000
_STEPS = (Decimal("0.10"), Decimal("0.25"), Decimal("0.40"), Decimal("0.55"))


def score(demand: int, margin: int, supply: int) -> int:
    """Demand × margin × supply, 1 to 125; raises UserError for points outside 1 to 5."""
    for points in (demand, margin, supply):
        if not LEAST <= points <= MOST:
            raise UserError(_("Points go from {least} to {most}.").format(least=LEAST, most=MOST))
    return demand * margin * supply


def rank(points: int, margin: Decimal | None) -> int:
    """What candidates are ordered by: their score, and among equals the larger margin, in millionths."""
    share = min(max(margin if margin is not None else Decimal(-1), Decimal(-1)), Decimal(1))
    return points * 2 * _MILLION + int((share + 1) * (_MILLION - 1))


def margin_points(margin: Decimal | None) -> int:
    """Points for a margin on price: under 10 % 1, under 25 % 2, under 40 % 3, under 55 % 4, else 5."""
    if margin is None:
        return LEAST
    return LEAST + sum(margin >= step for step in _STEPS)
