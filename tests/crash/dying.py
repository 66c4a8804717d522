"""Processes that are killed on purpose, at every statement they send to the database in turn."""

from __future__ import annotations

import itertools
import os
import signal
import traceback
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot copy a process")


def killed_at(point: int, action: Callable[[], object]) -> bool:
    """Run ``action`` in a process of its own that is killed -9 at its ``point``-th moment.

    Moments lie before each statement, before each commit, and after the end. False when it finished first.
    """
    child = os.fork()
    if child == 0:
        try:
            _die_or_finish(point, action)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, "the process failed instead of being killed"
    return False


def _die_or_finish(point: int, action: Callable[[], object]) -> None:
    moments = itertools.count(1)

    def strike(*_anything: object) -> None:
        if next(moments) == point:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "commit"):
        event.listen(Engine, moment, strike)
    action()
    strike()


def every_moment(action: Callable[[], object], look: Callable[[int], None], step: int = 1) -> int:
    """Kill ``action`` at its first moment, its second and so on (or every ``step``-th), and ``look`` at what is left.

    ``look`` is given the moment's number, and 0 for the run that finished. Returns how many kills there were.
    """
    for kills, point in enumerate(itertools.count(1, step)):
        if not killed_at(point, action):
            look(0)
            return kills
        look(point)
    raise AssertionError("unreachable")
