"""The desktop program, wired together: open the shop, sign in, show the window.

A start with a shop that was open here before shows the list of last time at once, read with the bare driver; the rest
of the program is loaded while the person looks at it (``ui/waiting.py``, ``queries/first_look.py``).
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QLibraryInfo, QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import __version__
from shopdesk.domain.errors import ShopdeskError
from shopdesk.i18n import use_language
from shopdesk.resources_folder import resource
from shopdesk.settings import Settings
from shopdesk.ui import theme

if TYPE_CHECKING:
    from shopdesk.queries.first_look import FirstLook
    from shopdesk.store.engine import Database
    from shopdesk.ui.main_window import MainWindow
    from shopdesk.ui.screen import Screen
    from shopdesk.usecases.desk import Desk

log = logging.getLogger(__name__)

QUIT_AFTER = "SHOPDESK_QUIT_AFTER"
"""For measuring the start: the program ends by itself after it has painted its ``first-list``, or its ``live`` one."""
_LOADED_FIRST = ("shopdesk.store.shop", "shopdesk.usecases.people", "shopdesk.usecases.desk")
_WITHOUT_QT = tuple(f"shopdesk.{room}." for room in ("domain", "store", "queries", "usecases", "documents"))
_REMEMBER_AFTER_MS = 3000


def application() -> QApplication:
    """The one QApplication of this process, named and with its icon."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("shopdesk")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("shopdesk")
    app.setWindowIcon(QIcon(str(resource("icons", "shopdesk.svg"))))
    return app


def dress(app: QApplication, settings: Settings, language: str = "", choice: str = "") -> None:
    """Language, theme and fonts as chosen on this computer."""
    chosen = language or str(settings.get("language", "") or _system_language())
    use_language(chosen)
    _speak(app, chosen)
    theme.apply_theme(app, choice or str(settings.get("theme", "system")), chosen)


def _speak(app: QApplication, language: str) -> None:
    """Qt's own words, as in file dialogs and menus of text fields, in ``language`` too."""
    # Asking Qt for its children by their class would load every class it knows.
    before = app.property("qt_words")
    if isinstance(before, QTranslator):
        app.removeTranslator(before)
        before.deleteLater()
    words = QTranslator(app)
    app.setProperty("qt_words", words)
    if words.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)


def _system_language() -> str:
    from PySide6.QtCore import QLocale

    name = QLocale.system().name()
    if name.startswith("zh"):
        return "zh_TW" if name.endswith(("TW", "HK", "MO")) else "zh_CN"
    return "en"


class Opening(QObject):
    """Loads the program and opens a shop on another thread; Qt is left to the window's thread."""

    done = Signal(object)

    def __init__(self, target: str, modules: Sequence[str]) -> None:
        """``modules`` are those the list of last time needs."""
        super().__init__()
        self._target, self._modules = target, modules
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

            self.database = open_shop(self._target)
            if not sign_in_needed(self.database):
                self.desk = Desk(self.database)
        except Exception as error:
            self.error = error
        self.done.emit(self)


class Program:
    """Holds the windows of one run: first choice, sign-in, main window; each leads to the next."""

    def __init__(self, app: QApplication, settings: Settings, user: str = "") -> None:
        """``user`` signs in at once when the shop asks for a password and the environment carries it."""
        self.app, self.settings, self.user = app, settings, user
        self.window: QWidget | None = None
        self.desk: Desk | None = None
        self._look: FirstLook | None = None
        self._opening: Opening | None = None
        app.aboutToQuit.connect(self.close)

    def start(self, shop: str = "") -> None:
        """Open ``shop``, or the last one, or ask what to open."""
        target = shop or self.settings.last_shop
        if not target or (not shop and "://" not in target and not Path(target).is_file()):
            self.choose()
            return
        if self._show_at_once(target):
            return
        try:
            self.open(target)
        except ShopdeskError as error:
            self.choose(str(error))

    def choose(self, problem: str = "") -> None:
        """Show the first page: sample shop, empty shop, a file, a server."""
        from shopdesk.ui.first_run import FirstRun

        gc.enable()

        page = FirstRun(self.settings, problem=problem)
        page.opened.connect(self.open)
        self._show(page)

    def open(self, target: str) -> None:
        """Open a shop and sign in; raises UserError or OutsideError when it cannot be opened."""
        from shopdesk.store.shop import open_shop
        from shopdesk.usecases import people
        from shopdesk.usecases.desk import Desk

        database = open_shop(target)
        self.settings.remember_shop(target)
        if people.sign_in_needed(database):
            self._sign_in(database)
        else:
            self.enter(Desk(database))

    def _sign_in(self, database: Database) -> None:
        from shopdesk.ui.sign_in import SignIn
        from shopdesk.usecases.desk import Desk

        page = SignIn(database, self.user)
        page.signed_in.connect(lambda user: self.enter(Desk(database, user)))
        self._show(page)

    def enter(self, desk: Desk) -> None:
        """Show the main window for this person at this shop; a window that waits for it goes on."""
        from shopdesk.ui.not_yet import FirstPaint

        self.desk = desk
        look, self._look = self._look, None
        waiting = self.window if look is not None and look.user == desk.user else None
        if waiting is not None:
            window: MainWindow = waiting  # type: ignore[assignment]
            come_alive(window, desk)
        else:
            window = main_window(desk, self.settings)
            self._show(window)
            window.start()
        if look is not None:
            look.close()
        window.leaving.connect(self.remember)
        painted = ("live",) if waiting is not None else ("first-list", "live")
        FirstPaint(painted_part(window.current() or window), lambda: self._painted(*painted))
        QTimer.singleShot(100, window, lambda: _after_start(desk, window))
        QTimer.singleShot(_REMEMBER_AFTER_MS, window, lambda: self.remember())  # noqa: PLW0108 - keeps us alive

    # the list of last time

    def _show_at_once(self, target: str) -> bool:
        """Show the window with the list of last time before the shop is opened; False where that cannot be."""
        kept = self.settings.first_list()
        if kept is None or kept.get("program") != __version__ or kept.get("shop") != _address(target):
            return False
        from shopdesk.queries.first_look import FirstLook, Unreadable
        from shopdesk.ui.not_yet import FirstPaint

        window = None
        try:
            look = FirstLook(target, str(kept["revision"]))
        except (Unreadable, KeyError, ValueError):
            return False
        try:
            window = waiting_window(look, self.settings)
            screen = waiting_screen(window, look, kept)
            window.show_waiting(screen)
        except Exception:
            # Whatever was kept by another state of the program must not keep the shop from being opened.
            log.exception("the list of last time could not be shown")
            look.close()
            if window is not None:
                window.deleteLater()
            self.settings.forget_first_list()
            return False
        self._look = look
        modules = [str(name) for name in kept.get("modules", ()) if str(name).startswith(_WITHOUT_QT)]
        FirstPaint(painted_part(screen), lambda: self._go_on(target, modules))
        self._show(window)
        return True

    def _go_on(self, target: str, modules: Sequence[str]) -> None:
        """The list of last time is painted: load the rest and open the shop."""
        if self._painted("first-list"):
            return
        self._opening = Opening(target, modules)
        self._opening.done.connect(self._opened, Qt.ConnectionType.QueuedConnection)
        self._opening.start()

    def _opened(self, opening: Opening) -> None:
        if opening is not self._opening:
            return
        self._opening = None
        if opening.error is not None:
            self._leave_look()
            if not isinstance(opening.error, ShopdeskError):
                raise opening.error
            self.choose(str(opening.error))
            return
        self.settings.remember_shop(opening._target)
        if opening.desk is not None:
            self.enter(opening.desk)
        elif opening.database is not None:
            self._leave_look()
            self._sign_in(opening.database)

    def _leave_look(self) -> None:
        if self._look is not None:
            self._look.close()
            self._look = None

    def remember(self) -> None:
        """Keep how the list shown last is read and looks, for the next start; never its rows."""
        from shopdesk.store.upgrade import HEAD

        desk, window = self.desk, cast("MainWindow | None", self.window)
        if desk is None or window is None or desk.database.server:
            return
        place = str(self.settings.get("window/place", "") or "")
        kept = {"program": __version__, "revision": HEAD, "shop": desk.database.target}
        loads = _asks(window.built_screen(place))
        self.settings.keep_first_list({**kept, "modules": loads, "look": _look_of(window, place)})

    def _painted(self, *what: str) -> bool:
        """Something is on the screen; whether the program ends with it, because it is being measured."""
        ends = os.environ.get(QUIT_AFTER) in what
        if ends:
            self.app.quit()
        return ends

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def close(self) -> None:
        """Close the shop; the write-ahead log is folded into its file."""
        if self._opening is not None:
            self._opening.stop()
            self._opening = None
        self._leave_look()
        if self.desk is not None:
            self.desk.close()
            self.desk = None


def _address(target: str) -> str:
    return target if "://" in target else str(Path(target).absolute())


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


def _look_of(window: Any, place: str) -> Mapping[str, Any] | None:
    """What the next start shows of a place; None for what is no list, or one that plain data does not tell."""
    from shopdesk.queries.planning import planned
    from shopdesk.ui.list_screen import ListScreen
    from shopdesk.ui.waiting import look_of

    screen = window.built_screen(place)
    if not isinstance(screen, ListScreen):
        return None
    _view, where, words = screen.at_start()
    try:
        plan = None if words else planned(screen.listing, where, *screen.sorted_by())
    except ShopdeskError:
        return None
    return None if plan is None else look_of(screen, plan)


def waiting_window(look: FirstLook, settings: Any) -> MainWindow:
    """The main window before the shop is open."""
    from shopdesk.ui.main_window import MainWindow
    from shopdesk.ui.screens import PAGES, SCREENS

    def import_dropped(paths: list[Path]) -> None:
        window.open("import", None, path=paths[0])

    window = MainWindow(look, SCREENS, PAGES, settings, dropped=import_dropped)
    return window


def waiting_screen(window: MainWindow, look: FirstLook, kept: Mapping[str, Any]) -> Screen:
    """The list of last time with the rows of now, else the empty frame of the place."""
    from shopdesk.ui import waiting

    place, known = str(window.memory.get("window/place", "") or ""), kept.get("look")
    if known and known["key"] == place and look.look_at(known["plan"]):
        shown = waiting.waiting_list(window.shell, known)
        if shown is not None:
            return shown
    return waiting.waiting_screen(window.shell, *window.place(place))


def painted_part(screen: QWidget) -> QWidget:
    """What of a screen holds its rows."""
    table = getattr(screen, "table", None)
    return screen if table is None else table.viewport()


def come_alive(window: MainWindow, desk: Desk) -> None:
    """Bring the open shop into a window that waits for it."""
    from shopdesk.ui.finding import alerts, search

    window.take(desk, search(desk), alerts)


def main_window(desk: Desk, settings: Any) -> MainWindow:
    """The main window with every screen of the program, not shown yet."""
    from shopdesk.ui.finding import alerts, search
    from shopdesk.ui.main_window import MainWindow
    from shopdesk.ui.screens import PAGES, SCREENS

    def import_dropped(paths: list[Path]) -> None:
        window.open("import", None, path=paths[0])

    window = MainWindow(desk, SCREENS, PAGES, settings, search=search(desk), alerts=alerts, dropped=import_dropped)
    return window


def _after_start(desk: Desk, window: MainWindow) -> None:
    """What may wait until the window is painted: errors get words, due holds are released."""
    gc.freeze()
    gc.enable()
    from shopdesk.domain.rights import Right
    from shopdesk.ui.errors import install_excepthook

    install_excepthook(lambda: window)
    if desk.may(Right.EDIT_ORDERS):
        from shopdesk.usecases.orders import release_due_holds

        desk.do(release_due_holds)


def run(settings: Settings, shop: str = "", user: str = "", language: str = "") -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    # What is loaded while starting stays for good; looking for garbage in it only costs time.
    gc.disable()
    app = application()
    dress(app, settings, language)
    program = Program(app, settings, user)
    QTimer.singleShot(0, lambda: program.start(shop))
    return app.exec()


def draw_screens(
    desk: Desk,
    settings: Settings,
    out: Path,
    *,
    language: str = "",
    theme: str = "light",
    size: tuple[int, int] = (1280, 800),
    scale: float = 1.0,
    screen: str = "",
) -> list[dict[str, str]]:
    """Draw every screen of the shop (or one) off screen into PNG files; returns their names and paths."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = str(scale)
    app = application()
    dress(app, settings, language or "en", theme)
    from shopdesk.ui.memory import ShortMemory
    from shopdesk.ui.portraits import Portraits

    window = main_window(desk, ShortMemory())
    portraits = Portraits(window, desk, out, size, screen)
    portraits.done.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    QTimer.singleShot(0, portraits.start)
    app.exec()
    if portraits.failed:
        raise portraits.failed[0][1]
    return portraits.drawn
