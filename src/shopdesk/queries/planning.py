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
_ANY_ID = -1
_RANGE = ".."
_ROWS, _TOTAL, _COUNT, _LOOKUP = "rows", "total", "count ", "look-up "


class CannotPlan(Exception):
    """The list depends on something that plain data does not tell."""


def planned(
    listing: Listing, where: Mapping[str, str], sort: str | None = None, down: bool | None = None
) -> dict[str, Any] | None:
    """How to read the first page of a list in a shop file without SQLAlchemy; None where that cannot be said.

    Holds statements and what they are given, never rows. Moments that follow the clock and days that follow the
    calendar are kept as such.
    """
    if type(listing) is not Listing or not isinstance(listing.decorate, Completion | None):
        return None  # reckoned in other ways than by questions
    if any(_RANGE in value for value in where.values()):
        return None  # whether a person means these days or “the last seven” is not to be seen from the question
    try:
        began = utc_now()
        asked = _questions(listing, where, sort, down)
        again = asked
        if any(isinstance(value, datetime) for each in asked.values() for value in each["values"].values()):
            while utc_now() == began:
                pass
            again = _questions(listing, where, sort, down)
        for name, each in asked.items():
            each["values"] = {
                key: _plain(one, again[name]["values"][key], began) for key, one in each["values"].items()
            }
    except CannotPlan:
        return None
    finish = None if listing.decorate is None else listing.decorate.finish
    return {
        "size": SIZE,
        "rows": asked[_ROWS],
        "total": asked[_TOTAL],
        "counts": {name.removeprefix(_COUNT): each for name, each in asked.items() if name.startswith(_COUNT)},
        "finish": "" if finish is None else f"{finish.__module__}:{finish.__name__}",
        "lookups": {name.removeprefix(_LOOKUP): each for name, each in asked.items() if name.startswith(_LOOKUP)},
    }


def _questions(
    listing: Listing, where: Mapping[str, str], sort: str | None, down: bool | None
) -> dict[str, dict[str, Any]]:
    rows, total = listing.pages(_nothing, "sqlite", where=where, sort=sort, down=down).statements()
    asked = {_ROWS: _asked(rows), _TOTAL: _asked(total)}
    for view in listing.views:
        asked[_COUNT + view.key] = _asked(listing.counting(view.where, "", "sqlite"))
    if isinstance(listing.decorate, Completion):
        asked |= {_LOOKUP + name: _asked(lookup) for name, lookup in listing.decorate.lookups.items()}
    return asked


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
    columns = statement.selected_columns
    return {
        "sql": sql,
        "values": values,
        "names": list(columns.keys()),
        "kinds": [_kind(column.type) for column in columns],
        "ids": ids,
    }


def _plain(value: Any, later: Any, began: datetime) -> Any:
    """``value`` as plain data; a moment must have gone on with the clock when it was reckoned a little ``later``."""
    if isinstance(value, datetime):
        if later == value:
            raise CannotPlan("a moment that may follow the calendar")
        return {"now": (value - began).total_seconds()}
    if isinstance(value, date):
        return {"day": (value - began.astimezone().date()).days}
    if not isinstance(value, str | int | float | None):
        raise CannotPlan(type(value).__name__)
    return value


def _kind(kind: Any) -> str:
    for known, name in _KINDS:
        if isinstance(kind, known):
            return name
    if kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None) is not None:
        raise CannotPlan(type(kind).__name__)
    return ""
