"""The amounts of one order of a file, brought to the shop's form: every discount shared out to the last cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.documents.records import DiscountRecord, OrderLineRecord, OrderRecord
from shopdesk.domain.money import split

# Where nothing in the file decides, tax comes on top in these currencies' countries and is inside prices elsewhere.
_TAX_ON_TOP = frozenset({"USD", "CAD"})


@dataclass(slots=True)
class LineAmounts:
    """One line in minor units; ``total`` is after its own discounts and its share of the order's."""

    unit_price: int
    discount: int
    tax: int
    total: int
    discounts: list[DiscountRecord]


@dataclass(slots=True)
class OrderAmounts:
    """One order in minor units: total = goods_total + shipping + tax + adjustment. ``known`` is False without any.

    ``cut`` is what discounts on lines exceeded their lines by; it was left out.
    """

    known: bool
    lines: list[LineAmounts]
    goods_total: int
    discount: int
    shipping: int
    tax: int
    tax_included: int
    adjustment: int
    total: int
    cut: int = 0


def amounts_of(record: OrderRecord, lines: Sequence[OrderLineRecord]) -> OrderAmounts:
    """The amounts of ``record`` over its taken ``lines``."""
    priced = any(line.total is not None or line.unit_price is not None for line in lines)
    if not priced and record.total is None:
        bare = [LineAmounts(0, 0, 0, 0, []) for _line in lines]
        return OrderAmounts(False, bare, 0, 0, 0, 0, 0, 0, 0)
    shipping, tax = max(0, record.shipping or 0), max(0, record.tax or 0)
    off = sum(discount.amount for discount in record.discounts)
    stated = _before_order_discounts(record, lines, shipping, off, priced=priced)
    before = [max(0, amount) for amount in stated]
    goods = sum(before)
    goods_cut = goods - sum(stated)
    takes_off, on_top = _reading_of_total(record, goods, shipping, tax, off)
    made = [_line(line, amount) for line, amount in zip(lines, before, strict=True)]
    if takes_off:
        shipping = _share_out(made, record.discounts, shipping)
    _tax_lines(made, lines, tax if on_top else 0)
    goods = sum(line.total for line in made)
    ours = goods + shipping + (tax if on_top else 0)
    total = ours if record.total is None else record.total
    return OrderAmounts(
        known=True,
        lines=made,
        goods_total=goods,
        discount=sum(line.discount for line in made),
        shipping=shipping,
        tax=tax if on_top else 0,
        tax_included=0 if on_top else tax,
        adjustment=total - ours,
        total=total,
        cut=goods_cut,
    )


def _before_order_discounts(
    record: OrderRecord, lines: Sequence[OrderLineRecord], shipping: int, off: int, *, priced: bool
) -> list[int]:
    if not priced and record.total is not None:
        return split(max(0, record.total - shipping + off), [line.quantity for line in lines])
    return [_line_total(line) for line in lines]


def _line_total(line: OrderLineRecord) -> int:
    if line.total is not None:
        return line.total
    own = sum(discount.amount for discount in line.discounts)
    return (line.unit_price or 0) * line.quantity - own


def _reading_of_total(record: OrderRecord, goods: int, shipping: int, tax: int, off: int) -> tuple[bool, bool]:
    """Whether the order's discounts still come off the lines, and whether tax comes on top: what explains the total."""
    if record.total is None:
        return True, bool(tax) and record.currency in _TAX_ON_TOP
    readings = ((True, False), (True, True), (False, False), (False, True))
    sums = {reading: goods + shipping - (off if reading[0] else 0) + (tax if reading[1] else 0) for reading in readings}
    total = record.total
    return min(readings, key=lambda reading: (abs(total - sums[reading]), readings.index(reading)))


def _line(line: OrderLineRecord, total: int) -> LineAmounts:
    own = [discount for discount in line.discounts if discount.amount]
    off = sum(discount.amount for discount in own)
    unit = line.unit_price
    gross = None if unit is None else unit * line.quantity
    if total == 0 and gross is not None and off > gross:
        parts = split(max(0, gross), [discount.amount for discount in own])
        own = [DiscountRecord(one.name, part, one.bearer) for one, part in zip(own, parts, strict=True) if part]
        off = max(0, gross)
    if unit is None:
        gross = total + off
        unit = (2 * gross + line.quantity) // (2 * line.quantity) if line.quantity else 0
    return LineAmounts(unit, off, 0, total, own)


def _share_out(lines: list[LineAmounts], discounts: Sequence[DiscountRecord], shipping: int) -> int:
    """Share every order discount out over the lines, never more than a line; what is left comes off the shipping."""
    for discount in discounts:
        room = [max(0, line.total) for line in lines]
        on_goods = min(discount.amount, sum(room))
        for line, part in zip(lines, split(on_goods, room), strict=True):
            if part:
                line.discounts.append(DiscountRecord(discount.name, part, discount.bearer))
                line.discount += part
                line.total -= part
        shipping -= min(shipping, discount.amount - on_goods)
    return shipping


def _tax_lines(made: list[LineAmounts], lines: Sequence[OrderLineRecord], tax: int) -> None:
    if not tax or not made:
        return
    stated = [line.tax or 0 for line in lines]
    parts = stated if sum(stated) == tax else split(tax, [max(0, line.total) for line in made])
    for line, part in zip(made, parts, strict=True):
        line.tax = part
