"""Bins named in files, and the stock that lies in them at the start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from shopdesk.domain.codes import code_key, plain_code
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.queries.settings import area, places
from shopdesk.store.bulk import Inserter, fresh_ids, insert_rows
from shopdesk.store.tables import Location, Lot, StockBalance, StockLevel, StockMove
from shopdesk.store.work import Work
from shopdesk.usecases.import_plans import looked_up
from shopdesk.usecases.ledger import Movement, move_goods

_STEP = 10
_LAST_WALK = 899_000
_AT_ONCE = 5_000
DOCUMENT = "import"


class FirstStock(NamedTuple):
    """Units of a variant that never had any: where they lie, of which lot, and what one cost in minor units."""

    variant_id: int
    quantity: int
    location_id: int
    lot: str = ""
    unit_cost: int | None = None


def natural(code: str) -> tuple[tuple[int, int, str], ...]:
    """Codes in walking order: A-2 comes before A-10."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|\D+", code))


def bins(work: Work, codes: Iterable[str], warehouse_id: int) -> dict[str, int]:
    """The location of every bin code (by its compared form); bins that are missing are made, in walking order."""
    wanted = {code_key(code): plain_code(code).upper() for code in {code for code in codes if code}}
    known = {
        code_key(place.code): place.id
        for place in places(work.database, work.connection).values()
        if place.warehouse_id == warehouse_id and not place.virtual
    }
    missing = {code for key, code in wanted.items() if key not in known}
    if missing:
        _make(work, missing, warehouse_id)
        known |= {
            code_key(place.code): place.id
            for place in places(work.database, work.connection).values()
            if place.code in missing and place.warehouse_id == warehouse_id
        }
    return known


def _make(work: Work, codes: set[str], warehouse_id: int) -> None:
    old = {
        place.code: place.walk
        for place in places(work.database, work.connection).values()
        if place.warehouse_id == warehouse_id and place.zone is Zone.PICKING
    }
    rows, walk = [], 0
    for code in sorted({*old, *codes}, key=natural):
        if code in old:
            walk = max(walk, old[code])
        else:
            walk = min(walk + _STEP, _LAST_WALK)
            rows.append((warehouse_id, Zone.PICKING.value, code, walk))
    work.touched.add("locations")
    insert_rows(work.connection, Location, ("warehouse_id", "zone", "code", "walk"), rows)
    work.database.remembered.pop("locations", None)


def lots(work: Work, wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """The lot of every (variant, code); lots that are missing are made."""
    pairs = {pair for pair in wanted if pair[1]}
    if not pairs:
        return {}
    known = _known_lots(work, pairs)
    missing = sorted(pairs - set(known))
    if missing:
        ids = fresh_ids(work.connection, Lot, len(missing))
        work.touched.add("lots")
        rows = [
            (lot_id, variant_id, code, work.now.date()) for lot_id, (variant_id, code) in zip(ids, missing, strict=True)
        ]
        insert_rows(work.connection, Lot, ("id", "variant_id", "code", "received_on"), rows)
        known |= dict(zip(missing, ids, strict=True))
    return known


def _known_lots(work: Work, pairs: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    rows = looked_up(
        work.connection, select(Lot.variant_id, Lot.code, Lot.id), Lot.variant_id, {variant for variant, _c in pairs}
    )
    return {(row.variant_id, row.code): row.id for row in rows}


class OpeningStock:
    """Books opening stock from outside into bins."""

    def __init__(self, work: Work, inserter: Inserter, warehouse_id: int, batch_id: int) -> None:
        self._work, self._insert = work, inserter
        self._warehouse_id, self._batch_id = warehouse_id, batch_id
        known = places(work.database, work.connection)
        self._supplier = area(work.database, work.connection, Zone.SUPPLIER, warehouse_id).id
        self._unavailable = {place.id for place in known.values() if place.unavailable}

    def book(self, entries: Sequence[FirstStock]) -> None:
        """Book stock of variants that were here before; the connection must be free."""
        lot_ids = lots(self._work, ((entry.variant_id, entry.lot) for entry in entries))
        movements = [
            Movement(entry.variant_id, entry.quantity, self._supplier, entry.location_id, MoveReason.OPENING, DOCUMENT,
                     self._batch_id, lot_ids.get((entry.variant_id, entry.lot)), unit_cost=entry.unit_cost)
            for entry in entries
        ]  # fmt: skip
        for at in range(0, len(movements), _AT_ONCE):
            move_goods(self._work, movements[at : at + _AT_ONCE])

    def book_new(self, entries: Sequence[FirstStock]) -> None:
        """Book stock of variants made in this transaction.

        Nothing can be there yet, so ledger, bin and balance are plain inserts: the same three rows move_goods writes.
        """
        if not entries:
            return
        lot_ids = self._lots(entries)
        self._work.touched |= {"stock_moves", "stock_levels", "stock_balances"}
        ids = [entry.variant_id for entry in entries]
        lying = [entry.location_id for entry in entries]
        units = [entry.quantity for entry in entries]
        of_lot = [lot_ids.get((entry.variant_id, entry.lot)) if entry.lot else None for entry in entries]
        self._insert.columns(
            StockMove,
            {"variant_id": ids, "lot_id": of_lot, "quantity": units, "to_id": lying,
             "unit_cost": [entry.unit_cost for entry in entries]},
            {"from_id": self._supplier, "reason": MoveReason.OPENING.value, "document": DOCUMENT,
             "document_id": self._batch_id, "by_name": self._work.user.name, "at": self._work.now},
        )  # fmt: skip
        self._insert.columns(
            StockLevel,
            {"variant_id": ids, "location_id": lying, "lot_id": of_lot, "quantity": units},
            {"allocated": 0},
        )
        blocked = [entry.quantity if entry.location_id in self._unavailable else 0 for entry in entries]
        self._insert.columns(
            StockBalance,
            {"variant_id": ids, "on_hand": units, "unavailable": blocked},
            {"warehouse_id": self._warehouse_id, "reserved": 0},
        )

    def _lots(self, entries: Sequence[FirstStock]) -> dict[tuple[int, str], int]:
        if not any(entry.lot for entry in entries):
            return {}
        self._insert.wait()
        return lots(self._work, ((entry.variant_id, entry.lot) for entry in entries))
