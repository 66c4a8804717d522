"""The statements of the ledger, compiled once: moves, levels of bins, balances of warehouses, reservations."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select, text, update

from shopdesk.domain.stock import PICKABLE_ZONES
from shopdesk.store.engine import upsert
from shopdesk.store.prepared import Prepared
from shopdesk.store.tables import Location, Lot, OrderLine, Reservation, StockBalance, StockLevel, StockMove

LEVEL: Any = StockLevel.__table__
BALANCE: Any = StockBalance.__table__
_LINE: Any = OrderLine.__table__
_FREE = BALANCE.c.on_hand - BALANCE.c.reserved - BALANCE.c.unavailable
_SAME_BIN = (
    LEVEL.c.variant_id == bindparam("v"),
    LEVEL.c.location_id == bindparam("l"),
    func.coalesce(LEVEL.c.lot_id, 0) == bindparam("lot"),
)
_SAME_BALANCE = (BALANCE.c.variant_id == bindparam("v"), BALANCE.c.warehouse_id == bindparam("w"))

INSERT_MOVES = Prepared(
    insert(StockMove),
    *("variant_id", "lot_id", "quantity", "from_id", "to_id", "reason", "document", "document_id"),
    *("note", "unit_cost", "reverses", "by_name", "at"),
)

# Levels: the units in one bin

TAKE_FREE = Prepared(
    update(LEVEL)
    .where(*_SAME_BIN, LEVEL.c.quantity - LEVEL.c.allocated >= bindparam("q"))
    .values(quantity=LEVEL.c.quantity - bindparam("q"))
)
TAKE_ALLOCATED = Prepared(
    update(LEVEL)
    .where(*_SAME_BIN, LEVEL.c.quantity >= bindparam("q"), LEVEL.c.allocated >= bindparam("q"))
    .values(quantity=LEVEL.c.quantity - bindparam("q"), allocated=LEVEL.c.allocated - bindparam("q"))
)
ALLOCATE = Prepared(
    update(LEVEL)
    .where(*_SAME_BIN, LEVEL.c.quantity - LEVEL.c.allocated >= bindparam("q"))
    .values(allocated=LEVEL.c.allocated + bindparam("q"))
)
UNALLOCATE = Prepared(update(LEVEL).where(*_SAME_BIN).values(allocated=LEVEL.c.allocated - bindparam("q")))
FREE_BINS = Prepared(
    select(
        LEVEL.c.location_id,
        LEVEL.c.lot_id,
        (LEVEL.c.quantity - LEVEL.c.allocated).label("free"),
        Location.walk,
        Location.code,
        Lot.received_on,
        Lot.expires_on,
    )
    .join(Location, Location.id == LEVEL.c.location_id)
    .outerjoin(Lot, Lot.id == LEVEL.c.lot_id)
    .where(
        LEVEL.c.variant_id == bindparam("v"),
        Location.warehouse_id == bindparam("w"),
        or_(*(Location.zone == zone.value for zone in sorted(PICKABLE_ZONES))),
        LEVEL.c.quantity > LEVEL.c.allocated,
    )
)


@lru_cache(maxsize=2)
def put_into_bins(dialect: str) -> Prepared:
    """Add units to bins, whether they held some of the variant before or not."""
    put = upsert(dialect, LEVEL)
    put = put.on_conflict_do_update(
        index_elements=(LEVEL.c.variant_id, LEVEL.c.location_id, text("coalesce(lot_id, 0)")),
        set_={"quantity": LEVEL.c.quantity + put.excluded.quantity},
    )
    return Prepared(put, "variant_id", "location_id", "lot_id", "quantity", "allocated")


# Balances: the units in one warehouse

CHANGE_BALANCES = Prepared(
    update(BALANCE)
    .where(*_SAME_BALANCE)
    .values(
        on_hand=BALANCE.c.on_hand + bindparam("hand"),
        unavailable=BALANCE.c.unavailable + bindparam("blocked"),
        reserved=BALANCE.c.reserved - bindparam("kept"),
    )
)
FREE_UNITS = Prepared(select(_FREE.label("free")).where(*_SAME_BALANCE))
PROMISE = Prepared(
    update(BALANCE)
    .where(*_SAME_BALANCE, bindparam("got") <= _FREE)
    .values(reserved=BALANCE.c.reserved + bindparam("got"))
)

# Reservations: units promised to one order line

ADD_RESERVATION = Prepared(
    insert(Reservation),
    *("order_line_id", "variant_id", "warehouse_id", "quantity", "created_at", "consumed", "state"),
)
RESERVE_LINE = Prepared(
    update(_LINE).where(_LINE.c.id == bindparam("line")).values(reserved=_LINE.c.reserved + bindparam("got"))
)
