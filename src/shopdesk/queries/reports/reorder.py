"""What runs out in how many days, and what to order of it, with the numbers of the formula."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy.orm import Session

from shopdesk.domain.demand import METHOD_TITLES
from shopdesk.domain.reorder import BUFFER_DAYS, COVER_DAYS, URGENCY_TITLES
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import Kind
from shopdesk.queries.reorder import ReorderRow, reorder_rows
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportParam, ReportTable

_COLUMNS = (
    ReportColumn("sku", N_("SKU"), Kind.CODE),
    ReportColumn("name", N_("Product"), Kind.NAME),
    ReportColumn("urgency", N_("What to do")),
    ReportColumn("cover", N_("Days of cover"), Kind.NUMBER),
    ReportColumn("runs_out_on", N_("Runs out on"), Kind.DATE),
    ReportColumn("order_by", N_("Order by"), Kind.DATE),
    ReportColumn("daily", N_("Sold a day"), Kind.NUMBER),
    ReportColumn("method", N_("Reckoned as")),
    ReportColumn("days_out", N_("Days sold out"), Kind.NUMBER),
    ReportColumn("available", N_("Available"), Kind.NUMBER),
    ReportColumn("incoming", N_("Incoming"), Kind.NUMBER),
    ReportColumn("late", N_("Of it late"), Kind.NUMBER),
    ReportColumn("expiring", N_("Expires unsold"), Kind.NUMBER),
    ReportColumn("lead_days", N_("Lead time"), Kind.NUMBER),
    ReportColumn("buffer_days", N_("Buffer"), Kind.NUMBER),
    ReportColumn("cover_days", N_("Cover"), Kind.NUMBER),
    ReportColumn("wanted", N_("Wanted"), Kind.NUMBER),
    ReportColumn("pack", N_("Pack"), Kind.NUMBER),
    ReportColumn("quantity", N_("To order"), Kind.NUMBER),
    ReportColumn("supplier", N_("Supplier")),
    ReportColumn("value", N_("Value"), Kind.MONEY),
    CURRENCY,
)
_FORMULA = N_(
    "Order = whole packs of: sold a day × (lead time + buffer + cover) − available − incoming, at least what the "
    "supplier sells. It is due when the days of cover are no more than lead time + buffer."
)


def _reorder(session: Session, asked: Asked) -> list[ReportTable]:
    rows = reorder_rows(session, asked.last, asked.values["buffer"], asked.values["cover"])
    shown = rows if asked.values["all"] else [row for row in rows if row.advice.due]
    by_supplier: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in shown:
        if row.advice.due:
            key = (row.source.name, row.source.currency) if row.source else ("", "")
            sums = by_supplier[key]
            sums[0] += 1
            sums[1] += row.advice.quantity
            sums[2] += _value(row) or 0
    suppliers = ReportTable(
        "by_supplier",
        N_("By supplier"),
        (
            ReportColumn("supplier", N_("Supplier")),
            ReportColumn("items", N_("Items"), Kind.NUMBER),
            ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
            ReportColumn("value", N_("Value"), Kind.MONEY),
            CURRENCY,
        ),
        tuple((name or _("No supplier"), *sums, currency) for (name, currency), sums in sorted(by_supplier.items())),
    )
    items = ReportTable("items", N_("What to order"), _COLUMNS, tuple(_cells(row) for row in shown), (_FORMULA,))
    return [items, suppliers]


def _value(row: ReorderRow) -> int | None:
    price = row.source.price if row.source else None
    return None if price is None else price * row.advice.quantity


def _cells(row: ReorderRow) -> tuple[object, ...]:
    advice, need = row.advice, row.advice.need
    return (
        row.sku, row.name, _(URGENCY_TITLES[advice.urgency]),
        None if advice.cover is None else round(advice.cover, 1), row.runs_out_on, row.order_by,
        None if need.daily is None else round(need.daily, 2), _(METHOD_TITLES[row.demand.method]), row.demand.days_out,
        need.available, need.incoming, row.late, need.expiring, need.lead_days, need.buffer_days, need.cover_days,
        round(advice.wanted, 1), need.pack, advice.quantity, row.source.name if row.source else "",
        _value(row), row.source.currency if row.source else "",
    )  # fmt: skip


REPORT = Report(
    "reorder",
    N_("What to order"),
    Right.SEE_PURCHASES,
    _reorder,
    days=1,
    params=(
        ReportParam("buffer", N_("Buffer"), BUFFER_DAYS),
        ReportParam("cover", N_("Cover"), COVER_DAYS),
        ReportParam("all", N_("Items that are fine, too"), False),
    ),
)
