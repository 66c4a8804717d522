"""The lists of purchase orders and of their lines."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.codes import code_key
from shopdesk.domain.errors import UserError
from shopdesk.domain.purchasing import AWAITED, FINISHED, PurchaseState
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.incoming import awaited, still_to_come
from shopdesk.queries.listing import (
    AnySelect,
    Choices,
    Column,
    Filter,
    Kind,
    Listing,
    ListRow,
    View,
    between,
    by_id,
    equals,
)
from shopdesk.queries.state_titles import choices_of
from shopdesk.store.tables import (
    Product,
    Purchase,
    PurchaseLine,
    Supplier,
    Variant,
)

_SHOWN_PICTURES = 3
_S = PurchaseState
TOTAL = (Purchase.goods + Purchase.freight + Purchase.other_costs).label("total")


def supplier_choices(session: Session) -> Choices:
    """The suppliers of the shop as choices of a filter."""
    rows = session.execute(select(Supplier.code, Supplier.name).order_by(Supplier.name))
    return [(row.code, row.name) for row in rows]


def of_supplier(column: Any) -> Any:
    """A filter by the codes of suppliers, given as ``a|b``."""

    def condition(value: str) -> ColumnElement[bool]:
        keys = [code_key(part) for part in value.split("|")]
        return column.in_(select(Supplier.id).where(Supplier.code_key.in_(keys)))  # type: ignore[no-any-return]

    return condition


def _rows() -> AnySelect:
    return select(
        Purchase.id,
        Purchase.number,
        Purchase.supplier_id,
        Supplier.name.label("supplier"),
        Supplier.code.label("supplier_code"),
        Purchase.state,
        Purchase.currency,
        Purchase.reference,
        Purchase.note,
        Purchase.created_at,
        Purchase.ordered_at,
        Purchase.expected_on,
        Purchase.received_at,
        Purchase.goods,
        Purchase.freight,
        TOTAL,
        Purchase.by_name,
        Purchase.version,
    ).join(Supplier, Supplier.id == Purchase.supplier_id)


def is_late(state: str, expected_on: Any) -> bool:
    """Whether goods should be here by now."""
    return PurchaseState(state) in AWAITED and expected_on < datetime.now().astimezone().date()


def _complete(session: Session, rows: list[ListRow]) -> None:
    known = by_id(rows)
    for row in rows:
        row.line_count = row.pieces = row.arrived = row.open = 0
        row.images, row.first_title = [], ""
        row.late = is_late(row.state, row.expected_on)
    found: Any
    for found in session.execute(
        select(
            PurchaseLine.purchase_id,
            PurchaseLine.quantity,
            (PurchaseLine.good + PurchaseLine.damaged - PurchaseLine.over).label("arrived"),
            still_to_come().label("open"),
            Variant.name,
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(Variant, Variant.id == PurchaseLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(PurchaseLine.purchase_id.in_(known))
        .order_by(PurchaseLine.id)
    ):
        row = known[found.purchase_id]
        row.line_count += 1
        row.pieces += found.quantity
        row.arrived += min(found.arrived, found.quantity)
        row.open += found.open
        row.first_title = row.first_title or found.name
        if len(row.images) < _SHOWN_PICTURES:
            row.images.append(found.image)
    for row in rows:
        row.progress = row.arrived / row.pieces if row.pieces else 0.0


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(Purchase)


def _step(value: str) -> ColumnElement[bool]:
    match value:
        case "to_receive":
            return awaited()
        case "late":
            return awaited() & (Purchase.expected_on < datetime.now().astimezone().date())
        case "closed":
            return Purchase.state.in_([state.value for state in FINISHED])
    raise UserError(_("“{value}” is not one of: {known}.").format(value=value, known="to_receive, late, closed"))


def _of_variant(value: str) -> ColumnElement[bool]:
    lines = select(PurchaseLine.purchase_id).join(Variant, Variant.id == PurchaseLine.variant_id)
    return Purchase.id.in_(lines.where(Variant.sku_key == code_key(value)))


PURCHASES = Listing(
    name="purchases",
    title=N_("Purchase orders"),
    right=Right.SEE_PURCHASES,
    columns=(
        Column("number", N_("Number"), Kind.CODE, second="reference", sort="number", width=110),
        Column("supplier", N_("Supplier"), Kind.NAME, second="first_title", width=230),
        Column("images", N_("Items"), Kind.THUMB, second="line_count", second_kind=Kind.NUMBER, width=110),
        Column("state", N_("State"), Kind.STATE, machine="purchase_order", width=140),
        Column("progress", N_("Arrived"), Kind.PERCENT, width=120),
        Column("expected_on", N_("Expected on"), Kind.DATE, sort="expected_on", width=110),
        Column("pieces", N_("Pieces"), Kind.NUMBER, width=80),
        Column("total", N_("Total"), Kind.MONEY, right=Right.SEE_COST, width=110),
        Column(
            "created_at",
            N_("Drafted"),
            Kind.TIME,
            second="created_at",
            second_kind=Kind.TIME,
            sort="created_at",
            width=110,
        ),
        Column("open", N_("Still to come"), Kind.NUMBER, width=100, hidden=True),
        Column("ordered_at", N_("Sent at"), Kind.TIME, width=120, hidden=True),
        Column("received_at", N_("Received at"), Kind.TIME, width=120, hidden=True),
        Column("goods", N_("Goods"), Kind.MONEY, right=Right.SEE_COST, width=100, hidden=True),
        Column("freight", N_("Freight"), Kind.MONEY, right=Right.SEE_COST, width=100, hidden=True),
        Column("currency", N_("Currency"), Kind.CODE, width=80, hidden=True),
        Column("reference", N_("Their reference"), Kind.CODE, width=130, hidden=True),
        Column("supplier_code", N_("Supplier code"), Kind.CODE, width=110, hidden=True),
        Column("by_name", N_("Who"), width=110, hidden=True),
        Column("note", N_("Note"), width=200, hidden=True),
    ),
    rows=_rows,
    id_column=Purchase.__table__.c.id,
    sorts={"created_at": Purchase.created_at, "expected_on": Purchase.expected_on, "number": Purchase.number},
    default_sort="created_at",
    default_down=True,
    filters=(
        Filter("state", N_("State"), choices_of("purchase_order")),
        Filter("supplier", N_("Supplier"), choices_from=supplier_choices),
        Filter("created", N_("Date"), kind=Kind.DATE),
        Filter("sku", N_("SKU"), kind=Kind.CODE),
    ),
    conditions={
        "step": _step,
        "state": equals(Purchase.state),
        "supplier": of_supplier(Purchase.supplier_id),
        "created": between(Purchase.created_at),
        "sku": _of_variant,
    },
    views=(
        View("draft", N_("Draft"), {"state": _S.DRAFT.value}),
        View("ordered", N_("Sent"), {"state": _S.ORDERED.value}),
        View("to_receive", N_("To receive"), {"step": "to_receive"}),
        View("late", N_("Late"), {"step": "late"}),
        View("closed", N_("Closed"), {"step": "closed"}),
        View("all", N_("All")),
    ),
    search_kind="purchase",
    codes=(Purchase.__table__.c.number, Purchase.__table__.c.reference),
    keys_from=_keys,
    decorate=_complete,
    tables=frozenset({"purchases", "purchase_lines", "suppliers"}),
)
"""All purchase orders, newest first."""


def _line_rows() -> AnySelect:
    return (
        select(
            PurchaseLine.id,
            PurchaseLine.purchase_id,
            Purchase.number,
            Supplier.name.label("supplier"),
            Purchase.state,
            Purchase.currency,
            PurchaseLine.variant_id,
            Variant.sku,
            Variant.name,
            func.coalesce(Variant.image, Product.image).label("image"),
            PurchaseLine.supplier_code,
            PurchaseLine.quantity,
            PurchaseLine.pack,
            PurchaseLine.price,
            (PurchaseLine.quantity * PurchaseLine.price).label("amount"),
            func.coalesce(PurchaseLine.expected_on, Purchase.expected_on).label("expected_on"),
            PurchaseLine.good,
            PurchaseLine.damaged,
            PurchaseLine.over,
            PurchaseLine.short,
            still_to_come().label("open"),
            PurchaseLine.complete_on,
        )
        .join(Purchase, Purchase.id == PurchaseLine.purchase_id)
        .join(Supplier, Supplier.id == Purchase.supplier_id)
        .join(Variant, Variant.id == PurchaseLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
    )


def _line_keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(PurchaseLine).join(Purchase, Purchase.id == PurchaseLine.purchase_id)


def _line_step(value: str) -> ColumnElement[bool]:
    if value == "open":
        return awaited() & (still_to_come() > 0)
    if value == "damaged":
        return PurchaseLine.damaged > 0
    if value == "short":
        return PurchaseLine.short > 0
    raise UserError(_("“{value}” is not one of: {known}.").format(value=value, known="open, damaged, short"))


PURCHASE_LINES = Listing(
    name="purchase_lines",
    title=N_("Purchase order lines"),
    right=Right.SEE_PURCHASES,
    columns=(
        Column("number", N_("Number"), Kind.CODE, second="supplier", sort="id", width=110),
        Column("name", N_("Product"), Kind.NAME, second="sku", width=260),
        Column("state", N_("State"), Kind.STATE, machine="purchase_order", width=140),
        Column("quantity", N_("Ordered"), Kind.NUMBER, width=80),
        Column("good", N_("Good"), Kind.NUMBER, width=80),
        Column("damaged", N_("Damaged"), Kind.NUMBER, width=80),
        Column("over", N_("Over"), Kind.NUMBER, width=70),
        Column("short", N_("Short"), Kind.NUMBER, width=70),
        Column("open", N_("Still to come"), Kind.NUMBER, width=100),
        Column("expected_on", N_("Expected on"), Kind.DATE, width=110),
        Column("price", N_("Unit price"), Kind.MONEY, right=Right.SEE_COST, width=100),
        Column("amount", N_("Amount"), Kind.MONEY, right=Right.SEE_COST, width=100, hidden=True),
        Column("complete_on", N_("Complete on"), Kind.DATE, width=110, hidden=True),
        Column("supplier_code", N_("Supplier’s code"), Kind.CODE, width=120, hidden=True),
        Column("pack", N_("Pack"), Kind.NUMBER, width=70, hidden=True),
        Column("supplier", N_("Supplier"), width=160, hidden=True),
        Column("sku", N_("SKU"), Kind.CODE, width=120, hidden=True),
    ),
    rows=_line_rows,
    id_column=PurchaseLine.__table__.c.id,
    sorts={"id": PurchaseLine.id},
    default_sort="id",
    default_down=True,
    filters=(
        Filter("supplier", N_("Supplier"), choices_from=supplier_choices),
        Filter("state", N_("State"), choices_of("purchase_order")),
        Filter("sku", N_("SKU"), kind=Kind.CODE),
    ),
    conditions={
        "step": _line_step,
        "supplier": of_supplier(Purchase.supplier_id),
        "state": equals(Purchase.state),
        "sku": lambda value: PurchaseLine.variant_id.in_(select(Variant.id).where(Variant.sku_key == code_key(value))),
        "purchase": equals(Purchase.number),
    },
    views=(
        View("open", N_("Still to come"), {"step": "open"}),
        View("damaged", N_("Damaged"), {"step": "damaged"}),
        View("short", N_("Short"), {"step": "short"}),
        View("all", N_("All")),
    ),
    search_kind="variant",
    search_ref=PurchaseLine.__table__.c.variant_id,
    keys_from=_line_keys,
    tables=frozenset({"purchases", "purchase_lines"}),
)
"""What was ordered of which product, and what became of it; newest first."""
