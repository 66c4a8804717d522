"""Prices: cost-plus, competitors, dynamic rules, endings, floor, price lists, stability. Minor units throughout.

Shares are decimals: 0.30 is 30 %. Everything here proposes and explains; nothing changes a price.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from statistics import median

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import half_up
from shopdesk.i18n import N_, _


class BelowFloor(UserError):
    """A price under cost and the smallest margin; a person may still save it by saying so."""


class PriceField(StrEnum):
    """The amounts of a variant whose changes are kept."""

    PRICE = "price"
    LIST_PRICE = "list_price"
    COST = "cost"


FIELD_TITLES: dict[PriceField, str] = {
    PriceField.PRICE: N_("Price"),
    PriceField.LIST_PRICE: N_("List price"),
    PriceField.COST: N_("Cost"),
}


class Ending(StrEnum):
    """How a price should end after every other rule."""

    NONE = "none"
    ROUND = "00"
    NINETY = "90"
    NINETY_NINE = "99"
    EIGHT = "8"
    NINE = "9"


ENDING_TITLES: dict[Ending, str] = {
    Ending.NONE: N_("As calculated"),
    Ending.ROUND: N_("…00 (whole amounts)"),
    Ending.NINETY: N_("…90"),
    Ending.NINETY_NINE: N_("…99"),
    Ending.EIGHT: N_("whole amounts ending in 8"),
    Ending.NINE: N_("whole amounts ending in 9"),
}


class Rule(StrEnum):
    """Where a suggested price comes from."""

    MARKUP = "markup"
    MARGIN = "margin"
    COMPETITORS = "competitors"
    TOO_MUCH = "too_much"
    RUNNING_OUT = "running_out"


RULE_TITLES: dict[Rule, str] = {
    Rule.MARKUP: N_("Markup on cost"),
    Rule.MARGIN: N_("Margin on price"),
    Rule.COMPETITORS: N_("Competitors"),
    Rule.TOO_MUCH: N_("Too much stock"),
    Rule.RUNNING_OUT: N_("Little stock, demand rising"),
}

COMPETITOR_BASES = ("min", "median", "average")


@dataclass(frozen=True, slots=True)
class PriceRules:
    """The shop's own figures for prices. Shares are decimals, days are whole."""

    min_margin: Decimal = Decimal("0.10")
    markup: Decimal = Decimal("0.30")
    margin: Decimal = Decimal("0.30")
    cost_plus: str = ""
    competitor_base: str = ""
    competitor_shift: Decimal = Decimal(0)
    stale_days: int = 30
    cover_days: int = 0
    cover_cut: Decimal = Decimal("0.10")
    low_days: int = 0
    low_raise: Decimal = Decimal("0.05")
    trend: Decimal = Decimal("0.20")
    ending: Ending = Ending.NONE
    jump: Decimal = Decimal("0.20")
    most_changes: int = 3
    change_days: int = 30
    was_days: int = 30


def by_markup(cost: int, markup: Decimal) -> int:
    """Cost plus a share of the cost: 100.00 at 30 % is 130.00."""
    if cost < 0 or markup < 0:
        raise UserError(_("Cost and markup cannot be negative."))
    return half_up(Decimal(cost) * (1 + markup))


def by_margin(cost: int, margin: Decimal) -> int:
    """The price of which a share is profit: 100.00 at 30 % is 142.86."""
    if not 0 <= margin < 1 or cost < 0:
        raise UserError(_("A margin lies between 0 % and less than 100 %."))
    return half_up(Decimal(cost) / (1 - margin))


def floor_price(cost: int | None, min_margin: Decimal) -> int | None:
    """The lowest price a person may save without saying so: cost × (1 + minimum margin), never rounded down."""
    if cost is None:
        return None
    return int((Decimal(cost) * (1 + min_margin)).to_integral_value(ROUND_CEILING))


def margin_share(price: int, cost: int | None, tax_rate: Decimal = Decimal(0)) -> Decimal | None:
    """(price without tax − landed cost) ÷ price without tax; None without a price or a cost."""
    if cost is None or price <= 0:
        return None
    net = Decimal(price) / (1 + tax_rate)
    return (net - cost) / net


def _next_ending(price: int, step: int, tail: int) -> tuple[int, int]:
    below = price - (price - tail) % step
    return below, below + step


def with_ending(price: int, ending: Ending, digits: int = 2) -> int:
    """The nearest price with this ending; halves go up, and no price becomes zero. ``digits`` of the currency."""
    whole = 10**digits
    match ending:
        case Ending.NONE:
            return price
        case Ending.ROUND:
            step, tail = whole, 0
        case Ending.NINETY | Ending.NINETY_NINE:
            if digits < 2:
                return price
            step, tail = whole, int(ending.value) * whole // 100
        case Ending.EIGHT | Ending.NINE:
            step, tail = 10 * whole, int(ending.value) * whole
    below, above = _next_ending(price, step, tail)
    chosen = above if above - price <= price - below else below
    return chosen if chosen > 0 else above


def above_floor(price: int, floor: int | None, ending: Ending, digits: int = 2) -> int:
    """``price`` with its ending, raised to the next ending that is not below the floor."""
    shown = with_ending(price, ending, digits)
    if floor is None or shown >= floor:
        return shown
    again = with_ending(floor, ending, digits)
    tries = 0
    while again < floor and tries < 3:
        again, tries = with_ending(again + 10 ** (digits + 1), ending, digits), tries + 1
    return max(again, floor)


@dataclass(frozen=True, slots=True)
class Seen:
    """A competitor's price on one day."""

    source: str
    price: int
    seen_on: date


@dataclass(frozen=True, slots=True)
class Reference:
    """What competitors ask: the newest price of each, stale ones left out."""

    price: int
    used: tuple[Seen, ...]
    stale: tuple[Seen, ...]


def reference_price(seen: Iterable[Seen], base: str, today: date, stale_days: int) -> Reference | None:
    """The smallest, median or average of what competitors asked last; None when nothing is fresh."""
    if base not in COMPETITOR_BASES:
        raise UserError(_("“{value}” is not one of: {known}.").format(value=base, known=", ".join(COMPETITOR_BASES)))
    newest: dict[str, Seen] = {}
    for one in seen:
        known = newest.get(one.source.casefold())
        if known is None or one.seen_on > known.seen_on:
            newest[one.source.casefold()] = one
    oldest = today - timedelta(days=stale_days)
    used = tuple(one for one in newest.values() if one.seen_on >= oldest)
    if not used:
        return None
    prices = [one.price for one in used]
    if base == "min":
        found = min(prices)
    elif base == "median":
        found = half_up(Decimal(str(median(prices))))
    else:
        found = half_up(Decimal(sum(prices)) / len(prices))
    return Reference(found, used, tuple(one for one in newest.values() if one.seen_on < oldest))


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """What the rules need to know of one variant; units are pieces, ``days_left`` the cover of what is available."""

    price: int
    cost: int | None
    available: int = 0
    days_left: float | None = None
    sold_recent: int = 0
    sold_before: int = 0
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A price one rule would set, and the numbers it was made of."""

    rule: Rule
    price: int
    numbers: dict[str, object] = field(default_factory=dict)


def proposals(facts: PriceFacts, rules: PriceRules, today: date, digits: int = 2) -> list[Proposal]:
    """What the shop's rules would charge: after the strategy the ending, after the ending the floor."""
    floor = floor_price(facts.cost, rules.min_margin)
    found: list[Proposal] = []

    def propose(rule: Rule, price: int, **numbers: object) -> None:
        shown = above_floor(price, floor, rules.ending, digits)
        # A rule made to lower a price must not raise it to the floor, nor the other way round.
        wrong_way = (rule is Rule.TOO_MUCH and shown >= facts.price) or (
            rule is Rule.RUNNING_OUT and shown <= facts.price
        )
        if shown != facts.price and shown > 0 and not wrong_way:
            told = {**numbers, "calculated": price, "floor": floor, "at_floor": floor is not None and price < floor}
            found.append(Proposal(rule, shown, told))

    if facts.cost is not None and rules.cost_plus == Rule.MARKUP:
        propose(Rule.MARKUP, by_markup(facts.cost, rules.markup), cost=facts.cost, share=str(rules.markup))
    if facts.cost is not None and rules.cost_plus == Rule.MARGIN:
        propose(Rule.MARGIN, by_margin(facts.cost, rules.margin), cost=facts.cost, share=str(rules.margin))
    if rules.competitor_base:
        found_price = reference_price(facts.seen, rules.competitor_base, today, rules.stale_days)
        if found_price is not None:
            propose(
                Rule.COMPETITORS,
                half_up(Decimal(found_price.price) * (1 + rules.competitor_shift)),
                reference=found_price.price,
                base=rules.competitor_base,
                share=str(rules.competitor_shift),
                sources=[[one.source, one.price, one.seen_on.isoformat()] for one in found_price.used],
                stale=len(found_price.stale),
            )
    if rules.cover_days and facts.available > 0 and (facts.days_left is None or facts.days_left > rules.cover_days):
        propose(
            Rule.TOO_MUCH,
            half_up(Decimal(facts.price) * (1 - rules.cover_cut)),
            days_left=None if facts.days_left is None else round(facts.days_left),
            days=rules.cover_days,
            share=str(rules.cover_cut),
        )
    rising = facts.sold_recent > 0 and facts.sold_recent >= facts.sold_before * (1 + rules.trend)
    if rules.low_days and rising and facts.days_left is not None and facts.days_left < rules.low_days:
        propose(
            Rule.RUNNING_OUT,
            half_up(Decimal(facts.price) * (1 + rules.low_raise)),
            days_left=round(facts.days_left),
            days=rules.low_days,
            share=str(rules.low_raise),
            sold=facts.sold_recent,
            before=facts.sold_before,
        )
    return found


class ListKind(StrEnum):
    """What a price list is for."""

    MEMBER = "member"
    LIMITED = "limited"
    LIST = "list"


LIST_KIND_TITLES: dict[ListKind, str] = {
    ListKind.MEMBER: N_("Member price"),
    ListKind.LIMITED: N_("Limited time"),
    ListKind.LIST: N_("Price list"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One list's price of a variant; from inclusive, until exclusive, ``level`` empty is everybody."""

    name: str
    kind: ListKind
    price: int
    level: str = ""
    least: int = 1
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """A price that was looked at; ``why_not`` is empty for those that hold."""

    name: str
    price: int
    why_not: str
    wins: bool = False


def _why_not(offer: Offer, at: datetime, level: str, units: int) -> str:
    if offer.valid_from is not None and at < offer.valid_from:
        return _("It begins later.")
    if offer.valid_until is not None and at >= offer.valid_until:
        return _("It is over.")
    if offer.level and offer.level.casefold() != level.casefold():
        return _("It is for the level “{level}”.").format(level=offer.level)
    if units < offer.least:
        return _("It needs {count} units.").format(count=offer.least)
    return ""


def resolve(
    base: int, offers: Sequence[Offer], at: datetime, level: str = "", units: int = 1
) -> tuple[int, list[Considered]]:
    """The one price a buyer pays per unit, and every price looked at, the winner first.

    The lowest that holds wins; prices are never multiplied. Of equal ones the catalogue's price, then the first.
    """
    ground = (_("Price in the catalogue"), base)
    looked = [(ground[0], base, "")]
    looked += [(offer.name, offer.price, _why_not(offer, at, level, units)) for offer in offers]
    winner = min((place for place, one in enumerate(looked) if not one[2]), key=lambda place: (looked[place][1], place))
    told = [Considered(name, price, why, place == winner) for place, (name, price, why) in enumerate(looked)]
    told.sort(key=lambda one: (not one.wins, bool(one.why_not), one.price))
    return looked[winner][1], told


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a price; minor units."""

    at: datetime
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class Unstable:
    """Why a price needs an eye: its largest jump as a share, and how often it changed in the window."""

    jump: Decimal
    changes: int
    too_far: bool
    too_often: bool


def stability(changes: Sequence[Change], rules: PriceRules, now: datetime) -> Unstable | None:
    """Whether a price moved by more than the share, or more often than the number, in the window of days."""
    first = now - timedelta(days=rules.change_days)
    recent = [one for one in changes if one.at >= first and one.was > 0 and one.was != one.now]
    if not recent:
        return None
    jump = max(abs(Decimal(one.now - one.was)) / one.was for one in recent)
    too_far, too_often = jump > rules.jump, len(recent) > rules.most_changes
    return Unstable(jump, len(recent), too_far, too_often) if too_far or too_often else None


def charged_since(first: datetime, price: int, changes: Sequence[Change]) -> set[int]:
    """Every price charged from ``first`` until now: today's, and what stood before each change since then."""
    return {price} | {amount for one in changes if one.at >= first for amount in (one.was, one.now)}


def was_price_problem(
    list_price: int | None, price: int, changes: Sequence[Change], rules: PriceRules, now: datetime
) -> str:
    """What is wrong with a “was” price: not above the price, or never charged in the last days; else ``""``."""
    if not list_price:
        return ""
    if list_price <= price:
        return _("The list price is not above the price.")
    if list_price not in charged_since(now - timedelta(days=rules.was_days), price, changes):
        return _("This price was never charged in the last {days} days.").format(days=rules.was_days)
    return ""


def percent_of(share: str | Decimal) -> str:
    """A share as whole percent, for sentences: 0.30 is 30."""
    value = (Decimal(str(share)) * 100).normalize()
    return f"{value:f}" if value == value.to_integral_value(ROUND_FLOOR) else f"{value:.1f}"
