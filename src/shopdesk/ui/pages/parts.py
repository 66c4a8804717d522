"""Parts that the pages of orders, shipments and returns share: rows of goods, sums of money, addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts
from shopdesk.ui.sheet import Fact, Person, Target
from shopdesk.ui.state_pills import Pill
from shopdesk.ui.widgets.buttons import IconButton
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.labels import Elided, FactRow, fact_width, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule
from shopdesk.ui.widgets.people import Avatar, Thumb

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_SIDE = 340


@dataclass(frozen=True)
class Goods:
    """One row of goods: picture, words below each other with their tones, figures in columns."""

    title: str
    notes: Sequence[tuple[str, str]] = ()
    figures: Sequence[str] = ()
    image: str | None = None
    opens: Target | None = None


@dataclass(frozen=True)
class Sum:
    """One line of a reckoning; ``strong`` for what it comes to."""

    title: str
    amount: str
    note: str = ""
    strong: bool = False
    tone: str = ""
    ruled: bool = field(default=False)


def goods_table(shell: Shell, heads: Sequence[str], goods: Iterable[Goods], thumb: int = 40) -> QWidget:
    """Goods under heads; the first head stands over the words, the others over the columns of figures."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(0)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    for place, head in enumerate(heads):
        words = secondary(head)
        words.setContentsMargins(16 if place else 0, 0, 0, 6)
        if place:
            grid.addWidget(words, 0, place + 1, _RIGHT)
        else:
            grid.addWidget(words, 0, 0, 1, 2)
    line = 1
    for thing in goods:
        grid.addWidget(rule(), line, 0, 1, len(heads) + 1)
        picture = plain(row(Thumb(shell.pictures, thing.image, thing.title, thumb), margins=(0, 8, 12, 8)))
        grid.addWidget(picture, line + 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_words(shell, thing), line + 1, 1)
        for place, figure in enumerate(thing.figures):
            weight = fonts.MEDIUM if place == len(thing.figures) - 1 else fonts.REGULAR
            shown = label(figure, weight=weight, tabular=True)
            shown.setContentsMargins(16, 9, 0, 8)
            shown.setAlignment(_RIGHT)
            grid.addWidget(shown, line + 1, place + 2, _RIGHT)
        line += 2
    return plain(grid)


def _words(shell: Shell, thing: Goods) -> QWidget:
    title = Elided(thing.title, weight=fonts.MEDIUM)
    if thing.opens is not None:
        title.make_link()
        title.setProperty("role", "")
        title.clicked.connect(partial(shell.open, *thing.opens))
    lines = column(title, gap=2, margins=(0, 8, 0, 8))
    for words, tone in thing.notes:
        if words:
            lines.addWidget(Elided(words, fonts.SECONDARY, role=tone or "secondary", tabular=True))
    lines.addStretch(1)
    return plain(lines)


def reckoning(sums: Iterable[Sum]) -> QWidget:
    """Sums under each other, as one would add them up."""
    lines = column(gap=4)
    for one in sums:
        if one.ruled:
            lines.addSpacing(4)
            lines.addWidget(rule())
            lines.addSpacing(4)
        weight = fonts.SEMIBOLD if one.strong else fonts.REGULAR
        quiet = not one.strong and not one.note
        title = label(one.title, weight=weight, role=one.tone or ("secondary" if quiet else ""), wrap=True)
        amount = label(one.amount, weight=weight, role=one.tone, tabular=True)
        amount.setAlignment(_RIGHT)
        lines.addLayout(row((title, 1), 16, amount))
        if one.note:
            lines.addWidget(secondary(one.note, wrap=True, tabular=True))
    return plain(lines)


def facts(shell: Shell, shown: Sequence[Fact]) -> QWidget:
    """Names and values in two columns; values that lead somewhere are links."""
    width = fact_width([fact.name for fact in shown])
    lines = column(gap=6)
    for fact in shown:
        made = FactRow(fact.name, fact.value, width, fact.tone, fact.opens is not None)
        if fact.opens is not None:
            made.opened.connect(partial(shell.open, *fact.opens))
        lines.addWidget(made)
    return plain(lines)


def person(shell: Shell, who: Person) -> QWidget:
    """A person with initials, a quiet line, and the ways to reach them."""
    name = Elided(who.name, weight=fonts.SEMIBOLD)
    if who.opens is not None:
        name.make_link()
        name.setProperty("role", "")
        name.clicked.connect(partial(shell.open, *who.opens))
    words = plain(column(name, Elided(who.note, fonts.SECONDARY, role="secondary", tabular=True), gap=1))
    lines = column(row(Avatar(who.name, 36), 12, (words, 1)), gap=6)
    for icon_name, reach in (("phone", who.phone), ("mail", who.mail)):
        if reach:
            lines.addLayout(copied_line(shell, reach, icon_name))
    return plain(lines)


def copied_line(shell: Shell, words: str, icon_name: str = "") -> QHBoxLayout:
    """Words with a button that copies them."""
    from shopdesk.ui.widgets.people import Sign

    shown = Elided(words, tabular=True)
    line = row((shown, 1), 6, IconButton("file", _("Copy"), partial(copy_words, shell, words)))
    if icon_name:
        line.insertWidget(0, Sign(icon_name, "text2", 14))
        line.insertSpacing(1, 10)
    return line


def copy_words(shell: Shell, words: str) -> None:
    """Put words on the clipboard."""
    QGuiApplication.clipboard().setText(words)
    shell.say(_("Copied"))


def linked_row(shell: Shell, title: str, note: str, target: Target, machine: str, state: str) -> QWidget:
    """A thing that hangs on this one: its number, a quiet line, its state."""
    name = Elided(title, weight=fonts.MEDIUM, tabular=True)
    name.make_link()
    name.clicked.connect(partial(shell.open, *target))
    lines = column(name, gap=1)
    if note:
        lines.addWidget(Elided(note, fonts.SECONDARY, role="secondary", tabular=True))
    words = plain(lines)
    line = row((words, 1), 8, Pill(machine, state), margins=(0, 3, 0, 3))
    return plain(line)


def two_columns(body: QVBoxLayout, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
    """Cards in a wide and a narrow column."""
    columns = row(gap=12)
    columns.addLayout(column(*left, None, gap=12), 1)
    side = plain(column(*right, None, gap=12))
    side.setFixedWidth(_SIDE)
    columns.addWidget(side)
    body.addLayout(columns)
    body.addStretch(1)


def card_with_button(title: str, icon_name: str, words: str, run: Callable[[], object] | None) -> Card:
    """A card with one small step in its head."""
    card = Card(title)
    if run is not None:
        card.head.addWidget(IconButton(icon_name, words, run))
    return card
