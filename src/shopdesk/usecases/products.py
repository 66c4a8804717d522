"""Products: create, change, price, barcodes, pictures, life cycle."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from shopdesk.domain.codes import checked_code, code_key, is_gtin
from shopdesk.domain.errors import Conflict, UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.store.tables import Barcode, Image, Product, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.indexing import index_products, index_variants
from shopdesk.usecases.ledger import find_bin

LIFECYCLES = ("testing", "active", "clearance", "retired")
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
    home_bin: str = "",
    image: str | None = None,
) -> int:
    """Add a product with its first variant; returns the variant's id. Money in minor units of the shop."""
    if not title.strip():
        raise UserError(_("The name is empty."))
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
        stocked=product.item_type != "service",
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


@needs(Right.EDIT_PRODUCTS)
def add_barcode(work: Work, variant_id: int, code: str, quantity: int = 1, unit: str = "piece") -> int:
    """Add a barcode that stands for ``quantity`` units; returns its id."""
    name = checked_code(code, _("The barcode"))
    if quantity < 1:
        raise UserError(_("The quantity must be at least one."))
    if name.isdigit() and len(name) in (8, 12, 13, 14) and not is_gtin(name):
        raise UserError(_("{code} has a wrong check digit.").format(code=name))
    if work.read(select(Variant.id).where(Variant.id == variant_id)).first() is None:
        raise UserError(_("There is no such product."))
    owner = work.read(
        select(Variant.name).join(Barcode, Barcode.variant_id == Variant.id).where(Barcode.code == name)
    ).scalar()
    if owner is not None:
        raise UserError(_("{code} belongs to {title} already.").format(code=name, title=owner))
    barcode = Barcode(variant_id=variant_id, code=name, quantity=quantity, unit=unit)
    work.session.add(barcode)
    work.session.flush()
    index_variants(work, [variant_id])
    return barcode.id


_PRODUCT_FIELDS = frozenset(
    {"title", "short_title", "brand", "category", "tags", "description", "lifecycle", "item_type", "image"}
)
_VARIANT_FIELDS = frozenset(
    {"sku", "title", "price", "list_price", "cost", "weight_g", "taxable", "returnable", "min_stock", "active", "image"}
)


@needs(Right.EDIT_PRODUCTS)
def edit_product(work: Work, product_id: int, changes: Mapping[str, Any], version: int | None = None) -> None:
    """Change fields of a product. Raises Conflict when ``version`` is not the current one."""
    product = _row(work, Product, product_id, version)
    _refuse_unknown(changes, _PRODUCT_FIELDS)
    if "title" in changes and not str(changes["title"]).strip():
        raise UserError(_("The name is empty."))
    if changes.get("lifecycle", "active") not in LIFECYCLES:
        raise UserError(_("There is no life cycle “{name}”.").format(name=changes["lifecycle"]))
    for key, value in changes.items():
        setattr(product, key, value)
    for variant in product.variants:
        variant.name = f"{product.title} · {variant.title}" if variant.title else product.title
    _touch(work, product)
    work.event("product", product_id, "edited", fields=sorted(changes))


@needs(Right.EDIT_PRODUCTS)
def edit_variant(work: Work, variant_id: int, changes: Mapping[str, Any], version: int | None = None) -> None:
    """Change fields of a variant; money in minor units. Raises Conflict when ``version`` is not the current one."""
    variant = _row(work, Variant, variant_id, version)
    _refuse_unknown(changes, _VARIANT_FIELDS)
    for key in ("price", "list_price", "cost", "weight_g", "min_stock"):
        if (changes.get(key) or 0) < 0:
            raise UserError(_("This value cannot be negative."))
    values = dict(changes)
    if "sku" in values:
        values["sku"] = checked_code(str(values["sku"]), _("The SKU"))
        taken = work.read(
            select(Variant.id).where(Variant.sku_key == code_key(values["sku"]), Variant.id != variant_id)
        ).first()
        if taken:
            raise UserError(_("There is a product with the SKU “{sku}” already.").format(sku=values["sku"]))
        variant.sku_key = code_key(values["sku"])
    if "price" in values and values["price"] != variant.price:
        work.event("product", variant.product_id, "price", sku=variant.sku, was=variant.price, now=values["price"])
    for key, value in values.items():
        setattr(variant, key, value)
    variant.name = f"{variant.product.title} · {variant.title}" if variant.title else variant.product.title
    _touch(work, variant.product)


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
