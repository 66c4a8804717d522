"""One line of a delivery: being counted, with steppers while it is worked on, or being put away with its bin.

Rows are kept and told anew after each scan: a large delivery must not be drawn again for every piece.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from shopdesk.i18n import _
from shopdesk.queries.receiving import CountedPart, DockLine
from shopdesk.ui import figures, fonts
from shopdesk.ui.widgets.buttons import Button, Stepper
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.people import Thumb
from shopdesk.ui.widgets.share_bar import ShareBar

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_STEPPER, _BIN, _WAIT, _BAR, _THUMB = 132, 110, 700, 120, 40


def why_words(why: str) -> str:
    """Why a bin is proposed."""
    return {
        "home": _("its home"),
        "same": _("lies there already"),
        "empty": _("the emptiest bin"),
        "shelf": _("the only place"),
    }.get(why, "")


def count_heads() -> QWidget:
    """The heads over the columns of the rows that are counted."""
    line = row(secondary(_("Item")), None)
    for title in (_("Good"), _("Damaged")):
        head = secondary(title)
        head.setFixedWidth(_STEPPER)
        head.setContentsMargins(34, 0, 0, 0)
        line.addSpacing(12)
        line.addWidget(head)
    return plain(line)


def _goods(shell: Shell, one: DockLine) -> tuple[QHBoxLayout, Elided, Elided]:
    """Picture and name, and the two lines of words below it."""
    line = one.line
    title = Elided(line.name, weight=fonts.MEDIUM)
    title.make_link()
    title.setProperty("role", "")
    title.clicked.connect(partial(shell.open, "variant", line.variant_id))
    known = Elided("", fonts.SECONDARY, role="secondary", tabular=True)
    more = Elided("", fonts.SECONDARY, role="warning", tabular=True)
    words = plain(column(None, title, known, more, None, gap=2))
    return row(Thumb(shell.pictures, line.image, line.name, _THUMB), 12, (words, 1)), known, more


class CountRow(QWidget):
    """What should be there and what was counted; ``counted`` carries line, good and damaged pieces as typed.

    Its figures become steppers with ``edit``, by a click or Enter on the row; Enter again has ``finished`` it.
    """

    counted = Signal(int, int, int)
    finished = Signal()

    def __init__(self, shell: Shell, one: DockLine, *, may_count: bool, editing: bool = False) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._may_count = may_count
        self.good: Stepper | None = None
        self.damaged: Stepper | None = None
        goods, self._known, self._more = _goods(shell, one)
        self._bar = ShareBar(0, 0, 1)
        self._bar.setFixedWidth(_BAR)
        self._count = label("", weight=fonts.SEMIBOLD, tabular=True)
        middle = plain(column(None, row(None, self._count), self._bar, None, gap=4))
        self._figures = [label("", weight=fonts.MEDIUM, tabular=True) for _part in range(2)]
        self._slots = [row(figure) for figure in self._figures]
        shown = row(margins=(0, 6, 0, 6))
        shown.addLayout(goods, 1)
        shown.addSpacing(12)
        shown.addWidget(middle)
        for figure, slot in zip(self._figures, self._slots, strict=True):
            figure.setFixedWidth(_STEPPER)
            figure.setContentsMargins(34, 0, 34, 0)
            figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
            shown.addSpacing(12)
            shown.addLayout(slot)
        self.setLayout(shown)
        self._wait = QTimer(self, singleShot=True, interval=_WAIT)
        self._wait.timeout.connect(self.hand_in)
        if may_count:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setAccessibleName(_("Type what was counted of {name}").format(name=one.line.name))
        self.show_line(one)
        if editing and may_count:
            self.edit()

    def show_line(self, one: DockLine) -> None:
        """Show how the line stands now."""
        self.one = one
        line = one.line
        before = _("{count} came before").format(count=figures.number(one.before)) if one.before else ""
        self._known.setText(" · ".join(part for part in (line.sku, line.supplier_code, before) if part))
        lots = ", ".join(
            " · ".join(part for part in (counted.lot_code, figures.day(counted.expires_on)) if part != figures.NOTHING)
            for counted in one.parts
            if counted.lot_code
        )
        self._more.setText(lots or (_("kept in lots: F10") if one.needs_lot and self._may_count else ""))
        self._more.setVisible(bool(self._more.text()))
        self._bar.show_share(one.before + one.good, one.damaged, line.quantity)
        words = _("{here} of {ordered}").format(here=figures.number(one.here), ordered=figures.number(line.quantity))
        self._count.setText(words)
        self._tint(self._count, "warning" if one.over else "success" if one.here >= line.quantity else "")
        for figure, count in zip(self._figures, (one.good, one.damaged), strict=True):
            figure.setText(figures.number(count) if count else figures.NOTHING)
        self._tint(self._figures[1], "danger" if one.damaged else "secondary")
        if not self._wait.isActive() and self.good is not None and self.damaged is not None:
            self.good.set_value(one.good)
            self.damaged.set_value(one.damaged)

    @staticmethod
    def _tint(words: QLabel, role: str) -> None:
        if words.property("role") != role:
            words.setProperty("role", role)
            words.style().unpolish(words)
            words.style().polish(words)

    def edit(self, focus: bool = False) -> None:
        """Turn the figures into steppers."""
        if not self._may_count or self.good is not None:
            return
        name = self.one.line.name
        self.good = self._stepper(0, self.one.good, _("Good pieces of {name}").format(name=name))
        self.damaged = self._stepper(1, self.one.damaged, _("Damaged pieces of {name}").format(name=name))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if focus:
            self.good.setFocus(Qt.FocusReason.TabFocusReason)

    def _stepper(self, place: int, value: int, name: str) -> Stepper:
        made = Stepper(value, 0, 999_999)
        made.setFixedWidth(_STEPPER)
        made.setAccessibleName(name)
        made.changed.connect(lambda _value: self._wait.start())
        self._figures[place].hide()
        self._slots[place].addWidget(made)
        return made

    def hand_in(self) -> None:
        """Tell what was typed, if it is not what was counted."""
        self._wait.stop()
        if self.good is None or self.damaged is None:
            return
        typed = (self.good.value(), self.damaged.value())
        if typed != (self.one.good, self.one.damaged):
            self.counted.emit(self.one.line.id, *typed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.edit(focus=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self.good is None and (enter or event.key() == Qt.Key.Key_Space):
            self.edit(focus=True)
        elif enter and not event.modifiers():
            self.hand_in()
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class PutAwayRow(QWidget):
    """Good pieces at the dock and the bin proposed for them; ``carried`` carries receipt line, bin and pieces."""

    carried = Signal(int, str, int)

    def __init__(self, shell: Shell, one: DockLine, part: CountedPart) -> None:
        super().__init__()
        self.setObjectName("plain")
        goods, known, more = _goods(shell, one)
        known.setText(" · ".join(text for text in (one.line.sku, part.lot_code) if text))
        more.hide()
        self._count = label("", weight=fonts.SEMIBOLD, tabular=True)
        self.bin = QLineEdit(one.proposal.code if one.proposal else "")
        self.bin.setFixedWidth(_BIN)
        self.bin.setFont(fonts.font(fonts.BODY, fonts.MEDIUM, True))
        self.bin.setAccessibleName(_("Bin for {name}").format(name=one.line.name))
        self.bin.returnPressed.connect(self.carry)
        why = Elided(why_words(one.proposal.why) if one.proposal else "", fonts.SECONDARY, role="secondary")
        why.setFixedWidth(_BIN)
        shown = row(margins=(0, 6, 0, 6))
        shown.addLayout(goods, 1)
        for item in (self._count, plain(column(None, self.bin, why, None, gap=2)), Button(_("Put away"), self.carry)):
            shown.addSpacing(12)
            shown.addWidget(item)
        self.setLayout(shown)
        self.show_part(part)

    def show_part(self, part: CountedPart) -> None:
        """Show how many are still at the dock."""
        self.part = part
        self._count.setText(_("{count} ×").format(count=figures.number(part.good - part.put_away)))

    def carry(self) -> None:
        """Carry all of it to the bin named."""
        self.carried.emit(self.part.id, self.bin.text().strip(), self.part.good - self.part.put_away)
