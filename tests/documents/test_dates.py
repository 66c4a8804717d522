"""Dates in every platform's dress, and day and month told apart over a whole file."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.documents.cells import BadCell
from shopdesk.documents.dates import Dates, is_ambiguous, order_in, zone_of

DMY = Dates("dmy", UTC)
MDY = Dates("mdy", UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-05 21:06:21 +0400", "2026-04-05T17:06:21"), ("2009-01-01T10:50:49-08:00", "2009-01-01T18:50:49"),
        ("2026-04-05T21:06:21Z", "2026-04-05T21:06:21"), ("2026-04-05T21:06:21.123456Z", "2026-04-05T21:06:21"),
        ("31/12/2023 22:36", "2023-12-31T22:36:00"), ("08/07/2016 10:12:40 BST", "2016-07-08T09:12:40"),
        ("Sep-18-26", "2026-09-18T00:00:00"), ("26-May-26", "2026-05-26T00:00:00"),
        ("05-oct.-26", "2026-10-05T00:00:00"),
        ("10-Dez-25", "2025-12-10T00:00:00"), ("10/05/2026 22:05:43\t", "2026-05-10T22:05:43"),
        ("2024/1/5 8:03", "2024-01-05T08:03:00"), ("2024年1月5日", "2024-01-05T00:00:00"),
        ("2024年1月5日 08:03:09", "2024-01-05T08:03:09"), ("1 September 2026", "2026-09-01T00:00:00"),
        ("September 1, 2026 3:04 PM", "2026-09-01T15:04:00"), ("12/31/2026 12:00 AM", "2026-12-31T00:00:00"),
        ("5.3.2026", "2026-03-05T00:00:00"), ("20260305", "2026-03-05T00:00:00"),
        ("'2026-03-05", "2026-03-05T00:00:00"),
        ("Mon, 5 Oct 2026 10:00:00 +0200", "2026-10-05T08:00:00"), ("2026-03-05 10:00 PST", "2026-03-05T18:00:00"),
        (46086.5, "2026-03-05T12:00:00"),
    ],
)  # fmt: skip
def test_times_are_read_as_aware_utc(text: object, expected: str):
    found = DMY.read_time(text)
    assert found is not None
    assert found.replace(microsecond=0) == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


def test_times_without_a_zone_are_taken_in_the_files_zone():
    assert Dates("dmy", zone_of("+08:00")).read_time("2017-07-08 00:42:32") == datetime(
        2017, 7, 7, 16, 42, 32, tzinfo=UTC
    )
    assert Dates("dmy", zone_of("Europe/Berlin")).read_time(datetime(2026, 7, 1, 12)) == datetime(
        2026, 7, 1, 10, tzinfo=UTC
    )
    assert zone_of("Nowhere/Land") is UTC


@pytest.mark.parametrize(
    "text", ["31/02/2026", "soon", "2026-13-01", "99", 5.0, True, "#VALUE!", "1850-01-01", "32 May 2026", "13:00 PM"]
)
def test_what_is_no_date_is_refused(text: object):
    with pytest.raises(BadCell):
        DMY.read_time(text)


def test_blank_and_zero_dates_are_none():
    assert [DMY.read_time(text) for text in ("", " ", "-", "0000-00-00 00:00:00")] == [None] * 4


DAYS = st.dates(min_value=date(1990, 1, 2), max_value=date(2069, 12, 30))


@given(st.lists(DAYS, min_size=1, max_size=20), st.sampled_from(["dmy", "mdy"]), st.sampled_from("/-."))
def test_one_day_above_twelve_settles_the_whole_file(days: list[date], order: str, mark: str):
    pattern = f"%d{mark}%m{mark}%Y" if order == "dmy" else f"%m{mark}%d{mark}%Y"
    texts = [day.strftime(pattern) for day in days]
    found = order_in(texts, "mdy" if order == "dmy" else "dmy")
    if any(day.day > 12 for day in days):
        assert (found.order, found.proved) == (order, True)
        assert [Dates(found.order, UTC).read_day(text) for text in texts] == days
    else:
        assert not found.proved
        assert found.needed == any(is_ambiguous(text) for text in texts)
        assert [Dates("dmy" if order == "dmy" else "mdy", UTC).read_day(text) for text in texts] == days


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%d-%b-%y", "%b-%d-%Y", "%Y%m%d"]))
def test_days_that_name_their_year_or_month_need_no_order(day: date, pattern: str):
    if pattern == "%Y%m%d" and day.year < 2000:
        return
    text = day.strftime(pattern)
    assert DMY.read_day(text) == MDY.read_day(text) == day


def test_the_persons_answer_counts_and_contradictions_are_known():
    assert order_in(["05/06/2026"], "dmy", "mdy").order == "mdy"
    mixed = order_in(["25/12/2026", "12/25/2026", "05/06/2026"], "mdy")
    assert mixed.contradictory and not mixed.proved
    assert DMY.read_day("12/25/2026") == MDY.read_day("25/12/2026") == date(2026, 12, 25)


@given(st.text(alphabet="0123456789-/.: TZ+APMapm年月日Sept", max_size=24) | st.text(max_size=20) | st.floats())
def test_no_cell_breaks_the_reader(cell: object):
    try:
        moment = DMY.read_time(cell)
    except BadCell as bad:
        assert bad.why
    else:
        assert moment is None or moment.tzinfo is UTC
