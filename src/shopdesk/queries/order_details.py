"""Everything about one order, for its inspector, its page and the command line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import OrderFacts, Reason, review_reasons
from shopdesk.i18n import _
from shopdesk.queries.country_names import country_name
from shopdesk.queries.order_facts import order_facts
from shopdesk.queries.order_line_details import OrderLineDetail, order_lines
from shopdesk.queries.order_rows import is_late, shown_state
from shopdesk.queries.read_models import filled
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import (
    Channel,
    Customer,
    Hold,
    Order,
    Parcel,
    Payment,
    Refund,
    Return,
    ReturnLine,
    Shipment,
)
from shopdesk.store.work import utc_now


@dataclass(frozen=True, slots=True)
class PaymentDetail:
    """Money that came in or, with a negative amount, went back."""

    at: datetime
    amount: int
    method: str
    reference: str
    by_name: str


@dataclass(frozen=True, slots=True)
class HoldDetail:
    """Why an order waits."""

    reason: str
    note: str
    until: datetime | None
    at: datetime
    by_name: str
    released_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShipmentLink:
    """A shipment of an order, in short."""

    id: int
    number: str
    state: str
    carrier: str
    tracking_nos: tuple[str, ...]
    packed_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReturnLink:
    """A return of an order, in short."""

    id: int
    number: str
    type: str
    state: str
    refund_due: int
    refunded: int


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order with everything that hangs on it; amounts in minor units of ``currency``."""

    id: int
    number: str
    channel: str
    channel_code: str
    channel_order_no: str
    status: str
    state: str
    fulfilment: str
    payment: str
    return_status: str
    held: bool
    late: bool
    history: bool
    placed_at: datetime
    ship_by: datetime
    delivered_at: datetime | None
    customer_id: int | None
    customer_number: str
    customer_name: str
    customer_orders: int
    customer_spent: int
    email: str
    phone: str
    ship_name: str
    ship_company: str
    ship_lines: tuple[str, ...]
    ship_line1: str
    ship_line2: str
    ship_city: str
    ship_region: str
    ship_postcode: str
    ship_country: str
    delivery_method: str
    pickup: bool
    currency: str
    goods_total: int
    discount: int
    shipping: int
    tax: int
    tax_included: int
    adjustment: int
    total: int
    paid: int
    refunded: int
    credited: int
    amounts_known: bool
    on_terms: bool
    gift: bool
    buyer_note: str
    office_note: str
    note_read: bool
    tags: str
    channel_status: str
    item_count: int
    lines: tuple[OrderLineDetail, ...]
    payments: tuple[PaymentDetail, ...]
    holds: tuple[HoldDetail, ...]
    shipments: tuple[ShipmentLink, ...]
    returns: tuple[ReturnLink, ...]
    reasons: tuple[Reason, ...]
    facts: OrderFacts
    timeline: tuple[Line, ...]
    version: int

    @property
    def due(self) -> int:
        """What is still to be paid, in minor units."""
        return max(0, self.total - self.credited - self.paid)

    @property
    def over(self) -> int:
        """What came in beyond what the order has to bring in and did not go back, in minor units."""
        return max(0, self.paid - self.refunded - (self.total - self.credited))


def order_detail(session: Session, order_id: int) -> OrderDetail:
    """Everything about one order; raises UserError when there is none."""
    row = session.execute(
        select(
            Order.__table__,
            Channel.name.label("channel"),
            Channel.code.label("channel_code"),
            Customer.number.label("customer_number"),
            Customer.name.label("customer_name"),
            Customer.email,
            Customer.phone.label("customer_phone"),
        )
        .join(Channel, Channel.id == Order.channel_id)
        .outerjoin(Customer, Customer.id == Order.customer_id)
        .where(Order.id == order_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such order."))
    facts = order_facts(session, [order_id], duplicates=row.state == "submitted")[order_id]
    bought = _bought(session, row.customer_id, row.currency)
    return filled(
        OrderDetail,
        row,
        status=shown_state(row.state, row.fulfilment, row.return_status, held=row.held),
        late=is_late(row.state, row.fulfilment, row.ship_by, utc_now(), history=row.history),
        customer_number=row.customer_number or "",
        customer_name=row.customer_name or row.ship_name,
        customer_orders=bought[0],
        customer_spent=bought[1],
        email=row.email or "",
        phone=row.ship_phone or row.customer_phone or "",
        ship_lines=address_lines(row),
        lines=order_lines(session, order_id, row.warehouse_id),
        payments=_payments(session, order_id),
        holds=_holds(session, order_id),
        shipments=_shipment_links(session, order_id),
        returns=_return_links(session, order_id),
        reasons=tuple(review_reasons(facts)) if row.state == "submitted" else (),
        facts=facts,
        timeline=timeline(session, "order", order_id, currency=row.currency),
    )


def address_lines(row: Any) -> tuple[str, ...]:
    """Where an order goes, line by line, without the name; the country by its name."""
    place = " ".join(part for part in (row.ship_postcode, row.ship_city) if part)
    lines = (row.ship_company, row.ship_line1, row.ship_line2, place, row.ship_region, country_name(row.ship_country))
    return tuple(line for line in lines if line)


def _bought(session: Session, customer_id: int | None, currency: str) -> tuple[int, int]:
    if customer_id is None:
        return 0, 0
    count, spent = session.execute(
        select(func.count(), func.coalesce(func.sum(Order.total - Order.refunded - Order.credited), 0)).where(
            Order.customer_id == customer_id, Order.currency == currency, Order.state.not_in(("draft", "cancelled"))
        )
    ).one()
    return int(count), int(spent)


def _payments(session: Session, order_id: int) -> tuple[PaymentDetail, ...]:
    paid = session.execute(
        select(Payment.at, Payment.amount, Payment.method, Payment.reference, Payment.by_name).where(
            Payment.order_id == order_id
        )
    )
    refunded = session.execute(
        select(Refund.at, Refund.amount, Refund.method, Refund.reference, Refund.by_name).where(
            Refund.order_id == order_id
        )
    )
    found = [PaymentDetail(*row) for row in paid]
    found += [PaymentDetail(row.at, -row.amount, row.method, row.reference, row.by_name) for row in refunded]
    return tuple(sorted(found, key=lambda payment: payment.at))


def _holds(session: Session, order_id: int) -> tuple[HoldDetail, ...]:
    rows = session.execute(
        select(Hold.reason, Hold.note, Hold.until, Hold.at, Hold.by_name, Hold.released_at)
        .where(Hold.order_id == order_id)
        .order_by(Hold.id.desc())
    )
    return tuple(HoldDetail(*row) for row in rows)


def _shipment_links(session: Session, order_id: int) -> tuple[ShipmentLink, ...]:
    rows = session.execute(select(Shipment.__table__).where(Shipment.order_id == order_id).order_by(Shipment.id)).all()
    numbers: dict[int, list[str]] = defaultdict(list)
    for found in session.execute(
        select(Parcel.shipment_id, Parcel.tracking_no)
        .where(Parcel.shipment_id.in_([row.id for row in rows]), Parcel.tracking_no != "")
        .order_by(Parcel.number)
    ):
        numbers[found.shipment_id].append(found.tracking_no)
    return tuple(filled(ShipmentLink, row, tracking_nos=tuple(numbers.get(row.id, ()))) for row in rows)


def _return_links(session: Session, order_id: int) -> tuple[ReturnLink, ...]:
    rows = session.execute(
        select(
            Return.id,
            Return.number,
            Return.type,
            Return.state,
            func.coalesce(func.sum(ReturnLine.refund_due), 0),
            func.coalesce(func.sum(ReturnLine.refunded), 0),
        )
        .outerjoin(ReturnLine, ReturnLine.return_id == Return.id)
        .where(Return.order_id == order_id)
        .group_by(Return.id, Return.number, Return.type, Return.state)
        .order_by(Return.id)
    )
    return tuple(ReturnLink(r[0], r[1], r[2], r[3], int(r[4]), int(r[5])) for r in rows)
