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
_LEAST = 44
_LEAST_BY_KIND = {"text": 96, "name": 176}
_LEAST_PLAIN_NAME = 124
_ALWAYS_KEPT = 3


class Header(QHeaderView):
    """Paints headings in the program's look and fits the columns to the room there is."""

    sorted_by = Signal(str, bool)

    def __init__(self, model: TableModel, memory: Memory, name: str, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model, self._memory, self._key = model, memory, f"list/{name}/columns"
        self._sort: tuple[str, bool] | None = None
        self._fitting = False
        self._chosen_widths: dict[str, int] = {}
        self._off: set[str] = set()
        self._on: set[str] = set()
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
        self._on = {key for key in kept.get("shown", ()) if key in known}
        gone = {column.key for column in self._model.columns if column.hidden} | set(kept.get("hidden", ()))
        self._off = {key for key in gone if key in known} - self._on
        for column in self._model.columns:
            self.setSectionHidden(known[column.key], column.key in self._off)
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
                "hidden": [c.key for c in columns if c.key in self._off and not c.hidden],
                "shown": [key for key in self._on if key not in self._off],
            },
        )

    def forget(self) -> None:
        """Back to the columns as they came."""
        self._memory.set(self._key, {})
        self._chosen_widths.clear()
        self._on.clear()
        self._off = {column.key for column in self._model.columns if column.hidden}
        self._fitting = True
        for place in range(1, len(self._model.columns) + 1):
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

    def _least(self, column: Column) -> int:
        wanted = self._wanted(column)
        if column.key in self._chosen_widths:
            return wanted
        # A name without pictures beside it can be narrower.
        least = _LEAST_BY_KIND.get(str(column.kind))
        if least is None:
            return wanted
        beside = any(str(other.kind) == "thumb" for other in self._model.columns)
        return min(wanted, least, _LEAST_PLAIN_NAME if beside else least)

    def _that_fit(self, room: int) -> list[Column]:
        """The wanted columns in their order; the last ones step back while there is no room for all.

        A state, and a column the person asked for, widened or sorts by, never steps back: the list scrolls instead.
        """
        shown = [column for column in self._model.columns if column.key not in self._off]
        shown.sort(key=lambda column: self.visualIndex(self._section(column)))
        sorted_by = self._sort[0] if self._sort else None
        for column in reversed(shown[_ALWAYS_KEPT:]):
            if sum(map(self._least, shown)) <= room:
                break
            asked_for = column.key in self._on or column.key in self._chosen_widths or str(column.kind) == "state"
            if not asked_for and (column.sort is None or column.sort != sorted_by):
                shown.remove(column)
        return shown

    def fit(self, room: int) -> None:
        """Share ``room`` pixels: words give way or take what is left, figures keep their width."""
        room -= 0 if self.isSectionHidden(PICK) else self.sectionSize(PICK)
        shown = self._that_fit(room)
        widths = {column.key: self._wanted(column) for column in shown}
        free = room - sum(widths.values())
        giving = [c for c in shown if str(c.kind) in _LEAST_BY_KIND and c.key not in self._chosen_widths]
        if free < 0:
            slack = {column.key: widths[column.key] - self._least(column) for column in giving}
            possible = sum(slack.values())
            share = min(1.0, -free / possible) if possible else 0.0
            for key, most in slack.items():
                widths[key] -= ceil(most * share)
        elif giving:
            total = sum(widths[column.key] for column in giving)
            for column in giving:
                widths[column.key] += int(free * widths[column.key] / total)
        elif shown:
            widths[shown[-1].key] += free
        self._fitting = True
        for column in self._model.columns:
            section = self._section(column)
            self.setSectionHidden(section, column.key not in widths)
            if column.key in widths:
                self.resizeSection(section, widths[column.key])
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
            action.setChecked(column.key not in self._off)
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
        if on:
            self._off.discard(column.key)
            self._on.add(column.key)
        elif len(self._off) < len(self._model.columns) - 1:
            self._off.add(column.key)
            self._on.discard(column.key)
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
