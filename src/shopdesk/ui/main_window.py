"""The main window: side bar, search field, the place shown now, status line. It knows no feature."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from shopdesk.domain.rights import ROLE_TITLES
from shopdesk.i18n import _, current_language
from shopdesk.queries.first_look import FirstLook
from shopdesk.ui import theme
from shopdesk.ui.hub import RefreshOn
from shopdesk.ui.jobs import Pool
from shopdesk.ui.memory import Memory, ShortMemory
from shopdesk.ui.not_yet import FirstPaint, NotYet
from shopdesk.ui.page import Page
from shopdesk.ui.places import PagePlace, ScreenPlace
from shopdesk.ui.screen import Screen, StatusPart
from shopdesk.ui.shell import Shell
from shopdesk.ui.side_bar import SideBar
from shopdesk.ui.status_line import StatusLine
from shopdesk.ui.top_bar import Alert, Search, TopBar
from shopdesk.ui.trail import Trail
from shopdesk.ui.verbs import key_words, willing
from shopdesk.ui.widgets.layouts import column, plain

if TYPE_CHECKING:
    from shopdesk.ui.palette import Command

_FIRST_SIZE = (1280, 800)
_FOLDS_BELOW = 1080
_COUNT_AFTER_MS = 30
"""Counts load the code of every screen; the first list is painted before."""


class MainWindow(QMainWindow):
    """Shows ``screens`` (those the person may see) and ``pages`` by kind; built lazily when first shown.

    ``search`` finds things for the top field, ``alerts`` lists what needs a person, both on the window's thread;
    ``dropped`` gets files that were dropped anywhere on the window. With a ``FirstLook`` as desk the window shows
    what there is to see, and nothing can be done in it until ``take`` brings the open shop.
    """

    leaving = Signal()

    def __init__(
        self,
        desk: Any,
        screens: Sequence[type[Screen] | ScreenPlace],
        pages: Mapping[str, type[Page] | PagePlace],
        memory: Memory | None = None,
        search: Search | None = None,
        alerts: Callable[[Any], Sequence[Alert]] | None = None,
        note: str = "",
        pool: Pool | None = None,
        help_page: Callable[[str], object] | None = None,
        dropped: Callable[[list[Path]], object] | None = None,
    ) -> None:
        super().__init__()
        self.memory = memory or ShortMemory()
        self.shell = Shell(desk, self, self, self.memory, pool)
        self._alerts, self._help_page, self._dropped = alerts, help_page, dropped
        self._waiting: Screen | None = None
        self._not_yet: NotYet | None = None
        user = desk.user
        self._screens = {s.key: s for s in screens if self.shell.may(s.right)}
        self._trail = Trail(self.shell, self._screens, pages)
        self._name_shop(desk.shop_name)
        shown = [s for s in self._screens.values() if s.in_side_bar]
        self.side = SideBar(shown, desk.shop_name, note, user.name, _(ROLE_TITLES[user.role]))
        self.top = TopBar(self.shell, search)
        self.status_line = StatusLine(self.shell.jobs)
        self.stack: QStackedWidget = self._trail.stack
        right = plain(column(self.top, (self.stack, 1), self.status_line))
        whole = QWidget()
        whole.setObjectName("page")
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.side)
        line.addWidget(right, 1)
        self.setCentralWidget(whole)
        self._trail.moved.connect(self._moved)
        self._count_later = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._count_later.timeout.connect(self.count)
        self._restore()
        if not isinstance(desk, FirstLook):
            self._come_alive()

    def _name_shop(self, name: str) -> None:
        self.setWindowTitle(f"{name} – shopdesk" if name else "shopdesk")

    def _come_alive(self) -> None:
        """Everything with which a person acts; the window was painted without it."""
        self.setAcceptDrops(self._dropped is not None)
        self._fill_menu()
        self._add_keys()
        self.side.chosen.connect(self.open)
        self.side.fold_wanted.connect(self.fold)
        self.top.help_wanted.connect(self.show_help)
        RefreshOn(self, self.shell.hub, None, self._count_later.start)

    # before the shop is open

    def show_waiting(self, screen: Screen) -> None:
        """Show a screen in which nothing can be done yet; keys and clicks are not accepted meanwhile."""
        self._waiting = screen
        self.stack.addWidget(screen)
        screen.arrive()
        self.stack.setCurrentWidget(screen)
        self.side.show_current(screen.key)
        self.show_status(screen.status())
        self.setCursor(Qt.CursorShape.BusyCursor)
        self.winId()  # makes the window of the system, where keys and clicks come in
        self._not_yet = NotYet(self)
        self.windowHandle().installEventFilter(self._not_yet)

    def take(self, desk: Any, search: Search | None, alerts: Callable[[Any], Sequence[Alert]] | None) -> None:
        """Go on with the open shop: the live screen takes the place of the waiting one, where that was scrolled to."""
        waiting, self._waiting = self._waiting, None
        self.shell.take(desk)
        self._alerts = alerts
        if search is not None:
            self.top.search_with(search)
        self._name_shop(desk.shop_name)
        self.side.set_names(desk.shop_name, "")
        self._come_alive()
        self.setUpdatesEnabled(False)
        self.start(waiting.key if waiting is not None else "")
        if waiting is not None:
            live = self.current()
            if live is not None:
                live.stand_like(waiting)
            self.stack.removeWidget(waiting)
            waiting.deleteLater()
        self.setUpdatesEnabled(True)
        self.unsetCursor()
        if self._not_yet is not None:
            self.windowHandle().removeEventFilter(self._not_yet)
            self._not_yet = None

    def place(self, key: str) -> tuple[str, str]:
        """Key and title of a place this person may see, or of the first one."""
        shown = self._screens.get(key) or next(iter(self._screens.values()))
        return shown.key, shown.title

    def built_screen(self, key: str) -> Screen | None:
        """A screen by its key, if it was shown already."""
        return self._trail.built(key)

    # going places

    def open(self, kind: str, thing: Any = None, **aim: Any) -> None:
        """Show a screen by its key, or the page of one thing."""
        self._trail.open(kind, thing, **aim)

    def screen_keys(self) -> list[str]:
        """The keys of all screens this person may see, in the order of the side bar."""
        return list(self._screens)

    def back(self) -> None:
        """Show what was shown before."""
        self._trail.back()

    def current(self) -> Screen | None:
        """The screen or page shown now."""
        return self._trail.current()

    def screen_of(self, key: str) -> Screen:
        """A screen by its key, built if need be."""
        return self._trail.screen(key)

    def _moved(self, screen: Screen) -> None:
        key = screen.place if isinstance(screen, Page) else screen.key
        self.side.show_current(key)
        self.show_status(screen.status())
        self.memory.set("window/place", key)

    def show_status(self, parts: Sequence[StatusPart | str]) -> None:
        """Show something at the left of the status line."""
        self.status_line.show_parts(parts)

    def count(self) -> None:
        """Count what waits on each screen, and the alerts."""
        for key, screen in self._screens.items():
            try:
                self.side.set_count(key, screen.badge(self.shell.desk), screen.badge_tone)
            except Exception as error:
                self.shell.fail(error)
        if self._alerts is not None:
            self.top.show_alerts(self._alerts(self.shell.desk))

    # keys, commands, help

    def _add_keys(self) -> None:
        for key, run in (
            ("Ctrl+K", self._to_search),
            ("Ctrl+Shift+P", self.open_palette),
            ("F1", self.show_help),
            ("F5", self._read_again),
            ("Alt+Left", self.back),
            ("Ctrl+B", self.fold),
            ("Ctrl+Z", self.shell.toasts.undo_last),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(run)
        for place, key in enumerate(list(self._screens)[:9], start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{place}"), self)
            shortcut.activated.connect(lambda key=key: self.open(key))

    def _to_search(self) -> None:
        self.top.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.field.selectAll()

    def _read_again(self) -> None:
        screen = self.current()
        if screen is not None:
            screen.refresh()
        self.count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Only an Esc that nothing inside has used comes here.
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self._escape()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        screen = self.current()
        if self.top.field.hasFocus() and screen is not None:
            screen.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif screen is not None and not screen.escape() and isinstance(screen, Page):
            self.back()

    def commands(self) -> list[Command]:
        """Everything that can be done from here, for the palette."""
        from shopdesk.ui.palette import Command

        found: list[Command] = []
        screen, user = self.current(), self.shell.desk.user
        if screen is not None:
            here, rows = screen.name_now(), screen.chosen()
            for verb in screen.all_verbs():
                if not self.shell.may(verb.right) or (verb.offered and not any(verb.offered(row) for row in rows)):
                    continue
                why = willing(verb, user, rows if verb.on_rows else [])[1]
                words = verb.words(rows if verb.on_rows else ())
                run = lambda verb=verb: screen.run(verb)  # noqa: E731
                found.append(Command(words, run, here, verb.icon, verb.shown_key(), why))
        go = _("Go to")
        for place, (key, shown) in enumerate(self._screens.items(), start=1):
            run = lambda key=key: self.open(key)  # noqa: E731
            found.append(Command(_(shown.title), run, go, shown.icon, key_words(f"Ctrl+{place}") if place < 10 else ""))
        looks = _("Looks")
        for action in self._theme_actions.actions():
            found.append(Command(action.text(), action.trigger, looks, "moon"))
        found.append(Command(_("Fold or unfold the side bar"), self.fold, looks, "sidebar", key_words("Ctrl+B")))
        found.append(Command(_("Shortcuts"), self.show_help, _("Help"), "question", "F1"))
        return found

    def open_palette(self) -> None:
        """Open the command palette."""
        from shopdesk.ui.palette import Palette

        Palette(self, self.commands()).open()

    def show_help(self) -> None:
        """Show the shortcuts of this screen and the way to its help page."""
        from shopdesk.ui.keys_help import KeysHelp

        screen = self.current()
        name, keys = (screen.name_now(), screen.keys()) if screen is not None else ("", [])
        page = None
        if self._help_page is not None and screen is not None:
            page = lambda: self._help_page(screen.help_page or screen.key)  # noqa: E731
        KeysHelp(self, name, keys, page).open()

    # looks

    def _fill_menu(self) -> None:
        self._theme_actions = QActionGroup(self)
        titles = {"system": _("Colours of the system"), "light": _("Light colours"), "dark": _("Dark colours")}
        for choice, title in titles.items():
            action = self.side.menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(choice == theme.choice())
            action.triggered.connect(lambda _on=False, choice=choice: self.choose_theme(choice))
            self._theme_actions.addAction(action)
        strong = self.side.menu.addAction(_("Strong outlines"))
        strong.setCheckable(True)
        strong.setChecked(bool(self.memory.get("strong_outlines", False)))
        strong.toggled.connect(self._set_strong)
        self.side.menu.addSeparator()

    def choose_theme(self, choice: str) -> None:
        """Switch to light, dark or the system's colours."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply_theme(app, choice, current_language(), bool(self.memory.get("strong_outlines", False)))
        self.memory.set("theme", choice)
        for action in self._theme_actions.actions():
            action.setChecked(list(theme.CHOICES).index(choice) == self._theme_actions.actions().index(action))

    def _set_strong(self, on: bool) -> None:
        self.memory.set("strong_outlines", on)
        self.choose_theme(theme.choice())

    def fold(self) -> None:
        """Fold the side bar to icons, or unfold it."""
        narrow = not self.side.is_narrow()
        self.memory.set("window/folded", narrow)
        self._set_narrow(narrow)

    def _set_narrow(self, on: bool) -> None:
        self.side.set_narrow(on)
        self.setProperty("side_width", self.side.maximumWidth())

    # Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and self._dropped is not None:
            event.acceptProposedAction()
            self._dropped(paths)

    def _restore(self) -> None:
        self.resize(*_FIRST_SIZE)
        kept = self.memory.get("window/geometry")
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(str(kept).encode("ascii")))
        self._set_narrow(bool(self.memory.get("window/folded", False)))

    def start(self, place: str = "") -> None:
        """Show the first place: the given one, else where the person was, else the first."""
        wanted = place or self.memory.get("window/place") or ""
        self.open(wanted if wanted in self._screens else next(iter(self._screens)))
        # Counting asks every list and loads much for it; the first picture does not wait for that.
        FirstPaint(self.current() or self, self._count_later.start)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        folded = bool(self.memory.get("window/folded", False)) or event.size().width() < _FOLDS_BELOW
        if folded != self.side.is_narrow():
            self._set_narrow(folded)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def closeEvent(self, event: QCloseEvent) -> None:
        screen = self.current()
        if screen is not None and not screen.may_leave():
            event.ignore()
            return
        self._count_later.stop()
        self.leaving.emit()
        self.memory.set("window/geometry", bytes(self.saveGeometry().toBase64().data()).decode("ascii"))
        self.shell.close()
        event.accept()
