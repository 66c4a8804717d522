"""Money a buyer need not bring in any more: goods cancelled or back before they were paid, and goodwill."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from shopdesk.store.tables.base import Base, Id, Minor, Words, ref


class Credit(Base):
    """An amount in minor units taken off what an order has to bring in; ``freight`` is the part for its freight."""

    __tablename__ = "credits"
    __table_args__ = (CheckConstraint("amount > 0 AND freight >= 0 AND freight <= amount", name="amount"),)
    id: Mapped[Id]
    order_id: Mapped[int] = ref("orders.id")
    return_id: Mapped[int | None] = ref("returns.id")
    amount: Mapped[int]
    freight: Mapped[Minor]
    note: Mapped[Words]
    at: Mapped[datetime]
    by_name: Mapped[str]
