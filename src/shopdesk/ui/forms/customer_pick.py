"""Who an order is for: a known customer found by name, or a new one with an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.queries.country_names import country_name
from shopdesk.queries.customer_details import customer_detail
from shopdesk.ui import fonts
from shopdesk.ui.forms.find_field import FindField, find_customers
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.fields import Field
from shopdesk.ui.widgets.labels import Elided, label
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.people import Avatar

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_WHOLE = 6
_NEW = (
    ("name", 3), ("company", 3), ("line1", 3), ("line2", 3), ("postcode", 2), ("city", 2), ("country", 2),
    ("phone", 3), ("email", 3),
)  # fmt: skip


class CustomerPick(QWidget):
    """Starts with a search; ``chosen`` when a customer is known or the new one's fields are shown."""

    chosen = Signal()
    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._shell = shell
        self.customer: Any = None
        self.fields: dict[str, QLineEdit] = {}
        self._problems: dict[str, Field] = {}
        self.search = FindField(shell, find_customers(shell), _("Name, company, city, e-mail"), "user")
        self.search.found.connect(self.take)
        self.search.nothing.connect(self.new)
        self._new_button = Button(_("New customer"), lambda: self.new(self.search.text()), icon_name="plus")
        self._stack = QStackedWidget()
        self._known = plain(QVBoxLayout())
        for page in (
            plain(column(self.search, self._new_button, None, gap=8)),
            self._known,
            plain(column(self._grid(), None, gap=8)),
        ):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._show(0)

    def _grid(self) -> QVBoxLayout:
        titles = {
            "name": _("Name"), "company": _("Company"), "line1": _("Street and number"), "line2": _("Second line"),
            "postcode": _("Postcode"), "city": _("City"), "country": _("Country, two letters"), "phone": _("Phone"),
            "email": _("E-mail"),
        }  # fmt: skip
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        line, half = 0, 0
        for place in range(_WHOLE):
            grid.setColumnStretch(place, 1)
        for key, width in _NEW:
            field = QLineEdit()
            field.textEdited.connect(lambda _text: self.changed.emit())
            field.returnPressed.connect(self.focusNextChild)
            self.fields[key] = field
            if half + width > _WHOLE:
                line, half = line + 1, 0
            self._problems[key] = Field(titles[key], field)
            grid.addWidget(self._problems[key], line, half, 1, width, Qt.AlignmentFlag.AlignTop)
            half += width
        self.fields["country"].setText(str(self._shell.desk.setting("country", "")))
        known = Button(_("Search instead"), self.again, "link")
        known.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return column(row(label(_("New customer"), weight=fonts.MEDIUM), None, known), grid, gap=6)

    def _show(self, page: int) -> None:
        self._stack.setCurrentIndex(page)
        for place in range(self._stack.count()):
            self._stack.widget(place).setVisible(place == page)
        self._stack.setFixedHeight(self._stack.currentWidget().sizeHint().height())
        self.changed.emit()

    def again(self) -> None:
        """Search for another customer."""
        self.customer = None
        self._show(0)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def new(self, name: str = "") -> None:
        """Type a new customer; what was searched for is taken as the name."""
        self.customer = None
        self.search.close_results()
        self.fields["name"].setText(name.strip())
        self._show(2)
        first = "company" if name.strip() else "name"
        self.fields[first].setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, row_or_detail: Any) -> None:
        """Take a known customer."""
        self.customer = detail = self._shell.read(customer_detail, row_or_detail.id)
        old = self._known
        address = next((one for one in detail.addresses if one.is_default), next(iter(detail.addresses), None))
        words = [Elided(detail.name, weight=fonts.SEMIBOLD)]
        for text in _address_words(address):
            words.append(Elided(text, fonts.SECONDARY, role="secondary"))
        if address is None:
            words.append(Elided(_("There is no address."), fonts.SECONDARY, role="warning"))
        change = IconButton("swap", _("Choose another customer"), self.again)
        line = row(Avatar(detail.name, 36), 12, (plain(column(*words, gap=1)), 1), 6, change)
        line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._known = plain(column(line, None))
        self._stack.insertWidget(1, self._known)
        self._stack.removeWidget(old)
        old.deleteLater()
        self._show(1)
        self.chosen.emit()

    def is_new(self) -> bool:
        """Whether a new customer is typed."""
        return self._stack.currentIndex() == 2

    def typed(self) -> Mapping[str, str]:
        """The new customer's fields."""
        return {key: field.text().strip() for key, field in self.fields.items()}

    def problem(self) -> str:
        """What keeps the order from having a customer."""
        if self.customer is not None:
            return ""
        if not self.is_new():
            return _("Choose a customer first.")
        typed = self.typed()
        if not typed["name"] and not typed["company"]:
            return _("The name is empty.")
        return ""


def _address_words(address: Any) -> list[str]:
    if address is None:
        return []
    place = " ".join(part for part in (address.postcode, address.city) if part)
    lines = (address.company, address.line1, address.line2, place, country_name(address.country))
    return [line for line in lines if line]
