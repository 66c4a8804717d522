"""The lines of a stocktake: which items in which bins, and what a scan means. Steps of the use cases in ``counts``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, text

from shopdesk.domain.codes import code_key
from shopdesk.domain.counting import Chosen, in_range
from shopdesk.domain.errors import UserError
from shopdesk.domain.stock import ZONE_TITLES, Zone
from shopdesk.i18n import _
from shopdesk.queries.count_plan import NOT_COUNTED_ZONES, due_variants, plan_of
from shopdesk.queries.finder import barcode_spellings
from shopdesk.queries.settings import places, settings
from shopdesk.store.tables import Barcode, CountLine, Location, Lot, Product, StockCount, StockLevel, StockMove, Variant
from shopdesk.store.work import Work


def chosen_of(
    *, bins: str, zone: str, category: str, skus: Sequence[str], plan: bool, everything: bool
) -> dict[str, Any]:
    """One way to pick lines, as it is kept; raises UserError for none or several."""
    ways: dict[str, Any] = {
        Chosen.BINS.value: bins.strip(),
        Chosen.ZONE.value: zone.strip(),
        Chosen.CATEGORY.value: category.strip(),
        Chosen.LIST.value: list(skus),
        Chosen.PLAN.value: plan,
        Chosen.EVERYTHING.value: everything,
    }
    given = {key: value for key, value in ways.items() if value}
    if len(given) != 1:
        raise UserError(_("Choose one way to say what is counted: bins, zone, category, skus, plan or everything."))
    if zone and zone not in {place.value for place in Zone if place not in NOT_COUNTED_ZONES}:
        raise UserError(_("There is no zone “{zone}”.").format(zone=zone))
    (way, value), *_rest = given.items()
    return {"way": way, "value": value}


def title_of(chosen: dict[str, Any]) -> str:
    """What a stocktake is called when nobody names it."""
    value = chosen["value"]
    match Chosen(chosen["way"]):
        case Chosen.BINS:
            return _("Bins {bins}").format(bins=value)
        case Chosen.ZONE:
            return _(ZONE_TITLES[Zone(value)])
        case Chosen.CATEGORY:
            return str(value)
        case Chosen.LIST:
            return ", ".join(value[:3]) + (" …" if len(value) > 3 else "")
        case Chosen.PLAN:
            return _("Due today")
    return _("Everything")


def lines_to_count(work: Work, count: StockCount) -> list[CountLine]:
    """A line for every item the books have in the chosen places now, in walking order."""
    question = (
        select(StockLevel.variant_id, StockLevel.location_id, StockLevel.lot_id, StockLevel.quantity, Location.code)
        .join(Location, Location.id == StockLevel.location_id)
        .join(Variant, Variant.id == StockLevel.variant_id)
        .outerjoin(Lot, Lot.id == StockLevel.lot_id)
        .where(
            StockLevel.quantity > 0,
            Location.warehouse_id == count.warehouse_id,
            Location.zone.not_in([zone.value for zone in NOT_COUNTED_ZONES]),
        )
        .order_by(Location.walk, Location.code, Variant.sku, func.coalesce(Lot.code, ""), StockLevel.id)
    )
    way, value = Chosen(count.chosen["way"]), count.chosen["value"]
    if way is Chosen.ZONE:
        question = question.where(Location.zone == value)
    elif way is Chosen.CATEGORY:
        question = question.join(Product, Product.id == Variant.product_id).where(Product.category == value)
    elif way is Chosen.LIST:
        question = question.where(Variant.id.in_(_variants(work, value)))
    elif way is Chosen.PLAN:
        question = question.where(Variant.id.in_(_planned(work)))
    rows = work.read(question).all()
    if way is Chosen.BINS:
        rows = [row for row in rows if in_range(row.code, str(value))]
    return [
        CountLine(
            count_id=count.id,
            position=at,
            variant_id=row.variant_id,
            location_id=row.location_id,
            lot_id=row.lot_id,
            snapshot=row.quantity,
            rounds=0,
        )
        for at, row in enumerate(rows, 1)
    ]


def _variants(work: Work, skus: Sequence[str]) -> list[int]:
    found = []
    for sku in skus:
        found.append(item_of_code(work, str(sku))[0])
    return found


def _planned(work: Work) -> list[int]:
    plan = plan_of(settings(work.database, work.connection))
    due = due_variants(work.connection, work.now.astimezone().date(), plan)
    if not due:
        raise UserError(_("Nothing is due to be counted today."))
    return [item[0] for item in due[: plan.lines_a_day]]


def lines_of(work: Work, count_id: int) -> list[CountLine]:
    """All lines of a stocktake, in walking order."""
    return list(
        work.session.scalars(
            select(CountLine).where(CountLine.count_id == count_id).order_by(CountLine.position, CountLine.id)
        )
    )


def item_of_code(work: Work, code: str) -> tuple[int, int]:
    """The item a scan means and how many pieces it stands for; raises UserError for an unknown code."""
    row = work.read(
        select(Barcode.variant_id, Barcode.quantity)
        .where(Barcode.code.in_(barcode_spellings(code)))
        .order_by(Barcode.id)
        .limit(1)
    ).first()
    if row is not None:
        return int(row.variant_id), int(row.quantity)
    own = work.read(select(Variant.id).where(Variant.sku_key == code_key(code)).limit(2)).scalars().all()
    if len(own) > 1:
        raise UserError(_("Several products carry the SKU “{sku}”. Use a barcode.").format(sku=code))
    if not own:
        raise UserError(_("No product carries the code “{code}”.").format(code=code))
    return int(own[0]), 1


def bin_of(work: Work, warehouse_id: int, code: str) -> int:
    """A bin of the counted warehouse where goods are counted; raises UserError."""
    wanted = code.strip().casefold()
    for place in places(work.database, work.connection).values():
        if place.code.casefold() == wanted and place.warehouse_id == warehouse_id and not place.virtual:
            if place.zone in NOT_COUNTED_ZONES:
                raise UserError(_("Goods in {bin} belong to shipments and are not counted.").format(bin=place.code))
            return place.id
    raise UserError(_("There is no bin “{code}”.").format(code=code))


def found_line(work: Work, count: StockCount, variant_id: int, place_id: int, lot: str, mark: int) -> CountLine:
    """A line for goods that lie where this count has none of them."""
    row = work.read(select(Variant.stocked, Variant.name).where(Variant.id == variant_id)).first()
    if row is None or not row.stocked:
        raise UserError(_("A service has no stock.") if row else _("There is no such product."))
    lot_id = None
    if lot:
        lot_id = work.read(select(Lot.id).where(Lot.variant_id == variant_id, Lot.code == lot)).scalar()
        if lot_id is None:
            raise UserError(_("There is no lot “{code}”.").format(code=lot))
    there = work.read(
        select(StockLevel.quantity).where(
            StockLevel.variant_id == variant_id,
            StockLevel.location_id == place_id,
            func.coalesce(StockLevel.lot_id, 0) == (lot_id or 0),
        )
    ).scalar()
    last = work.read(select(func.max(CountLine.position)).where(CountLine.count_id == count.id)).scalar()
    line = CountLine(
        count_id=count.id,
        position=int(last or 0) + 1,
        variant_id=variant_id,
        location_id=place_id,
        lot_id=lot_id,
        found=True,
        snapshot=int(there or 0),
        snapshot_at=work.now,
        snapshot_mark=mark,
        rounds=0,
    )
    work.session.add(line)
    work.session.flush()
    return line


def lot_code(work: Work, lot_id: int | None) -> str:
    """The code of a lot, or nothing."""
    return str(work.read(select(Lot.code).where(Lot.id == lot_id)).scalar() or "") if lot_id else ""


def newest_line(work: Work, count_id: int, variant_id: int, place_id: int) -> int:
    """The line counted last of an item in a bin."""
    of = (CountLine.count_id == count_id, CountLine.variant_id == variant_id, CountLine.location_id == place_id)
    return int(
        work.read(
            select(CountLine.id).where(*of).order_by(CountLine.counted_at.desc(), CountLine.id.desc()).limit(1)
        ).scalar_one()
    )


def refuse_what_cannot_be_booked(work: Work, lines: Sequence[CountLine]) -> None:
    """Missing goods that are tied to shipments cannot be booked away; says which and where."""
    for line in lines:
        missing = (line.book or 0) - (line.counted or 0)
        if missing <= 0:
            continue
        row = work.read(
            select(StockLevel.quantity, StockLevel.allocated, Location.code, Variant.sku)
            .join(Location, Location.id == StockLevel.location_id)
            .join(Variant, Variant.id == StockLevel.variant_id)
            .where(
                StockLevel.variant_id == line.variant_id,
                StockLevel.location_id == line.location_id,
                func.coalesce(StockLevel.lot_id, 0) == (line.lot_id or 0),
            )
        ).one()
        if row.quantity < missing:
            raise UserError(
                _("{missing} of {sku} are missing in {bin}, but only {there} are left there. Count it again.").format(
                    missing=missing, sku=row.sku, bin=row.code, there=row.quantity
                )
            )
        if row.quantity - row.allocated < missing:
            raise UserError(
                _(
                    "{missing} of {sku} are missing in {bin}, where {held} wait to be picked. Finish or cancel that "
                    "picking first."
                ).format(missing=missing, sku=row.sku, bin=row.code, held=row.allocated)
            )


def note_counted(
    work: Work, line: CountLine, counted: int, *, scanned: bool = False, at: datetime | None = None
) -> None:
    """Keep a counted quantity together with what the books have at this very moment, or had ``at`` an earlier one."""
    mark = frozen_mark(work)
    there = work.read(
        select(StockLevel.quantity, StockLevel.allocated).where(
            StockLevel.variant_id == line.variant_id,
            StockLevel.location_id == line.location_id,
            func.coalesce(StockLevel.lot_id, 0) == (line.lot_id or 0),
        )
    ).first()
    book, allocated = (there.quantity, there.allocated) if there else (0, 0)
    if at is not None and at < work.now:
        mark, book = _earlier(work, line, at, book)
    if scanned and line.begun_mark is not None and _moved_since(work, line, line.begun_mark):
        line.doubtful = True  # pieces left or came between two scans: nobody can say which of them were counted
    if line.begun_mark is None:
        line.begun_mark = mark
    line.book, line.allocated = book, allocated
    line.counted, line.counted_at, line.counted_mark = counted, min(at or work.now, work.now), mark
    line.counted_by, line.counted_by_id = work.user.name, work.user.id
    line.rounds = max(line.rounds, 1)
    work.session.flush()


def _earlier(work: Work, line: CountLine, at: datetime, now: int) -> tuple[int, int]:
    """The last move before ``at`` and the units the books had then."""
    if line.snapshot_at is not None and at < line.snapshot_at.replace(second=0, microsecond=0):
        raise UserError(_("Line {line} was counted before the count began.").format(line=line.position))
    move = StockMove.__table__
    first = move.c.id > (line.snapshot_mark or 0)
    mark = work.read(select(func.max(move.c.id)).where(first, move.c.at <= at)).scalar() or line.snapshot_mark or 0
    sign = case((move.c.to_id == line.location_id, move.c.quantity), else_=-move.c.quantity)
    since = work.read(select(func.coalesce(func.sum(sign), 0)).where(*_of_line(line), move.c.id > mark)).scalar_one()
    return int(mark), now - int(since)


def _of_line(line: CountLine) -> tuple[ColumnElement[bool], ...]:
    move = StockMove.__table__
    return (
        move.c.variant_id == line.variant_id,
        func.coalesce(move.c.lot_id, 0) == (line.lot_id or 0),
        (move.c.from_id == line.location_id) | (move.c.to_id == line.location_id),
    )


def _moved_since(work: Work, line: CountLine, mark: int) -> bool:
    move = StockMove.__table__
    return work.read(select(move.c.id).where(*_of_line(line), move.c.id > mark).limit(1)).first() is not None


def frozen_mark(work: Work) -> int:
    """The number of the ledger's last move; until this action is done nobody writes an earlier one.

    On a server two people write at once: a move with a smaller number could still arrive after a larger one.
    """
    if work.database.server:
        work.connection.execute(text("LOCK TABLE stock_moves IN SHARE ROW EXCLUSIVE MODE"))
    return int(work.read(select(func.coalesce(func.max(StockMove.id), 0))).scalar_one())
