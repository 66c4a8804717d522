"""The list of claims against suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.purchasing import CLAIM_REASONS
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, between, equals
from shopdesk.queries.purchases import of_supplier, supplier_choices
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import (
    Product,
    Purchase,
    PurchaseLine,
    Supplier,
    SupplierClaim,
    Variant,
)


def _claim_rows() -> AnySelect:
    return (
        select(
            SupplierClaim.id,
            SupplierClaim.number,
            SupplierClaim.supplier_id,
            Supplier.name.label("supplier"),
            SupplierClaim.state,
            SupplierClaim.reason,
            Variant.sku,
            Variant.name,
            func.coalesce(Variant.image, Product.image).label("image"),
            SupplierClaim.variant_id,
            SupplierClaim.quantity,
            SupplierClaim.sent_back,
            SupplierClaim.currency,
            SupplierClaim.amount,
            SupplierClaim.credited,
            SupplierClaim.reference,
            SupplierClaim.note,
            Purchase.number.label("purchase_number"),
            PurchaseLine.purchase_id,
            SupplierClaim.opened_at,
            SupplierClaim.closed_at,
            SupplierClaim.by_name,
        )
        .join(Supplier, Supplier.id == SupplierClaim.supplier_id)
        .join(Variant, Variant.id == SupplierClaim.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(PurchaseLine, PurchaseLine.id == SupplierClaim.purchase_line_id)
        .outerjoin(Purchase, Purchase.id == PurchaseLine.purchase_id)
    )


def claims_to_write(session: Session, claim_ids: Sequence[int]) -> list[Any]:
    """What a letter to the supplier says of these claims, in the order they were opened."""
    rows = _claim_rows().add_columns(Supplier.contact, Supplier.address, PurchaseLine.supplier_code)
    return list(session.execute(rows.where(SupplierClaim.id.in_(claim_ids)).order_by(SupplierClaim.id)))


def claim_reason_title(reason: str) -> str:
    """The translated word of a claim's reason."""
    return _(CLAIM_REASONS[reason]) if reason in CLAIM_REASONS else reason


def _complete_claims(_session: Session, rows: list[ListRow]) -> None:
    for row in rows:
        row.reason_title = claim_reason_title(row.reason)
        row.purchase_number = row.purchase_number or ""


def _claim_keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(SupplierClaim)


SUPPLIER_CLAIMS = Listing(
    name="claims",
    title=N_("Supplier claims"),
    right=Right.SEE_PURCHASES,
    columns=(
        Column("number", N_("Claim"), Kind.CODE, second="purchase_number", sort="number", width=110),
        Column("supplier", N_("Supplier"), width=160),
        Column("name", N_("Product"), Kind.NAME, second="sku", width=240),
        Column("state", N_("State"), Kind.STATE, machine="supplier_claim", width=120),
        Column("reason_title", N_("Reason"), width=150),
        Column("quantity", N_("Pieces"), Kind.NUMBER, width=80),
        Column("amount", N_("Claimed"), Kind.MONEY, right=Right.SEE_COST, width=100),
        Column("credited", N_("Credited"), Kind.MONEY, right=Right.SEE_COST, width=100),
        Column(
            "opened_at", N_("Opened"), Kind.TIME, second="opened_at", second_kind=Kind.TIME, sort="opened_at", width=110
        ),
        Column("sent_back", N_("Sent back"), Kind.NUMBER, width=90, hidden=True),
        Column("reference", N_("Their reference"), Kind.CODE, width=120, hidden=True),
        Column("closed_at", N_("Closed at"), Kind.TIME, width=120, hidden=True),
        Column("by_name", N_("Who"), width=110, hidden=True),
        Column("note", N_("Note"), width=200, hidden=True),
    ),
    rows=_claim_rows,
    id_column=SupplierClaim.__table__.c.id,
    sorts={"opened_at": SupplierClaim.opened_at, "number": SupplierClaim.number},
    default_sort="opened_at",
    default_down=True,
    filters=(
        Filter("state", N_("State"), choices_of("supplier_claim")),
        Filter("reason", N_("Reason"), tuple(CLAIM_REASONS.items())),
        Filter("supplier", N_("Supplier"), choices_from=supplier_choices),
        Filter("opened", N_("Date"), kind=Kind.DATE),
    ),
    conditions={
        "state": equals(SupplierClaim.state),
        "reason": equals(SupplierClaim.reason),
        "supplier": of_supplier(SupplierClaim.supplier_id),
        "opened": between(SupplierClaim.opened_at),
    },
    views=(
        View("open", N_("Open"), {"state": "open"}),
        View("sent", N_("Sent to supplier"), {"state": "sent"}),
        View("all", N_("All")),
    ),
    search_kind="supplier",
    search_ref=SupplierClaim.__table__.c.supplier_id,
    codes=(SupplierClaim.__table__.c.number,),
    keys_from=_claim_keys,
    decorate=_complete_claims,
    tables=frozenset({"supplier_claims"}),
)
"""All claims against suppliers, newest first."""
