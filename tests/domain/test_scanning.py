"""What scanners type and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.codes import gtin_check_digit
from shopdesk.domain.scanning import DoubleScan, clean_scan, is_command, same_code, scan_key

PLAIN = st.text("ABCDEFGHKLMNPRSTUVXY0123456789-./", min_size=1, max_size=20).filter(
    lambda code: not code.startswith("CMD-")
)
GTIN13_BODY = st.text("0123456789", min_size=12, max_size=12)


def gtin(body: str) -> str:
    return body + str(gtin_check_digit(body))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("MUG-ASH-30\r\n", "MUG-ASH-30"),
        ("2006381300416\t", "2006381300416"),
        ("２００６３８１３００４１６", "2006381300416"),
        ("ＭＵＧ－ＡＳＨ", "MUG-ASH"),
        ("\u200bMUG\u2060-30\ufeff", "MUG-30"),
        ("\u202e4006381333931\u202c", "4006381333931"),
        ("\u20664006381333931\u2069", "4006381333931"),
        ("]E04006381333931", "4006381333931"),
        ("]C1SO-10482", "SO-10482"),
        ("]C10104006381333931", "04006381333931"),
        ("]C1010400638133393110LOT7\x1d17261231", "04006381333931"),
        ("]d20104006381333931\x1d10LOT7", "04006381333931"),
        ("\x1d0104006381333931", "04006381333931"),
        ("(01)04006381333931(10)LOT7", "04006381333931"),
        ("0104006381333931", "0104006381333931"),
        ("  SO-10482  ", "SO-10482"),
        ("", ""),
        ("\r\n", ""),
    ],
)
def test_noise_of_the_scanner_goes_away(typed: str, meant: str) -> None:
    assert clean_scan(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('éàà-"_&"àà\'&-', "2006381300416"),
        ('e\u0301àà-"_&"àà\'&-', "2006381300416"),
        ("---", "---"),
        ("A-é&", "A-é&"),
        ("(", "("),
    ],
)
def test_french_digits_are_put_right_only_when_the_whole_code_is_of_them(typed: str, meant: str) -> None:
    assert clean_scan(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cmd-ok", "CMD-OK"),
        ("CMDßOK", "CMD-OK"),
        ("CMDßQ10", "CMD-Q10"),
        ("C?D)OK", "CMD-OK"),
        ("C?D)A&à", "CMD-Q10"),
        ("ＣＭＤ－ＯＫ", "CMD-OK"),
    ],
)
def test_command_codes_survive_a_foreign_keyboard_layout(typed: str, meant: str) -> None:
    assert clean_scan(typed) == meant
    assert is_command(clean_scan(typed))


def test_product_codes_are_no_commands() -> None:
    assert not is_command("CM-DISC-01")
    assert not is_command("4006381333931")


@given(PLAIN)
def test_a_plain_code_stays_what_it_is(code: str) -> None:
    assert clean_scan(code) == code.strip()
    assert clean_scan(clean_scan(code)) == clean_scan(code)


@given(st.text(max_size=40))
def test_cleaning_never_fails_and_leaves_nothing_invisible(raw: str) -> None:
    cleaned = clean_scan(raw)
    assert not set(cleaned) & set("\r\n\t\x1d\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff")
    assert cleaned == cleaned.strip()


@given(GTIN13_BODY)
def test_every_french_gtin_comes_back(body: str) -> None:
    code = gtin(body)
    typed = code.translate(str.maketrans("1234567890", "&é\"'(-è_çà"))
    if set(typed) & set('&é"(èçà'):
        assert clean_scan(typed) == code


@given(st.text("0123456789", min_size=11, max_size=11))
def test_upc_ean_and_gtin14_of_one_thing_are_the_same_code(body: str) -> None:
    upc = gtin(body)
    assert same_code(upc, "0" + upc)
    assert same_code(upc, "00" + upc)
    assert scan_key(upc) == scan_key("00" + upc)


def test_leading_zeros_matter_when_the_check_digit_does_not_fit() -> None:
    assert not same_code("12345678", "0012345678")


def test_case_and_width_do_not_count_but_other_letters_do() -> None:
    assert same_code("mug-ash-30", "ＭＵＧ-ASH-30")
    assert not same_code("MUG-ASH-30", "MUG-ASH-35")


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_same_code_within_300_ms_repeats_and_later_does_not() -> None:
    clock = Clock()
    guard = DoubleScan(clock)
    assert not guard.repeats("A1")
    clock.now += 0.299
    assert guard.repeats("a1")
    clock.now += 0.301
    assert not guard.repeats("A1")


def test_a_held_trigger_counts_once() -> None:
    clock = Clock()
    guard = DoubleScan(clock)
    verdicts = []
    for _ in range(10):
        verdicts.append(guard.repeats("A1"))
        clock.now += 0.2
    assert verdicts == [False] + [True] * 9


def test_another_code_in_between_is_not_a_repeat() -> None:
    guard = DoubleScan(Clock())
    assert not guard.repeats("A1")
    assert not guard.repeats("B2")
    assert guard.repeats("A1")


def test_the_time_of_the_key_press_wins_over_the_time_of_handling() -> None:
    clock = Clock()
    guard = DoubleScan(clock)
    assert not guard.repeats("A1", at=10.0)
    assert not guard.repeats("A1", at=10.9)
    assert guard.repeats("A1", at=11.0)


def test_forgetting_lets_the_next_scan_count() -> None:
    guard = DoubleScan(Clock())
    guard.repeats("A1")
    guard.forget()
    assert not guard.repeats("A1")


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 700)), max_size=30))
def test_a_scan_repeats_exactly_when_the_same_code_came_less_than_300_ms_before(scans: list[tuple[str, int]]) -> None:
    guard = DoubleScan(Clock())
    now, last = 0, {"A": -10_000, "B": -10_000}
    for code, wait in scans:
        now += wait
        assert guard.repeats(code, at=now / 1000) == ((now / 1000) - (last[code] / 1000) < 0.3)
        last[code] = now
