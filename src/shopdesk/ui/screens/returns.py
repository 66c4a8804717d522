"""Returns: what customers ask for, what came back, and what is still to be refunded."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.return_details import ReturnDetail, ReturnLineDetail, return_detail
from shopdesk.queries.returns import RETURNS
from shopdesk.ui import figures, list_tones, story
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.pages.return_steps import GO_ON, RETURN_VERBS, new_return
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Note, Part, Person, Pill, Sheet
from shopdesk.ui.verbs import Verb

_MOST_EVENTS = 8


class ReturnsScreen(ListScreen):
    """All returns, newest first."""

    key, title, icon, group = "returns", N_("Returns"), "returns", 1
    right = Right.SEE_RETURNS
    shows = frozenset({"returns", "return_lines", "refunds", "orders"})
    listing = RETURNS
    first_view = "open"
    counted_state = "state"
    total = "refund_due"
    page_kind = "return"
    actions_on_screen = (
        Verb(N_("New return"), new_return, "Ctrl+N", "plus", primary=True, right=Right.EDIT_RETURNS, on_rows=False),
    )
    tones = staticmethod(list_tones.of_returns)
    verbs_on_rows = (GO_ON, *RETURN_VERBS)
    empty = Empty(
        N_("No returns yet"),
        N_(
            "When a customer sends something back, log it here or from its order. Goods are received, inspected "
            "piece by piece and put back on sale; the refund is worked out to the cent."
        ),
    )

    @classmethod
    def badge(cls, desk: Any) -> int | None:
        return int(desk.counts(RETURNS)["open"])

    def sheet(self, row: Any) -> Sheet:
        detail: ReturnDetail = self.shell.read(return_detail, row.id)
        return return_sheet(detail)


def return_sheet(detail: ReturnDetail) -> Sheet:
    """Everything about a return that fits beside the list."""
    facts = [
        Fact(_("Order"), detail.order_number, opens=("order", detail.order_id)),
        Fact(_("Wanted"), detail.type_title),
        Fact(_("Reason"), detail.reason_title),
        Fact(_("Asked"), _("{day} · {age}").format(
            day=figures.when(detail.requested_at), age=figures.age(detail.requested_at))),
    ]  # fmt: skip
    if detail.exchange_order_id:
        opens = ("order", detail.exchange_order_id)
        facts.append(Fact(_("Exchange"), detail.exchange_order_number, opens=opens))
    parts: list[Part] = [Person(detail.ship_name, detail.channel), Facts(facts)]
    words = detail.policy.get("text")
    if words:
        tone = "success" if detail.policy.get("answer") == "allow" else "warning"
        parts.append(Note(str(words), tone, "calendar"))
    if detail.note:
        parts.append(Note(_("“{note}”").format(note=detail.note)))
    total = figures.money(detail.refund_due, detail.currency) if detail.refund_due else ""
    lines = [_line(line, detail) for line in detail.lines]
    parts.append(Lines(_("Goods"), lines, _("to refund") if total else "", total))
    parts.append(History(story.events(detail.timeline, most=_MOST_EVENTS)))
    return Sheet(detail.number, tuple(parts), (Pill("return", detail.state),), ("return", detail.id))


def _line(line: ReturnLineDetail, detail: ReturnDetail) -> Line:
    note, tone = line_words(line)
    title = f"{line.title} · {line.variant_title}" if line.variant_title else line.title
    figure = _("{count} ×").format(count=figures.number(line.expected))
    due = figures.amount(line.refund_due, detail.currency) if line.refund_due else ""
    return Line(title, note, figure, due, line.image, tone)


def line_words(line: ReturnLineDetail) -> tuple[str, str]:
    """What is known of the pieces of a line, and the tone of the words."""
    if not line.decided:
        if line.received:
            return _("{received} of {expected} came back").format(
                received=figures.number(line.received), expected=figures.number(line.expected)
            ), ""
        return _("not here yet"), ""
    parts = [
        words.format(count=figures.number(count))
        for words, count in (
            (_("{count} good"), line.good),
            (_("{count} damaged"), line.damaged),
            (_("{count} missing"), line.missing),
        )
        if count
    ]
    return " · ".join((*parts, line.disposition_title)), "warning" if line.damaged or line.missing else ""
