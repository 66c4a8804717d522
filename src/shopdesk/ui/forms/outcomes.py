"""What became of many things at once: those that wait, each with all its reasons, one click from its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout

from shopdesk.i18n import _
from shopdesk.ui import fonts
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.labels import label
from shopdesk.ui.widgets.layouts import column, plain, row, rule, scrolling

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_WIDTH, _MOST_HEIGHT, _MOST = 560, 520, 100


@dataclass(frozen=True)
class Waiting:
    """One thing that was left as it is, and why."""

    kind: str
    thing: int
    number: str
    reasons: Sequence[str]


class Outcomes(QDialog):
    """Lists what waits and why; ``run`` with ``verb`` is what can be done with what is done."""

    def __init__(
        self,
        shell: Shell,
        title: str,
        sentence: str,
        waiting: Sequence[Waiting] = (),
        verb: str = "",
        run: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(shell.window)
        self._shell = shell
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        head = column(label(title, fonts.SECTION, fonts.SEMIBOLD), gap=6, margins=(24, 20, 24, 14))
        if sentence:
            head.addWidget(label(sentence, role="secondary", wrap=True))
        lines.addLayout(head)
        self.setMinimumWidth(_WIDTH)
        if waiting:
            rows = column(gap=0, margins=(24, 4, 24, 12))
            for place, thing in enumerate(waiting[:_MOST]):
                if place:
                    rows.addWidget(rule())
                rows.addLayout(self._row(thing))
            rows.addStretch(1)
            content = plain(rows)
            lines.addWidget(rule())
            lines.addWidget(scrolling(content), 1)
            self.resize(_WIDTH, min(_MOST_HEIGHT, 150 + content.sizeHint().height()))
        lines.addWidget(rule())
        self.close_button = Button(_("Close"), self.reject)
        foot = row(None, self.close_button, margins=(24, 12, 24, 14))
        self.go = None
        if run is not None:
            self.go = Button(verb, lambda: (self.accept(), run()), "primary")
            self.go.setDefault(True)
            foot.addSpacing(8)
            foot.addWidget(self.go)
        (self.go or self.close_button).setFocus(Qt.FocusReason.OtherFocusReason)
        lines.addLayout(foot)

    def _row(self, thing: Waiting) -> QVBoxLayout:
        number = Button(thing.number, partial(self._open, thing), "link")
        lines = column(row(number, None), gap=2, margins=(0, 6, 0, 8))
        for reason in thing.reasons:
            words = label(reason, fonts.SECONDARY, role="secondary", wrap=True)
            words.setContentsMargins(4, 0, 0, 0)
            lines.addWidget(words)
        return lines

    def _open(self, thing: Waiting) -> None:
        self.accept()
        self._shell.open(thing.kind, thing.thing)
