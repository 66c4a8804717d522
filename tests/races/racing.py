"""Several processes at one shop at the same moment."""

from __future__ import annotations

import json
import os
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from shopdesk.domain.errors import Conflict, UserError
from shopdesk.store import shop
from shopdesk.store.engine import Database
from shopdesk.usecases.checking import check
from tests.crash.dying import needs_fork
from tests.make import Maker

pytestmark = [needs_fork, pytest.mark.race]
LONG = bool(os.environ.get("SHOPDESK_LONG"))
PROCESSES = 8
Job = Callable[[Maker], Any]


def race(target: str, jobs: Sequence[Job]) -> list[Any]:
    """Run every job in a process of its own, all starting at the same moment; their results in order."""
    ready, go = os.pipe()
    runners = [_start(target, job, ready, go) for job in jobs]
    os.close(ready)
    os.close(go)  # everybody waits for this
    results = []
    for child, answer in runners:
        with os.fdopen(answer) as pipe:
            said = pipe.read()
        _child, status = os.waitpid(child, 0)
        assert status == 0, f"a process failed:\n{said}"
        results.append(json.loads(said))
    return results


def _start(target: str, job: Job, ready: int, go: int) -> tuple[int, int]:
    answer, say = os.pipe()
    child = os.fork()
    if child:
        os.close(say)
        return child, answer
    os.close(go)
    code, said = 1, ""
    try:
        database = shop.open_shop(target)
        maker = Maker(database)
        os.read(ready, 1)
        said, code = json.dumps(job(maker)), 0
        database.close()
    except BaseException:
        said = traceback.format_exc()
    with os.fdopen(say, "w") as pipe:
        pipe.write(said)
    os._exit(code)


def tally(actions: Sequence[Callable[[], object]]) -> dict[str, int]:
    """Do all of them; how many were done, refused by a rule, or too late."""
    outcome: Counter[str] = Counter()
    for action in actions:
        try:
            action()
        except Conflict:
            outcome["conflict"] += 1
        except UserError:
            outcome["refused"] += 1
        else:
            outcome["done"] += 1
    return dict(outcome)


def total(results: Sequence[dict[str, int]]) -> Counter[str]:
    """The outcomes of all processes together."""
    return sum((Counter(result) for result in results), Counter())


def assert_whole(database: Database) -> None:
    """The check finds nothing."""
    with database.reading() as session:
        assert check(session, deep=True).problems == []
