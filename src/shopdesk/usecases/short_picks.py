"""Short picks: units that the books have in a bin and nobody found there."""

from __future__ import annotations

from sqlalchemy import update

from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import places
from shopdesk.store.engine import upsert
from shopdesk.store.tables import Allocation, Location
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.ledger import Movement

_ALLOCATION, _LOCATION = Allocation.__table__, Location.__table__
MISSING = "MISSING"
_LAST_IN_THE_WALK = 900_005


def missing_place(work: Work, warehouse_id: int) -> int:
    """The place of a warehouse where units stand in the books that nobody found; made when it is first needed."""
    for place in places(work.database, work.connection).values():
        if place.zone is Zone.MISSING and place.warehouse_id == warehouse_id:
            return place.id
    made = upsert(work.connection.dialect.name, _LOCATION).on_conflict_do_nothing(
        index_elements=(_LOCATION.c.warehouse_id, _LOCATION.c.code)
    )
    work.write(
        made,
        [{"warehouse_id": warehouse_id, "zone": Zone.MISSING.value, "code": MISSING, "walk": _LAST_IN_THE_WALK}],
    )
    work.database.remembered.pop("locations", None)
    return next(
        place.id
        for place in places(work.database, work.connection).values()
        if place.zone is Zone.MISSING and place.warehouse_id == warehouse_id
    )


def report_short(
    work: Work,
    *,
    allocation_id: int,
    still_there: int,
    lacking: int,
    order_id: int,
    order_line_id: int,
    shipment_line_id: int,
    variant_id: int,
    location_id: int,
    lot_id: int | None,
    warehouse_id: int,
) -> None:
    """Book what was looked for and not found: ``lacking`` units of one allocation of a shipment.

    The rule: the ledger moves exactly these units from their bin to the area “missing”. They stay on hand, because
    nobody has written them off, but they are unavailable: on hand = available + reserved + unavailable holds, and no
    other order is promised them. The order waits for its goods again. Somebody looks later: a count of the item
    lists the bin and the area, so what turns up in the bin is booked there and what is missing is booked as lost; or
    a transfer from “missing” puts found goods back. Other units of the same bin stay: nobody looked for them.
    """
    work.write(
        update(_ALLOCATION).where(_ALLOCATION.c.id == allocation_id).values(quantity=_ALLOCATION.c.quantity - lacking)
        if still_there
        else _ALLOCATION.delete().where(_ALLOCATION.c.id == allocation_id)
    )
    place = places(work.database, work.connection)[location_id]
    ledger.move_goods(
        work,
        [
            Movement(
                variant_id,
                lacking,
                location_id,
                missing_place(work, warehouse_id),
                MoveReason.SHORT_PICK,
                "shipment_line",
                shipment_line_id,
                lot_id,
                note=_("Not found when picking."),
            )
        ],
        allocated=True,
    )
    ledger.release_reservations(work, [order_line_id], only=lacking)
    work.event("order", order_id, "short_pick", units=lacking, line=order_line_id)
    work.event("variant", variant_id, "not_found", units=lacking, bin=place.code)
