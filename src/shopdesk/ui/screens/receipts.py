"""Receipts: every delivery, what is being counted, what is still at the dock."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.receipts import RECEIPTS
from shopdesk.queries.receiving import DockDetail, dock_detail
from shopdesk.ui import buying_tones, figures
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.pages.receipt_steps import RECEIPT_VERBS
from shopdesk.ui.sheet import Fact, Facts, Line, Lines, Note, Part, Pill, Sheet
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import suppliers


def ask_where(shell: Any, _rows: list[Any]) -> None:
    """Whether booked goods stay at the dock until they are put away, or are sold at once."""

    def then(answers: Any) -> None:
        shell.desk.do(suppliers.set_receive_into_bins, answers["at_once"])
        shell.say(_("Holds from the next delivery on."))

    now = bool(shell.desk.setting("receive_into_bins", False))
    fields = [Ask("at_once", _("Good goods go straight to their bins and can be sold at once"), "yes", now)]
    sentence = _("Otherwise they lie at the dock, not for sale, until they are put away.")
    shell.ask(_("Where delivered goods go"), fields, then, sentence, _("Save"))


class ReceiptsScreen(ListScreen):
    """All deliveries, newest first."""

    key, title, icon, group = "receipts", N_("Receipts"), "inbox", 2
    right = Right.SEE_PURCHASES
    in_side_bar = False
    shows = frozenset({"receipts", "receipt_lines", "purchases"})
    listing = RECEIPTS
    first_view = "all"
    view_tones = {"to_put_away": "warning"}
    page_kind = "receipt"
    tones = staticmethod(buying_tones.of_receipts)
    actions_on_screen = (Verb(N_("Where goods go…"), ask_where, "", "pin", right=Right.MANAGE_SHOP, on_rows=False),)
    verbs_on_rows = RECEIPT_VERBS
    empty = Empty(
        N_("No deliveries yet"),
        N_("Open a purchase order and choose “Receive goods”: scan what is in the boxes, book it, put it away."),
    )

    def sheet(self, row: Any) -> Sheet:
        detail: DockDetail = self.shell.read(dock_detail, row.id)
        facts = [
            Fact(_("Order"), detail.purchase_number, opens=("purchase", detail.purchase_id)),
            Fact(_("Supplier"), detail.supplier, opens=("supplier", detail.supplier_id)),
            Fact(_("Arrived"), figures.when(detail.started_at)),
        ]
        if detail.delivery_note:
            facts.append(Fact(_("Delivery note"), detail.delivery_note))
        parts: list[Part] = [Facts(facts)]
        if detail.state == "booked" and detail.at_dock:
            words = _("{count} pieces are still at the dock.").format(count=figures.number(detail.at_dock))
            parts.append(Note(words, "warning", "pin"))
        lines = [
            Line(
                one.line.name,
                " · ".join((one.line.sku, *(part.lot_code for part in one.parts if part.lot_code))),
                figures.number(one.good + one.damaged),
                _("{count} damaged").format(count=figures.number(one.damaged)) if one.damaged else "",
                one.line.image,
                "warning" if one.damaged else "",
            )
            for one in detail.lines
            if one.good or one.damaged
        ]
        parts.append(Lines(_("Counted"), lines, _("pieces"), figures.number(detail.counted)))
        return Sheet(detail.number, tuple(parts), (Pill("purchase_receipt", detail.state),), ("receipt", detail.id))
