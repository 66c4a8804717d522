"""How much of an item sells a day: averages without stock-out days, seasons, and how wrong a forecast was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.i18n import N_

WINDOW_DAYS = 56
FEWEST_DAYS = 14
"""Days with stock that an average needs before it means anything."""
_SEASON_MONTHS = 12
_STRONGEST_SEASON, _WEAKEST_SEASON = 3.0, 0.33
_HALF_LIFE_DAYS = 14


class Method(StrEnum):
    """How a daily demand was reckoned."""

    AVERAGE = "average"
    WEIGHTED = "weighted"
    SEASONAL = "seasonal"
    NOT_ENOUGH = "not_enough"


METHOD_TITLES: dict[Method, str] = {
    Method.AVERAGE: N_("Average of the days in stock"),
    Method.WEIGHTED: N_("Average that trusts recent days more"),
    Method.SEASONAL: N_("Average × season"),
    Method.NOT_ENOUGH: N_("Not enough data"),
}


@dataclass(frozen=True, slots=True)
class SalesDay:
    """Units that left for customers on one day, and whether there was anything to sell."""

    sold: int
    in_stock: bool = True


@dataclass(frozen=True, slots=True)
class Demand:
    """Units a day, and what the figure rests on."""

    daily: float
    method: Method
    days_in_stock: int = 0
    days_out: int = 0
    season: float = 1.0


def _selling(days: Sequence[SalesDay]) -> list[SalesDay]:
    """Days on which something could be sold; a day that sold its last unit counts."""
    return [day for day in days if day.in_stock or day.sold > 0]


def average(days: Sequence[SalesDay], season: float = 1.0) -> Demand:
    """Units a day over the days in stock; ``season`` is the factor of the coming weeks, 1 when unknown."""
    selling = _selling(days)
    return average_of(sum(day.sold for day in selling), len(selling), len(days) - len(selling), season)


def average_of(sold: int, in_stock: int, out: int, season: float = 1.0) -> Demand:
    """The same from the units sold and the numbers of days in stock and out of it."""
    if in_stock < FEWEST_DAYS:
        return Demand(0.0, Method.NOT_ENOUGH, in_stock, out)
    method = Method.AVERAGE if season == 1.0 else Method.SEASONAL
    return Demand(sold / in_stock * season, method, in_stock, out, season)


def weighted(days: Sequence[SalesDay]) -> Demand:
    """Units a day where a day counts half as much as one 14 days later; ``days`` oldest first."""
    selling = [(age, day) for age, day in enumerate(reversed(days)) if day.in_stock or day.sold > 0]
    if len(selling) < FEWEST_DAYS:
        return Demand(0.0, Method.NOT_ENOUGH, len(selling), len(days) - len(selling))
    weights = [0.5 ** (age / _HALF_LIFE_DAYS) for age, _day in selling]
    daily = sum(w * day.sold for w, (_age, day) in zip(weights, selling, strict=True)) / sum(weights)
    return Demand(daily, Method.WEIGHTED, len(selling), len(days) - len(selling))


def season_factor(months: Mapping[int, int], now: int, coming: int) -> float | None:
    """How much stronger month ``coming`` (1–12) sold than ``now``; None without units in all twelve months.

    The factor stays between a third and three: one odd month must not fill the house with goods.
    """
    if len(months) < _SEASON_MONTHS or not months.get(now) or not months.get(coming):
        return None
    return min(_STRONGEST_SEASON, max(_WEAKEST_SEASON, months[coming] / months[now]))


@dataclass(frozen=True, slots=True)
class Judgement:
    """A forecast laid beside what really sold on days that were kept out of it."""

    forecast: float
    sold: int
    wape: float | None
    """Sum of absolute errors ÷ sum sold, by week; None when nothing sold."""


def judge(days: Sequence[SalesDay], kept_out: int, method: Method = Method.AVERAGE) -> Judgement | None:
    """Forecast the last ``kept_out`` days from the days before; None when there is not enough data."""
    before, after = days[:-kept_out], days[-kept_out:]
    demand = weighted(before) if method is Method.WEIGHTED else average(before)
    if demand.method is Method.NOT_ENOUGH or len(after) < kept_out:
        return None
    sold = sum(day.sold for day in after)
    wrong = 0.0
    for start in range(0, len(after), 7):
        week = after[start : start + 7]
        wrong += abs(demand.daily * len(week) - sum(day.sold for day in week))
    return Judgement(demand.daily * len(after), sold, wrong / sold if sold else None)
