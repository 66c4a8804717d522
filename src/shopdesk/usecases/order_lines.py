"""The lines of an order being typed: what they cost, and how a discount is shared out over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import split
from shopdesk.domain.orders import LineKind
from shopdesk.i18n import _
from shopdesk.store.prepared import ByIds, Prepared
from shopdesk.store.tables import LineDiscount, OrderLine, Product, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.order_kits import refuse_not_sold

if TYPE_CHECKING:
    from shopdesk.usecases.orders import NewLine

_ORDERED = ByIds(
    select(Variant.id, Variant.sku, Variant.price, Variant.title, Variant.stocked, Product.title.label("name")).join(
        Product, Product.id == Variant.product_id
    ),
    Variant.id,
)


@dataclass(frozen=True, slots=True)
class Priced:
    """Checked lines as rows to write, each with its own part of the discounts by name, and their sums."""

    rows: tuple[tuple[dict[str, Any], list[tuple[str, int]]], ...]
    goods_total: int
    discount: int
    item_count: int


_ADD_LINE = Prepared(
    insert(OrderLine).returning(OrderLine.id),
    *("order_id", "position", "kind", "variant_id", "sku", "title", "variant_title", "quantity"),
    *("unit_price", "discount", "total"),
)
_ADD_DISCOUNT = Prepared(insert(LineDiscount).returning(LineDiscount.id), "order_line_id", "promotion", "amount")


def price_lines(work: Work, lines: Sequence[NewLine], discount: int) -> Priced:
    """What the lines of a new order cost; ``discount`` in minor units is shared out to the last unit."""
    known = {row.id: row for row in work.rows(_ORDERED, [line.variant_id for line in lines])}
    for line in lines:
        if line.variant_id not in known:
            raise UserError(_("There is no such product."))
        if line.quantity < 1:
            raise UserError(_("The quantity must be at least one."))
        if line.discount < 0:
            raise UserError(_("An amount cannot be negative."))
    refuse_not_sold(work, known)
    prices = [
        0 if line.gift else (known[line.variant_id].price if line.unit_price is None else line.unit_price)
        for line in lines
    ]
    sums = [price * line.quantity - line.discount for price, line in zip(prices, lines, strict=True)]
    if any(amount < 0 for amount in sums) or discount < 0 or discount > sum(sums):
        raise UserError(_("A discount is larger than what it is taken from."))
    shares = split(discount, sums)
    rows = []
    for at, (line, price, amount, share) in enumerate(zip(lines, prices, sums, shares, strict=True), start=1):
        row = known[line.variant_id]
        kind = LineKind.GIFT if line.gift else LineKind.GOODS if row.stocked else LineKind.SERVICE
        made = {
            "position": at,
            "kind": kind.value,
            "variant_id": line.variant_id,
            "sku": row.sku,
            "title": row.name,
            "variant_title": row.title,
            "quantity": line.quantity,
            "unit_price": price,
            "discount": line.discount + share,
            "total": amount - share,
        }
        parts = ((_("Discount"), line.discount), (_("Order discount"), share))
        rows.append((made, [part for part in parts if part[1]]))
    return Priced(
        rows=tuple(rows),
        goods_total=sum(sums) - discount,
        discount=discount + sum(line.discount for line in lines),
        item_count=sum(line.quantity for line in lines),
    )


def add_lines(work: Work, order_id: int, priced: Priced) -> None:
    """Write the lines of a new order with their discounts."""
    for row, discounts in priced.rows:
        line_id = work.add(_ADD_LINE, {"order_id": order_id, **row})
        for promotion, amount in discounts:
            work.add(_ADD_DISCOUNT, {"order_line_id": line_id, "promotion": promotion, "amount": amount})
