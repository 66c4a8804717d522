"""What is on its way: ordered from suppliers and not here yet, by variant and day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.purchasing import AWAITED
from shopdesk.queries.listing import AnySelect
from shopdesk.store.tables import Purchase, PurchaseLine

_AWAITED = [state.value for state in AWAITED]
_FEW = 500


class Incoming(NamedTuple):
    """Stock units of one variant that a purchase order still owes, and the day they are expected."""

    expected_on: date
    quantity: int
    purchase: int


def still_to_come() -> ColumnElement[int]:
    """Units of a purchase line that are neither here nor given up: ordered − good − damaged − short, never negative."""
    arrived = PurchaseLine.good - PurchaseLine.over + PurchaseLine.damaged + PurchaseLine.short
    left: Any = PurchaseLine.quantity - arrived
    return case((left > 0, left), else_=0)


def awaited() -> ColumnElement[bool]:
    """Purchase orders that a supplier has and has not delivered in full."""
    return Purchase.state.in_(_AWAITED)


def incoming(session: Session, variant_ids: Iterable[int]) -> dict[int, list[Incoming]]:
    """What is still to come of each variant, earliest first; variants without anything on order are left out."""
    found: dict[int, list[Incoming]] = defaultdict(list)
    wanted = set(variant_ids)
    left = still_to_come()
    day = func.coalesce(PurchaseLine.expected_on, Purchase.expected_on)
    question = (
        select(PurchaseLine.variant_id, day, left, Purchase.id)
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .where(awaited(), left > 0)
        .order_by(day, Purchase.id)
    )
    if len(wanted) <= _FEW:
        question = question.where(PurchaseLine.variant_id.in_(wanted))
    # Open orders are few beside variants: for many of these it is quicker to read all that is on its way.
    for variant_id, expected_on, quantity, purchase in session.execute(question):
        if variant_id in wanted:
            found[variant_id].append(Incoming(expected_on, int(quantity), purchase))
    return dict(found)


def incoming_units() -> AnySelect:
    """A select of (variant_id, units, next_on) of everything on its way, for lists that join it."""
    left = still_to_come()
    day = func.min(func.coalesce(PurchaseLine.expected_on, Purchase.expected_on)).label("next_on")
    return (
        select(PurchaseLine.variant_id, func.sum(left).label("units"), day)
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .where(awaited(), left > 0)
        .group_by(PurchaseLine.variant_id)
    )
