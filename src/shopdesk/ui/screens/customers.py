"""The list of customers."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.parties import masked_email, masked_phone
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.customer_details import CustomerDetail, OrderLink, customer_detail
from shopdesk.queries.customers import CUSTOMERS
from shopdesk.ui import figures
from shopdesk.ui.forms import customer_form
from shopdesk.ui.forms.order_form import NewOrderPage
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Note, Person, Pill, Sheet
from shopdesk.ui.shell import Shell
from shopdesk.ui.story import events
from shopdesk.ui.verbs import Row, Verb

STORY_PAGES = frozenset({"order", "return", "shipment"})
_SHOWN_ORDERS, _SHOWN_EVENTS = 4, 4


def shown_contact(shell: Shell, known: Any) -> tuple[str, str]:
    """Phone and e-mail, masked for people without the right to see them."""
    if shell.may(Right.SEE_CONTACTS):
        return known.phone, known.email
    return masked_phone(known.phone), masked_email(known.email)


def new_order_for(shell: Shell, rows: list[Row]) -> None:
    """Start an order of this customer."""
    shell.open("new_order", "new")
    for page in shell.window.findChildren(NewOrderPage):
        if page.isVisibleTo(shell.window):
            page.customer.take(rows[0])


def import_customers(shell: Shell, _rows: list[Row]) -> None:
    """Go to the import of customer files."""
    shell.open("import", None, what="customers")


CUSTOMER_VERBS = (
    Verb(N_("Add a note…"), customer_form.add_note, key="Ctrl+Return", icon="note", primary=True,
         right=Right.EDIT_CUSTOMERS),
    Verb(N_("Edit…"), customer_form.edit_customer, key="Ctrl+E", icon="pencil", right=Right.EDIT_CUSTOMERS),
    Verb(N_("New order"), new_order_for, icon="plus", right=Right.EDIT_ORDERS),
    Verb(N_("Orders of this customer"), lambda shell, rows: shell.open("orders", where={"customer": rows[0].number}),
         icon="orders", right=Right.SEE_ORDERS),
)  # fmt: skip


class CustomersScreen(ListScreen):
    """Everybody who bought."""

    key, title, icon, group = "customers", N_("Customers"), "customers", 3
    right = Right.SEE_CUSTOMERS
    shows = CUSTOMERS.tables
    listing = CUSTOMERS
    first_view = "all"
    total = "spent"
    page_kind = "customer"
    actions_on_screen = (
        Verb(N_("New customer"), customer_form.new_customer, key="Ctrl+N", icon="plus", primary=True, on_rows=False,
             right=Right.EDIT_CUSTOMERS),
        Verb(N_("Import"), import_customers, key="Ctrl+I", icon="upload", on_rows=False, right=Right.IMPORT_FILES),
    )  # fmt: skip
    verbs_on_rows = CUSTOMER_VERBS
    empty = Empty(
        N_("No customers yet"),
        N_("Customers come along with the orders you import or type in. You can also add one by hand, or import a "
           "customer list."),
        N_("CSV, TSV or Excel — or drop a file anywhere in this window."),
    )  # fmt: skip

    def sheet(self, row: Row) -> Sheet:
        return customer_sheet(self.shell, self.shell.read(customer_detail, row.id))


def order_line(order: OrderLink) -> Line:
    """One order of a customer in a list of lines."""
    day = figures.when(order.placed_at, short=True)
    state, slash, name = order.status.partition("/")
    pill = Pill(state, name) if slash else Pill("order", order.status)
    return Line(order.number, f"{day} · {order.first_title}", figures.amount(order.total, order.currency),
                opens=("order", order.id), pill=pill)  # fmt: skip


def customer_sheet(shell: Shell, known: CustomerDetail) -> Sheet:
    """A customer beside the list."""
    phone, mail = shown_contact(shell, known)
    home = known.addresses[0] if known.addresses else None
    place = ", ".join(part for part in (home.city, home.country) if part) if home else ""
    note = " · ".join(part for part in (known.company, place) if part)
    facts = [
        Fact(_("Spent"), figures.money(known.spent, known.currency)),
        Fact(_("Orders"), figures.number(known.orders)),
        Fact(_("Average"), figures.money(known.average, known.currency)),
        Fact(_("Last order"), figures.when(known.last_order, short=True)),
        Fact(_("Sends back"), figures.percent(known.return_rate)),
    ]
    if known.favourite_categories:
        facts.append(Fact(_("Buys most"), ", ".join(known.favourite_categories)))
    parts: list[Any] = [Person(known.name, note, phone, mail), Facts(tuple(facts))]
    if known.note:
        parts.append(Note(known.note))
    lines = tuple(order_line(order) for order in known.recent_orders[:_SHOWN_ORDERS])
    if lines:
        parts.append(Lines(_("Orders"), lines, pictures=False))
    parts.append(History(tuple(events(known.timeline, most=_SHOWN_EVENTS, pages=STORY_PAGES)), _("History")))
    return Sheet(known.number, tuple(parts))
