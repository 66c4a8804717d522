"""In which currency amounts of buying are meant: the purchase order's, the claim's or the supplier's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.store.tables import Purchase, PurchaseLine, Supplier, SupplierClaim


def purchase_currency(session: Session, named: Mapping[str, Any]) -> str:
    """The currency of what ``named`` names by its id, e.g. ``purchase_id``; empty when it names nothing of buying."""
    if "currency" in named:
        return str(named["currency"]).strip().upper()
    for key, question in (
        ("purchase_id", select(Purchase.currency).where(Purchase.id == named.get("purchase_id"))),
        ("claim_id", select(SupplierClaim.currency).where(SupplierClaim.id == named.get("claim_id"))),
        (
            "purchase_line_id",
            select(Purchase.currency)
            .join(PurchaseLine, PurchaseLine.purchase_id == Purchase.id)
            .where(PurchaseLine.id == named.get("purchase_line_id")),
        ),
        ("supplier_id", select(Supplier.currency).where(Supplier.id == named.get("supplier_id"))),
    ):
        if named.get(key) is not None:
            return str(session.scalar(question) or "")
    return ""
