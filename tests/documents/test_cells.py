"""Single cells: guards are peeled, identifiers stay exact, numbers that lost digits are refused."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shopdesk.documents import cells
from shopdesk.documents.cells import BadCell, RoughCell

CODES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30).filter(
    lambda text: not text.startswith(("'", "=", "#")) and "E+" not in text.upper()
)


@given(CODES)
@example("00012345")
@example("35153131473290001")
@example("1E5")
def test_a_code_comes_out_of_every_guard_unchanged(code: str):
    quoted = code.replace('"', '""')
    for guarded in (code, f"'{code}", f'="{quoted}"', f"\t{code}", f"{code}\t", f" {code}\xa0", f"\ufeff{code}\u200b"):
        assert cells.read_code(guarded) == code


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_a_number_as_identifier_keeps_all_its_digits(number: int):
    assert cells.read_code(float(number)) == str(number)


@pytest.mark.parametrize("number", [1e15, 3724105896541236987.0, 1.2345e19, float("inf"), float("nan")])
def test_a_number_too_long_to_be_exact_is_refused(number: float):
    with pytest.raises(BadCell, match="too long to be exact"):
        cells.read_code(number)


@pytest.mark.parametrize("text", ["4.00638E+12", "3.72E+18", "'1,5E+10"])
def test_a_number_shortened_to_an_exponent_is_refused(text: str):
    with pytest.raises(BadCell, match="shortened"):
        cells.read_code(text)


def test_full_width_digits_of_a_code_become_plain_and_direction_marks_go():
    assert cells.read_code("１２３Ａ") == "123A"
    assert cells.read_code("AB\u202e123") == "AB123"


def test_blank_cells_are_none_and_not_zero():
    for read in (cells.read_code, cells.read_text, cells.read_whole, cells.read_yes_no, cells.read_gtin):
        assert read("") is None
        assert read(" \t\xa0") is None


def test_lost_leading_zeros_of_a_barcode_return_only_if_the_check_digit_proves_them():
    with pytest.raises(RoughCell) as found:
        cells.read_gtin(36000291452.0)
    assert found.value.value == "036000291452"
    assert cells.read_gtin("36000291453") == "36000291453"
    assert cells.read_gtin("4006381333931") == cells.read_gtin("4006381333931.0") == "4006381333931"


def test_text_keeps_its_own_apostrophe_but_loses_the_guard_of_an_export():
    assert cells.read_text("'s-Hertogenbosch") == "'s-Hertogenbosch"
    assert cells.read_text("'=1+1") == "=1+1"
    assert cells.read_text('="00123"') == "00123"
    assert cells.read_marked_up("Bowl &quot;sea&quot; &#39;blue&#39;") == "Bowl \"sea\" 'blue'"


def test_an_error_of_the_spreadsheet_is_no_text():
    for read in (cells.read_text, cells.read_code, cells.read_whole):
        with pytest.raises(BadCell, match="spreadsheet error"):
            read("#REF!")


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_whole_numbers_are_read_in_every_dress(number: int):
    for dressed in (str(number), f" {number} ", f"{number}.0", f"{number:,}", f"'{number}", float(number)):
        assert cells.read_whole(dressed) == number


@pytest.mark.parametrize("cell", ["2.5", 2.5, "two", "1e3", "1-2", True, "1,2,3"])
def test_what_is_no_whole_number_is_refused(cell: object):
    with pytest.raises(BadCell):
        cells.read_whole(cell)


@given(st.text(max_size=40) | st.floats() | st.booleans() | st.integers())
def test_no_cell_whatever_breaks_a_reader(cell: object):
    readers = (
        cells.read_code, cells.read_gtin, cells.read_text, cells.read_marked_up, cells.read_whole, cells.read_yes_no,
        cells.read_urls, cells.reader_of_lists(",;"), cells.read_grams(cells.Decimal(1000)),
    )  # fmt: skip
    for read in readers:
        try:
            read(cell)
        except (BadCell, RoughCell) as verdict:
            assert verdict.why


@given(st.lists(st.text(max_size=12), max_size=6), st.sampled_from(sorted(cells.PLAIN_KINDS)))
def test_the_quick_look_at_a_column_never_passes_a_cell_that_would_change(texts: list[str], kind: str):
    read = {
        "text": cells.read_text, "marked": cells.read_marked_up, "code": cells.read_code, "gtin": cells.read_gtin,
    }[kind]  # fmt: skip
    if cells.needs_no_change(kind, texts):
        assert [read(text) for text in texts] == [text or None for text in texts]


def test_yes_and_no_are_understood_in_the_words_of_files():
    assert [cells.read_yes_no(cell) for cell in ("TRUE", "yes", "1", "是", True)] == [True] * 5
    assert [cells.read_yes_no(cell) for cell in ("false", "No", "0", "-1", "否", 0.0)] == [False] * 6
    with pytest.raises(BadCell):
        cells.read_yes_no("maybe")


def test_weights_come_out_in_grams():
    assert cells.read_grams(cells.Decimal("1000"))("0,5 kg") == 500
    assert cells.read_grams(cells.Decimal("453.59237"))("0.5") == 227
    assert cells.read_grams(cells.Decimal(1))(180.0) == 180


def test_picture_addresses_may_hold_commas_of_their_own():
    found = cells.read_urls("https://a.example/x.jpg?v=1,2, https://a.example/y.jpg\nhttps://a.example/x.jpg?v=1,2")
    assert found == ("https://a.example/x.jpg?v=1,2", "https://a.example/y.jpg")
