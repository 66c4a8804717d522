"""A start with a shop that was open here before: the list of last time at once, the rest of the program meanwhile."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from shopdesk import __version__
from shopdesk.domain.errors import ShopdeskError
from shopdesk.settings import Settings

if TYPE_CHECKING:
    from shopdesk.queries.first_look import FirstLook
    from shopdesk.store.engine import Database
    from shopdesk.ui.main_window import MainWindow
    from shopdesk.ui.screen import Screen
    from shopdesk.usecases.desk import Desk

log = logging.getLogger(__name__)

_LOADED_FIRST = ("shopdesk.store.shop", "shopdesk.usecases.people", "shopdesk.usecases.desk")
_WITHOUT_QT = tuple(f"shopdesk.{room}." for room in ("domain", "store", "queries", "usecases", "documents"))


class Opening(QObject):
    """Loads the program and opens a shop on another thread; Qt is left to the window's thread."""

    done = Signal(object)

    def __init__(self, target: str, modules: Sequence[str]) -> None:
        """``modules`` are those the list of last time needs."""
        super().__init__()
        self.target, self._modules = target, modules
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="opening", daemon=True)
        self.desk: Desk | None = None
        self.database: Database | None = None
        self.error: Exception | None = None

    def start(self) -> None:
        """Begin; ``done`` comes in the window's thread."""
        self._thread.start()

    def stop(self) -> None:
        """The window is gone: wait for what is under way, and close the shop if it was opened meanwhile."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        if self.database is not None:
            self.database.close()

    def _run(self) -> None:
        try:
            for name in (*_LOADED_FIRST, *self._modules):
                if self._stopped.is_set():
                    return
                import_module(name)
            from shopdesk.store.shop import open_shop
            from shopdesk.usecases.desk import Desk
            from shopdesk.usecases.people import sign_in_needed

            self.database = open_shop(self.target)
            if not sign_in_needed(self.database):
                self.desk = Desk(self.database)
        except Exception as error:
            self.error = error
        self.done.emit(self)


class LastTime:
    """What this computer keeps about the list that was on the screen last: how it is read and how it looks."""

    def __init__(self, settings: Settings) -> None:
        """``settings`` of this computer."""
        self._settings = settings
        self._kept: Mapping[str, Any] | None = None

    def is_of(self, target: str) -> bool:
        """Whether something was kept about this shop by this version of the program."""
        self._kept = self._settings.first_list()
        kept = self._kept or {}
        address = target if "://" in target else str(Path(target).absolute())
        return kept.get("program") == __version__ and kept.get("shop") == address

    def modules(self) -> list[str]:
        """The modules without Qt that the list needs when it comes alive."""
        names = (str(name) for name in (self._kept or {}).get("modules", ()))
        return [name for name in names if name.startswith(_WITHOUT_QT)]

    def window(self, target: str) -> tuple[MainWindow, FirstLook, Screen] | None:
        """A window with the rows of now, not shown yet; None where the shop must be opened first."""
        from shopdesk.queries.first_look import FirstLook, Unreadable

        window, kept = None, self._kept or {}
        try:
            look = FirstLook(target, str(kept.get("revision")))
        except (Unreadable, ValueError):
            return None
        try:
            window = _window(look, self._settings)
            screen = self._screen(window, look, kept.get("look"))
            window.show_waiting(screen)
        except Exception:
            # Whatever was kept by another state of the program must not keep the shop from being opened.
            log.exception("the list of last time could not be shown")
            look.close()
            if window is not None:
                window.deleteLater()
            self._settings.forget_first_list()
            return None
        return window, look, screen

    @staticmethod
    def _screen(window: MainWindow, look: FirstLook, known: Mapping[str, Any] | None) -> Screen:
        from shopdesk.ui import waiting

        place = str(window.memory.get("window/place", "") or "")
        if known and known["key"] == place and look.look_at(known["plan"]):
            shown = waiting.waiting_list(window.shell, dict(known))
            if shown is not None:
                return shown
        return waiting.waiting_screen(window.shell, *window.place(place))

    def keep(self, window: MainWindow, shop: str, *, only_if_changed: bool = False) -> None:
        """Keep the list that is shown now, or the name of the place; with ``only_if_changed`` where it is another."""
        try:
            self._keep(window, shop, only_if_changed=only_if_changed)
        except Exception:
            # The start after this one being slower is no reason to disturb anybody now.
            log.exception("the list on the screen could not be kept for the next start")
            self._settings.forget_first_list()

    def _keep(self, window: MainWindow, shop: str, *, only_if_changed: bool) -> None:
        from shopdesk.store.upgrade import HEAD
        from shopdesk.ui.list_screen import ListScreen
        from shopdesk.ui.waiting import still_looks

        screen = window.built_screen(str(self._settings.get("window/place", "") or ""))
        if only_if_changed and isinstance(screen, ListScreen) and self.is_of(shop):
            known = (self._kept or {}).get("look")
            if known and still_looks(screen, dict(known)):
                return
        about = {"program": __version__, "revision": HEAD, "shop": shop, "modules": _asks(screen)}
        self._settings.keep_first_list({**about, "look": _look_of(screen) if isinstance(screen, ListScreen) else None})


def painted_part(screen: QWidget) -> QWidget:
    """What of a screen holds its rows."""
    table = getattr(screen, "table", None)
    return screen if table is None else table.viewport()


def _window(look: FirstLook, settings: Any) -> MainWindow:
    from shopdesk.ui.main_window import MainWindow
    from shopdesk.ui.screens import PAGES, SCREENS

    def import_dropped(paths: list[Path]) -> None:
        window.open("import", None, path=paths[0])

    window = MainWindow(look, SCREENS, PAGES, settings, dropped=import_dropped)
    return window


def _asks(screen: Screen | None) -> list[str]:
    """The modules without Qt that a screen's own code names, itself or through the parts of the window it uses."""
    found: set[str] = set()
    parts = {type(screen).__module__}
    for _step in range(2):
        names = {
            str(getattr(value, "__module__", ""))
            for part in parts
            for value in vars(sys.modules[part]).values()
            if callable(value)
        }
        found |= {name for name in names if name.startswith(_WITHOUT_QT)}
        parts = {name for name in names if name.startswith("shopdesk.ui.") and name in sys.modules}
    return sorted(found)


def _look_of(screen: Any) -> Mapping[str, Any] | None:
    """What the next start shows of a list; None for one that plain data does not tell."""
    from shopdesk.queries.planning import planned
    from shopdesk.ui.waiting import look_of

    _view, where, words = screen.at_start()
    try:
        plan = None if words else planned(screen.listing, where, *screen.sorted_by())
    except ShopdeskError:
        return None
    return None if plan is None else look_of(screen, plan)
