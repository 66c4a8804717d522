"""A form: named groups of fields, each with room for what is wrong with it; saved whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.ui import fonts
from shopdesk.ui.forms.entries import Entry, Input, made_input
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.fields import Field
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import column, frame, plain, row, rule, scrolling

_WIDTH, _MOST_HEIGHT, _HALVES = 640, 640, 2
Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Group:
    """Fields that belong together, two beside each other where they are short."""

    title: str
    entries: Sequence[Entry]


class FieldProblem(UserError):
    """A refusal that belongs to one field; ``key`` names it."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


class Form(QDialog):
    """Shows groups of entries; ``save`` gets the answers. Its refusal (UserError) is shown and the form stays open."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        groups: Sequence[Group],
        save: Callable[[Answers], object],
        verb: str = "",
        sentence: str = "",
        fail: Callable[[BaseException], object] | None = None,
        side: QWidget | None = None,
        width: int = _WIDTH,
    ) -> None:
        super().__init__(parent)
        self._save, self._fail = save, fail
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._inputs: dict[str, Input] = {}
        self._fields: dict[str, Field] = {}
        self._entries = [entry for group in groups for entry in group.entries]
        parts = QVBoxLayout()
        parts.setContentsMargins(24, 0, 24, 12)
        parts.setSpacing(18)
        for group in groups:
            parts.addWidget(self._group(group))
        parts.addStretch(1)
        content = plain(parts)
        area = scrolling(content)
        head = column(label(title, fonts.SECTION, fonts.SEMIBOLD), gap=4, margins=(24, 20, 24, 14))
        if sentence:
            head.addWidget(label(sentence, role="secondary", wrap=True))
        self._problem = label("", role="danger", wrap=True)
        self._problem.hide()
        self._go = Button(verb or _("Save"), self.answer, "primary")
        self._go.setDefault(True)
        said = plain(row((self._problem, 1)))
        cancel = Button(_("Cancel"), self.reject)
        foot = frame("steps", row((said, 1), 12, cancel, 8, self._go, margins=(24, 12, 24, 14)))
        middle = row((area, 1)) if side is None else row((area, 1), side)
        lines = column(head, margins=(0, 0, 0, 0))
        lines.addLayout(middle, 1)
        lines.addWidget(rule())
        lines.addWidget(foot)
        self.setLayout(lines)
        wanted = content.sizeHint().height() + head.sizeHint().height() + foot.sizeHint().height() + 8
        self.resize(width, min(wanted, _MOST_HEIGHT))
        # The first thing to type is what is needed and not known yet.
        open_ones = [entry.key for entry in self._entries if entry.needed and entry.value in (None, "")]
        first = next(iter(open_ones), next(iter(self._fields), ""))
        if first:
            self._fields[first].field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._first = self._answers()

    def _group(self, group: Group) -> QWidget:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        line, half = 0, 0
        for entry in group.entries:
            made = made_input(entry)
            field = Field("" if entry.kind == "yes" else entry.title, made.widget, entry.note)
            made.widget.setAccessibleName(entry.title)
            self._inputs[entry.key], self._fields[entry.key] = made, field
            width = 1 if entry.half else _HALVES
            if half + width > _HALVES:
                line, half = line + 1, 0
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(field, line, half, 1, width, top)
            half += width
        if not group.title:
            return plain(grid)
        return plain(column(label(group.title, fonts.BODY, fonts.SEMIBOLD), 10, grid))

    def field(self, key: str) -> QWidget:
        """The input of one field."""
        return self._inputs[key].widget

    def problem_of(self, key: str) -> str:
        """What is said to be wrong with a field, or ``""``."""
        return self._fields[key].field.accessibleDescription()

    def _answers(self) -> dict[str, Any]:
        found = {}
        for key, made in self._inputs.items():
            try:
                found[key] = made.value()
            except UserError:
                found[key] = made.words()
        return found

    def _checked(self) -> dict[str, Any] | None:
        answers: dict[str, Any] = {}
        wrong: Field | None = None
        for entry in self._entries:
            problem = ""
            try:
                value = answers[entry.key] = self._inputs[entry.key].value()
                if entry.needed and value in ("", None):
                    problem = _("Please fill this in.")
                elif entry.check is not None and value not in ("", None):
                    problem = entry.check(value)
            except UserError as error:
                problem = str(error)
            self._fields[entry.key].set_problem(problem)
            if problem and wrong is None:
                wrong = self._fields[entry.key]
        if wrong is None:
            return answers
        wrong.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return None

    def answer(self) -> None:
        """Check the fields and hand the answers on."""
        self._say("")
        answers = self._checked()
        if answers is None:
            return
        try:
            self._save(answers)
        except FieldProblem as error:
            self._fields[error.key].set_problem(str(error))
            self._fields[error.key].field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        except UserError as error:
            self._say(str(error))
            return
        except Exception as error:
            if self._fail is None:
                raise
            self._fail(error)
            return
        self.accept()

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.answer()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc or Cancel: what was typed is thrown away only on the second time."""
        lost = _("What you typed would be lost. Press Esc again to throw it away.")
        if self._answers() != self._first and self._problem.text() != lost:
            self._say(lost)
            return
        super().reject()
