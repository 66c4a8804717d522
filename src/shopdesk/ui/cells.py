"""The one delegate of lists: one way of drawing per kind of cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from shopdesk.ui import figures, fonts, theme
from shopdesk.ui.cell_text import first_words, second_words, words
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.pictures import Pictures, paint_thumb
from shopdesk.ui.state_pills import paint_pill, pill_width, sign
from shopdesk.ui.table_model import TableModel, ToneOf, is_right

if TYPE_CHECKING:
    from shopdesk.queries.listing import Column

SIDE = 8
TICK_LEFT = 20
_TICK = 15
_TWO_FROM = 42
_FLAG = 18
_LEFT, _RIGHT, _MIDDLE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter


@dataclass
class Cell:
    """What one drawing function is given."""

    painter: QPainter
    box: QRectF
    row: Any
    column: Column
    tone: str | None
    side: Qt.AlignmentFlag

    @property
    def two_lines(self) -> bool:
        """Whether the row is high enough for a second line."""
        return self.box.height() >= _TWO_FROM - 1

    @property
    def value(self) -> Any:
        """The row's attribute of this column."""
        return getattr(self.row, self.column.key, None)

    def colour(self, otherwise: str = "text") -> QColor:
        """The colour of the cell's tone, else of a token."""
        return theme.tone(self.tone).text if self.tone else theme.colour(otherwise)

    def first_line(self) -> QRectF:
        """Where the first of two lines stands."""
        return QRectF(self.box.x(), self.box.center().y() - 18, self.box.width(), 19)

    def second_line(self) -> QRectF:
        """Where the second of two lines stands."""
        return QRectF(self.box.x(), self.box.center().y(), self.box.width(), 17)


def paint_tick(painter: QPainter, x: float, y: float, state: Qt.CheckState) -> None:
    """Draw a 15 px tick box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(x, y, _TICK, _TICK)
    if state == Qt.CheckState.Unchecked:
        painter.setPen(QPen(theme.colour("control"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accentFill"))
        painter.drawRoundedRect(box, 4, 4)
        name = "check" if state == Qt.CheckState.Checked else "minus"
        paint_icon(painter, name, theme.colour("onAccent"), x + 1.5, y + 1.5, 12, None, 2.0)
    painter.restore()


def write(
    cell: Cell,
    box: QRectF,
    text: str,
    px: int = fonts.BODY,
    weight: int = fonts.REGULAR,
    colour: QColor | None = None,
    tabular: bool = False,
) -> float:
    """Write one line, shortened with … where it does not fit; returns the width it took."""
    measure = fonts.metrics(px, weight, tabular)
    full = measure.horizontalAdvance(text)
    if full > box.width() + 0.5:
        text = measure.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    cell.painter.setFont(fonts.font(px, weight, tabular))
    cell.painter.setPen(colour or theme.colour("text"))
    cell.painter.drawText(box, cell.side | _MIDDLE | Qt.TextFlag.TextSingleLine, text)
    return min(full, box.width())


def _pair(
    cell: Cell, first: str, second: str, weight: int, tabular: bool = False, colour: QColor | None = None
) -> None:
    """Two lines where the row is high enough, else one behind the other if the second fits whole."""
    quiet = theme.colour("text2")
    if cell.two_lines and cell.column.second:
        write(cell, cell.first_line(), first, weight=weight, tabular=tabular, colour=colour)
        if second:
            write(cell, cell.second_line(), second, fonts.SECONDARY, colour=quiet, tabular=tabular)
        return
    taken = write(cell, cell.box, first, weight=weight, tabular=tabular, colour=colour)
    room = cell.box.width() - taken - SIDE
    if second and cell.side == _LEFT and fonts.width(second, fonts.SECONDARY, tabular=tabular) <= room:
        write(cell, cell.box.adjusted(taken + SIDE, 0, 0, 0), second, fonts.SECONDARY, colour=quiet, tabular=tabular)


def _flags(cell: Cell) -> Sequence[str]:
    return getattr(cell.row, f"{cell.column.key}_flags", None) or ()


def _text(cell: Cell, pictures: Pictures | None) -> None:
    _pair(
        cell,
        first_words(cell.column, cell.row),
        second_words(cell.column, cell.row),
        fonts.REGULAR,
        False,
        cell.colour(),
    )


def _code(cell: Cell, pictures: Pictures | None) -> None:
    _pair(
        cell, first_words(cell.column, cell.row), second_words(cell.column, cell.row), fonts.MEDIUM, True, cell.colour()
    )


def _name(cell: Cell, pictures: Pictures | None) -> None:
    first, second = first_words(cell.column, cell.row), second_words(cell.column, cell.row)
    if pictures is not None:
        _thumb_before(cell, pictures, first)
    flags = _flags(cell)
    if flags and not (cell.two_lines and cell.column.second):
        y = cell.box.center().y() - 6.5
        for place, name in enumerate(flags):
            paint_icon(cell.painter, name, theme.colour("text2"), cell.box.right() - 13 - _FLAG * place, y, 13)
        cell.box.setRight(cell.box.right() - _FLAG * len(flags) - 2)
    _pair(cell, first, second, fonts.MEDIUM, False, cell.colour())
    if flags and cell.two_lines and cell.column.second:
        taken = min(fonts.width(second, fonts.SECONDARY), cell.box.width() - _FLAG * len(flags))
        for place, name in enumerate(flags):
            x = cell.box.x() + taken + 6 + _FLAG * place
            paint_icon(cell.painter, name, theme.colour("text2"), x, cell.second_line().y() + 2, 13)


def _thumb_before(cell: Cell, pictures: Pictures, name: str) -> None:
    side = 32 if cell.two_lines else theme.tokens()["thumb_px"]["compact" if cell.box.height() < 32 else "comfortable"]
    spot = QRectF(cell.box.x(), round(cell.box.center().y() - side / 2), side, side)
    picture = pictures.pixmap(getattr(cell.row, "image", None), side, cell.painter.device().devicePixelRatioF())
    paint_thumb(cell.painter, spot, picture, name, 3 if side < 24 else 5)
    cell.box.setLeft(cell.box.x() + side + 10)


def _thumb(cell: Cell, pictures: Pictures | None) -> None:
    value = cell.value
    hashes = value.split(",") if isinstance(value, str) else list(value or [None])
    side = 20 if cell.box.height() < 32 else 26
    room = max(1, int((cell.box.width() - 22) // (side + 4)))
    shown = hashes[: min(2, room)]
    name = next((str(getattr(cell.row, key)) for key in ("title", "name", "first_title") if hasattr(cell.row, key)), "")
    ratio = cell.painter.device().devicePixelRatioF()
    x, y = cell.box.x(), round(cell.box.center().y() - side / 2)
    for content in shown:
        picture = pictures.pixmap(content, side, ratio) if pictures else None
        paint_thumb(cell.painter, QRectF(x, y, side, side), picture, name or (content or "?"), 3 if side < 24 else 5)
        x += side + 4
    count = getattr(cell.row, cell.column.second, None) if cell.column.second else None
    more = (count if isinstance(count, int) else len(hashes)) - len(shown)
    if more > 0:
        spot = QRectF(x + 1, cell.box.y(), cell.box.right() - x, cell.box.height())
        write(cell, spot, f"+{figures.number(more)}", fonts.SECONDARY, fonts.MEDIUM, theme.colour("text2"), True)


def _number(cell: Cell, pictures: Pictures | None) -> None:
    weight = fonts.MEDIUM if cell.tone else fonts.REGULAR
    _pair(cell, first_words(cell.column, cell.row), second_words(cell.column, cell.row), weight, True, cell.colour())


def _money(cell: Cell, pictures: Pictures | None) -> None:
    second = second_words(cell.column, cell.row)
    two = cell.two_lines and bool(cell.column.second)
    line = cell.first_line() if two else cell.box
    if cell.value is None:
        write(cell, line, figures.NOTHING, colour=theme.colour("text2"))
    else:
        currency = str(getattr(cell.row, "currency", "") or "")
        room = fonts.width(currency, fonts.SMALL) + 4 if currency else 0
        figure = words("money", cell.value, cell.row)
        write(cell, line.adjusted(0, 0, -room, 0), figure, weight=fonts.MEDIUM, tabular=True)
        write(cell, line.adjusted(0, 1, 0, 1), currency, fonts.SMALL, colour=theme.colour("text2"))
    if two and second:
        weight = fonts.MEDIUM if cell.tone else fonts.REGULAR
        if cell.column.second_kind == "state":
            second = second.lower()
        write(cell, cell.second_line(), second, fonts.SECONDARY, weight, cell.colour("text2"))


def _moment(cell: Cell, pictures: Pictures | None) -> None:
    first, second = first_words(cell.column, cell.row), second_words(cell.column, cell.row)
    weight = fonts.MEDIUM if cell.tone else fonts.REGULAR
    if cell.value is None:
        write(cell, cell.box, figures.NOTHING, colour=theme.colour("text2"))
    else:
        if isinstance(cell.value, datetime) and fonts.width(first, weight=weight, tabular=True) > cell.box.width():
            first = figures.when(cell.value, short=True)
        _pair(cell, first, second, weight, True, cell.colour())


def _state(cell: Cell, pictures: Pictures | None) -> None:
    if not cell.value:
        return
    shown = sign(cell.column.machine or "", str(cell.value))
    taken = paint_pill(cell.painter, cell.box.x(), cell.box.center().y(), shown, cell.box.width() + SIDE - 2)
    second = second_words(cell.column, cell.row)
    if second and fonts.width(second, fonts.SECONDARY) <= cell.box.width() - taken - SIDE:
        spot = cell.box.adjusted(taken + SIDE, 0, 0, 0)
        write(cell, spot, second, fonts.SECONDARY, colour=theme.colour("text2"))


def _bool(cell: Cell, pictures: Pictures | None) -> None:
    if cell.value:
        paint_icon(cell.painter, "check", cell.colour("text2"), cell.box.x(), cell.box.center().y() - 7, 14)
    else:
        write(cell, cell.box, figures.NOTHING, colour=theme.colour("text2"))


def _percent(cell: Cell, pictures: Pictures | None) -> None:
    text = first_words(cell.column, cell.row)
    taken = write(cell, cell.box, text, tabular=True, colour=cell.colour())
    room = cell.box.width() - max(taken, 44) - SIDE
    if room < 36 or cell.value is None:
        return
    bar = QRectF(cell.box.x(), round(cell.box.center().y()) - 2, room, 4)
    painter = cell.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("hairline"))
    painter.drawRoundedRect(bar, 2, 2)
    bar.setWidth(room * min(1.0, max(0.0, float(cell.value))))
    painter.setBrush(theme.tone(cell.tone).solid if cell.tone else theme.colour("accent"))
    painter.drawRoundedRect(bar, 2, 2)


_DRAW: dict[str, Callable[[Cell, Pictures | None], None]] = {
    "text": _text,
    "code": _code,
    "name": _name,
    "number": _number,
    "money": _money,
    "date": _moment,
    "time": _moment,
    "state": _state,
    "thumb": _thumb,
    "bool": _bool,
    "percent": _percent,
}


def wanted_width(column: Column, row: Any) -> int:
    """Pixels the cell needs to show its first line whole; for fitting a column by double click."""
    if str(column.kind) == "state":
        return pill_width(sign(column.machine or "", str(getattr(row, column.key, "")))) + 2 * SIDE
    extra = 42 if str(column.kind) in ("name", "money") else 0
    both = (fonts.width(first_words(column, row), weight=fonts.MEDIUM), fonts.width(second_words(column, row), 12))
    return round(max(both)) + 2 * SIDE + extra


class CellDelegate(QStyledItemDelegate):
    """Fills the row, its rule and its focus frame, and calls the drawing function of the column's kind."""

    def __init__(self, model: TableModel, pictures: Pictures | None, tone_of: ToneOf | None, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._pictures, self._tone_of = model, pictures, tone_of
        has_thumbs = any(str(column.kind) == "thumb" for column in model.columns)
        self._name_pictures = None if has_thumbs else pictures
        self.height = theme.row_height("two_line")
        self.current, self.hovered = -1, -1
        self.has_focus = False
        self.last_section = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(40, self.height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        place = index.row()
        row = self._model.row_at(place)
        box = QRectF(option.rect)
        painter.save()
        self._background(painter, box, row, place, index.column())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column = self._model.column_at(index.column())
        if row is None:
            pass
        elif column is None:
            state = Qt.CheckState.Checked if self._model.is_picked(row.id) else Qt.CheckState.Unchecked
            paint_tick(painter, box.x() + TICK_LEFT, round(box.center().y() - 8), state)
        else:
            self._draw(painter, box, row, column)
        painter.restore()

    def _draw(self, painter: QPainter, box: QRectF, row: Any, column: Column) -> None:
        tone = self._tone_of(column, row) if self._tone_of else None
        inner = box.adjusted(SIDE, 0, -SIDE, -1)
        cell = Cell(painter, inner, row, column, tone, _RIGHT if is_right(column) else _LEFT)
        kind = str(column.kind)
        uses_row_picture = kind == "name" and hasattr(row, "image")
        pictures = (self._name_pictures if uses_row_picture else None) if kind == "name" else self._pictures
        _DRAW.get(kind, _text)(cell, pictures)

    def _background(self, painter: QPainter, box: QRectF, row: Any, place: int, section: int) -> None:
        current = place == self.current
        chosen = current or (row is not None and self._model.is_picked(row.id))
        if chosen:
            painter.fillRect(box, theme.colour("selected"))
        elif place == self.hovered:
            painter.fillRect(box, theme.colour("hover"))
        line = theme.colour("selectedLine" if chosen else "hairline")
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), line)
        if not current:
            return
        frame = theme.colour("accent" if self.has_focus else "selectedLine")
        painter.fillRect(QRectF(box.x(), box.y(), box.width(), 1), frame)
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), frame)
        if section == 0:
            painter.fillRect(QRectF(box.x(), box.y(), 3, box.height()), theme.colour("accent"))
        if section == self.last_section:
            painter.fillRect(QRectF(box.right() - 1, box.y(), 1, box.height()), frame)
