"""Zones, reasons, and which bin a line is taken from."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.stock import (
    PICKABLE_ZONES,
    REASON_TITLES,
    UNAVAILABLE_ZONES,
    VIRTUAL_ZONES,
    ZONE_TITLES,
    BinStock,
    MoveReason,
    Take,
    Zone,
    oldest_first,
    take,
)

DATES = st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))
BINS = st.lists(
    st.builds(
        BinStock,
        location_id=st.integers(1, 50),
        lot_id=st.none() | st.integers(1, 5),
        free=st.integers(0, 20),
        walk=st.integers(0, 9),
        code=st.sampled_from(["A-01", "A-02", "B-01"]),
        received_on=DATES,
        expires_on=DATES,
    ),
    max_size=12,
    unique_by=lambda b: (b.location_id, b.lot_id),
)


def test_every_zone_and_reason_has_a_title():
    assert set(ZONE_TITLES) == set(Zone)
    assert set(REASON_TITLES) == set(MoveReason)


def test_no_zone_is_both_sellable_and_not():
    assert not VIRTUAL_ZONES & UNAVAILABLE_ZONES
    assert not PICKABLE_ZONES & (VIRTUAL_ZONES | UNAVAILABLE_ZONES)


def test_the_earliest_expiry_goes_first_then_the_earliest_received_then_the_walk():
    old = BinStock(1, 1, 5, 9, "Z-09", expires_on=date(2026, 3, 1))
    new = BinStock(2, 2, 5, 1, "A-01", expires_on=date(2026, 6, 1))
    undated_early = BinStock(3, None, 5, 8, "H-01", received_on=date(2026, 1, 1))
    undated = BinStock(4, None, 5, 2, "B-01")
    near = BinStock(5, None, 5, 1, "A-02")
    assert [b.location_id for b in oldest_first([undated, near, new, undated_early, old])] == [1, 2, 3, 5, 4]


def test_a_line_is_taken_from_several_bins_when_one_is_not_enough():
    bins = [BinStock(1, None, 2, 1, "A-01"), BinStock(2, None, 0, 2, "A-02"), BinStock(3, 7, 5, 3, "A-03")]
    assert take(bins, 4) == ([Take(1, None, 2), Take(3, 7, 2)], 0)


def test_what_is_missing_is_said():
    assert take([BinStock(1, None, 2, 1, "A-01")], 5) == ([Take(1, None, 2)], 3)
    assert take([], 5) == ([], 5)
    assert take([BinStock(1, None, 2, 1, "A-01")], 0) == ([], 0)


@given(BINS, st.integers(0, 100))
def test_takes_and_missing_add_up_and_no_bin_gives_more_than_it_has(bins: list[BinStock], quantity: int):
    takes, missing = take(bins, quantity)
    assert sum(t.quantity for t in takes) + missing == quantity
    free = {(b.location_id, b.lot_id): b.free for b in bins}
    assert all(0 < t.quantity <= free[t.location_id, t.lot_id] for t in takes)
    assert missing == max(0, quantity - sum(free.values()))


@given(BINS, st.integers(1, 100))
def test_no_bin_is_touched_while_an_older_one_has_stock(bins: list[BinStock], quantity: int):
    takes, _missing = take(bins, quantity)
    used = {(t.location_id, t.lot_id): t.quantity for t in takes}
    in_order = [b for b in oldest_first(bins) if b.free]
    emptied = [used.get((b.location_id, b.lot_id), 0) == b.free for b in in_order]
    touched = [(b.location_id, b.lot_id) in used for b in in_order]
    assert all(emptied[:at] == [True] * at for at, was in enumerate(touched) if was)


@given(BINS, st.integers(0, 100), st.randoms())
def test_the_answer_does_not_depend_on_the_order_the_bins_were_read_in(bins: list[BinStock], quantity: int, random):
    by_place = [b for b in bins if not any(o is not b and o.location_id == b.location_id for o in bins)]
    shuffled = list(by_place)
    random.shuffle(shuffled)
    assert take(shuffled, quantity) == take(by_place, quantity)
