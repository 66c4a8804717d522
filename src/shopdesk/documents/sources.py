"""Where a field's value comes from in a file: one header, several joined or added up, a part of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

_LONGEST_SEARCHED = 2_000


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
    """A header as it is compared: trimmed, folded case, one kind of apostrophe and bracket, no trailing star."""
    text = unicodedata.normalize("NFKC", header.strip().strip("\ufeff\u200b'\"")).replace("\u2019", "'")
    return " ".join(text.casefold().split()).strip("*").strip()


@dataclass(frozen=True, slots=True)
class Source:
    """One header, or several to add up or join, with what is done to the text before it is read."""

    headers: tuple[str, ...]
    how: str = "only"  # only | sum | join
    by: str = " "
    change: Callable[[str], str] | None = None
    times: Decimal = Decimal(1)


def sources_of(spec: Any) -> tuple[Source, ...]:
    """A column's specification as sources, of which the first that is not blank counts.

    A specification is a header, a table (``of`` with ``pattern``, ``before_last``, ``after_last``, ``without`` or
    ``times``; ``sum`` or ``join`` of headers), or a list of these.
    """
    if isinstance(spec, list):
        return tuple(source for each in spec for source in sources_of(each))
    if isinstance(spec, str):
        return (Source((spec,)),)
    times = Decimal(str(spec.get("times", 1)))
    for how in ("sum", "join"):
        if how in spec:
            return (Source(tuple(spec[how]), how, spec.get("by", " "), _change(spec), times),)
    return (Source((spec["of"],), change=_change(spec), times=times),)


def _part_by(pattern: re.Pattern[str]) -> Callable[[str], str]:
    """The pattern's group in a text; "" where it does not fit, and for texts so long that searching could hang."""

    def part(text: str) -> str:
        found = pattern.search(text.strip()) if len(text) <= _LONGEST_SEARCHED else None
        return found[1] or "" if found else ""

    return part


def _change(spec: Mapping[str, Any]) -> Callable[[str], str] | None:
    if "pattern" in spec:
        return _part_by(re.compile(spec["pattern"], re.DOTALL))
    if "before_last" in spec:
        mark = spec["before_last"]
        return lambda text: text.rpartition(mark)[0] or text
    if "after_last" in spec:
        mark = spec["after_last"]
        return lambda text: text.rpartition(mark)[2] if mark in text else ""
    if "without" in spec:
        return lambda text: text.strip().removeprefix(spec["without"])
    return None
