"""Countries by name in the language in use."""

from __future__ import annotations

from functools import lru_cache

from shopdesk.i18n import current_language

_PLACES = {"en": "en", "zh_CN": "zh_Hans_CN", "zh_TW": "zh_Hant_TW"}


def country_name(code: str) -> str:
    """A country's name, or the code itself if it has none."""
    return _named(current_language()).get(code.upper(), code)


@lru_cache(maxsize=4)
def _named(language: str) -> dict[str, str]:
    from babel import Locale

    names = Locale.parse(_PLACES.get(language, "en")).territories
    return {str(code): str(name) for code, name in names.items() if len(code) == 2}
