"""Variants of several products edited as one table."""

from __future__ import annotations

from typing import Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.product_details import ProductDetail, product_detail
from shopdesk.ui.grid.panel import VariantGrid
from shopdesk.ui.page import Page

MOST_PRODUCTS = 100


class VariantGridPage(Page):
    """The thing is the ids of the products, joined with hyphens."""

    kind, place, icon = "variant_grid", "products", "products"
    title = N_("Edit as a table")
    right = Right.EDIT_PRODUCTS
    shows = frozenset({"products", "variants", "barcodes"})

    def build(self) -> None:
        super().build()
        self._grid = VariantGrid(self.shell, self.shell.may(Right.SEE_COST), self)

    def load(self) -> list[ProductDetail]:
        found = []
        for part in str(self.thing_id).split("-")[:MOST_PRODUCTS]:
            try:
                found.append(self.shell.read(product_detail, int(part)))
            except (UserError, ValueError):
                continue
        if not found:
            raise UserError(_("There is no such product."))
        return found

    def show_thing(self) -> None:
        products: list[ProductDetail] = self.thing
        count = sum(len(known.variants) for known in products)
        title = products[0].title if len(products) == 1 else _("Edit as a table")
        self.set_head(title, n_("{count} variant", "{count} variants", count).format(count=count))
        self._grid.show_products(products)
        self.body.addWidget(self._grid.card())
        self.body.addStretch(1)

    def may_leave(self) -> bool:
        return leave_grid(self, self._grid)


def leave_grid(page: Any, grid: VariantGrid) -> bool:
    """Whether nothing typed would be lost; else says so and stays. A second try throws it away."""
    if not grid.dirty or getattr(page, "_warned", False):
        page._warned = False
        grid.model.forget_typed()
        return True
    page._warned = True
    page.shell.say(_("The table is not saved. Save it, or leave once more to throw it away."), tone="warning")
    return False
