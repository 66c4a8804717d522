"""Fields: with label and problem text, for search and scanning, for dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import KeyCap, label, secondary
from shopdesk.ui.widgets.layouts import row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDateEdit


class SearchField(QLineEdit):
    """One line with an icon at its left and maybe a key cap at its right."""

    def __init__(self, hint: str, key: str = "", icon_name: str = "search", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setFont(fonts.font())
        self._icon = icon_name
        self._cap = KeyCap(key, parent=self) if key else None
        self.setTextMargins(22, 0, self._cap.width() + 4 if self._cap else 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._cap is not None:
            self._cap.move(self.width() - self._cap.width() - 8, (self.height() - self._cap.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, self._icon, theme.colour("text2"), 10, self.height() / 2 - 8)


class ScanField(SearchField):
    """Takes what a scanner types: no input method, no completion, text ready to be replaced."""

    def __init__(self, hint: str, key: str = "", icon_name: str = "search", parent: QWidget | None = None) -> None:
        super().__init__(hint, key, icon_name, parent)
        self.setObjectName("scan")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
            | Qt.InputMethodHint.ImhSensitiveData
        )


class Field(QWidget):
    """A field under its label, with room for the sentence that says what is wrong."""

    def __init__(self, title: str, field: QWidget, note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.field = field
        name = label(title, fonts.SECONDARY, fonts.MEDIUM)
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(title)
        field.setFont(fonts.font())
        self._note = note
        self._below = secondary(note, wrap=True)
        self._below.setVisible(bool(note))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for part in (name, field, self._below):
            lines.addWidget(part)
        self.setFocusProxy(field)

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong with the entry; empty clears it."""
        self._below.setText(sentence or self._note)
        self._below.setProperty("role", "danger" if sentence else "secondary")
        self._below.setVisible(bool(sentence or self._note))
        self.field.setProperty("problem", "true" if sentence else "false")
        self.field.setAccessibleDescription(sentence)
        for part in (self._below, self.field):
            part.style().unpolish(part)
            part.style().polish(part)


def date_field(value: date | None = None) -> QDateEdit:
    """A date with a calendar, in the order of the language in use."""
    from PySide6.QtCore import QDate
    from PySide6.QtWidgets import QDateEdit  # brings much with it that no first picture needs

    field = QDateEdit()
    field.setLocale(figures.locale())
    field.setDisplayFormat("yyyy-MM-dd" if figures.locale().name().startswith("zh") else "d MMM yyyy")
    field.setCalendarPopup(True)
    field.setFont(fonts.font())
    chosen = value or date.today()
    field.setDate(QDate(chosen.year, chosen.month, chosen.day))
    return field


class DateRange(QWidget):
    """From … to, given as ``2026-11-01..2026-11-22``."""

    chosen = Signal(str)

    def __init__(self, value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        first, _dots, last = value.partition("..")
        self._first = date_field(date.fromisoformat(first) if first else None)
        self._last = date_field(date.fromisoformat(last) if last else None)
        self._first.setAccessibleName(_("From"))
        self._last.setAccessibleName(_("To"))
        use = Button(_("Use"), lambda: self.chosen.emit(self.value()))
        self.setLayout(row(self._first, secondary("–"), self._last, use, margins=(8, 4, 8, 4), gap=6))

    def value(self) -> str:
        """The range, earlier day first."""
        ends = sorted(field.date().toString(Qt.DateFormat.ISODate) for field in (self._first, self._last))
        return f"{ends[0]}..{ends[1]}"
