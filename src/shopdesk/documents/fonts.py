"""The bundled fonts: which font draws which character, how wide it is, and what no font can draw.

Every paper embeds subsets of these fonts, nothing else. Latin, Greek and Cyrillic come from Roboto, Chinese, Japanese
and Korean from WenQuanYi Micro Hei, Hebrew, Armenian, Georgian and signs from DejaVu Sans. The paper library does not
shape text, so scripts whose letters join or stack (Arabic, Thai, the scripts of India) and loose combining marks are
reported as missing rather than printed wrong. Hebrew is put into visual order by ``bidi``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from shopdesk.documents.bidi import visual_order
from shopdesk.domain.errors import UserError
from shopdesk.resources_folder import resource


class Weight(StrEnum):
    """How heavy and how wide text is set; the value is the Latin font's file name."""

    REGULAR = "Roboto-Regular.ttf"
    MEDIUM = "Roboto-Medium.ttf"
    BOLD = "Roboto-Bold.ttf"
    BLACK = "Roboto-Black.ttf"
    NARROW = "RobotoCondensed-Regular.ttf"
    NARROW_BOLD = "RobotoCondensed-Bold.ttf"


MM_PER_POINT = 25.4 / 72

CHINESE = "wqy-microhei.ttc"
OTHER = "DejaVuSans.ttf"
OTHER_BOLD = "DejaVuSans-Bold.ttf"
_HEAVY = frozenset({Weight.BOLD, Weight.BLACK, Weight.NARROW_BOLD})

REPLACEMENT = "▯"
# Both kinds of font have these; in Chinese text they must come from the Chinese one, or they stand too narrow.
_SHARED_SIGNS = frozenset("“”‘’—…")
_CHINESE_FIRST = (
    (0x1100, 0x11FF),
    (0x2E80, 0xA4CF),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)


class MissingGlyphs(UserError):
    """No bundled font can draw some characters; ``missing`` maps the place on the paper to those characters."""

    def __init__(self, sentence: str, missing: Mapping[str, str]) -> None:
        super().__init__(sentence)
        self.missing = dict(missing)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that one font draws; ``width`` in points at size 1."""

    font: str
    text: str
    width: float


@dataclass(frozen=True, slots=True)
class _Face:
    glyphs: Mapping[int, int]
    advances: Mapping[int, float]
    usual_advance: float


@cache
def _face(font: str) -> _Face:
    """Load and register one font file; costs 15 to 200 ms, once a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    loaded = TTFont(font, str(resource("fonts", font)), subfontIndex=0, shapable=False)
    pdfmetrics.registerFont(loaded)
    return _Face(loaded.face.charToGlyph, loaded.face.charWidths, loaded.face.defaultWidth)


def ready(font: str) -> str:
    """``font`` itself, registered with the paper library."""
    _face(font)
    return font


def is_chinese(char: str) -> bool:
    """Whether ``char`` is a full-width sign or belongs to a Chinese, Japanese or Korean script."""
    code = ord(char)
    return code >= 0x1100 and any(low <= code <= high for low, high in _CHINESE_FIRST)


@lru_cache(maxsize=16384)
def _font_of(char: str, weight: Weight, prefer_chinese: bool) -> str | None:
    """The first bundled font that has ``char``, or None."""
    if not _can_stand_alone(char):
        return None
    other = OTHER_BOLD if weight in _HEAVY else OTHER
    order: tuple[str, ...] = (weight.value, other, OTHER, CHINESE)
    if prefer_chinese or is_chinese(char):
        order = (CHINESE, weight.value, other, OTHER)
    return next((font for font in order if _face(font).glyphs.get(ord(char))), None)


def _can_stand_alone(char: str) -> bool:
    """False for letters that must join with or stack on their neighbours, which needs shaping."""
    if char.isascii():
        return char.isprintable()
    if unicodedata.category(char).startswith(("M", "C")):
        return False
    direction = unicodedata.bidirectional(char)
    if direction == "R":
        return "\u0590" <= char <= "\u05ff" or "\ufb1d" <= char <= "\ufb4f"
    return direction not in ("AL", "AN")


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """``text`` as one line: composed, blanks made plain, invisible characters (also direction overrides) removed."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    return "".join(" " if char.isspace() else char for char in composed if not _is_invisible(char))


def _is_invisible(char: str) -> bool:
    if char.isspace():
        return False
    return unicodedata.category(char) in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f"


def missing_glyphs(text: str) -> str:
    """The distinct characters of ``text`` that no bundled font can draw, in the order of their first use."""
    if text.isascii():
        return ""
    plain = dict.fromkeys(printable(text))
    return "".join(char for char in plain if _font_of(char, Weight.REGULAR, False) is None)


def without_missing(text: str) -> str:
    """``text`` with pictures (emoji) left out and other undrawable characters replaced by a visible box."""
    lost = set(missing_glyphs(text))
    if not lost:
        return text
    kept = (char if char not in lost else _stand_in(char) for char in printable(text))
    return " ".join("".join(kept).split())


def _stand_in(char: str) -> str:
    return "" if unicodedata.category(char) in ("So", "Sk", "Mn", "Me") else REPLACEMENT


@lru_cache(maxsize=8192)
def runs(text: str, weight: Weight) -> tuple[Run, ...]:
    """Cut one line into runs of one font each, in visual order; undrawable characters become a visible box."""
    line = visual_order(printable(text))
    found: list[tuple[str, list[str]]] = []
    for char, prefer_chinese in _with_company(line):
        font = _font_of(char, weight, prefer_chinese)
        drawn = char if font else REPLACEMENT
        font = font or (OTHER_BOLD if weight in _HEAVY else OTHER)
        if found and found[-1][0] == font:
            found[-1][1].append(drawn)
        else:
            found.append((font, [drawn]))
    return tuple(Run(font, "".join(chars), sum(_advance(char, font) for char in chars)) for font, chars in found)


def _with_company(line: str) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it is a shared sign standing beside Chinese."""
    for at, char in enumerate(line):
        if char not in _SHARED_SIGNS:
            yield char, False
            continue
        before = next((other for other in reversed(line[:at]) if other not in _SHARED_SIGNS), "")
        after = next((other for other in line[at + 1 :] if other not in _SHARED_SIGNS), "")
        yield char, any(other and is_chinese(other) for other in (before, after))


@lru_cache(maxsize=16384)
def _advance(char: str, font: str) -> float:
    face = _face(font)
    return face.advances.get(ord(char), face.usual_advance) / 1000


@lru_cache(maxsize=16384)
def _unit_width(text: str, weight: Weight) -> float:
    return sum(run.width for run in runs(text, weight)) * MM_PER_POINT


def width(text: str, weight: Weight, size: float) -> float:
    """Width of one line in millimetres at ``size`` points."""
    return _unit_width(text, weight) * size
