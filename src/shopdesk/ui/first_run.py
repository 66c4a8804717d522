"""The first page of the program: look around in a sample, start a shop, open a file, connect to a server."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shopdesk.domain.errors import OutsideError, ShopdeskError, UserError
from shopdesk.i18n import LANGUAGES, _, current_language, use_language
from shopdesk.settings import Settings
from shopdesk.ui import fonts, theme
from shopdesk.ui.errors import show_error
from shopdesk.ui.first_run_parts import Choice, NewShopForm, ServerForm, Shelf
from shopdesk.ui.forms.countries import LANGUAGE_NAMES
from shopdesk.ui.jobs import Job, Jobs, Pool, Report
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card, Notice
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, frame, plain, row, rule, scrolling
from shopdesk.usecases import shops
from shopdesk.usecases.shops import ENDING, NewShop

_WIDTH, _SIDE, _SHOWN_RECENT, _PARTS = 600, 420, 3, 1000
SAMPLE = "Juniper & Clay"


class FirstRun(QWidget):
    """Asks what to open; ``opened`` gives the path or address of a shop that is known to open."""

    opened = Signal(str)

    def __init__(self, settings: Settings, problem: str = "", pool: Pool | None = None) -> None:
        super().__init__()
        self._settings, self._problem = settings, problem
        self._jobs = Jobs(self._failed, pool, self)
        self._job: Job | None = None
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.setWindowTitle("shopdesk")
        self._lines = QHBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._draw()
        self.resize(1280, 800)

    def _draw(self) -> None:
        emptied(self._lines)
        side = frame("side", self._welcome())
        side.setFixedWidth(_SIDE)
        self._lines.addWidget(side)
        self._stack = QStackedWidget()
        self.choices = self._choices()
        self.form = NewShopForm()
        self.server = ServerForm()
        for part in (self.choices, self.form, self.server, self._working()):
            self._stack.addWidget(part)
        self.form.wanted.connect(self.start_empty)
        self.server.wanted.connect(self.try_to_open)
        for part in (self.form, self.server):
            part.left.connect(self.show_choices)
        right = column(self._top(), (scrolling(plain(column(self._stack))), 1))
        self._lines.addWidget(plain(right), 1)

    # left

    def _welcome(self) -> QVBoxLayout:
        return column(
            row(Shelf.sign(), 10, label("shopdesk", fonts.SECTION, fonts.SEMIBOLD), None), None, Shelf(), 40,
            label(_("Your shop, on your desk."), fonts.TITLE, fonts.SEMIBOLD, wrap=True), 8,
            secondary(_("Products, stock, orders, packing and returns in one place. Everything stays in one file on "
                        "this computer; no account, no internet needed."), wrap=True),
            None, secondary(_("Help (F1) works offline")), margins=(48, 36, 48, 28),
        )  # fmt: skip

    # right

    def _top(self) -> QHBoxLayout:
        language = QComboBox()
        for code in LANGUAGES:
            language.addItem(LANGUAGE_NAMES[code], code)
        language.setCurrentIndex(max(0, language.findData(current_language())))
        language.setAccessibleName(_("Language"))
        language.activated.connect(lambda _at: self.choose_language(str(language.currentData())))
        colours = QComboBox()
        for key, title in (("system", _("Colours of the system")), ("light", _("Light")), ("dark", _("Dark"))):
            colours.addItem(title, key)
        colours.setCurrentIndex(max(0, colours.findData(theme.choice())))
        colours.setAccessibleName(_("Colours"))
        colours.activated.connect(lambda _at: self._choose_colours(str(colours.currentData())))
        return row(None, language, 8, colours, margins=(24, 20, 32, 0))

    def choose_language(self, language: str) -> None:
        """Speak another language from now on."""
        self._settings.set("language", language)
        use_language(language)
        self._dress(theme.choice())
        self._draw()

    def _choose_colours(self, choice: str) -> None:
        self._settings.set("theme", choice)
        self._dress(choice)

    @staticmethod
    def _dress(choice: str) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply_theme(app, choice, current_language())

    def _choices(self) -> QWidget:
        choices = [
            Choice("play", _("Look around in the sample shop"),
                   _("Three weeks of orders in a tea shop. Nothing you do there can break anything."),
                   self.open_sample, strong=True),
            Choice("store", _("Start an empty shop"),
                   _("Four questions: name, country, language, first user. About one minute."), self.show_form),
            Choice("folder", _("Open a shop file"), _("A shop file or a backup from another computer."),
                   self.ask_for_file),
            Choice("server", _("Connect to a shop server"),
                   _("Several desks working in the same shop, over your own network."), self.show_server),
        ]  # fmt: skip
        self._first = choices[0]
        self._notice = QVBoxLayout()
        lines = column(label(_("How do you want to start?"), fonts.TITLE, fonts.SEMIBOLD), 16)
        lines.addLayout(self._notice)
        self.say(self._problem)
        recent = [shop for shop in self._settings.recent_shops if "://" in shop or Path(shop).is_file()]
        if recent:
            lines.addWidget(self._recent(recent[:_SHOWN_RECENT]))
            lines.addSpacing(14)
        for choice in choices:
            lines.addWidget(choice)
            lines.addSpacing(10)
        lines.addSpacing(8)
        lines.addWidget(rule())
        lines.addSpacing(12)
        lists = label(_("Already have product or order lists?"), weight=fonts.MEDIUM)
        lines.addLayout(row(lists, 8, secondary(_("Start an empty shop, then drop a CSV or Excel file.")), None))
        return _middle(lines)

    def _recent(self, recent: list[str]) -> QWidget:
        card = Card(_("Opened last"), padding=14)
        card.body.setSpacing(2)
        for shop in recent:
            name = shop if "://" in shop else Path(shop).stem
            # A single & would underline the letter behind it.
            step = Button(name.replace("&", "&&"), partial(self.try_to_open, shop), "link", "store")
            where = "" if "://" in shop else str(Path(shop).parent)
            card.add(row(step, 8, (Elided(where, fonts.SECONDARY, role="secondary"), 1)))
        return card

    def _working(self) -> QWidget:
        self._work_title = label("", fonts.SECTION, fonts.SEMIBOLD)
        self._work_words = secondary("", tabular=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        cancel = Button(_("Cancel"), self._cancel)
        card = Card(padding=24)
        card.add(self._work_title)
        card.body.addSpacing(12)
        card.add(self._bar)
        card.body.addSpacing(8)
        card.add(row(self._work_words, None, cancel))
        return _middle(column(card))

    # moving

    def show_choices(self) -> None:
        """Back to the four choices."""
        self._stack.setCurrentWidget(self.choices)

    def show_form(self) -> None:
        """Ask the four questions."""
        self.form.say("")
        self._stack.setCurrentWidget(self.form)
        self.form.begin()

    def show_server(self) -> None:
        """Ask for the address of a server."""
        self.server.say("")
        self._stack.setCurrentWidget(self.server)
        self.server.begin()

    def say(self, sentence: str) -> None:
        """Say why a shop could not be opened; empty clears it."""
        emptied(self._notice)
        if sentence:
            self._notice.addWidget(Notice(sentence, "danger"))
            self._notice.addSpacing(12)

    # doing

    def _start(self, title: str, work: Any, then: Any) -> None:
        self._work_title.setText(title)
        self._work_words.setText("")
        self._bar.setRange(0, 0)
        self._stack.setCurrentIndex(3)
        job = self._job = self._jobs.start(title, work, then)
        if job.running:
            job.progressed.connect(self._show_progress)
            job.cancelled.connect(self.show_choices)

    def _show_progress(self) -> None:
        if self._job is not None:
            self._bar.setRange(0, _PARTS if self._job.of else 0)
            self._bar.setValue(round(self._job.share * _PARTS))
            self._work_words.setText(self._job.progress_words())

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _failed(self, error: Exception) -> None:
        self.show_choices()
        if isinstance(error, UserError | OutsideError):
            self.say(str(error))
        else:
            show_error(self, error)

    def open_sample(self) -> None:
        """Open the sample shop, making it the first time."""
        target = self._settings.data_folder / f"{SAMPLE}{ENDING}"
        if target.exists():
            self.try_to_open(str(target))
            return
        answers = NewShop(SAMPLE, "DE", "EUR", current_language(), _("Owner"))

        def work(report: Report) -> str:
            return shops.start_sample(target, answers, report)

        self._start(_("Filling the sample shop"), work, self._opened)

    def start_empty(self, answers: NewShop) -> None:
        """Make an empty shop and open it."""
        try:
            target = shops.free_path(self._settings.data_folder, answers.name)
            self._opened(shops.start_shop(target, answers))
        except ShopdeskError as error:
            self.form.say(str(error))

    def ask_for_file(self) -> None:
        """Let the person choose a shop file."""
        dialog = QFileDialog(self, _("Open a shop file"), str(self._settings.data_folder))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Shops (*.shopdesk *.db *.shop)"), _("All files (*)")])
        dialog.fileSelected.connect(self.try_to_open)
        dialog.open()

    def try_to_open(self, target: str) -> None:
        """Open a shop if it can be opened; else say why not."""
        self.say("")

        def work(_report: Report) -> tuple[str, str]:
            try:
                return shops.try_shop(target), ""
            except ShopdeskError as error:
                return target, str(error)

        self._start(_("Opening {name}").format(name=_short(target)), work, self._tried)

    def _tried(self, answer: tuple[str, str]) -> None:
        target, problem = answer
        if not problem:
            self._opened(target)
        elif "://" in target:
            self.show_server()
            self.server.say(problem)
        else:
            self.show_choices()
            self.say(problem)

    def _opened(self, target: str) -> None:
        self.opened.emit(target)

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.try_to_open(paths[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        self._jobs.stop()
        super().closeEvent(event)


def _short(target: str) -> str:
    return target.rpartition("/")[2] if "://" in target else Path(target).stem


def _middle(lines: QVBoxLayout) -> QWidget:
    inside = plain(lines)
    inside.setMaximumWidth(_WIDTH)
    inside.setMinimumWidth(420)
    return plain(column(None, row((QWidget(), 1), (inside, 12), (QWidget(), 1), margins=(32, 16, 32, 24)), None))
