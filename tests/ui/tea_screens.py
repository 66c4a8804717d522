"""Screens and a page of the invented tea shop, declared as the real ones are."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.domain.rights import Right
from shopdesk.ui import figures
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.page import Page
from shopdesk.ui.screen import Screen
from shopdesk.ui.sheet import Event, Fact, Facts, History, Line, Lines, Note, Person, Pill, Sheet
from shopdesk.ui.shell import Shell
from shopdesk.ui.top_bar import Alert, Hit
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.labels import label
from tests.ui.fake_desk import NOW, ORDERS


def release(shell: Shell, rows: list[Any]) -> None:
    def change(desk: Any, ids: list[int], to: str = "picking") -> int:
        for row in desk.rows:
            if row.id in ids:
                row.fulfilment = to
        return len(ids)

    ids = [row.id for row in rows]
    shell.do(
        change,
        ids=ids,
        said=lambda count: f"{count} orders moved to picking",
        undo=lambda _count: shell.do(change, ids=ids, to="ready"),
    )


def only_when(*states: str) -> Any:
    return lambda row: [] if row.fulfilment in states else ["Ship: pack and close the parcel first."]


class OrdersScreen(ListScreen):
    """All orders."""

    key, title, icon, group = "orders", "Orders", "orders", 1
    right = Right.SEE_ORDERS
    shows = frozenset({"orders"})
    listing = ORDERS
    first_view = "all"
    view_tones = {"short": "danger"}
    total, counted_state = "total", "fulfilment"
    page_kind = "order"
    actions_on_screen = (
        Verb("New order", lambda shell, rows: shell.say("New"), key="Ctrl+N", icon="plus", primary=True, on_rows=False),
        Verb("Import", lambda shell, rows: shell.say("Import"), key="Ctrl+I", icon="upload", on_rows=False),
    )
    verbs_on_rows = (
        Verb(
            "Release for picking",
            release,
            key="Ctrl+Return",
            icon="basket",
            primary=True,
            many=True,
            refusals=lambda row: [] if row.fulfilment in ("ready", "partly_ready") else ["Nothing is ready to pick."],
        ),
        Verb("Hold…", lambda shell, rows: None, icon="pause"),
        Verb("Swap item…", lambda shell, rows: None, icon="swap"),
        Verb("Ship", lambda shell, rows: None, icon="truck", refusals=only_when("packed"), many=True),
        Verb("Print packing slip", lambda shell, rows: None, icon="print", key="Ctrl+P", many=True),
    )
    empty = Empty(
        "No orders yet",
        "Orders come here from your shops’ export files, from the phone, or typed in. "
        "Each one is checked for payment, address and stock before it can be picked.",
        "CSV, TSV, Excel or JSON — or drop a file anywhere in this window.",
        Verb("Load the sample shop instead", lambda shell, rows: None, on_rows=False),
    )

    @classmethod
    def badge(cls, desk: Any) -> int | None:
        return sum(row.fulfilment == "ready" for row in desk.rows[:60])

    def tone(self, column: Any, row: Any) -> str | None:
        if column.key == "due_at" and row.due_at is not None:
            hours = (row.due_at - NOW).total_seconds() / 3600
            return "danger" if hours < 0 else "warning" if hours < 12 else None
        return "warning" if column.key == "total" and row.payment == "unpaid" else None

    def sheet(self, row: Any) -> Sheet:
        money = figures.amount(row.total, "EUR")
        return Sheet(
            row.number,
            pills=(Pill("order_fulfilment", row.fulfilment),),
            parts=(
                Person(row.customer, f"{row.city} · 3 orders, 241.60 EUR", "+49 202 55501", "a@example.org"),
                Facts(
                    (Fact("Ship by", figures.when(row.due_at)), Fact("Ship to", "Rosenheimer Str. 52, 81669 München"))
                ),
                Note("“Please ship together if under a week.”"),
                Lines(
                    "Lines",
                    (
                        Line("Gaiwan 120 ml, blue rim", "Bin A-02-3 · reserved", "48.00", "1 × 48.00", "bowl"),
                        Line(
                            "Moss ball in pot",
                            "1 short · 12 due 2 Dec, PO-0231",
                            "16.50",
                            "1 × 16.50",
                            "leaf",
                            "danger",
                        ),
                        Line("Glaskanne Süd 600 ml", "Bin C-11-1 · reserved", "13.50", "1 × 13.50"),
                    ),
                    "freight 8.40",
                    f"{money} EUR",
                ),
                History(
                    (
                        Event(
                            "09:31",
                            "Review stopped: 1 line short",
                            "Automatic check · 6 of 7 passed",
                            "warn",
                            "warning",
                        ),
                        Event("09:30", "Stock reserved for 2 lines", "Main warehouse · automatic"),
                        Event("09:14", f"Paid {money} EUR", "PayPal · ref 7KD41…92"),
                        Event("09:12", "Order placed", "Etsy no. 3127 880 114"),
                    ),
                    note="22 Nov",
                ),
            ),
        )


class OrderPage(Page):
    """One order."""

    kind, place, icon = "order", "orders", "orders"
    right = Right.SEE_ORDERS
    shows = frozenset({"orders"})
    tabs = (("overview", "Overview"), ("history", "History"))
    verbs_on_thing = OrdersScreen.verbs_on_rows

    def load(self) -> Any:
        return next((row for row in self.shell.desk.rows if row.id == self.thing_id), None)

    def show_thing(self) -> None:
        self.set_head(self.thing.number, "Etsy · 3 lines", [Pill("order_fulfilment", self.thing.fulfilment)])
        card = Card("Lines", "3 lines")
        card.add(label("Gaiwan 120 ml"), label("Moss ball"))
        self.body.addWidget(card)
        self.body.addStretch(1)


class PlainScreen(Screen):
    """A screen with nothing but its name."""

    def build(self) -> None:
        lines = QVBoxLayout(self)
        lines.addWidget(label(self.title))
        lines.addStretch(1)


def plain(key: str, title: str, group: int) -> type[Screen]:
    return type(f"{title}Screen", (PlainScreen,), {"key": key, "title": title, "icon": key, "group": group})


SCREENS: list[type[Screen]] = [
    plain("today", "Today", 0),
    OrdersScreen,
    plain("packing", "Packing", 1),
    plain("returns", "Returns", 1),
    plain("products", "Products", 2),
    plain("inventory", "Inventory", 2),
    plain("purchasing", "Purchasing", 2),
    plain("customers", "Customers", 3),
    plain("service", "Service", 3),
    plain("promotions", "Promotions", 3),
    plain("reports", "Reports", 4),
    plain("settings", "Settings", -1),
]
PAGES: dict[str, type[Page]] = {"order": OrderPage}
ALERTS = [
    Alert("Oversold: Moss ball in pot", "2 reserved, 0 on hand · eBay", "stop", "danger", ("orders", None), "Resolve"),
    Alert("2 orders are late", "SO-10484, SO-10485", "clock", "danger", ("orders", None)),
    Alert("Best before 30 Nov: 14 × Sencha 50 g", "Lot L2405 · bin B-02-1", "warn", "warning"),
]


def search(desk: Any) -> Any:
    def find(words: str) -> list[Hit]:
        found = [row for row in desk.rows if words.casefold() in f"{row.number} {row.customer}".casefold()][:6]
        return [
            Hit("order", row.id, row.number, f"{row.customer} · {row.city}", "Orders", "orders",
                exact=row.number.casefold() == words.casefold())
            for row in found
        ]  # fmt: skip

    return find


def window_of(desk: Any, **more: Any) -> QWidget:
    from shopdesk.ui.main_window import MainWindow

    return MainWindow(
        desk, SCREENS, PAGES, search=search(desk), alerts=lambda _desk: ALERTS, note="Main warehouse", **more
    )
