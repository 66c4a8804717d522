"""Dates and times as files write them, to aware UTC; day and month are told apart over the whole file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any, Literal

from shopdesk.documents.cells import HOLDS_AN_ERROR, BadCell, unguarded
from shopdesk.i18n import N_

Order = Literal["dmy", "mdy"]

NOT_A_DATE = N_("This is not a date.")
DATE_OUT_OF_RANGE = N_("This date does not exist or is not between 1990 and 2100.")

_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january janv janvier januar januari ene enero gen gennaio janeiro",
            "feb february fév févr février februar feb. febr febrero febbraio fev fevereiro",
            "mar march mars mär märz mrz marzo março maart mrt",
            "apr april avr avril abr abril aprile",
            "may mai mayo mag maggio maio mei",
            "jun june juin juni junio giugno giu junho",
            "jul july juil juillet juli julio luglio lug julho",
            "aug august août aout ago agosto augustus",
            "sep sept september septembre septiembre settembre set setembro",
            "oct october octobre okt oktober octubre ottobre ott out outubro",
            "nov november novembre noviembre novembro",
            "dec december déc décembre dez dezember dic diciembre dicembre dezembro",
        ),
        start=1,
    )
    for word in words.split()
}
_ZONES = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "WEST": 60, "IST": 330, "CET": 60, "MEZ": 60, "CEST": 120,
    "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CST": -360, "CDT": -300,
    "MST": -420, "MDT": -360, "PST": -480, "PDT": -420, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660,
}  # fmt: skip
_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
    r"\s*(?P<zone>Z|[A-Z]{3,4}|(?:UTC|GMT)?[+-]\d{1,2}:?\d{2})?"
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})" + _TIME)
_HAN = re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?" + _TIME)
_NUMERIC = re.compile(r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})" + _TIME)
_NAMED_DAY_FIRST = re.compile(
    r"(?:[^\W\d_]{2,9}\.?,? )?(?P<d>\d{1,2})\.?[- /](?P<name>[^\W\d_]{3,10})\.?[- /,]+(?P<y>\d{4}|\d{2})" + _TIME
)
_NAMED_MONTH_FIRST = re.compile(
    r"(?P<name>[^\W\d_]{3,10})\.?[- /](?P<d>\d{1,2})(?:st|nd|rd|th)?[-, /]+(?P<y>\d{4}|\d{2})" + _TIME
)
_COMPACT = re.compile(r"(?P<y>20\d{2})(?P<m>\d{2})(?P<d>\d{2})" + _TIME)
_AMBIGUOUS = re.compile(r"\s*['=\"]*(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_EPOCH = datetime(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class OrderFound:
    """What a file's dates say about day and month: the order, whether proved, whether values contradict."""

    order: Order
    proved: bool
    needed: bool
    contradictory: bool = False


def order_in(cells: Iterable[Any], default: Order = "dmy", chosen: str = "") -> OrderFound:
    """Decide day/month/year or month/day/year over all date cells of a file; ``chosen`` is the person's answer."""
    day_first = month_first = ambiguous = False
    for cell in cells:
        if not isinstance(cell, str):
            continue
        found = _AMBIGUOUS.match(cell)
        if found:
            first, second = int(found[1]), int(found[2])
            day_first |= first > 12
            month_first |= second > 12
            ambiguous |= first <= 12 and second <= 12 and first != second
    if chosen in ("dmy", "mdy"):
        wanted: Order = "dmy" if chosen == "dmy" else "mdy"
        return OrderFound(wanted, proved=True, needed=ambiguous)
    if day_first != month_first:
        return OrderFound("dmy" if day_first else "mdy", proved=True, needed=ambiguous)
    return OrderFound(default, proved=False, needed=ambiguous, contradictory=day_first and month_first)


def zone_of(name: str) -> tzinfo:
    """A zone by offset (``+08:00``) or name (``Europe/Berlin``); UTC if this computer does not know it."""
    offset = re.fullmatch(r"([+-])(\d{1,2}):?(\d{2})", name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    if not name or name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return UTC


class Dates:
    """Reads the dates of one file with its day/month order and the zone of times that name none."""

    def __init__(self, order: Order, zone: tzinfo) -> None:
        self._order = order
        self._zone = zone

    def read_time(self, cell: Any) -> datetime | None:
        """A moment as aware UTC; a bare date means its midnight in the file's zone. Raises BadCell."""
        if isinstance(cell, str):
            moment = self._parse(cell)
            if moment is None:
                return None
        elif isinstance(cell, datetime):
            moment = cell
        elif isinstance(cell, date):
            moment = datetime(cell.year, cell.month, cell.day)
        else:
            moment = _from_serial(cell)
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise BadCell(DATE_OUT_OF_RANGE)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._zone)
        return moment.astimezone(UTC)

    def read_day(self, cell: Any) -> date | None:
        """A calendar day, in whatever zone the file means. Raises BadCell."""
        if isinstance(cell, str):
            moment = self._parse(cell)
            return moment.date() if moment else None
        if isinstance(cell, datetime):
            return cell.date()
        return cell if isinstance(cell, date) else _from_serial(cell).date()

    def _parse(self, cell: str) -> datetime | None:
        if cell[4:5] == "-" and cell.isascii():
            try:
                return datetime.fromisoformat(cell)
            except ValueError:
                pass
        text = unicodedata.normalize("NFKC", unguarded(cell))
        if not text or text in ("-", "--", "0000-00-00 00:00:00", "0000-00-00"):
            return None
        if text.startswith("#"):
            raise BadCell(HOLDS_AN_ERROR)
        text = re.sub(r"(?<=\d) [+](?=\d{2}:?\d{2}$)", "+", text)
        for pattern in (_YEAR_FIRST, _NUMERIC, _HAN, _NAMED_MONTH_FIRST, _NAMED_DAY_FIRST, _COMPACT):
            found = pattern.fullmatch(text)
            if found:
                return self._moment(found.groupdict())
        raise BadCell(NOT_A_DATE)

    def _moment(self, part: dict[str, str | None]) -> datetime:
        year = int(part["y"] or 0)
        year += 2000 if year < 70 else 1900 if year < 100 else 0
        day, month = self._day_and_month(part)
        hour = int(part["hour"] or 0)
        if part["half"]:
            if not 1 <= hour <= 12:
                raise BadCell(NOT_A_DATE)
            hour = hour % 12 + (12 if part["half"][0] in "pP" else 0)
        try:
            moment = datetime(year, month, day, hour, int(part["minute"] or 0), min(59, int(part["second"] or 0)))
        except ValueError as error:
            raise BadCell(DATE_OUT_OF_RANGE) from error
        return moment.replace(tzinfo=_zone_named(part["zone"])) if part["zone"] else moment

    def _day_and_month(self, part: dict[str, str | None]) -> tuple[int, int]:
        if part.get("name"):
            month = _MONTHS.get((part["name"] or "").casefold())
            if month is None:
                raise BadCell(NOT_A_DATE)
            return int(part["d"] or 0), month
        if part.get("a") is None:
            return int(part["d"] or 0), int(part["m"] or 0)
        first, second = int(part["a"] or 0), int(part["b"] or 0)
        if first > 12 >= second:
            return first, second
        if second > 12 >= first:
            return second, first
        return (first, second) if self._order == "dmy" else (second, first)


def _zone_named(name: str | None) -> tzinfo:
    text = (name or "").removeprefix("UTC").removeprefix("GMT") or "UTC"
    if text in _ZONES:
        return timezone(timedelta(minutes=_ZONES[text]))
    if re.fullmatch(r"[+-]\d{1,2}:?\d{2}", text):
        return zone_of(text)
    raise BadCell(NOT_A_DATE)


def _from_serial(cell: Any) -> datetime:
    """A spreadsheet's day number, as old files and copied columns hold it."""
    if isinstance(cell, bool) or not isinstance(cell, float | int) or not 30_000 <= cell <= 80_000:
        raise BadCell(NOT_A_DATE)
    return _EPOCH + timedelta(seconds=round(cell * 86_400))


def is_ambiguous(cell: Any) -> bool:
    """Whether a cell is a date whose day and month could be swapped."""
    found = _AMBIGUOUS.match(cell) if isinstance(cell, str) else None
    return found is not None and max(int(found[1]), int(found[2])) <= 12 and found[1] != found[2]
