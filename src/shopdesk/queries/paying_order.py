"""What money of an order hangs on: whose payments it lives on, what was given back, freight that went back."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, case, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.returns import Disposition, ReturnType
from shopdesk.store.tables import Credit, Refund, Return, ReturnLine


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


def given_back() -> ColumnElement[int]:
    """Units of a decided return line that the customer gave up: what was sent back to him is his again."""
    own = Disposition.BACK_TO_CUSTOMER.value
    good = case((ReturnLine.good_disposition == own, 0), else_=ReturnLine.good)
    return good + case((ReturnLine.damaged_disposition == own, 0), else_=ReturnLine.damaged)


def freight_given(reader: Connection | Session, order_id: int) -> int:
    """Freight of an order that was paid back or credited already, in minor units."""
    found = 0
    for table in (Refund, Credit):
        question = select(func.coalesce(func.sum(table.freight), 0)).where(table.order_id == order_id)
        found += int(reader.execute(question).scalar_one())
    return found
