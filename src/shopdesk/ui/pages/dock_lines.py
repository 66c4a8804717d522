"""One line of a delivery: being counted with its steppers, or being put away with its bin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from shopdesk.i18n import _
from shopdesk.queries.receiving import CountedPart, DockLine
from shopdesk.ui import figures, fonts
from shopdesk.ui.pages.buying_parts import goods_row
from shopdesk.ui.pages.parts import Goods
from shopdesk.ui.widgets.buttons import Button, Stepper
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row
from shopdesk.ui.widgets.share_bar import ShareBar

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_STEPPER, _COUNT, _BIN, _WAIT = 132, 84, 110, 700


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


class CountRow(QWidget):
    """What should be there and what was counted; ``counted`` carries line, good and damaged pieces as typed."""

    counted = Signal(int, int, int)

    def __init__(self, shell: Shell, one: DockLine, *, may_count: bool, latest: bool) -> None:
        super().__init__()
        self.setObjectName("plain")
        self.one = one
        line = one.line
        lots = ", ".join(
            " · ".join(part for part in (counted.lot_code, figures.day(counted.expires_on)) if part != figures.NOTHING)
            for counted in one.parts
            if counted.lot_code
        )
        before = _("{count} came before").format(count=figures.number(one.before)) if one.before else ""
        needs = _("kept in lots: F10") if one.needs_lot and not lots else ""
        known = " · ".join(part for part in (line.sku, line.supplier_code, before) if part)
        goods = Goods(line.name, ((known, ""), (lots or needs, "warning" if needs else "accent")), image=line.image,
                      opens=("variant", line.variant_id))  # fmt: skip
        bar = ShareBar(one.before + one.good, one.damaged, line.quantity)
        bar.setFixedWidth(120)
        over = one.over
        tone = "warning" if over else "success" if one.here >= line.quantity else ""
        words = _("{here} of {ordered}").format(here=figures.number(one.here), ordered=figures.number(line.quantity))
        count = label(words, weight=fonts.SEMIBOLD, role=tone, tabular=True)
        middle = plain(column(None, row(None, count), bar, None, gap=4))
        shown = row((goods_row(shell, goods), 1), 12, middle, margins=(0, 6, 0, 6))
        if may_count:
            self.good = self._stepper(one.good, _("Good pieces of {name}").format(name=line.name))
            self.damaged = self._stepper(one.damaged, _("Damaged pieces of {name}").format(name=line.name))
            for stepper in (self.good, self.damaged):
                shown.addSpacing(12)
                shown.addWidget(stepper)
            self._wait = QTimer(self, singleShot=True, interval=_WAIT)
            self._wait.timeout.connect(self.hand_in)
        elif one.damaged:
            shown.addSpacing(12)
            damaged = _("{count} damaged").format(count=figures.number(one.damaged))
            shown.addWidget(label(damaged, fonts.SECONDARY, fonts.MEDIUM, "danger", tabular=True))
        if latest:
            self.setProperty("latest", "true")
        self.setLayout(shown)

    def _stepper(self, value: int, name: str) -> Stepper:
        made = Stepper(value, 0, 999_999)
        made.setFixedWidth(_STEPPER)
        made.setAccessibleName(name)
        made.changed.connect(lambda _value: self._wait.start())
        return made

    def hand_in(self) -> None:
        """Tell what was typed, if it is not what was counted."""
        self._wait.stop()
        typed = (self.good.value(), self.damaged.value())
        if typed != (self.one.good, self.one.damaged):
            self.counted.emit(self.one.line.id, *typed)


class PutAwayRow(QWidget):
    """Good pieces at the dock and the bin proposed for them; ``carried`` carries receipt line, bin and pieces."""

    carried = Signal(int, str, int)

    def __init__(self, shell: Shell, one: DockLine, part: CountedPart) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._part = part
        line, left = one.line, part.good - part.put_away
        known = " · ".join(text for text in (line.sku, part.lot_code) if text)
        goods = Goods(line.name, ((known, ""),), image=line.image, opens=("variant", line.variant_id))
        count = label(_("{count} ×").format(count=figures.number(left)), weight=fonts.SEMIBOLD, tabular=True)
        self.bin = QLineEdit(one.proposal.code if one.proposal else "")
        self.bin.setFixedWidth(_BIN)
        self.bin.setFont(fonts.font(fonts.BODY, fonts.MEDIUM, True))
        self.bin.setAccessibleName(_("Bin for {name}").format(name=line.name))
        self.bin.returnPressed.connect(self.carry)
        why = Elided(why_words(one.proposal.why) if one.proposal else "", fonts.SECONDARY, role="secondary")
        why.setFixedWidth(_BIN)
        go = Button(_("Put away"), self.carry)
        self.setLayout(
            row((goods_row(shell, goods), 1), 12, count, 12, plain(column(None, self.bin, why, None, gap=2)), 12, go,
                margins=(0, 6, 0, 6))
        )  # fmt: skip

    def carry(self) -> None:
        """Carry all of it to the bin named."""
        self.carried.emit(self._part.id, self.bin.text().strip(), self._part.good - self._part.put_away)
