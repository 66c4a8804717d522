"""The goods of a delivery, one row each: to count, counted, or to put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from shopdesk.i18n import _, n_
from shopdesk.queries.receiving import CountedPart, DockDetail
from shopdesk.ui import figures
from shopdesk.ui.pages.dock_lines import CountRow, PutAwayRow, count_heads
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.labels import secondary
from shopdesk.ui.widgets.layouts import rule

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_FEW = 8
"""So many lines show their steppers at once; with more, a row gets them when it is chosen."""


class DockList(Card):
    """All lines; ``show_dock`` tells them anew without drawing them again."""

    counted = Signal(int, int, int)
    carried = Signal(int, str, int)
    finished = Signal()

    def __init__(self, shell: Shell, dock: DockDetail, *, counts: bool, puts_away: bool) -> None:
        title = _("Put away") if puts_away else _("What should be in it") if counts else _("What was in it")
        super().__init__(title, " ")
        self._puts_away = puts_away
        self._rows: dict[int, tuple[QWidget, QFrame | None]] = {}
        if puts_away:
            self._add_parts(shell, dock)
        else:
            self._add_lines(shell, dock, counts)
        self.show_dock(dock)

    def _add_lines(self, shell: Shell, dock: DockDetail, counts: bool) -> None:
        shown = [one for one in dock.lines if counts or one.good or one.damaged]
        shown.sort(key=lambda one: not (one.expected or one.good or one.damaged))
        if counts:
            self.add(count_heads())
        for one in shown:
            made = CountRow(shell, one, may_count=counts, editing=len(shown) <= _FEW)
            made.counted.connect(self.counted)
            made.finished.connect(self.finished)
            self._keep(one.line.id, made)
        if not shown:
            self.add(secondary(_("Nothing was counted.")))

    def _add_parts(self, shell: Shell, dock: DockDetail) -> None:
        for one in dock.lines:
            for part in one.parts:
                if part.good > part.put_away:
                    made = PutAwayRow(shell, one, part)
                    made.carried.connect(self.carried)
                    self._keep(part.id, made)

    def _keep(self, key: int, made: QWidget) -> None:
        line = rule()
        self.add(line, made)
        self._rows[key] = (made, line)

    def show_dock(self, dock: DockDetail) -> None:
        """Show how the delivery stands now."""
        count = dock.at_dock if self._puts_away else dock.expected
        pieces = n_("{count} piece", "{count} pieces", count)
        self.set_note(pieces.format(count=figures.number(count)))
        for one in dock.lines:
            made = self._rows.get(one.line.id, (None, None))[0]
            if isinstance(made, CountRow) and made.one != one:
                made.show_line(one)
            for part in one.parts if self._puts_away else ():
                self._show_part(part)

    def _show_part(self, part: CountedPart) -> None:
        made, line = self._rows.get(part.id, (None, None))
        if not isinstance(made, PutAwayRow):
            return
        made.show_part(part)
        left = made.part.good > made.part.put_away
        made.setVisible(left)
        if line is not None:
            line.setVisible(left)
