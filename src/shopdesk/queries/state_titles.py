"""The words of states, in one place for screens, exports, reports and the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from shopdesk.i18n import N_, _

_FROM_RULES = {
    "order": "orders.STATE_TITLES",
    "shipment": "shipments.STATE_TITLES",
    "return": "returns.STATE_TITLES",
    "purchase_order": "purchasing.STATE_TITLES",
    "purchase_receipt": "purchasing.RECEIPT_TITLES",
    "supplier_claim": "purchasing.CLAIM_TITLES",
    "count": "counting.STATE_TITLES",
    "count_line": "counting.LINE_TITLES",
    "transfer": "stock.TRANSFER_TITLES",
    "reorder": "reorder.URGENCY_TITLES",
}
"""Machines whose rules word their states themselves; each is loaded when it is first asked for."""
_OWN: dict[str, dict[str, str]] = {
    "order_hold": {"on_hold": N_("On hold")},
    "order_fulfilment": {
        "unfulfilled": N_("Unfulfilled"),
        "ready": N_("Ready"),
        "partly_ready": N_("Partly ready"),
        "short": N_("Short"),
        "picking": N_("Picking"),
        "packed": N_("Packed"),
        "partly_shipped": N_("Partly shipped"),
        "shipped": N_("Shipped"),
        "delivered": N_("Delivered"),
    },
    "order_payment": {
        "unpaid": N_("Unpaid"),
        "part": N_("Part paid"),
        "paid": N_("Paid"),
        "over": N_("Overpaid"),
        "refunded_part": N_("Part refunded"),
        "refunded": N_("Refunded"),
    },
    "order_return": {
        "none": N_("—"),
        "open": N_("Return open"),
        "part": N_("Part returned"),
        "full": N_("Returned"),
    },
    "package": {
        "open": N_("Open"),
        "closed": N_("Closed"),
        "handed_over": N_("Handed over"),
        "voided": N_("Voided"),
    },
    "reservation": {
        "active": N_("Active"),
        "consumed": N_("Consumed"),
        "released": N_("Released"),
        "expired": N_("Expired"),
    },
    "product": {
        "candidate": N_("Candidate"),
        "testing": N_("Testing"),
        "active": N_("Active"),
        "clearance": N_("Clearance"),
        "retired": N_("Retired"),
    },
    "expiry": {
        "expired": N_("Expired"),
        "soon": N_("Near expiry"),
        "too_late": N_("Sells too slowly"),
        "ok": N_("Fresh"),
        "none": N_("No date"),
    },
    "bin": {
        "free": N_("Empty"),
        "used": N_("In use"),
        "full": N_("Full"),
        "over": N_("Too full"),
        "closed": N_("Closed"),
    },
    "suggestion": {
        "open": N_("Open"),
        "accepted": N_("Accepted"),
        "dismissed": N_("Dismissed"),
    },
    "stock_move": {
        "draft": N_("Draft"),
        "assigned": N_("Assigned"),
        "done": N_("Done"),
        "cancelled": N_("Cancelled"),
    },
    "ticket": {
        "open": N_("New"),
        "replied": N_("Open"),
        "waiting_customer": N_("Waiting for customer"),
        "resolved": N_("Resolved"),
        "closed": N_("Closed"),
    },
    "ticket_sla": {
        "met": N_("SLA met"),
        "due_soon": N_("Due soon"),
        "breached": N_("SLA breached"),
    },
    "promotion": {
        "draft": N_("Draft"),
        "scheduled": N_("Scheduled"),
        "running": N_("Running"),
        "ended": N_("Ended"),
        "paused": N_("Paused"),
    },
    "print_job": {
        "queued": N_("Queued"),
        "printed": N_("Printed"),
        "confirmed": N_("Confirmed"),
        "reprint": N_("Reprint"),
    },
    "cover": {
        "out": N_("Out"),
        "order_now": N_("Order now"),
        "soon": N_("Soon"),
        "ok": N_("OK"),
        "slow": N_("Slow"),
    },
    "import_batch": {
        "uploaded": N_("Uploaded"),
        "mapped": N_("Mapped"),
        "validated": N_("Checked"),
        "applied": N_("Applied"),
        "undone": N_("Undone"),
        "discarded": N_("Discarded"),
    },
}


class _Titles(Mapping[str, Mapping[str, str]]):
    """The words of every machine's states."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, str]] = dict(_OWN)

    def __getitem__(self, machine: str) -> Mapping[str, str]:
        if machine not in self._known:
            module, name = _FROM_RULES[machine].split(".")
            titles = getattr(import_module(f"shopdesk.domain.{module}"), name)
            self._known[machine] = {state.value: title for state, title in titles.items()}
        return self._known[machine]

    def __iter__(self) -> Iterator[str]:
        return iter((*_OWN, *_FROM_RULES))

    def __len__(self) -> int:
        return len(_OWN) + len(_FROM_RULES)


TITLES = _Titles()


ITEM_TYPE_TITLES: dict[str, str] = {
    "goods": N_("Goods"),
    "bundle": N_("Bundle"),
    "service": N_("Service"),
    "packaging": N_("Packaging"),
    "gift": N_("Gift"),
    "virtual": N_("Virtual goods"),
}


def state_title(machine: str | None, state: str) -> str:
    """The translated word of a state; ``state`` may carry its machine itself, as in ``order_hold/on_hold``."""
    own, slash, name = state.partition("/")
    word = TITLES.get(own if slash else machine or "", {}).get(name if slash else state)
    return _(word) if word else (name if slash else state)


def choices_of(machine: str) -> tuple[tuple[str, str], ...]:
    """The states of a machine as choices of a filter."""
    return tuple(TITLES[machine].items())
