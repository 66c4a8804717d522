"""The money of returns: whose payments it is, what goods are worth, credits, and closing a settled case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from shopdesk.domain import returns as rules
from shopdesk.domain.errors import UserError
from shopdesk.domain.money import split
from shopdesk.domain.returns import Disposition, ReturnLineFacts, ReturnState, ReturnType, Settlement
from shopdesk.i18n import _
from shopdesk.queries.paying_order import given_back, paying_order_id
from shopdesk.store.tables import Credit, Order, OrderLine, Return, ReturnLine
from shopdesk.store.work import Work
from shopdesk.usecases.order_states import refresh


def hold_case(work: Work, return_id: int) -> Return:
    """The return, with its order held: two returns of one line must not share out its money at the same time."""
    order_id = work.read(select(Return.order_id).where(Return.id == return_id)).scalar()
    if order_id is not None:
        work.lock(Order, id=order_id)
    work.lock(Return, id=return_id)
    case = work.session.get(Return, return_id)
    if case is None:
        raise UserError(_("There is no such return."))
    return case


def paying_order(work: Work, order_id: int) -> Order:
    """The order whose payments a case is settled from, held until the action is done."""
    first = paying_order_id(work.connection, order_id)
    work.lock(Order, id=first)
    return work.session.get_one(Order, first)


def refuse_open_exchange(work: Work, order_id: int) -> None:
    """Raise UserError when the goods that an exchange order replaces are not back yet: nothing is paid for its own."""
    number = work.read(
        select(Return.number).where(
            Return.exchange_order_id == order_id,
            Return.type == ReturnType.EXCHANGE.value,
            Return.state.not_in([state.value for state in (ReturnState.DECIDED, ReturnState.SETTLED, *rules.FINISHED)]),
        )
    ).scalar()
    if number is not None:
        raise UserError(_("Return {number} is not decided yet.").format(number=number))


def carries_value(work: Work, order_id: int) -> bool:
    """Whether goods of an order were paid for in another one."""
    work.flush()
    return (
        work.read(select(OrderLine.id).where(OrderLine.order_id == order_id, OrderLine.carried > 0).limit(1)).first()
        is not None
    )


def take_off_exchange(work: Work, order_id: int) -> None:
    """An exchange order that is called off before the old goods are judged: their return goes on without it."""
    case = work.session.scalars(
        select(Return).where(Return.exchange_order_id == order_id, Return.type == ReturnType.EXCHANGE.value)
    ).first()
    if case is not None and case.decided_at is None and ReturnState(case.state) not in rules.FINISHED:
        carry_over(work, order_id, 0)
        case.exchange_order_id = None
        work.session.flush()


def worth(work: Work, order_line_id: int, units: int, *, besides: int = 0) -> int:
    """What was paid for ``units`` more of a line, exactly: all units together give the line's total.

    The return line ``besides`` does not count as given back before.
    """
    line = work.read(
        select(
            (OrderLine.total + OrderLine.tax + OrderLine.carried).label("paid"),
            OrderLine.quantity,
            OrderLine.cancelled,
        ).where(OrderLine.id == order_line_id)
    ).one()
    earlier = work.read(
        select(func.coalesce(func.sum(given_back()), 0))
        .join(Return, Return.id == ReturnLine.return_id)
        .where(
            ReturnLine.order_line_id == order_line_id,
            ReturnLine.id != besides,
            ReturnLine.decided,
            Return.type.not_in([kind.value for kind in rules.NOT_GIVEN_BACK]),
        )
    ).scalar_one()
    return rules.worth(int(line.paid), line.quantity, int(earlier) + line.cancelled, units)


def units_given_back(line: ReturnLine) -> int:
    """Units of a decided line that the customer gave up; what was sent back to him is his again."""
    back = Disposition.BACK_TO_CUSTOMER.value
    good = 0 if line.good_disposition == back else line.good
    return good + (0 if line.damaged_disposition == back else line.damaged)


def waiting_lines(case: Return) -> list[ReturnLine]:
    """The lines of a case with money still due."""
    return [line for line in case.lines if line.refund_due > line.refunded]


def reckon(order: Order, lines: Sequence[ReturnLine], freight: int) -> Settlement:
    """What becomes of the claims of these lines against an order's money."""
    return rules.settlement(
        [line.refund_due - line.refunded for line in lines],
        freight,
        total=order.total,
        paid=order.paid,
        refunded=order.refunded,
        credited=order.credited,
    )


def credit(work: Work, case: Return, order: Order, lines: Sequence[ReturnLine], found: Settlement) -> None:
    """Take what was never paid off the claims and off what the order has to bring in."""
    if not found.credit:
        return
    for line, part in zip(lines, found.credits, strict=True):
        line.refund_due -= part
    work.session.add(
        Credit(
            order_id=order.id,
            return_id=case.id,
            amount=found.credit,
            freight=found.credit_freight,
            at=work.now,
            by_name=work.user.name,
        )
    )
    work.session.flush()
    work.event("return", case.id, "credited", amount=found.credit)


def carry_over(work: Work, new_order_id: int, value: int, weights: Sequence[int] = ()) -> None:
    """Let the lines of an exchange order carry what was paid for the goods they replace, in minor units.

    Shared out by ``weights``, one for each line, or by what the lines carry now.
    """
    work.flush()
    lines = work.session.scalars(
        select(OrderLine).where(OrderLine.order_id == new_order_id).order_by(OrderLine.position, OrderLine.id)
    ).all()
    shares = split(value, weights or [line.carried for line in lines])
    for line, share in zip(lines, shares, strict=True):
        line.carried = max(line.refunded, share)
    work.session.flush()


def close_case(work: Work, case: Return) -> None:
    """Both tracks are finished: settle and close the return."""
    facts = line_facts(case)
    for to in (ReturnState.SETTLED, ReturnState.CLOSED):
        if case.state not in (to.value, ReturnState.CLOSED.value):
            rules.check_move(case.number, ReturnState(case.state), facts, to)
            case.state = to.value
    case.closed_at = work.now
    work.session.flush()
    work.event("return", case.id, "closed")
    refresh(work, [case.order_id])


def line_facts(case: Return) -> list[ReturnLineFacts]:
    """What the rules need to know of a case's lines."""
    return [
        ReturnLineFacts(
            title=str(line.id),
            expected=line.expected,
            received=line.received or 0,
            good=line.good or 0,
            damaged=line.damaged or 0,
            missing=line.missing or 0,
            decided=bool(line.decided),
            refund_due=line.refund_due or 0,
            refunded=line.refunded or 0,
        )
        for line in case.lines
    ]
