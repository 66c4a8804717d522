"""What the shop's search found, as the top field shows it: grouped, with icons and pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from shopdesk.i18n import N_, _
from shopdesk.ui.top_bar import Hit

_KINDS: dict[str, tuple[str, str]] = {
    "order": (N_("Orders"), "orders"),
    "shipment": (N_("Shipments"), "truck"),
    "return": (N_("Returns"), "returns"),
    "variant": (N_("Products"), "products"),
    "product": (N_("Products"), "products"),
    "customer": (N_("Customers"), "customers"),
    "purchase": (N_("Purchasing"), "purchasing"),
    "supplier": (N_("Suppliers"), "truck"),
    "bin": (N_("Bins"), "inventory"),
    "count": (N_("Stocktake"), "scan"),
    "transfer": (N_("Transfers"), "truck"),
    "wave": (N_("Waves"), "basket"),
}
_PICTURED = frozenset({"variant", "product"})


class Found(Protocol):
    """One thing the search found."""

    @property
    def kind(self) -> str:
        """Kind of thing, e.g. ``order``."""
        ...

    @property
    def id(self) -> int:
        """Its id."""
        ...

    @property
    def title(self) -> str:
        """Its number or name."""
        ...

    @property
    def detail(self) -> str:
        """A quiet line."""
        ...

    @property
    def image(self) -> str | None:
        """Hash of its picture."""
        ...

    @property
    def exact(self) -> bool:
        """Whether its code is exactly what was typed or scanned."""
        ...


def shown(found: Iterable[Found]) -> list[Hit]:
    """Hits for the top field: exact ones stay first, the others are grouped by kind."""
    hits = [
        Hit(
            thing.kind,
            thing.id,
            thing.title,
            thing.detail,
            _(_KINDS.get(thing.kind, ("", ""))[0]),
            _KINDS.get(thing.kind, ("", "circle"))[1],
            thing.image,
            thing.kind in _PICTURED,
            thing.exact,
        )
        for thing in found
    ]
    groups = list(dict.fromkeys(hit.group for hit in hits))
    return sorted(hits, key=lambda hit: (not hit.exact, groups.index(hit.group)))
