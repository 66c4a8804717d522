"""The read models behind inspectors and pages, under one name."""

from shopdesk.queries.customer_details import CustomerDetail, customer_detail
from shopdesk.queries.imports import ImportDetail, import_detail
from shopdesk.queries.order_details import OrderDetail, order_detail
from shopdesk.queries.product_details import ProductDetail, VariantStock, product_detail, variant_stock
from shopdesk.queries.purchase_details import PurchaseDetail, purchase_detail
from shopdesk.queries.return_details import ReturnDetail, return_detail
from shopdesk.queries.shipment_details import ShipmentDetail, shipment_detail
from shopdesk.queries.supplier_details import SupplierDetail, supplier_detail

__all__ = [
    "CustomerDetail",
    "ImportDetail",
    "OrderDetail",
    "ProductDetail",
    "PurchaseDetail",
    "ReturnDetail",
    "ShipmentDetail",
    "SupplierDetail",
    "VariantStock",
    "customer_detail",
    "import_detail",
    "order_detail",
    "product_detail",
    "purchase_detail",
    "return_detail",
    "shipment_detail",
    "supplier_detail",
    "variant_stock",
]
