"""The step between reading a file and applying it: every row, every problem, and how the file is read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.ui import figures
from shopdesk.ui.importing.file_table import FileTable
from shopdesk.ui.importing.problem_panel import ProblemPanel, Trouble, kept_out
from shopdesk.ui.shell import Shell
from shopdesk.ui.view_tabs import Tab, ViewTabs
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import Elided, KeyCap, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row, rule
from shopdesk.usecases.import_preview import Preview
from shopdesk.usecases.import_rows import FileRows
from shopdesk.usecases.imports import formats

ENCODINGS: tuple[tuple[str, str], ...] = (
    ("", N_("as found")),
    ("utf-8", "UTF-8"),
    ("gb18030", N_("Chinese, simplified (GB18030)")),
    ("big5", N_("Chinese, traditional (Big5)")),
    ("cp1252", N_("Western European (Windows-1252)")),
    ("cp1250", N_("Central European (Windows-1250)")),
    ("cp1251", N_("Cyrillic (Windows-1251)")),
    ("cp932", N_("Japanese (Shift-JIS)")),
    ("euc_kr", N_("Korean (EUC-KR)")),
    ("utf-16", "UTF-16"),
)
_OWN = "custom"


class CheckStep(QWidget):
    """Shows a previewed file. Signals: read it otherwise (format, options), map a column, apply (policy), discard."""

    read_otherwise = Signal(str, dict)
    mapped = Signal(str, str)
    apply_wanted = Signal(str)
    discard_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._shell = shell
        self._seen: Preview | None = None
        self._rows: FileRows | None = None
        self._at = -1
        self.tabs = ViewTabs([
            Tab("all", _("All")), Tab("error", _("Errors"), "danger"), Tab("warning", _("Warnings"), "warning"),
            Tab("ready", _("Without problems")),
        ])  # fmt: skip
        self.tabs.setAccessibleName(_("Rows of the file"))
        self.tabs.chosen.connect(lambda _key: self._show_rows())
        self._next = Button(_("Next problem"), self.next_problem, "link")
        self.table = FileTable()
        self.table.mapped.connect(self.mapped)
        self.panel = ProblemPanel()
        self.panel.wanted.connect(self._go_to_next_of)
        self._how = row(margins=(16, 7, 16, 7), gap=8)
        self._notes = QVBoxLayout()
        self._notes.setContentsMargins(0, 0, 0, 0)
        top = row(self.tabs, None, KeyCap("F8"), 6, self._next, margins=(10, 0, 16, 0))
        left = plain(column(top, rule(), self._how, rule(), (self.table, 1)))
        self.setLayout(row((left, 1), self.panel))

    def show_file(self, seen: Preview, rows: FileRows) -> None:
        """Show another file, or the same one read otherwise."""
        self._seen, self._rows, self._at = seen, rows, -1
        self.tabs.set_counts({key: len(rows.view(key)) for key in ("all", "error", "warning", "ready")})
        self._show_how(seen)
        self.panel.show_file(seen)
        self._show_steps(seen)
        self._next.setVisible(bool(seen.problems))
        self._show_rows()

    def _show_rows(self) -> None:
        if self._seen is not None and self._rows is not None:
            self.table.show_file(self._rows, self._seen, self.tabs.current())

    # how it is read

    def _show_how(self, seen: Preview) -> None:
        emptied(self._how)
        known = [(one["name"], one["title"]) for one in formats(seen.prepared.what)]
        choices = [*known, (_OWN, _("Own columns"))]
        self._add_choice(_("Format"), "format", choices, seen.format)
        if not seen.encoding_certain or seen.prepared.options.get("encoding"):
            chosen = seen.prepared.options.get("encoding", "")
            self._add_choice(_("Text"), "encoding", [(key, _(title)) for key, title in ENCODINGS], chosen)
        if len(seen.sheets) > 1:
            self._add_choice(_("Sheet"), "sheet", [(name, name) for name in seen.sheets], seen.sheet)
        if "dates" in seen.asks or seen.prepared.options.get("dates"):
            orders = [("", _("as found")), ("dmy", _("day/month/year")), ("mdy", _("month/day/year"))]
            self._add_choice(_("Dates"), "dates", orders, seen.prepared.options.get("dates", ""))
        if seen.absent_columns:
            words = _("Not in the file: {names}").format(names=", ".join(seen.absent_columns))
            self._how.addSpacing(4)
            self._how.addWidget(Elided(words, 12, role="secondary"), 1)
        self._how.addStretch(1)

    def _add_choice(self, title: str, key: str, choices: list[tuple[str, str]], current: str) -> None:
        combo = QComboBox()
        for value, words in choices:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(0, combo.findData(current)))
        combo.setAccessibleName(title)
        combo.setMaximumWidth(230)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.activated.connect(lambda _at: self._chosen(key, str(combo.currentData() or "")))
        self._how.addWidget(secondary(title))
        self._how.addWidget(combo)
        self._how.addSpacing(8)

    def _chosen(self, key: str, value: str) -> None:
        if self._seen is None:
            return
        options = {name: kept for name, kept in self._seen.prepared.options.items() if name != "zone"}
        format_ = self._seen.format
        if key == "format":
            format_ = value
        elif value:
            options[key] = value
        else:
            options.pop(key, None)
        self.read_otherwise.emit(format_, options)

    # going to problems

    def next_problem(self) -> None:
        """Go to the next problem, from the first again after the last."""
        if self._seen is None or not self._seen.problems:
            return
        for step in range(1, len(self._seen.problems) + 1):
            place = (self._at + step) % len(self._seen.problems)
            if self._go_to(place):
                return

    def _go_to_next_of(self, trouble: Trouble) -> None:
        later = [place for place in trouble.places if place > self._at]
        for place in [*later, *trouble.places]:
            if self._go_to(place):
                return

    def _go_to(self, place: int) -> bool:
        if self._seen is None or self._rows is None:
            return False
        problem = self._seen.problems[place]
        position = self._rows.position_of(problem.row)
        if position is None:
            return False
        self._at = place
        section = self._rows.column_of(problem)
        if not self.table.go_to(position, section):
            self.tabs.choose("all")
            self._show_rows()
            self.table.go_to(position, section)
        return True

    # steps

    def _show_steps(self, seen: Preview) -> None:
        emptied(self.panel.foot)
        bad = kept_out(seen.result)
        rows = seen.result.rows
        if seen.errors:
            words = n_(
                "{count} row with errors stays out, and with it the rest of its order or product.",
                "{count} rows with errors stay out, and with them the rest of their orders or products.",
                bad,
            ).format(count=figures.number(bad))
            self.panel.foot.addWidget(secondary(words, wrap=True))
        good = Button(_("Apply the good rows"), lambda: self.apply_wanted.emit("good"), "primary", "check")
        whole = n_("Apply {count} row", "Apply all {count} rows", rows).format(count=figures.number(rows))
        everything = Button(whole, lambda: self.apply_wanted.emit("all"), "primary", "check")
        discard = Button(_("Discard"), self.discard_wanted.emit)
        nothing = not (seen.result.created or seen.result.updated)
        why = ""
        if not self._shell.may(Right.IMPORT_FILES):
            why = _("Your role does not allow this step.")
        elif nothing:
            why = _("No row of this file would change anything.")
        if seen.errors:
            everything.set_kind("secondary")
            everything.refuse(_("Some rows have errors. Correct the file, or apply the good rows only."))
            good.refuse(why)
            self.panel.foot.addWidget(good)
            self.panel.foot.addLayout(row((everything, 1), 8, discard))
        else:
            everything.refuse(why)
            good.hide()
            good.deleteLater()
            self.panel.foot.addLayout(row((everything, 1), 8, discard))
        for button in (good, everything, discard):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
