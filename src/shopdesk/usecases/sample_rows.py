"""Rows of an invented past, collected table by table and written many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import cast, func, select

from shopdesk.store.bulk import insert_rows
from shopdesk.store.work import Work


class Sheet:
    """One table's waiting rows; the values of a row stand in the order of ``columns``, its id first if it has one."""

    def __init__(self, table: Any, columns: str) -> None:
        self.table, self.columns = table, tuple(columns.split())
        self.waiting: list[tuple[Any, ...]] = []
        self._next: int | None = None

    def number(self, work: Work) -> int:
        """An id nobody has yet."""
        if self._next is None:
            self._next = (work.read(select(func.max(self.table.id))).scalar() or 0) + 1
        self._next += 1
        return self._next - 1

    def add(self, *values: Any) -> None:
        """One row more."""
        self.waiting.append(values)


def write_all(work: Work, sheets: Iterable[Sheet]) -> None:
    """Write what waits, in the order of ``sheets``: what is pointed at comes first."""
    for sheet in sheets:
        if sheet.waiting:
            insert_rows(work.connection, sheet.table, sheet.columns, sheet.waiting)
            work.touched.add(sheet.table.__tablename__)
            sheet.waiting = []


def go_on_counting(work: Work, sheets: Iterable[Sheet]) -> None:
    """Let a server hand out ids after those written here; a file counts on by itself."""
    if work.connection.dialect.name == "sqlite":
        return
    from sqlalchemy.dialects.postgresql import REGCLASS  # only for a shop server

    for sheet in sheets:
        if "id" in sheet.columns:
            sequence = cast(func.pg_get_serial_sequence(sheet.table.__tablename__, "id"), REGCLASS)
            work.connection.execute(select(func.setval(sequence, select(func.max(sheet.table.id)).scalar_subquery())))
