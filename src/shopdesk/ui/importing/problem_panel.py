"""What is wrong with a file, alike problems together, and what its import would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.i18n import _, n_
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.importing.words import changes_words
from shopdesk.ui.widgets.card import Notice
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row, rule, scrolling
from shopdesk.ui.widgets.people import Sign
from shopdesk.usecases.import_preview import Preview
from shopdesk.usecases.imports import ImportResult

WIDTH = 284
_WORDS, _SHOWN_ROWS, _MOST_GROUPS = 192, 5, 60


@dataclass
class Trouble:
    """Problems that say the same: how they are told, and where they are (index into the list of problems)."""

    tone: str
    words: str
    column: str
    places: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


def grouped(problems: Sequence[object]) -> list[Trouble]:
    """Problems with the same sentence (but for what was found) together, errors first."""
    found: dict[tuple[str, str, str], Trouble] = {}
    for place, problem in enumerate(problems):
        got, why = str(getattr(problem, "got", "")), str(getattr(problem, "why", ""))
        alike = why.replace(got, "…") if len(got) > 1 else why
        severity, name = str(getattr(problem, "severity", "error")), str(getattr(problem, "column", ""))
        tone = "danger" if severity == "error" else "warning"
        trouble = found.setdefault((tone, name, alike), Trouble(tone, why, name))
        if trouble.words != why:
            trouble.words = alike
        trouble.places.append(place)
        trouble.rows.append(int(getattr(problem, "row", 0)))
    return sorted(found.values(), key=lambda trouble: (trouble.tone != "danger", trouble.places[0]))


class _Group(QFrame):
    """One group of alike problems; a click goes to the next of them."""

    wanted = Signal(object)

    def __init__(self, trouble: Trouble) -> None:
        super().__init__()
        self._trouble = trouble
        self.setObjectName("plain")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        count = len(trouble.places)
        words = _wrapped(trouble.words, fonts.BODY, fonts.MEDIUM)
        shown = ", ".join(figures.number(one) for one in trouble.rows[:_SHOWN_ROWS])
        more = "…" if count > _SHOWN_ROWS else ""
        where = n_("row {rows}", "rows {rows}", count).format(rows=f"{shown}{more}")
        parts = " · ".join(part for part in (trouble.column, where) if part)
        where_words = _wrapped(parts, fonts.SECONDARY, fonts.REGULAR, "secondary")
        sign = Sign("stop" if trouble.tone == "danger" else "warn", trouble.tone)
        figure = label(figures.number(count), weight=fonts.SEMIBOLD, tabular=True)
        line = row(sign, 10, (plain(column(words, where_words, gap=2)), 1), 8, figure,
                   margins=(8, 9, 8, 9))  # fmt: skip
        for part in (sign, figure):
            line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        self.setAccessibleName(f"{trouble.words} {parts}")
        self.setToolTip(_("Go to the next of these"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.wanted.emit(self._trouble)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit(self._trouble)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not (self.hasFocus() or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "hairline"), 1.5))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)


class ProblemPanel(QFrame):
    """At the right of the table: what would happen, what is wrong, and the steps at its foot."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFixedWidth(WIDTH)
        self._content = QVBoxLayout()
        self._content.setContentsMargins(8, 12, 14, 12)
        self._content.setSpacing(0)
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(16, 12, 16, 14)
        self.foot.setSpacing(8)
        lines = column((scrolling(plain(self._content)), 1), rule(), self.foot, margins=(1, 0, 0, 0))
        self.setLayout(lines)

    def show_file(self, seen: Preview) -> None:
        """Tell about another file, or the same one read otherwise."""
        emptied(self._content)
        self._heading(_("What will happen"))
        for words in changes_words(seen.result):
            self._content.addWidget(_indented(label(words, wrap=True)))
        for note in seen.notes:
            self._content.addSpacing(8)
            self._content.addWidget(_indented(Notice(note, "info")))
        troubles = grouped(seen.problems)
        self._content.addSpacing(16)
        self._heading(_("Problems"))
        if not troubles:
            self._content.addWidget(_indented(label(_("None. Every row can be used."), role="success", wrap=True)))
        for place, trouble in enumerate(troubles[:_MOST_GROUPS]):
            if place:
                self._content.addWidget(rule())
            group = _Group(trouble)
            group.wanted.connect(self.wanted)
            self._content.addWidget(group)
        if len(troubles) > _MOST_GROUPS:
            more = _("and {count} other kinds").format(count=figures.number(len(troubles) - _MOST_GROUPS))
            self._content.addWidget(_indented(secondary(more)))
        if seen.unused_columns:
            self._content.addSpacing(16)
            self._heading(_("Columns not used"))
            names = ", ".join(name for name in seen.unused_columns)
            self._content.addWidget(_indented(secondary(names, wrap=True)))
        self._content.addStretch(1)

    def _heading(self, text: str) -> None:
        self._content.addWidget(_indented(label(text, fonts.BODY, fonts.SEMIBOLD)))
        self._content.addSpacing(4)


def _wrapped(text: str, px: int, weight: int, role: str = "") -> QLabel:
    """Words over several lines, as high as they need in the width of the panel."""
    made = label(text, px, weight, role, wrap=True)
    made.setFixedWidth(_WORDS)
    made.setMinimumHeight(made.heightForWidth(_WORDS))
    return made


def _indented(part: QWidget) -> QWidget:
    return plain(row((part, 1), margins=(8, 1, 0, 1)))


def kept_out(result: ImportResult) -> int:
    """How many rows have an error of their own."""
    return len({problem.row for problem in result.problems if problem.severity == "error"})
