"""Waves, shipments, their bins, parcels and scans."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shopdesk.store.tables.base import Base, BigInt, Count, Id, Words, ref


class Wave(Base):
    """Orders picked together in one walk."""

    __tablename__ = "waves"
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    by_name: Mapped[str]
    picked_at: Mapped[datetime | None]


class Shipment(Base):
    """Goods of one order (or of several to one address) that leave together."""

    __tablename__ = "shipments"
    __table_args__ = (
        Index("ix_shipments_state_id", "state", "id"),
        Index("ix_shipments_created_at_id", "created_at", "id"),
        Index("ix_shipments_wave_id_slot", "wave_id", "slot"),
    )
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = ref("orders.id")
    warehouse_id: Mapped[int] = mapped_column(BigInt, ForeignKey("warehouses.id"))
    state: Mapped[str]
    wave_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("waves.id"))
    slot: Mapped[Count]
    carrier: Mapped[Words]
    service: Mapped[Words]
    tracking_required: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    picked_at: Mapped[datetime | None]
    picked_by: Mapped[Words]
    packed_at: Mapped[datetime | None]
    packed_by: Mapped[Words]
    shipped_at: Mapped[datetime | None]
    shipped_by: Mapped[Words]
    delivered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    lines: Mapped[list["ShipmentLine"]] = relationship(back_populates="shipment", order_by="ShipmentLine.id")
    parcels: Mapped[list["Parcel"]] = relationship(back_populates="shipment", order_by="Parcel.number")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class ShipmentLine(Base):
    """Units of one order line in one shipment."""

    __tablename__ = "shipment_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("picked >= 0 AND short >= 0 AND picked + short <= quantity", name="picked"),
        CheckConstraint("packed >= 0 AND packed <= picked", name="packed"),
    )
    id: Mapped[Id]
    shipment_id: Mapped[int] = ref("shipments.id")
    order_line_id: Mapped[int] = ref("order_lines.id")
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    quantity: Mapped[int]
    picked: Mapped[Count]
    short: Mapped[Count]
    packed: Mapped[Count]
    shipment: Mapped["Shipment"] = relationship(back_populates="lines")
    allocations: Mapped[list["Allocation"]] = relationship(order_by="Allocation.id")


class Allocation(Base):
    """The bin and lot from which units of a shipment line are taken."""

    __tablename__ = "allocations"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("picked >= 0 AND picked <= quantity", name="picked"),
    )
    id: Mapped[Id]
    shipment_line_id: Mapped[int] = ref("shipment_lines.id")
    location_id: Mapped[int] = mapped_column(BigInt, ForeignKey("locations.id"))
    lot_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("lots.id"))
    quantity: Mapped[int]
    picked: Mapped[Count]


class Parcel(Base):
    """One box of a shipment: its contents are its scans."""

    __tablename__ = "parcels"
    __table_args__ = (
        Index("uq_parcels_shipment_id_number", "shipment_id", "number", unique=True),
        Index("ix_parcels_tracking_no", "tracking_no"),
    )
    id: Mapped[Id]
    shipment_id: Mapped[int] = ref("shipments.id")
    number: Mapped[int]
    state: Mapped[str]
    packaging: Mapped[Words]
    weight_g: Mapped[int | None]
    carrier: Mapped[Words]
    tracking_no: Mapped[Words]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[Words]
    shipment: Mapped["Shipment"] = relationship(back_populates="parcels")


class Scan(Base):
    """One scan at the bench: what was read, what it meant, whether it counted. Refused scans are kept too."""

    __tablename__ = "scans"
    __table_args__ = (
        Index("uq_scans_scan_key", "scan_key", unique=True),
        Index("ix_scans_parcel_id_id", "parcel_id", "id"),
    )
    id: Mapped[Id]
    shipment_id: Mapped[int] = ref("shipments.id")
    parcel_id: Mapped[int] = mapped_column(BigInt, ForeignKey("parcels.id"))
    shipment_line_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("shipment_lines.id"))
    variant_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("variants.id"))
    scan_key: Mapped[str]
    code: Mapped[str]
    result: Mapped[str]
    quantity: Mapped[Count]
    undone: Mapped[bool] = mapped_column(default=False)
    forced_reason: Mapped[Words]
    by_name: Mapped[str]
    at: Mapped[datetime]
