"""The words of states where no screen draws them: in exports, reports and on the timeline."""

from __future__ import annotations

from shopdesk.domain import counting, orders, purchasing, returns, shipments, stock
from shopdesk.i18n import N_, _

TITLES: dict[str, dict[str, str]] = {
    "order": {state.value: title for state, title in orders.STATE_TITLES.items()},
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
    "shipment": {state.value: title for state, title in shipments.STATE_TITLES.items()},
    "package": {
        "open": N_("Open"),
        "closed": N_("Closed"),
        "handed_over": N_("Handed over"),
        "voided": N_("Voided"),
    },
    "return": {state.value: title for state, title in returns.STATE_TITLES.items()},
    "purchase_order": {state.value: title for state, title in purchasing.STATE_TITLES.items()},
    "purchase_receipt": {state.value: title for state, title in purchasing.RECEIPT_TITLES.items()},
    "supplier_claim": {state.value: title for state, title in purchasing.CLAIM_TITLES.items()},
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
    "count": {state.value: title for state, title in counting.STATE_TITLES.items()},
    "count_line": {state.value: title for state, title in counting.LINE_TITLES.items()},
    "transfer": {state.value: title for state, title in stock.TRANSFER_TITLES.items()},
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
    "import_batch": {
        "uploaded": N_("Uploaded"),
        "mapped": N_("Mapped"),
        "validated": N_("Checked"),
        "applied": N_("Applied"),
        "undone": N_("Undone"),
        "discarded": N_("Discarded"),
    },
}


def state_title(machine: str | None, state: str) -> str:
    """The translated word of a state; ``state`` may carry its machine itself, as in ``order_hold/on_hold``."""
    own, slash, name = state.partition("/")
    word = TITLES.get(own if slash else machine or "", {}).get(name if slash else state)
    return _(word) if word else (name if slash else state)


def choices_of(machine: str) -> tuple[tuple[str, str], ...]:
    """The states of a machine as choices of a filter."""
    return tuple(TITLES[machine].items())
