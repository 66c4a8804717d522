"""The shop's own settings and places, remembered until they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.stock import UNAVAILABLE_ZONES, VIRTUAL_ZONES, Zone
from shopdesk.i18n import _
from shopdesk.store.engine import Database
from shopdesk.store.tables import Location, Setting

Reader = Connection | Session


@dataclass(frozen=True, slots=True)
class Place:
    """A location as the rules see it."""

    id: int
    warehouse_id: int
    zone: Zone
    code: str
    walk: int

    @property
    def virtual(self) -> bool:
        """Whether goods here are not in the house."""
        return self.zone in VIRTUAL_ZONES

    @property
    def unavailable(self) -> bool:
        """Whether goods here may not be promised."""
        return self.zone in UNAVAILABLE_ZONES


def settings(database: Database, reader: Reader) -> dict[str, Any]:
    """All settings of the shop by key."""
    known = database.remembered.get("settings")
    if known is None:
        known = {row.key: row.value for row in reader.execute(select(Setting.key, Setting.value))}
        database.remembered["settings"] = known
    return known


def places(database: Database, reader: Reader, *needed: int) -> dict[int, Place]:
    """All locations by id; read again when one of ``needed`` is not among the remembered."""
    known: dict[int, Place] | None = database.remembered.get("locations")
    if known is None or any(place_id not in known for place_id in needed):
        columns = (Location.id, Location.warehouse_id, Location.zone, Location.code, Location.walk)
        # The first area of a zone is the shop's own; a second warehouse's come after it.
        rows = reader.execute(select(*columns).order_by(Location.id))
        known = {row.id: Place(row.id, row.warehouse_id, Zone(row.zone), row.code, row.walk) for row in rows}
        database.remembered["locations"] = known
    return known


def area(database: Database, reader: Reader, zone: Zone, warehouse_id: int | None = None) -> Place:
    """The first location of a zone, e.g. the packing area; raises UserError when the warehouse has none."""
    for place in places(database, reader).values():
        if place.zone is zone and warehouse_id in (None, place.warehouse_id):
            return place
    raise UserError(_("The warehouse has no place for “{zone}”.").format(zone=zone.value))


def default_warehouse(database: Database, reader: Reader) -> int:
    """The id of the shop's first warehouse."""
    return min(place.warehouse_id for place in places(database, reader).values())
