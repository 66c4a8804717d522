"""The steps of a return, declared once for the list, its inspector, the return's page, menus and shortcuts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shopdesk.domain.returns import ReturnState
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.ui.forms.return_form import choose_order
from shopdesk.ui.pages import return_rules as rules
from shopdesk.ui.pages.fitting import fitting
from shopdesk.ui.printing import print_paper
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import returns

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell


def new_return(shell: Shell, _rows: list[Any]) -> None:
    """Log a return: first the order, then what comes back."""
    choose_order(shell)


def approve(shell: Shell, rows: list[Any]) -> None:
    """Let the customer send the goods."""
    for row in rows:
        said = _("Return {number} is approved").format(number=row.number)
        shell.do(returns.approve_return, return_id=row.id, said=said)


def _with_reason(shell: Shell, row: Any, title: str, sentence: str, verb: str, usecase: Any, said: str) -> None:
    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(usecase, row.id, answers["reason"])
        shell.say(said.format(number=row.number))

    fields = [Ask("reason", _("Reason"), needed=True)]
    shell.ask(title.format(number=row.number), fields, then, sentence, verb, True)


def reject(shell: Shell, rows: list[Any]) -> None:
    """Refuse a return."""
    _with_reason(
        shell,
        rows[0],
        _("Reject return {number}"),
        _("The customer keeps the goods and nothing is refunded. Your reason is kept."),
        _("Reject the return"),
        returns.reject_return,
        _("Return {number} is rejected"),
    )


def cancel(shell: Shell, rows: list[Any]) -> None:
    """The customer keeps everything after all."""
    _with_reason(
        shell,
        rows[0],
        _("Cancel return {number}"),
        _("The customer keeps everything after all."),
        _("Cancel the return"),
        returns.cancel_return,
        _("Return {number} is cancelled"),
    )


def go_on(shell: Shell, rows: list[Any]) -> None:
    """Open the page where goods are received, inspected and refunded."""
    shell.open("return", rows[0].id)


def exchange(shell: Shell, rows: list[Any]) -> None:
    """Create the order that sends other goods."""
    shell.do(
        returns.exchange_order,
        return_id=rows[0].id,
        said=_("The exchange order is made and waits for review"),
        undo=lambda order_id: shell.open("order", order_id),
        undo_words=_("Open it"),
    )


def print_slips(shell: Shell, rows: list[Any]) -> None:
    """Print return slips."""
    print_paper(shell, "return-slip", [row.id for row in rows])


def _next_title(thing: Any) -> str:
    if thing.state in rules.TO_RECEIVE:
        return _("Receive the goods")
    return _("Inspect") if thing.state in rules.TO_INSPECT else _("Refund")


RETURN_VERBS: tuple[Verb, ...] = fitting(
    Verb(N_("Approve"), approve, "Ctrl+Return", "check", primary=True, many=True, right=Right.EDIT_RETURNS,
         refusals=rules.no_move(ReturnState.APPROVED), offered=lambda row: row.state == "requested"),
    Verb(N_("Make the exchange order"), exchange, "Ctrl+Shift+Return", "swap", primary=True, right=Right.EDIT_RETURNS,
         refusals=rules.no_exchange, offered=rules.is_exchange),
    Verb(N_("Print return slip"), print_slips, "Ctrl+P", "print", many=True, right=Right.PRINT_PAPERS,
         offered=lambda row: not rules.is_before(row)),
    Verb(N_("Reject…"), reject, "", "ban", right=Right.EDIT_RETURNS, refusals=rules.no_move(ReturnState.REJECTED),
         offered=lambda row: row.state == "requested", danger=True),
    Verb(N_("Cancel return…"), cancel, "", "ban", right=Right.EDIT_RETURNS,
         refusals=rules.no_move(ReturnState.CANCELLED),
         offered=lambda row: row.state in ("requested", *rules.TO_RECEIVE, *rules.TO_INSPECT), danger=True),
)  # fmt: skip
"""Best step first; the list and the return's page show those that make sense."""

GO_ON = Verb(
    N_("Receive, inspect, refund"), go_on, "Ctrl+I", "eye", primary=True, title_for=_next_title,
    offered=lambda row: row.state in (*rules.TO_RECEIVE, *rules.TO_INSPECT, *rules.SETTLING),
)  # fmt: skip
"""In the list the work itself is one step away; the page is the work."""
