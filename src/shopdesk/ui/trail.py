"""Where the person has been: builds screens and pages when first shown, and leads back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.ui.page import Page
from shopdesk.ui.places import PagePlace, ScreenPlace
from shopdesk.ui.screen import Screen
from shopdesk.ui.shell import Shell

_KEPT = 24


class Trail(QObject):
    """The way a person went through screens and pages; ``stack`` shows its end."""

    moved = Signal(object)

    def __init__(
        self,
        shell: Shell,
        screens: Mapping[str, type[Screen] | ScreenPlace],
        pages: Mapping[str, type[Page] | PagePlace],
    ) -> None:
        super().__init__(shell)
        self._shell, self._screens, self._pages = shell, screens, pages
        self.stack = QStackedWidget()
        self._built: dict[str, Screen] = {}
        self._way: list[Screen] = []

    def current(self) -> Screen | None:
        """What is shown now."""
        return self._way[-1] if self._way else None

    def screen(self, key: str) -> Screen:
        """A screen by its key, built if need be."""
        if key not in self._built:
            self._built[key] = self._screens[key](self._shell)
            self.stack.addWidget(self._built[key])
        return self._built[key]

    def built(self, key: str) -> Screen | None:
        """A screen by its key, if it was shown already."""
        return self._built.get(key)

    def open(self, kind: str, thing: Any = None, **aim: Any) -> None:
        """Show a screen by its key, or the page of one thing; stays if what is shown may not be left."""
        here = self.current()
        same_page = isinstance(here, Page) and here.kind == kind and here.thing_id == thing
        if here is not None and not same_page and not here.may_leave():
            return
        if same_page and here is not None:
            here.arrive(**aim)
            self._show(here)
        elif kind in self._screens:
            if thing is not None:
                aim.setdefault("row", thing)
            self._go(self.screen(kind), aim)
        elif kind in self._pages and self._shell.may(self._pages[kind].right):
            page = self._pages[kind](self._shell, thing)
            self.stack.addWidget(page)
            if here is not None:
                page.back_link.set_words(here.name_now())
            self._go(page, aim)
        else:
            self._shell.fail(UserError(_("Your role does not show this.")))

    def _go(self, target: Screen, aim: Mapping[str, Any]) -> None:
        if self.current() is not target:
            self._way.append(target)
        target.arrive(**aim)
        self._drop_oldest()
        self._show(target)

    def back(self) -> None:
        """Show what was shown before; pages that are left are gone."""
        here = self.current()
        if len(self._way) < 2 or here is None or not here.may_leave():
            return
        self._way.pop()
        self._discard(here)
        target = self._way[-1]
        self._show(target)
        target.arrive()

    def _show(self, target: Screen) -> None:
        self.stack.setCurrentWidget(target)
        self.moved.emit(target)

    def _drop_oldest(self) -> None:
        while len(self._way) > _KEPT:
            self._discard(self._way.pop(0))

    def _discard(self, screen: Screen) -> None:
        if isinstance(screen, Page) and screen not in self._way:
            self.stack.removeWidget(screen)
            screen.deleteLater()
