"""A purchase order as its rules see it, and its state brought up to what its lines prove."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.purchasing import (
    PurchaseFacts,
    PurchaseLineFacts,
    PurchaseState,
    ReceiptState,
    check_move,
    state_by_lines,
)
from shopdesk.i18n import _
from shopdesk.queries.settings import settings
from shopdesk.store.tables import Purchase, PurchaseLine, Receipt, Supplier, SupplierItem, Variant
from shopdesk.store.work import Work

_PURCHASE = Purchase.__table__


def locked(work: Work, purchase_id: int) -> Purchase:
    """The purchase order, kept from others until this action is done; raises UserError when there is none."""
    work.lock(Purchase, id=purchase_id)
    purchase = work.session.get(Purchase, purchase_id)
    if purchase is None:
        raise UserError(_("There is no such purchase order."))
    work.session.refresh(purchase)
    return purchase


def facts_of(work: Work, purchase: Purchase) -> PurchaseFacts:
    """What the guards ask about a purchase order."""
    work.session.flush()
    least = func.coalesce(SupplierItem.min_quantity, 0).label("least")
    rows = work.read(
        select(PurchaseLine.__table__, Variant.sku, least)
        .join(Variant, Variant.id == PurchaseLine.variant_id)
        .outerjoin(
            SupplierItem,
            (SupplierItem.variant_id == PurchaseLine.variant_id) & (SupplierItem.supplier_id == purchase.supplier_id),
        )
        .where(PurchaseLine.purchase_id == purchase.id)
        .order_by(PurchaseLine.id)
    )
    lines = [
        PurchaseLineFacts(
            row.sku, row.quantity, row.pack, row.price, row.least, row.good, row.damaged, row.over, row.short
        )
        for row in rows
    ]
    min_order = work.read(select(Supplier.min_order).where(Supplier.id == purchase.supplier_id)).scalar_one()
    counting = select(Receipt.id).where(
        Receipt.purchase_id == purchase.id, Receipt.state == ReceiptState.COUNTING.value
    )
    own = settings(work.database, work.connection)["currency"]
    return PurchaseFacts(
        purchase.number,
        PurchaseState(purchase.state),
        lines,
        min_order=min_order,
        rate_known=purchase.currency == own or purchase.rate != "",
        confirmed=purchase.confirmed_at is not None,
        counting=work.read(counting).first() is not None,
    )


def go(work: Work, purchase: Purchase, to: PurchaseState, **values: Any) -> None:
    """Take a purchase order to ``to`` if its guards let it; raises UserError with every reason otherwise."""
    check_move(facts_of(work, purchase), to)
    purchase.state = to.value
    for key, value in values.items():
        setattr(purchase, key, value)
    work.session.flush()


def refresh_state(work: Work, purchase_id: int) -> PurchaseState:
    """Write the state that the lines of a purchase order prove; returns it."""
    work.session.flush()
    work.session.expire_all()
    purchase = work.session.get_one(Purchase, purchase_id)
    facts = facts_of(work, purchase)
    state = state_by_lines(facts)
    if state is not facts.state:
        check_move(facts, state)
        purchase.state = state.value
        work.session.flush()
    return state


def refresh_goods(work: Work, purchase_id: int) -> None:
    """Write the sum of a purchase order's lines."""
    work.session.flush()
    total = work.read(
        select(func.coalesce(func.sum(PurchaseLine.quantity * PurchaseLine.price), 0)).where(
            PurchaseLine.purchase_id == purchase_id
        )
    ).scalar_one()
    work.write(update(_PURCHASE).where(_PURCHASE.c.id == purchase_id).values(goods=int(total)))
