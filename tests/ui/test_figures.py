from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from shopdesk import i18n
from shopdesk.ui import figures

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_money_is_grouped_and_has_its_currency() -> None:
    assert figures.money(128400, "EUR") == "1,284.00 EUR"
    assert figures.money(1284, "JPY") == "1,284 JPY"
    assert figures.amount(-250, "EUR") == "−2.50"
    assert figures.money(None, "EUR") == "—"


def test_numbers() -> None:
    assert figures.number(3087) == "3,087"
    assert figures.number(-2) == "−2"
    assert figures.number(Decimal("0.8")) == "0.80"
    assert figures.percent(0.624) == "62 %"


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (timedelta(minutes=-35), "35 min ago"),
        (timedelta(hours=4, minutes=5), "in 4 h"),
        (timedelta(days=2, hours=1), "in 2 days"),
        (timedelta(days=-1, hours=-1), "1 day ago"),
        (timedelta(seconds=20), "just now"),
    ],
)
def test_ages(off: timedelta, words: str) -> None:
    assert figures.age(NOW + off, NOW) == words


def test_dates_are_short_and_name_another_year() -> None:
    assert figures.day(date(2026, 11, 24), date(2026, 11, 22)) == "Tue 24 Nov"
    assert figures.day(date(2025, 11, 24), date(2026, 11, 22)) == "24 Nov 2025"
    assert figures.whole(date(2026, 11, 24)) == "Tuesday 24 November 2026"


def test_near_days_have_names() -> None:
    at = figures.local(NOW).replace(hour=16, minute=0)
    assert figures.when(at, NOW) == "today 16:00"
    assert figures.when(at + timedelta(days=1), NOW) == "tomorrow 16:00"
    assert figures.when(at + timedelta(days=1), NOW, short=True) == "tomorrow"
    assert figures.when(figures.local(NOW).date() - timedelta(days=1), NOW) == "yesterday"


def test_chinese_dates() -> None:
    i18n.use_language("zh_CN")
    try:
        assert figures.day(date(2026, 11, 24), date(2026, 11, 22)) == "11-24 周二"
    finally:
        i18n.use_language("en")
