"""Everything about one product: pictures, variants with price and stock, bins, sales, history."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from shopdesk.domain.pricing import floor_price
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.assortment import product_names
from shopdesk.queries.price_rules import price_rules
from shopdesk.queries.product_details import ProductDetail, VariantDetail, VariantStock, product_detail, variant_stock
from shopdesk.queries.state_titles import ITEM_TYPE_TITLES
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms import stock_forms, variant_form
from shopdesk.ui.grid.options import OptionsCard
from shopdesk.ui.grid.panel import VariantGrid
from shopdesk.ui.page import Page
from shopdesk.ui.pages.grid_page import leave_grid
from shopdesk.ui.pages.price_parts import FloorBar
from shopdesk.ui.pages.product_prices import show_prices
from shopdesk.ui.pages.product_shelves import gallery, kit_card, show_shelves
from shopdesk.ui.pages.variant_matrix import VariantMatrix, fits
from shopdesk.ui.pages.variant_table import VariantTable
from shopdesk.ui.screens.inventory import explain
from shopdesk.ui.screens.products import PRODUCT_VERBS, price_words
from shopdesk.ui.sheet import Pill
from shopdesk.ui.story import events
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.charts import Bar, BarsByDay
from shopdesk.ui.widgets.labels import FactRow, fact_width, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.people import Thumb
from shopdesk.ui.widgets.timeline import Timeline

_SIDE, _PICTURE, _SMALL = 208, 208, 46
_SHOWN_EVENTS = 8
_TOLD_KINDS = frozenset(ITEM_TYPE_TITLES) - {"goods"}
_STORY = frozenset({"order", "return", "shipment"})


class ProductPage(Page):
    """One product with all its variants."""

    kind, place, icon = "product", "products", "products"
    right = Right.SEE_PRODUCTS
    shows = frozenset(
        {"products", "variants", "barcodes", "stock_balances", "stock_levels", "orders", "bundle_parts",
         "price_changes", "competitor_prices", "price_list_items", "price_lists", "settings", "product_images",
         "product_documents", "channel_listings", "candidates"}
    )  # fmt: skip
    tabs = (
        ("overview", N_("Overview")),
        ("variants", N_("Variants")),
        ("prices", N_("Prices")),
        ("shelves", N_("Channels and papers")),
        ("history", N_("All history")),
    )
    verbs_on_thing = tuple(verb for verb in PRODUCT_VERBS if verb.run is not variant_form.add_variant)

    def build(self) -> None:
        super().build()
        self._variant_id: int | None = None
        self._large: str | None = None
        self.grid = VariantGrid(self.shell, self.shell.may(Right.SEE_COST), self)

    def load(self) -> ProductDetail:
        known: ProductDetail = self.shell.read(product_detail, self.product_id())
        return known

    def product_id(self) -> int:
        """The id of the product shown."""
        return int(self.thing_id)

    def arrive(self, **aim: Any) -> None:
        """Open with ``variant=`` to look at one variant."""
        if aim.get("variant") is not None:
            self._variant_id = int(aim["variant"])
        super().arrive(**aim)

    def variant(self) -> VariantDetail | None:
        """The variant looked at."""
        known: ProductDetail = self.thing
        chosen = next((one for one in known.variants if one.id == self._variant_id), None)
        return chosen or (known.variants[0] if known.variants else None)

    def show_thing(self) -> None:
        known: ProductDetail = self.thing
        count = len(known.variants)
        parts = [known.code, n_("{count} variant", "{count} variants", count).format(count=count), known.brand]
        self.set_head(known.title, " · ".join(part for part in parts if part), [Pill("product", known.lifecycle)])
        if self.current_tab() == "variants":
            self._variant_tab(known)
            return
        if self.current_tab() == "prices":
            show_prices(self)
            return
        if self.current_tab() == "shelves":
            show_shelves(self)
            return
        if self.current_tab() == "history":
            story = Timeline(events(known.timeline, pages=_STORY))
            story.opened.connect(self.shell.open)
            self.body.addWidget(Card(_("History"), n_("{count} line", "{count} lines", len(known.timeline)).format(
                count=len(known.timeline))).add(story))  # fmt: skip
            self.body.addStretch(1)
            return
        if known.superseded_by is not None:
            self.body.addWidget(self._successor(known))
        middle = column(self._variants(known), gap=12)
        chosen = self.variant()
        if chosen is not None and known.item_type == "bundle":
            middle.addWidget(kit_card(self, chosen))
        if chosen is not None and chosen.stocked and self.shell.may(Right.SEE_STOCK):
            middle.addWidget(self._stock(chosen))
        middle.addWidget(self._sold(known))
        middle.addStretch(1)
        right = column(self._prices(known, chosen), self._story(known), None, gap=12)
        side = plain(self._side(known))
        side.setFixedWidth(_SIDE)
        right_side = plain(right)
        right_side.setMinimumWidth(250)
        right_side.setMaximumWidth(330)
        line = row(side, 20, (plain(middle), 5), 14, (right_side, 3))
        self.body.addLayout(line)
        self.body.addStretch(1)

    def _successor(self, known: ProductDetail) -> QWidget:
        other = self.shell.read(product_names, [known.superseded_by]).get(known.superseded_by, "")
        note = Notice(_("Replaced by {title}.").format(title=other), "info", "swap")
        return plain(
            row((note, 1), 10, Button(_("Open"), lambda: self.shell.open("product", known.superseded_by), "link"))
        )

    def _variant_tab(self, known: ProductDetail) -> None:
        self.grid.show_products([known])
        if self.shell.may(Right.EDIT_PRODUCTS):
            self.body.addWidget(OptionsCard(self.shell, known, self.grid))
            self.body.addWidget(self.grid.card())
        else:
            self.body.addWidget(self._variants(known))
        self.body.addStretch(1)

    def may_leave(self) -> bool:
        return leave_grid(self, self.grid)

    # left: pictures and facts

    def _side(self, known: ProductDetail) -> QVBoxLayout:
        shown = self._large if self._large in known.images else known.image
        lines = column(gap=10)
        lines.addWidget(Thumb(self.shell.pictures, shown, known.title, _PICTURE))
        lines.addWidget(gallery(self, known))
        lines.addSpacing(4)
        chosen = self.variant()
        facts = [
            (_("Kind"), _(ITEM_TYPE_TITLES[known.item_type]) if known.item_type in _TOLD_KINDS else ""),
            (_("Category"), known.category.replace(" > ", " › ")),
            (_("Brand"), known.brand),
            (_("Tags"), known.tags),
            (_("SKU"), chosen.sku if chosen else ""),
            (_("Weight"), _("{count} g").format(count=figures.number(chosen.weight_g))
             if chosen and chosen.weight_g is not None else ""),
            (_("Home bin"), chosen.bin if chosen else ""),
            (_("Returns"), (_("accepted") if chosen.returnable else _("not accepted")) if chosen else ""),
            (_("Added"), figures.day(known.created_at)),
            (_("Changed"), figures.day(known.updated_at)),
            *((str(name), str(value)) for name, value in known.attributes.items()),
        ]  # fmt: skip
        width = fact_width([name for name, value in facts if value], 88)
        lines.addWidget(label(_("Facts"), weight=fonts.SEMIBOLD))
        for name, value in facts:
            if value:
                lines.addWidget(FactRow(name, value, width))
        if chosen is not None:
            lines.addSpacing(4)
            lines.addLayout(self._barcodes(chosen))
        if known.description:
            lines.addSpacing(4)
            lines.addWidget(secondary(known.description, wrap=True))
        lines.addStretch(1)
        return lines

    def _barcodes(self, chosen: VariantDetail) -> QVBoxLayout:
        head = row(label(_("Barcodes"), weight=fonts.SEMIBOLD), None)
        if self.shell.may(Right.EDIT_PRODUCTS):
            head.addWidget(Button(_("Add…"), partial(variant_form.add_barcode, self.shell, chosen), "link"))
        lines = column(head, gap=2)
        for code, units in chosen.barcodes:
            words = code if units == 1 else _("{code} · {count} pieces").format(code=code, count=units)
            shown = label(words, tabular=True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line = row(shown, None)
            if self.shell.may(Right.EDIT_PRODUCTS):
                drop = IconButton("x", _("Remove the barcode {code}").format(code=code),
                                  partial(variant_form.remove_barcode, self.shell, chosen, code, units))  # fmt: skip
                drop.setFixedSize(22, 22)
                line.addWidget(drop)
            lines.addLayout(line)
        if not chosen.barcodes:
            lines.addWidget(secondary(_("None yet; the SKU can be scanned too."), wrap=True))
        return lines

    def show_picture(self, content: str) -> None:
        """Look at another picture."""
        self._large = content
        self._draw()

    # middle: variants, stock, sales

    def _variants(self, known: ProductDetail) -> QWidget:
        card = Card(_("Variants"), _("available · price in {currency}").format(currency=known.currency))
        if self.shell.may(Right.EDIT_PRODUCTS):
            add = Button(_("Add a variant…"), partial(variant_form.add_variant, self.shell, [known]), "link")
            card.head.addWidget(add)
            card.head.addWidget(Button(_("Edit as a table"), lambda: self.arrive(tab="variants"), "link"))
            chosen = self.variant()
            if chosen is not None:
                card.head.addWidget(Button(_("Edit…"), partial(variant_form.edit_variant, self.shell, chosen), "link"))
        table: VariantTable | VariantMatrix
        if fits(known):
            table = VariantMatrix(known, self.variant())
        else:
            table = VariantTable(known, self.variant(), self.shell.pictures)
        table.chosen.connect(self.choose)
        if self.shell.may(Right.EDIT_PRODUCTS):
            table.opened.connect(self._edit)
        return card.add(table)

    def choose(self, variant_id: int) -> None:
        """Look at another variant."""
        if variant_id != self._variant_id:
            self._variant_id = variant_id
            self._draw()

    def _edit(self, variant_id: int) -> None:
        variant_form.edit_variant(self.shell, next(one for one in self.thing.variants if one.id == variant_id))

    def _stock(self, chosen: VariantDetail) -> QWidget:
        known: VariantStock = self.shell.read(variant_stock, chosen.id)
        card = Card(_("Stock by bin"), chosen.title or chosen.sku)
        if self.shell.may(Right.MOVE_STOCK):
            card.head.addWidget(Button(_("Receive…"), partial(stock_forms.receive, self.shell, [chosen]), "link"))
            if known.on_hand:
                card.head.addWidget(Button(_("Move…"), partial(stock_forms.move, self.shell, [chosen]), "link"))
        if self.shell.may(Right.ADJUST_STOCK):
            card.head.addWidget(Button(_("Count…"), partial(stock_forms.count, self.shell, [chosen]), "link"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for at, (title, side) in enumerate(_BIN_COLUMNS):
            grid.addWidget(secondary(_(title)), 0, at, side)
            grid.setColumnStretch(at, 2 if at == 1 else 1)
        line = 1
        for level in known.levels:
            grid.addWidget(rule(), line, 0, 1, len(_BIN_COLUMNS))
            values = (level.bin, level.zone_title, level.lot, figures.number(level.quantity),
                      figures.number(level.allocated) if level.allocated else figures.NOTHING,
                      figures.number(level.free))  # fmt: skip
            for at, value in enumerate(values):
                weight = fonts.SEMIBOLD if at == 0 else fonts.REGULAR
                grid.addWidget(label(value, weight=weight, tabular=True), line + 1, at, _BIN_COLUMNS[at][1])
            line += 2
        card.add(grid, rule())
        total = label(_("{count} on hand").format(count=figures.number(known.on_hand)), weight=fonts.SEMIBOLD)
        words = _("= {available} available + {reserved} reserved + {unavailable} unavailable").format(
            available=figures.number(known.available),
            reserved=figures.number(known.reserved),
            unavailable=figures.number(known.unavailable),
        )
        why = Button(_("Why?"), kind="link")
        why.clicked.connect(lambda _on=False: explain(self.shell, known, why))
        return card.add(row(total, 6, secondary(words, tabular=True), None, why))

    def _sold(self, known: ProductDetail) -> QWidget:
        card = Card(_("Sold per week"), _("all variants, 12 weeks"))
        if self.shell.may(Right.SEE_ORDERS):
            card.head.addWidget(Button(_("Show orders"), lambda: self.shell.open("orders", words=known.title), "link"))
        last = len(known.sold) - 1
        bars = []
        for place, week in enumerate(known.sold):
            number = QDate(week.monday.year, week.monday.month, week.monday.day).weekNumber()[0]
            words = _("wk {number}").format(number=number) if place == 0 else str(number)
            pieces = n_("{count} piece", "{count} pieces", week.units).format(count=figures.number(week.units))
            hint = _("week of {day}: {pieces}").format(day=figures.day(week.monday), pieces=pieces)
            bars.append(Bar(week.monday.isoformat(), words, week.units, None, hint, place == last))
        return card.add(BarsByDay(bars, show_values=True))

    # right: price and story

    def _prices(self, known: ProductDetail, chosen: VariantDetail | None) -> QWidget:
        card = Card(_("Price"), chosen.title if chosen else "")
        if chosen is None:
            return card.add(secondary(_("There is no variant yet.")))
        card.head.addWidget(Button(_("Why?"), lambda: self.arrive(tab="prices"), "link"))
        if self.shell.may(Right.EDIT_PRODUCTS):
            card.head.addWidget(Button(_("Change…"), partial(variant_form.edit_variant, self.shell, chosen), "link"))
        currency = known.currency
        if chosen.list_price:
            card.add(_amount(_("List price"), chosen.list_price, currency))
        card.add(_amount(_("Price"), chosen.price, currency, strong=True))
        if chosen.cost is not None and self.shell.may(Right.SEE_COST):
            profit = chosen.price - chosen.cost
            share = profit / chosen.price if chosen.price else None
            card.add(_amount(_("Cost"), chosen.cost, currency), rule(),
                     _amount(_("Margin {share}").format(share=figures.percent(share, 1)), profit, currency, strong=True,
                             tone="success" if profit > 0 else "danger"),
                     FloorBar(chosen.price, chosen.cost, self._floor(chosen.cost), currency))  # fmt: skip
        prices = sorted(one.price for one in known.variants if one.active)
        if len(prices) > 1:
            card.add(_words(_("All variants"), price_words(prices[0], prices[-1], currency)))
        return card

    def _floor(self, cost: int) -> int | None:
        return floor_price(cost, self.shell.read(price_rules).min_margin)

    def _story(self, known: ProductDetail) -> QWidget:
        card = Card(_("History"))
        if len(known.timeline) > _SHOWN_EVENTS:
            more = _("All {count}").format(count=figures.number(len(known.timeline)))
            card.head.addWidget(Button(more, lambda: self.arrive(tab="history"), "link"))
        story = Timeline(events(known.timeline, most=_SHOWN_EVENTS, pages=_STORY))
        story.opened.connect(self.shell.open)
        return card.add(story if known.timeline else secondary(_("Nothing has happened yet.")))


class VariantPage(ProductPage):
    """A product seen from one of its variants: where a scan of its barcode leads."""

    kind = "variant"

    def product_id(self) -> int:
        self._variant_id = self._variant_id or int(self.thing_id)
        known: VariantStock = self.shell.read(variant_stock, int(self.thing_id))
        return known.product_id


_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_BIN_COLUMNS = (
    (N_("Bin"), _LEFT),
    (N_("Zone"), _LEFT),
    (N_("Lot"), _LEFT),
    (N_("On hand"), _RIGHT),
    (N_("On lists"), _RIGHT),
    (N_("Free"), _RIGHT),
)


def _words(name: str, value: str) -> QWidget:
    return plain(row(secondary(name), None, secondary(value, tabular=True)))


def _amount(name: str, minor: int, currency: str, strong: bool = False, tone: str = "") -> QWidget:
    weight = fonts.SEMIBOLD if strong else fonts.REGULAR
    figure = label(figures.amount(minor, currency), weight=fonts.SEMIBOLD, role=tone, tabular=True)
    return plain(row(label(name, weight=weight, role=tone), None, figure))
