"""Which steps an order allows: the rules' own sentences, for a row of the list as for the whole order."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.orders import LineFacts, OrderFacts, OrderState, refusals
from shopdesk.i18n import _

OPEN = frozenset({"submitted", "confirmed", "processing"})
AT_WORK = frozenset({"confirmed", "processing"})
_WITH_SHIPMENT = frozenset({"picking", "packed"})


def facts_of(thing: Any) -> OrderFacts:
    """The facts of an order; a row that was not looked at closely knows only its own columns."""
    known: OrderFacts | None = getattr(thing, "facts", None)
    if known is not None:
        return known
    shipped = thing.fulfilment in ("partly_shipped", "shipped", "delivered")
    return OrderFacts(
        number=thing.number,
        state=OrderState(thing.state),
        lines=(LineFacts(""),),
        total=thing.total,
        paid=thing.paid,
        refunded=thing.refunded,
        credited=thing.credited,
        picking_started=thing.fulfilment in _WITH_SHIPMENT,
        shipped_anything=shipped,
    )


def no_move(to: OrderState) -> Any:
    """The sentences why an order may not become ``to``."""

    def why(thing: Any) -> list[str]:
        if thing.held and getattr(thing, "facts", None) is None and to is OrderState.CONFIRMED:
            return [_("Order {number} is on hold.").format(number=thing.number)]
        return refusals(facts_of(thing), to)

    return why


def no_release(thing: Any) -> list[str]:
    """Why an order cannot be picked now."""
    if thing.held:
        return [_("Order {number} is on hold.").format(number=thing.number)]
    if thing.state not in AT_WORK:
        return [_("Order {number} is not reviewed.").format(number=thing.number)]
    if thing.fulfilment in ("ready", "partly_ready"):
        return []
    if thing.fulfilment == "short":
        return [_("Order {number} is short of stock.").format(number=thing.number)]
    return [_("Order {number} is in work already.").format(number=thing.number)]


def no_address_change(thing: Any) -> list[str]:
    """Why the address cannot be corrected any more."""
    facts = facts_of(thing)
    if facts.shipped_anything or "packed" in facts.shipments or thing.fulfilment == "packed":
        return [_("The parcel is packed already. Open it first.")]
    return []


def no_short_close(thing: Any) -> list[str]:
    """Why the rest of an order cannot be dropped."""
    facts = facts_of(thing)
    if any(state in ("picking", "picked", "packing", "packed") for state in facts.shipments):
        return [_("Picking has started. Put the goods back first.")]
    return refusals(facts, OrderState.CLOSED_SHORT)


def no_return(thing: Any) -> list[str]:
    """Why nothing of an order can come back."""
    lines = facts_of(thing).lines
    if getattr(thing, "facts", None) is not None and not any(line.shipped > line.returned for line in lines):
        return [_("Nothing of this order is with the customer.")]
    return []


def no_invoice(thing: Any) -> list[str]:
    """Why there is no invoice for an order."""
    if getattr(thing, "amounts_known", True):
        return []
    return [_("Order {number} came without amounts, so there is no invoice for it.").format(number=thing.number)]


def no_cancelling(thing: Any) -> list[str]:
    """Why no piece of an order can be kept back."""
    lines = getattr(thing, "lines", None)
    if lines is not None and not any(line.keepable for line in lines):
        return [_("Every piece is on its way already.")]
    return []


def due(thing: Any) -> int:
    """What an order still has to bring in, in minor units."""
    return max(0, thing.total - thing.credited - thing.paid)


def unmatched_lines(thing: Any) -> bool:
    """Whether a line is not in the catalogue yet."""
    return any(not line.matched and line.stocked for line in facts_of(thing).lines)


def lacks_stock(thing: Any) -> bool:
    """Whether reviewed goods are still not reserved."""
    return thing.state in AT_WORK and thing.fulfilment in ("short", "partly_ready")


def is_open(thing: Any) -> bool:
    """Whether the order is neither finished nor cancelled."""
    return thing.state in OPEN
