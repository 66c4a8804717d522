"""Finding out how a text file is encoded, and saying when that is only a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CHOICES = (
    "utf-8", "gb18030", "big5", "cp932", "euc_kr", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp874",
    "utf-16-le", "utf-16-be", "mac_roman",
)  # fmt: skip
_SAMPLE = 256 * 1024
_PLAUSIBLE = 0.55

# UTF-8 shown as something else: cp1252 (Ã©, â€™, ä¸­) and GBK (璁㈠崟 for 订单, 锟斤拷 for a lost character).
_GARBLED = re.compile(
    r"Ã[\x80-\xbf©¨¼¶¤±³¡]|â€[™œ“”˜¢¦]|[äåæçèé][\x80-\xbf¸¹º»¼½¾¿¡-·]{2}|锟斤拷|\ufffd|璁㈠崟|鍟嗗搧|鏁伴噺|鍚嶇О|浠锋牸|"
    r"[\x80-\x9f]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the codec used, and whether that is beyond doubt."""

    text: str
    encoding: str
    certain: bool


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Decode ``data``: the person's choice, byte order mark, strict UTF-8, then the likeliest old encoding.

    Raises UnicodeError if the chosen encoding does not fit at all.
    """
    if encoding:
        bare = data[3:] if encoding in ("utf-8", "utf8") and data.startswith(codecs.BOM_UTF8) else data
        return Decoded(bare.decode(encoding).removeprefix("\ufeff"), encoding, certain=True)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data, name)
    wide = _without_mark(data)
    if wide:
        return Decoded(data.decode(wide, "replace"), wide, certain=False)
    try:
        return Decoded(data.decode("utf-8"), "utf-8", certain=True)
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3:  # cut in the middle of its last character
            return Decoded(data[: error.start].decode("utf-8"), "utf-8", certain=False)
    guess = _likeliest(data)
    return Decoded(data.decode(guess, "replace"), guess, certain=False)


def looks_garbled(text: str) -> bool:
    """Whether text shows the marks of having been decoded wrongly once already."""
    return len(_GARBLED.findall(text[:_SAMPLE])) >= max(1, min(len(text), _SAMPLE) // 20_000)


def _marked(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name, certain=True)
    except UnicodeDecodeError:
        return Decoded(data.decode(name, "replace"), name, certain=False)


def _without_mark(data: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: Latin text leaves zeros in every second (or three of four) bytes."""
    head = data[:4096]
    if len(head) < 4 or b"\0" not in head:
        return ""
    zeros = [head[at::4].count(0) / max(1, len(head[at::4])) for at in range(4)]
    for name, expected in (
        ("utf-32-le", (0, 1, 1, 1)), ("utf-32-be", (1, 1, 1, 0)),
        ("utf-16-le", (0, 1, 0, 1)), ("utf-16-be", (1, 0, 1, 0)),
    ):  # fmt: skip
        if all(abs(share - goal) < 0.3 for share, goal in zip(zeros, expected, strict=True)):
            return name
    return ""


def _likeliest(data: bytes) -> str:
    sample = data[:_SAMPLE]
    alone = _single_byte_share(sample)
    scored = [(_score(data, sample, name), -order, name) for order, name in enumerate(("gb18030", "big5", "cp932"))]
    best, _, name = max(scored)
    if best >= _PLAUSIBLE and (alone < 0.5 or best > 0.9):
        return name
    return _western(sample)


def _single_byte_share(sample: bytes) -> float:
    """Share of high bytes that stand alone between ASCII: near 1 for Latin text, near 0 for Chinese."""
    runs = re.findall(rb"[\x80-\xff]+", sample)
    return sum(1 for run in runs if len(run) == 1) / len(runs) if runs else 0.0


def _score(data: bytes, sample: bytes, name: str) -> float:
    """Share of everyday characters among the non-ASCII ones when read as ``name``; 0 if it does not fit."""
    try:
        data.decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 2:
            return 0.0
    text = sample.decode(name, "ignore")
    foreign = [character for character in text if character > "\x7f"]
    if not foreign:
        return 0.0
    return sum(1 for character in foreign if _is_everyday(character, name)) / len(foreign)


def _is_everyday(character: str, name: str) -> bool:
    code = ord(character)
    if 0x3000 <= code <= 0x3002 or 0xFF01 <= code <= 0xFF5E or 0x300A <= code <= 0x3011:
        return True  # punctuation and full-width forms
    if name == "cp932":
        return 0x3041 <= code <= 0x30FC or (0x4E00 <= code <= 0x9FFF and _lead(character, name) < 0x98)
    if not 0x4E00 <= code <= 0x9FFF:
        return False
    lead = _lead(character, "gb2312" if name == "gb18030" else name)
    return 0xB0 <= lead <= 0xD7 if name == "gb18030" else 0xA4 <= lead <= 0xC6


def _lead(character: str, name: str) -> int:
    encoded = character.encode(name, "ignore")
    return encoded[0] if encoded else 0xFF


def _western(sample: bytes) -> str:
    """cp1252, unless the letters are nearly all Cyrillic or Thai ones."""
    high = re.findall(rb"[\x80-\xff]", sample)
    runs = re.findall(rb"[\xc0-\xff]{3,}", sample)
    if high and sum(map(len, runs)) > 0.6 * len(high):
        return "cp1251"
    thai = re.findall(rb"[\xa1-\xda\xdf-\xfb]{4,}", sample)
    if high and sum(map(len, thai)) > 0.8 * len(high):
        return "cp874"
    return "cp1252"
