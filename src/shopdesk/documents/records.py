"""What foreign files are read into: frozen records of orders, products, stock, customers and parcels.

Amounts are whole minor units: an order's in its own ``currency``, a product's in the shop's.
``None`` always means "the file does not say" (column absent or cell blank), never zero.
``row`` is the file row as a spreadsheet program numbers it, starting at 1.
Products and variants come by the hundred thousand, so they are tuples, which are made many times faster.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
Bearer = Literal["shop", "platform"]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One cell (or row) that could not be taken as it is; an error keeps its record out of the result."""

    row: int
    column: str
    got: str
    why: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class DiscountRecord:
    """A reduction in minor units (never negative) and who pays for it."""

    name: str
    amount: int
    bearer: Bearer = "shop"


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """A person or firm with an address; texts are as the file gives them, ``country`` is ISO-2 if known."""

    name: str = ""
    phone: str = ""
    email: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.line1 or self.city or self.postcode or self.region or self.company)


@dataclass(frozen=True, slots=True)
class OrderLineRecord:
    """One ordered article; ``total`` is after the line's own and before the order's discounts."""

    row: int
    line_id: str
    sku: str
    barcode: str
    title: str
    variant: str
    quantity: int
    unit_price: int | None
    total: int | None
    discounts: tuple[DiscountRecord, ...] = ()
    tax: int | None = None
    fulfilled: bool | None = None


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """One order with its lines; times are aware UTC, ``source`` holds the file's own rows."""

    row: int
    order_no: str
    source_id: str
    placed_at: datetime | None
    paid_at: datetime | None
    shipped_at: datetime | None
    cancelled_at: datetime | None
    cancelled: bool | None
    buyer: str
    buyer_name: str
    email: str
    phone: str
    ship_to: PartyRecord
    bill_to: PartyRecord | None
    currency: str
    lines: tuple[OrderLineRecord, ...]
    shipping: int | None
    tax: int | None
    discounts: tuple[DiscountRecord, ...]
    total: int | None
    paid: bool | None
    pay_status: str
    pay_method: str
    pay_reference: str
    refunded: int | None
    fulfil_status: str
    fulfilled: bool | None
    tracking_no: str
    carrier: str
    buyer_note: str
    seller_note: str
    tags: tuple[str, ...]
    delivery_method: str
    source: tuple[dict[str, str], ...]


class VariantRecord(NamedTuple):
    """One sellable kind of a product; ``options`` are (name, value) pairs such as (Size, M)."""

    row: int
    sku: str
    barcodes: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    title: str
    price: int | None
    list_price: int | None
    cost: int | None
    weight_g: int | None
    stock: int | None
    taxable: bool | None
    image_urls: tuple[str, ...]
    bin: str
    lot: str
    status: str


class ProductRecord(NamedTuple):
    """One product with its variants; ``status`` is active, draft, archived or blank."""

    row: int
    code: str
    name: str
    brand: str
    category: str
    tags: tuple[str, ...]
    description: str
    item_type: str
    status: str
    variants: tuple[VariantRecord, ...]
    image_urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StockRecord:
    """A counted quantity of one article, optionally in one bin and of one lot."""

    row: int
    sku: str
    barcode: str
    bin: str
    quantity: int
    lot: str
    expires_on: date | None
    cost: int | None


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """One customer with a default address; ``spent`` is in the currency the caller named."""

    row: int
    code: str
    name: str
    company: str
    email: str
    phone: str
    address: PartyRecord
    accepts_email: bool | None
    accepts_sms: bool | None
    tax_exempt: bool | None
    spent: int | None
    orders: int | None
    birthday: date | None
    note: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrackingRecord:
    """A parcel number a carrier or platform gave for one order."""

    row: int
    order_no: str
    tracking_no: str
    carrier: str
    shipped_at: datetime | None = None


Record = OrderRecord | ProductRecord | StockRecord | CustomerRecord | TrackingRecord
