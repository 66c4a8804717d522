"""Many rows into one table at once, at nearly the speed of the bare driver, on either database."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Boolean, Connection, func, insert, select, text

from shopdesk.store.tables.base import UtcTime

Rows = Sequence[Sequence[Any]]
_MOST_PARAMETERS = 30_000
_ROWS_AT_ONCE = (1_000, 50, 1)  # always the same few, because every statement is compiled once and kept
_MOST_ASKED = 100
_TURN = 0.0005
_NEXT_IDS = text(
    "SELECT nextval(CAST(pg_get_serial_sequence(:name, 'id') AS regclass)) FROM generate_series(1, :count)"
)


def insert_rows(connection: Connection, table: Any, columns: Sequence[str], rows: Rows) -> None:
    """Insert ``rows``, whose values stand in the order of ``columns`` (attribute values as the ORM takes them)."""
    if rows:
        insert_columns(connection, table, dict(zip(columns, zip(*rows, strict=True), strict=True)))


def insert_columns(
    connection: Connection, table: Any, columns: Mapping[str, Sequence[Any]], alike: Mapping[str, Any] | None = None
) -> None:
    """Insert rows given column by column; ``alike`` holds what is the same in all rows.

    Columns left out take the table's own default; those with a default only in Python are filled in.
    """
    count = len(next(iter(columns.values()), ()))
    if not count:
        return
    table, same = getattr(table, "__table__", table), dict(alike or {})
    if connection.dialect.name != "sqlite":
        rows = zip(*columns.values(), strict=True)
        connection.execute(insert(table), [{**dict(zip(columns, row, strict=True)), **same} for row in rows])
        return
    ready: dict[str, list[Any]] = {}
    same = {name: _one_for_file(table.c[name].type, value) for name, value in same.items()}
    for name, column in columns.items():
        values = _for_file(table.c[name].type, column)
        if values is not None:
            ready[name] = values
    same |= {name: values[0] for name, values in ready.items() if values.count(values[0]) == count}
    named = {*columns, *same}
    for column in table.columns:
        default = column.default
        if default is not None and column.server_default is None and column.name not in named:
            value = default.arg if default.is_scalar else default.arg(None)
            same[column.name] = _one_for_file(column.type, value)
    _insert_many(connection, table.name, same, {n: v for n, v in ready.items() if n not in same}, count)


class Inserter:
    """Inserts in the order asked, in a thread of its own, so that the next rows are made while the database works.

    Nobody else may use the connection until ``wait``. Leaving without an error waits; an error drops what is left.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._worker = ThreadPoolExecutor(1, "bulk-insert")
        self._asked: deque[Future[None]] = deque()
        self._turn = sys.getswitchinterval()

    def __enter__(self) -> Inserter:
        # The database works without the interpreter's lock, but waits for it between two statements.
        sys.setswitchinterval(_TURN)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        try:
            if kind is None:
                self.wait()
        finally:
            self._worker.shutdown(wait=True, cancel_futures=True)
            sys.setswitchinterval(self._turn)

    def columns(self, table: Any, columns: Mapping[str, Sequence[Any]], alike: Mapping[str, Any] | None = None) -> None:
        """Ask for ``insert_columns``; raises what an earlier insert raised."""
        self.run(insert_columns, self._connection, table, columns, alike)

    def run(self, work: Callable[..., None], *arguments: Any) -> None:
        """Ask for anything else that is to be done after all that was asked before."""
        if len(self._asked) >= _MOST_ASKED:
            self._asked.popleft().result()
        self._asked.append(self._worker.submit(work, *arguments))

    def wait(self) -> None:
        """Wait until everything asked for is in; raises what an insert raised."""
        while self._asked:
            self._asked.popleft().result()


def _one_for_file(kind: Any, value: Any) -> Any:
    values = _for_file(kind, [value])
    return None if values is None else values[0]


def _for_file(kind: Any, column: Iterable[Any]) -> list[Any] | None:
    """One column as SQLite stores it, in the driver's own types (others cost it a look-up per value); None if empty."""
    values = list(column)
    blank = values.count(None)
    if blank == len(values):
        return None
    if isinstance(kind, Boolean):
        return [None if value is None else int(value) for value in values]
    if isinstance(kind, UtcTime):
        known: dict[datetime | None, str | None] = {None: None}
        return [known[at] if at in known else known.setdefault(at, _time_text(at)) for at in values]
    if isinstance(kind, JSON):
        if values.count(values[0]) == len(values):
            return [_json_text(values[0])] * len(values)
        return [_json_text(value) for value in values]
    return values


def _time_text(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("a time without zone cannot be stored")
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _json_text(value: Any) -> str:
    if not value and isinstance(value, list | dict):
        return "[]" if isinstance(value, list) else "{}"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _insert_many(
    connection: Connection, table: str, alike: dict[str, Any], differing: dict[str, list[Any]], count: int
) -> None:
    """Statements of up to a thousand rows, with what is alike in all rows bound once.

    The full-text index then writes out once per statement, not per row.
    """
    columns = list(differing.values())
    names, same = (*alike, *differing), tuple(alike.values())
    most = _MOST_PARAMETERS // max(1, len(columns))

    def values(start: int, end: int) -> tuple[Any, ...]:
        return (*same, *chain.from_iterable(zip(*[column[start:end] for column in columns], strict=True)))

    done = 0
    for size in _ROWS_AT_ONCE:
        at_once = min(size, most)
        until = count - (count - done) % at_once
        if until > done:
            parts = [values(at, at + at_once) for at in range(done, until, at_once)]
            connection.exec_driver_sql(_statement(table, names, len(same), at_once), parts)
        done = until


@lru_cache(maxsize=64)
def _statement(table: str, names: tuple[str, ...], alike: int, count: int) -> str:
    """An insert of ``count`` rows, whose first ``alike`` values are the same parameters in every row."""
    first = [f"?{number}" for number in range(1, alike + 1)]
    width = len(names) - alike
    rows = (
        ", ".join((*first, *(f"?{alike + row * width + column}" for column in range(1, width + 1))))
        for row in range(count)
    )
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({'), ('.join(rows)})"  # noqa: S608 - our own names


def fresh_ids(connection: Connection, table: Any, count: int) -> Sequence[int]:
    """``count`` ids of ``table`` that nobody else gets, ascending."""
    table = getattr(table, "__table__", table)
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        return range(last + 1, last + 1 + count)
    return sorted(connection.execute(_NEXT_IDS, {"name": table.name, "count": count}).scalars())
