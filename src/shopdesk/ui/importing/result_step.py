"""The last step of an import: what it made, what stayed out, and where to go from here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from shopdesk.i18n import N_, _, n_
from shopdesk.queries.listing import Column, Kind
from shopdesk.ui import figures, fonts
from shopdesk.ui.importing.undoing import ask_to_undo
from shopdesk.ui.importing.words import SCREENS, changes_words
from shopdesk.ui.shell import Shell
from shopdesk.ui.table import Table
from shopdesk.ui.table_model import Rows
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.people import Sign
from shopdesk.usecases.import_preview import save_problems
from shopdesk.usecases.imports import ImportResult

_SHOWN = 12
_COLUMNS = (
    Column("row", N_("Row"), Kind.NUMBER, width=60),
    Column("column", N_("Column"), width=140),
    Column("got", N_("Found"), width=150),
    Column("why", N_("Problem"), width=420),
)


class ProblemRow:
    """One problem as a row of a small table."""

    def __init__(self, place: int, problem: Any) -> None:
        """Take a problem's parts; ``problem`` is a record or the plain data kept with an import."""
        given = problem if isinstance(problem, dict) else vars_of(problem)
        self.id = place
        self.row, self.column = given.get("row", 0), given.get("column", "")
        self.got, self.why = given.get("got", ""), given.get("why", "")
        self.severity = given.get("severity", "error")


def vars_of(problem: Any) -> dict[str, Any]:
    """The parts of a problem record."""
    return {key: getattr(problem, key) for key in ("row", "column", "got", "why", "severity")}


def _tone(column: Column, one: ProblemRow) -> str | None:
    if column.key != "why":
        return None
    return "danger" if one.severity == "error" else "warning"


def problem_table(shell: Shell, problems: Sequence[Any]) -> QWidget:
    """The first problems as a small table."""
    table = Table(_COLUMNS, "import_problems", shell.memory, shell.pictures, _tone)
    table.show_pages(Rows([ProblemRow(place, one) for place, one in enumerate(problems)]))
    table.make_small(_SHOWN)
    return table


def ask_where_to_save(shell: Shell, problems: Sequence[Any], name: str) -> None:
    """Save the list of problems as a table where the person says."""
    dialog = QFileDialog(shell.window, _("Save the list of problems"), name)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_("Excel table (*.xlsx)"), _("CSV (*.csv)")])
    dialog.setDefaultSuffix("xlsx")

    def save(path: str) -> None:
        try:
            written = save_problems(list(problems), path)
        except Exception as error:
            shell.fail(error)
            return
        shell.say(_("Saved as {path}.").format(path=written))

    dialog.fileSelected.connect(save)
    dialog.open()


def result_step(shell: Shell, what: str, file_name: str, result: ImportResult, again: Callable[[], object]) -> QWidget:
    """What an import did."""
    card = Card(padding=24)
    sentences = column(*(label(words, wrap=True) for words in changes_words(result)), gap=4)
    title = _("“{name}” was imported.").format(name=file_name)
    card.add(row(Sign("checkc", "success", 24), 12, (label(title, fonts.SECTION, fonts.SEMIBOLD, wrap=True), 1)))
    card.add(plain(row(36, (plain(sentences), 1))))
    show = Button(_("Show them"), lambda: shell.open(SCREENS[what]), "primary", "external")
    other = Button(_("Import another file"), again, "secondary", "upload")
    card.body.addSpacing(12)
    steps = row(36, show, 8, other)
    if result.batch is not None and what != "tracking":
        batch = result.batch
        steps.addSpacing(8)
        steps.addWidget(Button(_("Undo this import…"), lambda: ask_to_undo(shell, batch, again), "quiet", "undo"))
    steps.addStretch(1)
    card.add(steps)
    lines = column(card, gap=14)
    if result.problem_count:
        lines.addWidget(_problems_card(shell, result, file_name))
    lines.addStretch(1)
    whole = plain(lines)
    whole.setMaximumWidth(900)
    return whole


def _problems_card(shell: Shell, result: ImportResult, file_name: str) -> QWidget:
    count = n_("{count} problem", "{count} problems", result.problem_count).format(
        count=figures.number(result.problem_count)
    )
    card = Card(_("What was noticed"), count)
    stem = file_name.rpartition(".")[0] or file_name
    proposed = _("{name} problems.xlsx").format(name=stem)
    save = Button(_("Save the list…"), lambda: ask_where_to_save(shell, result.problems, proposed), "link")
    card.head.addWidget(save)
    if any(one.severity == "error" for one in result.problems):
        words = _("Rows with errors stayed out. Correct them in the file and import it again; "
                  "what is here already is not made twice.")  # fmt: skip
        card.add(Notice(words, "warning"))
    card.add(problem_table(shell, result.problems))
    return card
