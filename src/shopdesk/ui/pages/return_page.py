"""The page of one return: receive, inspect line by line, reckon the refund, pay it back, close."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from shopdesk.domain.errors import UserError
from shopdesk.domain.returns import WindowRule, policy_words
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.order_details import OrderDetail, order_detail
from shopdesk.queries.return_details import ReturnDetail, ReturnLineDetail, return_detail
from shopdesk.ui import figures, story
from shopdesk.ui.forms.find_field import FindField, find_variants
from shopdesk.ui.page import Page
from shopdesk.ui.pages import return_rules as rules
from shopdesk.ui.pages.inspection import Draft, LineInspection, decided_line, first_draft
from shopdesk.ui.pages.refund_panel import DonePanel, RefundDraft, RefundPanel
from shopdesk.ui.pages.refund_reckoning import reckon
from shopdesk.ui.pages.return_steps import RETURN_VERBS
from shopdesk.ui.sheet import Pill
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import Elided
from shopdesk.ui.widgets.layouts import column, plain, row, rule, scrolling
from shopdesk.ui.widgets.steps import ParcelSteps, Step
from shopdesk.ui.widgets.timeline import Timeline
from shopdesk.usecases import refunds, returns

_TITLES = (N_("Requested"), N_("Approved"), N_("Received"), N_("Inspected"), N_("Settled"))
_BEFORE_TITLES = (N_("Requested"), N_("Decided"), N_("Settled"))
_PLACES = {
    "requested": 1, "approved": 2, "awaiting_goods": 2, "received": 3, "inspecting": 3, "decided": 4, "settled": 5,
    "closed": 5,
}  # fmt: skip


class ReturnPage(Page):
    """One return."""

    kind, place, icon = "return", "returns", "returns"
    right = Right.SEE_RETURNS
    shows = frozenset({"returns", "return_lines", "refunds", "orders"})
    verbs_on_thing = RETURN_VERBS
    scrolls = False

    def build(self) -> None:
        super().build()
        self._drafts: dict[int, Draft] = {}
        self._refund = RefundDraft()
        self.inspections: dict[int, LineInspection] = {}
        self.panel: RefundPanel | None = None
        self._warned = False
        self._order: OrderDetail | None = None
        self._others: list[ReturnDetail] = []
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._step("primary"))

    def arrive(self, **aim: Any) -> None:
        super().arrive(**aim)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self) -> Any:
        detail: ReturnDetail = self.shell.read(return_detail, self.thing_id)
        self._order = self.shell.read(order_detail, detail.order_id)
        self._others = [self.shell.read(return_detail, link.id) for link in self._order.returns if link.id != detail.id]
        return detail

    def keys(self) -> list[tuple[str, str]]:
        return [*super().keys(), ("Ctrl+Return", _("The next step of the return"))]

    # drawing

    def show_thing(self) -> None:
        detail: ReturnDetail = self.thing
        note = " · ".join((detail.ship_name, detail.type_title, detail.reason_title))
        self.set_head(detail.number, note, [Pill("return", detail.state)])
        self.body.setContentsMargins(0, 0, 0, 0)
        self.inspections, self.panel = {}, None
        cards = (self._progress(detail), *self._notes(detail), self._goods(detail), self._story(detail))
        left = column(*cards, None, gap=12)
        left.setContentsMargins(20, 16, 20, 20)
        area = scrolling(plain(left))
        self.body.addLayout(row((area, 1), self._side(detail)))
        self._reckon()
        self._to_first_field()

    def _progress(self, detail: ReturnDetail) -> QWidget:
        titles: Sequence[str] = _TITLES
        place = _PLACES.get(detail.state, 0)
        times = [detail.requested_at, None, detail.received_at, detail.decided_at, detail.closed_at]
        if rules.is_before(detail):  # nothing is awaited and nothing judged
            titles, place = _BEFORE_TITLES, max(1, place - 2)
            times = [detail.requested_at, detail.decided_at, detail.closed_at]
        steps = [
            Step(_(title), figures.when(when, short=True) if when else "")
            for title, when in zip(titles, times, strict=True)
        ]
        return ParcelSteps(steps, place)

    def _notes(self, detail: ReturnDetail) -> list[QWidget]:
        found: list[QWidget] = []
        words = policy_words(detail.policy, figures.day)
        if words:
            tone = "success" if detail.policy.get("answer") == "allow" else "warning"
            ends = detail.window_ends_on
            if ends is not None and detail.policy.get("rule") == WindowRule.INSIDE:
                asked = figures.local(detail.requested_at).date()
                words = _("Asked on {asked}, inside the return window that ends on {last}.").format(
                    asked=figures.day(asked), last=figures.day(ends)
                )
            found.append(Notice(words, tone, "calendar"))
        if detail.note:
            found.append(Notice(_("“{note}”").format(note=detail.note), "warning", "note"))
        links = column(gap=4)
        link = Elided(_("Order {number}").format(number=detail.order_number))
        link.make_link()
        link.clicked.connect(partial(self.shell.open, "order", detail.order_id))
        links.addWidget(link)
        if detail.exchange_order_id:
            other = Elided(_("Exchange order {number}").format(number=detail.exchange_order_number))
            other.make_link()
            other.clicked.connect(partial(self.shell.open, "order", detail.exchange_order_id))
            links.addWidget(other)
        found.append(plain(links))
        return found

    def _goods(self, detail: ReturnDetail) -> QWidget:
        here = self._works() or detail.received_at is not None
        title = _("What came back") if here else _("What comes back")
        card = Card(_("What was not sent") if rules.is_before(detail) else title, self._hint(detail))
        if self._works():
            field = FindField(self.shell, find_variants(self.shell), _("Scan an item: one more good piece"), "scan")
            field.found.connect(self._scanned)
            field.setMaximumWidth(420)
            card.add(field)
        for place, line in enumerate(detail.lines):
            if place:
                card.add(rule())
            card.add(self._line(detail, line))
        return card

    def _hint(self, detail: ReturnDetail) -> str:
        if detail.state == "requested":
            return _("Approve the return first.")
        if self._works():
            return _("Count and judge every piece; what is neither damaged nor missing is good.")
        return ""

    def _works(self) -> bool:
        """Whether pieces can be judged here now."""
        open_states = (*rules.TO_RECEIVE, *rules.TO_INSPECT)
        return self.thing.state in open_states and self.shell.may(Right.INSPECT_RETURNS)

    def _arrived(self) -> bool:
        return self.thing.state in rules.TO_INSPECT

    def _line(self, detail: ReturnDetail, line: ReturnLineDetail) -> QWidget:
        if line.decided or not self._works():
            return decided_line(self.shell, line, detail.currency)
        draft = self._drafts.get(line.id)
        if draft is None or (not draft.touched and draft.problem(line)):
            draft = self._drafts[line.id] = first_draft(line, self._arrived())
        made = LineInspection(self.shell, line, draft, self._arrived())
        made.changed.connect(self._reckon)
        made.decide.connect(lambda: self._decide([line]))
        made.decide_button.setVisible(self._arrived() and len(detail.lines) > 1)
        self.inspections[line.id] = made
        return made

    def _story(self, detail: ReturnDetail) -> QWidget:
        return Card(_("History")).add(Timeline(story.events(detail.timeline)))

    def _side(self, detail: ReturnDetail) -> QWidget:
        if detail.state in rules.DONE:
            return DonePanel(detail)
        order = self._order
        ways = list(dict.fromkeys(p.method for p in order.payments if p.amount > 0 and p.method)) if order else []
        self.panel = RefundPanel(self.shell, detail, self._refund, ways)
        self.panel.changed_total = self._word_steps  # type: ignore[method-assign]
        self.panel.wanted.connect(self._step)
        return self.panel

    def _to_first_field(self) -> None:
        first = next(iter(self.inspections.values()), None)
        if first is not None and self.isVisible() and not self.shell.window.focusWidget():
            first.good.setFocus(Qt.FocusReason.OtherFocusReason)

    # reckoning

    def _units(self) -> dict[int, int]:
        units = {line.id: line.given_back for line in self.thing.lines if line.decided}
        for line in self.thing.lines:
            draft = self._drafts.get(line.id)
            if not line.decided:
                units[line.id] = draft.given_back() if draft else line.expected
        return units

    def _reckon(self) -> None:
        if self.panel is not None and self._order is not None:
            self.panel.show_reckoning(reckon(self.thing, self._order, self._others, self._units()))

    def _problems(self) -> str:
        for key, shown in self.inspections.items():
            why = self._drafts[key].problem(shown.line)
            if why:
                return why
        return ""

    def _word_steps(self, total: int, problem: str) -> None:
        if self.panel is None:
            return
        detail: ReturnDetail = self.thing
        amount = figures.money(total, detail.currency)
        refuses = "" if self.shell.may(Right.REFUND) else _("Your role does not allow refunds.")
        judges = "" if self.shell.may(Right.INSPECT_RETURNS) else _("Your role does not allow to inspect returns.")
        if detail.state == "requested":
            self.panel.show_steps("", "")
        elif detail.state in rules.TO_RECEIVE:
            why = judges or self._problems()
            self.panel.show_steps(_("Receive and decide"), why, _("Only receive, inspect later"), why)
        elif detail.state in rules.TO_INSPECT:
            why = judges or self._problems()
            both = total > 0 and not refuses and not rules.is_exchange(detail)
            if both:
                words = _("Decide and refund {amount}").format(amount=amount)
                self.panel.show_steps(words, why or problem, _("Decide, refund later"), why)
            else:
                self.panel.show_steps(_("Decide"), why)
        elif rules.is_exchange(detail):
            words = _("Refund {amount} instead").format(amount=amount) if total else ""
            self.panel.show_steps(_("Make the exchange order"), "", words, refuses or problem)
        elif total:
            self.panel.show_steps(_("Refund {amount}").format(amount=amount), refuses or problem)
        else:
            self.panel.show_steps(_("Close the return"), refuses)

    # doing

    def _step(self, which: str) -> None:
        if self.panel is None:
            return
        button = self.panel.primary if which == "primary" else self.panel.second
        if not button.isVisible() or not button.isEnabled():
            return
        detail: ReturnDetail = self.thing
        if detail.state in rules.TO_RECEIVE:
            self._receive(decide=which == "primary")
        elif detail.state in rules.TO_INSPECT:
            refund = which == "primary" and self.panel.second.isVisible()
            if self._decide([shown.line for shown in self.inspections.values()]) and refund:
                self._pay()
        elif rules.is_exchange(detail) and which == "primary":
            next(verb for verb in RETURN_VERBS if verb.offered is rules.is_exchange).run(self.shell, [detail])
        else:
            self._pay()

    def _receive(self, decide: bool) -> None:
        drafts = dict(self._drafts)
        came = {key: draft.good + draft.damaged for key, draft in drafts.items() if draft.good + draft.damaged}
        lines = [shown.line for shown in self.inspections.values()]
        number = self.thing.number
        said = "" if decide else _("The goods of {number} are in quarantine").format(number=number)
        if not self.shell.do(returns.receive_return, return_id=self.thing_id, received=came, said=said):
            return
        if decide:
            self._drafts = drafts
            self._decide(lines)
        else:
            self._drafts = {}
            self.refresh()

    def _decide(self, lines: list[ReturnLineDetail]) -> bool:
        for line in lines:
            draft = self._drafts[line.id]
            done = self.shell.do(
                returns.inspect_line,
                return_line_id=line.id,
                good=draft.good,
                damaged=draft.damaged,
                missing=draft.missing,
                good_disposition=draft.good_to,
                damaged_disposition=draft.damaged_to,
                grade=draft.grade,
                bin=draft.bin,
                note=draft.note,
            )
            if not done:
                return False
            self._drafts.pop(line.id, None)
        if len(lines) == 1:
            self.shell.say(_("{title} is decided").format(title=lines[0].title))
        else:
            self.shell.say(_("Every line is decided"))
        return True

    def _pay(self) -> None:
        if self.panel is None:
            return
        try:
            amount, freight = self.panel.amount(), self.panel.freight_minor()
        except UserError as error:
            self.shell.fail(error)
            return
        currency, number = self.thing.currency, self.thing.number
        sent = _("{amount} refunded for {number}").format(amount=figures.money(amount, currency), number=number)
        said = sent if amount else _("Return {number} is closed").format(number=number)
        way, reference = self.panel.way(), self._refund.reference
        self.shell.do(
            refunds.refund_return,
            return_id=self.thing_id,
            method=way if amount else "",
            reference=reference if amount else "",
            freight=freight,
            said=said,
        )

    def _scanned(self, variant: Any) -> None:
        shown = next((one for one in self.inspections.values() if one.line.variant_id == variant.id), None)
        if shown is None:
            words = _("{name} does not belong to this return.").format(name=variant.name)
            self.shell.say(words, tone="danger")
            return
        if not any(draft.touched for draft in self._drafts.values()):
            # The first scan starts the count; until then everything was taken as good.
            for one in self.inspections.values():
                one.start_counting()
        if not shown.add_good():
            words = _("All pieces of {name} are accounted for.").format(name=variant.name)
            self.shell.say(words, tone="warning")

    # leaving

    def may_leave(self) -> bool:
        """Judged but not decided: asks once before it is lost."""
        touched = any(draft.touched for draft in self._drafts.values())
        if not touched or self._warned or self.thing is None or self.thing.state in rules.DONE:
            return True
        self._warned = True
        self.shell.say(_("What you judged is not decided yet. Go back once more to drop it."), tone="warning")
        return False
