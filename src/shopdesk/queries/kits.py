"""Bundles: their parts, how many can be made now and which part decides; some look-ups for any number of bundles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from shopdesk.domain.kits import DEEPEST, bottom_parts, limiting, makeable
from shopdesk.queries.listing import AnySelect
from shopdesk.store.tables import BundlePart, Product, StockBalance, Variant


@dataclass(frozen=True, slots=True)
class KitPart:
    """One part of a bundle: units needed for one, units free, and for how many bundles they last."""

    variant_id: int
    product_id: int
    sku: str
    name: str
    image: str | None
    units: int
    available: int
    enough_for: int
    is_bundle: bool
    limits: bool
    price: int
    cost: int | None


@dataclass(frozen=True, slots=True)
class Kit:
    """What a bundle is made of and how many can be made."""

    variant_id: int
    makeable: int
    parts: tuple[KitPart, ...]

    @property
    def value(self) -> int:
        """What the parts cost one by one, in minor units."""
        return sum(part.price * part.units for part in self.parts)

    @property
    def cost(self) -> int | None:
        """What the parts cost the shop; None while one is unknown."""
        known = [part.cost for part in self.parts]
        if not known or None in known:
            return None
        return sum((part.cost or 0) * part.units for part in self.parts)


def edges_below(session: Session, bundle_ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    """The parts of bundles and of the bundles in them: one look-up per level."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    level = set(bundle_ids)
    for _depth in range(DEEPEST + 1):
        if not level:
            break
        rows = session.execute(
            select(BundlePart.parent_id, BundlePart.child_id, BundlePart.quantity)
            .where(BundlePart.parent_id.in_(level))
            .order_by(BundlePart.id)
        ).all()
        for row in rows:
            found[row.parent_id].append((row.child_id, row.quantity))
        level = {row.child_id for row in rows} - set(found)
    return dict(found)


def _free(session: Session, variant_ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(
            StockBalance.variant_id,
            func.sum(StockBalance.on_hand - StockBalance.reserved - StockBalance.unavailable).label("free"),
        )
        .where(StockBalance.variant_id.in_(variant_ids))
        .group_by(StockBalance.variant_id)
    )
    return {row.variant_id: int(row.free) for row in rows}


def makeable_of(session: Session, bundle_ids: Collection[int]) -> dict[int, int]:
    """How many of each bundle can be made now; parts that need no stock never run out."""
    edges = edges_below(session, bundle_ids)
    bottoms = {bundle: bottom_parts(edges, bundle) for bundle in bundle_ids}
    needed = {part for parts in bottoms.values() for part in parts}
    free = _free(session, needed)
    unstocked = set(session.scalars(select(Variant.id).where(Variant.id.in_(needed), Variant.stocked.is_(False))))
    return {
        bundle: makeable([(free.get(part, 0), units) for part, units in parts.items() if part not in unstocked])
        for bundle, parts in bottoms.items()
    }


def makeable_by_product() -> AnySelect:
    """How many bundles of each of the products ``ids`` can be made now, all of it by one statement."""
    edges = aliased(BundlePart)
    top = (
        select(
            BundlePart.parent_id.label("bundle"), BundlePart.child_id.label("part"), BundlePart.quantity.label("units")
        )
        .join(Variant, Variant.id == BundlePart.parent_id)
        .where(Variant.product_id.in_(bindparam("ids", expanding=True)), Variant.active)
        .cte("opened", recursive=True)
    )
    opened = top.union_all(
        select(top.c.bundle, edges.child_id, top.c.units * edges.quantity).join(edges, edges.parent_id == top.c.part)
    )
    needed = (
        select(opened.c.bundle, opened.c.part, func.sum(opened.c.units).label("units"))
        .where(~exists().where(edges.parent_id == opened.c.part).correlate(opened))
        .group_by(opened.c.bundle, opened.c.part)
        .subquery()
    )
    free = (
        select(func.coalesce(func.sum(StockBalance.on_hand - StockBalance.reserved - StockBalance.unavailable), 0))
        .where(StockBalance.variant_id == needed.c.part)
        .correlate(needed)
        .scalar_subquery()
    )
    part = aliased(Variant)
    per_part = (
        select(needed.c.bundle, func.min(case((free < 0, 0), else_=free) // needed.c.units).label("makeable"))
        .join(part, part.id == needed.c.part)
        .where(part.stocked)
        .group_by(needed.c.bundle)
        .subquery()
    )
    return (
        select(Variant.product_id, func.sum(per_part.c.makeable).label("makeable"))
        .join(per_part, per_part.c.bundle == Variant.id)
        .group_by(Variant.product_id)
    )


def kit_of(session: Session, variant_id: int) -> Kit:
    """One bundle with its direct parts."""
    rows = session.execute(
        select(
            BundlePart.child_id,
            BundlePart.quantity,
            Variant.product_id,
            Variant.sku,
            Variant.name,
            Variant.price,
            Variant.cost,
            Variant.stocked,
            Product.item_type,
            func.coalesce(Variant.image, Product.image).label("image"),
        )
        .join(Variant, Variant.id == BundlePart.child_id)
        .join(Product, Product.id == Variant.product_id)
        .where(BundlePart.parent_id == variant_id)
        .order_by(BundlePart.id)
    ).all()
    free = _free(session, [row.child_id for row in rows])
    inner = makeable_of(session, [row.child_id for row in rows if row.item_type == "bundle"])
    available = {row.child_id: inner.get(row.child_id, free.get(row.child_id, 0)) for row in rows}
    counted = {row.child_id: (available[row.child_id], row.quantity) for row in rows
               if row.stocked or row.item_type == "bundle"}  # fmt: skip
    scarce = limiting(counted)
    return Kit(
        variant_id,
        makeable_of(session, [variant_id])[variant_id],
        tuple(
            KitPart(
                row.child_id,
                row.product_id,
                row.sku,
                row.name,
                row.image,
                row.quantity,
                available[row.child_id],
                max(0, available[row.child_id]) // row.quantity,
                row.item_type == "bundle",
                row.child_id == scarce,
                row.price,
                row.cost,
            )
            for row in rows
        ),
    )


def kits_with(session: Session, variant_id: int) -> list[tuple[int, str, int]]:
    """The bundles a variant is a part of: (product, name, units)."""
    rows = session.execute(
        select(Variant.product_id, Variant.name, BundlePart.quantity)
        .join(BundlePart, BundlePart.parent_id == Variant.id)
        .where(BundlePart.child_id == variant_id)
        .order_by(Variant.name)
    )
    return [(row.product_id, row.name, row.quantity) for row in rows]
