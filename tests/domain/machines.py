"""What must hold of every table of states and moves."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

State = TypeVar("State", bound=StrEnum)


def reachable(start: State, moves: Iterable[tuple[State, State]]) -> set[State]:
    """Every state that some chain of moves leads to from ``start``."""
    pairs = list(moves)
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for begin, end in pairs:
            if begin == here and end not in found:
                found.add(end)
                waiting.append(end)
    return found


def dead_ends(states: Iterable[State], moves: Iterable[tuple[State, State]]) -> set[State]:
    """States that nothing leads out of."""
    pairs = list(moves)
    return {state for state in states if not any(begin == state for begin, _end in pairs)}
