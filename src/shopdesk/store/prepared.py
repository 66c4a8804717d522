"""Statements of the hot paths, compiled once per database and then handed straight to the driver."""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, CursorResult, Select, Text, bindparam, func, select, update
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session

from shopdesk.store.engine import as_sqlalchemy, straight_cursor
from shopdesk.store.tables.base import UtcTime

Values = dict[str, Any]
_Binder = Callable[[Values], Any]
_Maker = Callable[[Sequence[Any]], Any]


class Answer:
    """What a statement handed straight to the driver gave: its rows by position and name, and how many it changed."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[Any], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> Sequence[Any]:
        """Every row."""
        return self._rows

    def first(self) -> Any:
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    def scalar(self) -> Any:
        """The first value of the first row, or None."""
        return self._rows[0][0] if self._rows else None


class Prepared:
    """A Core statement with named parameters that always has the same shape (no ``IN`` of varying length).

    Values pass through the types of their columns, on the way in and, of a select, on the way out.
    In a file the driver's own cursor runs it, past everything SQLAlchemy does for each statement; with somebody
    listening to the statements, or on a server, it goes SQLAlchemy's way.
    """

    def __init__(self, statement: Any, *columns: str) -> None:
        """``columns`` names the columns an insert sets."""
        self.statement = statement
        self.table: str = statement.table.name if hasattr(statement, "table") else ""
        self._columns = list(columns) or None
        self._ready: dict[str, tuple[str, _Binder]] = {}
        self._row: _Maker | None = None

    def run(
        self, connection: Connection, values: Values | Sequence[Values], cursor: Any = None
    ) -> Answer | CursorResult[*tuple[Any, ...]]:
        """Execute once, or once for each of several value sets; on ``cursor`` when its user has a straight one."""
        dialect = connection.dialect
        text, bind = self._ready.get(dialect.name) or self._prepare(dialect)
        if cursor is None:
            cursor = straight_cursor(connection) if connection.in_transaction() else None
        if cursor is None:
            if isinstance(self.statement, Select):
                return connection.execute(self.statement, values)
            return connection.exec_driver_sql(text, bind(values) if isinstance(values, dict) else [*map(bind, values)])
        try:
            if isinstance(values, dict):
                cursor.execute(text, bind(values))
            else:
                cursor.executemany(text, map(bind, values))
            if cursor.description is None:
                return Answer((), cursor.rowcount)
            make = self._row or self._row_maker(cursor.description, dialect)
            return Answer([*map(make, cursor.fetchall())], cursor.rowcount)
        except dialect.loaded_dbapi.Error as error:
            raise as_sqlalchemy(connection, text, error) from error

    def _row_maker(self, description: Sequence[Any], dialect: Dialect) -> _Maker:
        """Names the columns of a row and turns its values into those of their types."""
        names = [column[0] for column in description]
        named: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        make: _Maker = named._make
        turned = []
        if isinstance(self.statement, Select):
            for at, column in enumerate(self.statement.selected_columns):
                turn = column.type.dialect_impl(dialect).result_processor(dialect, None)
                if turn is not None:
                    turned.append((at, turn))

        def turn_and_make(row: Sequence[Any]) -> Any:
            values = list(row)
            for at, turn in turned:
                values[at] = turn(values[at])
            return make(values)

        self._row = turn_and_make if turned else make
        return self._row

    def _prepare(self, dialect: Dialect) -> tuple[str, _Binder]:
        compiled: Any = self.statement.compile(dialect=dialect, column_keys=self._columns)
        order = getattr(compiled, "positiontup", None)
        names = list(order) if order is not None else list(compiled.bind_names.values())
        processors = [(name, _processor(compiled.binds[name].type, dialect)) for name in dict.fromkeys(names)]
        turned = [(name, process) for name, process in processors if process is not None]
        said = compiled.construct_params(_check=False)
        own = {name: said[name] for name in names if not compiled.binds[name].required}
        # What the columns of an insert are by default when nobody names them.
        for column in compiled.insert_prefetch if self._columns else ():
            default = column.default
            own[column.key] = default.arg if default.is_scalar else default.arg(None)

        def whole(values: Values) -> Values:
            row = own | values
            for name, process in turned:
                row[name] = process(row[name])
            return row

        pick = _picker(names) if order is not None else lambda row: {name: row[name] for name in names}
        bind = pick if not own and not turned else lambda values: pick(whole(values))
        ready = self._ready[dialect.name] = str(compiled.string), bind
        return ready


class ByIds:
    """A select of what belongs to given things: in a file straight to the driver, whatever their number."""

    def __init__(self, statement: Select[*tuple[Any, ...]], column: Any) -> None:
        """``column`` holds the ids (or other values) that are asked for."""
        self._statement, self._column = statement, column

    @cached_property
    def _core(self) -> Any:
        return self._statement.where(self._column.in_(bindparam("ids", expanding=True)))

    @cached_property
    def _one(self) -> Prepared:
        return Prepared(self._statement.where(self._column == bindparam("id")))

    @cached_property
    def _several(self) -> Prepared:
        listed = func.json_each(bindparam("ids", type_=Text())).table_valued("value")
        return Prepared(self._statement.where(self._column.in_(select(listed.c.value))))

    def rows(self, reader: Connection | Session, ids: Sequence[Any], cursor: Any = None) -> Iterable[Any]:
        """The rows of these ids."""
        connection = reader if isinstance(reader, Connection) else reader.connection()
        if cursor is None and (cursor := straight_cursor(connection)) is None:
            return connection.execute(self._core, {"ids": list(ids)})
        if len(ids) == 1:
            return self._one.run(connection, {"id": ids[0]}, cursor)
        return self._several.run(connection, {"ids": json.dumps(list(ids))}, cursor)


@lru_cache(maxsize=64)
def _new_version(table: Any, names: tuple[str, ...]) -> Prepared:
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return Prepared(update(table).where(table.c.id == bindparam("row_id")).values(version=table.c.version + 1, **new))


def new_version(table: Any, row_id: int, **values: Any) -> tuple[Prepared, Values]:
    """The change of one row of ``table`` to these values, which counts its version up; for ``Work.run``."""
    return _new_version(table, tuple(values)), {"row_id": row_id, **{f"new_{n}": v for n, v in values.items()}}


def _picker(names: Sequence[str]) -> Callable[[Values], tuple[Any, ...]]:
    """How the driver's tuple is made of named values."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: tuple(row[name] for name in names)


def _processor(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(kind, UtcTime):
        return _moment_processor(dialect)
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found


@lru_cache(maxsize=8)
def _moment_processor(dialect: Dialect) -> Callable[[Any], Any] | None:
    """One action writes its one moment many times over."""
    found: Callable[[Any], Any] | None = UtcTime().dialect_impl(dialect).bind_processor(dialect)
    return found and lru_cache(maxsize=16)(found)
