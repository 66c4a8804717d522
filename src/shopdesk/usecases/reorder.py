"""Advice becomes drafts: one purchase order per supplier of what runs out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from shopdesk.domain.errors import UserError
from shopdesk.domain.reorder import BUFFER_DAYS, COVER_DAYS
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.queries.reorder import reorder_rows
from shopdesk.store.work import Work
from shopdesk.usecases.purchases import create_purchase


@dataclass(frozen=True, slots=True)
class Drafts:
    """What was made: the drafts, how many lines they have, and items without a supplier."""

    purchases: tuple[int, ...]
    lines: int
    without_supplier: tuple[str, ...] = ()


@needs(Right.EDIT_PURCHASES)
def order_advised(
    work: Work, skus: Sequence[str] = (), *, buffer: int = BUFFER_DAYS, cover: int = COVER_DAYS
) -> Drafts:
    """Write a draft per supplier with the advised quantity of ``skus``, or of everything that is due.

    Items without a supplier are named and left out; UserError when nothing is left to order.
    """
    rows = reorder_rows(work.session, work.now.date(), buffer, cover)
    if skus:
        wanted = set(skus)
        unknown = sorted(wanted - {row.sku for row in rows})
        if unknown:
            raise UserError(_("{sku} is not bought, or there is no such product.").format(sku=unknown[0]))
        rows = [row for row in rows if row.sku in wanted]
    due = [row for row in rows if row.advice.due]
    by_supplier: dict[int, list[dict[str, int]]] = defaultdict(list)
    for row in due:
        if row.source is not None:
            by_supplier[row.source.supplier_id].append({"variant": row.id, "quantity": row.advice.quantity})
    orphans = tuple(row.sku for row in due if row.source is None)
    if not by_supplier:
        if orphans:
            raise UserError(_("No supplier is known for {sku}. Name one at the product.").format(sku=orphans[0]))
        raise UserError(_("Nothing has to be ordered."))
    made = tuple(create_purchase(work, supplier_id, lines) for supplier_id, lines in sorted(by_supplier.items()))
    return Drafts(made, sum(len(lines) for lines in by_supplier.values()), orphans)
