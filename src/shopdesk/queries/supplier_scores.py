"""What a supplier's score is made of, counted in the database over some days, and the rows behind every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.purchasing import ClaimState, PurchaseState, ReceiptState
from shopdesk.domain.supplier_score import SupplierFacts, SupplierScore, Weights, supplier_score
from shopdesk.queries.incoming import still_to_come
from shopdesk.queries.listing import AnySelect
from shopdesk.store.tables import (
    Purchase,
    PurchaseLine,
    Receipt,
    ReceiptLine,
    Return,
    ReturnLine,
    Setting,
    Supplier,
    SupplierClaim,
    SupplierItem,
    Variant,
)

DAYS = 365
SUPPLIERS_FAULT = "defect"
"""The reason of a return that is laid at the supplier's door."""
_NEVER_SENT = [PurchaseState.DRAFT.value, PurchaseState.CANCELLED.value]
_DUE = func.coalesce(PurchaseLine.expected_on, Purchase.expected_on)
_ARRIVED = PurchaseLine.good - PurchaseLine.over + PurchaseLine.damaged


def weights(session: Session) -> Weights:
    """How the shop weighs years, quality and stability."""
    known = session.scalar(select(Setting.value).where(Setting.key == "supplier_weights"))
    return Weights(**known) if isinstance(known, dict) else Weights()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day).astimezone()


def _received(first: date, last: date) -> AnySelect:
    return (
        select(
            Purchase.supplier_id,
            Purchase.number,
            Receipt.number.label("receipt"),
            Receipt.booked_at,
            Variant.sku,
            Variant.name,
            (ReceiptLine.good + ReceiptLine.damaged).label("received"),
            ReceiptLine.damaged,
        )
        .select_from(ReceiptLine)
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .join(Purchase, Purchase.id == Receipt.purchase_id)
        .join(Variant, Variant.id == ReceiptLine.variant_id)
        .where(
            Receipt.state == ReceiptState.BOOKED.value,
            Receipt.booked_at >= _midnight(first),
            Receipt.booked_at < _midnight(last + timedelta(days=1)),
        )
    )


def _due_lines(first: date, last: date) -> AnySelect:
    """Lines that should have come in these days; one that came early counts when it was due."""
    on_time = PurchaseLine.complete_on <= _DUE
    return (
        select(
            Purchase.supplier_id,
            Purchase.number,
            Variant.sku,
            Variant.name,
            _DUE.label("due_on"),
            PurchaseLine.complete_on,
            case((on_time, 1), else_=0).label("on_time"),
            PurchaseLine.quantity.label("ordered"),
            case((PurchaseLine.quantity < _ARRIVED, PurchaseLine.quantity), else_=_ARRIVED).label("arrived"),
            still_to_come().label("open"),
        )
        .select_from(PurchaseLine)
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .join(Variant, Variant.id == PurchaseLine.variant_id)
        .where(Purchase.state.not_in(_NEVER_SENT), first <= _DUE, last >= _DUE)
    )


def _caused(first: date, last: date) -> AnySelect:
    """Units customers sent back as defective, of the supplier whose item the variant is (the preferred, else first).

    A claim says better whose they were, so what is claimed counts for the claim's supplier.
    """
    since, until = _midnight(first), _midnight(last + timedelta(days=1))
    whose = (
        select(SupplierItem.supplier_id)
        .where(SupplierItem.variant_id == ReturnLine.variant_id)
        .order_by(SupplierItem.preferred.desc(), SupplierItem.id)
        .limit(1)
        .correlate(ReturnLine)
        .scalar_subquery()
    )
    claimed = select(SupplierClaim.supplier_id).where(
        SupplierClaim.return_line_id == ReturnLine.id, SupplierClaim.state != ClaimState.REJECTED.value
    )
    return (
        select(
            func.coalesce(claimed.limit(1).correlate(ReturnLine).scalar_subquery(), whose).label("supplier_id"),
            Return.number,
            Return.requested_at,
            Variant.sku,
            Variant.name,
            (ReturnLine.good + ReturnLine.damaged).label("returned"),
        )
        .select_from(ReturnLine)
        .join(Return, Return.id == ReturnLine.return_id)
        .join(Variant, Variant.id == ReturnLine.variant_id)
        .where(
            Return.requested_at >= since,
            Return.requested_at < until,
            ReturnLine.reason == SUPPLIERS_FAULT,
            ReturnLine.good + ReturnLine.damaged > 0,
        )
    )


def _sums(session: Session, rows: AnySelect, wanted: Sequence[int], *columns: str) -> dict[int, tuple[int, ...]]:
    part = rows.subquery()
    found = session.execute(
        select(part.c.supplier_id, *(func.coalesce(func.sum(part.c[name]), 0) for name in columns), func.count())
        .where(part.c.supplier_id.in_(wanted))
        .group_by(part.c.supplier_id)
    )
    return {row[0]: tuple(int(figure) for figure in row[1:]) for row in found}


def facts(session: Session, supplier_ids: Sequence[int], first: date, last: date) -> dict[int, SupplierFacts]:
    """What happened with these suppliers between two days, both included."""
    since = session.execute(select(Supplier.id, Supplier.since).where(Supplier.id.in_(supplier_ids)))
    found = {row.id: SupplierFacts(row.since) for row in since}
    for supplier, (received, damaged, _n) in _sums(
        session, _received(first, last), supplier_ids, "received", "damaged"
    ).items():
        found[supplier] = replace(found[supplier], received=received, defects=damaged)
    for supplier, (units, _n) in _sums(session, _caused(first, last), supplier_ids, "returned").items():
        found[supplier] = replace(found[supplier], caused_returns=units)
    for supplier, (on_time, owed, filled, due) in _sums(
        session, _due_lines(first, last), supplier_ids, "on_time", "ordered", "arrived"
    ).items():
        found[supplier] = replace(found[supplier], on_time=on_time, owed=owed, filled=filled, due=due)
    return found


def scores(
    session: Session, supplier_ids: Sequence[int], today: date, days: int = DAYS
) -> dict[int, tuple[SupplierFacts, SupplierScore]]:
    """Facts and score of each supplier over the last ``days`` days."""
    own = weights(session)
    known = facts(session, supplier_ids, today - timedelta(days=days - 1), today)
    return {supplier: (found, supplier_score(found, own, today)) for supplier, found in known.items()}


def rows_behind(
    session: Session, supplier_ids: Sequence[int], first: date, last: date
) -> tuple[list[Any], list[Any], list[Any]]:
    """The rows the figures are summed from: units received, lines due, units sent back by customers."""

    def read(rows: AnySelect) -> list[Any]:
        part = rows.subquery()
        return list(session.execute(select(part).where(part.c.supplier_id.in_(supplier_ids))))

    return read(_received(first, last)), read(_due_lines(first, last)), read(_caused(first, last))
