"""Measuring two things in turn, pair by pair, so that a noisy machine disturbs both alike."""

from __future__ import annotations

import gc
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

Timed = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """One result: median floor and ours in ``unit``, and the ratio ours ÷ floor over all pairs."""

    name: str
    size: int
    unit: str
    floor: float
    ours: float
    ratio: dict[str, float]
    pairs: int
    peak_mib: float | None
    goal: str

    def line(self) -> str:
        """The figure for people."""
        spread = f"{self.ratio['min']:.2f} to {self.ratio['max']:.2f}"
        return (
            f"{self.name:13} {self.size:>9,}  floor {self.floor:>11,.3f}  ours {self.ours:>11,.3f} {self.unit:9}"
            f"  ratio {self.ratio['median']:.2f} ({spread}, {self.pairs} pairs)  goal {self.goal}"
        )

    def json(self) -> str:
        """The figure as one JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False)


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes, without the collector running in the middle of it."""
    gc.collect()
    gc.disable()
    try:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun
    finally:
        gc.enable()


def measure(
    name: str, size: int, unit: str, floor: Timed, ours: Timed, *, pairs: int, goal: str, peak_mib: float | None = None
) -> Figure:
    """Run floor and ours in alternation; both give their value in ``unit``. The first pair only warms up."""
    floors, own = [], []
    for at in range(pairs + 1):
        first, second = (floor, ours) if at % 2 else (ours, floor)
        values = {first: first(), second: second()}
        if at:
            floors.append(values[floor])
            own.append(values[ours])
    ratios = [mine / theirs for mine, theirs in zip(own, floors, strict=True)]
    return Figure(
        name,
        size,
        unit,
        statistics.median(floors),
        statistics.median(own),
        {"median": statistics.median(ratios), "min": min(ratios), "max": max(ratios)},
        pairs,
        peak_mib,
        goal,
    )
