"""A day: what waits, what came in, what was done."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.rights import Right
from shopdesk.i18n import N_
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.sales import sales
from shopdesk.queries.reports.tables import CURRENCY, Asked, Report, ReportColumn, ReportTable
from shopdesk.queries.today import queues
from shopdesk.store.tables import Order, Refund, Shipment


def _daily(session: Session, asked: Asked) -> list[ReportTable]:
    waiting = ReportTable(
        "waiting",
        N_("What waits"),
        (ReportColumn("step", N_("Step")), ReportColumn("count", N_("Count"), Kind.NUMBER)),
        tuple((queue.key, queue.count) for queue in queues(session)),
    )
    shipped = session.execute(
        select(func.count()).where(Shipment.shipped_at >= asked.since, Shipment.shipped_at < asked.until)
    ).scalar_one()
    refunded = session.execute(
        select(Order.currency, func.count(), func.sum(Refund.amount))
        .join(Order, Order.id == Refund.order_id)
        .where(Refund.at >= asked.since, Refund.at < asked.until)
        .group_by(Order.currency)
        .order_by(Order.currency)
    ).all()
    done = ReportTable(
        "done",
        N_("Done"),
        (
            ReportColumn("what", N_("What")),
            ReportColumn("count", N_("Count"), Kind.NUMBER),
            ReportColumn("amount", N_("Amount"), Kind.MONEY),
            CURRENCY,
        ),
        (("shipped", shipped, None, ""), *(("refunded", row[1], int(row[2]), row[0]) for row in refunded)),
    )
    return [waiting, *sales(session, asked)[:1], done]


REPORT = Report("daily", N_("Daily report"), Right.SEE_TODAY, _daily, days=1)
