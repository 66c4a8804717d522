"""A delivery at the dock: started, counted scan by scan, booked into stock at what it really cost, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select

from shopdesk.domain.codes import checked_code, code_key
from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.purchasing import AWAITED, MoreThanOrdered, PurchaseState, ReceiptState, checked_units
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.scanning import clean_scan
from shopdesk.i18n import _, n_
from shopdesk.queries.finder import barcode_spellings
from shopdesk.store.tables import Barcode, Lot, PurchaseLine, Receipt, ReceiptLine, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.purchase_states import locked
from shopdesk.usecases.receipt_booking import book, take_back

S = ReceiptState


@dataclass(frozen=True, slots=True)
class Counted:
    """What one scan at the dock counted: the receipt line, how many units it added, and how the line stands now."""

    receipt_line_id: int
    purchase_line_id: int
    variant_id: int
    units: int
    good: int
    damaged: int
    ordered: int
    over: int


@needs(Right.RECEIVE_GOODS)
def start_receipt(work: Work, purchase_id: int, delivery_note: str = "") -> int:
    """A delivery of this order is here; returns the receipt's id. One that is being counted already goes on."""
    purchase = locked(work, purchase_id)
    open_id = work.read(
        select(Receipt.id).where(Receipt.purchase_id == purchase_id, Receipt.state == S.COUNTING.value)
    ).scalar()
    if open_id is not None:
        return int(open_id)
    if PurchaseState(purchase.state) not in (*AWAITED, PurchaseState.RECEIVED):
        raise UserError(_("{number} does not wait for goods.").format(number=purchase.number))
    receipt = Receipt(
        number=f"GR-{work.next_number('receipt')}",
        purchase_id=purchase_id,
        state=S.COUNTING.value,
        delivery_note=delivery_note.strip(),
        started_at=work.now,
        by_name=work.user.name,
    )
    work.session.add(receipt)
    work.session.flush()
    work.event("purchase", purchase_id, "receiving", number=receipt.number, delivery_note=receipt.delivery_note)
    return receipt.id


def _counting(work: Work, receipt_id: int) -> Receipt:
    work.lock(Receipt, id=receipt_id)
    receipt = work.session.get(Receipt, receipt_id)
    if receipt is None:
        raise UserError(_("There is no such receipt."))
    work.session.refresh(receipt)
    if receipt.state != S.COUNTING.value:
        raise UserError(_("Receipt {number} is not being counted any more.").format(number=receipt.number))
    return receipt


@needs(Right.RECEIVE_GOODS)
def scan_goods(
    work: Work,
    receipt_id: int,
    code: str,
    *,
    damaged: bool = False,
    times: int = 1,
    lot: str = "",
    expires_on: date | None = None,
    accept_over: bool = False,
) -> Counted:
    """Count what was scanned: a barcode counts its pack, a SKU or the supplier's code one unit.

    Raises UserError for goods that are not on the order, and for more than was ordered unless ``accept_over``, which
    only people who may edit purchase orders can say.
    """
    receipt = _counting(work, receipt_id)
    variant_id, pack = _meant(work, receipt, clean_scan(code))
    line = work.session.scalars(
        select(PurchaseLine).where(
            PurchaseLine.purchase_id == receipt.purchase_id, PurchaseLine.variant_id == variant_id
        )
    ).first()
    if line is None:
        sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar()
        raise UserError(_("{sku} is not on this purchase order.").format(sku=sku))
    units = pack * checked_units(times)
    _refuse_too_many(work, line, units, accept_over=accept_over)
    counted = _receipt_line(work, receipt, line, lot, expires_on)
    if damaged:
        counted.damaged = (counted.damaged or 0) + units
    else:
        counted.good = (counted.good or 0) + units
    work.session.flush()
    return _told(work, counted, line, units)


def _meant(work: Work, receipt: Receipt, code: str) -> tuple[int, int]:
    """The variant a scan means and the units it counts."""
    hit = work.read(
        select(Barcode.variant_id, Barcode.quantity).where(Barcode.code.in_(barcode_spellings(code)))
    ).first()
    if hit is not None:
        return int(hit.variant_id), int(hit.quantity)
    on_order = select(PurchaseLine.variant_id).where(PurchaseLine.purchase_id == receipt.purchase_id)
    own = work.read(
        select(Variant.id).where(Variant.sku_key == code_key(code)).order_by(Variant.id.in_(on_order).desc())
    )
    found = own.scalars().first()
    if found is None:
        theirs = select(PurchaseLine.variant_id).where(
            PurchaseLine.purchase_id == receipt.purchase_id, func.lower(PurchaseLine.supplier_code) == code.lower()
        )
        found = work.read(theirs).scalars().first() if code else None
    if found is None:
        raise UserError(_("Nothing is known by the code “{code}”.").format(code=code))
    return int(found), 1


def _counted_so_far(work: Work, line: PurchaseLine) -> int:
    """Units of a line that are here: booked, and counted in the delivery at the dock."""
    at_dock = work.read(
        select(func.coalesce(func.sum(ReceiptLine.good + ReceiptLine.damaged), 0))
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(ReceiptLine.purchase_line_id == line.id, Receipt.state == S.COUNTING.value)
    ).scalar_one()
    return line.good + line.damaged + int(at_dock)


def _refuse_too_many(work: Work, line: PurchaseLine, more: int, *, accept_over: bool) -> None:
    here = _counted_so_far(work, line)
    if here + more <= max(line.quantity, here if more < 0 else 0):
        return
    if not accept_over:
        over = here + more - line.quantity
        raise MoreThanOrdered(
            n_(
                "{count} piece more than the {ordered} that were ordered.",
                "{count} pieces more than the {ordered} that were ordered.",
                over,
            ).format(count=over, ordered=line.quantity)
        )
    if not work.user.may(Right.EDIT_PURCHASES):
        raise Forbidden(_("Only somebody who may edit purchase orders accepts more than was ordered."))


def _receipt_line(work: Work, receipt: Receipt, line: PurchaseLine, lot: str, expires_on: date | None) -> ReceiptLine:
    """The line of this delivery for these goods and their lot; raises UserError for a lot that cannot be."""
    name = _checked_lot(work, line.variant_id, lot, expires_on)
    found = work.session.scalars(
        select(ReceiptLine).where(
            ReceiptLine.receipt_id == receipt.id,
            ReceiptLine.purchase_line_id == line.id,
            ReceiptLine.lot_code == name,
        )
    ).first()
    if found is None:
        found = ReceiptLine(
            receipt_id=receipt.id,
            purchase_line_id=line.id,
            variant_id=line.variant_id,
            lot_code=name,
            good=0,
            damaged=0,
        )
        work.session.add(found)
    if expires_on is not None:
        if found.expires_on not in (None, expires_on):
            raise UserError(_("Lot {lot} was counted with another expiry date.").format(lot=name))
        found.expires_on = expires_on
    return found


def _checked_lot(work: Work, variant_id: int, lot: str, expires_on: date | None) -> str:
    if expires_on is not None and expires_on < work.now.date():
        raise UserError(_("The expiry date {day} is past.").format(day=expires_on.isoformat()))
    if lot.strip() or expires_on is not None:
        name = checked_code(lot or str(expires_on), _("The lot"))
        known = work.read(select(Lot.expires_on).where(Lot.variant_id == variant_id, Lot.code == name)).scalar()
        if known is not None and expires_on not in (None, known):
            raise UserError(_("Lot {lot} is known with the expiry date {day}.").format(lot=name, day=known.isoformat()))
        return name
    if work.read(select(Lot.id).where(Lot.variant_id == variant_id).limit(1)).first():
        sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar()
        raise UserError(_("{sku} is kept in lots. Name the lot or its expiry date.").format(sku=sku))
    return ""


def _told(work: Work, counted: ReceiptLine, line: PurchaseLine, units: int) -> Counted:
    here = _counted_so_far(work, line)
    return Counted(
        counted.id, line.id, line.variant_id, units, counted.good, counted.damaged, line.quantity,
        max(0, here - line.quantity),
    )  # fmt: skip


@needs(Right.RECEIVE_GOODS)
def count_line(
    work: Work,
    receipt_id: int,
    purchase_line_id: int,
    good: int,
    damaged: int = 0,
    *,
    lot: str = "",
    expires_on: date | None = None,
    accept_over: bool = False,
) -> Counted:
    """Type what was counted of one line (and lot): the numbers replace what was counted of it before."""
    receipt = _counting(work, receipt_id)
    line = work.session.get(PurchaseLine, purchase_line_id)
    if line is None or line.purchase_id != receipt.purchase_id:
        raise UserError(_("There is no such line in this purchase order."))
    good, damaged = (0 if part == 0 else checked_units(part) for part in (good, damaged))
    counted = _receipt_line(work, receipt, line, lot, expires_on)
    more = good + damaged - (counted.good or 0) - (counted.damaged or 0)
    if more > 0:
        _refuse_too_many(work, line, more, accept_over=accept_over)
    counted.good, counted.damaged = good, damaged
    work.session.flush()
    return _told(work, counted, line, more)


@needs(Right.RECEIVE_GOODS)
def uncount(work: Work, receipt_line_id: int, units: int, damaged: bool = False) -> None:
    """Take units back that were counted by mistake."""
    counted = work.session.get(ReceiptLine, receipt_line_id)
    if counted is None:
        raise UserError(_("There is no such receipt line."))
    _counting(work, counted.receipt_id)
    work.session.refresh(counted)
    units = checked_units(units)
    there = counted.damaged if damaged else counted.good
    if units > there:
        raise UserError(_("Only {count} pieces were counted.").format(count=there))
    if damaged:
        counted.damaged -= units
    else:
        counted.good -= units
    work.session.flush()


@needs(Right.RECEIVE_GOODS)
def book_receipt(work: Work, receipt_id: int, *, into_bins: bool | None = None, note: str = "") -> None:
    """The counting is done: the goods are in stock now. ``into_bins`` overrules the shop's setting."""
    receipt = _counting(work, receipt_id)
    work.write(
        delete(ReceiptLine.__table__).where(
            ReceiptLine.__table__.c.receipt_id == receipt_id,
            ReceiptLine.__table__.c.good == 0,
            ReceiptLine.__table__.c.damaged == 0,
        )
    )
    receipt = work.session.get_one(Receipt, receipt_id)
    if note.strip():
        receipt.note = note.strip()
    book(work, receipt, into_bins=into_bins)


@needs(Right.RECEIVE_GOODS)
def discard_receipt(work: Work, receipt_id: int, reason: str = "") -> None:
    """Throw a count away; nothing of it was booked. The receipt stays, undone."""
    receipt = _counting(work, receipt_id)
    receipt.state, receipt.undone_at = S.UNDONE.value, work.now
    work.session.flush()
    table = ReceiptLine.__table__
    number, purchase_id = receipt.number, receipt.purchase_id
    work.write(delete(table).where(table.c.receipt_id == receipt_id))
    work.event("purchase", purchase_id, "receipt_discarded", number=number, reason=reason)


@needs(Right.RECEIVE_GOODS)
def undo_receipt(work: Work, receipt_id: int, reason: str) -> None:
    """A booked delivery was not so: the goods go back the way they came, and the order waits for them again."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    work.lock(Receipt, id=receipt_id)
    receipt = work.session.get(Receipt, receipt_id)
    if receipt is None:
        raise UserError(_("There is no such receipt."))
    work.session.refresh(receipt)
    if receipt.state != S.BOOKED.value:
        raise UserError(_("Receipt {number} is not booked.").format(number=receipt.number))
    take_back(work, receipt, reason)


@needs(Right.RECEIVE_GOODS)
def receive_purchase(
    work: Work,
    purchase_id: int,
    lines: Sequence[Mapping[str, Any]] | None = None,
    *,
    delivery_note: str = "",
    into_bins: bool | None = None,
    accept_over: bool = False,
) -> int:
    """Count and book a delivery at once; returns the receipt's id. Without ``lines`` everything awaited came well.

    Lines are ``{"variant": id, "good": units, "damaged": units, "lot": code, "expires": date}``.
    """
    purchase = locked(work, purchase_id)
    if work.read(
        select(Receipt.id).where(Receipt.purchase_id == purchase_id, Receipt.state == S.COUNTING.value)
    ).first():
        raise UserError(_("A delivery of {number} is being counted already.").format(number=purchase.number))
    receipt_id = start_receipt(work, purchase_id, delivery_note)
    known = {
        row.variant_id: row
        for row in work.read(select(PurchaseLine.__table__).where(PurchaseLine.purchase_id == purchase_id))
    }
    arrived: Sequence[Mapping[str, Any]] = _all_awaited(known.values()) if lines is None else lines
    for came in arrived:
        row = known.get(int(came["variant"]))
        if row is None:
            sku = work.read(select(Variant.sku).where(Variant.id == int(came["variant"]))).scalar()
            raise UserError(_("{sku} is not on this purchase order.").format(sku=sku))
        good, damaged = came.get("good", 0), came.get("damaged", 0)
        if not good and not damaged:
            raise UserError(_("Say how many pieces came."))
        expires = came.get("expires")
        count_line(
            work, receipt_id, row.id, good, damaged, lot=str(came.get("lot", "")), accept_over=accept_over,
            expires_on=date.fromisoformat(expires) if isinstance(expires, str) else expires,
        )  # fmt: skip
    book_receipt(work, receipt_id, into_bins=into_bins)
    return receipt_id


def _all_awaited(rows: Any) -> list[dict[str, Any]]:
    left = [(row.variant_id, row.quantity - (row.good - row.over + row.damaged) - row.short) for row in rows]
    return [{"variant": variant, "good": units} for variant, units in left if units > 0]
