"""Orders of a file that are here already: what may safely follow the channel, and what only a person can settle."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from shopdesk.documents.records import OrderRecord
from shopdesk.domain.money import Money
from shopdesk.domain.orders import Fulfilment, OrderState, PaymentState
from shopdesk.i18n import N_, _
from shopdesk.store.tables import Hold, Order, OrderLine
from shopdesk.usecases.import_plans import Plan, Reader, looked_up
from shopdesk.usecases.import_tracking import Parcels

LINES_DIFFER = N_("Order {number} is here already with other articles. Nothing was overwritten; compare them.")
TOTAL_DIFFERS = N_("Order {number} is here already with a total of {ours}; the channel now says {theirs}.")
CANCELLED_LATE = N_("Order {number} was cancelled at the channel, but work on it has begun here. It was put on hold.")
CANCELLED_SHIPPED = N_("Order {number} was cancelled at the channel, but it is shipped here already.")
REFUNDED_MORE = N_("The channel refunded {theirs} of order {number}; here it is {ours}.")
HOLD_CANCELLED = N_("Cancelled at the channel")

_OPEN = frozenset({OrderState.DRAFT, OrderState.SUBMITTED, OrderState.CONFIRMED, OrderState.PROCESSING})
_NOT_BEGUN = frozenset({OrderState.DRAFT, OrderState.SUBMITTED})
_LEFT = frozenset({Fulfilment.PARTLY_SHIPPED, Fulfilment.SHIPPED, Fulfilment.DELIVERED})


@dataclass(slots=True)
class OrderChange:
    """What one order takes over from its channel. ``pay`` in minor units of the order's currency."""

    order_id: int
    record: OrderRecord
    was: OrderState
    pay: int = 0
    payment: str = ""
    note: str = ""
    cancel: bool = False
    hold: str = ""

    def __bool__(self) -> bool:
        return bool(self.pay or self.payment or self.note or self.cancel or self.hold)


class KnownOrders:
    """The orders of one channel that a file names and that are here already."""

    def __init__(self, reader: Reader, channel_id: int | None, records: Sequence[OrderRecord]) -> None:
        self._rows: dict[str, Any] = {}
        self._lines: dict[int, Counter[tuple[str, str, int]]] = defaultdict(Counter)
        self._held_before: set[int] = set()
        if channel_id is None:
            return
        columns = select(
            Order.id, Order.number, Order.channel_order_no, Order.state, Order.fulfilment, Order.payment, Order.total,
            Order.paid, Order.refunded, Order.credited, Order.amounts_known, Order.buyer_note, Order.history,
            Order.held, Order.currency,
        ).where(Order.channel_id == channel_id)  # fmt: skip
        for row in looked_up(reader, columns, Order.channel_order_no, (record.order_no for record in records)):
            self._rows[row.channel_order_no] = row
        ids = [row.id for row in self._rows.values()]
        lines = select(OrderLine.order_id, OrderLine.sku, OrderLine.title, OrderLine.quantity)
        for row in looked_up(reader, lines, OrderLine.order_id, ids):
            self._lines[row.order_id][row.sku, row.title, row.quantity] += 1
        holds = select(Hold.order_id, Hold.reason)
        for row in looked_up(reader, holds, Hold.order_id, ids):
            if row.reason == _(HOLD_CANCELLED):
                self._held_before.add(row.order_id)
        self._parcels = Parcels(reader, ids)

    def __contains__(self, order_no: str) -> bool:
        return order_no in self._rows

    def compare(self, record: OrderRecord, plan: Any) -> None:
        """Note what changed; contradictions become warnings, never overwrites."""
        row = self._rows[record.order_no]
        change = OrderChange(row.id, record, OrderState(row.state))
        open_here = change.was in _OPEN and row.fulfilment not in _LEFT
        if open_here:
            self._follow(row, record, change, plan)
            self._compare_goods(row, record, plan)
        elif record.cancelled and change.was is not OrderState.CANCELLED and not row.history:
            plan.warn(record.row, "cancelled_at", record.order_no, _(CANCELLED_SHIPPED).format(number=row.number))
        if row.amounts_known and (record.refunded or 0) > row.refunded:
            theirs, ours = Money(record.refunded or 0, row.currency), Money(row.refunded, row.currency)
            why = _(REFUNDED_MORE).format(number=row.number, theirs=theirs, ours=ours)
            plan.warn(record.row, "refunded", str(theirs), why)
        tracked = bool(record.tracking_no) and self._parcels.note(plan, row.id, record.tracking_no, record.carrier)
        if change:
            plan.changes.append(change)
        if change or tracked:
            plan.updated["orders"] += 1
        else:
            plan.unchanged += 1

    def _follow(self, row: Any, record: OrderRecord, change: OrderChange, plan: Plan) -> None:
        paid = record.paid if record.paid is not None else record.paid_at is not None
        if paid and row.payment == PaymentState.UNPAID.value:
            if not row.amounts_known:
                change.payment = PaymentState.PAID.value
            elif row.paid == 0 and row.total > row.credited:
                change.pay = row.total - row.credited
                plan.created["payments"] += 1
        if record.buyer_note and record.buyer_note != row.buyer_note:
            change.note = record.buyer_note
        if not record.cancelled:
            return
        if change.was in _NOT_BEGUN:
            change.cancel = True
        elif row.id not in self._held_before:
            change.hold = _(HOLD_CANCELLED)
            plan.warn(record.row, "cancelled_at", record.order_no, _(CANCELLED_LATE).format(number=row.number))

    def _compare_goods(self, row: Any, record: OrderRecord, plan: Plan) -> None:
        theirs = Counter((line.sku, line.title, line.quantity) for line in record.lines if line.quantity > 0)
        if theirs and theirs != self._lines[row.id]:
            plan.warn(record.row, "sku", record.order_no, _(LINES_DIFFER).format(number=row.number))
        elif record.total is not None and row.amounts_known and record.total != row.total:
            total, ours = Money(record.total, record.currency), Money(row.total, row.currency)
            why = _(TOTAL_DIFFERS).format(number=row.number, ours=ours, theirs=total)
            plan.warn(record.row, "total", str(total), why)
