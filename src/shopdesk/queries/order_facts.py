"""What the rules need to know of orders, read in a few statements for any number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.orders import LineFacts, LineKind, OrderFacts, OrderState
from shopdesk.domain.parties import address_missing
from shopdesk.domain.returns import FINISHED, ReturnType
from shopdesk.store.prepared import ByIds, Prepared
from shopdesk.store.tables import Hold, Order, OrderLine, Return, Shipment, StockBalance, Variant

Reader = Connection | Session
_PICKING = ("picking", "picked", "packing", "packed")
_DUPLICATE_WINDOW = timedelta(days=1)


_COMMA: Any = literal_column("','")  # written into the statement, which must always have the same shape
_SHIPMENTS = (
    select(func.aggregate_strings(Shipment.state, _COMMA))
    .where(Shipment.order_id == Order.id)
    .correlate(Order)
    .scalar_subquery()
)
_OPEN_RETURNS = (
    select(func.count())
    .select_from(Return)
    .where(
        Return.order_id == Order.id,
        *(Return.state != state.value for state in sorted(FINISHED)),
        Return.type != ReturnType.REFUND_ONLY_BEFORE.value,
    )
    .correlate(Order)
    .scalar_subquery()
)
_ORDERS = ByIds(
    select(
        Order.id,
        Order.number,
        Order.state,
        Order.customer_id,
        Order.ship_name,
        Order.ship_line1,
        Order.ship_city,
        Order.ship_postcode,
        Order.ship_country,
        Order.total,
        Order.paid,
        Order.refunded,
        Order.credited,
        Order.amounts_known,
        Order.payment,
        Order.on_terms,
        Order.held,
        Order.buyer_note,
        Order.note_read,
        Order.backorder_accepted,
        Order.pickup,
        Order.placed_at,
        _SHIPMENTS.label("shipments"),
        _OPEN_RETURNS.label("open_returns"),
    ),
    Order.id,
)
_LINES = ByIds(
    select(
        OrderLine.order_id,
        OrderLine.title,
        OrderLine.kind,
        OrderLine.variant_id,
        OrderLine.quantity,
        OrderLine.reserved,
        OrderLine.shipped,
        OrderLine.cancelled,
        OrderLine.returned,
        OrderLine.unit_price,
        Variant.price,
        Variant.stocked,
        func.coalesce(StockBalance.on_hand - StockBalance.reserved - StockBalance.unavailable, 0).label("free"),
    )
    .join(Order, Order.id == OrderLine.order_id)
    .outerjoin(Variant, Variant.id == OrderLine.variant_id)
    .outerjoin(
        StockBalance,
        and_(StockBalance.variant_id == OrderLine.variant_id, StockBalance.warehouse_id == Order.warehouse_id),
    )
    .order_by(OrderLine.order_id, OrderLine.position, OrderLine.id),
    OrderLine.order_id,
)


_OTHER, _MINE = aliased(OrderLine), aliased(OrderLine)
_OPEN = (OrderState.SUBMITTED, OrderState.CONFIRMED, OrderState.PROCESSING)
_DUPLICATES = Prepared(
    select(Order.number)
    .join(_OTHER, _OTHER.order_id == Order.id)
    .join(_MINE, and_(_MINE.order_id == bindparam("order"), _MINE.variant_id == _OTHER.variant_id))
    .where(
        Order.customer_id == bindparam("customer"),
        Order.id != bindparam("order"),
        or_(*(Order.state == state.value for state in _OPEN)),
        Order.placed_at >= bindparam("after"),
        Order.placed_at <= bindparam("before"),
    )
    .distinct()
    .order_by(Order.number)
)


def order_facts(
    reader: Reader, order_ids: Sequence[int], *, duplicates: bool = False, cursor: Any = None
) -> dict[int, OrderFacts]:
    """The facts of each order; ``duplicates`` also looks for orders that may be the same one again.

    ``cursor`` is the straight one of a unit of work.
    """
    orders = list(_ORDERS.rows(reader, order_ids, cursor))
    lines = line_facts(reader, order_ids, cursor)
    holds = _hold_reasons(reader, [order.id for order in orders if order.held])
    found = {}
    for order in orders:
        own = tuple(lines[order.id])
        shipments = tuple(order.shipments.split(",")) if order.shipments else ()
        paid = order.paid if order.amounts_known else (1 if order.payment in ("paid", "refunded_part") else 0)
        found[order.id] = OrderFacts(
            number=order.number,
            state=OrderState(order.state),
            lines=own,
            has_customer=order.customer_id is not None or bool(order.ship_name),
            address_missing=address_missing(
                name=order.ship_name,
                line1=order.ship_line1,
                city=order.ship_city,
                postcode=order.ship_postcode,
                country=order.ship_country,
            ),
            total=order.total if order.amounts_known else 1,
            paid=paid,
            refunded=order.refunded,
            credited=order.credited,
            on_terms=order.on_terms,
            held=order.held,
            hold_reason=holds.get(order.id, ""),
            buyer_note=order.buyer_note,
            note_read=order.note_read,
            backorder_accepted=order.backorder_accepted,
            pickup=order.pickup,
            shipments=shipments,
            picking_started=any(state in _PICKING for state in shipments),
            shipped_anything=any(line.shipped for line in own),
            open_returns=order.open_returns,
            possible_duplicates=_duplicates(reader, order) if duplicates else (),
        )
    return found


def line_facts(reader: Reader, order_ids: Sequence[int], cursor: Any = None) -> dict[int, list[LineFacts]]:
    """The lines of each order with what is free of their variants; a second line sees what the first leaves."""
    rows = _LINES.rows(reader, order_ids, cursor)
    found: dict[int, list[LineFacts]] = defaultdict(list)
    taken: dict[tuple[int, int | None], int] = defaultdict(int)
    for row in rows:
        service = row.kind == LineKind.SERVICE or row.stocked is False
        free = max(0, row.free - taken[row.order_id, row.variant_id])
        taken[row.order_id, row.variant_id] += max(0, row.quantity - row.cancelled - row.shipped - row.reserved)
        found[row.order_id].append(
            LineFacts(
                title=row.title,
                kind=LineKind.SERVICE if service else LineKind(row.kind),
                matched=row.variant_id is not None,
                quantity=row.quantity,
                reserved=row.reserved,
                shipped=row.shipped,
                cancelled=row.cancelled,
                returned=row.returned,
                available=free,
                price_differs=bool(row.price and row.unit_price and row.unit_price * 2 < row.price),
            )
        )
    return found


def _hold_reasons(reader: Reader, order_ids: Sequence[int]) -> dict[int, str]:
    if not order_ids:
        return {}
    rows = reader.execute(
        select(Hold.order_id, Hold.reason).where(Hold.order_id.in_(order_ids), Hold.released_at.is_(None))
    )
    return {row[0]: row[1] for row in rows}


def _duplicates(reader: Reader, order: object) -> tuple[str, ...]:
    """Numbers of open orders by the same buyer, within a day, that hold one of the same variants."""
    customer_id = getattr(order, "customer_id", None)
    placed_at = getattr(order, "placed_at", None)
    if customer_id is None or placed_at is None:
        return ()
    wanted = {
        "customer": customer_id,
        "order": getattr(order, "id", 0),
        "after": placed_at - _DUPLICATE_WINDOW,
        "before": placed_at + _DUPLICATE_WINDOW,
    }
    connection = reader if isinstance(reader, Connection) else reader.connection()
    return tuple(number for (number,) in _DUPLICATES.run(connection, wanted))
