"""The lines of an order being typed: found by name, SKU or scan; quantity, price and discount beside each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import major_text
from shopdesk.i18n import _
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms.entries import money_value
from shopdesk.ui.forms.find_field import FindField, find_variants
from shopdesk.ui.widgets.buttons import IconButton, Stepper
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.people import Thumb
from shopdesk.usecases.orders import NewLine

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_STEPPER, _PRICE, _TOTAL, _CLOSE, _GIFT = 124, 74, 80, 30, 40
_ROW = 52


@dataclass(frozen=True)
class Typed:
    """The amounts of one line in minor units; ``problem`` says what cannot be read."""

    price: int = 0
    discount: int = 0
    total: int = 0
    problem: str = ""


class OrderLineRow(QWidget):
    """One line: product, pieces, price, discount, total."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, shell: Shell, variant: Any) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.variant, self._currency = variant, variant.currency
        self.quantity = Stepper(1, 1, 99_999)
        self.quantity.setFixedWidth(_STEPPER)
        self.quantity.setAccessibleName(_("Pieces of {name}").format(name=variant.name))
        self.price = self._amount(major_text(variant.price, self._currency), _("Price of {name}"))
        self.discount = self._amount("", _("Discount on {name}"))
        self.discount.setPlaceholderText(major_text(0, self._currency))
        self.gift = QCheckBox()
        self.gift.setToolTip(_("A gift costs nothing"))
        self.gift.setFixedWidth(_GIFT)
        self.gift.setAccessibleName(_("{name} is a gift").format(name=variant.name))
        self._total = label("", weight=fonts.MEDIUM, tabular=True)
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._total.setFixedWidth(_TOTAL)
        self._note = Elided("", fonts.SECONDARY, role="secondary", tabular=True)
        words = plain(column(Elided(variant.product_title, weight=fonts.MEDIUM), self._note, gap=1))
        remove = IconButton("close", _("Remove {name}").format(name=variant.name), lambda: self.removed.emit(self))
        line = row(Thumb(shell.pictures, variant.image, variant.name, 36), 10, (words, 1), 10)
        line.addWidget(self.quantity)
        line.addSpacing(4)
        for part in (self.price, self.discount):
            line.addWidget(part)
            line.addSpacing(6)
        line.addSpacing(8)
        line.addWidget(self.gift)
        line.addWidget(self._total)
        line.addWidget(remove)
        line.setContentsMargins(0, 7, 0, 7)
        self.setLayout(line)
        self.setMinimumHeight(_ROW)  # fields grow a little when they are first shown; the row must not follow late
        self.quantity.changed.connect(lambda _value: self._mirror())
        self.gift.toggled.connect(lambda _on: self._mirror())
        for part in (self.price, self.discount):
            part.textEdited.connect(lambda _text: self._mirror())
        self._mirror()

    def _amount(self, text: str, name: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setFixedWidth(_PRICE)
        field.setFont(fonts.font(tabular=True))
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setAccessibleName(name.format(name=self.variant.name))
        return field

    def typed(self) -> Typed:
        """The amounts as typed."""
        if self.gift.isChecked():
            return Typed()
        try:
            price = money_value(self.price.text(), self._currency) or 0
            discount = money_value(self.discount.text(), self._currency) or 0
        except UserError as error:
            return Typed(problem=str(error))
        total = price * self.quantity.value() - discount
        if total < 0 or discount < 0 or price < 0:
            return Typed(price, discount, 0, _("A discount is larger than what it is taken from."))
        return Typed(price, discount, total)

    def new_line(self) -> NewLine:
        """The line as the use case wants it."""
        typed, gift = self.typed(), self.gift.isChecked()
        return NewLine(self.variant.id, self.quantity.value(), None if gift else typed.price, typed.discount, gift)

    def one_more(self) -> None:
        """The same product was scanned again."""
        self.quantity.set_value(self.quantity.value() + 1)
        self._mirror()

    def _mirror(self) -> None:
        typed = self.typed()
        self._total.setText(figures.amount(typed.total, self._currency) if not typed.problem else figures.NOTHING)
        short = self.variant.stocked and self.quantity.value() > self.variant.available
        free = _("{free} available").format(free=figures.number(self.variant.available))
        known = (self.variant.variant_title, self.variant.sku, free)
        note = typed.problem or " · ".join(part for part in known if part)
        self._note.setText(note)
        self._note.setProperty("role", "danger" if typed.problem else "warning" if short else "secondary")
        self._note.style().unpolish(self._note)
        self._note.style().polish(self._note)
        for field in (self.price, self.discount):
            field.setEnabled(not self.gift.isChecked())
            field.setProperty("problem", "true" if typed.problem else "false")
            field.style().unpolish(field)
            field.style().polish(field)
        self.changed.emit()


class OrderLines(QWidget):
    """All lines with the field that adds them; ``changed`` after every change."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._shell = shell
        self.rows: list[OrderLineRow] = []
        self.search = FindField(shell, find_variants(shell), _("Add a product: name, SKU or scan"), "scan")
        self.search.found.connect(self.add)
        self._heads = plain(self._head_line())
        self._nothing = secondary(_("Type or scan the first product. Enter adds it; scanning it again adds one more."))
        self._lines = column(gap=0)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for part in (self.search, self._nothing, self._heads):
            lines.addWidget(part)
        lines.addLayout(self._lines)
        self._heads.hide()

    @staticmethod
    def _head_line() -> Any:
        line = row(secondary(_("Product")), None, margins=(0, 4, 0, 0))
        left, middle, right = (
            Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight
        )  # fmt: skip
        for words, width, side in (
            (_("Pieces"), _STEPPER + 4, middle), (_("Price"), _PRICE, right), (_("Discount"), _PRICE + 6, right),
            ("", 14, left), (_("Gift"), _GIFT, left), (_("Total"), _TOTAL, right), ("", _CLOSE, right),
        ):  # fmt: skip
            head = Elided(words, fonts.SECONDARY, role="secondary")
            head.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            head.setFixedWidth(width)
            head.setAlignment(side)
            line.addWidget(head)
        return line

    def add(self, variant: Any) -> OrderLineRow:
        """Add a product, or one more piece of it."""
        known = next((line for line in self.rows if line.variant.id == variant.id and not line.gift.isChecked()), None)
        if known is not None:
            known.one_more()
            return known
        line = OrderLineRow(self._shell, variant)
        line.changed.connect(self.changed)
        line.removed.connect(self.remove)
        self.rows.append(line)
        self._lines.addWidget(rule())
        self._lines.addWidget(line)
        self._show()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        return line

    def remove(self, line: OrderLineRow) -> None:
        """Take a line out again."""
        at = self.rows.index(line)
        self.rows.pop(at)
        for _part in range(2):
            item = self._lines.takeAt(2 * at)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._show()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        self._heads.setVisible(bool(self.rows))
        self._nothing.setVisible(not self.rows)
        self.changed.emit()

    def problem(self) -> str:
        """What keeps the lines from being ordered."""
        if not self.rows:
            return _("The order has no lines.")
        return next((line.typed().problem for line in self.rows if line.typed().problem), "")

    def total(self) -> int:
        """The sum of all lines in minor units."""
        return sum(line.typed().total for line in self.rows)
