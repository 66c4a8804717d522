"""Variants from options, and the codes proposed for them."""

import pytest

from shopdesk.domain.codes import code_key
from shopdesk.domain.errors import UserError
from shopdesk.domain.variants import (
    check_pattern,
    combinations,
    free_code,
    proposed_code,
    same_combination,
    split_values,
    variant_title,
)


def test_every_combination_is_made_in_the_order_of_the_values():
    made = combinations({"Colour": ["Blue", "White"], "Size": ["S", "M", "L"]})
    assert made[:4] == [("Blue", "S"), ("Blue", "M"), ("Blue", "L"), ("White", "S")]
    assert len(made) == 6
    assert combinations({}) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"": ["S"]}, "needs a name"),
        ({"Size": []}, "has no values"),
        ({"Size": ["S"], "size": ["M"]}, "same name"),
        ({"Size": ["S", "s"]}, "same value twice"),
        ({f"O{n}": ["a"] for n in range(5)}, "at most 4 options"),
        ({"A": [str(n) for n in range(30)], "B": [str(n) for n in range(30)]}, "make 900 variants"),
    ],
)
def test_options_that_make_no_sense_are_refused(options, words):
    with pytest.raises(UserError, match=words):
        combinations(options)


def test_values_are_typed_with_commas_or_lines_and_kept_once():
    assert split_values(" Blue,  deep  red;blue\nWhite、青瓷 ,") == ("Blue", "deep red", "White", "青瓷")


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{code}-{Colour:2}-{Size}", "TS-DE-XL"),
        ("{code}{size:1}", "TSX"),
        ("{code}-{options}", "TS-DEE-XL"),
        ("{Colour}", "DEEPRED"),
    ],
)
def test_codes_follow_the_pattern(pattern: str, code: str):
    assert proposed_code(pattern, "TS", {"Colour": "Deep red", "Size": "X-L"}) == code


def test_a_code_that_is_taken_gets_a_number():
    taken = {code_key("ts-re"), code_key("TS-RE-2")}
    assert proposed_code("{code}-{Colour:2}", "TS", {"Colour": "Red"}, taken) == "TS-RE-3"
    assert free_code("TS-GR", taken) == "TS-GR"


def test_a_pattern_names_only_what_there_is():
    check_pattern("{code}-{Colour:2}", ["Colour"])
    with pytest.raises(UserError, match="which is no option"):
        check_pattern("{code}-{Color}", ["Colour"])
    with pytest.raises(UserError, match="at least one part"):
        check_pattern("TS-1", ["Colour"])


def test_a_combination_is_the_same_however_it_is_written():
    assert same_combination(["Blue ", "s"], ["blue", "S"])
    assert not same_combination(["Blue"], ["Blue", "S"])
    assert variant_title(["Blue", "", "S"]) == "Blue, S"
