"""Saying which product an unknown line of an imported order means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout

from shopdesk.i18n import _, n_
from shopdesk.queries.order_details import OrderDetail, order_detail
from shopdesk.queries.order_line_details import OrderLineDetail
from shopdesk.ui import figures, fonts
from shopdesk.ui.forms.find_field import FindField, find_variants
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.fields import Field
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, row, rule
from shopdesk.ui.widgets.people import Thumb
from shopdesk.usecases import orders

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_WIDTH, _HEIGHT = 560, 340


class MatchDialog(QDialog):
    """Goes through the unknown lines of an order one by one: words as the shop sent them, a search, the product."""

    def __init__(self, shell: Shell, order_id: int) -> None:
        super().__init__(shell.window)
        self._shell, self._order_id = shell, order_id
        self.line: OrderLineDetail | None = None
        self.chosen: Any = None
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = label("", fonts.SECTION, fonts.SEMIBOLD)
        self._left = secondary("")
        self._words = label("", fonts.SECTION, fonts.MEDIUM, wrap=True)
        self._facts = secondary("", tabular=True, wrap=True)
        self.search = FindField(shell, find_variants(shell), _("Name, SKU or scan"), "scan")
        self.search.found.connect(self._choose)
        self._thumb = Thumb(shell.pictures, None, "", 48)
        self._name = label("", weight=fonts.SEMIBOLD, wrap=True)
        self._sku = secondary("", tabular=True)
        self._problem = label("", role="danger", wrap=True)
        self.go = Button(_("Match"), self._match, "primary", "link")
        self.go.setDefault(True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(row(self._title, 10, self._left, None, margins=(24, 20, 24, 12)))
        lines.addLayout(column(self._words, 4, self._facts, 14, margins=(24, 0, 24, 0)))
        lines.addLayout(column(Field(_("Is this product"), self.search), margins=(24, 0, 24, 12)))
        lines.addLayout(row(self._thumb, 12, column(self._name, self._sku, None, gap=2), None, margins=(24, 0, 24, 8)))
        lines.addLayout(column(self._problem, margins=(24, 0, 24, 8)))
        lines.addStretch(1)
        lines.addWidget(rule())
        lines.addLayout(row(Button(_("Close"), self.reject), None, self.go, margins=(24, 12, 24, 14)))
        self.setMinimumSize(_WIDTH, _HEIGHT)
        self._next()

    def _next(self) -> None:
        detail: OrderDetail = self._shell.read(order_detail, self._order_id)
        unknown = [line for line in detail.lines if not line.matched and line.stocked]
        if not unknown:
            self.accept()
            return
        self.line = unknown[0]
        title = _("Unknown product in order {number}").format(number=detail.number)
        self.setWindowTitle(title)
        self._title.setText(title)
        more = n_("{count} line", "{count} lines", len(unknown)).format(count=figures.number(len(unknown)))
        self._left.setText(more if len(unknown) > 1 else "")
        self._words.setText(self.line.title)
        price = figures.money(self.line.unit_price, detail.currency)
        known = (self.line.variant_title, self.line.sku and _("SKU {sku}").format(sku=self.line.sku))
        figure = _("{quantity} × {price}").format(quantity=figures.number(self.line.quantity), price=price)
        self._facts.setText(" · ".join(part for part in (*known, figure) if part))
        self._choose(None)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, variant: Any) -> None:
        self.chosen = variant
        for shown in (self._thumb, self._name, self._sku):
            shown.setVisible(variant is not None)
        self._problem.setText("")
        self.go.refuse("" if variant is not None else _("Choose a product first."))
        if variant is None:
            return
        self._thumb.show_picture(variant.image, variant.name)
        self._name.setText(variant.name)
        price = figures.money(variant.price, variant.currency)
        free = _("{free} available").format(free=figures.number(variant.available))
        self._sku.setText(" · ".join((variant.sku, price, free)))
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _match(self) -> None:
        if self.line is None or self.chosen is None:
            return
        line, variant = self.line, self.chosen
        said = _("“{title}” is {name}").format(title=line.title, name=variant.name)
        if self._shell.do(orders.match_line, order_line_id=line.id, variant_id=variant.id, said=said):
            self._next()
