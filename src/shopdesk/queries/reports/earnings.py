"""What shipped orders earned: sales without tax, money given back, and what the goods had cost.

A sale counts on the day its goods leave, each line by the units shipped; freight, services and rounding with the
order's first parcel. Tax inside the amounts is shared out over lines and freight, to the minor unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.costing import Flow
from shopdesk.domain.money import half_up, refund_of, split
from shopdesk.domain.returns import ReturnType
from shopdesk.domain.shipments import ShipmentState
from shopdesk.queries.costs import uses
from shopdesk.queries.reports.tables import Asked
from shopdesk.store.tables import Credit, Order, OrderLine, Refund, Return, ReturnLine, Shipment, ShipmentLine

_SERVICE = "service"
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Earned:
    """One amount in minor units of ``currency``: a sale, a gift back, or a cost; ``variant_id`` None is freight."""

    channel_id: int
    currency: str
    variant_id: int | None = None
    pieces: int = 0
    gross: int = 0
    given_back: int = 0
    tax: int = 0
    cost: int = 0
    lost: int = 0


@dataclass(slots=True)
class Sums:
    """Amounts of one group, in minor units."""

    pieces: int = 0
    gross: int = 0
    given_back: int = 0
    tax: int = 0
    cost: int = 0
    lost: int = 0

    def add(self, one: Earned) -> None:
        """Count one amount."""
        self.pieces += one.pieces
        self.gross += one.gross
        self.given_back += one.given_back
        self.tax += one.tax
        self.cost += one.cost
        self.lost += one.lost

    @property
    def net(self) -> int:
        """Sales less what was given back and the tax in both."""
        return self.gross - self.given_back - self.tax

    @property
    def profit(self) -> int:
        """Net sales less the cost of the goods sold and of those that came back to be scrapped."""
        return self.net - self.cost - self.lost

    @property
    def margin(self) -> float | None:
        """Profit as a share of net sales."""
        return self.profit / self.net if self.net > 0 else None


def left_the_house(asked: Asked) -> Any:
    """That a shipment went out in the days asked for and was not voided since."""
    return asked.within(Shipment.shipped_at) & (Shipment.state != ShipmentState.VOIDED.value)


def sales(session: Session, asked: Asked) -> Iterator[Earned]:
    """What the shipments of these days brought, line by line, then what came with the orders' first parcels."""
    order_ids = session.scalars(
        select(OrderLine.order_id)
        .join(ShipmentLine, ShipmentLine.order_line_id == OrderLine.id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(left_the_house(asked), asked.of_channels(), Order.amounts_known)
        .distinct()
        .order_by(OrderLine.order_id)
    ).all()
    for at in range(0, len(order_ids), _AT_ONCE):
        yield from _sales_of(session, asked, order_ids[at : at + _AT_ONCE])


def _sales_of(session: Session, asked: Asked, order_ids: Iterable[int]) -> Iterator[Earned]:
    orders = {row.id: row for row in session.execute(select(*_ORDER).where(Order.id.in_(order_ids)))}
    lines: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(select(*_LINE).where(OrderLine.order_id.in_(order_ids)).order_by(*_LINE_ORDER)):
        lines[row.order_id].append(row)
    parts: dict[int, list[Any]] = defaultdict(list)
    for part in session.execute(
        select(OrderLine.order_id, ShipmentLine.order_line_id, ShipmentLine.packed.label("units"), Shipment.shipped_at)
        .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(
            OrderLine.order_id.in_(order_ids),
            Shipment.shipped_at.is_not(None),
            Shipment.state != ShipmentState.VOIDED.value,
            ShipmentLine.packed > 0,
        )
        .order_by(Shipment.shipped_at, ShipmentLine.id)
    ):
        parts[part.order_id].append(part)
    for order_id, order in orders.items():
        yield from _of_order(asked, order, lines[order_id], parts[order_id])


_ORDER = (Order.id, Order.channel_id, Order.currency, Order.total, Order.tax, Order.tax_included)
_LINE = (OrderLine.id, OrderLine.order_id, OrderLine.variant_id, OrderLine.kind, OrderLine.quantity, OrderLine.total)
_LINE_ORDER = (OrderLine.order_id, OrderLine.position, OrderLine.id)


def _of_order(asked: Asked, order: Any, lines: list[Any], parts: list[Any]) -> Iterator[Earned]:
    goods = [line for line in lines if line.kind != _SERVICE]
    beside = order.total - order.tax - sum(line.total for line in goods)
    *taxes, tax_beside = split(order.tax_included, [*(max(0, line.total) for line in goods), max(0, beside)])
    tax_of = {line.id: tax for line, tax in zip(goods, taxes, strict=True)}
    by_id = {line.id: line for line in goods}
    gone: dict[int, int] = defaultdict(int)
    for at, part in enumerate(parts):
        counts = asked.since <= part.shipped_at < asked.until
        line = by_id.get(part.order_line_id)
        if line is not None:
            units = min(part.units, line.quantity - gone[line.id])
            amount, tax = (
                refund_of(whole, line.quantity, gone[line.id], units) for whole in (line.total, tax_of[line.id])
            )
            gone[line.id] += units
            if counts:
                yield Earned(order.channel_id, order.currency, line.variant_id, units, amount, 0, tax)
        if at == 0 and counts and beside:
            yield Earned(order.channel_id, order.currency, None, 0, beside, 0, tax_beside)


def given_back(session: Session, asked: Asked) -> Iterator[Earned]:
    """Refunds and credits of these days, with their share of the order's tax taken off again.

    Money for goods that never left is no sale in the first place, so paying it back is none of it.
    """
    shipped = (
        select(OrderLine.order_id)
        .join(ShipmentLine, ShipmentLine.order_line_id == OrderLine.id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.shipped_at.is_not(None), Shipment.state != ShipmentState.VOIDED.value)
    )
    for table in (Refund, Credit):
        rows = session.execute(
            select(Order.channel_id, Order.currency, Order.total, Order.tax, Order.tax_included, table.amount)
            .join(Order, Order.id == table.order_id)
            .outerjoin(Return, Return.id == table.return_id)
            .where(
                asked.within(table.at),
                asked.of_channels(),
                Order.amounts_known,
                Order.id.in_(shipped),
                or_(Return.id.is_(None), Return.type != ReturnType.REFUND_ONLY_BEFORE.value),
            )
        )
        for channel_id, currency, total, tax, included, amount in rows:
            share = half_up(Decimal(amount * (tax + included)) / total) if total > 0 else 0
            yield Earned(channel_id, currency, given_back=amount, tax=-share)


def costs(session: Session, asked: Asked) -> Iterator[Earned]:
    """First-in-first-out cost of what left in these days, less that of what came back, in the shop's own money."""
    orders: dict[tuple[str, int | None], Any] = {}
    whose = (Order.channel_id, Order.currency)
    sent = (
        select(ShipmentLine.id, *whose)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Shipment.shipped_at.is_not(None), Shipment.state != ShipmentState.VOIDED.value, Order.amounts_known,
            asked.of_channels(),
        )
    )  # fmt: skip
    back = (
        select(ReturnLine.id, *whose)
        .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.amounts_known, asked.of_channels())
    )
    for document, rows in (("shipment_line", sent), ("return_line", back)):
        for row in session.execute(rows):
            orders[document, row.id] = row
    for use in uses(session):
        order = orders.get((use.document, use.document_id))
        if order is not None and asked.since <= use.at < asked.until:
            lost = use.cost if use.flow is Flow.LOST else 0
            yield Earned(order.channel_id, order.currency, use.variant_id, cost=use.cost - lost, lost=lost)
