"""Returns: log, approve, receive into quarantine, inspect and decide; goods only, money is in ``refunds``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from shopdesk.domain import returns as rules
from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import WITHOUT_GOODS, Disposition, ReturnLineFacts, ReturnState, ReturnType, WindowAnswer
from shopdesk.domain.rights import Right, needs, require
from shopdesk.i18n import _
from shopdesk.store.tables import Order, OrderLine, Return, ReturnLine, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.before_shipping import decide_before_shipping
from shopdesk.usecases.indexing import index_orders, index_returns
from shopdesk.usecases.order_goods import go_on_without
from shopdesk.usecases.order_states import refresh
from shopdesk.usecases.return_goods import correct_receipt, move_inspected, take_in
from shopdesk.usecases.return_money import carry_over, hold_case, line_facts, units_given_back, worth
from shopdesk.usecases.return_units import check_units, refuse_sent_again, window_of

_ALWAYS_APPROVED = (ReturnType.REFUSED, ReturnType.REFUND_ONLY_BEFORE)
_SHIP_TO = (
    *("ship_name", "ship_company", "ship_phone", "ship_line1", "ship_line2", "ship_city", "ship_region"),
    *("ship_postcode", "ship_country", "delivery_method", "pickup", "warehouse_id"),
)


@needs(Right.EDIT_RETURNS)
def log_return(
    work: Work,
    order_id: int,
    lines: Sequence[tuple[int, int]],
    *,
    type: str = "return",
    reason: str = "no_reason",
    note: str = "",
    override: bool = False,
) -> int:
    """Log that units of order lines come back: pairs of (order line id, units); returns the return's id.

    Inside the window it is approved at once. ``refund_only_before`` keeps back units that have not left: they are
    cancelled at the order, and what was paid for them waits to be refunded. Raises UserError for more units than
    were shipped, or than have not left.
    """
    kind = _type(type)
    if any(units < 0 for _line, units in lines) or not any(units for _line, units in lines):
        raise UserError(_("Say how many pieces come back."))
    together: Counter[int] = Counter()
    for line_id, units in lines:
        together[line_id] += units
    wanted = [(line_id, units) for line_id, units in together.items() if units]
    if reason not in rules.REASONS:
        raise UserError(_("There is no return reason “{reason}”.").format(reason=reason))
    work.lock(Order, id=order_id)
    order = work.session.get(Order, order_id)
    if order is None:
        raise UserError(_("There is no such order."))
    if kind is not ReturnType.REFUND_ONLY_BEFORE:
        refuse_sent_again(work, order)
    elif order.state == "cancelled":
        raise UserError(_("Order {number} is cancelled already.").format(number=order.number))
    check_units(work, order, kind, wanted)
    window = window_of(work, order, kind, [line_id for line_id, _units in wanted])
    number = f"RMA-{work.next_number('return')}"
    variants = {line.id: line.variant_id for line in order.lines}
    case = Return(
        number=number,
        order_id=order_id,
        type=kind.value,
        state=ReturnState.REQUESTED.value,
        reason=reason,
        note=note,
        requested_at=work.now,
        window_ends_on=None if kind is ReturnType.REFUND_ONLY_BEFORE else window.last_day,
        policy=window.facts(),
        by_name=work.user.name,
    )
    case.lines = [
        ReturnLine(order_line_id=line_id, variant_id=variants[line_id], expected=units, reason=reason)
        for line_id, units in wanted
    ]
    work.session.add(case)
    work.session.flush()
    work.event("return", case.id, "requested", type=kind.value, reason=reason)
    work.event("order", order_id, "return_requested", number=number, units=sum(units for _l, units in wanted))
    if window.answer is WindowAnswer.ALLOW or kind in _ALWAYS_APPROVED:
        _approve(work, case)
    elif override:
        _approve(work, case, note=_("Approved outside the return window."))
    refresh(work, [order_id])
    index_returns(work, [case.id])
    return case.id


def _type(name: str) -> ReturnType:
    try:
        return ReturnType(name)
    except ValueError as error:
        raise UserError(_("There is no kind of return “{name}”.").format(name=name)) from error


def _approve(work: Work, case: Return, note: str = "") -> None:
    rules.check_move(case.number, ReturnState(case.state), line_facts(case), ReturnState.APPROVED)
    kind = ReturnType(case.type)
    case.state = (ReturnState.APPROVED if kind in WITHOUT_GOODS else ReturnState.AWAITING_GOODS).value
    work.session.flush()
    work.event("return", case.id, "approved", note=note)
    if kind is ReturnType.REFUND_ONLY_BEFORE:
        decide_before_shipping(work, case, case.note or _(rules.REASONS.get(case.reason, case.reason)))
        go_on_without(work, case.order_id)
    elif kind in WITHOUT_GOODS:
        _decide_without_goods(work, case)


def _decide_without_goods(work: Work, case: Return) -> None:
    """The customer keeps the goods; only money or a new parcel moves."""
    for line in case.lines:
        line.good = line.expected
        line.good_disposition = Disposition.KEEP_WITH_CUSTOMER.value
        if case.type == ReturnType.REFUND_ONLY_AFTER.value:
            line.refund_due = worth(work, line.order_line_id, line.expected, besides=line.id)
        line.decided = True
        work.session.flush()
    case.state = ReturnState.DECIDED.value
    case.decided_at = work.now
    work.session.flush()


@needs(Right.EDIT_RETURNS)
def approve_return(work: Work, return_id: int, note: str = "") -> None:
    """Let the customer send the goods."""
    case = hold_case(work, return_id)
    _approve(work, case, note)
    refresh(work, [case.order_id])


@needs(Right.EDIT_RETURNS)
def reject_return(work: Work, return_id: int, reason: str) -> None:
    """Refuse a return, with the reason."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    _finish(work, return_id, ReturnState.REJECTED, reason)


@needs(Right.EDIT_RETURNS)
def cancel_return(work: Work, return_id: int, reason: str) -> None:
    """The customer keeps everything after all; nothing came back."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    _finish(work, return_id, ReturnState.CANCELLED, reason)


def _finish(work: Work, return_id: int, to: ReturnState, reason: str) -> None:
    case = hold_case(work, return_id)
    rules.check_move(case.number, ReturnState(case.state), line_facts(case), to)
    case.state, case.closed_at = to.value, work.now
    work.session.flush()
    if case.exchange_order_id is not None and case.type == ReturnType.EXCHANGE.value:
        carry_over(work, case.exchange_order_id, 0)  # sent in advance, and nothing came back for it
    work.event("return", case.id, to.value, reason=reason)
    refresh(work, [case.order_id])


@needs(Right.INSPECT_RETURNS)
def receive_return(
    work: Work,
    return_id: int,
    received: Mapping[int, int] | None = None,
    tracking_no: str = "",
    lots: Mapping[int, str] | None = None,
) -> None:
    """Book what came back into quarantine: units by return line id (everything expected when not given).

    The goods keep the lots they were shipped with; ``lots`` names another one by return line id.
    """
    case = hold_case(work, return_id)
    if case.state not in (ReturnState.APPROVED.value, ReturnState.AWAITING_GOODS.value, ReturnState.RECEIVED.value):
        raise UserError(_("Return {number} does not wait for goods.").format(number=case.number))
    units = {line.id: line.expected - line.received for line in case.lines} if received is None else dict(received)
    movements = []
    came = 0
    for line in list(case.lines):
        count = units.get(line.id, 0)
        if count < 0 or line.received + count > line.expected:
            raise UserError(
                _("{count} pieces cannot be received; {left} are expected.").format(
                    count=count, left=line.expected - line.received
                )
            )
        if count:
            came += count
            movements += take_in(work, line, count, (lots or {}).get(line.id, ""))
    if not came:
        raise UserError(_("Say how many pieces came back."))
    ledger.move_goods(work, movements)
    case.state, case.received_at = ReturnState.RECEIVED.value, case.received_at or work.now
    case.tracking_no = tracking_no or case.tracking_no
    work.session.flush()
    work.session.expire_all()
    work.event("return", case.id, "received", units=came)
    refresh(work, [case.order_id])


@needs(Right.INSPECT_RETURNS)
def inspect_line(
    work: Work,
    return_line_id: int,
    good: int,
    damaged: int = 0,
    missing: int = 0,
    *,
    good_disposition: str = "restock",
    damaged_disposition: str = "scrap",
    grade: str = "A",
    bin: str = "",
    note: str = "",
) -> None:
    """Decide about one line: good + damaged + missing must be what was expected; the moves follow by themselves."""
    line = work.session.get(ReturnLine, return_line_id)
    if line is None:
        raise UserError(_("There is no such return line."))
    case = hold_case(work, line.return_id)
    work.session.refresh(line)
    if case.state not in (ReturnState.RECEIVED.value, ReturnState.INSPECTING.value):
        raise UserError(_("Return {number} is not being inspected.").format(number=case.number))
    if line.decided:
        raise UserError(_("This line was decided already."))
    title = work.read(select(OrderLine.title).where(OrderLine.id == line.order_line_id)).scalar_one()
    facts = ReturnLineFacts(title, line.expected, line.received, good, damaged, missing)
    if why := rules.inspect_refusal(facts):
        raise UserError(why)
    correct_receipt(work, line, good + damaged)
    move_inspected(work, line, good, _disposition(good_disposition), bin)
    move_inspected(work, line, damaged, _disposition(damaged_disposition), "")
    line.good, line.damaged, line.missing = good, damaged, missing
    line.good_disposition = good_disposition if good else ""
    line.damaged_disposition = damaged_disposition if damaged else ""
    line.refund_due = worth(work, line.order_line_id, units_given_back(line), besides=line.id)
    line.grade, line.note, line.decided = grade, note, True
    work.session.flush()
    work.event("return", case.id, "inspected", title=title, good=good, damaged=damaged, missing=missing)
    if all(own.decided for own in case.lines):
        _decide(work, case)
    else:
        case.state = ReturnState.INSPECTING.value
    work.session.flush()
    refresh(work, [case.order_id])


def _decide(work: Work, case: Return) -> None:
    """Every line is decided: the money is known, or it goes over to the goods that were sent in advance."""
    case.state, case.decided_at = ReturnState.DECIDED.value, work.now
    if case.type == ReturnType.EXCHANGE.value and case.exchange_order_id is not None:
        carry_over(work, case.exchange_order_id, sum(own.refund_due for own in case.lines))
        for own in case.lines:
            own.refund_due = 0
    work.event("return", case.id, "decided", refund=sum(own.refund_due for own in case.lines))


def _disposition(name: str) -> Disposition:
    try:
        return Disposition(name)
    except ValueError as error:
        raise UserError(_("“{name}” is nothing that can be done with goods.").format(name=name)) from error


@needs(Right.EDIT_RETURNS)
def exchange_order(
    work: Work, return_id: int, lines: Sequence[tuple[int, int]] | None = None, *, advance: bool = False
) -> int:
    """Create the linked order of an exchange or resend: (variant id, units), the same goods when not given.

    It costs nothing and goes where the first order went. What was paid for the goods of an exchange is carried
    over to the new ones, so they can be returned as well. Before the goods are decided only people who may force
    do it.
    """
    from shopdesk.usecases.orders import NewLine, create_order

    case = hold_case(work, return_id)
    if case.type not in (ReturnType.EXCHANGE.value, ReturnType.RESEND.value):
        raise UserError(_("Return {number} is no exchange.").format(number=case.number))
    if ReturnState(case.state) in rules.FINISHED or any(line.refunded for line in case.lines):
        raise UserError(_("Return {number} is finished.").format(number=case.number))
    if case.exchange_order_id is not None:
        raise UserError(_("Return {number} has its exchange order already.").format(number=case.number))
    decided = case.state in (ReturnState.DECIDED.value, ReturnState.SETTLED.value)
    if not decided:
        if not advance:
            raise UserError(_("The goods are not inspected yet."))
        require(work.user, Right.FORCE_LINES)
    order = work.session.get_one(Order, case.order_id)
    if order.customer_id is None:
        raise UserError(_("The order has no customer."))
    same = [(line, _replaced(line, decided=decided)) for line in case.lines if line.variant_id is not None]
    wanted = lines or [(line.variant_id, units) for line, units in same if units and line.variant_id is not None]
    if not wanted:
        raise UserError(_("Nothing came back that could be exchanged."))
    worth_of = {
        line.id: line.refund_due if decided else worth(work, line.order_line_id, line.expected, besides=line.id)
        for line in case.lines
    }
    new_id = create_order(
        work,
        order.customer_id,
        [NewLine(variant_id, units, unit_price=0) for variant_id, units in wanted],
        channel="phone",
        channel_order_no=f"{case.number}-X",
        office_note=_("Exchange for {number}.").format(number=case.number),
    )
    made = work.session.get_one(Order, new_id)
    for name in _SHIP_TO:
        setattr(made, name, getattr(order, name))
    case.exchange_order_id = new_id
    case.refund_freight = 0
    work.session.flush()
    index_orders(work, [new_id])
    if case.type == ReturnType.EXCHANGE.value:
        for line in case.lines:
            line.refund_due = 0
        weights = _weights(work, wanted) if lines else [worth_of[line.id] for line, units in same if units]
        carry_over(work, new_id, sum(worth_of.values()), weights)
    work.session.flush()
    work.event("return", case.id, "exchanged", order=new_id)
    work.event("order", case.order_id, "exchanged", number=case.number, order=new_id)
    return int(new_id)


def _replaced(line: ReturnLine, *, decided: bool) -> int:
    """Units that the customer gets new ones for: what is missing from his parcel is not replaced."""
    return units_given_back(line) if decided else line.expected


def _weights(work: Work, wanted: Sequence[tuple[int, int]]) -> list[int]:
    """How what was paid is shared out over new goods: by what they cost in the catalogue."""
    prices = {
        row.id: row.price
        for row in work.read(select(Variant.id, Variant.price).where(Variant.id.in_([v for v, _units in wanted])))
    }
    return [prices[variant_id] * units for variant_id, units in wanted]
