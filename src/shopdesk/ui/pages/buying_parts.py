"""Parts that the pages of buying share: one row of goods, one claim with its steps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from shopdesk.domain.rights import Right
from shopdesk.i18n import _, n_
from shopdesk.queries.purchase_details import ClaimDetail
from shopdesk.ui import figures, fonts
from shopdesk.ui.pages import claim_steps
from shopdesk.ui.pages.parts import Goods
from shopdesk.ui.state_pills import Pill
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import Elided, secondary
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.people import Thumb

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
    for words, run, right in (
        (_("Mark as sent"), claim_steps.send, Right.EDIT_PURCHASES if claim.state in ("open", "rejected") else None),
        (_("Credited…"), claim_steps.credit, Right.EDIT_PURCHASES if claim.state in ("open", "sent") else None),
        (_("Rejected…"), claim_steps.reject, Right.EDIT_PURCHASES if claim.state in ("open", "sent") else None),
        (_("Send back"), claim_steps.send_back, Right.RECEIVE_GOODS if claim_steps.goods_left(claim) else None),
        (_("Print"), claim_steps.print_claims, Right.PRINT_PAPERS),
    ):
        if right is not None and shell.may(right):
            steps.addWidget(Button(words, partial(run, shell, [claim]), "link"))
    steps.addStretch(1)
    if steps.count() > 1:
        lines.addLayout(steps)
    return plain(lines)
