"""Indices of tables that get very many rows at once: taken away before and built when the rows are in.

Sorting all keys once costs half of putting every row's keys into their places. It happens inside the running
transaction: nobody else ever sees a table without its indices, and whatever fails brings them back as they were.
A shop server keeps its indices, since dropping one there would make every reader wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import DropIndex

from shopdesk.store import search_index
from shopdesk.store.tables import SearchDoc

_WORTH_IT = 5_000
_ROOMY, _USUAL = "PRAGMA cache_size=-128000", "PRAGMA cache_size=-32000"
_OF_TABLE = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL")


class LateIndices:
    """Takes indices away when made; ``build`` must follow in the same transaction, once all rows are in.

    Within its block the database keeps what it wrote in memory, because building reads all of it again.
    """

    def __init__(self, connection: Connection, coming: Mapping[Any, int]) -> None:
        """``coming``: how many rows each table is about to get. Few rows, or few beside those there, change nothing."""
        self._connection = connection
        self._statements: dict[str, list[str]] = {}
        self._searched_up_to: int | None = None
        for mapped, count in coming.items():
            if connection.dialect.name == "sqlite" and count >= _WORTH_IT:
                self._take_away(mapped.__table__, count)

    def __enter__(self) -> LateIndices:
        if self._statements:
            self._connection.exec_driver_sql(_ROOMY)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._connection.dialect.name == "sqlite":
            with suppress(DBAPIError):  # what went wrong before is to be told
                self._connection.exec_driver_sql(_USUAL)

    def _take_away(self, table: Any, count: int) -> None:
        last = self._connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
        if last <= count:
            rows = self._connection.execute(_OF_TABLE, {"name": table.name}).all()
            found: dict[str, str] = {row.name: row.sql for row in rows}
            indices = [index for index in table.indexes if index.name in found]
            self._statements[table.name] = [found[str(index.name)] for index in indices]
            for index in indices:
                self._connection.execute(DropIndex(index))
        if table is SearchDoc.__table__:
            search_index.pause(self._connection)
            self._searched_up_to = last

    def build(self, tables: Iterable[Any]) -> None:
        """Build what was taken away from ``tables``; raises IntegrityError when rows break a unique one."""
        for mapped in tables:
            for sql in self._statements.pop(mapped.__table__.name, ()):
                self._connection.exec_driver_sql(sql)
            if mapped is SearchDoc and self._searched_up_to is not None:
                search_index.catch_up(self._connection, self._searched_up_to)
                self._searched_up_to = None
