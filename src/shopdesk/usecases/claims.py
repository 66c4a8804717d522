"""Claims against suppliers: opened for bad or missing goods, sent, credited or rejected; goods sent back to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.purchasing import CLAIM_REASONS, CLAIM_TITLES, ClaimState, ReceiptState, checked_units
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import area
from shopdesk.store.tables import (
    Purchase,
    PurchaseLine,
    Receipt,
    ReceiptLine,
    ReturnLine,
    StockLevel,
    Supplier,
    SupplierClaim,
    SupplierItem,
    Variant,
)
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.ledger import Movement

C = ClaimState
_NEXT = {
    C.OPEN: (C.SENT, C.CREDITED, C.REJECTED),
    C.SENT: (C.CREDITED, C.REJECTED),
    C.CREDITED: (),
    C.REJECTED: (C.SENT,),
}


@needs(Right.RECEIVE_GOODS)
def open_claim(
    work: Work,
    purchase_line_id: int,
    quantity: int | None = None,
    *,
    reason: str = "damaged",
    amount: int | None = None,
    note: str = "",
) -> int:
    """Claim damaged or missing units of an order's line; returns the id. ``amount`` in the order's currency.

    Without a quantity everything not claimed yet; without an amount what these units were to cost.
    """
    line = work.session.get(PurchaseLine, purchase_line_id)
    if line is None:
        raise UserError(_("There is no such line in this purchase order."))
    purchase = work.session.get_one(Purchase, line.purchase_id)
    _refuse_unknown(reason)
    limit = {"damaged": line.damaged, "short": line.short}.get(reason, line.good + line.damaged)
    left = limit - _claimed(work, SupplierClaim.purchase_line_id == line.id, SupplierClaim.reason == reason)
    units = left if quantity is None else checked_units(quantity)
    if left <= 0:
        raise UserError(_("There is nothing left to claim for this line."))
    if units > left:
        raise UserError(_("Only {count} pieces can be claimed.").format(count=left))
    part = work.read(
        select(ReceiptLine.id)
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(ReceiptLine.purchase_line_id == line.id, Receipt.state == ReceiptState.BOOKED.value)
        .order_by((ReceiptLine.damaged > 0).desc(), ReceiptLine.id.desc())
    ).scalar()
    claim = _new(
        work, purchase.supplier_id, line.variant_id, units, reason, purchase.currency,
        line.price * units if amount is None else amount, note, purchase_line_id=line.id, receipt_line_id=part,
    )  # fmt: skip
    work.event("purchase", purchase.id, "claimed", number=claim.number, units=units, reason=reason)
    return claim.id


@needs(Right.INSPECT_RETURNS)
def open_claim_for_return(
    work: Work,
    return_line_id: int,
    supplier_id: int | None = None,
    *,
    quantity: int | None = None,
    reason: str = "defect",
    amount: int | None = None,
    note: str = "",
) -> int:
    """Claim units that customers sent back for the supplier's fault; returns the id.

    The supplier is the preferred one of the variant unless named; the amount their price unless given.
    """
    line = work.session.get(ReturnLine, return_line_id)
    if line is None or line.variant_id is None:
        raise UserError(_("There is no such return line."))
    _refuse_unknown(reason)
    item = select(SupplierItem.supplier_id, SupplierItem.price).where(SupplierItem.variant_id == line.variant_id)
    if supplier_id is not None:
        item = item.where(SupplierItem.supplier_id == supplier_id)
    found = work.read(item.order_by(SupplierItem.preferred.desc(), SupplierItem.id)).first()
    chosen = supplier_id if supplier_id is not None else (found.supplier_id if found else None)
    supplier = work.session.get(Supplier, chosen) if chosen is not None else None
    if supplier is None:
        raise UserError(_("Say which supplier these goods came from."))
    left = line.good + line.damaged - _claimed(work, SupplierClaim.return_line_id == return_line_id)
    units = left if quantity is None else checked_units(quantity)
    if left <= 0:
        raise UserError(_("There is nothing left to claim for this line."))
    if units > left:
        raise UserError(_("Only {count} pieces can be claimed.").format(count=left))
    price = found.price if found is not None and found.price is not None else 0
    claim = _new(
        work, supplier.id, line.variant_id, units, reason, supplier.currency,
        price * units if amount is None else amount, note, return_line_id=return_line_id,
    )  # fmt: skip
    work.event("return", line.return_id, "claimed", number=claim.number, units=units, supplier=supplier.name)
    return claim.id


def _refuse_unknown(reason: str) -> None:
    if reason not in CLAIM_REASONS:
        raise UserError(_("There is no reason “{reason}” for a claim.").format(reason=reason))


def _claimed(work: Work, *where: Any) -> int:
    claimed = select(func.coalesce(func.sum(SupplierClaim.quantity), 0)).where(
        SupplierClaim.state != C.REJECTED.value, *where
    )
    return int(work.read(claimed).scalar_one())


def _new(
    work: Work, supplier_id: int, variant_id: int, units: int, reason: str, currency: str, amount: int, note: str,
    **origin: Any,
) -> SupplierClaim:  # fmt: skip
    if amount < 0:
        raise UserError(_("An amount cannot be negative."))
    claim = SupplierClaim(
        number=f"CL-{work.next_number('claim')}",
        supplier_id=supplier_id,
        variant_id=variant_id,
        reason=reason,
        state=C.OPEN.value,
        quantity=units,
        currency=currency,
        amount=amount,
        note=note.strip(),
        opened_at=work.now,
        by_name=work.user.name,
        **origin,
    )
    work.session.add(claim)
    work.session.flush()
    sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar_one()
    work.event("supplier", supplier_id, "claim_opened", number=claim.number, sku=sku, units=units, reason=reason)
    return claim


def _to(work: Work, claim_id: int, to: ClaimState) -> SupplierClaim:
    work.lock(SupplierClaim, id=claim_id)
    claim = work.session.get(SupplierClaim, claim_id)
    if claim is None:
        raise UserError(_("There is no such claim."))
    work.session.refresh(claim)
    state = ClaimState(claim.state)
    if to not in _NEXT[state]:
        raise UserError(
            _("Claim {number} is “{state}” and cannot become “{to}”.").format(
                number=claim.number, state=_(CLAIM_TITLES[state]), to=_(CLAIM_TITLES[to])
            )
        )
    claim.state = to.value
    return claim


@needs(Right.EDIT_PURCHASES)
def send_claim(work: Work, claim_id: int, note: str = "") -> None:
    """The supplier was told; also takes up a rejected claim again."""
    claim = _to(work, claim_id, C.SENT)
    claim.sent_at, claim.closed_at = work.now, None
    work.session.flush()
    work.event("supplier", claim.supplier_id, "claim_sent", number=claim.number, note=note)


@needs(Right.EDIT_PURCHASES)
def credit_claim(work: Work, claim_id: int, amount: int | None = None, reference: str = "") -> None:
    """The supplier pays or replaces; ``amount`` in the claim's currency (all of it when not given)."""
    claim = _to(work, claim_id, C.CREDITED)
    credited = claim.amount if amount is None else amount
    if credited < 0:
        raise UserError(_("An amount cannot be negative."))
    if credited > claim.amount:
        raise UserError(_("More is credited than was claimed."))
    claim.credited, claim.reference, claim.closed_at = credited, reference.strip(), work.now
    work.session.flush()
    work.event(
        "supplier", claim.supplier_id, "claim_credited", number=claim.number, amount=credited, currency=claim.currency,
        reference=claim.reference,
    )  # fmt: skip


@needs(Right.EDIT_PURCHASES)
def reject_claim(work: Work, claim_id: int, reason: str) -> None:
    """The supplier refuses the claim."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    claim = _to(work, claim_id, C.REJECTED)
    claim.closed_at = work.now
    work.session.flush()
    work.event("supplier", claim.supplier_id, "claim_rejected", number=claim.number, reason=reason)


@needs(Right.RECEIVE_GOODS)
def send_goods_back(work: Work, claim_id: int, quantity: int | None = None) -> None:
    """Claimed goods that lie in quarantine leave for the supplier."""
    work.lock(SupplierClaim, id=claim_id)
    claim = work.session.get(SupplierClaim, claim_id)
    if claim is None:
        raise UserError(_("There is no such claim."))
    work.session.refresh(claim)
    if claim.reason == "short":
        raise UserError(_("These goods never came, so none can be sent back."))
    left = claim.quantity - claim.sent_back
    units = left if quantity is None else checked_units(quantity)
    if left <= 0 or units > left:
        raise UserError(_("Only {count} pieces can be sent back.").format(count=left))
    quarantine = area(work.database, work.connection, Zone.QUARANTINE).id
    supplier = area(work.database, work.connection, Zone.SUPPLIER).id
    movements, missing = [], units
    free = StockLevel.quantity - StockLevel.allocated
    for row in work.read(
        select(StockLevel.lot_id, free.label("free"))
        .where(StockLevel.variant_id == claim.variant_id, StockLevel.location_id == quarantine, free > 0)
        .order_by(StockLevel.id)
    ).all():
        count = min(missing, row.free)
        if count:
            movements.append(
                Movement(
                    claim.variant_id, count, quarantine, supplier, MoveReason.TO_SUPPLIER, "claim", claim.id, row.lot_id
                )
            )
            missing -= count
    if missing:
        raise UserError(_("Only {count} pieces of it lie in quarantine.").format(count=units - missing))
    claim.sent_back += units
    number, supplier_id = claim.number, claim.supplier_id
    work.session.flush()
    ledger.move_goods(work, movements)
    work.event("supplier", supplier_id, "sent_back", number=number, units=units)
