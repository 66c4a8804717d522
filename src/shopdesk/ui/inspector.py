"""The panel beside a list: the current row with its facts, lines and history; next steps at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts
from shopdesk.ui.state_pills import Pill
from shopdesk.ui.verbs import Verb, offered, run_verb, verb_menu, willing
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.card import Notice
from shopdesk.ui.widgets.labels import Elided, FactRow, fact_width, label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, frame, plain, row, rule, scrolling
from shopdesk.ui.widgets.people import Avatar, Thumb

if TYPE_CHECKING:
    from shopdesk.ui import sheet
    from shopdesk.ui.shell import Shell

WIDTH = 344
_SIDE, _GUTTER = 16, 16
_STEPS_BESIDE = 3
_PADDING, _MORE = 26, 36


class Inspector(QFrame):
    """Draws a Sheet; ``closed`` when the person closes it, ``page_wanted`` when they want the full page."""

    closed = Signal()
    page_wanted = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setObjectName("inspector")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(_("Details of the current row"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.setSpacing(0)
        self._head = row(margins=(_SIDE, 0, 10, 0), gap=8)
        top = plain(self._head)
        top.setFixedHeight(43)
        self._content = QVBoxLayout()
        self._content.setContentsMargins(_SIDE, 0, _GUTTER, 12)
        self._content.setSpacing(0)
        holder = plain(self._content)
        self._area = scrolling(holder)
        self._area.setAccessibleName(_("Details"))
        self._steps = frame("steps")
        self._steps_layout = QVBoxLayout(self._steps)
        self._steps_layout.setContentsMargins(_SIDE, 12, _SIDE, 12)
        self._steps_layout.setSpacing(8)
        outer.addWidget(top)
        outer.addWidget(self._area, 1)
        outer.addWidget(self._steps)
        self._shown_title = ""

    def show_sheet(self, shown: sheet.Sheet, verbs: Sequence[Verb], thing: Any) -> None:
        """Show one thing and the steps that can follow."""
        from shopdesk.ui import sheet  # loaded with the first thing shown, for a quick start

        at = self._area.verticalScrollBar().value() if shown.title == self._shown_title else 0
        self._shown_title = shown.title
        self.setUpdatesEnabled(False)
        emptied(self._head)
        emptied(self._content)
        self._fill_head(shown)
        for place, part in enumerate(shown.parts):
            if place and isinstance(part, sheet.Lines | sheet.History | sheet.Made):
                self._content.addSpacing(12)
                self._content.addWidget(rule())
                self._content.addSpacing(10)
            elif place:
                self._content.addSpacing(10)
            self._content.addWidget(self._widget_for(part))
        self._content.addStretch(1)
        self.show_steps(verbs, thing)
        self.setUpdatesEnabled(True)
        self._area.verticalScrollBar().setValue(at)

    def _fill_head(self, shown: sheet.Sheet) -> None:
        title = Elided(shown.title, fonts.SECTION, fonts.SEMIBOLD, tabular=True)
        title.setMaximumWidth(title.sizeHint().width())
        self._head.addWidget(title, 1000)
        for pill in shown.pills:
            self._head.addWidget(Pill(pill.machine, pill.state, word=pill.word))
        self._head.addStretch(1)
        if shown.opens is not None:
            self._head.addWidget(IconButton("external", _("Open the full page"), self.page_wanted.emit, "Return"))
        self._head.addWidget(IconButton("close", _("Close the details"), self.closed.emit))
        self._head.setSpacing(2 if shown.opens else 8)
        self._head.insertSpacing(1, 6)

    # next steps

    def show_steps(self, verbs: Sequence[Verb], thing: Any) -> None:
        """The verbs for the thing: the best one full width, others below, the rest in a menu."""
        emptied(self._steps_layout)
        user, rows = self._shell.desk.user, [thing]
        possible = [verb for verb in offered(verbs, rows) if verb.right is None or user.may(verb.right)]
        self._steps.setVisible(bool(possible))
        best = next((v for v in possible if v.primary and not willing(v, user, rows)[1]), None)
        others = sorted((v for v in possible if v is not best), key=lambda v: bool(willing(v, user, rows)[1]))
        beside, rest = self._split(others, thing, best is not None)
        if best is not None:
            line = row((self._step(best, thing, "primary"), 1), gap=6)
            if rest:
                line.addWidget(self._more(rest, thing))
            self._steps_layout.addLayout(line)
        if beside:
            grid = QGridLayout()
            grid.setSpacing(6)
            for place, verb in enumerate(beside):
                grid.addWidget(self._step(verb, thing, "danger" if verb.danger else "secondary"), 0, place)
                grid.setColumnStretch(place, 1)
            if best is None and rest:
                grid.addWidget(self._more(rest, thing), 0, len(beside))
            self._steps_layout.addLayout(grid)

    @staticmethod
    def _split(verbs: Sequence[Verb], thing: Any, has_best: bool) -> tuple[list[Verb], list[Verb]]:
        """As many verbs as fit beside each other, and the rest."""
        beside: list[Verb] = []
        room = WIDTH - 2 * _SIDE - (0 if has_best or len(verbs) <= _STEPS_BESIDE else _MORE)
        for verb in verbs[:_STEPS_BESIDE]:
            widest = max([fonts.width(v.words([thing]), weight=fonts.MEDIUM) + _PADDING for v in (*beside, verb)])
            if widest * (len(beside) + 1) + 6 * len(beside) > room and beside:
                break
            beside.append(verb)
        return beside, list(verbs[len(beside) :])

    def _step(self, verb: Verb, thing: Any, kind: str) -> Button:
        icon_name = verb.icon if kind == "primary" else ""
        button = Button(verb.words([thing]), lambda: run_verb(verb, self._shell, [thing]), kind, icon_name)
        why = willing(verb, self._shell.desk.user, [thing])[1]
        button.refuse(why)
        if not why and verb.key:
            button.setToolTip(verb.shown_key())
        button.setMinimumWidth(40)
        return button

    def _more(self, verbs: Sequence[Verb], thing: Any) -> IconButton:
        button = IconButton("more", _("More steps"))

        def open_menu() -> None:
            menu = verb_menu(button, verbs, self._shell, [thing])
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(button.mapToGlobal(QPoint(0, button.height() + 4)))

        button.clicked.connect(lambda _on=False: open_menu())
        return button

    # parts

    def _widget_for(self, part: sheet.Part) -> QWidget:
        from shopdesk.ui import sheet

        match part:
            case sheet.Person():
                return self._person(part)
            case sheet.Facts():
                return self._facts(part)
            case sheet.Note():
                return Notice(part.text, part.tone, part.icon)
            case sheet.Lines():
                return self._lines(part)
            case sheet.History():
                return self._history(part)
            case sheet.Made():
                return plain(column(*self._title(part.title, part.note), part.make()))

    @staticmethod
    def _title(title: str, note: str = "", total: str = "") -> list[Any]:
        if not title and not note:
            return []
        words = Elided(note, fonts.SECONDARY, role="secondary", tabular=True)
        words.setAlignment(Qt.AlignmentFlag.AlignRight)
        parts: list[Any] = [label(title, weight=fonts.SEMIBOLD), 8, (words, 1)]
        if total:
            parts += [8, label(total, weight=fonts.SEMIBOLD, tabular=True)]
        return [row(*parts), 6]

    def _open(self, target: sheet.Target | None) -> None:
        if target is not None:
            self._shell.open(*target)

    def _person(self, person: sheet.Person) -> QWidget:
        name = Elided(person.name, weight=fonts.SEMIBOLD)
        if person.opens is not None:
            name.make_link()
            name.setProperty("role", "")
            name.clicked.connect(lambda: self._open(person.opens))
        words = plain(column(name, Elided(person.note, fonts.SECONDARY, role="secondary", tabular=True)))
        line = row(Avatar(person.name, 32), 10, (words, 1))
        for icon_name, address, scheme, words_for in (
            ("phone", person.phone, "tel:", _("Call {who}")),
            ("mail", person.mail, "mailto:", _("Write to {who}")),
        ):
            if address:
                target = QUrl(scheme + address)
                tip = words_for.format(who=address)
                line.addWidget(IconButton(icon_name, tip, partial(QDesktopServices.openUrl, target)))
        return plain(line)

    def _facts(self, facts: sheet.Facts) -> QWidget:
        width = fact_width([fact.name for fact in facts.facts])
        lines: list[Any] = self._title(facts.title)
        for fact in facts.facts:
            shown = FactRow(fact.name, fact.value, width, fact.tone, fact.opens is not None)
            shown.opened.connect(lambda target=fact.opens: self._open(target))
            lines.append(shown)
        return plain(column(*lines, gap=6 if not facts.title else 4))

    def _lines(self, lines: sheet.Lines) -> QWidget:
        shown: list[Any] = self._title(lines.title, lines.note, lines.total)
        for place, line in enumerate(lines.lines):
            if place:
                shown.append(rule())
            shown.append(self._line(line, lines.pictures))
        return plain(column(*shown))

    def _line(self, line: sheet.Line, with_picture: bool) -> QWidget:
        title = Elided(line.title, weight=fonts.MEDIUM)
        if line.opens is not None:
            title.make_link()
            title.setProperty("role", "")
            title.clicked.connect(lambda: self._open(line.opens))
        words: list[Any] = [title]
        if line.note:
            words.append(Elided(line.note, fonts.SECONDARY, role=line.tone or "secondary", tabular=True))
        parts: list[Any] = [(plain(column(*words)), 1)]
        if with_picture:
            parts = [Thumb(self._shell.pictures, line.image, line.title, 32), 10, *parts]
        if line.pill is not None:
            parts += [8, Pill(line.pill.machine, line.pill.state, word=line.pill.word)]
        if line.figure or line.figure_note:
            right = Qt.AlignmentFlag.AlignRight
            figures = [label(line.figure, weight=fonts.MEDIUM, tabular=True)]
            if line.figure_note:
                figures.append(secondary(line.figure_note, tabular=True))
            for figure in figures:
                figure.setAlignment(right)
            parts += [8, plain(column(*figures))]
        return plain(row(*parts, margins=(0, 4, 0, 4)))

    def _history(self, history: sheet.History) -> QWidget:
        from shopdesk.ui.widgets.timeline import Timeline

        timeline = Timeline(history.events)
        timeline.opened.connect(self._shell.open)
        return plain(column(*self._title(history.title or _("History"), history.note), timeline))
