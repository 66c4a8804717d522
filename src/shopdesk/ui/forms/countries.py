"""Countries by name in the language in use, and what usually goes with one: currency and paper."""

from __future__ import annotations

from functools import lru_cache

from shopdesk.i18n import current_language

LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文", "zh_TW": "繁體中文"}
_LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE"})
_PLACES = {"en": "en", "zh_CN": "zh_Hans_CN", "zh_TW": "zh_Hant_TW"}


@lru_cache(maxsize=4)
def _named(language: str) -> tuple[tuple[str, str], ...]:
    from babel import Locale

    names = Locale.parse(_PLACES.get(language, "en")).territories
    found = [(code, str(name)) for code, name in names.items() if len(code) == 2 and code.isalpha()]
    unreal = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}
    return tuple(sorted((pair for pair in found if pair[0] not in unreal), key=lambda pair: pair[1]))


def country_choices() -> list[tuple[str, str]]:
    """Every country as (code, name), by name."""
    return list(_named(current_language()))


def country_name(code: str) -> str:
    """A country's name, or its code if it has none."""
    return dict(_named(current_language())).get(code, code)


def currency_of(country: str) -> str:
    """The currency people pay with there."""
    from babel.numbers import get_territory_currencies

    return next(iter(get_territory_currencies(country)), "EUR")


def paper_of(country: str) -> str:
    """The paper in the printers there."""
    return "Letter" if country in _LETTER else "A4"


def currency_choices() -> list[tuple[str, str]]:
    """Every currency in use as (code, code and name)."""
    from babel import Locale

    named = Locale.parse(_PLACES.get(current_language(), "en")).currencies
    used = sorted({currency_of(code) for code, _name in _named("en")} - {""})
    return [(code, f"{code} · {named.get(code, code)}") for code in used]


def language_name(code: str) -> str:
    """A language's name, or its code if it has none."""
    from babel import Locale

    names = Locale.parse(_PLACES.get(current_language(), "en")).languages
    return str(names.get(code.replace("-", "_"), "") or names.get(code[:2].lower(), code))
