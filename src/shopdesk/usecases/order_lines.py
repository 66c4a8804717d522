"""The lines of an order being typed: what they cost, and how a discount is shared out over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import split
from shopdesk.domain.orders import LineKind
from shopdesk.i18n import _
from shopdesk.store.prepared import ByIds
from shopdesk.store.tables import LineDiscount, Order, OrderLine, Product, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.order_kits import refuse_not_sold

_ORDERED = ByIds(
    select(Variant.id, Variant.sku, Variant.price, Variant.title, Variant.stocked, Product.title.label("name")).join(
        Product, Product.id == Variant.product_id
    ),
    Variant.id,
)


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line to order. ``unit_price`` and ``discount`` in minor units; None takes the catalogue's price."""

    variant_id: int
    quantity: int = 1
    unit_price: int | None = None
    discount: int = 0
    gift: bool = False


def add_lines(work: Work, order: Order, lines: Sequence[NewLine], discount: int) -> None:
    """Put the lines and their sums into a new order; ``discount`` in minor units is shared out to the last unit."""
    rows = {row.id: row for row in work.rows(_ORDERED, [line.variant_id for line in lines])}
    for line in lines:
        if line.variant_id not in rows:
            raise UserError(_("There is no such product."))
        if line.quantity < 1:
            raise UserError(_("The quantity must be at least one."))
        if line.discount < 0:
            raise UserError(_("An amount cannot be negative."))
    refuse_not_sold(work, rows)
    prices = [
        0 if line.gift else (rows[line.variant_id].price if line.unit_price is None else line.unit_price)
        for line in lines
    ]
    sums = [price * line.quantity - line.discount for price, line in zip(prices, lines, strict=True)]
    if any(amount < 0 for amount in sums) or discount < 0 or discount > sum(sums):
        raise UserError(_("A discount is larger than what it is taken from."))
    shares = split(discount, sums)
    for at, (line, price, amount, share) in enumerate(zip(lines, prices, sums, shares, strict=True), start=1):
        row = rows[line.variant_id]
        kind = LineKind.GIFT if line.gift else LineKind.GOODS if row.stocked else LineKind.SERVICE
        made = OrderLine(
            position=at,
            kind=kind.value,
            variant_id=line.variant_id,
            sku=row.sku,
            title=row.name,
            variant_title=row.title,
            quantity=line.quantity,
            unit_price=price,
            discount=line.discount + share,
            total=amount - share,
        )
        if line.discount:
            made.discounts.append(LineDiscount(promotion=_("Discount"), amount=line.discount))
        if share:
            made.discounts.append(LineDiscount(promotion=_("Order discount"), amount=share))
        order.lines.append(made)
    order.goods_total = sum(sums) - discount
    order.discount = discount + sum(line.discount for line in lines)
    order.total = order.goods_total + order.shipping + (order.tax or 0)
    order.item_count = sum(line.quantity for line in lines)
