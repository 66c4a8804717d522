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
from shopdesk.usecases.house_papers import bin_label, command_card, pick_list, product_label
from shopdesk.usecases.paper_words import Options, money_text
from shopdesk.usecases.parcel_papers import packing_slip, return_slip, shipping_label

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
    "return-slip": return_slip,
    "command-card": command_card,
}


def make(desk: Desk, paper: str, ids: Sequence[int], options: Options | None = None) -> Paper:
    """Draw ``paper`` for the things with these ids; raises UserError for an unknown paper or id.

    Ids are shipments for packing-slip and shipping-label, waves for pick-list, variants for product-label,
    locations for bin-label, returns for return-slip; command-card needs none.
    """
    require(desk.user, Right.PRINT_PAPERS)
    maker = PAPERS.get(paper)
    if maker is None:
        raise UserError(
            _("“{name}” is no paper; papers are {known}.").format(name=paper, known=", ".join(sorted(PAPERS)))
        )
    if not ids and paper != "command-card":
        raise UserError(_("Choose what to print."))
    chosen = options or Options()
    with desk.reading() as session:
        shop = dict(settings(desk.database, session))
        return maker(session, shop, list(ids), chosen)
