"""Bundles made of other goods: how many can be made, what limits them, and what is in them at the bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import split
from shopdesk.i18n import _

DEEPEST = 8
Parts = Mapping[int, Sequence[tuple[int, int]]]
"""Per bundle: (part, units of it in one bundle)."""


def makeable(parts: Iterable[tuple[int, int]]) -> int:
    """How many bundles can be made of (available, needed) parts: the scarcest part decides, rounded down."""
    counts = [max(0, available) // needed for available, needed in parts]
    return min(counts, default=0)


def limiting(parts: Mapping[int, tuple[int, int]]) -> int | None:
    """The part that decides how many can be made; of several equally scarce ones the first."""
    if not parts:
        return None
    return min(parts, key=lambda part: max(0, parts[part][0]) // parts[part][1])


def refuse_cycle(parts: Parts, bundle: int, names: Mapping[int, str]) -> None:
    """Raise UserError naming the way when ``bundle`` would contain itself."""

    def walk(at: int, way: tuple[int, ...]) -> None:
        for part, _units in parts.get(at, ()):
            if part == bundle:
                told = " → ".join(names.get(step, str(step)) for step in (*way, part))
                raise UserError(_("A bundle cannot contain itself: {way}.").format(way=told))
            if len(way) >= DEEPEST:
                raise UserError(_("Bundles inside bundles go at most {count} deep.").format(count=DEEPEST))
            walk(part, (*way, part))

    walk(bundle, (bundle,))


def bottom_parts(parts: Parts, bundle: int, units: int = 1) -> dict[int, int]:
    """Units of every part that is itself no bundle in ``units`` of a bundle; nested bundles are opened."""
    found: Counter[int] = Counter()

    def open_up(at: int, count: int, depth: int) -> None:
        if depth > DEEPEST:
            raise UserError(_("Bundles inside bundles go at most {count} deep.").format(count=DEEPEST))
        for part, needed in parts.get(at, ()):
            if parts.get(part):
                open_up(part, count * needed, depth + 1)
            else:
                found[part] += count * needed

    open_up(bundle, units, 1)
    return dict(found)


@dataclass(frozen=True, slots=True)
class PartPrice:
    """One part's line in an order: ``units`` at ``unit_price`` less ``discount`` is ``total``; minor units."""

    part: int
    units: int
    unit_price: int
    discount: int
    total: int


def shared_price(total: int, parts: Mapping[int, int], prices: Mapping[int, int]) -> list[PartPrice]:
    """What each part carries of a bundle's ``total``, by its own price, to the last unit (for refunds)."""
    ids = list(parts)
    shares = split(total, [prices.get(part, 0) * parts[part] for part in ids])
    found = []
    for part, share in zip(ids, shares, strict=True):
        units = parts[part]
        own = max(prices.get(part, 0), -(-share // units))
        found.append(PartPrice(part, units, own, own * units - share, share))
    return found
