"""Writing a planned product file into the shop, some thousand products at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

from shopdesk.documents.records import VariantRecord
from shopdesk.domain.pricing import PriceField
from shopdesk.domain.stock import Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import area
from shopdesk.store.bulk import Inserter, fresh_ids, insert_rows
from shopdesk.store.late_indices import LateIndices
from shopdesk.store.tables import Barcode, PriceChange, Product, SearchDoc, StockBalance, StockLevel, StockMove, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.import_bins import FirstStock, OpeningStock, bins
from shopdesk.usecases.import_descriptions import plain_text
from shopdesk.usecases.import_plans import MOST_TOLD, Report, ShopFacts, chunks, joined_tags, key_of
from shopdesk.usecases.import_products import (
    NewProduct,
    NewVariant,
    ProductPlan,
    full_name,
    item_type_of,
    keeps_stock,
    lifecycle_of,
)
from shopdesk.usecases.indexing import index_products, variant_words, words_of

_AT_ONCE = 4_000
_FILLED = (Product, Variant, Barcode, StockMove, StockLevel, StockBalance)


def write(work: Work, plan: ProductPlan, facts: ShopFacts, batch_id: int, report: Report | None) -> None:
    """Carry out the plan inside the running transaction."""
    of, done = len(plan.products), 0
    with LateIndices(work.connection, _coming(plan)) as late, Inserter(work.connection) as inserter:
        writer = _Writer(work, inserter, plan, facts, batch_id)
        for step in (writer.make_products, writer.tell_index):
            for part in chunks(plan.products, _AT_ONCE):
                if report is not None:
                    report(of + done // 2, 2 * of)
                step(part)
                done += len(part)
            inserter.run(late.build, _FILLED if step == writer.make_products else (SearchDoc,))
        inserter.wait()
        writer.change_existing()
    plan.made = {"products": writer.product_ids, "variants": writer.variant_ids}
    if of <= MOST_TOLD:
        for product_id in writer.product_ids:
            work.event("product", product_id, "imported", file=facts.file_name)
    if report is not None:
        report(2 * of, 2 * of)


def _coming(plan: ProductPlan) -> dict[Any, int]:
    """How many rows the new products of a plan bring to each table."""
    made = plan.created
    return {
        Product: made["products"],
        Variant: made["variants"],
        Barcode: made["barcodes"],
        **dict.fromkeys((StockMove, StockLevel, StockBalance), made["stock_moves"]),
        SearchDoc: made["products"],
    }


class Placed(NamedTuple):
    """A variant to be made, and its place: product, that product's title, whether it keeps stock, and position."""

    product_id: int
    title: str
    stocked: bool
    position: int
    variant: NewVariant


class _Writer:
    def __init__(self, work: Work, inserter: Inserter, plan: ProductPlan, facts: ShopFacts, batch_id: int) -> None:
        self._work, self._insert, self._plan, self._facts = work, inserter, plan, facts
        named = [variant.record.bin for product in plan.products for variant in product.variants]
        named += [variant.record.bin for _product, variant in plan.more_variants]
        named += [variant.bin for _variant, variant in plan.first_stock]
        self._bins = bins(work, named, facts.warehouse_id)
        self._shelf = area(work.database, work.connection, Zone.STORAGE, facts.warehouse_id).id
        self._opening = OpeningStock(work, inserter, facts.warehouse_id, batch_id)
        # Taken before the first insert, because the connection belongs to the inserter then.
        self.product_ids = list(fresh_ids(work.connection, Product, len(plan.products)))
        self._product_ids = iter(self.product_ids)
        count = sum(len(product.variants) for product in plan.products) + len(plan.more_variants)
        self.variant_ids = list(fresh_ids(work.connection, Variant, count))
        self._variant_ids = iter(self.variant_ids)
        self._told_products, self._told_variants = iter(self.product_ids), iter(self.variant_ids)
        work.touched |= {"products", "variants", "barcodes", "search_docs"} if count else set()

    def _bin(self, variant: VariantRecord) -> int | None:
        return self._bins[key_of(variant.bin)] if variant.bin else None

    # --- new products ---------------------------------------------------------------------------------------------

    def make_products(self, products: Sequence[NewProduct]) -> None:
        """Insert products, variants, barcodes and opening stock."""
        ids = list(islice(self._product_ids, len(products)))
        records = [product.record for product in products]
        types = [item_type_of(record.item_type) if record.item_type else "goods" for record in records]
        tags = [joined_tags(record.tags) if record.tags else "" for record in records]
        self._insert.columns(
            Product,
            {
                "id": ids,
                "code": [product.code for product in products],
                "code_key": [product.code_key for product in products],
                "title": [product.title for product in products],
                "brand": [record.brand for record in records],
                "category": [record.category for record in records],
                "tags": tags,
                "description": [plain_text(record.description) for record in records],
                "item_type": types,
                "lifecycle": [lifecycle_of(record.status) for record in records],
                "option_names": [_option_names(product) for product in products],
                "attributes": [{"image_urls": list(r.image_urls)} if r.image_urls else {} for r in records],
            },
            {"created_at": self._facts.now, "updated_at": self._facts.now},
        )
        placed = [
            Placed(product_id, product.title, keeps_stock(kind), at, variant)
            for product_id, product, kind in zip(ids, products, types, strict=True)
            for at, variant in enumerate(product.variants, 1)
        ]
        self._make_variants(placed)

    def tell_index(self, products: Sequence[NewProduct]) -> None:
        """Insert the texts under which products and their variants are found, in the order they were made in."""
        ids = list(islice(self._told_products, len(products)))
        tags = [joined_tags(product.record.tags) if product.record.tags else "" for product in products]
        often = [(one.record.brand, one.record.category, tag) for one, tag in zip(products, tags, strict=True)]
        bodies = list(map(words_of, map(_texts, products), often))
        variant_ids = [list(islice(self._told_variants, len(product.variants))) for product in products]
        only = [several[0] if len(several) == 1 else None for several in variant_ids]
        docs: dict[str, Sequence[Any]] = {"ref": ids, "body": bodies, "only_variant_id": only}
        self._insert.columns(SearchDoc, docs, {"kind": "product"})
        told = [
            (variant_id, _variant_words(product, variant, tag))
            for product, tag, several in zip(products, tags, variant_ids, strict=True)
            for variant_id, variant in (zip(several, product.variants, strict=True) if len(several) > 1 else ())
        ]
        if told:
            refs, texts = zip(*told, strict=True)
            self._insert.columns(SearchDoc, {"ref": refs, "body": texts}, {"kind": "variant"})

    def _make_variants(self, placed: Sequence[Placed]) -> None:
        """Insert variants with all that hangs on them; the caller tells the index."""
        ids = list(islice(self._variant_ids, len(placed)))
        variants = [one.variant for one in placed]
        records = [variant.record for variant in variants]
        homes = [self._bin(record) for record in records]
        self._insert.columns(
            Variant,
            {
                "id": ids,
                "product_id": [one.product_id for one in placed],
                "position": [one.position for one in placed],
                "sku": [variant.sku for variant in variants],
                "sku_key": [variant.sku_key for variant in variants],
                "name": [full_name(one.title, one.variant.title) for one in placed],
                "title": [variant.title for variant in variants],
                "option_values": [[value for _n, value in r.options] if r.options else [] for r in records],
                "price": [record.price or 0 for record in records],
                "list_price": [record.list_price for record in records],
                "cost": [record.cost for record in records],
                "weight_g": [record.weight_g for record in records],
                "taxable": [record.taxable is not False for record in records],
                "stocked": [one.stocked for one in placed],
                "home_bin_id": homes,
            },
        )
        of_codes = [i for i, variant in zip(ids, variants, strict=True) for _code in variant.barcodes]
        codes = [code for variant in variants for code in variant.barcodes]
        self._insert.columns(Barcode, {"variant_id": of_codes, "code": codes})
        self._opening.book_new(
            [
                FirstStock(variant_id, record.stock, home or self._shelf, record.lot, record.cost)
                for variant_id, one, record, home in zip(ids, placed, records, homes, strict=True)
                if record.stock and record.stock > 0 and one.stocked
            ]
        )

    # --- existing ones --------------------------------------------------------------------------------------------

    def change_existing(self) -> None:
        """Update what differs, add variants, barcodes and first stock to products that were here before."""
        plan = self._plan
        plan.product_changes.write(self._work, updated_at=self._facts.now)
        plan.variant_changes.write(self._work)
        self._tell_prices()
        changed = set(plan.product_changes.rows) | {product_id for product_id, _variant in plan.more_variants}
        if plan.more_variants:
            self._make_variants(self._placed())
            self._insert.wait()
        if plan.more_barcodes:
            self._work.touched.add("barcodes")
            insert_rows(self._work.connection, Barcode, ("variant_id", "code"), plan.more_barcodes)
        if plan.first_stock:
            entries = [
                FirstStock(variant_id, record.stock or 0, self._bin(record) or self._shelf, record.lot, record.cost)
                for variant_id, record in plan.first_stock
            ]
            self._opening.book(entries)
        renamed = {variant_id for variant_id, values in plan.variant_changes.rows.items()
                   if not {"sku", "title", "name"}.isdisjoint(values)}  # fmt: skip
        renamed |= {variant_id for variant_id, _code in plan.more_barcodes}
        changed |= {plan.product_of[variant_id] for variant_id in renamed}
        index_products(self._work, sorted(changed))

    def _tell_prices(self) -> None:
        """A line in the price history for every changed amount, and on the product's timeline for prices."""
        changes = self._plan.variant_changes
        reason = _("Import: {file}").format(file=self._facts.file_name)
        kept = [
            (variant_id, field.value, changes.was[variant_id][field.value], values[field.value], reason)
            for variant_id, values in changes.rows.items()
            for field in PriceField
            if field.value in values
        ]
        if kept:
            self._work.touched.add("price_changes")
            columns = ("variant_id", "field", "was", "now", "reason", "by_name", "at")
            own = (self._work.user.name, self._facts.now)
            insert_rows(self._work.connection, PriceChange, columns, [(*row, *own) for row in kept])
        priced = [variant_id for variant_id, values in changes.rows.items() if "price" in values]
        for variant_id in priced if len(priced) <= MOST_TOLD else ():
            self._work.event("product", self._plan.product_of[variant_id], "price", sku=self._plan.skus[variant_id],
                             was=changes.was[variant_id]["price"], now=changes.rows[variant_id]["price"])  # fmt: skip

    def _placed(self) -> list[Placed]:
        """Further variants of existing products, each behind its product's last one."""
        plan, last = self._plan, dict(self._plan.last_position)
        placed = []
        for product_id, variant in plan.more_variants:
            last[product_id] = last.get(product_id, 0) + 1
            stocked = plan.stocked.get(product_id, True)
            placed.append(Placed(product_id, plan.titles[product_id], stocked, last[product_id], variant))
        return placed


def _texts(product: NewProduct) -> tuple[str, ...]:
    """What a product is called, in the order of ``product_words``."""
    if len(product.variants) == 1:
        only = product.variants[0]
        return (product.title, product.code, only.sku, only.title, *only.barcodes)
    codes = [code for variant in product.variants for code in (variant.sku, variant.title, *variant.barcodes)]
    return (product.title, product.code, *codes)


def _variant_words(product: NewProduct, variant: NewVariant, tags: str) -> str:
    record = product.record
    return variant_words(product.title, variant.title, variant.sku, product.code, record.brand, record.category, tags,
                         variant.barcodes)  # fmt: skip


def _option_names(product: NewProduct) -> list[str]:
    if len(product.variants) == 1:
        return [name for name, _value in product.variants[0].record.options]
    return [name for name, _value in max((variant.record.options for variant in product.variants), key=len)]
