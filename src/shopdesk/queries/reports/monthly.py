"""A month: its figures beside the month before, by day, by channel and by product."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.reports.key_figures import key_figures, month_before, without_products
from shopdesk.queries.reports.sales import sales
from shopdesk.queries.reports.tables import Asked, Report, ReportTable

_BEST = 50


def _monthly(session: Session, asked: Asked) -> list[ReportTable]:
    return [
        *key_figures(session, asked, month_before(asked)),
        *without_products(sales(session, asked), _BEST),
    ]


def _first(last: date) -> date:
    return last.replace(day=1)


REPORT = Report("monthly", N_("Monthly report"), Right.SEE_ORDERS, _monthly, days=31, first=_first)
