"""Cutting names and codes into the terms under which they are found, in any script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise, product

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_HAN = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]+")
_MAX_READINGS = 8
_MAX_INITIALS = 12


def fold(text: str) -> str:
    """Caseless text without accents and full-width forms."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Words of folded ``text`` in order; True marks a run of Han, Kana or Hangul."""
    found: list[tuple[str, bool]] = []
    for word in _WORD.findall(fold(text)):
        if word.isascii():
            found.append((word, False))
            continue
        at = 0
        for run in _HAN.finditer(word):
            if run.start() > at:
                found.append((word[at : run.start()], False))
            found.append((run.group(), True))
            at = run.end()
        if at < len(word):
            found.append((word[at:], False))
    return found


def index_terms(*texts: str) -> str:
    """All terms of ``texts`` for the index, separated by blanks: words, joined codes, Han pairs, pinyin initials."""
    terms: dict[str, None] = {}
    for text in texts:
        if not text:
            continue
        pieces = _pieces(text)
        for piece, han in pieces:
            if not han:
                terms[piece] = None
                continue
            for char in piece:
                terms[char] = None
            for first, second in pairwise(piece):
                terms[first + second] = None
            for initials in _initials(piece):
                for start in range(len(initials)):
                    terms[f"py{initials[start : start + _MAX_INITIALS]}"] = None
        if len(pieces) > 1 and len(text) <= 40 and " " not in text.strip():
            terms["".join(piece for piece, _han in pieces)] = None
    return " ".join(terms)


@lru_cache(maxsize=4096)
def _initials(run: str) -> tuple[str, ...]:
    """Pinyin initials of a Han run; several when characters have several readings."""
    from pypinyin import Style, pinyin  # noqa: PLC0415 - only needed for Chinese names

    readings = pinyin(run, style=Style.FIRST_LETTER, heteronym=True, errors="ignore", strict=False)
    sets = [sorted({r for r in reading if r.isascii() and r.isalpha()}) for reading in readings]
    if not sets or not all(sets):
        return ()
    spellings = ["".join(letters) for _at, letters in zip(range(_MAX_READINGS), product(*sets), strict=False)]
    return tuple(spellings)


def query_terms(text: str) -> list[tuple[tuple[str, bool], ...]]:
    """What to look for: groups that must all match; a group is alternatives of (term, as prefix)."""
    groups: list[tuple[tuple[str, bool], ...]] = []
    for piece, han in _pieces(text):
        if han:
            if len(piece) == 1:
                groups.append(((piece, False),))
            else:
                groups.extend(((first + second, False),) for first, second in pairwise(piece))
        elif piece.isascii() and piece.isalpha() and 1 < len(piece) <= _MAX_INITIALS:
            groups.append(((piece, True), (f"py{piece}", True)))
        else:
            groups.append(((piece, True),))
    return groups
