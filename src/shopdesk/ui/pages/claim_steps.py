"""The steps of a claim against a supplier, for the list of claims and for the pages that show one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.pages.fitting import fitting
from shopdesk.ui.printing import print_paper
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import claims

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell


def send(shell: Shell, rows: list[Any]) -> None:
    """The supplier was told."""
    for claim in rows:
        said = _("Claim {number} is marked as sent").format(number=claim.number)
        shell.do(claims.send_claim, claim_id=claim.id, said=said)


def credit(shell: Shell, rows: list[Any]) -> None:
    """The supplier pays, or takes it off the next invoice."""
    claim = rows[0]

    def save(answers: Answers) -> None:
        shell.desk.do(claims.credit_claim, claim.id, answers["amount"], answers["reference"])
        shell.say(_("Claim {number} is credited").format(number=claim.number))

    entries = [
        Entry("amount", _("Credited"), "money", claim.amount, needed=True, half=True, currency=claim.currency),
        Entry("reference", _("Their credit note"), value="", half=True),
    ]
    title = _("Credit claim {number}").format(number=claim.number)
    Form(shell.window, title, [Group("", entries)], save, fail=shell.fail).open()


def reject(shell: Shell, rows: list[Any]) -> None:
    """The supplier says no."""
    claim = rows[0]

    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(claims.reject_claim, claim.id, answers["reason"])
        shell.say(_("Claim {number} is rejected").format(number=claim.number))

    fields = [Ask("reason", _("What they say"), needed=True)]
    shell.ask(_("Claim {number} is rejected").format(number=claim.number), fields, then, verb=_("Note it"))


def send_back(shell: Shell, rows: list[Any]) -> None:
    """Goods in quarantine leave for the supplier."""
    claim = rows[0]
    said = _("The goods of {number} left for the supplier").format(number=claim.number)
    shell.do(claims.send_goods_back, claim_id=claim.id, said=said)


def print_claims(shell: Shell, rows: list[Any]) -> None:
    """The letter to the supplier, one for each of them."""
    print_paper(shell, "supplier-claim", [claim.id for claim in rows])


def goods_left(claim: Any) -> bool:
    """Whether claimed goods may still lie here."""
    kind = getattr(claim, "why", None) or claim.reason
    return bool(claim.sent_back < claim.quantity and kind != "short")


CLAIM_VERBS: tuple[Verb, ...] = fitting(
    Verb(N_("Mark as sent"), send, "Ctrl+Return", "mail", primary=True, many=True, right=Right.EDIT_PURCHASES,
         offered=lambda claim: claim.state in ("open", "rejected")),
    Verb(N_("Credited…"), credit, "Ctrl+Shift+Return", "coin", primary=True, right=Right.EDIT_PURCHASES,
         offered=lambda claim: claim.state in ("open", "sent")),
    Verb(N_("Print the claim"), print_claims, "Ctrl+P", "print", many=True, right=Right.PRINT_PAPERS),
    Verb(N_("Send the goods back"), send_back, "", "truck", right=Right.RECEIVE_GOODS, offered=goods_left),
    Verb(N_("Rejected…"), reject, "", "ban", right=Right.EDIT_PURCHASES,
         offered=lambda claim: claim.state in ("open", "sent")),
)  # fmt: skip
"""Best step first."""
