"""What was just scanned, large enough to read from two metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from shopdesk.ui import fonts
from shopdesk.ui.widgets.labels import Elided, KeyCap, label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row
from shopdesk.ui.widgets.people import Sign, Thumb

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_HEIGHT, _PICTURE = 128, 96
_ICONS = {"success": "checkc", "warning": "warn", "danger": "stop", "info": "pin", "neutral": "scan"}


@dataclass(frozen=True)
class Told:
    """A large title with a line below it, a figure at the right, in a tone; ``line_id`` is the order's line meant."""

    title: str
    words: str
    tone: str
    figure: str = ""
    image: str | None = None
    line_id: int = 0


class DockCard(QFrame):
    """The answer to the last scan."""

    def __init__(self, shell: Shell, told: Told, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._shell = shell
        self.setMinimumHeight(_HEIGHT)
        self._inside = row(margins=(18, 16, 22, 16))
        self.setLayout(self._inside)
        self.show_told(told, keys)

    def show_told(self, told: Told, keys: Sequence[tuple[str, str]]) -> None:
        """Say something else."""
        emptied(self._inside)
        self.setProperty("well", told.tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(" ".join(part for part in (told.title, told.figure, told.words) if part))
        role = told.tone if told.tone != "neutral" else ""
        # A refusal is a whole sentence and must be read to its end; the name of goods may give way.
        if told.tone == "danger":
            title = label(told.title, 20, fonts.SEMIBOLD, role, wrap=True)
        else:
            title = Elided(told.title, 22, fonts.SEMIBOLD, role)
        lines = column(None, title, Elided(told.words, 14, fonts.MEDIUM, "" if role else "secondary"), gap=4)
        if keys:
            hints = row(gap=6, margins=(0, 6, 0, 0))
            for key, words in keys:
                hints.addWidget(KeyCap(key))
                hints.addWidget(secondary(words))
                hints.addSpacing(8)
            hints.addStretch(1)
            lines.addLayout(hints)
        lines.addStretch(1)
        picture = Thumb(self._shell.pictures, told.image, told.title, _PICTURE) if told.line_id or told.image else None
        sign = Sign(_ICONS.get(told.tone, "scan"), told.tone if role else "text2", 40)
        self._inside.addWidget(picture or sign)
        self._inside.addSpacing(18)
        self._inside.addWidget(plain(lines), 1)
        if told.figure:
            self._inside.addSpacing(16)
            self._inside.addWidget(label(told.figure, 34, fonts.SEMIBOLD, role, tabular=True))
