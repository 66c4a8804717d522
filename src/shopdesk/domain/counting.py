"""Words and rules of a stocktake: states, differences, second counts, and how often an item is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shopdesk.domain.errors import UserError
from shopdesk.i18n import N_, _


class CountState(StrEnum):
    """Lifecycle of a stocktake."""

    PLANNED = "planned"
    COUNTING = "counting"
    REVIEW = "review"
    POSTED = "posted"
    CANCELLED = "cancelled"


class LineState(StrEnum):
    """What is known of one line of a stocktake; found from its figures, never stored."""

    OPEN = "open"
    EQUAL = "equal"
    DIFFERS = "differs"
    AGAIN = "again"
    POSTED = "posted"


class EmptyMeans(StrEnum):
    """What an empty line says when the count is handed in."""

    NOT_COUNTED = "not_counted"
    ZERO = "zero"


class Chosen(StrEnum):
    """How the lines of a stocktake are picked."""

    EVERYTHING = "everything"
    BINS = "bins"
    ZONE = "zone"
    CATEGORY = "category"
    LIST = "list"
    PLAN = "plan"


STATE_TITLES: dict[CountState, str] = {
    CountState.PLANNED: N_("Planned"),
    CountState.COUNTING: N_("Counting"),
    CountState.REVIEW: N_("Review"),
    CountState.POSTED: N_("Posted"),
    CountState.CANCELLED: N_("Cancelled"),
}
LINE_TITLES: dict[LineState, str] = {
    LineState.OPEN: N_("not yet"),
    LineState.EQUAL: N_("equal"),
    LineState.DIFFERS: N_("differs"),
    LineState.AGAIN: N_("count again"),
    LineState.POSTED: N_("posted"),
}
EMPTY_TITLES: dict[EmptyMeans, str] = {
    EmptyMeans.NOT_COUNTED: N_("not counted: its stock stays as it is"),
    EmptyMeans.ZERO: N_("none there: its stock becomes zero"),
}
OPEN_STATES = (CountState.COUNTING, CountState.REVIEW)
STEPS: dict[CountState, tuple[CountState, ...]] = {
    CountState.PLANNED: (CountState.COUNTING, CountState.CANCELLED),
    CountState.COUNTING: (CountState.REVIEW, CountState.CANCELLED),
    CountState.REVIEW: (CountState.COUNTING, CountState.POSTED, CountState.CANCELLED),
    CountState.POSTED: (),
    CountState.CANCELLED: (),
}
MOST_COUNTED = 10_000_000


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a first count may be off: the larger of some units and a share of the books, in whole percent."""

    units: int = 0
    percent: int = 0

    def __post_init__(self) -> None:
        if self.units < 0 or not 0 <= self.percent <= 100:
            raise UserError(_("A tolerance is not below zero and at most 100 percent."))

    def exceeded(self, counted: int, book: int) -> bool:
        """Whether a count is too far off to be believed the first time."""
        off = abs(counted - book)
        return off > self.units and off * 100 > self.percent * max(book, 0)


USUAL_TOLERANCE = Tolerance(2, 5)
"""What a shop believes at the first count when it has not said otherwise."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What the rules need to know of one line; whole stock units. ``doubtful``: goods moved between its scans."""

    book: int | None
    counted: int | None
    rounds: int
    again: bool
    doubtful: bool = False
    adjusted: int | None = None


def line_state(line: LineFacts, tolerance: Tolerance) -> LineState:
    """What is known of a line: counted or not, and whether it wants a second count."""
    if line.adjusted is not None:
        return LineState.POSTED
    if line.again:
        return LineState.AGAIN
    if line.counted is None or line.book is None:
        return LineState.OPEN
    if line.doubtful:
        return LineState.AGAIN
    if line.counted == line.book:
        return LineState.EQUAL
    if line.rounds < 2 and tolerance.exceeded(line.counted, line.book):
        return LineState.AGAIN
    return LineState.DIFFERS


def checked_count(counted: int) -> int:
    """A counted quantity that can be; raises UserError."""
    if counted < 0:
        raise UserError(_("A counted quantity cannot be negative."))
    if counted > MOST_COUNTED:
        raise UserError(_("This number is too large."))
    return counted


def refusals(state: CountState, to: CountState) -> list[str]:
    """Why a stocktake cannot go to a state; empty when it can."""
    if to in STEPS[state]:
        return []
    if state is CountState.POSTED:
        return [_("This count is posted; what it says stays true for ever.")]
    if state is CountState.CANCELLED:
        return [_("This count was cancelled.")]
    if state is CountState.PLANNED:
        return [_("This count has not begun yet.")]
    return [_("This count is at the state “{state}”.").format(state=_(STATE_TITLES[state]))]


def in_range(code: str, chosen: str) -> bool:
    """Whether a bin is among ``A-01..A-09``, ``A-01,B-02`` or ``A-`` (a beginning), whatever the case."""
    name = code.casefold()
    for part in (part.strip().casefold() for part in chosen.split(",") if part.strip()):
        first, dots, last = part.partition("..")
        if dots:
            # The last bin of a range takes everything that begins like it: A-01..A-02 has A-02-9.
            if first.strip() <= name and (name <= last.strip() or name.startswith(last.strip())):
                return True
        elif name == part or (part.endswith(("-", "*")) and name.startswith(part.rstrip("*"))):
            return True
    return False


class AbcClass(StrEnum):
    """How much of the turnover an item carries: A the first 80 %, B the next 15 %, C the rest."""

    A = "A"
    B = "B"
    C = "C"


A_SHARE, B_SHARE = 80, 95


def abc_classes(turnover: Sequence[tuple[int, int]]) -> dict[int, AbcClass]:
    """The class of each (item, turnover); the item that crosses a border still belongs to the better class."""
    whole = sum(max(value, 0) for _item, value in turnover)
    before, found = 0, {}
    for item, value in sorted(turnover, key=lambda pair: (-pair[1], pair[0])):
        if value <= 0 or not whole:
            found[item] = AbcClass.C
            continue
        share = before * 100 // whole
        found[item] = AbcClass.A if share < A_SHARE else AbcClass.B if share < B_SHARE else AbcClass.C
        before += value
    return found


@dataclass(frozen=True, slots=True)
class CountPlan:
    """How many days may pass between two counts of an item of each class, and how many lines one day takes."""

    a_days: int = 30
    b_days: int = 91
    c_days: int = 365
    lines_a_day: int = 20

    def days(self, of: AbcClass) -> int:
        """The days between two counts of an item of this class."""
        return {AbcClass.A: self.a_days, AbcClass.B: self.b_days, AbcClass.C: self.c_days}[of]

    def overdue(self, of: AbcClass, last: date | None, today: date) -> float | None:
        """How late a count is, as a share of its interval (1 is just due); None when it is not due yet."""
        if last is None:
            return 1.0 + 365 / self.days(of)  # never counted comes first, and important items before others
        share = (today - last).days / max(1, self.days(of))
        return share if share >= 1 else None
