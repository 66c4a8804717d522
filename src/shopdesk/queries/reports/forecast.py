"""What sells a day, by two methods, and how wrong each was about the last four weeks."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.demand import METHOD_TITLES, Method, average, judge, weighted
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.demand import sales_days
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.tables import Asked, Report, ReportColumn, ReportParam, ReportTable
from shopdesk.store.tables import Variant

_KEPT_OUT = 28
_ERROR = N_(
    "The error is the sum of the weekly differences ÷ the units sold, over {days} days that the forecast did not know."
)


def _forecast(session: Session, asked: Asked) -> list[ReportTable]:
    history = sales_days(session, asked.last, days=asked.values["window"])
    names = {row.id: row for row in session.execute(select(Variant.id, Variant.sku, Variant.name))}
    wrong = {Method.AVERAGE: [0.0, 0], Method.WEIGHTED: [0.0, 0]}
    rows: list[tuple[object, ...]] = []
    for variant_id, days in history.items():
        plain, recent = average(days), weighted(days)
        cells: list[object] = [names[variant_id].sku, names[variant_id].name, _(METHOD_TITLES[plain.method])]
        for method, demand in ((Method.AVERAGE, plain), (Method.WEIGHTED, recent)):
            cells.append(None if demand.method is Method.NOT_ENOUGH else round(demand.daily, 3))
            judgement = judge(days, _KEPT_OUT, method)
            known = judgement is not None and judgement.wape is not None
            cells.append(round(judgement.wape, 3) if judgement and judgement.wape is not None else None)
            if known and judgement and judgement.wape is not None:
                wrong[method][0] += judgement.wape * judgement.sold
                wrong[method][1] += judgement.sold
        rows.append((*cells, plain.days_in_stock, plain.days_out))
    rows.sort(key=lambda row: (-float(str(row[3] or 0)), str(row[0])))
    return [
        ReportTable(
            "methods",
            N_("Methods"),
            (
                ReportColumn("method", N_("Method")),
                ReportColumn("sold", N_("Sold"), Kind.NUMBER),
                ReportColumn("error", N_("Error"), Kind.PERCENT),
            ),
            tuple(
                (_(METHOD_TITLES[method]), sold, round(error / sold, 4) if sold else None)
                for method, (error, sold) in wrong.items()
            ),
            (_(_ERROR).format(days=_KEPT_OUT),),
        ),
        ReportTable(
            "by_variant",
            N_("By product"),
            (
                ReportColumn("sku", N_("SKU"), Kind.CODE),
                ReportColumn("name", N_("Product"), Kind.NAME),
                ReportColumn("method", N_("Reckoned as")),
                ReportColumn("average", N_("Sold a day"), Kind.NUMBER),
                ReportColumn("average_error", N_("Error"), Kind.PERCENT),
                ReportColumn("weighted", N_("Sold a day, recent days first"), Kind.NUMBER),
                ReportColumn("weighted_error", N_("Error"), Kind.PERCENT),
                ReportColumn("days_in_stock", N_("Days in stock"), Kind.NUMBER),
                ReportColumn("days_out", N_("Days sold out"), Kind.NUMBER),
            ),
            tuple(rows),
        ),
    ]


REPORT = Report(
    "forecast",
    N_("Demand forecast"),
    Right.SEE_STOCK,
    _forecast,
    days=1,
    params=(ReportParam("window", N_("Days to look back"), 84),),
)
