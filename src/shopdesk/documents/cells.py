"""Single cells to codes, texts, whole numbers and yes/no; guards that other programs put around text are peeled off.

Every reader takes one cell and returns its value, ``None`` for a blank one, or raises BadCell with the reason.
"""

from __future__ import annotations

import html
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shopdesk.i18n import N_

Reader = Callable[[Any], Any]

_EXACT = 1e15  # whole numbers from here on may have lost digits on their way through a spreadsheet
_SPACES = " \t\r\n\x0b\x0c\xa0\u2007\u202f\u3000\u200b\u200c\u200d\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # noqa: E501
_HIDDEN = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f]")
_EXPONENT = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)
_EQUALS_GUARD = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})
_NUMBER = re.compile(r"[+-]?\d{1,3}(?:[ ,.'\u2019]\d{3})+|[+-]?\d+")

_BETWEEN_URLS = re.compile(r"[\s|]+|,(?:\s+|(?=https?:))")

TOO_LONG_A_NUMBER = N_("The number is too long to be exact. Format the column as text and enter it again.")
ROUNDED_NUMBER = N_("The number was shortened by a spreadsheet program. Format the column as text and enter it again.")
HOLDS_AN_ERROR = N_("The cell holds a spreadsheet error.")
NOT_WHOLE = N_("This is not a whole number.")
NOT_A_NUMBER = N_("This is not a number.")
NOT_YES_OR_NO = N_("This is neither yes nor no.")

YES = frozenset({"true", "yes", "y", "1", "x", "是", "有", "oui", "ja", "sí", "si", "vrai", "wahr", "on"})
NO = frozenset({"false", "no", "n", "0", "-1", "否", "无", "無", "non", "nein", "faux", "falsch", "off"})

PLAIN_KINDS = frozenset({"text", "marked", "code", "gtin"})
_LENGTHS_THAT_LOST_ZEROS = frozenset(range(7, 12))


class BadCell(ValueError):
    """A cell that cannot be taken; ``why`` is a sentence to be translated where it is shown."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class RoughCell(Exception):
    """A cell that can be taken with a warning."""

    def __init__(self, value: Any, why: str) -> None:
        super().__init__(why)
        self.value = value
        self.why = why


def shown(cell: Any) -> str:
    """A cell as text for people and for the kept original row."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e17 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != datetime.min.time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def unguarded(text: str) -> str:
    """Text without the guards of other programs: ``="…"``, a leading apostrophe, tabs and hidden characters."""
    text = text.strip(_SPACES)
    if text.startswith("="):
        guarded = _EQUALS_GUARD.fullmatch(text)
        if guarded:
            text = guarded[1].replace('""', '"').strip(_SPACES)
    if text.startswith("'") and len(text) > 1:
        text = text[1:].strip(_SPACES)
    return text


def needs_no_change(kind: str, texts: Sequence[str]) -> bool:
    """Whether reading these texts one by one would leave each as it is: one look at all of them joined."""
    joined = f"~{'~'.join(texts)}~"
    if not joined.isprintable() or any(mark in joined for mark in ("~ ", " ~", "~'", "~=", "~#")):
        return False
    if kind == "text":
        return True
    if kind == "marked":
        return "&" not in joined
    if not joined.isascii() or "E+" in joined or "e+" in joined:
        return False
    return kind == "code" or (".0~" not in joined and _LENGTHS_THAT_LOST_ZEROS.isdisjoint(map(len, texts)))


def read_code(cell: Any) -> str | None:
    """An identifier as text: SKU, barcode, order number, phone, postcode. Numbers must still be exact."""
    if isinstance(cell, str):
        if cell.isascii() and cell.isalnum() and "E" not in cell and "e" not in cell:
            return cell
        text = unguarded(cell)
        if not text:
            return None
        if not text.isascii():
            text = unicodedata.normalize("NFKC", _HIDDEN.sub("", text)).strip()
        if text[0] == "#" and text in _ERRORS:
            raise BadCell(HOLDS_AN_ERROR)
        if "+" in text and _EXPONENT.fullmatch(text):
            raise BadCell(ROUNDED_NUMBER)
        return text or None
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        return shown(cell) or None
    if abs(cell) >= _EXACT or not math.isfinite(cell):
        raise BadCell(TOO_LONG_A_NUMBER)
    return str(int(cell)) if cell == int(cell) else repr(cell)


def read_gtin(cell: Any) -> str | None:
    """A barcode; leading zeros a spreadsheet took away come back if the check digit proves them."""
    code = read_code(cell)
    if code and code.endswith(".0") and code[:-2].isdigit():  # another program took the code for a number
        code = code[:-2]
    if code is None or not code.isdigit() or not 7 <= len(code) <= 11 or _checks(code):
        return code
    for length in (12, 13, 8):
        if len(code) < length and _checks(code.zfill(length)):
            raise RoughCell(code.zfill(length), N_("Leading zeros were missing and have been restored."))
    return code


def _checks(code: str) -> bool:
    """Whether the last digit is the GTIN check digit of the others (lengths 8, 12, 13, 14 only)."""
    if len(code) not in (8, 12, 13, 14):
        return False
    weighted = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(reversed(code)))
    return weighted % 10 == 0


def read_text(cell: Any) -> str | None:
    """Free text; only our own export's guard (an apostrophe before = + - @) is peeled, so ``'s Gravenhage`` stays."""
    if not isinstance(cell, str):
        return shown(cell) or None
    text = cell.strip(_SPACES)
    if not text:
        return None
    first = text[0]
    if first == "=" and (guarded := _EQUALS_GUARD.fullmatch(text)):
        return guarded[1].replace('""', '"').strip(_SPACES) or None
    if first == "'" and len(text) > 1 and text[1] in "=+-@\t\r":
        return text[1:].strip(_SPACES) or None
    if first == "#" and text in _ERRORS:
        raise BadCell(HOLDS_AN_ERROR)
    return text


def read_marked_up(cell: Any) -> str | None:
    """Text in which a platform left HTML entities (``&#39;``)."""
    text = read_text(cell)
    return html.unescape(text) if text and "&" in text else text


def read_whole(cell: Any) -> int | None:
    """A whole number: ``2``, ``2.0``, ``1,200``."""
    if isinstance(cell, bool):
        raise BadCell(NOT_A_NUMBER)
    if isinstance(cell, float | int):
        if not math.isfinite(cell) or cell != int(cell):
            raise BadCell(NOT_WHOLE)
        return int(cell)
    if not isinstance(cell, str):
        raise BadCell(NOT_A_NUMBER)
    if cell.isdecimal() and len(cell) <= 15:
        return int(cell)
    text = unicodedata.normalize("NFKC", unguarded(cell)).strip()
    if not text:
        return None
    if text in _ERRORS:
        raise BadCell(HOLDS_AN_ERROR)
    whole, point, fraction = text.rpartition(".")
    if point and fraction.strip("0") == "" and fraction != "000":
        text = whole or "0"
    if not _NUMBER.fullmatch(text) or len(text) > 20:
        raise BadCell(NOT_WHOLE if re.fullmatch(r"[+-]?\d*[.,]\d+", text) else NOT_A_NUMBER)
    return int(re.sub(r"[ ,.'\u2019]", "", text))


def read_grams(per_unit: Decimal) -> Reader:
    """A reader of weights given in a unit of ``per_unit`` grams, as whole grams."""

    def read(cell: Any) -> int | None:
        if isinstance(cell, bool):
            raise BadCell(NOT_A_NUMBER)
        if isinstance(cell, float | int):
            number = Decimal(repr(cell))
        else:
            text = unguarded(shown(cell)).replace(",", ".")
            text = re.sub(r"\s*(?:kg|g|lbs?|oz)\.?$", "", text, flags=re.IGNORECASE)
            if not text:
                return None
            if not re.fullmatch(r"\d{1,9}(?:\.\d{1,15})?", text):
                raise BadCell(NOT_A_NUMBER)
            number = Decimal(text)
        if not number.is_finite() or abs(number) > 10**9:
            raise BadCell(NOT_A_NUMBER)
        return int((number * per_unit).to_integral_value("ROUND_HALF_UP"))

    return read


def read_yes_no(cell: Any) -> bool | None:
    """Yes or no in the words files use."""
    if isinstance(cell, bool):
        return cell
    word = unguarded(shown(cell)).casefold()
    if not word:
        return None
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadCell(NOT_YES_OR_NO)


def reader_of_lists(separators: str) -> Reader:
    """A reader of several texts in one cell, split at any character of ``separators``; repeats are dropped."""
    split = re.compile(f"[{re.escape(separators)}]").split

    def read(cell: Any) -> tuple[str, ...] | None:
        text = read_text(cell)
        if text is None:
            return None
        return tuple(dict.fromkeys(part for part in (piece.strip(_SPACES) for piece in split(text)) if part)) or None

    return read


def read_urls(cell: Any) -> tuple[str, ...] | None:
    """Addresses of pictures, separated by spaces, line ends, bars or commas (which may also stand inside one)."""
    text = read_text(cell)
    if text is None:
        return None
    return tuple(dict.fromkeys(url for url in _BETWEEN_URLS.split(text) if url)) or None
