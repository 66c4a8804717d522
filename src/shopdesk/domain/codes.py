"""Codes: SKU keys, GTIN check digits, document numbers."""

from __future__ import annotations

import unicodedata

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _

_INVISIBLE = dict.fromkeys(
    [
        *(0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD),
        *(*range(0x202A, 0x202F), *range(0x2066, 0x206A)),
        *(*range(0x09), *range(0x0E, 0x20), 0x7F),
    ]
)
GTIN_LENGTHS = (8, 12, 13, 14)
COMMAND_PREFIX = "CMD-"


def plain_code(text: str) -> str:
    """A code as typed, without invisible characters, full-width forms and outer blanks."""
    # What is invisible goes first: it could keep two characters apart that belong together.
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).translate(_INVISIBLE).strip()


def code_key(text: str) -> str:
    """The form in which two codes are compared: plain and caseless."""
    return unicodedata.normalize("NFKC", plain_code(text).casefold())


def gtin_check_digit(digits: str) -> int:
    """Check digit for a GTIN given without it (GS1 modulo 10, weights 3 and 1 from the right)."""
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(digits)))
    return -total % 10


def is_gtin(code: str) -> bool:
    """Whether ``code`` is a GTIN-8, -12, -13 or -14 with a right check digit."""
    return (
        code.isascii() and code.isdigit() and len(code) in GTIN_LENGTHS and int(code[-1]) == gtin_check_digit(code[:-1])
    )


def in_house_ean(number: int) -> str:
    """An EAN-13 from the in-house range 20–29 for item ``number`` (up to ten digits)."""
    body = f"20{number:010d}"
    return body + str(gtin_check_digit(body))


def checked_code(text: str, what: str) -> str:
    """``text`` as a plain code; raises UserError when it is empty, too long or looks like a bench command."""
    code = plain_code(text)
    if not code:
        raise UserError(_("{what} is empty.").format(what=what))
    if len(code) > 64:
        raise UserError(_("{what} is longer than 64 characters.").format(what=what))
    if code.upper().startswith(COMMAND_PREFIX):
        raise UserError(
            _("{what} may not start with {prefix}; such codes are bench commands.").format(
                what=what, prefix=COMMAND_PREFIX
            )
        )
    return code


def document_number(prefix: str, count: int) -> str:
    """A document number people read aloud, e.g. ``RMA-1001``."""
    return f"{prefix}{count}"
