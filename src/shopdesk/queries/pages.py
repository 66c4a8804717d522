"""Random access to a sorted list of any length, one page at a time, without OFFSET into a join."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, tuple_
from sqlalchemy.orm import Session

Reading = Callable[[], AbstractContextManager[Session]]
SIZE = 128
_KEPT_PAGES = 32
_BLOCK = 512  # read at once where all rows are; their look-ups name so many ids


class Pages:
    """Rows of a Select by position. ``keys`` is the same filter selecting only the sort key and the id."""

    def __init__(
        self,
        reading: Reading,
        rows: Select[Any],
        keys: Select[Any],
        order: Sequence[ColumnElement[Any]],
        *,
        down: bool = False,
    ) -> None:
        """``order`` is (sort column, id column); ``down`` turns both round."""
        self._reading, self._rows, self._keys, self._order, self._down = reading, rows, keys, order, down
        self._by = [column.desc() if down else column.asc() for column in order]
        self._page = lru_cache(maxsize=_KEPT_PAGES)(self._load)
        self._total: int | None = None

    @property
    def total(self) -> int:
        """How many rows there are (counted when first asked)."""
        if self._total is None:
            first = self._page(0)
            if len(first) < SIZE:
                self._total = len(first)
            else:
                with self._reading() as session:
                    self._total = session.scalar(self.statements()[1]) or 0
        return self._total

    def statements(self) -> tuple[Select[Any], Select[Any]]:
        """What the first page and the number of all rows are asked with."""
        return self._rows.order_by(*self._by).limit(SIZE), select(func.count()).select_from(self._keys.subquery())

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, at: int) -> Row[Any] | None:
        if at < 0:
            return None
        number, offset = divmod(at, SIZE)
        page = self._page(number)
        return page[offset] if offset < len(page) else None

    def index_of(self, row_id: int) -> int | None:
        """Where the row with this id stands, or None when it is not in the list."""
        id_column = self._order[-1]
        with self._reading() as session:
            key = session.execute(self._keys.where(id_column == row_id)).first()
            if key is None:
                return None
            here, mine = tuple_(*self._order), tuple_(*key)
            before = self._keys.where(here > mine if self._down else here < mine)
            return session.scalar(select(func.count()).select_from(before.subquery())) or 0

    def ids(self, limit: int = 10_000) -> list[int]:
        """The ids of the list in order, at most ``limit``."""
        with self._reading() as session:
            return [row[-1] for row in session.execute(self._keys.order_by(*self._by).limit(limit))]

    def __iter__(self) -> Any:
        """All rows in order, as they stand at one moment; never more than a block of them in memory."""
        statement = self._rows.order_by(*self._by)
        with self._reading() as session:
            found = session.connection().execute(statement, execution_options={"yield_per": _BLOCK})
            for block in found.partitions():
                yield from self._whole(session, list(block))

    def _whole(self, session: Session, rows: list[Any]) -> list[Any]:
        """Rows as they are shown; for lists whose rows need more than one question."""
        del session
        return rows

    def _load(self, number: int) -> list[Row[Any]]:
        with self._reading() as session:
            here = tuple_(*self._order)
            statement = self.statements()[0]
            if number:
                start = self._start(session, number)
                if start is None:
                    return []
                statement = statement.where(here <= start if self._down else here >= start)
            return self._whole(session, list(session.connection().execute(statement)))

    def _start(self, session: Session, number: int) -> Any:
        key = session.execute(self._keys.order_by(*self._by).offset(number * SIZE).limit(1)).first()
        return None if key is None else tuple_(*key)
