"""Working days: Monday to Friday."""

from __future__ import annotations

from datetime import datetime, timedelta

_SATURDAY = 5


def add_working_days(start: datetime, days: int) -> datetime:
    """The moment ``days`` working days after ``start``, at the same time of day."""
    at = start
    left = days
    while left > 0 or at.weekday() >= _SATURDAY:
        at += timedelta(days=1)
        if at.weekday() < _SATURDAY and left > 0:
            left -= 1
    return at
