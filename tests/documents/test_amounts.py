"""Amounts of money in every dress: symbols, prefixes, decimal commas, spaces, 元."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.documents.amounts import currency_named, decimal_mark, reader_of_amounts
from shopdesk.documents.cells import BadCell, RoughCell


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("$1,013.00", 101300), ("AU $3,000.00", 300000), ("EUR 90,00", 9000), ("1 234,50 €", 123450),
        ("1\u202f234,50\xa0€", 123450), ("12,00", 1200), ("0元", 0), ("￥１２．５０", 1250), ("-5.00", -500),
        ("(5.00)", -500), ("5.00-", -500), ("$-5.00", -500), ("-$5.00", -500), ("1'234.50", 123450),
        ("CHF 1’234.50", 123450), (".5", 50), ("1.234.567,89", 123456789), ("1,00,000.00", 10000000), ("19.9", 1990),
        ("1,234", 123400), ("\t8.00\t", 800), ('="12.50"', 1250), ("'12.50", 1250), ("US$12", 1200), ("12 USD", 1200),
        ("RMB 12.30", 1230), ("kr 12,50", 1250), ("\u221212.50", -1250), (12.5, 1250), (19.989999999999998, 1999),
        (0.1 + 0.2, 30), (7, 700),
    ],
)  # fmt: skip
def test_amounts_are_read_as_minor_units(text: object, minor: int):
    assert reader_of_amounts(2)(text) == minor


@pytest.mark.parametrize(
    "text", ["abc", "1.2.3", "1,2,3", "12 apples", "5.00.00", "1..2", "--5", "12%", "#N/A", True, "1e5"]
)
def test_what_is_no_amount_is_refused(text: object):
    with pytest.raises(BadCell):
        reader_of_amounts(2)(text)


def test_blank_is_not_zero():
    assert [reader_of_amounts(2)(text) for text in ("", "  ", "-", "\xa0")] == [None] * 4


def test_digits_beyond_the_currency_are_rounded_and_said():
    with pytest.raises(RoughCell) as found:
        reader_of_amounts(2)("0.125")
    assert found.value.value == 13
    with pytest.raises(RoughCell):
        reader_of_amounts(0)("12.50")
    assert reader_of_amounts(0)("1500") == 1500
    assert reader_of_amounts(3)("1.250") == 1250


MINOR = st.integers(min_value=-(10**11), max_value=10**11)


@given(MINOR, st.sampled_from(["", "$", "€", "EUR ", "AU $", "¥"]), st.sampled_from(["", " €", " kr", "元", " USD"]))
def test_every_way_of_writing_reads_back_the_same(minor: int, before: str, after: str):
    plain = f"{abs(minor) / 100:,.2f}" if abs(minor) < 10**9 else f"{abs(minor) // 100:,}.{abs(minor) % 100:02}"
    sign = "-" if minor < 0 else ""
    swapped = plain.translate(str.maketrans(",.", ".,"))
    spaced = plain.replace(",", "\xa0").replace(".", ",")
    for number in (plain, swapped, spaced, plain.replace(",", "")):
        assert reader_of_amounts(2)(f"{sign}{before}{number}{after}") == minor
        assert reader_of_amounts(2, ",")(f"{sign}{before}{number}{after}") == minor


@given(MINOR)
def test_numbers_of_a_spreadsheet_are_exact_to_the_cent(minor: int):
    assert reader_of_amounts(2)(minor / 100) == minor


@given(st.text(alphabet="0123456789.,-+() $€eE元'", max_size=14) | st.text(max_size=14) | st.floats())
def test_no_cell_breaks_the_reader(cell: object):
    try:
        value = reader_of_amounts(2)(cell)
    except (BadCell, RoughCell) as verdict:
        assert verdict.why
    else:
        assert value is None or isinstance(value, int)


def test_the_decimal_mark_is_settled_over_the_whole_file():
    assert decimal_mark(["1.234", "12,50", "3,00"]) == ","
    assert decimal_mark(["1,234", "12.50"]) == "."
    assert decimal_mark(["1,234"]) == "."
    assert decimal_mark(["12,50", "12.50"]) == "."
    assert reader_of_amounts(2, ",")("1.234") == 123400


def test_currencies_are_known_by_code_or_symbol():
    assert currency_named("EUR 90,00", "USD") == "EUR"
    assert currency_named("$9", "CAD") == "CAD"
    assert currency_named("$9", "EUR") == "USD"
    assert currency_named("AU $9", "EUR") == "AUD"
    assert currency_named("¥9", "JPY") == "JPY"
    assert currency_named("9元", "EUR") == "CNY"
    assert currency_named("9.00", "EUR") == ""
    assert currency_named(9.0, "EUR") == ""
