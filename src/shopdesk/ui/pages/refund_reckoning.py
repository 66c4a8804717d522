"""What a return comes to: the exact share of what was paid for each line, with its arithmetic in words.

The amounts come from the rules in ``domain.returns``, by which the refund is recorded as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shopdesk.domain import returns as rules
from shopdesk.domain.returns import ReturnType, Settlement
from shopdesk.i18n import _, n_
from shopdesk.queries.order_details import OrderDetail
from shopdesk.queries.order_line_details import OrderLineDetail
from shopdesk.queries.return_details import ReturnDetail, ReturnLineDetail
from shopdesk.ui import figures

_SHOP_FAULT = frozenset({"wrong_item", "damaged", "defect", "not_as_described", "missing", "late"})
_NOT_GIVEN_BACK = frozenset(kind.value for kind in rules.NOT_GIVEN_BACK)


@dataclass(frozen=True, slots=True)
class LineRefund:
    """One line's claim in minor units, what of it was paid back already, and how it is reckoned."""

    title: str
    units: int
    amount: int
    words: str
    done: int = 0


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A return's claims before freight, and the amounts of the order that pays them, in minor units."""

    lines: tuple[LineRefund, ...]
    freight_paid: int
    freight_left: int
    freight_wanted: int
    freight_words: str
    total: int
    paid: int
    refunded: int
    credited: int

    def settled(self, freight: int) -> Settlement:
        """What becomes of the claims with so much freight: credited, paid back, or paid back before."""
        return rules.settlement(
            [max(0, line.amount - line.done) for line in self.lines],
            freight,
            total=self.total,
            paid=self.paid,
            refunded=self.refunded,
            credited=self.credited,
        )

    @property
    def done(self) -> int:
        """What this return paid back already."""
        return sum(line.done for line in self.lines)

    @property
    def left(self) -> int:
        """What may be paid back at most."""
        return max(0, self.paid - self.refunded)


def reckon(
    detail: ReturnDetail, order: OrderDetail, others: Sequence[ReturnDetail], units: Mapping[int, int]
) -> Reckoning:
    """The refund if ``units`` (by return line) are taken back; decided lines keep what was decided."""
    known = {line.id: line for line in order.lines}
    lines = tuple(
        _line(line, known[line.order_line_id], _gone(line, known[line.order_line_id], others), units, detail)
        for line in detail.lines
        if line.order_line_id in known
    )
    wanted, words = _freight(detail, order, everything=_everything(detail, order, units))
    return Reckoning(
        lines,
        order.shipping,
        detail.freight_left,
        wanted,
        words,
        detail.order_total,
        detail.order_paid,
        detail.order_refunded,
        detail.order_credited,
    )


def _gone(line: ReturnLineDetail, sold: OrderLineDetail, others: Sequence[ReturnDetail]) -> int:
    """Units of the line that were given back before."""
    return sold.cancelled + sum(
        other.given_back
        for case in others
        if case.type not in _NOT_GIVEN_BACK
        for other in case.lines
        if other.decided and other.order_line_id == line.order_line_id
    )


def _everything(detail: ReturnDetail, order: OrderDetail, units: Mapping[int, int]) -> bool:
    """Whether nothing of the order stays with the customer."""
    coming = {line.order_line_id: units.get(line.id, 0) for line in detail.lines if not line.decided}
    return all(
        line.returned + line.cancelled + max(0, coming.get(line.id, 0) - _received(detail, line.id)) >= line.quantity
        for line in order.lines
        if line.stocked
    )


def _received(detail: ReturnDetail, order_line_id: int) -> int:
    """What of this return is counted as returned at the order's line already."""
    return sum(line.received for line in detail.lines if line.order_line_id == order_line_id and not line.decided)


def _line(
    line: ReturnLineDetail, sold: OrderLineDetail, gone: int, wanted: Mapping[int, int], detail: ReturnDetail
) -> LineRefund:
    title, units = line.title, wanted.get(line.id, 0)
    if detail.type == ReturnType.REFUND_ONLY_BEFORE:
        units, gone = line.expected, max(0, gone - line.expected)
    elif line.decided:
        units = line.given_back
    if detail.type == ReturnType.RESEND:
        return LineRefund(title, units, 0, _("sent again, nothing is paid back"))
    if detail.type == ReturnType.EXCHANGE and detail.exchange_order_id:
        return LineRefund(title, units, 0, _("exchanged for other goods"))
    if not units:
        return LineRefund(title, 0, 0, _("nothing of it is here"))
    amount = rules.worth(sold.worth, sold.quantity, gone, units)
    words = _arithmetic(sold, gone, min(units, max(0, sold.quantity - gone)), detail.currency)
    if line.decided and line.refund_due != amount:
        amount, words = line.refund_due, _("after what was credited or paid before")
    return LineRefund(title, units, amount, words, line.refunded)


def _arithmetic(sold: OrderLineDetail, gone: int, units: int, currency: str) -> str:
    def amount(minor: int) -> str:
        return figures.amount(minor, currency)

    paid, count = sold.worth, figures.number(sold.quantity)
    off = 0 if sold.carried else sold.discount
    before = _(" ({price} less {off})").format(price=amount(paid + off), off=amount(off)) if off else ""
    if not units:
        return _("given back before")
    if units == sold.quantity:
        whole = n_("paid {paid}{discount} for {count}", "paid {paid}{discount} for all {count}", sold.quantity)
        return whole.format(paid=amount(paid), discount=before, count=count)
    if not gone:
        words = _("paid {paid}{discount} for {count}; {paid} × {units} ÷ {count}")
        return words.format(paid=amount(paid), discount=before, count=count, units=figures.number(units))
    earlier = amount(rules.worth(paid, sold.quantity, 0, gone))
    words = _("paid {paid}{discount} for {count}; {paid} × {units} ÷ {count} − {gone} earlier")
    back = figures.number(gone + units)
    return words.format(paid=amount(paid), discount=before, count=count, units=back, gone=earlier)


def _freight(detail: ReturnDetail, order: OrderDetail, *, everything: bool) -> tuple[int, str]:
    paid = figures.amount(order.shipping, order.currency)
    if not order.shipping:
        return 0, _("the order had no freight")
    if detail.refunded or not detail.freight_left:
        return 0, _("of {paid} paid").format(paid=paid)
    if detail.reason in _SHOP_FAULT:
        return detail.freight_left, _("of {paid} paid: the reason lies with the shop").format(paid=paid)
    if everything:
        return detail.freight_left, _("of {paid} paid: the whole order comes back").format(paid=paid)
    return 0, _("of {paid} paid: part of the order is kept").format(paid=paid)
