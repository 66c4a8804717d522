"""Writing down the questions behind a list's first page as plain data, for the next start of the program."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from shopdesk.queries.listing import AnySelect, Completion, Listing
from shopdesk.queries.pages import SIZE
from shopdesk.store.tables.base import UtcTime
from shopdesk.store.work import utc_now

_DIALECT = SQLiteDialect_pysqlite(paramstyle="named")
_KINDS = ((UtcTime, "time"), (Boolean, "bool"), (Date, "date"), (JSON, "json"))
_JUST_NOW = 10.0
_ANY_ID = -1


class CannotPlan(Exception):
    """The list depends on something that plain data does not tell."""


def planned(
    listing: Listing, where: Mapping[str, str], sort: str | None = None, down: bool | None = None
) -> dict[str, Any] | None:
    """How to read the first page of a list in a shop file without SQLAlchemy; None where that cannot be said.

    Holds statements and what they are given, never rows. Moments that follow the clock are kept as such.
    """
    pages = listing.pages(_nothing, "sqlite", where=where, sort=sort, down=down)
    rows, total = pages.statements()
    try:
        counts = {view.key: _asked(listing.counting(view.where, "", "sqlite")) for view in listing.views}
        plan = {"size": SIZE, "rows": _asked(rows), "total": _asked(total), "counts": counts}
        if listing.decorate is None:
            return {**plan, "finish": "", "lookups": {}}
        if not isinstance(listing.decorate, Completion):
            return None
        finish = listing.decorate.finish
        lookups = {name: _asked(lookup) for name, lookup in listing.decorate.lookups.items()}
        return {**plan, "finish": f"{finish.__module__}:{finish.__name__}", "lookups": lookups}
    except CannotPlan:
        return None


def _nothing() -> Any:
    raise CannotPlan("planning reads nothing")


def _asked(statement: AnySelect) -> dict[str, Any]:
    compiled: Any = statement.compile(dialect=_DIALECT)
    takes_ids = "ids" in compiled.binds
    expanded = compiled.construct_expanded_state({"ids": [_ANY_ID]} if takes_ids else {})
    sql, values, ids = str(expanded.statement), dict(expanded.parameters), ""
    if takes_ids:
        ids = next(name for name in values if name.startswith("ids_"))
        sql = sql.replace(f":{ids}", f"SELECT value FROM json_each(:{ids})")  # noqa: S608 - a name of our own
        del values[ids]
    now = utc_now()
    columns = statement.selected_columns
    return {
        "sql": sql,
        "values": {name: _value(value, now) for name, value in values.items()},
        "names": list(columns.keys()),
        "kinds": [_kind(column.type) for column in columns],
        "ids": ids,
    }


def _value(value: Any, now: datetime) -> Any:
    if isinstance(value, datetime):
        off = (value - now).total_seconds()
        if abs(off) < _JUST_NOW:
            return {"now": 0}
        raise CannotPlan("a moment whose rule is not known")
    if isinstance(value, date) or not isinstance(value, str | int | float | None):
        raise CannotPlan(type(value).__name__)
    return value


def _kind(kind: Any) -> str:
    for known, name in _KINDS:
        if isinstance(kind, known):
            return name
    if kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None) is not None:
        raise CannotPlan(type(kind).__name__)
    return ""
