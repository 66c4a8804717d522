"""Variants as a grid: options of a product, many variants saved in one step, codes given twice put right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, func, select

from shopdesk.domain.codes import code_key
from shopdesk.domain.errors import Conflict, UserError
from shopdesk.domain.pricing import BelowFloor
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.variants import same_combination, variant_title
from shopdesk.i18n import _, n_
from shopdesk.queries.codes import REPAIR_PATTERN, repairs
from shopdesk.store.tables import (
    Barcode,
    BundlePart,
    CompetitorPrice,
    OrderLine,
    PriceChange,
    PriceListItem,
    PriceSuggestion,
    Product,
    StockBalance,
    StockLevel,
    StockMove,
    Variant,
)
from shopdesk.store.work import Work
from shopdesk.usecases.indexing import forget_docs, index_products, index_variants
from shopdesk.usecases.price_log import amounts_of, mind_floor, note_prices
from shopdesk.usecases.products import WITHOUT_STOCK, checked_barcode, checked_variant_values

MOST_ROWS = 5_000


class RowProblems(UserError):
    """What stands against saving a grid: (row, field, sentence) each; nothing was saved."""

    def __init__(self, problems: Sequence[tuple[int, str, str]], floor: Collection[int] = ()) -> None:
        """``floor`` are the rows whose only problem is a price under the floor."""
        count = len(problems)
        said = n_("{count} cell cannot be saved: {first}", "{count} cells cannot be saved: {first}", count)
        super().__init__(said.format(count=count, first=problems[0][2]))
        self.problems, self.floor = tuple(problems), frozenset(floor)

    @property
    def only_floor(self) -> bool:
        """Whether it could be saved by saying so."""
        return all(row in self.floor for row, _field, _said in self.problems)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row to save: an existing variant (``version`` as read) or, without id, a new one of ``product_id``.

    ``values`` may hold the fields of a variant, ``option_values`` and ``barcode`` (the first one; blank takes it away).
    """

    values: Mapping[str, Any]
    variant_id: int | None = None
    product_id: int | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a step over many variants did, and what takes it back: earlier values by variant, and what was made."""

    changed: int = 0
    created: tuple[int, ...] = ()
    before: tuple[tuple[int, dict[str, Any]], ...] = field(default=())


_GRID_ONLY = frozenset({"option_values", "barcode"})


@needs(Right.EDIT_PRODUCTS)
def set_options(work: Work, product_id: int, names: Sequence[str]) -> None:
    """Name a product's options, in order; each variant keeps its values by place."""
    product = work.session.get(Product, product_id)
    if product is None:
        raise UserError(_("There is no such product."))
    clean = [name.strip() for name in names]
    if any(not name for name in clean):
        raise UserError(_("Every option needs a name."))
    if len({name.casefold() for name in clean}) < len(clean):
        raise UserError(_("Two options have the same name."))
    if clean != list(product.option_names or []):
        product.option_names = clean
        product.updated_at = work.now
        work.session.flush()
        work.event("product", product_id, "edited", fields=["option_names"])


@needs(Right.EDIT_PRODUCTS)
def save_variants(
    work: Work, rows: Sequence[GridRow | Mapping[str, Any]], *, reason: str = "", below_floor: bool = False
) -> Saved:
    """Save many variants in one step: all of them, or none with RowProblems naming every cell that is wrong."""
    if len(rows) > MOST_ROWS:
        raise UserError(_("At most {count} variants can be saved in one step.").format(count=MOST_ROWS))
    grid = _Grid(work, [row if isinstance(row, GridRow) else GridRow(**row) for row in rows], below_floor)
    return _saved(grid, reason)


def _saved(grid: _Grid, reason: str) -> Saved:
    grid.check()
    if grid.problems:
        raise RowProblems(grid.problems, grid.floor)
    return grid.write(reason)


class _Grid:
    """Checks every row against the shop and the other rows, then writes them all."""

    def __init__(self, work: Work, rows: list[GridRow], below_floor: bool, as_it_was: bool = False) -> None:
        self._as_it_was = as_it_was
        self._work, self._rows, self._below_floor = work, rows, below_floor
        self.problems: list[tuple[int, str, str]] = []
        self.floor: set[int] = set()
        self._values: list[dict[str, Any]] = []
        ids = [row.variant_id for row in rows if row.variant_id is not None]
        found = work.session.scalars(select(Variant).where(Variant.id.in_(ids)))
        self._variants = {variant.id: variant for variant in found}
        products = {row.product_id for row in rows if row.variant_id is None}
        products |= {variant.product_id for variant in self._variants.values()}
        self._products = {
            product.id: product
            for product in work.session.scalars(select(Product).where(Product.id.in_([p for p in products if p])))
        }
        self._barcodes: dict[int, list[Barcode]] = defaultdict(list)
        for barcode in work.session.scalars(select(Barcode).where(Barcode.variant_id.in_(ids)).order_by(Barcode.id)):
            self._barcodes[barcode.variant_id].append(barcode)

    def _say(self, row: int, name: str, error: BaseException | str) -> None:
        self.problems.append((row, name, str(error)))

    def check(self) -> None:
        """Find every cell that cannot be saved."""
        for at, row in enumerate(self._rows):
            self._values.append(self._checked_row(at, row))
        if not self._as_it_was:  # going back to codes given twice is no worse than before
            self._check_skus()
        self._check_barcodes()
        self._check_combinations()
        self._check_floor()

    def _checked_row(self, at: int, row: GridRow) -> dict[str, Any]:
        variant = self._variants.get(row.variant_id or 0)
        if row.variant_id is not None and variant is None:
            self._say(at, "sku", _("This variant is no longer there."))
            return {}
        if variant is None and row.product_id not in self._products:
            raise UserError(_("There is no such product."))
        if variant is not None and row.version is not None and variant.version != row.version:
            raise Conflict(_("Somebody else changed this a moment ago. Nothing was overwritten; look again."))
        values: dict[str, Any] = {}
        for name, value in row.values.items():
            try:
                if name == "option_values":
                    values[name] = [str(one).strip() for one in value]
                elif name == "barcode":
                    values[name] = checked_barcode(value) if str(value).strip() else ""
                else:
                    values.update(checked_variant_values({name: value}))
            except UserError as error:
                self._say(at, name, error)
        if variant is None and "sku" not in row.values:
            self._say(at, "sku", _("A new variant needs a SKU."))
        return values

    def _check_skus(self) -> None:
        keys = {at: code_key(values["sku"]) for at, values in enumerate(self._values) if "sku" in values}
        own = {variant.id: variant.sku_key for variant in self._variants.values()}
        wanted = {at: key for at, key in keys.items() if own.get(self._rows[at].variant_id or 0) != key}
        changing = {self._rows[at].variant_id for at in wanted}
        taken = defaultdict(set)
        for part in _parts(sorted(set(wanted.values()))):
            for row in self._work.read(select(Variant.sku_key, Variant.id).where(Variant.sku_key.in_(part))):
                if row.id not in changing:
                    taken[row.sku_key].add(row.id)
        twice = Counter(keys.values())
        for at, key in wanted.items():
            if taken[key]:
                self._say(at, "sku", _("There is a product with the SKU “{sku}” already.").format(
                    sku=self._values[at]["sku"]))  # fmt: skip
            elif twice[key] > 1:
                self._say(at, "sku", _("Two of these rows have the SKU “{sku}”.").format(sku=self._values[at]["sku"]))

    def _check_barcodes(self) -> None:
        codes = {at: values["barcode"] for at, values in enumerate(self._values) if values.get("barcode")}
        twice = Counter(codes.values())
        owners: dict[str, tuple[int, str]] = {}
        for part in _parts(sorted(set(codes.values()))):
            for row in self._work.read(
                select(Barcode.code, Barcode.variant_id, Variant.name)
                .join(Variant, Variant.id == Barcode.variant_id)
                .where(Barcode.code.in_(part))
            ):
                owners[row.code] = (row.variant_id, row.name)
        for at, code in codes.items():
            owner = owners.get(code)
            if owner is not None and owner[0] != self._rows[at].variant_id:
                self._say(at, "barcode", _("{code} belongs to {title} already.").format(code=code, title=owner[1]))
            elif twice[code] > 1:
                self._say(at, "barcode", _("Two of these rows have the barcode {code}.").format(code=code))

    def _check_combinations(self) -> None:
        for product_id, product in self._products.items():
            seen: list[tuple[int | None, Sequence[str]]] = []
            in_grid = {row.variant_id for row in self._rows}
            seen += [(None, v.option_values) for v in product.variants if v.id not in in_grid and v.option_values]
            for at, row in enumerate(self._rows):
                own = self._variants.get(row.variant_id or 0)
                if (own.product_id if own else row.product_id) != product_id:
                    continue
                chosen = self._values[at].get("option_values", own.option_values if own else None)
                if not chosen:
                    continue
                changed = own is None or not same_combination(chosen, own.option_values or [])
                if changed and any(same_combination(chosen, other) for _at, other in seen):
                    self._say(at, "option_values", _("There is a variant “{title}” already.").format(
                        title=variant_title(chosen)))  # fmt: skip
                seen.append((at, chosen))

    def _check_floor(self) -> None:
        for at, row in enumerate(self._rows):
            variant = self._variants.get(row.variant_id or 0)
            if variant is None:
                continue
            try:
                mind_floor(self._work, amounts_of(variant), self._values[at], self._below_floor)
            except BelowFloor as error:
                self.floor.add(at)
                self._say(at, "price", error)

    # writing

    def write(self, reason: str) -> Saved:
        """Write the checked rows."""
        before: list[tuple[int, dict[str, Any]]] = []
        made: list[Variant] = []
        amounts = []
        for row, values in zip(self._rows, self._values, strict=True):
            variant = self._variants.get(row.variant_id or 0)
            if variant is None:
                made.append(self._make(self._products[row.product_id or 0], values))
                continue
            was = self._earlier(variant, values)
            if was:
                before.append((variant.id, was))
                amounts.append((amounts_of(variant), {name: values[name] for name in was if name in values}))
                self._change(variant, {name: values[name] for name in was})
        self._work.session.flush()
        touched = {variant.product_id for variant in made}
        touched |= {self._variants[variant_id].product_id for variant_id, _was in before}
        ids = tuple(variant.id for variant in made)
        for product_id in touched:
            product = self._products[product_id]
            product.updated_at = self._work.now
        changed_fields: dict[int, set[str]] = defaultdict(set)
        for variant_id, was in before:
            changed_fields[self._variants[variant_id].product_id] |= set(was) - {"price"}
        self._work.session.flush()
        for product_id, names in changed_fields.items():
            if names:
                self._work.event("product", product_id, "edited", fields=sorted(names))
        for product_id in {variant.product_id for variant in made}:
            count = sum(variant.product_id == product_id for variant in made)
            self._work.event("product", product_id, "variants_added", count=count)
        for amount, values in amounts:
            note_prices(self._work, amount, values, reason)
        index_products(self._work, sorted(touched))
        index_variants(self._work, [*(variant_id for variant_id, _was in before), *ids])
        return Saved(len(before), ids, tuple(before))

    def _earlier(self, variant: Variant, values: Mapping[str, Any]) -> dict[str, Any]:
        """The present values of what differs."""
        was: dict[str, Any] = {}
        for name, value in values.items():
            if name == "barcode":
                codes = self._barcodes[variant.id]
                now: Any = codes[0].code if codes else ""
            elif name == "option_values":
                now = list(variant.option_values or [])
            else:
                now = getattr(variant, name)
            if now != value:
                was[name] = now
        return was

    def _change(self, variant: Variant, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            if name == "barcode":
                self._change_barcode(variant, value)
            else:
                setattr(variant, name, value)
        if "sku" in values:
            variant.sku_key = code_key(values["sku"])
        if "option_values" in values and "title" not in values:
            variant.title = variant_title(values["option_values"])
        product = self._products[variant.product_id]
        variant.name = f"{product.title} · {variant.title}" if variant.title else product.title

    def _change_barcode(self, variant: Variant, code: str) -> None:
        codes = self._barcodes[variant.id]
        if not code:
            self._work.session.delete(codes.pop(0))
        elif codes:
            codes[0].code = code
        else:
            self._work.session.add(Barcode(variant_id=variant.id, code=code))

    def _make(self, product: Product, values: Mapping[str, Any]) -> Variant:
        options = list(values.get("option_values", []))
        title = values.get("title") or variant_title(options)
        plain = {name: value for name, value in values.items() if name not in _GRID_ONLY | {"title"}}
        if plain.get("price") is None:
            plain["price"] = 0
        last = max((variant.position for variant in product.variants), default=0)
        variant = Variant(
            product_id=product.id,
            position=last + 1,
            sku_key=code_key(values["sku"]),
            name=f"{product.title} · {title}" if title else product.title,
            title=title,
            option_values=options,
            stocked=product.item_type not in WITHOUT_STOCK,
            **plain,
        )
        product.variants.append(variant)
        self._work.session.flush()
        if values.get("barcode"):
            self._work.session.add(Barcode(variant_id=variant.id, code=values["barcode"]))
        return variant


@needs(Right.EDIT_PRODUCTS)
def take_back_saved(work: Work, saved: Saved) -> None:
    """Undo ``save_variants`` as one step: earlier values again, new variants gone while nothing was done with them."""
    if saved.created:
        remove_variants(work, list(saved.created))
    rows = [GridRow(values, variant_id) for variant_id, values in saved.before]
    if rows:
        _saved(_Grid(work, rows, below_floor=True, as_it_was=True), _("Taken back"))


_USED = (
    (OrderLine, OrderLine.variant_id),
    (StockMove, StockMove.variant_id),
    (StockLevel, StockLevel.variant_id),
    (BundlePart, BundlePart.child_id),
)


@needs(Right.EDIT_PRODUCTS)
def remove_variants(work: Work, variant_ids: Sequence[int]) -> None:
    """Remove variants nothing was ever done with; raises UserError naming one that was ordered, stored or bundled."""
    names = {
        row.id: (row.name, row.product_id)
        for row in work.read(select(Variant.id, Variant.name, Variant.product_id).where(Variant.id.in_(variant_ids)))
    }
    if len(names) < len(set(variant_ids)):
        raise UserError(_("There is no such product."))
    for _table, column in _USED:
        used = work.read(select(column).where(column.in_(variant_ids)).limit(1)).scalar()
        if used is not None:
            raise UserError(
                _("{name} was ordered, stored or put into a bundle. Take it off sale instead.").format(
                    name=names[used][0]
                )
            )
    products = {product_id for _name, product_id in names.values()}
    for product_id in products:
        own = work.read(select(func.count()).select_from(Variant).where(Variant.product_id == product_id)).scalar_one()
        if own <= sum(place == product_id for _name, place in names.values()):
            raise UserError(_("A product keeps at least one variant."))
    for table in (Barcode, PriceChange, CompetitorPrice, PriceListItem, PriceSuggestion, StockBalance):
        rows = table.__table__
        work.write(delete(rows).where(rows.c.variant_id.in_(variant_ids)))
    parts, variants = BundlePart.__table__, Variant.__table__
    work.write(delete(parts).where(parts.c.parent_id.in_(variant_ids)))
    work.write(delete(variants).where(variants.c.id.in_(variant_ids)))
    forget_docs(work, "variant", variant_ids)
    for product_id in products:
        gone = [name for name, place in names.values() if place == product_id]
        work.event("product", product_id, "variants_removed", count=len(gone), names=", ".join(gone[:5]))
    index_products(work, sorted(products))


@needs(Right.EDIT_PRODUCTS)
def repair_codes(work: Work, pattern: str = REPAIR_PATTERN) -> Saved:
    """Give every variant whose SKU an older one has a code of its own, as one step; raises UserError for none."""
    found = repairs(work.session, pattern)
    if not found:
        raise UserError(_("No SKU is given twice."))
    return save_variants(work, [GridRow({"sku": one.proposed}, one.variant_id) for one in found])


def _parts(keys: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    return (keys[at : at + size] for at in range(0, len(keys), size))
