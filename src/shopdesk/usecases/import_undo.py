"""Taking an import back: only while nothing it made or changed was touched since; otherwise it says what was."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.stock import MoveReason
from shopdesk.i18n import _
from shopdesk.store.tables import (
    Address,
    Barcode,
    BundlePart,
    Customer,
    Event,
    Hold,
    ImportBatch,
    Journal,
    LineDiscount,
    Lot,
    Order,
    OrderLine,
    OrderSource,
    Payment,
    Product,
    Refund,
    Reservation,
    Return,
    Shipment,
    StockBalance,
    StockLevel,
    StockMove,
    Variant,
)
from shopdesk.store.work import Work
from shopdesk.usecases.import_bins import DOCUMENT
from shopdesk.usecases.import_plans import chunks, looked_up
from shopdesk.usecases.indexing import forget_docs, index_customers, index_products
from shopdesk.usecases.ledger import Movement, move_goods

_MOST_NAMED = 10
_REVERTED: dict[str, Any] = {"products": Product, "variants": Variant, "customers": Customer}
_KINDS = frozenset({"orders", "products", "stock", "customers"})
_REMOVED = frozenset({"orders", "customers", "addresses", "products", "variants"})
_AT_ONCE = 2_000
Ids = list[int]
Journalled = dict[str, Any]


class ChangedSince(UserError):
    """An import cannot be taken back because of what happened since; ``details`` names every such thing."""

    def __init__(self, details: Sequence[str]) -> None:
        """Word the first of them, keep all."""
        named = "; ".join(details[:_MOST_NAMED])
        more = len(details) - _MOST_NAMED
        said = _("This import cannot be taken back, because of what happened since: {things}.").format(things=named)
        super().__init__(" ".join(filter(None, (said, _("And {count} more.").format(count=more) if more > 0 else ""))))
        self.details = tuple(details)


@needs(Right.IMPORT_FILES)
def undo(work: Work, batch_id: int) -> None:
    """Take an applied import back as a whole; raises ChangedSince naming what was changed since."""
    content = _journalled(work.connection, batch_id)
    touched = _touched(work.connection, batch_id, content)
    if touched:
        raise ChangedSince(touched)
    ids = _made(content)
    _remove_orders(work, ids.get("orders", []))
    _remove_customers(work, ids.get("customers", []))
    _delete(work, Address, Address.id, ids.get("addresses", []))
    _remove_products(work, ids)
    _reverse_moves(work, batch_id)
    _revert(work, _changes(content))
    work.write(update(ImportBatch.__table__).where(ImportBatch.id == batch_id).values(state="undone"))
    work.event("import", batch_id, "undone")


def changed_since(session: Session, batch_id: int) -> tuple[str, ...]:
    """What stands against taking an import back, one phrase each; raises UserError where it never can be."""
    connection = session.connection()
    return tuple(_touched(connection, batch_id, _journalled(connection, batch_id)))


def _touched(connection: Connection, batch_id: int, content: Journalled) -> list[str]:
    ids = _made(content)
    return [*_touched_orders(connection, ids.get("orders", [])), *_touched_products(connection, batch_id, ids),
            *_touched_customers(connection, ids), *_touched_changes(connection, _changes(content))]  # fmt: skip


def _made(content: Journalled) -> dict[str, Ids]:
    """The ids of what the import made, by table."""
    return {table: [one for first, last in spans for one in range(first, last + 1)]
            for table, spans in content["import"].get("ids", {}).items()}  # fmt: skip


def _changes(content: Journalled) -> list[Any]:
    """What the import changed: table, id, fields before and after."""
    return [change for change in content.get("changes", ()) if change[0] in _REVERTED]


def _journalled(connection: Connection, batch_id: int) -> Journalled:
    """What the journal says of an import that can be taken back; raises UserError for any other."""
    batch = connection.execute(select(ImportBatch.state, ImportBatch.what).where(ImportBatch.id == batch_id)).first()
    if batch is None:
        raise UserError(_("There is no import {number}.").format(number=batch_id))
    if batch.state != "applied":
        raise UserError(_("Import {number} was taken back already.").format(number=batch_id))
    words = connection.execute(
        select(Journal.content)
        .join(Event, Event.journal_id == Journal.id)
        .where(Event.subject == "import", Event.subject_id == batch_id, Event.kind == "imported")
    ).scalar_one()
    content: Journalled = json.loads(words)
    made, updated = content["import"], content["import"].get("updated", {})
    if batch.what == "tracking" or updated.get("orders") or updated.get("parcels"):
        raise UserError(_("This import changed orders that were here before. Correct those orders instead."))
    if batch.what not in _KINDS or not set(made.get("ids", ())) <= _REMOVED or not set(updated) <= set(_REVERTED):
        raise UserError(_("An import of this kind cannot be taken back."))
    if content.get("changes_left_out"):
        raise UserError(_("This import changed too many things to be taken back. Import the earlier file again."))
    grown = connection.execute(
        select(func.count()).select_from(StockMove).where(
            StockMove.document == DOCUMENT, StockMove.document_id == batch_id, StockMove.reverses.is_not(None)
        )
    ).scalar_one()  # fmt: skip
    if grown:
        raise UserError(_("Some of this import's stock was reversed by hand already."))
    return content


# --- what happened since ------------------------------------------------------------------------------------------


def _touched_orders(connection: Connection, ids: Ids) -> list[str]:
    changed = looked_up(connection, select(Order.id, Order.number).where(Order.version > 1), Order.id, ids)
    found = {row.id: row.number for row in changed}
    for table in (Shipment, Return):
        rows = select(table.order_id, Order.number).join(Order, Order.id == table.order_id)
        found |= {row.order_id: row.number for row in looked_up(connection, rows, table.order_id, ids)}
    return [_("order {number} was worked on").format(number=number) for number in found.values()]


def _touched_products(connection: Connection, batch_id: int, ids: dict[str, Ids]) -> list[str]:
    products, variants = ids.get("products", []), ids.get("variants", [])
    found: dict[str, None] = {}
    for changed, column, wanted in (
        (select(Product.title.label("name")).where(Product.version > 1), Product.id, products),
        (select(Variant.name.label("name")).where(Variant.version > 1), Variant.id, variants),
    ):
        rows = looked_up(connection, changed, column, wanted)
        found |= {_("{name} was edited").format(name=row.name): None for row in rows}
    ordered = select(Variant.name).join(OrderLine, OrderLine.variant_id == Variant.id)
    bundled = select(Variant.name).join(
        BundlePart, or_(BundlePart.parent_id == Variant.id, BundlePart.child_id == Variant.id)
    )
    moved = select(Variant.name).join(StockMove, StockMove.variant_id == Variant.id).where(
        or_(StockMove.document != DOCUMENT, StockMove.document_id != batch_id)
    )  # fmt: skip
    for statement, said in (
        (ordered, _("{name} was ordered")), (bundled, _("{name} is part of a bundle")), (moved, _("{name} was moved")),
    ):  # fmt: skip
        rows = looked_up(connection, statement.distinct(), Variant.id, variants)
        found |= {said.format(name=row.name): None for row in rows}
    own = set(variants)
    joined = select(Variant.id, Variant.name)
    for row in looked_up(connection, joined, Variant.product_id, products):
        if row.id not in own:
            found[_("{name} was added").format(name=row.name)] = None
    return list(found)


def _touched_customers(connection: Connection, ids: dict[str, Ids]) -> list[str]:
    customers, orders = ids.get("customers", []), set(ids.get("orders", []))
    edited = select(Customer.id, Customer.name).where(Customer.version > 1)
    found = {row.id: _("{name} was edited").format(name=row.name)
             for row in looked_up(connection, edited, Customer.id, customers)}  # fmt: skip
    bought = select(Order.id, Order.customer_id, Customer.name).join(Customer, Customer.id == Order.customer_id)
    for row in looked_up(connection, bought, Order.customer_id, customers):
        if row.id not in orders:
            found[row.customer_id] = _("{name} ordered again").format(name=row.name)
    return list(found.values())


def _touched_changes(connection: Connection, changes: Sequence[Any]) -> list[str]:
    """Rows the import changed whose fields are not as it left them."""
    touched = []
    for name, table in _REVERTED.items():
        left = {row_id: now for changed, row_id, _was, now in changes if changed == name}
        for row in looked_up(connection, select(*table.__table__.columns), table.id, left):
            if any(getattr(row, key) != value for key, value in left[row.id].items()):
                called = row.title if name == "products" else row.name
                touched.append(_("{name} was edited").format(name=called))
    return touched


# --- taking back --------------------------------------------------------------------------------------------------


def _delete(work: Work, table: Any, column: Any, ids: Iterable[int]) -> None:
    for part in chunks(ids, _AT_ONCE):
        work.write(delete(table.__table__).where(column.in_(part)))


def _remove_orders(work: Work, ids: Ids) -> None:
    lines = [row.id for row in looked_up(work.connection, select(OrderLine.id), OrderLine.order_id, ids)]
    _delete(work, Reservation, Reservation.order_line_id, lines)
    _delete(work, LineDiscount, LineDiscount.order_line_id, lines)
    for table in (OrderSource, Payment, Refund, Hold, OrderLine):
        _delete(work, table, table.order_id, ids)
    _delete(work, Order, Order.id, ids)
    forget_docs(work, "order", ids)


def _remove_customers(work: Work, ids: Ids) -> None:
    _delete(work, Address, Address.customer_id, ids)
    _delete(work, Customer, Customer.id, ids)
    forget_docs(work, "customer", ids)


def _remove_products(work: Work, ids: dict[str, Ids]) -> None:
    """Things nothing ever happened to go with their opening stock."""
    variants = ids.get("variants", [])
    for table in (StockLevel, StockBalance, StockMove, Lot, Barcode):
        _delete(work, table, table.variant_id, variants)
    _delete(work, Variant, Variant.id, variants)
    _delete(work, Product, Product.id, ids.get("products", []))
    forget_docs(work, "variant", variants)
    forget_docs(work, "product", ids.get("products", []))


def _reverse_moves(work: Work, batch_id: int) -> None:
    """Book the opposite of every move of the import that is still in the ledger."""
    rows = work.read(
        select(StockMove.__table__)
        .where(StockMove.document == DOCUMENT, StockMove.document_id == batch_id, StockMove.reverses.is_(None))
        .order_by(StockMove.id)
    ).all()
    movements = [
        Movement(row.variant_id, row.quantity, row.to_id, row.from_id, MoveReason(row.reason), DOCUMENT, batch_id,
                 row.lot_id, note=_("Import taken back"), reverses=row.id)
        for row in rows
    ]  # fmt: skip
    for part in chunks(movements, _AT_ONCE):
        move_goods(work, part)


def _revert(work: Work, changes: Sequence[Any]) -> None:
    products: set[int] = set()
    customers: set[int] = set()
    for name, row_id, was, _now in changes:
        table: Any = _REVERTED[name].__table__
        work.write(update(table).where(table.c.id == row_id).values(**was, version=table.c.version + 1))
        if name == "customers":
            customers.add(row_id)
        elif name == "products":
            products.add(row_id)
        else:
            products.add(work.read(select(Variant.product_id).where(Variant.id == row_id)).scalar_one())
    index_products(work, sorted(products))
    index_customers(work, sorted(customers))
