"""The first page of a PDF as a picture."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap


def first_page(pdf: bytes, most: QSize, ratio: float = 1.0) -> QPixmap | None:
    """The first page, as large as fits ``most``; None when these bytes are no PDF that can be shown."""
    from PySide6.QtPdf import QPdfDocument  # needs a library of its own; not before a label is shown

    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready or document.pageCount() < 1:
        return None
    size = document.pagePointSize(0).scaled(most * ratio, Qt.AspectRatioMode.KeepAspectRatio).toSize()
    page = document.render(0, size)
    if page.isNull():
        return None
    sheet = QImage(page.size(), QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, page)
    painter.end()
    document.close()
    shown = QPixmap.fromImage(sheet)
    shown.setDevicePixelRatio(ratio)
    return shown
