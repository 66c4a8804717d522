"""The list of products."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.product_details import ProductDetail, VariantDetail, product_detail
from shopdesk.queries.products import PRODUCTS
from shopdesk.queries.state_titles import TITLES
from shopdesk.ui import figures, list_tones
from shopdesk.ui.forms import assortment_forms, product_form, variant_form
from shopdesk.ui.forms.price_forms import edit_rules
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Note, Pill, Sheet
from shopdesk.ui.shell import Shell
from shopdesk.ui.story import events
from shopdesk.ui.verbs import Row, Verb
from shopdesk.usecases import products

_SHOWN_EVENTS, _SHOWN_VARIANTS = 5, 6
_MOST_AT_ONCE = 100


def price_words(low: int | None, high: int | None, currency: str) -> str:
    """A price, or a range of prices."""
    if low is None or low == high:
        return figures.money(low, currency)
    return f"{figures.amount(low, currency)} – {figures.money(high, currency)}"


def stock_tone(variant: VariantDetail) -> str:
    """Whether the stock of a variant needs an eye."""
    if not variant.stocked or not variant.active:
        return ""
    if variant.available <= 0:
        return "danger"
    return "warning" if variant.min_stock is not None and variant.available <= variant.min_stock else ""


# verbs


def import_products(shell: Shell, _rows: list[Row]) -> None:
    """Go to the import of product files."""
    shell.open("import", None, what="products")


def _set_lifecycle(shell: Shell, rows: list[Row], to: str) -> None:
    was = {row.id: row.lifecycle for row in rows}

    def put_back() -> None:
        for product_id, state in was.items():
            shell.do(products.edit_product, product_id=product_id, changes={"lifecycle": state})

    done = 0
    for row in rows:
        done += shell.do(products.edit_product, product_id=row.id, changes={"lifecycle": to})
    if done:
        words = n_("{count} product is now: {state}.", "{count} products are now: {state}.", done)
        shell.say(words.format(count=done, state=_(TITLES["product"][to])), put_back)


def lifecycle_refusals(to: str) -> Callable[[Row], list[str]]:
    """Why a product cannot go to a state of its life."""
    title = TITLES["product"][to]
    return lambda row: [_("The product is already: {state}.").format(state=_(title))] if row.lifecycle == to else []


def _lifecycle_verb(to: str, title: str, icon: str) -> Verb:
    return Verb(
        title,
        lambda shell, rows: _set_lifecycle(shell, rows, to),
        icon=icon,
        many=True,
        right=Right.EDIT_PRODUCTS,
        refusals=lifecycle_refusals(to),
        offered=lambda row: row.lifecycle != to,
    )


def print_labels(shell: Shell, rows: list[Row]) -> None:
    """Product labels for every active variant of the products."""
    from shopdesk.ui.printing import print_paper

    ids = [v.id for row in rows for v in shell.read(product_detail, row.id).variants if v.active]
    print_paper(shell, "product-label", ids)


def edit_as_table(shell: Shell, rows: list[Row]) -> None:
    """Edit the variants of the picked products like cells of a spreadsheet."""
    shell.open("variant_grid", "-".join(str(row.id) for row in rows[:_MOST_AT_ONCE]))


PRODUCT_VERBS = (
    Verb(N_("Edit…"), product_form.edit_product, key="Ctrl+E", icon="pencil", primary=True, right=Right.EDIT_PRODUCTS),
    Verb(N_("Print labels…"), print_labels, key="Ctrl+P", icon="print", many=True, right=Right.PRINT_PAPERS),
    Verb(N_("Edit as a table"), edit_as_table, key="Ctrl+T", icon="rows", many=True, right=Right.EDIT_PRODUCTS),
    Verb(N_("Add a variant…"), variant_form.add_variant, icon="plus", right=Right.EDIT_PRODUCTS),
    Verb(
        N_("Add a picture…"),
        lambda shell, rows: assortment_forms.add_picture(shell, rows[0].id),
        icon="image",
        right=Right.EDIT_PRODUCTS,
    ),
    Verb(N_("Tags…"), assortment_forms.tag, icon="flag", many=True, right=Right.EDIT_PRODUCTS),
    Verb(N_("List on a channel…"), assortment_forms.list_on, icon="store", many=True, right=Right.EDIT_PRODUCTS),
    Verb(N_("Replaced by…"), assortment_forms.replaced_by, icon="swap", right=Right.EDIT_PRODUCTS),
    _lifecycle_verb("candidate", N_("Make it a candidate"), "eye"),
    _lifecycle_verb("testing", N_("Set to testing"), "eye"),
    _lifecycle_verb("active", N_("Put on sale"), "play"),
    _lifecycle_verb("clearance", N_("Put on clearance"), "promotions"),
    _lifecycle_verb("retired", N_("Retire"), "ban"),
)


def more_lists(shell: Shell, _rows: list[Row]) -> None:
    """The lists around products: every variant, suggested prices, the selection board, categories."""
    places: list[tuple[str, Right, Callable[[], object]]] = [
        (_("Product list (every variant)"), Right.SEE_PRODUCTS, lambda: shell.open("product-list")),
        (_("Selection board"), Right.SEE_PRODUCTS, lambda: shell.open("selection")),
        (_("Price suggestions"), Right.SET_PRICES, lambda: shell.open("suggestions")),
        (_("Price rules…"), Right.SET_PRICES, lambda: edit_rules(shell)),
        (_("Move a category…"), Right.EDIT_PRODUCTS, lambda: assortment_forms.move_category(shell)),
    ]
    menu = QMenu(shell.window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for words, right, run in places:
        if shell.may(right):
            menu.addAction(words).triggered.connect(lambda _on=False, run=run: run())
    menu.popup(QCursor.pos())


class ProductsScreen(ListScreen):
    """All products."""

    key, title, icon, group = "products", N_("Products"), "products", 2
    right = Right.SEE_PRODUCTS
    shows = PRODUCTS.tables
    listing = PRODUCTS
    first_view = "active"
    view_tones = {"incomplete": "warning", "papers": "warning"}
    page_kind = "product"
    actions_on_screen = (
        Verb(N_("New product"), product_form.new_product, key="Ctrl+N", icon="plus", primary=True, on_rows=False,
             right=Right.EDIT_PRODUCTS),
        Verb(N_("Import"), import_products, key="Ctrl+I", icon="upload", on_rows=False, right=Right.IMPORT_FILES),
        Verb(N_("More lists"), more_lists, icon="rows", on_rows=False),
    )  # fmt: skip
    tones = staticmethod(list_tones.of_products)
    verbs_on_rows = PRODUCT_VERBS
    empty = Empty(
        N_("No products yet"),
        N_("Add what you sell one by one, or import the product list your shop or marketplace lets you download. "
           "Variants, barcodes, prices and opening stock come along."),
        N_("CSV, TSV or Excel — or drop a file anywhere in this window."),
    )  # fmt: skip

    def sheet(self, row: Row) -> Sheet:
        return product_sheet(self.shell, self.shell.read(product_detail, row.id))


def product_sheet(shell: Shell, known: ProductDetail) -> Sheet:
    """A product beside the list."""
    active = [variant for variant in known.variants if variant.active]
    prices = sorted(variant.price for variant in active) or [0]
    facts = [
        Fact(_("Price"), price_words(prices[0], prices[-1], known.currency)),
        Fact(_("Category"), known.category or figures.NOTHING),
        Fact(_("Brand"), known.brand or figures.NOTHING),
    ]
    if known.tags:
        facts.append(Fact(_("Tags"), known.tags))
    sold = sum(week.units for week in known.sold[-4:])
    facts.append(Fact(_("Sold"), _("{count} in four weeks").format(count=figures.number(sold))))
    lines = [variant_line(variant, known) for variant in known.variants[:_SHOWN_VARIANTS]]
    hidden = len(known.variants) - len(lines)
    more = n_("and {count} more", "and {count} more", hidden).format(count=hidden) if hidden else ""
    parts: list[Any] = [Facts(tuple(facts))]
    if not active:
        parts.append(Note(_("No variant is on sale.")))
    parts.append(Lines(_("Variants"), tuple(lines), more, _("{count} available").format(
        count=figures.number(known.available))))  # fmt: skip
    if known.timeline:
        parts.append(History(tuple(events(known.timeline, most=_SHOWN_EVENTS)), _("History")))
    return Sheet(known.title, tuple(parts), (Pill("product", known.lifecycle),), subtitle=known.code)


def variant_line(variant: VariantDetail, known: ProductDetail) -> Line:
    """One variant in a list of lines: its name and SKU, what is available, its price."""
    note = " · ".join(part for part in (variant.sku, variant.bin) if part)
    available = figures.number(variant.available) if variant.stocked else figures.NOTHING
    return Line(
        variant.title or known.title,
        note,
        available,
        figures.amount(variant.price, known.currency),
        variant.image or known.image,
        stock_tone(variant),
        ("inventory", variant.id),
    )
