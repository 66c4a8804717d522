"""Goods of returns: which lot comes back, into quarantine, and where the inspection sends them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import Disposition
from shopdesk.domain.stock import PICKABLE_ZONES, MoveReason, Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import area, places
from shopdesk.store.tables import Lot, OrderLine, ReturnLine, ShipmentLine, StockMove, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.ledger import Movement, find_bin

_ORDER_LINE = OrderLine.__table__
_GONE = {
    Disposition.SCRAP: (Zone.LOSS, MoveReason.SCRAP),
    Disposition.TO_SUPPLIER: (Zone.SUPPLIER, MoveReason.TO_SUPPLIER),
    Disposition.BACK_TO_CUSTOMER: (Zone.CUSTOMER, MoveReason.SHIP),
}

ByLot = list[tuple[int | None, int]]
"""Units by lot; None is without a lot."""


def lots_with_customer(work: Work, order_line_id: int) -> ByLot:
    """What the ledger says the customer has of an order line, by lot, those that left first first."""
    sent = select(ShipmentLine.id).where(ShipmentLine.order_line_id == order_line_id)
    back = select(ReturnLine.id).where(ReturnLine.order_line_id == order_line_id)
    return _lying(
        work,
        Zone.CUSTOMER,
        ((StockMove.document == "shipment_line") & StockMove.document_id.in_(sent))
        | ((StockMove.document == "return_line") & StockMove.document_id.in_(back)),
    )


def lots_in_quarantine(work: Work, return_line_id: int) -> ByLot:
    """What of a return line lies in quarantine, by lot."""
    own: ColumnElement[bool] = (StockMove.document == "return_line") & (StockMove.document_id == return_line_id)
    return _lying(work, Zone.QUARANTINE, own)


def _lying(work: Work, zone: Zone, moved: ColumnElement[bool]) -> ByLot:
    here = {place.id for place in places(work.database, work.connection).values() if place.zone is zone}
    units: Counter[int | None] = Counter()
    rows: Any = work.read(
        select(StockMove.lot_id, StockMove.from_id, StockMove.to_id, StockMove.quantity)
        .where(moved)
        .order_by(StockMove.id)
    )
    for lot_id, from_id, to_id, quantity in rows:
        units[lot_id] += quantity * ((to_id in here) - (from_id in here))
    known = [(lot_id, count) for lot_id, count in units.items() if count > 0]
    return sorted(known, key=lambda part: part[0] is None)


def by_lot(there: ByLot, units: int) -> ByLot:
    """``units`` of what is there, lot by lot; what no lot explains goes without one."""
    taken: ByLot = []
    for lot_id, count in there:
        part = min(count, units)
        if part:
            taken.append((lot_id, part))
            units -= part
    return [*taken, (None, units)] if units else taken


def lot_named(work: Work, variant_id: int, code: str) -> int:
    """The lot of a variant called ``code``; raises UserError when there is none."""
    found = work.read(select(Lot.id).where(Lot.variant_id == variant_id, Lot.code == code.strip())).scalar()
    if found is None:
        raise UserError(_("There is no lot “{code}”.").format(code=code))
    return int(found)


def take_in(work: Work, line: ReturnLine, units: int, lot: str = "") -> list[Movement]:
    """Units of a return line come into quarantine, with the lots they left with unless ``lot`` names another."""
    line.received += units
    work.write(
        update(_ORDER_LINE)
        .where(_ORDER_LINE.c.id == line.order_line_id)
        .values(returned=_ORDER_LINE.c.returned + units)
    )
    if line.variant_id is None:
        return []
    customer = area(work.database, work.connection, Zone.CUSTOMER).id
    quarantine = area(work.database, work.connection, Zone.QUARANTINE).id
    if lot.strip():
        parts: ByLot = [(lot_named(work, line.variant_id, lot), units)]
    else:
        parts = by_lot(lots_with_customer(work, line.order_line_id), units)
    return [
        Movement(line.variant_id, count, customer, quarantine, MoveReason.RETURN, "return_line", line.id, lot_id)
        for lot_id, count in parts
    ]


def correct_receipt(work: Work, line: ReturnLine, counted: int) -> None:
    """The inspection counts better than the receipt: book what had not come, or came unnoticed."""
    more = counted - line.received
    if more > 0:
        ledger.move_goods(work, take_in(work, line, more))
    elif more < 0:
        if line.variant_id is not None:
            customer = area(work.database, work.connection, Zone.CUSTOMER).id
            _out_of_quarantine(work, line, -more, customer, MoveReason.MISCOUNTED)
        line.received += more
        work.write(
            update(_ORDER_LINE)
            .where(_ORDER_LINE.c.id == line.order_line_id)
            .values(returned=_ORDER_LINE.c.returned + more)
        )


def move_inspected(work: Work, line: ReturnLine, units: int, disposition: Disposition, bin_code: str) -> None:
    """Carry inspected units out of quarantine to where they go, each with its lot.

    What goes back to the customer counts as his again.
    """
    if not units or line.variant_id is None or disposition is Disposition.REFURBISH:
        return  # unknown goods have no stock, and goods to mend stay where they are
    if disposition is Disposition.RESTOCK:
        target, reason = _shelf(work, line.variant_id, bin_code), MoveReason.RESTOCK
    elif disposition in _GONE:
        zone, reason = _GONE[disposition]
        target = area(work.database, work.connection, zone).id
    else:
        raise UserError(_("These goods are here; they cannot stay with the customer."))
    _out_of_quarantine(work, line, units, target, reason)
    if disposition is Disposition.BACK_TO_CUSTOMER:
        work.write(
            update(_ORDER_LINE)
            .where(_ORDER_LINE.c.id == line.order_line_id)
            .values(returned=_ORDER_LINE.c.returned - units)
        )


def _out_of_quarantine(work: Work, line: ReturnLine, units: int, target: int, reason: MoveReason) -> None:
    assert line.variant_id is not None
    quarantine = area(work.database, work.connection, Zone.QUARANTINE).id
    parts: Sequence[tuple[int | None, int]] = by_lot(lots_in_quarantine(work, line.id), units)
    ledger.move_goods(
        work,
        [
            Movement(line.variant_id, count, quarantine, target, reason, "return_line", line.id, lot_id)
            for lot_id, count in parts
        ],
    )


def _shelf(work: Work, variant_id: int, bin_code: str) -> int:
    if bin_code:
        place = places(work.database, work.connection)[find_bin(work, bin_code)]
        if place.zone not in PICKABLE_ZONES:
            raise UserError(_("Nothing can be sold from {bin}.").format(bin=place.code))
        return place.id
    home = work.read(select(Variant.home_bin_id).where(Variant.id == variant_id)).scalar()
    return int(home) if home else area(work.database, work.connection, Zone.STORAGE).id
