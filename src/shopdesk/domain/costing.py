"""What goods cost: first-in-first-out layers, the cost of what was sold, stock turns."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Flow(StrEnum):
    """How a move changes what the shop owns."""

    IN = "in"
    SOLD = "sold"
    LOST = "lost"
    BACK = "back"
    """Units a customer or a voided parcel brings back: they return at the cost at which they left."""
    UNDONE = "undone"
    """Units that came in by mistake leave again at the cost of the newest layers."""


@dataclass(frozen=True, slots=True)
class CostMove:
    """One change of what is owned: whole units, unit cost in minor units or None when nobody said it."""

    flow: Flow
    quantity: int
    at: datetime
    unit_cost: int | None = None


@dataclass(slots=True)
class Layer:
    """Units that came in together and are still here."""

    quantity: int
    unit_cost: int
    came: date
    known: bool = True

    @property
    def value(self) -> int:
        """Cost of the units left, in minor units."""
        return self.quantity * self.unit_cost


@dataclass(frozen=True, slots=True)
class Used:
    """Cost of units that left: sold, lost, or back with a minus sign."""

    flow: Flow
    quantity: int
    cost: int
    at: datetime


@dataclass(slots=True)
class Books:
    """The layers still here and the cost of everything that left, of one item."""

    layers: deque[Layer] = field(default_factory=deque)
    used: list[Used] = field(default_factory=list)
    entered: list[tuple[datetime, int]] = field(default_factory=list)
    """When what cost came in; less than nothing where a receipt was taken back."""

    @property
    def came_in(self) -> int:
        """Cost of everything that came in."""
        return sum(cost for _at, cost in self.entered)

    @property
    def units(self) -> int:
        """Units at hand."""
        return sum(layer.quantity for layer in self.layers)

    @property
    def value(self) -> int:
        """Cost of the units at hand."""
        return sum(layer.value for layer in self.layers)

    @property
    def estimated(self) -> int:
        """Units at hand whose cost nobody said."""
        return sum(layer.quantity for layer in self.layers if not layer.known)


def fifo(moves: Iterable[CostMove], usual_cost: int = 0) -> Books:
    """Books of one item over its moves in order of time; ``usual_cost`` stands in where a cost is missing.

    What came in = what is here + what was used, to the minor unit.
    """
    books = Books()
    left: list[Layer] = []
    for move in moves:
        if move.flow is Flow.IN:
            cost = usual_cost if move.unit_cost is None else move.unit_cost
            books.layers.append(Layer(move.quantity, cost, move.at.date(), move.unit_cost is not None))
            books.entered.append((move.at, move.quantity * cost))
        elif move.flow is Flow.BACK:
            _put_back(books, left, move, usual_cost)
        else:
            taken = _take(books, move.quantity, newest=move.flow is Flow.UNDONE)
            cost = sum(layer.value for layer in taken)
            if move.flow is Flow.UNDONE:
                books.entered.append((move.at, -cost))
            else:
                left.extend(taken)
                books.used.append(Used(move.flow, move.quantity, cost, move.at))
    return books


def _take(books: Books, quantity: int, *, newest: bool) -> list[Layer]:
    taken: list[Layer] = []
    while quantity and books.layers:
        layer = books.layers[-1 if newest else 0]
        part = min(quantity, layer.quantity)
        taken.append(Layer(part, layer.unit_cost, layer.came, layer.known))
        layer.quantity -= part
        quantity -= part
        if not layer.quantity:
            books.layers.pop() if newest else books.layers.popleft()
    return taken


def _put_back(books: Books, left: list[Layer], move: CostMove, usual_cost: int) -> None:
    """The units that left last are the first to be believed back."""
    missing, cost = move.quantity, 0
    while missing and left:
        last = left[-1]
        part = min(missing, last.quantity)
        books.layers.appendleft(Layer(part, last.unit_cost, last.came, last.known))
        cost += part * last.unit_cost
        last.quantity -= part
        missing -= part
        if not last.quantity:
            left.pop()
    if missing:
        # Sold before the shop knew its stock: the unit is new to the books.
        unit = usual_cost if move.unit_cost is None else move.unit_cost
        books.layers.appendleft(Layer(missing, unit, move.at.date(), move.unit_cost is not None))
        books.entered.append((move.at, missing * unit))
    books.used.append(Used(Flow.BACK, move.quantity, -cost, move.at))


def cost_of_sales(books: Books, since: datetime, until: datetime) -> int:
    """Cost of what was sold minus what came back, from ``since`` up to but not including ``until``."""
    flows = (Flow.SOLD, Flow.BACK)
    return sum(used.cost for used in books.used if used.flow in flows and since <= used.at < until)


def cost_of_losses(books: Books, since: datetime, until: datetime) -> int:
    """Cost of what was lost, scrapped or found missing in that time."""
    return sum(used.cost for used in books.used if used.flow is Flow.LOST and since <= used.at < until)


def value_at(books: Books, moment: datetime) -> int:
    """Cost of what was here just before ``moment``, in minor units."""
    came = sum(cost for at, cost in books.entered if at < moment)
    return came - sum(used.cost for used in books.used if used.at < moment)


def average_value(books: Books, mornings: Sequence[datetime]) -> float:
    """Mean cost of what was here at each of ``mornings``, which stand in order of time."""
    changes = sorted([*books.entered, *((used.at, -used.cost) for used in books.used)], key=lambda change: change[0])
    value = total = at = 0
    for morning in mornings:
        while at < len(changes) and changes[at][0] < morning:
            value += changes[at][1]
            at += 1
        total += value
    return total / len(mornings) if mornings else 0.0


def turns(cost_of_goods: int, average: float) -> float | None:
    """Cost of goods sold ÷ average stock value; None without stock."""
    return cost_of_goods / average if average else None


def days_of_stock(period_days: int, turned: float | None) -> float | None:
    """Days of the period ÷ turns."""
    return period_days / turned if turned else None


AGES = (30, 60, 90, 180, 365)


def by_age(layers: Iterable[Layer], today: date) -> dict[int | None, tuple[int, int]]:
    """Units and cost at hand by the first of 30, 60, 90, 180, 365 days they are not older than; None is older."""
    found: dict[int | None, tuple[int, int]] = {}
    for layer in layers:
        age = (today - layer.came).days
        bucket = next((limit for limit in AGES if age <= limit), None)
        units, value = found.get(bucket, (0, 0))
        found[bucket] = (units + layer.quantity, value + layer.value)
    return found
