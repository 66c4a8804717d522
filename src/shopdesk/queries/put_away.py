"""Where arrived goods belong: their home bin, a bin that holds them already, or the emptiest one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from shopdesk.domain.stock import PICKABLE_ZONES, Zone
from shopdesk.store.tables import Location, StockLevel, Variant

Reader = Connection | Session
_PICKABLE = [zone.value for zone in PICKABLE_ZONES]


@dataclass(frozen=True, slots=True)
class BinProposal:
    """A bin for goods and why: ``home``, ``same`` (it holds them already), ``empty`` or ``shelf`` (the only place)."""

    location_id: int
    code: str
    why: str


def proposed_bin(reader: Reader, variant_id: int, units: int, warehouse_id: int | None = None) -> BinProposal | None:
    """The bin that fits ``units`` of a variant best; None when the warehouse has no place to sell from."""
    held = (
        select(StockLevel.location_id, func.sum(StockLevel.quantity).label("units"))
        .where(StockLevel.quantity > 0)
        .group_by(StockLevel.location_id)
        .subquery()
    )
    lies = func.coalesce(held.c.units, 0)
    places = (
        select(Location.id, Location.code, Location.zone, lies.label("lies"), Location.capacity)
        .outerjoin(held, held.c.location_id == Location.id)
        .where(Location.active, Location.zone.in_(_PICKABLE))
    )
    if warehouse_id is not None:
        places = places.where(Location.warehouse_id == warehouse_id)
    fits = (Location.capacity.is_(None)) | (Location.capacity >= lies + units)
    home = reader.execute(
        places.join(Variant, Variant.home_bin_id == Location.id).where(Variant.id == variant_id, fits)
    ).first()
    if home is not None:
        return BinProposal(home.id, home.code, "home")
    same = reader.execute(
        places.join(StockLevel, StockLevel.location_id == Location.id)
        .where(StockLevel.variant_id == variant_id, StockLevel.quantity > 0, fits)
        .order_by(StockLevel.quantity.desc(), Location.walk, Location.id)
        .limit(1)
    ).first()
    if same is not None:
        return BinProposal(same.id, same.code, "same")
    empty = reader.execute(
        places.where(Location.zone == Zone.PICKING.value, fits).order_by(lies, Location.walk, Location.id).limit(1)
    ).first()
    if empty is not None:
        return BinProposal(empty.id, empty.code, "empty")
    shelf = reader.execute(places.order_by(lies, Location.walk, Location.id).limit(1)).first()
    return BinProposal(shelf.id, shelf.code, "shelf") if shelf is not None else None
