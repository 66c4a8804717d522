"""What every kind of import shares: the shop's facts, the plan of what a file would change, and look-ups in chunks."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, update
from sqlalchemy.orm import Session

from shopdesk.documents.records import RowProblem, Severity
from shopdesk.domain.codes import code_key
from shopdesk.store.work import Work

Reader = Connection | Session
Report = Callable[[int, int], None]
Key = TypeVar("Key")
_AT_ONCE = 5_000
_STEP = 500
MOST_LOGGED_CHANGES = 10_000
MOST_TOLD = 5_000  # beyond, the import's own line on the timeline stands for its things


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What an import must know of the shop and the file; ``currency`` is the shop's own.

    ``platform`` is where the file comes from, ``channel`` the code of the channel a person chose for it.
    """

    currency: str
    country: str
    timezone: str
    handling_days: int
    warehouse_id: int
    now: datetime
    user_name: str
    platform: str = ""
    channel: str = ""
    file_name: str = ""


@dataclass
class Plan:
    """What a file would change: rows to create and update by table, records left alone, and what is wrong.

    ``made`` holds the ids of created things by table, once it is written.
    """

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    skipped: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    facts: ShopFacts | None = None
    made: dict[str, list[int]] = field(default_factory=dict)

    def refuse(self, row: int, column: str, got: str, why: str) -> None:
        """Note why a row is left out."""
        self.problems.append(RowProblem(row, column, got, why))

    def warn(self, row: int, column: str, got: str, why: str) -> None:
        """Note what a person should look at although the row is taken."""
        warning: Severity = "warning"
        self.problems.append(RowProblem(row, column, got, why, warning))


@dataclass
class Changes:
    """Field changes of existing rows, collected and then written table by table."""

    table: Any
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    was: dict[int, dict[str, Any]] = field(default_factory=dict)

    def note(self, row: Any, values: Mapping[str, Any]) -> bool:
        """Remember the ``values`` that differ from ``row``; tells whether any did."""
        differing = {key: value for key, value in values.items() if getattr(row, key) != value}
        if differing:
            self.rows.setdefault(row.id, {}).update(differing)
            self.was.setdefault(row.id, {}).update({key: getattr(row, key) for key in differing})
        return bool(differing)

    def write(self, work: Work, **always: Any) -> None:
        """Update every row; versions go up, so that an open form notices. ``always`` is set on each."""
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row_id, values in self.rows.items():
            named = {f"new_{key}": value for key, value in values.items()}
            alike.setdefault(tuple(values), []).append({"row_id": row_id, **named})
        table = self.table.__table__
        versioned = {"version": table.c.version + 1} if "version" in table.c else {}
        for keys, rows in alike.items():
            changed: dict[str, Any] = {key: bindparam(f"new_{key}") for key in keys}
            statement = update(table).where(table.c.id == bindparam("row_id")).values(**changed, **always, **versioned)
            for part in chunks(rows, _AT_ONCE):
                work.write(statement, part)
        logged = len(self.rows) + len(work.said) <= MOST_LOGGED_CHANGES
        if self.rows and not logged:
            work.content["changes_left_out"] = True
        if logged:
            work.said += [[table.name, row_id, self.was[row_id], values] for row_id, values in self.rows.items()]


def chunks(items: Iterable[Key], size: int = _AT_ONCE) -> Iterator[list[Key]]:
    """``items`` in lists of at most ``size``, so that no statement has too many parameters."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def looked_up(reader: Reader, statement: Any, column: Any, keys: Iterable[Any]) -> Iterator[Any]:
    """The rows of ``statement`` whose ``column`` is one of ``keys``, asked for in chunks."""
    wanted = {key for key in keys if key not in (None, "")}
    for part in chunks(wanted):
        yield from reader.execute(statement.where(column.in_(part))).all()


def watched(items: list[Key], report: Report | None, start: int, of: int) -> Iterator[Key]:
    """``items``, telling ``report`` every few hundred how far it got; cancelling is that call raising."""
    if report is None:
        yield from items
        return
    for at, item in enumerate(items):
        if at % _STEP == 0:
            report(start + at, of)
        yield item
    report(start + len(items), of)


@contextmanager
def many_objects() -> Iterator[None]:
    """Keep the garbage collector from searching the hundred thousands of records that are all still needed."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def key_of(code: str) -> str:
    """The compared form of a code; files have many, so the plain case is done without looking at every character."""
    return code.strip().lower() if code.isascii() else code_key(code)


def spans(ids: Iterable[int]) -> list[list[int]]:
    """Ids as first and last of each unbroken run, to be kept in few words."""
    found: list[list[int]] = []
    for one in sorted(ids):
        if found and one == found[-1][1] + 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return found


def joined_tags(tags: Iterable[str]) -> str:
    """Tags as the shop keeps them: one text, separated by commas."""
    return ", ".join(tags)
