"""Numbers, money, dates and ages as people of the chosen language write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from PySide6.QtCore import QDate, QLocale

from shopdesk.domain.money import major_text
from shopdesk.i18n import _, current_language, n_

NOTHING = "—"
_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


@lru_cache(maxsize=4)
def _locale(language: str) -> QLocale:
    return QLocale({"zh_CN": "zh_CN", "zh_TW": "zh_TW"}.get(language, "en_GB"))


def locale() -> QLocale:
    """The Qt locale that goes with the language in use."""
    return _locale(current_language())


def number(value: int | float | Decimal | None, digits: int | None = None) -> str:
    """A number with grouping: 1284 → ``1,284``; ``digits`` fixes the places after the point."""
    if value is None:
        return NOTHING
    if digits is None:
        if isinstance(value, int) or value == int(value):
            return f"{int(value):,}".replace("-", "−")
        digits = 2
    return f"{value:,.{digits}f}".replace("-", "−")


def amount(minor: int | None, currency: str) -> str:
    """Money without its currency: 128400 EUR → ``1,284.00``."""
    return NOTHING if minor is None else f"{Decimal(major_text(minor, currency)):,}".replace("-", "−")


def money(minor: int | None, currency: str) -> str:
    """Money with its currency: ``1,284.00 EUR``."""
    return NOTHING if minor is None else f"{amount(minor, currency)} {currency}"


def percent(share: float | Decimal | None, digits: int = 0) -> str:
    """A share of one as percent: 0.624 → ``62 %``."""
    return NOTHING if share is None else f"{number(Decimal(str(share)) * 100, digits)} %"


def local(moment: datetime) -> datetime:
    """``moment`` on this computer's clock; a time without zone is taken as UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()


def today() -> date:
    """The day on this computer's calendar."""
    return datetime.now().astimezone().date()


def _is_chinese() -> bool:
    return current_language().startswith("zh")


def day(value: date | datetime | None, today: date | None = None) -> str:
    """A short date: ``Tue 24 Nov``, with the year instead of the weekday when it is another year."""
    if value is None:
        return NOTHING
    chosen = local(value).date() if isinstance(value, datetime) else value
    same_year = chosen.year == (today or date.today()).year
    if _is_chinese():
        pattern = "MM-dd ddd" if same_year else "yyyy-MM-dd"
    else:
        pattern = "ddd d MMM" if same_year else "d MMM yyyy"
    return locale().toString(QDate(chosen.year, chosen.month, chosen.day), pattern)


def clock(value: datetime | None) -> str:
    """The time of day: ``16:05``."""
    return NOTHING if value is None else f"{local(value):%H:%M}"


def when(value: date | datetime | None, now: datetime | None = None, short: bool = False) -> str:
    """A moment as one says it: ``today 16:00``, ``Tue 24 Nov``; ``short`` gives a time only for today."""
    if value is None:
        return NOTHING
    today = local(now or datetime.now(UTC)).date()
    is_moment = isinstance(value, datetime)
    has_time = is_moment and not short
    chosen = local(value).date() if isinstance(value, datetime) else value
    at = clock(value) if isinstance(value, datetime) else ""
    off = (chosen - today).days
    if off == 0:
        return _("today {time}").format(time=at) if is_moment else _("today")
    if off == -1:
        return _("yesterday {time}").format(time=at) if has_time else _("yesterday")
    if off == 1:
        return _("tomorrow {time}").format(time=at) if has_time else _("tomorrow")
    return day(chosen, today)


def whole(value: date | datetime | None) -> str:
    """The full date, and time, for a tooltip."""
    if value is None:
        return ""
    chosen = local(value) if isinstance(value, datetime) else value
    pattern = "yyyy-MM-dd dddd" if _is_chinese() else "dddd d MMMM yyyy"
    text = locale().toString(QDate(chosen.year, chosen.month, chosen.day), pattern)
    return f"{text} {chosen:%H:%M}" if isinstance(chosen, datetime) else text


def span(seconds: float) -> str:
    """A length of time in its largest unit: ``20 s``, ``35 min``, ``4 h``, ``2 days``."""
    seconds = abs(seconds)
    if seconds < _MINUTE:
        return _("{count} s").format(count=int(seconds))
    if seconds < _HOUR:
        return _("{count} min").format(count=int(seconds // _MINUTE))
    if seconds < _DAY:
        return _("{count} h").format(count=int(seconds // _HOUR))
    days = int(seconds // _DAY)
    return n_("{count} day", "{count} days", days).format(count=number(days))


def age(value: date | datetime | None, now: datetime | None = None) -> str:
    """How far away a moment is: ``2 h ago``, ``in 3 days``."""
    if value is None:
        return NOTHING
    now = now or datetime.now(UTC)
    if not isinstance(value, datetime):
        off = (value - local(now).date()).days
        if off == 0:
            return _("today")
        length = n_("{count} day", "{count} days", abs(off)).format(count=number(abs(off)))
        return _("in {length}").format(length=length) if off > 0 else _("{length} ago").format(length=length)
    gap = local(value) - local(now)
    if abs(gap) < timedelta(minutes=1):
        return _("just now")
    length = span(gap.total_seconds())
    return _("in {length}").format(length=length) if gap > timedelta(0) else _("{length} ago").format(length=length)
