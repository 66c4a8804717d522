"""A week: its figures beside the week before, by day, by channel and by product."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.reports.key_figures import key_figures, week_before, without_products
from shopdesk.queries.reports.sales import sales
from shopdesk.queries.reports.tables import Asked, Report, ReportTable

_BEST = 20


def _weekly(session: Session, asked: Asked) -> list[ReportTable]:
    return [
        *key_figures(session, asked, week_before(asked)),
        *without_products(sales(session, asked), _BEST),
    ]


def _monday(last: date) -> date:
    return last - timedelta(days=last.weekday())


REPORT = Report("weekly", N_("Weekly report"), Right.SEE_ORDERS, _weekly, days=7, first=_monday)
