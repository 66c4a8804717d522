"""Everything about one return, for its inspector, its page and the command line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import DISPOSITION_TITLES, Disposition, policy_words
from shopdesk.domain.stock import MoveReason
from shopdesk.i18n import _, listed
from shopdesk.queries.list_rows import reason_title, type_title
from shopdesk.queries.order_details import PaymentDetail
from shopdesk.queries.paying_order import freight_given, paying_order_id
from shopdesk.queries.read_models import filled
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import (
    Channel,
    Lot,
    Order,
    OrderLine,
    Product,
    Refund,
    Return,
    ReturnLine,
    ShipmentLine,
    StockMove,
    Variant,
)


@dataclass(frozen=True, slots=True)
class ReturnLineDetail:
    """One line of a return; ``lots`` are those its goods came back with, or left with while none came."""

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
    lots: tuple[str, ...]
    decided: bool
    refund_due: int
    refunded: int
    reason: str
    note: str

    @property
    def given_back(self) -> int:
        """Pieces that were judged and that the customer gave up; what was sent back to him is his again."""
        own = Disposition.BACK_TO_CUSTOMER.value
        good = 0 if self.good_disposition == own else self.good
        return good + (0 if self.damaged_disposition == own else self.damaged)


@dataclass(frozen=True, slots=True)
class ReturnDetail:
    """One return with its lines, refunds and story; amounts in minor units of ``currency``.

    The amounts of its order are those of the order whose payments it is settled with.
    """

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
    order_total: int
    order_paid: int
    order_refunded: int
    order_credited: int
    freight_left: int
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
            Order.shipping,
            Channel.name.label("channel"),
        )
        .join(Order, Order.id == Return.order_id)
        .join(Channel, Channel.id == Order.channel_id)
        .where(Return.id == return_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such return."))
    lines = _return_lines(session, return_id)
    money = session.execute(
        select(Order.total, Order.paid, Order.refunded, Order.credited).where(
            Order.id == paying_order_id(session, row.order_id)
        )
    ).one()
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
        policy={**(row.policy or {}), "text": policy_words(row.policy or {})},
        order_total=money.total,
        order_paid=money.paid,
        order_refunded=money.refunded,
        order_credited=money.credited,
        freight_left=max(0, row.shipping - freight_given(session, row.order_id)),
        refund_due=sum(line.refund_due - line.refunded for line in lines),
        refunded=sum(line.refunded for line in lines),
        exchange_order_number=exchange or "",
        lines=lines,
        refunds=tuple(PaymentDetail(*refund) for refund in refunds),
        timeline=timeline(session, "return", return_id, currency=row.currency),
    )


def _return_lines(session: Session, return_id: int) -> tuple[ReturnLineDetail, ...]:
    lots = _lots(session, return_id)
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
            disposition_title=listed(
                _(titles[value])
                for value, units in ((row.good_disposition, row.good), (row.damaged_disposition, row.damaged))
                if units and value in titles
            ),
            lots=lots.get(row.id, ()),
            reason=reason_title(row.reason),
        )
        for row in rows
    )


def _lots(session: Session, return_id: int) -> dict[int, tuple[str, ...]]:
    """The lots of each line: those that came back, else those that were shipped."""
    back = (
        select(ReturnLine.id, Lot.code)
        .join(StockMove, (StockMove.document == "return_line") & (StockMove.document_id == ReturnLine.id))
        .join(Lot, Lot.id == StockMove.lot_id)
        .where(ReturnLine.return_id == return_id, StockMove.reason == MoveReason.RETURN.value)
    )
    shipped = (
        select(ReturnLine.id, Lot.code)
        .join(ShipmentLine, ShipmentLine.order_line_id == ReturnLine.order_line_id)
        .join(StockMove, (StockMove.document == "shipment_line") & (StockMove.document_id == ShipmentLine.id))
        .join(Lot, Lot.id == StockMove.lot_id)
        .where(ReturnLine.return_id == return_id, StockMove.reason == MoveReason.SHIP.value)
    )
    found: dict[int, tuple[str, ...]] = {}
    for question in (back, shipped):
        codes: dict[int, list[str]] = {}
        for line_id, code in session.execute(question.distinct().order_by(ReturnLine.id, Lot.code)):
            codes.setdefault(line_id, []).append(code)
        found = {**{line_id: tuple(names) for line_id, names in codes.items()}, **found}
    return found
