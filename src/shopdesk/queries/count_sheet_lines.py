"""The lines of stocktakes as a list: what a count sheet in a spreadsheet holds."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import AnySelect, Column, Filter, Kind, Listing, View
from shopdesk.store.tables import CountLine, Location, Lot, StockCount, Variant

_Count = aliased(StockCount)


def _line_rows() -> AnySelect:
    off = CountLine.counted - CountLine.book
    return (
        select(
            CountLine.id,
            CountLine.position,
            _Count.number.label("count_number"),
            Location.code.label("bin"),
            Variant.sku,
            Variant.name,
            func.coalesce(Lot.code, "").label("lot"),
            Lot.expires_on,
            CountLine.snapshot,
            CountLine.book,
            CountLine.counted,
            CountLine.counted_at,
            CountLine.counted_by,
            off.label("difference"),
            CountLine.first_counted,
            CountLine.reason,
            CountLine.adjusted,
        )
        .join(_Count, _Count.id == CountLine.count_id)
        .join(Location, Location.id == CountLine.location_id)
        .join(Variant, Variant.id == CountLine.variant_id)
        .outerjoin(Lot, Lot.id == CountLine.lot_id)
    )


def _line_keys(keys: AnySelect) -> AnySelect:
    return keys.select_from(CountLine)


def _of_count(value: str) -> ColumnElement[bool]:
    return CountLine.count_id.in_(select(StockCount.id).where(StockCount.number == value.upper()))


def _counted_or_not(value: str) -> ColumnElement[bool]:
    match value:
        case "open":
            return CountLine.counted.is_(None)
        case "counted":
            return CountLine.counted.is_not(None)
        case "differs":
            return CountLine.counted != CountLine.book
    raise UserError(_("“{value}” is not one of: {known}.").format(value=value, known="open, counted, differs"))


COUNT_LINES = Listing(
    name="count-lines",
    title=N_("Count sheet"),
    right=Right.COUNT_STOCK,
    columns=(
        Column("count_number", N_("Count"), Kind.CODE, width=80),
        Column("position", N_("Line"), Kind.NUMBER, width=60),
        Column("bin", N_("Bin"), Kind.CODE, width=100),
        Column("name", N_("Product"), Kind.TEXT, width=260),
        Column("sku", N_("SKU"), Kind.CODE, width=130),
        Column("lot", N_("Lot"), Kind.CODE, width=100),
        Column("counted", N_("Counted"), Kind.NUMBER, width=90),
        Column("counted_at", N_("Time"), Kind.TIME, width=130),
        Column("reason", N_("Reason"), width=160),
        Column("counted_by", N_("Who"), width=110, hidden=True),
        Column("snapshot", N_("Book then"), Kind.NUMBER, width=90, hidden=True),
        Column("book", N_("Book when counted"), Kind.NUMBER, width=90, hidden=True),
        Column("difference", N_("Difference"), Kind.NUMBER, width=90, hidden=True),
        Column("first_counted", N_("First count"), Kind.NUMBER, width=90, hidden=True),
        Column("adjusted", N_("Adjusted"), Kind.NUMBER, width=90, hidden=True),
        Column("expires_on", N_("Best before"), Kind.DATE, width=100, hidden=True),
    ),
    rows=_line_rows,
    id_column=CountLine.__table__.c.id,
    sorts={"id": CountLine.id},
    default_sort="id",
    filters=(
        Filter("count", N_("Count"), kind=Kind.CODE),
        Filter(
            "shown",
            N_("Lines"),
            (("open", N_("Not counted")), ("counted", N_("Counted")), ("differs", N_("Different"))),
        ),
    ),
    conditions={"count": _of_count, "shown": _counted_or_not},
    views=(View("all", N_("All")),),
    keys_from=_line_keys,
    tables=frozenset({"stock_counts", "count_lines"}),
)
"""The lines of stocktakes, to be filled in a spreadsheet and read back."""
