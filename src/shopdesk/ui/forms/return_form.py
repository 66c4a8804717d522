"""Logging a return: what of the order comes back, why, and what the return window says to it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import REASONS, TYPE_TITLES, ReturnType, Window, WindowAnswer, policy_words, window
from shopdesk.i18n import _, n_
from shopdesk.queries.order_details import OrderDetail, order_detail
from shopdesk.queries.order_line_details import OrderLineDetail
from shopdesk.queries.order_rows import OPEN
from shopdesk.queries.return_details import return_detail
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms.find_field import FindField, find_orders
from shopdesk.ui.widgets.buttons import Button, Stepper
from shopdesk.ui.widgets.card import Notice
from shopdesk.ui.widgets.fields import Field
from shopdesk.ui.widgets.labels import Elided, label
from shopdesk.ui.widgets.layouts import column, plain, row, rule, scrolling
from shopdesk.ui.widgets.people import Thumb
from shopdesk.usecases import returns

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_WIDTH, _MOST_HEIGHT = 660, 660
_OFFERED = (
    ReturnType.RETURN,
    ReturnType.EXCHANGE,
    ReturnType.RESEND,
    ReturnType.REFUND_ONLY_AFTER,
    ReturnType.REFUSED,
    ReturnType.REPAIR,
)
_BEFORE_REASONS = frozenset({"no_reason", "changed_mind", "not_sent", "late", "other"})
_TONES = {WindowAnswer.ALLOW: "success", WindowAnswer.WARN: "warning", WindowAnswer.MANAGER: "warning"}
_UNFINISHED = frozenset({"requested", "approved", "awaiting_goods", "received", "inspecting"})


def choose_order(shell: Shell) -> QDialog:
    """Ask which order a return belongs to, then what comes back."""
    dialog = _OrderFinder(shell)
    dialog.open()
    return dialog


class _OrderFinder(QDialog):
    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.window)
        self.setWindowTitle(_("New return"))
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = FindField(shell, find_orders(shell), _("Order number, name, or scan the slip"), "scan")
        self.search.found.connect(self._go)
        self._shell = shell
        self._problem = label("", role="danger", wrap=True)
        words = label(_("Which order does it belong to?"), role="secondary")
        lines = column(label(_("New return"), fonts.SECTION, fonts.SEMIBOLD), 6, words, 12, self.search, 6)
        lines.addWidget(self._problem)
        lines.addSpacing(220)
        lines.addStretch(1)
        lines.addLayout(row(None, Button(_("Cancel"), self.reject)))
        lines.setContentsMargins(24, 20, 24, 16)
        self.setLayout(lines)
        self.resize(520, 400)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, found: Any) -> None:
        detail: OrderDetail = self._shell.read(order_detail, found.id)
        before = detail.state in OPEN and not any(line.shipped for line in detail.lines)
        if before and any(line.keepable for line in detail.lines):
            self.accept()
            ReturnForm(self._shell, detail, before=True).open()
            return
        if not any(left_of(self._shell, detail).values()):
            self._problem.setText(_("Nothing of order {number} is with the customer.").format(number=detail.number))
            return
        self.accept()
        ReturnForm(self._shell, detail).open()


def left_of(shell: Shell, detail: OrderDetail) -> dict[int, int]:
    """Units of each order line that are with the customer and not announced in another return yet."""
    left = {line.id: max(0, line.returnable) for line in detail.lines}
    for link in detail.returns:
        if link.state in _UNFINISHED:
            for line in shell.read(return_detail, link.id).lines:
                if not line.decided:
                    left[line.order_line_id] = max(0, left[line.order_line_id] - (line.expected - line.received))
    return left


class ReturnForm(QDialog):
    """Steppers for the lines that are with the customer; the window's answer stands above the button.

    With ``before`` it is about pieces that have not left the house: they are cancelled and paid back.
    """

    def __init__(self, shell: Shell, detail: OrderDetail, *, before: bool = False) -> None:
        super().__init__(shell.window)
        self._shell, self._detail, self._before = shell, detail, before
        self._left = {line.id: line.keepable for line in detail.lines} if before else left_of(shell, detail)
        self._window = self._window_of()
        title = _("Cancel pieces of order {number}") if before else _("Return for order {number}")
        title = title.format(number=detail.number)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.steppers: dict[int, Stepper] = {}
        self.kind, self.reason = QComboBox(), QComboBox()
        for kind in (ReturnType.REFUND_ONLY_BEFORE,) if before else _OFFERED:
            self.kind.addItem(_(TYPE_TITLES[kind]), kind.value)
        for key, words in REASONS.items():
            if key in _BEFORE_REASONS if before else key != "not_sent":
                self.reason.addItem(_(words), key)
        self.note = QPlainTextEdit()
        self.note.setFixedHeight(58)
        self.note.setTabChangesFocus(True)
        self.override = QCheckBox(_("Approve it all the same"))
        self._problem = label("", role="danger", wrap=True)
        self._problem.hide()
        self.go = Button("", self._log, "primary", "ban" if before else "returns")
        self.go.setDefault(True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        sent = _("{name} · delivered {day}").format(name=detail.ship_name, day=figures.day(detail.delivered_at))
        if before:
            sent = _("{name} · not sent yet").format(name=detail.ship_name)
        lines.addLayout(
            column(label(title, fonts.SECTION, fonts.SEMIBOLD), Elided(sent, role="secondary"), gap=4,
                   margins=(24, 20, 24, 12))
        )  # fmt: skip
        lines.addWidget(rule())
        content = plain(self._body())
        lines.addWidget(scrolling(content), 1)
        lines.addWidget(rule())
        lines.addLayout(column(self._problem, margins=(24, 0, 24, 0)))
        keep = Button(_("Keep them") if before else _("Cancel"), self.reject)
        lines.addLayout(row(None, keep, 8, self.go, margins=(24, 12, 24, 14)))
        self.resize(_WIDTH, min(_MOST_HEIGHT, content.sizeHint().height() + 140))
        self._mirror()
        first = next(iter(self.steppers.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _body(self) -> QVBoxLayout:
        body = column(gap=0, margins=(24, 8, 24, 16))
        for place, line in enumerate(line for line in self._detail.lines if self._left.get(line.id)):
            if place:
                body.addWidget(rule())
            body.addWidget(self._line(line))
        halves = row(gap=16)
        if not self._before:
            halves.addWidget(Field(_("What the customer wants"), self.kind), 1)
        halves.addWidget(Field(_("Reason"), self.reason), 1)
        body.addSpacing(12)
        body.addLayout(halves)
        body.addSpacing(12)
        body.addWidget(Field(_("Note"), self.note))
        body.addSpacing(12)
        if self._before:
            words = _("They are not sent. What was paid for them waits to be paid back; the rest goes on.")
            body.addWidget(Notice(words, "info", "coin"))
            body.addStretch(1)
            return body
        words = policy_words(self._window.facts(), figures.day)
        body.addWidget(Notice(words, _TONES[self._window.answer], "calendar"))
        if self._window.answer is not WindowAnswer.ALLOW:
            body.addSpacing(8)
            body.addWidget(self.override)
        body.addStretch(1)
        return body

    def _window_of(self) -> Window:
        delivered = self._detail.delivered_at
        days = int(self._shell.desk.setting("return_days", 7))
        today = date.today()
        return window(figures.local(delivered).date() if delivered else None, today, days=days)

    def _line(self, line: OrderLineDetail) -> QWidget:
        left = self._left[line.id]
        known = n_("{count} with the customer", "{count} with the customer", left)
        if self._before:
            known = n_("{count} still here", "{count} still here", left)
        note = (line.variant_title, line.sku, known.format(count=figures.number(left)))
        words = column(
            Elided(line.title, weight=fonts.MEDIUM),
            Elided(" · ".join(part for part in note if part), fonts.SECONDARY, role="secondary", tabular=True),
            gap=1,
        )
        stepper = Stepper(left if left == 1 and len(self._detail.lines) == 1 else 0, 0, left)
        name = _("To cancel: {title}") if self._before else _("Coming back: {title}")
        stepper.setAccessibleName(name.format(title=line.title))
        stepper.setFixedWidth(136)
        stepper.changed.connect(lambda _value: self._mirror())
        self.steppers[line.id] = stepper
        made = row(Thumb(self._shell.pictures, line.image, line.title, 40), 12, margins=(0, 7, 0, 7))
        made.addLayout(words, 1)
        made.addSpacing(12)
        made.addWidget(stepper)
        return plain(made)

    def _mirror(self) -> None:
        units = sum(stepper.value() for stepper in self.steppers.values())
        if self._before:
            self.go.refuse("" if units else _("Say how many pieces are cancelled."))
            words = n_("Cancel {count} piece", "Cancel {count} pieces", units)
            plain_words = _("Cancel pieces")
        else:
            self.go.refuse("" if units else _("Say how many pieces come back."))
            words = n_("Log the return of {count} piece", "Log the return of {count} pieces", units)
            plain_words = _("Log the return")
        self.go.setText(words.format(count=figures.number(units)) if units else plain_words)

    def _log(self) -> None:
        try:
            made = self._shell.desk.do(
                returns.log_return,
                self._detail.id,
                [(key, stepper.value()) for key, stepper in self.steppers.items()],
                type=self.kind.currentData(),
                reason=self.reason.currentData(),
                note=self.note.toPlainText().strip(),
                override=self.override.isChecked(),
            )
        except UserError as error:
            self._problem.setText(str(error))
            self._problem.show()
            return
        except Exception as error:
            self._shell.fail(error)
            return
        self.accept()
        self._shell.open("return", made)
        self._shell.say(_("The pieces are cancelled") if self._before else _("The return is logged"))
