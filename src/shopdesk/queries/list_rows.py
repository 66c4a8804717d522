"""What lists say of their rows beyond one question: plain sums over what their look-ups found, without any database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shopdesk.domain.returns import REASONS, TYPE_TITLES
from shopdesk.domain.shipments import OPEN_STATES
from shopdesk.i18n import _
from shopdesk.queries.columns import Found, ListRow, by_id

SHOWN_PICTURES = 2
_WAITING = frozenset(state.value for state in OPEN_STATES)


def currency_of(found: Found) -> str:
    """The shop's own currency, looked up under ``currency``."""
    return next((str(row.value) for row in found["currency"] if row.value), "EUR")


def type_title(kind: str) -> str:
    """The translated word of a return's type."""
    return next((_(title) for key, title in TYPE_TITLES.items() if key.value == kind), kind)


def reason_title(reason: str) -> str:
    """The translated word of a return's reason; free words stay as they are."""
    return _(REASONS[reason]) if reason in REASONS else reason


def complete_shipments(rows: list[ListRow], found: Found, now: datetime) -> None:
    """What is in each shipment, and the parcels it left in."""
    known = by_id(rows)
    for row in rows:
        row.pieces = row.packed = row.parcels = row.line_count = 0
        row.images, row.tracking_no, row.first_title = [], "", ""
        row.late = row.state in _WAITING and row.ship_by < now
        row.wave_slot = f"{row.wave} · {row.slot}" if row.wave and row.slot else row.wave or ""
        row.ship_name_flags = ("note",) if row.buyer_note else ()
    line: Any
    for line in found["lines"]:
        row = known[line.shipment_id]
        row.pieces += line.quantity
        row.packed += line.packed
        _note_line(row, line)
    for parcel in found["parcels"]:
        row = known[parcel.shipment_id]
        row.parcels += 1
        row.tracking_no = ", ".join(code for code in (row.tracking_no, parcel.tracking_no) if code)


def complete_returns(rows: list[ListRow], found: Found, _now: datetime) -> None:
    """What came back and what is to be refunded."""
    known = by_id(rows)
    for row in rows:
        row.expected = row.received = row.refund_due = row.refunded = row.line_count = 0
        row.images, row.first_title = [], ""
        row.type_title, row.reason_title = type_title(row.type), reason_title(row.reason)
    for line in found["lines"]:
        row = known[line.return_id]
        row.expected += line.expected
        row.received += line.received
        row.refund_due += line.refund_due
        row.refunded += line.refunded
        _note_line(row, line)


def _note_line(row: ListRow, line: Any) -> None:
    row.line_count += 1
    row.first_title = row.first_title or line.title
    if len(row.images) < SHOWN_PICTURES:
        row.images.append(line.image)


def complete_products(rows: list[ListRow], found: Found, _now: datetime) -> None:
    """The variants of each product, their prices and stock."""
    known, currency = by_id(rows), currency_of(found)
    for row in rows:
        row.currency = currency
        row.variants, row.price, row.price_to, row.sku = 0, None, None, ""
        row.on_hand = row.reserved = row.available = 0
    for all_of in found["variants"]:
        row = known[all_of.product_id]
        row.variants, row.price, row.price_to, row.sku = all_of.variants, all_of.price, all_of.price_to, all_of.sku
    for stock in found["stock"]:
        row = known[stock.product_id]
        row.on_hand, row.reserved = int(stock.on_hand), int(stock.reserved)
        row.available = int(stock.on_hand - stock.reserved - stock.unavailable)
    for kit in found["kits"]:
        known[kit.product_id].available += int(kit.makeable)


def complete_inventory(rows: list[ListRow], found: Found, _now: datetime) -> None:
    """The stock of each variant, its barcode and the bins it is in."""
    known, currency = by_id(rows), currency_of(found)
    for row in rows:
        row.currency, row.barcode, row.bins = currency, "", ""
        row.on_hand = row.reserved = row.unavailable = row.available = row.incoming = 0
    for coming in found["incoming"]:
        known[coming.variant_id].incoming = int(coming.units)
    for stock in found["stock"]:
        row = known[stock.variant_id]
        row.on_hand, row.reserved, row.unavailable = int(stock.on_hand), int(stock.reserved), int(stock.unavailable)
        row.available = row.on_hand - row.reserved - row.unavailable
    for barcode in found["barcodes"]:
        known[barcode.variant_id].barcode = barcode.code
    bins: dict[int, list[str]] = {}
    for place in found["bins"]:
        codes = bins.setdefault(place.variant_id, [])
        if place.code not in codes:
            codes.append(place.code)
    for variant_id, codes in bins.items():
        known[variant_id].bins = ", ".join(codes)


def complete_customers(rows: list[ListRow], found: Found, _now: datetime) -> None:
    """Where each customer lives and what they bought."""
    known, currency = by_id(rows), currency_of(found)
    for row in rows:
        row.currency, row.city, row.country = currency, "", ""
        row.orders, row.spent, row.last_order = 0, 0, None
        row.name_flags = ("note",) if row.note else ()
    for address in found["addresses"]:
        row = known[address.customer_id]
        row.city, row.country = address.city, address.country
    most: dict[int, int] = {}
    for bought in found["orders"]:
        # Amounts of several currencies cannot be added; the one most used is shown.
        row = known[bought.customer_id]
        row.orders += bought.orders
        row.last_order = max(bought.last_order, row.last_order or bought.last_order)
        if bought.orders > most.get(row.id, 0):
            most[row.id] = bought.orders
            row.currency, row.spent = bought.currency, int(bought.spent)
