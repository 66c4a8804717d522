"""Short pieces of text that several parts of the bench say the same way."""

from __future__ import annotations

from datetime import datetime

from shopdesk.domain.packing import PackOrder
from shopdesk.i18n import _, n_
from shopdesk.ui import figures


def kilograms(grams: int) -> str:
    """A weight as people read it: 1.128."""
    return figures.number(grams / 1000, 3 if grams % 10 else 2)


def piece_words(order: PackOrder) -> str:
    """How far the parcel is: 3 of 5 pieces."""
    words = n_("{packed} of {pieces} piece", "{packed} of {pieces} pieces", order.pieces)
    return words.format(packed=order.packed, pieces=order.pieces)


def customer_words(order: PackOrder) -> str:
    """The customer and where the parcel goes, as far as known."""
    place = (
        _("{city}, {country}").format(city=order.city, country=order.country)
        if order.city and order.country
        else order.city or order.country
    )
    return " · ".join(part for part in (order.customer, place) if part)


def due_words(ship_by: datetime, now: datetime) -> tuple[str, str]:
    """Tone and words for the time an order has to leave."""
    if ship_by < now:
        return "danger", _("{length} late").format(length=figures.span((now - ship_by).total_seconds()))
    if figures.local(ship_by).date() == figures.local(now).date():
        return "warning", _("Ship today by {time}").format(time=figures.clock(ship_by))
    return "neutral", _("Ship by {day}").format(day=figures.when(ship_by, now))
