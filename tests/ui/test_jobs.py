from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from shopdesk.ui.jobs import Job, Jobs, Report
from shopdesk.ui.status_line import StatusLine
from tests.ui.conftest import AtOnce
from tests.ui.test_list_screen import words_of


def test_results_arrive_in_the_windows_thread(qtbot: Any, qapp: QApplication) -> None:
    seen: list[Any] = []
    jobs = Jobs(seen.append)

    def work(report: Report) -> str:
        report(1, 2)
        return str(threading.current_thread() is not threading.main_thread())

    job = jobs.start("Count", work, lambda result: seen.append((result, QThread.currentThread() is qapp.thread())))
    qtbot.waitUntil(lambda: not job.running)
    assert seen == [("True", True)]
    assert jobs.stop()


def test_cancel_takes_effect_at_the_next_report(qtbot: Any) -> None:
    jobs = Jobs(pytest.fail)
    reached, go_on = threading.Event(), threading.Event()

    def work(report: Report) -> None:
        report(1, 3)
        reached.set()
        go_on.wait(5)
        report(2, 3)
        pytest.fail("went on")

    job = jobs.start("Import", work)
    assert reached.wait(5)
    job.cancel()
    go_on.set()
    qtbot.waitUntil(lambda: job.state == "cancelled")
    assert jobs.stop()


def test_a_failure_is_handed_on_and_stays_readable(at_once: AtOnce, qapp: QApplication) -> None:
    failures: list[Exception] = []
    jobs = Jobs(failures.append, at_once)

    def work(report: Report) -> None:
        raise OSError("no disk")

    job = jobs.start("Backup", work)
    assert job.state == "failed"
    assert str(failures[0]) == "no disk"
    assert jobs.ended() == [job]


def test_the_sentence_of_a_result_stays_readable(at_once: AtOnce, qtbot: Any) -> None:
    jobs = Jobs(pytest.fail, at_once)
    line = StatusLine(jobs)
    qtbot.addWidget(line)
    line.show()
    jobs.start("Import orders", lambda report: 407, words=lambda count: f"{count} orders, 5 rows left out")
    assert words_of(line) == ["Import orders", "407 orders, 5 rows left out"]
    jobs.forget_ended()
    assert words_of(line) == []


def test_progress_is_said_in_percent(qapp: QApplication) -> None:
    job = Job("Import", lambda report: None)
    assert job.progress_words() == "working…"
    job._on_progress(62, 100)
    assert job.progress_words() == "62 %"
    job._began -= 31
    assert job.progress_words() == "62 % · 19 s left"
