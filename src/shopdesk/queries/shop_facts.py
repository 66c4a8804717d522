"""Small facts of the shop that lists and read models need beside their rows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.store.tables import Channel, Setting

CURRENCY = select(Setting.value).where(Setting.key == "currency")
"""The look-up of the shop's own currency, for lists that show amounts."""


def shop_currency(session: Session) -> str:
    """The shop's own currency."""
    return str(session.scalar(CURRENCY) or "EUR")


def channel_choices(session: Session) -> Sequence[tuple[str, str]]:
    """The channels of the shop as choices of a filter."""
    return [(row.code, row.name) for row in session.execute(select(Channel.code, Channel.name).order_by(Channel.name))]
