"""The status line: what is picked at the left, jobs at the right with progress and cancel."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from shopdesk.i18n import _
from shopdesk.ui import fonts
from shopdesk.ui.jobs import Job, Jobs
from shopdesk.ui.screen import StatusPart
from shopdesk.ui.widgets.buttons import Button, IconButton
from shopdesk.ui.widgets.labels import Elided, label, secondary
from shopdesk.ui.widgets.layouts import column, emptied, plain, row, rule
from shopdesk.ui.widgets.people import Sign
from shopdesk.ui.widgets.surface import Popover

HEIGHT = 32
_STATE_SIGNS = {"running": ("loop", "text2"), "done": ("checkc", "success"), "failed": ("stop", "danger")}


class _JobSign(QWidget):
    """The newest running job, else the last that ended; click shows all."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("plain")
        self._jobs = jobs
        self._sign = Sign("loop", size=14)
        self._label = label("", fonts.SECONDARY, fonts.MEDIUM)
        self._bar = QProgressBar()
        self._bar.setFixedWidth(96)
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._words = secondary("", tabular=True)
        self._close = IconButton("close", _("Cancel this job"), self._cancel)
        self._close.setFixedWidth(26)
        parts = row(self._sign, self._label, self._bar, self._words, self._close, gap=8)
        self.setLayout(parts)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_("Show all jobs"))
        self._shown: Job | None = None
        jobs.changed.connect(self.refresh)
        self.hide()

    def refresh(self) -> None:
        running = self._jobs.running()
        ended = self._jobs.ended()
        job = running[-1] if running else (ended[0] if ended else None)
        self._shown = job
        self.setVisible(job is not None)
        if job is None:
            return
        more = len(running) - 1
        text = job.label if more < 1 else _("{job} and {count} more").format(job=job.label, count=more)
        self._sign.set_icon(*_STATE_SIGNS.get(job.state, ("x", "text2")))
        self._label.setText(text)
        self._bar.setVisible(job.running)
        self._bar.setRange(0, 1000 if job.of else 0)
        self._bar.setValue(round(job.share * 1000))
        self._words.setText(job.progress_words())
        self._close.setAccessibleName(_("Cancel this job") if job.running else _("Close"))
        self._close.setToolTip(self._close.accessibleName())
        self.setAccessibleName(f"{text}: {job.progress_words()}")

    def _cancel(self) -> None:
        if self._shown is not None and self._shown.running:
            self._shown.cancel()
        else:
            self._jobs.forget_ended()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        popover = Popover(self.window(), 360)
        lines = column(label(_("Jobs"), weight=fonts.SEMIBOLD), margins=(16, 14, 16, 14), gap=8)
        for place, job in enumerate([*self._jobs.running(), *self._jobs.ended()][:8]):
            if place:
                lines.addWidget(rule())
            words = plain(
                column(
                    Elided(job.label, weight=fonts.MEDIUM),
                    Elided(job.progress_words(), fonts.SECONDARY, role="secondary"),
                )
            )
            sign = _STATE_SIGNS.get(job.state, ("x", "text2"))
            line = row(Sign(*sign), 10, (words, 1))
            if job.running:
                stop = Button(_("Cancel"), job.cancel, "link")
                stop.clicked.connect(popover.dismiss)
                line.addWidget(stop)
            lines.addLayout(line)
        popover.body.addLayout(lines)
        popover.open_at(QRect(self.mapToGlobal(QPoint(0, 0)), self.size()))


class StatusLine(QFrame):
    """Words of the screen at the left, jobs at the right."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setFixedHeight(HEIGHT)
        self._parts = QHBoxLayout()
        self._parts.setSpacing(8)
        self.job = _JobSign(jobs)
        left = plain(self._parts)
        left.setMinimumWidth(0)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self.setLayout(row((left, 1), self.job, margins=(16, 0, 8, 0)))

    def show_parts(self, parts: Sequence[StatusPart | str]) -> None:
        """Show words, with a dot between those without an icon."""
        emptied(self._parts)
        for place, part in enumerate(parts):
            shown = StatusPart(part) if isinstance(part, str) else part
            if (place and not shown.icon) or (shown.icon and place and not _has_icon(parts[place - 1])):
                self._parts.addWidget(secondary("·"))
            weight = fonts.SEMIBOLD if shown.strong else fonts.REGULAR
            words = Elided(shown.text, fonts.SECONDARY, weight, tabular=True)
            words.setMaximumWidth(words.sizeHint().width())
            if shown.icon:
                self._parts.addWidget(Sign(shown.icon, shown.tone or "text2", 14))
                self._parts.addSpacing(-3)
            self._parts.addWidget(words, 1000)
        self._parts.addStretch(1)


def _has_icon(part: StatusPart | str) -> bool:
    return isinstance(part, StatusPart) and bool(part.icon)
