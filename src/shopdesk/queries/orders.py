"""The list of orders, with the one state that matters now and the pictures of what was ordered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import Fulfilment, OrderState
from shopdesk.domain.rights import Right
from shopdesk.domain.shipments import ShipmentState
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import (
    AnySelect,
    Column,
    Completion,
    Filter,
    Kind,
    Listing,
    View,
    between,
    equals,
    flag,
)
from shopdesk.queries.order_rows import AT_WORK, GONE, OPEN, complete
from shopdesk.queries.shop_facts import channel_choices
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import Channel, Customer, Order, OrderLine, Product, Shipment, Variant
from shopdesk.store.work import utc_now


def _rows() -> AnySelect:
    return select(
        Order.id,
        Order.number,
        Channel.name.label("channel"),
        Order.channel_order_no,
        Order.state,
        Order.fulfilment,
        Order.payment,
        Order.return_status,
        Order.held,
        Order.history,
        Order.pickup,
        Order.placed_at,
        Order.ship_by,
        Order.ship_name,
        Order.ship_company,
        Order.ship_city,
        Order.ship_country,
        Order.currency,
        Order.total,
        Order.paid,
        Order.refunded,
        Order.credited,
        Order.item_count,
        Order.buyer_note,
        Order.tags,
        Order.customer_id,
        Order.version,
    ).join(Channel, Channel.id == Order.channel_id)


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Order)


_LINES = (
    select(OrderLine.order_id, OrderLine.title, func.coalesce(Variant.image, Product.image))
    .outerjoin(Variant, Variant.id == OrderLine.variant_id)
    .outerjoin(Product, Product.id == Variant.product_id)
    .where(OrderLine.order_id.in_(bindparam("ids", expanding=True)))
    .order_by(OrderLine.order_id, OrderLine.position)
)


def _step(value: str) -> ColumnElement[bool]:
    """Where an order waits in the house; also the counts of the first screen."""
    table = Order.__table__
    match value:
        case "to_review":
            return Order.state == OrderState.SUBMITTED.value
        case "to_pick":
            ready = select(table.c.id).where(
                table.c.fulfilment.in_((Fulfilment.READY.value, Fulfilment.PARTLY_READY.value)),
                table.c.state.in_(AT_WORK),
                ~table.c.held,
            )
            return Order.id.in_(ready.union(_shipping(ShipmentState.RELEASED, ShipmentState.PICKING)))
        case "to_pack":
            return Order.id.in_(_shipping(ShipmentState.PICKED, ShipmentState.PACKING))
        case "to_ship":
            return Order.id.in_(_shipping(ShipmentState.PACKED))
        case "late":
            return late_orders(utc_now())
        case "on_hold":
            return Order.state.in_(OPEN) & Order.held
    raise UserError(
        _("“{value}” is not one of: {known}.").format(
            value=value, known="to_review, to_pick, to_pack, to_ship, late, on_hold"
        )
    )


def late_orders(now: datetime) -> ColumnElement[bool]:
    """Orders whose goods should have left before ``now`` and did not; history was never ours to send."""
    return Order.state.in_(OPEN) & ~Order.history & Order.fulfilment.not_in(GONE) & (Order.ship_by < now)


def _shipping(*states: ShipmentState) -> AnySelect:
    table = Shipment.__table__
    return select(table.c.order_id).where(table.c.state.in_([state.value for state in states]))


def _channel(value: str) -> ColumnElement[bool]:
    wanted = value.split("|")
    ids = select(Channel.id).where(or_(Channel.code.in_(wanted), Channel.name.in_(wanted)))
    return Order.channel_id.in_(ids)


ORDERS = Listing(
    name="orders",
    title=N_("Orders"),
    right=Right.SEE_ORDERS,
    columns=(
        Column("number", N_("Order"), Kind.CODE, second="channel", sort="number", width=98),
        Column("ship_name", N_("Customer"), Kind.NAME, second="ship_city", sort="ship_name", width=166),
        Column("images", N_("Items"), Kind.THUMB, second="line_count", second_kind=Kind.NUMBER, width=98),
        Column("status", N_("State"), Kind.STATE, width=122),
        Column("ship_by", N_("Ship by"), Kind.TIME, second="ship_by", second_kind=Kind.TIME, sort="ship_by", width=102),
        Column(
            "total",
            N_("Total"),
            Kind.MONEY,
            second="payment",
            second_kind=Kind.STATE,
            second_machine="order_payment",
            sort="total",
            width=110,
        ),
        Column("placed_at", N_("Placed"), Kind.TIME, sort="placed_at", width=120, hidden=True),
        Column("channel", N_("Channel"), width=110, hidden=True),
        Column("ship_city", N_("City"), width=120, hidden=True),
        Column("channel_order_no", N_("Channel number"), Kind.CODE, width=150, hidden=True),
        Column("item_count", N_("Pieces"), Kind.NUMBER, width=80, hidden=True),
        Column("items", N_("Titles"), width=240, hidden=True),
        Column("ship_company", N_("Company"), width=140, hidden=True),
        Column("ship_country", N_("Country"), width=70, hidden=True),
        Column("state", N_("Lifecycle"), Kind.STATE, machine="order", width=120, hidden=True),
        Column("fulfilment", N_("Fulfilment"), Kind.STATE, machine="order_fulfilment", width=120, hidden=True),
        Column("payment", N_("Payment"), Kind.STATE, machine="order_payment", width=120, hidden=True),
        Column("return_status", N_("Return"), Kind.STATE, machine="order_return", width=120, hidden=True),
        Column("paid", N_("Paid"), Kind.MONEY, width=100, hidden=True),
        Column("refunded", N_("Refunded"), Kind.MONEY, width=100, hidden=True),
        Column("tags", N_("Tags"), width=120, hidden=True),
    ),
    rows=_rows,
    id_column=Order.__table__.c.id,
    sorts={
        "placed_at": Order.placed_at,
        "number": Order.number,
        "ship_name": Order.ship_name,
        "ship_by": Order.ship_by,
        "total": Order.total,
    },
    default_sort="placed_at",
    default_down=True,
    filters=(
        Filter("state", N_("State"), choices_of("order")),
        Filter("channel", N_("Channel"), choices_from=channel_choices),
        Filter("placed", N_("Date"), kind=Kind.DATE),
        Filter("payment", N_("Payment"), choices_of("order_payment")),
        Filter("fulfilment", N_("Fulfilment"), choices_of("order_fulfilment")),
        Filter("return_status", N_("Return"), choices_of("order_return")),
    ),
    conditions={
        "step": _step,
        "state": equals(Order.state),
        "channel": _channel,
        "placed": between(Order.placed_at),
        "ship_by": between(Order.ship_by),
        "payment": equals(Order.payment),
        "fulfilment": equals(Order.fulfilment),
        "return_status": equals(Order.return_status),
        "held": flag(Order.held),
        "country": equals(Order.ship_country),
        "customer": lambda value: Order.customer_id.in_(select(Customer.id).where(Customer.number == value)),
    },
    views=(
        View("to_review", N_("To review"), {"step": "to_review"}),
        View("to_pick", N_("To pick"), {"step": "to_pick"}),
        View("to_pack", N_("To pack"), {"step": "to_pack"}),
        View("to_ship", N_("To ship"), {"step": "to_ship"}),
        View("late", N_("Late"), {"step": "late"}),
        View("on_hold", N_("On hold"), {"step": "on_hold"}),
        View("all", N_("All")),
    ),
    search_kind="order",
    codes=(Order.__table__.c.number, Order.__table__.c.channel_order_no),
    keys_from=_keys,
    decorate=Completion(complete, {"lines": _LINES}),
    tables=frozenset({"orders", "order_lines", "shipments", "holds", "channels"}),
)
"""All orders, newest first."""
