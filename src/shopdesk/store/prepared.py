"""Statements of the hot paths, compiled once per database and then handed straight to the driver."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.engine import Dialect

Values = Mapping[str, Any]
_Binder = Callable[[Values], Any]


class Prepared:
    """A Core statement with named parameters that always has the same shape (no ``IN`` of varying length).

    Values pass through the types of their columns on the way in; rows come back as the driver gives them.
    """

    def __init__(self, statement: Any, *columns: str) -> None:
        """``columns`` names the columns an insert sets."""
        self.statement = statement
        self.table: str = statement.table.name if hasattr(statement, "table") else ""
        self._columns = list(columns) or None
        self._ready: dict[str, tuple[str, _Binder]] = {}

    def run(self, connection: Connection, values: Values | Sequence[Values]) -> CursorResult[*tuple[Any, ...]]:
        """Execute once, or once for each of several value sets."""
        known = self._ready.get(connection.dialect.name)
        if known is None:
            known = self._ready[connection.dialect.name] = self._prepare(connection.dialect)
        text, bind = known
        if isinstance(values, Mapping):
            return connection.exec_driver_sql(text, bind(values))
        return connection.exec_driver_sql(text, [bind(each) for each in values])

    def _prepare(self, dialect: Dialect) -> tuple[str, _Binder]:
        compiled: Any = self.statement.compile(dialect=dialect, column_keys=self._columns)
        fixed: Values = compiled.construct_params(_check=False)
        order = getattr(compiled, "positiontup", None)
        names = list(order) if order is not None else list(compiled.binds)
        processors = {name: _processor(compiled.binds[name].type, dialect) for name in set(names)}
        plan = [(name, fixed.get(name), processors[name]) for name in names]

        def value(name: str, default: Any, process: Callable[[Any], Any] | None, values: Values) -> Any:
            given = values.get(name, default)
            return given if process is None else process(given)

        if order is not None:
            return str(compiled.string), lambda values: tuple(value(*part, values) for part in plan)
        return str(compiled.string), lambda values: {part[0]: value(*part, values) for part in plan}


def _processor(kind: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return found
