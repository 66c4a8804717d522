"""The days people usually mean, such as last month, without typing them."""

from __future__ import annotations

from datetime import date, timedelta

from shopdesk.i18n import N_

Span = tuple[str, date, date]


def spans(today: date) -> tuple[Span, ...]:
    """Titles to be translated, each with its first and last day, both included."""
    yesterday = today - timedelta(days=1)
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    month_end, year_end = month - timedelta(days=1), year - timedelta(days=1)
    return (
        (N_("Today"), today, today),
        (N_("Yesterday"), yesterday, yesterday),
        (N_("Last 7 days"), today - timedelta(days=6), today),
        (N_("Last 28 days"), today - timedelta(days=27), today),
        (N_("Last 90 days"), today - timedelta(days=89), today),
        (N_("This month"), month, today),
        (N_("Last month"), month_end.replace(day=1), month_end),
        (N_("This year"), year, today),
        (N_("Last year"), year_end.replace(month=1, day=1), year_end),
    )
