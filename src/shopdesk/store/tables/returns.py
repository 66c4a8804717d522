"""Returns with their lines, and refunds: goods and money are separate tracks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Minor, Words, ref


class Return(Base):
    """One after-sale case. ``policy`` keeps the rules it was opened under."""

    __tablename__ = "returns"
    __table_args__ = (
        Index("ix_returns_state_id", "state", "id"),
        Index("ix_returns_requested_at_id", "requested_at", "id"),
    )
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = ref("orders.id")
    type: Mapped[str]
    state: Mapped[str]
    reason: Mapped[Words]
    note: Mapped[Words]
    tracking_no: Mapped[Words]
    requested_at: Mapped[datetime]
    received_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    window_ends_on: Mapped[date | None]
    policy: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    refund_freight: Mapped[Minor]
    exchange_order_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("orders.id"))
    by_name: Mapped[str]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    lines: Mapped[list["ReturnLine"]] = relationship(back_populates="case", order_by="ReturnLine.id")
    refunds: Mapped[list["Refund"]] = relationship(back_populates="case", order_by="Refund.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class ReturnLine(Base):
    """Units of one order line that come back; ``refund_due`` in minor units of the order's currency."""

    __tablename__ = "return_lines"
    __table_args__ = (
        CheckConstraint("expected > 0", name="positive"),
        CheckConstraint("good >= 0 AND damaged >= 0 AND missing >= 0", name="not_negative"),
        CheckConstraint("received >= 0 AND received <= expected", name="received"),
        CheckConstraint("good + damaged + missing <= expected", name="accounted"),
    )
    id: Mapped[Id]
    return_id: Mapped[int] = ref("returns.id")
    order_line_id: Mapped[int] = ref("order_lines.id")
    variant_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("variants.id"))
    expected: Mapped[int]
    received: Mapped[Count]
    good: Mapped[Count]
    damaged: Mapped[Count]
    missing: Mapped[Count]
    grade: Mapped[Words]
    good_disposition: Mapped[Words]
    damaged_disposition: Mapped[Words]
    decided: Mapped[bool] = mapped_column(default=False)
    refund_due: Mapped[Minor]
    refunded: Mapped[Minor]
    reason: Mapped[Words]
    note: Mapped[Words]
    case: Mapped["Return"] = relationship(back_populates="lines")


class Refund(Base):
    """Money paid back, recorded; the payment itself happens elsewhere. No card data, ever."""

    __tablename__ = "refunds"
    __table_args__ = (CheckConstraint("amount > 0", name="positive"),)
    id: Mapped[Id]
    order_id: Mapped[int] = ref("orders.id")
    return_id: Mapped[int | None] = ref("returns.id")
    amount: Mapped[Minor]
    freight: Mapped[Minor]
    method: Mapped[Words]
    reference: Mapped[Words]
    note: Mapped[Words]
    at: Mapped[datetime]
    by_name: Mapped[str]
    case: Mapped["Return | None"] = relationship(back_populates="refunds")
    lines: Mapped[list["RefundLine"]] = relationship(order_by="RefundLine.id")


class RefundLine(Base):
    """The part of a refund that belongs to one order line."""

    __tablename__ = "refund_lines"
    id: Mapped[Id]
    refund_id: Mapped[int] = ref("refunds.id")
    order_line_id: Mapped[int] = ref("order_lines.id")
    quantity: Mapped[Count]
    amount: Mapped[Minor]
