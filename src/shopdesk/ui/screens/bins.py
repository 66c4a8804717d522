"""The list of bins: in walking order, with what lies there and how full they are."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.bins import BINS, InBin, bin_detail, zone_stock
from shopdesk.ui import figures
from shopdesk.ui.forms import bin_forms as forms
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.screen import StatusPart
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Note, Pill, Sheet
from shopdesk.ui.story import events
from shopdesk.ui.verbs import Row, Verb

_SHOWN_LEVELS = 12


def _count_bin(shell: Any, rows: list[Row]) -> None:
    from shopdesk.usecases import counts

    chosen = ",".join(row.code for row in rows)
    shell.do(counts.start_count, bins=chosen, then=lambda count_id: shell.open("count", count_id))


def _not_empty(row: Row) -> list[str]:
    return [] if row.units else [_("Nothing lies there to be counted.")]


def _closing_refusals(row: Row) -> list[str]:
    if row.units:
        return [_("{count} pieces lie in {bin}. Move them first.").format(count=row.units, bin=row.code)]
    return []


class BinsScreen(ListScreen):
    """All bins of the house."""

    key, title, icon, group = "bins", N_("Bins"), "pin", 2
    in_side_bar = False
    right = Right.SEE_STOCK
    shows = BINS.tables
    listing = BINS
    first_view = "active"
    view_tones = {"over": "warning"}
    actions_on_screen = (
        Verb(N_("Add a bin…"), forms.add_bin, key="Ctrl+N", icon="plus", primary=True, on_rows=False,
             right=Right.MOVE_STOCK),
        Verb(N_("Add a warehouse…"), forms.add_warehouse, icon="store", on_rows=False, right=Right.MANAGE_SHOP),
        Verb(N_("Transfers"), lambda shell, _rows: shell.open("transfers"), icon="truck", on_rows=False),
    )  # fmt: skip
    verbs_on_rows = (
        Verb(N_("Change…"), forms.edit_bin, key="Ctrl+E", icon="pencil", primary=True, right=Right.MOVE_STOCK),
        Verb(N_("Print labels…"), forms.print_labels, key="Ctrl+P", icon="print", many=True, right=Right.PRINT_PAPERS),
        Verb(N_("Count"), _count_bin, icon="scan", many=True, right=Right.COUNT_STOCK, refusals=_not_empty),
        Verb(N_("Show the stock"), lambda shell, rows: shell.open("inventory", where={"bin": rows[0].code}),
             icon="inventory", refusals=_not_empty),
        Verb(N_("Ledger of this bin"), lambda shell, rows: shell.open("ledger", where={"bin": rows[0].code}),
             icon="rows"),
        Verb(N_("Close"), forms.close_bin, icon="ban", many=True, right=Right.MOVE_STOCK, refusals=_closing_refusals,
             offered=lambda row: bool(row.active)),
        Verb(N_("Use again"), forms.open_bin, icon="play", many=True, right=Right.MOVE_STOCK,
             offered=lambda row: not row.active),
    )  # fmt: skip
    empty = Empty(N_("No bins yet"), N_("Give each place on the shelf a code, and everything can be found again."))

    def tone(self, column: Any, row: Row) -> str | None:
        return "warning" if column.key in ("units", "fill") and row.state == "over" else None

    def open_row(self, row: Row) -> None:
        self.shell.open("inventory", where={"bin": row.code})

    def status(self) -> list[StatusPart | str]:
        """Stock by zone, when nothing is picked."""
        picked = list(super().status())
        if picked:
            return picked
        words = _("{zone}: {count}")
        zones: dict[str, int] = {}
        for zone in self.shell.read(zone_stock):
            zones[zone.zone_title] = zones.get(zone.zone_title, 0) + zone.units
        return [words.format(zone=name, count=figures.number(units)) for name, units in zones.items() if units]

    def sheet(self, row: Row) -> Sheet:
        known = self.shell.read(bin_detail, row.id)
        facts = [
            Fact(_("Zone"), row.zone_title),
            Fact(_("Warehouse"), row.warehouse),
            Fact(_("Walking order"), figures.number(row.walk)),
        ]
        if row.capacity:
            full = _("{units} of {capacity} pieces").format(
                units=figures.number(row.units), capacity=figures.number(row.capacity)
            )
            facts.append(Fact(_("Fill"), full, "warning" if row.state == "over" else ""))
        parts: list[Any] = [Facts(tuple(facts))]
        if row.state == "over":
            over = row.units - (row.capacity or 0)
            parts.append(Note(_("{count} pieces more lie here than fit.").format(count=over), "warning", "warn"))
        lines = tuple(_level(level) for level in known.levels[:_SHOWN_LEVELS])
        note = "" if known.levels else _("Nothing lies here.")
        total = _("{count} pieces").format(count=figures.number(row.units))
        parts.append(Lines(_("What lies there"), lines, note, total))
        if known.timeline:
            parts.append(History(tuple(events(known.timeline, most=5)), _("History")))
        return Sheet(row.code, tuple(parts), (Pill("bin", row.state),))


def _level(level: InBin) -> Line:
    parts = [level.sku]
    if level.lot:
        parts.append(_("lot {lot}").format(lot=level.lot))
    if level.expires_on is not None:
        parts.append(_("best before {day}").format(day=figures.day(level.expires_on)))
    if level.allocated:
        parts.append(_("{count} on pick lists").format(count=figures.number(level.allocated)))
    return Line(level.name, " · ".join(parts), figures.number(level.quantity), "", level.image,
                opens=("inventory", level.variant_id))  # fmt: skip
