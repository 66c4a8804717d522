"""Prices by rule: the worked examples, endings before the floor, and a resolver that says why."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.pricing import (
    Change,
    Ending,
    ListKind,
    Offer,
    PriceFacts,
    PriceRules,
    Rule,
    Seen,
    above_floor,
    by_margin,
    by_markup,
    floor_price,
    margin_share,
    percent_of,
    proposals,
    reference_price,
    resolve,
    stability,
    was_price_problem,
    with_ending,
)

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
D = Decimal


def test_markup_is_on_cost_and_margin_on_price():
    assert by_markup(100_00, D("0.30")) == 130_00
    assert by_margin(100_00, D("0.30")) == 142_86
    for wrong in (D(1), D("-0.1")):
        with pytest.raises(UserError, match="between 0 % and less than 100 %"):
            by_margin(100, wrong)
    with pytest.raises(UserError, match="cannot be negative"):
        by_markup(-1, D("0.3"))


def test_the_floor_is_cost_and_the_smallest_margin_and_never_rounded_down():
    assert floor_price(100_00, D("0.10")) == 110_00
    assert floor_price(333, D("0.10")) == 367  # 366.3
    assert floor_price(None, D("0.10")) is None


def test_margin_is_taken_from_the_price_without_tax():
    assert margin_share(100_00, 60_00) == D("0.4")
    assert margin_share(113_00, 50_00, D("0.13")) == D("0.5")
    assert margin_share(0, 50) is None
    assert margin_share(100, None) is None


@pytest.mark.parametrize(
    ("price", "ending", "shown"),
    [
        (12_34, Ending.NONE, 12_34),
        (12_34, Ending.ROUND, 12_00),
        (12_50, Ending.ROUND, 13_00),
        (12_34, Ending.NINETY, 11_90),
        (12_45, Ending.NINETY, 12_90),
        (12_34, Ending.NINETY_NINE, 11_99),
        (12_60, Ending.NINETY_NINE, 12_99),
        (12_34, Ending.EIGHT, 8_00),
        (15_00, Ending.EIGHT, 18_00),
        (142_86, Ending.NINE, 139_00),
        (20, Ending.NINETY, 90),
        (20, Ending.NINE, 9_00),
    ],
)
def test_a_price_gets_the_nearest_ending(price: int, ending: Ending, shown: int):
    assert with_ending(price, ending) == shown


def test_a_currency_without_cents_has_no_cent_endings():
    assert with_ending(1234, Ending.NINETY_NINE, 0) == 1234
    assert with_ending(1234, Ending.NINE, 0) == 1239
    assert with_ending(1233, Ending.EIGHT, 0) == 1238


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.sampled_from(list(Ending)), st.sampled_from([0, 2, 3]))
def test_no_ending_goes_below_the_floor(price: int, floor: int, ending: Ending, digits: int):
    assert above_floor(price, floor, ending, digits) >= floor


def test_competitors_are_taken_by_their_newest_price_and_stale_ones_left_out():
    seen = [
        Seen("Aa", 30_00, TODAY - timedelta(days=9)),
        Seen("aa", 20_00, TODAY - timedelta(days=2)),
        Seen("Bb", 26_00, TODAY - timedelta(days=30)),
        Seen("Cc", 1_00, TODAY - timedelta(days=31)),
    ]
    found = reference_price(seen, "average", TODAY, 30)
    assert found is not None
    assert found.price == 23_00
    assert [one.source for one in found.stale] == ["Cc"]
    assert reference_price(seen, "min", TODAY, 30).price == 20_00
    assert reference_price([*seen, Seen("Dd", 50_00, TODAY)], "median", TODAY, 30).price == 26_00
    assert reference_price(seen[3:], "min", TODAY, 30) is None
    with pytest.raises(UserError, match="not one of"):
        reference_price(seen, "max", TODAY, 30)


def rule_of(facts: PriceFacts, **rules) -> list[tuple[Rule, int]]:
    return [(one.rule, one.price) for one in proposals(facts, PriceRules(**rules), TODAY)]


def test_each_rule_proposes_and_none_changes_anything():
    facts = PriceFacts(price=120_00, cost=100_00)
    assert rule_of(facts) == []
    assert rule_of(facts, cost_plus="markup") == [(Rule.MARKUP, 130_00)]
    assert rule_of(facts, cost_plus="margin", ending=Ending.NINETY) == [(Rule.MARGIN, 142_90)]
    seen = (Seen("A", 140_00, TODAY),)
    cheaper = PriceFacts(price=120_00, cost=100_00, seen=seen)
    assert rule_of(cheaper, competitor_base="min", competitor_shift=D("-0.05")) == [(Rule.COMPETITORS, 133_00)]


def test_a_suggestion_stops_at_the_floor_and_says_so():
    facts = PriceFacts(price=120_00, cost=100_00, seen=(Seen("A", 50_00, TODAY),))
    (one,) = proposals(facts, PriceRules(competitor_base="min"), TODAY)
    assert one.price == 110_00
    assert one.numbers["at_floor"] is True
    assert one.numbers["floor"] == 110_00
    assert one.numbers["sources"] == [["A", 50_00, "2026-03-02"]]


@pytest.mark.parametrize(
    ("days_left", "found"),
    [(90.0, []), (91.0, [(Rule.TOO_MUCH, 180_00)]), (None, [(Rule.TOO_MUCH, 180_00)])],
)
def test_too_much_stock_lowers_the_price(days_left, found):
    facts = PriceFacts(price=200_00, cost=100_00, available=5, days_left=days_left)
    assert rule_of(facts, cover_days=90) == found


def test_a_lowering_rule_never_raises_to_the_floor():
    facts = PriceFacts(price=105_00, cost=100_00, available=5)
    assert rule_of(facts, cover_days=90) == []


@pytest.mark.parametrize(("recent", "before", "rises"), [(12, 10, True), (11, 10, False), (3, 0, True), (0, 0, False)])
def test_little_stock_and_rising_demand_raise_the_price(recent: int, before: int, rises: bool):
    facts = PriceFacts(price=200_00, cost=100_00, available=2, days_left=4, sold_recent=recent, sold_before=before)
    assert rule_of(facts, low_days=7) == ([(Rule.RUNNING_OUT, 210_00)] if rises else [])


def offers() -> list[Offer]:
    return [
        Offer("Gold", ListKind.MEMBER, 45_00, level="gold"),
        Offer("March", ListKind.LIMITED, 47_00, valid_from=NOW, valid_until=NOW + timedelta(days=2)),
        Offer("Dozen", ListKind.LIST, 40_00, least=12),
    ]


def test_the_lowest_price_that_holds_wins_and_the_others_say_why_not():
    price, told = resolve(52_00, offers(), NOW)
    assert price == 47_00
    assert [(one.name, one.why_not) for one in told] == [
        ("March", ""),
        ("Price in the catalogue", ""),
        ("Dozen", "It needs 12 units."),
        ("Gold", "It is for the level “gold”."),
    ]
    assert resolve(52_00, offers(), NOW, "Gold")[0] == 45_00
    assert resolve(52_00, offers(), NOW, "gold", 12)[0] == 40_00


def test_a_window_begins_inclusive_and_ends_exclusive():
    moment = timedelta(milliseconds=1)
    assert resolve(52_00, offers(), NOW - moment)[0] == 52_00
    assert resolve(52_00, offers(), NOW + timedelta(days=2) - moment)[0] == 47_00
    assert resolve(52_00, offers(), NOW + timedelta(days=2))[0] == 52_00


def test_of_equal_prices_the_catalogues_wins():
    price, told = resolve(45_00, [Offer("Same", ListKind.LIST, 45_00)], NOW)
    assert price == 45_00
    assert told[0].name == "Price in the catalogue"


def change(days: float, was: int, now: int) -> Change:
    return Change(NOW - timedelta(days=days), was, now)


def test_a_price_that_jumps_or_dances_is_noticed():
    rules = PriceRules(jump=D("0.20"), most_changes=2, change_days=30)
    assert stability([change(5, 100, 120), change(3, 120, 110)], rules, NOW) is None
    far = stability([change(5, 100, 121)], rules, NOW)
    assert far is not None
    assert (far.too_far, far.too_often) == (True, False)
    often = stability([change(n, 100 + n, 101 + n) for n in (1, 2, 3)], rules, NOW)
    assert often is not None
    assert (often.too_far, often.too_often, often.changes) == (False, True, 3)
    assert stability([change(31, 100, 500)], rules, NOW) is None


def test_a_was_price_must_have_been_charged():
    rules = PriceRules(was_days=30)
    assert was_price_problem(None, 48_00, [], rules, NOW) == ""
    assert "not above" in was_price_problem(48_00, 48_00, [], rules, NOW)
    assert "never charged in the last 30 days" in was_price_problem(52_00, 48_00, [], rules, NOW)
    assert was_price_problem(52_00, 48_00, [change(10, 52_00, 48_00)], rules, NOW) == ""
    # It was charged until the change: a change 31 days ago is too long ago.
    assert "never charged" in was_price_problem(52_00, 48_00, [change(31, 52_00, 48_00)], rules, NOW)


def test_shares_are_told_as_percent():
    assert [percent_of(share) for share in ("0.30", "0.125", D("1"), "-0.05")] == ["30", "12.5", "100", "-5"]
