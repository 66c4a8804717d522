"""The list of lots: what expires first, what will not sell in time, what is past its date."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.lots import LOTS
from shopdesk.ui import figures
from shopdesk.ui.forms import stock_forms
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, Note, Pill, Sheet
from shopdesk.ui.verbs import Row, Verb

_TONES = {"expired": "danger", "soon": "warning", "too_late": "warning"}


def _nothing_left(row: Row) -> list[str]:
    return [] if row.units else [_("Nothing of this lot is left.")]


class LotsScreen(ListScreen):
    """All lots, those that expire first on top."""

    key, title, icon, group = "lots", N_("Lots"), "calendar", 2
    in_side_bar = False
    right = Right.SEE_STOCK
    shows = LOTS.tables
    listing = LOTS
    first_view = "held"
    view_tones = {"soon": "warning", "expired": "danger"}
    total = "value"
    actions_on_screen = (
        Verb(N_("Inventory"), lambda shell, _rows: shell.open("inventory"), icon="inventory", on_rows=False),
    )
    verbs_on_rows = (
        Verb(N_("Write off…"), stock_forms.write_off, icon="trash", primary=True, right=Right.ADJUST_STOCK,
             refusals=_nothing_left),
        Verb(N_("Show the stock"), lambda shell, rows: shell.open("inventory", rows[0].variant_id), icon="inventory"),
        Verb(N_("Open the product"), lambda shell, rows: shell.open("product", rows[0].product_id), icon="products",
             right=Right.SEE_PRODUCTS),
        Verb(N_("Ledger of this product"), lambda shell, rows: shell.open("ledger", where={"sku": rows[0].sku}),
             icon="rows"),
    )  # fmt: skip
    empty = Empty(
        N_("No lots yet"),
        N_("Receive goods with a lot or a date, and they are listed here: the earliest date leaves first, and what "
           "will not sell in time is seen early."),
    )  # fmt: skip

    def tone(self, column: Any, row: Row) -> str | None:
        if column.key == "left_over":
            return "warning" if row.left_over else None
        return _TONES.get(row.state) if column.key == "days" and row.units else None

    def open_row(self, row: Row) -> None:
        self.shell.open("inventory", row.variant_id)

    def sheet(self, row: Row) -> Sheet:
        facts = [
            Fact(_("SKU"), row.sku),
            Fact(_("Best before"), figures.day(row.expires_on) if row.expires_on else figures.NOTHING),
            Fact(_("Received"), figures.day(row.received_on) if row.received_on else figures.NOTHING),
            Fact(_("In stock"), n_("{count} piece", "{count} pieces", row.units).format(count=row.units)),
            Fact(_("Bin"), row.bins or figures.NOTHING),
        ]
        if row.per_day:
            facts.append(Fact(_("Sells"), _("{pace} a day").format(pace=figures.number(row.per_day, 1))))
        if row.value is not None and self.shell.may(Right.SEE_COST):
            facts.append(Fact(_("Value"), figures.money(row.value, row.currency)))
        parts: list[Any] = [Facts(tuple(facts))]
        note = _warning(row)
        if note is not None:
            parts.insert(0, note)
        pills = (Pill("expiry", row.state),) if row.state != "none" else ()
        return Sheet(row.code, tuple(parts), pills, subtitle=row.name)


def _warning(row: Row) -> Note | None:
    if not row.units:
        return None
    if row.state == "expired":
        return Note(
            _("These goods are past their date. Take them out of the shelf and write them off."), "danger", "stop"
        )
    if row.left_over and row.days is not None:
        words = n_("At {pace} a day, about {count} piece will be left over on its date.",
                   "At {pace} a day, about {count} pieces will be left over on its date.", row.left_over)  # fmt: skip
        return Note(words.format(pace=figures.number(row.per_day, 1), count=row.left_over), "warning", "warn")
    return None
