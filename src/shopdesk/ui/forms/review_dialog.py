"""Reviewing one order: every reason at once, what can be accepted and what must be put right first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout

from shopdesk.domain.orders import REVIEW_TITLES, Reason, Review
from shopdesk.i18n import _, n_
from shopdesk.ui import fonts
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import column, frame, row, rule
from shopdesk.ui.widgets.people import Sign

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_WIDTH = 520
_ICONS: dict[Review, str] = {
    Review.NO_LINES: "orders",
    Review.UNMATCHED: "link",
    Review.UNPAID: "coin",
    Review.ADDRESS: "pin",
    Review.STOCK: "inventory",
    Review.DUPLICATE: "orders",
    Review.NOTE: "note",
    Review.HOLD: "pause",
    Review.PRICE: "promotions",
}


class ReviewDialog(QDialog):
    """Shows all reasons why an order waits; ``accept_all`` confirms it all the same where a person may."""

    def __init__(self, shell: Shell, number: str, reasons: Sequence[Reason], accept_all: Callable[[], object]) -> None:
        super().__init__(shell.window)
        title = _("Review of order {number}").format(number=number)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        blocking = [reason for reason in reasons if not reason.can_accept]
        count = n_("{count} thing wants your eye.", "{count} things want your eye.", len(reasons))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(
            column(
                label(title, fonts.SECTION, fonts.SEMIBOLD),
                label(count.format(count=len(reasons)), role="secondary"),
                gap=4,
                margins=(24, 20, 24, 12),
            )
        )
        body = column(gap=8, margins=(24, 0, 24, 16))
        for reason in reasons:
            body.addWidget(self._reason(reason))
        lines.addLayout(body)
        lines.addWidget(rule())
        self.close_button = Button(_("Not yet"), self.reject)
        self.accept_button = Button(_("Accept and confirm"), lambda: (self.accept(), accept_all()), "primary", "check")
        if blocking:
            self.accept_button.refuse(" ".join(reason.text for reason in blocking))
        else:
            self.accept_button.setDefault(True)
        lines.addLayout(row(None, self.close_button, 8, self.accept_button, margins=(24, 12, 24, 14)))
        (self.close_button if blocking else self.accept_button).setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _reason(reason: Reason) -> QFrame:
        tone = "warning" if reason.can_accept else "danger"
        title = label(_(REVIEW_TITLES[reason.kind]), fonts.BODY, fonts.SEMIBOLD, tone)
        what_now = _("You may accept this.") if reason.can_accept else _("Put this right first.")
        words = column(row(title, 8, None, label(what_now, fonts.SECONDARY, role=tone)), gap=2)
        words.addWidget(label(reason.text, wrap=True))
        line = row(Sign(_ICONS.get(reason.kind, "eye"), tone), 10, margins=(12, 8, 12, 10))
        line.addLayout(words, 1)
        holder = frame("tinted", line)
        holder.setProperty("well", tone)
        holder.setAccessibleName(f"{_(REVIEW_TITLES[reason.kind])}: {reason.text}")
        return holder
