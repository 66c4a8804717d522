"""Purchasing: what is drafted, sent, awaited, late; the picked order with its lines and deliveries."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.purchase_details import PurchaseDetail, PurchaseLineDetail, purchase_detail
from shopdesk.queries.purchases import PURCHASES
from shopdesk.ui import buying_tones, figures, story
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.pages.purchase_steps import PURCHASE_VERBS, doubts_of, new_purchase
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Note, Part, Person, Pill, Sheet
from shopdesk.ui.verbs import Verb

_MOST_EVENTS, _MOST_LINES = 8, 12


def to_suppliers(shell: Any, _rows: list[Any]) -> None:
    """Open the list of suppliers."""
    shell.open("suppliers")


def to_receipts(shell: Any, _rows: list[Any]) -> None:
    """Open the list of deliveries."""
    shell.open("receipts")


def to_claims(shell: Any, _rows: list[Any]) -> None:
    """Open the list of claims."""
    shell.open("claims")


class PurchasesScreen(ListScreen):
    """All purchase orders, newest first."""

    key, title, icon, group = "purchases", N_("Purchasing"), "purchasing", 2
    right = Right.SEE_PURCHASES
    shows = frozenset({"purchases", "purchase_lines", "receipts", "receipt_lines", "suppliers", "supplier_claims"})
    listing = PURCHASES
    first_view = "to_receive"
    view_tones = {"late": "danger"}
    counted_state = "state"
    total = "total"
    page_kind = "purchase"
    tones = staticmethod(buying_tones.of_purchases)
    actions_on_screen = (
        Verb(N_("Suppliers"), to_suppliers, "", "truck", on_rows=False),
        Verb(N_("Receipts"), to_receipts, "", "inbox", on_rows=False),
        Verb(N_("Claims"), to_claims, "", "flag", on_rows=False),
        Verb(
            N_("New purchase order"), new_purchase, "Ctrl+N", "plus", primary=True, right=Right.EDIT_PURCHASES,
            on_rows=False,
        ),
    )  # fmt: skip
    verbs_on_rows = PURCHASE_VERBS
    empty = Empty(
        N_("No purchase orders yet"),
        N_(
            "Draft an order to a supplier, print it or save it as a workbook, and count the goods in by scanner when "
            "they arrive. What to order, and how much, is worked out under “What to order”."
        ),
    )

    @classmethod
    def badge(cls, desk: Any) -> int | None:
        return int(desk.counts(PURCHASES)["to_receive"])

    def sheet(self, row: Any) -> Sheet:
        detail: PurchaseDetail = self.shell.read(purchase_detail, row.id)
        return purchase_sheet(detail, self.shell.may(Right.SEE_COST))


def purchase_sheet(detail: PurchaseDetail, prices: bool) -> Sheet:
    """Everything about a purchase order that fits beside the list."""
    reach = (detail.supplier_phone, detail.supplier_email)
    parts: list[Part] = [
        Person(detail.supplier, detail.supplier_contact, *reach, opens=("supplier", detail.supplier_id))
    ]
    if detail.late:
        words = _("Expected {day}, and {count} pieces are still to come.")
        late = words.format(day=figures.day(detail.expected_on), count=figures.number(detail.open))
        parts.append(Note(late, "danger", "clock"))
    parts += [Note(why, "warning", "warn") for why in doubts_of(detail)]
    facts = [Fact(_("Expected on"), figures.day(detail.expected_on), "danger" if detail.late else "")]
    if detail.ordered_at:
        facts.append(Fact(_("Sent"), figures.when(detail.ordered_at)))
    if detail.reference:
        facts.append(Fact(_("Their reference"), detail.reference))
    if detail.pieces and detail.state not in ("draft", "cancelled"):
        arrived = _("{arrived} of {pieces} pieces").format(
            arrived=figures.number(detail.arrived), pieces=figures.number(detail.pieces)
        )
        facts.append(Fact(_("Arrived"), arrived))
    parts.append(Facts(facts))
    if detail.note:
        parts.append(Note(_("“{note}”").format(note=detail.note), "neutral"))
    total = figures.money(detail.total, detail.currency) if prices else ""
    pieces = n_("{count} piece", "{count} pieces", detail.pieces).format(count=figures.number(detail.pieces))
    lines = [_line(line, detail, prices) for line in detail.lines[:_MOST_LINES]]
    parts.append(Lines(_("Goods"), lines, pieces, total))
    for receipt in detail.receipts:
        if receipt.state == "counting":
            words = _("Delivery {number} is being counted.").format(number=receipt.number)
            parts.append(Note(words, "info", "scan"))
    parts.append(History(story.events(detail.timeline, most=_MOST_EVENTS)))
    return Sheet(detail.number, tuple(parts), (Pill("purchase_order", detail.state),), ("purchase", detail.id))


def _line(line: PurchaseLineDetail, detail: PurchaseDetail, prices: bool) -> Line:
    note, tone = line_words(line)
    figure = _("{count} ×").format(count=figures.number(line.quantity))
    amount = figures.amount(line.amount, detail.currency) if prices else ""
    return Line(line.name, note or line.sku, figure, amount, line.image, tone, ("variant", line.variant_id))


def line_words(line: PurchaseLineDetail) -> tuple[str, str]:
    """What became of a line so far, and the tone of the words."""
    parts = [
        words.format(count=figures.number(count))
        for words, count in (
            (_("{count} here"), line.good),
            (_("{count} damaged"), line.damaged),
            (_("{count} too many"), line.over),
            (_("{count} short"), line.short),
            (_("{count} to come"), line.open if line.good or line.damaged else 0),
        )
        if count
    ]
    return " · ".join(parts), "warning" if line.damaged or line.short else ""
