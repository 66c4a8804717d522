"""Typing an order: customer, lines by scan or search, freight, discount, payment; all by keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.shop_facts import channel_choices
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms.customer_pick import CustomerPick
from shopdesk.ui.forms.entries import money_value
from shopdesk.ui.forms.order_lines import OrderLines
from shopdesk.ui.page import Page
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.fields import Field
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.usecases import customers, orders

_SIDE = 300
_PAYS = (("before", N_("Pays before shipping")), ("now", N_("Paid just now")), ("terms", N_("Pays on invoice")))


class NewOrderPage(Page):
    """A page to type an order into; ``thing`` is only the currency it is in."""

    kind, place, icon = "new_order", "orders", "orders"
    right = Right.EDIT_ORDERS

    def build(self) -> None:
        super().build()
        self._done = self._warned = False
        self._new_customer: int | None = None
        go = QShortcut(QKeySequence("Ctrl+Return"), self)
        go.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        go.activated.connect(self.create_order)

    def load(self) -> Any:
        return self.shell.desk.currency

    def verbs(self) -> tuple[Verb, ...]:
        return ()

    def keys(self) -> list[tuple[str, str]]:
        return [("Ctrl+Return", _("Create the order")), ("Enter", _("Take the customer or product found"))]

    def show_thing(self) -> None:
        self.set_head(_("New order"), _("Ctrl+Enter creates it"))
        self.customer = CustomerPick(self.shell)
        self.lines = OrderLines(self.shell)
        self.note, self.office_note = QPlainTextEdit(), QPlainTextEdit()
        left = column(
            Card(_("Customer")).add(self.customer), Card(_("Lines")).add(self.lines), self._notes(), None, gap=12
        )
        side = plain(column(self._terms(), self._sum(), None, gap=12))
        side.setFixedWidth(_SIDE)
        columns = row(gap=12)
        columns.addLayout(left, 1)
        columns.addWidget(side)
        self.body.addLayout(columns)
        self.body.addStretch(1)
        self.customer.chosen.connect(lambda: self.lines.search.setFocus(Qt.FocusReason.OtherFocusReason))
        self.customer.changed.connect(self._mirror)
        self.lines.changed.connect(self._mirror)
        self._mirror()

    def arrive(self, **aim: Any) -> None:
        super().arrive(**aim)
        self.customer.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _notes(self) -> QWidget:
        for field, hint in ((self.note, _("What the customer said")), (self.office_note, _("Shown at the bench"))):
            field.setFixedHeight(52)
            field.setTabChangesFocus(True)
            field.setPlaceholderText(hint)
        halves = row(gap=12)
        halves.addWidget(Field(_("Note of the customer"), self.note), 1)
        halves.addWidget(Field(_("Note for the packer"), self.office_note), 1)
        return Card(_("Notes")).add(halves)

    def _terms(self) -> QWidget:
        self.channel, self.pays = QComboBox(), QComboBox()
        for code, name in self.shell.read(channel_choices):
            self.channel.addItem(name, code)
        self.channel.setCurrentIndex(max(0, self.channel.findData(self.shell.memory.get("order/channel", "phone"))))
        for key, words in _PAYS:
            self.pays.addItem(_(words), key)
        self.pickup, self.gift = QCheckBox(_("Picked up here")), QCheckBox(_("Gift: no prices on the slip"))
        self.method = QLineEdit()
        self.method.setPlaceholderText(_("Cash, card, transfer…"))
        self._method = Field(_("Paid by"), self.method)
        self.pays.currentIndexChanged.connect(lambda _at: self._mirror())
        return Card(_("Terms")).add(
            column(
                Field(_("Ordered by"), self.channel), Field(_("Payment"), self.pays), self._method, self.pickup,
                self.gift, gap=8,
            )
        )  # fmt: skip

    def _sum(self) -> QWidget:
        self.freight, self.discount = QLineEdit(), QLineEdit()
        lines = column(gap=8)
        self._goods = label("", tabular=True)
        lines.addLayout(row(label(_("Goods"), role="secondary"), None, self._goods))
        for field, title in ((self.freight, _("Freight")), (self.discount, _("Discount on the order"))):
            field.setFixedWidth(96)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.setFont(fonts.font(tabular=True))
            field.setPlaceholderText(figures.amount(0, self.thing))
            field.setAccessibleName(title)
            field.textEdited.connect(lambda _text: self._mirror())
            lines.addLayout(row(label(title, role="secondary"), None, field))
        self._total = label("", fonts.FIGURE, fonts.SEMIBOLD)
        lines.addWidget(rule())
        lines.addLayout(row(label(_("Total"), weight=fonts.SEMIBOLD), None, self._total))
        self._problem = secondary("", wrap=True)
        self.go = Button(_("Create the order"), self.create_order, "primary", "check")
        lines.addWidget(self._problem)
        lines.addWidget(self.go)
        return Card(_("Sum"), self.thing).add(lines)

    # reckoning

    def _amounts(self) -> tuple[int, int]:
        freight = money_value(self.freight.text(), self.thing) or 0
        discount = money_value(self.discount.text(), self.thing) or 0
        if freight < 0 or discount < 0 or discount > self.lines.total():
            raise UserError(_("A discount is larger than what it is taken from."))
        return freight, discount

    def _problem_now(self) -> str:
        why = self.customer.problem() or self.lines.problem()
        if not why:
            try:
                self._amounts()
            except UserError as error:
                why = str(error)
        return why

    def _mirror(self) -> None:
        if not hasattr(self, "go"):
            return
        try:
            freight, discount = self._amounts()
        except UserError:
            freight = discount = 0
        goods = self.lines.total()
        self._goods.setText(figures.amount(goods, self.thing))
        self._total.setText(figures.money(goods + freight - discount, self.thing))
        self._method.setVisible(self.pays.currentData() == "now")
        why = self._problem_now()
        self._problem.setText(why)
        self._problem.setVisible(bool(why))
        self.go.refuse(why)

    def create_order(self) -> None:
        """Create the order, with its new customer first, and show it."""
        why = self._problem_now()
        if why:
            self.shell.say(why, tone="warning")
            return
        freight, discount = self._amounts()
        pays = self.pays.currentData()
        desk = self.shell.desk
        try:
            order_id = desk.do(
                orders.create_order,
                self._customer_id(),
                [line.new_line() for line in self.lines.rows],
                channel=self.channel.currentData(),
                shipping=freight,
                discount=discount,
                note=self.note.toPlainText().strip(),
                office_note=self.office_note.toPlainText().strip(),
                pickup=self.pickup.isChecked(),
                on_terms=pays == "terms",
                gift=self.gift.isChecked(),
            )
            total = self.lines.total() + freight - discount
            if pays == "now" and total > 0:
                desk.do(orders.add_payment, order_id, total, self.method.text().strip())
        except Exception as error:
            self.shell.fail(error)
            return
        self.shell.memory.set("order/channel", self.channel.currentData())
        self._done = True
        self.shell.back()
        self.shell.open("order", order_id)
        self.shell.say(_("The order is created and waits for review"))

    def _customer_id(self) -> int:
        if self.customer.customer is not None:
            return int(self.customer.customer.id)
        if self._new_customer is None:
            self._new_customer = self.shell.desk.do(customers.create_customer, **self.customer.typed())
        return self._new_customer

    def may_leave(self) -> bool:
        """Typed lines are dropped only on the second time."""
        typed = bool(self.thing and (self.lines.rows or any(self.customer.typed()[k] for k in ("name", "line1"))))
        if self._done or self._warned or not typed:
            return True
        self._warned = True
        self.shell.say(_("This order is not created yet. Go back once more to drop it."), tone="warning")
        return False
