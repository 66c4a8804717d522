"""Everything about one purchase order, for its inspector, its page, its papers and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.queries.claims import claim_reason_title
from shopdesk.queries.incoming import still_to_come
from shopdesk.queries.purchases import TOTAL, is_late
from shopdesk.queries.read_models import filled
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import (
    Product,
    Purchase,
    PurchaseLine,
    Receipt,
    ReceiptLine,
    Supplier,
    SupplierClaim,
    SupplierItem,
    Variant,
)


@dataclass(frozen=True, slots=True)
class PurchaseLineDetail:
    """One line; quantities in stock units, money in minor units of the order's currency."""

    id: int
    variant_id: int
    sku: str
    name: str
    image: str | None
    supplier_code: str
    quantity: int
    pack: int
    min_quantity: int
    price: int
    amount: int
    expected_on: date | None
    good: int
    damaged: int
    over: int
    short: int
    open: int
    complete_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class ReceiptDetail:
    """One delivery of the order; ``landed`` in minor units of the shop's currency."""

    id: int
    number: str
    state: str
    delivery_note: str
    started_at: datetime
    booked_at: datetime | None
    by_name: str
    good: int
    damaged: int
    over: int
    at_dock: int
    landed: int


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """One claim against the supplier."""

    id: int
    number: str
    state: str
    sku: str
    name: str
    reason: str
    quantity: int
    sent_back: int
    amount: int
    credited: int
    currency: str
    opened_at: datetime
    purchase_line_id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class PurchaseDetail:
    """A purchase order, its lines, deliveries, claims and story. Money in minor units of ``currency``."""

    id: int
    number: str
    version: int
    state: str
    late: bool
    supplier_id: int
    supplier: str
    supplier_code: str
    supplier_contact: str
    supplier_address: str
    supplier_phone: str
    supplier_email: str
    supplier_terms: str
    min_order: int
    currency: str
    rate: str
    reference: str
    note: str
    created_at: datetime
    ordered_at: datetime | None
    confirmed_at: datetime | None
    expected_on: date
    received_at: datetime | None
    closed_at: datetime | None
    goods: int
    freight: int
    other_costs: int
    spread: str
    total: int
    by_name: str
    pieces: int
    arrived: int
    open: int
    lines: tuple[PurchaseLineDetail, ...]
    receipts: tuple[ReceiptDetail, ...]
    claims: tuple[ClaimDetail, ...]
    timeline: tuple[Line, ...]


def purchase_detail(session: Session, purchase_id: int) -> PurchaseDetail:
    """The purchase order with this id; raises UserError when it is gone."""
    row = session.execute(
        select(
            Purchase.__table__,
            TOTAL,
            Supplier.name.label("supplier"),
            Supplier.code.label("supplier_code"),
            Supplier.contact.label("supplier_contact"),
            Supplier.address.label("supplier_address"),
            Supplier.phone.label("supplier_phone"),
            Supplier.email.label("supplier_email"),
            Supplier.terms.label("supplier_terms"),
            Supplier.min_order,
        )
        .join(Supplier, Supplier.id == Purchase.supplier_id)
        .where(Purchase.id == purchase_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such purchase order."))
    lines = purchase_lines(session, purchase_id)
    return filled(
        PurchaseDetail,
        row,
        late=is_late(row.state, row.expected_on),
        pieces=sum(line.quantity for line in lines),
        arrived=sum(min(line.quantity, line.good + line.damaged - line.over) for line in lines),
        open=sum(line.open for line in lines),
        lines=lines,
        receipts=_receipts(session, purchase_id),
        claims=claims_of(session, PurchaseLine.purchase_id == purchase_id),
        timeline=timeline(session, "purchase", purchase_id, currency=row.currency),
    )


def purchase_lines(session: Session, purchase_id: int) -> tuple[PurchaseLineDetail, ...]:
    """The lines of a purchase order in the order they were written."""
    rows = session.execute(
        select(
            PurchaseLine.__table__,
            (PurchaseLine.quantity * PurchaseLine.price).label("amount"),
            still_to_come().label("open"),
            Variant.sku,
            Variant.name,
            func.coalesce(Variant.image, Product.image).label("image"),
            func.coalesce(SupplierItem.min_quantity, 0).label("min_quantity"),
        )
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .join(Variant, Variant.id == PurchaseLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(
            SupplierItem,
            (SupplierItem.variant_id == PurchaseLine.variant_id) & (SupplierItem.supplier_id == Purchase.supplier_id),
        )
        .where(PurchaseLine.purchase_id == purchase_id)
        .order_by(PurchaseLine.id)
    )
    return tuple(filled(PurchaseLineDetail, row) for row in rows)


def _receipts(session: Session, purchase_id: int) -> tuple[ReceiptDetail, ...]:
    def total(column: Any) -> Any:
        return func.coalesce(func.sum(column), 0)

    rows = session.execute(
        select(
            Receipt.__table__,
            total(ReceiptLine.good).label("good"),
            total(ReceiptLine.damaged).label("damaged"),
            total(ReceiptLine.over).label("over"),
            total(ReceiptLine.good - ReceiptLine.put_away).label("waiting"),
            total(ReceiptLine.landed).label("landed"),
        )
        .outerjoin(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .where(Receipt.purchase_id == purchase_id)
        .group_by(Receipt.id)
        .order_by(Receipt.id.desc())
    )
    return tuple(
        filled(
            ReceiptDetail,
            row,
            **{name: int(getattr(row, name)) for name in ("good", "damaged", "over", "landed")},
            at_dock=int(row.waiting) if row.state == "booked" else 0,
        )
        for row in rows
    )


def claims_of(session: Session, *where: Any, limit: int = 200) -> tuple[ClaimDetail, ...]:
    """Claims that fit, newest first."""
    rows = session.execute(
        select(SupplierClaim.__table__, Variant.sku, Variant.name)
        .join(Variant, Variant.id == SupplierClaim.variant_id)
        .outerjoin(PurchaseLine, PurchaseLine.id == SupplierClaim.purchase_line_id)
        .where(*where)
        .order_by(SupplierClaim.id.desc())
        .limit(limit)
    )
    return tuple(filled(ClaimDetail, row, reason=claim_reason_title(row.reason), why=row.reason) for row in rows)
