"""The places of the program, in the order of the side bar, and the pages of single things."""

from __future__ import annotations

from shopdesk.ui.forms.order_form import NewOrderPage
from shopdesk.ui.page import Page
from shopdesk.ui.pages.customer_page import CustomerPage
from shopdesk.ui.pages.import_page import ImportPage
from shopdesk.ui.pages.order_page import OrderPage
from shopdesk.ui.pages.product_page import ProductPage, VariantPage
from shopdesk.ui.pages.return_page import ReturnPage
from shopdesk.ui.pages.shipment_page import ShipmentPage
from shopdesk.ui.screen import Screen
from shopdesk.ui.screens.customers import CustomersScreen
from shopdesk.ui.screens.imports import ImportsScreen
from shopdesk.ui.screens.inventory import InventoryScreen
from shopdesk.ui.screens.ledger import LedgerScreen
from shopdesk.ui.screens.orders import OrdersScreen
from shopdesk.ui.screens.packing import PackingScreen
from shopdesk.ui.screens.products import ProductsScreen
from shopdesk.ui.screens.returns import ReturnsScreen
from shopdesk.ui.screens.settings import SettingsScreen
from shopdesk.ui.screens.today import TodayScreen

SCREENS: tuple[type[Screen], ...] = (
    TodayScreen,
    OrdersScreen,
    PackingScreen,
    ReturnsScreen,
    ProductsScreen,
    InventoryScreen,
    LedgerScreen,
    CustomersScreen,
    ImportsScreen,
    SettingsScreen,
)

PAGES: dict[str, type[Page]] = {
    page.kind: page
    for page in (
        OrderPage,
        NewOrderPage,
        ShipmentPage,
        ReturnPage,
        ProductPage,
        VariantPage,
        CustomerPage,
        ImportPage,
    )
}
