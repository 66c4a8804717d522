"""The cells of a variant grid: typed text beside what was read, checked as it is typed, undone step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from shopdesk.domain.codes import GTIN_LENGTHS, is_gtin, plain_code
from shopdesk.domain.errors import UserError
from shopdesk.domain.money import major_text
from shopdesk.domain.variants import variant_title
from shopdesk.i18n import N_, _
from shopdesk.queries.product_details import VariantDetail
from shopdesk.ui.forms.entries import money_value, whole_number
from shopdesk.usecases.variants import GridRow

PROBLEM_ROLE, CHANGED_ROLE, NEW_ROLE = (Qt.ItemDataRole.UserRole + step for step in (1, 2, 3))
_NO_PARENT = QModelIndex()
_YES, _NO = ("yes", "y", "1", "true", "x", "ja", "是"), ("no", "n", "0", "false", "", "nein", "否")
_MOST_UNDONE = 200


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: ``kind`` is text, code, money, whole, yes, option or fixed (not typed)."""

    key: str
    title: str
    kind: str = "text"
    width: int = 96
    place: int = 0


@dataclass(slots=True)
class GridLine:
    """One row: what was read of a variant (None for one not made yet) and what is typed into it."""

    product_id: int
    name: str
    read: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    variant_id: int | None = None
    version: int | None = None


def columns_for(option_names: Sequence[str], currency: str, see_cost: bool, one_product: bool) -> list[GridColumn]:
    """The columns of a grid; options get one each when all rows are of one product."""
    found = [GridColumn("name", N_("Product"), "fixed", 220)] if not one_product else []
    if one_product and option_names:
        found += [GridColumn(f"option{at}", name, "option", 100, at) for at, name in enumerate(option_names)]
    else:
        found.append(GridColumn("title", N_("Variant"), "text", 130))
    found.append(GridColumn("sku", N_("SKU"), "code", 120))
    found.append(GridColumn("barcode", N_("Barcode"), "barcode", 122))
    found.append(GridColumn("price", N_("Price"), "money", 78))
    found.append(GridColumn("list_price", N_("List price"), "money", 84))
    if see_cost:
        found.append(GridColumn("cost", N_("Cost"), "money", 74))
    found += [
        GridColumn("weight_g", N_("Weight, g"), "whole", 80),
        GridColumn("unit", N_("Unit"), "text", 64),
        GridColumn("min_stock", N_("Minimum"), "whole", 78),
        GridColumn("active", N_("On sale"), "yes", 68),
    ]
    return found


def _side_of(column: GridColumn) -> int:
    number = column.kind in ("money", "whole")
    side = Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft
    return int((Qt.AlignmentFlag.AlignVCenter | side).value)


class GridModel(QAbstractTableModel):
    """Rows of variants under columns; ``said`` tells that changes, problems or rows are others now."""

    said = Signal()

    def __init__(self, currency: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.currency = currency
        self.columns: list[GridColumn] = []
        self.lines: list[GridLine] = []
        self._steps: list[list[tuple[GridLine, str, str | None]]] = []

    # rows

    def show_variants(self, columns: Sequence[GridColumn], known: Iterable[tuple[int, str, VariantDetail]]) -> None:
        """Show variants as they were read; what was typed is gone."""
        self.beginResetModel()
        self.columns = list(columns)
        self.lines = [self._line(product_id, name, variant) for product_id, name, variant in known]
        self._steps.clear()
        self.endResetModel()
        self.said.emit()

    def _line(self, product_id: int, name: str, variant: VariantDetail) -> GridLine:
        read = {column.key: self._words(column, variant) for column in self.columns if column.kind != "fixed"}
        return GridLine(product_id, name, read, {}, {}, variant.id, variant.version)

    def _words(self, column: GridColumn, variant: VariantDetail) -> str:
        if column.kind == "option":
            return variant.option_values[column.place] if column.place < len(variant.option_values) else ""
        if column.key == "barcode":
            return variant.barcodes[0][0] if variant.barcodes else ""
        value = getattr(variant, column.key)
        if column.kind == "money":
            return "" if value is None else major_text(value, self.currency)
        if column.kind == "yes":
            return _("yes") if value else _("no")
        return "" if value is None else str(value)

    def add_lines(self, product_id: int, rows: Sequence[dict[str, str]]) -> None:
        """Add rows for variants to be made."""
        if not rows:
            return
        first = len(self.lines)
        self.beginInsertRows(_NO_PARENT, first, first + len(rows) - 1)
        for values in rows:
            line = GridLine(product_id, "", {}, {})
            self.lines.append(line)
            for column in self.columns:
                if values.get(column.key):
                    self._set(line, column, values[column.key])
        self.endInsertRows()
        self._check_twice()
        self.said.emit()

    def drop_new(self, rows: Iterable[int]) -> None:
        """Take rows away that are not made yet."""
        for row in sorted(set(rows), reverse=True):
            if 0 <= row < len(self.lines) and self.lines[row].variant_id is None:
                self.beginRemoveRows(_NO_PARENT, row, row)
                gone = self.lines.pop(row)
                self.endRemoveRows()
                self._steps = [[one for one in step if one[0] is not gone] for step in self._steps]
        self._check_twice()
        self.said.emit()

    def forget_typed(self) -> None:
        """Throw away what was typed."""
        self.beginResetModel()
        self.lines = [line for line in self.lines if line.variant_id is not None]
        for line in self.lines:
            line.typed.clear()
            line.problems.clear()
        self._steps.clear()
        self.endResetModel()
        self.said.emit()

    # what is typed

    @property
    def dirty(self) -> bool:
        """Whether something typed is not saved."""
        return any(line.typed or line.variant_id is None for line in self.lines)

    def counts(self) -> tuple[int, int]:
        """Changed variants and new ones."""
        return (
            sum(bool(line.typed) and line.variant_id is not None for line in self.lines),
            sum(line.variant_id is None for line in self.lines),
        )

    def problem_cells(self) -> list[tuple[int, int, str]]:
        """(row, column, sentence) of every cell that cannot be saved."""
        places = {column.key: at for at, column in enumerate(self.columns)}
        return [
            (row, places.get(key, 0), said)
            for row, line in enumerate(self.lines)
            for key, said in line.problems.items()
        ]

    def change(self, cells: Iterable[tuple[int, int, str]]) -> int:
        """Type into cells as one step; returns how many took it."""
        step: list[tuple[GridLine, str, str | None]] = []
        for row, place, text in cells:
            if not (0 <= row < len(self.lines) and 0 <= place < len(self.columns)):
                continue
            line, column = self.lines[row], self.columns[place]
            if column.kind == "fixed" or text.strip() == self.text(line, column.key):
                continue
            step.append((line, column.key, line.typed.get(column.key)))
            self._set(line, column, text.strip())
        if step:
            self._steps = [*self._steps[-_MOST_UNDONE:], step]
            self._check_twice()
            self._all_changed()
        return len(step)

    def undo(self) -> bool:
        """Take the last step of typing back."""
        if not self._steps:
            return False
        by_key = {column.key: column for column in self.columns}
        for line, key, was in reversed(self._steps.pop()):
            self._set(line, by_key[key], line.read.get(key, "") if was is None else was)
        self._check_twice()
        self._all_changed()
        return True

    def _all_changed(self) -> None:
        if self.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.lines) - 1, len(self.columns) - 1))
        self.said.emit()

    def _set(self, line: GridLine, column: GridColumn, text: str) -> None:
        if text == line.read.get(column.key, ""):
            line.typed.pop(column.key, None)
        else:
            line.typed[column.key] = text
        line.problems.pop(column.key, None)
        try:
            self.value(column, text)
        except UserError as error:
            line.problems[column.key] = str(error)

    def text(self, line: GridLine, key: str) -> str:
        """What stands in a cell."""
        return line.typed.get(key, line.read.get(key, ""))

    def value(self, column: GridColumn, text: str) -> Any:
        """What a cell's text means; raises UserError."""
        match column.kind:
            case "money":
                amount = money_value(text, self.currency)
                if amount is not None and amount < 0:
                    raise UserError(_("A price cannot be negative."))
                return 0 if amount is None and column.key == "price" else amount
            case "whole":
                number = whole_number(text)
                if number is not None and number < 0:
                    raise UserError(_("This value cannot be negative."))
                return number
            case "yes":
                plain = text.strip().casefold()
                if plain in (*_YES, _("yes").casefold()):
                    return True
                if plain in (*_NO, _("no").casefold()):
                    return False
                raise UserError(_("“{value}” is neither yes nor no.").format(value=text))
            case "code":
                if not plain_code(text):
                    raise UserError(_("A variant needs a SKU."))
                return plain_code(text)
            case "barcode":
                code = plain_code(text)
                if code.isdigit() and len(code) in GTIN_LENGTHS and not is_gtin(code):
                    raise UserError(_("{code} has a wrong check digit.").format(code=code))
                return code
            case "option":
                if not text.strip():
                    raise UserError(_("Every option needs a value."))
                return text.strip()
        if column.key == "unit":
            return text.strip() or "piece"
        return text.strip()

    def _check_twice(self) -> None:
        """Say at the cell when two rows of the grid have the same code; the shop's others are asked on saving."""
        for key, words in (("sku", N_("Two of these rows have the SKU “{code}”.")),
                           ("barcode", N_("Two of these rows have the barcode {code}."))):  # fmt: skip
            seen: dict[str, int] = {}
            for line in self.lines:
                code = plain_code(self.text(line, key)).casefold()
                seen[code] = seen.get(code, 0) + 1
            for line in self.lines:
                text = self.text(line, key)
                code = plain_code(text).casefold()
                said = _(words).format(code=text)
                if code and seen[code] > 1 and key in line.typed:
                    line.problems.setdefault(key, said)
                elif line.problems.get(key, "") == said:
                    del line.problems[key]

    # saving

    def to_save(self) -> list[tuple[GridLine, GridRow]]:
        """The changed and new rows as the use case takes them; raises UserError when a cell cannot be read."""
        found = []
        for line in self.lines:
            if line.variant_id is not None and not line.typed:
                continue
            values: dict[str, Any] = {}
            for column in self.columns:
                if column.kind in ("fixed", "option"):
                    continue
                new = line.variant_id is None and (self.text(line, column.key) or column.key == "sku")
                if column.key in line.typed or new:
                    values[column.key] = self.value(column, self.text(line, column.key))
            options = [column for column in self.columns if column.kind == "option"]
            if options and (line.variant_id is None or any(column.key in line.typed for column in options)):
                values["option_values"] = [self.value(column, self.text(line, column.key)) for column in options]
                values["title"] = variant_title(values["option_values"])
            found.append((line, GridRow(values, line.variant_id, line.product_id, line.version)))
        return found

    def show_problems(self, lines: Sequence[GridLine], problems: Iterable[tuple[int, str, str]]) -> None:
        """Put the sentences of a refusal at their cells; ``lines`` are the rows as they were handed over."""
        keys = {column.key for column in self.columns}
        first_option = next((column.key for column in self.columns if column.kind == "option"), "title")
        for at, name, said in problems:
            lines[at].problems[name if name in keys else first_option] = said
        self._all_changed()

    # Qt

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            column = self.columns[section]
            return column.title if column.kind == "option" else _(column.title)
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            right = self.columns[section].kind in ("money", "whole")
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            )
        return None

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return line.name if column.kind == "fixed" else self.text(line, column.key)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _side_of(column)
            case Qt.ItemDataRole.ToolTipRole:
                return line.problems.get(column.key) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                said = line.problems.get(column.key, "")
                shown = line.name if column.kind == "fixed" else self.text(line, column.key)
                return f"{shown} — {said}" if said else shown
        if role == PROBLEM_ROLE:
            return line.problems.get(column.key, "")
        if role == CHANGED_ROLE:
            return column.key in line.typed
        if role == NEW_ROLE:
            return line.variant_id is None
        return None

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        self.change([(index.row(), index.column(), str(value))])
        return True

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if self.columns[index.column()].kind == "fixed":
            return usual
        return usual | Qt.ItemFlag.ItemIsEditable
