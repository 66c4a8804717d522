"""The words under which suppliers and purchase orders are found; told anew after each change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from shopdesk.store.tables import Purchase, PurchaseLine, Supplier, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.indexing import chunks, put_docs, words_of


def index_suppliers(work: Work, supplier_ids: Iterable[int]) -> None:
    """Tell the index under which names and codes these suppliers are found."""
    work.session.flush()
    columns = (Supplier.id, Supplier.code, Supplier.name, Supplier.contact, Supplier.phone, Supplier.email,
               Supplier.address, Supplier.tags)  # fmt: skip
    for part in chunks(supplier_ids):
        rows = work.read(select(*columns).where(Supplier.id.in_(part)))
        put_docs(work, "supplier", [(ref, words_of(texts)) for ref, *texts in rows])


def index_purchases(work: Work, purchase_ids: Iterable[int]) -> None:
    """Tell the index under which numbers, suppliers and goods these purchase orders are found."""
    work.session.flush()
    for part in chunks(purchase_ids):
        goods: dict[int, list[str]] = defaultdict(list)
        lines = work.read(
            select(PurchaseLine.purchase_id, PurchaseLine.supplier_code, Variant.sku, Variant.name)
            .join(Variant, Variant.id == PurchaseLine.variant_id)
            .where(PurchaseLine.purchase_id.in_(part))
        )
        for ref, *texts in lines:
            goods[ref] += texts
        rows = work.read(
            select(Purchase.id, Purchase.number, Purchase.reference, Supplier.name, Supplier.code)
            .join(Supplier, Supplier.id == Purchase.supplier_id)
            .where(Purchase.id.in_(part))
        )
        put_docs(work, "purchase", [(ref, words_of((*texts, *goods[ref]))) for ref, *texts in rows])
