"""What bought goods really cost: freight and other costs shared out over the lines, exact to the minor unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import exponent, half_up, split
from shopdesk.i18n import N_, _


class Spread(StrEnum):
    """By what freight and other costs are shared out over the lines."""

    VALUE = "value"
    QUANTITY = "quantity"
    WEIGHT = "weight"


SPREAD_TITLES: dict[Spread, str] = {
    Spread.VALUE: N_("By value"),
    Spread.QUANTITY: N_("By quantity"),
    Spread.WEIGHT: N_("By weight"),
}


def checked_rate(text: str) -> Decimal:
    """An exchange rate above zero; raises UserError."""
    try:
        rate = Decimal(text.strip())
    except InvalidOperation as error:
        raise UserError(_("“{value}” is no exchange rate. Write it like 7.85.").format(value=text)) from error
    if not rate.is_finite() or rate <= 0 or rate >= 1_000_000:
        raise UserError(_("“{value}” is no exchange rate. Write it like 7.85.").format(value=text))
    return rate


def in_currency(amount: int, currency: str, other: str, rate: Decimal) -> int:
    """Minor units of ``other`` for ``amount`` minor units of ``currency``; one of ``currency`` costs ``rate``."""
    if currency == other:
        return amount
    return half_up((Decimal(amount) * rate).scaleb(exponent(other) - exponent(currency)))


@dataclass(frozen=True, slots=True)
class CostLine:
    """What spreading needs of a line: ordered units, price of one unit, weight of one unit in grams."""

    quantity: int
    price: int
    weight_g: int | None = None


def landed(lines: Sequence[CostLine], costs: int, spread: Spread, total: int | None = None) -> list[int]:
    """The whole cost of each line: its goods and its share of ``costs``, exact to the minor unit.

    With ``total`` the sum is that amount instead: the same money in the shop's own currency.
    """
    goods = [line.quantity * line.price for line in lines]
    match spread:
        case Spread.VALUE:
            weights = goods
        case Spread.QUANTITY:
            weights = [line.quantity for line in lines]
        case Spread.WEIGHT:
            weights = [line.quantity * (line.weight_g or 0) for line in lines]
            if not all(line.weight_g for line in lines):
                weights = goods  # an unknown weight would travel for nothing
    whole = [own + share for own, share in zip(goods, split(costs, weights), strict=True)]
    return whole if total is None or not any(whole) else split(total, whole)


def cost_of_units(whole: int, quantity: int, done: int, more: int) -> int:
    """The cost of ``more`` units of a line after ``done``: all together cost exactly ``whole``."""
    upto = min(done + more, quantity)
    start = min(done, quantity)
    return whole * upto // quantity - whole * start // quantity


def unit_costs(total: int, units: int) -> list[tuple[int, int]]:
    """Whole unit costs that add up to ``total``: pairs of (units, cost of one), at most two."""
    if units <= 0:
        return []
    each, rest = divmod(total, units)
    return [pair for pair in ((rest, each + 1), (units - rest, each)) if pair[0]]
