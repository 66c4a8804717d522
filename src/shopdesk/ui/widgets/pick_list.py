"""A short list to pick from with arrow keys while typing elsewhere: search results, commands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.pictures import Pictures, paint_thumb

_ROW, _ROW_TWO, _GROUP = 32, 44, 26


@dataclass(frozen=True)
class Choice:
    """One thing to pick; ``group`` headings appear where it changes. A ``why`` greys it and says so."""

    title: str
    note: str = ""
    icon: str = ""
    image: str | None = None
    has_picture: bool = False
    group: str = ""
    right: str = ""
    why: str = ""
    thing: Any = None


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Choice | str] = []

    def show_choices(self, choices: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.rows, group = [], ""
        for choice in choices:
            if choice.group and choice.group != group:
                self.rows.append(choice.group)
                group = choice.group
            self.rows.append(choice)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else f"{row.title} {row.note}".strip()
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Choice):
            return row.why or None
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, pictures: Pictures | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, str):
            return QSize(100, _GROUP)
        return QSize(100, _ROW_TWO if row.note else _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, box = index.data(Qt.ItemDataRole.UserRole), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            painter.setFont(fonts.font(fonts.SMALL, fonts.SEMIBOLD))
            painter.setPen(theme.colour("text2"))
            painter.drawText(box.adjusted(12, 4, -8, 0), Qt.AlignmentFlag.AlignVCenter, row)
        else:
            view = self.parent()
            current = isinstance(view, QListView) and view.currentIndex() == index
            self._paint_choice(painter, box, row, current)
        painter.restore()

    def _paint_choice(self, painter: QPainter, box: QRectF, choice: Choice, current: bool) -> None:
        if current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected"))
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 6, 6)
        words = theme.colour("disabled" if choice.why else "text")
        middle, x = box.center().y(), box.x() + 12
        if choice.has_picture:
            side = 28
            spot = QRectF(x, round(middle - side / 2), side, side)
            picture = (
                self._pictures.pixmap(choice.image, side, painter.device().devicePixelRatioF())
                if self._pictures
                else None
            )
            paint_thumb(painter, spot, picture, choice.title, 5)
            x += side + 10
        elif choice.icon:
            paint_icon(painter, choice.icon, theme.colour("text2"), x, middle - 8)
            x += 26
        right = fonts.width(choice.right, fonts.SECONDARY, tabular=True) if choice.right else 0
        room = box.right() - 12 - x - (right + 12 if right else 0)
        lines = [(choice.title, fonts.BODY, fonts.MEDIUM, words)]
        if choice.note:
            lines.append((choice.note, fonts.SECONDARY, fonts.REGULAR, theme.colour("text2")))
        y = middle - (18 if choice.note else 10)
        for text, px, weight, colour in lines:
            painter.setFont(fonts.font(px, weight))
            painter.setPen(colour)
            shown = fonts.metrics(px, weight).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(
                QRectF(x, y, room + 2, 20 if px == fonts.BODY else 17), Qt.AlignmentFlag.AlignVCenter, shown
            )
            y += 18
        if choice.right:
            painter.setFont(fonts.font(fonts.SECONDARY, fonts.REGULAR, True))
            painter.setPen(theme.colour("text2"))
            side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(box.adjusted(0, 0, -14, 0), side, choice.right)


class PickList(QListView):
    """Shows choices; the field that filters them keeps the focus and calls ``step`` and ``pick``."""

    picked = Signal(object)

    def __init__(self, pictures: Pictures | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(pictures, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QListView { background: transparent; } QListView::item { padding: 0; min-height: 0; }")
        self.entered.connect(self._hover)
        self.clicked.connect(lambda _index: self.pick())

    def show_choices(self, choices: Sequence[Choice]) -> None:
        """Replace the choices; the first is current."""
        self._rows.show_choices(choices)
        self.setCurrentIndex(QModelIndex())
        self.step(1)

    def wanted_height(self, most: int = 420) -> int:
        """Pixels that show everything, at most ``most``."""
        full = 0
        for row in self._rows.rows:
            full += _GROUP if isinstance(row, str) else (_ROW_TWO if row.note else _ROW)
        return min(full + 2, most)

    def current(self) -> Choice | None:
        """The choice that Enter would pick."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole) if self.currentIndex().isValid() else None
        return row if isinstance(row, Choice) else None

    def step(self, by: int) -> None:
        """Move to the next or previous choice, over headings."""
        place = self.currentIndex().row() if self.currentIndex().isValid() else (-1 if by > 0 else len(self._rows.rows))
        place += by
        while 0 <= place < len(self._rows.rows) and isinstance(self._rows.rows[place], str):
            place += by
        if 0 <= place < len(self._rows.rows):
            self.setCurrentIndex(self._rows.index(place))

    def pick(self) -> None:
        """Pick the current choice."""
        choice = self.current()
        if choice is not None and not choice.why:
            self.picked.emit(choice)

    def _hover(self, index: QModelIndex) -> None:
        if isinstance(index.data(Qt.ItemDataRole.UserRole), Choice):
            self.setCurrentIndex(index)
