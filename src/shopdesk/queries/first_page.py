"""The first page of a list, read again from what was remembered of its questions: no SQLAlchemy, never kept rows."""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

from shopdesk.queries.columns import Finish, ListRow
from shopdesk.store.plain_reading import PlainShop

_TIME = "%Y-%m-%d %H:%M:%S.%f"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


READERS: dict[str, Callable[[Any], Any]] = {"time": _time, "date": date.fromisoformat, "bool": bool, "json": json.loads}
"""How a value of the driver becomes what the columns' types make of it; kinds without a reader stay as they are."""


def named(path: str) -> Any:
    """A function of this program by its ``module:name``; ValueError for anything else."""
    module, _colon, name = path.partition(":")
    if not module.startswith("shopdesk."):
        raise ValueError(path)
    return getattr(import_module(module), name)


class FirstPage:
    """The first rows of a list and how many there are in all; later rows are not known yet."""

    def __init__(self, total: int, rows: Sequence[ListRow]) -> None:
        """``rows`` are the first of ``total``."""
        self.total = total
        self.rows = rows

    def __getitem__(self, at: int) -> ListRow | None:
        return self.rows[at] if 0 <= at < len(self.rows) else None

    def index_of(self, row_id: int) -> int | None:
        """Where the row with this id stands, if it is among those known."""
        return next((place for place, row in enumerate(self.rows) if row.id == row_id), None)


class PageQuestions:
    """The questions behind a list's first page, as ``planning.planned`` wrote them down."""

    def __init__(self, plan: Mapping[str, Any], now: datetime) -> None:
        """``now`` is the moment that takes the place of the moment of planning."""
        self._plan, self._now = plan, now

    def _values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._moment(value) if isinstance(value, Mapping) else value for name, value in given.items()}

    def _moment(self, value: Mapping[str, float]) -> str:
        if "day" in value:
            return (self._now.astimezone().date() + timedelta(days=value["day"])).isoformat()
        return (self._now + timedelta(seconds=value["now"])).astimezone(UTC).strftime(_TIME)

    def _rows(self, shop: PlainShop, question: Mapping[str, Any], **more: Any) -> list[list[Any]]:
        rows = [list(row) for row in shop.ask(question["sql"], {**self._values(question["values"]), **more})]
        for place, kind in enumerate(question["kinds"]):
            read = READERS.get(kind)
            if read is not None:
                for row in rows:
                    if row[place] is not None:
                        row[place] = read(row[place])
        return rows

    def _found(self, shop: PlainShop, lookup: Mapping[str, Any], ids: str) -> list[Any]:
        row_of: Any = namedtuple("Found", lookup["names"], rename=True)  # type: ignore[misc]
        return [row_of(*row) for row in self._rows(shop, lookup, **({lookup["ids"]: ids} if lookup["ids"] else {}))]

    def count(self, shop: PlainShop, view: str) -> int:
        """How many rows a view holds."""
        question = self._plan["counts"][view]
        return int(shop.ask(question["sql"], self._values(question["values"]))[0][0])

    def page(self, shop: PlainShop) -> FirstPage:
        """The first page as it is in the shop now."""
        plan = self._plan
        rows = [ListRow(**dict(zip(plan["rows"]["names"], row, strict=True))) for row in self._rows(shop, plan["rows"])]
        if rows and plan["finish"]:
            finish: Finish = named(plan["finish"])
            ids = json.dumps([row.id for row in rows])
            finish(rows, {name: self._found(shop, lookup, ids) for name, lookup in plan["lookups"].items()}, self._now)
        if len(rows) < plan["size"]:
            return FirstPage(len(rows), rows)
        total = plan["total"]
        return FirstPage(int(shop.ask(total["sql"], self._values(total["values"]))[0][0]), rows)
