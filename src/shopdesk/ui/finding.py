"""The one search field and the bell: what the shop's queries find, as the window shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from shopdesk.i18n import N_, _
from shopdesk.ui.top_bar import Alert, Hit
from shopdesk.usecases.desk import Desk

if TYPE_CHECKING:
    from shopdesk.queries.finder import Hit as Found

GROUPS: dict[str, tuple[str, str, str]] = {
    "order": (N_("Orders"), "orders", "order"),
    "shipment": (N_("Packing"), "packing", "shipment"),
    "return": (N_("Returns"), "returns", "return"),
    "product": (N_("Products"), "products", "product"),
    "variant": (N_("Inventory"), "inventory", "variant"),
    "customer": (N_("Customers"), "customers", "customer"),
    "purchase": (N_("Purchasing"), "purchasing", "purchase"),
    "supplier": (N_("Suppliers"), "truck", "supplier"),
    "bin": (N_("Bins"), "inventory", "bin"),
    "wave": (N_("Waves"), "basket", "wave"),
}
_WITH_PICTURE = frozenset({"product", "variant"})


def search(desk: Desk) -> Callable[[str], Sequence[Hit]]:
    """What the top field calls with the words typed or scanned."""

    def look(words: str) -> list[Hit]:
        from shopdesk.queries.finder import find  # loaded when first asked, for a quick start

        return [_hit(found) for found in desk.read(find, desk.database.dialect, words)]

    return look


def _hit(found: Found) -> Hit:
    title, icon, opens = GROUPS.get(found.kind, (found.kind, "search", found.kind))
    return Hit(
        opens,
        found.id,
        found.title,
        found.detail,
        _(title),
        icon,
        found.image,
        found.kind in _WITH_PICTURE,
        found.exact,
    )


def alerts(desk: Any) -> list[Alert]:
    """What needs a person, for the bell."""
    from shopdesk.queries.today import needs  # loaded after the window is painted

    return [Alert(need.title, need.detail, need.icon, need.tone, need.opens) for need in desk.read(needs, desk.clock())]
