"""Choosing what to sell: candidates with a score, put on sale or dropped."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.pricing import margin_share
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.selection import DIRECTIONS, margin_points, rank, score
from shopdesk.i18n import _
from shopdesk.store.tables import Candidate, Product, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.products import create_product


@needs(Right.EDIT_PRODUCTS)
def new_candidate(
    work: Work,
    title: str,
    sku: str,
    demand: int,
    supply: int,
    *,
    margin: int | None = None,
    price: int = 0,
    cost: int | None = None,
    directions: Sequence[str] = (),
    segment: str = "",
    note: str = "",
) -> int:
    """Add a product that may be sold one day, with its score; returns the product's id. Money in minor units."""
    variant_id = create_product(work, title, sku, price=price, cost=cost, lifecycle="candidate")
    product_id = int(work.read(select(Variant.product_id).where(Variant.id == variant_id)).scalar_one())
    score_product(work, product_id, demand, supply, margin=margin, directions=directions, segment=segment, note=note)
    return product_id


@needs(Right.EDIT_PRODUCTS)
def score_product(
    work: Work,
    product_id: int,
    demand: int,
    supply: int,
    *,
    margin: int | None = None,
    directions: Sequence[str] | None = None,
    segment: str | None = None,
    note: str | None = None,
) -> int:
    """Score a product from 1 to 5 each; without ``margin`` its points follow from price and cost. Returns the score."""
    product = work.session.get(Product, product_id)
    if product is None:
        raise UserError(_("There is no such product."))
    unknown = [one for one in directions or () if one not in DIRECTIONS]
    if unknown:
        raise UserError(_("“{value}” is not one of: {known}.").format(value=unknown[0], known=", ".join(DIRECTIONS)))
    row = work.read(
        select(func.min(Variant.price).label("price"), func.min(Variant.cost).label("cost")).where(
            Variant.product_id == product_id, Variant.active
        )
    ).one()
    share = margin_share(row.price or 0, row.cost)
    points = margin_points(share) if margin is None else margin
    total = score(demand, points, supply)
    known = work.session.scalars(select(Candidate).where(Candidate.product_id == product_id)).first()
    if known is None:
        known = Candidate(product_id=product_id, directions="", segment="", note="")
        work.session.add(known)
    known.demand, known.margin, known.supply = demand, points, supply
    known.rank = rank(total, share)
    known.scored_at, known.by_name = work.now, work.user.name
    if directions is not None:
        known.directions = "|".join(dict.fromkeys(directions))
    if segment is not None:
        known.segment = segment.strip()
    if note is not None:
        known.note = note.strip()
    work.session.flush()
    work.event("product", product_id, "scored", score=total, demand=demand, margin=points, supply=supply)
    return total
