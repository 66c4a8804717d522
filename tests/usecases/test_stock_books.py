"""Random work in the stock room: the books are what the moves add up to, on both databases alike, never below zero.

The normal run does about a thousand steps (some two thousand use cases); ``SHOPDESK_LONG=1`` does 50,000 and
``dev.py bench stock-books --long`` a million.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from shopdesk.store import shop
from shopdesk.store.backup import copy_file
from shopdesk.store.engine import Database
from tests import make
from tests.database import in_memory

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "installer"))
from bench.stock_ops import StockRoom, digest

LONG = bool(os.environ.get("SHOPDESK_LONG"))
STEPS, STRETCH = (50_000, 5_000) if LONG else (500, 250)
SAME_STEPS = 2_000 if LONG else 120


@pytest.mark.timeout(7200 if LONG else 300)
def test_books_hold_after_long_random_work(file_database: Database):
    room = StockRoom(file_database, seed=7)
    for _stretch in range(0, STEPS, STRETCH):
        room.work(STRETCH)
        room.prove()
        make.whole(room.desk)
    # Work that is always refused would prove nothing.
    needed = {"receive", "adjust", "transfer", "write_off", "reverse_move", "confirm_order", "pick_shipment", "ship"}
    needed |= {"void_shipment", "inspect_line", "post_count", "send_transfer", "receive_transfer", "cancel_shipment"}
    assert not needed - set(room.done), room.done
    assert room.refused


@pytest.mark.timeout(7200 if LONG else 300)
def test_the_same_seed_gives_the_same_books_on_a_server(file_database: Database, server_url: str):
    on_server = shop.open_shop(server_url)
    rooms = [StockRoom(database, seed=11) for database in (file_database, on_server)]
    for room in rooms:
        room.work(SAME_STEPS)
        room.prove()
    assert digest(rooms[0].desk) == digest(rooms[1].desk)
    assert rooms[0].done == rooms[1].done
    on_server.close()


class Room(RuleBasedStateMachine):
    """One stock room; every rule is one thing somebody does with goods, so that a fault is found in few steps."""

    template: Path

    @initialize(seed=st.integers(0, 999))
    def open(self, seed: int) -> None:
        """A fresh copy of an empty shop with something on the shelf."""
        self.folder = tempfile.TemporaryDirectory(prefix="shopdesk-", dir=in_memory())
        path = Path(self.folder.name) / "any.shop"
        copy_file(self.template, path)
        self.room = StockRoom(shop.open_shop(path), seed, items=2)
        for _time in range(3):
            self.room.receive()

    def teardown(self) -> None:
        """Close the shop and forget it."""
        if hasattr(self, "room"):
            self.room.desk.close()
            self.folder.cleanup()

    @rule(seed=st.integers(0, 9999), what=st.integers(0, 13))
    def do(self, seed: int, what: int) -> None:
        """One step; its own choices follow from ``seed``."""
        self.room.chance = random.Random(seed)
        self.room.steps[what][0]()
        self.room.prove()


@pytest.mark.timeout(3600 if LONG else 300)
def test_no_short_story_breaks_the_books(shop_to_copy: Path):
    Room.template = shop_to_copy
    run_state_machine_as_test(
        Room,
        settings=settings(
            max_examples=300 if LONG else 4,
            stateful_step_count=60 if LONG else 30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_proof_finds_a_book_that_is_wrong(file_database: Database):
    from sqlalchemy import text

    room = StockRoom(file_database, seed=3)
    room.work(40)
    room.prove()
    for spoil in (
        "UPDATE stock_levels SET quantity = quantity + 1 WHERE id = (SELECT max(id) FROM stock_levels)",
        "UPDATE stock_balances SET on_hand = on_hand + 1 WHERE id = (SELECT max(id) FROM stock_balances)",
        "UPDATE stock_moves SET quantity = quantity + 1 WHERE id = (SELECT max(id) FROM stock_moves)",
    ):
        undo = spoil.replace("+ 1", "- 1")
        with room.desk.database.writing() as connection:
            connection.execute(text(spoil))
        with pytest.raises(AssertionError):
            room.prove()
        with room.desk.database.writing() as connection:
            connection.execute(text(undo))
    room.expected[room.items[0]] += 1
    with pytest.raises(AssertionError, match="not what was done"):
        room.prove()
