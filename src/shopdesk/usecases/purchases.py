"""Purchase orders: written, sent, confirmed, cancelled, closed. Receiving goods is in ``receiving``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from shopdesk.domain.errors import Conflict, UserError
from shopdesk.domain.landed_costs import Spread, checked_rate
from shopdesk.domain.purchasing import AWAITED, FINISHED, PurchaseState, checked_units, doubts
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.queries.settings import settings
from shopdesk.store.tables import (
    BundlePart,
    Product,
    Purchase,
    PurchaseLine,
    Supplier,
    SupplierItem,
    Variant,
)
from shopdesk.store.work import Work
from shopdesk.usecases.purchase_index import index_purchases
from shopdesk.usecases.purchase_states import facts_of, go, locked, refresh_goods, refresh_state

S = PurchaseState
_COSTS = frozenset({"freight", "other_costs", "spread", "rate"})
_WORDS = frozenset({"note", "reference"})
_FIELDS = _COSTS | _WORDS | {"expected_on"}
_DEEPEST_KIT = 8


@needs(Right.EDIT_PURCHASES)
def create_purchase(
    work: Work,
    supplier_id: int,
    lines: Sequence[Mapping[str, Any]],
    note: str = "",
    expected: date | None = None,
) -> int:
    """Write a draft to a supplier; returns its id. Lines are ``{"variant": id, "quantity": units, "price": minor}``.

    Without a price it is the supplier's, else our cost. Kits become their parts; the same variant is added up.
    """
    supplier = work.session.get(Supplier, supplier_id)
    if supplier is None:
        raise UserError(_("There is no such supplier."))
    if not supplier.active:
        raise UserError(_("Nothing is bought from {name} any more.").format(name=supplier.name))
    wanted = _goods(work, lines)
    own = settings(work.database, work.connection)["currency"]
    lead = supplier.lead_days
    purchase = Purchase(
        number=f"PO-{work.next_number('purchase')}",
        supplier_id=supplier_id,
        state=S.DRAFT.value,
        currency=supplier.currency,
        rate="1" if supplier.currency == own else "",
        note=note.strip(),
        created_at=work.now,
        expected_on=expected or work.now.date() + timedelta(days=lead),
        by_name=work.user.name,
    )
    work.session.add(purchase)
    work.session.flush()
    purchase_id = purchase.id
    for variant_id, (units, price) in wanted.items():
        _put_line(work, purchase, variant_id, units, price)
    refresh_goods(work, purchase_id)
    index_purchases(work, [purchase_id])
    work.event("purchase", purchase_id, "created", units=sum(units for units, _price in wanted.values()))
    return purchase_id


def _goods(work: Work, lines: Sequence[Mapping[str, Any]]) -> dict[int, tuple[int, int | None]]:
    """Units and price by stocked variant, in the order they were given."""
    found: dict[int, tuple[int, int | None]] = {}
    for line in lines:
        unknown = sorted(set(line) - {"variant", "quantity", "price"})
        if unknown or "variant" not in line:
            raise UserError(_("A line names a variant, a quantity and perhaps a price."))
        units, price = checked_units(line.get("quantity", 1)), line.get("price")
        if price is not None and price < 0:
            raise UserError(_("A price cannot be negative."))
        parts = _parts(work, int(line["variant"]), units)
        for variant_id, count in parts.items():
            before, known = found.get(variant_id, (0, None))
            own_price = price if list(parts) == [int(line["variant"])] else None
            found[variant_id] = (before + count, known if own_price is None else own_price)
    return found


def _parts(work: Work, variant_id: int, units: int, depth: int = 0) -> dict[int, int]:
    """The goods behind a variant: itself, or the parts of a kit."""
    parts = work.read(
        select(BundlePart.child_id, BundlePart.quantity)
        .where(BundlePart.parent_id == variant_id)
        .order_by(BundlePart.id)
    ).all()
    if not parts or depth == _DEEPEST_KIT:
        _refuse_without_stock(work, variant_id)
        return {variant_id: units}
    found: dict[int, int] = defaultdict(int)
    for part in parts:
        for child, count in _parts(work, part.child_id, units * part.quantity, depth + 1).items():
            found[child] += count
    return dict(found)


def _refuse_without_stock(work: Work, variant_id: int) -> None:
    row = work.read(
        select(Variant.stocked, Product.title, Product.lifecycle)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id)
    ).first()
    if row is None:
        raise UserError(_("There is no such product."))
    if row.lifecycle == "retired":
        raise UserError(_("{title} is retired and cannot be bought.").format(title=row.title))
    if not row.stocked:
        raise UserError(_("{title} is a service and has no stock.").format(title=row.title))


def _put_line(work: Work, purchase: Purchase, variant_id: int, units: int, price: int | None) -> PurchaseLine:
    line = work.session.scalars(
        select(PurchaseLine).where(PurchaseLine.purchase_id == purchase.id, PurchaseLine.variant_id == variant_id)
    ).first()
    item = work.read(
        select(SupplierItem.code, SupplierItem.pack, SupplierItem.price).where(
            SupplierItem.supplier_id == purchase.supplier_id, SupplierItem.variant_id == variant_id
        )
    ).first()
    if line is None:
        line = PurchaseLine(purchase_id=purchase.id, variant_id=variant_id)
        line.supplier_code, line.pack = (item.code, item.pack) if item else ("", 1)
        line.price = _usual_price(work, purchase, variant_id, item.price if item else None)
        work.session.add(line)
    line.quantity = units
    if price is not None:
        line.price = price
    work.session.flush()
    return line


def _usual_price(work: Work, purchase: Purchase, variant_id: int, theirs: int | None) -> int:
    if theirs is not None:
        return theirs
    if purchase.currency != settings(work.database, work.connection)["currency"]:
        return 0
    return int(work.read(select(Variant.cost).where(Variant.id == variant_id)).scalar() or 0)


def _draft(work: Work, purchase_id: int) -> Purchase:
    purchase = locked(work, purchase_id)
    if purchase.state != S.DRAFT.value:
        raise UserError(
            _("{number} was ordered already. Take it back to draft to change its lines.").format(number=purchase.number)
        )
    return purchase


@needs(Right.EDIT_PURCHASES)
def set_purchase_line(
    work: Work,
    purchase_id: int,
    variant_id: int,
    quantity: int,
    *,
    price: int | None = None,
    expected_on: date | None = None,
    note: str | None = None,
) -> int:
    """Add a line to a draft or change it; returns the line's id. ``price`` of one unit in the order's currency."""
    purchase = _draft(work, purchase_id)
    units = checked_units(quantity)
    if price is not None and price < 0:
        raise UserError(_("A price cannot be negative."))
    if _parts(work, variant_id, 1) != {variant_id: 1}:
        raise UserError(_("A kit is bought as its parts. Add the parts."))
    line = _put_line(work, purchase, variant_id, units, price)
    if expected_on is not None:
        line.expected_on = expected_on
    if note is not None:
        line.note = note.strip()
    line_id = line.id
    refresh_goods(work, purchase_id)
    index_purchases(work, [purchase_id])
    sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar_one()
    work.event("purchase", purchase_id, "line", sku=sku, units=units)
    return line_id


@needs(Right.EDIT_PURCHASES)
def remove_purchase_line(work: Work, purchase_id: int, variant_id: int) -> None:
    """Take a line out of a draft."""
    _draft(work, purchase_id)
    table = PurchaseLine.__table__
    gone = work.write(delete(table).where(table.c.purchase_id == purchase_id, table.c.variant_id == variant_id))
    if not gone.rowcount:
        raise UserError(_("There is no such line in this purchase order."))
    refresh_goods(work, purchase_id)
    index_purchases(work, [purchase_id])
    sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar()
    work.event("purchase", purchase_id, "line_removed", sku=sku)


@needs(Right.EDIT_PURCHASES)
def edit_purchase(work: Work, purchase_id: int, changes: Mapping[str, Any], version: int | None = None) -> None:
    """Change the note, their reference, the expected day or the costs; money in minor units of the order's currency.

    Costs stand once goods have arrived. Raises Conflict when ``version`` is not the current one.
    """
    purchase = locked(work, purchase_id)
    if version is not None and purchase.version != version:
        raise Conflict(_("Somebody else changed this a moment ago. Nothing was overwritten; look again."))
    unknown = sorted(set(changes) - _FIELDS)
    if unknown:
        raise UserError(_("“{name}” cannot be changed here.").format(name=unknown[0]))
    if purchase.state in FINISHED:
        raise UserError(_("{number} is finished and stays as it is.").format(number=purchase.number))
    if _COSTS & set(changes) and any(line.arrived for line in facts_of(work, purchase).lines):
        raise UserError(_("Goods have arrived at these costs already. Undo the receipt to change them."))
    for key, value in changes.items():
        setattr(purchase, key, _checked(key, value))
    work.session.flush()
    index_purchases(work, [purchase_id])
    work.event("purchase", purchase_id, "edited", fields=sorted(changes))


def _checked(key: str, value: Any) -> Any:
    match key:
        case "freight" | "other_costs":
            if not isinstance(value, int) or value < 0:
                raise UserError(_("An amount cannot be negative."))
        case "spread":
            if value not in set(Spread):
                raise UserError(_("Costs are spread by value, quantity or weight."))
        case "rate":
            return format(checked_rate(str(value)).normalize(), "f")
        case "expected_on":
            try:
                return date.fromisoformat(value) if isinstance(value, str) else value
            except ValueError as error:
                raise UserError(_("“{value}” is no date. Write dates like 2026-01-31.").format(value=value)) from error
        case _:
            return str(value).strip()
    return value


@needs(Right.EDIT_PURCHASES)
def order_purchase(work: Work, purchase_id: int, anyway: bool = False) -> None:
    """The order goes to the supplier. Broken packs and missed minimums are refused unless ``anyway``."""
    purchase = locked(work, purchase_id)
    facts = facts_of(work, purchase)
    if purchase.state == S.DRAFT.value and not anyway and (why := doubts(facts, purchase.currency)):
        raise UserError(" ".join(why))
    go(work, purchase, S.ORDERED, ordered_at=work.now)
    work.event("purchase", purchase_id, "ordered", units=sum(line.quantity for line in facts.lines))


@needs(Right.EDIT_PURCHASES)
def confirm_purchase(
    work: Work,
    purchase_id: int,
    expected_on: date | None = None,
    reference: str = "",
    expected: Mapping[int, str] | None = None,
) -> None:
    """The supplier agrees: to a day, under their reference; ``expected`` gives single lines a day of their own."""
    purchase = locked(work, purchase_id)
    go(work, purchase, S.CONFIRMED, confirmed_at=work.now)
    if expected_on is not None:
        purchase.expected_on = expected_on
    if reference.strip():
        purchase.reference = reference.strip()
    for line_id, day in (expected or {}).items():
        line = work.session.get(PurchaseLine, int(line_id))
        if line is None or line.purchase_id != purchase_id:
            raise UserError(_("There is no such line in this purchase order."))
        line.expected_on = _checked("expected_on", day)
    work.session.flush()
    work.event("purchase", purchase_id, "confirmed", day=purchase.expected_on.isoformat(), reference=purchase.reference)
    index_purchases(work, [purchase_id])


@needs(Right.EDIT_PURCHASES)
def redraft_purchase(work: Work, purchase_id: int, reason: str) -> None:
    """Take an order back to draft to change it, as long as nothing has arrived."""
    _refuse_without_reason(reason)
    go(work, locked(work, purchase_id), S.DRAFT, ordered_at=None, confirmed_at=None)
    work.event("purchase", purchase_id, "redrafted", reason=reason)


@needs(Right.EDIT_PURCHASES)
def cancel_purchase(work: Work, purchase_id: int, reason: str) -> None:
    """Nothing of this order will come."""
    _refuse_without_reason(reason)
    go(work, locked(work, purchase_id), S.CANCELLED, closed_at=work.now)
    work.event("purchase", purchase_id, "cancelled", reason=reason)


@needs(Right.EDIT_PURCHASES)
def close_purchase(work: Work, purchase_id: int, reason: str = "") -> int:
    """Finish an order; what has not come is short and needs a reason. Returns the units that are short."""
    purchase = locked(work, purchase_id)
    short = 0
    if PurchaseState(purchase.state) in AWAITED:
        left = {facts.sku: facts.open for facts in facts_of(work, purchase).lines if facts.open}
        short = sum(left.values())
        if short and purchase.state == S.PARTLY_RECEIVED.value:
            _refuse_without_reason(reason)
            for line in _lines(work, purchase_id):
                line.short = max(0, line.quantity - (line.good - line.over + line.damaged))
            work.session.flush()
    go(work, purchase, S.CLOSED, closed_at=work.now)
    work.event("purchase", purchase_id, "closed", short=short, reason=reason)
    return short


@needs(Right.EDIT_PURCHASES)
def reopen_purchase(work: Work, purchase_id: int, reason: str) -> None:
    """Goods of a closed order come after all: what was short is awaited again."""
    _refuse_without_reason(reason)
    purchase = locked(work, purchase_id)
    for line in _lines(work, purchase_id):
        line.short = 0
    go(work, purchase, S.RECEIVED, closed_at=None)
    refresh_state(work, purchase_id)
    work.event("purchase", purchase_id, "reopened", reason=reason)


def _lines(work: Work, purchase_id: int) -> Sequence[PurchaseLine]:
    return work.session.scalars(select(PurchaseLine).where(PurchaseLine.purchase_id == purchase_id)).all()


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise UserError(_("Please give a reason."))
