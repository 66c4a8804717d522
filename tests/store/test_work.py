"""One user action = one transaction = one journal entry = one announcement."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, insert, select, text, update

from shopdesk.domain.errors import Conflict, UserError
from shopdesk.store.engine import Database
from shopdesk.store.tables import Channel, Customer, Event, Journal, Location, Sequence, Setting, Warehouse
from shopdesk.store.work import Work, begin, earlier_result, utc_now
from tests.database import OWNER


def count(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def customer(work: Work, number: str = "C1") -> Customer:
    return Customer(number=number, name="Anna", created_at=work.now)


def test_an_action_that_fails_leaves_nothing_at_all(database: Database):
    announced: list[str] = []
    with pytest.raises(UserError), begin(database, OWNER, verb="tests.fail", key="k1") as (work, done):
        work.session.add(customer(work))
        work.session.flush()
        work.write(insert(Channel).values(code="web", name="Web"))
        work.event("customer", 1, "made")
        work.next_number("customer")
        work.after_commit(lambda: announced.append("printed"))
        done.result = 5
        raise UserError("No.")
    assert count(database, Customer) == count(database, Journal) == count(database, Event) == 0
    assert count(database, Channel) == 2
    assert announced == []
    with database.reading() as session:
        assert session.scalar(select(Sequence.next).where(Sequence.name == "customer")) == 1001
    with database.writing() as connection:
        assert earlier_result(connection, "k1") == (False, None)


def test_an_action_reports_exactly_the_tables_it_touched(database: Database):
    with begin(database, OWNER, verb="tests.touch") as (work, done):
        work.session.add(customer(work))
        work.write(insert(Channel).values(code="web", name="Web"))
        work.read(select(Location.id)).all()
    assert done.touched == {"customers", "channels"}


def test_an_action_that_only_looked_leaves_no_line(database: Database):
    with begin(database, OWNER, verb="tests.look") as (work, done):
        work.read(select(Location.id)).all()
    assert done.touched == frozenset()
    assert count(database, Journal) == 0


def test_side_effects_come_only_after_the_action_is_safe(database: Database):
    seen: list[int] = []
    with begin(database, OWNER, verb="tests.print") as (work, _done):
        work.session.add(customer(work))
        work.after_commit(lambda: seen.append(count(database, Customer)))
        assert seen == []
    assert seen == [1]


def test_the_timeline_says_who_what_and_when(database: Database):
    moment = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    with begin(database, OWNER, verb="tests.say", clock=lambda: moment) as (work, _done):
        work.event("order", 7, "confirmed", note="茶", count=2)
        work.event("order", 8, "confirmed")
    with database.reading() as session:
        first, second = session.execute(select(Event.__table__).order_by(Event.id)).mappings()
    assert (first["subject"], first["subject_id"], first["kind"], first["data"]) == (
        "order",
        7,
        "confirmed",
        {"note": "茶", "count": 2},
    )
    assert (first["by_name"], first["at"], first["journal_id"], second["journal_id"]) == ("Olga", moment, 1, 1)


def test_a_repeated_command_is_known_by_its_key_with_its_result(database: Database):
    with begin(database, OWNER, verb="tests.once", key="k1") as (work, done):
        work.session.add(customer(work))
        done.result = {"id": 5, "name": "茶"}
    with database.writing() as connection:
        assert earlier_result(connection, "k1") == (True, {"id": 5, "name": "茶"})
        assert earlier_result(connection, "k2") == (False, None)


def test_a_command_without_result_is_known_too(database: Database):
    with begin(database, OWNER, verb="tests.once", key="k1") as (work, _done):
        work.session.add(customer(work))
    with database.writing() as connection:
        assert earlier_result(connection, "k1") == (True, None)


def test_a_second_line_with_the_same_key_is_refused_with_everything_it_did(database: Database):
    with begin(database, OWNER, verb="tests.once", key="k1") as (work, _done):
        work.session.add(customer(work, "C1"))
    with pytest.raises(Conflict), begin(database, OWNER, verb="tests.once", key="k1") as (work, _done):
        work.session.add(customer(work, "C2"))
    assert count(database, Customer) == 1


def test_actions_without_key_are_never_mistaken_for_each_other(database: Database):
    for number in ("C1", "C2"):
        with begin(database, OWNER, verb="tests.free") as (work, _done):
            work.session.add(customer(work, number))
    assert count(database, Journal) == 2


def test_who_saves_over_a_newer_version_gets_a_conflict_and_overwrites_nothing(database: Database):
    with begin(database, OWNER, verb="tests.make") as (work, done):
        made = customer(work)
        work.session.add(made)
        work.session.flush()
        done.result = made.id
    with pytest.raises(Conflict, match="Somebody else"), begin(database, OWNER, verb="tests.slow") as (work, _done):
        mine = work.session.get(Customer, done.result)
        assert mine is not None
        work.connection.execute(update(Customer).values(name="Theirs", version=2))
        mine.name = "Mine"
    with database.reading() as session:
        assert session.scalars(select(Customer.name)).all() == ["Anna"]


def test_on_a_server_the_slower_of_two_people_gets_the_conflict(server_url: str):
    database = Database.connect(server_url)
    with begin(database, OWNER, verb="tests.make") as (work, _done):
        work.session.add(customer(work))
    with pytest.raises(Conflict, match="Somebody else"), begin(database, OWNER, verb="tests.slow") as (work, _done):
        mine = work.session.scalars(select(Customer)).one()
        with begin(database, OWNER, verb="tests.fast") as (other, _other_done):
            other.session.scalars(select(Customer)).one().name = "Theirs"
        mine.name = "Mine"
    with database.reading() as session:
        assert session.scalars(select(Customer.name)).all() == ["Theirs"]
    database.close()


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("INSERT INTO channels (code, name, active) VALUES ('phone', 'Again', true)", "exists already"),
        ("DELETE FROM warehouses", "used elsewhere"),
        ("INSERT INTO stock_balances (variant_id, warehouse_id, on_hand) VALUES (1, 1, -1)", "not enough stock"),
        ("INSERT INTO barcodes (variant_id, code, quantity) VALUES (1, 'X', 0)", "rule"),
    ],
)
def test_a_broken_rule_is_told_in_a_sentence_and_nothing_is_changed(database: Database, statement: str, word: str):
    with pytest.raises(Conflict, match=word), begin(database, OWNER, verb="tests.break") as (work, _done):
        work.session.add(customer(work))
        work.connection.execute(text(statement))
    assert count(database, Customer) == 0


def test_numbers_are_never_handed_out_twice(database: Database):
    got: list[int] = []

    def take(size: int) -> None:
        with begin(database, OWNER, verb="tests.number") as (work, _done):
            first = work.next_number("order", size)
            work.event("order", first, "numbered")
            got.extend(range(first, first + size))

    threads = [threading.Thread(target=take, args=(size,)) for size in (1, 2, 3, 1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(10001, 10013))


def test_a_number_taken_by_a_failed_action_is_given_to_the_next(database: Database):
    with pytest.raises(ZeroDivisionError), begin(database, OWNER) as (work, _done):
        assert work.next_number("order") == 10001
        raise ZeroDivisionError
    with begin(database, OWNER) as (work, _done):
        assert work.next_number("order") == 10001


def test_objects_and_bulk_statements_mix(database: Database):
    with begin(database, OWNER, verb="tests.mix") as (work, _done):
        warehouse = work.session.scalars(select(Warehouse)).one()
        warehouse.name = "From object"
        work.write(update(Warehouse).values(code="BULK"))
        assert warehouse.code == "BULK"
        assert warehouse.name == "From object"
    with database.reading() as session:
        assert session.execute(select(Warehouse.code, Warehouse.name)).all() == [("BULK", "From object")]


def test_an_action_sees_a_setting_it_has_just_written(database: Database):
    with begin(database, OWNER, verb="tests.set") as (work, _done):
        work.write(update(Setting).where(Setting.key == "paper").values(value="Letter"))
        assert work.session.scalar(select(Setting.value).where(Setting.key == "paper")) == "Letter"


def test_now_is_told_to_the_millisecond_in_utc():
    now = utc_now()
    assert now.tzinfo is UTC
    assert now.microsecond % 1000 == 0
