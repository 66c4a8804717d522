"""Who changed what: one hashed line per action, and the timeline sentences that hang on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, inspect, select
from sqlalchemy.orm import Session

from shopdesk.store.engine import lock_journal
from shopdesk.store.prepared import Prepared
from shopdesk.store.tables import Event, Journal

FIRST_HASH = "0" * 64
_HASHED = ("id", "by_name", "verb", "key", "content", "result")
_SILENT_TABLES = frozenset({"journal", "events", "search_docs", "sequences", "images", "order_sources"})
_SILENT_COLUMNS = frozenset({"version", "data", "thumb", "password_hash"})


_LAST = Prepared(select(Journal.id, Journal.hash).where(Journal.id == select(func.max(Journal.id)).scalar_subquery()))
_ADD_LINE = Prepared(insert(Journal), "id", "at", "by_name", "verb", "key", "content", "result", "hash")
_ADD_EVENTS = Prepared(insert(Event), "journal_id", "subject", "subject_id", "kind", "data", "by_name", "at")


def plain(value: Any) -> Any:
    """A value as JSON keeps it: times and dates as ISO text, bytes left out."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return None
    return value


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain)


def canonical(content: Any) -> str:
    """The one JSON text of ``content``, so that a hash over it can be repeated."""
    return _CANONICAL.encode(content)


def row_changes(session: Session) -> Iterator[dict[str, Any]]:
    """What the pending flush changes, row by row: table, id, old and new values of changed columns."""
    for row in session.new:
        if row.__tablename__ not in _SILENT_TABLES:
            # Ids and defaults are known only after the flush.
            yield {"table": row.__tablename__, "row": row, "was": None, "now": _values}
    for row in session.dirty:
        if row.__tablename__ in _SILENT_TABLES:
            continue
        was, now = {}, {}
        state = inspect(row)
        for column in state.mapper.column_attrs:
            if column.key in _SILENT_COLUMNS:
                continue
            history = state.attrs[column.key].history
            if history.has_changes():
                was[column.key] = plain(history.deleted[0]) if history.deleted else None
                now[column.key] = plain(history.added[0]) if history.added else None
        if now:
            yield {"table": row.__tablename__, "row": row, "was": was, "now": now}
    for row in session.deleted:
        if row.__tablename__ not in _SILENT_TABLES:
            yield {"table": row.__tablename__, "row": row, "was": _values(row), "now": None}


def _values(row: Any) -> dict[str, Any]:
    state = inspect(row)
    return {
        column.key: plain(state.dict[column.key])
        for column in state.mapper.column_attrs
        if column.key not in _SILENT_COLUMNS and state.dict.get(column.key) is not None
    }


def said_of(change: dict[str, Any]) -> list[Any]:
    """One change as the journal keeps it: table, row, old and new values."""
    row, now = change["row"], change["now"]
    key = getattr(row, "id", None) or getattr(row, "key", None) or getattr(row, "hash", None)
    return [change["table"], key, change["was"], now(row) if callable(now) else now]


def said_of_new(table: str, row_id: int, values: Mapping[str, Any]) -> list[Any]:
    """A new row as the journal keeps it, like ``said_of``."""
    kept = {name: plain(value) for name, value in values.items() if value is not None and name not in _SILENT_COLUMNS}
    return [table, row_id, None, {"id": row_id, **kept}]


def chain_hash(previous: str, line: Mapping[str, Any] | RowMapping) -> str:
    """The hash of one journal line over everything it says and the line before."""
    said = [previous, line["at"].astimezone(UTC), *(line[name] for name in _HASHED)]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def append(
    connection: Connection,
    *,
    at: datetime,
    by_name: str,
    verb: str,
    key: str,
    content: dict[str, Any],
    result: Any,
    events: list[dict[str, Any]],
    cursor: Any = None,
) -> int:
    """Write the journal line of one action with its timeline events; returns the line's number."""
    lock_journal(connection)
    last = _LAST.run(connection, {}, cursor).first()
    number, previous = (last[0] + 1, last[1]) if last else (1, FIRST_HASH)
    if events:
        content = {**content, "events": [[e["subject"], e["subject_id"], e["kind"], e["data"]] for e in events]}
    line = {
        "id": number,
        "at": at,
        "by_name": by_name,
        "verb": verb,
        "key": key,
        "content": canonical(content),
        "result": canonical(result) if key and result is not None else "",
    }
    _ADD_LINE.run(connection, {**line, "hash": chain_hash(previous, line)}, cursor)
    if events:
        _ADD_EVENTS.run(connection, [{**e, "journal_id": number} for e in events], cursor)
    return number


def broken_line(session: Session) -> int | None:
    """The first journal line whose hash does not fit, or None when the whole chain holds."""
    previous, expected = FIRST_HASH, 1
    for line in session.execute(select(Journal.__table__).order_by(Journal.id)).mappings().yield_per(2000):
        if line["id"] != expected or line["hash"] != chain_hash(previous, line):
            return int(line["id"])
        previous, expected = line["hash"], line["id"] + 1
    return None
