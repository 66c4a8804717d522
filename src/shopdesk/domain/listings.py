"""What a product needs before it goes on the shelf of a channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shopdesk.i18n import N_

NEED_TITLES: dict[str, str] = {
    "title": N_("name"),
    "image": N_("picture"),
    "description": N_("description"),
    "category": N_("category"),
    "price": N_("price"),
    "barcode": N_("barcode"),
    "weight": N_("weight"),
    "brand": N_("brand"),
}
_EVERYWHERE = ("title", "image", "description", "price")
_SHOPS = (*_EVERYWHERE, "category", "weight")
_MARKETS = (*_SHOPS, "barcode", "brand")
NEEDS: dict[str, tuple[str, ...]] = {
    "shopify": _SHOPS,
    "woocommerce": _SHOPS,
    "etsy": _SHOPS,
    "amazon": _MARKETS,
    "ebay": (*_SHOPS, "barcode"),
    "taobao": _SHOPS,
    "tmall": _MARKETS,
    "jd": _MARKETS,
    "pinduoduo": _SHOPS,
    "douyin": _SHOPS,
    "shopee": _SHOPS,
}
DIRECT = frozenset({"phone", "manual", "pos", "mail"})


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """What is known of a product; the last three hold when every variant on sale has one."""

    title: bool = False
    image: bool = False
    description: bool = False
    category: bool = False
    brand: bool = False
    price: bool = False
    barcode: bool = False
    weight: bool = False
    needs_weight: bool = True


def needs_of(platform: str) -> tuple[str, ...]:
    """The fields a channel of this platform asks for."""
    key = platform.casefold()
    if key in DIRECT:
        return ("title", "price")
    return NEEDS.get(key, _SHOPS)


def missing(facts: ListingFacts, platform: str) -> list[str]:
    """The fields that are still missing for a channel, in the order of ``NEED_TITLES``."""
    wanted = set(needs_of(platform))
    if not facts.needs_weight:
        wanted.discard("weight")
    return [field for field in NEED_TITLES if field in wanted and not getattr(facts, field)]


def completeness(facts: ListingFacts, platform: str) -> float:
    """The share of the wanted fields that are there."""
    wanted = needs_of(platform)
    return 1 - len(missing(facts, platform)) / len(wanted)


def category_path(text: str) -> str:
    """A category as typed, as a path: ``Tea>green `` is ``Tea > green``."""
    parts = [" ".join(part.split()) for part in text.replace("\u203a", ">").split(">")]
    return " > ".join(part for part in parts if part)


def moved_category(category: str, old: str, new: str) -> str | None:
    """Where a category goes when ``old`` becomes ``new``; None when it is not below ``old``."""
    if category == old:
        return new
    if category.startswith(f"{old} > "):
        return f"{new}{category[len(old) :]}" if new else category[len(old) + 3 :]
    return None


def category_parents(categories: Mapping[str, int]) -> dict[str, int]:
    """Every node of the tree with the products in and below it."""
    found: dict[str, int] = {}
    for category, count in categories.items():
        parts = category.split(" > ")
        for depth in range(1, len(parts) + 1):
            node = " > ".join(parts[:depth])
            found[node] = found.get(node, 0) + count
    return dict(sorted(found.items(), key=lambda pair: pair[0].casefold()))
