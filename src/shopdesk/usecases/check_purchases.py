"""What must hold of purchase orders: lines, deliveries, moves, states and sums tell the same story."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal_column, or_, select

from shopdesk.domain.purchasing import AWAITED, ClaimState, PurchaseState, ReceiptState
from shopdesk.domain.stock import MoveReason
from shopdesk.i18n import N_
from shopdesk.queries.incoming import still_to_come
from shopdesk.store.tables import (
    Purchase,
    PurchaseLine,
    Receipt,
    ReceiptLine,
    StockMove,
    Supplier,
    SupplierClaim,
    Variant,
)
from shopdesk.usecases.check_rules import Rows, Rule, apart, told

_BOOKED = ReceiptState.BOOKED.value
_S = PurchaseState


def _number(found: Any) -> ColumnElement[Any]:
    return (
        select(Purchase.number)
        .join(PurchaseLine, PurchaseLine.purchase_id == Purchase.id)
        .where(PurchaseLine.id == found.c.line_id)
        .scalar_subquery()
    )


def _sku(found: Any) -> ColumnElement[Any]:
    return (
        select(Variant.sku)
        .join(PurchaseLine, PurchaseLine.variant_id == Variant.id)
        .where(PurchaseLine.id == found.c.line_id)
        .scalar_subquery()
    )


def _received(own: Any, counted: Any) -> Rows:
    proved = (
        select(ReceiptLine.purchase_line_id.label("line_id"), func.sum(counted).label("units"))
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(Receipt.state == _BOOKED)
        .group_by(ReceiptLine.purchase_line_id)
    )
    found = apart(("line_id",), select(PurchaseLine.id.label("line_id"), own.label("units")), proved)
    return told(found, _number(found), _sku(found))


def _moved() -> Rows:
    """Units of booked deliveries against what came from suppliers for them and did not go back."""
    said = (
        select(ReceiptLine.id.label("part_id"), (ReceiptLine.good + ReceiptLine.damaged).label("units"))
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(Receipt.state == _BOOKED)
    )
    signed = case((StockMove.reverses.is_(None), StockMove.quantity), else_=-StockMove.quantity)
    proved = (
        select(StockMove.document_id.label("part_id"), func.sum(signed).label("units"))
        .where(StockMove.document == "receipt_line", StockMove.reason == MoveReason.RECEIPT.value)
        .group_by(StockMove.document_id)
    )
    found = apart(("part_id",), said, proved)
    number = (
        select(Receipt.number)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .where(ReceiptLine.id == found.c.part_id)
        .scalar_subquery()
    )
    sku = (
        select(Variant.sku)
        .join(ReceiptLine, ReceiptLine.variant_id == Variant.id)
        .where(ReceiptLine.id == found.c.part_id)
        .scalar_subquery()
    )
    return told(found, number, sku)


def _costs() -> Rows:
    """What a delivery cost against the costs of its moves, to the minor unit."""
    said = (
        select(ReceiptLine.id.label("part_id"), ReceiptLine.landed.label("units"))
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(Receipt.state == _BOOKED)
    )
    signed = case((StockMove.reverses.is_(None), StockMove.quantity), else_=-StockMove.quantity)
    proved = (
        select(
            StockMove.document_id.label("part_id"),
            func.sum(signed * func.coalesce(StockMove.unit_cost, literal_column("0"))).label("units"),
        )
        .where(StockMove.document == "receipt_line", StockMove.reason == MoveReason.RECEIPT.value)
        .group_by(StockMove.document_id)
    )
    found = apart(("part_id",), said, proved)
    number = (
        select(Receipt.number)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .where(ReceiptLine.id == found.c.part_id)
        .scalar_subquery()
    )
    return told(found, number)


def _states() -> Rows:
    arrived = func.coalesce(func.sum(PurchaseLine.good + PurchaseLine.damaged), 0)
    left = func.coalesce(func.sum(still_to_come()), 0)
    before = Purchase.state.in_([_S.DRAFT.value, _S.ORDERED.value, _S.CONFIRMED.value, _S.CANCELLED.value])
    wrong = or_(
        and_(before, arrived > 0),
        and_(Purchase.state == _S.PARTLY_RECEIVED.value, or_(arrived == 0, left == 0)),
        and_(Purchase.state.in_([_S.RECEIVED.value, _S.CLOSED.value]), or_(arrived == 0, left > 0)),
    )
    return (
        select(Purchase.number.label("what0"), Purchase.state.label("what1"))
        .outerjoin(PurchaseLine, PurchaseLine.purchase_id == Purchase.id)
        .group_by(Purchase.id, Purchase.number, Purchase.state)
        .having(wrong)
    )


def _totals() -> Rows:
    proved = select(
        PurchaseLine.purchase_id.label("purchase_id"),
        func.sum(PurchaseLine.quantity * PurchaseLine.price).label("units"),
    ).group_by(PurchaseLine.purchase_id)
    found = apart(("purchase_id",), select(Purchase.id.label("purchase_id"), Purchase.goods.label("units")), proved)
    return told(found, select(Purchase.number).where(Purchase.id == found.c.purchase_id).scalar_subquery())


def _counting() -> Rows:
    """A delivery is counted only for an order that waits for goods, and only one at a time."""
    waits = [state.value for state in (*AWAITED, _S.RECEIVED)]
    return (
        select(Purchase.number.label("what0"), func.count().label("said"))
        .join(Receipt, Receipt.purchase_id == Purchase.id)
        .where(Receipt.state == ReceiptState.COUNTING.value)
        .group_by(Purchase.id, Purchase.number, Purchase.state)
        .having(or_(func.count() > 1, Purchase.state.not_in(waits)))
    )


def _claims() -> Rows:
    over = or_(
        SupplierClaim.credited > SupplierClaim.amount,
        SupplierClaim.sent_back > SupplierClaim.quantity,
        and_(SupplierClaim.state != ClaimState.CREDITED.value, SupplierClaim.credited > 0),
    )
    return (
        select(SupplierClaim.number.label("what0"), Supplier.name.label("what1"))
        .join(Supplier, Supplier.id == SupplierClaim.supplier_id)
        .where(over)
    )


def _good() -> Rows:
    return _received(PurchaseLine.good.expression, ReceiptLine.good)


def _damaged() -> Rows:
    return _received(PurchaseLine.damaged.expression, ReceiptLine.damaged)


def _over() -> Rows:
    return _received(PurchaseLine.over.expression, ReceiptLine.over)


PURCHASING: tuple[Rule, ...] = (
    Rule(
        "received good", PurchaseLine, _good,
        N_("{what}: the line says {said} good pieces, its receipts {proved}."),
    ),
    Rule(
        "received damaged", PurchaseLine, _damaged,
        N_("{what}: the line says {said} damaged pieces, its receipts {proved}."),
    ),
    Rule(
        "received over", PurchaseLine, _over,
        N_("{what}: the line says {said} pieces too many, its receipts {proved}."),
    ),
    Rule(
        "receipt moves", ReceiptLine, _moved,
        N_("{what}: the receipt says {said} pieces, the ledger {proved}."),
    ),
    Rule(
        "landed costs", ReceiptLine, _costs,
        N_("{what}: the receipt cost {said}, its moves carry {proved} (in the smallest coin)."),
    ),
    Rule("purchase states", Purchase, _states, N_("{what}: the state does not fit what arrived.")),
    Rule("purchase sums", Purchase, _totals, N_("{what}: the goods say {said}, the lines sum to {proved}.")),
    Rule("deliveries", Receipt, _counting, N_("{what}: {said} deliveries are being counted, which cannot be.")),
    Rule("claims", SupplierClaim, _claims, N_("{what}: more was settled than was claimed.")),
)  # fmt: skip
"""The rules of buying, as the check proves them."""
