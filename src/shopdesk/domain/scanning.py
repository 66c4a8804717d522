"""What a barcode scanner really sent: cleaning, repair of wrong keyboard layouts, sameness of codes, double scans.

A scanner is a keyboard. It types with whatever layout the computer has, adds prefixes and line ends, and
its trigger is easily pulled twice. Everything here is pure text in, text out; the clock is handed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from shopdesk.domain.codes import COMMAND_PREFIX, code_key, gtin_check_digit

DOUBLE_SCAN_SECONDS = 0.3
"""The same code again within this time is one pull of the trigger, not a second piece."""

_SYMBOLOGY = re.compile(r"^\][A-Za-z][0-9A-Za-z]")
_GS1_SYMBOLOGIES = ("]C1", "]d2", "]Q3", "]e0", "]J1")
_FNC1 = "\x1d"
_GTIN_ELEMENT = re.compile(r"^(?:\(01\)|01)(\d{14})")
_GTIN_LENGTHS = range(8, 15)

_AZERTY_DIGITS = str.maketrans("&é\"'(-è_çà", "1234567890")
_AZERTY_ONLY = frozenset('&é"(èçà')
_SHORTEST_REPAIRED_CODE = 4
_AZERTY_BACK = str.maketrans("&é\"'(-è_çàaqwzAQWZ,?)", "1234567890qazwQAZWmM-")
_QWERTZ_BACK = str.maketrans("ßyzYZ", "-zyZY")


def clean_scan(raw: str) -> str:
    """The code a scanner meant by what it typed.

    Full-width characters become plain ones; line ends, tabs, zero-width and direction characters go away, as do
    symbology prefixes and GS1 separators. A GS1 element string that starts with a GTIN becomes that GTIN. Digits typed
    through a French keyboard and command codes typed through a French or German one are put right.
    """
    text = unicodedata.normalize("NFKC", raw)
    is_gs1 = text.lstrip(" \t\r\n").startswith((*_GS1_SYMBOLOGIES, _FNC1, "(01)"))
    text = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Zl", "Zp"})
    text = _SYMBOLOGY.sub("", text.strip()).strip()
    if is_gs1 and (element := _GTIN_ELEMENT.match(text)) and _check_digit_fits(element[1]):
        return element[1]
    return _with_layout_repaired(text)


def is_command(code: str) -> bool:
    """Whether a cleaned code is meant for the bench itself."""
    return code.upper().startswith(COMMAND_PREFIX)


def scan_key(code: str) -> str:
    """What equal codes have in common: case does not count; UPC-A, EAN-13 and GTIN-14 differ in leading zeros only."""
    folded = code_key(code)
    if folded.isascii() and folded.isdigit() and len(folded) in _GTIN_LENGTHS and _check_digit_fits(folded):
        return folded.zfill(14)
    return folded


def same_code(a: str, b: str) -> bool:
    """Whether two codes name the same thing."""
    return scan_key(a) == scan_key(b)


class DoubleScan:
    """Tells one pull of the trigger from two.

    ``clock`` returns seconds and only has to run forward. A held trigger keeps counting as one scan.
    """

    def __init__(self, clock: Callable[[], float], window: float = DOUBLE_SCAN_SECONDS) -> None:
        """Start with no scan seen; ``window`` is in seconds."""
        self._clock = clock
        self._window = window
        self._seen: dict[str, float] = {}

    def repeats(self, code: str, at: float | None = None) -> bool:
        """Note a scan; true when it only repeats one just seen. ``at`` is its time if known better than now."""
        now = self._clock() if at is None else at
        key = scan_key(code)
        before = self._seen.get(key)
        self._seen = {k: t for k, t in self._seen.items() if 0 <= now - t < self._window}
        self._seen[key] = now
        return before is not None and 0 <= now - before < self._window

    def forget(self) -> None:
        """The next scan counts whatever came before it."""
        self._seen.clear()


def _check_digit_fits(digits: str) -> bool:
    return int(digits[-1]) == gtin_check_digit(digits[:-1])


def _with_layout_repaired(text: str) -> str:
    """Undo a wrong keyboard layout where only one reading is possible."""
    if len(text) >= _SHORTEST_REPAIRED_CODE and _AZERTY_ONLY & set(text):
        digits = text.translate(_AZERTY_DIGITS)
        if digits.isascii() and digits.isdigit() and not any(c.isdigit() for c in text):
            return digits
    if is_command(text):
        return text.upper()
    for layout in (_QWERTZ_BACK, _AZERTY_BACK):
        repaired = text.translate(layout)
        if is_command(repaired):
            return repaired.upper()
    return text
