"""What the builder of an invented past knows: its size, its words, its places, its rows, and what lies where."""

from __future__ import annotations

import random
import tomllib
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.queries.settings import area, default_warehouse, settings
from shopdesk.resources_folder import resource
from shopdesk.store.tables import (
    Address,
    Allocation,
    Barcode,
    Customer,
    LineDiscount,
    Location,
    Lot,
    Order,
    OrderLine,
    Parcel,
    Payment,
    Product,
    Purchase,
    PurchaseLine,
    Receipt,
    ReceiptLine,
    Refund,
    RefundLine,
    Reservation,
    Return,
    ReturnLine,
    Scan,
    Shipment,
    ShipmentLine,
    StockBalance,
    StockLevel,
    StockMove,
    Supplier,
    SupplierItem,
    Variant,
    Wave,
)
from shopdesk.store.work import Work
from shopdesk.usecases.sample_rows import Sheet

OWNER, PACKER, CLERK = "Owner", "Li Wei", "Marta Nowak"


@dataclass(frozen=True, slots=True)
class Size:
    """How much happened."""

    products: int
    orders: int
    days: int
    customers: int
    live_orders: int = 14
    """Orders of each of the last two days."""
    whole_timeline: bool = True
    """Every step of every order on its timeline; without it only how it came and left."""


SIZES = {
    "year": Size(2_000, 20_000, 365, 6_000),
    "million": Size(10_000, 1_000_000, 1_095, 150_000, whole_timeline=False),
}


@dataclass(slots=True)
class Batch:
    """Units of one item that came together and still lie in its bin."""

    lot_id: int | None
    units: int


@dataclass(slots=True)
class Item:
    """One variant as the past needs it; money in minor units."""

    id: int
    product_id: int
    sku: str
    title: str
    option: str
    category: int
    price: int
    cost: int
    weight_g: int
    bin_id: int
    barcode: str
    supplier: int
    pack: int
    shelf_days: int | None
    pull: float
    batches: deque[Batch] = field(default_factory=deque)
    free: int = 0
    coming: int = 0
    daily: float = 0.0
    sold: int = 0

    def take(self, units: int) -> list[tuple[int | None, int]]:
        """The oldest units, by lot; there must be as many."""
        self.free -= units
        self.sold += units
        taken = []
        while units:
            batch = self.batches[0]
            part = min(units, batch.units)
            taken.append((batch.lot_id, part))
            batch.units -= part
            units -= part
            if not batch.units:
                self.batches.popleft()
        return taken

    def put(self, lot_id: int | None, units: int) -> None:
        """Units more in the bin."""
        self.free += units
        for batch in self.batches:
            if batch.lot_id == lot_id:
                batch.units += units
                return
        self.batches.append(Batch(lot_id, units))


class Sheets:
    """The tables the past is written to, in the order in which they may point at each other."""

    def __init__(self) -> None:
        self.bins = Sheet(Location, "id warehouse_id zone code walk")
        self.products = Sheet(Product, "id code code_key title brand category image option_names created_at updated_at")
        self.variants = Sheet(
            Variant,
            "id product_id position sku sku_key name title option_values price cost weight_g home_bin_id image "
            "min_stock",
        )
        self.barcodes = Sheet(Barcode, "id variant_id code")
        self.suppliers = Sheet(
            Supplier,
            "id code code_key name contact address email currency terms lead_days review_days buffer_days since",
        )
        self.supplier_items = Sheet(SupplierItem, "id supplier_id variant_id code pack price min_quantity preferred")
        self.lots = Sheet(Lot, "id variant_id code received_on expires_on")
        self.customers = Sheet(
            Customer, "id number name company email email_key phone phone_digits language tags created_at"
        )
        self.addresses = Sheet(Address, "id customer_id name company phone line1 city postcode country is_default")
        self.purchases = Sheet(
            Purchase,
            "id number supplier_id state currency created_at ordered_at confirmed_at expected_on received_at closed_at "
            "goods by_name",
        )
        self.purchase_lines = Sheet(
            PurchaseLine, "id purchase_id variant_id supplier_code quantity pack price good damaged short complete_on"
        )
        self.receipts = Sheet(Receipt, "id number purchase_id state delivery_note started_at booked_at by_name")
        self.receipt_lines = Sheet(
            ReceiptLine,
            "id receipt_id purchase_line_id variant_id good damaged lot_code expires_on lot_id location_id landed "
            "put_away",
        )
        self.orders = Sheet(
            Order,
            "id number channel_id channel_order_no state fulfilment payment return_status placed_at ship_by "
            "customer_id warehouse_id ship_name ship_company ship_phone ship_line1 ship_city ship_postcode "
            "ship_country delivery_method currency goods_total discount shipping total paid refunded "
            "buyer_note delivered_at item_count",
        )
        self.lines = Sheet(
            OrderLine,
            "id order_id position variant_id sku title variant_title quantity unit_price discount total shipped "
            "returned refunded refunded_units",
        )
        self.discounts = Sheet(LineDiscount, "id order_line_id promotion amount")
        self.payments = Sheet(Payment, "id order_id method amount reference at by_name")
        self.reservations = Sheet(
            Reservation, "id order_line_id variant_id warehouse_id quantity consumed state created_at"
        )
        self.waves = Sheet(Wave, "id number created_at by_name picked_at")
        self.shipments = Sheet(
            Shipment,
            "id number order_id warehouse_id state wave_id slot carrier created_at picked_at picked_by packed_at "
            "packed_by shipped_at shipped_by delivered_at",
        )
        self.shipment_lines = Sheet(ShipmentLine, "id shipment_id order_line_id variant_id quantity picked packed")
        self.allocations = Sheet(Allocation, "id shipment_line_id location_id lot_id quantity picked")
        self.parcels = Sheet(
            Parcel, "id shipment_id number state weight_g carrier tracking_no opened_at closed_at closed_by"
        )
        self.scans = Sheet(
            Scan, "id shipment_id parcel_id shipment_line_id variant_id scan_key code result quantity by_name at"
        )
        self.returns = Sheet(
            Return,
            "id number order_id type state reason requested_at received_at decided_at closed_at window_ends_on policy "
            "by_name",
        )
        self.return_lines = Sheet(
            ReturnLine,
            "id return_id order_line_id variant_id expected received good damaged grade good_disposition "
            "damaged_disposition decided refund_due refunded reason",
        )
        self.refunds = Sheet(Refund, "id order_id return_id amount method at by_name")
        self.refund_lines = Sheet(RefundLine, "id refund_id order_line_id quantity amount")
        self.moves = Sheet(
            StockMove,
            "id variant_id lot_id quantity from_id to_id reason document document_id unit_cost by_name at",
        )
        self.levels = Sheet(StockLevel, "id variant_id location_id lot_id quantity")
        self.balances = Sheet(StockBalance, "id variant_id warehouse_id on_hand unavailable")

    def all(self) -> list[Sheet]:
        """Every sheet, in order."""
        return list(vars(self).values())


class Past:
    """An invented past while it is being written."""

    def __init__(self, work: Work, size: Size, seed: int) -> None:
        self.work, self.size = work, size
        self.chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
        with resource("sample", "year.toml").open("rb") as file:
            self.words: dict[str, Any] = tomllib.load(file)
        known, read = work.database, work.connection
        self.currency = str(settings(known, read)["currency"])
        self.warehouse = default_warehouse(known, read)
        self.supplier, self.customer, self.loss, self.packing, self.quarantine = (
            area(known, read, zone).id
            for zone in (Zone.SUPPLIER, Zone.CUSTOMER, Zone.LOSS, Zone.PACKING, Zone.QUARANTINE)
        )
        self.now = work.now
        self.first_day = work.now.date() - timedelta(days=size.days)
        self.sheets = Sheets()
        self.items: list[Item] = []
        self.by_id: dict[int, Item] = {}
        self.people: list[tuple[Any, ...]] = []
        self.suppliers: list[dict[str, Any]] = []
        self.channels: list[tuple[int, str]] = []
        self.events: list[dict[str, Any]] = []
        self.docs: dict[str, list[tuple[int, str]]] = {}
        self._numbers: dict[str, tuple[int, int]] = {}

    def id(self, sheet: Sheet) -> int:
        """An id nobody has yet."""
        return sheet.number(self.work)

    def number(self, name: str) -> int:
        """The next number of a range of documents."""
        first, used = self._numbers.get(name) or (self.work.next_number(name, 0), 0)
        self._numbers[name] = first, used + 1
        return first + used

    def keep_numbers(self) -> None:
        """Let real documents count on after the invented ones."""
        for name, (_first, used) in self._numbers.items():
            self.work.next_number(name, used)

    def at(self, day: date, minutes: float) -> datetime:
        """A moment of ``day``, ``minutes`` after midnight."""
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)

    def move(
        self, item: Item, lot_id: int | None, units: int, way: tuple[int, int], reason: MoveReason, at: datetime,
        by_name: str, document: str = "", document_id: int | None = None, cost: int | None = None,
    ) -> None:  # fmt: skip
        """One row of the ledger."""
        self.sheets.moves.add(
            self.id(self.sheets.moves), item.id, lot_id, units, *way, reason.value, document, document_id, cost,
            by_name, at,
        )  # fmt: skip

    def tell(self, subject: str, subject_id: int, kind: str, at: datetime, by_name: str, /, **data: Any) -> None:
        """A sentence on a timeline."""
        self.events.append(
            {"subject": subject, "subject_id": subject_id, "kind": kind, "data": data, "by_name": by_name, "at": at}
        )

    def found_by(self, kind: str, ref: int, words: str) -> None:
        """Words under which a thing is found."""
        self.docs.setdefault(kind, []).append((ref, words))
