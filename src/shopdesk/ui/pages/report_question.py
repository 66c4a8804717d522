"""What is asked of a report: its days, a channel, and values of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QSizePolicy, QWidget

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.queries.reports import Report, ReportParam
from shopdesk.ui import figures
from shopdesk.ui.forms.entries import Entry, Input, made_input
from shopdesk.ui.pages.report_spans import spans
from shopdesk.ui.pages.report_words import ABOUT, UNKNOWN
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.fields import Field, date_field
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import row

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER_WIDTH, _WORDS_WIDTH, _CHANNEL_WIDTH, _SPAN_WIDTH, _FIELD_HEIGHT = 72, 140, 140, 130, 30


@dataclass(frozen=True)
class Question:
    """Days, both included, the code of a channel or nothing for all, and the report's own values."""

    first: date
    last: date
    channels: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


class QuestionCard(Card):
    """The fields of one report beside each other; ``ask`` is called by its button and by Enter."""

    def __init__(
        self,
        report: Report,
        channels: Sequence[tuple[str, str]],
        ask: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent, padding=14)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        about = ABOUT.get(report.name, UNKNOWN)
        last = figures.today()
        self._report, self._spans = report, about.spans
        self.first, self.last = date_field(usual_first(report, last)), date_field(last)
        self.problem = label("", role="danger", wrap=True)
        self.problem.hide()
        parts: list[QWidget] = []
        if about.spans:
            parts += [Field(_("Time span"), self._spans_box(last, ask)), Field(_("First day"), self.first)]
            parts.append(Field(_("Last day"), self.last))
        else:
            self.first.hide()
            self.first.setParent(self)
            parts.append(Field(_("Day"), self.last))
        self.channel = QComboBox()
        if about.by_channel:
            self.channel.addItem(_("All channels"), "")
            for code, name in channels:
                self.channel.addItem(name, code)
            self.channel.setFixedWidth(_CHANNEL_WIDTH)
            self.channel.activated.connect(lambda _at: ask())
            parts.append(Field(_("Channel"), self.channel))
        else:
            self.channel.hide()
            self.channel.setParent(self)
        self._inputs: dict[str, Input | QDateEdit] = {}
        for param in report.params:
            parts.append(self._param(param, ask))
        self.button = Button(_("Show"), ask, "primary")
        line = row(*(part for one in parts for part in (one, 12)), None)
        for place in range(line.count()):
            line.itemAt(place).setAlignment(Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.add(line, self.problem)

    def _spans_box(self, today: date, ask: Callable[[], object]) -> QComboBox:
        self.span = QComboBox()
        self.span.setPlaceholderText(_("From – to"))
        known = spans(today)
        for title, first, last in known:
            self.span.addItem(_(title), (first, last))
        self.span.setMaxVisibleItems(len(known))
        self.span.setFixedWidth(_SPAN_WIDTH)

        def chosen(at: int) -> None:
            self.set_days(*known[at][1:])
            ask()

        self.span.activated.connect(chosen)
        for shown in (self.first, self.last):
            shown.dateChanged.connect(lambda _day: self._name_span())
        self._name_span()
        return self.span

    def _name_span(self) -> None:
        """Say what the days are called, where they have a name."""
        days = (_day(self.first), _day(self.last))
        self.span.setCurrentIndex(next((at for at in range(self.span.count()) if self.span.itemData(at) == days), -1))

    def _param(self, param: ReportParam, ask: Callable[[], object]) -> QWidget:
        title = _(param.title)
        if isinstance(param.default, date):
            chosen = date_field(param.default)
            self._inputs[param.name] = chosen
            return Field(title, chosen)
        kind = {bool: "yes", int: "whole"}.get(type(param.default), "text")
        entry = made_input(Entry(param.name, title, kind, param.default))
        self._inputs[param.name] = entry
        if isinstance(entry.widget, QCheckBox):
            entry.widget.toggled.connect(lambda _on: ask())
            entry.widget.setMinimumHeight(_FIELD_HEIGHT)
            return entry.widget
        if isinstance(entry.widget, QLineEdit):
            entry.widget.setFixedWidth(_NUMBER_WIDTH if kind == "whole" else _WORDS_WIDTH)
            entry.widget.returnPressed.connect(ask)
        return Field(title, entry.widget)

    def set_days(self, first: date | None = None, last: date | None = None) -> None:
        """Ask about other days."""
        for shown, day in ((self.first, first), (self.last, last)):
            if day is not None:
                shown.setDate(QDate(day.year, day.month, day.day))

    def field_of(self, name: str) -> QWidget:
        """The widget of one of the report's own values."""
        found = self._inputs[name]
        return found.widget if isinstance(found, Input) else found

    def question(self) -> Question:
        """What was asked; raises UserError for days the wrong way round and for values that cannot be read."""
        first, last = _day(self.first), _day(self.last)
        if not self._spans:
            first = usual_first(self._report, last)
        if first > last:
            raise UserError(_("The report would end before it begins."))
        values: dict[str, Any] = {}
        for param in self._report.params:
            given = self._inputs[param.name]
            value = given.value() if isinstance(given, Input) else _day(given)
            values[param.name] = param.default if value is None else value
        code = self.channel.currentData()
        return Question(first, last, (code,) if code else (), values)

    def say(self, sentence: str) -> None:
        """What is wrong with the question; empty when nothing is."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        for shown in (self.first, self.last):
            shown.setAccessibleDescription(sentence)


def usual_first(report: Report, last: date) -> date:
    """The day a report begins with unless told."""
    return report.first(last) if report.first else last - timedelta(days=report.days - 1)


def _day(shown: QDateEdit) -> date:
    chosen = shown.date()
    return date(chosen.year(), chosen.month(), chosen.day())
