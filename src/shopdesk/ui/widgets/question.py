"""A short question: a sentence, a few fields, one verb. Opened, never executed; typed text is never lost silently."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.ui import fonts
from shopdesk.ui.widgets.buttons import Button, Stepper
from shopdesk.ui.widgets.fields import Field, date_field
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import row

_WIDTH = 420


@dataclass(frozen=True)
class Ask:
    """One field: ``kind`` is text, long, number, date, choice, yes, secret; ``check`` says what is wrong."""

    key: str
    title: str
    kind: str = "text"
    value: Any = None
    choices: Sequence[tuple[str, str]] = ()
    needed: bool = False
    note: str = ""
    check: Callable[[Any], str] | None = None
    least: int = 0
    most: int = 999_999


def _widget(ask: Ask) -> QWidget:
    match ask.kind:
        case "long":
            text = QPlainTextEdit(ask.value or "")
            text.setFixedHeight(84)
            text.setTabChangesFocus(True)
            return text
        case "number":
            return Stepper(ask.value or ask.least, ask.least, ask.most)
        case "date":
            return date_field(ask.value)
        case "yes":
            box = QCheckBox(ask.title)
            box.setChecked(bool(ask.value))
            return box
        case "choice":
            combo = QComboBox()
            for key, title in ask.choices:
                combo.addItem(title, key)
            combo.setCurrentIndex(max(0, combo.findData(ask.value)))
            return combo
    line = QLineEdit(str(ask.value or ""))
    if ask.kind == "secret":
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def _answer(widget: QWidget) -> Any:
    match widget:
        case QPlainTextEdit():
            return widget.toPlainText().strip()
        case Stepper():
            return widget.value()
        case QDateEdit():
            chosen: QDate = widget.date()
            return date(chosen.year(), chosen.month(), chosen.day())
        case QCheckBox():
            return widget.isChecked()
        case QComboBox():
            return widget.currentData()
        case QLineEdit():
            return widget.text() if widget.echoMode() == QLineEdit.EchoMode.Password else widget.text().strip()
    return None


class Question(QDialog):
    """Asks, and hands the answers to ``then``; a refusal of ``then`` (UserError) is shown and the dialog stays."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        fields: Sequence[Ask],
        then: Callable[[Mapping[str, Any]], object],
        sentence: str = "",
        verb: str = "",
        danger: bool = False,
        fail: Callable[[BaseException], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._asks, self._then, self._fail = fields, then, fail
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(label(title, fonts.SECTION, fonts.SEMIBOLD))
        if sentence:
            lines.addWidget(label(sentence, role="secondary", wrap=True))
        self._fields: dict[str, Field] = {}
        for ask in fields:
            widget = _widget(ask)
            field = Field("" if ask.kind == "yes" else ask.title, widget, ask.note)
            widget.setAccessibleName(ask.title)
            self._fields[ask.key] = field
            lines.addWidget(field)
        self._problem = label("", role="danger", wrap=True)
        self._problem.hide()
        lines.addWidget(self._problem)
        lines.addSpacing(4)
        lines.addStretch(1)
        self._go = Button(verb or _("OK"), self.answer, "primary")
        self._go.setDefault(True)
        lines.addLayout(row(None, Button(_("Cancel"), self.reject), 8, self._go))
        if danger:
            self._go.setProperty("kind", "danger")
        if fields:
            self._fields[fields[0].key].field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._go.setFocus(Qt.FocusReason.OtherFocusReason)
        self._first = self._answers()

    def _answers(self) -> dict[str, Any]:
        return {key: _answer(field.field) for key, field in self._fields.items()}

    def field(self, key: str) -> QWidget:
        """The input of one field."""
        return self._fields[key].field

    def answer(self) -> None:
        """Check the fields and hand the answers on."""
        answers, wrong = self._answers(), None
        for ask in self._asks:
            value = answers[ask.key]
            problem = _("Please fill this in.") if ask.needed and value in ("", None) else ""
            if not problem and ask.check is not None:
                problem = ask.check(value)
            self._fields[ask.key].set_problem(problem)
            wrong = wrong or (self._fields[ask.key] if problem else None)
        if wrong is not None:
            wrong.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        try:
            self._then(answers)
        except UserError as error:
            self._problem.setText(str(error))
            self._problem.show()
            return
        except Exception as error:
            if self._fail is None:
                raise
            self._fail(error)
            return
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.answer()
        else:
            super().keyPressEvent(event)

    def reject(self) -> None:
        """Esc or Cancel: typed words are thrown away only on the second time."""
        typed = any(
            isinstance(field.field, QPlainTextEdit)
            and _answer(field.field)
            and _answer(field.field) != self._first[key]
            for key, field in self._fields.items()
        )
        if typed and self._problem.isHidden():
            self._problem.setText(_("What you typed would be lost. Press Esc again to throw it away."))
            self._problem.show()
            return
        super().reject()
