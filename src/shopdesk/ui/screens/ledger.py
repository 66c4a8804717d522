"""The ledger of goods: every unit that ever moved, from where to where, why, by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.domain.stock import ZONE_TITLES, made_by_hand
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import ListRow
from shopdesk.queries.moves import MOVES
from shopdesk.ui import figures
from shopdesk.ui.forms import stock_forms
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, Note, Sheet
from shopdesk.ui.verbs import Row, Verb

_VIRTUAL = "@"
_ORDER = ("at", "name", "quantity", "reason_title", "from_bin", "to_bin", "document_number", "by_name", "sku", "lot",
          "note")  # fmt: skip


def place_words(code: str, zone: str) -> str:
    """A bin by its code; a place outside the house by what it is."""
    titles = {one.value: title for one, title in ZONE_TITLES.items()}
    return _(titles[zone]) if code.startswith(_VIRTUAL) and zone in titles else code


def _complete(session: Any, rows: list[ListRow]) -> None:
    if MOVES.decorate is not None:
        MOVES.decorate(session, rows)
    for row in rows:
        row.from_bin = place_words(row.from_bin, row.from_zone)
        row.to_bin = place_words(row.to_bin, row.to_zone)


def _reversal_refusals(row: Row) -> list[str]:
    if not made_by_hand(row.reason, row.document) or row.reverses is not None:
        return [_("This move belongs to a document; reverse it there.")]
    return []


def _open_document(shell: Any, rows: list[Row]) -> None:
    shell.open(rows[0].document, rows[0].document_id)


class LedgerScreen(ListScreen):
    """Every move of goods, newest first; reached from the list of stock."""

    key, title, icon, group = "ledger", N_("Stock ledger"), "rows", 2
    in_side_bar = False
    right = Right.SEE_STOCK
    shows = MOVES.tables
    listing = replace(MOVES, decorate=_complete, columns=tuple(MOVES.column(key) for key in _ORDER))
    first_view = "all"
    actions_on_screen = (
        Verb(N_("Inventory"), lambda shell, _rows: shell.open("inventory"), icon="inventory", on_rows=False),
    )
    verbs_on_rows = (
        Verb(N_("Reverse…"), stock_forms.reverse, icon="undo", right=Right.ADJUST_STOCK, refusals=_reversal_refusals),
        Verb(N_("Open the document"), _open_document, icon="external",
             offered=lambda row: row.document in ("order", "shipment", "return") and row.document_id is not None),
        Verb(N_("Show the stock"), lambda shell, rows: shell.open("inventory", rows[0].variant_id), icon="inventory"),
    )  # fmt: skip
    empty = Empty(
        N_("Nothing has moved yet"),
        N_("Every unit received, moved, picked, shipped or counted leaves a line here that is never changed. "
           "Mistakes are reversed by a second line."),
    )  # fmt: skip

    def open_row(self, row: Row) -> None:
        if row.document in ("order", "shipment", "return") and row.document_id is not None:
            _open_document(self.shell, [row])
        else:
            self.shell.open("inventory", row.variant_id)

    def sheet(self, row: Row) -> Sheet:
        document = (row.document, row.document_id) if row.document in ("order", "shipment", "return") else None
        facts = [
            Fact(_("Product"), row.name, opens=("inventory", row.variant_id)),
            Fact(_("SKU"), row.sku),
            Fact(_("From"), row.from_bin),
            Fact(_("To"), row.to_bin),
            Fact(_("When"), figures.whole(row.at)),
            Fact(_("Who"), row.by_name),
        ]
        if row.document_number:
            facts.append(Fact(_("Document"), row.document_number, opens=document))
        if row.lot:
            facts.append(Fact(_("Lot"), row.lot))
        parts: list[Any] = [Facts(tuple(facts))]
        if row.note:
            parts.append(Note(row.note, "neutral"))
        if row.reverses is not None:
            parts.append(Note(_("This move reverses an earlier one."), "warning", "undo"))
        return Sheet(_("{count} × {reason}").format(count=row.quantity, reason=row.reason_title), tuple(parts))
