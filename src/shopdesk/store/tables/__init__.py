"""Every table of a shop."""

from shopdesk.store.tables.base import Base
from shopdesk.store.tables.bookkeeping import Event, ImportBatch, Journal, Sequence, Setting
from shopdesk.store.tables.catalogue import Barcode, BundlePart, Image, Product, SearchDoc, Variant
from shopdesk.store.tables.orders import Hold, LineDiscount, Order, OrderLine, OrderSource, Payment
from shopdesk.store.tables.parties import Address, Channel, Customer, Person
from shopdesk.store.tables.returns import Refund, RefundLine, Return, ReturnLine
from shopdesk.store.tables.shipping import Allocation, Parcel, Scan, Shipment, ShipmentLine, Wave
from shopdesk.store.tables.stock import (
    Location,
    Lot,
    Reservation,
    StockBalance,
    StockLevel,
    StockMove,
    Warehouse,
)

__all__ = [
    "Address",
    "Allocation",
    "Barcode",
    "Base",
    "BundlePart",
    "Channel",
    "Customer",
    "Event",
    "Hold",
    "Image",
    "ImportBatch",
    "Journal",
    "LineDiscount",
    "Location",
    "Lot",
    "Order",
    "OrderLine",
    "OrderSource",
    "Parcel",
    "Payment",
    "Person",
    "Product",
    "Refund",
    "RefundLine",
    "Reservation",
    "Return",
    "ReturnLine",
    "Scan",
    "SearchDoc",
    "Sequence",
    "Setting",
    "Shipment",
    "ShipmentLine",
    "StockBalance",
    "StockLevel",
    "StockMove",
    "Variant",
    "Warehouse",
    "Wave",
]
