"""Measures, colours and building blocks of the bench: everything is drawn for 1920 × 1080 and scaled by one factor."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.ui import theme
from shopdesk.ui.bench.parts import Ink, Panel, Picture, Symbol, Text
from shopdesk.ui.pictures import Pictures

WIDTH, HEIGHT = 1920, 1080
ALARM, ALARM_DEEP, ALARM_SOFT, WHITE = QColor("#B3201F"), QColor("#8F1716"), QColor("#FBE3E2"), QColor("#FFFFFF")
PAPER, PAPER_TEXT, PAPER_SOFT, PAPER_CHIP = QColor("#FFFFFF"), QColor("#1C1C1A"), QColor("#5F5F5A"), QColor("#EFEFEB")
PAPER_RED, PAPER_GREEN = QColor("#7A1513"), QColor("#145C37")

Box = TypeVar("Box", bound=QBoxLayout)
Part = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | tuple[QWidget | QLayout, int, Qt.AlignmentFlag] | None
_TONES = ("info", "success", "warning", "danger", "neutral", "quiet")


def ink(colour: Ink) -> QColor:
    """A colour by token name, by the name of a tone (its words), or as it is."""
    if isinstance(colour, QColor):
        return colour
    return theme.tone(colour).text if colour in _TONES else theme.colour(colour)


def tint(tone: str) -> QColor:
    """The fill that goes with the words of a tone."""
    return theme.tone(tone).fill


def ok_fill() -> QColor:
    """The green of a right scan; white on it reads well in both themes."""
    return QColor("#1A7F4B" if theme.mode() == "light" else "#24845A")


def question_fill() -> QColor:
    """The amber of a question."""
    return QColor("#F2C14E" if theme.mode() == "light" else "#E3B341")


def question_ink() -> QColor:
    """Words on the amber of a question."""
    return QColor("#2A1D00")


class Look:
    """Makes the parts of one bench at one size; every measure is in pixels of a 1920 × 1080 screen."""

    def __init__(self, width: int, height: int, pictures: Pictures) -> None:
        """Choose the factor so that the whole bench fits ``width`` × ``height``."""
        self.k = min(width / WIDTH, height / HEIGHT)
        self.pictures = pictures

    def px(self, measure: float) -> int:
        """A measure at this size, at least one pixel unless it is nothing."""
        return max(1, round(measure * self.k)) if measure else 0

    def text(
        self,
        words: str,
        size: float,
        weight: int = 400,
        colour: Ink = "text",
        *,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        lines: int = 1,
        fit: float = 1.0,
        rigid: bool = False,
    ) -> Text:
        """Words in one line that elide, or in up to ``lines`` lines; ``fit`` is how far they may shrink before."""
        return Text(words, self.px(size), weight, ink(colour), align=align, lines=lines, fit=fit, rigid=rigid)

    def symbol(self, name: str, size: float, colour: Ink = "text2", stroke: float = 1.3) -> Symbol:
        """An icon; ``stroke`` is in sixteenths of its size."""
        return Symbol(name, self.px(size), ink(colour), stroke)

    def picture(
        self, image: str | None, name: str, size: float, *, strength: float = 1.0, radius: float = 10
    ) -> Picture:
        """A product picture, or initials on a colour."""
        return Picture(self.pictures, image, name, self.px(size), strength, radius * self.k * max(1.0, size / 160))

    def panel(
        self,
        inside: QLayout | None = None,
        *,
        fill: QColor | None = None,
        border: QColor | None = None,
        border_px: float = 0,
        radius: float = 0,
        sides: str = "",
        round_top: bool = True,
        round_bottom: bool = True,
        width: float = 0,
        height: float = 0,
    ) -> Panel:
        """A rectangle with contents; ``sides`` names edges with a hairline: l, r, t, b."""
        made = Panel(fill, border, self.px(border_px), radius * self.k, sides, round_top, round_bottom)
        if inside is not None:
            made.setLayout(inside)
        if width:
            made.setFixedWidth(self.px(width))
        if height:
            made.setFixedHeight(self.px(height))
        return made

    def hairline(self) -> Panel:
        """A rule across."""
        rule = Panel(theme.colour("hairline"))
        rule.setFixedHeight(1)
        return rule

    def chip(
        self,
        words: str,
        size: float = 18,
        weight: int = 600,
        *,
        colour: Ink = "neutral",
        fill: QColor | None = None,
        icon: str = "",
        pad: tuple[float, float] = (12, 6),
        radius: float = 8,
        rigid: bool = False,
    ) -> Panel:
        """Words on a small tinted field."""
        inside: list[Part] = [self.symbol(icon, size + 3, colour, 1.6), 6] if icon else []
        back = fill or (tint(colour) if isinstance(colour, str) and colour in _TONES else theme.colour("sunken"))
        row = self.row(
            *inside, self.text(words, size, weight, colour, rigid=rigid), margins=(pad[0], pad[1], pad[0], pad[1])
        )
        made = self.panel(row, fill=back, radius=radius)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        return made

    def key(self, name: str, size: float = 18, width: float = 0) -> Panel:
        """A key cap."""
        centre = Qt.AlignmentFlag.AlignCenter
        row = self.row((self.text(name, size, 600, "text2", align=centre, rigid=True), 1), margins=(9, 3, 9, 3))
        made = self.panel(row, fill=theme.colour("surface"), border=theme.colour("border"), border_px=1, radius=6)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        if width:
            made.setFixedWidth(self.px(width))
        return made

    def keyed(self, key: str, words: str, size: float = 20, colour: Ink = "text2") -> QHBoxLayout:
        """A key cap and what it does."""
        return self.row(self.key(key, size - 2), 10, self.text(words, size, 400, colour))

    def row(self, *parts: Part, gap: float = 0, margins: tuple[float, ...] = (0, 0, 0, 0)) -> QHBoxLayout:
        """Parts side by side; a number is a space, None takes what is left, (part, n) stretches."""
        return self._filled(QHBoxLayout(), parts, gap, margins, Qt.AlignmentFlag.AlignVCenter)

    def column(self, *parts: Part, gap: float = 0, margins: tuple[float, ...] = (0, 0, 0, 0)) -> QVBoxLayout:
        """Parts below each other."""
        return self._filled(QVBoxLayout(), parts, gap, margins, None)

    def _filled(
        self,
        box: Box,
        parts: tuple[Part, ...],
        gap: float,
        margins: tuple[float, ...],
        align: Qt.AlignmentFlag | None,
    ) -> Box:
        box.setContentsMargins(*(self.px(margin) for margin in margins))
        box.setSpacing(self.px(gap))
        for part in parts:
            if part is None:
                box.addStretch(1)
            elif isinstance(part, int):
                box.addSpacing(self.px(part))
            elif isinstance(part, tuple):
                self._add(box, *part)
            elif isinstance(part, QLayout):
                box.addLayout(part)
            elif align is not None and part.maximumHeight() < self.px(HEIGHT):
                box.addWidget(part, 0, align)
            else:
                box.addWidget(part)
        return box

    @staticmethod
    def _add(box: QBoxLayout, part: QWidget | QLayout, stretch: int = 0, align: Qt.AlignmentFlag | None = None) -> None:
        if isinstance(part, QLayout):
            box.addLayout(part, stretch)
        elif align is None:
            box.addWidget(part, stretch)
        else:
            box.addWidget(part, stretch, align)
