"""First-in-first-out books of every item, read from the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.costing import Books, CostMove, Flow, fifo
from shopdesk.domain.stock import VIRTUAL_ZONES, Zone
from shopdesk.store.tables import Location, StockMove, Variant

_NOT_OWNED = (VIRTUAL_ZONES - {Zone.TRANSIT}) | {Zone.SCRAP}


def books(session: Session, variants: Collection[int] | None = None) -> Iterator[tuple[int, Books]]:
    """The books of each variant that ever moved, one after another in order of their ids."""
    for variant_id, _own, mine in _kept(session, variants):
        yield variant_id, mine


@dataclass(frozen=True, slots=True)
class Use:
    """What units cost that left the house or came back (then less than nothing), and for which document."""

    variant_id: int
    flow: Flow
    quantity: int
    cost: int
    at: datetime
    document: str
    document_id: int | None


def uses(session: Session) -> Iterator[Use]:
    """Every use of goods with its first-in-first-out cost in minor units, variant by variant."""
    for variant_id, own, mine in _kept(session, None):
        # The books note one use for each move that is no entry, in the same order.
        leaving = (row for row, change in own if change.flow not in (Flow.IN, Flow.UNDONE))
        for row, used in zip(leaving, mine.used, strict=True):
            yield Use(variant_id, used.flow, used.quantity, used.cost, used.at, row.document, row.document_id)


def _kept(
    session: Session, variants: Collection[int] | None
) -> Iterator[tuple[int, list[tuple[Any, CostMove]], Books]]:
    """Each variant's moves across the border of the house, and the books they make."""
    zones = {row.id: Zone(row.zone) for row in session.execute(select(Location.id, Location.zone))}
    outside = [place for place, zone in zones.items() if zone in _NOT_OWNED]
    left, entered = StockMove.from_id.in_(outside), StockMove.to_id.in_(outside)
    crossing = or_(and_(left, ~entered), and_(~left, entered))
    moves = (
        select(
            StockMove.variant_id, StockMove.quantity, StockMove.from_id, StockMove.to_id, StockMove.at,
            StockMove.unit_cost, StockMove.reverses, StockMove.document, StockMove.document_id, Variant.cost,
        )
        .join(Variant, Variant.id == StockMove.variant_id)
        .where(crossing)
        .order_by(StockMove.variant_id, StockMove.id)
    )  # fmt: skip
    if variants is not None:
        moves = moves.where(StockMove.variant_id.in_(variants))
    rows = session.execute(moves).yield_per(5000)
    for variant_id, mine in groupby(rows, key=itemgetter(0)):
        own = [
            (
                row,
                CostMove(
                    _flow(zones[row.from_id], zones[row.to_id], row.reverses), row.quantity, row.at, row.unit_cost
                ),
            )
            for row in mine
        ]
        yield variant_id, own, fifo((change for _row, change in own), own[0][0].cost or 0)


def _flow(origin: Zone, target: Zone, reverses: int | None) -> Flow:
    """What a move across the border of the house does to the books."""
    if target is Zone.CUSTOMER:
        return Flow.SOLD
    if target is Zone.SUPPLIER:
        return Flow.UNDONE
    if target in _NOT_OWNED:
        return Flow.LOST
    if origin is Zone.CUSTOMER or reverses is not None:
        return Flow.BACK
    return Flow.IN
