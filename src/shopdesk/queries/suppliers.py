"""The list of suppliers, with what is open and how good they are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.purchasing import AWAITED
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, by_id, equals, flag
from shopdesk.queries.supplier_scores import scores
from shopdesk.store.tables import Purchase, Supplier, SupplierItem, SupplierPaper

LOCAL = "local"
PAPER_DAYS = 30
"""So many days before a paper runs out it is time to ask for a new one."""


def _rows() -> AnySelect:
    return select(
        Supplier.id,
        Supplier.code,
        Supplier.name,
        Supplier.contact,
        Supplier.phone,
        Supplier.email,
        Supplier.currency,
        Supplier.terms,
        Supplier.lead_days,
        Supplier.review_days,
        Supplier.buffer_days,
        Supplier.min_order,
        Supplier.tags,
        Supplier.since,
        Supplier.active,
        Supplier.note,
        Supplier.version,
    )


def _complete(session: Session, rows: list[ListRow]) -> None:
    known = by_id(rows)
    today = datetime.now().astimezone().date()
    rated = scores(session, list(known), today)
    for row in rows:
        row.item_count = row.open_orders = row.late_orders = 0
        row.last_ordered_at = None
        row.score = rated[row.id][1].score
        row.rating = None if row.score is None else round(row.score / 100, 3)
        row.years = rated[row.id][1].years
    items = (
        select(SupplierItem.supplier_id, func.count())
        .where(SupplierItem.supplier_id.in_(known))
        .group_by(SupplierItem.supplier_id)
    )
    for supplier_id, count in session.execute(items):
        known[supplier_id].item_count = count
    awaited = Purchase.state.in_([state.value for state in AWAITED])
    orders = (
        select(
            Purchase.supplier_id,
            func.max(Purchase.ordered_at),
            func.count().filter(awaited),
            func.count().filter(awaited & (Purchase.expected_on < today)),
        )
        .where(Purchase.supplier_id.in_(known))
        .group_by(Purchase.supplier_id)
    )
    for supplier_id, last, open_orders, late in session.execute(orders):
        row = known[supplier_id]
        row.last_ordered_at, row.open_orders, row.late_orders = last, open_orders, late


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Supplier)


def _papers(value: str) -> ColumnElement[bool]:
    from datetime import timedelta

    if value != "due":
        raise UserError(_("“{value}” is not one of: {known}.").format(value=value, known="due"))
    soon = datetime.now().astimezone().date() + timedelta(days=PAPER_DAYS)
    return Supplier.id.in_(select(SupplierPaper.supplier_id).where(SupplierPaper.expires_on <= soon))


def _tagged(value: str) -> ColumnElement[bool]:
    return func.lower(Supplier.tags).contains(value.lower(), autoescape=True)


SUPPLIERS = Listing(
    name="suppliers",
    title=N_("Suppliers"),
    right=Right.SEE_PURCHASES,
    columns=(
        Column("name", N_("Supplier"), Kind.NAME, second="code", sort="name", width=230),
        Column("contact", N_("Contact"), second="phone", width=150),
        Column("open_orders", N_("Open orders"), Kind.NUMBER, width=100),
        Column("rating", N_("Score"), Kind.PERCENT, width=120),
        Column("lead_days", N_("Lead days"), Kind.NUMBER, width=90),
        Column("item_count", N_("Items"), Kind.NUMBER, width=70),
        Column("last_ordered_at", N_("Last ordered"), Kind.TIME, width=110),
        Column("tags", N_("Tags"), width=110),
        Column("terms", N_("Terms"), width=120),
        Column("code", N_("Code"), Kind.CODE, sort="code", width=90, hidden=True),
        Column("phone", N_("Phone"), width=130, hidden=True),
        Column("email", N_("E-mail"), width=180, hidden=True),
        Column("currency", N_("Currency"), Kind.CODE, width=80, hidden=True),
        Column("min_order", N_("Minimum order"), Kind.MONEY, width=110, hidden=True),
        Column("review_days", N_("Review days"), Kind.NUMBER, width=90, hidden=True),
        Column("buffer_days", N_("Buffer days"), Kind.NUMBER, width=90, hidden=True),
        Column("since", N_("Since"), Kind.DATE, width=100, hidden=True),
        Column("years", N_("Years"), Kind.NUMBER, width=70, hidden=True),
        Column("active", N_("Active"), Kind.BOOL, width=70, hidden=True),
        Column("note", N_("Note"), width=200, hidden=True),
    ),
    rows=_rows,
    id_column=Supplier.__table__.c.id,
    sorts={"name": Supplier.name, "code": Supplier.code_key},
    default_sort="name",
    filters=(
        Filter("tag", N_("Tag")),
        Filter("active", N_("Active"), (("yes", N_("Yes")), ("no", N_("No")))),
        Filter("currency", N_("Currency"), kind=Kind.CODE),
    ),
    conditions={
        "active": flag(Supplier.active),
        "tag": _tagged,
        "currency": equals(Supplier.currency),
        "papers": _papers,
    },
    views=(
        View("active", N_("Active"), {"active": "yes"}),
        View("local", N_("Local"), {"active": "yes", "tag": LOCAL}),
        View("papers", N_("Licences run out"), {"papers": "due"}),
        View("all", N_("All")),
    ),
    search_kind="supplier",
    codes=(Supplier.__table__.c.code,),
    keys_from=_keys,
    decorate=_complete,
    tables=frozenset({"suppliers", "supplier_items", "purchases", "supplier_papers"}),
)
"""All suppliers by name."""
