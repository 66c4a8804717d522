"""The ledger of goods: every unit that ever moved, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.codes import code_key
from shopdesk.domain.rights import Right
from shopdesk.domain.stock import REASON_TITLES
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, between, equals
from shopdesk.store.tables import (
    CountLine,
    ImportBatch,
    Location,
    Lot,
    Order,
    Product,
    Receipt,
    ReceiptLine,
    Return,
    ReturnLine,
    Shipment,
    ShipmentLine,
    StockCount,
    StockMove,
    StockTransfer,
    SupplierClaim,
    TransferLine,
    Variant,
    Wave,
)

_From, _To = aliased(Location), aliased(Location)
_NUMBERS: dict[str, tuple[Any, Any]] = {
    "order": (Order.id, Order.number),
    "shipment": (Shipment.id, Shipment.number),
    "shipment_line": (ShipmentLine.id, Shipment.number),
    "return": (Return.id, Return.number),
    "return_line": (ReturnLine.id, Return.number),
    "receipt_line": (ReceiptLine.id, Receipt.number),
    "claim": (SupplierClaim.id, SupplierClaim.number),
    "wave": (Wave.id, Wave.number),
    "count_line": (CountLine.id, StockCount.number),
    "transfer_line": (TransferLine.id, StockTransfer.number),
    "import": (ImportBatch.id, ImportBatch.file_name),
    "import_batch": (ImportBatch.id, ImportBatch.file_name),
}
_JOINS: dict[str, tuple[Any, Any]] = {
    "shipment_line": (Shipment, Shipment.id == ShipmentLine.shipment_id),
    "return_line": (Return, Return.id == ReturnLine.return_id),
    "receipt_line": (Receipt, Receipt.id == ReceiptLine.receipt_id),
    "count_line": (StockCount, StockCount.id == CountLine.count_id),
    "transfer_line": (StockTransfer, StockTransfer.id == TransferLine.transfer_id),
}
_TITLES = {reason.value: title for reason, title in REASON_TITLES.items()}


def moves() -> AnySelect:
    """Rows of the ledger with names instead of ids."""
    return (
        select(
            StockMove.id,
            StockMove.at,
            StockMove.variant_id,
            Variant.sku,
            Variant.name,
            func.coalesce(Variant.image, Product.image).label("image"),
            Lot.code.label("lot"),
            StockMove.quantity,
            _From.code.label("from_bin"),
            _From.zone.label("from_zone"),
            _To.code.label("to_bin"),
            _To.zone.label("to_zone"),
            StockMove.reason,
            StockMove.document,
            StockMove.document_id,
            StockMove.note,
            StockMove.reverses,
            StockMove.by_name,
        )
        .join(Variant, Variant.id == StockMove.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(_From, _From.id == StockMove.from_id)
        .join(_To, _To.id == StockMove.to_id)
        .outerjoin(Lot, Lot.id == StockMove.lot_id)
    )


def complete_moves(session: Session, rows: Iterable[Any]) -> None:
    """Add the numbers of the documents people know, and the words of the reasons."""
    rows = list(rows)
    wanted: dict[str, set[int]] = {}
    for row in rows:
        row.reason_title = _(_TITLES[row.reason]) if row.reason in _TITLES else row.reason
        row.document_number = ""
        if row.document in _NUMBERS and row.document_id is not None:
            wanted.setdefault(row.document, set()).add(row.document_id)
    for document, ids in wanted.items():
        id_column, number = _NUMBERS[document]
        question = select(id_column, number).where(id_column.in_(ids))
        if document in _JOINS:
            question = question.join(*_JOINS[document])
        numbers = {found[0]: found[1] for found in session.execute(question)}
        for row in rows:
            if row.document == document:
                row.document_number = numbers.get(row.document_id, "")


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(StockMove)


def _variant(value: str) -> ColumnElement[bool]:
    return StockMove.variant_id.in_(select(Variant.id).where(Variant.sku_key == code_key(value)))


def _bin(value: str) -> ColumnElement[bool]:
    bins = select(Location.id).where(Location.code == value)
    return or_(StockMove.from_id.in_(bins), StockMove.to_id.in_(bins))


MOVES = Listing(
    name="moves",
    title=N_("Stock ledger"),
    right=Right.SEE_STOCK,
    columns=(
        Column("at", N_("When"), Kind.TIME, sort="at", width=130),
        Column("name", N_("Product"), Kind.NAME, second="sku", width=260),
        Column("sku", N_("SKU"), Kind.CODE, width=120, hidden=True),
        Column("quantity", N_("Pieces"), Kind.NUMBER, width=70),
        Column("from_bin", N_("From"), Kind.CODE, width=110),
        Column("to_bin", N_("To"), Kind.CODE, width=110),
        Column("reason_title", N_("Reason"), width=130),
        Column("document_number", N_("Document"), Kind.CODE, width=120),
        Column("lot", N_("Lot"), Kind.CODE, width=90, hidden=True),
        Column("by_name", N_("Who"), width=110),
        Column("note", N_("Note"), width=200, hidden=True),
        Column("id", N_("Number"), Kind.NUMBER, width=80, hidden=True),
    ),
    rows=moves,
    id_column=StockMove.__table__.c.id,
    # Moves are written in the order they happen, so the number is the time.
    sorts={"at": StockMove.id},
    default_sort="at",
    default_down=True,
    filters=(
        Filter("reason", N_("Reason"), tuple((reason.value, title) for reason, title in REASON_TITLES.items())),
        Filter("at", N_("Date"), kind=Kind.DATE),
        Filter("sku", N_("SKU"), kind=Kind.CODE),
        Filter("bin", N_("Bin"), kind=Kind.CODE),
    ),
    conditions={
        "reason": equals(StockMove.reason),
        "at": between(StockMove.at),
        "sku": _variant,
        "bin": _bin,
        "by": equals(StockMove.by_name),
    },
    views=(View("all", N_("All")),),
    search_kind="variant",
    search_ref=StockMove.__table__.c.variant_id,
    keys_from=_keys,
    decorate=complete_moves,
    tables=frozenset({"stock_moves"}),
)
"""Every move of goods, newest first."""


def moves_of(session: Session, variant_id: int, limit: int = 50) -> list[ListRow]:
    """The latest moves of one variant, newest first."""
    statement = moves().where(StockMove.variant_id == variant_id).order_by(StockMove.id.desc()).limit(limit)
    rows = [ListRow(**row._mapping) for row in session.execute(statement)]
    complete_moves(session, rows)
    return rows
