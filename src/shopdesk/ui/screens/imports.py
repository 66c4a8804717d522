"""The list of imported files."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.imports import IMPORT_BATCHES, import_detail
from shopdesk.queries.listing import Column, Listing, ListRow
from shopdesk.ui import figures
from shopdesk.ui.importing.result_step import ask_where_to_save
from shopdesk.ui.importing.undoing import ask_to_undo
from shopdesk.ui.importing.words import KIND_TITLES, SCREENS, counts_words
from shopdesk.ui.list_screen import Empty, ListScreen
from shopdesk.ui.sheet import Fact, Facts, Line, Lines, Note, Pill, Sheet
from shopdesk.ui.shell import Shell
from shopdesk.ui.verbs import Row, Verb

_SHOWN_PROBLEMS = 8
_ORDER = ("file_name", "about", "row_count", "problem_count", "created_count", "updated_count", "at", "by_name")


def _complete(session: Any, rows: list[ListRow]) -> None:
    if IMPORT_BATCHES.decorate is not None:
        IMPORT_BATCHES.decorate(session, rows)
    for row in rows:
        row.about = _(KIND_TITLES.get(row.what, row.what))


def _listing() -> Listing:
    """The list as people read it: the file first, what it is about in words, figures before formats."""
    about = Column("about", N_("About"), width=100)
    known = {column.key: column for column in (*IMPORT_BATCHES.columns, about)}
    shown = [replace(known[key], hidden=False) for key in _ORDER]
    rest = [replace(one, hidden=True) for one in IMPORT_BATCHES.columns if one.key not in (*_ORDER, "what")]
    return replace(IMPORT_BATCHES, columns=(*shown, *rest), decorate=_complete)


def import_file(shell: Shell, _rows: list[Row]) -> None:
    """Go to the import of a file."""
    shell.open("import", None, what="orders")


class _Problem:
    """A kept problem as the list of problems is saved."""

    def __init__(self, kept: dict[str, Any]) -> None:
        self.row, self.column = kept.get("row", 0), kept.get("column", "")
        self.got, self.why = kept.get("got", ""), kept.get("why", "")
        self.severity = kept.get("severity", "error")


def save_list(shell: Shell, rows: list[Row]) -> None:
    """Save what was wrong with a file as a table."""
    kept = [_Problem(one) for one in shell.read(import_detail, rows[0].id).problems]
    stem = rows[0].file_name.rpartition(".")[0] or rows[0].file_name
    ask_where_to_save(shell, kept, _("{name} problems.xlsx").format(name=stem))


def _may_undo(row: Row) -> list[str]:
    return [] if row.state == "applied" else [_("Import {number} was taken back already.").format(number=row.number)]


class ImportsScreen(ListScreen):
    """Every file that was imported, newest first."""

    key, title, icon, group = "imports", N_("Imports"), "upload", 4
    right = Right.IMPORT_FILES
    shows = IMPORT_BATCHES.tables
    listing = _listing()
    first_view = "all"
    actions_on_screen = (
        Verb(N_("Import a file"), import_file, key="Ctrl+I", icon="upload", primary=True, on_rows=False,
             right=Right.IMPORT_FILES),
    )  # fmt: skip
    verbs_on_rows = (
        Verb(N_("Show the list"), lambda shell, rows: shell.open(SCREENS[rows[0].what]), icon="external", primary=True,
             offered=lambda row: row.what in SCREENS),
        Verb(N_("Save the problems…"), save_list, icon="download",
             refusals=lambda row: [] if row.problem_count else [_("Nothing was wrong with this file.")]),
        Verb(N_("Undo this import…"), lambda shell, rows: ask_to_undo(shell, rows[0].id), icon="undo", danger=True,
             right=Right.IMPORT_FILES, refusals=_may_undo),
    )  # fmt: skip
    empty = Empty(
        N_("Nothing was imported yet"),
        N_("Bring orders, products, stock, customers or tracking numbers from files of your shop or marketplace. "
           "Every row and every problem is shown before anything changes."),
        N_("CSV, TSV or Excel — or drop a file anywhere in this window."),
    )  # fmt: skip

    def tone(self, column: Any, row: Row) -> str | None:
        return "warning" if column.key == "problem_count" and row.problem_count else None

    def open_row(self, row: Row) -> None:
        if row.what in SCREENS:
            self.shell.open(SCREENS[row.what])

    def sheet(self, row: Row) -> Sheet:
        facts = [
            Fact(_("About"), _(KIND_TITLES.get(row.what, row.what))),
            Fact(_("Format"), row.format),
            Fact(_("When"), figures.whole(row.at)),
            Fact(_("Who"), row.by_name),
            Fact(_("Rows"), figures.number(row.row_count)),
            Fact(_("New"), counts_words(row.created or {}) or figures.NOTHING),
            Fact(_("Changed"), counts_words(row.updated or {}) or figures.NOTHING),
            Fact(_("Unchanged"), figures.number(row.unchanged)),
            Fact(_("Left out"), figures.number(row.skipped)),
        ]
        parts: list[Any] = [Facts(tuple(facts))]
        problems = self.shell.read(import_detail, row.id).problems if row.problem_count else []
        if problems:
            lines = tuple(_problem_line(one) for one in problems[:_SHOWN_PROBLEMS])
            hidden = row.problem_count - len(lines)
            more = _("and {count} more").format(count=figures.number(hidden)) if hidden > 0 else ""
            parts.append(Lines(_("Problems"), lines, more, figures.number(row.problem_count), pictures=False))
        else:
            parts.append(Note(_("Nothing was wrong with this file."), "success", "checkc"))
        return Sheet(row.file_name, tuple(parts), (Pill("import_batch", row.state),))


def _problem_line(kept: dict[str, Any]) -> Line:
    row = _("row {row}").format(row=kept.get("row", ""))
    where = " · ".join(part for part in (row, kept.get("column", "")) if part)
    tone = "danger" if kept.get("severity") == "error" else "warning"
    return Line(str(kept.get("why", "")), where, tone=tone)
