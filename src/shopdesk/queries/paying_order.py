"""Whose payments an order lives on: goods of an exchange were paid for in the first order."""

from __future__ import annotations

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.returns import ReturnType
from shopdesk.store.tables import Credit, Refund, Return


def paying_order_id(reader: Connection | Session, order_id: int) -> int:
    """The order whose money a return of this order is settled with; exchanges lead back to the first one."""
    seen = {order_id}
    while True:
        first = reader.execute(
            select(Return.order_id).where(
                Return.exchange_order_id == order_id, Return.type == ReturnType.EXCHANGE.value
            )
        ).scalar()
        if first is None or first in seen:
            return order_id
        seen.add(first)
        order_id = first


def freight_given(reader: Connection | Session, order_id: int) -> int:
    """Freight of an order that was paid back or credited already, in minor units."""
    found = 0
    for table in (Refund, Credit):
        question = select(func.coalesce(func.sum(table.freight), 0)).where(table.order_id == order_id)
        found += int(reader.execute(question).scalar_one())
    return found
