"""The words of format files that people see, listed here where the translators' tools find them."""

from __future__ import annotations

from shopdesk.i18n import N_

# Why a recognised file is of no use, by the ``refuse`` of its format.
REFUSALS = {
    "no_items": N_(
        "This is a list of orders without their items. Download the list of sold order items of the same time instead."
    ),
}

TITLES = (
    N_("Product list (own template)"),
    N_("Order list (own template)"),
    N_("Stock list (own template)"),
    N_("Customer list (own template)"),
    N_("Tracking numbers"),
    N_("Amazon order report"),
    N_("Amazon unshipped orders"),
    N_("eBay orders report"),
    N_("Etsy sold order items"),
    N_("Etsy sold orders"),
    N_("Shopify customers"),
    N_("Shopify orders"),
    N_("Shopify products"),
    N_("Squarespace orders"),
    N_("TikTok Shop orders"),
    N_("WooCommerce products"),
    N_("Taobao and Tmall orders (ExportOrderList)"),
    N_("Tmall order report"),
    N_("JD.com orders"),
    N_("Pinduoduo orders"),
    N_("Douyin orders"),
)

EXPORT_TITLES = (
    N_("Amazon price and quantity"),
    N_("Amazon shipping confirmation"),
    N_("eBay tracking numbers (Seller Hub reports)"),
    N_("Etsy tracking numbers, for shipping services"),
    N_("JD.com batch shipping"),
    N_("Shopify inventory"),
    N_("Shopify tracking numbers, for the app Matrixify"),
    N_("Taobao and Tmall batch shipping"),
    N_("Tracking numbers (own template)"),
    N_("WooCommerce stock"),
    N_("WooCommerce tracking numbers (Advanced Shipment Tracking)"),
)

DISCOUNTS = (
    N_("Coupon"),
    N_("Creator discount"),
    N_("Discount"),
    N_("Line discount"),
    N_("Payment discount"),
    N_("Platform discount"),
    N_("Promotion"),
    N_("Seller discount"),
    N_("Shipping discount"),
    N_("Shipping promotion"),
    N_("Shop discount"),
)
