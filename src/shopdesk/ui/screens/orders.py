"""The orders: what waits for review, picking, packing and shipping, with every next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.order_details import OrderDetail, order_detail
from shopdesk.queries.orders import ORDERS
from shopdesk.ui import figures, list_tones, story
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.list_tones import ship_by_tone
from shopdesk.ui.pages.order_verbs import ORDER_VERBS
from shopdesk.ui.pages.order_words import buyer, goods_note, hold_words, price_words
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Note, Part, Pill, Sheet
from shopdesk.ui.verbs import Verb, late

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_MOST_LINES, _MOST_EVENTS = 12, 8


def new_order(shell: Shell, _rows: list[Any]) -> None:
    """Type an order."""
    shell.open("new_order", "new")


def import_orders(shell: Shell, _rows: list[Any]) -> None:
    """Bring orders in from a file."""
    shell.open("import", what="orders")


def load_sample(shell: Shell, _rows: list[Any]) -> None:
    """Fill an empty shop with invented orders, products and customers."""
    from shopdesk.usecases.sample import build_sample

    def said(count: int) -> str:
        words = n_("{count} order of the sample shop is here", "{count} orders of the sample shop are here", count)
        return words.format(count=figures.number(count))

    shell.start(
        _("Loading the sample shop"),
        lambda report: shell.desk.do(build_sample, report=report),
        lambda count: shell.say(said(count)),
        said,
    )


class OrdersScreen(ListScreen):
    """All orders."""

    key, title, icon, group = "orders", N_("Orders"), "orders", 1
    right = Right.SEE_ORDERS
    shows = frozenset({"orders", "order_lines", "shipments", "parcels", "holds", "returns", "payments"})
    listing = ORDERS
    first_view = "to_review"
    view_tones = {"late": "danger", "on_hold": "warning"}
    total, counted_state = "total", "fulfilment"
    page_kind = "order"
    actions_on_screen = (
        Verb(N_("New order"), new_order, "Ctrl+N", "plus", primary=True, right=Right.EDIT_ORDERS, on_rows=False),
        Verb(N_("Import"), import_orders, "Ctrl+I", "upload", right=Right.IMPORT_FILES, on_rows=False),
        Verb(
            *(N_("Review all"), late("pages.order_steps:review_all"), "Ctrl+Shift+R", "check"),
            right=Right.REVIEW_ORDERS,
            on_rows=False,
        ),
    )
    verbs_on_rows = ORDER_VERBS
    tones = staticmethod(list_tones.of_orders)
    empty = Empty(
        N_("No orders yet"),
        N_(
            "Orders come here from your shops’ export files, from the phone, or typed in. "
            "Each one is checked for payment, address and stock before it can be picked."
        ),
        N_("CSV, TSV, Excel or JSON — or drop a file anywhere in this window."),
        Verb(N_("Load the sample shop instead"), load_sample, right=Right.MANAGE_SHOP, on_rows=False),
    )

    @classmethod
    def badge(cls, desk: Any) -> int | None:
        return int(desk.counts(ORDERS)["to_review"])

    def sheet(self, row: Any) -> Sheet:
        detail: OrderDetail = self.shell.read(order_detail, row.id)
        row.facts = detail.facts  # the steps below the sheet ask the rules with everything that is known
        return order_sheet(self.shell, detail)


def order_sheet(shell: Shell, detail: OrderDetail) -> Sheet:
    """Everything about an order that fits beside the list."""
    parts: list[Part] = [buyer(shell, detail), Facts(_facts(detail))]
    if detail.held:
        parts.append(Note(hold_words(detail), "warning", "pause"))
    if detail.buyer_note:
        parts.append(Note(_("“{note}”").format(note=detail.buyer_note)))
    if detail.office_note:
        parts.append(Note(detail.office_note, "info", "note"))
    for reason in detail.reasons:
        if reason.kind.value not in ("note", "hold"):
            parts.append(Note(reason.text, "warning" if reason.can_accept else "danger", "eye"))
    parts += [_lines(shell, detail), _history(detail)]
    machine, _slash, state = detail.status.partition("/")
    return Sheet(detail.number, tuple(parts), (Pill(machine, state),), ("order", detail.id))


def _facts(detail: OrderDetail) -> list[Fact]:
    facts = []
    if detail.state in ("submitted", "confirmed", "processing"):
        due = _("{day} · {age}").format(day=figures.when(detail.ship_by), age=figures.age(detail.ship_by))
        facts.append(Fact(_("Ship by"), due, ship_by_tone(detail)))
    where = _("Picked up here") if detail.pickup else ", ".join(detail.ship_lines)
    facts.append(Fact(_("Ship to"), where or figures.NOTHING, "" if where else "danger"))
    if detail.due and detail.state != "cancelled":
        due = _("{amount} to pay").format(amount=figures.money(detail.due, detail.currency))
        facts.append(Fact(_("Payment"), due, "" if detail.on_terms else "warning"))
    for shipment in detail.shipments:
        codes = ", ".join(shipment.tracking_nos)
        if codes:
            facts.append(Fact(shipment.carrier or _("Tracking"), codes, opens=("shipment", shipment.id)))
    for link in detail.returns:
        facts.append(Fact(_("Return"), link.number, opens=("return", link.id)))
    return facts


def _lines(shell: Shell, detail: OrderDetail) -> Lines:
    lines = []
    for line in detail.lines[:_MOST_LINES]:
        note, tone = goods_note(line, detail.state)
        title = f"{line.title} · {line.variant_title}" if line.variant_title else line.title
        opens = ("product", line.product_id) if line.product_id and shell.may(Right.SEE_PRODUCTS) else None
        figure = figures.amount(line.total, detail.currency)
        reckoned = price_words(line, detail.currency)
        lines.append(Line(title, note, figure, reckoned, line.image, tone, opens))
    more = len(detail.lines) - _MOST_LINES
    if more > 0:
        lines.append(Line(n_("{count} more line", "{count} more lines", more).format(count=figures.number(more))))
    freight = _("freight {amount}").format(amount=figures.amount(detail.shipping, detail.currency))
    return Lines(_("Lines"), lines, freight if detail.shipping else "", figures.money(detail.total, detail.currency))


def _history(detail: OrderDetail) -> History:
    pages = frozenset({"return", "shipment"})
    return History(story.events(detail.timeline, most=_MOST_EVENTS, pages=pages))
