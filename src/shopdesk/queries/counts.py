"""Stocktakes: the list of them, the lines of one, and why a line differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.counting import (
    OPEN_STATES,
    CountState,
    LineFacts,
    LineState,
    Tolerance,
    line_state,
)
from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, ListRow, View, between, by_id, equals
from shopdesk.queries.moves import complete_moves, moves
from shopdesk.queries.product_details import barcodes_of
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.queries.state_titles import choices_of
from shopdesk.queries.timeline import Line, timeline
from shopdesk.store.tables import CountLine, Location, Lot, Product, StockCount, StockLevel, StockMove, Variant

_OPEN = [CountState.PLANNED.value, *(state.value for state in OPEN_STATES)]


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One line of a stocktake; whole stock units, ``value`` in minor units at cost.

    ``since`` is what moved between the snapshot and the moment it was counted (until now when it is not counted).
    """

    id: int
    position: int
    code: str
    bin: str
    location_id: int
    variant_id: int
    product_id: int
    sku: str
    title: str
    variant: str
    image: str | None
    barcodes: tuple[str, ...]
    lot: str
    expires_on: date | None
    found: bool
    snapshot: int
    since: int
    book: int
    now: int
    counted: int | None
    difference: int | None
    value: int | None
    state: str
    counted_at: datetime | None
    counted_by: str
    counted_mark: int | None
    snapshot_mark: int | None
    snapshot_at: datetime | None
    first_counted: int | None
    first_by: str
    allocated: int
    doubtful: bool
    reason: str
    adjusted: int | None


@dataclass(frozen=True, slots=True)
class CountDetail:
    """One stocktake with all its lines, in walking order, and its story."""

    id: int
    number: str
    title: str
    state: str
    warehouse_id: int
    chosen: dict[str, Any]
    blind: bool
    empty_means: str
    tolerance_units: int
    tolerance_percent: int
    due_on: date | None
    created_at: datetime
    created_by: str
    started_at: datetime | None
    submitted_at: datetime | None
    posted_at: datetime | None
    posted_by: str
    reason: str
    currency: str
    lines: tuple[CountedLine, ...]
    timeline: tuple[Line, ...]
    version: int

    def in_state(self, *states: LineState) -> tuple[CountedLine, ...]:
        """The lines at these states."""
        return tuple(line for line in self.lines if line.state in states)

    @property
    def counted(self) -> int:
        """How many lines are counted."""
        return sum(line.counted is not None for line in self.lines)

    @property
    def bins(self) -> tuple[str, ...]:
        """The bins of its lines, in walking order."""
        return tuple(dict.fromkeys(line.bin for line in self.lines))

    @property
    def bins_done(self) -> int:
        """How many bins have no line left to count."""
        waiting = {line.bin for line in self.lines if line.counted is None}
        return len([name for name in self.bins if name not in waiting])

    @property
    def sold_since(self) -> int:
        """Units that left the counted bins since the count began."""
        return -sum(min(line.since, 0) for line in self.lines)

    @property
    def value(self) -> int:
        """What all differences are worth at cost, in minor units."""
        return sum(line.value or 0 for line in self.lines)


def count_detail(session: Session, count_id: int) -> CountDetail:
    """Everything about one stocktake; raises UserError when there is none."""
    row = session.execute(select(StockCount.__table__).where(StockCount.id == count_id)).first()
    if row is None:
        raise UserError(_("There is no such count."))
    named = {key: row._mapping[key] for key in CountDetail.__slots__ if key in row._mapping}
    return CountDetail(
        **{
            **named,
            "chosen": dict(row.chosen or {}),
            "currency": shop_currency(session),
            "lines": _lines(session, row),
            "timeline": timeline(session, "count", count_id),
        }
    )


def _lines(session: Session, count: Any) -> tuple[CountedLine, ...]:
    tolerance = Tolerance(count.tolerance_units, count.tolerance_percent)
    rows = session.execute(
        select(
            CountLine.__table__,
            Location.code.label("bin"),
            Variant.product_id,
            Variant.sku,
            Variant.title.label("variant"),
            Variant.cost,
            Product.title,
            func.coalesce(Variant.image, Product.image).label("image"),
            func.coalesce(Lot.code, "").label("lot"),
            Lot.expires_on,
            func.coalesce(StockLevel.quantity, 0).label("now"),
        )
        .join(Location, Location.id == CountLine.location_id)
        .join(Variant, Variant.id == CountLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Lot, Lot.id == CountLine.lot_id)
        .outerjoin(
            StockLevel,
            (StockLevel.variant_id == CountLine.variant_id)
            & (StockLevel.location_id == CountLine.location_id)
            & (func.coalesce(StockLevel.lot_id, 0) == func.coalesce(CountLine.lot_id, 0)),
        )
        .where(CountLine.count_id == count.id)
        .order_by(CountLine.position, CountLine.id)
    ).all()
    codes = barcodes_of(session, list({row.variant_id for row in rows}))
    return tuple(_counted_line(row, count, tolerance, codes.get(row.variant_id, ())) for row in rows)


def _counted_line(row: Any, count: Any, tolerance: Tolerance, codes: Sequence[tuple[str, int]]) -> CountedLine:
    facts = LineFacts(row.book, row.counted, row.rounds, row.again, row.doubtful, row.adjusted)
    book = row.now if row.book is None else row.book
    if row.book is None and count.state in (CountState.POSTED.value, CountState.CANCELLED.value):
        book = row.snapshot
    off = None if row.counted is None else row.counted - book
    named = {key: row._mapping[key] for key in CountedLine.__slots__ if key in row._mapping}
    return CountedLine(
        **{
            **named,
            "code": line_code(count.number, row.position),
            "barcodes": tuple(code for code, _units in codes),
            "since": book - row.snapshot,
            "book": book,
            "difference": off,
            "value": None if off is None or row.cost is None else off * row.cost,
            "state": line_state(facts, tolerance),
        }
    )


def line_code(number: str, position: int) -> str:
    """What the barcode of a line on the count sheet says."""
    return f"{number}/{position}"


def count_line_moves(session: Session, line: CountedLine) -> list[ListRow]:
    """What moved in the line's bin since its snapshot, oldest first; ``signed`` units, ``after`` it was counted."""
    lot = select(CountLine.lot_id).where(CountLine.id == line.id).scalar_subquery()
    rows = [
        ListRow(**row._mapping)
        for row in session.execute(
            moves()
            .add_columns(StockMove.to_id)
            .where(
                StockMove.variant_id == line.variant_id,
                StockMove.id > (line.snapshot_mark or 0),
                or_(StockMove.from_id == line.location_id, StockMove.to_id == line.location_id),
                func.coalesce(StockMove.lot_id, 0) == func.coalesce(lot, 0),
            )
            .order_by(StockMove.id)
            .limit(100)
        )
    ]
    complete_moves(session, rows)
    for row in rows:
        row.signed = row.quantity if row.to_id == line.location_id else -row.quantity
        row.after = line.counted_mark is not None and row.id > line.counted_mark
    return rows


# the list


def _rows() -> AnySelect:
    return select(StockCount.__table__)


def _keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(StockCount)


def _complete(session: Session, rows: list[ListRow]) -> None:
    known = by_id(rows)
    for row in rows:
        row.lines = row.counted = row.differences = row.units = 0
        row.progress = 0.0
    off = CountLine.counted - CountLine.book
    for found in session.execute(
        select(
            CountLine.count_id,
            func.count().label("lines"),
            func.count(CountLine.counted).label("counted"),
            func.sum(case((off != 0, 1), else_=0)).label("differences"),
            func.coalesce(func.sum(off), 0).label("units"),
        )
        .where(CountLine.count_id.in_(known))
        .group_by(CountLine.count_id)
    ):
        row = known[found.count_id]
        row.lines, row.counted, row.differences = found.lines, found.counted, int(found.differences or 0)
        row.units, row.progress = int(found.units), found.counted / found.lines


def _open(value: str) -> ColumnElement[bool]:
    if value not in ("yes", "no"):
        raise UserError(_("“{value}” is neither yes nor no.").format(value=value))
    return StockCount.state.in_(_OPEN) if value == "yes" else StockCount.state.not_in(_OPEN)


COUNTS = Listing(
    name="counts",
    title=N_("Stocktake"),
    right=Right.SEE_STOCK,
    columns=(
        Column("number", N_("Count"), Kind.CODE, sort="number", width=90),
        Column("title", N_("What is counted"), Kind.TEXT, width=240),
        Column("state", N_("State"), Kind.STATE, machine="count", width=120),
        Column("progress", N_("Counted"), Kind.PERCENT, width=130),
        Column("lines", N_("Lines"), Kind.NUMBER, width=70),
        Column("differences", N_("Differences"), Kind.NUMBER, width=100),
        Column("units", N_("Pieces off"), Kind.NUMBER, width=90),
        Column("created_at", N_("Begun"), Kind.TIME, sort="created_at", width=120),
        Column("created_by", N_("Who"), width=120),
        Column("due_on", N_("Due"), Kind.DATE, width=100, hidden=True),
        Column("posted_at", N_("Posted"), Kind.TIME, width=120),
        Column("posted_by", N_("Posted by"), width=120, hidden=True),
        Column("blind", N_("Blind"), Kind.BOOL, width=70, hidden=True),
    ),
    rows=_rows,
    id_column=StockCount.__table__.c.id,
    sorts={"number": StockCount.number, "created_at": StockCount.created_at},
    default_sort="created_at",
    default_down=True,
    filters=(
        Filter("state", N_("State"), choices_of("count")),
        Filter("created_at", N_("Date"), kind=Kind.DATE),
    ),
    conditions={
        "state": equals(StockCount.state),
        "open": _open,
        "created_at": between(StockCount.created_at),
    },
    views=(
        View("open", N_("Open"), {"open": "yes"}),
        View("posted", N_("Posted"), {"state": "posted"}),
        View("all", N_("All")),
    ),
    keys_from=_keys,
    decorate=_complete,
    tables=frozenset({"stock_counts", "count_lines"}),
)
"""All stocktakes, newest first."""
