"""Ready for a channel or not, and categories as a tree."""

import pytest

from shopdesk.domain.listings import (
    NEED_TITLES,
    ListingFacts,
    category_parents,
    category_path,
    completeness,
    missing,
    moved_category,
)

WHOLE = ListingFacts(**dict.fromkeys(NEED_TITLES, True))


def test_each_channel_asks_for_its_own():
    bare = ListingFacts(title=True, price=True)
    assert missing(bare, "phone") == []
    assert missing(bare, "shopify") == ["image", "description", "category", "weight"]
    assert missing(bare, "Amazon") == ["image", "description", "category", "barcode", "weight", "brand"]
    assert missing(bare, "of our own") == missing(bare, "shopify")
    assert missing(ListingFacts(title=True, price=True, needs_weight=False), "shopify") == [
        "image", "description", "category",
    ]  # fmt: skip
    assert missing(WHOLE, "amazon") == []
    assert (completeness(WHOLE, "amazon"), completeness(bare, "shopify")) == (1.0, pytest.approx(2 / 6))


def test_a_category_is_a_path():
    assert category_path(" Tea>green  leaf › loose> ") == "Tea > green leaf > loose"
    assert category_path(" > ") == ""


@pytest.mark.parametrize(
    ("category", "old", "new", "found"),
    [
        ("Tea", "Tea", "Drinks > Tea", "Drinks > Tea"),
        ("Tea > Green", "Tea", "Leaves", "Leaves > Green"),
        ("Tea > Green", "Tea", "", "Green"),
        ("Teaware", "Tea", "Leaves", None),
    ],
)
def test_a_category_moves_with_what_is_below_it(category, old, new, found):
    assert moved_category(category, old, new) == found


def test_a_node_counts_what_is_below_it():
    assert category_parents({"Tea > Green": 2, "Tea": 1, "Cups": 4}) == {"Cups": 4, "Tea": 3, "Tea > Green": 2}
