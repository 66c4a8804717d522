"""Order files: which orders are new, what they are worth, who bought, what is shipped, and what changed since."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shopdesk.documents.records import OrderLineRecord, OrderRecord
from shopdesk.domain.money import Money
from shopdesk.domain.orders import Fulfilment, LineFacts, LineKind, OrderState, PaymentState, fulfilment, payment_state
from shopdesk.domain.working_days import add_working_days
from shopdesk.i18n import N_, _
from shopdesk.usecases.import_amounts import OrderAmounts, amounts_of
from shopdesk.usecases.import_catalogue import Catalogue
from shopdesk.usecases.import_channels import FileChannel, find_channel
from shopdesk.usecases.import_known_orders import KnownOrders, OrderChange
from shopdesk.usecases.import_people import People, Person
from shopdesk.usecases.import_plans import Plan, Reader, Report, ShopFacts, key_of, watched
from shopdesk.usecases.import_tracking import NewNumber

_PICKUP = re.compile(r"pick.?up|collect|abholung|retrait|self.?pick|自提|自取|самовывоз", re.IGNORECASE)

NO_DATE = N_("The order has no date; the moment of the import was taken.")
SUM_DIFFERS = N_("The channel's total is {total}, but lines, shipping and tax add up to {sum}. The difference is kept.")
NO_LINES = N_("{count} unfinished orders have no articles in this file. They came in as drafts without lines.")
DISCOUNT_CUT = N_("The discount is {amount} larger than the article's price; it was cut to the price.")
PARTLY_SHIPPED = N_("Part of the order is already shipped at the channel, so it was put on hold.")
HOLD_PARTLY = N_("Partly shipped at the channel")


@dataclass(slots=True)
class NewOrder:
    """One order to be made, with everything decided but its numbers."""

    record: OrderRecord
    lines: tuple[OrderLineRecord, ...]
    variant_ids: list[int | None]
    kinds: list[LineKind]
    amounts: OrderAmounts
    state: OrderState
    history: bool
    fulfilment: Fulfilment
    payment: PaymentState
    paid: int
    refunded: int
    placed_at: datetime
    ship_by: datetime
    customer: Person | None
    pickup: bool
    hold: str = ""


@dataclass
class OrderPlan(Plan):
    """What an order file would change."""

    orders: list[NewOrder] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    changes: list[OrderChange] = field(default_factory=list)
    numbers: list[NewNumber] = field(default_factory=list)
    channel: FileChannel = field(default_factory=FileChannel)


def plan(reader: Reader, facts: ShopFacts, records: Sequence[OrderRecord], report: Report | None) -> OrderPlan:
    """Compare the file's orders with the shop's; nothing is written."""
    channel = find_channel(reader, facts)
    made = OrderPlan(channel=channel)
    if channel.id is None:
        made.created["channels"] += bool(records)
    known = KnownOrders(reader, channel.id, records)
    lines = [line for record in records for line in record.lines]
    catalogue = Catalogue(
        reader,
        barcodes=(code for line in lines for code in (line.barcode, line.sku)),
        sku_keys=(key_of(line.sku) for line in lines if line.sku),
    )
    persons = [person_of(record) for record in records]
    planner = _Planner(made, facts, catalogue, People(reader, persons, channel.id))
    pairs = list(zip(records, persons, strict=True))
    for record, person in watched(pairs, report, 0, 2 * len(records)):
        if record.order_no in known:
            known.compare(record, made)
        else:
            planner.take(record, person)
    if planner.lineless:
        first = planner.lineless[0]
        made.warn(first.row, "title", first.order_no, _(NO_LINES).format(count=len(planner.lineless)))
    made.people = planner.people.new
    made.created["customers"] += len(made.people)
    return made


def person_of(record: OrderRecord) -> Person:
    """The buyer as the file names them; a city alone is nobody."""
    ship = record.ship_to
    return Person(
        name=record.buyer_name or ship.name,
        company=ship.company or (record.bill_to.company if record.bill_to else ""),
        email=record.email or ship.email,
        phone=record.phone or ship.phone,
        buyer=record.buyer,
        address=ship if ship.line1 or ship.name else record.bill_to or ship,
    )


class _Planner:
    def __init__(self, plan: OrderPlan, facts: ShopFacts, catalogue: Catalogue, people: People) -> None:
        self.people = people
        self.lineless: list[OrderRecord] = []
        self._plan, self._facts, self._catalogue = plan, facts, catalogue

    def take(self, record: OrderRecord, person: Person) -> None:
        """Plan one new order."""
        lines = tuple(line for line in record.lines if line.quantity > 0)
        amounts = amounts_of(record, lines)
        variant_ids = [self._catalogue.article(line.barcode, line.sku, line.title, line.variant) for line in lines]
        kinds = [self._kind(variant_id) for variant_id in variant_ids]
        state, history = _state(record, lines)
        placed_at = record.placed_at or record.paid_at or self._facts.now
        paid, refunded, payment = _money_state(record, amounts)
        made = NewOrder(
            record=record,
            lines=lines,
            variant_ids=variant_ids,
            kinds=kinds,
            amounts=amounts,
            state=state,
            history=history,
            fulfilment=fulfilment(state, _line_facts(lines, kinds, history=history), ()),
            payment=payment,
            paid=paid,
            refunded=refunded,
            placed_at=placed_at,
            ship_by=add_working_days(placed_at, self._facts.handling_days),
            customer=self.people.take(person),
            pickup=bool(record.delivery_method and _PICKUP.search(record.delivery_method)),
        )
        self._look_closer(made)
        self._count(made)
        self._plan.orders.append(made)

    def _kind(self, variant_id: int | None) -> LineKind:
        if variant_id is None or self._catalogue.variants[variant_id].stocked:
            return LineKind.GOODS
        return LineKind.SERVICE

    def _look_closer(self, made: NewOrder) -> None:
        """Warn of what a person should know, and hold back what must not be shipped twice."""
        record, plan = made.record, self._plan
        if record.placed_at is None and record.paid_at is None:
            plan.warn(record.row, "placed_at", "", _(NO_DATE))
        if abs(made.amounts.adjustment) > 1 and made.lines:
            total = Money(made.amounts.total, record.currency)
            ours = Money(made.amounts.total - made.amounts.adjustment, record.currency)
            plan.warn(record.row, "total", str(total), _(SUM_DIFFERS).format(total=total, sum=ours))
        if made.amounts.cut:
            more = Money(made.amounts.cut, record.currency)
            plan.warn(record.row, "line_total", str(more), _(DISCOUNT_CUT).format(amount=more))
        if not made.lines and made.state is OrderState.DRAFT:
            self.lineless.append(record)
        if made.state is OrderState.SUBMITTED and _partly_shipped(record):
            made.hold = _(HOLD_PARTLY)
            plan.warn(record.row, "fulfil_status", record.fulfil_status, _(PARTLY_SHIPPED))

    def _count(self, made: NewOrder) -> None:
        created = self._plan.created
        created["orders"] += 1
        created["order_lines"] += len(made.lines)
        if made.paid:
            created["payments"] += 1
        if made.refunded:
            created["refunds"] += 1


def _state(record: OrderRecord, lines: Sequence[OrderLineRecord]) -> tuple[OrderState, bool]:
    """The lifecycle state an order comes in with, and whether its goods left before it came here."""
    if record.cancelled:
        return OrderState.CANCELLED, False
    if record.fulfilled or (record.fulfilled is None and record.shipped_at is not None):
        return OrderState.COMPLETED, True
    if not lines:
        return (OrderState.COMPLETED, True) if record.paid else (OrderState.DRAFT, False)
    return OrderState.SUBMITTED, False


def _line_facts(lines: Sequence[OrderLineRecord], kinds: Sequence[LineKind], *, history: bool) -> list[LineFacts]:
    return [
        LineFacts(line.title, kind, quantity=line.quantity, shipped=line.quantity if history else 0)
        for line, kind in zip(lines, kinds, strict=True)
    ]


def _partly_shipped(record: OrderRecord) -> bool:
    return "partial" in record.fulfil_status.casefold() or any(line.fulfilled for line in record.lines)


def is_paid(record: OrderRecord) -> bool:
    """Whether the channel says the order is paid."""
    return record.paid if record.paid is not None else record.paid_at is not None


def _money_state(record: OrderRecord, amounts: OrderAmounts) -> tuple[int, int, PaymentState]:
    """Paid and refunded in minor units and the payment state; from the status words where the file has no amounts."""
    paid, word = is_paid(record), record.pay_status.casefold()
    fully = word in ("refunded", "已退款")
    if not amounts.known:
        if not paid:
            return 0, 0, PaymentState.UNPAID
        if fully:
            return 0, 0, PaymentState.REFUNDED
        return 0, 0, PaymentState.REFUNDED_PART if record.refunded else PaymentState.PAID
    amount = max(0, amounts.total) if paid else 0
    refunded = min(amount, amount if fully and record.refunded is None else max(0, record.refunded or 0))
    return amount, refunded, payment_state(amounts.total, amount, refunded)


def sources(record: OrderRecord) -> list[dict[str, Any]]:
    """The file's own rows of an order."""
    return list(record.source)
