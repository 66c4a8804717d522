"""The lines of one order with everything that hangs on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.shipments import OPEN_STATES
from shopdesk.queries.read_models import filled
from shopdesk.store.tables import (
    LineDiscount,
    Location,
    OrderLine,
    Product,
    Shipment,
    ShipmentLine,
    StockBalance,
    StockLevel,
    Variant,
)


@dataclass(frozen=True, slots=True)
class Discount:
    """A discount's share on one line, in minor units."""

    promotion: str
    amount: int
    bearer: str


@dataclass(frozen=True, slots=True)
class OrderLineDetail:
    """One line of an order; amounts in minor units of the order.

    ``available`` is what is free of it now for this line, ``keepable`` what can still be kept back: neither shipped
    nor cancelled nor on its way to the door. ``carried`` was paid in another order for the goods it replaces.
    """

    id: int
    position: int
    kind: str
    variant_id: int | None
    product_id: int | None
    sku: str
    title: str
    variant_title: str
    image: str | None
    bin: str
    quantity: int
    unit_price: int
    discount: int
    tax: int
    total: int
    carried: int
    reserved: int
    shipped: int
    cancelled: int
    returned: int
    refunded: int
    refunded_units: int
    available: int
    keepable: int
    stocked: bool
    discounts: tuple[Discount, ...]

    @property
    def matched(self) -> bool:
        """Whether the catalogue knows what this line means."""
        return self.variant_id is not None

    @property
    def open(self) -> int:
        """Pieces still to be sent."""
        return max(0, self.quantity - self.cancelled - self.shipped)

    @property
    def worth(self) -> int:
        """What was paid for the line in all, in minor units."""
        return self.total + self.tax + self.carried

    @property
    def short(self) -> int:
        """Pieces neither shipped, reserved nor free on the shelf."""
        open_units = self.open - self.reserved
        return max(0, open_units - max(0, self.available)) if self.stocked else 0

    @property
    def returnable(self) -> int:
        """Pieces that went out and did not come back."""
        return self.shipped - self.returned


def order_lines(session: Session, order_id: int, warehouse_id: int) -> tuple[OrderLineDetail, ...]:
    """The lines of an order with pictures, bins, discounts and what is free of them."""
    rows = session.execute(
        select(
            OrderLine.__table__,
            Variant.product_id,
            Variant.stocked,
            Variant.sku.label("own_sku"),
            func.coalesce(Variant.image, Product.image).label("image"),
            (StockBalance.on_hand - StockBalance.reserved - StockBalance.unavailable).label("available"),
        )
        .outerjoin(Variant, Variant.id == OrderLine.variant_id)
        .outerjoin(Product, Product.id == Variant.product_id)
        .outerjoin(
            StockBalance,
            (StockBalance.variant_id == OrderLine.variant_id) & (StockBalance.warehouse_id == warehouse_id),
        )
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.position, OrderLine.id)
    ).all()
    bins = bins_of(session, [row.variant_id for row in rows if row.variant_id is not None])
    discounts: dict[int, list[Discount]] = defaultdict(list)
    for found in session.execute(
        select(LineDiscount.order_line_id, LineDiscount.promotion, LineDiscount.amount, LineDiscount.bearer)
        .where(LineDiscount.order_line_id.in_([row.id for row in rows]))
        .order_by(LineDiscount.id)
    ):
        discounts[found.order_line_id].append(Discount(found.promotion, found.amount, found.bearer))
    at_work = _at_work(session, order_id)
    free = _left_for_each(rows)
    return tuple(
        filled(
            OrderLineDetail,
            row,
            sku=row.own_sku or row.sku,
            bin=bins.get(row.variant_id, ""),
            available=free[row.id],
            keepable=max(0, row.quantity - row.cancelled - row.shipped - at_work.get(row.id, 0)),
            stocked=row.kind != "service" and row.stocked is not False,
            discounts=tuple(discounts.get(row.id, ())),
        )
        for row in rows
    )


def _left_for_each(rows: Sequence[Any]) -> dict[int, int]:
    """What is free for each line: a second line of one variant sees what the first leaves."""
    left: dict[int | None, int] = {}
    found = {}
    for row in rows:
        free = left.setdefault(row.variant_id, row.available or 0)
        found[row.id] = free
        if free > 0:
            left[row.variant_id] = max(0, free - max(0, row.quantity - row.cancelled - row.shipped - row.reserved))
    return found


def _at_work(session: Session, order_id: int) -> dict[int, int]:
    """Units of each line in shipments on their way to the door."""
    rows = session.execute(
        select(ShipmentLine.order_line_id, func.sum(ShipmentLine.quantity - ShipmentLine.short))
        .join(OrderLine, OrderLine.id == ShipmentLine.order_line_id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(OrderLine.order_id == order_id, Shipment.state.in_(("draft", *OPEN_STATES)))
        .group_by(ShipmentLine.order_line_id)
    )
    return {line_id: int(units) for line_id, units in rows}


def bins_of(session: Session, variant_ids: list[int]) -> dict[int, str]:
    """The bin from which each variant is picked: a picking bin first, then in walking order."""
    found: dict[int, str] = {}
    for row in session.execute(
        select(StockLevel.variant_id, Location.code)
        .join(Location, Location.id == StockLevel.location_id)
        .where(
            StockLevel.variant_id.in_(variant_ids),
            StockLevel.quantity > 0,
            Location.zone.in_(("picking", "storage")),
        )
        .order_by(Location.zone, Location.walk, Location.code)
    ):
        found.setdefault(row.variant_id, row.code)
    return found
