"""Statements of the hot paths, compiled once per database and then handed straight to the driver."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, CursorResult, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

from shopdesk.store.tables.base import UtcTime

Values = Mapping[str, Any]
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

    def run(self, connection: Connection, values: Values | Sequence[Values]) -> Answer | CursorResult[*tuple[Any, ...]]:
        """Execute once, or once for each of several value sets."""
        dialect = connection.dialect
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = self._prepare(dialect)
        text, bind = ready
        if dialect.name != "sqlite" or not connection.in_transaction() or connection.dispatch.before_cursor_execute:
            if isinstance(self.statement, Select):
                return connection.execute(self.statement, values)
            given = bind(values) if isinstance(values, Mapping) else [bind(each) for each in values]
            return connection.exec_driver_sql(text, given)
        driver = dialect.loaded_dbapi
        cursor: Any = connection.connection.cursor()
        try:
            if isinstance(values, Mapping):
                cursor.execute(text, bind(values))
            else:
                cursor.executemany(text, [bind(each) for each in values])
            if cursor.description is None:
                return Answer((), cursor.rowcount)
            make = self._row or self._row_maker(cursor.description, dialect)
            return Answer([make(row) for row in cursor.fetchall()], cursor.rowcount)
        except driver.Error as error:
            raise DBAPIError.instance(text, None, error, driver.Error, hide_parameters=True, dialect=dialect) from error
        finally:
            cursor.close()

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
        fixed: Values = compiled.construct_params(_check=False)
        order = getattr(compiled, "positiontup", None)
        names = list(order) if order is not None else list(compiled.binds)
        processors = {name: _processor(compiled.binds[name].type, dialect) for name in names}
        plan = [(name, fixed.get(name), processors[name]) for name in names]

        def bind(values: Values) -> tuple[Any, ...]:
            row = []
            for name, default, process in plan:
                given = values.get(name, default)
                row.append(given if process is None else process(given))
            return tuple(row)

        if order is not None:
            return str(compiled.string), bind
        return str(compiled.string), lambda values: dict(zip(names, bind(values), strict=True))


def _processor(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    # One action writes its one moment many times over.
    return lru_cache(maxsize=16)(found) if found is not None and isinstance(kind, UtcTime) else found
