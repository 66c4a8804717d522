"""The places of the program, in the order of the side bar, and the pages of single things."""

from __future__ import annotations

from shopdesk.ui.page import Page
from shopdesk.ui.screen import Screen
from shopdesk.ui.screens.customers import CustomersScreen
from shopdesk.ui.screens.inventory import InventoryScreen
from shopdesk.ui.screens.ledger import LedgerScreen
from shopdesk.ui.screens.products import ProductsScreen
from shopdesk.ui.screens.today import TodayScreen

SCREENS: tuple[type[Screen], ...] = (
    TodayScreen,
    ProductsScreen,
    InventoryScreen,
    LedgerScreen,
    CustomersScreen,
)

PAGES: dict[str, type[Page]] = {}
