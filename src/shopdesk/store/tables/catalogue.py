"""Products, their variants, barcodes and pictures."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Minor, Words, ref


class Image(Base):
    """A picture, stored once by the SHA-256 of its bytes."""

    __tablename__ = "images"
    hash: Mapped[str] = mapped_column(primary_key=True)
    mime: Mapped[str]
    data: Mapped[bytes] = mapped_column(LargeBinary)
    thumb: Mapped[bytes] = mapped_column(LargeBinary)


class Product(Base):
    """What is sold, as the customer knows it; stock is kept on its variants."""

    __tablename__ = "products"
    __table_args__ = (
        Index("uq_products_code_key", "code_key", unique=True),
        Index("ix_products_title_id", "title", "id"),
        Index("ix_products_updated_at_id", "updated_at", "id"),
        Index("ix_products_lifecycle_title_id", "lifecycle", "title", "id"),
    )
    id: Mapped[Id]
    code: Mapped[str]
    code_key: Mapped[str]
    title: Mapped[str]
    short_title: Mapped[Words]
    brand: Mapped[Words]
    category: Mapped[Words]
    tags: Mapped[Words]
    description: Mapped[Words]
    item_type: Mapped[str] = mapped_column(default="goods", server_default="goods")
    lifecycle: Mapped[str] = mapped_column(default="active", server_default="active")
    option_names: Mapped[list[str]] = mapped_column(JSON, default=list)
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    image: Mapped[str | None] = mapped_column(ForeignKey("images.hash"))
    superseded_by: Mapped[int | None] = mapped_column(BigInt, ForeignKey("products.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    variants: Mapped[list["Variant"]] = relationship(back_populates="product", order_by="Variant.position")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class Variant(Base):
    """One sellable thing with its own stock: a SKU. Money in minor units of the shop's currency."""

    __tablename__ = "variants"
    __table_args__ = (
        Index("ix_variants_sku_key_id", "sku_key", "id"),
        Index("ix_variants_sku_id", "sku", "id"),
        Index("ix_variants_price_id", "price", "id"),
        Index("ix_variants_name_id", "name", "id"),
    )
    id: Mapped[Id]
    product_id: Mapped[int] = ref("products.id")
    position: Mapped[Count]
    sku: Mapped[str]
    sku_key: Mapped[str]
    name: Mapped[str]
    title: Mapped[Words]
    option_values: Mapped[list[str]] = mapped_column(JSON, default=list)
    price: Mapped[Minor]
    list_price: Mapped[int | None]
    cost: Mapped[int | None]
    unit: Mapped[str] = mapped_column(default="piece", server_default="piece")
    weight_g: Mapped[int | None]
    taxable: Mapped[bool] = mapped_column(default=True)
    returnable: Mapped[bool] = mapped_column(default=True)
    stocked: Mapped[bool] = mapped_column(default=True)
    min_stock: Mapped[int | None]
    home_bin_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("locations.id"))
    image: Mapped[str | None] = mapped_column(ForeignKey("images.hash"))
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    product: Mapped["Product"] = relationship(back_populates="variants")
    barcodes: Mapped[list["Barcode"]] = relationship(back_populates="variant", order_by="Barcode.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class Barcode(Base):
    """A code on the goods: which variant it means and how many units one scan counts."""

    __tablename__ = "barcodes"
    __table_args__ = (CheckConstraint("quantity > 0", name="positive"),)
    id: Mapped[Id]
    variant_id: Mapped[int] = ref("variants.id")
    code: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str] = mapped_column(default="piece", server_default="piece")
    quantity: Mapped[int] = mapped_column(default=1)
    variant: Mapped["Variant"] = relationship(back_populates="barcodes")


class BundlePart(Base):
    """A bundle's part: so many units of a child variant in one of the parent."""

    __tablename__ = "bundle_parts"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("parent_id <> child_id", name="not_itself"),
    )
    id: Mapped[Id]
    parent_id: Mapped[int] = ref("variants.id")
    child_id: Mapped[int] = ref("variants.id")
    quantity: Mapped[int]


class SearchDoc(Base):
    """The words under which one thing is found, cut into terms the index of either database can match.

    ``only_variant_id``: a product's only variant, when it has no words of its own and is found by its product's.
    """

    __tablename__ = "search_docs"
    __table_args__ = (Index("uq_search_docs_kind_ref", "kind", "ref", unique=True),)
    id: Mapped[Id]
    kind: Mapped[str]
    ref: Mapped[int]
    body: Mapped[str]
    only_variant_id: Mapped[int | None]
