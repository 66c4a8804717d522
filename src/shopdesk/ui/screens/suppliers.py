"""Suppliers: whom we buy from, what is open with them, how good they are."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.supplier_details import SupplierDetail, supplier_detail
from shopdesk.queries.suppliers import PAPER_DAYS, SUPPLIERS
from shopdesk.ui import buying_tones, figures, story
from shopdesk.ui.forms import supplier_forms as forms
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Made, Note, Part, Person, Pill, Sheet
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.score import ScoreBars, score_bars
from shopdesk.usecases import purchases

_MOST_EVENTS, _MOST_ORDERS = 6, 5


def draft_order(shell: Any, rows: list[Any]) -> None:
    """Draft an order to this supplier."""
    shell.do(
        purchases.create_purchase, supplier_id=rows[0].id, lines=[], then=lambda made: shell.open("purchase", made)
    )


def _inactive(row: Any) -> list[str]:
    return [] if row.active else [_("Nothing is bought from {name} any more.").format(name=row.name)]


SUPPLIER_VERBS: tuple[Verb, ...] = (
    Verb(N_("New purchase order"), draft_order, "Ctrl+Return", "plus", primary=True, right=Right.EDIT_PURCHASES,
         refusals=_inactive),
    Verb(N_("Edit…"), forms.edit_supplier, "Ctrl+E", "pencil", right=Right.EDIT_PURCHASES),
    Verb(N_("Add a licence…"), forms.add_paper, "", "file", right=Right.EDIT_PURCHASES),
    Verb(N_("Stop buying here"), forms.set_active, "", "ban", right=Right.EDIT_PURCHASES,
         title_for=lambda row: _("Stop buying here") if row.active else _("Buy here again")),
)  # fmt: skip


class SuppliersScreen(ListScreen):
    """All suppliers by name."""

    key, title, icon, group = "suppliers", N_("Suppliers"), "truck", 2
    right = Right.SEE_PURCHASES
    in_side_bar = False
    shows = frozenset({"suppliers", "supplier_items", "supplier_papers", "supplier_claims", "purchases",
                       "receipts", "settings"})  # fmt: skip
    listing = SUPPLIERS
    first_view = "active"
    view_tones = {"papers": "warning"}
    page_kind = "supplier"
    tones = staticmethod(buying_tones.of_suppliers)
    actions_on_screen = (
        Verb(
            N_("What counts in the score…"), forms.set_weights, "", "star", right=Right.MANAGE_SHOP, on_rows=False
        ),
        Verb(
            N_("New supplier"), forms.new_supplier, "Ctrl+N", "plus", primary=True, right=Right.EDIT_PURCHASES,
            on_rows=False,
        ),
    )  # fmt: skip
    verbs_on_rows = SUPPLIER_VERBS
    empty = Empty(
        N_("No suppliers yet"),
        N_(
            "Add whom you buy from: terms, days to deliver, what they sell you in which packs at which price. "
            "Their score builds itself from what arrives, when, and in which condition."
        ),
    )

    def sheet(self, row: Any) -> Sheet:
        detail: SupplierDetail = self.shell.read(supplier_detail, row.id)
        return supplier_sheet(detail, self.shell.may(Right.SEE_COST))


def supplier_sheet(detail: SupplierDetail, prices: bool) -> Sheet:
    """Everything about a supplier that fits beside the list."""
    parts: list[Part] = [Person(detail.contact or detail.name, detail.code, detail.phone, detail.email)]
    parts += paper_notes(detail)
    if detail.note:
        parts.append(Note(detail.note))
    if detail.score.score is not None:
        parts.append(Made(lambda: ScoreBars(score_bars(detail)), _("Score"), score_words(detail)))
    parts.append(Facts(supplier_facts(detail, prices)))
    orders = [
        Line(
            done.number,
            figures.day(done.expected_on),
            figures.money(done.total, done.currency) if prices else "",
            tone="danger" if done.late else "",
            opens=("purchase", done.id),
            pill=Pill("purchase_order", done.state),
        )
        for done in detail.orders[:_MOST_ORDERS]
    ]
    if orders:
        parts.append(Lines(_("Orders"), orders, figures.number(detail.order_count), pictures=False))
    parts.append(History(story.events(detail.timeline, most=_MOST_EVENTS)))
    pills = () if detail.active else (Pill("", "", _("Not used")),)
    return Sheet(detail.name, tuple(parts), pills, ("supplier", detail.id))


def score_words(detail: SupplierDetail) -> str:
    """The score as a figure of a hundred."""
    if detail.score.score is None:
        return _("nothing delivered yet")
    return _("{score} of 100").format(score=figures.number(round(detail.score.score)))


def paper_notes(detail: SupplierDetail) -> list[Note]:
    """Papers that have run out or soon will."""
    found = []
    for paper in detail.papers:
        if paper.days_left is None or paper.days_left > PAPER_DAYS:
            continue
        if paper.days_left < 0:
            words = _("{name} ran out on {day}.").format(name=paper.name, day=figures.day(paper.expires_on))
            found.append(Note(words, "danger", "file"))
        else:
            words = _("{name} runs out on {day}.").format(name=paper.name, day=figures.day(paper.expires_on))
            found.append(Note(words, "warning", "file"))
    return found


def supplier_facts(detail: SupplierDetail, prices: bool) -> list[Fact]:
    """Terms and habits of a supplier."""

    def days(count: int) -> str:
        return n_("{count} day", "{count} days", count).format(count=figures.number(count))

    facts = [
        Fact(_("Delivers in"), days(detail.lead_days)),
        Fact(_("Buffer"), days(detail.buffer_days)),
        Fact(_("Terms"), detail.terms or figures.NOTHING),
        Fact(_("Currency"), detail.currency),
    ]
    if detail.min_order:
        facts.append(Fact(_("Minimum order"), figures.money(detail.min_order, detail.currency)))
    if prices and detail.bought:
        facts.append(Fact(_("Bought so far"), figures.money(detail.bought, detail.currency)))
    facts.append(Fact(_("Since"), figures.day(detail.since)))
    if detail.tags:
        facts.append(Fact(_("Tags"), detail.tags))
    return facts
