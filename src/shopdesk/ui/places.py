"""Screens and pages before their code is loaded: enough for the side bar, so that the window is there at once."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shopdesk.domain.rights import Right
    from shopdesk.ui.page import Page
    from shopdesk.ui.screen import Screen
    from shopdesk.ui.shell import Shell


def _loaded(path: str) -> Any:
    module, name = path.split(":")
    return getattr(import_module(f"shopdesk.ui.{module}"), name)


@dataclass(frozen=True)
class ScreenPlace:
    """A screen as the side bar knows it; ``path`` is ``module:Class`` below ``shopdesk.ui``.

    ``waits`` names the list and the view whose rows wait here, as ``("orders:ORDERS", "to_review")``: counting them
    loads the list, but not the screen.
    """

    key: str
    title: str
    icon: str
    group: int
    right: Right | None
    path: str
    in_side_bar: bool = True
    badge_tone: str = ""
    waits: tuple[str, str] | None = None

    def load(self) -> type[Screen]:
        """The screen's class."""
        found: type[Screen] = _loaded(self.path)
        return found

    def badge(self, desk: Any) -> int | None:
        """How many things wait here."""
        if self.waits is None:
            return None
        module, name = self.waits[0].split(":")
        listing = getattr(import_module(f"shopdesk.queries.{module}"), name)
        return int(desk.read(listing.count, listing.view(self.waits[1]).where))

    def __call__(self, shell: Shell) -> Screen:
        """Build the screen."""
        return self.load()(shell)


@dataclass(frozen=True)
class PagePlace:
    """The page of one kind of thing; ``path`` is ``module:Class`` below ``shopdesk.ui``."""

    kind: str
    right: Right | None
    path: str

    def load(self) -> type[Page]:
        """The page's class."""
        found: type[Page] = _loaded(self.path)
        return found

    def __call__(self, shell: Shell, thing: Any) -> Page:
        """Build the page of ``thing``."""
        return self.load()(shell, thing)
