"""The product list: one row per variant with cost, price and margin, and the codes that were given twice."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.codes import REPAIR_PATTERN, repairs
from shopdesk.queries.price_lists import PRODUCT_LIST
from shopdesk.ui import figures
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, Line, Lines, Note, Part, Pill, Sheet
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row, Verb
from shopdesk.ui.widgets.question import Ask
from shopdesk.usecases import variants

_SHOWN = 8
_MOST_AT_ONCE = 100


def repair(shell: Shell, _rows: list[Row] | None = None) -> None:
    """Show the codes proposed for SKUs given twice, and give them in one step."""
    found = shell.read(repairs, REPAIR_PATTERN)
    if not found:
        shell.say(_("No SKU is given twice."), tone="info")
        return
    told = "\n".join(f"{one.name}: {one.sku} → {one.proposed}" for one in found[:_SHOWN])
    more = len(found) - _SHOWN
    if more > 0:
        told = "\n".join((told, n_("and {count} more", "and {count} more", more).format(count=more)))

    def go(answers: Any) -> None:
        done = shell.desk.do(variants.repair_codes, str(answers["pattern"]))
        words = n_("{count} variant has a code of its own now.", "{count} variants have codes of their own now.",
                   done.changed)  # fmt: skip
        shell.say(words.format(count=done.changed), lambda: shell.do(variants.take_back_saved, saved=done))

    shell.ask(
        _("SKUs given twice"),
        [Ask("pattern", _("New codes like"), value=REPAIR_PATTERN,
             note=_("{code} is the SKU now, {options} the values of the variant. The oldest variant keeps its SKU."))],
        go,
        told,
        n_("Give {count} new code", "Give {count} new codes", len(found)).format(count=len(found)),
    )  # fmt: skip


def edit_as_table(shell: Shell, rows: list[Row]) -> None:
    """Edit the variants of these products like cells of a spreadsheet."""
    ids = list(dict.fromkeys(row.product_id for row in rows))[:_MOST_AT_ONCE]
    shell.open("variant_grid", "-".join(map(str, ids)))


def print_labels(shell: Shell, rows: list[Row]) -> None:
    """Product labels for these variants."""
    from shopdesk.ui.printing import print_paper

    print_paper(shell, "product-label", [row.id for row in rows])


class ProductListScreen(ListScreen):
    """Every variant."""

    key, title, icon, group = "product-list", N_("Product list"), "rows", 2
    in_side_bar = False
    right = Right.SEE_PRODUCTS
    shows = PRODUCT_LIST.tables
    listing = PRODUCT_LIST
    first_view = "sold"
    view_tones = {"same_sku": "warning", "below_cost": "danger"}
    page_kind = "variant"
    actions_on_screen = (
        Verb(N_("Repair SKUs given twice…"), repair, icon="swap", on_rows=False, right=Right.EDIT_PRODUCTS),
    )
    verbs_on_rows = (
        Verb(N_("Edit as a table"), edit_as_table, key="Ctrl+T", icon="rows", primary=True, many=True,
             right=Right.EDIT_PRODUCTS),
        Verb(N_("Print labels…"), print_labels, key="Ctrl+P", icon="print", many=True, right=Right.PRINT_PAPERS),
    )  # fmt: skip
    empty = Empty(N_("No variants yet"), N_("Add products first; each of their variants is a line here."))

    def tone(self, column: Any, row: Row) -> str | None:
        if column.key == "margin" and row.margin is not None:
            return "danger" if row.margin <= 0 else None
        if column.key == "price" and row.floor is not None and 0 < row.price < row.floor:
            return "warning" if self.shell.may(Right.SEE_COST) else None
        return None

    def sheet(self, row: Row) -> Sheet:
        facts = [
            Fact(_("SKU"), row.sku),
            Fact(_("Unit"), row.unit),
            Fact(_("Suggested price"), figures.money(row.price, row.currency)),
        ]
        if self.shell.may(Right.SEE_COST):
            facts.append(Fact(_("Cost"), figures.money(row.cost, row.currency)))
            if row.margin is not None:
                facts.append(Fact(_("Margin"), figures.percent(row.margin, 1), "danger" if row.margin <= 0 else ""))
            if row.floor is not None:
                tone = "warning" if 0 < row.price < row.floor else ""
                facts.append(Fact(_("Floor"), figures.money(row.floor, row.currency), tone))
        parts: list[Part] = [Facts(tuple(facts))]
        same = [
            one for one in self.shell.desk.pages(PRODUCT_LIST, {"problem": "same_sku"}, row.sku) if one.id != row.id
        ]
        same = [one for one in same if one.sku.casefold() == row.sku.casefold()]
        if same:
            parts.append(Note(_("Other variants have the same SKU. A scan of it cannot tell them apart.")))
            lines = tuple(
                Line(one.name, one.spec, one.sku, "", one.image, "", ("variant", one.id)) for one in same[:_SHOWN]
            )
            parts.append(Lines(_("Same SKU"), lines))
        title = f"{row.name} · {row.spec}" if row.spec else row.name
        return Sheet(title, tuple(parts), (Pill("product", row.lifecycle),), ("variant", row.id), row.code)
