"""Stock files: what was counted, by bin, against what the shop holds; the difference is booked, never the target."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from shopdesk.documents.records import StockRecord
from shopdesk.domain.codes import plain_code
from shopdesk.domain.stock import PICKABLE_ZONES
from shopdesk.i18n import N_, _
from shopdesk.store.tables import Location, Lot, StockBalance, StockLevel
from shopdesk.usecases.import_catalogue import Catalogue
from shopdesk.usecases.import_plans import Plan, Reader, Report, ShopFacts, key_of, looked_up, watched

UNKNOWN = N_("There is no product with this SKU or barcode.")
SHARED_SKU = N_("Several products share this SKU. Give the barcode.")
NO_STOCK = N_("This is a service and has no stock.")
BELOW_ZERO = N_("A counted quantity cannot be negative.")
COUNTED_TWICE = N_("Row {row} of this file counts the same article in the same bin.")
TIED = N_("{tied} of {there} pieces are tied to shipments, so the bin cannot be set to {counted}.")
RESERVED = N_("More pieces are promised to orders ({reserved}) than were counted ({counted}).")
NOT_A_BIN = N_("“{code}” is no bin goods can be counted in.")


@dataclass(frozen=True, slots=True)
class Place:
    """What lies in one bin of one lot: units, and how many of them are tied to shipments."""

    location_id: int
    lot_id: int | None
    quantity: int
    allocated: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Units to add (or take away, negative) in one place; without location the bin is made or chosen when written."""

    record: StockRecord
    variant_id: int
    units: int
    location_id: int | None = None
    lot_id: int | None = None
    first: bool = False


@dataclass
class StockPlan(Plan):
    """What a stock file would change."""

    differences: list[Difference] = field(default_factory=list)
    home_bins: dict[int, int] = field(default_factory=dict)
    expiries: dict[tuple[int, str], date] = field(default_factory=dict)


def plan(reader: Reader, facts: ShopFacts, records: Sequence[StockRecord], report: Report | None) -> StockPlan:
    """Compare the counts with the shop; nothing is written."""
    catalogue = Catalogue(
        reader,
        barcodes=(code for record in records for code in (record.barcode, record.sku)),
        sku_keys=(key_of(record.sku) for record in records if record.sku),
    )
    catalogue.read_moves(reader)
    planner = _Planner(reader, facts, catalogue)
    for record in watched(list(records), report, 0, 2 * len(records)):
        planner.take(record)
    return planner.plan


class _Planner:
    def __init__(self, reader: Reader, facts: ShopFacts, catalogue: Catalogue) -> None:
        self.plan = StockPlan()
        self._catalogue = catalogue
        self._counted: dict[tuple[int, str, str], int] = {}
        ids = list(catalogue.variants)
        self._bins: dict[str, int] = {}
        self._other_places: set[str] = set()
        for row in reader.execute(
            select(Location.id, Location.code, Location.zone).where(Location.warehouse_id == facts.warehouse_id)
        ):
            if row.zone in PICKABLE_ZONES:
                self._bins[key_of(row.code)] = row.id
            else:
                self._other_places.add(key_of(row.code))
        self._places: dict[int, list[Place]] = defaultdict(list)
        pickable = set(self._bins.values())
        levels = select(
            StockLevel.variant_id, StockLevel.location_id, StockLevel.lot_id, StockLevel.quantity, StockLevel.allocated
        ).order_by(StockLevel.id)
        for row in looked_up(reader, levels, StockLevel.variant_id, ids):
            if row.location_id in pickable:
                self._places[row.variant_id].append(Place(*row[1:]))
        lots = select(Lot.id, Lot.variant_id, Lot.code)
        self._lots = {(row.variant_id, row.code): row.id for row in looked_up(reader, lots, Lot.variant_id, ids)}
        balances = select(StockBalance.variant_id, StockBalance.reserved).where(
            StockBalance.warehouse_id == facts.warehouse_id
        )
        self._reserved = {
            row.variant_id: row.reserved for row in looked_up(reader, balances, StockBalance.variant_id, ids)
        }

    def take(self, record: StockRecord) -> None:
        """Plan one counted row."""
        variant_id = self._article(record)
        if variant_id is None:
            self.plan.skipped += 1
            return
        bin_key, lot = key_of(record.bin), plain_code(record.lot)
        if record.expires_on and not lot:
            lot = record.expires_on.isoformat()
        key = (variant_id, bin_key, lot)
        why = self._refusal(record, key, bin_key)
        if why:
            self.plan.refuse(record.row, why[0], why[1], why[2])
            self.plan.skipped += 1
            return
        self._counted[key] = record.row
        if lot and record.expires_on:
            self.plan.expiries[variant_id, lot] = record.expires_on
        self._compare(record, variant_id, bin_key, lot)

    def _article(self, record: StockRecord) -> int | None:
        found = self._catalogue.article(record.barcode, record.sku)
        if found is not None and self._catalogue.variants[found].stocked:
            return found
        field_name, got = ("barcode", record.barcode) if record.barcode else ("sku", record.sku)
        shared = found is None and len(self._catalogue.by_sku.get(key_of(record.sku), ())) > 1
        why = NO_STOCK if found is not None else SHARED_SKU if shared else UNKNOWN
        self.plan.refuse(record.row, field_name, got, _(why))
        return None

    def _refusal(self, record: StockRecord, key: tuple[int, str, str], bin_key: str) -> tuple[str, str, str] | None:
        if record.quantity < 0:
            return "quantity", str(record.quantity), _(BELOW_ZERO)
        if key in self._counted:
            return "quantity", str(record.quantity), _(COUNTED_TWICE).format(row=self._counted[key])
        if bin_key in self._other_places or bin_key.startswith("@"):
            return "bin", record.bin, _(NOT_A_BIN).format(code=record.bin)
        return None

    def _compare(self, record: StockRecord, variant_id: int, bin_key: str, lot: str) -> None:
        places = self._matching(variant_id, bin_key, lot)
        there = sum(place.quantity for place in places)
        missing = record.quantity - there
        if missing == 0:
            self.plan.unchanged += 1
            return
        if missing < 0 and not self._take_away(record, variant_id, places, -missing):
            return
        if missing > 0:
            self._add(record, variant_id, bin_key, lot, places, missing)
        reserved = self._reserved.get(variant_id, 0)
        if missing < 0 and not bin_key and not lot and reserved > record.quantity:
            why = _(RESERVED).format(reserved=reserved, counted=record.quantity)
            self.plan.warn(record.row, "quantity", str(record.quantity), why)

    def _matching(self, variant_id: int, bin_key: str, lot: str) -> list[Place]:
        """Where the counted units may lie: one bin, or every bin when the file names none; one lot if it names one."""
        places = self._places.get(variant_id, [])
        if bin_key:
            bin_id = self._bins.get(bin_key)
            places = [place for place in places if place.location_id == bin_id]
        if lot:
            lot_id = self._lots.get((variant_id, lot))
            places = [place for place in places if lot_id is not None and place.lot_id == lot_id]
        return places

    def _take_away(self, record: StockRecord, variant_id: int, places: list[Place], units: int) -> bool:
        free = sum(place.quantity - place.allocated for place in places)
        if free < units:
            there = sum(place.quantity for place in places)
            why = _(TIED).format(tied=there - free, there=there, counted=record.quantity)
            self.plan.refuse(record.row, "quantity", str(record.quantity), why)
            self.plan.skipped += 1
            return False
        for place in places:
            part = min(units, place.quantity - place.allocated)
            if part > 0:
                self._note(Difference(record, variant_id, -part, place.location_id, place.lot_id))
                units -= part
        return True

    def _add(
        self, record: StockRecord, variant_id: int, bin_key: str, lot: str, places: list[Place], units: int
    ) -> None:
        row: Any = self._catalogue.variants[variant_id]
        first = variant_id not in self._catalogue.had_moves
        location_id = self._bins.get(bin_key) if bin_key else None
        if not bin_key:
            location_id = row.home_bin_id or (places[0].location_id if places else None)
        lot_id = self._lots.get((variant_id, lot)) if lot else None
        self._note(Difference(record, variant_id, units, location_id, lot_id, first))

    def _note(self, difference: Difference) -> None:
        self.plan.differences.append(difference)
        self.plan.created["stock_moves"] += 1
