"""The list of returns: what is asked for, what came back, what is still to be refunded."""

from __future__ import annotations

from sqlalchemy import ColumnElement, bindparam, func, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import FINISHED, REASONS, TYPE_TITLES, ReturnState
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.list_rows import complete_returns
from shopdesk.queries.listing import AnySelect, Column, Completion, Filter, Kind, Listing, View, between, equals
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import Channel, Order, OrderLine, Product, Return, ReturnLine, Variant

_FINISHED = [state.value for state in FINISHED]


def _rows() -> AnySelect:
    return (
        select(
            Return.id,
            Return.number,
            Return.order_id,
            Order.number.label("order_number"),
            Channel.name.label("channel"),
            Order.ship_name,
            Order.ship_city,
            Order.currency,
            Return.type,
            Return.state,
            Return.reason,
            Return.note,
            Return.tracking_no,
            Return.requested_at,
            Return.received_at,
            Return.closed_at,
            Return.window_ends_on,
            Return.refund_freight,
            Return.by_name,
            Return.version,
        )
        .join(Order, Order.id == Return.order_id)
        .join(Channel, Channel.id == Order.channel_id)
    )


_LINES = (
    select(
        ReturnLine.return_id,
        ReturnLine.expected,
        ReturnLine.received,
        ReturnLine.refund_due,
        ReturnLine.refunded,
        OrderLine.title,
        func.coalesce(Variant.image, Product.image).label("image"),
    )
    .join(OrderLine, OrderLine.id == ReturnLine.order_line_id)
    .outerjoin(Variant, Variant.id == OrderLine.variant_id)
    .outerjoin(Product, Product.id == Variant.product_id)
    .where(ReturnLine.return_id.in_(bindparam("ids", expanding=True)))
    .order_by(ReturnLine.id)
)


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Return)


def _step(value: str) -> ColumnElement[bool]:
    match value:
        case "open":
            return Return.state.not_in(_FINISHED)
        case "to_approve":
            return Return.state == ReturnState.REQUESTED.value
        case "to_inspect":
            return Return.state.in_((ReturnState.RECEIVED.value, ReturnState.INSPECTING.value))
        case "to_refund":
            due = select(ReturnLine.return_id).where(ReturnLine.refund_due > ReturnLine.refunded)
            return (Return.state == ReturnState.DECIDED.value) & Return.id.in_(due)
        case "closed":
            return Return.state.in_(_FINISHED)
    raise UserError(
        _("“{value}” is not one of: {known}.").format(
            value=value, known="open, to_approve, to_inspect, to_refund, closed"
        )
    )


RETURNS = Listing(
    name="returns",
    title=N_("Returns"),
    right=Right.SEE_RETURNS,
    columns=(
        Column("number", N_("Return"), Kind.CODE, second="order_number", sort="number", width=110),
        Column("ship_name", N_("Customer"), Kind.NAME, second="ship_city", width=170),
        Column("images", N_("Items"), Kind.THUMB, second="line_count", second_kind=Kind.NUMBER, width=98),
        Column("type_title", N_("Type"), second="reason_title", width=140),
        Column("state", N_("State"), Kind.STATE, machine="return", width=130),
        Column("expected", N_("Expected"), Kind.NUMBER, width=80),
        Column("received", N_("Received"), Kind.NUMBER, width=80),
        Column("refund_due", N_("Refund due"), Kind.MONEY, width=100),
        Column("refunded", N_("Refunded"), Kind.MONEY, width=100, hidden=True),
        Column(
            "requested_at",
            N_("Requested"),
            Kind.TIME,
            second="requested_at",
            second_kind=Kind.TIME,
            sort="requested_at",
            width=120,
        ),
        Column("received_at", N_("Received at"), Kind.TIME, width=120, hidden=True),
        Column("window_ends_on", N_("Window ends"), Kind.DATE, width=110, hidden=True),
        Column("order_number", N_("Order"), Kind.CODE, width=100, hidden=True),
        Column("ship_city", N_("City"), width=120, hidden=True),
        Column("channel", N_("Channel"), width=110, hidden=True),
        Column("reason_title", N_("Reason"), width=130, hidden=True),
        Column("tracking_no", N_("Tracking number"), Kind.CODE, width=150, hidden=True),
        Column("note", N_("Note"), width=200, hidden=True),
    ),
    rows=_rows,
    id_column=Return.__table__.c.id,
    sorts={"requested_at": Return.requested_at, "number": Return.number},
    default_sort="requested_at",
    default_down=True,
    filters=(
        Filter("state", N_("State"), choices_of("return")),
        Filter("type", N_("Type"), tuple((kind.value, title) for kind, title in TYPE_TITLES.items())),
        Filter("reason", N_("Reason"), tuple(REASONS.items())),
        Filter("requested", N_("Date"), kind=Kind.DATE),
    ),
    conditions={
        "step": _step,
        "state": equals(Return.state),
        "type": equals(Return.type),
        "reason": equals(Return.reason),
        "requested": between(Return.requested_at),
        "order": lambda value: Return.order_id.in_(select(Order.id).where(Order.number == value)),
    },
    views=(
        View("open", N_("Open"), {"step": "open"}),
        View("to_inspect", N_("To inspect"), {"step": "to_inspect"}),
        View("to_refund", N_("To refund"), {"step": "to_refund"}),
        View("closed", N_("Closed"), {"step": "closed"}),
        View("all", N_("All")),
    ),
    search_kind="return",
    codes=(Return.__table__.c.number, Return.__table__.c.tracking_no),
    keys_from=_keys,
    decorate=Completion(complete_returns, {"lines": _LINES}),
    tables=frozenset({"returns", "return_lines", "refunds", "orders"}),
)
"""All returns, newest first."""
