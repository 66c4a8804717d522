"""What is in the house right now, read from the balances and never summed up from moves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import Session

from shopdesk.store.tables import StockBalance, Warehouse

Units = tuple[int, int, int]
"""On hand, reserved, unavailable; available = on hand − reserved − unavailable."""
_PARTS = (StockBalance.on_hand, StockBalance.reserved, StockBalance.unavailable)


def stock_of_all(session: Session) -> dict[int, Units]:
    """The stock of every variant that was ever here, over all warehouses."""
    several = (session.scalar(select(func.count()).select_from(Warehouse)) or 0) > 1
    parts: list[Any] = [cast(func.sum(part), BigInteger) for part in _PARTS] if several else list(_PARTS)
    question = select(StockBalance.variant_id, *parts)
    if several:
        question = question.group_by(StockBalance.variant_id)
    columns = list(zip(*session.connection().execute(question).all(), strict=True))
    return dict(zip(columns[0], zip(*columns[1:], strict=True), strict=True)) if columns else {}
