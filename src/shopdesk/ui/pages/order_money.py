"""The money steps of an order: payments, refunds and credits without a return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shopdesk.i18n import N_, _
from shopdesk.ui import figures
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.form import FieldProblem, Form, Group
from shopdesk.ui.pages import order_rules as rules
from shopdesk.usecases import orders, refunds

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

PAYMENT_WAYS = (N_("Bank transfer"), N_("PayPal"), N_("Card"), N_("Cash"), N_("Invoice"))


def add_payment(shell: Shell, rows: list[Any]) -> None:
    """Record money that came in."""
    thing, currency = rows[0], rows[0].currency
    due = rules.due(thing)

    def save(answers: Mapping[str, Any]) -> None:
        amount = answers["amount"] or 0
        if amount <= 0:
            raise FieldProblem("amount", _("The amount must be more than zero."))
        shell.desk.do(orders.add_payment, thing.id, amount, answers["method"], answers["reference"])
        paid = figures.money(amount, currency)
        shell.say(_("{amount} received for order {number}").format(amount=paid, number=thing.number))

    ways = tuple((way, _(way)) for way in PAYMENT_WAYS)
    entries = (
        Entry("amount", _("Amount in {currency}").format(currency=currency), "money", due or None, currency=currency,
              needed=True, half=True),
        Entry("method", _("Paid by"), "suggest", choices=ways, half=True),
        Entry("reference", _("Reference"), "code", hint=_("Number of the transfer or transaction")),
    )  # fmt: skip
    title = _("Payment for order {number}").format(number=thing.number)
    open_words = _("{due} of {total} are open.").format(
        due=figures.money(due, currency), total=figures.money(thing.total, currency)
    )
    words = _("Add the payment")
    Form(shell.window, title, [Group("", entries)], save, words, open_words, shell.fail, width=480).open()


def pay_back(shell: Shell, rows: list[Any]) -> None:
    """Record money paid back without a return."""
    thing, currency = rows[0], rows[0].currency
    left = thing.paid - thing.refunded

    def save(answers: Mapping[str, Any]) -> None:
        amount = answers["amount"] or 0
        shell.desk.do(
            refunds.refund_order, thing.id, amount, answers["method"], answers["reason"], answers["reference"]
        )
        shell.say(_("{amount} refunded").format(amount=figures.money(amount, currency)))

    ways = tuple((way, _(way)) for way in PAYMENT_WAYS)
    entries = (
        Entry("amount", _("Amount in {currency}").format(currency=currency), "money", currency=currency, needed=True,
              half=True),
        Entry("method", _("Paid back by"), "suggest", choices=ways, half=True),
        Entry("reason", _("Reason"), needed=True),
        Entry("reference", _("Reference"), "code"),
    )  # fmt: skip
    title = _("Refund for order {number}").format(number=thing.number)
    sentence = _("At most {left} can be paid back. This records the refund; the transfer happens elsewhere.").format(
        left=figures.money(left, currency)
    )
    words = _("Record the refund")
    Form(shell.window, title, [Group("", entries)], save, words, sentence, shell.fail, width=480).open()


def credit(shell: Shell, rows: list[Any]) -> None:
    """Take an amount off what an order still has to bring in."""
    thing, currency = rows[0], rows[0].currency

    def save(answers: Mapping[str, Any]) -> None:
        amount = answers["amount"] or 0
        shell.desk.do(refunds.credit_order, thing.id, amount, answers["reason"])
        shell.say(_("{amount} credited").format(amount=figures.money(amount, currency)))

    entries = (
        Entry("amount", _("Amount in {currency}").format(currency=currency), "money", currency=currency, needed=True,
              half=True),
        Entry("reason", _("Reason"), needed=True),
    )  # fmt: skip
    title = _("Credit for order {number}").format(number=thing.number)
    due = figures.money(rules.due(thing), currency)
    sentence = _("{due} are still to be paid; what is credited of it need not be paid.").format(due=due)
    Form(
        shell.window, title, [Group("", entries)], save, _("Record the credit"), sentence, shell.fail, width=480
    ).open()
