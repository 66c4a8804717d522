"""An empty list: a small drawing, what would be here, and the first step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import column, row


class _Cards(QWidget):
    """Three cards behind each other, the front one like a row of the list."""

    def __init__(self, icon_name: str) -> None:
        super().__init__()
        self._icon = icon_name
        self.setFixedSize(180, 80)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, (inset, strength) in enumerate(((24, 0.35), (12, 0.7), (0, 1.0))):
            box = QRectF(inset, place * 20, 180 - 2 * inset, 40).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setOpacity(strength)
            painter.setPen(QPen(theme.colour("border" if place == 2 else "hairline"), 1))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(box, 7, 7)
        painter.setOpacity(1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.tone("info").fill)
        painter.drawRoundedRect(QRectF(8, 48, 24, 24), 5, 5)
        paint_icon(painter, self._icon, theme.colour("accentText"), 12, 52, 16)
        painter.setBrush(theme.colour("hairline"))
        painter.drawRoundedRect(QRectF(42, 51, 70, 6), 3, 3)
        painter.drawRoundedRect(QRectF(42, 63, 44, 6), 3, 3)
        painter.setBrush(theme.tone("success").fill)
        painter.drawRoundedRect(QRectF(136, 52, 34, 16), 8, 8)


class EmptyState(QWidget):
    """Explains an empty place; ``steps`` are the buttons, the first one primary."""

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        steps: Sequence[Button] = (),
        note: str = "",
        other: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("plain")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.title = label(title, fonts.SECTION, fonts.SEMIBOLD)
        words = label(sentence, role="secondary", wrap=True)
        words.setFixedWidth(500)
        words.setMinimumHeight(words.heightForWidth(500))
        centre = Qt.AlignmentFlag.AlignHCenter
        for line in (self.title, words):
            line.setAlignment(centre)
        buttons = row(None, *(part for step in steps for part in (step, 8)), None)
        lines = column(None, row(None, _Cards(icon_name), None), 36, self.title, 8, row(None, words, None), 20, buttons)
        if note:
            hint = label(note, fonts.SECONDARY, role="secondary")
            hint.setAlignment(centre)
            lines.addSpacing(24)
            lines.addWidget(hint)
        if other is not None:
            lines.addSpacing(8)
            lines.addLayout(row(None, other, None))
        lines.addStretch(1)
        lines.setContentsMargins(24, 24, 24, 48)
        self.setLayout(lines)
