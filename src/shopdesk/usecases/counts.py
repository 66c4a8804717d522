"""Stocktakes while the shop goes on selling: plan, count by scan or by hand, count again, post.

Nothing is frozen. Each line remembers what the books had when the count began and, at the moment it was counted,
up to which move of the ledger that holds; posting books counted − book as a difference, whatever moved since.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from shopdesk.domain.counting import (
    CountState,
    EmptyMeans,
    LineFacts,
    LineState,
    Tolerance,
    checked_count,
    line_state,
    refusals,
)
from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import ROLES, Right, Role, needs
from shopdesk.domain.scanning import clean_scan
from shopdesk.domain.stock import MoveReason, Zone
from shopdesk.i18n import _, n_
from shopdesk.queries.count_plan import tolerance_of
from shopdesk.queries.settings import area, default_warehouse, places, settings
from shopdesk.store.tables import CountLine, Location, Lot, Person, StockCount, Variant
from shopdesk.store.work import Work
from shopdesk.usecases import count_lines, ledger
from shopdesk.usecases.ledger import Movement

DOCUMENT = "count_line"


@needs(Right.COUNT_STOCK)
def plan_count(
    work: Work,
    title: str = "",
    *,
    bins: str = "",
    zone: str = "",
    category: str = "",
    skus: Sequence[str] = (),
    plan: bool = False,
    everything: bool = False,
    blind: bool = True,
    empty_means: str = EmptyMeans.NOT_COUNTED.value,
    tolerance_units: int | None = None,
    tolerance_percent: int | None = None,
    due_on: date | None = None,
) -> int:
    """Plan a stocktake of bins (``A-01..A-09``), a zone, a category, SKUs, what the ABC plan asks for, or everything.

    Nothing is looked up until it begins. A first count may differ by the larger of ``tolerance_units`` and
    ``tolerance_percent`` of the books (the shop's own when not given) before a second count is asked for.
    """
    known = settings(work.database, work.connection)
    chosen = count_lines.chosen_of(
        bins=bins, zone=zone, category=category, skus=list(skus), plan=plan, everything=everything
    )
    if empty_means not in set(EmptyMeans):
        raise UserError(_("An empty line means “not_counted” or “zero”."))
    usual = tolerance_of(known)
    tolerance = Tolerance(
        usual.units if tolerance_units is None else tolerance_units,
        usual.percent if tolerance_percent is None else tolerance_percent,
    )
    count = StockCount(
        number=f"ST-{work.next_number('count'):03d}",
        title=title.strip() or count_lines.title_of(chosen),
        state=CountState.PLANNED.value,
        warehouse_id=default_warehouse(work.database, work.connection),
        chosen=chosen,
        blind=blind,
        empty_means=empty_means,
        tolerance_units=tolerance.units,
        tolerance_percent=tolerance.percent,
        due_on=due_on,
        created_at=work.now,
        created_by=work.user.name,
    )
    work.session.add(count)
    work.session.flush()
    work.event("count", count.id, "planned", number=count.number, title=count.title)
    return count.id


@needs(Right.COUNT_STOCK)
def begin_count(work: Work, count_id: int) -> int:
    """Begin a planned stocktake: its lines are what the books have now. Returns how many there are."""
    count = _count(work, count_id)
    _require(count, CountState.COUNTING)
    mark = count_lines.frozen_mark(work)
    lines = count_lines.lines_to_count(work, count)
    if not lines:
        raise UserError(_("Nothing lies there to be counted."))
    for line in lines:
        line.snapshot_at, line.snapshot_mark = work.now, mark
    work.session.add_all(lines)
    count.state, count.started_at = CountState.COUNTING.value, work.now
    work.event("count", count.id, "begun", lines=len(lines))
    return len(lines)


@needs(Right.COUNT_STOCK)
def start_count(
    work: Work,
    title: str = "",
    *,
    bins: str = "",
    zone: str = "",
    category: str = "",
    skus: Sequence[str] = (),
    plan: bool = False,
    everything: bool = False,
    blind: bool = True,
    empty_means: str = EmptyMeans.NOT_COUNTED.value,
    tolerance_units: int | None = None,
    tolerance_percent: int | None = None,
) -> int:
    """Plan a stocktake and begin it at once; selling goes on. Takes what ``plan_count`` takes."""
    count_id: int = plan_count(
        work,
        title,
        bins=bins,
        zone=zone,
        category=category,
        skus=skus,
        plan=plan,
        everything=everything,
        blind=blind,
        empty_means=empty_means,
        tolerance_units=tolerance_units,
        tolerance_percent=tolerance_percent,
    )
    begin_count(work, count_id)
    return count_id


@needs(Right.COUNT_STOCK)
def count_line(
    work: Work,
    count_id: int,
    variant_id: int,
    counted: int,
    bin: str = "",
    *,
    lot: str = "",
    at: datetime | None = None,
) -> None:
    """Note what was counted of an item in a bin (and lot); a first number typed wrongly may be typed again.

    ``at`` is when it was counted, for sheets filled in by hand. An item the books do not have in that bin gets a
    line of its own.
    """
    checked_count(counted)
    count, line = _line_for(work, count_id, variant_id, bin, lot)
    if _wants_again(count, line) and line.counted_by_id != work.user.id:
        _new_round(line)
    elif line.again:
        _refuse_same_person(work, line)
        _new_round(line)
    line.begun_mark, line.doubtful = None, False
    count_lines.note_counted(work, line, counted, at=at)


@needs(Right.COUNT_STOCK)
def scan_count(work: Work, count_id: int, code: str, bin: str = "", *, quantity: int = 1, lot: str = "") -> int:
    """Count one scanned piece more (or the pack's pieces, times ``quantity``) in a bin; returns the line's number."""
    if quantity < 1:
        raise UserError(_("The quantity must be at least one."))
    variant_id, units = count_lines.item_of_code(work, clean_scan(code))
    count, line = _line_for(work, count_id, variant_id, bin, lot)
    if line.again or (_wants_again(count, line) and line.counted_by_id != work.user.id):
        _refuse_same_person(work, line)
        _new_round(line)
    count_lines.note_counted(work, line, checked_count((line.counted or 0) + units * quantity), scanned=True)
    return int(line.id)


@needs(Right.COUNT_STOCK)
def uncount_line(work: Work, line_id: int) -> None:
    """Take back what was counted of a line; it is not counted then."""
    line = _line(work, line_id)
    if line.found and line.rounds <= 1:
        work.session.delete(line)
        return
    line.counted = line.counted_at = line.counted_mark = line.book = line.begun_mark = None
    line.rounds, line.again, line.doubtful = 0, False, False


@needs(Right.COUNT_STOCK)
def recount(work: Work, count_id: int, line_ids: Sequence[int] = ()) -> int:
    """Ask for a second count of these lines, or of all that are too far off; returns how many."""
    count = _count(work, count_id)
    _require_open(count)
    lines = count_lines.lines_of(work, count_id)
    asked = [
        line
        for line in lines
        if line.counted is not None and (line.id in line_ids if line_ids else _wants_again(count, line))
    ]
    for line in asked:
        line.again = True
    if asked and count.state == CountState.REVIEW.value:
        count.state = CountState.COUNTING.value
    if asked:
        work.event("count", count_id, "again", lines=len(asked))
    return len(asked)


@needs(Right.COUNT_STOCK)
def give_reason(work: Work, line_id: int, reason: str) -> None:
    """Say why a line differs; posting keeps it in the ledger."""
    _line(work, line_id).reason = reason.strip()


@needs(Right.COUNT_STOCK)
def submit_count(work: Work, count_id: int) -> None:
    """Hand a stocktake in for review; empty lines now mean what the count says they mean."""
    count = _count(work, count_id)
    _require(count, CountState.REVIEW)
    lines = count_lines.lines_of(work, count_id)
    if count.empty_means == EmptyMeans.ZERO.value:
        for line in lines:
            if line.counted is None:
                count_lines.note_counted(work, line, 0)
    if not any(line.counted is not None for line in lines):
        raise UserError(_("Nothing has been counted yet."))
    count.state, count.submitted_at = CountState.REVIEW.value, work.now
    counted = sum(line.counted is not None for line in lines)
    work.event("count", count_id, "submitted", counted=counted, lines=len(lines))


@needs(Right.COUNT_STOCK)
def resume_count(work: Work, count_id: int) -> None:
    """Go on counting a stocktake that was handed in too early."""
    count = _count(work, count_id)
    if count.state != CountState.REVIEW.value:
        raise UserError(_("Only a count in review goes back to counting."))
    count.state = CountState.COUNTING.value
    work.event("count", count_id, "resumed")


@needs(Right.POST_COUNTS)
def post_count(work: Work, count_id: int, reason: str = "", *, without_recount: bool = False) -> int:
    """Book every difference of a stocktake and close it; returns how many lines differed.

    ``reason`` stands for lines without their own. Lines that are too far off must have been counted twice, unless
    the owner says ``without_recount``. A count still being made is handed in first.
    """
    count = _count(work, count_id)
    if count.state == CountState.COUNTING.value:
        submit_count(work, count_id)
        count = _count(work, count_id)
    _require(count, CountState.POSTED)
    mark = count_lines.frozen_mark(work)
    counted = [line for line in count_lines.lines_of(work, count_id) if line.counted is not None]
    again = [line for line in counted if _wants_again(count, line)]
    if again and not without_recount:
        words = n_(
            "{count} line is far off and needs a second count.",
            "{count} lines are far off and need a second count.",
            len(again),
        )
        raise UserError(words.format(count=len(again)))
    off = [line for line in counted if line.counted != line.book]
    if any(not (line.reason or reason.strip()) for line in off):
        raise UserError(_("Please give a reason for the differences."))
    count_lines.refuse_what_cannot_be_booked(work, off)
    ledger.move_goods(work, [_movement(work, line, reason.strip()) for line in off])
    for line in counted:
        line.adjusted = (line.counted or 0) - (line.book or 0)
        line.again = False
        if line.adjusted and not line.reason:
            line.reason = reason.strip()
    count.state, count.posted_at, count.posted_by = CountState.POSTED.value, work.now, work.user.name
    count.posted_mark, count.reason = mark, reason.strip()
    work.session.flush()
    units = sum(line.adjusted or 0 for line in counted)
    work.event("count", count_id, "posted", lines=len(counted), differences=len(off), units=units)
    for line in off:
        code = places(work.database, work.connection, line.location_id)[line.location_id].code
        said = {"units": line.adjusted, "bin": code, "reason": line.reason, "number": count.number}
        work.event("variant", line.variant_id, "counted", **said)
    return len(off)


@needs(Right.COUNT_STOCK)
def cancel_count(work: Work, count_id: int, reason: str = "") -> None:
    """Give a stocktake up; stock stays as it is."""
    count = _count(work, count_id)
    _require(count, CountState.CANCELLED)
    count.state, count.reason = CountState.CANCELLED.value, reason.strip()
    work.event("count", count_id, "cancelled", reason=reason.strip())


def _movement(work: Work, line: CountLine, reason: str) -> Movement:
    loss = area(work.database, work.connection, Zone.LOSS).id
    off = (line.counted or 0) - (line.book or 0)
    source, target = (loss, line.location_id) if off > 0 else (line.location_id, loss)
    return Movement(
        line.variant_id,
        abs(off),
        source,
        target,
        MoveReason.COUNT,
        DOCUMENT,
        line.id,
        line.lot_id,
        note=line.reason or reason,
    )


def _count(work: Work, count_id: int) -> StockCount:
    work.lock(StockCount, id=count_id)
    count = work.session.get(StockCount, count_id, populate_existing=True)
    if count is None:
        raise UserError(_("There is no such count."))
    return count


def _require(count: StockCount, to: CountState) -> None:
    why = refusals(CountState(count.state), to)
    if why:
        raise UserError(why[0])


def _require_open(count: StockCount) -> None:
    state = CountState(count.state)
    if state not in (CountState.COUNTING, CountState.REVIEW):
        raise UserError((refusals(state, CountState.REVIEW) or [_("This count has not begun yet.")])[0])


def _line(work: Work, line_id: int) -> CountLine:
    line = work.session.get(CountLine, line_id)
    if line is None:
        raise UserError(_("There is no such line."))
    _require_open(_count(work, line.count_id))
    return line


def _line_for(work: Work, count_id: int, variant_id: int, bin: str, lot: str) -> tuple[StockCount, CountLine]:
    count = _count(work, count_id)
    if count.state == CountState.PLANNED.value:
        begin_count(work, count_id)
    _require_open(count)
    question = select(CountLine).where(CountLine.count_id == count_id, CountLine.variant_id == variant_id)
    if bin:
        place_id = count_lines.bin_of(work, count.warehouse_id, bin)
        question = question.where(CountLine.location_id == place_id)
    if lot:
        question = question.join(Lot, Lot.id == CountLine.lot_id).where(Lot.code == lot)
    lines = list(work.session.scalars(question))
    if len(lines) == 1:
        return count, lines[0]
    sku = work.read(select(Variant.sku).where(Variant.id == variant_id)).scalar()
    if len(lines) > 1:
        where = ", ".join(sorted(_where(work, line) for line in lines))
        raise UserError(_("{sku} is counted in several places: {places}. Say which.").format(sku=sku, places=where))
    if not bin:
        raise UserError(_("{sku} is not on this count. Say in which bin it was found.").format(sku=sku))
    return count, count_lines.found_line(work, count, variant_id, place_id, lot, count_lines.frozen_mark(work))


def _where(work: Work, line: CountLine) -> str:
    code = work.read(select(Location.code).where(Location.id == line.location_id)).scalar()
    lot = work.read(select(Lot.code).where(Lot.id == line.lot_id)).scalar()
    return f"{code}/{lot}" if lot else str(code)


def _wants_again(count: StockCount, line: CountLine) -> bool:
    facts = LineFacts(line.book, line.counted, line.rounds, line.again, line.doubtful)
    return line_state(facts, Tolerance(count.tolerance_units, count.tolerance_percent)) is LineState.AGAIN


def _refuse_same_person(work: Work, line: CountLine) -> None:
    if line.counted_by_id != work.user.id or line.doubtful:
        return
    able = [role.value for role in Role if Right.COUNT_STOCK in ROLES[role]]
    others = select(func.count(Person.id)).where(Person.active, Person.role.in_(able), Person.id != work.user.id)
    if work.read(others).scalar():
        raise UserError(_("You counted this the first time. Somebody else should count it again."))


def _new_round(line: CountLine) -> None:
    line.first_counted, line.first_by = line.counted, line.counted_by
    line.rounds += 1
    line.counted, line.again, line.doubtful, line.begun_mark = None, False, False, None
