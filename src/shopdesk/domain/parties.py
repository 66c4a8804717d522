"""People as channels send them: masked names and phones, phone digits, missing parts of an address."""

from __future__ import annotations

import re
import unicodedata

from shopdesk.i18n import _

_MASK = re.compile(r"[*＊•●✱]|x{3,}|X{3,}")
_NOT_DIGIT = re.compile(r"\D+")
_EXTENSION = re.compile(r"(?:ext\.?|转|#|x)\s*\d+$", re.IGNORECASE)
_COUNTRIES_WITHOUT_POSTCODE = frozenset({"HK", "MO", "AE", "IE", "CN", "TW", "QA", "PA", "BO"})


def is_masked(text: str) -> bool:
    """Whether a channel hid part of this name, phone or address."""
    return bool(_MASK.search(text))


def phone_digits(raw: str) -> str:
    """Digits to compare phones by: country prefix 86 and extensions removed; empty for masked numbers.

    A virtual number (``18412345678-1234``) keeps its extension: platforms share the main part among many buyers.
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    if not text or is_masked(text):
        return ""
    digits = _NOT_DIGIT.sub("", _EXTENSION.sub("", text))
    if digits.startswith("0086"):
        digits = digits[4:]
    elif len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digits.removeprefix("00")


def masked_phone(raw: str) -> str:
    """A phone with its middle hidden, for people without the right to see contacts."""
    if is_masked(raw):
        return raw
    if len(raw) < 11:
        shown = min(4, len(raw) // 2)
        return "*" * (len(raw) - shown) + raw[len(raw) - shown :]
    return f"{raw[:3]}{'*' * (len(raw) - 7)}{raw[-4:]}"


def masked_email(raw: str) -> str:
    """An e-mail address with only its first letter and domain shown."""
    name, at, domain = raw.partition("@")
    return f"{name[:1]}***{at}{domain}" if at else raw


def email_key(raw: str) -> str:
    """The form in which two e-mail addresses are compared; empty for masked ones."""
    text = raw.strip().casefold()
    return "" if is_masked(text) or "@" not in text else text


def address_missing(*, name: str, line1: str, city: str, postcode: str, country: str) -> tuple[str, ...]:
    """The parts a delivery address lacks, as words; masked parts count as present."""
    missing = []
    if not name.strip():
        missing.append(_("name"))
    if not line1.strip():
        missing.append(_("street"))
    if not city.strip() and country not in ("SG", "MC", "VA", "CN", "HK", "MO", "TW"):
        missing.append(_("city"))
    if not postcode.strip() and country not in _COUNTRIES_WITHOUT_POSTCODE:
        missing.append(_("postcode"))
    return tuple(missing)
