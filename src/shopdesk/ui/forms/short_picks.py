"""All picked: what was not found in its bin is said here, everything else is brought to the bench."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from shopdesk.i18n import _, listed, n_
from shopdesk.queries.picks import OpenPick, WaveToPick
from shopdesk.ui import figures, fonts
from shopdesk.ui.widgets.buttons import Button, Stepper
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, plain, row, rule, scrolling
from shopdesk.ui.widgets.people import Thumb

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_WIDTH, _MOST_HEIGHT = 680, 600
_BIN, _STEPPER = 84, 136


class ShortPicks(QDialog):
    """One line for each bin of the walk with what is missing there; ``then`` gets the missing units by allocation."""

    def __init__(self, shell: Shell, waves: Sequence[WaveToPick], then: Callable[[dict[int, int]], object]) -> None:
        super().__init__(shell.window)
        self._shell, self._then = shell, then
        self._picks = [pick for wave in waves for pick in wave.picks]
        self.missing: dict[int, Stepper] = {}
        numbers = listed(wave.number for wave in waves)
        title = _("Wave {number}: all picked?").format(number=numbers)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._said = secondary("", tabular=True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        head = column(label(title, fonts.SECTION, fonts.SEMIBOLD), self._said, gap=4, margins=(24, 20, 24, 12))
        lines.addLayout(head)
        names = row(secondary(_("Bin")), None, secondary(_("Not found")), margins=(24, 0, 40, 4))
        lines.addLayout(names)
        lines.addWidget(rule())
        rows = column(gap=0, margins=(24, 4, 24, 8))
        for place, pick in enumerate(self._picks):
            if place:
                rows.addWidget(rule())
            rows.addWidget(self._row(pick))
        rows.addStretch(1)
        content = plain(rows)
        lines.addWidget(scrolling(content), 1)
        lines.addWidget(rule())
        self.go = Button(_("Bring to the bench"), self._finish, "primary", "packing")
        self.go.setDefault(True)
        lines.addLayout(row(Button(_("Not yet"), self.reject), None, self.go, margins=(24, 12, 24, 14)))
        self.resize(_WIDTH, min(_MOST_HEIGHT, 210 + content.sizeHint().height()))
        self._mirror()
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, pick: OpenPick) -> QWidget:
        place = label(pick.bin, weight=fonts.SEMIBOLD, tabular=True)
        place.setFixedWidth(_BIN)
        words = column(
            Elided(pick.title, weight=fonts.MEDIUM),
            Elided(
                " · ".join(part for part in (pick.variant_title, pick.sku, self._order(pick)) if part),
                fonts.SECONDARY,
                role="secondary",
                tabular=True,
            ),
            gap=1,
        )
        stepper = Stepper(0, 0, pick.quantity)
        stepper.setAccessibleName(_("Not found of {title} in {bin}").format(title=pick.title, bin=pick.bin))
        stepper.setFixedWidth(_STEPPER)
        stepper.changed.connect(lambda _value: self._mirror())
        self.missing[pick.id] = stepper
        count = label(_("{count} ×").format(count=figures.number(pick.quantity)), weight=fonts.SEMIBOLD, tabular=True)
        line = row(place, Thumb(self._shell.pictures, pick.image, pick.title, 36), 10, margins=(0, 6, 8, 6))
        line.addLayout(words, 1)
        line.addSpacing(12)
        line.addWidget(count)
        line.addSpacing(16)
        line.addWidget(stepper)
        return plain(line)

    @staticmethod
    def _order(pick: OpenPick) -> str:
        if not pick.slot:
            return pick.shipment
        return _("order {number}, slot {slot}").format(number=pick.shipment, slot=pick.slot)

    def _mirror(self) -> None:
        whole = sum(pick.quantity for pick in self._picks)
        short = sum(stepper.value() for stepper in self.missing.values())
        found = whole - short
        words = n_("{count} piece goes to the bench.", "{count} pieces go to the bench.", found).format(
            count=figures.number(found)
        )
        if short:
            words = _("{found} {short} not found: they are set aside as missing, and the order waits.").format(
                found=words, short=figures.number(short)
            )
        self._said.setText(words)
        self._said.setProperty("role", "warning" if short else "secondary")
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)

    def _finish(self) -> None:
        found = {key: stepper.value() for key, stepper in self.missing.items() if stepper.value()}
        self.accept()
        self._then(found)
