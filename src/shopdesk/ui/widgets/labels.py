"""Words on a page: plain, shortened with …, key caps, counts and fact rows."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from shopdesk.ui import fonts, theme


def label(
    text: str,
    px: int = fonts.BODY,
    weight: int = fonts.REGULAR,
    role: str = "",
    tabular: bool = False,
    wrap: bool = False,
) -> QLabel:
    """A label; ``role`` is secondary, accent, success, warning or danger."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(fonts.font(px, weight, tabular))
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def secondary(text: str, tabular: bool = False, wrap: bool = False) -> QLabel:
    """A quiet label of 12 px."""
    return label(text, fonts.SECONDARY, role="secondary", tabular=tabular, wrap=wrap)


class Elided(QLabel):
    """One line that gives way: shortened with … where it does not fit, whole in its tooltip."""

    clicked = Signal()

    def __init__(
        self,
        text: str,
        px: int = fonts.BODY,
        weight: int = fonts.REGULAR,
        role: str = "",
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._link = False
        self.setFont(fonts.font(px, weight, tabular))
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(" ".join(text.split("\n")))
        self.setAccessibleName(text)
        self.updateGeometry()

    def make_link(self) -> None:
        """Let it be clicked; it looks like a link."""
        self._link = True
        self.setProperty("role", "accent")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def sizeHint(self) -> QSize:
        measure = self.fontMetrics()
        return QSize(
            ceil(measure.horizontalAdvance(self.text())) + 1, max(measure.height(), super().sizeHint().height())
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._link and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if text != self.text() else "")
        side = self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask or Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), side | Qt.AlignmentFlag.AlignVCenter, text)


class KeyCap(QWidget):
    """A key or a combination of keys, e.g. ``Ctrl K``."""

    def __init__(self, keys: str, on_dark: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys, self._on_dark = keys, on_dark
        self.setFixedSize(ceil(fonts.width(keys, fonts.SMALL, fonts.MEDIUM)) + 10, 18)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#6A6A64") if self._on_dark else theme.colour("hairline"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if self._on_dark else theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1), 4, 4)
        painter.setFont(fonts.font(fonts.SMALL, fonts.MEDIUM))
        painter.setPen(QColor("#C9C9C3") if self._on_dark else theme.colour("text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._keys)


class Badge(QWidget):
    """A small count in a pill of a tone."""

    def __init__(self, text: str, tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_text(self, text: str, tone: str | None = None) -> None:
        """Show something else."""
        self._text, self._tone = text, tone or self._tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(18, ceil(fonts.width(self._text, fonts.SMALL, fonts.SEMIBOLD, True)) + 12), 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = theme.tone(self._tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tone.fill)
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)
        painter.setPen(tone.text)
        painter.setFont(fonts.font(fonts.SMALL, fonts.SEMIBOLD, True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class FactRow(QWidget):
    """A quiet name and its value beside it. Names of one group share a measured column."""

    opened = Signal()

    def __init__(self, name: str, value: str, name_width: int, tone: str = "", is_link: bool = False) -> None:
        super().__init__()
        self.setObjectName("plain")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        title = Elided(name, fonts.SECONDARY, role="secondary")
        title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        title.setFixedWidth(name_width)
        shown = Elided(value, role=tone, weight=fonts.MEDIUM if tone or is_link else fonts.REGULAR, tabular=True)
        if is_link:
            shown.make_link()
            shown.clicked.connect(self.opened)
        row.addWidget(title)
        row.addWidget(shown, 1)


def fact_width(names: list[str], most: int = 128) -> int:
    """The column that holds the longest of ``names``."""
    widest = max((fonts.width(name, fonts.SECONDARY) for name in names), default=0)
    return min(most, max(64, ceil(widest) + 2))
