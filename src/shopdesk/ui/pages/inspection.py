"""Judging what came back, line by line: good, damaged, missing, and where each piece goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from shopdesk.domain.returns import DISPOSITION_TITLES, Disposition, ReturnLineFacts, inspect_refusal
from shopdesk.i18n import N_, _, listed
from shopdesk.queries.return_details import ReturnLineDetail
from shopdesk.ui import figures, fonts
from shopdesk.ui.widgets.buttons import Button, Segmented, Stepper
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.people import Sign, Thumb

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_GOOD_TO = (Disposition.RESTOCK, Disposition.REFURBISH, Disposition.TO_SUPPLIER, Disposition.BACK_TO_CUSTOMER)
_DAMAGED_TO = (Disposition.SCRAP, Disposition.REFURBISH, Disposition.TO_SUPPLIER, Disposition.BACK_TO_CUSTOMER)
GRADES = (("A", N_("as new")), ("B", N_("used")), ("C", N_("poor")))
_STEPPER, _NAME, _CHOICE, _INDENT = 132, 76, 168, 60


@dataclass
class Draft:
    """What a person has judged of one line and not decided yet."""

    good: int
    damaged: int = 0
    missing: int = 0
    good_to: str = Disposition.RESTOCK.value
    damaged_to: str = Disposition.SCRAP.value
    grade: str = "A"
    bin: str = ""
    note: str = ""
    touched: bool = False

    def given_back(self) -> int:
        """Pieces the customer gives up; what goes back to him is his again."""
        own = Disposition.BACK_TO_CUSTOMER.value
        return (0 if self.good_to == own else self.good) + (0 if self.damaged_to == own else self.damaged)

    def problem(self, line: ReturnLineDetail) -> str:
        """Why this does not add up."""
        facts = ReturnLineFacts(line.title, line.expected, line.received, self.good, self.damaged, self.missing)
        return inspect_refusal(facts) or ""


def first_draft(line: ReturnLineDetail, arrived: bool) -> Draft:
    """What is most likely: everything that came is good."""
    return Draft(line.received, missing=line.expected - line.received) if arrived else Draft(line.expected)


class LineInspection(QWidget):
    """One line with its steppers; ``changed`` after every change, ``decide`` when this line alone is settled."""

    changed = Signal()
    decide = Signal()

    def __init__(self, shell: Shell, line: ReturnLineDetail, draft: Draft, arrived: bool) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.line, self.draft, self._arrived = line, draft, arrived
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 10, 0, 12)
        lines.setSpacing(8)
        lines.addLayout(self._head(shell))
        lines.addLayout(self._grid())
        self._mirror()

    def _head(self, shell: Shell) -> QVBoxLayout:
        known = _known(self.line)
        words = column(
            Elided(self.line.title, weight=fonts.SEMIBOLD),
            Elided(known, fonts.SECONDARY, role="secondary", tabular=True),
            gap=2,
        )
        count = self.line.received if self._arrived else self.line.expected
        text = _("{count} came back") if self._arrived else _("{count} expected")
        figure = label(text.format(count=figures.number(count)), weight=fonts.MEDIUM, tabular=True)
        line = row(Thumb(shell.pictures, self.line.image, self.line.title, 48), 12)
        line.addLayout(words, 1)
        line.addSpacing(12)
        line.addWidget(figure)
        return column(line)

    def _grid(self) -> QGridLayout:
        draft, expected = self.draft, self.line.expected
        self.good, self.damaged, self.missing = (
            Stepper(value, 0, expected) for value in (draft.good, draft.damaged, draft.missing)
        )
        self.good_to, self.damaged_to = _choices(_GOOD_TO, draft.good_to), _choices(_DAMAGED_TO, draft.damaged_to)
        self.bin = QLineEdit(draft.bin)
        self.bin.setPlaceholderText(_("usual bin"))
        self.bin.setAccessibleName(_("Bin for {title}").format(title=self.line.title))
        self.bin.setMaximumWidth(120)
        self.note = QLineEdit(draft.note)
        self.note.setPlaceholderText(_("Note on its condition"))
        self.note.setAccessibleName(_("Note on {title}").format(title=self.line.title))
        self.grade = Segmented([(key, key) for key, _words in GRADES], draft.grade)
        self.grade.setAccessibleName(_("Grade"))
        for key, words in GRADES:
            self.grade._buttons[key].setToolTip(_(words))
        self._sign, self._told = Sign("check", "success", 14), label("", fonts.SECONDARY, role="success", wrap=True)
        self.decide_button = Button(_("Decide this line"), self.decide.emit)
        grid = QGridLayout()
        grid.setContentsMargins(_INDENT, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(4, 1)
        steppers = (("good", _("Good"), self.good), ("damaged", _("Damaged"), self.damaged),
                    ("missing", _("Missing"), self.missing))  # fmt: skip
        for place, (_key, title, stepper) in enumerate(steppers):
            name = label(title, weight=fonts.MEDIUM)
            name.setFixedWidth(_NAME)
            stepper.setFixedWidth(_STEPPER)
            stepper.setAccessibleName(_("{what}: {title}").format(what=title, title=self.line.title))
            grid.addWidget(name, place, 0)
            grid.addWidget(stepper, place, 1)
        self.good_to.setAccessibleName(_("What happens to the good pieces"))
        self.damaged_to.setAccessibleName(_("What happens to the damaged pieces"))
        grid.addWidget(self.good_to, 0, 2)
        grid.addWidget(self.bin, 0, 3)
        grid.addWidget(self.damaged_to, 1, 2)
        grid.addLayout(row(secondary(_("Grade")), 8, self.grade), 1, 3, 1, 2)
        grid.addWidget(self.note, 2, 2, 1, 3)
        grid.addLayout(row(self._sign, 6, (self._told, 1), 12, self.decide_button), 3, 0, 1, 5)
        self.good.changed.connect(lambda value: self._count("good", value))
        self.damaged.changed.connect(lambda value: self._count("damaged", value))
        self.missing.changed.connect(lambda value: self._count("missing", value))
        for combo, key in ((self.good_to, "good_to"), (self.damaged_to, "damaged_to")):
            combo.currentIndexChanged.connect(lambda _at, combo=combo, key=key: self._set(key, combo.currentData()))
        self.bin.textEdited.connect(lambda text: self._set("bin", text.strip()))
        self.note.textEdited.connect(lambda text: self._set("note", text.strip()))
        self.grade.chosen.connect(lambda key: self._set("grade", key))
        return grid

    def add_good(self) -> bool:
        """One more good piece, as a scan says; False when all are accounted for."""
        if self.draft.good + self.draft.damaged + self.draft.missing >= self.line.expected:
            return False
        self.good.set_value(self.draft.good + 1, True)
        return True

    def start_counting(self) -> None:
        """Begin at zero, for counting by scans."""
        self.good.set_value(0, True)

    def _set(self, key: str, value: str) -> None:
        setattr(self.draft, key, value)
        self.draft.touched = True
        self._mirror()
        self.changed.emit()

    def _count(self, key: str, value: int) -> None:
        setattr(self.draft, key, value)
        self.draft.touched = True
        if key != "good":
            # What is neither damaged nor missing is good; so the usual case needs one click.
            self.draft.good = max(0, self.line.expected - self.draft.damaged - self.draft.missing)
            self.good.set_value(self.draft.good)
        self._mirror()
        self.changed.emit()

    def _mirror(self) -> None:
        draft = self.draft
        counted = draft.good + draft.damaged + draft.missing
        why = draft.problem(self.line)
        told = _("{counted} of {expected} accounted for").format(
            counted=figures.number(counted), expected=figures.number(self.line.expected)
        )
        self._told.setText(why or told)
        role = "danger" if why else "success"
        self._told.setProperty("role", role)
        self._told.style().unpolish(self._told)
        self._told.style().polish(self._told)
        self._sign.set_icon("warn" if why else "check", role)
        for part in (self.good_to, self.bin):
            part.setEnabled(bool(draft.good))
        self.bin.setEnabled(bool(draft.good) and draft.good_to == Disposition.RESTOCK)
        self.damaged_to.setEnabled(bool(draft.damaged))
        self.decide_button.refuse(why)


def _known(line: ReturnLineDetail) -> str:
    """What the goods are, their lots, and why they come."""
    lots = _("lot {codes}").format(codes=listed(line.lots)) if line.lots else ""
    return " · ".join(part for part in (line.variant_title, line.sku, lots, line.reason) if part)


def _choices(offered: tuple[Disposition, ...], current: str) -> QComboBox:
    combo = QComboBox()
    for disposition in offered:
        combo.addItem(_(DISPOSITION_TITLES[disposition]), disposition.value)
    combo.setCurrentIndex(max(0, combo.findData(current)))
    combo.setFixedWidth(_CHOICE)
    return combo


def decided_line(shell: Shell, line: ReturnLineDetail, currency: str) -> QWidget:
    """A line that is settled: what was found and where it went."""
    counts = [
        words.format(count=figures.number(count))
        for words, count in (
            (_("{count} good"), line.good),
            (_("{count} damaged"), line.damaged),
            (_("{count} missing"), line.missing),
        )
        if count
    ]
    if line.decided and not counts:
        counts = [_("{count} never sent").format(count=figures.number(line.expected))]
    told = " · ".join(part for part in (*counts, line.disposition_title, line.note) if part)
    known = _known(line)
    words = column(Elided(line.title, weight=fonts.SEMIBOLD), gap=2)
    words.addWidget(Elided(known, fonts.SECONDARY, role="secondary", tabular=True))
    words.addWidget(Elided(told, fonts.SECONDARY, role="warning" if line.damaged or line.missing else "success"))
    made = row(Thumb(shell.pictures, line.image, line.title, 48), 12, margins=(0, 10, 0, 10))
    made.addLayout(words, 1)
    made.addSpacing(12)
    amount = figures.money(line.refund_due, currency) if line.refund_due else figures.NOTHING
    made.addLayout(column(label(amount, weight=fonts.MEDIUM, tabular=True), secondary(_("refund")), None, gap=2))
    return plain(made)
