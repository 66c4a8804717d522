"""Everything about one return, for its inspector, its page and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import DISPOSITION_TITLES
from shopdesk.i18n import _
from shopdesk.queries.order_details import PaymentDetail
from shopdesk.queries.read_models import filled
from shopdesk.queries.returns import reason_title, type_title
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import Channel, Order, OrderLine, Product, Refund, Return, ReturnLine, Variant


@dataclass(frozen=True, slots=True)
class ReturnLineDetail:
    """One line of a return."""

    id: int
    order_line_id: int
    variant_id: int | None
    sku: str
    title: str
    variant_title: str
    image: str | None
    ordered: int
    expected: int
    received: int
    good: int
    damaged: int
    missing: int
    grade: str
    good_disposition: str
    damaged_disposition: str
    disposition_title: str
    decided: bool
    refund_due: int
    refunded: int
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class ReturnDetail:
    """One return with its lines, refunds and story; amounts in minor units of ``currency``."""

    id: int
    number: str
    order_id: int
    order_number: str
    channel: str
    customer_id: int | None
    ship_name: str
    type: str
    type_title: str
    state: str
    reason: str
    reason_title: str
    note: str
    tracking_no: str
    requested_at: datetime
    received_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    window_ends_on: date | None
    policy: dict[str, Any]
    currency: str
    refund_due: int
    refunded: int
    order_paid: int
    order_refunded: int
    exchange_order_id: int | None
    exchange_order_number: str
    lines: tuple[ReturnLineDetail, ...]
    refunds: tuple[PaymentDetail, ...]
    timeline: tuple[Line, ...]
    version: int


def return_detail(session: Session, return_id: int) -> ReturnDetail:
    """Everything about one return; raises UserError when there is none."""
    row = session.execute(
        select(
            Return.__table__,
            Order.number.label("order_number"),
            Order.customer_id,
            Order.ship_name,
            Order.currency,
            Order.paid.label("order_paid"),
            Order.refunded.label("order_refunded"),
            Channel.name.label("channel"),
        )
        .join(Order, Order.id == Return.order_id)
        .join(Channel, Channel.id == Order.channel_id)
        .where(Return.id == return_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such return."))
    lines = _return_lines(session, return_id)
    refunds = session.execute(
        select(Refund.at, Refund.amount, Refund.method, Refund.reference, Refund.by_name)
        .where(Refund.return_id == return_id)
        .order_by(Refund.id)
    )
    exchange = session.scalar(select(Order.number).where(Order.id == row.exchange_order_id))
    return filled(
        ReturnDetail,
        row,
        type_title=type_title(row.type),
        reason_title=reason_title(row.reason),
        policy=dict(row.policy or {}),
        refund_due=sum(line.refund_due - line.refunded for line in lines),
        refunded=sum(line.refunded for line in lines),
        exchange_order_number=exchange or "",
        lines=lines,
        refunds=tuple(PaymentDetail(*refund) for refund in refunds),
        timeline=timeline(session, "return", return_id, currency=row.currency),
    )


def _return_lines(session: Session, return_id: int) -> tuple[ReturnLineDetail, ...]:
    rows = session.execute(
        select(
            ReturnLine.__table__,
            OrderLine.sku,
            OrderLine.title,
            OrderLine.variant_title,
            OrderLine.quantity.label("ordered"),
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
        .outerjoin(Variant, Variant.id == OrderLine.variant_id)
        .outerjoin(Product, Product.id == Variant.product_id)
        .where(ReturnLine.return_id == return_id)
        .order_by(ReturnLine.id)
    )
    titles = {disposition.value: title for disposition, title in DISPOSITION_TITLES.items()}
    return tuple(
        filled(
            ReturnLineDetail,
            row,
            disposition_title=", ".join(
                _(titles[value])
                for value, units in ((row.good_disposition, row.good), (row.damaged_disposition, row.damaged))
                if units and value in titles
            ),
            reason=reason_title(row.reason),
        )
        for row in rows
    )
