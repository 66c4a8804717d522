"""Bundles: what they are made of."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select

from shopdesk.domain.errors import UserError
from shopdesk.domain.kits import refuse_cycle
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.queries.kits import edges_below
from shopdesk.store.tables import BundlePart, Product, Variant
from shopdesk.store.work import Work

MOST_PARTS, MOST_UNITS = 50, 10_000


@needs(Right.EDIT_PRODUCTS)
def set_parts(work: Work, variant_id: int, parts: Sequence[tuple[int, int]]) -> None:
    """Say what a bundle is made of, as (variant, units of it in one bundle); nothing contains itself."""
    bundle = work.read(
        select(Variant.name, Variant.product_id, Product.item_type)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id)
    ).first()
    if bundle is None:
        raise UserError(_("There is no such product."))
    if bundle.item_type != "bundle":
        raise UserError(_("{name} is no bundle. Change its kind first.").format(name=bundle.name))
    wanted: dict[int, int] = {}
    for part, units in parts:
        if not 1 <= units <= MOST_UNITS:
            raise UserError(_("A bundle takes 1 to {most} units of a part.").format(most=MOST_UNITS))
        if part in wanted:
            raise UserError(_("A part is named twice."))
        wanted[part] = units
    if len(wanted) > MOST_PARTS:
        raise UserError(_("A bundle has at most {count} parts.").format(count=MOST_PARTS))
    names = {row.id: row.name for row in work.read(select(Variant.id, Variant.name).where(Variant.id.in_(wanted)))}
    if len(names) < len(wanted):
        raise UserError(_("There is no such product."))
    names[variant_id] = bundle.name
    edges = edges_below(work.session, wanted)
    edges[variant_id] = list(wanted.items())
    missing = {part for found in edges.values() for part, _units in found} - set(names)
    names |= {row.id: row.name for row in work.read(select(Variant.id, Variant.name).where(Variant.id.in_(missing)))}
    refuse_cycle(edges, variant_id, names)
    rows = BundlePart.__table__
    work.write(delete(rows).where(rows.c.parent_id == variant_id))
    if wanted:
        work.write(
            insert(rows),
            [{"parent_id": variant_id, "child_id": part, "quantity": units} for part, units in wanted.items()],
        )
    work.event(
        "product", bundle.product_id, "parts", count=len(wanted), names=", ".join(names[p] for p in wanted)[:200]
    )
