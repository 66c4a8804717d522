"""The list of customers, with what they bought."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, bindparam, func, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import OrderState
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.list_rows import complete_customers
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
from shopdesk.queries.shop_facts import CURRENCY, channel_choices
from shopdesk.store.tables import Address, Channel, Customer, Order
from shopdesk.store.work import utc_now

NEW_DAYS = 30
DORMANT_DAYS = 180
NO_SALE = (OrderState.DRAFT.value, OrderState.CANCELLED.value)


def _rows() -> AnySelect:
    return select(
        Customer.id,
        Customer.number,
        Customer.name,
        Customer.company,
        Customer.email,
        Customer.phone,
        Customer.language,
        Customer.tags,
        Customer.note,
        Customer.accepts_marketing,
        Customer.created_at,
        Channel.name.label("channel"),
        Customer.version,
    ).outerjoin(Channel, Channel.id == Customer.channel_id)


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Customer)


_ADDRESSES = (
    select(Address.customer_id, Address.city, Address.country)
    .where(Address.customer_id.in_(bindparam("ids", expanding=True)))
    .order_by(Address.is_default, Address.id)
)
_ORDERS = (
    select(
        Order.customer_id,
        Order.currency,
        func.count().label("orders"),
        func.sum(Order.total - Order.refunded - Order.credited).label("spent"),
        func.max(Order.placed_at).label("last_order"),
    )
    .where(Order.customer_id.in_(bindparam("ids", expanding=True)), Order.state.not_in(NO_SALE))
    .group_by(Order.customer_id, Order.currency)
)


def _ordered(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Order.id)
        .where(Order.customer_id == Customer.id, Order.state.not_in(NO_SALE), *conditions)
        .correlate(Customer)
        .exists()
    )


def _activity(value: str) -> ColumnElement[bool]:
    now = utc_now()
    match value:
        case "new":
            since = now - timedelta(days=NEW_DAYS)
            fresh = _ordered(Order.placed_at >= since) | (Customer.created_at >= since)
            return fresh & ~_ordered(Order.placed_at < since)
        case "dormant":
            since = now - timedelta(days=DORMANT_DAYS)
            return _ordered() & ~_ordered(Order.placed_at >= since)
        case "repeat":
            twice = (
                select(Order.customer_id)
                .where(Order.customer_id.is_not(None), Order.state.not_in(NO_SALE))
                .group_by(Order.customer_id)
                .having(func.count() > 1)
            )
            return Customer.id.in_(twice)
    raise UserError(_("“{value}” is not one of: {known}.").format(value=value, known="new, dormant, repeat"))


CUSTOMERS = Listing(
    name="customers",
    title=N_("Customers"),
    right=Right.SEE_CUSTOMERS,
    columns=(
        Column("name", N_("Customer"), Kind.NAME, second="company", sort="name", width=220),
        Column("number", N_("Number"), Kind.CODE, sort="number", width=90),
        Column("city", N_("City"), second="country", width=140),
        Column("orders", N_("Orders"), Kind.NUMBER, width=80),
        Column("spent", N_("Spent"), Kind.MONEY, width=110),
        Column("last_order", N_("Last order"), Kind.TIME, second="last_order", second_kind=Kind.TIME, width=120),
        Column("company", N_("Company"), width=140, hidden=True),
        Column("country", N_("Country"), width=70, hidden=True),
        Column("channel", N_("Channel"), width=110),
        Column("email", N_("E-mail"), width=180, hidden=True),
        Column("phone", N_("Phone"), Kind.CODE, width=140, hidden=True),
        Column("language", N_("Language"), width=80, hidden=True),
        Column("accepts_marketing", N_("Marketing mail"), Kind.BOOL, width=90, hidden=True),
        Column("tags", N_("Tags"), width=120, hidden=True),
        Column("created_at", N_("Customer since"), Kind.TIME, sort="created_at", width=120, hidden=True),
    ),
    rows=_rows,
    id_column=Customer.__table__.c.id,
    sorts={"name": Customer.name, "number": Customer.number, "created_at": Customer.created_at},
    default_sort="name",
    filters=(
        Filter(
            "activity",
            N_("Activity"),
            (("new", N_("New")), ("repeat", N_("Bought again")), ("dormant", N_("Dormant"))),
        ),
        Filter("channel", N_("Channel"), choices_from=channel_choices),
        Filter("created", N_("Customer since"), kind=Kind.DATE),
    ),
    conditions={
        "activity": _activity,
        "channel": lambda value: Customer.channel_id.in_(select(Channel.id).where(Channel.code.in_(value.split("|")))),
        "created": between(Customer.created_at),
        "marketing": flag(Customer.accepts_marketing),
        "language": equals(Customer.language),
    },
    views=(
        View("all", N_("All")),
        View("new", N_("New"), {"activity": "new"}),
        View("repeat", N_("Bought again"), {"activity": "repeat"}),
        View("dormant", N_("Dormant"), {"activity": "dormant"}),
    ),
    search_kind="customer",
    codes=(Customer.__table__.c.number,),
    keys_from=_keys,
    decorate=Completion(complete_customers, {"currency": CURRENCY, "addresses": _ADDRESSES, "orders": _ORDERS}),
    tables=frozenset({"customers", "addresses", "orders"}),
)
"""All customers, by name."""
