"""Papers of the shop: gather what is on them in one read, draw them, hand back PDF bytes. Nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, require
from shopdesk.i18n import _
from shopdesk.queries.settings import settings
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.house_papers import calibration, command_card, pick_list, product_label
from shopdesk.usecases.order_papers import invoice, manifest
from shopdesk.usecases.paper_words import Options, money_text
from shopdesk.usecases.parcel_papers import packing_slip, return_slip, shipping_label
from shopdesk.usecases.purchase_papers import purchase_order, supplier_claim
from shopdesk.usecases.stock_papers import bin_label, count_sheet

if TYPE_CHECKING:
    from shopdesk.documents.papers import Paper

__all__ = ["PAPERS", "Options", "make", "money_text"]

Maker = Callable[[Session, dict[str, Any], list[int], Options], "Paper"]
PAPERS: dict[str, Maker] = {
    "packing-slip": packing_slip,
    "shipping-label": shipping_label,
    "pick-list": pick_list,
    "product-label": product_label,
    "bin-label": bin_label,
    "count-sheet": count_sheet,
    "return-slip": return_slip,
    "invoice": invoice,
    "manifest": manifest,
    "purchase-order": purchase_order,
    "supplier-claim": supplier_claim,
    "command-card": command_card,
    "calibration": calibration,
}
NEEDS_NOTHING = frozenset({"command-card", "calibration"})
"""Papers that are about no thing of the shop."""

_MOST_COPIES = 1000
LABELS = frozenset({"shipping-label", "product-label", "bin-label"})
"""Papers that label printers print."""


def make(desk: Desk, paper: str, ids: Sequence[int], options: Options | None = None) -> Paper:
    """Draw ``paper`` for the things with these ids; raises UserError for an unknown paper or id.

    Ids are shipments for packing-slip and shipping-label, waves for pick-list, variants for product-label,
    locations for bin-label, counts for count-sheet, returns for return-slip, purchase orders for purchase-order,
    claims for supplier-claim; command-card and calibration need none.
    """
    require(desk.user, Right.PRINT_PAPERS)
    maker = PAPERS.get(paper)
    if maker is None:
        raise UserError(
            _("“{name}” is no paper; papers are {known}.").format(name=paper, known=", ".join(sorted(PAPERS)))
        )
    if not ids and paper not in NEEDS_NOTHING:
        raise UserError(_("Choose what to print."))
    chosen = options or Options()
    if chosen.zpl and paper not in LABELS:
        raise UserError(_("Only labels can be written as ZPL: {known}.").format(known=", ".join(sorted(LABELS))))
    if not 1 <= chosen.copies <= _MOST_COPIES:
        raise UserError(_("Choose between 1 and {most} copies.").format(most=_MOST_COPIES))
    if paper not in LABELS | NEEDS_NOTHING:
        ids = [*ids] * chosen.copies  # labels are copied one by one, papers as a whole
    with desk.reading() as session:
        shop = dict(settings(desk.database, session))
        return maker(session, shop, list(ids), chosen)
