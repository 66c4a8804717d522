"""What papers share: how to print, who sends, amounts and days in the paper's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any

from shopdesk.domain.money import exponent

if TYPE_CHECKING:
    from shopdesk.documents.papers import ShopHead


@dataclass(frozen=True, slots=True)
class Options:
    """How to print: label stock, printer resolution in dots per inch, first cell on a sheet, copies.

    ``zpl`` asks for the language of label printers instead of a PDF.
    """

    stock: str = ""
    dpi: int = 203
    start: int = 1
    used: frozenset[int] = frozenset()
    copies: int = 1
    prices: bool = True
    page: str = ""
    allow_missing: bool = False
    zpl: bool = False


def shop_head(shop: dict[str, Any]) -> ShopHead:
    """The sender as printed on every paper."""
    from shopdesk.documents.papers import ShopHead

    return ShopHead(
        str(shop.get("shop_name", "")), tuple(shop.get("sender_lines", ())), str(shop.get("sender_contact", ""))
    )


def money_text(minor: int, currency: str, language: str) -> str:
    """An amount as people write it in ``language``."""
    from decimal import Decimal

    from babel.numbers import format_currency

    return format_currency(Decimal(minor).scaleb(-exponent(currency)), currency, locale=language)


def day_text(moment: datetime | None, language: str) -> str:
    """A day as people write it in ``language``; empty for None."""
    if moment is None:
        return ""
    from babel.dates import format_date

    return format_date(moment.astimezone().date(), "medium", locale=language)


def paper_language(customer_language: str, country: str) -> str:
    """The language of a paper that goes to a customer."""
    if country in ("TW", "HK", "MO"):
        return "zh_TW"
    if country == "CN" or customer_language.startswith("zh"):
        return "zh_CN"
    return "en"


def words_in(language: str) -> NullTranslations:
    """The catalogue of a paper's own language."""
    from shopdesk.documents.papers import words

    return words(language)
