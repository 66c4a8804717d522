"""When to buy again and how much: days of cover, the reorder formula with its numbers, ABC classes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shopdesk.i18n import N_

BUFFER_DAYS, LEAST_BUFFER, MOST_BUFFER = 7, 7, 15
COVER_DAYS = 14
LEAD_DAYS = 10
"""Taken for suppliers that say nothing."""


class Urgency(StrEnum):
    """How soon an item needs its owner."""

    OUT = "out"
    TOO_LATE = "too_late"
    NOW = "now"
    WATCH = "watch"
    FINE = "fine"
    UNKNOWN = "unknown"


URGENCY_TITLES: dict[Urgency, str] = {
    Urgency.OUT: N_("Sold out"),
    Urgency.TOO_LATE: N_("Too late"),
    Urgency.NOW: N_("Order now"),
    Urgency.WATCH: N_("Watch"),
    Urgency.FINE: N_("Enough"),
    Urgency.UNKNOWN: N_("Not enough data"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """What the formula is fed with; quantities in stock units, times in days."""

    daily: float | None
    available: int
    incoming: int = 0
    expiring: int = 0
    """Units that expire before they can sell at this pace."""
    safety: int = 0
    lead_days: int = LEAD_DAYS
    buffer_days: int = BUFFER_DAYS
    cover_days: int = COVER_DAYS
    pack: int = 1
    least: int = 0
    minimum: int | None = None
    """The alert line: at or below it the item is due whatever it sells."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do, with every number of the formula."""

    need: Need
    cover: float | None
    wanted: float
    quantity: int
    urgency: Urgency

    @property
    def due(self) -> bool:
        """Whether something should be ordered."""
        return self.quantity > 0


def cover_days(available: int, daily: float | None) -> float | None:
    """Days until the goods at hand are sold; None when the demand is unknown or nothing sells."""
    return max(0, available) / daily if daily else None


def whole_packs(quantity: float, pack: int) -> int:
    """Rounded up to whole packs; binary dust of the arithmetic does not open another pack."""
    return math.ceil(round(quantity / pack, 9)) * pack


def advise(need: Need) -> Advice:
    """The reorder rule: due when days of cover ≤ lead time + buffer, or at the alert line.

    quantity = whole packs of max(0, daily × (lead + buffer + cover) + safety − available − incoming), at least the
    supplier's minimum.
    """
    sellable = need.available - need.expiring
    daily = need.daily or 0.0
    cover = cover_days(sellable, need.daily)
    covered = cover_days(sellable + need.incoming, need.daily)
    horizon = need.lead_days + need.buffer_days + need.cover_days
    wanted = max(0.0, daily * horizon + need.safety - sellable - need.incoming)
    low = need.minimum is not None and sellable + need.incoming <= need.minimum
    if low and wanted == 0:
        wanted = float(need.minimum + 1 - sellable - need.incoming) if need.minimum is not None else 0.0
    soon = covered is not None and covered <= need.lead_days + need.buffer_days
    quantity = 0
    if (soon or low) and wanted > 0:
        quantity = whole_packs(max(wanted, need.least), need.pack)
    return Advice(need, cover, wanted, quantity, _urgency(need, sellable, cover, quantity))


def _urgency(need: Need, sellable: int, cover: float | None, quantity: int) -> Urgency:
    if sellable <= 0 and (need.daily or quantity):
        return Urgency.OUT
    if quantity:
        return Urgency.TOO_LATE if cover is not None and cover < need.lead_days else Urgency.NOW
    if need.daily is None:
        return Urgency.UNKNOWN
    if cover is not None and cover <= need.lead_days + need.buffer_days:
        return Urgency.WATCH
    return Urgency.FINE


def runs_out_on(today: date, available: int, daily: float | None) -> date | None:
    """The day on which nothing is left to sell, at this pace."""
    cover = cover_days(available, daily)
    return None if cover is None else today + timedelta(days=math.floor(cover))


def expire_unsold(lots: Sequence[tuple[date | None, int]], today: date, daily: float | None) -> int:
    """Units of ``lots`` (expiry, quantity) that cannot sell in time when the earliest expiry goes first."""
    gone = 0
    sold_before = 0.0
    for expires, quantity in sorted(lots, key=lambda lot: lot[0] or date.max):
        if expires is None:
            break
        days = max(0, (expires - today).days)
        sellable = max(0.0, (daily or 0.0) * days - sold_before)
        kept = min(quantity, math.floor(sellable + 1e-9))
        gone += quantity - kept
        sold_before += kept
    return gone


def abc_classes(values: Mapping[int, int], a_share: float = 0.8, b_share: float = 0.95) -> dict[int, str]:
    """A, B or C per key by its share of the whole value, greatest first; C for what brings nothing."""
    whole = sum(value for value in values.values() if value > 0)
    classes: dict[int, str] = {}
    before = 0
    for key, value in sorted(values.items(), key=lambda pair: (-pair[1], pair[0])):
        share = before / whole if whole else 1.0
        classes[key] = "C" if value <= 0 or share >= b_share else "A" if share < a_share else "B"
        before += max(0, value)
    return classes
