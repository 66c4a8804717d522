"""The page of one purchase order: how far it is, its lines, what it costs, its deliveries, its story."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk.domain.landed_costs import SPREAD_TITLES, Spread
from shopdesk.domain.purchasing import CLAIM_REASONS
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.purchase_details import PurchaseDetail, PurchaseLineDetail, ReceiptDetail, purchase_detail
from shopdesk.ui import figures, fonts, story
from shopdesk.ui.forms.entries import Entry
from shopdesk.ui.forms.find_field import FindField, find_variants
from shopdesk.ui.forms.form import Answers, Form, Group
from shopdesk.ui.page import Page
from shopdesk.ui.pages import buying_parts, parts
from shopdesk.ui.pages.purchase_steps import PURCHASE_VERBS, TO_RECEIVE, doubts_of
from shopdesk.ui.screens.purchases import line_words
from shopdesk.ui.sheet import Fact, Person, Pill
from shopdesk.ui.widgets.buttons import IconButton
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.question import Ask
from shopdesk.ui.widgets.share_bar import ShareBar
from shopdesk.ui.widgets.steps import ParcelSteps, Step
from shopdesk.ui.widgets.timeline import Timeline
from shopdesk.usecases import claims, purchases

_TITLES = (N_("Drafted"), N_("Sent"), N_("Confirmed"), N_("Received"), N_("Closed"))
_PLACES = {"draft": 1, "ordered": 2, "confirmed": 3, "partly_received": 3, "received": 4, "closed": 5}
_SHOWN_EVENTS, _STEPS, _DRAFT_STEPS = 12, 32, 122


class PurchasePage(Page):
    """One purchase order."""

    kind, place, icon = "purchase", "purchases", "purchasing"
    right = Right.SEE_PURCHASES
    shows = frozenset(
        {"purchases", "purchase_lines", "receipts", "receipt_lines", "suppliers", "supplier_claims", "supplier_items"}
    )
    verbs_on_thing = PURCHASE_VERBS

    def load(self) -> Any:
        detail: PurchaseDetail = self.shell.read(purchase_detail, int(self.thing_id))
        return detail

    def show_thing(self) -> None:
        order: PurchaseDetail = self.thing
        notes = [order.supplier, order.reference, _("by {name}").format(name=order.by_name)]
        self.set_head(order.number, " · ".join(filter(None, notes)), [Pill("purchase_order", order.state)])
        if order.state != "cancelled":
            self.body.addWidget(self._progress(order))
        left = [*self._notices(order), self._lines(order), *self._deliveries(order), self._story(order)]
        right = [self._supplier(order), self._facts(order), *self._costs(order), *self._claims(order)]
        parts.two_columns(self.body, left, right)

    def _may_edit(self) -> bool:
        return self.shell.may(Right.EDIT_PURCHASES)

    def _sees_prices(self) -> bool:
        return self.shell.may(Right.SEE_COST)

    # how far it is

    def _progress(self, order: PurchaseDetail) -> QWidget:
        times: tuple[datetime | None, ...] = (
            order.created_at, order.ordered_at, order.confirmed_at, order.received_at, order.closed_at
        )  # fmt: skip
        steps = [
            Step(_(title), figures.when(at, short=True) if at else "") for title, at in zip(_TITLES, times, strict=True)
        ]
        if order.received_at is None and order.state in TO_RECEIVE:
            expected = _("expected {day}").format(day=figures.day(order.expected_on))
            steps[3] = Step(steps[3].title, expected)
        return ParcelSteps(steps, _PLACES.get(order.state, 0))

    def _notices(self, order: PurchaseDetail) -> list[QWidget]:
        found: list[QWidget] = []
        if order.late:
            words = n_(
                "Expected {day}; {count} piece is still to come.",
                "Expected {day}; {count} pieces are still to come.",
                order.open,
            )
            said = words.format(day=figures.day(order.expected_on), count=figures.number(order.open))
            found.append(Notice(said, "danger", "clock"))
        for why in doubts_of(order):
            found.append(Notice(why, "warning"))
        if order.note:
            found.append(Notice(order.note, "neutral", "note"))
        return found

    # what is ordered

    def _lines(self, order: PurchaseDetail) -> QWidget:
        pieces = n_("{count} piece", "{count} pieces", order.pieces).format(count=figures.number(order.pieces))
        card = Card(_("Goods"), pieces if order.lines else "")
        is_draft = order.state == "draft"
        if is_draft and self._may_edit():
            find = FindField(self.shell, find_variants(self.shell), _("Add a product: name, SKU or scan"), "scan")
            find.found.connect(self._add)
            card.add(find)
        if not order.lines:
            words = _("Nothing is on this order yet. Type or scan the first product; it comes in whole packs.")
            return card.add(secondary(words, wrap=True))
        if order.state not in ("draft", "cancelled"):
            arrived = _("{arrived} of {pieces} pieces are here").format(
                arrived=figures.number(order.arrived), pieces=figures.number(order.pieces)
            )
            damaged = sum(line.damaged for line in order.lines)
            card.add(ShareBar(order.arrived - damaged, damaged, order.pieces, arrived))
        for place, line in enumerate(order.lines):
            if place or not is_draft:
                card.add(rule())
            card.add(self._line(order, line))
        return card

    def _line(self, order: PurchaseDetail, line: PurchaseLineDetail) -> QWidget:
        words, tone = line_words(line)
        pack = _("pack of {count}").format(count=figures.number(line.pack)) if line.pack > 1 else ""
        known = " · ".join(part for part in (line.sku, line.supplier_code, pack, line.note) if part)
        day = ""
        if line.expected_on and line.open and line.expected_on != order.expected_on:
            day = _("expected {day}").format(day=figures.day(line.expected_on))
        packs = ""
        if line.pack > 1 and line.quantity % line.pack == 0:
            count = line.quantity // line.pack
            packs = n_("{count} pack", "{count} packs", count).format(count=figures.number(count))
        goods = parts.Goods(
            line.name,
            ((known, ""), (" · ".join(part for part in (words, day) if part), tone or "accent")),
            image=line.image,
            opens=("variant", line.variant_id),
        )
        table = buying_parts.goods_row(self.shell, goods)
        amounts = column(None, gap=1)
        quantity = _("{count} ×").format(count=figures.number(line.quantity))
        amounts.addLayout(row(None, label(quantity, weight=fonts.SEMIBOLD, tabular=True)))
        if packs:
            amounts.addLayout(row(None, secondary(packs, tabular=True)))
        money = column(None, gap=1)
        if self._sees_prices():
            money.addLayout(row(None, label(figures.amount(line.amount, order.currency), weight=fonts.MEDIUM,
                                            tabular=True)))  # fmt: skip
            each = _("{price} each").format(price=figures.amount(line.price, order.currency))
            money.addLayout(row(None, secondary(each, tabular=True)))
        amounts.addStretch(1)
        money.addStretch(1)
        counts, sums = plain(amounts), plain(money)
        counts.setMinimumWidth(84)
        sums.setMinimumWidth(104 if self._sees_prices() else 0)
        shown = row((table, 1), 8, counts, 8, sums, margins=(0, 4, 0, 4))
        if any(self._claimable(order, one) for one in order.lines) or order.state == "draft":
            steps = plain(self._line_steps(order, line))
            steps.setFixedWidth(_DRAFT_STEPS if order.state == "draft" and self._may_edit() else _STEPS)
            shown.addSpacing(8)
            shown.addWidget(steps)
        return plain(shown)

    def _line_steps(self, order: PurchaseDetail, line: PurchaseLineDetail) -> Any:
        steps = row(gap=0)
        if order.state == "draft" and self._may_edit():
            fewer = _("One pack less of {name}").format(name=line.name)
            more = _("One pack more of {name}").format(name=line.name)
            less = IconButton("minus", fewer, partial(self._set, line, line.quantity - line.pack))
            less.setEnabled(line.quantity > line.pack)
            steps.addWidget(less)
            steps.addWidget(IconButton("plus", more, partial(self._set, line, line.quantity + line.pack)))
            steps.addWidget(IconButton("pencil", _("Change {name}…").format(name=line.name), partial(self._edit, line)))
            steps.addWidget(IconButton("close", _("Remove {name}").format(name=line.name), partial(self._remove, line)))
        elif self._claimable(order, line):
            claim = _("Claim for {name}…").format(name=line.name)
            steps.addWidget(IconButton("flag", claim, partial(self._claim, order, line)))
        return steps

    def _claimable(self, order: PurchaseDetail, line: PurchaseLineDetail) -> bool:
        return any(to_claim(order, line).values()) and self.shell.may(Right.RECEIVE_GOODS)

    def _add(self, variant: Any) -> None:
        order: PurchaseDetail = self.thing
        known = next((line for line in order.lines if line.variant_id == variant.id), None)
        if known is not None:
            self._set(known, known.quantity + known.pack)
            return
        pack = self.shell.read(purchases_pack, order.supplier_id, variant.id)
        self.shell.do(purchases.set_purchase_line, purchase_id=order.id, variant_id=variant.id, quantity=pack)

    def _set(self, line: PurchaseLineDetail, units: int) -> None:
        self.shell.do(
            purchases.set_purchase_line, purchase_id=self.thing.id, variant_id=line.variant_id, quantity=units
        )

    def _remove(self, line: PurchaseLineDetail) -> None:
        order: PurchaseDetail = self.thing
        self.shell.do(
            purchases.remove_purchase_line,
            purchase_id=order.id,
            variant_id=line.variant_id,
            said=_("{name} is taken out").format(name=line.name),
            undo=lambda _result: self.shell.do(
                purchases.set_purchase_line, purchase_id=order.id, variant_id=line.variant_id,
                quantity=line.quantity, price=line.price, said=_("Undone"),
            ),
        )  # fmt: skip

    def _edit(self, line: PurchaseLineDetail) -> None:
        order: PurchaseDetail = self.thing

        def save(answers: Answers) -> None:
            self.shell.desk.do(
                purchases.set_purchase_line, order.id, line.variant_id, answers["quantity"] or 0,
                price=answers["price"], note=answers["note"],
            )  # fmt: skip

        entries = [
            Entry("quantity", _("Pieces"), "whole", line.quantity, needed=True, half=True,
                  note=_("pack of {count}").format(count=figures.number(line.pack)) if line.pack > 1 else ""),
            Entry("price", _("Price of one piece"), "money", line.price, half=True, currency=order.currency),
            Entry("note", _("Note for the supplier"), value=line.note),
        ]  # fmt: skip
        Form(self.shell.window, _("Change the line"), [Group("", entries)], save, sentence=line.name,
             fail=self.shell.fail).open()  # fmt: skip

    # what arrived

    def _deliveries(self, order: PurchaseDetail) -> list[QWidget]:
        if not order.receipts:
            return []
        card = Card(_("Deliveries"), figures.number(len(order.receipts)))
        for place, receipt in enumerate(order.receipts):
            if place:
                card.add(rule())
            card.add(parts.linked_row(
                self.shell, receipt.number, receipt_words(receipt), ("receipt", receipt.id), "purchase_receipt",
                receipt.state,
            ))  # fmt: skip
        return [card]

    def _story(self, order: PurchaseDetail) -> QWidget:
        return Card(_("History")).add(Timeline(story.events(order.timeline, most=_SHOWN_EVENTS)))

    # right: with whom, when, for how much

    def _supplier(self, order: PurchaseDetail) -> QWidget:
        card = Card(_("Supplier"))
        who = Person(
            order.supplier, order.supplier_contact, order.supplier_phone, order.supplier_email,
            ("supplier", order.supplier_id),
        )  # fmt: skip
        return card.add(parts.person(self.shell, who))

    def _facts(self, order: PurchaseDetail) -> QWidget:
        run = self._change_facts if self._may_edit() and order.state not in ("closed", "cancelled") else None
        card = parts.card_with_button(_("Agreed"), "pencil", _("Change what was agreed…"), run)
        facts = [
            Fact(_("Expected on"), figures.day(order.expected_on), "danger" if order.late else ""),
            Fact(_("Their reference"), order.reference or figures.NOTHING),
            Fact(_("Terms"), order.supplier_terms or figures.NOTHING),
        ]
        return card.add(parts.facts(self.shell, facts))

    def _change_facts(self) -> None:
        order: PurchaseDetail = self.thing

        def then(answers: Mapping[str, Any]) -> None:
            changes = {
                key: answers[key] for key in ("expected_on", "reference", "note") if answers[key] != getattr(order, key)
            }
            if changes:
                self.shell.desk.do(purchases.edit_purchase, order.id, changes, order.version)

        fields = [
            Ask("expected_on", _("Goods will be here on"), "date", order.expected_on),
            Ask("reference", _("Their reference"), value=order.reference),
            Ask("note", _("Note for the supplier"), "long", order.note, note=_("Each line is one wish on the paper.")),
        ]
        self.shell.ask(_("Change {number}").format(number=order.number), fields, then, verb=_("Save"))

    def _costs(self, order: PurchaseDetail) -> list[QWidget]:
        if not self._sees_prices():
            return []
        arrived = any(line.good or line.damaged for line in order.lines)
        may = self._may_edit() and not arrived and order.state not in ("closed", "cancelled")
        run = self._change_costs if may else None
        card = parts.card_with_button(_("Costs"), "pencil", _("Change the costs…"), run)
        sums = [parts.Sum(_("Goods"), figures.amount(order.goods, order.currency))]
        if order.freight:
            sums.append(parts.Sum(_("Freight"), figures.amount(order.freight, order.currency)))
        if order.other_costs:
            sums.append(parts.Sum(_("Other costs"), figures.amount(order.other_costs, order.currency)))
        note = ""
        if order.freight or order.other_costs:
            spread = _(SPREAD_TITLES[Spread(order.spread)]).lower()
            note = _("Costs go into the goods {spread}, to the last cent.").format(spread=spread)
        total = figures.money(order.total, order.currency)
        sums.append(parts.Sum(_("Total"), total, note, strong=True, ruled=True))
        card.add(parts.reckoning(sums))
        if order.currency != self.shell.desk.currency:
            rate = _("1 {theirs} = {rate} {ours}").format(
                theirs=order.currency, rate=order.rate or "?", ours=self.shell.desk.currency
            )
            card.add(label(rate, fonts.SECONDARY, role="secondary" if order.rate else "warning", tabular=True))
        return [card]

    def _change_costs(self) -> None:
        order: PurchaseDetail = self.thing

        def save(answers: Answers) -> None:
            changes = dict(answers) | {key: answers[key] or 0 for key in ("freight", "other_costs")}
            self.shell.desk.do(purchases.edit_purchase, order.id, changes, order.version)

        spreads = [(spread.value, _(title)) for spread, title in SPREAD_TITLES.items()]
        entries = [
            Entry("freight", _("Freight"), "money", order.freight, half=True, currency=order.currency),
            Entry("other_costs", _("Other costs"), "money", order.other_costs, half=True, currency=order.currency,
                  note=_("Customs, insurance, packing.")),
            Entry("spread", _("Into the cost of the goods"), "choice", order.spread, spreads, half=True),
        ]  # fmt: skip
        if order.currency != self.shell.desk.currency:
            title = _("One {currency} costs, in {own}").format(currency=order.currency, own=self.shell.desk.currency)
            entries.append(Entry("rate", title, value=order.rate, needed=True, half=True, hint="7.85"))
        Form(self.shell.window, _("Costs"), [Group("", entries)], save, sentence=order.number,
             fail=self.shell.fail).open()  # fmt: skip

    # claims

    def _claims(self, order: PurchaseDetail) -> list[QWidget]:
        if not order.claims:
            return []
        card = Card(_("Claims"))
        for place, claim in enumerate(order.claims):
            if place:
                card.add(rule())
            card.add(buying_parts.claim_row(self.shell, claim, self._sees_prices()))
        return [card]

    def _claim(self, order: PurchaseDetail, line: PurchaseLineDetail) -> None:
        left = to_claim(order, line)
        kinds = [(key, _(CLAIM_REASONS[key])) for key, units in left.items() if units]
        most = max(left.values())

        def then(answers: Mapping[str, Any]) -> None:
            self.shell.desk.do(
                claims.open_claim, line.id, answers["quantity"], reason=answers["reason"], note=answers["note"]
            )
            self.shell.say(_("The claim is noted; send it to the supplier."))

        fields = [
            Ask("reason", _("Reason"), "choice", kinds[0][0], kinds),
            Ask("quantity", _("Pieces"), "number", most, least=1, most=most),
            Ask("note", _("Note"), "long"),
        ]
        self.shell.ask(_("Claim against the supplier"), fields, then, line.name, _("Open the claim"))


def to_claim(order: PurchaseDetail, line: PurchaseLineDetail) -> dict[str, int]:
    """Damaged and missing pieces of a line that nobody has claimed yet."""
    left = {"damaged": line.damaged, "short": line.short}
    for claim in order.claims:
        if claim.purchase_line_id == line.id and claim.why in left and claim.state != "rejected":
            left[claim.why] = max(0, left[claim.why] - claim.quantity)
    return left


def purchases_pack(session: Any, supplier_id: int, variant_id: int) -> int:
    """The least a supplier sells of a variant: whole packs and at least their minimum."""
    from shopdesk.domain.purchasing import whole_packs
    from shopdesk.queries.supplier_details import item_of

    item = item_of(session, supplier_id, variant_id)
    return 1 if item is None else whole_packs(1, item.pack, item.min_quantity)


def receipt_words(receipt: ReceiptDetail) -> str:
    """What one delivery brought."""
    pieces = n_("{count} piece", "{count} pieces", receipt.good + receipt.damaged)
    found = [figures.when(receipt.started_at), pieces.format(count=figures.number(receipt.good + receipt.damaged))]
    if receipt.damaged:
        found.append(_("{count} damaged").format(count=figures.number(receipt.damaged)))
    if receipt.at_dock:
        found.append(_("{count} to put away").format(count=figures.number(receipt.at_dock)))
    if receipt.delivery_note:
        found.append(receipt.delivery_note)
    return " · ".join(found)
