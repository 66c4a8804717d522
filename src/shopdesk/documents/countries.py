"""Country names as platforms write them, to two-letter codes."""

from __future__ import annotations

from functools import cache

_NICKNAMES = {
    "usa": "US", "u.s.a.": "US", "united states of america": "US", "uk": "GB", "great britain": "GB", "england": "GB",
    "scotland": "GB", "wales": "GB", "northern ireland": "GB", "holland": "NL", "the netherlands": "NL",
    "korea": "KR", "republic of korea": "KR", "russian federation": "RU", "viet nam": "VN", "czech republic": "CZ",
    "中国大陆": "CN", "中国": "CN", "香港": "HK", "香港特别行政区": "HK", "澳门": "MO", "澳门特别行政区": "MO",
    "台湾": "TW", "台灣": "TW", "eire": "IE", "ireland (republic of)": "IE", "macau": "MO", "hong kong": "HK",
    "turkey": "TR", "macedonia": "MK", "uae": "AE",
}  # fmt: skip
_LANGUAGES = ("en", "zh_Hans", "zh_Hant", "de", "fr", "es", "it")


def country_code(text: str) -> str:
    """The ISO 3166 code for a code or name in a few languages; text that is neither comes back unchanged."""
    name = text.strip()
    if len(name) == 2 and name.isascii() and name.isalpha():
        code = name.upper()
        return "GB" if code == "UK" else code
    return _codes_by_name().get(name.casefold(), name) if name else ""


@cache
def _codes_by_name() -> dict[str, str]:
    from babel import Locale

    codes: dict[str, str] = {}
    for language in reversed(_LANGUAGES):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "UN", "EZ", "ZZ", "XA", "XB"):
                codes[name.casefold()] = code
    return codes | _NICKNAMES
