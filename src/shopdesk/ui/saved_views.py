"""The views of a list: those it comes with, and those a person saved on this computer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shopdesk.i18n import _
from shopdesk.ui.memory import Memory
from shopdesk.ui.view_tabs import Tab

if TYPE_CHECKING:
    from shopdesk.queries.listing import Listing

_OWN = "own:"


class SavedViews:
    """Knows the tabs of one list and the filters behind each."""

    def __init__(self, listing: Listing, memory: Memory, tones: Mapping[str, str]) -> None:
        self._listing, self._memory, self._tones = listing, memory, tones
        self._key = f"list/{listing.name}/views"

    def _own(self) -> list[dict[str, Any]]:
        return list(self._memory.get(self._key, []) or [])

    def tabs(self) -> list[Tab]:
        """All views, the person's own last."""
        own = [Tab(f"{_OWN}{place}", view["title"], own=True) for place, view in enumerate(self._own())]
        return [Tab(view.key, _(view.title), self._tones.get(view.key, "")) for view in self._listing.views] + own

    def everything(self) -> str:
        """The view that leaves nothing out, or ``""``."""
        return next((view.key for view in self._listing.views if not view.where), "")

    def where(self, key: str) -> dict[str, str]:
        """The fixed filters of a view that came with the list."""
        return dict(next((view.where for view in self._listing.views if view.key == key), {}))

    def own_filters(self, key: str) -> tuple[dict[str, str], str] | None:
        """The filters and words of a view the person saved; None for the others."""
        if not self.is_own(key):
            return None
        kept = self._own()[int(key.removeprefix(_OWN))]
        return dict(kept["where"]), str(kept.get("words", ""))

    @staticmethod
    def is_own(key: str) -> bool:
        """Whether the person saved this view."""
        return key.startswith(_OWN)

    def add(self, title: str, where: Mapping[str, str], words: str) -> str:
        """Save a view; returns its key."""
        own = [*self._own(), {"title": title, "where": dict(where), "words": words}]
        self._memory.set(self._key, own)
        return f"{_OWN}{len(own) - 1}"

    def remove(self, key: str) -> dict[str, Any]:
        """Remove a saved view; returns it, to be put back."""
        own = self._own()
        gone = own.pop(int(key.removeprefix(_OWN)))
        self._memory.set(self._key, own)
        return gone

    def remember(self, key: str) -> None:
        """Keep which view was looked at last."""
        self._memory.set(f"list/{self._listing.name}/view", key)

    def remembered(self, otherwise: str) -> str:
        """The view looked at last."""
        key = str(self._memory.get(f"list/{self._listing.name}/view", otherwise) or otherwise)
        return key if key in {tab.key for tab in self.tabs()} else otherwise
