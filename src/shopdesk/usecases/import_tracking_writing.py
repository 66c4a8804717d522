"""Writing planned tracking numbers onto their parcels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, update

from shopdesk.store.tables import Parcel, Shipment
from shopdesk.store.work import Work
from shopdesk.usecases.import_plans import Report, ShopFacts
from shopdesk.usecases.import_tracking import NewNumber, TrackingPlan
from shopdesk.usecases.indexing import index_shipments

_PARCEL: Any = Parcel.__table__
_SHIPMENT: Any = Shipment.__table__


def write(work: Work, plan: TrackingPlan, facts: ShopFacts, batch_id: int, report: Report | None) -> None:
    """Carry out the plan inside the running transaction."""
    del facts
    write_numbers(work, plan.numbers, batch_id)
    if report is not None:
        report(len(plan.numbers), len(plan.numbers))


def write_numbers(work: Work, numbers: Sequence[NewNumber], batch_id: int) -> None:
    """Note the numbers, with a timeline line for each parcel."""
    if not numbers:
        return
    work.write(
        update(_PARCEL)
        .where(_PARCEL.c.id == bindparam("parcel"))
        .values(tracking_no=bindparam("code"), carrier=bindparam("by")),
        [{"parcel": one.parcel_id, "code": one.tracking_no, "by": one.carrier} for one in numbers],
    )
    named = [{"shipment": one.shipment_id, "by": one.carrier} for one in numbers if one.carrier]
    if named:
        work.write(
            update(_SHIPMENT)
            .where(_SHIPMENT.c.id == bindparam("shipment"))
            .values(carrier=bindparam("by"), version=_SHIPMENT.c.version + 1),
            named,
        )
    for one in numbers:
        work.event("shipment", one.shipment_id, "tracking", tracking_no=one.tracking_no, carrier=one.carrier,
                   parcel=one.parcel_number, batch=batch_id)  # fmt: skip
    index_shipments(work, sorted({one.shipment_id for one in numbers}))
