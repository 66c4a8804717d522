import random
import re

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.codes import GTIN_LENGTHS, gtin_check_digit
from shopdesk.usecases.import_codes import is_bad, keys_of, some_are_bad, wrong_check_digits
from shopdesk.usecases.import_plans import key_of

CODES = st.lists(st.text(st.sampled_from("aB9 \n\tüCMD-０"), max_size=6), max_size=6)


@given(CODES)
def test_keys_of_many_codes_are_those_of_each(codes: list[str]):
    assert keys_of(codes) == [key_of(code) for code in codes]


@given(st.lists(st.sampled_from(["CMD-1", "cmd-x", "A\nCMD-1", "CMD", "A" * 64, "A" * 65, ""]), max_size=4))
def test_some_are_bad_when_one_is_or_may_be(codes: list[str]):
    hidden = any(re.search(r"\ncmd-", code.lower()) for code in codes)
    assert some_are_bad(codes) == (any(map(is_bad, codes)) or hidden)


def test_exactly_the_codes_with_a_wrong_check_digit_are_named():
    chance = random.Random(7)
    codes, wrong = [], set()
    for length in (*GTIN_LENGTHS, 7, 9):
        for _time in range(200):
            body = "".join(chance.choice("0123456789") for _digit in range(length - 1))
            code = body + chance.choice("0123456789")
            codes.append(code)
            if length in GTIN_LENGTHS and int(code[-1]) != gtin_check_digit(body):
                wrong.add(code)
    assert 0 < len(wrong) < len(codes)
    assert wrong_check_digits(codes) == wrong
    assert wrong_check_digits(["9" * 14, "ABCDEFGH", "４００６３８１３３３９３１", "4006381333931"]) == {
        "9" * 14,
        "４００６３８１３３３９３１",
    }
    assert wrong_check_digits([]) == set()
