"""The list of stocktakes."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.counting import LineState
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.counts import COUNTS, CountDetail, CountedLine, count_detail
from shopdesk.ui import figures
from shopdesk.ui.forms import count_forms as forms
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.pages.count_steps import COUNT_VERBS, NEW_COUNT
from shopdesk.ui.sheet import Fact, Facts, History, Line, Lines, Note, Pill, Sheet
from shopdesk.ui.story import events
from shopdesk.ui.verbs import Row, Verb

_SHOWN_LINES = 6


class CountsScreen(ListScreen):
    """All stocktakes."""

    key, title, icon, group = "counts", N_("Stocktake"), "scan", 2
    in_side_bar = False
    right = Right.SEE_STOCK
    shows = COUNTS.tables
    listing = COUNTS
    first_view = "open"
    page_kind = "count"
    actions_on_screen = (
        NEW_COUNT,
        Verb(N_("Count what is due"), forms.count_due, icon="calendar", on_rows=False, right=Right.COUNT_STOCK),
        Verb(N_("Plan…"), forms.edit_plan, icon="settings", on_rows=False, right=Right.MANAGE_SHOP),
        Verb(N_("Inventory"), lambda shell, _rows: shell.open("inventory"), icon="inventory", on_rows=False),
    )
    verbs_on_rows = COUNT_VERBS
    empty = Empty(
        N_("Nothing has been counted yet"),
        N_(
            "Count some bins, a category, or what is due today — while the shop goes on selling. Only real "
            "differences are booked, and every posted count stays provable."
        ),
    )

    def tone(self, column: Any, row: Row) -> str | None:
        return "danger" if column.key == "differences" and row.differences else None

    def sheet(self, row: Row) -> Sheet:
        return count_sheet(self.shell.read(count_detail, row.id))


def count_sheet(count: CountDetail) -> Sheet:
    """A stocktake beside the list."""
    again = len(count.in_state(LineState.AGAIN))
    off = [line for line in count.lines if line.difference]
    parts: list[Any] = [
        Facts(
            (
                Fact(
                    _("Lines"),
                    _("{counted} of {lines} counted").format(
                        counted=figures.number(count.counted), lines=figures.number(len(count.lines))
                    ),
                ),
                Fact(_("Begun"), figures.when(count.started_at) if count.started_at else _("not yet")),
                Fact(_("By"), count.created_by),
                Fact(_("Blind"), _("yes") if count.blind else _("no")),
            )
        )
    ]
    if again:
        words = n_("{count} line needs a second count.", "{count} lines need a second count.", again)
        parts.append(Note(words.format(count=again), "warning", "undo"))
    if off:
        shown = tuple(_line(line) for line in off[:_SHOWN_LINES])
        total = figures.money(count.value, count.currency)
        parts.append(Lines(_("Differences"), shown, total=_("{amount} at cost").format(amount=total)))
    parts.append(History(tuple(events(count.timeline, most=6)), _("History")))
    return Sheet(count.number, tuple(parts), (Pill("count", count.state),), ("count", count.id), subtitle=count.title)


def _line(line: CountedLine) -> Line:
    off = line.difference or 0
    signed = figures.number(off) if off < 0 else f"+{figures.number(off)}"
    name = " · ".join(part for part in (line.title, line.variant) if part)
    return Line(name, line.bin, signed, "", line.image)
