"""Goods on their way from one warehouse to another."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Words, ref


class StockTransfer(Base):
    """Goods that leave one warehouse and arrive in another: draft, sent, received or cancelled."""

    __tablename__ = "stock_transfers"
    __table_args__ = (Index("ix_stock_transfers_created_at_id", "created_at", "id"),)
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    from_id: Mapped[int] = mapped_column(BigInt, ForeignKey("warehouses.id"))
    to_id: Mapped[int] = mapped_column(BigInt, ForeignKey("warehouses.id"))
    note: Mapped[Words]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[Words]
    received_at: Mapped[datetime | None]
    received_by: Mapped[Words]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class TransferLine(Base):
    """Units of one variant (and lot) of a transfer; sent = received + lost + still under way."""

    __tablename__ = "transfer_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("received >= 0 AND lost >= 0 AND received + lost <= quantity", name="arrived"),
    )
    id: Mapped[Id]
    transfer_id: Mapped[int] = ref("stock_transfers.id")
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    lot_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("lots.id"))
    from_bin_id: Mapped[int] = mapped_column(BigInt, ForeignKey("locations.id"))
    quantity: Mapped[int]
    received: Mapped[Count]
    lost: Mapped[Count]
    loss_reason: Mapped[Words]
