"""The list of deliveries: what came, what is still at the dock."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, between, by_id, equals
from shopdesk.queries.purchases import of_supplier, supplier_choices
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import (
    Purchase,
    Receipt,
    ReceiptLine,
    Supplier,
)


def _receipt_rows() -> AnySelect:
    return (
        select(
            Receipt.id,
            Receipt.number,
            Receipt.state,
            Receipt.purchase_id,
            Purchase.number.label("purchase_number"),
            Supplier.name.label("supplier"),
            Receipt.delivery_note,
            Receipt.note,
            Receipt.started_at,
            Receipt.booked_at,
            Receipt.by_name,
        )
        .join(Purchase, Purchase.id == Receipt.purchase_id)
        .join(Supplier, Supplier.id == Purchase.supplier_id)
    )


def _complete_receipts(session: Session, rows: list[ListRow]) -> None:
    known = by_id(rows)
    for row in rows:
        row.good = row.damaged = row.over = row.at_dock = row.landed = 0
    found: Any
    for found in session.execute(
        select(
            ReceiptLine.receipt_id,
            func.sum(ReceiptLine.good).label("good"),
            func.sum(ReceiptLine.damaged).label("damaged"),
            func.sum(ReceiptLine.over).label("over"),
            func.sum(ReceiptLine.good - ReceiptLine.put_away).label("at_dock"),
            func.sum(ReceiptLine.landed).label("landed"),
        )
        .where(ReceiptLine.receipt_id.in_(known))
        .group_by(ReceiptLine.receipt_id)
    ):
        row = known[found.receipt_id]
        row.good, row.damaged, row.over = int(found.good), int(found.damaged), int(found.over)
        row.landed = int(found.landed)
        row.at_dock = int(found.at_dock) if row.state == "booked" else 0


def _receipt_keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Receipt).join(Purchase, Purchase.id == Receipt.purchase_id)


def _receipt_step(value: str) -> ColumnElement[bool]:
    if value == "to_put_away":
        waiting = select(ReceiptLine.receipt_id).where(ReceiptLine.good > ReceiptLine.put_away)
        return (Receipt.state == "booked") & Receipt.id.in_(waiting)
    raise UserError(_("“{value}” is not one of: {known}.").format(value=value, known="to_put_away"))


RECEIPTS = Listing(
    name="receipts",
    title=N_("Receipts"),
    right=Right.SEE_PURCHASES,
    columns=(
        Column("number", N_("Goods receipt"), Kind.CODE, second="purchase_number", sort="number", width=110),
        Column("supplier", N_("Supplier"), Kind.NAME, second="delivery_note", width=220),
        Column("state", N_("State"), Kind.STATE, machine="purchase_receipt", width=120),
        Column("good", N_("Good"), Kind.NUMBER, width=80),
        Column("damaged", N_("Damaged"), Kind.NUMBER, width=80),
        Column("over", N_("Over"), Kind.NUMBER, width=70),
        Column("at_dock", N_("To put away"), Kind.NUMBER, width=100),
        Column(
            "started_at",
            N_("Arrived"),
            Kind.TIME,
            second="started_at",
            second_kind=Kind.TIME,
            sort="started_at",
            width=120,
        ),
        Column("by_name", N_("Who"), width=110),
        Column("booked_at", N_("Booked at"), Kind.TIME, width=120, hidden=True),
        Column("purchase_number", N_("Purchase order"), Kind.CODE, width=110, hidden=True),
        Column("delivery_note", N_("Delivery note"), Kind.CODE, width=120, hidden=True),
        Column("note", N_("Note"), width=200, hidden=True),
    ),
    rows=_receipt_rows,
    id_column=Receipt.__table__.c.id,
    sorts={"started_at": Receipt.started_at, "number": Receipt.number},
    default_sort="started_at",
    default_down=True,
    filters=(
        Filter("state", N_("State"), choices_of("purchase_receipt")),
        Filter("supplier", N_("Supplier"), choices_from=supplier_choices),
        Filter("started", N_("Date"), kind=Kind.DATE),
    ),
    conditions={
        "step": _receipt_step,
        "state": equals(Receipt.state),
        "supplier": of_supplier(Purchase.supplier_id),
        "started": between(Receipt.started_at),
        "purchase": equals(Purchase.number),
    },
    views=(
        View("counting", N_("Counting"), {"state": "counting"}),
        View("to_put_away", N_("To put away"), {"step": "to_put_away"}),
        View("all", N_("All")),
    ),
    search_kind="purchase",
    search_ref=Receipt.__table__.c.purchase_id,
    codes=(Receipt.__table__.c.number, Receipt.__table__.c.delivery_note),
    keys_from=_receipt_keys,
    decorate=_complete_receipts,
    tables=frozenset({"receipts", "receipt_lines"}),
)
"""All deliveries, newest first."""
