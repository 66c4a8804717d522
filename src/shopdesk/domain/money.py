"""Money as whole minor units: parsing, rounding half up, fair splitting, refunds, tax."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_EXPONENTS = {"JPY": 0, "KRW": 0, "TWD": 0, "VND": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "TND": 3}


def exponent(currency: str) -> int:
    """Digits after the decimal point that ``currency`` is counted in here (CNY 2, TWD 0)."""
    return _EXPONENTS.get(currency, 2)


def half_up(value: Decimal) -> int:
    """Round to a whole number, halves away from zero."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def minor_units(amount: Decimal, currency: str) -> int:
    """Whole minor units of ``amount`` (12.5 EUR → 1250), rounded half up."""
    return half_up(amount.scaleb(exponent(currency)))


def major_text(minor: int, currency: str) -> str:
    """Plain amount without currency for files: 1250, EUR → ``12.50``."""
    digits = exponent(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}"


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in whole minor units (cents); never a float."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Money:
        """Money from an amount in major units, rounded half up."""
        return cls(minor_units(Decimal(amount), currency), currency)

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{major_text(self.minor, self.currency)} {self.currency}"

    def times(self, factor: Decimal | int) -> Money:
        """The product, rounded half up to the minor unit."""
        return Money(half_up(Decimal(self.minor) * factor), self.currency)

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise ValueError(f"cannot combine {other.currency} with {self.currency}")


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """Share ``amount`` minor units out by ``weights`` to the last unit.

    Floors first, leftover units by largest remainder, ties by order. All-zero weights share equally.
    """
    if not weights:
        return []
    if amount < 0:
        return [-part for part in split(-amount, weights)]
    shares = list(weights) if any(weights) else [1] * len(weights)
    total = sum(shares)
    parts = [amount * share // total for share in shares]
    order = sorted(range(len(shares)), key=lambda at: (-(amount * shares[at] % total), at))
    for at in order[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def refund_of(paid: int, quantity: int, done: int, more: int) -> int:
    """Refund in minor units of ``more`` units of a line, after ``done``.

    ``floor(P·(done+k)/n) − floor(P·done/n)``: all units together give exactly ``paid``.
    """
    if not 0 <= done <= done + more <= quantity:
        raise ValueError("more units refunded than the line has")
    return paid * (done + more) // quantity - paid * done // quantity


def tax_in(gross: int, rate: Decimal) -> int:
    """Tax contained in a gross amount of minor units: gross − gross / (1 + rate), half up."""
    return gross - half_up(Decimal(gross) / (1 + rate))
