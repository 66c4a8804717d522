"""The list of stock, and why a variant's stock is what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from shopdesk.domain.rights import Right
from shopdesk.domain.stock import UNAVAILABLE_ZONES
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.incoming import incoming
from shopdesk.queries.inventory import INVENTORY
from shopdesk.queries.product_details import BinLevel, VariantStock, variant_stock
from shopdesk.ui import figures, fonts, list_tones
from shopdesk.ui.forms import stock_forms
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.screens.ledger import place_words
from shopdesk.ui.screens.products import import_products
from shopdesk.ui.sheet import Event, Fact, Facts, History, Line, Lines, Made, Note, Pill, Sheet
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row, Verb
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.surface import Popover

# The SKU stands below the name already, and nearly every row is active: room for the figures instead.
_HIDDEN_HERE = frozenset({"sku", "lifecycle"})
_LISTING = replace(
    INVENTORY,
    columns=tuple(replace(one, hidden=one.hidden or one.key in _HIDDEN_HERE) for one in INVENTORY.columns),
)
_SHOWN_MOVES, _SHOWN_INCOMING = 6, 3
_SOON_DAYS = 14


def print_variant_labels(shell: Shell, rows: list[Row]) -> None:
    """Product labels for the picked variants."""
    from shopdesk.ui.printing import print_paper

    print_paper(shell, "product-label", [row.id for row in rows])


def _no_stock(row: Row) -> list[str]:
    return [] if row.stocked else [_("A service has no stock.")]


def _nothing_there(row: Row) -> list[str]:
    return _no_stock(row) or ([] if row.on_hand else [_("No bin holds any of this.")])


STOCK_VERBS = (
    Verb(N_("Receive…"), stock_forms.receive, key="Ctrl+Return", icon="inbox", primary=True, right=Right.MOVE_STOCK,
         refusals=_no_stock),
    Verb(N_("Count…"), stock_forms.count, icon="check", right=Right.ADJUST_STOCK, refusals=_no_stock),
    Verb(N_("Move…"), stock_forms.move, key="Ctrl+M", icon="swap", right=Right.MOVE_STOCK, refusals=_nothing_there),
    Verb(N_("Adjust…"), stock_forms.adjust, icon="pencil", right=Right.ADJUST_STOCK, refusals=_no_stock),
    Verb(N_("Write off…"), stock_forms.write_off, icon="trash", right=Right.ADJUST_STOCK, refusals=_nothing_there),
    Verb(N_("Ledger of this product"), lambda shell, rows: shell.open("ledger", where={"sku": rows[0].sku}),
         key="Ctrl+L", icon="rows"),
    Verb(N_("Open the product"), lambda shell, rows: shell.open("product", rows[0].product_id), icon="products",
         right=Right.SEE_PRODUCTS),
    Verb(N_("Print labels…"), print_variant_labels, key="Ctrl+P", icon="print", many=True, right=Right.PRINT_PAPERS),
)  # fmt: skip


class InventoryScreen(ListScreen):
    """All variants with their stock."""

    key, title, icon, group = "inventory", N_("Inventory"), "inventory", 2
    right = Right.SEE_STOCK
    shows = INVENTORY.tables
    listing = _LISTING
    first_view = "all"
    view_tones = {"low": "warning", "short": "danger", "out": "danger"}
    badge_tone = "warning"
    actions_on_screen = (
        Verb(N_("Bins"), lambda shell, _rows: shell.open("bins"), icon="pin", on_rows=False),
        Verb(N_("Lots"), lambda shell, _rows: shell.open("lots"), icon="calendar", on_rows=False),
        Verb(N_("Stocktake"), lambda shell, _rows: shell.open("counts"), icon="scan", on_rows=False),
        Verb(N_("Ledger"), lambda shell, _rows: shell.open("ledger", where={}), icon="rows", on_rows=False),
    )
    tones = staticmethod(list_tones.of_inventory)
    verbs_on_rows = STOCK_VERBS
    empty = Empty(
        N_("Nothing to keep stock of yet"),
        N_("Every variant of your products gets a row here: what is on hand, what is promised to orders, and where "
           "it lies. Add a product or import a product list first."),
        other=Verb(N_("Import products"), import_products, on_rows=False, right=Right.IMPORT_FILES),
    )  # fmt: skip

    @classmethod
    def badge(cls, desk: Any) -> int | None:
        return int(desk.counts(INVENTORY)["low"])

    def open_row(self, row: Row) -> None:
        self.shell.open("product", row.product_id)

    def sheet(self, row: Row) -> Sheet:
        return stock_sheet(self.shell, self.shell.read(variant_stock, row.id), row)


def stock_sheet(shell: Shell, known: VariantStock, listed: Row) -> Sheet:
    """Stock of one variant beside the list: the sum, the bins, who holds what, the latest moves."""
    parts: list[Any] = [Made(lambda: sum_line(shell, known))]
    warning = _warning(known)
    if warning is not None:
        parts.append(warning)
    parts.append(Lines(_("Bins"), tuple(_bin_line(level) for level in known.levels), pictures=False,
                       note="" if known.levels else _("No bin holds any."),
                       total=_("{count} on hand").format(count=figures.number(known.on_hand))))  # fmt: skip
    if known.holders:
        held = tuple(
            Line(f"{holder.order_number} · {holder.ship_name}", figures.age(holder.since),
                 figures.number(holder.units), opens=("order", holder.order_id))
            for holder in known.holders
        )  # fmt: skip
        parts.append(Lines(_("Reserved for"), held, pictures=False,
                           total=_("{count} reserved").format(count=figures.number(known.reserved))))  # fmt: skip
    facts = [
        Fact(_("SKU"), known.sku),
        Fact(_("Barcode"), ", ".join(code for code, _units in known.barcodes) or figures.NOTHING),
        Fact(_("Price"), figures.money(known.price, known.currency)),
        Fact(_("Minimum"), figures.number(known.min_stock)),
        Fact(_("Sold"), _("{count} in four weeks").format(count=figures.number(known.sold_units))),
    ]
    for coming in shell.read(incoming, [known.id]).get(known.id, ())[:_SHOWN_INCOMING]:
        words = _("{count} on {day}").format(count=figures.number(coming.quantity), day=figures.day(coming.expected_on))
        facts.append(Fact(_("Incoming"), words, opens=("purchase", coming.purchase)))
    parts.append(Facts(tuple(facts)))
    parts.append(History(tuple(move_event(move) for move in known.moves[:_SHOWN_MOVES]), _("Latest moves")))
    pills = (Pill("product", listed.lifecycle),) if listed.lifecycle != "active" else ()
    return Sheet(known.name, tuple(parts), pills, ("product", known.product_id))


def _warning(known: VariantStock) -> Note | None:
    if known.available <= 0 and known.on_hand:
        words = _("Nothing is available: {reserved} of {on_hand} are promised to orders.").format(
            reserved=figures.number(known.reserved), on_hand=figures.number(known.on_hand)
        )
        return Note(words, "danger", "stop")
    if known.days_left is not None and known.days_left <= _SOON_DAYS:
        days = int(known.days_left)
        words = n_("Lasts about {count} day at {pace} a day.", "Lasts about {count} days at {pace} a day.", days)
        return Note(words.format(count=days, pace=figures.number(known.per_day, 1)), "warning", "clock")
    return None


def _bin_line(level: BinLevel) -> Line:
    parts = [level.zone_title]
    if level.lot:
        parts.append(_("lot {lot}").format(lot=level.lot))
    if level.expires_on is not None:
        parts.append(_("best before {day}").format(day=figures.day(level.expires_on)))
    if level.allocated:
        parts.append(_("{count} on pick lists").format(count=figures.number(level.allocated)))
    return Line(level.bin, " · ".join(parts), figures.number(level.quantity))


def move_event(move: Row) -> Event:
    """A line of the ledger as an event: how many, why, from where to where, who."""
    way = f"{place_words(move.from_bin, move.from_zone)} → {place_words(move.to_bin, move.to_zone)}"
    document = f"{move.reason_title} {move.document_number}".strip()
    title = _("{count} × {reason}").format(count=figures.number(move.quantity), reason=document)
    opens = (move.document, move.document_id) if move.document in ("order", "shipment", "return") else None
    note = " · ".join(part for part in (way, move.by_name, move.note) if part)
    tone = "warning" if move.reason in ("adjustment", "scrap") else ""
    return Event(figures.when(move.at, short=True), title, note, "", tone, opens, figures.whole(move.at))


# why


def sum_line(shell: Shell, known: VariantStock) -> QWidget:
    """On hand = available + reserved + unavailable, each with its number, and a button that explains them."""
    line = row(gap=0)
    parts = (
        (known.on_hand, _("on hand"), ""),
        ("=", "", ""),
        (known.available, _("available"), "danger" if known.available <= 0 else ""),
        ("+", "", ""),
        (known.reserved, _("reserved"), ""),
        ("+", "", ""),
        (known.unavailable, _("unavailable"), ""),
    )
    for value, name, tone in parts:
        if not name:
            line.addWidget(secondary(str(value)))
        else:
            figure = label(figures.number(int(value)), fonts.SECTION, fonts.SEMIBOLD, tone, tabular=True)
            line.addWidget(plain(column(figure, secondary(name))))
        line.addStretch(1)
    parts_of = unavailable_parts(known)
    why = Button(_("Why?"), kind="link")
    why.clicked.connect(lambda _on=False: explain(shell, known, why))
    if not parts_of:
        return plain(column(line, row(why, None), gap=2))
    words = ", ".join(_("{zone} {count}").format(zone=zone, count=figures.number(units)) for zone, units in parts_of)
    split = secondary(_("Unavailable: {parts}").format(parts=words), wrap=True)
    return plain(column(line, 6, split, row(why, None), gap=2))


def unavailable_parts(known: VariantStock) -> list[tuple[str, int]]:
    """What the unavailable units are: the zones they lie in, with their number."""
    found: dict[str, int] = {}
    blocked = {zone.value for zone in UNAVAILABLE_ZONES}
    for level in known.levels:
        if level.zone in blocked and level.quantity:
            found[level.zone_title] = found.get(level.zone_title, 0) + level.quantity
    return list(found.items())


def explain(shell: Shell, known: VariantStock, anchor: QWidget) -> Popover:
    """Where each of the numbers comes from."""
    popover = Popover(shell.window, 400)
    inside = column(margins=(16, 14, 16, 16), gap=6)
    title = _("{count} available — why?").format(count=figures.number(known.available))
    inside.addWidget(label(title, fonts.BODY, fonts.SEMIBOLD))
    inside.addWidget(secondary(f"{known.name} · {known.sku}", wrap=True))
    inside.addSpacing(6)
    blocked = {zone.value for zone in UNAVAILABLE_ZONES}
    away = [level for level in known.levels if level.zone in blocked]
    bins = _in_bins(known.levels)
    order = _("{count} for order {number}")
    held = ", ".join(order.format(count=holder.units, number=holder.order_number) for holder in known.holders)
    put_by = _in_bins(away)
    inside.addLayout(_sum_row(_("On hand"), bins or _("no bin holds any"), known.on_hand))
    inside.addLayout(_sum_row(_("Reserved"), held or _("no order waits for it"), -known.reserved))
    inside.addLayout(_sum_row(_("Unavailable"), put_by or _("nothing lies in quarantine or returns"),
                              -known.unavailable))  # fmt: skip
    inside.addWidget(rule())
    inside.addLayout(_sum_row(_("Available"), _("can be sold now"), known.available, strong=True))
    if known.days_left is not None:
        pace = _("{units} sold in 28 days, {pace} a day").format(
            units=figures.number(known.sold_units), pace=figures.number(known.per_day, 1))  # fmt: skip
        days = int(known.days_left)
        inside.addLayout(_sum_row(_("Lasts"), pace, 0, words=n_("{count} day", "{count} days", days).format(
            count=figures.number(days))))  # fmt: skip
    inside.addSpacing(4)
    ledger = Button(_("Show every move"), lambda: _leave(popover, shell, known.sku), "secondary", "rows")
    inside.addLayout(row(ledger, None))
    popover.body.addLayout(inside)
    popover.open_below(anchor)
    return popover


def _in_bins(levels: Sequence[BinLevel]) -> str:
    words = _("{count} in {bin}")
    return ", ".join(words.format(count=figures.number(level.quantity), bin=level.bin) for level in levels)


def _leave(popover: Popover, shell: Shell, sku: str) -> None:
    popover.dismiss()
    shell.open("ledger", where={"sku": sku})


def _sum_row(name: str, note: str, value: int, words: str = "", strong: bool = False) -> Any:
    weight = fonts.SEMIBOLD if strong else fonts.REGULAR
    title = label(name, fonts.BODY, weight)
    title.setMinimumWidth(92)
    return row(title, (secondary(note, wrap=True), 1), 10,
               label(words or figures.number(value), fonts.BODY, fonts.SEMIBOLD, tabular=True))  # fmt: skip
