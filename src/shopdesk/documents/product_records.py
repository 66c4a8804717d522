"""Rows to products with variants: grouped by product code, pictures collected, options paired."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Any

from shopdesk.documents.columns import Columns
from shopdesk.documents.records import ProductRecord, VariantRecord
from shopdesk.documents.sources import header_key
from shopdesk.i18n import N_, _

if TYPE_CHECKING:
    from shopdesk.documents.formats import Format

NO_KEY = N_("The row names no product: code, SKU and name are blank.")
NEGATIVE_PRICE = N_("The price is below zero.")
UNKNOWN_PARENT = N_("The file has no product “{parent}” for this variant.")

_VARIANT_FIELDS = ("sku", "barcode", "price", "stock", "option1_value")
_PRODUCT_TEXTS = ("name", "brand", "category", "description", "item_type", "status")


def read(columns: Columns, fmt: Format, currency: str, country: str) -> list[ProductRecord]:
    """All products without an error in their rows, in file order; amounts in ``currency``."""
    del country  # products have none
    columns.decide_currency(fmt.currency or currency)
    return _Products(columns, fmt).records()


class _Products:
    def __init__(self, columns: Columns, fmt: Format) -> None:
        self._columns = columns
        self._format = fmt
        self._texts = {key: columns.column(key, "") for key in (*_PRODUCT_TEXTS, "code", "sku", "parent", "source_id")}
        self._product_texts = [(name, self._texts[name]) for name in _PRODUCT_TEXTS if columns.has(name)]
        names = (self._texts["code"], self._texts["sku"], self._texts["name"])
        self._keys = [code or sku or name for code, sku, name in zip(*names, strict=True)]
        self._has_parents = columns.has("parent")
        self._tags = columns.column("tags")
        self._images = columns.column("images")
        self._has_images = columns.has("images")
        self._status = [self._status_of(text) for text in self._texts["status"]]
        self._is_variant = self._variant_rows()
        self._variants = self._all_variants()

    def _status_of(self, text: str) -> str:
        return self._format.status_words.get(header_key(text), text.casefold()) if text else ""

    # --- grouping ------------------------------------------------------------------------------------------------

    def records(self) -> list[ProductRecord]:
        if self._is_plain():
            return self._plain_products()
        bad, numbers = self._columns.bad, self._columns.numbers
        products = []
        for key, places in self._groups().items():
            if bad and not bad.isdisjoint(places):
                continue
            products.append(self._product(key, places, numbers[places[0]]))
        return products

    def _is_plain(self) -> bool:
        """Whether every row is a product of its own without an error: the usual list of a small shop."""
        keys = self._keys
        if self._columns.bad or self._has_parents or self._has_images or not all(self._is_variant):
            return False
        return "" not in keys and len(set(keys)) == len(keys)

    def _plain_products(self) -> list[ProductRecord]:
        nothing = [""] * len(self._columns)
        texts = dict(self._product_texts)
        tags = [each or () for each in self._tags]
        rows: Iterable[Any] = zip(
            self._columns.numbers, self._keys, *(texts.get(name, nothing) for name in _PRODUCT_TEXTS[:3]),
            tags, *(texts.get(name, nothing) for name in _PRODUCT_TEXTS[3:5]), self._status,
            zip(self._variants, strict=True), repeat(()),
        )  # fmt: skip
        return list(map(partial(tuple.__new__, ProductRecord), rows))

    def _groups(self) -> dict[str, list[int]]:
        """Row places by product: its code, else its SKU, else its name; variants follow the parent they name."""
        texts = self._texts
        groups: dict[str, list[int]] = {}
        alias: dict[str, str] = {}
        waiting: list[int] = []
        rows = zip(self._keys, texts["sku"], texts["parent"], texts["source_id"], strict=True)
        for at, (key, sku, parent, source_id) in enumerate(rows):
            if parent:
                waiting.append(at)
            elif key:
                if key in groups:
                    groups[key].append(at)
                else:
                    groups[key] = [at]
                    if self._has_parents:
                        alias[sku] = alias[f"id:{source_id}"] = key
            elif at not in self._columns.bad:
                self._columns.report(at, self._columns.header_of("code"), "", _(NO_KEY), "error")
        for at in waiting:
            parent = texts["parent"][at]
            key = alias.get(parent, parent)
            if key in groups:
                groups[key].append(at)
            else:
                why = _(UNKNOWN_PARENT).format(parent=parent)
                self._columns.report(at, self._columns.header_of("parent"), parent, why, "error")
        return groups

    def _product(self, key: str, places: list[int], row: int) -> ProductRecord:
        first = places[0]
        variants = tuple(variant for at in places if (variant := self._variants[at]) is not None)
        found = {name: text[first] or _first(text, places) for name, text in self._product_texts}
        status = self._status[first] or _first(self._status, places)
        tags = self._tags[first] or next((self._tags[at] for at in places if self._tags[at]), ())
        images = self._all_images(places) if self._has_images else ()
        return ProductRecord(
            row, key, found.get("name", ""), found.get("brand", ""), found.get("category", ""), tags,
            found.get("description", ""), found.get("item_type", ""), status, variants, images,
        )  # fmt: skip

    def _all_images(self, places: list[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(url for at in places for url in self._images[at] or ()))

    # --- variants ------------------------------------------------------------------------------------------------

    def _variant_rows(self) -> list[bool]:
        """Whether each row is a variant: rows that only carry one more picture are not, nor are parents."""
        present = [values for key in _VARIANT_FIELDS if (values := self._columns.values(key)) is not None]
        parents = self._format.parent_types
        types = self._texts["item_type"]
        if any(None not in values for values in present):
            named = [True] * len(self._columns)
        else:
            named = [row.count(None) < len(row) for row in zip(*present, strict=True)]
        if not parents:
            return named
        return [one and kind.casefold() not in parents for one, kind in zip(named, types, strict=True)]

    def _all_variants(self) -> list[VariantRecord | None]:
        columns = self._columns
        price = columns.column("price")
        if any(amount is not None and amount < 0 for amount in price):
            for at, amount in enumerate(price):
                if amount is not None and amount < 0:
                    columns.report(at, columns.header_of("price"), str(amount), _(NEGATIVE_PRICE), "error")
        rows = (
            columns.numbers, self._texts["sku"], self._barcodes(), self._options(),
            columns.column("variant_title", ""), price, columns.column("list_price"), columns.column("cost"),
            columns.column("weight_g"), columns.column("stock"), columns.column("taxable"),
            columns.column("variant_images", ()), columns.column("bin", ""), columns.column("lot", ""), self._status,
        )  # fmt: skip
        if all(self._is_variant):
            return list(map(partial(tuple.__new__, VariantRecord), zip(*rows, strict=True)))
        return [
            VariantRecord(*row) if one else None
            for one, row in zip(self._is_variant, zip(*rows, strict=True), strict=True)
        ]

    def _barcodes(self) -> list[tuple[str, ...]]:
        first = self._columns.values("barcode")
        more = self._columns.values("more_barcodes")
        if more is None:
            return [(code,) if code else () for code in first] if first else [()] * len(self._columns)
        first = first or [None] * len(more)
        return [tuple(dict.fromkeys((code, *(others or ())) if code else others or ()))
                for code, others in zip(first, more, strict=True)]  # fmt: skip

    def _options(self) -> list[tuple[tuple[str, str], ...]]:
        """(name, value) pairs of each row; a name stated only on the product's first row holds for its other rows."""
        pairs = [
            (self._columns.column(f"option{number}_name", ""), self._columns.column(f"option{number}_value", ""))
            for number in (1, 2, 3)
            if self._columns.has(f"option{number}_value")
        ]
        if not pairs:
            return [()] * len(self._columns)
        pairs = [(self._names_filled(names, number), values) for number, (names, values) in enumerate(pairs, 1)]
        none = self._format.no_option
        known: dict[Any, tuple[tuple[str, str], ...]] = {}
        result = []
        for row in zip(*(column for pair in pairs for column in pair), strict=True):
            options = known.get(row)
            if options is None:
                options = known[row] = tuple(
                    (name, value) for name, value in zip(row[::2], row[1::2], strict=True)
                    if value and value.casefold() not in none
                )  # fmt: skip
            result.append(options)
        return result

    def _names_filled(self, names: list[str], number: int) -> list[str]:
        if "" not in names:
            return names
        of_product: dict[str, str] = {}
        filled = []
        for at, name in enumerate(names):
            key = self._texts["parent"][at] or self._texts["code"][at]
            if name:
                of_product[key] = name
            filled.append(name or of_product.get(key, "") or _("Option {number}").format(number=number))
        return filled


def _first(texts: list[str], places: list[int]) -> str:
    """The first text among the rows of a product that is not blank."""
    return next((texts[at] for at in places[1:] if texts[at]), "")
