"""The variants of a product at a glance, one line each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.i18n import _
from shopdesk.queries.product_details import ProductDetail, VariantDetail
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.pictures import Pictures, paint_thumb
from shopdesk.ui.screens.products import stock_tone

_ROW, _HEAD, _THUMB = 44, 26, 30
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | _MIDDLE
_PRICE, _STOCK = 96, 92


class VariantTable(QWidget):
    """One line per variant: picture, name and SKU, what is available, price. Arrow keys move, Enter opens."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(
        self, known: ProductDetail, current: VariantDetail | None, pictures: Pictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._known, self._current, self._pictures = known, current, pictures
        self._hovered = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(", ".join(self._said(one) for one in known.variants))

    def _said(self, one: VariantDetail) -> str:
        price = figures.money(one.price, self._known.currency)
        available = _("{count} available").format(count=figures.number(one.available))
        return f"{one.title or one.sku}: {available}, {price}"

    def sizeHint(self) -> QSize:
        return QSize(360, _HEAD + _ROW * max(1, len(self._known.variants)))

    def minimumSizeHint(self) -> QSize:
        return QSize(260, self.sizeHint().height())

    def _place_at(self, y: float) -> int:
        place = int((y - _HEAD) // _ROW)
        return place if 0 <= place < len(self._known.variants) and y >= _HEAD else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._place_at(event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._hovered >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().y())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._known.variants[place].id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._place_at(event.position().y())
        if place >= 0:
            self.opened.emit(self._known.variants[place].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ids = [one.id for one in self._known.variants]
        at = ids.index(self._current.id) if self._current is not None else -1
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and ids:
            self.chosen.emit(ids[min(max(at + (1 if event.key() == Qt.Key.Key_Down else -1), 0), len(ids) - 1)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            self.opened.emit(ids[at])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        width = self.width()
        painter.setFont(fonts.font(fonts.SECONDARY))
        painter.setPen(theme.colour("text2"))
        painter.drawText(QRectF(8, 0, width, _HEAD - 6), _MIDDLE, _("Variant"))
        painter.drawText(QRectF(0, 0, width - _PRICE - 8, _HEAD - 6), _RIGHT, _("Available"))
        painter.drawText(QRectF(0, 0, width - 8, _HEAD - 6), _RIGHT, _("Price"))
        for place, one in enumerate(self._known.variants):
            self._paint_row(painter, QRectF(0, _HEAD + place * _ROW, width, _ROW), one, place)
        if not self._known.variants:
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRectF(8, _HEAD, width, _ROW), _MIDDLE, _("There is no variant yet."))

    def _paint_row(self, painter: QPainter, box: QRectF, one: VariantDetail, place: int) -> None:
        current = self._current is not None and one.id == self._current.id
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(QRectF(box.x(), box.y(), box.width(), 1), theme.colour("hairline"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current or place == self._hovered:
            painter.setPen(QPen(theme.colour("accent"), 2) if current and self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if current else "hover"))
            painter.drawRoundedRect(box.adjusted(1, 2, -1, -1), 6, 6)
        name = one.title or self._known.title
        picture = self._pictures.pixmap(one.image or self._known.image, _THUMB, self.devicePixelRatioF())
        paint_thumb(painter, QRectF(8, box.center().y() - _THUMB / 2, _THUMB, _THUMB), picture, name)
        left, room = 48.0, box.width() - _PRICE - _STOCK - 56
        colour = "text" if one.active else "text2"
        self._write(painter, QRectF(left, box.center().y() - 18, room, 19), name, fonts.BODY, fonts.MEDIUM, colour)
        note = " · ".join(part for part in (one.sku, one.bin, "" if one.active else _("not on sale")) if part)
        self._write(painter, QRectF(left, box.center().y(), room, 17), note, fonts.SECONDARY, fonts.REGULAR, "text2")
        tone = stock_tone(one)
        painter.setPen(theme.tone(tone).text if tone else theme.colour(colour))
        painter.setFont(fonts.font(fonts.BODY, fonts.SEMIBOLD, True))
        counted = one.stocked or self._known.item_type == "bundle"
        available = figures.number(one.available) if counted else figures.NOTHING
        stock = QRectF(box.width() - _PRICE - _STOCK, box.y(), _STOCK - 8, box.height())
        painter.drawText(stock, _RIGHT, available)
        if tone:
            x = stock.right() - fonts.width(available, fonts.BODY, fonts.SEMIBOLD, True) - 22
            paint_icon(painter, "stop" if tone == "danger" else "clock", theme.tone(tone).text, x,
                       box.center().y() - 7, 14)  # fmt: skip
        painter.setPen(theme.colour(colour))
        painter.setFont(fonts.font(fonts.BODY, fonts.REGULAR, True))
        painter.drawText(box.adjusted(0, 0, -8, 0), _RIGHT, figures.amount(one.price, self._known.currency))

    @staticmethod
    def _write(painter: QPainter, box: QRectF, text: str, px: int, weight: int, colour: str) -> None:
        painter.setFont(fonts.font(px, weight))
        painter.setPen(theme.colour(colour))
        shown = fonts.metrics(px, weight).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, _MIDDLE, shown)
