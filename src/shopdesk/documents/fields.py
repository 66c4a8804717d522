"""The fields a file can fill, per subject: their kinds, which are needed, and what people call them."""

from __future__ import annotations

from dataclasses import dataclass

from shopdesk.i18n import N_


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a column can mean. A bad cell in a ``strict`` field keeps its record out; elsewhere it only warns."""

    key: str
    title: str
    kind: str = "text"
    strict: bool = False


def _party(prefix: str, titles: dict[str, str]) -> tuple[Field, ...]:
    codes = ("phone", "postcode")
    return tuple(
        Field(f"{prefix}_{key}", title, "code" if key in codes else "country" if key == "country" else "text")
        for key, title in titles.items()
    )


_SHIP = _party("ship", {
    "name": N_("Recipient"), "company": N_("Recipient's company"), "phone": N_("Recipient's phone"),
    "email": N_("Recipient's e-mail"), "line1": N_("Address"), "line2": N_("Address, second line"),
    "city": N_("City"), "region": N_("State or province"), "postcode": N_("Postcode"), "country": N_("Country"),
})  # fmt: skip
_BILL = _party("bill", {
    "name": N_("Billing name"), "company": N_("Billing company"), "phone": N_("Billing phone"),
    "email": N_("Billing e-mail"), "line1": N_("Billing address"), "line2": N_("Billing address, second line"),
    "city": N_("Billing city"), "region": N_("Billing state or province"), "postcode": N_("Billing postcode"),
    "country": N_("Billing country"),
})  # fmt: skip

_ORDERS = (
    Field("order_no", N_("Order number"), "code", strict=True),
    Field("source_id", N_("Platform's order id"), "code"),
    Field("placed_at", N_("Order date"), "time", strict=True),
    Field("paid_at", N_("Payment date"), "time"),
    Field("shipped_at", N_("Shipping date"), "time"),
    Field("cancelled_at", N_("Cancellation date"), "time"),
    Field("buyer", N_("Buyer's user name")),
    Field("buyer_name", N_("Customer")),
    Field("email", N_("E-mail")),
    Field("phone", N_("Phone"), "code"),
    *_SHIP,
    *_BILL,
    Field("currency", N_("Currency"), "code"),
    Field("line_id", N_("Line number"), "code"),
    Field("sku", N_("SKU"), "code", strict=True),
    Field("barcode", N_("Barcode"), "gtin", strict=True),
    Field("title", N_("Product name"), "marked"),
    Field("variant", N_("Variant"), "marked"),
    Field("quantity", N_("Quantity"), "whole", strict=True),
    Field("unit_price", N_("Unit price"), "money", strict=True),
    Field("line_total", N_("Line total"), "money", strict=True),
    Field("line_tax", N_("Line tax"), "money"),
    Field("line_state", N_("Line status")),
    Field("shipping", N_("Shipping price"), "money", strict=True),
    Field("tax", N_("Tax"), "money"),
    Field("total", N_("Order total"), "money", strict=True),
    Field("refunded", N_("Refunded amount"), "money"),
    Field("pay_status", N_("Payment status")),
    Field("pay_method", N_("Payment method")),
    Field("pay_reference", N_("Payment reference"), "code"),
    Field("fulfil_status", N_("Delivery status")),
    Field("state", N_("Order status")),
    Field("tracking_no", N_("Tracking number"), "code"),
    Field("carrier", N_("Carrier")),
    Field("buyer_note", N_("Buyer's note"), "marked"),
    Field("seller_note", N_("Own note"), "marked"),
    Field("tags", N_("Tags"), "list"),
    Field("delivery_method", N_("Delivery method")),
)

_OPTIONS = (
    Field("option1_name", N_("First option")), Field("option1_value", N_("First option's value")),
    Field("option2_name", N_("Second option")), Field("option2_value", N_("Second option's value")),
    Field("option3_name", N_("Third option")), Field("option3_value", N_("Third option's value")),
)  # fmt: skip

_PRODUCTS = (
    Field("code", N_("Product code"), "code", strict=True),
    Field("source_id", N_("Platform's product id"), "code"),
    Field("name", N_("Product name"), "marked"),
    Field("brand", N_("Brand")),
    Field("category", N_("Category")),
    Field("tags", N_("Tags"), "list"),
    Field("description", N_("Description")),
    Field("item_type", N_("Product type")),
    Field("status", N_("Product status")),
    Field("sku", N_("SKU"), "code", strict=True),
    Field("barcode", N_("Barcode"), "gtin", strict=True),
    Field("more_barcodes", N_("More barcodes"), "codes"),
    *_OPTIONS,
    Field("variant_title", N_("Variant name"), "marked"),
    Field("price", N_("Price"), "money", strict=True),
    Field("list_price", N_("List price"), "money"),
    Field("cost", N_("Cost"), "money"),
    Field("weight_g", N_("Weight in grams"), "grams"),
    Field("stock", N_("Stock"), "whole", strict=True),
    Field("taxable", N_("Taxable"), "yes_no"),
    Field("images", N_("Pictures"), "urls"),
    Field("variant_images", N_("Variant's pictures"), "urls"),
    Field("bin", N_("Bin"), "code"),
    Field("lot", N_("Lot"), "code"),
    Field("parent", N_("Belongs to product"), "code"),
)

_STOCK = (
    Field("sku", N_("SKU"), "code", strict=True),
    Field("barcode", N_("Barcode"), "gtin", strict=True),
    Field("quantity", N_("Quantity"), "whole", strict=True),
    Field("bin", N_("Bin"), "code", strict=True),
    Field("lot", N_("Lot"), "code", strict=True),
    Field("expires_on", N_("Expiry date"), "day", strict=True),
    Field("cost", N_("Cost"), "money"),
)

_CUSTOMERS = (
    Field("code", N_("Customer number"), "code", strict=True),
    Field("name", N_("Name")),
    Field("company", N_("Company")),
    Field("email", N_("E-mail")),
    Field("phone", N_("Phone"), "code"),
    Field("line1", N_("Address")),
    Field("line2", N_("Address, second line")),
    Field("city", N_("City")),
    Field("region", N_("State or province")),
    Field("postcode", N_("Postcode"), "code"),
    Field("country", N_("Country"), "country"),
    Field("address_phone", N_("Address's phone"), "code"),
    Field("accepts_email", N_("Accepts e-mail"), "yes_no"),
    Field("accepts_sms", N_("Accepts text messages"), "yes_no"),
    Field("tax_exempt", N_("Exempt from tax"), "yes_no"),
    Field("spent", N_("Total spent"), "money"),
    Field("orders", N_("Number of orders"), "whole"),
    Field("birthday", N_("Birthday"), "day"),
    Field("note", N_("Note")),
    Field("tags", N_("Tags"), "list"),
)

_TRACKING = (
    Field("order_no", N_("Order number"), "code", strict=True),
    Field("tracking_no", N_("Tracking number"), "code", strict=True),
    Field("carrier", N_("Carrier")),
    Field("shipped_at", N_("Shipping date"), "time"),
)

FIELDS: dict[str, dict[str, Field]] = {
    what: {field.key: field for field in fields}
    for what, fields in (
        ("orders", _ORDERS),
        ("products", _PRODUCTS),
        ("stock", _STOCK),
        ("customers", _CUSTOMERS),
        ("tracking", _TRACKING),
    )
}

# Of each group one column at least must be in the file, or nothing can be read from it.
NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "orders": (("order_no",), ("sku", "title", "barcode", "line_id"), ("quantity",)),
    "products": (("sku", "code", "name", "barcode"),),
    "stock": (("sku", "barcode"), ("quantity",)),
    "customers": (("name", "email", "phone", "code"),),
    "tracking": (("order_no",), ("tracking_no",)),
}
