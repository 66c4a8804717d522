"""Prices beside the one in the catalogue: their history, competitors, price lists, rules, suggestions.

All amounts in minor units of the shop's currency.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from shopdesk.store.tables.base import Base, BigInt, Id, Words, ref


class PriceChange(Base):
    """One changed amount of a variant: which one (price, list_price, cost), old, new, who, when and why."""

    __tablename__ = "price_changes"
    __table_args__ = (Index("ix_price_changes_variant_id_at", "variant_id", "at"), Index("ix_price_changes_at", "at"))
    id: Mapped[Id]
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    field: Mapped[str]
    was: Mapped[int | None]
    now: Mapped[int | None]
    reason: Mapped[Words]
    by_name: Mapped[str]
    at: Mapped[datetime]


class CompetitorPrice(Base):
    """What somebody else asks for the same thing on one day."""

    __tablename__ = "competitor_prices"
    __table_args__ = (
        CheckConstraint("price > 0", name="positive"),
        Index("uq_competitor_prices_seen", "variant_id", "source", "seen_on", unique=True),
    )
    id: Mapped[Id]
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    source: Mapped[str]
    price: Mapped[int]
    seen_on: Mapped[date]
    note: Mapped[Words]
    by_name: Mapped[str]


class PriceList(Base):
    """Prices for some buyers or some time: ``level`` empty is everybody; from inclusive, until exclusive."""

    __tablename__ = "price_lists"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    level: Mapped[Words]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)


class PriceListItem(Base):
    """The price of one variant in a list, from ``least`` units on."""

    __tablename__ = "price_list_items"
    __table_args__ = (
        CheckConstraint("price >= 0", name="not_negative"),
        CheckConstraint("least > 0", name="positive"),
        Index("uq_price_list_items_place", "variant_id", "price_list_id", "least", unique=True),
    )
    id: Mapped[Id]
    price_list_id: Mapped[int] = ref("price_lists.id")
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    least: Mapped[int] = mapped_column(default=1)
    price: Mapped[int]


class PriceSuggestion(Base):
    """A price somebody may accept: from which rule, with the numbers behind it. Open, accepted or dismissed."""

    __tablename__ = "price_suggestions"
    __table_args__ = (
        Index("ix_price_suggestions_variant_id_state", "variant_id", "state"),
        Index("ix_price_suggestions_made_at_id", "made_at", "id"),
    )
    id: Mapped[Id]
    variant_id: Mapped[int] = mapped_column(BigInt, ForeignKey("variants.id"))
    was: Mapped[int]
    price: Mapped[int]
    rule: Mapped[str]
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str]
    made_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Words]
