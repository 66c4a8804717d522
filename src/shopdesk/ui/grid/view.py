"""The variant grid on the screen: cells picked, typed, pasted from a spreadsheet, filled down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from shopdesk.i18n import _
from shopdesk.ui import fonts, theme
from shopdesk.ui.grid.model import CHANGED_ROLE, NEW_ROLE, PROBLEM_ROLE, GridModel
from shopdesk.ui.icons import paint_icon

_ROW, _HEADING, _SIDE = 32, 30, 8
Index = QModelIndex | QPersistentModelIndex


def cells_of(text: str) -> list[list[str]]:
    """Rows of cells as a spreadsheet puts them on the clipboard; quoted cells may hold tabs and line ends."""
    import csv
    import io

    plain = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return [list(row) for row in csv.reader(io.StringIO(plain), delimiter="\t")] if plain else []


class GridDelegate(QStyledItemDelegate):
    """Paints a cell: tinted while unsaved, outlined with its problem, framed while current."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = self.parent()
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        problem, changed = str(index.data(PROBLEM_ROLE) or ""), bool(index.data(CHANGED_ROLE))
        picked = isinstance(view, QTableView) and view.selectionModel().isSelected(index)
        painter.save()
        if problem:
            painter.fillRect(box, theme.tone("danger").fill)
        elif picked:
            painter.fillRect(box, theme.colour("selected"))
        elif changed or index.data(NEW_ROLE):
            painter.fillRect(box, theme.tone("info" if changed else "neutral").fill)
        painter.setPen(QPen(theme.colour("hairline"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        if isinstance(view, QTableView) and view.currentIndex() == index and view.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(box.adjusted(1, 1, -2, -2))
        words = str(index.data() or "")
        room = box.adjusted(_SIDE, 0, -_SIDE, 0)
        if problem:
            paint_icon(painter, "warn", theme.tone("danger").text, room.left(), box.center().y() - 7, 14)
            room.adjust(18, 0, 0, 0)
        number = bool(int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & int(Qt.AlignmentFlag.AlignRight.value))
        weight = fonts.MEDIUM if changed else fonts.REGULAR
        painter.setFont(fonts.font(fonts.BODY, weight, True))
        painter.setPen(theme.tone("danger").text if problem else theme.colour("text"))
        fixed = not index.flags() & Qt.ItemFlag.ItemIsEditable
        if fixed and not problem:
            painter.setPen(theme.colour("text2"))
        shown = fonts.metrics(fonts.BODY, weight).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, _ROW)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setObjectName("cell")
        line.setStyleSheet("QLineEdit#cell { min-height: 0; max-height: 100px; border-radius: 0; padding: 0 6px; }")
        line.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)  # type: ignore[attr-defined]


class GridView(QTableView):
    """Arrow keys move, typing replaces, F2 edits, Ctrl+V pastes, Ctrl+D fills down, Ctrl+Z takes back, Del empties."""

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(GridDelegate(self))
        self.setAccessibleName(_("Variants as a table"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.AnyKeyPressed | triggers.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().setMinimumSectionSize(_ROW)
        heading = self.horizontalHeader()
        heading.setFixedHeight(_HEADING)
        heading.setHighlightSections(False)
        heading.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        heading.setStretchLastSection(True)
        model.modelReset.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Give the columns their widths."""
        for place, column in enumerate(self._model.columns):
            title = str(self._model.headerData(place, Qt.Orientation.Horizontal))
            wanted = round(fonts.width(title, fonts.BODY, fonts.REGULAR)) + 3 * _SIDE
            self.setColumnWidth(place, max(column.width, wanted))

    def as_high_as_rows(self, most: int = 10) -> None:
        """Be as high as the rows, at most ``most`` of them."""
        shown = min(max(self._model.rowCount(), 1), most)
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(_HEADING + shown * _ROW + bar + 2)

    def go_to(self, row: int, place: int) -> None:
        """Bring a cell into view and make it the current one."""
        index = self._model.index(row, place)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # keys

    def event(self, event: QEvent) -> bool:
        # The window's own shortcuts must not take what a cell needs.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._meant(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _meant(event: QKeyEvent) -> str:
        keys = QKeySequence.StandardKey
        for name, key in (("copy", keys.Copy), ("paste", keys.Paste), ("undo", keys.Undo), ("cut", keys.Cut)):
            if event.matches(key):
                return name
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_D:
            return "fill"
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not control:
            return "empty"
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match self._meant(event):
            case "copy":
                self.copy_cells()
            case "cut":
                self.copy_cells()
                self.empty_cells()
            case "paste":
                self.paste_cells(QGuiApplication.clipboard().text())
            case "undo":
                self._model.undo()
            case "fill":
                self.fill_down()
            case "empty":
                self.empty_cells()
            case _:
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                    below = self._model.index(self.currentIndex().row() + 1, self.currentIndex().column())
                    if below.isValid():
                        self.setCurrentIndex(below)
                    return
                super().keyPressEvent(event)

    def _picked(self) -> list[tuple[int, int]]:
        return sorted((index.row(), index.column()) for index in self.selectedIndexes())

    def picked_rows(self) -> list[int]:
        """The rows with a picked cell."""
        return sorted({row for row, _place in self._picked()})

    def copy_cells(self) -> None:
        """Put the picked cells on the clipboard as a spreadsheet takes them."""
        cells = self._picked()
        if not cells:
            return
        places = sorted({place for _row, place in cells})
        lines = []
        for row in sorted({row for row, _place in cells}):
            texts = [str(self._model.index(row, place).data() or "") for place in places]
            lines.append("\t".join(text.replace("\t", " ").replace("\n", " ") for text in texts))
        QGuiApplication.clipboard().setText("\n".join(lines) + "\n")

    def paste_cells(self, text: str) -> int:
        """Put copied rows of cells in from the first picked cell on; one copied cell fills all picked ones."""
        rows = cells_of(text)
        cells = self._picked()
        if not rows or not (cells or self.currentIndex().isValid()):
            return 0
        first = cells[0] if cells else (self.currentIndex().row(), self.currentIndex().column())
        if len(rows) == 1 and len(rows[0]) == 1 and len(cells) > 1:
            return self._model.change([(row, place, rows[0][0]) for row, place in cells])
        top = min([row for row, _place in cells] or [first[0]])
        left = min([place for _row, place in cells] or [first[1]])
        return self._model.change(
            [(top + down, left + right, cell) for down, row in enumerate(rows) for right, cell in enumerate(row)]
        )

    def fill_down(self) -> int:
        """Repeat the topmost picked cell of each column in those below it."""
        tops: dict[int, tuple[int, str]] = {}
        wanted = []
        for row, place in self._picked():
            if place not in tops:
                tops[place] = (row, str(self._model.index(row, place).data() or ""))
            else:
                wanted.append((row, place, tops[place][1]))
        return self._model.change(wanted)

    def empty_cells(self) -> int:
        """Empty the picked cells."""
        return self._model.change([(row, place, "") for row, place in self._picked()])
