"""Background jobs: plain functions given ``report(at, of)``, listed by the application, cancelled by that call."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QThreadPool, Signal

from shopdesk.i18n import _
from shopdesk.ui import figures

Report = Callable[[int, int], None]
Work = Callable[[Report], Any]

log = logging.getLogger(__name__)

_EVERY = 0.05
_KEPT = 20
_GUESS_AFTER = 2.0


class Cancelled(Exception):
    """Raised inside a job's ``report`` when the person cancelled it."""


class Pool(Protocol):
    """Where jobs run; tests give one that runs them at once."""

    def start(self, runnable: Callable[[], None]) -> None:
        """Run ``runnable``."""
        ...


class Job(QObject):
    """One piece of work on another thread; every signal arrives in the window's thread."""

    progressed = Signal()
    done = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    _at_work = Signal(int, int)
    _has_done = Signal(object)
    _has_failed = Signal(object)
    _has_cancelled = Signal()

    def __init__(self, label: str, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.label = label
        self.state = "running"
        self.words = ""
        self.at, self.of = 0, 0
        self._work = work
        self._stop = threading.Event()
        self._began = time.monotonic()
        self._last = 0.0
        self._at_work.connect(self._on_progress)
        self._has_done.connect(self._on_done)
        self._has_failed.connect(self._on_failed)
        self._has_cancelled.connect(self._on_cancelled)

    @property
    def running(self) -> bool:
        """Whether it is still at work."""
        return self.state == "running"

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        return min(1.0, self.at / self.of) if self.of else 0.0

    def progress_words(self) -> str:
        """``62 % · 20 s left``, or how it ended."""
        if not self.running:
            return self.words
        if not self.of:
            return _("working…")
        gone = time.monotonic() - self._began
        share = figures.percent(self.share)
        if gone < _GUESS_AFTER or not self.share:
            return share
        left = figures.span(gone / self.share - gone)
        return _("{share} · {time} left").format(share=share, time=left)

    def start(self, pool: Pool) -> None:
        """Begin on ``pool``."""
        pool.start(self._run)

    def cancel(self) -> None:
        """Ask it to stop; takes effect at its next report."""
        self._stop.set()

    def _report(self, at: int, of: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._last >= _EVERY or at >= of:
            self._last = now
            self._at_work.emit(at, of)

    def _run(self) -> None:
        try:
            result = self._work(self._report)
        except Cancelled:
            self._has_cancelled.emit()
        except Exception as error:  # a worker must never die silently
            self._has_failed.emit(error)
        else:
            self._has_done.emit(result)

    def _on_progress(self, at: int, of: int) -> None:
        self.at, self.of = at, of
        self.progressed.emit()

    def _on_done(self, result: Any) -> None:
        self.state, self.words = "done", self.words or _("done")
        self.done.emit(result)
        self.ended.emit()

    def _on_failed(self, error: Exception) -> None:
        self.state, self.words = "failed", _("failed")
        self.failed.emit(error)
        self.ended.emit()

    def _on_cancelled(self) -> None:
        self.state, self.words = "cancelled", _("cancelled, nothing was changed")
        self.cancelled.emit()
        self.ended.emit()


class Jobs(QObject):
    """The application's list of jobs, running and lately ended."""

    changed = Signal()

    def __init__(
        self, failed: Callable[[Exception], object], pool: Pool | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._failed, self._pool = failed, pool or QThreadPool(self)
        self._jobs: list[Job] = []

    def start(
        self,
        label: str,
        work: Work,
        then: Callable[[Any], object] | None = None,
        words: Callable[[Any], str] | None = None,
    ) -> Job:
        """Run ``work(report)``; ``then`` gets its result, ``words`` turns it into the sentence that stays readable."""
        job = Job(label, work, self)
        self._jobs.append(job)
        for old in [j for j in self._jobs if not j.running][:-_KEPT]:
            self._jobs.remove(old)
            old.deleteLater()
        if words is not None:
            job.done.connect(lambda result: self._word(job, words(result)))
        if then is not None:
            job.done.connect(then)
        job.failed.connect(self._failed)
        job.progressed.connect(self.changed)
        job.ended.connect(self.changed)
        self.changed.emit()
        job.start(self._pool)
        return job

    def running(self) -> list[Job]:
        """The jobs at work, oldest first."""
        return [job for job in self._jobs if job.running]

    def ended(self) -> list[Job]:
        """The jobs that ended lately, newest first."""
        return [job for job in reversed(self._jobs) if not job.running]

    def forget_ended(self) -> None:
        """Empty the list of ended jobs."""
        for job in self.ended():
            self._jobs.remove(job)
            job.deleteLater()
        self.changed.emit()

    def stop(self, milliseconds: int = 10_000) -> bool:
        """Cancel all jobs and wait for them; whether all ended in time."""
        for job in self.running():
            job.cancel()
        return self._pool.waitForDone(milliseconds) if isinstance(self._pool, QThreadPool) else True

    @staticmethod
    def _word(job: Job, words: str) -> None:
        job.words = words
