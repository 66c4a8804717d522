"""What the side bar knows of a screen before it is loaded is what the screen says of itself."""

from __future__ import annotations

from typing import Any

import pytest

from shopdesk.ui.screens import PAGES, SCREENS


@pytest.mark.parametrize("place", SCREENS, ids=lambda place: place.key)
def test_a_screen_declares_what_the_side_bar_shows(place):
    screen = place.load()
    told = (place.key, place.title, place.icon, place.group, place.right, place.in_side_bar, place.badge_tone)
    said = (screen.key, screen.title, screen.icon, screen.group, screen.right, screen.in_side_bar, screen.badge_tone)
    assert told == said


class Told:
    """Counts every view of every list differently."""

    @staticmethod
    def _number(listing: Any, key: str) -> int:
        return sum(map(ord, f"{listing.name}/{key}"))

    def counts(self, listing: Any) -> dict[str, int]:
        return {view.key: self._number(listing, view.key) for view in listing.views}

    def read(self, count: Any, where: Any) -> int:
        listing = count.__self__
        return self._number(listing, next(view.key for view in listing.views if view.where == where))


@pytest.mark.parametrize("place", SCREENS, ids=lambda place: place.key)
def test_what_waits_is_counted_without_the_screen_and_alike(place):
    assert place.badge(Told()) == place.load().badge(Told())


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_is_found_by_its_kind_and_right(kind):
    page = PAGES[kind].load()
    assert (page.kind, page.right) == (kind, PAGES[kind].right)
