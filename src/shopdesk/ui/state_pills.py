"""State pills: icon, word and colour of a state, drawn the same in lists and on pages."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.i18n import _
from shopdesk.queries.state_titles import TITLES
from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon

HEIGHT = 20
_ICON, _ICON_LEFT, _TEXT_LEFT, _RIGHT = 12, 7, 22, 8


@dataclass(frozen=True)
class Sign:
    """How one state is shown."""

    word: str
    tone: str
    icon: str


def sign(machine: str, state: str) -> Sign:
    """The sign of a state, its word translated; an unknown one is shown by its own name.

    ``state`` may carry its machine itself, as in ``order_hold/on_hold``.
    """
    own, slash, name = state.partition("/")
    if slash:
        machine, state = own, name
    look = theme.tokens()["states"].get(machine, {}).get(state, {"tone": "neutral", "icon": "circle"})
    word = TITLES.get(machine, {}).get(state)
    return Sign(_(word) if word else state.replace("_", " ").capitalize(), look["tone"], look["icon"])


def pill_width(shown: Sign) -> int:
    """Pixels a pill needs to show its whole word."""
    return ceil(fonts.width(shown.word, fonts.SECONDARY, fonts.MEDIUM)) + _TEXT_LEFT + _RIGHT


def paint_pill(painter: QPainter, x: float, middle: float, shown: Sign, room: float | None = None) -> float:
    """Draw a pill from ``x`` around the height ``middle``, at most ``room`` wide; returns its width."""
    width: float = pill_width(shown)
    if room is not None:
        width = min(width, room)
    colours = theme.tone(shown.tone)
    box = QRectF(x, round(middle - HEIGHT / 2), width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if shown.tone == "quiet":
        painter.setPen(QPen(colours.line, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 9.5, 9.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.fill)
        painter.drawRoundedRect(box, 10, 10)
    paint_icon(painter, shown.icon, colours.text, box.x() + _ICON_LEFT, box.y() + 4, _ICON, colours.fill)
    painter.setFont(fonts.font(fonts.SECONDARY, fonts.MEDIUM))
    painter.setPen(colours.text)
    word = fonts.metrics(fonts.SECONDARY, fonts.MEDIUM).elidedText(
        shown.word, Qt.TextElideMode.ElideRight, width - _TEXT_LEFT - _RIGHT + 2
    )
    painter.drawText(box.adjusted(_TEXT_LEFT, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)
    painter.restore()
    return width


class Pill(QWidget):
    """A state pill on a page."""

    def __init__(self, machine: str, state: str, parent: QWidget | None = None, word: str = "") -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._sign = Sign("", "quiet", "circle")
        self.show_state(machine, state, word)

    def show_state(self, machine: str, state: str, word: str = "") -> None:
        """Show another state; ``word`` replaces the usual one, e.g. a number in it."""
        found = sign(machine, state)
        self.show_sign(Sign(word, found.tone, found.icon) if word else found)

    def show_sign(self, shown: Sign) -> None:
        """Show any sign, e.g. one that is no state of a machine."""
        self._sign = shown
        self.setAccessibleName(shown.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self._sign), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_pill(painter, 0, self.height() / 2, self._sign, self.width())
