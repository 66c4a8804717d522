"""The list of transfers between warehouses."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.transfers import TRANSFERS, TransferDetail, TransferLineDetail, transfer_detail
from shopdesk.ui import figures
from shopdesk.ui.forms import transfer_forms as forms
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Pill, Sheet
from shopdesk.ui.story import events
from shopdesk.ui.verbs import Row, Verb

TRANSFER_VERBS = (
    Verb(N_("Send"), forms.send, key="Ctrl+Return", icon="truck", primary=True, many=True, right=Right.MOVE_STOCK,
         offered=forms.is_draft),
    Verb(N_("Receive…"), forms.receive, key="Ctrl+Return", icon="inbox", primary=True, right=Right.MOVE_STOCK,
         offered=forms.is_sent),
    Verb(N_("Cancel the transfer…"), forms.cancel, icon="ban", right=Right.MOVE_STOCK, danger=True,
         offered=forms.is_draft),
)  # fmt: skip


class TransfersScreen(ListScreen):
    """All transfers."""

    key, title, icon, group = "transfers", N_("Transfers"), "truck", 2
    in_side_bar = False
    right = Right.SEE_STOCK
    shows = TRANSFERS.tables
    listing = TRANSFERS
    first_view = "open"
    page_kind = "transfer"
    actions_on_screen = (
        Verb(N_("New transfer…"), forms.new_transfer, key="Ctrl+N", icon="plus", primary=True, on_rows=False,
             right=Right.MOVE_STOCK),
        Verb(N_("Bins"), lambda shell, _rows: shell.open("bins"), icon="pin", on_rows=False),
    )  # fmt: skip
    verbs_on_rows = TRANSFER_VERBS
    empty = Empty(
        N_("Nothing was ever sent to another warehouse"),
        N_("A transfer takes goods out of one warehouse, keeps them under way, and counts them into the other. What "
           "is lost on the way is recorded."),
    )  # fmt: skip

    def tone(self, column: Any, row: Row) -> str | None:
        return "danger" if column.key == "lost" and row.lost else None

    def sheet(self, row: Row) -> Sheet:
        return transfer_sheet(self.shell.read(transfer_detail, row.id))


def transfer_sheet(known: TransferDetail) -> Sheet:
    """A transfer beside the list."""
    facts = [
        Fact(_("From"), known.source),
        Fact(_("To"), known.target),
        Fact(_("Made"), figures.when(known.created_at)),
        Fact(_("By"), known.created_by),
    ]
    if known.note:
        facts.append(Fact(_("Note"), known.note))
    lines = tuple(transfer_line(line) for line in known.lines)
    total = _("{count} pieces").format(count=figures.number(known.units))
    parts: tuple[Any, ...] = (
        Facts(tuple(facts)),
        Lines(_("Goods"), lines, total=total),
        History(tuple(events(known.timeline, most=6)), _("History")),
    )
    return Sheet(known.number, parts, (Pill("transfer", known.state),), ("transfer", known.id))


def transfer_line(line: TransferLineDetail) -> Line:
    """A line of a transfer: what, from which bin, how many, and what became of them."""
    parts = [line.sku, line.bin]
    if line.lot:
        parts.append(_("lot {lot}").format(lot=line.lot))
    if line.received:
        parts.append(_("{count} arrived").format(count=figures.number(line.received)))
    if line.lost:
        parts.append(_("{count} lost").format(count=figures.number(line.lost)))
    return Line(line.name, " · ".join(parts), figures.number(line.quantity), "", line.image,
                "danger" if line.lost else "", ("inventory", line.variant_id))  # fmt: skip
