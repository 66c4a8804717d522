"""Parts that the pages of buying share: one row of goods, one claim with its steps."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from shopdesk.domain.rights import Right
from shopdesk.i18n import _, n_
from shopdesk.queries.purchase_details import ClaimDetail
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.pages.parts import Goods
from shopdesk.ui.state_pills import Pill
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import Elided, secondary
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.people import Thumb
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import claims

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell


def goods_row(shell: Shell, goods: Goods, thumb: int = 40) -> QWidget:
    """A picture and words beside it, without figures."""
    title = Elided(goods.title, weight=fonts.MEDIUM)
    if goods.opens is not None:
        title.make_link()
        title.setProperty("role", "")
        title.clicked.connect(partial(shell.open, *goods.opens))
    lines = column(title, gap=2)
    for words, tone in goods.notes:
        if words:
            lines.addWidget(Elided(words, fonts.SECONDARY, role=tone or "secondary", tabular=True))
    return plain(row(Thumb(shell.pictures, goods.image, goods.title, thumb), 12, (plain(lines), 1)))


def claim_row(shell: Shell, claim: ClaimDetail, prices: bool) -> QWidget:
    """A claim: what for, how much, how it stands, and the next steps."""
    pieces = n_("{count} piece", "{count} pieces", claim.quantity).format(count=figures.number(claim.quantity))
    name = Elided(_("{number} · {pieces}").format(number=claim.number, pieces=pieces), weight=fonts.MEDIUM)
    lines = column(row((name, 1), 8, Pill("supplier_claim", claim.state)), gap=2, margins=(0, 3, 0, 3))
    lines.addWidget(Elided(" · ".join((claim.reason, claim.name)), fonts.SECONDARY, role="secondary"))
    if prices:
        amount = figures.money(claim.amount, claim.currency)
        words = amount
        if claim.state == "credited":
            words = _("{credited} of {amount} credited").format(
                credited=figures.amount(claim.credited, claim.currency), amount=amount
            )
        lines.addWidget(secondary(words, tabular=True))
    steps = row(gap=6)
    if shell.may(Right.EDIT_PURCHASES):
        if claim.state in ("open", "rejected"):
            steps.addWidget(Button(_("Sent"), partial(_send, shell, claim), "link"))
        if claim.state in ("open", "sent"):
            steps.addWidget(Button(_("Credited…"), partial(_credit, shell, claim), "link"))
            steps.addWidget(Button(_("Rejected…"), partial(_reject, shell, claim), "link"))
    if shell.may(Right.RECEIVE_GOODS) and claim.sent_back < claim.quantity and claim.why != "short":
        steps.addWidget(Button(_("Send back"), partial(_send_back, shell, claim), "link"))
    steps.addStretch(1)
    if steps.count() > 1:
        lines.addLayout(steps)
    return plain(lines)


def _send(shell: Shell, claim: ClaimDetail) -> None:
    said = _("Claim {number} is marked as sent").format(number=claim.number)
    shell.do(claims.send_claim, claim_id=claim.id, said=said)


def _credit(shell: Shell, claim: ClaimDetail) -> None:
    def save(answers: Answers) -> None:
        shell.desk.do(claims.credit_claim, claim.id, answers["amount"], answers["reference"])
        shell.say(_("Claim {number} is credited").format(number=claim.number))

    entries = [
        Entry("amount", _("Credited"), "money", claim.amount, needed=True, half=True, currency=claim.currency),
        Entry("reference", _("Their credit note"), value="", half=True),
    ]
    title = _("Credit claim {number}").format(number=claim.number)
    Form(shell.window, title, [Group("", entries)], save, fail=shell.fail).open()


def _reject(shell: Shell, claim: ClaimDetail) -> None:
    def then(answers: Mapping[str, Any]) -> None:
        shell.desk.do(claims.reject_claim, claim.id, answers["reason"])
        shell.say(_("Claim {number} is rejected").format(number=claim.number))

    fields = [Ask("reason", _("What they say"), needed=True)]
    shell.ask(_("Claim {number} is rejected").format(number=claim.number), fields, then, verb=_("Note it"))


def _send_back(shell: Shell, claim: ClaimDetail) -> None:
    said = _("The goods of {number} left for the supplier").format(number=claim.number)
    shell.do(claims.send_goods_back, claim_id=claim.id, said=said)
