"""While a file is read or applied: how far it is, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts
from shopdesk.ui.jobs import Job
from shopdesk.ui.widgets.buttons import Button
from shopdesk.ui.widgets.card import Card
from shopdesk.ui.widgets.labels import label, secondary
from shopdesk.ui.widgets.layouts import column, row

_WIDTH, _PARTS = 460, 1000


class WorkingStep(QWidget):
    """Shows one job; ``cancel_wanted`` when the person wants it to stop."""

    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._title = label("", fonts.SECTION, fonts.SEMIBOLD, wrap=True)
        self._words = secondary("", tabular=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._cancel = Button(_("Cancel"), self.cancel_wanted.emit)
        card = Card(padding=24)
        card.setFixedWidth(_WIDTH)
        card.add(self._title)
        card.body.addSpacing(12)
        card.add(self._bar)
        card.body.addSpacing(8)
        card.add(row(self._words, None, self._cancel))
        self.setLayout(column(80, row(None, card, None), None))
        self._job: Job | None = None

    def watch(self, job: Job) -> None:
        """Show how far ``job`` is."""
        self._job = job
        self._title.setText(job.label)
        self._bar.setAccessibleName(job.label)
        job.progressed.connect(self._show)
        self._show()

    def _show(self) -> None:
        job = self._job
        if job is None:
            return
        self._bar.setRange(0, _PARTS if job.of else 0)
        self._bar.setValue(round(job.share * _PARTS))
        self._words.setText(job.progress_words())
