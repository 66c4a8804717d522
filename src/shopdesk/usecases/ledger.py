"""The one way goods move: ledger row, bin level and warehouse balance change together or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import func, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.stock import BinStock, MoveReason, ReservationState, take
from shopdesk.i18n import _
from shopdesk.queries.settings import Place, places
from shopdesk.store.engine import upsert
from shopdesk.store.tables import (
    OrderLine,
    Reservation,
    Variant,
)
from shopdesk.store.work import Work
from shopdesk.usecases import ledger_statements as statements
from shopdesk.usecases.ledger_statements import BALANCE, LEVEL

_TRIES = 5


class Movement(NamedTuple):
    """Whole stock units going from one location to another, and the document that asked for it."""

    variant_id: int
    quantity: int
    from_id: int
    to_id: int
    reason: MoveReason
    document: str = ""
    document_id: int | None = None
    lot_id: int | None = None
    note: str = ""
    unit_cost: int | None = None
    reverses: int | None = None


def move_goods(
    work: Work,
    movements: Sequence[Movement],
    *,
    allocated: bool = False,
    promises_kept: Mapping[tuple[int, int], int] | None = None,
) -> None:
    """Do all movements. ``allocated``: the units leave bins where they were tied to a shipment.

    ``promises_kept``: reserved units per (variant, warehouse) that leave the reservation with them.

    Raises UserError when a bin holds fewer free units than asked; nothing is half done.
    """
    if not movements:
        return
    known = places(work.database, work.connection, *{m.from_id for m in movements}, *{m.to_id for m in movements})
    work.run(
        statements.INSERT_MOVES,
        [{**m._asdict(), "reason": m.reason.value, "by_name": work.user.name, "at": work.now} for m in movements],
    )
    _take_from_bins(work, movements, known, allocated=allocated)
    _put_into_bins(work, movements, known)
    _change_balances(work, movements, known, promises_kept or {})


def _take_from_bins(work: Work, movements: Sequence[Movement], known: dict[int, Place], *, allocated: bool) -> None:
    needed: dict[tuple[int, int, int], int] = defaultdict(int)
    for m in movements:
        if not known[m.from_id].virtual:
            needed[m.variant_id, m.from_id, m.lot_id or 0] += m.quantity
    if not needed:
        return
    statement = statements.TAKE_ALLOCATED if allocated else statements.TAKE_FREE
    rows = [{"v": v, "l": place, "lot": lot, "q": q} for (v, place, lot), q in sorted(needed.items())]
    if work.run(statement, rows).rowcount != len(rows):
        _refuse(work, needed, known)


def _refuse(work: Work, needed: dict[tuple[int, int, int], int], known: dict[int, Place]) -> None:
    """Name the first item that is not there in the needed quantity."""
    for (variant_id, place_id, _lot), quantity in needed.items():
        left = work.read(
            select(func.coalesce(func.sum(LEVEL.c.quantity), 0)).where(
                LEVEL.c.variant_id == variant_id, LEVEL.c.location_id == place_id
            )
        ).scalar_one()
        if left < quantity:
            break
    sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar()
    raise UserError(
        _("Bin {bin} does not hold {quantity} free pieces of {sku}.").format(
            bin=known[place_id].code, quantity=quantity, sku=sku
        )
    )


def _put_into_bins(work: Work, movements: Sequence[Movement], known: dict[int, Place]) -> None:
    added: dict[tuple[int, int, int | None], int] = defaultdict(int)
    for m in movements:
        if not known[m.to_id].virtual:
            added[m.variant_id, m.to_id, m.lot_id] += m.quantity
    if added:
        ordered = sorted(added.items(), key=lambda item: (item[0][0], item[0][1], item[0][2] or 0))
        work.run(
            statements.put_into_bins(work.connection.dialect.name),
            [
                {"variant_id": v, "location_id": place, "lot_id": lot, "quantity": q, "allocated": 0}
                for (v, place, lot), q in ordered
            ],
        )


def _change_balances(
    work: Work, movements: Sequence[Movement], known: dict[int, Place], kept: Mapping[tuple[int, int], int]
) -> None:
    deltas: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for m in movements:
        for place, sign in ((known[m.from_id], -m.quantity), (known[m.to_id], m.quantity)):
            if not place.virtual:
                delta = deltas[m.variant_id, place.warehouse_id]
                delta[0] += sign
                if place.unavailable:
                    delta[1] += sign
    changed = {key: delta for key, delta in sorted(deltas.items()) if delta != [0, 0] or kept.get(key)}
    if not changed:
        return
    rows = [
        {"v": key[0], "w": key[1], "hand": hand, "blocked": blocked, "kept": kept.get(key, 0)}
        for key, (hand, blocked) in changed.items()
    ]
    if work.run(statements.CHANGE_BALANCES, rows).rowcount == len(rows):
        return
    present = {
        (row.variant_id, row.warehouse_id)
        for row in work.read(
            select(BALANCE.c.variant_id, BALANCE.c.warehouse_id).where(
                BALANCE.c.variant_id.in_({v for v, _w in changed})
            )
        )
    }
    put = upsert(work.connection.dialect.name, BALANCE)
    put = put.on_conflict_do_update(
        index_elements=(BALANCE.c.variant_id, BALANCE.c.warehouse_id),
        set_={
            "on_hand": BALANCE.c.on_hand + put.excluded.on_hand,
            "unavailable": BALANCE.c.unavailable + put.excluded.unavailable,
        },
    )
    work.write(
        put,
        [
            {"variant_id": v, "warehouse_id": w, "on_hand": hand, "unavailable": blocked, "reserved": 0}
            for (v, w), (hand, blocked) in changed.items()
            if (v, w) not in present
        ],
    )


def free_units(work: Work, variant_id: int, warehouse_id: int) -> int:
    """Units available to promise: on hand − reserved − unavailable."""
    free: int | None = work.run(statements.FREE_UNITS, {"v": variant_id, "w": warehouse_id}).scalar()
    return free or 0


def reserve(work: Work, order_line_id: int, variant_id: int, warehouse_id: int, wanted: int) -> int:
    """Promise up to ``wanted`` free units to an order line; returns how many were got. Never oversells."""
    for _attempt in range(_TRIES):
        got = min(wanted, max(0, free_units(work, variant_id, warehouse_id)))
        if got == 0:
            return 0
        changed = work.run(statements.PROMISE, {"v": variant_id, "w": warehouse_id, "got": got})
        if changed.rowcount == 1:
            work.run(
                statements.ADD_RESERVATION,
                {
                    "order_line_id": order_line_id,
                    "variant_id": variant_id,
                    "warehouse_id": warehouse_id,
                    "quantity": got,
                    "consumed": 0,
                    "state": ReservationState.ACTIVE.value,
                    "created_at": work.now,
                },
            )
            work.run(statements.RESERVE_LINE, {"line": order_line_id, "got": got})
            return got
    return 0


def release_reservations(work: Work, order_line_ids: Sequence[int], only: int | None = None) -> int:
    """Give promised units of these lines back (at most ``only``); returns how many."""
    rows = work.read(
        select(
            Reservation.id,
            Reservation.order_line_id,
            Reservation.variant_id,
            Reservation.warehouse_id,
            (Reservation.quantity - Reservation.consumed).label("open"),
            Reservation.consumed,
        )
        .where(Reservation.order_line_id.in_(order_line_ids), Reservation.state == ReservationState.ACTIVE.value)
        .order_by(Reservation.id)
    ).all()
    freed = 0
    line = OrderLine.__table__
    held = Reservation.__table__
    for row in rows:
        part = row.open if only is None else min(row.open, only - freed)
        if part <= 0:
            continue
        if part == row.open and row.consumed == 0:
            values = {"state": ReservationState.RELEASED.value}
        elif part == row.open:
            values = {"quantity": row.consumed, "state": ReservationState.CONSUMED.value}
        else:
            values = {"quantity": row.consumed + row.open - part}
        work.write(update(held).where(held.c.id == row.id).values(**values))
        work.write(
            update(BALANCE)
            .where(BALANCE.c.variant_id == row.variant_id, BALANCE.c.warehouse_id == row.warehouse_id)
            .values(reserved=BALANCE.c.reserved - part)
        )
        work.write(update(line).where(line.c.id == row.order_line_id).values(reserved=line.c.reserved - part))
        freed += part
    return freed


def allocate(
    work: Work, variant_id: int, warehouse_id: int, quantity: int, avoid: frozenset[int] = frozenset()
) -> list[tuple[int, int | None, int]]:
    """Tie free units to a shipment, oldest first: (location, lot, units). Raises UserError when bins lack them."""
    for _attempt in range(_TRIES):
        takes, missing = take(_free_bins(work, variant_id, warehouse_id, avoid), quantity)
        if missing:
            sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar()
            raise UserError(not_in_bins(str(sku), quantity, missing))
        got: list[tuple[int, int | None, int]] = []
        for part in takes:
            changed = work.run(statements.ALLOCATE, _bin(variant_id, part.location_id, part.lot_id, part.quantity))
            if changed.rowcount != 1:
                break
            got.append((part.location_id, part.lot_id, part.quantity))
        else:
            return got
        for location_id, lot_id, units in got:
            unallocate(work, variant_id, location_id, lot_id, units)
    raise UserError(_("The bins are being emptied by others at this moment. Please try again."))


def not_in_bins(sku: str, quantity: int, missing: int) -> str:
    """The sentence for goods that are promised but lie in no bin."""
    return _("{missing} of {quantity} pieces of {sku} are in no bin that can be picked from.").format(
        missing=missing, quantity=quantity, sku=sku
    )


def free_in_bins(work: Work, variant_id: int, warehouse_id: int) -> int:
    """Units that lie in bins to pick from and are not tied to a shipment."""
    return sum(stock.free for stock in _free_bins(work, variant_id, warehouse_id, frozenset()))


def unallocate(work: Work, variant_id: int, location_id: int, lot_id: int | None, quantity: int) -> None:
    """Untie units of a bin from a shipment."""
    work.run(statements.UNALLOCATE, _bin(variant_id, location_id, lot_id, quantity))


def _bin(variant_id: int, location_id: int, lot_id: int | None, quantity: int) -> dict[str, int]:
    return {"v": variant_id, "l": location_id, "lot": lot_id or 0, "q": quantity}


def _free_bins(work: Work, variant_id: int, warehouse_id: int, avoid: frozenset[int]) -> list[BinStock]:
    rows = work.run(statements.FREE_BINS, {"v": variant_id, "w": warehouse_id})
    return [
        BinStock(row.location_id, row.lot_id, row.free, row.walk, row.code, row.received_on, row.expires_on)
        for row in rows
        if row.location_id not in avoid
    ]


def find_bin(work: Work, code: str) -> int:
    """The id of the bin called ``code``; raises UserError when there is none."""
    wanted = code.strip().casefold()
    for place in places(work.database, work.connection).values():
        if place.code.casefold() == wanted and not place.virtual:
            return place.id
    raise UserError(_("There is no bin “{code}”.").format(code=code))
