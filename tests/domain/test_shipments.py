"""The lifecycle of a shipment and what must be true before the goods leave."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from shopdesk.domain.errors import UserError
from shopdesk.domain.shipments import (
    MOVES,
    OPEN_STATES,
    STATE_TITLES,
    ShipmentFacts,
    ShipmentState,
    check_move,
    refusals,
)
from tests.domain.machines import dead_ends, reachable

S = ShipmentState
READY = ShipmentFacts("S-1", S.PACKED, quantity=3, picked=3, short=0, packed=3, parcels=1)


def test_every_state_can_be_reached_from_a_draft():
    assert reachable(S.DRAFT, MOVES) == set(S)


def test_only_finished_shipments_have_no_way_on():
    assert dead_ends(S, MOVES) == {S.DELIVERED, S.RETURNED_TO_SENDER, S.LOST, S.CANCELLED, S.VOIDED}


def test_every_state_has_a_title():
    assert set(STATE_TITLES) == set(S)


def test_open_shipments_can_all_be_cancelled_and_shipped_ones_only_voided():
    assert {begin for begin, end in MOVES if end is S.CANCELLED} == {S.DRAFT, *OPEN_STATES}
    assert {begin for begin, end in MOVES if end is S.VOIDED} == {S.SHIPPED}


@pytest.mark.parametrize(("begin", "end"), [p for p in itertools.product(S, S) if p not in MOVES])
def test_a_move_that_is_not_in_the_table_is_refused_with_one_sentence(begin: ShipmentState, end: ShipmentState):
    (sentence,) = refusals(replace(READY, state=begin), end)
    assert "S-1" in sentence
    assert sentence.endswith(".")
    with pytest.raises(UserError, match="S-1"):
        check_move(replace(READY, state=begin), end)


@pytest.mark.parametrize(("begin", "end"), list(MOVES))
def test_a_shipment_with_nothing_against_it_may_make_every_move(begin: ShipmentState, end: ShipmentState):
    assert refusals(replace(READY, state=begin), end) == []
    check_move(replace(READY, state=begin), end)


@pytest.mark.parametrize(
    ("begin", "end", "wrong", "word"),
    [
        (S.DRAFT, S.RELEASED, {"held": True}, "hold"),
        (S.RELEASED, S.PICKING, {"held": True}, "hold"),
        (S.PICKING, S.PICKED, {"picked": 2, "packed": 0}, "1 pieces"),
        (S.PICKING, S.PICKED, {"picked": 0, "short": 3, "packed": 0}, "Nothing"),
        (S.PICKED, S.PACKING, {"held": True}, "hold"),
        (S.PACKING, S.PACKED, {"packed": 1}, "2 pieces"),
        (S.PACKING, S.PACKED, {"open_parcels": 1}, "open"),
        (S.PACKED, S.SHIPPED, {"held": True}, "hold"),
        (S.PACKED, S.SHIPPED, {"open_parcels": 1}, "open"),
        (S.PACKED, S.SHIPPED, {"packed": 2}, "1 pieces"),
        (S.PACKED, S.SHIPPED, {"parcels": 3, "parcels_without_tracking": 2}, "2 of 3"),
    ],
)
def test_a_guard_refuses_with_a_sentence(begin: ShipmentState, end: ShipmentState, wrong: dict, word: str):
    sentences = refusals(replace(READY, state=begin, **wrong), end)
    assert len(sentences) == 1
    assert word in sentences[0]
    assert sentences[0].endswith(".")


def test_all_refusals_are_told_at_once():
    bad = replace(READY, held=True, packed=1, open_parcels=1, parcels_without_tracking=1)
    assert len(refusals(bad, S.SHIPPED)) == 4


def test_pieces_that_are_short_count_as_dealt_with():
    assert refusals(replace(READY, state=S.PICKING, picked=2, short=1), S.PICKED) == []


def test_tracking_is_asked_for_only_where_the_method_demands_it():
    assert refusals(replace(READY, parcels_without_tracking=1, tracking_required=False), S.SHIPPED) == []
