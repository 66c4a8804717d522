"""First-in-first-out books of every item, read from the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.costing import Books, CostMove, Flow, fifo
from shopdesk.domain.stock import VIRTUAL_ZONES, Zone
from shopdesk.store.tables import Location, StockMove, Variant

_NOT_OWNED = (VIRTUAL_ZONES - {Zone.TRANSIT}) | {Zone.SCRAP}


def books(session: Session, variants: Collection[int] | None = None) -> Iterator[tuple[int, Books]]:
    """The books of each variant that ever moved, one after another in order of their ids."""
    zones = {row.id: Zone(row.zone) for row in session.execute(select(Location.id, Location.zone))}
    outside = [place for place, zone in zones.items() if zone in _NOT_OWNED]
    left, entered = StockMove.from_id.in_(outside), StockMove.to_id.in_(outside)
    crossing = or_(and_(left, ~entered), and_(~left, entered))
    moves = (
        select(
            StockMove.variant_id, StockMove.quantity, StockMove.from_id, StockMove.to_id, StockMove.at,
            StockMove.unit_cost, StockMove.reverses, Variant.cost,
        )
        .join(Variant, Variant.id == StockMove.variant_id)
        .where(crossing)
        .order_by(StockMove.variant_id, StockMove.id)
    )  # fmt: skip
    if variants is not None:
        moves = moves.where(StockMove.variant_id.in_(variants))
    rows = session.execute(moves).yield_per(5000)
    for variant_id, mine in groupby(rows, key=itemgetter(0)):
        own = list(mine)
        changes = [
            CostMove(_flow(zones[row.from_id], zones[row.to_id], row.reverses), row.quantity, row.at, row.unit_cost)
            for row in own
        ]
        yield variant_id, fifo(changes, own[0].cost or 0)


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
