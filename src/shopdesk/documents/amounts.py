"""Amounts of money as files write them, to whole minor units: symbols, prefixes, decimal commas, spaces, 元."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from shopdesk.documents.cells import HOLDS_AN_ERROR, BadCell, Reader, RoughCell, unguarded
from shopdesk.i18n import N_

NOT_AN_AMOUNT = N_("This is not an amount of money.")
ROUNDED = N_("The amount has more digits than its currency and was rounded.")

_SYMBOLS = {
    "€": "EUR", "£": "GBP", "元": "CNY", "圆": "CNY", "RMB": "CNY", "円": "JPY", "₩": "KRW", "₫": "VND", "₹": "INR",
    "฿": "THB", "₽": "RUB", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "₺": "TRY", "₴": "UAH", "₪": "ILS", "₱": "PHP",
    "R$": "BRL", "NT$": "TWD", "HK$": "HKD", "US$": "USD", "AU$": "AUD", "A$": "AUD", "C$": "CAD", "CA$": "CAD",
    "NZ$": "NZD", "S$": "SGD", "RM": "MYR", "Rp": "IDR",
}  # fmt: skip
_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"})
_YENS = frozenset({"CNY", "JPY"})
_KRONER = frozenset({"SEK", "NOK", "DKK", "ISK"})
_BODY = re.compile(r"(?P<before>[^\d.,()+\-]{0,8})(?P<number>\d[\d.,]*|[.,]\d+)(?P<after>[^\d.,()]{0,8})")
_BLANKS = str.maketrans("", "", " \t\r\n\xa0\u2007\u2009\u202f\u3000'\u2019\u200b\ufeff\u200e\u200f")
_GROUPS = {".": re.compile(r"\d{1,3}(?:\.\d{3})+"), ",": re.compile(r"\d{1,3}(?:,\d{3})+")}
# Indian lakhs count in twos before the last three: 1,00,000.00
_LOOSE_GROUPS = {".": re.compile(r"\d{1,3}(?:\.\d{2,3})*\.\d{3}"), ",": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}")}
_LONGEST = 40
_MOST = 10**15  # minor units; more is a damaged cell, not a price


def decimal_mark(cells: Iterable[Any], default: str = ".") -> str:
    """The decimal mark of a file's amounts: "," if some end in a comma and one or two digits and none in a point."""
    seen: Counter[str] = Counter()
    for cell in cells:
        if isinstance(cell, str) and (found := re.search(r"\d([.,])\d{1,2}(?:\D*)$", cell)):
            seen[found[1]] += 1
            continue
        if isinstance(cell, str) and (found := re.search(r"\d[.,]\d{3}([.,])\d", cell)):
            seen[found[1]] += 1
    if not seen:
        return default
    return "," if seen[","] and not seen["."] else "." if seen["."] and not seen[","] else default


def currency_named(cell: Any, home: str) -> str:
    """The currency an amount names by code or symbol, "" if none; ambiguous symbols mean ``home`` if they can."""
    if not isinstance(cell, str):
        return ""
    mark = "".join(re.findall(r"[^\d\s.,+\-()'\xa0\u202f]+", unicodedata.normalize("NFKC", cell)))
    if not mark:
        return ""
    if re.fullmatch(r"[A-Z]{3}", mark):
        return mark
    if mark in _SYMBOLS:
        return _SYMBOLS[mark]
    if mark == "$":
        return home if home in _DOLLARS else "USD"
    if mark in ("¥", "￥"):
        return home if home in _YENS else "CNY"
    if mark.lower() == "kr":
        return home if home in _KRONER else "SEK"
    return ""


def reader_of_amounts(digits: int, mark: str = ".") -> Reader:
    """A reader of amounts into minor units of a currency with ``digits`` decimals, ``mark`` being the decimal mark."""
    factor: int = 10**digits

    def read(cell: Any) -> int | None:
        if isinstance(cell, str):
            if cell.isascii():
                if cell.isdigit() and len(cell) < 14:
                    return int(cell) * factor
                if mark == "." and digits and len(cell) < 14 and cell[-digits - 1 : -digits] == ".":
                    whole, cents = cell[: -digits - 1], cell[-digits:]
                    if whole.isdigit() and cents.isdigit():
                        return int(whole + cents)
            return _read_amount_text(cell, digits, mark)
        if isinstance(cell, bool) or not isinstance(cell, float | int):
            raise BadCell(NOT_AN_AMOUNT)
        if not math.isfinite(cell) or abs(cell) * factor > _MOST:
            raise BadCell(NOT_AN_AMOUNT)
        minor = round(cell * factor)
        # 19.989999999 is a computed 19.99; 0.0125 is not 0.01
        if abs(cell * factor - minor) < 1e-4:
            return minor
        return _rounded(Decimal(repr(cell)).scaleb(digits))

    return read


def _read_amount_text(cell: str, digits: int, mark: str) -> int | None:
    text = unicodedata.normalize("NFKC", unguarded(cell)).translate(_BLANKS)
    if not text or text in ("-", "--"):
        return None
    if text.startswith("#") and text.endswith(("!", "?", "A")):
        raise BadCell(HOLDS_AN_ERROR)
    if len(text) > _LONGEST:
        raise BadCell(NOT_AN_AMOUNT)
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1]
    text = text.replace("\u2212", "-")
    if text.endswith("-") and not text.startswith("-"):
        negative, text = not negative, text[:-1]
    sign = re.match(r"([^\d.,+\-]{0,8})([+-])", text)
    if sign:
        negative ^= sign[2] == "-"
        text = sign[1] + text[sign.end() :]
    body = _BODY.fullmatch(text)
    if not body or not (_is_currency(body["before"]) and _is_currency(body["after"])):
        raise BadCell(NOT_AN_AMOUNT)
    number = Decimal(_plain(body["number"], mark)).scaleb(digits)
    if number > _MOST:
        raise BadCell(NOT_AN_AMOUNT)
    if negative:
        number = -number
    return int(number) if number == number.to_integral_value() else _rounded(number)


def _is_currency(mark: str) -> bool:
    """Nothing, a symbol, a code, or a country's letters with a symbol (``AU$``); never a word."""
    if not mark or mark in _SYMBOLS:
        return True
    letters = "".join(character for character in mark if character.isalpha())
    others = [character for character in mark if not character.isalpha()]
    symbols_only = all(unicodedata.category(character) == "Sc" or character == "." for character in others)
    return symbols_only and len(letters) <= 3 and (bool(others) or len(letters) == 3 or mark.lower() == "kr")


def _plain(number: str, mark: str) -> str:
    """Digits with a point as decimal mark; groups of three are recognised by their shape."""
    other = "," if mark == "." else "."
    if mark in number and other in number:
        mark = mark if number.rfind(mark) > number.rfind(other) else other
        other = "," if mark == "." else "."
    elif other in number and mark not in number and not _GROUPS[other].fullmatch(number):
        mark, other = other, mark  # groups of three would be thousands; this is the other decimal mark
    whole, _mark, fraction = number.partition(mark)
    if number.count(mark) > 1:
        if not _GROUPS[mark].fullmatch(number):
            raise BadCell(NOT_AN_AMOUNT)
        whole, fraction = number.replace(mark, ""), ""
    if other in fraction:
        raise BadCell(NOT_AN_AMOUNT)
    if other in whole and not _LOOSE_GROUPS[other].fullmatch(whole):
        raise BadCell(NOT_AN_AMOUNT)
    return f"{whole.replace(other, '') or '0'}.{fraction or '0'}"


def _rounded(number: Decimal) -> int:
    """Half up; a loss beyond a thousandth of the minor unit is worth a warning."""
    minor = int(number.quantize(Decimal(1), ROUND_HALF_UP))
    if abs(number - minor) > Decimal("0.001"):
        raise RoughCell(minor, ROUNDED)
    return minor
