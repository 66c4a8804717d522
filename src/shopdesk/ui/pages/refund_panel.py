"""The panel beside a return: what is paid back and why, freight, the way of payment, and the one next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QVBoxLayout

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import major_text
from shopdesk.i18n import _
from shopdesk.queries.return_details import ReturnDetail
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms.entries import money_value
from shopdesk.ui.pages import parts
from shopdesk.ui.pages.order_money import PAYMENT_WAYS
from shopdesk.ui.pages.parts import Sum
from shopdesk.ui.pages.refund_reckoning import Reckoning
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.fields import Field
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row, rule, scrolling

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

WIDTH = 344
_SIDE = 20


@dataclass
class RefundDraft:
    """What is typed into the panel; ``freight`` None takes what is proposed."""

    freight: str | None = None
    method: str = ""
    reference: str = ""
    touched: bool = False


class RefundPanel(QFrame):
    """Shows a reckoning; ``wanted`` carries the step pressed: ``primary`` or ``second``."""

    wanted = Signal(str)

    def __init__(self, shell: Shell, detail: ReturnDetail, draft: RefundDraft, ways: list[str]) -> None:
        super().__init__()
        self._shell, self._detail, self.draft = shell, detail, draft
        self._reckoning: Reckoning | None = None
        self.setObjectName("inspector")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Refund"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        self._lines = column(gap=10)
        self.freight = QLineEdit(draft.freight or "")
        self.freight.setFixedWidth(96)
        self.freight.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.freight.setAccessibleName(_("Freight to refund"))
        self.freight.setFont(fonts.font(tabular=True))
        self._freight_note = secondary("", wrap=True, tabular=True)
        self._freight = plain(column(row(label(_("Freight")), None, self.freight), 2, self._freight_note))
        self._total = label("", fonts.FIGURE, fonts.SEMIBOLD)
        self._limit = secondary("", wrap=True, tabular=True)
        self.method, self.reference = QLineEdit(draft.method), QLineEdit(draft.reference)
        self.method.setPlaceholderText(ways[0] if ways else "")
        known = QCompleter(self.method)
        known.setModel(QStringListModel(list(dict.fromkeys([*ways, *(_(way) for way in PAYMENT_WAYS)])), known))
        known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.method.setCompleter(known)
        self._way = plain(column(Field(_("Paid back by"), self.method), Field(_("Reference"), self.reference), gap=10))
        self._pays = label(_("To pay back"), weight=fonts.SEMIBOLD)
        title = label(_("Refund"), fonts.SECTION, fonts.SEMIBOLD)
        content = column(title, 14, self._lines, 12, self._freight, 12, rule())
        content.setContentsMargins(_SIDE, 18, _SIDE, 16)
        content.addSpacing(12)
        content.addLayout(row(self._pays, None, self._total))
        content.addWidget(self._limit)
        content.addSpacing(14)
        content.addWidget(self._way)
        content.addStretch(1)
        outer.addWidget(scrolling(plain(content)), 1)
        outer.addWidget(rule())
        self.primary = Button("", lambda: self.wanted.emit("primary"), "primary")
        self.second = Button("", lambda: self.wanted.emit("second"))
        self._problem = label("", fonts.SECONDARY, role="danger", wrap=True)
        outer.addLayout(column(self._problem, self.primary, self.second, gap=8, margins=(_SIDE, 12, _SIDE, 14)))
        self._problem.hide()
        self.freight.textEdited.connect(lambda text: self._typed("freight", text))
        self.method.textChanged.connect(lambda text: self._typed("method", text.strip()))
        self.reference.textEdited.connect(lambda text: self._typed("reference", text.strip()))

    def _typed(self, key: str, text: str) -> None:
        setattr(self.draft, key, text)
        self.draft.touched = True
        if key == "freight":
            self._mirror()

    def show_reckoning(self, reckoning: Reckoning) -> None:
        """Show what the refund comes to now."""
        self._reckoning = reckoning
        if self.draft.freight is None:
            self.freight.setText(major_text(reckoning.freight_wanted, self._detail.currency))
        self._freight.setVisible(bool(reckoning.freight_paid))
        self._freight_note.setText(reckoning.freight_words)
        self._mirror()

    def _show_lines(self, freight: int) -> None:
        reckoning = self._reckoning
        assert reckoning is not None
        emptied(self._lines)
        currency = self._detail.currency
        settled = reckoning.settled(freight)
        sums = []
        for line in reckoning.lines:
            title = line.title
            if line.units > 1:
                title = _("{count} × {title}").format(count=figures.number(line.units), title=line.title)
            sums.append(Sum(title, figures.amount(line.amount, currency), line.words))
        if settled.credit:
            words = _("not paid yet, so it is credited instead")
            sums.append(Sum(_("Credited"), figures.amount(-settled.credit, currency), words))
        if settled.earlier:
            words = _("went back before, without a return")
            sums.append(Sum(_("Paid back before"), figures.amount(-settled.earlier, currency), words))
        if reckoning.done:
            sums.append(Sum(_("Refunded already"), figures.amount(-reckoning.done, currency)))
        for one in sums:
            self._lines.addWidget(parts.reckoning([one]))

    def freight_minor(self) -> int:
        """The freight to refund in minor units; raises UserError when it is no amount."""
        if self._reckoning is None or not self._reckoning.freight_paid:
            return 0
        freight = money_value(self.freight.text(), self._detail.currency) or 0
        if not 0 <= freight <= self._reckoning.freight_left:
            raise UserError(_("The freight to refund must be between zero and the freight paid."))
        return freight

    def amount(self) -> int:
        """What is paid back in all, in minor units; raises UserError when the freight is no amount."""
        return self._reckoning.settled(self.freight_minor()).amount if self._reckoning else 0

    def way(self) -> str:
        """How it is paid back."""
        return self.draft.method or self.method.placeholderText()

    def _mirror(self) -> None:
        assert self._reckoning is not None
        currency = self._detail.currency
        try:
            total, problem = self.amount(), ""
            self._show_lines(self.freight_minor())
        except UserError as error:
            total, problem = self._reckoning.settled(0).amount, str(error)
        self.freight.setProperty("problem", "true" if problem else "false")
        self.freight.style().unpolish(self.freight)
        self.freight.style().polish(self.freight)
        self.freight.setToolTip(problem)
        self._total.setText(figures.money(total, currency))
        left = figures.money(self._reckoning.left, currency)
        self._limit.setText(
            _("of {paid} paid, at most {left} can be paid back").format(
                paid=figures.amount(self._reckoning.paid, currency), left=left
            )
        )
        self._way.setVisible(total > 0)
        self.changed_total(total, problem)

    def changed_total(self, total: int, problem: str) -> None:
        """Told after every change; the page words its buttons here."""

    def show_steps(self, primary: str, why: str, second: str = "", second_why: str = "") -> None:
        """Word the two buttons; a reason disables one, no words hide it."""
        for button, words, reason in ((self.primary, primary, why), (self.second, second, second_why)):
            button.setText(words)
            button.setVisible(bool(words))
            button.refuse(reason)
        self._problem.setText(why if primary else "")
        self._problem.setVisible(bool(primary and why))
        self._problem.setProperty("role", "secondary")
        self._problem.style().unpolish(self._problem)
        self._problem.style().polish(self._problem)


class DonePanel(QFrame):
    """The same place when everything is settled: what was paid back, when and how."""

    def __init__(self, detail: ReturnDetail) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFixedWidth(WIDTH)
        content = column(label(_("Refund"), fonts.SECTION, fonts.SEMIBOLD), 14, margins=(_SIDE, 18, _SIDE, 16))
        currency = detail.currency
        sums = [
            Sum(
                refund.method or _("Refund"),
                figures.amount(-refund.amount, currency),
                " · ".join(part for part in (figures.when(refund.at), refund.reference, refund.by_name) if part),
            )
            for refund in detail.refunds
        ]
        total = -sum(refund.amount for refund in detail.refunds)
        total = abs(total)
        sums = [Sum(one.title, one.amount.replace("−", ""), one.note) for one in sums]
        if sums:
            content.addWidget(parts.reckoning(sums))
            content.addSpacing(12)
            content.addWidget(rule())
            content.addSpacing(12)
            content.addLayout(
                row(label(_("Paid back"), weight=fonts.SEMIBOLD), None,
                    label(figures.money(total, currency), fonts.FIGURE, fonts.SEMIBOLD))
            )  # fmt: skip
        else:
            content.addWidget(secondary(_("Nothing was paid back."), wrap=True))
        content.addStretch(1)
        self.setLayout(content)
