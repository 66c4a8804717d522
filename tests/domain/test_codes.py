"""SKU keys, GTIN check digits, document numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.codes import (
    GTIN_LENGTHS,
    checked_code,
    code_key,
    document_number,
    gtin_check_digit,
    in_house_ean,
    is_gtin,
    plain_code,
)
from shopdesk.domain.errors import UserError

REAL = ["4006381333931", "96385074", "036000291452", "10012345678902", "9780306406157", "5901234123457", "73513537"]


@pytest.mark.parametrize("code", REAL)
def test_real_article_numbers_are_recognised(code: str):
    assert is_gtin(code)


@pytest.mark.parametrize("code", REAL)
def test_one_wrong_digit_is_always_noticed(code: str):
    for at, digit in enumerate(code):
        for other in "0123456789":
            if other != digit:
                assert not is_gtin(code[:at] + other + code[at + 1 :])


@pytest.mark.parametrize(
    "code",
    [
        "",
        "4006381333932",
        "400638133393",
        "40063813339310",
        "4006381333931 ",
        "ABC",
        "４００６３８１３３３９３１",
        "²3456789",
    ],
)
def test_other_texts_are_no_article_numbers(code: str):
    assert not is_gtin(code)


@given(st.sampled_from(GTIN_LENGTHS), st.data())
def test_a_computed_check_digit_is_accepted_and_no_other(length: int, data: st.DataObject):
    body = data.draw(st.text("0123456789", min_size=length - 1, max_size=length - 1))
    right = gtin_check_digit(body)
    assert [digit for digit in range(10) if is_gtin(f"{body}{digit}")] == [right]


@given(st.integers(0, 10**10 - 1))
def test_in_house_numbers_are_article_numbers_of_the_in_house_range(number: int):
    code = in_house_ean(number)
    assert len(code) == 13
    assert code.startswith("20")
    assert is_gtin(code)


def test_in_house_numbers_differ():
    assert len({in_house_ean(n) for n in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  TEA-01 ", "TEA-01"),
        ("ＴＥＡ－０１", "TEA-01"),
        ("TEA\u200b-01\ufeff", "TEA-01"),
        ("\u202aTEA-01\u202c", "TEA-01"),
        ("TEA-01\t\r\n", "TEA-01"),
        ("TE\x00A\x1d-01", "TEA-01"),
        ("CAFE\u200d\u0301", "CAFÉ"),
        ("茶-01", "茶-01"),
    ],
)
def test_what_nobody_sees_is_no_part_of_a_code(typed: str, plain: str):
    assert plain_code(typed) == plain


@given(st.text())
def test_a_plain_code_is_plain_already(text: str):
    assert plain_code(plain_code(text)) == plain_code(text)


@given(st.text())
def test_a_code_key_is_a_key_already_and_ignores_how_the_code_was_cleaned(text: str):
    assert code_key(code_key(text)) == code_key(text)
    assert code_key(plain_code(text)) == code_key(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_upper_and_lower_case_are_the_same_code(text: str):
    assert code_key(text.upper()) == code_key(text.lower())


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "empty"), (" \u200b ", "empty"), ("A" * 65, "64"), ("CMD-DONE", "CMD-"), ("ｃｍｄ－done", "CMD-")],
)
def test_an_unusable_code_is_refused_with_a_sentence(text: str, word: str):
    with pytest.raises(UserError, match=word) as caught:
        checked_code(text, "The SKU")
    assert str(caught.value).startswith("The SKU")
    assert str(caught.value).endswith(".")


def test_a_usable_code_is_returned_plain():
    assert checked_code(" TEA-01 ", "The SKU") == "TEA-01"
    assert checked_code("A" * 64, "The SKU") == "A" * 64


def test_document_numbers_are_read_aloud():
    assert document_number("RMA-", 1001) == "RMA-1001"
    assert document_number("", 10001) == "10001"
