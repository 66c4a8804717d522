"""Arrived goods go from the dock to the bins they are sold from."""

from __future__ import annotations

from sqlalchemy import select

from shopdesk.domain.errors import UserError
from shopdesk.domain.purchasing import ReceiptState, checked_units
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.i18n import _
from shopdesk.queries.put_away import proposed_bin
from shopdesk.queries.settings import default_warehouse, places
from shopdesk.store.tables import Receipt, ReceiptLine, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.ledger import Movement, find_bin
from shopdesk.usecases.receipt_booking import DOCUMENT

_NOT_FOR_GOODS = frozenset({Zone.RECEIVING, Zone.PACKING, Zone.SHIPPING})


@needs(Right.RECEIVE_GOODS)
def put_away(work: Work, receipt_line_id: int, bin: str = "", quantity: int | None = None) -> str:
    """Carry good units of a receipt line to ``bin``, or to the proposed one; returns the bin's code."""
    work.lock(ReceiptLine, id=receipt_line_id)
    part = work.session.get(ReceiptLine, receipt_line_id)
    if part is None:
        raise UserError(_("There is no such receipt line."))
    work.session.refresh(part)
    receipt = work.session.get_one(Receipt, part.receipt_id)
    if receipt.state != ReceiptState.BOOKED.value:
        raise UserError(_("Receipt {number} is not booked.").format(number=receipt.number))
    left = part.good - part.put_away
    units = left if quantity is None else checked_units(quantity)
    if not left or part.location_id is None:
        raise UserError(_("These goods are put away already."))
    if units > left:
        raise UserError(_("Only {count} pieces are still at the dock.").format(count=left))
    if bin:
        place_id = find_bin(work, bin)
    else:
        store = default_warehouse(work.database, work.connection)
        found = proposed_bin(work.connection, part.variant_id, units, store)
        if found is None:
            raise UserError(_("No bin is free for these goods. Name one."))
        place_id = found.location_id
    place = places(work.database, work.connection, place_id)[place_id]
    if place.zone in _NOT_FOR_GOODS:
        raise UserError(_("{bin} is no bin for goods to lie in.").format(bin=place.code))
    variant_id, lot_id, dock, purchase_id = part.variant_id, part.lot_id, part.location_id, receipt.purchase_id
    part.put_away += units
    work.session.flush()
    ledger.move_goods(
        work,
        [Movement(variant_id, units, dock, place_id, MoveReason.TRANSFER, DOCUMENT, receipt_line_id, lot_id)],
    )
    sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar_one()
    work.event("purchase", purchase_id, "put_away", sku=sku, units=units, bin=place.code)
    return place.code


@needs(Right.RECEIVE_GOODS)
def put_away_receipt(work: Work, receipt_id: int) -> int:
    """Carry everything of a delivery that is still at the dock to its proposed bin; returns the units."""
    parts = work.read(
        select(ReceiptLine.id, ReceiptLine.good, ReceiptLine.put_away)
        .where(ReceiptLine.receipt_id == receipt_id, ReceiptLine.good > ReceiptLine.put_away)
        .order_by(ReceiptLine.id)
    ).all()
    if not parts:
        raise UserError(_("These goods are put away already."))
    for part in parts:
        put_away(work, part.id)
    return sum(part.good - part.put_away for part in parts)
