"""Cutting names and codes into the terms under which they are found, in any script.

Chinese, Japanese and Korean runs are cut into single characters and pairs. Pinyin initials are kept as all pairs and
triples of neighbouring initials, one for every combination of readings, so a name is found by any right reading.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

Alternative = tuple[tuple[str, bool], ...]
"""Terms that must all match; True marks one that is only the beginning of a word."""

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_HAN = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af]+")
LONGEST = 64  # characters of a word that count; a server's index takes at most 2,046 bytes
_MOST_GROUPS = 48  # parts of a query that count; the index of a file takes no unlimited expression
_LONGEST_CODE = 40
_INITIALS = "拼"  # no query for the beginning of a word ever starts like this


def fold(text: str) -> str:
    """Caseless text without accents and full-width forms."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text.casefold())
    if any(map(unicodedata.combining, bare)):
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    # Some compatibility forms (℡) unfold to capitals.
    return unicodedata.normalize("NFC", bare.casefold())


def _pieces(word: str) -> list[tuple[str, bool]]:
    """A folded word in parts; True marks a run of Han, Kana or Hangul."""
    if word.isascii():
        return [(word[:LONGEST], False)]
    found: list[tuple[str, bool]] = []
    at = 0
    for run in _HAN.finditer(word):
        if run.start() > at:
            found.append((word[at : run.start()][:LONGEST], False))
        found.append((run.group(), True))
        at = run.end()
    if at < len(word):
        found.append((word[at:][:LONGEST], False))
    return found


def index_terms(*texts: str) -> str:
    """All terms of ``texts`` for the index, separated by blanks: words, joined codes, Han pairs, pinyin initials."""
    return " ".join(terms_of(*texts))


def terms_of(*texts: str) -> dict[str, None]:
    """The terms of ``index_terms`` as keys, in order."""
    terms: dict[str, None] = {}
    for text in texts:
        if not text:
            continue
        words = _WORD.findall(fold(text))
        pieces = [piece for word in words for piece in _pieces(word)]
        for piece, han in pieces:
            if not han:
                terms[piece] = None
                continue
            terms.update(dict.fromkeys(piece))
            terms.update(dict.fromkeys(map(str.__add__, piece, piece[1:])))
        for word in words:
            if not word.isascii():
                terms.update(dict.fromkeys(_initials_terms(word)))
        if len(pieces) > 1 and len(text) <= _LONGEST_CODE and " " not in text.strip():
            terms["".join(piece for piece, _han in pieces)] = None
    return terms


def _initials_terms(word: str) -> list[str]:
    """Pairs and triples of neighbouring initials of a word that is at least partly Chinese."""
    letters = list(map(_initials, word))
    terms: list[str] = []
    for at, (first, second) in enumerate(pairwise(letters), 2):
        pairs = [_INITIALS + one + two for one in first for two in second]
        terms += pairs
        if pairs and at < len(letters):
            terms += [pair + three for pair in pairs for three in letters[at]]
    return terms


@lru_cache(maxsize=8192)
def _initials(char: str) -> tuple[str, ...]:
    """The pinyin initials of one character, one per reading; none when it has no reading."""
    if char.isascii():
        return (char,)
    if not _HAN.match(char):
        return ()
    from pypinyin import Style, pinyin  # only needed for Chinese names

    readings = pinyin(char, style=Style.FIRST_LETTER, heteronym=True, errors="ignore", strict=False)
    return tuple(sorted({r for reading in readings for r in reading if len(r) == 1 and r.isascii() and r.isalpha()}))


def query_terms(text: str) -> list[tuple[Alternative, ...]]:
    """What to look for: groups that must all match; a group is a choice of alternatives."""
    groups: list[tuple[Alternative, ...]] = []
    for word in _WORD.findall(fold(text)):
        for piece, han in _pieces(word):
            if han and len(piece) > 1:
                groups.extend((((first + second, False),),) for first, second in pairwise(piece))
            elif han:
                groups.append((((piece, False),),))
            else:
                initials = _wanted_initials(piece)
                groups.append((((piece, True),), initials) if initials else (((piece, True),),))
    return list(dict.fromkeys(groups))[:_MOST_GROUPS]


def _wanted_initials(piece: str) -> Alternative:
    """``piece`` read as initials: its triples, or its one pair."""
    if not piece.isascii() or piece.isdigit() or not 2 <= len(piece) <= 24:
        return ()
    size = min(3, len(piece))
    cut = (piece[start : start + size] for start in range(len(piece) - size + 1))
    return tuple(dict.fromkeys((_INITIALS + part, False) for part in cut))
