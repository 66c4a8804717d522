import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.documents.papers import country_name, page_breaks, page_size, words
from shopdesk.documents.typesetting import DoesNotFit
from shopdesk.domain.errors import UserError


def test_country_codes_become_names_and_names_stay() -> None:
    assert country_name("SE", "en") == "Sweden"
    assert country_name("de", "zh_CN") == "德国"
    assert country_name("Deutschland", "en") == "Deutschland"
    assert country_name("ZZ", "xx") != ""


def test_a_paper_speaks_its_own_language_whatever_the_program_speaks() -> None:
    assert words("en").gettext("Packing slip") == "Packing slip"
    assert words("no such language").gettext("Packing slip") == "Packing slip"


def test_an_unknown_page_size_is_refused() -> None:
    with pytest.raises(UserError, match="A5"):
        page_size("folio")


@given(
    st.lists(st.floats(min_value=4, max_value=100), max_size=60),
    st.floats(min_value=40, max_value=150),
    st.floats(min_value=100, max_value=200),
    st.floats(min_value=0, max_value=100),
)
def test_page_breaks_keep_order_fit_the_pages_and_leave_the_foot_alone_only_if_they_must(
    heights: list[float], first: float, later: float, foot: float
) -> None:
    pages = page_breaks(heights, first, later, foot)
    assert [at for page in pages for at in page] == list(range(len(heights)))
    for number, page in enumerate(pages):
        assert sum(heights[at] for at in page) <= (first if number == 0 else later) + 1e-6
    if len(pages) > 1 and heights:
        assert len(pages[-1]) > 0 or heights[-1] + foot > later or len(pages[-2]) == 1
    room = first if len(pages) == 1 else later
    assert sum(heights[at] for at in pages[-1]) + foot <= room + 1e-6


def test_a_row_or_foot_taller_than_a_page_is_refused() -> None:
    with pytest.raises(DoesNotFit):
        page_breaks([10, 101], 100, 100, 5)
    with pytest.raises(DoesNotFit):
        page_breaks([10], 100, 100, 101)
