import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.documents.bidi import visual_order

# Expected strings are written as they look, left to right; \u05d0-\u05d2 stand for Hebrew letters.
A, B, C = "\u05d0", "\u05d1", "\u05d2"


@pytest.mark.parametrize(
    ("logical", "visual"),
    [
        ("plain 12", "plain 12"),
        (A + B + C, C + B + A),
        (f"{A}{B} 12", f"12 {B}{A}"),
        (f"{A}{B} 10-12", f"10-12 {B}{A}"),
        (f"{A} (x) {B}", f"{B} (x) {A}"),
        (f"{A} ({B})", f"({B}) {A}"),
        (f"abc {A}{B} def", f"abc {B}{A} def"),
        (f"abc {A}{B} 5", f"abc 5 {B}{A}"),
        (f"{A}{B}, {C}", f"{C} ,{B}{A}"),
        (f"{A} 5 km", f"km 5 {A}"),
    ],
)
def test_hebrew_is_put_into_visual_order(logical: str, visual: str) -> None:
    assert visual_order(logical) == visual


@given(st.text(alphabet=f"ab 12.,-%()/{A}{B}{C}", max_size=30))
def test_no_character_is_lost_or_added(text: str) -> None:
    bare = str.maketrans("()", "||")
    assert sorted(visual_order(text).translate(bare)) == sorted(text.translate(bare))
