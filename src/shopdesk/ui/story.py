"""Timelines read from the shop, as the inspector and pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shopdesk.ui import figures
from shopdesk.ui.widgets.timeline import Event


def events(
    lines: Iterable[Any], now: datetime | None = None, most: int = 0, pages: frozenset[str] = frozenset()
) -> list[Event]:
    """Timeline lines (``at``, ``by_name``, ``icon``, ``tone``, ``title``, ``detail``) as events, newest first.

    Lines about a thing whose kind is in ``pages`` lead to its page; ``most`` cuts the story short.
    """
    made = []
    for line in lines:
        opens = (line.subject, line.subject_id) if line.subject in pages and line.subject_id else None
        note = " · ".join(part for part in (line.detail, line.by_name) if part)
        icon = line.icon if line.tone else ""
        made.append(Event(_short(line.at, now), line.title, note, icon, line.tone, opens, figures.whole(line.at)))
        if most and len(made) == most:
            break
    return made


def _short(at: datetime, now: datetime | None) -> str:
    """``09:31`` today, else the day."""
    today = figures.local(now).date() if now is not None else datetime.now().astimezone().date()
    return figures.clock(at) if figures.local(at).date() == today else figures.day(at, today)
