"""The page of one order: goods, money, people, what left and came back, and the whole story."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, listed, n_
from shopdesk.queries.order_details import OrderDetail, order_detail
from shopdesk.queries.order_line_details import OrderLineDetail
from shopdesk.ui import figures, story
from shopdesk.ui.list_tones import ship_by_tone
from shopdesk.ui.page import Page
from shopdesk.ui.pages import order_rules as rules
from shopdesk.ui.pages import parts
from shopdesk.ui.pages.order_money import add_payment
from shopdesk.ui.pages.order_steps import correct_address, office_note, print_invoices
from shopdesk.ui.pages.order_verbs import ORDER_VERBS
from shopdesk.ui.pages.order_words import (
    buyer,
    discount_words,
    goods_note,
    hold_words,
)
from shopdesk.ui.pages.parts import Goods, Sum
from shopdesk.ui.sheet import Fact, Pill
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import plain, row, rule
from shopdesk.ui.widgets.timeline import Timeline


class OrderPage(Page):
    """One order."""

    kind, place, icon = "order", "orders", "orders"
    right = Right.SEE_ORDERS
    shows = frozenset(
        {"orders", "order_lines", "shipments", "parcels", "holds", "payments", "refunds", "returns", "return_lines"}
    )
    tabs = (("overview", N_("Overview")), ("history", N_("History")))
    verbs_on_thing = ORDER_VERBS

    def load(self) -> Any:
        return self.shell.read(order_detail, self.thing_id)

    def arrive(self, **aim: Any) -> None:
        super().arrive(**aim)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_thing(self) -> None:
        detail: OrderDetail = self.thing
        machine, _slash, state = detail.status.partition("/")
        note = (detail.channel, detail.channel_order_no if detail.channel_order_no != detail.number else "",
                figures.when(detail.placed_at))  # fmt: skip
        pills = [Pill(machine, state), Pill("order_payment", detail.payment)]
        self.set_head(detail.number, " · ".join(part for part in note if part), pills)
        if self.current_tab() == "history":
            self._show_history(detail)
            return
        for notice in self._notices(detail):
            self.body.addWidget(notice)
        parts.two_columns(
            self.body,
            [self._goods(detail), plain(row((self._money(detail), 1), 12, (self._payments(detail), 1)))],
            [self._people(detail), self._address(detail), *self._papers(detail), *self._packer_note(detail)],
        )

    def _show_history(self, detail: OrderDetail) -> None:
        timeline = Timeline(story.events(detail.timeline, pages=frozenset({"shipment", "return"})))
        timeline.opened.connect(self.shell.open)
        self.body.addWidget(Card(_("Everything that happened")).add(timeline))
        self.body.addStretch(1)

    def _notices(self, detail: OrderDetail) -> list[Notice]:
        found = [Notice(hold_words(detail), "warning", "pause")] if detail.held else []
        for reason in detail.reasons:
            if reason.kind.value not in ("hold", "note"):
                found.append(Notice(reason.text, "warning" if reason.can_accept else "danger", "eye"))
        if detail.buyer_note:
            found.append(Notice(_("“{note}”").format(note=detail.buyer_note), "warning", "note"))
        if detail.office_note:
            words = _("For the packer: {note}").format(note=detail.office_note)
            found.append(Notice(words, "info", "packing"))
        return found

    # goods and money

    def _goods(self, detail: OrderDetail) -> QWidget:
        pieces = n_("{count} piece", "{count} pieces", detail.item_count)
        card = Card(_("Goods"), pieces.format(count=figures.number(detail.item_count)))
        heads = (_("Product"), _("Quantity"), _("Price"), _("Total"))
        goods = [self._line(line, detail) for line in detail.lines]
        return card.add(parts.goods_table(self.shell, heads, goods))

    def _line(self, line: OrderLineDetail, detail: OrderDetail) -> Goods:
        where, tone = goods_note(line, detail.state)
        known = " · ".join(part for part in (line.variant_title, line.sku) if part)
        if not tone and where == _("shipped") and detail.fulfilment in ("shipped", "delivered"):
            where = ""  # the whole order says so already
        notes = [(known, ""), (where, tone)]
        notes += [(words, "success") for words in discount_words(line, detail.currency)]
        opens = ("product", line.product_id) if line.product_id and self.shell.may(Right.SEE_PRODUCTS) else None
        price, total = (figures.amount(minor, detail.currency) for minor in (line.unit_price, line.total))
        return Goods(line.title, notes, (figures.number(line.quantity), price, total), line.image, opens)

    def _money(self, detail: OrderDetail) -> QWidget:
        card = Card(_("Money"), detail.currency)
        if not detail.amounts_known:
            return card.add(secondary(_("The channel did not tell the amounts of this order."), wrap=True))
        if self.shell.may(Right.PRINT_PAPERS) and detail.state != "cancelled":
            card.head.addWidget(Button(_("Invoice…"), partial(print_invoices, self.shell, [detail]), "link"))
        card.add(parts.reckoning(money_lines(detail)))
        card.body.addStretch(1)
        return card

    # people, papers, payments

    def _people(self, detail: OrderDetail) -> QWidget:
        card = Card(_("Customer"), detail.customer_number)
        return card.add(parts.person(self.shell, buyer(self.shell, detail)))

    def _address(self, detail: OrderDetail) -> QWidget:
        may = self.shell.may(Right.EDIT_ORDERS) and rules.is_open(detail) and not rules.no_address_change(detail)
        step = partial(correct_address, self.shell, [detail]) if may else None
        card = parts.card_with_button(_("Delivery"), "pencil", _("Correct the address"), step)
        if detail.pickup:
            card.add(label(_("Picked up here")))
        else:
            lines = dict.fromkeys((detail.ship_name, *detail.ship_lines))
            card.add(*(label(line, wrap=True) for line in lines if line))
        if not detail.pickup and not detail.ship_lines:
            card.add(label(_("There is no address."), role="danger"))
        facts = []
        if rules.is_open(detail):
            due = _("{day} · {age}").format(day=figures.when(detail.ship_by), age=figures.age(detail.ship_by))
            facts.append(Fact(_("Ship by"), due, ship_by_tone(detail)))
        if detail.delivery_method:
            facts.append(Fact(_("Service"), detail.delivery_method))
        if detail.delivered_at:
            facts.append(Fact(_("Delivered"), figures.when(detail.delivered_at)))
        if detail.gift:
            facts.append(Fact(_("Gift"), _("the slip shows no prices")))
        if facts:
            card.body.addSpacing(6)
            card.add(parts.facts(self.shell, facts))
        return card

    def _papers(self, detail: OrderDetail) -> list[QWidget]:
        cards: list[QWidget] = []
        if detail.shipments:
            card = Card(_("Shipments"))
            for place, shipment in enumerate(detail.shipments):
                if place:
                    card.add(rule())
                codes = " ".join(part for part in (shipment.carrier, listed(shipment.tracking_nos)) if part)
                when = shipment.shipped_at or shipment.packed_at
                note = " · ".join(part for part in (codes, figures.when(when) if when else "") if part)
                target = ("shipment", shipment.id)
                card.add(parts.linked_row(self.shell, shipment.number, note, target, "shipment", shipment.state))
            cards.append(card)
        if detail.returns:
            card = Card(_("Returns"))
            for place, link in enumerate(detail.returns):
                if place:
                    card.add(rule())
                amount = figures.money(link.refunded or link.refund_due, detail.currency)
                words = _("{amount} refunded") if link.refunded else _("{amount} to refund")
                note = words.format(amount=amount) if link.refunded or link.refund_due else ""
                card.add(parts.linked_row(self.shell, link.number, note, ("return", link.id), "return", link.state))
            cards.append(card)
        return cards

    def _payments(self, detail: OrderDetail) -> QWidget:
        may = self.shell.may(Right.EDIT_ORDERS) and detail.due > 0 and detail.state != "cancelled"
        step = partial(add_payment, self.shell, [detail]) if may else None
        card = parts.card_with_button(_("Payments"), "plus", _("Add a payment"), step)
        lines = []
        for payment in detail.payments:
            note = " · ".join(part for part in (figures.when(payment.at), payment.reference, payment.by_name) if part)
            title = payment.method or (_("Refund") if payment.amount < 0 else _("Payment"))
            amount = figures.amount(payment.amount, detail.currency)
            lines.append(Sum(title, amount, note, tone="warning" if payment.amount < 0 else ""))
        if lines:
            card.add(parts.reckoning(lines))
        else:
            words = _("On account: payment comes later.") if detail.on_terms else _("Nothing was paid yet.")
            card.add(secondary(words, wrap=True))
        card.body.addStretch(1)
        return card

    def _packer_note(self, detail: OrderDetail) -> list[QWidget]:
        if not rules.is_open(detail):
            return []
        note_step = partial(office_note, self.shell, [detail]) if self.shell.may(Right.EDIT_ORDERS) else None
        kept = parts.card_with_button(_("Note for the packer"), "pencil", _("Change the note"), note_step)
        return [kept.add(secondary(detail.office_note or _("None."), wrap=True))]


def money_lines(detail: OrderDetail) -> list[Sum]:
    """The order's amounts so that they add up: goods, discounts by promotion, freight, tax, total, what is paid."""
    currency = detail.currency

    def amount(minor: int) -> str:
        return figures.amount(minor, currency)

    gross = sum(line.unit_price * line.quantity for line in detail.lines)
    net = sum(line.total for line in detail.lines)
    lines = [Sum(_("Goods"), amount(gross))]
    promotions: dict[str, int] = {}
    for line in detail.lines:
        for share in line.discounts:
            promotions[share.promotion] = promotions.get(share.promotion, 0) + share.amount
    lines += [Sum(name or _("Discount"), amount(-value)) for name, value in promotions.items()]
    rest = gross - net - sum(promotions.values())
    if rest:
        lines.append(Sum(_("Discount") if rest > 0 else _("Surcharge"), amount(-rest)))
    if detail.shipping:
        lines.append(Sum(_("Freight"), amount(detail.shipping)))
    if detail.tax:
        lines.append(Sum(_("Tax"), amount(detail.tax)))
    other = detail.total - net - detail.shipping - detail.tax
    if other:
        lines.append(Sum(_("Rounding and other"), amount(other)))
    contained = _("contains {amount} tax").format(amount=amount(detail.tax_included)) if detail.tax_included else ""
    lines.append(Sum(_("Total"), figures.money(detail.total, currency), contained, strong=True, ruled=True))
    lines.append(Sum(_("Paid"), amount(detail.paid)))
    if detail.refunded:
        lines.append(Sum(_("Refunded"), amount(-detail.refunded)))
    if detail.credited:
        lines.append(Sum(_("Credited"), amount(-detail.credited), _("need not be paid")))
    if detail.due and detail.state != "cancelled":
        tone = "" if detail.on_terms else "warning"
        lines.append(Sum(_("Still to pay"), figures.money(detail.due, currency), strong=True, tone=tone))
    elif detail.over:
        lines.append(Sum(_("Paid too much"), figures.money(detail.over, currency), strong=True, tone="warning"))
    return lines
