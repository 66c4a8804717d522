"""Product files: which products and variants are new, which change, and what lies on the shelf at the start."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, TypeVar

from shopdesk.documents.records import ProductRecord, VariantRecord
from shopdesk.domain.codes import plain_code
from shopdesk.i18n import N_, _
from shopdesk.store.tables import Product, Variant
from shopdesk.store.terms import fold
from shopdesk.usecases.import_catalogue import Catalogue
from shopdesk.usecases.import_codes import is_bad, keys_of, some_are_bad, wrong_check_digits
from shopdesk.usecases.import_descriptions import plain_text
from shopdesk.usecases.import_plans import Changes, Plan, Reader, Report, ShopFacts, joined_tags, key_of, watched

Made = TypeVar("Made", bound=tuple[Any, ...])

LIFECYCLES = {"": "active", "active": "active", "draft": "testing", "archived": "retired"}
_OWN_LIFECYCLES = frozenset({"candidate", "testing", "active", "clearance", "retired"})
_ITEM_TYPES = frozenset({"goods", "service", "bundle", "packaging", "virtual", "gift"})
_NO_STOCK = frozenset({"service", "virtual", "bundle"})

SAME_BARCODE = N_("Row {row} of this file has the same barcode.")
BARCODE_TAKEN = N_("This barcode belongs to {name} already.")
TWO_ARTICLES = N_("The barcodes of this row belong to different articles.")
TWICE = N_("Row {row} of this file is the same article.")
BAD_CODE = N_("A code may have at most 64 characters and may not start with CMD-; such codes are bench commands.")
WRONG_DIGIT = N_("The check digit is wrong. The barcode was kept as it is; scan the goods once to be sure.")
NEGATIVE_STOCK = N_("Stock below zero was taken as none.")
NO_VARIANTS = N_("The file has no article for this product, so it was left out.")


class NewVariant(NamedTuple):
    """A variant to be made; ``title`` is its name within the product."""

    record: VariantRecord
    sku: str
    sku_key: str
    title: str
    barcodes: tuple[str, ...]


class NewProduct(NamedTuple):
    """A product to be made with its variants."""

    record: ProductRecord
    code: str
    code_key: str
    title: str
    variants: list[NewVariant]


@dataclass
class ProductPlan(Plan):
    """What a product file would change."""

    products: list[NewProduct] = field(default_factory=list)
    more_variants: list[tuple[int, NewVariant]] = field(default_factory=list)
    more_barcodes: list[tuple[int, str]] = field(default_factory=list)
    first_stock: list[tuple[int, VariantRecord]] = field(default_factory=list)
    product_changes: Changes = field(default_factory=lambda: Changes(Product))
    variant_changes: Changes = field(default_factory=lambda: Changes(Variant))
    titles: dict[int, str] = field(default_factory=dict)
    product_of: dict[int, int] = field(default_factory=dict)
    skus: dict[int, str] = field(default_factory=dict)
    last_position: dict[int, int] = field(default_factory=dict)
    stocked: dict[int, bool] = field(default_factory=dict)


def plan(reader: Reader, facts: ShopFacts, records: Sequence[ProductRecord], report: Report | None) -> ProductPlan:
    """Compare the file's products with the shop's; nothing is written."""
    del facts
    variants = [variant for record in records for variant in record.variants]
    catalogue = Catalogue(
        reader,
        barcodes=(code for variant in variants for code in variant.barcodes),
        product_keys=(key_of(record.code) for record in records),
    )
    if not catalogue.empty:
        unknown = [record for record in records if key_of(record.code) not in catalogue.product_by_key]
        catalogue.read_skus(reader, {key_of(one.sku) for record in unknown for one in record.variants if one.sku})
        catalogue.read_moves(reader)
    planner = _Planner(catalogue, wrong_check_digits([code for variant in variants for code in variant.barcodes]))
    if not planner.take_all(records):
        for record in watched(list(records), report, 0, 2 * len(records)):
            planner.take(record)
    planner.count()
    for row in catalogue.variants.values():
        planner.plan.product_of[row.id], planner.plan.skus[row.id] = row.product_id, row.sku
        planner.plan.stocked[row.product_id] = row.stocked
        last = planner.plan.last_position.get(row.product_id, 0)
        planner.plan.last_position[row.product_id] = max(last, row.position)
    return planner.plan


class _Planner:
    """Goes through a file's products one by one and remembers what was taken."""

    def __init__(self, catalogue: Catalogue, wrong_digits: Collection[str]) -> None:
        self.plan = ProductPlan()
        self._catalogue = catalogue
        self._wrong_digits = wrong_digits
        self._barcodes: dict[str, int] = {}
        self._taken: dict[int, int] = {}
        self._new: dict[str, NewProduct] = {}

    def take_all(self, records: Sequence[ProductRecord]) -> bool:
        """Plan all products at once, if each is new, has one variant and only good codes; tells whether it did."""
        known = self._catalogue
        if known.product_by_key or known.by_barcode or known.by_sku or _have_more_variants(records):
            return False
        codes, variants = [record.code for record in records], [record.variants[0] for record in records]
        keys = keys_of(codes)
        barcodes = [code for variant in variants for code in variant.barcodes]
        skus = [variant.sku for variant in variants]
        if len(set(keys)) < len(keys) or len(set(barcodes)) < len(barcodes) or some_are_bad((*skus, *barcodes)):
            return False
        for variant in variants if self._wrong_digits else ():
            self._warn_of_digits(variant)
        skus = [
            sku or (variant.barcodes[0] if variant.barcodes else code)
            for sku, variant, code in zip(skus, variants, codes, strict=True)
        ]
        titles = [title_of(variant) if variant.options else variant.title for variant in variants]
        scans = [variant.barcodes for variant in variants]
        new = _made(NewVariant, zip(variants, skus, keys_of(skus), titles, scans, strict=True))
        names = [record.name or record.code for record in records]
        made = zip(records, map(_plain, codes), keys, names, ([one] for one in new), strict=True)
        self.plan.products = list(_made(NewProduct, made))
        return True

    def take(self, record: ProductRecord) -> None:
        """Plan one product of the file."""
        good = [variant for variant in record.variants if self._codes_are_good(variant)]
        if not record.variants:
            self._change_product_only(record)
            return
        if not good:
            self.plan.skipped += 1
            return
        key = key_of(record.code)
        catalogue = self._catalogue
        product_id = None if catalogue.empty else catalogue.product_by_key.get(key)
        matched: list[tuple[VariantRecord, int]] = []
        fresh: list[VariantRecord] = []
        for variant in good:
            found = None if catalogue.empty else self._existing(record, variant, product_id, len(good))
            if found is None:
                fresh.append(variant)
            elif found >= 0:
                matched.append((variant, found))
        if product_id is None and matched:
            product_id = catalogue.variants[matched[0][1]].product_id
        if product_id is None:
            self._make_product(record, key, fresh)
            return
        changed = self._change_product(record, product_id)
        for variant, variant_id in matched:
            changed |= self._change_variant(record, product_id, variant, variant_id)
        for variant in fresh:
            self.plan.more_variants.append((product_id, self._new_variant(record, variant, len(good))))
            changed = True
        self.plan.unchanged += not changed

    def count(self) -> None:
        """Count what is to be made."""
        plan = self.plan
        made = [variant for product in plan.products for variant in product.variants]
        made += [variant for _product, variant in plan.more_variants]
        plan.created["products"] += len(plan.products)
        plan.created["variants"] += len(made)
        plan.created["barcodes"] += sum([len(variant.barcodes) for variant in made])
        lying = [
            variant.record
            for product in plan.products
            for variant in product.variants
            if variant.record.stock and (not product.record.item_type or _shelved(product))
        ]
        more = [v.record for product_id, v in plan.more_variants if self._keeps_stock(product_id)]
        plan.created["stock_moves"] += sum([self._lies_on_a_shelf(record) for record in (*lying, *more)])

    def _keeps_stock(self, product_id: int) -> bool:
        return any(self._catalogue.variants[one].stocked for one in self._catalogue.of_product[product_id])

    # --- codes ----------------------------------------------------------------------------------------------------

    def _codes_are_good(self, variant: VariantRecord) -> bool:
        if is_bad(variant.sku):
            self.plan.refuse(variant.row, "sku", variant.sku, _(BAD_CODE))
            return False
        for code in variant.barcodes:
            if is_bad(code):
                self.plan.refuse(variant.row, "barcode", code, _(BAD_CODE))
                return False
            if code in self._barcodes:
                self.plan.refuse(variant.row, "barcode", code, _(SAME_BARCODE).format(row=self._barcodes[code]))
                return False
        for code in variant.barcodes:
            self._barcodes[code] = variant.row
        self._warn_of_digits(variant)
        return True

    def _warn_of_digits(self, variant: VariantRecord) -> None:
        for code in variant.barcodes:
            if code in self._wrong_digits:
                self.plan.warn(variant.row, "barcode", code, _(WRONG_DIGIT))

    # --- matching -------------------------------------------------------------------------------------------------

    def _existing(self, record: ProductRecord, variant: VariantRecord, product_id: int | None, of: int) -> int | None:
        """The variant of the shop this row means; None if it is new; −1 if the row had to be refused."""
        catalogue = self._catalogue
        hits = {catalogue.by_barcode[code] for code in variant.barcodes if code in catalogue.by_barcode}
        if len(hits) > 1:
            self.plan.refuse(variant.row, "barcode", ", ".join(variant.barcodes), _(TWO_ARTICLES))
            return -1
        found = hits.pop() if hits else None
        if found is not None and product_id not in (None, catalogue.variants[found].product_id):
            why = _(BARCODE_TAKEN).format(name=catalogue.full_name(found))
            self.plan.refuse(variant.row, "barcode", ", ".join(variant.barcodes), why)
            return -1
        if found is None:
            found = self._by_words(record, variant, product_id, of)
        if found is None:
            return None
        if found in self._taken:
            self.plan.refuse(variant.row, "sku", variant.sku, _(TWICE).format(row=self._taken[found]))
            return -1
        self._taken[found] = variant.row
        return found

    def _by_words(self, record: ProductRecord, variant: VariantRecord, product_id: int | None, of: int) -> int | None:
        catalogue = self._catalogue
        key = key_of(variant.sku) if variant.sku else ""
        title = fold(title_of(variant)).strip()
        if product_id is not None:
            siblings = [one for one in catalogue.of_product[product_id] if one not in self._taken]
            same = [one for one in siblings if not key or catalogue.variants[one].sku_key == key]
            named = [one for one in same if fold(catalogue.variants[one].title).strip() == title]
            if len(named) == 1:
                return named[0]
            alone = len(same) == 1 and (of == 1 or (bool(key) and not title))
            return same[0] if alone else None
        same = [one for one in catalogue.by_sku.get(key, ()) if one not in self._taken] if key else []
        name = fold(record.name).strip()
        named = [
            one for one in same
            if name in (fold(catalogue.variants[one].name).strip(), self._product_name(one))
            and fold(catalogue.variants[one].title).strip() in (title, "")
        ]  # fmt: skip
        if len(named) == 1:
            return named[0]
        # A lone SKU without a barcode on the file's side is the article; with another barcode it is another one.
        return same[0] if len(same) == 1 and not variant.barcodes and not named else None

    def _product_name(self, variant_id: int) -> str:
        return fold(self._catalogue.products[self._catalogue.variants[variant_id].product_id].title).strip()

    # --- new ------------------------------------------------------------------------------------------------------

    def _make_product(self, record: ProductRecord, key: str, fresh: list[VariantRecord]) -> None:
        if not fresh:
            self.plan.skipped += 1
            return
        known = self._new.get(key)
        variants = [self._new_variant(record, variant, len(record.variants)) for variant in fresh]
        if known is not None:
            known.variants.extend(variants)
        else:
            made = NewProduct(record, _plain(record.code), key, record.name or record.code, variants)
            self._new[key] = made
            self.plan.products.append(made)

    def _new_variant(self, record: ProductRecord, variant: VariantRecord, of: int) -> NewVariant:
        sku = variant.sku or (variant.barcodes[0] if variant.barcodes else record.code)
        if not variant.sku and not variant.barcodes and of > 1:
            sku = f"{record.code}-{record.variants.index(variant) + 1}"
        return NewVariant(variant, sku, key_of(sku), title_of(variant), variant.barcodes)

    def _lies_on_a_shelf(self, variant: VariantRecord) -> bool:
        if (variant.stock or 0) < 0:
            self.plan.warn(variant.row, "stock", str(variant.stock), _(NEGATIVE_STOCK))
        return (variant.stock or 0) > 0

    # --- changed --------------------------------------------------------------------------------------------------

    def _change_product_only(self, record: ProductRecord) -> None:
        product_id = self._catalogue.product_by_key.get(key_of(record.code))
        if product_id is None:
            self.plan.warn(record.row, "code", record.code, _(NO_VARIANTS))
            self.plan.skipped += 1
        else:
            self.plan.unchanged += not self._change_product(record, product_id)

    def _change_product(self, record: ProductRecord, product_id: int) -> bool:
        row = self._catalogue.products[product_id]
        self.plan.titles[product_id] = record.name or row.title
        texts = {
            "title": record.name,
            "brand": record.brand,
            "category": record.category,
            "tags": joined_tags(record.tags),
            "description": plain_text(record.description),
        }
        values = {key: text for key, text in texts.items() if text}
        if record.status and not (row.lifecycle == "clearance" and record.status == "active"):
            values["lifecycle"] = lifecycle_of(record.status)
        changed = self.plan.product_changes.note(row, values)
        self.plan.updated["products"] += changed
        return changed

    def _change_variant(self, record: ProductRecord, product_id: int, variant: VariantRecord, variant_id: int) -> bool:
        row = self._catalogue.variants[variant_id]
        amounts = {
            "price": variant.price,
            "list_price": variant.list_price,
            "cost": variant.cost,
            "weight_g": variant.weight_g,
            "taxable": variant.taxable,
            "sku": variant.sku or None,
            "sku_key": key_of(variant.sku) if variant.sku else None,
        }
        values: dict[str, Any] = {key: value for key, value in amounts.items() if value is not None}
        title = title_of(variant) or row.title
        if title != row.title:
            values |= {"title": title, "option_values": [value for _name, value in variant.options]}
        values["name"] = full_name(self.plan.titles[product_id], title)
        changed = self.plan.variant_changes.note(row, values)
        known = self._catalogue.by_barcode
        more = [code for code in variant.barcodes if code not in known]
        self.plan.more_barcodes += [(variant_id, code) for code in more]
        self.plan.created["barcodes"] += len(more)
        self.plan.updated["variants"] += changed
        if (variant.stock or 0) > 0 and row.stocked and variant_id not in self._catalogue.had_moves:
            self.plan.first_stock.append((variant_id, variant))
            self.plan.created["stock_moves"] += 1
            return True
        return changed or bool(more)


def _shelved(product: NewProduct) -> bool:
    return keeps_stock(item_type_of(product.record.item_type))


def _have_more_variants(records: Iterable[ProductRecord]) -> bool:
    return any(len(record.variants) != 1 for record in records)


def _made(kind: type[Made], rows: Iterable[tuple[Any, ...]]) -> Iterator[Made]:
    """Named tuples of ``rows``, without a call of Python for each."""
    return map(partial(tuple.__new__, kind), rows)


def _plain(code: str) -> str:
    return code.strip() if code.isascii() else plain_code(code)


def title_of(variant: VariantRecord) -> str:
    """What a variant is called within its product: its own title, or its option values."""
    return variant.title or " / ".join([value for _name, value in variant.options])


def full_name(product_title: str, variant_title: str) -> str:
    """What a variant is called in lists."""
    return f"{product_title} · {variant_title}" if variant_title else product_title


def lifecycle_of(status: str) -> str:
    """The shop's word for a file's product status."""
    return LIFECYCLES.get(status) or (status if status in _OWN_LIFECYCLES else "active")


def item_type_of(kind: str) -> str:
    """The shop's word for a file's product type; what is not known is goods."""
    words = {word.strip() for word in kind.casefold().split(",")}
    return next((word for word in ("virtual", *_ITEM_TYPES) if word in words), "goods")


def keeps_stock(item_type: str) -> bool:
    """Whether articles of this type lie on a shelf."""
    return item_type not in _NO_STOCK
