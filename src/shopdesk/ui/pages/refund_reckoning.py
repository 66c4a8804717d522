"""What a return comes to: the exact share of what was paid for each line, with its arithmetic in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopdesk.domain.money import refund_of
from shopdesk.i18n import _, n_
from shopdesk.queries.order_details import OrderDetail
from shopdesk.queries.order_line_details import OrderLineDetail
from shopdesk.queries.return_details import ReturnDetail, ReturnLineDetail
from shopdesk.ui import figures

_SHOP_FAULT = frozenset({"wrong_item", "damaged", "defect", "not_as_described", "missing", "late"})
_NOT_MONEY = "resend"


@dataclass(frozen=True, slots=True)
class LineRefund:
    """One line's refund in minor units, and how it is reckoned."""

    title: str
    units: int
    amount: int
    words: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A return's refund before freight; amounts in minor units. ``left`` is what may be paid back at most."""

    lines: tuple[LineRefund, ...]
    credit: int
    done: int
    freight_paid: int
    freight_wanted: int
    freight_words: str
    paid: int
    left: int

    @property
    def goods(self) -> int:
        """What is still to be paid back for goods."""
        return max(0, sum(line.amount for line in self.lines) - self.done - self.credit)


def reckon(
    detail: ReturnDetail, order: OrderDetail, others: Sequence[ReturnDetail], units: Mapping[int, int]
) -> Reckoning:
    """The refund if ``units`` (by return line) are taken back; decided lines keep what was decided."""
    known = {line.id: line for line in order.lines}
    lines = tuple(
        _line(line, known[line.order_line_id], _earlier(line, others), units.get(line.id, 0), detail)
        for line in detail.lines
        if line.order_line_id in known
    )
    done = sum(line.refunded for line in detail.lines)
    due = sum(line.amount for line in lines) - done
    everything = all(line.returned >= line.quantity for line in order.lines if line.stocked) or (all(
        known[line.order_line_id].quantity == units.get(line.id, line.good + line.damaged) for line in detail.lines
    ) and len(detail.lines) == len([line for line in order.lines if line.stocked]))  # fmt: skip
    wanted, words = _freight(detail, order, everything)
    return Reckoning(
        lines,
        min(max(0, order.total - order.paid), max(0, due)) if order.amounts_known else 0,
        done,
        order.shipping,
        wanted,
        words,
        order.paid,
        order.paid - order.refunded,
    )


def _earlier(line: ReturnLineDetail, others: Sequence[ReturnDetail]) -> int:
    return sum(
        other.good + other.damaged
        for case in others
        if case.type != _NOT_MONEY
        for other in case.lines
        if other.decided and other.order_line_id == line.order_line_id
    )


def _line(line: ReturnLineDetail, sold: OrderLineDetail, earlier: int, units: int, detail: ReturnDetail) -> LineRefund:
    title = line.title
    if line.decided:
        units = line.good + line.damaged
    if detail.type == _NOT_MONEY:
        return LineRefund(title, units, 0, _("sent again, nothing is paid back"))
    if not units:
        return LineRefund(title, 0, 0, _("nothing of it is here"))
    paid = sold.total + sold.tax
    units = min(units, sold.quantity - earlier)
    amount = line.refund_due if line.decided else refund_of(paid, sold.quantity, earlier, units)
    if line.decided and detail.exchange_order_id:
        return LineRefund(title, units, amount, _("exchanged for other goods"))
    return LineRefund(title, units, amount, _arithmetic(paid, sold, earlier, units, detail.currency))


def _arithmetic(paid: int, sold: OrderLineDetail, earlier: int, units: int, currency: str) -> str:
    def amount(minor: int) -> str:
        return figures.amount(minor, currency)

    count = figures.number(sold.quantity)
    off = sold.discount
    before = _(" ({price} less {off})").format(price=amount(paid + off), off=amount(off)) if off else ""
    if units == sold.quantity:
        whole = n_("paid {paid}{discount} for {count}", "paid {paid}{discount} for all {count}", sold.quantity)
        return whole.format(paid=amount(paid), discount=before, count=count)
    if not earlier:
        words = _("paid {paid}{discount} for {count}; {paid} × {units} ÷ {count}")
        return words.format(paid=amount(paid), discount=before, count=count, units=figures.number(units))
    gone = amount(refund_of(paid, sold.quantity, 0, earlier))
    words = _("paid {paid}{discount} for {count}; {paid} × {units} ÷ {count} − {gone} earlier")
    back = figures.number(earlier + units)
    return words.format(paid=amount(paid), discount=before, count=count, units=back, gone=gone)


def _freight(detail: ReturnDetail, order: OrderDetail, everything: bool) -> tuple[int, str]:
    paid = figures.amount(order.shipping, order.currency)
    if not order.shipping:
        return 0, _("the order had no freight")
    if detail.refunded:
        return 0, _("of {paid} paid").format(paid=paid)
    if detail.reason in _SHOP_FAULT:
        return order.shipping, _("of {paid} paid: the reason lies with the shop").format(paid=paid)
    if everything:
        return order.shipping, _("of {paid} paid: the whole order comes back").format(paid=paid)
    return 0, _("of {paid} paid: part of the order is kept").format(paid=paid)
