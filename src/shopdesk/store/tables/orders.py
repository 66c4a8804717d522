"""Orders, their lines with discount items, payments, holds, and the original rows they came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Minor, Words, ref


class Order(Base):
    """One order as the shop works on it. Amounts in minor units of ``currency``.

    total = goods_total (the lines after every discount) + shipping + tax (on top) + adjustment (the channel's own
    rounding). ``history`` orders left the house before they were imported: their goods never moved here.
    ``fulfilment``, ``payment`` and ``return_status`` are computed from lines and documents and proved by the check.
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index("uq_orders_channel_id_channel_order_no", "channel_id", "channel_order_no", unique=True),
        Index("ix_orders_placed_at_id", "placed_at", "id"),
        Index("ix_orders_number_id", "number", "id"),
        Index("ix_orders_total_id", "total", "id"),
        Index("ix_orders_ship_by_id", "ship_by", "id"),
        Index("ix_orders_ship_name_id", "ship_name", "id"),
        Index("ix_orders_state_placed_at_id", "state", "placed_at", "id"),
        Index("ix_orders_fulfilment_placed_at_id", "fulfilment", "placed_at", "id"),
        CheckConstraint("refunded >= 0 AND refunded <= paid", name="refunded"),
        CheckConstraint("credited >= 0", name="credited"),
    )
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    channel_id: Mapped[int] = mapped_column(BigInt, ForeignKey("channels.id"))
    channel_order_no: Mapped[str]
    state: Mapped[str]
    fulfilment: Mapped[str] = mapped_column(default="unfulfilled")
    payment: Mapped[str] = mapped_column(default="unpaid")
    return_status: Mapped[str] = mapped_column(default="none")
    held: Mapped[bool] = mapped_column(default=False)
    placed_at: Mapped[datetime]
    ship_by: Mapped[datetime]
    customer_id: Mapped[int | None] = ref("customers.id")
    warehouse_id: Mapped[int] = mapped_column(BigInt, ForeignKey("warehouses.id"))
    ship_name: Mapped[Words]
    ship_company: Mapped[Words]
    ship_phone: Mapped[Words]
    ship_line1: Mapped[Words]
    ship_line2: Mapped[Words]
    ship_city: Mapped[Words]
    ship_region: Mapped[Words]
    ship_postcode: Mapped[Words]
    ship_country: Mapped[Words]
    delivery_method: Mapped[Words]
    pickup: Mapped[bool] = mapped_column(default=False)
    currency: Mapped[str]
    goods_total: Mapped[Minor]
    discount: Mapped[Minor]
    shipping: Mapped[Minor]
    tax: Mapped[Minor]
    tax_included: Mapped[Minor]
    adjustment: Mapped[Minor]
    total: Mapped[Minor]
    paid: Mapped[Minor]
    refunded: Mapped[Minor]
    credited: Mapped[Minor]
    amounts_known: Mapped[bool] = mapped_column(default=True)
    history: Mapped[bool] = mapped_column(default=False)
    on_terms: Mapped[bool] = mapped_column(default=False)
    backorder_accepted: Mapped[bool] = mapped_column(default=False)
    note_read: Mapped[bool] = mapped_column(default=False)
    buyer_note: Mapped[Words]
    office_note: Mapped[Words]
    gift: Mapped[bool] = mapped_column(default=False)
    tags: Mapped[Words]
    channel_status: Mapped[Words]
    delivered_at: Mapped[datetime | None]
    item_count: Mapped[Count]
    batch_id: Mapped[int | None] = ref("import_batches.id")
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="order", order_by="OrderLine.position")
    payments: Mapped[list["Payment"]] = relationship(back_populates="order", order_by="Payment.id")
    holds: Mapped[list["Hold"]] = relationship(back_populates="order", order_by="Hold.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class OrderLine(Base):
    """One line of an order. ``total`` is what the buyer pays for it after its share of every discount.

    ``cancelled`` units will never be sent. ``carried`` is what was paid in another order for the goods that this
    line replaces (an exchange), in minor units.
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("shipped >= 0 AND shipped <= quantity", name="shipped"),
        CheckConstraint("cancelled >= 0 AND shipped + cancelled <= quantity", name="cancelled"),
        CheckConstraint("returned >= 0 AND returned <= shipped", name="returned"),
        CheckConstraint("reserved >= 0 AND reserved <= quantity", name="reserved"),
        CheckConstraint("refunded >= 0 AND refunded <= total + tax + carried", name="refunded"),
        Index(
            "ix_order_lines_unmatched",
            "order_id",
            sqlite_where=text("variant_id IS NULL"),
            postgresql_where=text("variant_id IS NULL"),
        ),
    )
    id: Mapped[Id]
    order_id: Mapped[int] = ref("orders.id")
    position: Mapped[Count]
    kind: Mapped[str] = mapped_column(default="goods")
    variant_id: Mapped[int | None] = ref("variants.id")
    kit_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("order_kits.id"))
    channel_line_id: Mapped[Words]
    sku: Mapped[Words]
    title: Mapped[str]
    variant_title: Mapped[Words]
    quantity: Mapped[int]
    unit_price: Mapped[Minor]
    discount: Mapped[Minor]
    tax: Mapped[Minor]
    total: Mapped[Minor]
    carried: Mapped[Minor]
    reserved: Mapped[Count]
    shipped: Mapped[Count]
    cancelled: Mapped[Count]
    returned: Mapped[Count]
    refunded: Mapped[Minor]
    refunded_units: Mapped[Count]
    order: Mapped["Order"] = relationship(back_populates="lines")
    discounts: Mapped[list["LineDiscount"]] = relationship(order_by="LineDiscount.id")


class OrderKit(Base):
    """A bundle as it was ordered. Its parts are lines of the order, which carry its money and its goods."""

    __tablename__ = "order_kits"
    id: Mapped[Id]
    order_id: Mapped[int] = ref("orders.id")
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    sku: Mapped[str]
    title: Mapped[str]
    quantity: Mapped[int]
    total: Mapped[Minor]


class LineDiscount(Base):
    """One discount's share on one line, and who bears it."""

    __tablename__ = "line_discounts"
    id: Mapped[Id]
    order_line_id: Mapped[int] = ref("order_lines.id")
    promotion: Mapped[str]
    amount: Mapped[Minor]
    bearer: Mapped[str] = mapped_column(default="shop")


class Payment(Base):
    """Money that came in for an order. No card data, ever."""

    __tablename__ = "payments"
    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)
    id: Mapped[Id]
    order_id: Mapped[int] = ref("orders.id")
    method: Mapped[Words]
    amount: Mapped[Minor]
    reference: Mapped[Words]
    at: Mapped[datetime]
    by_name: Mapped[str]
    order: Mapped["Order"] = relationship(back_populates="payments")


class Hold(Base):
    """Why an order must not go to picking, and until when."""

    __tablename__ = "holds"
    id: Mapped[Id]
    order_id: Mapped[int] = ref("orders.id")
    reason: Mapped[str]
    note: Mapped[Words]
    until: Mapped[datetime | None]
    at: Mapped[datetime]
    by_name: Mapped[str]
    released_at: Mapped[datetime | None]
    released_by: Mapped[Words]
    order: Mapped["Order"] = relationship(back_populates="holds")


class OrderSource(Base):
    """The channel's rows of an order, kept as they came."""

    __tablename__ = "order_sources"
    id: Mapped[Id]
    order_id: Mapped[int] = ref("orders.id")
    batch_id: Mapped[int | None] = ref("import_batches.id")
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
