"""The order: its lifecycle, the guards of each step, and the states computed from its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from shopdesk.domain.errors import UserError
from shopdesk.i18n import N_, _, listed


class OrderState(StrEnum):
    """Stored lifecycle of an order."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    CLOSED_SHORT = "closed_short"


class Fulfilment(StrEnum):
    """How far the goods are; computed from lines and shipments."""

    UNFULFILLED = "unfulfilled"
    READY = "ready"
    PARTLY_READY = "partly_ready"
    SHORT = "short"
    PICKING = "picking"
    PACKED = "packed"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"


class PaymentState(StrEnum):
    """How much money is in; computed from payments and refunds."""

    UNPAID = "unpaid"
    PART = "part"
    PAID = "paid"
    OVER = "over"
    REFUNDED_PART = "refunded_part"
    REFUNDED = "refunded"


class ReturnStatus(StrEnum):
    """Whether goods came back; computed from returns."""

    NONE = "none"
    OPEN = "open"
    PART = "part"
    FULL = "full"


class LineKind(StrEnum):
    """What an order line is; only goods and gifts touch stock."""

    GOODS = "goods"
    GIFT = "gift"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the rules need to know of one order line; quantities in stock units."""

    title: str
    kind: LineKind = LineKind.GOODS
    matched: bool = True
    quantity: int = 1
    reserved: int = 0
    shipped: int = 0
    cancelled: int = 0
    returned: int = 0
    available: int = 0
    price_differs: bool = False

    @property
    def stocked(self) -> bool:
        """Whether this line needs goods from the shelf."""
        return self.kind is not LineKind.SERVICE

    @property
    def wanted(self) -> int:
        """Units that are to be sent in all: what was ordered less what was cancelled."""
        return self.quantity - self.cancelled

    @property
    def open(self) -> int:
        """Units still to be sent."""
        return max(0, self.wanted - self.shipped)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the rules need to know of one order; amounts in minor units.

    ``credited`` need not be paid any more: cancelled goods, goods that came back unpaid, goodwill.
    """

    number: str
    state: OrderState
    lines: tuple[LineFacts, ...] = ()
    has_customer: bool = True
    address_missing: tuple[str, ...] = ()
    total: int = 0
    paid: int = 0
    refunded: int = 0
    credited: int = 0
    on_terms: bool = False
    held: bool = False
    hold_reason: str = ""
    buyer_note: str = ""
    note_read: bool = False
    possible_duplicates: tuple[str, ...] = ()
    backorder_accepted: bool = False
    picking_started: bool = False
    shipped_anything: bool = False
    pickup: bool = False
    open_returns: int = 0
    shipments: tuple[str, ...] = field(default_factory=tuple)

    @property
    def due(self) -> int:
        """What the order still has to bring in; paying money back does not raise it."""
        return max(0, self.total - self.credited - self.paid)

    @property
    def paid_back(self) -> bool:
        """Whether all money that came in went back although something is still to be paid for."""
        return 0 < self.paid <= self.refunded and self.total > self.credited


class Review(StrEnum):
    """A reason why an order waits for a person's eye."""

    NO_LINES = "no_lines"
    UNMATCHED = "unmatched"
    UNPAID = "unpaid"
    ADDRESS = "address"
    STOCK = "stock"
    DUPLICATE = "duplicate"
    NOTE = "note"
    HOLD = "hold"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Reason:
    """One review finding: its kind, the sentence, and whether a person may wave it through."""

    kind: Review
    text: str
    can_accept: bool


REVIEW_TITLES: dict[Review, str] = {
    Review.NO_LINES: N_("No lines"),
    Review.UNMATCHED: N_("Unknown product"),
    Review.UNPAID: N_("Payment"),
    Review.ADDRESS: N_("Address"),
    Review.STOCK: N_("Stock"),
    Review.DUPLICATE: N_("Possible duplicate"),
    Review.NOTE: N_("Note"),
    Review.HOLD: N_("On hold"),
    Review.PRICE: N_("Price"),
}


def review_reasons(order: OrderFacts) -> list[Reason]:
    """All reasons, never only the first, why this order is not confirmed by itself."""
    found: list[Reason] = []

    def add(kind: Review, text: str, *, can_accept: bool = True) -> None:
        found.append(Reason(kind, text, can_accept))

    if not order.lines:
        add(Review.NO_LINES, _("The order has no lines."), can_accept=False)
    unmatched = [line.title for line in order.lines if not line.matched and line.stocked]
    if unmatched:
        add(
            Review.UNMATCHED,
            _("Not in the catalogue yet: {titles}.").format(titles=listed(unmatched)),
            can_accept=False,
        )
    if not order.on_terms and (order.due or order.paid_back):
        add(Review.UNPAID, _("The order is not fully paid and has no payment terms."))
    if order.address_missing and not order.pickup:
        add(
            Review.ADDRESS,
            _("The delivery address lacks: {parts}.").format(parts=listed(order.address_missing)),
        )
    short = [
        _("{title}: {needed} needed, {free} free").format(title=line.title, needed=line.open, free=line.available)
        for line in order.lines
        if line.matched and line.stocked and line.available + line.reserved < line.open
    ]
    if short and not order.backorder_accepted:
        add(Review.STOCK, _("Not enough stock. {lines}.").format(lines="; ".join(short)))
    if order.possible_duplicates:
        add(
            Review.DUPLICATE,
            _("The same buyer ordered the same goods within a day: {orders}.").format(
                orders=listed(order.possible_duplicates)
            ),
        )
    if order.buyer_note and not order.note_read:
        add(Review.NOTE, _("The buyer left a note: {note}").format(note=order.buyer_note))
    if order.held:
        add(Review.HOLD, _("On hold: {reason}.").format(reason=order.hold_reason), can_accept=False)
    if any(line.price_differs for line in order.lines):
        add(Review.PRICE, _("A price differs from the catalogue by more than half."))
    return found


Guard = Callable[[OrderFacts], "str | None"]


def _has_lines(order: OrderFacts) -> str | None:
    return None if order.lines else _("The order has no lines.")


def _has_customer(order: OrderFacts) -> str | None:
    return None if order.has_customer else _("The order has no customer.")


def _lines_matched(order: OrderFacts) -> str | None:
    unmatched = [line.title for line in order.lines if not line.matched and line.stocked]
    if not unmatched:
        return None
    return _("Not in the catalogue yet: {titles}.").format(titles=listed(unmatched))


def _not_held(order: OrderFacts) -> str | None:
    return _("The order is on hold: {reason}.").format(reason=order.hold_reason) if order.held else None


def _not_picked(order: OrderFacts) -> str | None:
    return _("Picking has started. Put the goods back first.") if order.picking_started else None


def _nothing_shipped(order: OrderFacts) -> str | None:
    return _("Something was shipped already. Log a return instead.") if order.shipped_anything else None


def _all_shipped(order: OrderFacts) -> str | None:
    left = sum(line.open for line in order.lines if line.stocked)
    return _("{count} pieces are not shipped yet.").format(count=left) if left else None


def _settled(order: OrderFacts) -> str | None:
    return _("The order is not fully paid.") if order.due and not order.on_terms else None


S = OrderState
MOVES: dict[tuple[OrderState, OrderState], tuple[Guard, ...]] = {
    (S.DRAFT, S.SUBMITTED): (_has_customer, _has_lines),
    (S.SUBMITTED, S.CONFIRMED): (_has_lines, _lines_matched, _not_held),
    (S.CONFIRMED, S.SUBMITTED): (_not_picked, _nothing_shipped),
    (S.CONFIRMED, S.PROCESSING): (_not_held,),
    (S.PROCESSING, S.CONFIRMED): (_not_picked, _nothing_shipped),
    (S.PROCESSING, S.COMPLETED): (_all_shipped, _settled),
    (S.COMPLETED, S.PROCESSING): (),
    (S.DRAFT, S.CANCELLED): (),
    (S.SUBMITTED, S.CANCELLED): (),
    (S.CONFIRMED, S.CANCELLED): (_nothing_shipped,),
    (S.PROCESSING, S.CANCELLED): (_nothing_shipped, _not_picked),
    (S.PROCESSING, S.CLOSED_SHORT): (),
}

STATE_TITLES: dict[OrderState, str] = {
    S.DRAFT: N_("Draft"),
    S.SUBMITTED: N_("To review"),
    S.CONFIRMED: N_("Reviewed"),
    S.PROCESSING: N_("Processing"),
    S.COMPLETED: N_("Completed"),
    S.CANCELLED: N_("Cancelled"),
    S.CLOSED_SHORT: N_("Closed short"),
}


def refusals(order: OrderFacts, to: OrderState) -> list[str]:
    """Why ``order`` may not move to ``to``; empty means it may. Buttons, import and use cases all ask this."""
    guards = MOVES.get((order.state, to))
    if guards is None:
        return [
            _("Order {number} is “{state}” and cannot become “{to}”.").format(
                number=order.number, state=_(STATE_TITLES[order.state]), to=_(STATE_TITLES[to])
            )
        ]
    return [why for guard in guards if (why := guard(order))]


def check_move(order: OrderFacts, to: OrderState) -> None:
    """Raise UserError with every reason when ``order`` may not move to ``to``."""
    if why := refusals(order, to):
        raise UserError(" ".join(why))


def payment_state(total: int, paid: int, refunded: int, credited: int = 0) -> PaymentState:
    """Payment status from amounts in minor units. What is credited need not be paid.

    Money that is still missing weighs more than money that went back; what was too much and went back is no refund.
    """
    owed = total - credited
    if 0 < paid <= refunded:
        return PaymentState.REFUNDED
    if paid < owed:
        return PaymentState.PART if paid > 0 else PaymentState.UNPAID
    if paid - refunded > owed:
        return PaymentState.OVER
    return PaymentState.REFUNDED_PART if paid - refunded < owed else PaymentState.PAID


_AT_WORK = ("released", "picking", "picked", "packing")


def fulfilment(state: OrderState, lines: Iterable[LineFacts], shipments: Iterable[str]) -> Fulfilment:
    """Fulfilment from the order's lines and the states of its shipments (most advanced work wins)."""
    stocked = [line for line in lines if line.stocked]
    states = [s for s in shipments if s not in ("cancelled", "voided")]
    ordered = sum(line.wanted for line in stocked)
    shipped = sum(line.shipped for line in stocked)
    if (ordered and shipped >= ordered) or (not ordered and state in (S.PROCESSING, S.COMPLETED)):
        done = states and all(s == "delivered" for s in states)
        return Fulfilment.DELIVERED if done else Fulfilment.SHIPPED
    if "packed" in states:
        return Fulfilment.PACKED
    if any(s in _AT_WORK for s in states):
        return Fulfilment.PICKING
    if shipped:
        return Fulfilment.PARTLY_SHIPPED
    if state not in (S.CONFIRMED, S.PROCESSING):
        return Fulfilment.UNFULFILLED
    reserved = sum(line.reserved for line in stocked)
    open_units = ordered - shipped
    if reserved >= open_units:
        return Fulfilment.READY
    return Fulfilment.PARTLY_READY if reserved else Fulfilment.SHORT


def return_status(lines: Iterable[LineFacts], open_returns: int) -> ReturnStatus:
    """Return status from returned and shipped units and the number of unfinished returns."""
    if open_returns:
        return ReturnStatus.OPEN
    shipped = returned = 0
    for line in lines:
        shipped += line.shipped
        returned += line.returned
    if not returned:
        return ReturnStatus.NONE
    return ReturnStatus.FULL if returned >= shipped else ReturnStatus.PART
