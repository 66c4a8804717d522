"""The check finds every seeded inconsistency, exactly, and nothing in a shop that is whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from shopdesk import i18n
from shopdesk.domain.errors import OutsideError
from shopdesk.store import shop
from shopdesk.store.engine import Database
from shopdesk.usecases.check_goods import GOODS
from shopdesk.usecases.check_orders import ORDERS
from shopdesk.usecases.checking import CheckResult, check
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.sample import build_sample
from tests.database import FILE, PROFILE, SERVER, Server
from tests.make import Maker, busy_shop


@pytest.fixture(scope="module")
def busy_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("busy") / "busy.shop"
    database = shop.create(path, PROFILE)
    busy_shop(database)
    database.close()
    return path


@pytest.fixture(scope="module", params=[FILE, SERVER])
def busy(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A shop in which something of everything has happened; every test takes its damage back."""
    if request.param == FILE:
        database = shop.open_shop(request.getfixturevalue("busy_file"))
    else:
        server: Server = request.getfixturevalue("server")
        database = shop.open_shop(server.fresh("one_shop"))
        busy_shop(database)
    yield database
    database.close()


def checked(database: Database, *damage: str, deep: bool = False) -> CheckResult:
    """What the check says after rows were changed past every use case; the change is taken back."""
    with database.writer.connect() as connection:
        for statement in damage:
            assert connection.execute(text(statement)).rowcount >= 1, statement
        result = check(Session(connection), deep)
        connection.rollback()
    return result


def broken_rules(database: Database, *damage: str, deep: bool = False) -> dict[str, int]:
    found: dict[str, int] = {}
    for problem in checked(database, *damage, deep=deep).problems:
        assert problem.message.endswith("."), problem
        assert problem.what
        assert "{" not in problem.message
        found[problem.rule] = found.get(problem.rule, 0) + 1
    return found


def test_a_new_shop_is_whole(database: Database):
    result = checked(database, deep=True)
    assert result.ok
    assert result.problems == []


def test_a_busy_shop_is_whole_and_everything_was_looked_at(busy: Database):
    result = checked(busy, deep=True)
    assert result.problems == []
    assert result.ok
    empty = {name for name, count in result.checked.items() if not count}
    looked_at = {rule.name for rule in (*GOODS, *ORDERS)} | {"fulfilment", "payment", "return_status", "journal"}
    assert not empty & looked_at


def test_the_sample_shop_is_whole(file_database: Database):
    Desk(file_database).do(build_sample, days=3)
    assert checked(file_database, deep=True).problems == []


A_01 = "(SELECT id FROM locations WHERE code = 'A-01')"
TEA = "(SELECT id FROM variants WHERE sku = 'TEA-01')"
FINISHED = "(SELECT order_id FROM order_lines WHERE returned > 0)"
SEEDS: dict[str, tuple[tuple[str, ...], dict[str, int]]] = {
    "a bin holds more than was brought": (
        (f"UPDATE stock_levels SET quantity = quantity + 1 WHERE variant_id = {TEA} AND location_id = {A_01}",),
        {"bins": 1, "on_hand": 1},
    ),
    "a move was made bigger": (
        ("UPDATE stock_moves SET quantity = quantity + 1 WHERE reason = 'adjustment'",),
        {"bins": 1},
    ),
    "a move was removed": (("DELETE FROM stock_moves WHERE reason = 'transfer'",), {"bins": 2}),
    "a bin's goods are of another lot": (
        (
            "UPDATE stock_levels SET lot_id = NULL "
            "WHERE quantity > 0 AND lot_id = (SELECT id FROM lots WHERE code = 'L1')",
        ),
        {"bins": 2, "allocated": 2},
    ),
    "a balance on hand is wrong": (
        (f"UPDATE stock_balances SET on_hand = on_hand + 1 WHERE variant_id = {TEA}",),
        {"on_hand": 1},
    ),
    "a balance was lost": (
        (f"DELETE FROM stock_balances WHERE variant_id = {TEA}",),
        {"on_hand": 1, "reserved": 1},
    ),
    "blocked goods were forgotten": (
        (f"UPDATE stock_balances SET unavailable = unavailable + 1 WHERE variant_id = {TEA}",),
        {"unavailable": 1},
    ),
    "a bin became a scrap yard behind our back": (
        ("UPDATE locations SET zone = 'scrap' WHERE code = 'SHELF'",),
        {"unavailable": 1},
    ),
    "a reservation vanished": (
        (f"DELETE FROM reservations WHERE state = 'active' AND variant_id = {TEA} AND quantity > 10",),
        {"reserved": 1, "line_reserved": 1},
    ),
    "a reserved quantity was raised": (
        (f"UPDATE stock_balances SET reserved = reserved + 1 WHERE variant_id = {TEA}",),
        {"reserved": 1},
    ),
    "a line claims more reserved units": (
        ("UPDATE order_lines SET reserved = reserved + 1 WHERE quantity = 1000",),
        {"line_reserved": 1},
    ),
    "a cancelled order keeps goods": (
        ("UPDATE reservations SET state = 'active' WHERE state = 'released' AND quantity = 1",),
        {"reserved": 1, "line_reserved": 1, "idle_reservations": 1},
    ),
    "a bin is tied to no shipment": (
        (
            f"UPDATE stock_levels SET allocated = allocated + 1 "
            f"WHERE variant_id = {TEA} AND quantity > allocated AND location_id = {A_01}",
        ),
        {"allocated": 1},
    ),
    "an allocation vanished": (
        ("DELETE FROM allocations WHERE id = (SELECT max(id) FROM allocations WHERE picked = 0)",),
        {"allocated": 1, "shipment_quantity": 1},
    ),
    "a picked quantity was lowered": (
        ("UPDATE shipment_lines SET picked = 0, packed = 0 WHERE packed = 3",),
        {"picked": 1, "pick_moves": 1, "packed": 1, "shipped_parcels": 1},
    ),
    "a scan vanished": (
        ("DELETE FROM scans WHERE id = (SELECT min(id) FROM scans WHERE quantity > 0)",),
        {"packed": 1},
    ),
    "a scan was taken back only halfway": (
        ("UPDATE scans SET undone = true WHERE id = (SELECT min(id) FROM scans WHERE quantity > 0)",),
        {"packed": 1},
    ),
    "a parcel was closed too early": (
        ("UPDATE shipments SET state = 'packed' WHERE state = 'packing'",),
        {"packed_whole": 2, "fulfilment": 1},
    ),
    "a parcel left without its shipment": (
        ("UPDATE parcels SET state = 'handed_over' WHERE state = 'closed'",),
        {"parcels": 1},
    ),
    "a shipment was marked as shipped": (
        ("UPDATE shipments SET state = 'shipped' WHERE state = 'packed'",),
        {"parcels": 1, "shipped_parcels": 1, "fulfilment": 1},
    ),
    "a line claims to be shipped": (
        ("UPDATE order_lines SET shipped = 1 WHERE quantity = 1000",),
        {"shipped": 1, "fulfilment": 1},
    ),
    "more came back than returns say": (
        ("UPDATE order_lines SET returned = returned + 1 WHERE returned > 0",),
        {"returned": 1},
    ),
    "a return claims more than the moves": (
        (
            "UPDATE return_lines SET expected = expected + 1, received = received + 1, good = good + 1 "
            "WHERE received > 0",
        ),
        {"returned": 1, "return_moves": 1},
    ),
    "a line became cheaper": (
        ("UPDATE order_lines SET total = total - 1 WHERE quantity = 1000",),
        {"goods_total": 1},
    ),
    "the total was changed": (
        (f"UPDATE orders SET total = total + 1 WHERE id = {FINISHED}",),
        {"total": 1, "payment": 1},
    ),
    "what left before it was imported is not all": (
        ("UPDATE orders SET history = true WHERE id = (SELECT order_id FROM order_lines WHERE quantity = 1000)",),
        {"history": 1},
    ),
    "history counts for its states": (
        (
            "UPDATE orders SET history = true, fulfilment = 'short' WHERE state = 'cancelled'",
            "UPDATE order_lines SET shipped = quantity "
            "WHERE order_id = (SELECT id FROM orders WHERE state = 'cancelled')",
        ),
        {"fulfilment": 1},
    ),
    "a credit has no record": ((f"UPDATE orders SET credited = 1 WHERE id = {FINISHED}",), {"credited": 1}),
    "more was credited than the order cost": (
        (
            "UPDATE orders SET credited = 10000000 WHERE state = 'cancelled'",
            "INSERT INTO credits (order_id, amount, at, by_name) "
            "SELECT id, 10000000, placed_at, 'Olga' FROM orders WHERE state = 'cancelled'",
        ),
        {"over_credited": 1, "payment": 1},
    ),
    "a payment vanished": (("DELETE FROM payments WHERE id = 1",), {"paid": 1}),
    "paid was raised": (
        ("UPDATE orders SET paid = paid + 1 WHERE id = (SELECT order_id FROM order_lines WHERE quantity = 1000)",),
        {"paid": 1, "payment": 1},
    ),
    "a refund was lowered": (
        ("UPDATE refunds SET amount = amount - 1 WHERE return_id IS NULL",),
        {"refunded": 1},
    ),
    "a refund's parts do not add up": (
        ("UPDATE refund_lines SET amount = amount - 1",),
        {"line_refunded": 1, "refund_parts": 1},
    ),
    "more was refunded than the line cost": (
        ("UPDATE refund_lines SET amount = amount + 100000",),
        {"line_refunded": 1, "refund_parts": 1, "over_refunded": 1},
    ),
    "a discount vanished from a line": (
        ("UPDATE line_discounts SET amount = amount - 1 WHERE id = (SELECT min(id) FROM line_discounts)",),
        {"discounts": 1},
    ),
    "a hold has no record": (("UPDATE orders SET held = true WHERE id = 1",), {"holds": 1}),
    "a hold has no mark": (("UPDATE orders SET held = false WHERE held",), {"holds": 1}),
    "a fulfilment was typed in": (
        (f"UPDATE orders SET fulfilment = 'shipped' WHERE id = {FINISHED}",),
        {"fulfilment": 1},
    ),
    "a payment state was typed in": (
        (f"UPDATE orders SET payment = 'paid' WHERE id = {FINISHED}",),
        {"payment": 1},
    ),
    "a return status was typed in": (
        (f"UPDATE orders SET return_status = 'none' WHERE id = {FINISHED}",),
        {"return_status": 1},
    ),
    "the journal was rewritten": (("UPDATE journal SET by_name = 'Nobody' WHERE id = 5",), {"journal": 1}),
    "a journal line was removed": (("DELETE FROM journal WHERE id = 7",), {"journal": 1}),
    "a product cannot be searched": (
        (f"DELETE FROM search_docs WHERE kind = 'variant' AND ref = {TEA}",),
        {"search": 1},
    ),
    "a ghost is found": (
        ("INSERT INTO search_docs (kind, ref, body) VALUES ('order', 99999, 'ghost')",),
        {"search": 1},
    ),
}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_seeded_inconsistency_is_found_exactly(busy: Database, seed: str):
    statements, expected = SEEDS[seed]
    assert broken_rules(busy, *statements) == expected


def test_several_inconsistencies_are_all_found_at_once(busy: Database):
    seeds = ("a hold has no record", "a payment vanished", "a ghost is found", "a balance on hand is wrong")
    damage = [statement for seed in seeds for statement in SEEDS[seed][0]]
    assert broken_rules(busy, *damage) == {"holds": 1, "paid": 1, "search": 1, "on_hand": 1}


def test_a_person_who_only_reads_may_check(busy: Database):
    with busy.reading() as session:
        assert check(session, deep=True).ok


def test_a_changed_timeline_is_found_by_the_deep_check(busy: Database):
    damage = ("UPDATE events SET kind = 'lost' WHERE id = 3", "DELETE FROM events WHERE id = 10")
    assert broken_rules(busy, *damage) == {}
    assert broken_rules(busy, *damage, deep=True) == {"timeline": 2}


def test_a_changed_picture_is_found_by_the_deep_check(busy: Database):
    picture = f"CAST('x' AS {'bytea' if busy.server else 'blob'})"
    damage = f"INSERT INTO images (hash, mime, data, thumb) VALUES ('abc', 'image/png', {picture}, {picture})"
    assert broken_rules(busy, damage) == {}
    assert broken_rules(busy, damage, deep=True) == {"pictures": 1}


def test_a_row_that_points_at_nothing_is_found_in_a_file(busy_file: Path, tmp_path: Path):
    path = Path(shutil.copyfile(busy_file, tmp_path / "busy.shop"))
    unwatched = Database.connect(path, rebuilds=True)
    with unwatched.writing() as connection:
        connection.execute(text("DELETE FROM warehouses"))
    unwatched.close()
    database = shop.open_shop(path)
    found = broken_rules(database)
    database.close()
    assert found["links"] > 1


def test_a_spoiled_page_is_always_noticed(busy_file: Path, tmp_path: Path):
    """Whatever it hits: the check names it, or the file says itself that it is damaged."""
    content = busy_file.read_bytes()
    pages = len(content) // 4096
    named = 0
    for page in range(1, pages, max(1, pages // 12)):
        spoiled = bytearray(content)
        spoiled[page * 4096 : page * 4096 + 12] = b"\xff" * 12
        path = tmp_path / f"{page}.shop"
        path.write_bytes(spoiled)
        try:
            database = shop.open_shop(path)
            with database.reading() as session:
                assert not check(session).ok, f"page {page}"
            database.close()
            named += 1
        except OutsideError as error:
            assert "damaged" in str(error)
    assert named


def test_problems_are_told_in_the_language_of_the_person(busy: Database):
    i18n.use_language("zh_CN")
    (problem,) = checked(busy, *SEEDS["a payment vanished"][0]).problems
    assert problem.what in problem.message


def test_a_problem_names_the_thing_and_both_figures(busy: Database):
    (problem,) = checked(busy, *SEEDS["a balance on hand is wrong"][0]).problems
    on_hand = [int(word) for word in problem.message.split() if word.isdigit()]
    assert problem.what == "TEA-01 · MAIN"
    assert on_hand[0] == on_hand[1] + 1


def test_a_goods_return_of_everything_keeps_the_shop_whole(database: Database):
    make = Maker(database)
    tea = make.product("TEA-01", 3)
    order = make.confirmed((tea, 3))
    make.shipped(order)
    make.returned(order, 3)
    assert checked(database, deep=True).problems == []
