"""The places of the program, in the order of the side bar, and the pages of single things.

Each line repeats what its class declares, so that nothing is loaded before it is shown; a test keeps both alike.
"""

from __future__ import annotations

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.ui.places import PagePlace, ScreenPlace

SCREENS: tuple[ScreenPlace, ...] = (
    ScreenPlace("today", N_("Today"), "today", 0, Right.SEE_TODAY, "screens.today:TodayScreen"),
    ScreenPlace(
        *("orders", N_("Orders"), "orders", 1, Right.SEE_ORDERS, "screens.orders:OrdersScreen"),
        waits=("orders:ORDERS", "to_review"),
    ),
    ScreenPlace(
        *("packing", N_("Packing"), "packing", 1, Right.SEE_ORDERS, "screens.packing:PackingScreen"),
        waits=("shipments:SHIPMENTS", "to_pack"),
    ),
    ScreenPlace(
        *("returns", N_("Returns"), "returns", 1, Right.SEE_RETURNS, "screens.returns:ReturnsScreen"),
        waits=("returns:RETURNS", "open"),
    ),
    ScreenPlace("products", N_("Products"), "products", 2, Right.SEE_PRODUCTS, "screens.products:ProductsScreen"),
    ScreenPlace(
        *("product-list", N_("Product list"), "rows", 2, Right.SEE_PRODUCTS),
        path="screens.product_list:ProductListScreen",
        in_side_bar=False,
    ),
    ScreenPlace(
        *("selection", N_("Selection board"), "star", 2, Right.SEE_PRODUCTS, "screens.selection:SelectionScreen"),
        in_side_bar=False,
    ),
    ScreenPlace(
        *("suggestions", N_("Price suggestions"), "coin", 2, Right.SET_PRICES),
        path="screens.suggestions:SuggestionsScreen",
        in_side_bar=False,
    ),
    ScreenPlace(
        *("inventory", N_("Inventory"), "inventory", 2, Right.SEE_STOCK, "screens.inventory:InventoryScreen"),
        badge_tone="warning",
        waits=("inventory:INVENTORY", "low"),
    ),
    ScreenPlace(
        *("ledger", N_("Stock ledger"), "rows", 2, Right.SEE_STOCK, "screens.ledger:LedgerScreen"), in_side_bar=False
    ),
    ScreenPlace("bins", N_("Bins"), "pin", 2, Right.SEE_STOCK, "screens.bins:BinsScreen", in_side_bar=False),
    ScreenPlace("lots", N_("Lots"), "calendar", 2, Right.SEE_STOCK, "screens.lots:LotsScreen", in_side_bar=False),
    ScreenPlace(
        *("transfers", N_("Transfers"), "truck", 2, Right.SEE_STOCK, "screens.transfers:TransfersScreen"),
        in_side_bar=False,
    ),
    ScreenPlace(
        "counts", N_("Stocktake"), "scan", 2, Right.SEE_STOCK, "screens.counts:CountsScreen", in_side_bar=False
    ),
    ScreenPlace("reorder", N_("What to order"), "trend", 2, Right.SEE_PURCHASES, "screens.reorder:ReorderScreen"),
    ScreenPlace(
        *("purchases", N_("Purchasing"), "purchasing", 2, Right.SEE_PURCHASES, "screens.purchases:PurchasesScreen"),
        waits=("purchases:PURCHASES", "to_receive"),
    ),
    ScreenPlace(
        *("suppliers", N_("Suppliers"), "truck", 2, Right.SEE_PURCHASES, "screens.suppliers:SuppliersScreen"),
        in_side_bar=False,
    ),
    ScreenPlace(
        *("receipts", N_("Receipts"), "inbox", 2, Right.SEE_PURCHASES, "screens.receipts:ReceiptsScreen"),
        in_side_bar=False,
    ),
    ScreenPlace(
        *("claims", N_("Supplier claims"), "flag", 2, Right.SEE_PURCHASES, "screens.claims:ClaimsScreen"),
        in_side_bar=False,
    ),
    ScreenPlace(
        *("purchase_lines", N_("Purchase order lines"), "rows", 2, Right.SEE_PURCHASES),
        "screens.purchase_lines:PurchaseLinesScreen",
        in_side_bar=False,
    ),
    ScreenPlace("customers", N_("Customers"), "customers", 3, Right.SEE_CUSTOMERS, "screens.customers:CustomersScreen"),
    ScreenPlace("reports", N_("Reports"), "reports", 3, Right.SEE_TODAY, "screens.reports:ReportsScreen"),
    ScreenPlace("imports", N_("Imports"), "upload", 4, Right.IMPORT_FILES, "screens.imports:ImportsScreen"),
    ScreenPlace("settings", N_("Settings"), "settings", -1, None, "screens.settings:SettingsScreen"),
)

PAGES: dict[str, PagePlace] = {
    page.kind: page
    for page in (
        PagePlace("order", Right.SEE_ORDERS, "pages.order_page:OrderPage"),
        PagePlace("new_order", Right.EDIT_ORDERS, "forms.order_form:NewOrderPage"),
        PagePlace("shipment", Right.SEE_ORDERS, "pages.shipment_page:ShipmentPage"),
        PagePlace("return", Right.SEE_RETURNS, "pages.return_page:ReturnPage"),
        PagePlace("product", Right.SEE_PRODUCTS, "pages.product_page:ProductPage"),
        PagePlace("variant", Right.SEE_PRODUCTS, "pages.product_page:VariantPage"),
        PagePlace("variant_grid", Right.EDIT_PRODUCTS, "pages.grid_page:VariantGridPage"),
        PagePlace("transfer", Right.SEE_STOCK, "pages.transfer_page:TransferPage"),
        PagePlace("count", Right.SEE_STOCK, "pages.count_page:CountPage"),
        PagePlace("purchase", Right.SEE_PURCHASES, "pages.purchase_page:PurchasePage"),
        PagePlace("supplier", Right.SEE_PURCHASES, "pages.supplier_page:SupplierPage"),
        PagePlace("receipt", Right.SEE_PURCHASES, "pages.receipt_page:ReceiptPage"),
        PagePlace("customer", Right.SEE_CUSTOMERS, "pages.customer_page:CustomerPage"),
        PagePlace("import", Right.IMPORT_FILES, "pages.import_page:ImportPage"),
    )
}
