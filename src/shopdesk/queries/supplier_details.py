"""Everything about one supplier, for the inspector, the page and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.purchasing import PurchaseState
from shopdesk.domain.supplier_score import SupplierFacts, SupplierScore, Weights
from shopdesk.i18n import _
from shopdesk.queries.purchase_details import ClaimDetail, claims_of
from shopdesk.queries.purchases import TOTAL, is_late
from shopdesk.queries.read_models import filled
from shopdesk.queries.supplier_scores import DAYS, scores, weights
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import (
    Product,
    Purchase,
    Supplier,
    SupplierClaim,
    SupplierItem,
    SupplierPaper,
    Variant,
)

_LATEST = 20


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """A variant as this supplier sells it; ``price`` of one unit in their currency, ``cost`` ours in the shop's."""

    id: int
    variant_id: int
    sku: str
    name: str
    image: str | None
    code: str
    pack: int
    price: int | None
    cost: int | None
    min_quantity: int
    lead_days: int | None
    preferred: bool


@dataclass(frozen=True, slots=True)
class PaperDetail:
    """A licence or certificate; ``days_left`` None when it never runs out, negative when it has."""

    id: int
    name: str
    reference: str
    expires_on: date | None
    note: str
    days_left: int | None


@dataclass(frozen=True, slots=True)
class OrderDone:
    """One purchase order in short."""

    id: int
    number: str
    state: str
    total: int
    currency: str
    created_at: datetime
    expected_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class SupplierDetail:
    """A supplier, what they sell us, their orders, papers, claims, score and story."""

    id: int
    code: str
    name: str
    contact: str
    address: str
    phone: str
    email: str
    currency: str
    terms: str
    lead_days: int
    review_days: int
    buffer_days: int
    min_order: int
    tags: str
    since: date
    active: bool
    note: str
    version: int
    bought: int
    order_count: int
    facts: SupplierFacts
    score: SupplierScore
    weights: Weights
    score_days: int
    items: tuple[ItemDetail, ...]
    orders: tuple[OrderDone, ...]
    papers: tuple[PaperDetail, ...]
    claims: tuple[ClaimDetail, ...]
    timeline: tuple[Line, ...]


def supplier_detail(session: Session, supplier_id: int) -> SupplierDetail:
    """The supplier with this id; raises UserError when there is none. ``bought`` is goods of all sent orders."""
    row = session.execute(select(Supplier.__table__).where(Supplier.id == supplier_id)).first()
    if row is None:
        raise UserError(_("There is no such supplier."))
    today = datetime.now().astimezone().date()
    facts, score = scores(session, [supplier_id], today)[supplier_id]
    unsent = [PurchaseState.DRAFT.value, PurchaseState.CANCELLED.value]
    bought, count = session.execute(
        select(func.coalesce(func.sum(Purchase.goods), 0), func.count()).where(
            Purchase.supplier_id == supplier_id, Purchase.state.not_in(unsent)
        )
    ).one()
    return filled(
        SupplierDetail,
        row,
        bought=int(bought),
        order_count=count,
        facts=facts,
        score=score,
        weights=weights(session),
        score_days=DAYS,
        items=_items(session, supplier_id),
        orders=_orders(session, supplier_id),
        papers=_papers(session, supplier_id, today),
        claims=claims_of(session, SupplierClaim.supplier_id == supplier_id, limit=_LATEST),
        timeline=timeline(session, "supplier", supplier_id, currency=row.currency),
    )


def _items(session: Session, supplier_id: int, only: int | None = None) -> tuple[ItemDetail, ...]:
    rows = session.execute(
        select(
            SupplierItem.__table__,
            Variant.sku,
            Variant.name,
            Variant.cost,
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(Variant, Variant.id == SupplierItem.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(SupplierItem.supplier_id == supplier_id, true() if only is None else SupplierItem.variant_id == only)
        .order_by(Variant.name, SupplierItem.id)
    )
    return tuple(filled(ItemDetail, row) for row in rows)


def item_of(session: Session, supplier_id: int, variant_id: int) -> ItemDetail | None:
    """How a supplier sells a variant; None when they are not known to."""
    return next((item for item in _items(session, supplier_id, variant_id)), None)


def _orders(session: Session, supplier_id: int) -> tuple[OrderDone, ...]:
    rows = session.execute(
        select(
            Purchase.id,
            Purchase.number,
            Purchase.state,
            TOTAL,
            Purchase.currency,
            Purchase.created_at,
            Purchase.expected_on,
        )
        .where(Purchase.supplier_id == supplier_id)
        .order_by(Purchase.id.desc())
        .limit(_LATEST)
    )
    return tuple(filled(OrderDone, row, late=is_late(row.state, row.expected_on)) for row in rows)


def _papers(session: Session, supplier_id: int, today: date) -> tuple[PaperDetail, ...]:
    rows = session.execute(
        select(SupplierPaper.__table__)
        .where(SupplierPaper.supplier_id == supplier_id)
        .order_by(SupplierPaper.expires_on.is_(None), SupplierPaper.expires_on, SupplierPaper.id)
    )
    return tuple(
        filled(PaperDetail, row, days_left=(row.expires_on - today).days if row.expires_on else None) for row in rows
    )
