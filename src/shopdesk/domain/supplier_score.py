"""How good a supplier is: years of cooperation, quality of the goods, stability of supply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of a supplier's score counts, in percent."""

    years: int = 20
    quality: int = 50
    stability: int = 30


def checked_weights(years: int, quality: int, stability: int) -> Weights:
    """Weights that sum to 100 %; raises UserError."""
    if min(years, quality, stability) < 0 or years + quality + stability != 100:
        raise UserError(
            _("The weights must sum to 100 %; these sum to {sum} %.").format(sum=years + quality + stability)
        )
    return Weights(years, quality, stability)


FULL_YEARS = 5
"""Years of cooperation that earn the whole score for it."""


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """What a supplier's score is made of; quantities in stock units.

    ``due`` lines should have come, ``on_time`` of them did by their day; ``filled`` of ``owed`` units arrived.
    """

    since: date
    received: int = 0
    defects: int = 0
    caused_returns: int = 0
    due: int = 0
    on_time: int = 0
    owed: int = 0
    filled: int = 0


@dataclass(frozen=True, slots=True)
class SupplierScore:
    """Years, and shares from 0 to 1; None where nothing happened yet. ``score`` runs from 0 to 100."""

    years: float
    years_share: float
    quality: float | None
    on_time: float | None
    fill_rate: float | None
    stability: float | None
    score: float | None


def years_since(since: date, today: date) -> float:
    """Years between two days, never negative, to one tenth."""
    return round(max(0, (today - since).days) / 365.25, 1)


def supplier_score(facts: SupplierFacts, weights: Weights, today: date) -> SupplierScore:
    """Quality = 1 − (defects + caused returns) / received; stability = on time × fill rate; weighted mean.

    What nothing is known of yet does not count, and neither for nor against the supplier.
    """
    years = years_since(facts.since, today)
    share = min(1.0, years / FULL_YEARS)
    quality = max(0.0, 1 - (facts.defects + facts.caused_returns) / facts.received) if facts.received > 0 else None
    on_time = facts.on_time / facts.due if facts.due > 0 else None
    fill = min(1.0, facts.filled / facts.owed) if facts.owed > 0 else None
    stability = None if on_time is None or fill is None else on_time * fill
    parts = [(share, weights.years), (quality, weights.quality), (stability, weights.stability)]
    known = [(value, weight) for value, weight in parts if value is not None]
    whole = sum(weight for _value, weight in known)
    bought = quality is not None or stability is not None
    score = 100 * sum(value * weight for value, weight in known) / whole if bought and whole else None
    return SupplierScore(years, share, quality, on_time, fill, stability, score)
