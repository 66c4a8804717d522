"""A card: a titled group on a page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from shopdesk.ui import fonts
from shopdesk.ui.widgets.labels import Elided, label
from shopdesk.ui.widgets.layouts import row
from shopdesk.ui.widgets.people import Sign

_TONE_ICONS = {"info": "info", "success": "checkc", "warning": "warn", "danger": "stop"}


class Card(QFrame):
    """A white card with hairline outline; ``body`` is the layout below its title line, ``head`` the title line."""

    def __init__(self, title: str = "", note: str = "", parent: QWidget | None = None, padding: int = 16) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(padding, 12 if title else padding, padding, padding)
        outer.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(8)
        if title:
            self.setAccessibleName(title)
            self.head.addWidget(label(title, fonts.BODY, fonts.SEMIBOLD))
            self.note = Elided(note, fonts.SECONDARY, role="secondary")
            self.head.addWidget(self.note, 1)
            self.head.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            outer.addLayout(self.head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        outer.addLayout(self.body, 1)

    def set_note(self, note: str) -> None:
        """Change the quiet words beside the title."""
        self.note.setText(note)

    def add(self, *parts: QWidget | QLayout) -> Card:
        """Put parts into the body, from top to bottom."""
        for part in parts:
            if isinstance(part, QLayout):
                self.body.addLayout(part)
            else:
                self.body.addWidget(part)
        return self


class Notice(QFrame):
    """A tinted box with a sentence: a note of the customer, a warning."""

    def __init__(self, text: str, tone: str = "info", icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("well", tone)
        words = label(text, fonts.SECONDARY, fonts.MEDIUM, tone if tone not in ("neutral", "quiet") else "", wrap=True)
        self.setLayout(
            row(Sign(icon_name or _TONE_ICONS.get(tone, "note"), tone), 8, (words, 1), margins=(10, 8, 10, 8))
        )
        self.setAccessibleName(text)
