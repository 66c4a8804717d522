"""What came back, how much of what was shipped that is, and why."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.domain.returns import REASONS
from shopdesk.domain.rights import Right
from shopdesk.i18n import N_, _
from shopdesk.queries.listing import Kind
from shopdesk.queries.reports.tables import Asked, Report, ReportColumn, ReportTable
from shopdesk.store.tables import Order, OrderLine, Return, ReturnLine


def _returns(session: Session, asked: Asked) -> list[ReportTable]:
    rows = session.execute(
        select(
            Return.reason,
            func.count(Return.id.distinct()),
            func.sum(ReturnLine.expected),
            func.sum(ReturnLine.good),
            func.sum(ReturnLine.damaged),
        )
        .join(ReturnLine, ReturnLine.return_id == Return.id)
        .join(Order, Order.id == Return.order_id)
        .where(asked.within(Return.requested_at), asked.of_channels())
        .group_by(Return.reason)
        .order_by(func.sum(ReturnLine.expected).desc(), Return.reason)
    )
    by_reason = tuple(
        (_(REASONS[row[0]]) if row[0] in REASONS else row[0], int(row[1]), *(int(n) for n in row[2:])) for row in rows
    )
    shipped = session.scalar(
        select(func.sum(OrderLine.shipped)).join(Order, Order.id == OrderLine.order_id).where(asked.placed())
    )
    returned = session.scalar(
        select(func.sum(OrderLine.returned)).join(Order, Order.id == OrderLine.order_id).where(asked.placed())
    )
    share = (returned or 0) / shipped if shipped else None
    return [
        ReportTable(
            "rate",
            N_("Returned units of the orders of these days ÷ their shipped units"),
            (
                ReportColumn("shipped", N_("Shipped"), Kind.NUMBER),
                ReportColumn("returned", N_("Returned"), Kind.NUMBER),
                ReportColumn("rate", N_("Return rate"), Kind.PERCENT),
            ),
            ((int(shipped or 0), int(returned or 0), share),),
        ),
        ReportTable(
            "by_reason",
            N_("By reason"),
            (
                ReportColumn("reason", N_("Reason")),
                ReportColumn("returns", N_("Returns"), Kind.NUMBER),
                ReportColumn("pieces", N_("Pieces"), Kind.NUMBER),
                ReportColumn("good", N_("Good"), Kind.NUMBER),
                ReportColumn("damaged", N_("Damaged"), Kind.NUMBER),
            ),
            by_reason,
        ),
    ]


REPORT = Report("returns", N_("Returns"), Right.SEE_RETURNS, _returns)
