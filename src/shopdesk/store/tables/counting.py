"""Stocktakes: what is counted, what the books said at that moment, what was found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Words, ref


class StockCount(Base):
    """One stocktake. ``chosen`` is how its lines were picked; marks are numbers of the last move in the ledger."""

    __tablename__ = "stock_counts"
    __table_args__ = (Index("ix_stock_counts_created_at_id", "created_at", "id"),)
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[Words]
    state: Mapped[str]
    warehouse_id: Mapped[int] = mapped_column(BigInt, ForeignKey("warehouses.id"))
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    blind: Mapped[bool] = mapped_column(default=True)
    empty_means: Mapped[str]
    tolerance_units: Mapped[Count]
    tolerance_percent: Mapped[Count]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    started_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None]
    posted_by: Mapped[Words]
    posted_mark: Mapped[int | None]
    reason: Mapped[Words]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class CountLine(Base):
    """One item (and lot) in one bin to be counted.

    ``snapshot`` are the units the books had at ``snapshot_mark``, ``book`` those at ``counted_mark``, when it was
    counted. ``adjusted`` is what posting booked: counted − book, whatever was sold before or after.
    """

    __tablename__ = "count_lines"
    __table_args__ = (
        CheckConstraint("counted >= 0", name="counted"),
        Index(
            "uq_count_lines_place", "count_id", "variant_id", "location_id", text("coalesce(lot_id, 0)"), unique=True
        ),
        Index("ix_count_lines_variant_id_counted_at", "variant_id", "counted_at"),
    )
    id: Mapped[Id]
    count_id: Mapped[int] = ref("stock_counts.id")
    position: Mapped[int]
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    location_id: Mapped[int] = mapped_column(BigInt, ForeignKey("locations.id"))
    lot_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("lots.id"))
    found: Mapped[bool] = mapped_column(default=False)
    snapshot: Mapped[Count]
    snapshot_at: Mapped[datetime | None]
    snapshot_mark: Mapped[int | None]
    counted: Mapped[int | None]
    counted_at: Mapped[datetime | None]
    counted_by: Mapped[Words]
    counted_by_id: Mapped[int | None]
    counted_mark: Mapped[int | None]
    begun_mark: Mapped[int | None]
    book: Mapped[int | None]
    allocated: Mapped[Count]
    rounds: Mapped[Count]
    again: Mapped[bool] = mapped_column(default=False)
    doubtful: Mapped[bool] = mapped_column(default=False)
    first_counted: Mapped[int | None]
    first_by: Mapped[Words]
    reason: Mapped[Words]
    adjusted: Mapped[int | None]
