"""The table of a file before its import: a heading that says what each column is read as, problems at the cell."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shopdesk.i18n import _
from shopdesk.ui import fonts, theme
from shopdesk.ui.icons import paint_icon
from shopdesk.ui.importing.file_model import TONE_ROLE, FileModel
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import plain, row
from shopdesk.ui.widgets.people import Sign
from shopdesk.ui.widgets.surface import SHADOW, Surface
from shopdesk.usecases.import_preview import Preview
from shopdesk.usecases.import_rows import FileRows

_HEADING, _ROW, _NUMBERS = 56, 30, 62
_LEAST, _MOST, _MEASURED = 92, 220, 30
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class MappingHeader(QHeaderView):
    """Two floors: the file's own heading, and below it what the column is read as; click that to change it."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(_HEADING)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setAccessibleName(_("What each column is read as"))

    def _chip(self, box: QRect) -> QRectF:
        return QRectF(box.x() + 5, box.y() + 27, box.width() - 11, 22)

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        model = self.model()
        column = model.column(section) if isinstance(model, FileModel) else None
        if column is None:
            return
        painter.save()
        painter.fillRect(box, theme.colour("surface"))
        painter.fillRect(QRect(box.right(), box.y(), 1, box.height()), theme.colour("hairline"))
        painter.fillRect(QRect(box.x(), box.bottom(), box.width(), 1), theme.colour("hairline"))
        painter.setFont(fonts.font(fonts.SECONDARY))
        painter.setPen(theme.colour("text2"))
        top = QRectF(box.x() + 8, box.y() + 5, box.width() - 14, 18)
        elided = fonts.metrics(fonts.SECONDARY).elidedText(column.header, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, _MIDDLE, elided)
        chip = self._chip(box)
        used = bool(column.field)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("border" if used else "hairline"), 1))
        painter.setBrush(theme.colour("surface" if used else "sunken"))
        painter.drawRoundedRect(chip.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        paint_icon(painter, "down", theme.colour("text2"), chip.right() - 17, chip.y() + 6, 11)
        painter.setFont(fonts.font(fonts.SECONDARY, fonts.MEDIUM if used else fonts.REGULAR))
        painter.setPen(theme.colour("text" if used else "text2"))
        words = column.title or _("not used")
        inside = chip.adjusted(8, 0, -20, 0)
        weight = fonts.MEDIUM if used else fonts.REGULAR
        shown = fonts.metrics(fonts.SECONDARY, weight).elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _MIDDLE, shown)
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        section = self.logicalIndexAt(at)
        near_edge = self.cursor().shape() == Qt.CursorShape.SplitHCursor
        if section >= 0 and at.y() > 24 and not near_edge and event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit(section)


class NumberHeader(QHeaderView):
    """The file's row numbers, with a sign for each row's state."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setFixedWidth(_NUMBERS)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setDefaultSectionSize(_ROW)
        self.setMinimumSectionSize(_ROW)
        self.setAccessibleName(_("Row numbers of the file"))

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        model = self.model()
        shown = model.row_at(section) if isinstance(model, FileModel) else None
        if shown is None:
            return
        painter.save()
        painter.fillRect(box, theme.colour("bg"))
        painter.fillRect(QRect(box.x(), box.bottom(), box.width(), 1), theme.colour("hairline"))
        painter.fillRect(QRect(box.right(), box.y(), 1, box.height()), theme.colour("hairline"))
        tone = "danger" if shown.has_error else "warning" if shown.problems else ""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.tone(tone).text if tone else theme.colour("text2")
        name = {"danger": "stop", "warning": "warn"}.get(tone, "check")
        paint_icon(painter, name, colour, box.right() - 21, box.center().y() - 6, 13)
        painter.setFont(fonts.font(fonts.SECONDARY, tabular=True))
        painter.setPen(theme.colour("text2"))
        painter.drawText(box.adjusted(0, 0, -26, 0), Qt.AlignmentFlag.AlignRight | _MIDDLE, str(shown.number))
        painter.restore()


class _FileCells(QStyledItemDelegate):
    """Plain text; a cell with a problem is tinted and underlined, the current one has a ring."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_LEAST, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        view = self.parent()
        box: QRect = option.rect  # type: ignore[attr-defined]
        painter.save()
        tone = index.data(TONE_ROLE)
        painter.fillRect(box, theme.tone(tone).fill if tone else theme.colour("surface"))
        painter.fillRect(QRect(box.x(), box.bottom(), box.width(), 1), theme.colour("hairline"))
        painter.fillRect(QRect(box.right(), box.y(), 1, box.height()), theme.colour("hairline"))
        if tone:
            painter.fillRect(QRect(box.x(), box.bottom() - 1, box.width(), 2), theme.tone(tone).solid)
        model = index.model()
        column = model.column(index.column()) if isinstance(model, FileModel) else None
        used = column is not None and bool(column.field)
        weight = fonts.MEDIUM if tone else fonts.REGULAR
        painter.setFont(fonts.font(fonts.BODY, weight, True))
        painter.setPen(theme.tone(tone).text if tone else theme.colour("text" if used else "text2"))
        inside = box.adjusted(8, 0, -8, 0)
        text = fonts.metrics(fonts.BODY, weight, True).elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, inside.width()
        )
        painter.drawText(inside, _MIDDLE, text)
        if isinstance(view, FileTable) and view.currentIndex() == index:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        painter.restore()


class CellBubble(Surface):
    """Says what is wrong with a cell, right below it; never takes the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = label("", weight=fonts.MEDIUM, wrap=True)
        self._words.setFixedWidth(270)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._sign = Sign("stop", "danger", 16)
        line = row(self._sign, 10, self._words, margins=(14, 12, 14, 12))
        line.setAlignment(self._sign, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(plain(line))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def point_at(self, cell: QRect, words: str, tone: str) -> None:
        """Show ``words`` at a cell, a rectangle of the parent."""
        self._words.setText(words)
        self._words.setFixedHeight(self._words.heightForWidth(270))
        self._sign.set_icon("stop" if tone == "danger" else "warn", tone)
        self.adjustSize()
        room = self.parentWidget().rect()
        x = min(max(cell.x() - 24, 0) - SHADOW + 12, room.width() - self.width() + SHADOW - 8)
        below = cell.bottom() + 8 - SHADOW + 2
        inside = min(max(cell.center().x() - x - SHADOW, 20), self.width() - 2 * SHADOW - 20)
        if below + self.height() - SHADOW <= room.height():
            self.set_arrow("top", inside)
            self.move(QPoint(x, below))
        else:
            self.set_arrow("bottom", inside)
            self.move(QPoint(x, cell.y() - self.height() + SHADOW - 10))
        self.show()
        self.raise_()


class FileTable(QTableView):
    """The rows of a file; ``mapped`` when the person says what a column is (header, field; blank = not used)."""

    mapped = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = FileModel(self)
        self.bubble = CellBubble(self)
        self._fields: Sequence[tuple[str, str]] = ()
        heading, numbers = MappingHeader(self), NumberHeader(self)
        self.setHorizontalHeader(heading)
        self.setVerticalHeader(numbers)
        self.setModel(self._file)
        self.setItemDelegate(_FileCells(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Rows of the file"))
        heading.wanted.connect(self.choose_field)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.valueChanged.connect(self.bubble.hide)

    def show_file(self, rows: FileRows, seen: Preview, view: str) -> None:
        """Show other rows, keeping the widths of columns if they are the same."""
        same = self._file.columnCount() == len(seen.columns)
        self.bubble.hide()
        self._fields = seen.fields
        self._file.show_file(rows, seen, view)
        if not same:
            for section in range(self._file.columnCount()):
                self.setColumnWidth(section, self._wanted_width(section))

    def _wanted_width(self, section: int) -> int:
        column = self._file.column(section)
        widths = [_LEAST]
        if column is not None:
            widths.append(ceil(fonts.width(column.header, fonts.SECONDARY)) + 18)
            widths.append(ceil(fonts.width(column.title, fonts.SECONDARY, fonts.MEDIUM)) + 42)
        for place in range(min(_MEASURED, self._file.rowCount())):
            shown = self._file.row_at(place)
            if shown is not None and section < len(shown.cells):
                widths.append(ceil(fonts.width(shown.cells[section][:60])) + 20)
        return min(_MOST, max(widths))

    def go_to(self, position: int, column: int) -> bool:
        """Make a cell current and say what is wrong with it; False if this view does not show its row."""
        place = self._file.place_of(position)
        if place is None:
            return False
        index = self._file.index(place, max(column, 0))
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_bubble()
        return True

    def show_bubble(self) -> None:
        """Say what is wrong with the current cell."""
        index = self.currentIndex()
        words = self._file.problem(index) if index.isValid() else ""
        if not words:
            self.bubble.hide()
            return
        cell = self.visualRect(index).translated(self.viewport().pos())
        self.bubble.point_at(cell, words, str(index.data(TONE_ROLE) or "warning"))

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        self.show_bubble()

    def field_menu(self, section: int) -> QMenu:
        """What a column can be read as."""
        menu = QMenu(self)
        column = self._file.column(section)
        if column is None:
            return menu
        for key, title in [("", _("not used")), *self._fields]:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(key == column.field)
            action.triggered.connect(lambda _on=False, key=key: self.mapped.emit(column.header, key))
            if not key:
                menu.addSeparator()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def choose_field(self, section: int) -> None:
        """Open the menu of what a column is read as."""
        heading = self.horizontalHeader()
        at = QPoint(heading.sectionViewportPosition(section) + 6, _HEADING - 6)
        self.field_menu(section).popup(heading.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.choose_field(self.currentIndex().column())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing letters does not jump about."""
