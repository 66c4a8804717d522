"""The English words of the states that only screens show; ``_()`` translates them where they are shown."""

from __future__ import annotations

from shopdesk.i18n import N_

STATE_WORDS: dict[str, dict[str, str]] = {
    "stock_move": {
        "draft": N_("Draft"),
        "assigned": N_("Assigned"),
        "done": N_("Done"),
        "cancelled": N_("Cancelled"),
    },
    "count": {
        "planned": N_("Planned"),
        "counting": N_("Counting"),
        "review": N_("Review"),
        "posted": N_("Posted"),
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
}
