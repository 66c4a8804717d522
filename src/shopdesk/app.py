"""The desktop program, wired together: open the shop, sign in, show the window.

A start with a shop that was open here before shows the list of last time at once, read with the bare driver; the rest
of the program is loaded while the person looks at it (``ui/waiting.py``, ``queries/first_look.py``).
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QLibraryInfo, Qt, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from shopdesk import __version__
from shopdesk.domain.errors import ShopdeskError
from shopdesk.i18n import use_language
from shopdesk.opening import LastTime, Opening, painted_part
from shopdesk.resources_folder import resource
from shopdesk.settings import Settings
from shopdesk.ui import theme

if TYPE_CHECKING:
    from shopdesk.queries.first_look import FirstLook
    from shopdesk.store.engine import Database
    from shopdesk.ui.main_window import MainWindow
    from shopdesk.usecases.desk import Desk

QUIT_AFTER = "SHOPDESK_QUIT_AFTER"
"""For measuring the start: the program ends by itself after it has painted its ``first-list``, or its ``live`` one."""
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


class Program:
    """Holds the windows of one run: first choice, sign-in, main window; each leads to the next."""

    def __init__(self, app: QApplication, settings: Settings, user: str = "") -> None:
        """``user`` signs in at once when the shop asks for a password and the environment carries it."""
        self.app, self.settings, self.user = app, settings, user
        self.window: QWidget | None = None
        self.desk: Desk | None = None
        self._look: FirstLook | None = None
        self._opening: Opening | None = None
        self._last_time = LastTime(settings)
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
        window.leaving.connect(lambda: self.remember(leaving=True))
        painted = ("live",) if waiting is not None else ("first-list", "live")
        FirstPaint(painted_part(window.current() or window), lambda: self._painted(*painted))
        QTimer.singleShot(100, window, lambda: _after_start(desk, window))
        QTimer.singleShot(_REMEMBER_AFTER_MS, window, lambda: self.remember())  # noqa: PLW0108 - keeps us alive

    # the list of last time

    def _show_at_once(self, target: str) -> bool:
        """Show the window with the list of last time before the shop is opened; False where that cannot be."""
        if not self._last_time.is_of(target):
            return False
        from shopdesk.ui.not_yet import FirstPaint

        shown = self._last_time.window(target)
        if shown is None:
            return False
        window, self._look, screen = shown
        modules = self._last_time.modules()
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
        self.settings.remember_shop(opening.target)
        if opening.desk is not None:
            self.enter(opening.desk)
        elif opening.database is not None:
            self._leave_look()
            self._sign_in(opening.database)

    def _leave_look(self) -> None:
        if self._look is not None:
            self._look.close()
            self._look = None

    def remember(self, *, leaving: bool = False) -> None:
        """Keep how the list shown last is read and looks, for the next start; never its rows."""
        window, desk = self.window, self.desk
        if desk is not None and window is not None and not desk.database.server:
            self._last_time.keep(cast("MainWindow", window), desk.database.target, only_if_changed=leaving)

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
