"""Everything about one customer, for somebody on the phone: what to ask, the answer, a note field."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QWidget

from shopdesk.domain.rights import Right
from shopdesk.i18n import _, n_
from shopdesk.queries.customer_details import AddressDetail, CustomerDetail, customer_detail
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms import customer_form
from shopdesk.ui.forms.countries import country_name, language_name
from shopdesk.ui.page import Page
from shopdesk.ui.pages.customer_orders import OrderCard
from shopdesk.ui.screen import StatusPart
from shopdesk.ui.screens.customers import CUSTOMER_VERBS, STORY_PAGES, shown_contact
from shopdesk.ui.sheet import Pill
from shopdesk.ui.state_pills import Pill as PillWidget
from shopdesk.ui.story import events
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import Elided, FactRow, fact_width, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.people import Avatar, Sign
from shopdesk.ui.widgets.timeline import Timeline
from shopdesk.usecases import customers

_SIDE, _RIGHT_SIDE, _SHOWN_EVENTS, _TOPICS_IN_A_LINE = 224, 300, 8, 3
_QUIET = frozenset({"closed", "rejected", "expired", "cancelled"})


class CustomerPage(Page):
    """One customer."""

    kind, place, icon = "customer", "customers", "customers"
    right = Right.SEE_CUSTOMERS
    shows = frozenset({"customers", "addresses", "orders", "returns", "shipments", "events"})
    verbs_on_thing = tuple(verb for verb in CUSTOMER_VERBS if not verb.primary)

    def build(self) -> None:
        super().build()
        self._topic = ""
        self._words = str(self.shell.memory.get(self._draft_key(), "") or "")
        self.note_field: QPlainTextEdit | None = None

    def _draft_key(self) -> str:
        return f"customer/{self.thing_id}/draft"

    def load(self) -> CustomerDetail:
        known: CustomerDetail = self.shell.read(customer_detail, int(self.thing_id))
        return known

    def show_thing(self) -> None:
        known: CustomerDetail = self.thing
        notes = [known.number, known.company, _("customer since {day}").format(day=figures.day(known.created_at))]
        if known.language:
            notes.append(_("writes {language}").format(language=language_name(known.language)))
        pills = [Pill("", "", tag.strip()) for tag in known.tags.split(",")[:2] if tag.strip()]
        self.set_head(known.name, " · ".join(part for part in notes if part), pills, Avatar(known.name, 40))
        self.body.addWidget(self._ask_strip(known))
        if known.note:
            self.body.addWidget(Notice(known.note, "warning", "note"))
        side = plain(column(self._figures(known), self._addresses(known), None, gap=12))
        side.setFixedWidth(_SIDE)
        middle = plain(column(self._orders(known), *self._returns(known), None, gap=12))
        right = plain(column(*self._contact(), self._story(known), None, gap=12))
        right.setFixedWidth(_RIGHT_SIDE)
        self.body.addLayout(row(side, 14, (middle, 1), 14, right))
        self.body.addStretch(1)

    # the first line: how to reach them, what to ask

    def _ask_strip(self, known: CustomerDetail) -> QWidget:
        phone, mail = shown_contact(self.shell, known)
        line = row(margins=(16, 8, 16, 8), gap=8)
        reach = [(icon, words) for icon, words in (("phone", phone), ("mail", mail)) if words]
        for icon, words in reach:
            shown = label(words, weight=fonts.SEMIBOLD, tabular=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line.addWidget(Sign(icon, "accent"))
            line.addWidget(shown)
            line.addSpacing(8)
        if not reach:
            line.addWidget(secondary(_("No phone or e-mail is known.")))
        home = next((one for one in known.addresses if one.is_default), known.addresses[0] if known.addresses else None)
        ask = []
        if home is not None and home.postcode:
            ask.append((_("Postcode"), home.postcode))
        if known.recent_orders:
            last = known.recent_orders[0]
            ask.append((_("Last order"), f"{last.first_title}, {figures.when(last.placed_at, short=True)}"))
        if home is not None and home.city:
            ask.append((_("City"), home.city))
        if ask:
            line.addWidget(label(_("Ask:"), weight=fonts.SEMIBOLD))
        for name, value in ask:
            line.addWidget(Sign("question", "text2"))
            line.addWidget(secondary(name))
            said = Elided(value, weight=fonts.SEMIBOLD)
            said.setMaximumWidth(min(240, said.sizeHint().width()))
            line.addWidget(said, 100)
            line.addSpacing(6)
        line.addStretch(1)
        card = Card(padding=0)
        return card.add(line)

    # left

    def _figures(self, known: CustomerDetail) -> QWidget:
        card = Card(padding=16)
        spent = _("spent, {currency}").format(currency=known.currency)
        count = len(known.returns)
        card.add(
            row((_figure(figures.amount(known.spent, known.currency), spent), 1),
                (_figure(figures.number(known.orders), n_("order", "orders", known.orders)), 1)),
            row((_figure(figures.amount(known.average, known.currency), _("average order")), 1),
                (_figure(figures.number(count), n_("return", "returns", count)), 1)),
            rule(),
        )  # fmt: skip
        facts = [
            (_("Buys most"), ", ".join(known.favourite_categories)),
            (_("Orders every"), _span_words(known.days_between)),
            (_("Last order"), figures.age(known.last_order) if known.last_order else ""),
            (_("Last contact"), figures.age(known.last_contact) if known.last_contact else ""),
            (_("Sends back"), figures.percent(known.return_rate) if known.return_rate is not None else ""),
            (_("Came through"), known.channel),
            (_("Marketing"), _("agreed") if known.accepts_marketing else _("no")),
        ]
        width = fact_width([name for name, value in facts if value], 96)
        for name, value in facts:
            if value:
                card.add(FactRow(name, value, width))
        return card

    def _addresses(self, known: CustomerDetail) -> QWidget:
        card = Card(_("Addresses"))
        if self.shell.may(Right.EDIT_CUSTOMERS):
            card.head.addWidget(Button(_("Add"), partial(customer_form.add_address, self.shell, [known]), "link"))
        for place, address in enumerate(known.addresses):
            if place:
                card.add(rule())
            card.add(self._address(address))
        if not known.addresses:
            card.add(secondary(_("None yet.")))
        return card

    def _address(self, address: AddressDetail) -> QWidget:
        may = self.shell.may(Right.SEE_CONTACTS)
        street = address.line1 if may else "***"
        more = address.line2 if may else ""
        city = f"{address.postcode} {address.city}".strip()
        lines = [address.company, address.name, street, more, city, address.region, country_name(address.country)]
        shown = [Elided(line) for line in lines if line]
        inside = column(*shown, gap=1, margins=(0, 4, 0, 4))
        if address.is_default:
            inside.addWidget(secondary(_("Orders are sent here")))
        elif self.shell.may(Right.EDIT_CUSTOMERS):
            use = partial(self._send_here, address.id)
            inside.addLayout(row(Button(_("Send here from now on"), use, "link"), None))
        return plain(inside)

    def _send_here(self, address_id: int) -> None:
        said = _("Orders are sent there from now on.")
        self.shell.do(customers.set_default_address, address_id=address_id, said=said)

    # middle

    def _orders(self, known: CustomerDetail) -> QWidget:
        card = Card(_("Orders"), figures.number(known.orders), padding=0)
        card.layout().setContentsMargins(0, 12, 0, 0)  # type: ignore[union-attr]
        card.head.setContentsMargins(16, 0, 12, 0)
        if self.shell.may(Right.SEE_ORDERS):
            aim = {"customer": known.number}
            card.head.addWidget(Button(_("All orders"), lambda: self.shell.open("orders", where=aim), "link"))
        for place, order in enumerate(known.recent_orders):
            card.add(rule(), OrderCard(self.shell, order, opened=place == 0))
        if not known.recent_orders:
            card.add(plain(row(secondary(_("No orders yet.")), margins=(16, 0, 16, 12))))
        return card

    def _returns(self, known: CustomerDetail) -> list[QWidget]:
        if not known.returns:
            return []
        card = Card(_("Returns"))
        for place, case in enumerate(known.returns):
            if place:
                card.add(rule())
            number = Button(case.number, partial(self.shell.open, "return", case.id), "link")
            words = ""
            if case.refunded:
                words = _("{amount} refunded").format(amount=figures.money(case.refunded, known.currency))
            elif case.refund_due:
                words = _("{amount} to refund").format(amount=figures.money(case.refund_due, known.currency))
            card.add(row(Sign("returns"), 8, number, 8, secondary(words), None, PillWidget("return", case.state)))
        return [card]

    # right

    def _contact(self) -> list[QWidget]:
        if not self.shell.may(Right.EDIT_CUSTOMERS):
            self.note_field = None
            return []
        card = Card(_("This contact"))
        choices = customer_form.topic_choices()
        self._topic = self._topic or choices[-1][0]
        self._topics = QButtonGroup(card)
        for at in range(0, len(choices), _TOPICS_IN_A_LINE):
            line = row(gap=6)
            for key, title in choices[at : at + _TOPICS_IN_A_LINE]:
                line.addWidget(self._topic_button(key, title))
            line.addStretch(1)
            card.add(line)
        field = QPlainTextEdit(self._words)
        field.setPlaceholderText(_("What was asked, what was said"))
        field.setAccessibleName(_("Note on this contact"))
        field.setFixedHeight(96)
        field.setTabChangesFocus(True)
        field.setFont(fonts.font())
        field.textChanged.connect(self._typed)
        self.note_field = field
        card.body.setSpacing(6)
        self._save = Button(_("Save note"), self.save_note, "primary", tip="Ctrl+Return")
        self._save.setEnabled(bool(self._words.strip()))
        card.add(field, row((self._save, 1)))
        return [card]

    def _topic_button(self, key: str, title: str) -> Button:
        button = Button(title, partial(self._choose_topic, key), "segment")
        button.setCheckable(True)
        button.setChecked(key == self._topic)
        self._topics.addButton(button)
        return button

    def _choose_topic(self, key: str) -> None:
        self._topic = key

    def _typed(self) -> None:
        if self.note_field is not None:
            self._words = self.note_field.toPlainText()
            self.shell.memory.set(self._draft_key(), self._words or None)
            self._save.setEnabled(bool(self._words.strip()))
            self.shell.show_status(self.status())

    def save_note(self) -> None:
        """Keep what was said on the customer's timeline."""
        if self.note_field is None or not self._words.strip():
            return
        topic = dict(customer_form.topic_choices())[self._topic]
        words, self._words = self._words, ""
        done = self.shell.do(customers.add_note, customer_id=int(self.thing_id), text=words, topic=topic,
                             said=_("Note saved."))  # fmt: skip
        self._words = "" if done else words
        self.shell.memory.set(self._draft_key(), self._words or None)
        self.refresh()
        self.shell.show_status(self.status())

    def status(self) -> tuple[StatusPart, ...]:
        if self._words.strip():
            return (StatusPart(_("The note is not saved yet; it is kept as a draft."), "pencil"),)
        return ()

    def _story(self, known: CustomerDetail) -> QWidget:
        card = Card(_("History"), figures.number(len(known.timeline)))
        story = Timeline(events(known.timeline, most=_SHOWN_EVENTS, pages=STORY_PAGES))
        story.opened.connect(self.shell.open)
        return card.add(story if known.timeline else secondary(_("Nothing has happened yet.")))


def _figure(value: str, name: str) -> QWidget:
    return plain(column(label(value, 15, fonts.SEMIBOLD), secondary(name), margins=(0, 0, 0, 6)))


def _span_words(days: float | None) -> str:
    if days is None:
        return ""
    weeks = round(days / 7)
    if weeks >= 2:
        return n_("{count} week", "{count} weeks", weeks).format(count=weeks)
    return n_("{count} day", "{count} days", max(1, round(days))).format(count=max(1, round(days)))
