"""Products: create, change, price, barcodes, pictures, life cycle."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from shopdesk.domain.codes import GTIN_LENGTHS, checked_code, code_key, is_gtin
from shopdesk.domain.errors import Conflict, UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.store.tables import Barcode, BundlePart, Image, Product, StockBalance, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.indexing import index_products, index_variants
from shopdesk.usecases.ledger import find_bin
from shopdesk.usecases.price_log import amounts_of, mind_floor, note_prices

LIFECYCLES = ("candidate", "testing", "active", "clearance", "retired")
ITEM_TYPES = ("goods", "service", "bundle", "packaging", "virtual", "gift")
WITHOUT_STOCK = frozenset({"service", "bundle", "virtual"})
"""Kinds that never lie in a bin: services, files, and bundles, whose parts do."""
UNITS_LONGEST = 16
MAX_IMAGE_BYTES = 12 * 1024 * 1024


@needs(Right.EDIT_PRODUCTS)
def create_product(
    work: Work,
    title: str,
    sku: str,
    *,
    price: int = 0,
    code: str = "",
    variant_title: str = "",
    barcode: str = "",
    brand: str = "",
    category: str = "",
    description: str = "",
    tags: str = "",
    cost: int | None = None,
    list_price: int | None = None,
    weight_g: int | None = None,
    item_type: str = "goods",
    lifecycle: str = "active",
    home_bin: str = "",
    image: str | None = None,
) -> int:
    """Add a product with its first variant; returns the variant's id. Money in minor units of the shop."""
    if not title.strip():
        raise UserError(_("The name is empty."))
    _refuse_unknown_kind(item_type, lifecycle)
    name = checked_code(code or sku, _("The product code"))
    if work.read(select(Product.id).where(Product.code_key == code_key(name))).first():
        raise UserError(_("There is a product with the code “{code}” already.").format(code=name))
    product = Product(
        code=name,
        code_key=code_key(name),
        title=title.strip(),
        brand=brand,
        category=category,
        description=description,
        tags=tags,
        item_type=item_type,
        lifecycle=lifecycle,
        image=image,
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(product)
    work.session.flush()
    variant_id = add_variant(
        work,
        product.id,
        sku,
        price=price,
        title=variant_title,
        barcode=barcode,
        cost=cost,
        list_price=list_price,
        weight_g=weight_g,
        home_bin=home_bin,
    )
    work.event("product", product.id, "created")
    return int(variant_id)


@needs(Right.EDIT_PRODUCTS)
def add_variant(
    work: Work,
    product_id: int,
    sku: str,
    *,
    price: int = 0,
    title: str = "",
    option_values: Sequence[str] = (),
    barcode: str = "",
    cost: int | None = None,
    list_price: int | None = None,
    weight_g: int | None = None,
    home_bin: str = "",
    image: str | None = None,
) -> int:
    """Add a variant to a product; returns its id."""
    product = work.session.get(Product, product_id)
    if product is None:
        raise UserError(_("There is no such product."))
    name = checked_code(sku, _("The SKU"))
    if work.read(select(Variant.id).where(Variant.sku_key == code_key(name))).first():
        raise UserError(_("There is a product with the SKU “{sku}” already.").format(sku=name))
    if min(price, cost or 0, list_price or 0, weight_g or 0) < 0:
        raise UserError(_("A price cannot be negative."))
    variant = Variant(
        product_id=product_id,
        position=len(product.variants) + 1,
        sku=name,
        sku_key=code_key(name),
        name=f"{product.title} · {title}" if title else product.title,
        title=title,
        option_values=list(option_values),
        price=price,
        cost=cost,
        list_price=list_price,
        weight_g=weight_g,
        stocked=product.item_type not in WITHOUT_STOCK,
        image=image,
    )
    if home_bin:
        variant.home_bin_id = find_bin(work, home_bin)
    work.session.add(variant)
    work.session.flush()
    if barcode:
        add_barcode(work, variant.id, barcode)
    _touch(work, product)
    return variant.id


def _touch(work: Work, product: Product) -> None:
    product.updated_at = work.now
    work.session.flush()
    index_products(work, [product.id])
    index_variants(work, [variant.id for variant in product.variants])


def checked_barcode(code: str) -> str:
    """``code`` as a plain barcode; raises UserError for a GTIN with a wrong check digit."""
    name = checked_code(code, _("The barcode"))
    if name.isdigit() and len(name) in GTIN_LENGTHS and not is_gtin(name):
        raise UserError(_("{code} has a wrong check digit.").format(code=name))
    return name


@needs(Right.EDIT_PRODUCTS)
def add_barcode(work: Work, variant_id: int, code: str, quantity: int = 1, unit: str = "piece") -> int:
    """Add a barcode that stands for ``quantity`` units; returns its id."""
    name = checked_barcode(code)
    if quantity < 1:
        raise UserError(_("The quantity must be at least one."))
    if work.read(select(Variant.id).where(Variant.id == variant_id)).first() is None:
        raise UserError(_("There is no such product."))
    owner = work.read(
        select(Variant.name).join(Barcode, Barcode.variant_id == Variant.id).where(Barcode.code == name)
    ).scalar()
    if owner is not None:
        raise UserError(_("{code} belongs to {title} already.").format(code=name, title=owner))
    barcode = Barcode(variant_id=variant_id, code=name, quantity=quantity, unit=unit.strip() or "piece")
    work.session.add(barcode)
    work.session.flush()
    index_variants(work, [variant_id])
    return barcode.id


@needs(Right.EDIT_PRODUCTS)
def remove_barcode(work: Work, code: str) -> None:
    """Take a barcode away; a scan of it means nothing any more."""
    found = work.read(select(Barcode.id, Barcode.variant_id).where(Barcode.code == code)).first()
    if found is None:
        raise UserError(_("There is no barcode “{code}”.").format(code=code))
    work.write(delete(Barcode.__table__).where(Barcode.__table__.c.id == found.id))
    product_id = work.read(select(Variant.product_id).where(Variant.id == found.variant_id)).scalar_one()
    work.event("product", product_id, "barcode_removed", code=code)
    index_variants(work, [found.variant_id])


_PRODUCT_FIELDS = frozenset(
    {"title", "short_title", "brand", "category", "tags", "description", "lifecycle", "item_type", "image",
     "attributes", "superseded_by"}
)  # fmt: skip
_VARIANT_FIELDS = frozenset(
    {"sku", "title", "price", "list_price", "cost", "unit", "weight_g", "taxable", "returnable", "min_stock", "active",
     "image"}
)  # fmt: skip


@needs(Right.EDIT_PRODUCTS)
def edit_product(work: Work, product_id: int, changes: Mapping[str, Any], version: int | None = None) -> None:
    """Change fields of a product. Raises Conflict when ``version`` is not the current one."""
    product = _row(work, Product, product_id, version)
    _refuse_unknown(changes, _PRODUCT_FIELDS)
    if "title" in changes and not str(changes["title"]).strip():
        raise UserError(_("The name is empty."))
    _refuse_unknown_kind(changes.get("item_type", "goods"), changes.get("lifecycle", "active"))
    if "attributes" in changes:
        _check_attributes(changes["attributes"])
    if changes.get("superseded_by") is not None:
        _check_successor(work, product_id, changes["superseded_by"])
    if changes.get("item_type", product.item_type) != product.item_type:
        _change_kind(work, product, str(changes["item_type"]))
    if changes.get("lifecycle", product.lifecycle) != product.lifecycle:
        work.event("product", product_id, "lifecycle", was=product.lifecycle, now=changes["lifecycle"])
    for key, value in changes.items():
        setattr(product, key, value)
    for variant in product.variants:
        variant.name = f"{product.title} · {variant.title}" if variant.title else product.title
    _touch(work, product)
    told = sorted(set(changes) - {"lifecycle"})
    if told:
        work.event("product", product_id, "edited", fields=told)


def _refuse_unknown_kind(item_type: str, lifecycle: str) -> None:
    if lifecycle not in LIFECYCLES:
        raise UserError(_("There is no life cycle “{name}”.").format(name=lifecycle))
    if item_type not in ITEM_TYPES:
        raise UserError(_("There is no kind of product “{name}”.").format(name=item_type))


def _check_attributes(attributes: Any) -> None:
    if not isinstance(attributes, Mapping):
        raise UserError(_("Attributes are names with values."))
    names = [str(name).strip() for name in attributes]
    if any(not name for name in names):
        raise UserError(_("An attribute needs a name."))
    if len({name.casefold() for name in names}) < len(names):
        raise UserError(_("Two attributes have the same name."))


def _check_successor(work: Work, product_id: int, successor: int) -> None:
    """Refuse a replacement that does not exist, or that leads back to the product it replaces."""
    at: int | None = successor
    for _step in range(100):
        if at is None:
            return
        if at == product_id:
            raise UserError(_("A product cannot be replaced by itself."))
        found = work.read(select(Product.superseded_by).where(Product.id == at)).first()
        if found is None:
            raise UserError(_("There is no such product."))
        at = found.superseded_by


def _change_kind(work: Work, product: Product, item_type: str) -> None:
    """Goods that lie in bins, or are promised, must stay goods."""
    ids = [variant.id for variant in product.variants]
    if item_type in WITHOUT_STOCK:
        lying = select(StockBalance.id).where(
            StockBalance.variant_id.in_(ids), (StockBalance.on_hand > 0) | (StockBalance.reserved > 0)
        )
        if work.read(lying.limit(1)).first():
            raise UserError(_("There is stock of this product. Count it out first; then its kind can change."))
    if (
        product.item_type == "bundle"
        and work.read(select(BundlePart.id).where(BundlePart.parent_id.in_(ids)).limit(1)).first()
    ):
        raise UserError(_("This bundle has parts. Take them out first; then its kind can change."))
    for variant in product.variants:
        variant.stocked = item_type not in WITHOUT_STOCK


@needs(Right.EDIT_PRODUCTS)
def edit_variant(
    work: Work,
    variant_id: int,
    changes: Mapping[str, Any],
    version: int | None = None,
    *,
    reason: str = "",
    below_floor: bool = False,
) -> None:
    """Change fields of a variant; money in minor units, ``reason`` is why a price changes.

    Raises Conflict when ``version`` is not the current one, BelowFloor for a price under the floor unless said so.
    """
    variant = _row(work, Variant, variant_id, version)
    values = checked_variant_values(changes)
    if "sku" in values:
        taken = work.read(
            select(Variant.id).where(Variant.sku_key == code_key(values["sku"]), Variant.id != variant_id)
        ).first()
        if taken:
            raise UserError(_("There is a product with the SKU “{sku}” already.").format(sku=values["sku"]))
        variant.sku_key = code_key(values["sku"])
    before = amounts_of(variant)
    mind_floor(work, before, values, below_floor)
    for key, value in values.items():
        setattr(variant, key, value)
    variant.name = f"{variant.product.title} · {variant.title}" if variant.title else variant.product.title
    _touch(work, variant.product)
    note_prices(work, before, values, reason)


def checked_variant_values(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of a variant with plain codes; raises UserError for unknown fields and senseless values."""
    _refuse_unknown(changes, _VARIANT_FIELDS)
    values = dict(changes)
    for key in ("price", "list_price", "cost", "weight_g", "min_stock"):
        if (values.get(key) or 0) < 0:
            raise UserError(_("This value cannot be negative."))
    if "sku" in values:
        values["sku"] = checked_code(str(values["sku"]), _("The SKU"))
    if "unit" in values:
        values["unit"] = str(values["unit"]).strip()
        if not 0 < len(values["unit"]) <= UNITS_LONGEST:
            raise UserError(_("A unit has 1 to {count} letters.").format(count=UNITS_LONGEST))
    return values


def _row(work: Work, table: Any, row_id: int, version: int | None) -> Any:
    row = work.session.get(table, row_id)
    if row is None:
        raise UserError(_("There is no such product."))
    if version is not None and row.version != version:
        raise Conflict(_("Somebody else changed this a moment ago. Nothing was overwritten; look again."))
    return row


def _refuse_unknown(changes: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(set(changes) - known)
    if unknown:
        raise UserError(_("“{name}” cannot be changed here.").format(name=unknown[0]))


@needs(Right.EDIT_PRODUCTS)
def add_image(work: Work, data: bytes, thumb: bytes, mime: str = "image/png") -> str:
    """Keep a picture by the SHA-256 of its bytes; returns that hash. The same picture is kept once."""
    if not data or len(data) > MAX_IMAGE_BYTES:
        raise UserError(_("The picture is empty or larger than 12 MB."))
    if mime not in ("image/png", "image/jpeg", "image/webp"):
        raise UserError(_("Only PNG, JPEG and WebP pictures can be kept."))
    name = hashlib.sha256(data).hexdigest()
    if work.session.get(Image, name) is None:
        work.session.add(Image(hash=name, mime=mime, data=data, thumb=thumb or data))
        work.session.flush()
    return name
