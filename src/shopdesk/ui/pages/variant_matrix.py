"""The variants of a product with two options, as rows and columns of their values."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shopdesk.i18n import _
from shopdesk.queries.product_details import ProductDetail, VariantDetail
from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.screens.products import stock_tone

_ROW, _HEAD, _LEAST, _NAME = 44, 26, 84, 150
_MOST_COLUMNS = 6
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | _MIDDLE
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


def _values(known: ProductDetail, place: int) -> list[str]:
    return list(dict.fromkeys(one.option_values[place] for one in known.variants))


def fits(known: ProductDetail) -> bool:
    """Whether the variants make a matrix: two options, every variant in a cell of its own, not too wide."""
    if len(known.option_names) != 2 or len(known.variants) < 4:
        return False
    if any(len(one.option_values) != 2 or not all(one.option_values) for one in known.variants):
        return False
    cells = {one.option_values for one in known.variants}
    return len(cells) == len(known.variants) and 1 < len(_values(known, 1)) <= _MOST_COLUMNS


class VariantMatrix(QWidget):
    """A cell per variant: what is available over its price. Arrow keys move, Enter opens."""

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, known: ProductDetail, current: VariantDetail | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known, self._current = known, current
        self._rows, self._columns = _values(known, 0), _values(known, 1)
        self._cells = {
            (self._rows.index(one.option_values[0]), self._columns.index(one.option_values[1])): one
            for one in known.variants
        }
        self._hovered: tuple[int, int] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(", ".join(self._said(one) for one in known.variants))

    def _said(self, one: VariantDetail) -> str:
        available = _("{count} available").format(count=figures.number(one.available))
        return f"{one.title}: {available}, {figures.money(one.price, self._known.currency)}"

    def sizeHint(self) -> QSize:
        return QSize(_NAME + _LEAST * len(self._columns), _HEAD + _ROW * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(100 + 64 * len(self._columns), self.sizeHint().height())

    def _name_width(self) -> float:
        return min(_NAME, self.width() * 0.34)

    def _box(self, row: int, column: int) -> QRectF:
        left = self._name_width()
        width = (self.width() - left) / len(self._columns)
        return QRectF(left + column * width, _HEAD + row * _ROW, width, _ROW)

    def _cell_at(self, point: QPoint) -> tuple[int, int] | None:
        for cell in self._cells:
            if self._box(*cell).contains(point.toPointF()):
                return cell
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._cell_at(event.position().toPoint())
        shape = Qt.CursorShape.PointingHandCursor if self._hovered else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        one = self._cells.get(self._hovered) if self._hovered else None
        self.setToolTip(f"{one.sku} · {self._said(one)}" if one else "")
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position().toPoint())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self._cells[cell].id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position().toPoint())
        if cell is not None:
            self.opened.emit(self._cells[cell].id)

    def _place(self) -> tuple[int, int] | None:
        return next(
            (cell for cell, one in self._cells.items() if self._current is not None and one.id == self._current.id),
            None,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self._place()
        step = _STEPS.get(Qt.Key(event.key()))
        if place is not None and step is not None:
            row, column = place[0] + step[0], place[1] + step[1]
            # Cells that are not made are stepped over.
            while 0 <= row < len(self._rows) and 0 <= column < len(self._columns):
                if (row, column) in self._cells:
                    self.chosen.emit(self._cells[row, column].id)
                    return
                row, column = row + step[0], column + step[1]
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._current is not None:
            self.opened.emit(self._current.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for column, name in enumerate(self._columns):
            box = self._box(0, column)
            self._write(painter, QRectF(box.x(), 0, box.width() - 12, _HEAD - 6), name, fonts.SECONDARY,
                        fonts.REGULAR, "text2", _RIGHT)  # fmt: skip
        for row, name in enumerate(self._rows):
            top = _HEAD + row * _ROW
            painter.fillRect(QRectF(0, top, self.width(), 1), theme.colour("hairline"))
            self._write(painter, QRectF(0, top, self._name_width() - 8, _ROW), name, fonts.BODY, fonts.MEDIUM, "text",
                        _MIDDLE)  # fmt: skip
            for column in range(len(self._columns)):
                self._paint_cell(painter, self._box(row, column), self._cells.get((row, column)), (row, column))

    def _paint_cell(self, painter: QPainter, box: QRectF, one: VariantDetail | None, cell: tuple[int, int]) -> None:
        inner = box.adjusted(0, 0, -12, 0)
        if one is None:
            self._write(painter, inner, _("not made"), fonts.SECONDARY, fonts.REGULAR, "text2", _RIGHT)
            return
        current = self._current is not None and one.id == self._current.id
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if current or cell == self._hovered:
            painter.setPen(QPen(theme.colour("accent"), 2) if current else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected" if current else "hover"))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -2), 6, 6)
        tone = stock_tone(one)
        counted = one.stocked or self._known.item_type == "bundle"
        available = figures.number(one.available) if counted else figures.NOTHING
        upper = QRectF(inner.x(), box.y() + 4, inner.width(), 19)
        painter.setPen(theme.tone(tone).text if tone else theme.colour("text" if one.active else "text2"))
        painter.setFont(fonts.font(fonts.BODY, fonts.SEMIBOLD, True))
        painter.drawText(upper, _RIGHT, available)
        if tone:
            left = upper.right() - fonts.width(available, fonts.BODY, fonts.SEMIBOLD, True) - 20
            icon = "stop" if tone == "danger" else "clock"
            paint_icon(painter, icon, theme.tone(tone).text, left, upper.center().y() - 7, 14)
        price = figures.amount(one.price, self._known.currency)
        lower = QRectF(inner.x(), box.y() + 22, inner.width(), 18)
        words = price if one.active else _("not on sale")
        self._write(painter, lower, words, fonts.SECONDARY, fonts.REGULAR, "text2", _RIGHT)

    @staticmethod
    def _write(
        painter: QPainter, box: QRectF, text: str, px: int, weight: int, colour: str, side: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(fonts.font(px, weight, True))
        painter.setPen(theme.colour(colour))
        shown = fonts.metrics(px, weight).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, side, shown)
