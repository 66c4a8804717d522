"""Visual order of a line with Hebrew in it: the implicit part of the Unicode bidirectional algorithm.

Explicit embeddings are stripped before (``fonts.printable``) and bracket pairs are mirrored one by one. Arabic is not
handled: its letters need joining, which the paper library cannot do, so ``fonts`` reports them as missing.
"""

from __future__ import annotations

import unicodedata

_MIRROR = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_NEUTRAL = frozenset({"WS", "ON", "S", "B", "ES", "ET", "CS", "BN"})


def needs_reordering(text: str) -> bool:
    """Whether ``text`` holds a right-to-left letter."""
    return not text.isascii() and any(unicodedata.bidirectional(char) == "R" for char in text)


def visual_order(text: str) -> str:
    """The characters of one line from left to right as a reader sees them; text without Hebrew comes back unchanged."""
    if not needs_reordering(text):
        return text
    kinds = [unicodedata.bidirectional(char) for char in text]
    base = next((int(kind == "R") for kind in kinds if kind in ("L", "R")), 0)
    _join_numbers(kinds)
    _latin_numbers(kinds, base)
    _settle_neutrals(kinds, base)
    levels = [_level(kind, base) for kind in kinds]
    for at in range(len(text) - 1, -1, -1):
        if not text[at].isspace():
            break
        levels[at] = base
    return _reversed_runs(text, levels)


def _level(kind: str, base: int) -> int:
    if kind == "R":
        return 1
    if kind == "EN":
        return 2
    return base + base % 2


def _join_numbers(kinds: list[str]) -> None:
    """Separators inside and signs beside a number belong to it: 10-12, 5 %, ₪90."""
    for at in range(1, len(kinds) - 1):
        if kinds[at] in ("ES", "CS") and kinds[at - 1] == kinds[at + 1] == "EN":
            kinds[at] = "EN"
    for step in (1, -1):
        order = range(len(kinds)) if step == 1 else range(len(kinds) - 1, -1, -1)
        for at in order:
            before = at - step
            if kinds[at] == "ET" and 0 <= before < len(kinds) and kinds[before] == "EN":
                kinds[at] = "EN"


def _latin_numbers(kinds: list[str], base: int) -> None:
    """A number after a Latin letter runs with the Latin text."""
    strong = "R" if base else "L"
    for at, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _settle_neutrals(kinds: list[str], base: int) -> None:
    """Blanks and signs follow their neighbours when both agree, else the direction of the line."""
    own = "R" if base else "L"
    at = 0
    while at < len(kinds):
        if kinds[at] not in _NEUTRAL:
            at += 1
            continue
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        left = own if at == 0 else "R" if kinds[at - 1] == "EN" else kinds[at - 1]
        right = own if end == len(kinds) else "R" if kinds[end] == "EN" else kinds[end]
        kinds[at:end] = [left if left == right else own] * (end - at)
        at = end


def _reversed_runs(text: str, levels: list[int]) -> str:
    chars = [char.translate(_MIRROR) if level % 2 else char for char, level in zip(text, levels, strict=True)]
    for level in range(max(levels), 0, -1):
        at = 0
        while at < len(chars):
            if levels[at] < level:
                at += 1
                continue
            end = at
            while end < len(chars) and levels[end] >= level:
                end += 1
            chars[at:end] = chars[at:end][::-1]
            levels[at:end] = levels[at:end][::-1]
            at = end
    return "".join(chars)
