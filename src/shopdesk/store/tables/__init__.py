"""Every table of a shop."""

from shopdesk.store.tables.assortment import Candidate, ChannelListing, ProductDocument, ProductImage
from shopdesk.store.tables.base import Base
from shopdesk.store.tables.bookkeeping import Event, ImportBatch, Journal, Sequence, Setting
from shopdesk.store.tables.catalogue import Barcode, BundlePart, Image, Product, SearchDoc, Variant
from shopdesk.store.tables.counting import CountLine, StockCount
from shopdesk.store.tables.credits import Credit
from shopdesk.store.tables.orders import Hold, LineDiscount, Order, OrderKit, OrderLine, OrderSource, Payment
from shopdesk.store.tables.parties import Address, Channel, Customer, Person
from shopdesk.store.tables.pricing import CompetitorPrice, PriceChange, PriceList, PriceListItem, PriceSuggestion
from shopdesk.store.tables.purchases import Purchase, PurchaseLine, Receipt, ReceiptLine
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
from shopdesk.store.tables.suppliers import Supplier, SupplierClaim, SupplierItem, SupplierPaper
from shopdesk.store.tables.transfers import StockTransfer, TransferLine

__all__ = [
    "Address",
    "Allocation",
    "Barcode",
    "Base",
    "BundlePart",
    "Candidate",
    "Channel",
    "ChannelListing",
    "CompetitorPrice",
    "CountLine",
    "Credit",
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
    "OrderKit",
    "OrderLine",
    "OrderSource",
    "Parcel",
    "Payment",
    "Person",
    "PriceChange",
    "PriceList",
    "PriceListItem",
    "PriceSuggestion",
    "Product",
    "ProductDocument",
    "ProductImage",
    "Purchase",
    "PurchaseLine",
    "Receipt",
    "ReceiptLine",
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
    "StockCount",
    "StockLevel",
    "StockMove",
    "StockTransfer",
    "Supplier",
    "SupplierClaim",
    "SupplierItem",
    "SupplierPaper",
    "TransferLine",
    "Variant",
    "Warehouse",
    "Wave",
]
