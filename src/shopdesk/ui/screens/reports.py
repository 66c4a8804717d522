"""Reports: what the shop can tell about itself, made in the background and saved as a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from shopdesk.domain.errors import ShopdeskError, UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.reports import MadeReport, Report, make_report, reports
from shopdesk.queries.shop_facts import channel_choices
from shopdesk.ui import figures, fonts
from shopdesk.ui.pages.report_list import ReportList
from shopdesk.ui.pages.report_question import Question, QuestionCard
from shopdesk.ui.pages.report_tables import table_card
from shopdesk.ui.pages.report_words import ABOUT, UNKNOWN
from shopdesk.ui.screen import Screen, StatusPart
from shopdesk.ui.verbs import Verb
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Notice
from shopdesk.ui.widgets.labels import Elided, label
from shopdesk.ui.widgets.layouts import column, emptied, plain, row, rule, scrolling, upright_rule
from shopdesk.ui.widgets.pick_list import Choice

if TYPE_CHECKING:
    from shopdesk.ui.jobs import Job
    from shopdesk.ui.jobs import Report as Progress

_LIST_WIDTH, _HEAD = 264, 44
_LAST, _FOLDER = "reports/last", "export/folder"
_FILES = {"xlsx": N_("Excel (*.xlsx)"), "pdf": N_("PDF (*.pdf)"), "csv": N_("CSV (*.csv)")}


def save_shown(_shell: Any, _rows: list[Any]) -> None:
    """The screen itself knows what it shows."""


class ReportsScreen(Screen):
    """The reports a person may see at the left, the chosen one at the right."""

    key, title, icon, group = "reports", N_("Reports"), "reports", 3
    right = Right.SEE_TODAY
    actions_on_screen = (
        Verb(N_("Save the report…"), save_shown, "Ctrl+S", "download", right=Right.EXPORT_FILES, on_rows=False),
    )

    def build(self) -> None:
        self.made: MadeReport | None = None
        self.question_card: QuestionCard | None = None
        self._name = ""
        self._asked = 0
        self._job: Job | None = None
        self._reports = {name: one for name, one in reports().items() if self.shell.may(one.right)}
        self.list = ReportList(list(self._reports.values()))
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.picked.connect(self._chosen)
        self.name = label("", fonts.TITLE, fonts.SEMIBOLD)
        self.days = Elided("", fonts.SECONDARY, role="secondary", tabular=True)
        self.save_button = Button(_("Save as…"), self.choose_file, icon_name="download")
        self.ask_lines, self.body = QVBoxLayout(), QVBoxLayout()
        for lines in (self.ask_lines, self.body):
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(14)
        left_head = plain(row(label(_(self.title), fonts.TITLE, fonts.SEMIBOLD), None, margins=(12, 10, 12, 0)))
        right_head = plain(row(self.name, 12, (self.days, 1), 12, self.save_button, margins=(20, 7, 20, 7)))
        for head in (left_head, right_head):
            head.setFixedHeight(_HEAD)
        left = plain(column(left_head, 4, (self.list, 1), margins=(0, 0, 0, 8)))
        left.setFixedWidth(_LIST_WIDTH)
        inside = plain(column(self.ask_lines, self.body, None, margins=(20, 14, 20, 20), gap=14))
        right = column(right_head, rule(), (scrolling(inside), 1))
        whole = row(left, upright_rule())
        whole.addLayout(right, 1)
        self.setLayout(whole)
        self._refuse_saving(_("No report is shown yet."))

    # choosing

    def arrive(self, **aim: Any) -> None:
        """Open with ``report=`` a name, ``first=`` and ``last=`` days; else the one looked at last."""
        wanted = str(aim.get("report") or "")
        if wanted and wanted not in self._reports:
            self._show_problem(_("Your role does not include this report."), wanted)
            return
        shown = self._report().name if self._report() else ""
        kept = str(self.shell.memory.get(_LAST) or "")
        name = wanted or shown or (kept if kept in self._reports else next(iter(self._order()), ""))
        if name and name != shown:
            self.list.choose(name)
            self._look_at(name)
        if self.question_card is not None and (aim.get("first") or aim.get("last")):
            self.question_card.set_days(aim.get("first"), aim.get("last"))
            self.show_report()

    def _order(self) -> list[str]:
        return [name for name in ABOUT if name in self._reports] or list(self._reports)

    def _report(self) -> Report | None:
        return self._reports.get(self._name)

    def _chosen(self, choice: Choice) -> None:
        self._look_at(str(choice.thing))

    def _look_at(self, name: str) -> None:
        if self._name == name:
            return
        self._name = name
        self.shell.memory.set(_LAST, self._name)
        report = self._reports[self._name]
        channels: Sequence[tuple[str, str]] = ()
        if ABOUT.get(report.name, UNKNOWN).by_channel:
            channels = self.shell.read(channel_choices)
        emptied(self.ask_lines)
        self.question_card = QuestionCard(report, channels, self.show_report)
        self.ask_lines.addWidget(self.question_card)
        self.name.setText(_(report.title))
        self.days.setText("")
        emptied(self.body)
        self.show_report()

    # making

    def show_report(self) -> None:
        """Make the report as it is asked for now, in the background."""
        report, card = self._report(), self.question_card
        if report is None or card is None:
            return
        try:
            question = card.question()
        except UserError as error:
            card.say(str(error))
            return
        card.say("")
        if self._job is not None and self._job.running:
            self._job.cancel()
        self._asked += 1
        asked, desk = self._asked, self.shell.desk

        def work(_progress: Progress) -> MadeReport | Exception:
            try:
                return desk.read(
                    make_report,
                    desk.user,
                    report.name,
                    question.first,
                    question.last,
                    channels=question.channels,
                    values=question.values,
                )
            except Exception as error:  # said on the screen, where the report would be
                return error

        self.made = None  # what is still shown answers another question
        self._refuse_saving(_("The report is being made."))
        self.days.setText(_("is being made…"))
        title = _(report.title)
        self._job = self.shell.start(
            _("Making the report: {name}").format(name=title), work, partial(self._came, asked, question)
        )

    def _came(self, asked: int, question: Question, made: MadeReport | Exception) -> None:
        if asked != self._asked:
            return  # another one was asked for meanwhile
        emptied(self.body)
        if isinstance(made, Exception):
            if isinstance(made, ShopdeskError):
                self._show_problem(str(made))
            else:
                self._show_problem(_("This report could not be made."))
                self.shell.fail(made)
            return
        self.made = made
        self.days.setText(_span_words(made))
        self._refuse_saving("")
        for table in made.tables:
            self.body.addWidget(table_card(self.shell, made.report.name, table))
        self.shell.show_status(self.status())

    def _show_problem(self, sentence: str, name: str = "") -> None:
        self.made = None
        self._asked += 1
        emptied(self.body)
        if name:
            self._name = ""
            self.question_card = None
            emptied(self.ask_lines)
            self.name.setText(_(self.title))
        self.days.setText("")
        self._refuse_saving(sentence)
        notice: QWidget = Notice(sentence, "warning")
        self.body.addWidget(notice)

    # saving

    def _refuse_saving(self, why: str) -> None:
        if not self.shell.may(Right.EXPORT_FILES):
            why = _("Your role does not allow this step.")
        self.save_button.refuse(why)

    def run(self, verb: Verb) -> None:
        """Ctrl+S and the palette save what is shown."""
        if verb.run is save_shown and self.shell.may(Right.EXPORT_FILES):
            self.choose_file()
        else:
            super().run(verb)

    def choose_file(self) -> None:
        """Ask where to, for Excel, PDF or CSV; nothing waits meanwhile."""
        from PySide6.QtWidgets import QFileDialog  # loaded when first needed, for a quick start

        made = self.made
        if made is None:
            self.shell.say(_("No report is shown yet."), tone="warning")
            return
        kept = self.shell.memory.get(_FOLDER)
        folder = Path(str(kept)) if kept else Path.home()
        name = f"{made.report.name}-{made.asked.last.isoformat()}.xlsx"
        dialog = QFileDialog(self.shell.window, _("Save the report"), str(folder / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        kinds = {_(words): ending for ending, words in _FILES.items()}
        dialog.setNameFilters(list(kinds))
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(kinds.get(chosen, "xlsx")))
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the report that is shown into a file, in the background."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        made, desk = self.made, self.shell.desk
        if made is None:
            return
        self.shell.memory.set(_FOLDER, str(path.parent))

        def work(_progress: Progress) -> str:
            from shopdesk.usecases.report_files import save_report  # loaded when first needed, for a quick start

            return save_report(desk, made, path)

        def done(file: str) -> None:
            target = QUrl.fromLocalFile(file)
            said = _("Saved as {name}").format(name=Path(file).name)
            self.shell.say(said, lambda: QDesktopServices.openUrl(target), _("Open the file"))

        self.shell.start(_("Saving {name}").format(name=path.name), work, done)

    def status(self) -> Sequence[StatusPart | str]:
        made = self.made
        return () if made is None else (StatusPart(_span_words(made), "calendar"),)


def _span_words(made: MadeReport) -> str:
    first, last = made.asked.first, made.asked.last
    if first == last or not ABOUT.get(made.report.name, UNKNOWN).spans:
        return figures.whole(last)
    return _("{first} to {last}").format(first=figures.day(first), last=figures.day(last))
