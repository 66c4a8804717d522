"""Reports, one module each: a module with a ``REPORT`` is one, and its file bears its name (``stock_value.py``)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import User, require
from shopdesk.i18n import _
from shopdesk.queries.reports.tables import (
    CURRENCY,
    Asked,
    MadeReport,
    Report,
    ReportColumn,
    ReportParam,
    ReportTable,
)
from shopdesk.store.tables import Channel
from shopdesk.store.work import utc_now

__all__ = [
    "CURRENCY",
    "Asked",
    "MadeReport",
    "Report",
    "ReportColumn",
    "ReportParam",
    "ReportTable",
    "make_report",
    "report_named",
    "reports",
]

EVERY_CHANNEL = "channel"
"""The word that stands for all channels, for people who think of it as “by channel”."""


def reports() -> dict[str, Report]:
    """All reports by name."""
    found = {}
    for info in pkgutil.iter_modules(__path__, f"{__name__}."):
        report = getattr(importlib.import_module(info.name), "REPORT", None)
        if report is not None:
            found[report.name] = report
    return dict(sorted(found.items()))


def report_named(name: str) -> Report:
    """The report called ``name``; raises UserError naming the known ones."""
    module = name.replace("-", "_")
    if any(info.name == module for info in pkgutil.iter_modules(__path__)):
        report = getattr(importlib.import_module(f"{__name__}.{module}"), "REPORT", None)
        if isinstance(report, Report) and report.name == name:
            return report
    raise UserError(_("“{name}” is no report. Reports: {known}.").format(name=name, known=", ".join(reports())))


def make_report(
    session: Session,
    user: User,
    name: str,
    first: date | None = None,
    last: date | None = None,
    *,
    channels: Sequence[str] = (),
    values: Mapping[str, Any] | None = None,
) -> MadeReport:
    """The report called ``name`` over these days, both included, of these channels (all when none is named).

    ``values`` are the report's own, as texts or typed. Raises UserError for an unknown name, channel or value,
    Forbidden without the report's right.
    """
    report = report_named(name)
    require(user, report.right)
    end = last or utc_now().astimezone().date()
    start = first or (report.first(end) if report.first else end - timedelta(days=report.days - 1))
    if start > end:
        raise UserError(_("The report would end before it begins."))
    asked = Asked(start, end, _channel_ids(session, channels), _values(report, values or {}))
    return MadeReport(report, asked, tuple(report.make(session, asked)))


def _channel_ids(session: Session, names: Sequence[str]) -> tuple[int, ...]:
    rows = session.execute(select(Channel.id, Channel.code, Channel.name).order_by(Channel.code)).all()
    by_name = {word.casefold(): row.id for row in rows for word in (row.name, row.code)}
    found = []
    for name in names:
        if name.casefold() in by_name:
            found.append(by_name[name.casefold()])
        elif name != EVERY_CHANNEL:
            raise UserError(
                _("“{name}” is no channel. Channels: {known}.").format(
                    name=name, known=", ".join(row.code for row in rows)
                )
            )
    return tuple(dict.fromkeys(found))


def _values(report: Report, given: Mapping[str, Any]) -> dict[str, Any]:
    known = {param.name: param for param in report.params}
    values = {param.name: param.default for param in report.params}
    for name, value in given.items():
        if name not in known:
            raise UserError(
                _("{report} has no “{name}”. It takes: {known}.").format(
                    report=report.name, name=name, known=", ".join(known) or "—"
                )
            )
        values[name] = _typed(known[name], value)
    return values


def _typed(param: ReportParam, value: Any) -> Any:
    kind = type(param.default)
    if not isinstance(value, str) or kind is str:
        return value
    try:
        if kind is bool:
            return {"yes": True, "no": False}[value.lower()]
        return date.fromisoformat(value) if kind is date else kind(value)
    except (KeyError, ValueError) as error:
        raise UserError(_("“{value}” does not fit {name}.").format(value=value, name=param.name)) from error
