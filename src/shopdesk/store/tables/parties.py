"""Customers, their addresses, sales channels, and the people who work here."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shopdesk.store.tables.base import Base, Id, Words, ref


class Channel(Base):
    """Where orders come from."""

    __tablename__ = "channels"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    platform: Mapped[Words]
    active: Mapped[bool] = mapped_column(default=True)


class Customer(Base):
    """A buyer. Masked contact data is kept as it came and never used to match."""

    __tablename__ = "customers"
    __table_args__ = (
        Index("ix_customers_name_id", "name", "id"),
        Index("ix_customers_created_at_id", "created_at", "id"),
        Index("ix_customers_email_key", "email_key"),
        Index("ix_customers_phone_digits", "phone_digits"),
        Index("ix_customers_channel_buyer", "channel_id", "channel_buyer"),
    )
    id: Mapped[Id]
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    company: Mapped[Words]
    email: Mapped[Words]
    email_key: Mapped[Words]
    phone: Mapped[Words]
    phone_digits: Mapped[Words]
    language: Mapped[Words]
    note: Mapped[Words]
    tags: Mapped[Words]
    channel_id: Mapped[int | None] = ref("channels.id")
    channel_buyer: Mapped[Words]
    accepts_marketing: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    addresses: Mapped[list["Address"]] = relationship(back_populates="customer", order_by="Address.id")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own hook


class Address(Base):
    """A postal address of a customer; orders keep their own copy."""

    __tablename__ = "addresses"
    id: Mapped[Id]
    customer_id: Mapped[int] = ref("customers.id")
    name: Mapped[Words]
    company: Mapped[Words]
    phone: Mapped[Words]
    line1: Mapped[Words]
    line2: Mapped[Words]
    city: Mapped[Words]
    region: Mapped[Words]
    postcode: Mapped[Words]
    country: Mapped[Words]
    is_default: Mapped[bool] = mapped_column(default=False)
    customer: Mapped["Customer"] = relationship(back_populates="addresses")


class Person(Base):
    """Somebody who works with the shop; an empty password hash means none is asked."""

    __tablename__ = "users"
    id: Mapped[Id]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    password_hash: Mapped[Words]
    active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
