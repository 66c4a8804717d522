"""Filling a frozen read model from a row whose columns carry the names of its fields."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Row

T = TypeVar("T")


def filled(model: type[T], row: Row[*tuple[Any, ...]], **more: Any) -> T:
    """``model`` with each field from ``more`` or else from the column of the same name."""
    values = row._mapping
    return model(**{f.name: more[f.name] if f.name in more else values[f.name] for f in fields(model)})  # type: ignore[arg-type]
