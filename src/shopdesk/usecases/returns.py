"""Returns: log, approve, receive into quarantine, inspect and decide; goods only, money is in ``refunds``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select, update

from shopdesk.domain import returns as rules
from shopdesk.domain.errors import UserError
from shopdesk.domain.money import refund_of
from shopdesk.domain.returns import Disposition, ReturnLineFacts, ReturnState, ReturnType, WindowAnswer
from shopdesk.domain.rights import Right, needs, require
from shopdesk.domain.stock import PICKABLE_ZONES, MoveReason, Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import area, places, settings
from shopdesk.store.tables import Order, OrderLine, Return, ReturnLine, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.indexing import index_returns
from shopdesk.usecases.ledger import Movement, find_bin
from shopdesk.usecases.order_states import refresh

_RETURN, _LINE, _ORDER_LINE = Return.__table__, ReturnLine.__table__, OrderLine.__table__
WITHOUT_GOODS = frozenset({ReturnType.REFUND_ONLY_AFTER, ReturnType.RESEND})
_GONE = {
    Disposition.SCRAP: (Zone.LOSS, MoveReason.SCRAP),
    Disposition.TO_SUPPLIER: (Zone.SUPPLIER, MoveReason.TO_SUPPLIER),
    Disposition.BACK_TO_CUSTOMER: (Zone.CUSTOMER, MoveReason.SHIP),
}


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

    Inside the window it is approved at once. Raises UserError for more units than were shipped.
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
    known = {line.id: line for line in order.lines}
    gone = _open_units(work, order_id)
    if kind in WITHOUT_GOODS:
        gone.update(_sent_again(work, order_id))
    for line_id, units in wanted:
        line = known.get(line_id)
        if line is None:
            raise UserError(_("There is no such line in this order."))
        left = line.shipped - line.returned - gone[line_id]
        if units > left:
            raise UserError(
                _("{title}: {units} pieces cannot come back, only {left} are still with the customer.").format(
                    title=line.title, units=units, left=left
                )
            )
    window = _window(work, order, [line_id for line_id, _units in wanted])
    number = f"RMA-{work.next_number('return')}"
    case = Return(
        number=number,
        order_id=order_id,
        type=kind.value,
        state=ReturnState.REQUESTED.value,
        reason=reason,
        note=note,
        requested_at=work.now,
        window_ends_on=window.last_day,
        policy={"days": _days(work), "answer": window.answer.value, "text": window.text},
        by_name=work.user.name,
    )
    case.lines = [
        ReturnLine(order_line_id=line_id, variant_id=known[line_id].variant_id, expected=units, reason=reason)
        for line_id, units in wanted
    ]
    work.session.add(case)
    work.session.flush()
    work.event("return", case.id, "requested", type=kind.value, reason=reason)
    work.event("order", order_id, "return_requested", number=number, units=sum(units for _l, units in wanted))
    if window.answer is WindowAnswer.ALLOW or kind is ReturnType.REFUSED:
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


def _days(work: Work) -> int:
    return int(settings(work.database, work.connection).get("return_days", 7))


def _open_units(work: Work, order_id: int) -> Counter[int]:
    """Units by order line that no new return may ask for: announced but not back yet, or paid back and kept."""
    announced = Return.state.not_in([state.value for state in rules.FINISHED]) & ReturnLine.decided.is_(False)
    kept = (Return.type == ReturnType.REFUND_ONLY_AFTER.value) & ReturnLine.decided.is_(True)
    rows = work.read(
        select(ReturnLine.order_line_id, func.sum(ReturnLine.expected - ReturnLine.received))
        .join(Return, Return.id == ReturnLine.return_id)
        .where(Return.order_id == order_id, announced | kept)
        .group_by(ReturnLine.order_line_id)
    )
    return Counter({line_id: int(units) for line_id, units in rows})


def _sent_again(work: Work, order_id: int) -> Counter[int]:
    """Units that were lost and sent again, by order line: nothing more is made good for them."""
    rows = work.read(
        select(ReturnLine.order_line_id, func.sum(ReturnLine.good))
        .join(Return, Return.id == ReturnLine.return_id)
        .where(Return.order_id == order_id, ReturnLine.decided, Return.type == ReturnType.RESEND.value)
        .group_by(ReturnLine.order_line_id)
    )
    return Counter({line_id: int(units) for line_id, units in rows})


def _window(work: Work, order: Order, line_ids: Sequence[int]) -> rules.Window:
    excluded = work.read(
        select(OrderLine.id)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .where(OrderLine.id.in_(line_ids), Variant.returnable.is_(False))
    ).first()
    delivered = order.delivered_at.date() if order.delivered_at else None
    return rules.window(delivered, work.now.date(), days=_days(work), eligible=excluded is None)


def _approve(work: Work, case: Return, note: str = "") -> None:
    rules.check_move(case.number, ReturnState(case.state), _facts(case), ReturnState.APPROVED)
    kind = ReturnType(case.type)
    case.state = (ReturnState.APPROVED if kind in WITHOUT_GOODS else ReturnState.AWAITING_GOODS).value
    work.session.flush()
    work.event("return", case.id, "approved", note=note)
    if kind in WITHOUT_GOODS:
        _decide_without_goods(work, case)


def _decide_without_goods(work: Work, case: Return) -> None:
    """The customer keeps the goods; only money or a new parcel moves."""
    for line in case.lines:
        line.good = line.expected
        line.good_disposition = Disposition.KEEP_WITH_CUSTOMER.value
        if case.type == ReturnType.REFUND_ONLY_AFTER.value:
            line.refund_due = _refund_due(work, line, line.expected)
        line.decided = True
        work.session.flush()
    case.state = ReturnState.DECIDED.value
    case.decided_at = work.now
    work.session.flush()


def _case(work: Work, return_id: int) -> Return:
    work.lock(Return, id=return_id)
    case = work.session.get(Return, return_id)
    if case is None:
        raise UserError(_("There is no such return."))
    return case


def _facts(case: Return) -> list[ReturnLineFacts]:
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


@needs(Right.EDIT_RETURNS)
def approve_return(work: Work, return_id: int, note: str = "") -> None:
    """Let the customer send the goods."""
    case = _case(work, return_id)
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
    case = _case(work, return_id)
    rules.check_move(case.number, ReturnState(case.state), _facts(case), to)
    case.state, case.closed_at = to.value, work.now
    work.session.flush()
    work.event("return", case.id, to.value, reason=reason)
    refresh(work, [case.order_id])


@needs(Right.INSPECT_RETURNS)
def receive_return(
    work: Work, return_id: int, received: Mapping[int, int] | None = None, tracking_no: str = ""
) -> None:
    """Book what came back into quarantine: units by return line id (everything expected when not given)."""
    case = _case(work, return_id)
    if case.state not in (ReturnState.APPROVED.value, ReturnState.AWAITING_GOODS.value, ReturnState.RECEIVED.value):
        raise UserError(_("Return {number} does not wait for goods.").format(number=case.number))
    units = {line.id: line.expected - line.received for line in case.lines} if received is None else dict(received)
    customer = area(work.database, work.connection, Zone.CUSTOMER).id
    quarantine = area(work.database, work.connection, Zone.QUARANTINE).id
    movements = []
    came = 0
    for line in case.lines:
        count = units.get(line.id, 0)
        if count < 0 or line.received + count > line.expected:
            raise UserError(
                _("{count} pieces cannot be received; {left} are expected.").format(
                    count=count, left=line.expected - line.received
                )
            )
        if not count:
            continue
        line.received += count
        came += count
        work.write(
            update(_ORDER_LINE)
            .where(_ORDER_LINE.c.id == line.order_line_id)
            .values(returned=_ORDER_LINE.c.returned + count)
        )
        if line.variant_id is not None:
            movements.append(
                Movement(line.variant_id, count, customer, quarantine, MoveReason.RETURN, "return_line", line.id)
            )
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
    case = _case(work, line.return_id)
    work.session.refresh(line)
    if case.state not in (ReturnState.RECEIVED.value, ReturnState.INSPECTING.value):
        raise UserError(_("Return {number} is not being inspected.").format(number=case.number))
    if line.decided:
        raise UserError(_("This line was decided already."))
    title = work.read(select(OrderLine.title).where(OrderLine.id == line.order_line_id)).scalar_one()
    facts = ReturnLineFacts(title, line.expected, line.received, good, damaged, missing)
    if why := rules.inspect_refusal(facts):
        raise UserError(why)
    _correct_receipt(work, line, good + damaged)
    _move_inspected(work, line, good, _disposition(good_disposition), bin)
    _move_inspected(work, line, damaged, _disposition(damaged_disposition), "")
    line.good, line.damaged, line.missing = good, damaged, missing
    line.good_disposition = good_disposition if good else ""
    line.damaged_disposition = damaged_disposition if damaged else ""
    line.grade, line.note, line.decided = grade, note, True
    exchanged = case.type == ReturnType.EXCHANGE.value and case.exchange_order_id is not None
    line.refund_due = 0 if exchanged else _refund_due(work, line, good + damaged)
    work.session.flush()
    work.event("return", case.id, "inspected", title=title, good=good, damaged=damaged, missing=missing)
    all_decided = all(own.decided for own in case.lines)
    case.state = (ReturnState.DECIDED if all_decided else ReturnState.INSPECTING).value
    if all_decided:
        case.decided_at = work.now
        work.event("return", case.id, "decided", refund=sum(own.refund_due for own in case.lines))
    work.session.flush()
    refresh(work, [case.order_id])


def _disposition(name: str) -> Disposition:
    try:
        return Disposition(name)
    except ValueError as error:
        raise UserError(_("“{name}” is nothing that can be done with goods.").format(name=name)) from error


def _correct_receipt(work: Work, line: ReturnLine, counted: int) -> None:
    """The inspection counts better than the receipt: book what had not come, or came unnoticed."""
    more = counted - line.received
    if not more:
        return
    if line.variant_id is not None:
        customer = area(work.database, work.connection, Zone.CUSTOMER).id
        quarantine = area(work.database, work.connection, Zone.QUARANTINE).id
        reason = MoveReason.RETURN if more > 0 else MoveReason.MISCOUNTED
        source, target = (customer, quarantine) if more > 0 else (quarantine, customer)
        move = Movement(line.variant_id, abs(more), source, target, reason, "return_line", line.id)
        ledger.move_goods(work, [move])
    line.received += more
    work.write(
        update(_ORDER_LINE).where(_ORDER_LINE.c.id == line.order_line_id).values(returned=_ORDER_LINE.c.returned + more)
    )


def _move_inspected(work: Work, line: ReturnLine, units: int, disposition: Disposition, bin_code: str) -> None:
    if not units or line.variant_id is None or disposition is Disposition.REFURBISH:
        return
    quarantine = area(work.database, work.connection, Zone.QUARANTINE).id
    if disposition is Disposition.RESTOCK:
        target, reason = _shelf(work, line.variant_id, bin_code), MoveReason.RESTOCK
    elif disposition in _GONE:
        zone, reason = _GONE[disposition]
        target = area(work.database, work.connection, zone).id
    else:
        raise UserError(_("These goods are here; they cannot stay with the customer."))
    ledger.move_goods(work, [Movement(line.variant_id, units, quarantine, target, reason, "return_line", line.id)])


def _shelf(work: Work, variant_id: int, bin_code: str) -> int:
    if bin_code:
        place = places(work.database, work.connection)[find_bin(work, bin_code)]
        if place.zone not in PICKABLE_ZONES:
            raise UserError(_("Nothing can be sold from {bin}.").format(bin=place.code))
        return place.id
    home = work.read(select(Variant.home_bin_id).where(Variant.id == variant_id)).scalar()
    return int(home) if home else area(work.database, work.connection, Zone.STORAGE).id


def _refund_due(work: Work, line: ReturnLine, units: int) -> int:
    """The exact share of what was paid for this line: all units together give exactly the line's total.

    A unit that was paid back already, because the customer could keep it, is not paid back again.
    """
    paid = work.read(
        select(OrderLine.total + OrderLine.tax, OrderLine.quantity).where(OrderLine.id == line.order_line_id)
    ).one()
    earlier = work.read(
        select(func.coalesce(func.sum(ReturnLine.good + ReturnLine.damaged), 0))
        .join(Return, Return.id == ReturnLine.return_id)
        .where(
            ReturnLine.order_line_id == line.order_line_id,
            ReturnLine.id != line.id,
            ReturnLine.decided,
            Return.type != ReturnType.RESEND.value,
        )
    ).scalar_one()
    done = min(int(earlier), paid[1])
    return refund_of(int(paid[0]), paid[1], done, min(units, paid[1] - done))


@needs(Right.EDIT_RETURNS)
def exchange_order(
    work: Work, return_id: int, lines: Sequence[tuple[int, int]] | None = None, *, advance: bool = False
) -> int:
    """Create the linked order of an exchange or resend: (variant id, units), the same goods when not given.

    The price difference is left to payment; before the goods are decided only people who may force do it.
    """
    from shopdesk.usecases.orders import NewLine, create_order

    case = _case(work, return_id)
    if case.type not in (ReturnType.EXCHANGE.value, ReturnType.RESEND.value):
        raise UserError(_("Return {number} is no exchange.").format(number=case.number))
    if ReturnState(case.state) in rules.FINISHED or any(line.refunded for line in case.lines):
        raise UserError(_("Return {number} is finished.").format(number=case.number))
    if case.exchange_order_id is not None:
        raise UserError(_("Return {number} has its exchange order already.").format(number=case.number))
    if case.state not in (ReturnState.DECIDED.value, ReturnState.SETTLED.value):
        if not advance:
            raise UserError(_("The goods are not inspected yet."))
        require(work.user, Right.FORCE_LINES)
    order = work.session.get_one(Order, case.order_id)
    if order.customer_id is None:
        raise UserError(_("The order has no customer."))
    wanted = lines or [(line.variant_id, line.expected) for line in case.lines if line.variant_id is not None]
    new_id = create_order(
        work,
        order.customer_id,
        [NewLine(variant_id, units, unit_price=0) for variant_id, units in wanted],
        channel="phone",
        channel_order_no=f"{case.number}-X",
        office_note=_("Exchange for {number}.").format(number=case.number),
    )
    case.exchange_order_id = new_id
    case.refund_freight = 0
    if case.type == ReturnType.EXCHANGE.value:
        for line in case.lines:
            line.refund_due = 0
    work.session.flush()
    work.event("return", case.id, "exchanged", order=new_id)
    work.event("order", case.order_id, "exchanged", number=case.number, order=new_id)
    return int(new_id)
