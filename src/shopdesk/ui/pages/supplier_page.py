"""The page of one supplier: score with its figures, what they sell us, orders, papers, claims, story."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk.domain.rights import Right
from shopdesk.i18n import _, n_
from shopdesk.queries.supplier_details import ItemDetail, PaperDetail, SupplierDetail, supplier_detail
from shopdesk.queries.suppliers import PAPER_DAYS
from shopdesk.ui import figures, fonts, story
from shopdesk.ui.forms import supplier_forms as forms
from shopdesk.ui.forms.find_field import FindField, find_variants
from shopdesk.ui.page import Page
from shopdesk.ui.pages import buying_parts, parts
from shopdesk.ui.screens.suppliers import SUPPLIER_VERBS, paper_notes, score_words, supplier_facts
from shopdesk.ui.sheet import Person, Pill
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import Badge, Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.people import Avatar
from shopdesk.ui.widgets.score import ScoreBars, score_bars
from shopdesk.ui.widgets.timeline import Timeline
from shopdesk.usecases import suppliers

_SHOWN_ITEMS, _SHOWN_ORDERS, _SHOWN_EVENTS, _PRICE = 20, 8, 10, 112


class SupplierPage(Page):
    """One supplier."""

    kind, place, icon = "supplier", "purchases", "truck"
    right = Right.SEE_PURCHASES
    shows = frozenset(
        {"suppliers", "supplier_items", "supplier_papers", "supplier_claims", "purchases", "receipts", "settings"}
    )
    verbs_on_thing = SUPPLIER_VERBS

    def build(self) -> None:
        super().build()
        self._all_items = False

    def load(self) -> Any:
        detail: SupplierDetail = self.shell.read(supplier_detail, int(self.thing_id))
        return detail

    def show_thing(self) -> None:
        known: SupplierDetail = self.thing
        pills = [Pill("", "", tag.strip()) for tag in known.tags.split(",")[:3] if tag.strip()]
        if not known.active:
            pills.insert(0, Pill("", "", _("Not used")))
        since = _("supplier since {day}").format(day=figures.day(known.since))
        self.set_head(known.name, " · ".join((known.code, since)), pills, Avatar(known.name, 40))
        for note in paper_notes(known):
            self.body.addWidget(Notice(note.text, note.tone, note.icon))
        if known.note:
            self.body.addWidget(Notice(known.note, "warning", "note"))
        left = [self._score(known), self._items(known), self._orders(known), self._story(known)]
        right = [self._contact(known), self._terms(known), self._papers(known), *self._claims(known)]
        parts.two_columns(self.body, left, right)

    def _may_edit(self) -> bool:
        return self.shell.may(Right.EDIT_PURCHASES)

    def _sees_prices(self) -> bool:
        return self.shell.may(Right.SEE_COST)

    def _score(self, known: SupplierDetail) -> QWidget:
        days = n_("the last {count} day", "the last {count} days", known.score_days)
        card = Card(_("Score"), days.format(count=figures.number(known.score_days)))
        if self.shell.may(Right.MANAGE_SHOP):
            card.head.addWidget(Button(_("What counts…"), partial(forms.set_weights, self.shell), "link"))
        lines = _("Lines behind it")
        aim = {"supplier": known.code}
        card.head.addWidget(Button(lines, lambda: self.shell.open("purchase_lines", where=aim), "link"))
        score = known.score.score
        tone = "" if score is None else "success" if score >= 90 else "danger" if score < 70 else "warning"
        figure = label(figures.NOTHING if score is None else figures.number(round(score)), 34, fonts.SEMIBOLD, tone)
        words = secondary(score_words(known) if score is None else _("of 100"))
        big = plain(column(None, figure, words, None, gap=0))
        big.setFixedWidth(120)
        return card.add(row(big, 8, (ScoreBars(score_bars(known)), 1)))

    def _items(self, known: SupplierDetail) -> QWidget:
        card = Card(_("What they sell us"), figures.number(len(known.items)))
        if self._may_edit():
            find = FindField(self.shell, find_variants(self.shell), _("Add a product: name, SKU or scan"), "scan")
            find.found.connect(partial(self._add_item, known))
            card.add(find)
        if not known.items:
            words = _("Add what you buy here: their code, the pack, the price. Orders are filled in from it.")
            return card.add(secondary(words, wrap=True))
        shown = known.items if self._all_items else known.items[:_SHOWN_ITEMS]
        for item in shown:
            card.add(rule(), self._item(known, item))
        if len(shown) < len(known.items):
            more = _("Show all {count}").format(count=figures.number(len(known.items)))
            card.add(rule(), row(Button(more, self._show_all_items, "link"), None))
        return card

    def _show_all_items(self) -> None:
        self._all_items = True
        self.refresh()

    def _item(self, known: SupplierDetail, item: ItemDetail) -> QWidget:
        pack = _("pack of {count}").format(count=figures.number(item.pack)) if item.pack > 1 else ""
        least = _("at least {count}").format(count=figures.number(item.min_quantity)) if item.min_quantity > 1 else ""
        days = ""
        if item.lead_days is not None:
            days = n_("{count} day", "{count} days", item.lead_days).format(count=figures.number(item.lead_days))
        notes = (
            (" · ".join(part for part in (item.sku, item.code) if part), ""),
            (" · ".join(part for part in (pack, least, days) if part), ""),
        )
        goods = parts.Goods(item.name, notes, image=item.image, opens=("variant", item.variant_id))
        line = row((buying_parts.goods_row(self.shell, goods), 1), 8, margins=(0, 4, 0, 4))
        if item.preferred:
            line.addWidget(Badge(_("first choice"), "info"))
            line.addSpacing(12)
        if self._sees_prices():
            price = label(figures.money(item.price, known.currency), weight=fonts.MEDIUM, tabular=True)
            sums = column(None, row(None, price), gap=1)
            if item.cost is not None:
                ours = _("our cost {cost}").format(cost=figures.amount(item.cost, self.shell.desk.currency))
                sums.addLayout(row(None, secondary(ours, tabular=True)))
            sums.addStretch(1)
            amounts = plain(sums)
            amounts.setMinimumWidth(_PRICE)
            line.addWidget(amounts)
        if self._may_edit():
            line.addSpacing(8)
            edit = partial(forms.edit_item, self.shell, known, item.variant_id, item.name, item)
            line.addWidget(IconButton("pencil", _("Change {name}…").format(name=item.name), edit))
            remove = partial(forms.remove_item, self.shell, known, item)
            line.addWidget(IconButton("close", _("Remove {name}").format(name=item.name), remove))
        return plain(line)

    def _add_item(self, known: SupplierDetail, variant: Any) -> None:
        item = next((one for one in known.items if one.variant_id == variant.id), None)
        forms.edit_item(self.shell, known, variant.id, variant.name, item)

    def _orders(self, known: SupplierDetail) -> QWidget:
        card = Card(_("Orders"), figures.number(known.order_count))
        aim = {"supplier": known.code}
        card.head.addWidget(
            Button(_("All orders"), lambda: self.shell.open("purchases", view="all", where=aim), "link")
        )
        if not known.orders:
            return card.add(secondary(_("No orders yet.")))
        for place, done in enumerate(known.orders[:_SHOWN_ORDERS]):
            if place:
                card.add(rule())
            expected = _("expected {day}").format(day=figures.day(done.expected_on))
            words = [figures.day(done.created_at), expected]
            if self._sees_prices():
                words.append(figures.money(done.total, done.currency))
            state = parts.linked_row(
                self.shell, done.number, " · ".join(words), ("purchase", done.id), "purchase_order", done.state
            )
            card.add(state)
        return card

    def _story(self, known: SupplierDetail) -> QWidget:
        card = Card(_("History"))
        if not known.timeline:
            return card.add(secondary(_("Nothing has happened yet.")))
        return card.add(Timeline(story.events(known.timeline, most=_SHOWN_EVENTS)))

    # right

    def _contact(self, known: SupplierDetail) -> QWidget:
        run = partial(forms.edit_supplier, self.shell, [known]) if self._may_edit() else None
        card = parts.card_with_button(_("Contact"), "pencil", _("Change…"), run)
        card.add(parts.person(self.shell, Person(known.contact or known.name, "", known.phone, known.email)))
        if known.address:
            card.add(rule())
            for line in known.address.splitlines():
                card.add(Elided(line))
        return card

    def _terms(self, known: SupplierDetail) -> QWidget:
        return Card(_("Terms")).add(parts.facts(self.shell, supplier_facts(known, self._sees_prices())))

    def _papers(self, known: SupplierDetail) -> QWidget:
        run = partial(forms.add_paper, self.shell, [known]) if self._may_edit() else None
        card = parts.card_with_button(_("Licences and certificates"), "plus", _("Add a licence…"), run)
        if not known.papers:
            return card.add(secondary(_("None are noted yet. Each says on which day it runs out."), wrap=True))
        for place, paper in enumerate(known.papers):
            if place:
                card.add(rule())
            card.add(self._paper(paper))
        return card

    def _paper(self, paper: PaperDetail) -> QWidget:
        words, tone = _("does not run out"), "secondary"
        if paper.expires_on is not None and paper.days_left is not None:
            words = _("until {day}").format(day=figures.day(paper.expires_on))
            tone = "danger" if paper.days_left < 0 else "warning" if paper.days_left <= PAPER_DAYS else "secondary"
        lines = column(Elided(paper.name, weight=fonts.MEDIUM), gap=1)
        known = " · ".join(part for part in (words, paper.reference) if part)
        lines.addWidget(Elided(known, fonts.SECONDARY, role=tone, tabular=True))
        line = row((plain(lines), 1), margins=(0, 3, 0, 3))
        if self._may_edit():
            strike = partial(self._strike, paper)
            line.addWidget(IconButton("close", _("Strike off {name}").format(name=paper.name), strike))
        return plain(line)

    def _strike(self, paper: PaperDetail) -> None:
        again: dict[str, Any] = {
            "name": paper.name, "reference": paper.reference, "expires_on": paper.expires_on, "note": paper.note
        }  # fmt: skip
        self.shell.do(
            suppliers.remove_supplier_paper,
            paper_id=paper.id,
            said=_("{name} is struck off").format(name=paper.name),
            undo=lambda _result: self.shell.do(
                suppliers.add_supplier_paper, supplier_id=self.thing.id, said=_("Undone"), **again
            ),
        )

    def _claims(self, known: SupplierDetail) -> list[QWidget]:
        if not known.claims:
            return []
        card = Card(_("Claims"), figures.number(len(known.claims)))
        for place, claim in enumerate(known.claims):
            if place:
                card.add(rule())
            card.add(buying_parts.claim_row(self.shell, claim, self._sees_prices()))
        return [card]
