"""Bundles in orders: each becomes lines for its parts, which carry its money and its goods; what may not be sold."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import aliased

from shopdesk.domain.errors import UserError
from shopdesk.domain.kits import bottom_parts, shared_price
from shopdesk.domain.money import split
from shopdesk.domain.orders import LineKind
from shopdesk.i18n import _
from shopdesk.queries.kits import edges_below
from shopdesk.store.prepared import ByIds, Prepared
from shopdesk.store.tables import LineDiscount, Order, OrderKit, OrderLine, Product, Variant
from shopdesk.store.work import Work

NOT_SOLD = {"retired", "candidate"}


_INSTEAD = aliased(Product)
_NOT_SOLD = ByIds(
    select(Variant.name, Product.lifecycle, _INSTEAD.title.label("instead"))
    .join(Product, Product.id == Variant.product_id)
    .outerjoin(_INSTEAD, _INSTEAD.id == Product.superseded_by)
    .where(or_(*(Product.lifecycle == lifecycle for lifecycle in sorted(NOT_SOLD)))),
    Variant.id,
)
_WHOLE_KITS = (
    select(OrderLine)
    .join(Variant, Variant.id == OrderLine.variant_id)
    .join(Product, Product.id == Variant.product_id)
    .where(OrderLine.order_id == bindparam("order"), Product.item_type == "bundle", OrderLine.kit_id.is_(None))
    .order_by(OrderLine.position, OrderLine.id)
)
_HAS_WHOLE_KITS = Prepared(_WHOLE_KITS.with_only_columns(OrderLine.id))


def refuse_not_sold(work: Work, variant_ids: Collection[int]) -> None:
    """Raise UserError for a variant whose product is retired or only a candidate, naming what replaces it."""
    row = next(iter(work.rows(_NOT_SOLD, list(variant_ids))), None)
    if row is None:
        return
    if row.lifecycle == "candidate":
        raise UserError(_("{name} is only a candidate and cannot be ordered yet.").format(name=row.name))
    if row.instead:
        raise UserError(
            _("{name} is retired and cannot be ordered. It was replaced by {other}.").format(
                name=row.name, other=row.instead
            )
        )
    raise UserError(_("{name} is retired and cannot be ordered.").format(name=row.name))


def open_kits(work: Work, order_id: int) -> int:
    """Turn every untouched line of a bundle into lines of its parts; returns how many bundles were opened.

    The bundle's price is shared out over the parts by their own prices, to the last unit, so that each part can be
    refunded alone. Raises UserError for a bundle without parts.
    """
    if work.run(_HAS_WHOLE_KITS, {"order": order_id}).first() is None:
        return 0
    lines = work.session.scalars(_WHOLE_KITS, {"order": order_id}).all()
    lines = [line for line in lines if not (line.reserved or line.shipped or line.refunded)]
    if not lines:
        return 0
    bundles = {line.variant_id for line in lines if line.variant_id is not None}
    edges = edges_below(work.session, bundles)
    bottoms = {bundle: bottom_parts(edges, bundle) for bundle in bundles}
    ids = {part for parts in bottoms.values() for part in parts}
    known = {
        row.id: row
        for row in work.read(
            select(Variant.id, Variant.sku, Variant.price, Variant.title, Variant.stocked, Product.title.label("name"))
            .join(Product, Product.id == Variant.product_id)
            .where(Variant.id.in_(ids))
        )
    }
    more_off = 0
    for line in lines:
        parts = bottoms[line.variant_id or 0]
        if not parts:
            raise UserError(_("The bundle {name} has no parts yet.").format(name=line.title))
        more_off += _open(work, line, {part: units * line.quantity for part, units in parts.items()}, known)
    order = Order.__table__
    if more_off:
        work.write(update(order).where(order.c.id == order_id).values(discount=order.c.discount + more_off))
    _number_again(work, order_id)
    return len(lines)


def _open(work: Work, line: OrderLine, parts: dict[int, int], known: dict[int, Any]) -> int:
    """Replace one line by its parts' lines; returns by how much the discounts grew."""
    title = f"{line.title} · {line.variant_title}" if line.variant_title else line.title
    kit = OrderKit(
        order_id=line.order_id, variant_id=line.variant_id, sku=line.sku, title=title, quantity=line.quantity,
        total=line.total,
    )  # fmt: skip
    work.session.add(kit)
    work.session.flush()
    shares = shared_price(line.total, parts, {part: known[part].price for part in parts})
    taxes = split(line.tax, [share.total for share in shares])
    own = [(one.promotion, one.amount, one.bearer) for one in line.discounts]
    given = {name: split(amount, [share.total for share in shares]) for name, amount, _bearer in own}
    gift = line.kind == LineKind.GIFT.value
    before, after = line.discount, 0
    for at, share in enumerate(shares):
        part = known[share.part]
        named = [(name, given[name][at], bearer) for name, _amount, bearer in own if given[name][at]]
        unit_price = 0 if gift else share.unit_price
        discount = unit_price * share.units - share.total
        saved = discount - sum(amount for _name, amount, _bearer in named)
        if saved < 0:  # the parts' own prices leave no room for the line's discounts: they are worth more
            unit_price -= saved // share.units
            discount = unit_price * share.units - share.total
            saved = discount - sum(amount for _name, amount, _bearer in named)
        made = OrderLine(
            order_id=line.order_id,
            position=line.position,
            kind=line.kind if gift else (LineKind.GOODS if part.stocked else LineKind.SERVICE).value,
            variant_id=share.part,
            kit_id=kit.id,
            channel_line_id=line.channel_line_id if at == 0 else "",
            sku=part.sku,
            title=part.name,
            variant_title=part.title,
            quantity=share.units,
            unit_price=unit_price,
            discount=discount,
            tax=taxes[at],
            total=share.total,
        )
        if saved:
            named.append((title, saved, "shop"))
        made.discounts = [LineDiscount(promotion=name, amount=amount, bearer=bearer) for name, amount, bearer in named]
        work.session.add(made)
        after += discount
    rows, discounts = OrderLine.__table__, LineDiscount.__table__
    line_id = line.id
    work.session.flush()
    work.write(delete(discounts).where(discounts.c.order_line_id == line_id))
    work.write(delete(rows).where(rows.c.id == line_id))
    return after - before


def _number_again(work: Work, order_id: int) -> None:
    """Count the lines anew, parts where their bundle stood."""
    rows = OrderLine.__table__
    found = work.read(
        select(OrderLine.id, OrderLine.quantity)
        .where(OrderLine.order_id == order_id)
        .order_by(OrderLine.position, OrderLine.id)
    ).all()
    for position, row in enumerate(found, 1):
        work.write(update(rows).where(rows.c.id == row.id).values(position=position))
    order = Order.__table__
    count = sum(row.quantity for row in found)
    work.write(update(order).where(order.c.id == order_id).values(item_count=count))
