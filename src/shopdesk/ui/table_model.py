"""The one table model: shows any Pages through Columns, and knows which rows are picked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shopdesk.i18n import _
from shopdesk.ui.cell_text import hover_words, spoken

if TYPE_CHECKING:
    from shopdesk.queries.listing import Column

ROW_ROLE = Qt.ItemDataRole.UserRole
PICK = 0
MOST_PICKED = 5_000
_CHECKED_ONE_BY_ONE = 200
_RIGHT_KINDS = frozenset({"money", "number", "percent"})
_NO_PARENT = QModelIndex()

log = logging.getLogger(__name__)


class PagesLike(Protocol):
    """What the model needs of a windowed result."""

    @property
    def total(self) -> int:
        """How many rows there are."""
        ...

    def __getitem__(self, row: int) -> Any: ...

    def index_of(self, row_id: int) -> int | None:
        """Where the row with this id is now."""
        ...


class Rows:
    """Rows that are all in memory, for small tables on a page."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = list(rows)

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self._rows)

    def __getitem__(self, row: int) -> Any:
        return self._rows[row]

    def index_of(self, row_id: Any) -> int | None:
        """Where the row with this id is."""
        return next((place for place, row in enumerate(self._rows) if getattr(row, "id", None) == row_id), None)


class TableModel(QAbstractTableModel):
    """Rows of Pages under Columns; section 0 is the tick box of the row."""

    picked_changed = Signal()

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._pages: PagesLike | None = None
        self._total = 0
        self._picked: dict[Any, Any] = {}

    def show_pages(self, pages: PagesLike) -> None:
        """Replace the rows; picked rows that are no longer in the list are dropped."""
        self.beginResetModel()
        self._pages, self._total = pages, pages.total
        self._keep_picked()
        self.endResetModel()

    def row_at(self, row: int) -> Any:
        """The row's data, or None if it vanished or could not be read."""
        if self._pages is None or not 0 <= row < self._total:
            return None
        try:
            return self._pages[row]
        except Exception:
            log.exception("row %s could not be read", row)
            return None

    def index_of(self, row_id: Any) -> int | None:
        """Where the row with this id is, or None."""
        return None if self._pages is None else self._pages.index_of(row_id)

    def column_at(self, section: int) -> Column | None:
        """The column of a section; None for the tick boxes."""
        return self.columns[section - 1] if 0 < section <= len(self.columns) else None

    # picked rows

    def picked(self) -> list[Any]:
        """The picked rows in the order they were picked."""
        return list(self._picked.values())

    def is_picked(self, row_id: Any) -> bool:
        """Whether the row with this id is picked."""
        return row_id in self._picked

    def pick(self, rows: Iterable[int], on: bool = True) -> None:
        """Pick or drop rows by their places."""
        for place in rows:
            row = self.row_at(place)
            if row is None:
                continue
            if on and len(self._picked) < MOST_PICKED:
                self._picked[row.id] = row
            elif not on:
                self._picked.pop(row.id, None)
        self._announce_picked()

    def pick_all(self) -> None:
        """Pick every row, at most ``MOST_PICKED``."""
        self.pick(range(min(self._total, MOST_PICKED)))

    def pick_none(self) -> None:
        """Drop every pick."""
        if self._picked:
            self._picked.clear()
            self._announce_picked()

    def pick_state(self) -> Qt.CheckState:
        """Whether none, some or all rows are picked."""
        if not self._picked:
            return Qt.CheckState.Unchecked
        full = len(self._picked) >= min(self._total, MOST_PICKED)
        return Qt.CheckState.Checked if full else Qt.CheckState.PartiallyChecked

    def _announce_picked(self) -> None:
        if self._total:
            self.dataChanged.emit(
                self.index(0, PICK), self.index(self._total - 1, PICK), [Qt.ItemDataRole.CheckStateRole]
            )
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, PICK, PICK)
        self.picked_changed.emit()

    def _keep_picked(self) -> None:
        if not self._picked or self._pages is None:
            return
        found: dict[Any, Any] = {}
        if len(self._picked) <= _CHECKED_ONE_BY_ONE:
            for row_id in self._picked:
                place = self._pages.index_of(row_id)
                row = None if place is None else self.row_at(place)
                if row is not None:
                    found[row.id] = row
        else:
            for place in range(min(self._total, MOST_PICKED)):
                row = self.row_at(place)
                if row is not None and row.id in self._picked:
                    found[row.id] = row
        self._picked = found

    # Qt

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns) + 1

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == PICK else flags

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.row_at(index.row()), self.column_at(index.column())
        if role == ROW_ROLE or row is None:
            return row
        if column is None:
            return self._pick_data(row, role)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return spoken(column, row)
            case Qt.ItemDataRole.ToolTipRole:
                return hover_words(column, row)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if is_right(column) else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _pick_data(self, row: Any, role: int) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.id in self._picked else Qt.CheckState.Unchecked
        return _("Pick this row") if role == Qt.ItemDataRole.AccessibleTextRole else None

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != PICK or not index.isValid():
            return False
        self.pick([index.row()], Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.column_at(section)
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if column is None:
            names = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
            return _("Pick all rows") if role in names and section == PICK else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _(column.title)
        return None


def is_right(column: Column) -> bool:
    """Whether the column's figures stand at the right."""
    return str(column.kind) in _RIGHT_KINDS


ToneOf = Callable[["Column", Any], "str | None"]
