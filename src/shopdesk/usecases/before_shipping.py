"""Units that are paid for and will never be sent: they are cancelled, and their money becomes a case of its own."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from shopdesk.domain import returns as rules
from shopdesk.domain.returns import ReturnState, ReturnType
from shopdesk.queries.paying_order import freight_given
from shopdesk.store.tables import Order, OrderLine, Return, ReturnLine
from shopdesk.store.work import Work
from shopdesk.usecases.indexing import index_returns
from shopdesk.usecases.order_goods import cancel_units
from shopdesk.usecases.order_states import refresh, refresh_money
from shopdesk.usecases.return_money import (
    close_case,
    credit,
    paying_order,
    reckon,
    refuse_open_exchange,
    waiting_lines,
    worth,
)

REASON = "not_sent"


def decide_before_shipping(work: Work, case: Return, reason: str) -> None:
    """Cancel the units of a case that were never sent, and say what is to be paid back for them.

    What was never paid is credited at once, with the freight when nothing of the order is sent; a case of which
    nothing is left to pay is closed.
    """
    refuse_open_exchange(work, case.order_id)
    for line in case.lines:
        line.refund_due = worth(work, line.order_line_id, line.expected)
        line.decided = True
    case.state, case.decided_at = ReturnState.DECIDED.value, work.now
    work.session.flush()
    cancel_units(work, case.order_id, {line.order_line_id: line.expected for line in case.lines}, reason)
    own, order = work.session.get_one(Order, case.order_id), paying_order(work, case.order_id)
    freight = 0 if _something_goes(work, own.id) else own.shipping - freight_given(work.connection, own.id)
    waiting = waiting_lines(case)
    found = reckon(order, waiting, freight)
    credit(work, case, order, waiting, found)
    refresh_money(work, order.id)
    due = sum(line.refund_due for line in case.lines)
    work.event("return", case.id, "decided", refund=due)
    if not due and not found.freight:
        close_case(work, work.session.get_one(Return, case.id))
    refresh(work, sorted({order.id, own.id}))


def give_up(work: Work, order_id: int, units: Mapping[int, int], note: str) -> None:
    """Cancel units of an order; what was paid for them waits in a case of its own until it is paid back."""
    if not units:
        return
    if not any(worth(work, line_id, count) for line_id, count in units.items()):
        cancel_units(work, order_id, units, note)
        return
    number = f"RMA-{work.next_number('return')}"
    known = {
        row.id: row.variant_id
        for row in work.read(select(OrderLine.id, OrderLine.variant_id).where(OrderLine.id.in_(list(units))))
    }
    case = Return(
        number=number,
        order_id=order_id,
        type=ReturnType.REFUND_ONLY_BEFORE.value,
        state=ReturnState.APPROVED.value,
        reason=REASON,
        note=note,
        requested_at=work.now,
        policy=rules.before_shipping(work.now.date()).facts(),
        by_name=work.user.name,
        lines=[
            ReturnLine(order_line_id=line_id, variant_id=known[line_id], expected=count, reason=REASON)
            for line_id, count in sorted(units.items())
        ],
    )
    work.session.add(case)
    work.session.flush()
    work.event("return", case.id, "requested", type=case.type, reason=REASON)
    work.event("order", order_id, "return_requested", number=number, units=sum(units.values()))
    decide_before_shipping(work, case, note)
    index_returns(work, [case.id])


def _something_goes(work: Work, order_id: int) -> bool:
    """Whether anything of an order was or will be sent."""
    work.flush()
    found = work.read(
        select(OrderLine.id).where(OrderLine.order_id == order_id, OrderLine.quantity > OrderLine.cancelled).limit(1)
    ).first()
    return found is not None
