"""What all papers share: the shop's head, addresses, page sizes and breaks, and words in the paper's language."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from shopdesk.documents.typesetting import DoesNotFit
from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.resources_folder import resource

PAGE_SIZES = {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "Letter": (215.9, 279.4)}


@dataclass(frozen=True, slots=True)
class ShopHead:
    """Who sends: name, address lines, one contact line, and an optional PNG logo."""

    name: str
    lines: tuple[str, ...] = ()
    contact: str = ""
    logo_png: bytes | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address, big to small or small to big as its country writes it; ``country`` is a code or a name."""

    name: str
    company: str = ""
    lines: tuple[str, ...] = ()
    country: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished PDF, or ZPL for a label printer; ``labels`` counts labels or slips.

    ``warnings`` are sentences to show before printing.
    """

    pdf: bytes
    pages: int
    labels: int = 0
    warnings: tuple[str, ...] = ()
    zpl: bytes = b""

    @property
    def content(self) -> bytes:
        """What goes to a file or a printer."""
        return self.zpl or self.pdf


def page_size(name: str) -> tuple[float, float]:
    """Width and height of an office paper in millimetres; raises UserError for an unknown name."""
    try:
        return PAGE_SIZES[name]
    except KeyError:
        raise UserError(
            _("“{name}” is no paper size; choose one of {names}.").format(name=name, names=", ".join(PAGE_SIZES))
        ) from None


@lru_cache(maxsize=8)
def words(language: str) -> gettext.NullTranslations:
    """The catalogue of a paper's own language, whatever the program itself speaks; English if there is none."""
    return gettext.translation("shopdesk", str(resource("locale")), [language], fallback=True)


def country_name(country: str, language: str) -> str:
    """The name of a two-letter country code in ``language``; anything else comes back unchanged."""
    if not (len(country) == 2 and country.isascii() and country.isalpha()):
        return country
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language).territories.get(country.upper(), country))
    except (ValueError, UnknownLocaleError):
        return str(Locale("en").territories.get(country.upper(), country))


def is_chinese_language(language: str) -> bool:
    """Whether papers in ``language`` follow Chinese habits (order of blocks, first lines, punctuation)."""
    return language.startswith("zh")


def page_breaks(heights: Sequence[float], first: float, later: float, foot: float) -> list[range]:
    """Share rows over pages: ``first`` and ``later`` are the room for rows, ``foot`` what the last page holds besides.

    The foot takes rows along to a new page; it stands alone only if no row can be spared.
    Raises DoesNotFit when one row or the foot is taller than a page.
    """
    if max((*heights, foot)) > later:
        raise DoesNotFit(_("One of the texts is too long for a single page. Shorten it."))
    pages: list[range] = []
    start, used, room = 0, 0.0, first
    for at, height in enumerate(heights):
        if used + height > room and (at > start or not pages):
            pages.append(range(start, at))
            start, used, room = at, 0.0, later
        used += height
    pages.append(range(start, len(heights)))
    if used + foot > room:
        moved, taken = len(heights), 0.0
        while moved > start + 1 and taken + heights[moved - 1] + foot <= later and taken < later * 0.2:
            moved -= 1
            taken += heights[moved]
        pages[-1] = range(start, moved)
        pages.append(range(moved, len(heights)))
    return pages
