"""A score and its parts as bars: what each is, how it was worked out, how much it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.i18n import _
from shopdesk.ui import figures, fonts, theme

_ROW, _TITLE, _FIGURE = 46, 92, 58
_WEAK, _GOOD = 0.7, 0.9


@dataclass(frozen=True)
class ScoreBar:
    """One part of a score: a share of one (None when nothing is known), and the figures behind it."""

    title: str
    share: float | None
    words: str
    weight: str


def score_bars(detail: Any) -> list[ScoreBar]:
    """The three parts of a supplier's score."""
    facts, score, own = detail.facts, detail.score, detail.weights
    counts = [_("counts {percent} %").format(percent=part) for part in (own.years, own.quality, own.stability)]
    quality = _("{damaged} damaged + {returned} returned of {received}").format(
        damaged=figures.number(facts.defects), returned=figures.number(facts.caused_returns),
        received=figures.number(facts.received),
    )  # fmt: skip
    stability = _("{on_time} of {due} lines on time × {filled} of {owed} pieces").format(
        on_time=figures.number(facts.on_time), due=figures.number(facts.due), filled=figures.number(facts.filled),
        owed=figures.number(facts.owed),
    )  # fmt: skip
    years = _("{years} years since {day}").format(years=figures.number(score.years, 1), day=figures.day(facts.since))
    nothing = _("nothing known yet")
    return [
        ScoreBar(_("Years"), score.years_share, years, counts[0]),
        ScoreBar(_("Quality"), score.quality, quality if facts.received else nothing, counts[1]),
        ScoreBar(_("Stability"), score.stability, stability if facts.due else nothing, counts[2]),
    ]


class ScoreBars(QWidget):
    """Parts of a score under each other."""

    def __init__(self, bars: Sequence[ScoreBar], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = list(bars)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            ", ".join(f"{bar.title} {figures.percent(bar.share)} ({bar.words})" for bar in self._bars)
        )

    def sizeHint(self) -> QSize:
        return QSize(240, _ROW * len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, bar in enumerate(self._bars):
            self._paint(painter, bar, place * _ROW)

    def _paint(self, painter: QPainter, bar: ScoreBar, top: float) -> None:
        wide = self.width()
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        tone = "neutral"
        if bar.share is not None:
            tone = "success" if bar.share >= _GOOD else "danger" if bar.share < _WEAK else "warning"
        painter.setFont(fonts.font(fonts.BODY, fonts.MEDIUM))
        painter.setPen(theme.colour("text"))
        title = fonts.metrics(fonts.BODY, fonts.MEDIUM).elidedText(bar.title, Qt.TextElideMode.ElideRight, _TITLE - 8)
        painter.drawText(QRectF(0, top, _TITLE, 20), middle, title)
        painter.setFont(fonts.font(fonts.BODY, fonts.SEMIBOLD, True))
        painter.setPen(theme.tone(tone).text if bar.share is not None else theme.colour("text2"))
        painter.drawText(QRectF(wide - _FIGURE, top, _FIGURE, 20), middle | right, figures.percent(bar.share))
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(_TITLE, top + 7, max(20.0, wide - _TITLE - _FIGURE), 6)
        painter.setBrush(theme.colour("hairline"))
        painter.drawRoundedRect(track, 3, 3)
        if bar.share:
            painter.setBrush(theme.tone(tone).solid)
            painter.drawRoundedRect(QRectF(track.x(), track.y(), max(6.0, track.width() * bar.share), 6), 3, 3)
        painter.setFont(fonts.font(fonts.SECONDARY, tabular=True))
        painter.setPen(theme.colour("text2"))
        small = fonts.metrics(fonts.SECONDARY, fonts.REGULAR)
        weight_room = small.horizontalAdvance(bar.weight) + 8
        words = small.elidedText(bar.words, Qt.TextElideMode.ElideRight, int(wide - weight_room))
        painter.drawText(QRectF(0, top + 19, wide - weight_room, 18), middle, words)
        painter.drawText(QRectF(wide - weight_room, top + 19, weight_room, 18), middle | right, bar.weight)
