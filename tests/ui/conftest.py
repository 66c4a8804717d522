"""Every window test runs in the program's own look and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from shopdesk import i18n
from shopdesk.ui import errors, jobs, theme


class AtOnce:
    """A pool that runs a job before ``start`` returns."""

    def start(self, runnable: Callable[[], None]) -> None:
        runnable()


@pytest.fixture(autouse=True)
def _own_look(qapp: QApplication) -> Iterator[None]:
    i18n.use_language("en")
    if theme.mode() != "light" or not qapp.styleSheet():
        theme.apply_theme(qapp, "light")
    errors.raise_unexpected(True)
    yield
    errors.raise_unexpected(False)


@pytest.fixture(autouse=True)
def _nothing_left(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that leaves a window open or a job running fails."""
    lists: list[jobs.Jobs] = []
    plain_init = jobs.Jobs.__init__

    def noting_init(self: jobs.Jobs, *args: object, **kw: object) -> None:
        plain_init(self, *args, **kw)  # type: ignore[arg-type]
        lists.append(self)

    monkeypatch.setattr(jobs.Jobs, "__init__", noting_init)
    yield
    qapp.sendPostedEvents(None, 52)  # what was to be deleted later goes now
    left = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    names = [f"{type(widget).__name__} “{widget.windowTitle()}”" for widget in left]
    for widget in left:
        widget.close()
    assert not names, f"left open: {names}"
    running = [job.label for jobs_list in lists if _alive(jobs_list) for job in jobs_list.running()]
    assert not running, f"left running: {running}"


def _alive(thing: object) -> bool:
    from shiboken6 import isValid

    return bool(isValid(thing))


@pytest.fixture
def at_once() -> AtOnce:
    """Jobs run inline."""
    return AtOnce()
