"""The heading of the table: sorting, widths, order and choice of columns, remembered on this computer."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts, theme
from shopdesk.ui.cells import SIDE, TICK_LEFT, paint_tick
from shopdesk.ui.icons import icon, paint_icon
from shopdesk.ui.memory import Memory
from shopdesk.ui.table_model import PICK, TableModel, is_right

if TYPE_CHECKING:
    from shopdesk.queries.listing import Column

HEIGHT = 28
PICK_WIDTH = 44
_LEAST, _LEAST_WORDS = 44, 96
_GIVES = frozenset({"text", "name"})


class Header(QHeaderView):
    """Paints headings in the program's look and fits the columns to the room there is."""

    sorted_by = Signal(str, bool)

    def __init__(self, model: TableModel, memory: Memory, name: str, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model, self._memory, self._key = model, memory, f"list/{name}/columns"
        self._sort: tuple[str, bool] | None = None
        self._fitting = False
        self._chosen_widths: dict[str, int] = {}
        self.setFixedHeight(HEIGHT)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(_LEAST)
        self.setHighlightSections(False)
        self.sectionClicked.connect(self._clicked)
        self.sectionResized.connect(self._resized)
        self.sectionMoved.connect(lambda *_: self.save())

    # what is remembered

    def restore(self) -> None:
        """Bring back the order, widths and choice of columns kept before."""
        kept: dict[str, Any] = self._memory.get(self._key) or {}
        self._fitting = True
        self.setSectionResizeMode(PICK, QHeaderView.ResizeMode.Fixed)
        self.resizeSection(PICK, PICK_WIDTH)
        known = {column.key: place + 1 for place, column in enumerate(self._model.columns)}
        self._chosen_widths = {key: int(width) for key, width in kept.get("widths", {}).items() if key in known}
        for column in self._model.columns:
            hidden = column.hidden
            if column.key in kept.get("hidden", ()):
                hidden = True
            elif column.key in kept.get("shown", ()):
                hidden = False
            self.setSectionHidden(known[column.key], hidden)
            self.resizeSection(known[column.key], self._wanted(column))
        for target, key in enumerate((key for key in kept.get("order", ()) if key in known), start=1):
            self.moveSection(self.visualIndex(known[key]), target)
        self._fitting = False

    def save(self) -> None:
        """Keep the order, widths and choice of columns."""
        if self._fitting:
            return
        columns = self._model.columns
        by_place = sorted(columns, key=lambda column: self.visualIndex(self._section(column)))
        self._memory.set(
            self._key,
            {
                "order": [column.key for column in by_place],
                "widths": self._chosen_widths,
                "hidden": [c.key for c in columns if self.isSectionHidden(self._section(c)) and not c.hidden],
                "shown": [c.key for c in columns if not self.isSectionHidden(self._section(c)) and c.hidden],
            },
        )

    def forget(self) -> None:
        """Back to the columns as they came."""
        self._memory.set(self._key, {})
        self._chosen_widths.clear()
        self._fitting = True
        for place, column in enumerate(self._model.columns, start=1):
            self.setSectionHidden(place, column.hidden)
            self.moveSection(self.visualIndex(place), place)
        self._fitting = False
        self.fit(self.viewport().width())

    # widths

    def _section(self, column: Column) -> int:
        return self._model.columns.index(column) + 1

    def _wanted(self, column: Column) -> int:
        if column.key in self._chosen_widths:
            return self._chosen_widths[column.key]
        heading = ceil(fonts.width(_(column.title), fonts.SECONDARY, fonts.MEDIUM)) + 2 * SIDE + 4
        if column.sort is not None and self._sort is not None and column.sort == self._sort[0]:
            heading += 14
        return max(column.width, heading)

    def fit(self, room: int) -> None:
        """Share ``room`` pixels: words give way or take what is left, figures keep their width."""
        shown = [column for column in self._model.columns if not self.isSectionHidden(self._section(column))]
        widths = {column.key: self._wanted(column) for column in shown}
        ticks = 0 if self.isSectionHidden(PICK) else self.sectionSize(PICK)
        free = room - ticks - sum(widths.values())
        giving = [c.key for c in shown if str(c.kind) in _GIVES and c.key not in self._chosen_widths]
        if free < 0:
            slack = {key: max(0, widths[key] - _LEAST_WORDS) for key in giving}
            possible = sum(slack.values())
            if possible:
                share = min(1.0, -free / possible)
                for key in giving:
                    widths[key] -= ceil(slack[key] * share)
        elif giving:
            total = sum(widths[key] for key in giving)
            for key in giving:
                widths[key] += int(free * widths[key] / total)
        elif shown:
            widths[shown[-1].key] += free
        self._fitting = True
        for column in shown:
            self.resizeSection(self._section(column), widths[column.key])
        self._fitting = False

    def _resized(self, section: int, old: int, new: int) -> None:
        column = self._model.column_at(section)
        if self._fitting or column is None or new == 0 or old == 0:
            return
        self._chosen_widths[column.key] = new
        self.save()

    # sorting and choosing

    def show_sort(self, key: str | None, down: bool) -> None:
        """Show by which key the rows are sorted."""
        self._sort = None if key is None else (key, down)
        self.viewport().update()

    def _clicked(self, section: int) -> None:
        column = self._model.column_at(section)
        if column is None:
            if self._model.pick_state() == Qt.CheckState.Checked:
                self._model.pick_none()
            else:
                self._model.pick_all()
        elif column.sort is not None:
            down = self._sort is not None and self._sort[0] == column.sort and not self._sort[1]
            self.sorted_by.emit(column.sort, down)

    def chooser(self) -> QMenu:
        """A menu with every column to show or hide and to sort by."""
        menu = QMenu(self)
        for column in self._model.columns:
            action = QAction(_(column.title), menu, checkable=True)
            action.setChecked(not self.isSectionHidden(self._section(column)))
            action.toggled.connect(lambda on, column=column: self._show_column(column, on))
            menu.addAction(action)
        menu.addSeparator()
        sorts = menu.addMenu(_("Sort by"))
        for column in self._model.columns:
            if column.sort is None:
                continue
            action = sorts.addAction(_(column.title))
            if self._sort and self._sort[0] == column.sort:
                action.setIcon(icon("down" if self._sort[1] else "up", "text2"))
            section = self._section(column)
            action.triggered.connect(lambda _on=False, section=section: self._clicked(section))
        menu.addAction(_("Columns as they came")).triggered.connect(self.forget)
        return menu

    def _show_column(self, column: Column, on: bool) -> None:
        others = [c for c in self._model.columns if c is not column and not self.isSectionHidden(self._section(c))]
        if on or others:
            self.setSectionHidden(self._section(column), not on)
            self.fit(self.viewport().width())
            self.save()

    def open_chooser(self, at: QPoint) -> None:
        """Open the column menu at a place on the screen."""
        menu = self.chooser()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    # Qt

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_chooser(event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.save()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, theme.colour("surface"))
        column = self._model.column_at(section)
        if column is None:
            if self._model.rowCount():
                paint_tick(painter, rect.x() + TICK_LEFT, rect.center().y() - 7, self._model.pick_state())
        else:
            self._paint_title(painter, QRectF(rect).adjusted(SIDE, 0, -SIDE, -1), column)
        painter.fillRect(QRectF(rect.x(), rect.y() + rect.height() - 1, rect.width(), 1), theme.colour("hairline"))
        painter.restore()

    def _paint_title(self, painter: QPainter, box: QRectF, column: Column) -> None:
        sorted_here = self._sort is not None and column.sort is not None and column.sort == self._sort[0]
        room = box.width() - (15 if sorted_here else 0)
        measure = fonts.metrics(fonts.SECONDARY, fonts.MEDIUM)
        title = measure.elidedText(_(column.title), Qt.TextElideMode.ElideRight, room + 1)
        right = is_right(column)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setFont(fonts.font(fonts.SECONDARY, fonts.SEMIBOLD if sorted_here else fonts.MEDIUM))
        painter.setPen(theme.colour("text" if sorted_here else "text2"))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, title)
        if sorted_here and self._sort is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width = fonts.width(title, fonts.SECONDARY, fonts.SEMIBOLD)
            x = box.right() - width - 15 if right else box.x() + width + 3
            paint_icon(painter, "down" if self._sort[1] else "up", theme.colour("text2"), x, box.center().y() - 5.5, 12)
