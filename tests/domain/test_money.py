"""Money in whole minor units: rounding, splitting, refunding, tax."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shopdesk.domain.money import Money, exponent, half_up, major_text, minor_units, refund_of, split, tax_in

AMOUNTS = st.integers(-(10**12), 10**12)
CURRENCIES = st.sampled_from(["EUR", "CNY", "USD", "TWD", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.5", 1), ("1.5", 2), ("2.5", 3), ("-0.5", -1), ("-2.5", -3), ("2.4999999", 2), ("0.4", 0)],
)
def test_halves_are_rounded_away_from_zero(value: str, rounded: int):
    assert half_up(Decimal(value)) == rounded


@pytest.mark.parametrize(("currency", "digits"), [("CNY", 2), ("EUR", 2), ("TWD", 0), ("JPY", 0), ("KWD", 3)])
def test_currencies_know_how_they_are_counted(currency: str, digits: int):
    assert exponent(currency) == digits


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("12.5", "EUR", 1250),
        ("12.345", "EUR", 1235),
        ("-12.345", "EUR", -1235),
        ("99.5", "TWD", 100),
        ("1.2345", "KWD", 1235),
    ],
)
def test_amounts_become_whole_minor_units(amount: str, currency: str, minor: int):
    assert minor_units(Decimal(amount), currency) == minor
    assert Money.of(amount, currency).minor == minor


@given(AMOUNTS, CURRENCIES)
def test_the_text_of_an_amount_reads_back_to_the_same_amount(minor: int, currency: str):
    assert minor_units(Decimal(major_text(minor, currency)), currency) == minor


@given(AMOUNTS)
def test_the_text_of_an_amount_has_as_many_decimals_as_the_currency(minor: int):
    assert "." not in major_text(minor, "TWD")
    assert len(major_text(minor, "EUR").rpartition(".")[2]) == 2


def test_currencies_are_never_combined():
    with pytest.raises(ValueError, match="EUR"):
        Money(1, "USD") + Money(1, "EUR")
    with pytest.raises(ValueError, match="EUR"):
        Money(1, "USD") - Money(1, "EUR")


@given(AMOUNTS, AMOUNTS)
def test_money_adds_up(a: int, b: int):
    left, right = Money(a, "EUR"), Money(b, "EUR")
    assert (left + right) - right == left
    assert (-left).minor == -a
    assert bool(left) == (a != 0)


def test_a_product_is_rounded_half_up():
    assert Money(999, "EUR").times(Decimal("0.5")) == Money(500, "EUR")
    assert Money(333, "EUR").times(3) == Money(999, "EUR")
    assert str(Money(1250, "EUR")) == "12.50 EUR"


@pytest.mark.parametrize(
    ("weights", "discount", "parts"),
    [
        ([1000, 1000, 1000], 1000, [334, 333, 333]),
        ([9990, 8990, 2020], 2000, [952, 856, 192]),
        ([2020, 9990, 8990], 2000, [192, 952, 856]),
        ([8990, 2020, 9990], 2000, [856, 192, 952]),
        ([0, 0], 3, [2, 1]),
        ([0, 5], 3, [0, 3]),
        ([], 3, []),
        ([1, 1], 0, [0, 0]),
        ([1, 1, 1], -10, [-4, -3, -3]),
    ],
)
def test_known_discounts_are_shared_out(weights: list[int], discount: int, parts: list[int]):
    assert split(discount, weights) == parts


def test_a_discount_is_weighed_by_price_times_quantity():
    one, nine = 1000 * 1, 1000 * 9
    assert split(500, [one, nine]) == [50, 450]


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_shares_add_up_to_the_last_unit(amount: int, weights: list[int]):
    parts = split(amount, weights)
    assert sum(parts) == amount
    total = sum(weights)
    if total:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part * total - amount * weight) < total, "no share is a whole unit off"


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.data())
def test_a_line_never_gets_more_discount_than_it_costs(weights: list[int], data: st.DataObject):
    assume(sum(weights))
    amount = data.draw(st.integers(0, sum(weights)))
    assert all(0 <= part <= weight for part, weight in zip(split(amount, weights), weights, strict=True))


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=8, unique=True), st.integers(0, 10**6), st.randoms())
def test_shuffled_lines_get_the_same_shares_unless_remainders_tie(weights: list[int], amount: int, random):
    total = sum(weights)
    remainders = [amount * weight % total for weight in weights]
    assume(len(set(remainders)) == len(remainders))
    shuffled = list(weights)
    random.shuffle(shuffled)
    assert dict(zip(shuffled, split(amount, shuffled), strict=True)) == dict(
        zip(weights, split(amount, weights), strict=True)
    )


def test_single_refunds_of_a_line_add_up_to_what_was_paid():
    assert [refund_of(2666, 3, done, 1) for done in range(3)] == [888, 889, 889]


@given(st.integers(0, 10**9), st.integers(1, 500), st.data())
def test_refunds_in_any_portions_give_back_exactly_what_was_paid(paid: int, quantity: int, data: st.DataObject):
    done, given_back = 0, 0
    while done < quantity:
        more = data.draw(st.integers(1, quantity - done))
        part = refund_of(paid, quantity, done, more)
        assert part >= 0
        done, given_back = done + more, given_back + part
        assert given_back <= paid
    assert given_back == paid


@pytest.mark.parametrize(("done", "more"), [(0, 4), (3, 1), (-1, 1), (2, -1)])
def test_more_units_than_the_line_has_are_never_refunded(done: int, more: int):
    with pytest.raises(ValueError, match="more units"):
        refund_of(2666, 3, done, more)


def test_tax_is_taken_out_of_the_gross_amount():
    assert tax_in(11300, Decimal("0.13")) == 1300
    assert tax_in(105, Decimal("0.05")) == 5
    assert tax_in(100, Decimal(0)) == 0


@given(
    st.integers(0, 10**11),
    st.sampled_from([Decimal(r) for r in ("0.01", "0.05", "0.06", "0.09", "0.13", "0.19", "0.25")]),
)
def test_net_and_tax_are_the_gross_amount_and_the_tax_is_right_to_half_a_unit(gross: int, rate: Decimal):
    tax = tax_in(gross, rate)
    exact = Decimal(gross) - Decimal(gross) / (1 + rate)
    assert 0 <= tax <= gross
    assert abs(tax - exact) <= Decimal("0.5")
