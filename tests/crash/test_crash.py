"""Killed at any moment, an action is wholly done or not at all, and nothing that was acknowledged is lost."""

from __future__ import annotations

import csv
import json
import os
import random
import select as waiting
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from shopdesk.store import shop
from shopdesk.store.engine import Database
from shopdesk.store.tables import Base, Order, OrderLine, Shipment, Wave
from shopdesk.usecases import imports, orders, packing, picking, refunds, returns, shipping, stock
from shopdesk.usecases.checking import check
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.imports import Prepared, import_file, prepare
from tests.crash.dying import every_moment, needs_fork
from tests.database import FILE, OWNER, PROFILE, SERVER, Server
from tests.make import Maker

pytestmark = [needs_fork, pytest.mark.crash]
LONG = bool(os.environ.get("SHOPDESK_LONG"))
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
HEADER = ["Order number", "Order date", "Customer", "SKU", "Product name", "Quantity", "Unit price", "Paid on",
          "Recipient", "Address", "City", "Postcode", "Country"]  # fmt: skip


def order_file(path: Path, count: int) -> Path:
    """A list of so many paid orders of one to three teas."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for at in range(count):
            person = f"Person {at % 7}"
            writer.writerow([f"W-{at}", "2026-03-05 10:00:00", person, "TEA-01", "Tea", at % 3 + 1, "10.00",
                             "2026-03-05 10:01:00", person, "Weg 1", "Bonn", "53111", "DE"])  # fmt: skip
    return path


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


def assert_whole(database: Database) -> None:
    with database.reading() as session:
        assert check(session, deep=True).problems == []


# One action, killed at every moment


@pytest.fixture(scope="module")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop in which one thing waits for each of the actions below."""
    path = tmp_path_factory.mktemp("ready") / "ready.shop"
    database = shop.create(path, PROFILE)
    _prepare(database)
    database.close()
    return path


@pytest.fixture(scope="module")
def ready_database(server: Server) -> str:
    url = server.fresh("one_shop")
    database = shop.open_shop(url)
    _prepare(database)
    database.close()
    return url.rpartition("/")[2].partition("?")[0]


def _prepare(database: Database) -> None:
    make = Maker(database)
    make.desk.clock = lambda: NOON
    tea, mug = make.product("TEA-01", 60), make.product("MUG-01", 20, lot="L1")
    make.order((tea, 2), (mug, 1))
    make.confirmed((tea, 1))
    make.in_wave(make.confirmed((tea, 2), (mug, 2)))
    (at_bench,) = make.picked(make.confirmed((tea, 2)))
    make.scan(at_bench)
    make.packed(make.confirmed((tea, 3), (mug, 3)))
    order = make.confirmed((tea, 4))
    make.shipped(order)
    make.returned(order, 2, refund=False)
    make.shipped(make.confirmed((tea, 1), (mug, 1)))


def _first(desk: Desk, column: Any, *where: Any) -> Any:
    with desk.reading() as session:
        return session.scalars(select(column).where(*where).order_by(column)).first()


ACTIONS: dict[str, Callable[[Desk], Any]] = {
    "confirm": lambda desk: desk.do(orders.confirm_order, _first(desk, Order.id, Order.state == "submitted")),
    "cancel": lambda desk: desk.do(orders.cancel_order, _first(desk, Order.id, Order.state == "confirmed"), "No"),
    "release": lambda desk: desk.do(picking.release_wave, [_first(desk, Order.id, Order.state == "confirmed")]),
    "pick": lambda desk: desk.do(picking.finish_picking, _first(desk, Wave.id, Wave.picked_at.is_(None))),
    "close": lambda desk: desk.do(packing.close_shipment, _first(desk, Shipment.id, Shipment.state == "packing")),
    "ship": lambda desk: desk.do(shipping.ship, _first(desk, Shipment.id, Shipment.state == "packed")),
    "void": lambda desk: desk.do(
        shipping.void_shipment,
        _first(
            desk,
            Shipment.id,
            Shipment.state == "shipped",
            Shipment.order_id.not_in(select(OrderLine.order_id).where(OrderLine.returned > 0)),
        ),
        "The van broke down",
    ),
    "refund": lambda desk: desk.do(refunds.refund_return, 1, "bank"),
    "return": lambda desk: desk.do(
        returns.log_return,
        _first(desk, OrderLine.order_id, OrderLine.shipped > OrderLine.returned),
        [(_first(desk, OrderLine.id, OrderLine.shipped > OrderLine.returned), 1)],
        override=True,
    ),
}


def act(target: str | Path, action: Callable[[Desk], Any]) -> None:
    """Open the shop, act at a fixed time so that the outcome is always the same, and close it."""
    database = shop.open_shop(target)
    action(Desk(database, OWNER, clock=lambda: NOON))
    database.close()


class Copies:
    """Fresh copies of one shop, one for every death."""

    def __init__(self, copy: Callable[[], str], drop: Callable[[str], None]) -> None:
        self.copy, self.drop, self.target = copy, drop, ""

    def fresh(self) -> str:
        if self.target:
            self.drop(self.target)
        self.target = self.copy()
        return self.target


@pytest.fixture
def file_copies(ready_file: Path, quick_folder: Path) -> Copies:
    def copy() -> str:
        return str(shutil.copyfile(ready_file, quick_folder / "test.shop"))

    def drop(_target: str) -> None:
        for path in quick_folder.iterdir():
            path.unlink()

    return Copies(copy, drop)


@pytest.fixture
def server_copies(ready_database: str, server: Server) -> Iterator[Copies]:
    copies = Copies(lambda: server.fresh(ready_database), server.drop)
    yield copies
    server.drop(copies.target)


def prove_all_or_nothing(copies: Copies, action: Callable[[Desk], Any], step: int = 1) -> int:
    """Kill ``action`` at every moment; every time the shop must be exactly as before, or exactly as after."""
    before, after = _outcomes(copies, action)
    seen: list[str] = []
    copies.fresh()

    def look(point: int) -> None:
        database = shop.open_shop(copies.target)
        found = everything(database)
        database.close()
        assert found in (before, after), f"half done at moment {point}"
        assert point or found == after
        seen.append("after" if found == after else "before")
        copies.fresh()

    kills = every_moment(lambda: act(copies.target, action), look, step)
    assert set(seen) == {"before", "after"}
    assert seen == sorted(seen, reverse=True), "once it was done it stayed done"
    return kills


def _outcomes(copies: Copies, action: Callable[[Desk], Any]) -> tuple[Any, Any]:
    outcomes = []
    target = copies.fresh()
    for happened in (False, True):
        if happened:
            act(target, action)
        database = shop.open_shop(target)
        outcomes.append(everything(database))
        assert_whole(database)
        database.close()
    assert outcomes[0] != outcomes[1]
    return outcomes[0], outcomes[1]


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_in_a_file_is_done_or_not_at_all(file_copies: Copies, name: str):
    assert prove_all_or_nothing(file_copies, ACTIONS[name], 1 if LONG or name == "ship" else 3) >= 5


@pytest.mark.parametrize("name", ACTIONS if LONG else ["ship"])
def test_an_action_on_a_server_is_done_or_not_at_all(server_copies: Copies, name: str):
    assert prove_all_or_nothing(server_copies, ACTIONS[name], 1 if LONG else 2) >= 10


@pytest.fixture(params=[FILE, SERVER])
def copies(request: pytest.FixtureRequest) -> Copies:
    return request.getfixturevalue("file_copies" if request.param == FILE else "server_copies")


def test_an_import_is_all_or_nothing_and_repeating_it_gives_the_same_end(copies: Copies, tmp_path: Path):
    path = order_file(tmp_path / "orders.csv", 40)
    database = shop.open_shop(copies.fresh())
    prepared: Prepared = prepare(Desk(database, OWNER), "orders", path)
    database.close()
    kills = prove_all_or_nothing(copies, lambda desk: desk.do(imports.apply, prepared), 1 if LONG else 2)
    assert kills >= 10
    act(copies.target, lambda desk: desk.do(imports.apply, prepared))
    database = shop.open_shop(copies.target)
    once = everything(database)["orders"]
    again = import_file(Desk(database, OWNER), "orders", path)
    assert not again.created
    assert everything(database)["orders"] == once
    assert_whole(database)
    database.close()


# A whole working day, killed by chance


def work_until_killed(target: str | Path, say: int) -> None:
    """Take orders through the house one after another, telling each step once it is safely done."""
    make = Maker(shop.open_shop(target))
    tea = make.value(OrderLine.variant_id, OrderLine.variant_id.is_not(None))
    customer = make.customer()

    def told(step: str, thing: int) -> None:
        os.write(say, json.dumps([step, thing]).encode() + b"\n")

    while True:
        order = make.order((tea, 1), customer=customer)
        told("order", order)
        make.desk.do(orders.confirm_order, order)
        told("confirmed", order)
        (shipment,) = make.in_wave(order)
        told("released", shipment)
        make.desk.do(picking.pick_shipment, shipment)
        told("picked", shipment)
        make.scan(shipment)
        make.desk.do(packing.close_shipment, shipment)
        told("packed", shipment)
        make.desk.do(shipping.set_tracking, shipment, f"T-{shipment}")
        make.desk.do(shipping.ship, shipment)
        told("shipped", shipment)


STEPS = ("released", "picking", "picked", "packing", "packed", "shipped")


def told_before_dying(target: str | Path, seconds: float) -> list[list[Any]]:
    """Let a worker work for a while, kill it, and return what it had acknowledged."""
    hear, say = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        try:
            work_until_killed(target, say)
        finally:
            os._exit(1)
    os.close(say)
    waiting.select([hear], [], [], 30)  # its first word, or its end
    time.sleep(seconds)  # the moment of death is what this is about
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    with os.fdopen(hear) as pipe:
        lines = pipe.read().splitlines()
    assert os.WIFSIGNALED(status), "the worker failed by itself"
    return [json.loads(line) for line in lines if line.endswith("]")]


def test_nothing_acknowledged_is_lost_however_often_the_program_is_killed(file_copies: Copies):
    target = file_copies.fresh()
    database = shop.open_shop(target)
    Maker(database).desk.do(stock.receive, 1, 5_000)
    database.close()
    chance = random.Random(11)
    acknowledged = 0
    for death in range(400 if LONG else 40):
        told = told_before_dying(target, chance.uniform(0, 0.4))
        acknowledged += len(told)
        database = shop.open_shop(target)
        with database.reading() as session:
            known = set(session.scalars(select(Order.id)))
            states = dict(session.execute(select(Shipment.id, Shipment.state)).all())
            confirmed = set(session.scalars(select(Order.id).where(Order.state.not_in(["submitted", "cancelled"]))))
        for step, thing in told:
            if step == "order":
                assert thing in known
            elif step == "confirmed":
                assert thing in confirmed
            else:
                assert STEPS.index(states[thing]) >= STEPS.index(step)
        if death % 20 == 19:
            assert_whole(database)
        database.close()
    assert acknowledged > 100


# The program itself


def test_the_command_line_killed_in_an_import_leaves_all_or_nothing(file_copies: Copies, tmp_path: Path):
    target = file_copies.fresh()
    path = order_file(tmp_path / "orders.csv", 400)
    command = [
        sys.executable,
        "-m",
        "shopdesk",
        "--home",
        str(tmp_path / "home"),
        "--shop",
        target,
        "import",
        "orders",
        str(path),
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
    chance = random.Random(3)

    def imported() -> int:
        database = shop.open_shop(target)
        count = len([row for row in everything(database)["orders"] if row[3].startswith("W-")])
        assert_whole(database)
        database.close()
        return count

    for _death in range(20 if LONG else 3):
        program = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.8, 3))  # the moment of death is what this is about
        program.kill()
        program.wait()
        assert imported() in (0, 400)
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert imported() == 400
