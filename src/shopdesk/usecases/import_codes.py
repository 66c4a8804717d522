"""Codes of files by the hundred thousand: compared forms, codes a shop does not take, check digits."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from shopdesk.domain.codes import COMMAND_PREFIX, GTIN_LENGTHS
from shopdesk.usecases.import_plans import key_of

_LONGEST_CODE = 64
_FIGURES = bytes((byte - 48) % 256 for byte in range(256))
_REST = bytes(byte % 10 for byte in range(256))


def keys_of(codes: Sequence[str]) -> list[str]:
    """``key_of`` of each; the usual ones, ASCII without any space, are done all together."""
    joined = "\n".join(codes)
    keys = joined.lower().split("\n")
    if joined.isascii() and len(keys) == len(codes) and keys == joined.lower().split():
        return keys
    return list(map(key_of, codes))


def is_bad(code: str) -> bool:
    """Whether a shop does not take such a code: it is too long, or a bench command."""
    return len(code) > _LONGEST_CODE or code[:4].upper() == COMMAND_PREFIX


def some_are_bad(codes: Sequence[str]) -> bool:
    """Whether any of ``codes`` ``is_bad``."""
    return max(map(len, codes), default=0) > _LONGEST_CODE or f"\n{COMMAND_PREFIX}" in "\n".join(("", *codes)).upper()


def wrong_check_digits(codes: Collection[str]) -> set[str]:
    """Those of ``codes`` that look like a GTIN but do not end in the check digit of their other digits."""
    wrong: set[str] = set()
    of_length: dict[int, list[str]] = {length: [] for length in GTIN_LENGTHS}
    for code in codes:
        if len(code) in of_length:
            of_length[len(code)].append(code)
    for length, same in of_length.items():
        plain = [code for code in same if code.isdigit() and code.isascii()]
        wrong |= {code for code in same if code.isdigit() and not code.isascii()}
        # All codes are weighed at once, one to a byte of very long numbers: no weighted sum exceeds 9 x 7 x (1 + 3).
        figures = "".join(plain).encode().translate(_FIGURES)
        weighed = sum(int.from_bytes(figures[at::length]) * (3 - 2 * ((length - at) % 2)) for at in range(length))
        rests = weighed.to_bytes(len(plain)).translate(_REST)
        wrong |= {code for code, rest in zip(plain, rests, strict=True) if rest}
    return wrong
