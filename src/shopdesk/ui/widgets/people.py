"""Small pictures of people and products: avatars with initials, thumbnails."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.pictures import Pictures, initials, paint_thumb


class Avatar(QWidget):
    """A round sign with a person's initials on one of six colours."""

    def __init__(self, name: str, size: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setFixedSize(size, size)
        self.setAccessibleName(name)

    def set_name(self, name: str) -> None:
        """Show another person."""
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.initials_colour(self._name))
        painter.drawEllipse(self.rect())
        painter.setPen(QColor("#FFFFFF"))
        painter.setFont(fonts.font(max(10, round(self.width() * 0.38)), fonts.SEMIBOLD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, initials(self._name))


class Thumb(QWidget):
    """A product's picture in a square, or its initials."""

    def __init__(
        self,
        pictures: Pictures | None,
        content_hash: str | None,
        name: str,
        size: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pictures, self._hash, self._name = pictures, content_hash, name
        self.setFixedSize(size, size)
        self.setAccessibleName(name)

    def show_picture(self, content_hash: str | None, name: str) -> None:
        """Show another picture."""
        self._hash, self._name = content_hash, name
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        picture = self._pictures.pixmap(self._hash, self.width(), self.devicePixelRatioF()) if self._pictures else None
        paint_thumb(painter, QRectF(self.rect()), picture, self._name, 8 if self.width() > 64 else 5)


class Sign(QWidget):
    """An icon on a page, in the colour of a token or a tone."""

    def __init__(self, name: str, role: str = "text2", size: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role = name, role
        self.setFixedSize(size, size)

    def set_icon(self, name: str, role: str = "") -> None:
        """Draw another icon."""
        self._name, self._role = name, role or self._role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tones = ("info", "success", "warning", "danger", "neutral", "quiet")
        colour = theme.tone(self._role).text if self._role in tones else theme.colour(self._role)
        paint_icon(painter, self._name, colour, 0, 0, self.width())
