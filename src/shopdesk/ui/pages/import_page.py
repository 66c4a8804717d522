"""Importing a file: choose it, check every row, apply it, see what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import _, n_
from shopdesk.ui import figures
from shopdesk.ui.importing.check_step import CheckStep
from shopdesk.ui.importing.file_step import FileStep
from shopdesk.ui.importing.result_step import result_step
from shopdesk.ui.importing.words import HEADINGS, changes_words
from shopdesk.ui.importing.working_step import WorkingStep
from shopdesk.ui.jobs import Job, Report
from shopdesk.ui.page import Page
from shopdesk.ui.screen import StatusPart
from shopdesk.ui.widgets.layouts import emptied
from shopdesk.ui.widgets.steps import ProgressSteps
from shopdesk.usecases import imports
from shopdesk.usecases.import_preview import Preview, preview
from shopdesk.usecases.import_rows import FileRows, likely_kinds
from shopdesk.usecases.imports import ImportResult

FILE, CHECK, APPLY, DONE = range(4)
_FIRST_KIND = "orders"


class ImportPage(Page):
    """One import, from the file to its result. Open with ``what=`` and maybe ``path=``."""

    kind, place, icon = "import", "imports", "upload"
    right = Right.IMPORT_FILES
    scrolls = False
    help_page = "imports"

    def build(self) -> None:
        super().build()
        self._what, self._path = _FIRST_KIND, Path()
        self._options: dict[str, str] = {}
        self._mapping: dict[str, str] = {}
        self._format = ""
        self._turn = 0
        self._applying = False
        self._job: Job | None = None
        self.seen: Preview | None = None
        self.result: ImportResult | None = None
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        titles = (_("File"), _("Check"), _("Apply"), _("Done"))
        self._progress = ProgressSteps(titles, FILE)
        self._steps.addWidget(self._progress)
        self._stack = QStackedWidget()
        self.file_step = FileStep(self.shell, self._what)
        self.check_step = CheckStep(self.shell)
        self.working_step = WorkingStep()
        self._done = QWidget()
        self._done.setObjectName("plain")
        self._done_lines = QVBoxLayout(self._done)
        self._done_lines.setContentsMargins(20, 20, 20, 20)
        for step in (self.file_step, self.check_step, self.working_step, self._done):
            self._stack.addWidget(step)
        self.body.addWidget(self._stack)
        self.file_step.chosen.connect(self.read)
        self.check_step.read_otherwise.connect(self._read_otherwise)
        self.check_step.mapped.connect(self._map)
        self.check_step.apply_wanted.connect(self.apply)
        self.check_step.discard_wanted.connect(self.start_over)
        self.working_step.cancel_wanted.connect(self._cancel)
        next_problem = QShortcut(QKeySequence("F8"), self)
        next_problem.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        next_problem.activated.connect(self.check_step.next_problem)
        self._show(FILE)

    def load(self) -> Any:
        return self._what

    def show_thing(self) -> None:
        """Nothing to draw again: the steps keep what they show."""

    def refresh(self) -> None:
        """An import shows its own file, whatever else changes in the shop."""

    def show_steps(self) -> None:
        """The steps of an import stand where pages have their buttons."""

    def name_now(self) -> str:
        return _(HEADINGS[self._what])

    def keys(self) -> list[tuple[str, str]]:
        return [*super().keys(), ("F8", _("Next problem")), ("F2", _("Choose what the column is read as"))]

    def arrive(self, **aim: Any) -> None:
        """Open with ``what=`` (orders, products, stock, customers, tracking) and ``path=`` of a file."""
        what, path = aim.get("what"), aim.get("path")
        if what in imports.KINDS and self._stack.currentIndex() in (FILE, DONE):
            self.start_over()
            self._what = str(what)
            self.file_step.set_kind(self._what)
            self._show(FILE)
        if path is not None:
            self._look_first(Path(path)) if what is None else self.read(Path(path))

    def status(self) -> Sequence[StatusPart | str]:
        if self._stack.currentIndex() == CHECK:
            return (StatusPart(_("Nothing is changed before you apply it."), "shield"),)
        if self._stack.currentIndex() == APPLY and self._applying:
            return (StatusPart(_("All of it is written at the end, or nothing."), "shield"),)
        return ()

    def escape(self) -> bool:
        if self._stack.currentIndex() == CHECK:
            self.start_over()
            return True
        return False

    # moving through the steps

    def _show(self, step: int) -> None:
        self._applying = False
        self._stack.setCurrentIndex(step)
        self._progress.set_current(step)
        name = self._path.name if step != FILE else ""
        note = name
        if step == CHECK and self.seen is not None:
            rows = n_("{count} row", "{count} rows", self.seen.result.rows)
            parts = [name, self.seen.encoding.upper(), rows.format(count=figures.number(self.seen.result.rows))]
            note = " · ".join(part for part in parts if part)
        self.set_head(_(HEADINGS[self._what]), note)
        if self.isVisible():
            self.shell.show_status(self.status())

    def start_over(self) -> None:
        """Forget the file and choose another."""
        self._turn += 1
        self._options, self._mapping, self._format = {}, {}, ""
        self.seen = self.result = None
        self.file_step.say("")
        self._show(FILE)

    def _look_first(self, path: Path) -> None:
        """A file without a subject: find out what it is about, then read it."""
        self._turn += 1
        self._path = path
        desk, turn = self.shell.desk, self._turn

        def work(_report: Report) -> tuple[int, Any]:
            try:
                return turn, likely_kinds(desk, path)[0]
            except (UserError, OutsideError) as error:
                return turn, error

        self._job = self.shell.start(_("Looking at {name}").format(name=path.name), work, self._looked)
        self._wait()

    def _looked(self, answer: tuple[int, Any]) -> None:
        turn, found = answer
        if turn != self._turn:
            return
        if isinstance(found, Exception):
            self._refused(found)
            return
        self._what = str(found)
        self.file_step.set_kind(self._what)
        self._read_now()

    def read(self, path: Path) -> None:
        """Read a file and show what it would do."""
        self._what, self._path = self.file_step.kind(), path
        self._options, self._mapping, self._format = {}, {}, ""
        self._read_now()

    def _read_now(self) -> None:
        self._turn += 1
        turn, desk, what, path = self._turn, self.shell.desk, self._what, self._path
        format_, options, mapping = self._format, dict(self._options), dict(self._mapping)

        def work(report: Report) -> tuple[int, Any]:
            try:
                seen = preview(desk, what, path, format=format_, options=options, mapping=mapping, report=report)
                return turn, (seen, FileRows(seen))
            except (UserError, OutsideError) as error:
                return turn, error

        label = _("Reading {name}").format(name=path.name)
        self._job = self.shell.start(label, work, self._was_read)
        self._wait()

    def _wait(self) -> None:
        job = self._job
        if job is not None and job.running:
            job.cancelled.connect(self._was_cancelled)
            job.failed.connect(self._was_cancelled)
            self.working_step.watch(job)
            self._stack.setCurrentWidget(self.working_step)
            if self.isVisible():
                self.shell.show_status(self.status())

    def _was_read(self, answer: tuple[int, Any]) -> None:
        turn, found = answer
        if turn != self._turn:
            return
        if isinstance(found, Exception):
            self._refused(found)
            return
        self.seen, rows = found
        self.check_step.show_file(self.seen, rows)
        self._show(CHECK)

    def _refused(self, error: Exception) -> None:
        if self.seen is not None:
            # Another way to read it failed: what was readable stays.
            self._show(CHECK)
            self.shell.fail(error)
            return
        self._show(FILE)
        self.file_step.say(str(error))

    def _read_otherwise(self, format_: str, options: dict[str, str]) -> None:
        if format_ != self._format:
            self._mapping = {}
        self._format, self._options = format_, options
        self._read_now()

    def _map(self, header: str, field: str) -> None:
        known = next((one.field for one in self.seen.columns if one.header == header), "") if self.seen else ""
        if known and known != field:
            self._mapping[known] = ""
        if field:
            self._mapping[field] = header
        self._read_now()

    # applying

    def apply(self, policy: str) -> None:
        """Do it: everything, or with policy ``good`` the rows without errors."""
        if self.seen is None:
            return
        desk, prepared = self.shell.desk, self.seen.prepared

        def work(report: Report) -> ImportResult:
            return desk.do(imports.apply, prepared, policy=policy, report=report)

        label = _("Importing {name}").format(name=self._path.name)
        self._job = self.shell.start(label, work, self._was_applied, _said)
        self._progress.set_current(APPLY)
        self._applying = True
        self._wait()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _was_cancelled(self, _error: object = None) -> None:
        self._show(CHECK if self.seen is not None else FILE)

    def _was_applied(self, result: ImportResult) -> None:
        self.result = result
        if result.refused:
            self._show(CHECK)
            self.shell.say(_("Nothing was imported: some rows have errors."), tone="warning")
            return
        emptied(self._done_lines)
        self._done_lines.addWidget(result_step(self.shell, self._what, self._path.name, result, self.start_over))
        self._show(DONE)


def _said(result: ImportResult) -> str:
    return changes_words(result)[0]
