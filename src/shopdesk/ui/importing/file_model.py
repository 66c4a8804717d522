"""The rows of a file as a table model: texts, problems at their cells, row numbers of the file."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from shopdesk.i18n import _
from shopdesk.ui.icons import icon
from shopdesk.usecases.import_preview import Preview, PreviewColumn, PreviewRow
from shopdesk.usecases.import_rows import FileRows

_KEPT = 500
_NO_PARENT = QModelIndex()
TONE_ROLE = Qt.ItemDataRole.UserRole


class FileModel(QAbstractTableModel):
    """Shows one view of a file's rows: all, those with errors, with warnings, or the ready ones."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: FileRows | None = None
        self._columns: Sequence[PreviewColumn] = ()
        self._view: Sequence[int] = ()
        self._kept: OrderedDict[int, PreviewRow] = OrderedDict()

    def show_file(self, rows: FileRows, seen: Preview, view: str) -> None:
        """Replace what is shown."""
        self.beginResetModel()
        self._rows, self._columns = rows, seen.columns
        self._view = rows.view(view)
        self._kept.clear()
        self.endResetModel()

    def column(self, section: int) -> PreviewColumn | None:
        """A column of the file."""
        return self._columns[section] if 0 <= section < len(self._columns) else None

    def row_at(self, place: int) -> PreviewRow | None:
        """The row shown at ``place``."""
        if self._rows is None or not 0 <= place < len(self._view):
            return None
        position = self._view[place]
        if position not in self._kept:
            self._kept[position] = self._rows.row(position)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[position]

    def place_of(self, position: int) -> int | None:
        """Where a position of the file is in this view."""
        try:
            return self._view.index(position)
        except ValueError:
            return None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._view)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def problem(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """What is wrong with a cell, or ``""``; what is wrong with the whole row stands at its first cell."""
        row = self.row_at(index.row())
        if row is None:
            return ""
        own = row.problems.get(index.column(), "")
        whole = row.problems.get(-1, "") if index.column() == 0 else ""
        return " ".join(part for part in (own, whole) if part)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if row is None:
            return None
        text = row.cells[index.column()] if index.column() < len(row.cells) else ""
        problem = self.problem(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return text.replace("\n", " ")
            case Qt.ItemDataRole.ToolTipRole:
                return problem or text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{text}: {problem}" if problem else text
            case _ if role == TONE_ROLE:
                return ("danger" if row.has_error else "warning") if problem else ""
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            return self._heading(section, role)
        row = self.row_at(section)
        if row is None:
            return None
        tone = "danger" if row.has_error else "warning" if row.problems else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(row.number)
            case Qt.ItemDataRole.DecorationRole:
                return icon({"danger": "stop", "warning": "warn"}.get(tone, "check"), tone or "text2")
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                said = "\n".join(row.problems.values())
                return said or _("Row {number} is ready.").format(number=row.number)
        return None

    def _heading(self, section: int, role: int) -> Any:
        column = self.column(section)
        if column is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return column.header
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            read_as = column.title or _("not used")
            return _("“{header}” is read as: {field}").format(header=column.header, field=read_as)
        return None
