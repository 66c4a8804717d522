"""Claims against suppliers: what is open, what was sent, what came of it."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.claims import SUPPLIER_CLAIMS
from shopdesk.ui import buying_tones, figures
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.pages.claim_steps import CLAIM_VERBS
from shopdesk.ui.sheet import Fact, Facts, Line, Lines, Note, Part, Person, Pill, Sheet


class ClaimsScreen(ListScreen):
    """All claims, newest first."""

    key, title, icon, group = "claims", N_("Supplier claims"), "flag", 2
    right = Right.SEE_PURCHASES
    in_side_bar = False
    shows = frozenset({"supplier_claims"})
    listing = SUPPLIER_CLAIMS
    first_view = "open"
    view_tones = {"open": "warning"}
    counted_state = "state"
    total = "amount"
    tones = staticmethod(buying_tones.of_claims)
    verbs_on_rows = CLAIM_VERBS
    empty = Empty(
        N_("No claims"),
        N_("When goods arrive damaged or too few, claim them on the purchase order’s page; what comes of it is here."),
    )

    def open_row(self, row: Any) -> None:
        if row.purchase_id:
            self.shell.open("purchase", row.purchase_id)
        else:
            self.shell.open("supplier", row.supplier_id)

    def sheet(self, row: Any) -> Sheet:
        prices = self.shell.may(Right.SEE_COST)
        facts = [Fact(_("Reason"), row.reason_title), Fact(_("Opened"), figures.when(row.opened_at))]
        if row.purchase_number:
            facts.insert(0, Fact(_("Order"), row.purchase_number, opens=("purchase", row.purchase_id)))
        if prices:
            facts.append(Fact(_("Claimed"), figures.money(row.amount, row.currency)))
            if row.state == "credited":
                tone = "success" if row.credited == row.amount else "warning"
                facts.append(Fact(_("Credited"), figures.money(row.credited, row.currency), tone))
        if row.sent_back:
            facts.append(Fact(_("Sent back"), figures.number(row.sent_back)))
        if row.reference:
            facts.append(Fact(_("Their reference"), row.reference))
        pieces = n_("{count} piece", "{count} pieces", row.quantity).format(count=figures.number(row.quantity))
        parts: list[Part] = [
            Person(row.supplier, _("by {name}").format(name=row.by_name), opens=("supplier", row.supplier_id)),
            Facts(facts),
            Lines(_("Goods"), [Line(row.name, row.sku, pieces, image=row.image, opens=("variant", row.variant_id))]),
        ]
        if row.note:
            parts.insert(1, Note(row.note))
        opens = ("purchase", row.purchase_id) if row.purchase_id else ("supplier", row.supplier_id)
        return Sheet(row.number, tuple(parts), (Pill("supplier_claim", row.state),), opens)
