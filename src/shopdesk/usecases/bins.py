"""Warehouses and their bins: add, rename, close; a bin is never taken away while goods lie in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, insert, select

from shopdesk.domain.codes import checked_code
from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.stock import ZONE_TITLES, Zone
from shopdesk.i18n import _
from shopdesk.queries.settings import places
from shopdesk.store.tables import Location, StockLevel, Variant, Warehouse
from shopdesk.store.work import Work
from shopdesk.usecases.ledger import find_bin

BIN_ZONES = (Zone.RECEIVING, Zone.STORAGE, Zone.PICKING, Zone.RETURNS, Zone.QUARANTINE, Zone.SCRAP)
"""What a bin made by a person may be for; the packing and shipping areas are made with the warehouse."""
MOST_CAPACITY = 1_000_000
_AREAS = (
    (Zone.RECEIVING, "RECEIVING", 0),
    (Zone.STORAGE, "SHELF", 1),
    (Zone.PACKING, "PACKING", 900_000),
    (Zone.SHIPPING, "SHIPPING", 900_001),
    (Zone.RETURNS, "RETURNS", 900_002),
    (Zone.QUARANTINE, "QUARANTINE", 900_003),
    (Zone.SCRAP, "SCRAP", 900_004),
)


@needs(Right.MOVE_STOCK)
def edit_bin(
    work: Work,
    bin: str,
    *,
    code: str | None = None,
    zone: str | None = None,
    walk: int | None = None,
    capacity: int | None = None,
    no_capacity: bool = False,
) -> None:
    """Change a bin: its ``code``, ``zone``, place in the walking order, or how many pieces fit.

    Goods do not change their zone by a new name on their bin: a bin with goods keeps its zone.
    """
    location = _location(work, bin)
    if code is not None and code.strip().upper() != location.code:
        location.code = _free_code(work, code)
    if zone is not None and zone != location.zone:
        if zone not in {place.value for place in BIN_ZONES} or location.zone not in {p.value for p in BIN_ZONES}:
            raise UserError(_("There is no zone “{zone}”.").format(zone=zone))
        if _units(work, location.id):
            raise UserError(_("Goods lie in {bin}. Empty it before its zone changes.").format(bin=location.code))
        location.zone = zone
    if walk is not None:
        if not 0 <= walk < 900_000:
            raise UserError(_("A place in the walking order is between 0 and 899,999."))
        location.walk = walk
    if capacity is not None:
        if not 1 <= capacity <= MOST_CAPACITY:
            raise UserError(_("A bin holds at least one piece and at most a million."))
        location.capacity = capacity
    elif no_capacity:
        location.capacity = None
    work.session.flush()
    work.database.remembered.pop("locations", None)
    work.event("location", location.id, "changed", code=location.code)


@needs(Right.MOVE_STOCK)
def close_bin(work: Work, bin: str) -> None:
    """Take a bin out of use; refused while goods lie there or products have it as their home."""
    location = _location(work, bin)
    if location.zone not in {zone.value for zone in BIN_ZONES} or _is_area(location.code):
        raise UserError(_("{bin} is an area of the warehouse and stays.").format(bin=location.code))
    units = _units(work, location.id)
    if units:
        words = _("{count} pieces lie in {bin}. Move them first.")
        raise UserError(words.format(count=units, bin=location.code))
    home = work.read(select(Variant.sku).where(Variant.home_bin_id == location.id).limit(1)).scalar()
    if home is not None:
        raise UserError(
            _("{bin} is the home bin of {sku}. Give it another one first.").format(bin=location.code, sku=home)
        )
    location.active = False
    work.event("location", location.id, "closed", code=location.code)


@needs(Right.MOVE_STOCK)
def open_bin(work: Work, bin: str) -> None:
    """Use a closed bin again."""
    location = _location(work, bin)
    location.active = True
    work.event("location", location.id, "opened", code=location.code)


@needs(Right.MANAGE_SHOP)
def add_warehouse(work: Work, code: str, name: str) -> int:
    """Add a warehouse with its areas; their codes begin with its own code, so that every bin has one name."""
    short = checked_code(code, _("The code of the warehouse")).upper()
    if not name.strip():
        raise UserError(_("The name is empty."))
    if work.read(select(Warehouse.id).where(Warehouse.code == short)).first():
        raise UserError(_("There is a warehouse “{code}” already.").format(code=short))
    warehouse = Warehouse(code=short, name=name.strip())
    work.session.add(warehouse)
    work.session.flush()
    warehouse_id = int(warehouse.id)
    rows: list[dict[str, Any]] = [
        {"warehouse_id": warehouse_id, "zone": zone.value, "code": f"{short}-{area}", "walk": walk, "active": True}
        for zone, area, walk in _AREAS
    ]
    for row in rows:
        _free_code(work, row["code"])
    work.write(insert(Location), rows)
    work.database.remembered.pop("locations", None)
    work.event("warehouse", warehouse_id, "created", name=name.strip())
    return warehouse_id


def _location(work: Work, code: str) -> Location:
    return work.session.get_one(Location, find_bin(work, code))


def _is_area(code: str) -> bool:
    return any(code == area or code.endswith(f"-{area}") for _zone, area, _walk in _AREAS)


def _free_code(work: Work, code: str) -> str:
    name = checked_code(code, _("The bin code")).upper()
    if any(place.code.casefold() == name.casefold() for place in places(work.database, work.connection).values()):
        raise UserError(_("There is a bin “{code}” already.").format(code=name))
    return name


def _units(work: Work, location_id: int) -> int:
    held = select(func.coalesce(func.sum(StockLevel.quantity), 0)).where(StockLevel.location_id == location_id)
    return int(work.read(held).scalar_one())


def zone_choices() -> list[tuple[str, str]]:
    """The zones a bin may belong to, with their words."""
    return [(zone.value, _(ZONE_TITLES[zone])) for zone in BIN_ZONES]
