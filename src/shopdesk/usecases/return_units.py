"""What of an order may still come back or be kept back, and what the return window says to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from shopdesk.domain import returns as rules
from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import ReturnType
from shopdesk.domain.shipments import ShipmentState
from shopdesk.i18n import _
from shopdesk.queries.settings import settings
from shopdesk.store.tables import Order, OrderLine, Return, ReturnLine, Shipment, ShipmentLine, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.order_goods import open_units

_GONE = (
    ShipmentState.SHIPPED.value,
    ShipmentState.DELIVERED.value,
    ShipmentState.DELIVERY_EXCEPTION.value,
    ShipmentState.RETURNED_TO_SENDER.value,
    ShipmentState.LOST.value,
)


def check_units(work: Work, order: Order, kind: ReturnType, wanted: Sequence[tuple[int, int]]) -> None:
    """Raise UserError when more units are asked for than are with the customer, or still here before shipping."""
    known = {line.id: line for line in order.lines}
    before = kind is ReturnType.REFUND_ONLY_BEFORE
    here = open_units(work, order.id) if before else Counter[int]()
    gone = Counter[int]() if before else _announced(work, order.id)
    if kind in rules.WITHOUT_GOODS:
        gone.update(_sent_again(work, order.id))
    for line_id, units in wanted:
        line = known.get(line_id)
        if line is None:
            raise UserError(_("There is no such line in this order."))
        left = here[line_id] if before else line.shipped - line.returned - gone[line_id]
        if units <= left:
            continue
        if before:
            raise UserError(
                _("{title}: {units} pieces cannot be cancelled, only {left} can still be kept back.").format(
                    title=line.title, units=units, left=max(0, left)
                )
            )
        raise UserError(
            _("{title}: {units} pieces cannot come back, only {left} are still with the customer.").format(
                title=line.title, units=units, left=left
            )
        )


def _announced(work: Work, order_id: int) -> Counter[int]:
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


def refuse_sent_again(work: Work, order: Order) -> None:
    """Raise UserError for an order that only sent lost goods again: they were paid for in the first order."""
    first = work.read(
        select(Order.number)
        .join(Return, Return.order_id == Order.id)
        .where(Return.exchange_order_id == order.id, Return.type == ReturnType.RESEND.value)
    ).scalar()
    if first is not None:
        raise UserError(
            _("Order {number} sent the goods of order {first} again. Log the return there.").format(
                number=order.number, first=first
            )
        )


def window_of(work: Work, order: Order, kind: ReturnType, line_ids: Sequence[int]) -> rules.Window:
    """What the return window says to a request for these lines today."""
    known = settings(work.database, work.connection)
    days = int(known.get("return_days", 7))
    today = _day(work.now, str(known.get("timezone", "")))
    if kind is ReturnType.REFUND_ONLY_BEFORE:
        return rules.before_shipping(today, days=days)
    excluded = work.read(
        select(OrderLine.id)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .where(OrderLine.id.in_(line_ids), Variant.returnable.is_(False))
    ).first()
    delivered = order.delivered_at or _arrived(work, line_ids)
    day = _day(delivered, str(known.get("timezone", ""))) if delivered else None
    return rules.window(day, today, days=days, eligible=excluded is None)


def _arrived(work: Work, line_ids: Sequence[int]) -> datetime | None:
    """When the last parcel with goods of these lines arrived, if all of them did; others may be on their way."""
    moments = [
        row.delivered_at
        for row in work.read(
            select(Shipment.delivered_at)
            .join(ShipmentLine, ShipmentLine.shipment_id == Shipment.id)
            .where(ShipmentLine.order_line_id.in_(line_ids), ShipmentLine.packed > 0, Shipment.state.in_(_GONE))
        )
    ]
    return max(moments) if moments and all(moments) else None


def _day(moment: datetime, zone: str) -> date:
    """The day of a moment on the shop's calendar."""
    try:
        return moment.astimezone(ZoneInfo(zone) if zone else UTC).date()
    except (OSError, ValueError):  # a shop from a computer with other zone names
        return moment.astimezone(UTC).date()
