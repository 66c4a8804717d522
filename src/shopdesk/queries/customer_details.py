"""Everything about one customer, with the figures their orders and returns add up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.queries.customers import NO_SALE
from shopdesk.queries.order_details import ReturnLink
from shopdesk.queries.order_rows import shown_state
from shopdesk.queries.read_models import filled
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.queries.timeline import Line, timelines
from shopdesk.store.tables import (
    Address,
    Channel,
    Customer,
    Event,
    Order,
    OrderLine,
    Product,
    Return,
    ReturnLine,
    Shipment,
    Variant,
)

_SHOWN_ORDERS = 30
_SHOWN_PICTURES = 3
_FAVOURITES = 3


@dataclass(frozen=True, slots=True)
class AddressDetail:
    """One postal address of a customer."""

    id: int
    name: str
    company: str
    phone: str
    line1: str
    line2: str
    city: str
    region: str
    postcode: str
    country: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class OrderLink:
    """One order of a customer, in short; the total is in minor units of ``currency``."""

    id: int
    number: str
    channel: str
    placed_at: datetime
    status: str
    state: str
    total: int
    currency: str
    item_count: int
    line_count: int
    images: tuple[str | None, ...]
    first_title: str
    shipments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CustomerDetail:
    """One customer; ``spent`` and ``average`` in minor units of ``currency``, rates as shares of one."""

    id: int
    number: str
    name: str
    company: str
    email: str
    phone: str
    language: str
    note: str
    tags: str
    channel: str
    channel_buyer: str
    accepts_marketing: bool
    created_at: datetime
    currency: str
    orders: int
    spent: int
    average: int | None
    first_order: datetime | None
    last_order: datetime | None
    days_between: float | None
    favourite_categories: tuple[str, ...]
    shipped_units: int
    returned_units: int
    return_rate: float | None
    last_contact: datetime | None
    addresses: tuple[AddressDetail, ...]
    recent_orders: tuple[OrderLink, ...]
    returns: tuple[ReturnLink, ...]
    timeline: tuple[Line, ...]
    version: int


def customer_detail(session: Session, customer_id: int) -> CustomerDetail:
    """Everything about one customer; raises UserError when there is none."""
    row = session.execute(
        select(Customer.__table__, func.coalesce(Channel.name, "").label("channel"))
        .outerjoin(Channel, Channel.id == Customer.channel_id)
        .where(Customer.id == customer_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such customer."))
    currency, orders, spent, first, last = _bought(session, customer_id)
    shipped, returned = _units(session, customer_id)
    recent = _recent(session, customer_id)
    cases = _returns(session, customer_id)
    story = {"customer": [customer_id], "order": [order.id for order in recent], "return": [case.id for case in cases]}
    contact = session.scalar(
        select(func.max(Event.at)).where(
            Event.subject == "customer", Event.subject_id == customer_id, Event.kind == "note"
        )
    )
    gap = (last - first).total_seconds() / 86_400 / (orders - 1) if first and last and orders > 1 else None
    return filled(
        CustomerDetail,
        row,
        currency=currency,
        orders=orders,
        spent=spent,
        average=spent // orders if orders else None,
        first_order=first,
        last_order=last,
        days_between=gap,
        favourite_categories=_favourites(session, customer_id),
        shipped_units=shipped,
        returned_units=returned,
        return_rate=returned / shipped if shipped else None,
        last_contact=max((moment for moment in (contact, last) if moment), default=None),
        addresses=_addresses(session, customer_id),
        recent_orders=recent,
        returns=cases,
        timeline=timelines(session, story, currency=currency, limit=60),
    )


def _bought(session: Session, customer_id: int) -> tuple[str, int, int, datetime | None, datetime | None]:
    """Currency, orders, spent, first and last order; amounts of the currency used most."""
    rows = session.execute(
        select(
            Order.currency,
            func.count(),
            func.sum(Order.total - Order.refunded - Order.credited),
            func.min(Order.placed_at),
            func.max(Order.placed_at),
        )
        .where(Order.customer_id == customer_id, Order.state.not_in(NO_SALE))
        .group_by(Order.currency)
    ).all()
    if not rows:
        return shop_currency(session), 0, 0, None, None
    most = max(rows, key=lambda row: row[1])
    return most[0], sum(row[1] for row in rows), int(most[2]), min(row[3] for row in rows), max(row[4] for row in rows)


def _units(session: Session, customer_id: int) -> tuple[int, int]:
    shipped, returned = session.execute(
        select(func.coalesce(func.sum(OrderLine.shipped), 0), func.coalesce(func.sum(OrderLine.returned), 0))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.customer_id == customer_id)
    ).one()
    return int(shipped), int(returned)


def _favourites(session: Session, customer_id: int) -> tuple[str, ...]:
    rows = session.execute(
        select(Product.category, func.sum(OrderLine.quantity).label("units"))
        .join(Variant, Variant.product_id == Product.id)
        .join(OrderLine, OrderLine.variant_id == Variant.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.customer_id == customer_id, Order.state.not_in(NO_SALE), Product.category != "")
        .group_by(Product.category)
        .order_by(func.sum(OrderLine.quantity).desc(), Product.category)
        .limit(_FAVOURITES)
    )
    return tuple(row.category for row in rows)


def _addresses(session: Session, customer_id: int) -> tuple[AddressDetail, ...]:
    rows = session.execute(
        select(Address.__table__)
        .where(Address.customer_id == customer_id)
        .order_by(Address.is_default.desc(), Address.id)
    )
    return tuple(filled(AddressDetail, row) for row in rows)


def _recent(session: Session, customer_id: int) -> tuple[OrderLink, ...]:
    rows = session.execute(
        select(
            Order.id,
            Order.number,
            Channel.name.label("channel"),
            Order.placed_at,
            Order.state,
            Order.fulfilment,
            Order.return_status,
            Order.held,
            Order.total,
            Order.currency,
            Order.item_count,
        )
        .join(Channel, Channel.id == Order.channel_id)
        .where(Order.customer_id == customer_id)
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(_SHOWN_ORDERS)
    ).all()
    ids = [row.id for row in rows]
    images: dict[int, list[str | None]] = {order_id: [] for order_id in ids}
    titles: dict[int, str] = {}
    lines: Counter[int] = Counter()
    for order_id, title, image in session.execute(
        select(OrderLine.order_id, OrderLine.title, func.coalesce(Variant.image, Product.image))
        .outerjoin(Variant, Variant.id == OrderLine.variant_id)
        .outerjoin(Product, Product.id == Variant.product_id)
        .where(OrderLine.order_id.in_(ids))
        .order_by(OrderLine.order_id, OrderLine.position)
    ):
        lines[order_id] += 1
        titles.setdefault(order_id, title)
        if len(images[order_id]) < _SHOWN_PICTURES:
            images[order_id].append(image)
    shipments: dict[int, list[int]] = {order_id: [] for order_id in ids}
    for order_id, shipment_id in session.execute(
        select(Shipment.order_id, Shipment.id).where(Shipment.order_id.in_(ids)).order_by(Shipment.id)
    ):
        shipments[order_id].append(shipment_id)
    return tuple(
        filled(
            OrderLink,
            row,
            status=shown_state(row.state, row.fulfilment, row.return_status, held=row.held),
            line_count=lines[row.id],
            images=tuple(images[row.id]),
            first_title=titles.get(row.id, ""),
            shipments=tuple(shipments[row.id]),
        )
        for row in rows
    )


def _returns(session: Session, customer_id: int) -> tuple[ReturnLink, ...]:
    rows = session.execute(
        select(
            Return.id,
            Return.number,
            Return.type,
            Return.state,
            func.coalesce(func.sum(ReturnLine.refund_due), 0),
            func.coalesce(func.sum(ReturnLine.refunded), 0),
        )
        .join(Order, Order.id == Return.order_id)
        .outerjoin(ReturnLine, ReturnLine.return_id == Return.id)
        .where(Order.customer_id == customer_id)
        .group_by(Return.id, Return.number, Return.type, Return.state)
        .order_by(Return.id.desc())
    )
    return tuple(ReturnLink(r[0], r[1], r[2], r[3], int(r[4]), int(r[5])) for r in rows)
