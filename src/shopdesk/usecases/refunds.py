"""Refunds: exactly what was paid for what came back, never more than was paid. The transfer happens elsewhere."""

from __future__ import annotations

from sqlalchemy import func, select, update

from shopdesk.domain import returns as rules
from shopdesk.domain.errors import UserError
from shopdesk.domain.money import Money, split
from shopdesk.domain.returns import ReturnLineFacts, ReturnState
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.store.tables import Order, OrderLine, Refund, RefundLine, Return
from shopdesk.store.work import Work
from shopdesk.usecases.order_states import refresh, refresh_money

_ORDER_LINE = OrderLine.__table__


@needs(Right.REFUND)
def refund_return(work: Work, return_id: int, method: str, reference: str = "", freight: int = 0) -> int:
    """Record the refund due for a decided return plus ``freight``; returns the amount in minor units.

    Closes the return when nothing more is due. Raises UserError when it would exceed what was paid.
    """
    work.lock(Return, id=return_id)
    case = work.session.get(Return, return_id)
    if case is None:
        raise UserError(_("There is no such return."))
    if case.state not in (ReturnState.DECIDED.value, ReturnState.SETTLED.value):
        raise UserError(_("Return {number} is not decided yet.").format(number=case.number))
    work.lock(Order, id=case.order_id)
    order = work.session.get_one(Order, case.order_id)
    refunded_freight = work.read(
        select(func.coalesce(func.sum(Refund.freight), 0)).where(Refund.order_id == order.id)
    ).scalar_one()
    if freight < 0 or (freight and freight > order.shipping - refunded_freight):
        raise UserError(_("The freight to refund must be between zero and the freight paid."))
    _credit_unpaid(work, case, order)
    due = [(line, line.refund_due - line.refunded) for line in case.lines if line.refund_due > line.refunded]
    amount = sum(part for _line, part in due) + freight
    if amount <= 0:
        _settle(work, case)
        return 0
    left = order.paid - order.refunded
    if amount > left:
        raise UserError(
            _("The refund would exceed what was paid: at most {left} can be paid back.").format(
                left=_amount(left, order.currency)
            )
        )
    refund = Refund(
        order_id=order.id,
        return_id=case.id,
        amount=amount,
        freight=freight,
        method=method,
        reference=reference,
        at=work.now,
        by_name=work.user.name,
        lines=[
            RefundLine(order_line_id=line.order_line_id, quantity=line.good + line.damaged, amount=part)
            for line, part in due
        ],
    )
    work.session.add(refund)
    for line, part in due:
        line.refunded = line.refund_due
        work.write(
            update(_ORDER_LINE)
            .where(_ORDER_LINE.c.id == line.order_line_id)
            .values(
                refunded=_ORDER_LINE.c.refunded + part,
                refunded_units=_ORDER_LINE.c.refunded_units + line.good + line.damaged,
            )
        )
    work.session.flush()
    work.event("return", case.id, "refunded", amount=amount, method=method, reference=reference)
    work.event("order", order.id, "refunded", amount=amount, method=method, number=case.number)
    refresh_money(work, order.id)
    work.session.expire_all()
    _settle(work, work.session.get_one(Return, return_id))
    return amount


def _credit_unpaid(work: Work, case: Return, order: Order) -> None:
    """What the buyer has not paid yet is credited instead of paid back, once in all returns of the order."""
    others = work.session.scalars(select(Return).where(Return.order_id == order.id))
    credited = sum(int(other.policy.get("credited", 0)) for other in others)
    waiting = [line for line in case.lines if line.refund_due > line.refunded]
    dues = [line.refund_due - line.refunded for line in waiting]
    credit = min(max(0, order.total - order.paid - credited), sum(dues))
    if credit <= 0:
        return
    for line, part in zip(waiting, split(credit, dues), strict=True):
        line.refund_due -= part
    case.policy = {**case.policy, "credited": int(case.policy.get("credited", 0)) + credit}
    work.session.flush()
    work.event("return", case.id, "credited", amount=credit)


def _amount(minor: int, currency: str) -> str:
    return str(Money(minor, currency))


def _settle(work: Work, case: Return) -> None:
    """Both tracks are finished: settle and close the return."""
    facts = [
        ReturnLineFacts(
            "",
            line.expected,
            line.received,
            line.good,
            line.damaged,
            line.missing,
            line.decided,
            line.refund_due,
            line.refunded,
        )
        for line in case.lines
    ]
    for to in (ReturnState.SETTLED, ReturnState.CLOSED):
        if case.state not in (to.value, ReturnState.CLOSED.value):
            rules.check_move(case.number, ReturnState(case.state), facts, to)
            case.state = to.value
    case.closed_at = work.now
    work.session.flush()
    work.event("return", case.id, "closed")
    refresh(work, [case.order_id])


@needs(Right.REFUND)
def refund_order(work: Work, order_id: int, amount: int, method: str, reason: str, reference: str = "") -> int:
    """Record money paid back without a return (goodwill, cancelled order), at most what is left of the payments."""
    if amount <= 0:
        raise UserError(_("The amount must be more than zero."))
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    work.lock(Order, id=order_id)
    order = work.session.get(Order, order_id)
    if order is None:
        raise UserError(_("There is no such order."))
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
