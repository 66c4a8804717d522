"""People as channels send them: masks, phones, addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.parties import address_missing, email_key, is_masked, masked_email, masked_phone, phone_digits

SAME_PHONES = [
    (
        "13800138000",
        [
            "13800138000",
            "+86 138 0013 8000",
            "+86-13800138000",
            "86 13800138000",
            "0086 13800138000",
            "１３８００１３８０００",
            "138-0013-8000",
        ],
    ),
    ("07551234567", ["0755-1234567", "07551234567", "0755 1234567", "(0755) 1234567"]),
    ("01012345678", ["010-12345678", "01012345678"]),
    ("4001234567", ["400-123-4567", "4001234567"]),
    ("0912345678", ["0912345678", "0912-345-678"]),
    ("0223456789", ["02-23456789", "02-23456789#123", "02-23456789 ext. 5", "0223456789 转 88"]),
    ("23456789", ["2345 6789", "23456789"]),
    ("61234567", ["6123 4567"]),
    ("4915112345678", ["+49 151 12345678", "0049 151 12345678"]),
    ("2125550100", ["212-555-0100", "(212) 555-0100 x12"]),
]


@pytest.mark.parametrize(("digits", "raw"), [(digits, raw) for digits, several in SAME_PHONES for raw in several])
def test_one_phone_has_one_form_however_it_is_written(digits: str, raw: str):
    assert phone_digits(raw) == digits


@pytest.mark.parametrize("raw", ["183****2807", "138＊＊＊＊8000", "+86 138xxxx8000", "", "   ", "138●●●●8000"])
def test_a_masked_or_missing_phone_is_nothing_to_compare(raw: str):
    assert phone_digits(raw) == ""


def test_virtual_numbers_with_different_extensions_are_different_people():
    one, other = phone_digits("18412345678-1234"), phone_digits("18412345678-5678")
    assert one.startswith("18412345678")
    assert one != other
    assert phone_digits("18412345678") not in (one, other)


@given(st.text())
def test_phone_digits_are_only_digits_whatever_comes_in(raw: str):
    digits = phone_digits(raw)
    assert digits == "" or (digits.isascii() and digits.isdigit())


@pytest.mark.parametrize("text", ["林**", "183****2807", "张＊", "Xxxx street", "李●●"])
def test_masks_are_recognised(text: str):
    assert is_masked(text)


@pytest.mark.parametrize("text", ["林小明", "Maxx Muster", "买买提·艾力", ""])
def test_names_are_not_taken_for_masks(text: str):
    assert not is_masked(text)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("13800138000", "138****8000"), ("+8613800138000", "+86*******8000"), ("183****2807", "183****2807"), ("", "")],
)
def test_a_phone_is_shown_with_its_middle_hidden(raw: str, shown: str):
    assert masked_phone(raw) == shown


@given(st.text("0123456789", min_size=3, max_size=20))
def test_at_least_half_or_four_digits_of_a_phone_are_hidden(raw: str):
    shown = masked_phone(raw)
    left = sum(character.isdigit() for character in shown)
    assert len(raw) - left >= min(4, (len(raw) + 1) // 2)
    assert raw not in shown


def test_an_address_of_mail_shows_its_first_letter_and_domain():
    assert masked_email("anna@example.com") == "a***@example.com"
    assert masked_email("") == ""
    assert masked_email("no mail") == "no mail"


@pytest.mark.parametrize(
    ("raw", "key"),
    [(" Anna@Example.COM ", "anna@example.com"), ("a***@example.com", ""), ("no mail", ""), ("", "")],
)
def test_mail_addresses_are_compared_caseless_and_never_when_masked(raw: str, key: str):
    assert email_key(raw) == key


WHOLE = {"name": "Anna", "line1": "Weg 1", "city": "Bonn", "postcode": "53111", "country": "DE"}


def test_a_whole_address_lacks_nothing():
    assert address_missing(**WHOLE) == ()


@pytest.mark.parametrize(
    ("part", "word"), [("name", "name"), ("line1", "street"), ("city", "city"), ("postcode", "postcode")]
)
def test_each_missing_part_is_named(part: str, word: str):
    assert address_missing(**{**WHOLE, part: " "}) == (word,)


def test_all_missing_parts_are_named_at_once():
    assert address_missing(name="", line1="", city="", postcode="", country="DE") == (
        "name",
        "street",
        "city",
        "postcode",
    )


@pytest.mark.parametrize("country", ["CN", "HK", "TW", "MO"])
def test_countries_without_postcode_or_city_do_not_miss_them(country: str):
    assert address_missing(name="林**", line1="南京路***号", city="", postcode="", country=country) == ()
