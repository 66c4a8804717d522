"""Fonts of the program: Inter where it is installed, else the system's, with the language's Chinese font behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from shopdesk.resources_folder import resource

BODY, SECONDARY, SMALL, SECTION, TITLE, FIGURE = 13, 12, 11, 16, 20, 24
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600
_TIGHT_FROM = 18
_OWN_LATIN, _OWN_CHINESE = "Roboto", "WenQuanYi Micro Hei"
_PLAIN = frozenset({"DejaVu Sans", "Sans Serif", "sans-serif", "Sans", "Bitstream Vera Sans", ""})
"""What a computer falls back to when nobody chose a font for its desktop."""


@dataclass
class _Current:
    families: list[str] = field(default_factory=list)


_current = _Current()


def use_language(language: str, families: Mapping[str, Sequence[str]]) -> None:
    """Choose the families: Latin first, then the Chinese font of ``language``, so shapes are the right ones."""
    installed = set(QFontDatabase.families())
    _bring_own(installed, families)
    chinese = "zh_TW" if language == "zh_TW" else "zh_CN"
    other = "zh_CN" if chinese == "zh_TW" else "zh_TW"
    latin = next((name for name in families["latin"] if name in installed), None)
    if latin is None:
        system = [name for name in _system_families() if name in installed and name not in _PLAIN]
        latin = system[0] if system else _OWN_LATIN
    behind = [
        next((name for name in (*families[key], _OWN_CHINESE) if name in installed), None) for key in (chinese, other)
    ]
    _current.families = [latin, *(name for name in behind if name)]
    font.cache_clear()
    metrics.cache_clear()


def _system_families() -> list[str]:
    return list(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families())


def _bring_own(installed: set[str], families: Mapping[str, Sequence[str]]) -> None:
    """Load the fonts the papers are drawn with where the computer has nothing better, e.g. a bare server."""
    latin = any(name in installed for name in families["latin"])
    if not latin and not any(name in installed and name not in _PLAIN for name in _system_families()):
        for name in ("Roboto-Regular.ttf", "Roboto-Medium.ttf", "Roboto-Bold.ttf"):
            _load(name, installed)
    if not any(name in installed for key in ("zh_CN", "zh_TW") for name in families[key]):
        _load("wqy-microhei.ttc", installed)


def _load(name: str, installed: set[str]) -> None:
    number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
    if number >= 0:
        installed.update(QFontDatabase.applicationFontFamilies(number))


@lru_cache(maxsize=64)
def font(px: int = BODY, weight: int = REGULAR, tabular: bool = False) -> QFont:
    """A font of the program; ``tabular`` gives figures of equal width for columns and counts."""
    made = QFont()
    if _current.families:
        made.setFamilies(_current.families)
    made.setPixelSize(px)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    if px >= _TIGHT_FROM:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, -0.3)
    return made


@lru_cache(maxsize=64)
def metrics(px: int = BODY, weight: int = REGULAR, tabular: bool = False) -> QFontMetricsF:
    """Measures of the same font."""
    return QFontMetricsF(font(px, weight, tabular))


def width(text: str, px: int = BODY, weight: int = REGULAR, tabular: bool = False) -> float:
    """Pixels that ``text`` takes in one line."""
    return metrics(px, weight, tabular).horizontalAdvance(text)
