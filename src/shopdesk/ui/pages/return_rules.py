"""Which steps a return allows: the rules' own sentences, for a row of the list as for the whole return."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.returns import FINISHED, ReturnLineFacts, ReturnState, refusals
from shopdesk.i18n import _
from shopdesk.queries.return_details import ReturnDetail

TO_RECEIVE = frozenset({"approved", "awaiting_goods"})
TO_INSPECT = frozenset({"received", "inspecting"})
SETTLING = frozenset({"decided", "settled"})
DONE = frozenset(state.value for state in FINISHED)
_EXCHANGES = frozenset({"exchange", "resend"})


def line_facts(thing: Any) -> list[ReturnLineFacts]:
    """What the rules need of a return's lines; a row of the list is taken as one line."""
    if isinstance(thing, ReturnDetail):
        return [
            ReturnLineFacts(
                line.title, line.expected, line.received, line.good, line.damaged, line.missing, line.decided,
                line.refund_due, line.refunded,
            )
            for line in thing.lines
        ]  # fmt: skip
    return [ReturnLineFacts("", thing.expected, thing.received, refund_due=thing.refund_due, refunded=thing.refunded)]


def no_move(to: ReturnState) -> Any:
    """The sentences why a return may not become ``to``."""
    return lambda thing: refusals(thing.number, ReturnState(thing.state), line_facts(thing), to)


def no_receipt(thing: Any) -> list[str]:
    """Why no goods can be received now."""
    if thing.state in TO_RECEIVE or (thing.state == "received" and _left(thing)):
        return []
    return [_("Return {number} does not wait for goods.").format(number=thing.number)]


def _left(thing: Any) -> int:
    return sum(line.expected - line.received for line in line_facts(thing))


def no_refund(thing: Any) -> list[str]:
    """Why nothing can be refunded now."""
    if thing.state in SETTLING:
        return []
    return [_("Return {number} is not decided yet.").format(number=thing.number)]


def is_before(thing: Any) -> bool:
    """Whether it is about pieces that never left the house."""
    return bool(thing.type == "refund_only_before")


def is_exchange(thing: Any) -> bool:
    """Whether the customer gets goods instead of money and the order for them is not made yet."""
    return thing.type in _EXCHANGES and not getattr(thing, "exchange_order_id", None) and thing.state not in DONE


def no_exchange(thing: Any) -> list[str]:
    """Why the exchange order cannot be made now."""
    return [] if thing.state in SETTLING else [_("The goods are not inspected yet.")]
