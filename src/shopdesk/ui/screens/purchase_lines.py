"""Every line ever ordered from suppliers: the rows behind scores, shares and what is still to come."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.purchases import PURCHASE_LINES
from shopdesk.ui import buying_tones
from shopdesk.ui.list_screen import Empty, ListScreen


class PurchaseLinesScreen(ListScreen):
    """All lines of purchase orders, newest first."""

    key, title, icon, group = "purchase_lines", N_("Purchase order lines"), "rows", 2
    right = Right.SEE_PURCHASES
    in_side_bar = False
    shows = frozenset({"purchases", "purchase_lines"})
    listing = PURCHASE_LINES
    first_view = "all"
    has_inspector = False
    counted_state = "state"
    tones = staticmethod(buying_tones.of_purchase_lines)
    empty = Empty(
        N_("Nothing was ordered yet"), N_("Each line of a purchase order stands here, with what became of it.")
    )

    def open_row(self, row: Any) -> None:
        self.shell.open("purchase", row.purchase_id)
