"""Purchase orders with their lines, and receipts: what of them arrived, counted and booked."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Minor, Words, ref


class Purchase(Base):
    """An order to a supplier. Money in minor units of ``currency``.

    ``rate`` is how many of the shop's currency one of ``currency`` costs, as decimal text; ``spread`` says by what
    ``freight`` and ``other_costs`` are shared out over the lines. ``goods`` is the sum of the lines.
    """

    __tablename__ = "purchases"
    __table_args__ = (
        CheckConstraint("freight >= 0 AND other_costs >= 0 AND goods >= 0", name="costs"),
        Index("ix_purchases_created_at_id", "created_at", "id"),
        Index("ix_purchases_expected_on_id", "expected_on", "id"),
        Index("ix_purchases_state_id", "state", "id"),
    )
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    supplier_id: Mapped[int] = ref("suppliers.id")
    state: Mapped[str]
    currency: Mapped[str]
    rate: Mapped[str] = mapped_column(default="1", server_default="1")
    reference: Mapped[Words]
    note: Mapped[Words]
    created_at: Mapped[datetime]
    ordered_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    expected_on: Mapped[date]
    received_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    goods: Mapped[Minor]
    freight: Mapped[Minor]
    other_costs: Mapped[Minor]
    spread: Mapped[str] = mapped_column(default="value", server_default="value")
    by_name: Mapped[str]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class PurchaseLine(Base):
    """Ordered units of one variant. ``price`` of one stock unit; quantities in stock units.

    ``good`` and ``damaged`` arrived, ``over`` of the good ones were never ordered, ``short`` will not come any more.
    ``complete_on`` is the day the last of the ordered units came.
    """

    __tablename__ = "purchase_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND pack > 0", name="positive"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("good >= 0 AND damaged >= 0 AND over >= 0 AND short >= 0", name="not_negative"),
        Index("uq_purchase_lines_purchase_id_variant_id", "purchase_id", "variant_id", unique=True),
    )
    id: Mapped[Id]
    purchase_id: Mapped[int] = mapped_column(BigInt, ForeignKey("purchases.id"))
    variant_id: Mapped[int] = ref("variants.id")
    supplier_code: Mapped[Words]
    quantity: Mapped[int]
    pack: Mapped[int] = mapped_column(default=1, server_default="1")
    price: Mapped[Minor]
    expected_on: Mapped[date | None]
    good: Mapped[Count]
    damaged: Mapped[Count]
    over: Mapped[Count]
    short: Mapped[Count]
    complete_on: Mapped[date | None]
    note: Mapped[Words]


class Receipt(Base):
    """One delivery of a purchase order: counted piece by piece, then booked into stock; an undone one stays."""

    __tablename__ = "receipts"
    __table_args__ = (Index("ix_receipts_started_at_id", "started_at", "id"),)
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    purchase_id: Mapped[int] = ref("purchases.id")
    state: Mapped[str]
    delivery_note: Mapped[Words]
    note: Mapped[Words]
    started_at: Mapped[datetime]
    booked_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    by_name: Mapped[str]


class ReceiptLine(Base):
    """Units of one line (and lot) in one delivery; ``landed`` is the whole cost of its good and damaged units.

    ``landed`` is in minor units of the shop's currency; ``put_away`` of the good units were carried to their bins.
    """

    __tablename__ = "receipt_lines"
    __table_args__ = (
        CheckConstraint("good >= 0 AND damaged >= 0 AND over >= 0", name="not_negative"),
        CheckConstraint("put_away >= 0 AND put_away <= good", name="put_away"),
        Index("uq_receipt_lines_receipt_id_line_lot", "receipt_id", "purchase_line_id", "lot_code", unique=True),
    )
    id: Mapped[Id]
    receipt_id: Mapped[int] = mapped_column(BigInt, ForeignKey("receipts.id"))
    purchase_line_id: Mapped[int] = ref("purchase_lines.id")
    variant_id: Mapped[int] = ref("variants.id")
    good: Mapped[Count]
    damaged: Mapped[Count]
    over: Mapped[Count]
    lot_code: Mapped[Words]
    expires_on: Mapped[date | None]
    lot_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("lots.id"))
    location_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("locations.id"))
    landed: Mapped[Minor]
    put_away: Mapped[Count]
