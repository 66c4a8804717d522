"""Locations, lots, the ledger of moves, levels per bin, balances per warehouse, reservations."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Words, ref


class Warehouse(Base):
    """A building with stock."""

    __tablename__ = "warehouses"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Location(Base):
    """A bin, an area, or a virtual place such as “customer”; ``walk`` is its place in the walking order.

    ``capacity`` is how many pieces fit; None when nobody measured it.
    """

    __tablename__ = "locations"
    __table_args__ = (
        Index("uq_locations_warehouse_id_code", "warehouse_id", "code", unique=True),
        Index("ix_locations_walk_id", "walk", "id"),
        Index("ix_locations_code_id", "code", "id"),
    )
    id: Mapped[Id]
    warehouse_id: Mapped[int] = ref("warehouses.id")
    zone: Mapped[str]
    code: Mapped[str]
    walk: Mapped[Count]
    capacity: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)


class Lot(Base):
    """Goods of one variant that share origin and dates; ``expires_key`` sorts those without a date last."""

    __tablename__ = "lots"
    __table_args__ = (
        Index("uq_lots_variant_id_code", "variant_id", "code", unique=True),
        Index("ix_lots_expires_key_id", "expires_key", "id"),
    )
    id: Mapped[Id]
    variant_id: Mapped[int] = ref("variants.id")
    code: Mapped[str]
    received_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    expires_key: Mapped[date] = mapped_column(Computed("coalesce(expires_on, '9999-12-31')", persisted=True))


class StockMove(Base):
    """One done move of whole stock units. Never changed; undone only by a move that ``reverses`` it."""

    __tablename__ = "stock_moves"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("from_id <> to_id", name="moves"),
        Index("ix_stock_moves_variant_id_id", "variant_id", "id"),
        Index("ix_stock_moves_document_document_id", "document", "document_id"),
        Index(
            "uq_stock_moves_reverses",
            "reverses",
            unique=True,
            sqlite_where=text("reverses IS NOT NULL"),
            postgresql_where=text("reverses IS NOT NULL"),
        ),
    )
    id: Mapped[Id]
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    lot_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("lots.id"))
    quantity: Mapped[int]
    from_id: Mapped[int] = mapped_column(BigInt, ForeignKey("locations.id"))
    to_id: Mapped[int] = mapped_column(BigInt, ForeignKey("locations.id"))
    reason: Mapped[str]
    document: Mapped[Words]
    document_id: Mapped[int | None]
    note: Mapped[Words]
    unit_cost: Mapped[int | None]
    reverses: Mapped[int | None] = mapped_column(BigInt, ForeignKey("stock_moves.id"))
    by_name: Mapped[str]
    at: Mapped[datetime]


class StockLevel(Base):
    """Units lying in one bin (per lot); ``allocated`` of them are tied to released shipments."""

    __tablename__ = "stock_levels"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="not_negative"),
        CheckConstraint("allocated >= 0 AND allocated <= quantity", name="allocated"),
        Index("uq_stock_levels_place", "variant_id", "location_id", text("coalesce(lot_id, 0)"), unique=True),
    )
    id: Mapped[Id]
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    location_id: Mapped[int] = ref("locations.id")
    lot_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("lots.id"))
    quantity: Mapped[Count]
    allocated: Mapped[Count]


class StockBalance(Base):
    """Per variant and warehouse: on hand = available + reserved + unavailable, in stock units."""

    __tablename__ = "stock_balances"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("unavailable >= 0 AND unavailable <= on_hand", name="unavailable"),
        Index("uq_stock_balances_variant_id_warehouse_id", "variant_id", "warehouse_id", unique=True),
    )
    id: Mapped[Id]
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    warehouse_id: Mapped[int] = mapped_column(BigInt, ForeignKey("warehouses.id"))
    on_hand: Mapped[Count]
    reserved: Mapped[Count]
    unavailable: Mapped[Count]


class Reservation(Base):
    """Units of a warehouse promised to one order line."""

    __tablename__ = "reservations"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("consumed >= 0 AND consumed <= quantity", name="consumed"),
        Index("ix_reservations_variant_id_state", "variant_id", "state"),
    )
    id: Mapped[Id]
    order_line_id: Mapped[int] = ref("order_lines.id")
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    warehouse_id: Mapped[int] = mapped_column(BigInt, ForeignKey("warehouses.id"))
    quantity: Mapped[int]
    consumed: Mapped[Count]
    state: Mapped[str]
    created_at: Mapped[datetime]
