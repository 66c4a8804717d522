"""The list of what to order: every stocked item with its cover, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from shopdesk.domain.reorder import URGENCY_TITLES, Urgency
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.columns import Column, Filter, Kind, ListRow, View
from shopdesk.queries.computed import ComputedListing
from shopdesk.queries.purchases import supplier_choices
from shopdesk.queries.reorder import ReorderRow, reorder_rows
from shopdesk.store.tables import Variant
from shopdesk.store.work import utc_now

_ORDER = list(Urgency)
_NEVER = 1e9


def _rows(session: Session) -> Sequence[ListRow]:
    today = utc_now().astimezone().date()
    return [_row(row) for row in reorder_rows(session, today)]


def _row(row: ReorderRow) -> ListRow:
    advice, source = row.advice, row.source
    price = source.price if source else None
    return ListRow(
        id=row.id,
        sku=row.sku,
        name=row.name,
        image=row.image,
        category=row.category,
        urgency=advice.urgency.value,
        rank=_rank(row),
        cover=None if advice.cover is None else round(advice.cover),
        runs_out_on=row.runs_out_on,
        order_by=row.order_by,
        daily=None if advice.need.daily is None else round(advice.need.daily, 2),
        on_hand=row.on_hand,
        available=advice.need.available,
        incoming=advice.need.incoming,
        late=row.late,
        quantity=advice.quantity or None,
        supplier=source.name if source else "",
        supplier_code=source.code if source else "",
        value=None if price is None or not advice.quantity else price * advice.quantity,
        currency=source.currency if source else "",
        advised=row,
    )


def _rank(row: ReorderRow) -> tuple[int, float, float]:
    """The most urgent first; of several as urgent the one that loses most sales a day."""
    cover, daily = row.advice.cover, row.advice.need.daily
    return _ORDER.index(row.advice.urgency), _NEVER if cover is None else cover, -(daily or 0.0)


def _is(name: str, value: str, row: ListRow) -> bool:
    return str(getattr(row, name)) in value.split("|")


REORDER = ComputedListing(
    name="reorder",
    title=N_("What to order"),
    right=Right.SEE_PURCHASES,
    columns=(
        Column("name", N_("Product"), Kind.NAME, second="sku", sort="name", width=290),
        Column("sku", N_("SKU"), Kind.CODE, sort="sku", width=130, hidden=True),
        Column("urgency", N_("What to do"), Kind.STATE, machine="reorder", sort="urgency", width=150),
        Column("cover", N_("Days left"), Kind.NUMBER, sort="cover", width=80),
        Column("quantity", N_("To order"), Kind.NUMBER, sort="quantity", width=80),
        Column("available", N_("Available"), Kind.NUMBER, sort="available", width=80),
        Column("incoming", N_("Incoming"), Kind.NUMBER, sort="incoming", width=80),
        Column("daily", N_("Sold a day"), Kind.NUMBER, sort="daily", width=90),
        Column("order_by", N_("Order by"), Kind.DATE, sort="order_by", width=100),
        Column("runs_out_on", N_("Runs out on"), Kind.DATE, sort="runs_out_on", width=110, hidden=True),
        Column("supplier", N_("Supplier"), sort="supplier", width=170),
        Column("value", N_("Value"), Kind.MONEY, sort="value", width=110, right=Right.SEE_COST),
        Column("late", N_("Of it late"), Kind.NUMBER, width=90, hidden=True),
        Column("on_hand", N_("On hand"), Kind.NUMBER, width=80, hidden=True),
        Column("category", N_("Category"), sort="category", width=130, hidden=True),
    ),
    rows=lambda: None,  # type: ignore[arg-type,return-value]
    id_column=Variant.__table__.c.id,
    sorts={
        "urgency": "rank",
        **{
            name: name
            for name in (
                "name",
                "sku",
                "cover",
                "quantity",
                "available",
                "incoming",
                "daily",
                "order_by",
                "runs_out_on",
                "supplier",
                "value",
                "category",
            )
        },
    },
    default_sort="urgency",
    filters=(
        Filter("urgency", N_("What to do"), tuple((each.value, title) for each, title in URGENCY_TITLES.items())),
        Filter("supplier", N_("Supplier"), choices_from=supplier_choices),
    ),
    tests={
        "urgency": lambda row, value: _is("urgency", value, row),
        "supplier": lambda row, value: _is("supplier_code", value, row),
        "category": lambda row, value: _is("category", value, row),
        "due": lambda row, value: (row.quantity is not None) == (value == "yes"),
        "late": lambda row, value: (row.late > 0) == (value == "yes"),
    },
    words=("name", "sku", "supplier", "category"),
    views=(
        View("due", N_("To order"), {"due": "yes"}),
        View("out", N_("Sold out"), {"urgency": "out"}),
        View("late", N_("Deliveries late"), {"late": "yes"}),
        View("watch", N_("Watch"), {"urgency": "watch"}),
        View("all", N_("All")),
    ),
    search_kind="variant",
    compute=_rows,
    tables=frozenset({"stock_balances", "stock_moves", "purchases", "purchase_lines", "supplier_items", "variants"}),
)
"""Every item that is bought, by urgency."""
