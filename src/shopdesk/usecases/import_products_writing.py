"""Writing a planned product file into the shop, some thousand products at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shopdesk.documents.records import VariantRecord
from shopdesk.domain.stock import Zone
from shopdesk.queries.settings import area
from shopdesk.store.bulk import fresh_ids, insert_rows
from shopdesk.store.tables import Barcode, Product, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.import_bins import FirstStock, bins, open_stock
from shopdesk.usecases.import_plans import Report, ShopFacts, chunks, joined_tags, key_of
from shopdesk.usecases.import_products import (
    NewProduct,
    NewVariant,
    ProductPlan,
    full_name,
    item_type_of,
    keeps_stock,
    lifecycle_of,
    plain_text,
)
from shopdesk.usecases.indexing import index_products, product_words, put_docs, variant_words

_AT_ONCE = 4_000
_PRODUCT = (
    "id", "code", "code_key", "title", "brand", "category", "tags", "description", "item_type", "lifecycle",
    "option_names", "attributes", "created_at", "updated_at",
)  # fmt: skip
_VARIANT = (
    "id", "product_id", "position", "sku", "sku_key", "name", "title", "option_values", "price", "list_price", "cost",
    "weight_g", "taxable", "stocked", "home_bin_id",
)  # fmt: skip


def write(work: Work, plan: ProductPlan, facts: ShopFacts, batch_id: int, report: Report | None) -> None:
    """Carry out the plan inside the running transaction."""
    writer = _Writer(work, plan, facts, batch_id)
    done = of = len(plan.products)
    for part in chunks(plan.products, _AT_ONCE):
        if report is not None:
            report(of + of - done, 2 * of)
        writer.make_products(part)
        done -= len(part)
    writer.change_existing()
    if report is not None:
        report(2 * of, 2 * of)


class _Writer:
    def __init__(self, work: Work, plan: ProductPlan, facts: ShopFacts, batch_id: int) -> None:
        self._work, self._plan, self._facts, self._batch_id = work, plan, facts, batch_id
        named = [variant.record.bin for product in plan.products for variant in product.variants]
        named += [variant.record.bin for _product, variant in plan.more_variants]
        named += [variant.bin for _variant, variant in plan.first_stock]
        self._bins = bins(work, named, facts.warehouse_id)
        self._shelf = area(work.database, work.connection, Zone.STORAGE, facts.warehouse_id).id

    def _bin(self, variant: VariantRecord) -> int | None:
        return self._bins[key_of(variant.bin)] if variant.bin else None

    # --- new products ---------------------------------------------------------------------------------------------

    def make_products(self, products: Sequence[NewProduct]) -> None:
        """Insert products, variants, barcodes, index texts and opening stock."""
        connection, now = self._work.connection, self._facts.now
        ids = fresh_ids(connection, Product, len(products))
        rows: list[tuple[Any, ...]] = []
        variants: list[tuple[int, str, bool, int, NewVariant]] = []
        docs: list[tuple[int, str]] = []
        told: list[tuple[NewProduct, str, str]] = []
        for product_id, product in zip(ids, products, strict=True):
            record = product.record
            item_type = item_type_of(record.item_type) if record.item_type else "goods"
            tags = joined_tags(record.tags) if record.tags else ""
            rows.append((
                product_id, product.code, product.code_key, product.title, record.brand, record.category, tags,
                plain_text(record.description), item_type, lifecycle_of(record.status), _option_names(product),
                {"image_urls": list(record.image_urls)} if record.image_urls else {}, now, now,
            ))  # fmt: skip
            stocked = keeps_stock(item_type)
            variants += [
                (product_id, product.title, stocked, at, variant) for at, variant in enumerate(product.variants, 1)
            ]
            codes = [code for variant in product.variants for code in (variant.sku, variant.title, *variant.barcodes)]
            body = product_words(product.title, product.code, record.brand, record.category, tags, "", codes)
            docs.append((product_id, body))
            told += [(product, tags, body)] * len(product.variants)
        self._work.touched |= {"products", "variants", "barcodes"}
        insert_rows(connection, Product, _PRODUCT, rows)
        put_docs(self._work, "product", docs, fresh=True)
        self._make_variants(variants, told)

    def _make_variants(
        self,
        variants: Sequence[tuple[int, str, bool, int, NewVariant]],
        told: Sequence[tuple[NewProduct, str, str]] | None,
    ) -> None:
        """Insert variants given as (product, its title, keeps stock, position, variant), with all that hangs on them.

        ``told`` is each one's product with tags and index text; without it the index is told by the caller.
        """
        ids = fresh_ids(self._work.connection, Variant, len(variants))
        rows, codes, stock = [], [], []
        for variant_id, (product_id, title, stocked, position, variant) in zip(ids, variants, strict=True):
            record = variant.record
            home = self._bin(record)
            rows.append((
                variant_id, product_id, position, variant.sku, variant.sku_key, full_name(title, variant.title),
                variant.title, [value for _name, value in record.options], record.price or 0, record.list_price,
                record.cost, record.weight_g, record.taxable is not False, stocked, home,
            ))  # fmt: skip
            codes += [(variant_id, code) for code in variant.barcodes]
            if stocked and record.stock is not None and record.stock > 0:
                stock.append(FirstStock(variant_id, record.stock, home or self._shelf, record.lot, record.cost))
        insert_rows(self._work.connection, Variant, _VARIANT, rows)
        insert_rows(self._work.connection, Barcode, ("variant_id", "code"), codes)
        if told is not None:
            put_docs(self._work, "variant", self._variant_docs(ids, variants, told), fresh=True)
        open_stock(self._work, stock, self._facts.warehouse_id, self._batch_id, brand_new=True)

    def _variant_docs(
        self,
        ids: Sequence[int],
        variants: Sequence[tuple[int, str, bool, int, NewVariant]],
        told: Sequence[tuple[NewProduct, str, str]],
    ) -> list[tuple[int, str]]:
        docs = []
        for variant_id, (*_facts, variant), (product, tags, body) in zip(ids, variants, told, strict=True):
            record = product.record
            words = body if len(product.variants) == 1 else variant_words(
                product.title, variant.title, variant.sku, product.code, record.brand, record.category, tags,
                variant.barcodes,
            )  # fmt: skip
            docs.append((variant_id, words))
        return docs

    # --- existing ones --------------------------------------------------------------------------------------------

    def change_existing(self) -> None:
        """Update what differs, add variants, barcodes and first stock to products that were here before."""
        plan = self._plan
        plan.product_changes.write(self._work, updated_at=self._facts.now)
        plan.variant_changes.write(self._work)
        changed = set(plan.product_changes.rows) | {product_id for product_id, _variant in plan.more_variants}
        if plan.more_variants:
            self._make_variants(self._placed(), None)
        if plan.more_barcodes:
            self._work.touched.add("barcodes")
            insert_rows(self._work.connection, Barcode, ("variant_id", "code"), plan.more_barcodes)
        if plan.first_stock:
            entries = [
                FirstStock(variant_id, record.stock or 0, self._bin(record) or self._shelf, record.lot, record.cost)
                for variant_id, record in plan.first_stock
            ]
            open_stock(self._work, entries, self._facts.warehouse_id, self._batch_id, brand_new=False)
        renamed = {variant_id for variant_id, values in plan.variant_changes.rows.items()
                   if not {"sku", "title", "name"}.isdisjoint(values)}  # fmt: skip
        renamed |= {variant_id for variant_id, _code in plan.more_barcodes}
        changed |= {plan.product_of[variant_id] for variant_id in renamed}
        index_products(self._work, sorted(changed))

    def _placed(self) -> list[tuple[int, str, bool, int, NewVariant]]:
        """Further variants of existing products, each behind its product's last one."""
        plan, last = self._plan, dict(self._plan.last_position)
        placed = []
        for product_id, variant in plan.more_variants:
            last[product_id] = last.get(product_id, 0) + 1
            stocked = plan.stocked.get(product_id, True)
            placed.append((product_id, plan.titles[product_id], stocked, last[product_id], variant))
        return placed


def _option_names(product: NewProduct) -> list[str]:
    names = max((variant.record.options for variant in product.variants), key=len)
    return [name for name, _value in names]
