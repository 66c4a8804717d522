"""Bundles: the scarcest part decides, nothing contains itself, and money is shared to the last unit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.kits import bottom_parts, limiting, makeable, refuse_cycle, shared_price


@pytest.mark.parametrize(
    ("parts", "count"),
    [([(10, 1)], 10), ([(10, 1), (7, 2)], 3), ([(10, 3), (9, 3)], 3), ([(5, 1), (0, 1)], 0), ([(-2, 1)], 0), ([], 0)],
)
def test_the_scarcest_part_decides(parts, count):
    assert makeable(parts) == count


def test_the_limiting_part_is_named():
    assert limiting({1: (10, 1), 2: (7, 2), 3: (99, 1)}) == 2
    assert limiting({}) is None


def test_a_nested_bundle_is_opened_to_the_bottom():
    parts = {1: [(2, 2), (3, 1)], 2: [(3, 4), (4, 1)]}
    assert bottom_parts(parts, 1) == {3: 9, 4: 2}
    assert bottom_parts(parts, 1, 3) == {3: 27, 4: 6}


def test_a_bundle_cannot_contain_itself_however_deep():
    names = {1: "Gift box", 2: "Tea set", 3: "Tea"}
    refuse_cycle({1: [(2, 1)], 2: [(3, 1)]}, 1, names)
    with pytest.raises(UserError, match="Gift box → Tea set → Gift box"):
        refuse_cycle({1: [(2, 1)], 2: [(3, 1), (1, 1)]}, 1, names)
    with pytest.raises(UserError, match="at most 8 deep"):
        refuse_cycle({n: [(n + 1, 1)] for n in range(1, 12)}, 1, names)


@given(
    st.integers(0, 10**7),
    st.dictionaries(st.integers(1, 9), st.tuples(st.integers(1, 12), st.integers(0, 10**5)), min_size=1),
)
def test_the_parts_carry_the_whole_price_and_each_line_adds_up(total: int, parts: dict[int, tuple[int, int]]):
    made = shared_price(
        total, {p: units for p, (units, _price) in parts.items()}, {p: b for p, (_a, b) in parts.items()}
    )
    assert sum(one.total for one in made) == total
    for one in made:
        assert one.unit_price * one.units - one.discount == one.total
        assert one.discount >= 0
        assert one.total >= 0
