import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.documents.fonts import Weight, width
from shopdesk.documents.typesetting import (
    DoesNotFit,
    address_lines,
    balanced,
    fit,
    shortened,
    single_line,
    wrap,
)
from tests.documents.invented import SCRIPTS
from tests.documents.reading_back import squeezed

TEXTS = st.one_of(
    st.text(alphabet="aäßŁ -/.,0123456789", max_size=80),
    st.text(alphabet="浙江省杭州市西湖区文二路号室，。（）“” 0123A", max_size=60),
)


@given(TEXTS, st.floats(min_value=8, max_value=80))
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: float) -> None:
    lines = wrap(text, Weight.MEDIUM, 10, room)
    assert all(width(line, Weight.MEDIUM, 10) <= room for line in lines)
    assert squeezed("".join(lines)) == squeezed(text)


@given(TEXTS, st.floats(min_value=8, max_value=80))
def test_balancing_never_needs_more_lines(text: str, room: float) -> None:
    lines = balanced(text, Weight.REGULAR, 9, room)
    assert len(lines) == len(wrap(text, Weight.REGULAR, 9, room))
    assert squeezed("".join(lines)) == squeezed(text)


def test_words_break_only_when_they_are_longer_than_a_line() -> None:
    assert wrap("Södra vägen 12", Weight.REGULAR, 10, 20) == ["Södra vägen", "12"]
    long = wrap("Donaudampfschifffahrtsgesellschaft", Weight.REGULAR, 10, 25)
    assert len(long) > 1
    assert wrap("Bürgermeister-Fischer-Straße", Weight.REGULAR, 10, 30)[0].endswith("-")


@pytest.mark.parametrize(
    "address", ["文二路 391 号 5 幢 1203 室", "文二路391号5幢1203室", "中山北路二段 18 巷 3 號 6 樓"]
)
@pytest.mark.parametrize("room", [18, 22, 26, 30, 34])
def test_a_chinese_address_never_breaks_between_number_and_what_it_counts(address: str, room: float) -> None:
    for line in wrap(address, Weight.MEDIUM, 12, room):
        assert line[0] not in "号幢室號樓巷段"


def test_a_chinese_address_breaks_between_district_and_street() -> None:
    assert address_lines("浙江省杭州市西湖区文二路 391 号 5 幢 1203 室", Weight.MEDIUM, 12, 62) == [
        "浙江省杭州市西湖区",
        "文二路 391 号 5 幢 1203 室",
    ]


def test_chinese_lines_do_not_begin_with_closing_or_end_with_opening_signs() -> None:
    text = "妈妈，生日快乐！（愿你每天都有一杯好茶。）——晓雯“敬上”"
    for room in range(14, 60):
        lines = wrap(text, Weight.REGULAR, 11, room)
        assert not any(line[0] in "，。！）”" for line in lines), lines
        assert not any(line[-1] in "（“" for line in lines), lines


def test_text_shrinks_then_wraps_then_is_refused() -> None:
    assert fit("Mara", Weight.BOLD, (17, 11), 40).size == 17
    assert 11 <= fit("Mara Lindqvist-Andersson", Weight.BOLD, (17, 11), 62).size < 17
    wrapped = fit("Mara Lindqvist-Andersson von Hohenlohe", Weight.BOLD, (17, 11), 50, most_lines=2)
    assert len(wrapped.lines) == 2
    with pytest.raises(DoesNotFit, match="Mara Lindqvist"):
        fit("Mara Lindqvist-Andersson von Hohenlohe", Weight.BOLD, (17, 11), 30)


def test_shrinking_stops_at_the_least_size() -> None:
    assert single_line("wide " * 20, Weight.BOLD, 17, 11, 40) is None


def test_shortening_leaves_a_marker() -> None:
    short = shortened("Handgedrechselte Pfeffermühle", Weight.BOLD, 10, 30)
    assert short.endswith("…")
    assert width(short, Weight.BOLD, 10) <= 30
    assert shortened("Mug", Weight.BOLD, 10, 30) == "Mug"
    assert shortened("Cafe\u0301", Weight.BOLD, 10, 30) == "Café"
    assert len(shortened("x" * 1_000_000, Weight.BOLD, 10, 30)) < 40


@pytest.mark.parametrize("text", ["x" * 1_000_000, "word " * 200_000, "茶" * 300_000])
def test_endless_texts_are_refused_at_once(text: str) -> None:
    for attempt in (
        lambda: wrap(text, Weight.REGULAR, 10, 50),
        lambda: fit(text, Weight.REGULAR, (10, 6), 50, most_lines=9),
        lambda: address_lines(text, Weight.REGULAR, 10, 50),
    ):
        with pytest.raises(DoesNotFit) as caught:
            attempt()
        assert len(str(caught.value)) < 300


def test_all_invented_scripts_are_known() -> None:
    assert len(SCRIPTS) >= 12
