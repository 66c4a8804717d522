"""Purchase orders, their deliveries and claims: states and guards, whole packs, minimum quantities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import Money
from shopdesk.i18n import N_, _, n_


class PurchaseState(StrEnum):
    """Life of an order to a supplier; from “confirmed” on it is computed from what arrived."""

    DRAFT = "draft"
    ORDERED = "ordered"
    CONFIRMED = "confirmed"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ReceiptState(StrEnum):
    """Life of one delivery: being counted, booked into stock, or booked and taken back."""

    COUNTING = "counting"
    BOOKED = "booked"
    UNDONE = "undone"


class ClaimState(StrEnum):
    """Life of a claim against a supplier."""

    OPEN = "open"
    SENT = "sent"
    CREDITED = "credited"
    REJECTED = "rejected"


class MoreThanOrdered(UserError):
    """More goods than were ordered; somebody who may buy can accept them."""


P = PurchaseState

STATE_TITLES: dict[PurchaseState, str] = {
    P.DRAFT: N_("Draft"),
    P.ORDERED: N_("Sent"),
    P.CONFIRMED: N_("Confirmed"),
    P.PARTLY_RECEIVED: N_("Partly received"),
    P.RECEIVED: N_("Received"),
    P.CLOSED: N_("Closed"),
    P.CANCELLED: N_("Cancelled"),
}
RECEIPT_TITLES: dict[ReceiptState, str] = {
    ReceiptState.COUNTING: N_("Counting"),
    ReceiptState.BOOKED: N_("Booked"),
    ReceiptState.UNDONE: N_("Undone"),
}
CLAIM_TITLES: dict[ClaimState, str] = {
    ClaimState.OPEN: N_("Open"),
    ClaimState.SENT: N_("Sent to supplier"),
    ClaimState.CREDITED: N_("Credited"),
    ClaimState.REJECTED: N_("Rejected"),
}
CLAIM_REASONS: dict[str, str] = {
    "damaged": N_("Damaged on arrival"),
    "short": N_("Missing from the delivery"),
    "defect": N_("Defective"),
    "wrong_item": N_("Wrong item sent"),
    "late": N_("Arrived too late"),
    "other": N_("Other"),
}

AWAITED = (P.ORDERED, P.CONFIRMED, P.PARTLY_RECEIVED)
"""A supplier has the order and has not delivered all of it."""
FINISHED = (P.CLOSED, P.CANCELLED)


@dataclass(frozen=True, slots=True)
class PurchaseLineFacts:
    """One line of a purchase order in stock units; ``price`` of one unit and ``min_quantity`` as the supplier says."""

    sku: str
    quantity: int
    pack: int = 1
    price: int = 0
    min_quantity: int = 0
    good: int = 0
    damaged: int = 0
    over: int = 0
    short: int = 0

    @property
    def amount(self) -> int:
        """What the ordered units cost, in minor units."""
        return self.quantity * self.price

    @property
    def arrived(self) -> int:
        """Units that came, good or damaged, ordered or not."""
        return self.good + self.damaged

    @property
    def open(self) -> int:
        """Units still to come."""
        return max(0, self.quantity - (self.arrived - self.over) - self.short)


@dataclass(frozen=True, slots=True)
class PurchaseFacts:
    """A purchase order as its guards see it; money in minor units of the supplier's currency."""

    number: str
    state: PurchaseState
    lines: Sequence[PurchaseLineFacts]
    min_order: int = 0
    rate_known: bool = True
    confirmed: bool = False
    counting: bool = False


Guard = Callable[[PurchaseFacts], "str | None"]


def _has_lines(order: PurchaseFacts) -> str | None:
    return None if order.lines else _("A purchase order needs at least one line.")


def _rate_known(order: PurchaseFacts) -> str | None:
    return None if order.rate_known else _("Say what one unit of the supplier’s currency costs.")


def _nothing_arrived(order: PurchaseFacts) -> str | None:
    return _("Goods of this order have arrived already.") if any(line.arrived for line in order.lines) else None


def _something_arrived(order: PurchaseFacts) -> str | None:
    return None if any(line.arrived for line in order.lines) else _("Nothing of this order has arrived yet.")


def _nothing_open(order: PurchaseFacts) -> str | None:
    left = sum(line.open for line in order.lines)
    if not left:
        return None
    return n_("{count} piece is still to come.", "{count} pieces are still to come.", left).format(count=left)


def _not_counting(order: PurchaseFacts) -> str | None:
    return _("A delivery of this order is being counted.") if order.counting else None


MOVES: dict[tuple[PurchaseState, PurchaseState], tuple[Guard, ...]] = {
    (P.DRAFT, P.ORDERED): (_has_lines, _rate_known),
    (P.DRAFT, P.CANCELLED): (),
    (P.ORDERED, P.DRAFT): (_nothing_arrived, _not_counting),
    (P.ORDERED, P.CONFIRMED): (),
    (P.CONFIRMED, P.DRAFT): (_nothing_arrived, _not_counting),
    (P.ORDERED, P.PARTLY_RECEIVED): (_something_arrived,),
    (P.ORDERED, P.RECEIVED): (_something_arrived, _nothing_open),
    (P.CONFIRMED, P.PARTLY_RECEIVED): (_something_arrived,),
    (P.CONFIRMED, P.RECEIVED): (_something_arrived, _nothing_open),
    (P.PARTLY_RECEIVED, P.RECEIVED): (_nothing_open,),
    (P.PARTLY_RECEIVED, P.CONFIRMED): (_nothing_arrived,),
    (P.PARTLY_RECEIVED, P.ORDERED): (_nothing_arrived,),
    (P.RECEIVED, P.PARTLY_RECEIVED): (_something_arrived,),
    (P.RECEIVED, P.CONFIRMED): (_nothing_arrived,),
    (P.RECEIVED, P.ORDERED): (_nothing_arrived,),
    (P.ORDERED, P.CANCELLED): (_nothing_arrived, _not_counting),
    (P.CONFIRMED, P.CANCELLED): (_nothing_arrived, _not_counting),
    (P.PARTLY_RECEIVED, P.CLOSED): (_nothing_open, _not_counting),
    (P.RECEIVED, P.CLOSED): (_nothing_open, _not_counting),
    (P.CLOSED, P.RECEIVED): (),
    (P.CLOSED, P.PARTLY_RECEIVED): (_something_arrived,),
}


def refusals(order: PurchaseFacts, to: PurchaseState) -> list[str]:
    """Why the purchase order may not move to ``to``; empty means it may."""
    guards = MOVES.get((order.state, to))
    if guards is None:
        return [
            _("Purchase order {number} is “{state}” and cannot become “{to}”.").format(
                number=order.number, state=_(STATE_TITLES[order.state]), to=_(STATE_TITLES[to])
            )
        ]
    return [why for guard in guards if (why := guard(order))]


def check_move(order: PurchaseFacts, to: PurchaseState) -> None:
    """Raise UserError with every reason when the purchase order may not move to ``to``."""
    if why := refusals(order, to):
        raise UserError(" ".join(why))


def state_by_lines(order: PurchaseFacts) -> PurchaseState:
    """The state the lines prove; before the supplier has the order and after its end it stands as it is."""
    if order.state in (P.DRAFT, *FINISHED):
        return order.state
    if not any(line.arrived for line in order.lines):
        return P.CONFIRMED if order.confirmed else P.ORDERED
    return P.PARTLY_RECEIVED if any(line.open for line in order.lines) else P.RECEIVED


def doubts(order: PurchaseFacts, currency: str) -> list[str]:
    """What the supplier may refuse: broken packs, too few of an item, too small an order; a person may insist."""
    found = []
    for line in order.lines:
        if line.quantity % line.pack:
            found.append(
                _("{sku} comes in packs of {pack}; {quantity} pieces are no whole packs.").format(
                    sku=line.sku, pack=line.pack, quantity=line.quantity
                )
            )
        if line.quantity < line.min_quantity:
            found.append(
                _("{sku}: the supplier sells at least {least} pieces.").format(sku=line.sku, least=line.min_quantity)
            )
    goods = sum(line.amount for line in order.lines)
    if goods < order.min_order:
        found.append(
            _("The goods cost {amount}; the supplier’s minimum is {least}.").format(
                amount=Money(goods, currency), least=Money(order.min_order, currency)
            )
        )
    return found


def whole_packs(quantity: int, pack: int = 1, least: int = 0) -> int:
    """The smallest number of units that is whole packs, at least ``quantity`` and at least ``least``."""
    wanted = max(quantity, least)
    return -(-wanted // pack) * pack


def checked_units(value: object) -> int:
    """A number of pieces as somebody gave it; raises UserError unless it is a whole number above zero."""
    if isinstance(value, str) and value.strip():
        try:
            value = Decimal(value.strip())
        except InvalidOperation as error:
            raise UserError(_("“{value}” is no number of pieces.").format(value=value)) from error
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise UserError(_("“{value}” is no number of pieces.").format(value=value))
    if value != value or value in (float("inf"), float("-inf")) or value != int(value):  # noqa: PLR0124 - NaN
        raise UserError(_("{value} is not a whole number of pieces.").format(value=value))
    if value < 1:
        raise UserError(_("The quantity must be at least one."))
    return int(value)
