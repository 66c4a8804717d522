"""Booking the differences of a planned stock file."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, update

from shopdesk.domain.codes import plain_code
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import area
from shopdesk.store.tables import Lot
from shopdesk.store.work import Work
from shopdesk.usecases.import_bins import DOCUMENT, bins, lots
from shopdesk.usecases.import_plans import Report, ShopFacts, chunks, key_of
from shopdesk.usecases.import_stock import Difference, StockPlan
from shopdesk.usecases.ledger import Movement, move_goods

_AT_ONCE = 2_000
_LOT: Any = Lot.__table__


def write(work: Work, plan: StockPlan, facts: ShopFacts, batch_id: int, report: Report | None) -> None:
    """Carry out the plan inside the running transaction."""
    by_code = bins(work, [one.record.bin for one in plan.differences], facts.warehouse_id)
    lot_ids = lots(work, ((one.variant_id, _lot(one)) for one in plan.differences))
    _date_lots(work, plan, lot_ids)
    zones = {zone: area(work.database, work.connection, zone, facts.warehouse_id).id
             for zone in (Zone.STORAGE, Zone.LOSS, Zone.SUPPLIER)}  # fmt: skip
    note = _("Counted, from {file}").format(file=facts.file_name)
    done, of = 0, len(plan.differences)
    for part in chunks(plan.differences, _AT_ONCE):
        if report is not None:
            report(of + done, 2 * of)
        movements = []
        for one in part:
            place = one.location_id or by_code.get(key_of(one.record.bin)) or zones[Zone.STORAGE]
            lot_id = one.lot_id or lot_ids.get((one.variant_id, _lot(one)))
            outside = zones[Zone.SUPPLIER if one.first else Zone.LOSS]
            reason = MoveReason.OPENING if one.first else MoveReason.ADJUSTMENT
            source, target = (outside, place) if one.units > 0 else (place, outside)
            movements.append(
                Movement(one.variant_id, abs(one.units), source, target, reason, DOCUMENT, batch_id,
                         lot_id if one.units > 0 else one.lot_id, note, one.record.cost)
            )  # fmt: skip
        move_goods(work, movements)
        done += len(part)
    if report is not None:
        report(2 * of, 2 * of)


def _lot(one: Difference) -> str:
    """The lot a surplus goes to; goods with only an expiry date form a lot of that date."""
    if one.units < 0:
        return ""
    lot = plain_code(one.record.lot)
    return lot or (one.record.expires_on.isoformat() if one.record.expires_on else "")


def _date_lots(work: Work, plan: StockPlan, lot_ids: dict[tuple[int, str], int]) -> None:
    dated = [{"lot": lot_ids[key], "day": day} for key, day in plan.expiries.items() if key in lot_ids]
    if dated:
        work.write(
            update(_LOT)
            .where(_LOT.c.id == bindparam("lot"), _LOT.c.expires_on.is_(None))
            .values(expires_on=bindparam("day")),
            dated,
        )
