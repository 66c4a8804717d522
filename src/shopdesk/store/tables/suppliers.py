"""Suppliers, what they sell us, their papers that run out, and claims against them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Minor, Words, ref


class Supplier(Base):
    """Who goods are bought from, ``since`` that day. Money in minor units of ``currency``."""

    __tablename__ = "suppliers"
    __table_args__ = (
        CheckConstraint("lead_days >= 0 AND review_days >= 0 AND buffer_days >= 0", name="days"),
        CheckConstraint("min_order >= 0", name="min_order"),
        Index("uq_suppliers_code_key", "code_key", unique=True),
        Index("ix_suppliers_name_id", "name", "id"),
    )
    id: Mapped[Id]
    code: Mapped[str]
    code_key: Mapped[str]
    name: Mapped[str]
    contact: Mapped[Words]
    address: Mapped[Words]
    phone: Mapped[Words]
    email: Mapped[Words]
    currency: Mapped[str]
    terms: Mapped[Words]
    lead_days: Mapped[Count]
    review_days: Mapped[Count]
    buffer_days: Mapped[Count]
    min_order: Mapped[Minor]
    tags: Mapped[Words]
    since: Mapped[date]
    active: Mapped[bool] = mapped_column(default=True)
    note: Mapped[Words]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class SupplierItem(Base):
    """A variant as one supplier sells it: their code, stock units per pack, price of one unit in their currency."""

    __tablename__ = "supplier_items"
    __table_args__ = (
        CheckConstraint("pack > 0", name="pack"),
        CheckConstraint("min_quantity >= 0", name="min_quantity"),
        CheckConstraint("price >= 0", name="price"),
        Index("uq_supplier_items_supplier_id_variant_id", "supplier_id", "variant_id", unique=True),
    )
    id: Mapped[Id]
    supplier_id: Mapped[int] = mapped_column(BigInt, ForeignKey("suppliers.id"))
    variant_id: Mapped[int] = ref("variants.id")
    code: Mapped[Words]
    pack: Mapped[int] = mapped_column(default=1, server_default="1")
    price: Mapped[int | None]
    min_quantity: Mapped[Count]
    lead_days: Mapped[int | None]
    preferred: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class SupplierPaper(Base):
    """A licence, certificate or contract of a supplier, and the day it runs out."""

    __tablename__ = "supplier_papers"
    id: Mapped[Id]
    supplier_id: Mapped[int] = ref("suppliers.id")
    name: Mapped[str]
    reference: Mapped[Words]
    expires_on: Mapped[date | None]
    note: Mapped[Words]


class SupplierClaim(Base):
    """What a supplier owes us for bad or missing goods; ``amount`` and ``credited`` in minor units of ``currency``."""

    __tablename__ = "supplier_claims"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("amount >= 0 AND credited >= 0", name="amount"),
        Index("ix_supplier_claims_opened_at_id", "opened_at", "id"),
    )
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[int] = ref("suppliers.id")
    variant_id: Mapped[int] = ref("variants.id")
    purchase_line_id: Mapped[int | None] = ref("purchase_lines.id")
    receipt_line_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("receipt_lines.id"))
    return_line_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("return_lines.id"))
    reason: Mapped[str]
    state: Mapped[str]
    quantity: Mapped[int]
    sent_back: Mapped[Count]
    currency: Mapped[str]
    amount: Mapped[Minor]
    credited: Mapped[Minor]
    reference: Mapped[Words]
    note: Mapped[Words]
    opened_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    by_name: Mapped[str]
