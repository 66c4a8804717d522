"""What a rule of the check is, and how two ways to know the same figure are compared inside the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Subquery, func, literal, select, union_all

MOST_OF_ONE_KIND = 500

Rows: TypeAlias = Any
"""A select; its own type would name the type of every column."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must always hold: what it looks at, and a select of what breaks it.

    ``broken`` yields rows with ``what`` (text) and, for figures, ``said`` and ``proved``; ``sentence`` words them.
    """

    name: str
    looked_at: Any
    broken: Callable[[], Rows]
    sentence: str


def apart(keys: tuple[str, ...], said: Rows, proved: Rows) -> Subquery:
    """Where two ways to know a figure disagree: both select the ``keys`` and a figure called ``units``.

    A key that only one of them knows counts as zero in the other.
    """
    one, two = said.subquery(), proved.subquery()
    none = literal(0)
    both = union_all(
        select(*(one.c[key] for key in keys), one.c.units.label("said"), none.label("proved")),
        select(*(two.c[key] for key in keys), none.label("said"), two.c.units.label("proved")),
    ).subquery()
    columns = [both.c[key] for key in keys]
    return (
        select(*columns, func.sum(both.c.said).label("said"), func.sum(both.c.proved).label("proved"))
        .group_by(*columns)
        .having(func.sum(both.c.said) != func.sum(both.c.proved))
        .subquery()
    )


def told(found: Subquery, *what: ColumnElement[Any]) -> Rows:
    """A select of where ``found`` disagrees: its two figures and the parts of the name of the thing."""
    return select(*(part.label(f"what{at}") for at, part in enumerate(what)), found.c.said, found.c.proved)
