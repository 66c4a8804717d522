"""Product pictures on the screen: loaded once, scaled for the screen at hand, initials where there is none."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from shopdesk.ui import fonts, theme

_KEPT = 1500
_LARGE = 64


def initials(text: str) -> str:
    """One or two letters for a missing picture or a person: ``Glaskanne Süd`` → ``GS``, 林雅婷 → 林."""
    words = [word for word in text.replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return text[:1].upper()
    if not words[0][0].isascii() and ord(words[0][0]) > 0x2E80:
        return words[0][0]
    return "".join(word[0].upper() for word in words[:2] if ord(word[0]) < 0x2E80)


class Pictures:
    """Keeps the pictures a person looks at; ``load(hash, small)`` fetches the bytes of one."""

    def __init__(self, load: Callable[[str, bool], bytes | None]) -> None:
        self._load = load
        self._kept: OrderedDict[tuple[str, int], QPixmap | None] = OrderedDict()

    def pixmap(self, content_hash: str | None, px: int, ratio: float = 1.0) -> QPixmap | None:
        """The picture filling a square of ``px`` pixels on a screen of ``ratio``, or None if there is none."""
        if not content_hash:
            return None
        key = (content_hash, round(px * ratio))
        if key not in self._kept:
            self._kept[key] = self._made(content_hash, key[1], ratio, px < _LARGE)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def forget(self) -> None:
        """Drop everything, e.g. after the shop was switched."""
        self._kept.clear()

    def forget_missing(self) -> None:
        """Look again for pictures that could not be read."""
        for key in [key for key, picture in self._kept.items() if picture is None]:
            del self._kept[key]

    def _made(self, content_hash: str, side: int, ratio: float, small: bool) -> QPixmap | None:
        data = self._load(content_hash, small)
        image = QImage.fromData(data) if data else QImage()
        if image.isNull():
            return None
        fill, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
        image = image.scaled(QSize(side, side), fill, smooth)
        off = ((image.width() - side) // 2, (image.height() - side) // 2)
        shown = QPixmap.fromImage(image.copy(*off, side, side))
        shown.setDevicePixelRatio(ratio)
        return shown


def paint_thumb(painter: QPainter, box: QRectF, picture: QPixmap | None, name: str, radius: float = 5) -> None:
    """Draw a picture, or the initials of ``name`` on one of six colours, with round corners and a fine inner line."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    shape = QPainterPath()
    shape.addRoundedRect(box, radius, radius)
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    if picture is not None:
        painter.drawPixmap(box, picture, QRectF(picture.rect()))
    else:
        painter.fillPath(shape, theme.initials_colour(name))
        painter.setPen(QColor("#FFFFFF"))
        painter.setFont(fonts.font(max(9, round(box.height() * 0.38)), fonts.SEMIBOLD))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(name))
    line = QColor(0, 0, 0, 26) if theme.mode() == "light" else QColor(255, 255, 255, 26)
    painter.setPen(QPen(line, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()
