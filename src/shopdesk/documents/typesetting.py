"""Breaking text into lines and choosing its size: shrink, then wrap, then refuse. Nothing is ever cut off silently.

Lengths are millimetres, type sizes points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from shopdesk.documents.fonts import MM_PER_POINT, Weight, is_chinese, printable, width
from shopdesk.domain.errors import UserError
from shopdesk.i18n import _

_NO_LINE_START = frozenset("，。：；、！？）】》」』”’…·,.;:!?)]}%‰℃々ー～")
_NO_LINE_END = frozenset("（【《「『“‘([{¥￥$€£№#")
# What counts houses, floors and rooms: the number before it stays on its line.
_COUNTED = frozenset("号號室幢栋棟楼樓层層弄巷段座期组組门門单單院户戶鄰邻")
_CHINESE_DIGITS = frozenset("一二三四五六七八九十百〇零")
_DISTRICT_END = re.compile(r"(?<![小社园])[区區县縣旗](?=\s*\S)")
_TOWN_END = re.compile(r"[市镇鎮乡鄉]|街道")
_STEP = 0.25
LONGEST_TEXT = 5000


class DoesNotFit(UserError):
    """A text is too long for its place even at the smallest readable size; it names the text."""

    @classmethod
    def named(cls, text: str) -> DoesNotFit:
        """The usual sentence about ``text``."""
        start = text if len(text) <= 160 else text[:159] + "…"
        return cls(_("“{text}” is too long for its place on the paper. Shorten it.").format(text=start))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit their place at ``size`` points."""

    size: float
    lines: tuple[str, ...]


def leading(size: float, factor: float = 1.32) -> float:
    """Distance of two baselines in millimetres."""
    return size * factor * MM_PER_POINT


def cap_height(size: float) -> float:
    """Height of a capital letter in millimetres."""
    return size * 0.711 * MM_PER_POINT


def wrap(text: str, weight: Weight, size: float, room: float) -> list[str]:
    """``text`` in lines of at most ``room`` millimetres; words break only if they are longer than a line.

    Raises DoesNotFit beyond ``LONGEST_TEXT`` characters, which no paper of ours has room for.
    """
    _refuse_endless(text)
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines.extend(_wrapped(printable(paragraph).strip(), weight, size, room))
    return lines


def _refuse_endless(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise DoesNotFit.named(text)


def _wrapped(text: str, weight: Weight, size: float, room: float) -> Iterator[str]:
    if width(text, weight, size) <= room:
        yield text
        return
    line = ""
    for piece in _pieces(text):
        if line and width((line + piece).rstrip(), weight, size) > room:
            yield line.rstrip()
            line = ""
        line += piece
        while width(line.rstrip(), weight, size) > room:
            head = _longest_head(line, weight, size, room)
            yield head
            line = line[len(head) :]
    if line.strip():
        yield line.rstrip()


def _longest_head(word: str, weight: Weight, size: float, room: float) -> str:
    """As much of an overlong word as fits, at least one character, preferably up to a hyphen or slash."""
    end = 1
    while end < len(word) and width(word[: end + 1], weight, size) <= room:
        end += 1
    for at in range(end, end // 2, -1):
        if word[at - 1] in "-/_.@":
            return word[:at]
    return word[:end]


@lru_cache(maxsize=2048)
def _pieces(text: str) -> tuple[str, ...]:
    """Unbreakable pieces, each with the blanks that follow it."""
    ends = [at for at in range(1, len(text)) if _may_break(text, at)]
    return tuple(text[start:end] for start, end in pairwise((0, *ends, len(text))))


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after == " ":
        return False
    if before == " ":
        last = text[:at].rstrip()[-1:]
        return not (after in _COUNTED and last.isascii() and last.isalnum()) and last not in _NO_LINE_END
    if after in _NO_LINE_START or before in _NO_LINE_END:
        return False
    if after in _COUNTED and (
        before in _COUNTED or before in _CHINESE_DIGITS or (before.isascii() and before.isalnum())
    ):
        return False
    if before in "—…" and after == before:
        return False
    return is_chinese(before) or is_chinese(after)


def balanced(text: str, weight: Weight, size: float, room: float) -> list[str]:
    """``text`` wrapped to the fewest lines, these as even in length as possible."""
    lines = wrap(text, weight, size, room)
    if len(lines) < 2:
        return lines
    low, high = room * 0.5, room
    while high - low > 0.3:
        middle = (low + high) / 2
        narrower = wrap(text, weight, size, middle)
        if len(narrower) > len(lines):
            low = middle
        else:
            high, lines = middle, narrower
    return lines


def address_lines(text: str, weight: Weight, size: float, room: float, *, even: bool = True) -> list[str]:
    """One address line in as many lines as it needs, ``even`` ones if wanted.

    A Chinese one breaks between district and street if it can.
    """
    _refuse_endless(text)
    line = printable(text).strip()
    if width(line, weight, size) <= room:
        return [line]
    for mark in (_DISTRICT_END, _TOWN_END):
        for found in mark.finditer(line):
            parts = (line[: found.end()].rstrip(), line[found.end() :].lstrip())
            if all(parts) and all(width(part, weight, size) <= room for part in parts):
                return list(parts)
    return (balanced if even else wrap)(line, weight, size, room)


def single_line(text: str, weight: Weight, size: float, least: float, room: float) -> float | None:
    """The largest size from ``size`` down to ``least`` at which ``text`` fits on one line, or None."""
    _refuse_endless(text)
    wanted = width(text, weight, size)
    if wanted <= room:
        return size
    shrunk = int(size * room / wanted / _STEP) * _STEP
    return shrunk if shrunk >= least and width(text, weight, shrunk) <= room else None


def fit(text: str, weight: Weight, sizes: Sequence[float], room: float, most_lines: int = 1) -> Fitted:
    """Shrink ``text`` from ``sizes[0]`` to ``sizes[-1]`` on one line, else wrap it to ``most_lines`` at that size.

    Raises DoesNotFit when even that is too long.
    """
    largest, least = sizes[0], sizes[-1]
    size = single_line(text, weight, largest, least, room)
    if size is not None:
        return Fitted(size, (printable(text),))
    size = largest
    while most_lines > 1 and size >= least:
        lines = balanced(text, weight, size, room)
        if len(lines) <= most_lines:
            return Fitted(size, tuple(lines))
        size -= _STEP * 2
    raise DoesNotFit.named(text)


def shortened(text: str, weight: Weight, size: float, room: float) -> str:
    """``text`` itself if it fits, else its beginning with an ellipsis; the caller says so in a warning."""
    line = printable(text[:LONGEST_TEXT])
    if len(text) <= LONGEST_TEXT and width(line, weight, size) <= room:
        return line
    end = min(len(line), int(room / (size * 0.05)) + 1)
    while end and width(line[:end].rstrip() + "…", weight, size) > room:
        end -= 1
    return line[:end].rstrip() + "…"
