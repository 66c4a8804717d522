"""What must hold of orders: amounts add up, and every computed state is what the rules compute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.orders import LineFacts, LineKind, OrderState, fulfilment, payment_state, return_status
from shopdesk.domain.returns import FINISHED, ReturnType
from shopdesk.i18n import N_
from shopdesk.store.tables import (
    Credit,
    Hold,
    LineDiscount,
    Order,
    OrderLine,
    Payment,
    Refund,
    RefundLine,
    Return,
    Shipment,
    Variant,
)
from shopdesk.usecases.check_rules import Rows, Rule, apart, told

_KNOWN = Order.amounts_known.is_(True)


def _orders(said: ColumnElement[Any], proved: Rows, *only: ColumnElement[bool]) -> Rows:
    found = apart(("order_id",), select(Order.id.label("order_id"), said.label("units")).where(*only), proved)
    return told(found, select(Order.number).where(Order.id == found.c.order_id).scalar_subquery())


def _sum_by_order(table: Any, amount: ColumnElement[Any], *only: ColumnElement[bool]) -> Rows:
    return (
        select(table.order_id.label("order_id"), func.sum(amount).label("units"))
        .join(Order, Order.id == table.order_id)
        .where(*only)
        .group_by(table.order_id)
    )


def _goods_total() -> Rows:
    return _orders(Order.goods_total.expression, _sum_by_order(OrderLine, OrderLine.total.expression, _KNOWN), _KNOWN)


def _total() -> Rows:
    parts = Order.goods_total + Order.shipping + Order.tax + Order.adjustment
    return select(Order.number.label("what0"), Order.total.label("said"), parts.label("proved")).where(
        Order.total != parts
    )


def _paid() -> Rows:
    return _orders(Order.paid.expression, _sum_by_order(Payment, Payment.amount.expression))


def _refunded() -> Rows:
    return _orders(Order.refunded.expression, _sum_by_order(Refund, Refund.amount.expression))


def _credited() -> Rows:
    return _orders(Order.credited.expression, _sum_by_order(Credit, Credit.amount.expression))


def _over_credited() -> Rows:
    given = Order.credited.label("said")
    return select(Order.number.label("what0"), given, Order.total.label("proved")).where(
        Order.credited > Order.total, _KNOWN
    )


def _lines(said: ColumnElement[Any], proved: Rows, *only: ColumnElement[bool]) -> Rows:
    found = apart(("line_id",), select(OrderLine.id.label("line_id"), said.label("units")).where(*only), proved)
    line = OrderLine.id == found.c.line_id
    number = select(Order.number).join(OrderLine, OrderLine.order_id == Order.id).where(line).scalar_subquery()
    return told(found, number, select(OrderLine.title).where(line).scalar_subquery())


def _line_refunded() -> Rows:
    return _lines(
        OrderLine.refunded.expression,
        select(RefundLine.order_line_id.label("line_id"), func.sum(RefundLine.amount).label("units")).group_by(
            RefundLine.order_line_id
        ),
    )


def _over_refunded() -> Rows:
    paid = OrderLine.total + OrderLine.tax + OrderLine.carried
    given = func.sum(RefundLine.amount)
    return (
        select(Order.number.label("what0"), OrderLine.title.label("what1"), given.label("said"), paid.label("proved"))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(RefundLine, RefundLine.order_line_id == OrderLine.id)
        .group_by(Order.number, OrderLine.id, OrderLine.title, paid)
        .having(given > paid)
    )


def _refund_parts() -> Rows:
    parts = func.sum(RefundLine.amount) + Refund.freight
    return (
        select(Order.number.label("what0"), Refund.amount.label("said"), parts.label("proved"))
        .join(Refund, Refund.order_id == Order.id)
        .join(RefundLine, RefundLine.refund_id == Refund.id)
        .group_by(Order.number, Refund.id, Refund.amount, Refund.freight)
        .having(parts != Refund.amount)
    )


def _discounts() -> Rows:
    given = func.sum(LineDiscount.amount)
    return (
        select(
            Order.number.label("what0"),
            OrderLine.title.label("what1"),
            OrderLine.discount.label("said"),
            given.label("proved"),
        )
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(LineDiscount, LineDiscount.order_line_id == OrderLine.id)
        .group_by(Order.number, OrderLine.id, OrderLine.title, OrderLine.discount)
        .having(given != OrderLine.discount)
    )


def _holds() -> Rows:
    open_hold = select(Hold.id).where(Hold.order_id == Order.id, Hold.released_at.is_(None)).exists()
    return select(Order.number.label("what0")).where(
        (Order.held.is_(True) & ~open_hold) | (Order.held.is_(False) & open_hold)
    )


ORDERS: tuple[Rule, ...] = (
    Rule("goods_total", Order, _goods_total, N_("Order {what}: goods for {said}, but its lines add up to {proved}.")),
    Rule("total", Order, _total, N_("Order {what}: the total is {said}, but its parts add up to {proved}.")),
    Rule("paid", Order, _paid, N_("Order {what}: {said} paid, but its payments add up to {proved}.")),
    Rule("refunded", Order, _refunded, N_("Order {what}: {said} refunded, but its refunds add up to {proved}.")),
    Rule(
        "line_refunded",
        OrderLine,
        _line_refunded,
        N_("Order {what}: {said} refunded for the line, but its refunds add up to {proved}."),
    ),
    Rule(
        "over_refunded",
        RefundLine,
        _over_refunded,
        N_("Order {what}: {said} refunded for the line, more than the {proved} it cost."),
    ),
    Rule("credited", Order, _credited, N_("Order {what}: {said} credited, but its credits add up to {proved}.")),
    Rule("over_credited", Order, _over_credited, N_("Order {what}: {said} credited, more than its total of {proved}.")),
    Rule("refund_parts", Refund, _refund_parts, N_("Order {what}: a refund of {said}, its parts add up to {proved}.")),
    Rule(
        "discounts",
        LineDiscount,
        _discounts,
        N_("Order {what}: the line says a discount of {said}, its discounts add up to {proved}."),
    ),
    Rule("holds", Order, _holds, N_("Order {what}: the mark and the record of its hold disagree.")),
)

STATES = (
    ("fulfilment", N_("Order {what}: fulfilment is “{said}”, but its lines and shipments make it “{proved}”.")),
    ("payment", N_("Order {what}: payment is “{said}”, but its amounts make it “{proved}”.")),
    ("return_status", N_("Order {what}: returns are “{said}”, but its lines and returns make it “{proved}”.")),
)


def wrong_states(session: Session) -> Iterator[tuple[str, str, str, str]]:
    """(rule, order number, stored, computed) wherever a stored state is not what the rules compute."""
    for row in session.execute(_facts()).yield_per(2000):
        whole = LineFacts(
            "",
            quantity=row.ordered,
            reserved=row.reserved,
            shipped=row.shipped,
            cancelled=row.cancelled,
            returned=row.returned,
        )
        lines = [whole] if row.ordered else []
        computed: dict[str, str] = {}
        shipments = row.states.split(",") if row.states else []
        computed["fulfilment"] = fulfilment(OrderState(row.state), lines, shipments).value
        every = [LineFacts("", shipped=row.shipped_any, returned=row.returned_any)]
        computed["return_status"] = return_status(every, row.open_returns).value
        if row.amounts_known:
            computed["payment"] = payment_state(row.total, row.paid, row.refunded, row.credited).value
        for name, value in computed.items():
            if getattr(row, name) != value:
                yield name, row.number, getattr(row, name), value


def _facts() -> Rows:
    """One row per order with the sums the rules need; services count for nothing that must be shipped."""
    stocked = and_(
        OrderLine.kind != LineKind.SERVICE.value,
        func.coalesce(Variant.stocked, True),  # unknown goods are goods
    )

    def total(column: Any, *, all_lines: bool = False) -> ColumnElement[Any]:
        return func.sum(column if all_lines else case((stocked, column), else_=0))

    lines = (
        select(
            OrderLine.order_id,
            total(OrderLine.quantity).label("ordered"),
            total(OrderLine.reserved).label("reserved"),
            total(OrderLine.shipped).label("shipped"),
            total(OrderLine.cancelled).label("cancelled"),
            total(OrderLine.returned).label("returned"),
            total(OrderLine.shipped, all_lines=True).label("shipped_any"),
            total(OrderLine.returned, all_lines=True).label("returned_any"),
        )
        .outerjoin(Variant, Variant.id == OrderLine.variant_id)
        .group_by(OrderLine.order_id)
        .subquery()
    )
    shipments = (
        select(Shipment.order_id, func.aggregate_strings(Shipment.state, ",").label("states"))
        .group_by(Shipment.order_id)
        .subquery()
    )
    returns = (
        select(Return.order_id, func.count().label("open_returns"))
        .where(
            Return.state.not_in([state.value for state in FINISHED]),
            Return.type != ReturnType.REFUND_ONLY_BEFORE.value,
        )
        .group_by(Return.order_id)
        .subquery()
    )
    numbers = [
        func.coalesce(lines.c[name], 0).label(name)
        for name in ("ordered", "reserved", "shipped", "cancelled", "returned", "shipped_any", "returned_any")
    ]
    return (
        select(
            Order.number, Order.state, Order.fulfilment, Order.payment, Order.return_status, Order.total,
            Order.paid, Order.refunded, Order.credited, Order.amounts_known, *numbers,
            func.coalesce(shipments.c.states, "").label("states"),
            func.coalesce(returns.c.open_returns, 0).label("open_returns"),
        )
        .outerjoin(lines, lines.c.order_id == Order.id)
        .outerjoin(shipments, shipments.c.order_id == Order.id)
        .outerjoin(returns, returns.c.order_id == Order.id)
    )  # fmt: skip
