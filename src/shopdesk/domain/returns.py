"""Returns: types, the two tracks of goods and money, the window, and the state computed from the lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import refund_of, split
from shopdesk.i18n import N_, _


class ReturnType(StrEnum):
    """What the customer wants after the sale."""

    RETURN = "return"
    EXCHANGE = "exchange"
    RESEND = "resend"
    REFUND_ONLY_AFTER = "refund_only_after"
    REFUND_ONLY_BEFORE = "refund_only_before"
    REFUSED = "refused"
    UNIDENTIFIED = "unidentified"
    REPAIR = "repair"


class ReturnState(StrEnum):
    """Header state of a return."""

    REQUESTED = "requested"
    APPROVED = "approved"
    AWAITING_GOODS = "awaiting_goods"
    RECEIVED = "received"
    INSPECTING = "inspecting"
    DECIDED = "decided"
    SETTLED = "settled"
    CLOSED = "closed"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Disposition(StrEnum):
    """What happens to goods that came back."""

    RESTOCK = "restock"
    REFURBISH = "refurbish"
    SCRAP = "scrap"
    TO_SUPPLIER = "to_supplier"
    BACK_TO_CUSTOMER = "back_to_customer"
    KEEP_WITH_CUSTOMER = "keep_with_customer"


class WindowAnswer(StrEnum):
    """What the policy says to a return request."""

    ALLOW = "allow"
    WARN = "warn"
    MANAGER = "manager"


class WindowRule(StrEnum):
    """Which rule answered a return request."""

    INSIDE = "inside"
    OVER = "over"
    EXCLUDED = "excluded"
    UNKNOWN = "unknown"
    NOT_SENT = "not_sent"


_WINDOW_WORDS: dict[str, str] = {
    WindowRule.INSIDE: N_("Inside the return window, which ends on {day}."),
    WindowRule.OVER: N_("The return window ended on {day}."),
    WindowRule.EXCLUDED: N_("An item is excluded from returns without reason."),
    WindowRule.UNKNOWN: N_("The delivery date is not known, so the window cannot be checked."),
    WindowRule.NOT_SENT: N_("The goods have not left yet, so no return window applies."),
}

S = ReturnState

TYPE_TITLES: dict[ReturnType, str] = {
    ReturnType.RETURN: N_("Return"),
    ReturnType.EXCHANGE: N_("Exchange"),
    ReturnType.RESEND: N_("Resend"),
    ReturnType.REFUND_ONLY_AFTER: N_("Refund only"),
    ReturnType.REFUND_ONLY_BEFORE: N_("Refund before shipping"),
    ReturnType.REFUSED: N_("Refused delivery"),
    ReturnType.UNIDENTIFIED: N_("Unidentified parcel"),
    ReturnType.REPAIR: N_("Repair"),
}

STATE_TITLES: dict[ReturnState, str] = {
    S.REQUESTED: N_("Requested"),
    S.APPROVED: N_("Approved"),
    S.AWAITING_GOODS: N_("Awaiting goods"),
    S.RECEIVED: N_("Received"),
    S.INSPECTING: N_("Inspecting"),
    S.DECIDED: N_("Decided"),
    S.SETTLED: N_("Settled"),
    S.CLOSED: N_("Closed"),
    S.REJECTED: N_("Rejected"),
    S.EXPIRED: N_("Expired"),
    S.CANCELLED: N_("Cancelled"),
}

DISPOSITION_TITLES: dict[Disposition, str] = {
    Disposition.RESTOCK: N_("Restock"),
    Disposition.REFURBISH: N_("Refurbish"),
    Disposition.SCRAP: N_("Scrap"),
    Disposition.TO_SUPPLIER: N_("Back to supplier"),
    Disposition.BACK_TO_CUSTOMER: N_("Back to customer"),
    Disposition.KEEP_WITH_CUSTOMER: N_("Customer keeps it"),
}

REASONS: dict[str, str] = {
    "no_reason": N_("No reason given"),
    "changed_mind": N_("Changed mind"),
    "wrong_item": N_("Wrong item sent"),
    "missing": N_("Missing from parcel"),
    "damaged": N_("Damaged on arrival"),
    "defect": N_("Defective"),
    "not_as_described": N_("Not as described"),
    "late": N_("Arrived too late"),
    "not_sent": N_("Cancelled before shipping"),
    "size": N_("Size or fit"),
    "other": N_("Other"),
}

FINISHED = (S.CLOSED, S.REJECTED, S.EXPIRED, S.CANCELLED)
WITHOUT_GOODS = frozenset({ReturnType.REFUND_ONLY_AFTER, ReturnType.REFUND_ONLY_BEFORE, ReturnType.RESEND})
"""Nothing comes back: the customer keeps the goods, never got them, or they are lost."""
NOT_GIVEN_BACK = frozenset({ReturnType.RESEND, ReturnType.REFUND_ONLY_BEFORE})
"""Cases whose pieces do not count as given back: sent again, or never sent and counted at the order's line."""


@dataclass(frozen=True, slots=True)
class ReturnLineFacts:
    """Quantities of one return line in stock units; refund in minor units."""

    title: str
    expected: int
    received: int = 0
    good: int = 0
    damaged: int = 0
    missing: int = 0
    decided: bool = False
    refund_due: int = 0
    refunded: int = 0


def inspect_refusal(line: ReturnLineFacts) -> str | None:
    """Why this inspection does not add up, or None: good + damaged + missing must equal expected."""
    if min(line.good, line.damaged, line.missing) < 0:
        return _("{title}: quantities cannot be negative.").format(title=line.title)
    counted = line.good + line.damaged + line.missing
    if counted != line.expected:
        return _("{title}: {counted} of {expected} pieces are accounted for.").format(
            title=line.title, counted=counted, expected=line.expected
        )
    return None


def goods_state(lines: Sequence[ReturnLineFacts], approved: ReturnState) -> ReturnState:
    """Header state of the goods track computed from the lines; ``approved`` is where it stood before goods came."""
    if not lines or approved in (S.REQUESTED, *FINISHED):
        return approved
    if all(line.decided for line in lines):
        return S.DECIDED
    if any(line.decided or line.good or line.damaged or line.missing for line in lines):
        return S.INSPECTING
    if any(line.received for line in lines):
        return S.RECEIVED
    return approved


Guard = Callable[[Sequence[ReturnLineFacts]], "str | None"]


def _decided(lines: Sequence[ReturnLineFacts]) -> str | None:
    return None if all(line.decided for line in lines) else _("Not every line is inspected and decided.")


def _settled(lines: Sequence[ReturnLineFacts]) -> str | None:
    due = sum(line.refund_due - line.refunded for line in lines)
    return None if due <= 0 else _("A refund is still due.")


def _received(lines: Sequence[ReturnLineFacts]) -> str | None:
    return None if any(line.received for line in lines) else _("Nothing was received yet.")


def _nothing_received(lines: Sequence[ReturnLineFacts]) -> str | None:
    return _("Goods came back already.") if any(line.received for line in lines) else None


MOVES: dict[tuple[ReturnState, ReturnState], tuple[Guard, ...]] = {
    (S.REQUESTED, S.APPROVED): (),
    (S.REQUESTED, S.REJECTED): (),
    (S.REQUESTED, S.CANCELLED): (),
    (S.APPROVED, S.AWAITING_GOODS): (),
    (S.APPROVED, S.RECEIVED): (_received,),
    (S.APPROVED, S.DECIDED): (_decided,),
    (S.APPROVED, S.CANCELLED): (_nothing_received,),
    (S.AWAITING_GOODS, S.RECEIVED): (_received,),
    (S.AWAITING_GOODS, S.EXPIRED): (_nothing_received,),
    (S.AWAITING_GOODS, S.CANCELLED): (_nothing_received,),
    (S.RECEIVED, S.INSPECTING): (),
    (S.RECEIVED, S.DECIDED): (_decided,),
    (S.INSPECTING, S.DECIDED): (_decided,),
    (S.DECIDED, S.SETTLED): (_decided, _settled),
    (S.SETTLED, S.CLOSED): (_decided, _settled),
}


def refusals(number: str, state: ReturnState, lines: Sequence[ReturnLineFacts], to: ReturnState) -> list[str]:
    """Why return ``number`` may not move to ``to``; empty means it may."""
    guards = MOVES.get((state, to))
    if guards is None:
        return [
            _("Return {number} is “{state}” and cannot become “{to}”.").format(
                number=number, state=_(STATE_TITLES[state]), to=_(STATE_TITLES[to])
            )
        ]
    return [why for guard in guards if (why := guard(lines))]


def check_move(number: str, state: ReturnState, lines: Sequence[ReturnLineFacts], to: ReturnState) -> None:
    """Raise UserError with every reason when the return may not move to ``to``."""
    if why := refusals(number, state, lines, to):
        raise UserError(" ".join(why))


@dataclass(frozen=True, slots=True)
class Window:
    """The return window of a delivery: the rule that answers, its last day, and what the request gets."""

    starts_on: date
    last_day: date
    answer: WindowAnswer
    rule: WindowRule
    days: int

    @property
    def text(self) -> str:
        """The answer as a sentence of the language in use."""
        return policy_words(self.facts())

    def facts(self) -> dict[str, Any]:
        """What a return keeps of the rule it was opened under; words are found when they are shown."""
        known = self.rule in (WindowRule.INSIDE, WindowRule.OVER, WindowRule.EXCLUDED)
        return {
            "rule": self.rule.value,
            "answer": self.answer.value,
            "days": self.days,
            "last_day": self.last_day.isoformat() if known else "",
        }


def policy_words(facts: Mapping[str, Any], day: Callable[[date], str] = date.isoformat) -> str:
    """The sentence for the facts a return keeps of its window; ``day`` writes a date."""
    rule = str(facts.get("rule", ""))
    if rule not in _WINDOW_WORDS:
        return str(facts.get("text", ""))  # a return of an older program kept the sentence itself
    last = str(facts.get("last_day", ""))
    return _(_WINDOW_WORDS[rule]).format(day=day(date.fromisoformat(last)) if last else "")


def window(delivered_on: date | None, asked_on: date, *, days: int = 7, eligible: bool = True) -> Window:
    """The no-reason window: ``days`` days, counted from the day after delivery."""
    if delivered_on is None:
        return Window(asked_on, asked_on, WindowAnswer.WARN, WindowRule.UNKNOWN, days)
    last = delivered_on + timedelta(days=days)
    if not eligible:
        return Window(delivered_on, last, WindowAnswer.MANAGER, WindowRule.EXCLUDED, days)
    inside = asked_on <= last
    answer, rule = (WindowAnswer.ALLOW, WindowRule.INSIDE) if inside else (WindowAnswer.MANAGER, WindowRule.OVER)
    return Window(delivered_on, last, answer, rule, days)


def before_shipping(asked_on: date, *, days: int = 7) -> Window:
    """Who asks before the goods leave needs no window."""
    return Window(asked_on, asked_on, WindowAnswer.ALLOW, WindowRule.NOT_SENT, days)


def worth(paid: int, quantity: int, gone: int, units: int) -> int:
    """What ``units`` more of a line are worth, in minor units: the exact share of what was paid for it.

    ``gone`` units were given back before (returned, kept and paid back, exchanged, cancelled): nothing is paid for
    them a second time, and all units together give exactly ``paid``.
    """
    done = min(gone, quantity)
    return refund_of(paid, quantity, done, min(units, quantity - done))


@dataclass(frozen=True, slots=True)
class Settlement:
    """What becomes of claims for goods and for freight; amounts in minor units, one of ``lines`` for each claim.

    ``credit`` (with its part for freight) was never paid; ``earlier`` went back before, without a return.
    """

    lines: tuple[int, ...]
    freight: int
    credits: tuple[int, ...]
    credit_freight: int
    earlier: int

    @property
    def amount(self) -> int:
        """What is paid back now."""
        return sum(self.lines) + self.freight

    @property
    def credit(self) -> int:
        """What need not be paid any more, freight included."""
        return sum(self.credits) + self.credit_freight


def settlement(
    claims: Sequence[int], freight: int, *, total: int, paid: int, refunded: int, credited: int
) -> Settlement:
    """Share out what claims come to: first what was never paid is credited, then money goes back.

    Never more goes back than came in: what goodwill paid back already is not paid a second time, so a return is
    settled with what is left. The four amounts are those of the order whose money it is, in minor units.
    """
    whole = [*claims, freight]
    credits = split(min(max(0, total - credited - paid), sum(whole)), whole)
    rest = [claim - credit for claim, credit in zip(whole, credits, strict=True)]
    gone = split(max(0, sum(rest) - max(0, paid - refunded)), rest)
    pays = [claim - part for claim, part in zip(rest, gone, strict=True)]
    return Settlement(tuple(pays[:-1]), pays[-1], tuple(credits[:-1]), credits[-1], sum(gone))
