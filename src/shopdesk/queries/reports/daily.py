"""A day: what waits, what came in and went out, beside the day before."""

from __future__ import annotations

from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import Kind
from shopdesk.queries.orders import ORDERS
from shopdesk.queries.reports.key_figures import key_figures, without_products
from shopdesk.queries.reports.sales import sales
from shopdesk.queries.reports.tables import Asked, Report, ReportColumn, ReportTable
from shopdesk.queries.returns import RETURNS
from shopdesk.queries.today import queues

_BEST = 10


def _daily(session: Session, asked: Asked) -> list[ReportTable]:
    titles = {view.key: view.title for view in (*RETURNS.views, *ORDERS.views)} | {"returns": N_("Open returns")}
    waiting = ReportTable(
        "waiting",
        N_("What waits"),
        (
            ReportColumn("step", N_("Step"), Kind.CODE),
            ReportColumn("title", N_("What waits")),
            ReportColumn("count", N_("Count"), Kind.NUMBER),
        ),
        tuple((queue.key, _(titles.get(queue.key, queue.key)), queue.count) for queue in queues(session)),
        (N_("As it is now, on all channels."),),
    )
    return [
        *key_figures(session, asked, asked.before()),
        waiting,
        *without_products(sales(session, asked), _BEST),
    ]


REPORT = Report("daily", N_("Daily report"), Right.SEE_TODAY, _daily, days=1)
