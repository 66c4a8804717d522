"""Translation of user-visible text with gettext: ``_``, ``n_`` and ``N_``.

The rules must word refusals without Qt, so the one language of this process is kept here.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from dataclasses import dataclass, field

from shopdesk.resources_folder import resource

LANGUAGES = ("en", "zh_CN", "zh_TW")


@dataclass
class _Current:
    language: str = "en"
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)


_current = _Current()


def use_language(language: str) -> None:
    """Switch every later ``_()`` of this process to ``language``; unknown ones fall back to English."""
    folder = resource("locale")
    _current.catalogue = gettext.translation("shopdesk", str(folder), [language], fallback=True)
    _current.language = language if language in LANGUAGES else "en"


def current_language() -> str:
    """The language in use, one of ``LANGUAGES``."""
    return _current.language


def _(text: str) -> str:
    """Translate ``text`` now."""
    return _current.catalogue.gettext(text) if text else ""


def n_(one: str, many: str, count: int) -> str:
    """Translate the form of ``one``/``many`` that fits ``count``."""
    return _current.catalogue.ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name
    """Mark ``text`` for translation where it stands; ``_()`` translates it where it is shown."""
    return text


def listed(parts: Iterable[str]) -> str:
    """Words in a row as the language in use writes them: “a, b” or “甲、乙”; empty ones are left out."""
    return ("、" if _current.language.startswith("zh") else ", ").join(part for part in parts if part)
