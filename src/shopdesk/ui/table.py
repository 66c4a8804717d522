"""The one table view: keyboard, picking, copying, density; keeps its place when rows are read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from shopdesk.i18n import _
from shopdesk.ui import theme
from shopdesk.ui.cell_text import copied
from shopdesk.ui.cells import CellDelegate, wanted_width
from shopdesk.ui.memory import Memory, ShortMemory
from shopdesk.ui.pictures import Pictures
from shopdesk.ui.table_header import HEIGHT as HEADING
from shopdesk.ui.table_header import Header
from shopdesk.ui.table_model import PICK, PagesLike, TableModel, ToneOf

if TYPE_CHECKING:
    from shopdesk.queries.listing import Column

_MEASURED_ROWS = 100
_SCREEN = 20


class Table(QTableView):
    """Shows Pages; one row is current, any number are picked with the tick boxes."""

    current_changed = Signal(object)
    picked_changed = Signal()
    opened = Signal(object)
    sorted_by = Signal(str, bool)
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        memory: Memory | None = None,
        pictures: Pictures | None = None,
        tone_of: ToneOf | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._memory = memory or ShortMemory()
        self._rows = TableModel(columns, self)
        self._heading = Header(self._rows, self._memory, name, self)
        self._cells = CellDelegate(self._rows, pictures, tone_of, self)
        self._anchor = -1
        self._density = ""
        self._reading = False
        self.setHorizontalHeader(self._heading)
        self.setModel(self._rows)
        self.setItemDelegate(self._cells)
        self.setAccessibleName(_("List"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self._heading.restore()
        self._heading.sorted_by.connect(self.sorted_by)
        self._heading.sectionHandleDoubleClicked.connect(self._fit_section)
        self._rows.picked_changed.connect(self._picks_changed)
        self.entered.connect(self._hover)
        self.set_density(self._memory.get("density", "two_line"))

    # rows

    def show_pages(self, pages: PagesLike) -> None:
        """Show other rows; the current row and the place on the screen are kept by row id."""
        current_id = getattr(self.current_row(), "id", None)
        top = self.rowAt(0)
        top_id = getattr(self._rows.row_at(top), "id", None) if top >= 0 else None
        offset = self.rowViewportPosition(top) if top >= 0 else 0
        at_start = self.verticalScrollBar().value() == 0
        self._reading = True
        self._rows.show_pages(pages)
        self._reading = False
        place = None if current_id is None else self._rows.index_of(current_id)
        top_place = None if at_start or top_id is None else self._rows.index_of(top_id)
        if top_place is not None:
            self.verticalScrollBar().setValue(top_place * self._cells.height - offset)
        if place is not None:
            self._set_current(place, scroll=False)
        else:
            self._cells.current = -1
            if current_id is not None:
                self.current_changed.emit(None)
        self.picked_changed.emit()
        self.viewport().update()

    def current_row(self) -> Any:
        """The data of the current row, or None."""
        return self._rows.row_at(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def picked(self) -> list[Any]:
        """The rows with a tick."""
        return self._rows.picked()

    def targets(self) -> list[Any]:
        """What a verb works on: the picked rows, else the current one."""
        row = self.current_row()
        return self.picked() or ([row] if row is not None else [])

    def pick_none(self) -> None:
        """Take every tick away."""
        self._rows.pick_none()

    def go_to(self, row_id: Any) -> bool:
        """Make the row with this id current and bring it into view; False if it is not in the list."""
        place = self._rows.index_of(row_id)
        if place is None:
            return False
        self._set_current(place)
        return True

    def go_to_first(self) -> None:
        """Make the first row current."""
        if self._rows.rowCount():
            self._set_current(0)

    def step(self, by: int) -> None:
        """Move the current row up or down."""
        place = min(max(self.currentIndex().row() + by, 0), self._rows.rowCount() - 1)
        if place >= 0:
            self._set_current(place)

    def stand_like(self, other: Table) -> None:
        """Scroll to where another table of the same rows is scrolled to."""
        for mine, theirs in (
            (self.verticalScrollBar(), other.verticalScrollBar()),
            (self.horizontalScrollBar(), other.horizontalScrollBar()),
        ):
            mine.setRange(theirs.minimum(), theirs.maximum())
            mine.setValue(theirs.value())

    def show_sort(self, key: str | None, down: bool) -> None:
        """Show in the heading by what the rows are sorted."""
        self._heading.show_sort(key, down)
        self._heading.fit(self.viewport().width())

    def open_chooser(self, at: QPoint) -> None:
        """Open the menu of columns."""
        self._heading.open_chooser(at)

    def set_density(self, density: str) -> None:
        """Row height: one of ``theme.DENSITIES``."""
        self._density = density if density in theme.DENSITIES else "two_line"
        self._cells.height = theme.row_height(self._density)
        self.verticalHeader().setMinimumSectionSize(self._cells.height)
        self.verticalHeader().setDefaultSectionSize(self._cells.height)
        self.verticalScrollBar().setSingleStep(self._cells.height)
        self.viewport().update()

    def make_small(self, most_rows: int = 8) -> None:
        """For a card on a page: no tick boxes, one-line rows, as high as its rows, at most ``most_rows``."""
        self.setColumnHidden(PICK, True)
        self.set_density("comfortable")
        shown = min(max(self._rows.rowCount(), 1), most_rows)
        self.setFixedHeight(HEADING + shown * self._cells.height + 2)

    def density(self) -> str:
        """The row height in use."""
        return self._density

    def _set_current(self, place: int, scroll: bool = True) -> None:
        section = max(self.currentIndex().column(), self._first_section())
        index = self._rows.index(place, section)
        flags = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(index, flags)
        if scroll:
            self.scrollTo(index)

    def _first_section(self) -> int:
        shown = (self._heading.logicalIndex(place) for place in range(1, self._heading.count()))
        return next((section for section in shown if not self._heading.isSectionHidden(section)), 1)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        changed = current.row() != self._cells.current
        self._cells.current = current.row()
        self.viewport().update()
        if changed and not self._reading:
            self.current_changed.emit(self.current_row())

    def _picks_changed(self) -> None:
        self.viewport().update()
        self._heading.viewport().update()
        self.picked_changed.emit()

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            super().mousePressEvent(event)
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row = self._rows.row_at(index.row())
        if shift and self._anchor >= 0:
            self._pick_between(self._anchor, index.row())
        elif (control or index.column() == PICK) and row is not None:
            self._rows.pick([index.row()], not self._rows.is_picked(row.id))
            self._anchor = index.row()
        else:
            self._anchor = index.row()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if index.column() != PICK:
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() != PICK and event.button() == Qt.MouseButton.LeftButton:
            row = self._rows.row_at(index.row())
            if row is not None:
                self.opened.emit(row)
        elif index.isValid():
            self.mousePressEvent(event)

    def _hover(self, index: QModelIndex) -> None:
        if index.row() != self._cells.hovered:
            self._cells.hovered = index.row()
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave and self._cells.hovered != -1:
            self._cells.hovered = -1
            self.viewport().update()
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: Any) -> None:
        index = self.indexAt(event.pos())
        at = event.globalPos()
        if index.isValid() and event.reason() == event.Reason.Mouse:
            self._set_current(index.row(), scroll=False)
        elif self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_wanted.emit(at)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.currentIndex().row()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._rows.pick_all()
        elif event.key() == Qt.Key.Key_Escape and self._rows.picked():
            self._rows.pick_none()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            row = self.current_row()
            if row is not None:
                self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Space and place >= 0:
            row = self.current_row()
            if row is not None:
                self._anchor = place
                self._rows.pick([place], not self._rows.is_picked(row.id))
        elif shift and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and place >= 0:
            self._anchor = place if self._anchor < 0 else self._anchor
            self._rows.pick([place])
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
            self._rows.pick([self.currentIndex().row()])
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._rows.rowCount():
            self._set_current(0 if event.key() == Qt.Key.Key_Home else self._rows.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def _pick_between(self, first: int, last: int) -> None:
        low, high = sorted((first, last))
        self._rows.pick(range(low, high + 1))

    def keyboardSearch(self, search: str) -> None:
        """Typing letters does not jump about; the list has its own search field."""

    def copy_rows(self) -> None:
        """Put the picked rows, else the current one, on the clipboard as tab-separated cells."""
        sections = [self._heading.logicalIndex(place) for place in range(self._heading.count())]
        columns = [self._rows.column_at(s) for s in sections if not self._heading.isSectionHidden(s)]
        shown = [column for column in columns if column is not None and str(column.kind) != "thumb"]
        lines = ["\t".join(copied(column, row) for column in shown) for row in self.targets()]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    # looks

    def _fit_section(self, section: int) -> None:
        column = self._rows.column_at(section)
        if column is None:
            return
        top = max(0, self.rowAt(0))
        rows = (self._rows.row_at(place) for place in range(top, min(top + _MEASURED_ROWS, self._rows.rowCount())))
        self._heading.resizeSection(section, max([60, *(wanted_width(column, row) for row in rows if row is not None)]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._heading.fit(self.viewport().width())
        shown = [s for s in range(self._heading.count()) if not self._heading.isSectionHidden(s)]
        self._cells.last_section = max(shown, key=self._heading.visualIndex, default=0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._cells.has_focus = True
        if not self.currentIndex().isValid():
            self.go_to_first()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._cells.has_focus = False
        self.viewport().update()
