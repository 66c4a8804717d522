"""What the shop's catalogue knows of the codes in a file: variants by barcode and SKU, products by code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from shopdesk.store.tables import Barcode, Product, StockMove, Variant
from shopdesk.store.terms import fold
from shopdesk.usecases.import_plans import Reader, key_of, looked_up

_VARIANT = (
    Variant.id, Variant.product_id, Variant.sku, Variant.sku_key, Variant.name, Variant.title, Variant.option_values,
    Variant.price, Variant.list_price, Variant.cost, Variant.weight_g, Variant.taxable, Variant.stocked,
    Variant.home_bin_id, Variant.position,
)  # fmt: skip
_PRODUCT = (
    Product.id, Product.code, Product.code_key, Product.title, Product.brand, Product.category, Product.tags,
    Product.description, Product.lifecycle,
)  # fmt: skip


class Catalogue:
    """The part of the catalogue that the codes of one file can mean, read once."""

    def __init__(
        self,
        reader: Reader,
        *,
        barcodes: Iterable[str] = (),
        sku_keys: Iterable[str] = (),
        product_keys: Iterable[str] = (),
    ) -> None:
        """Look up plain ``barcodes``, ``sku_keys`` and ``product_keys``."""
        self.variants: dict[int, Any] = {}
        self.products: dict[int, Any] = {}
        self.product_by_key: dict[str, int] = {}
        self.by_barcode: dict[str, int] = {}
        self.by_sku: dict[str, list[int]] = defaultdict(list)
        self.of_product: dict[int, list[int]] = defaultdict(list)
        self.had_moves: set[int] = set()
        self.empty = reader.execute(select(Variant.id).limit(1)).first() is None
        if not self.empty:
            self._read(reader, barcodes, sku_keys, product_keys)

    def read_moves(self, reader: Reader) -> None:
        """Find out which of the variants ever had stock."""
        moves = select(StockMove.variant_id).distinct()
        self.had_moves = {row[0] for row in looked_up(reader, moves, StockMove.variant_id, self.variants)}

    def _read(
        self, reader: Reader, barcodes: Iterable[str], sku_keys: Iterable[str], product_keys: Iterable[str]
    ) -> None:
        codes = select(Barcode.code, Barcode.variant_id)
        self.by_barcode = {row.code: row.variant_id for row in looked_up(reader, codes, Barcode.code, barcodes)}
        for row in looked_up(reader, select(*_PRODUCT), Product.code_key, product_keys):
            self.products[row.id] = row
            self.product_by_key[row.code_key] = row.id
        self._add(reader, Variant.product_id, list(self.products))
        self._add(reader, Variant.id, [one for one in self.by_barcode.values() if one not in self.variants])
        self.read_skus(reader, sku_keys)

    def read_skus(self, reader: Reader, sku_keys: Iterable[str]) -> None:
        """Look up further SKUs."""
        if not self.empty:
            self._add(reader, Variant.sku_key, sku_keys)
            missing = {row.product_id for row in self.variants.values()} - set(self.products)
            for row in looked_up(reader, select(*_PRODUCT), Product.id, missing):
                self.products[row.id] = row
                self.product_by_key[row.code_key] = row.id

    def _add(self, reader: Reader, column: Any, keys: Iterable[Any]) -> None:
        for row in looked_up(reader, select(*_VARIANT).order_by(Variant.id), column, keys):
            if row.id not in self.variants:
                self.variants[row.id] = row
                self.by_sku[row.sku_key].append(row.id)
                self.of_product[row.product_id].append(row.id)

    def full_name(self, variant_id: int) -> str:
        """Name and SKU of a variant, for a sentence."""
        row = self.variants[variant_id]
        return f"{row.name} ({row.sku})"

    def article(self, barcode: str, sku: str, title: str = "", variant: str = "") -> int | None:
        """The one variant these words of a file mean: by barcode, else by SKU, and by name where a SKU is shared."""
        found = self.by_barcode.get(barcode) if barcode else None
        if found is not None or not sku:
            return found
        same_sku = self.by_sku.get(key_of(sku), [])
        if len(same_sku) == 1:
            return same_sku[0]
        if not same_sku:
            return self.by_barcode.get(sku)  # many shops put the barcode where the SKU belongs
        return self._by_name(same_sku, title, variant)

    def _by_name(self, candidates: list[int], title: str, variant: str) -> int | None:
        """The single candidate whose product and variant are called so."""
        wanted, option = fold(title).strip(), fold(variant).strip()
        named = [one for one in candidates if self._is_called(one, wanted, option)]
        if not named and option:
            named = [one for one in candidates if fold(self.variants[one].title).strip() == option]
        return named[0] if len(named) == 1 else None

    def _is_called(self, variant_id: int, title: str, option: str) -> bool:
        row = self.variants[variant_id]
        names = (fold(self.products[row.product_id].title).strip(), fold(row.name).strip())
        return title in names and (not option or fold(row.title).strip() == option)
