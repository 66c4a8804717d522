"""The steps of an order as they are offered; what they do is loaded when one is first taken."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.orders import OrderState
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.ui.pages import order_rules as rules
from shopdesk.ui.pages.fitting import fitting
from shopdesk.ui.verbs import Step, Verb, late


def _step(name: str) -> Step:
    return late(f"pages.order_steps:{name}")


def _money(name: str) -> Step:
    return late(f"pages.order_money:{name}")


def _release_title(thing: Any) -> str:
    if thing.fulfilment == "partly_ready":
        return _("Release what is there")
    return _("Release to picking")


ORDER_VERBS: tuple[Verb, ...] = fitting(
    Verb(N_("Confirm"), _step("confirm"), "Ctrl+Return", "check", primary=True, many=True, right=Right.REVIEW_ORDERS,
         refusals=rules.no_move(OrderState.CONFIRMED), offered=lambda row: row.state == "submitted"),
    Verb(N_("Release hold"), _step("release_hold"), "Ctrl+Shift+H", "play", primary=True, many=True,
         right=Right.EDIT_ORDERS,
         offered=lambda row: row.held and rules.is_open(row)),
    Verb(N_("Release to picking"), _step("release"), "Ctrl+Shift+Return", "basket", primary=True, many=True,
         right=Right.PICK_ORDERS, refusals=rules.no_release, title_for=_release_title,
         offered=lambda row: row.state in rules.AT_WORK and row.fulfilment in ("ready", "partly_ready", "short")),
    Verb(N_("Match product…"), _step("match"), "Ctrl+M", "link", primary=True, right=Right.EDIT_ORDERS,
         offered=lambda row: rules.is_open(row) and rules.unmatched_lines(row)),
    Verb(N_("Log return…"), _step("log_return"), "Ctrl+R", "returns",
         right=Right.EDIT_RETURNS, refusals=rules.no_return,
         offered=lambda row: row.fulfilment in ("shipped", "delivered", "partly_shipped")),
    Verb(N_("Reserve again"), _step("reserve"), "", "inventory", right=Right.REVIEW_ORDERS, offered=rules.lacks_stock),
    Verb(N_("Hold…"), _step("hold"), "Ctrl+H", "pause", many=True, right=Right.EDIT_ORDERS,
         offered=lambda row: rules.is_open(row) and not row.held),
    Verb(N_("Add payment…"), _money("add_payment"), "Ctrl+E", "coin", right=Right.EDIT_ORDERS,
         offered=lambda row: row.state != "cancelled" and rules.due(row) > 0),
    Verb(N_("Address…"), _step("correct_address"), "", "pin", right=Right.EDIT_ORDERS,
         refusals=rules.no_address_change, offered=rules.is_open),
    Verb(N_("Packer’s note…"), _step("office_note"), "", "note", right=Right.EDIT_ORDERS, offered=rules.is_open),
    Verb(N_("Print pick list"), _step("print_pick_list"), "Ctrl+P", "print", right=Right.PRINT_PAPERS,
         offered=lambda row: row.fulfilment == "picking"),
    Verb(N_("Invoice…"), _step("print_invoices"), "Ctrl+Shift+I", "print", many=True, right=Right.PRINT_PAPERS,
         refusals=rules.no_invoice, offered=lambda row: row.state != "cancelled"),
    Verb(N_("Take review back…"), _step("take_back"), "", "undo", right=Right.REVIEW_ORDERS,
         refusals=rules.no_move(OrderState.SUBMITTED), offered=lambda row: row.state == "confirmed"),
    Verb(N_("Refund without a return…"), _money("pay_back"), "", "coin", right=Right.REFUND,
         offered=lambda row: row.paid > row.refunded),
    Verb(N_("Credit without a return…"), _money("credit"), "", "coin", right=Right.REFUND,
         offered=lambda row: row.state != "cancelled" and rules.due(row) > 0),
    Verb(N_("Cancel pieces…"), _step("cancel_pieces"), "", "minus",
         right=Right.EDIT_RETURNS, refusals=rules.no_cancelling,
         offered=lambda row: rules.is_open(row) and row.fulfilment not in ("shipped", "delivered")),
    Verb(N_("Close short…"), _step("close_short"), "", "minus", right=Right.EDIT_ORDERS, refusals=rules.no_short_close,
         offered=lambda row: row.state == "processing" and row.fulfilment not in ("shipped", "delivered")),
    Verb(N_("Cancel…"), _step("cancel"), "", "ban", right=Right.EDIT_ORDERS,
         refusals=rules.no_move(OrderState.CANCELLED),
         offered=rules.is_open, danger=True),
)  # fmt: skip
"""Best step first; a list, a menu and a page show those that make sense for the order."""
