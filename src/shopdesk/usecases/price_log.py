"""Keeping every changed price with who, when and why, and minding the floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from shopdesk.domain.money import Money
from shopdesk.domain.pricing import BelowFloor, PriceField, floor_price, percent_of
from shopdesk.domain.rights import Right, require
from shopdesk.i18n import _
from shopdesk.queries.price_rules import rules_from
from shopdesk.queries.settings import settings
from shopdesk.store.tables import PriceChange
from shopdesk.store.work import Work

_FIELDS = tuple(field.value for field in PriceField)


@dataclass(frozen=True, slots=True)
class Amounts:
    """What one variant costs and is sold for, before a change."""

    variant_id: int
    product_id: int
    sku: str
    price: int
    list_price: int | None
    cost: int | None


def mind_floor(work: Work, before: Amounts, changes: Mapping[str, Any], below_floor: bool) -> None:
    """Raise BelowFloor when ``changes`` put a price under the floor; with ``below_floor`` it needs a right instead."""
    if not {"price", "cost"} & set(changes):
        return
    price, cost = changes.get("price", before.price), changes.get("cost", before.cost)
    if (price, cost) == (before.price, before.cost):
        return
    known = settings(work.database, work.connection)
    rules = rules_from(known)
    floor = floor_price(cost, rules.min_margin)
    # Nothing at all is no price yet, or a gift.
    if floor is None or not price or price >= floor:
        return
    if below_floor:
        require(work.user, Right.SET_PRICES)
        return
    currency = str(known.get("currency", "EUR"))
    raise BelowFloor(
        _(
            "{sku}: {price} is below the floor of {floor} (cost {cost} and {share} % minimum margin). "
            "It can be saved by saying so."
        ).format(
            sku=before.sku,
            price=Money(price, currency),
            floor=Money(floor, currency),
            cost=Money(cost or 0, currency),
            share=percent_of(rules.min_margin),
        )
    )


def note_prices(work: Work, before: Amounts, changes: Mapping[str, Any], reason: str = "") -> None:
    """Keep what of ``changes`` differs from before, and tell the product's timeline of a new price."""
    rows = []
    for field in _FIELDS:
        was = getattr(before, field)
        if field in changes and changes[field] != was:
            rows.append(
                {
                    "variant_id": before.variant_id,
                    "field": field,
                    "was": was,
                    "now": changes[field],
                    "reason": reason,
                    "by_name": work.user.name,
                    "at": work.now,
                }
            )
    if not rows:
        return
    work.write(insert(PriceChange.__table__), rows)
    if "price" in changes and changes["price"] != before.price:
        more = {"reason": reason} if reason else {}
        work.event(
            "product", before.product_id, "price", sku=before.sku, was=before.price, now=changes["price"], **more
        )


def amounts_of(variant: Any) -> Amounts:
    """The amounts of a variant as they are now."""
    return Amounts(variant.id, variant.product_id, variant.sku, variant.price, variant.list_price, variant.cost)
