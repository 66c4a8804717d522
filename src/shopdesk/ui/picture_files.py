"""Pictures from files: looked at before they are decoded, then made anew so that only pixels are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _

MOST_PIXELS = 40_000_000
MOST_BYTES = 50 * 1024 * 1024
WHOLE, SMALL = 1600, 320
_FORMATS = (b"png", b"jpeg", b"webp")


@dataclass(frozen=True)
class PictureBytes:
    """A picture as PNG, whole (at most 1600 px) and small (at most 320 px)."""

    whole: bytes
    small: bytes


def read_picture(path: Path) -> PictureBytes:
    """Decode a PNG, JPEG or WebP file of at most 40 megapixels; raises UserError for anything else."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(_("“{name}” is larger than 50 MB.").format(name=path.name))
        data = path.read_bytes()
    except OSError as error:
        raise UserError(_("“{name}” cannot be read: {why}").format(name=path.name, why=error.strerror)) from error
    return picture_from(data, path.name)


def picture_from(data: bytes, name: str) -> PictureBytes:
    """Decode the bytes of a PNG, JPEG or WebP picture called ``name``; raises UserError for anything else."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    # What the file says it is decides, not its name; nothing that draws from text or a network is let in.
    if reader.format().data() not in _FORMATS:
        raise UserError(_("“{name}” is no PNG, JPEG or WebP picture.").format(name=name))
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        raise UserError(_("“{name}” has more than 40 million pixels, or does not say how many.").format(name=name))
    reader.setAutoTransform(True)
    if max(size.width(), size.height()) > WHOLE:
        reader.setScaledSize(size.scaled(QSize(WHOLE, WHOLE), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise UserError(_("“{name}” is damaged: {why}").format(name=name, why=reader.errorString()))
    return PictureBytes(_png(image), _png(_scaled(image, SMALL)))


def _scaled(image: QImage, side: int) -> QImage:
    if max(image.width(), image.height()) <= side:
        return image
    keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(QSize(side, side), keep, smooth)


def _png(image: QImage) -> bytes:
    # Painted onto a fresh sheet, the picture carries no words, positions or camera data of the file.
    has_alpha = image.hasAlphaChannel()
    clean = QImage(image.size(), QImage.Format.Format_ARGB32 if has_alpha else QImage.Format.Format_RGB32)
    clean.fill(Qt.GlobalColor.transparent)
    painter = QPainter(clean)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(0, 0, image)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(clean)
    return bytes(buffer.data().data())
