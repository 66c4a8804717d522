"""Refunds and credits: exactly what was paid for what came back, never more than was paid.

The transfer itself happens elsewhere; this records it.
"""

from __future__ import annotations

from sqlalchemy import update

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import Money
from shopdesk.domain.returns import ReturnState, ReturnType
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.queries.paying_order import freight_given
from shopdesk.store.tables import Credit, Order, OrderLine, Refund, RefundLine, Return, ReturnLine
from shopdesk.store.work import Work
from shopdesk.usecases.order_states import complete_if_finished, refresh, refresh_money
from shopdesk.usecases.return_money import (
    close_case,
    credit,
    hold_case,
    paying_order,
    reckon,
    refuse_open_exchange,
    units_given_back,
    waiting_lines,
)

_ORDER_LINE = OrderLine.__table__


@needs(Right.REFUND)
def refund_return(work: Work, return_id: int, method: str, reference: str = "", freight: int = 0) -> int:
    """Record the refund due for a decided return plus ``freight``; returns the amount in minor units.

    What was never paid is credited instead, and what goodwill paid back before is not paid twice. Closes the return.
    """
    case = hold_case(work, return_id)
    if case.state not in (ReturnState.DECIDED.value, ReturnState.SETTLED.value):
        raise UserError(_("Return {number} is not decided yet.").format(number=case.number))
    refuse_open_exchange(work, case.order_id)
    own = work.session.get_one(Order, case.order_id)
    if freight < 0 or (freight and freight > own.shipping - freight_given(work.connection, own.id)):
        raise UserError(_("The freight to refund must be between zero and the freight paid."))
    order = paying_order(work, own.id)
    waiting = waiting_lines(case)
    found = reckon(order, waiting, freight)
    credit(work, case, order, waiting, found)
    if found.earlier:
        work.event("return", case.id, "paid_before", amount=found.earlier)
    due = list(zip(waiting, found.lines, strict=True))
    for line, part in due:
        line.refund_due = line.refunded + part
    if found.amount:
        _pay(work, case, order, [(line, part) for line, part in due if part], found.freight, method, reference)
    work.session.flush()
    refresh_money(work, order.id)
    close_case(work, work.session.get_one(Return, return_id))
    refresh(work, [order.id])
    complete_if_finished(work, sorted({order.id, own.id}))
    return found.amount


def _pay(
    work: Work,
    case: Return,
    order: Order,
    due: list[tuple[ReturnLine, int]],
    freight: int,
    method: str,
    reference: str,
) -> None:
    amount = sum(part for _line, part in due) + freight
    before = case.type == ReturnType.REFUND_ONLY_BEFORE.value
    units = {line.id: line.expected if before else units_given_back(line) for line, _part in due}
    work.session.add(
        Refund(
            order_id=order.id,
            return_id=case.id,
            amount=amount,
            freight=freight,
            method=method,
            reference=reference,
            at=work.now,
            by_name=work.user.name,
            lines=[
                RefundLine(order_line_id=line.order_line_id, quantity=units[line.id], amount=part) for line, part in due
            ],
        )
    )
    for line, part in due:
        line.refunded += part
        work.write(
            update(_ORDER_LINE)
            .where(_ORDER_LINE.c.id == line.order_line_id)
            .values(
                refunded=_ORDER_LINE.c.refunded + part, refunded_units=_ORDER_LINE.c.refunded_units + units[line.id]
            )
        )
    work.session.flush()
    work.event("return", case.id, "refunded", amount=amount, method=method, reference=reference)
    work.event("order", order.id, "refunded", amount=amount, method=method, number=case.number)


def _amount(minor: int, currency: str) -> str:
    return str(Money(minor, currency))


def _order(work: Work, order_id: int, amount: int, reason: str) -> Order:
    if amount <= 0:
        raise UserError(_("The amount must be more than zero."))
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    work.lock(Order, id=order_id)
    order = work.session.get(Order, order_id)
    if order is None:
        raise UserError(_("There is no such order."))
    return order


@needs(Right.REFUND)
def refund_order(work: Work, order_id: int, amount: int, method: str, reason: str, reference: str = "") -> int:
    """Record money paid back without a return (goodwill, cancelled order), at most what is left of the payments."""
    order = _order(work, order_id, amount, reason)
    left = order.paid - order.refunded
    if amount > left:
        raise UserError(
            _("The refund would exceed what was paid: at most {left} can be paid back.").format(
                left=_amount(left, order.currency)
            )
        )
    work.session.add(
        Refund(
            order_id=order_id,
            amount=amount,
            method=method,
            reference=reference,
            note=reason,
            at=work.now,
            by_name=work.user.name,
        )
    )
    work.session.flush()
    work.event("order", order_id, "refunded", amount=amount, method=method, reason=reason)
    refresh_money(work, order_id)
    refresh(work, [order_id])
    return amount


@needs(Right.REFUND)
def credit_order(work: Work, order_id: int, amount: int, reason: str) -> int:
    """Take ``amount`` off what an order still has to bring in (goodwill before it is paid), in minor units.

    Raises UserError for more than is still to be paid. Returns the amount.
    """
    order = _order(work, order_id, amount, reason)
    due = max(0, order.total - order.credited - order.paid)
    if amount > due:
        raise UserError(
            _("Only {due} of this order are still to be paid; what is paid already is refunded instead.").format(
                due=_amount(due, order.currency)
            )
        )
    work.session.add(Credit(order_id=order_id, amount=amount, note=reason, at=work.now, by_name=work.user.name))
    work.session.flush()
    work.event("order", order_id, "credited", amount=amount, reason=reason)
    refresh_money(work, order_id)
    refresh(work, [order_id])
    complete_if_finished(work, [order_id])
    return amount
