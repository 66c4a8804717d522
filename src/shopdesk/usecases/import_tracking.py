"""Tracking files: the numbers carriers gave to parcels of orders that are packed or shipped here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_, select

from shopdesk.documents.records import TrackingRecord
from shopdesk.domain.codes import plain_code
from shopdesk.domain.shipments import ParcelState, ShipmentState
from shopdesk.i18n import N_, _
from shopdesk.store.tables import Order, OrderLine, Parcel, Shipment, ShipmentLine
from shopdesk.usecases.import_plans import Plan, Reader, Report, ShopFacts, chunks, looked_up, watched

UNKNOWN_ORDER = N_("There is no order with this number.")
SEVERAL_ORDERS = N_("Several channels have an order with this number. Use the shop's own order number.")
NO_PARCEL = N_("Order {number} has no packed parcel yet.")
OTHER_NUMBER = N_("The parcel of order {number} has the tracking number {ours} already. Nothing was overwritten.")
TAKEN = N_("This tracking number belongs to another order already.")
LONG_NUMBER = N_("A tracking number may have at most 64 characters.")
_LONGEST = 64
_READY = (ShipmentState.PACKED.value, ShipmentState.SHIPPED.value, ShipmentState.DELIVERED.value)


@dataclass(slots=True)
class NewNumber:
    """One parcel's number to be noted."""

    parcel_id: int
    shipment_id: int
    parcel_number: int
    tracking_no: str
    carrier: str


class Parcels:
    """The parcels of some orders, and which numbers they still lack."""

    def __init__(self, reader: Reader, order_ids: Iterable[int]) -> None:
        self._of_order: dict[int, list[Any]] = defaultdict(list)
        self._given: dict[int, str] = {}
        self._numbers: dict[int, str] = {}
        seen: set[tuple[int, int]] = set()
        columns = (
            select(
                OrderLine.order_id, Order.number.label("order_number"), Parcel.id, Parcel.number, Parcel.tracking_no,
                Parcel.shipment_id, Shipment.state,
            )
            .join(Order, Order.id == OrderLine.order_id)
            .join(ShipmentLine, ShipmentLine.order_line_id == OrderLine.id)
            .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
            .join(Parcel, Parcel.shipment_id == Shipment.id)
            .where(Parcel.state != ParcelState.VOIDED.value, Shipment.state.in_(_READY))
            .distinct()
            .order_by(Parcel.id)
        )  # fmt: skip
        for row in looked_up(reader, columns, OrderLine.order_id, order_ids):
            self._numbers[row.order_id] = row.order_number
            if (row.order_id, row.id) not in seen:
                seen.add((row.order_id, row.id))
                self._of_order[row.order_id].append(row)

    def has(self, order_id: int) -> bool:
        """Whether the order has a packed parcel."""
        return order_id in self._of_order

    def note(self, plan: Any, order_id: int, tracking_no: str, carrier: str) -> bool:
        """Plan ``tracking_no`` for the order's first parcel without one; tells whether anything is new."""
        code = plain_code(tracking_no)
        rows = self._of_order.get(order_id, ())
        if any(code == (self._given.get(row.id) or row.tracking_no) for row in rows):
            return False
        free = next((row for row in rows if not (self._given.get(row.id) or row.tracking_no)), None)
        if free is None:
            return False
        self._given[free.id] = code
        plan.numbers.append(NewNumber(free.id, free.shipment_id, free.number, code, carrier))
        plan.updated["parcels"] += 1
        return True

    def known_numbers(self, order_id: int) -> list[str]:
        """The tracking numbers the order's parcels have, or get from this file."""
        rows = self._of_order.get(order_id, ())
        return [number for row in rows if (number := self._given.get(row.id) or row.tracking_no)]


@dataclass
class TrackingPlan(Plan):
    """What a tracking file would change."""

    numbers: list[NewNumber] = field(default_factory=list)


def plan(reader: Reader, facts: ShopFacts, records: Sequence[TrackingRecord], report: Report | None) -> TrackingPlan:
    """Compare the file's numbers with the shop's parcels; nothing is written."""
    del facts
    made = TrackingPlan()
    orders = _orders(reader, records)
    parcels = Parcels(reader, {row.id for rows in orders.values() for row in rows})
    taken = {
        row.tracking_no
        for row in looked_up(
            reader,
            select(Parcel.tracking_no).where(Parcel.state != ParcelState.VOIDED.value),
            Parcel.tracking_no,
            (plain_code(record.tracking_no) for record in records),
        )
    }
    for record in watched(list(records), report, 0, len(records)):
        _take(record, made, orders.get(record.order_no, []), parcels, taken)
    return made


def _orders(reader: Reader, records: Sequence[TrackingRecord]) -> dict[str, list[Any]]:
    """Orders by their own number, else by the channel's, with or without its number sign."""
    wanted = {form for record in records for form in _forms(record.order_no)}
    found: dict[str, list[Any]] = defaultdict(list)
    columns = select(Order.id, Order.number, Order.channel_order_no)
    for part in chunks(wanted, 2_000):
        for row in reader.execute(columns.where(or_(Order.number.in_(part), Order.channel_order_no.in_(part)))):
            for name in {row.number, row.channel_order_no}:
                found[name].append(row)
    return {record.order_no: _meant(record.order_no, found) for record in records}


def _forms(number: str) -> tuple[str, str]:
    return number, number.removeprefix("#") if number.startswith("#") else f"#{number}"


def _meant(number: str, found: dict[str, list[Any]]) -> list[Any]:
    for form in _forms(number):
        rows = found.get(form, [])
        own = [row for row in rows if row.number == form]
        if own or rows:
            return own or rows
    return []


def _take(record: TrackingRecord, plan: TrackingPlan, orders: list[Any], parcels: Parcels, taken: set[str]) -> None:
    code = plain_code(record.tracking_no)
    if not orders or len(orders) > 1:
        plan.refuse(record.row, "order_no", record.order_no, _(UNKNOWN_ORDER if not orders else SEVERAL_ORDERS))
        plan.skipped += 1
        return
    order = orders[0]
    known = parcels.known_numbers(order.id)
    if code in known:
        plan.unchanged += 1
    elif len(code) > _LONGEST:
        plan.refuse(record.row, "tracking_no", code, _(LONG_NUMBER))
        plan.skipped += 1
    elif code in taken:
        plan.refuse(record.row, "tracking_no", code, _(TAKEN))
        plan.skipped += 1
    elif not parcels.has(order.id):
        plan.refuse(record.row, "order_no", record.order_no, _(NO_PARCEL).format(number=order.number))
        plan.skipped += 1
    elif not parcels.note(plan, order.id, code, record.carrier):
        plan.warn(record.row, "tracking_no", code, _(OTHER_NUMBER).format(number=order.number, ours=", ".join(known)))
        plan.skipped += 1
    else:
        taken.add(code)
