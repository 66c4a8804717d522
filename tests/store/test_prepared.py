"""Prepared statements say and bring back what SQLAlchemy's own would, in a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, event, insert, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from shopdesk.store.engine import Database, straight_cursor
from shopdesk.store.prepared import ByIds, Prepared, new_version
from shopdesk.store.tables import Customer, Event, Location, Lot, Setting, Warehouse

MOMENT = datetime(2026, 3, 5, 12, 30, tzinfo=UTC)
ADD_PLACE = Prepared(insert(Location).returning(Location.id), "warehouse_id", "zone", "code")
PLACE = Prepared(select(Location.code, Location.walk, Location.active).where(Location.id == bindparam("place")))
ADD_CUSTOMER = Prepared(insert(Customer).returning(Customer.id), "number", "name", "created_at")
PLACES = ByIds(select(Location.id, Location.code).order_by(Location.id), Location.id)


@pytest.fixture(params=["straight", "listened to"])
def way(request: pytest.FixtureRequest, database: Database) -> Iterator[str]:
    """Both ways a statement can take in a file; a server knows only the second."""

    def listen(*_about_it: Any) -> None:
        pass

    if request.param == "listened to":
        event.listen(database.writer, "before_cursor_execute", listen)
    yield request.param
    if request.param == "listened to":
        event.remove(database.writer, "before_cursor_execute", listen)


def test_a_new_row_gets_the_defaults_of_columns_nobody_named(database: Database, way: str):
    with database.writing() as connection:
        made = ADD_PLACE.run(connection, {"warehouse_id": 1, "zone": "storage", "code": "X-1"}).scalar()
        row = PLACE.run(connection, {"place": made}).first()
    assert (row.code, row.walk, row.active) == ("X-1", 0, True)
    assert row.active is True


def test_values_pass_their_types_both_ways(database: Database, way: str):
    add_lot = Prepared(insert(Lot).returning(Lot.id), "variant_id", "code", "received_on", "expires_on")
    add_event = Prepared(insert(Event), "journal_id", "subject", "subject_id", "kind", "data", "by_name", "at")
    seen = Prepared(select(Event.data, Event.at).where(Event.subject_id == bindparam("thing")))
    saying = {"journal_id": 1, "subject": "order", "kind": "said", "by_name": "Ann"}
    with database.writing() as connection:
        add_event.run(connection, {**saying, "subject_id": 7, "data": {"note": "茶"}, "at": MOMENT})
        row = seen.run(connection, {"thing": 7}).first()
        assert (row.data, row.at) == ({"note": "茶"}, MOMENT)
        assert row.at.tzinfo is not None
        if not database.server:  # nothing holds the lot's variant there
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            lot = add_lot.run(
                connection, {"variant_id": 99, "code": "L", "received_on": date(2026, 1, 2), "expires_on": None}
            ).scalar()
            dates = Prepared(select(Lot.received_on, Lot.expires_on).where(Lot.id == bindparam("lot")))
            assert tuple(dates.run(connection, {"lot": lot}).first()) == (date(2026, 1, 2), None)
            connection.execute(text("DELETE FROM lots"))


def test_a_time_without_zone_is_refused(database: Database, way: str):
    naive = {"number": "C1", "name": "Ann", "created_at": datetime(2026, 3, 5)}
    with pytest.raises((ValueError, StatementError), match="without zone"), database.writing() as connection:
        ADD_CUSTOMER.run(connection, naive)


def test_a_broken_rule_raises_what_sqlalchemy_raises_and_shows_no_values(database: Database, way: str):
    with pytest.raises(IntegrityError) as error, database.writing() as connection:
        for _twice in range(2):
            ADD_CUSTOMER.run(connection, {"number": "C1", "name": "Secret Ann", "created_at": MOMENT})
    assert error.value.orig is not None
    assert "Secret" not in str(error.value)
    with database.reading() as session:
        assert session.scalars(select(Customer.id)).all() == []


def test_many_value_sets_count_all_changed_rows(database: Database, way: str):
    places = Location.__table__
    walk = Prepared(
        update(places).where(places.c.id == bindparam("place")).values(walk=places.c.walk + bindparam("more"))
    )
    with database.writing() as connection:
        before = dict(connection.execute(select(Location.id, Location.walk)).all())
        first, second = sorted(before)[:2]
        steps = [{"place": first, "more": 5}, {"place": second, "more": 6}, {"place": 10**6, "more": 1}]
        assert walk.run(connection, steps).rowcount == 2
        after = dict(connection.execute(select(Location.id, Location.walk)).all())
    assert after == {**before, first: before[first] + 5, second: before[second] + 6}


def test_a_forgotten_value_is_an_error_and_not_silently_empty(file_database: Database):
    with pytest.raises(KeyError, match="code"), file_database.writing() as connection:
        ADD_PLACE.run(connection, {"warehouse_id": 1, "zone": "storage"})


def test_who_listens_hears_every_statement(file_database: Database):
    heard: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement.split(maxsplit=1)[0])

    event.listen(file_database.writer, "before_cursor_execute", listen)
    try:
        with file_database.writing() as connection:
            assert straight_cursor(connection) is None
            ADD_PLACE.run(connection, {"warehouse_id": 1, "zone": "storage", "code": "X-1"})
            PLACE.run(connection, {"place": 1})
    finally:
        event.remove(file_database.writer, "before_cursor_execute", listen)
    assert heard == ["BEGIN", "INSERT", "SELECT"]
    with file_database.writing() as connection:
        assert straight_cursor(connection) is not None


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_rows_of_any_number_of_things(database: Database, way: str, count: int):
    with database.writing() as connection:
        every = connection.execute(select(Location.id, Location.code).order_by(Location.id)).all()
        asked = [row.id for row in every[:count]]
        assert [tuple(row) for row in PLACES.rows(connection, [*reversed(asked)])] == [
            tuple(row) for row in every[:count]
        ]


def test_words_are_asked_for_like_ids(database: Database, way: str):
    by_key = ByIds(select(Setting.key, Setting.value).order_by(Setting.key), Setting.key)
    with database.writing() as connection:
        found = [tuple(row) for row in by_key.rows(connection, ["tracking_required", "currency"])]
    assert found == [("currency", "EUR"), ("tracking_required", True)]


def test_a_reader_sees_one_moment_with_prepared_statements_too(file_database: Database):
    with file_database.reading() as session:
        before = list(PLACES.rows(session, [1, 2]))
        with file_database.writing() as connection:
            connection.execute(update(Location).values(code=Location.code + "!"))
        assert list(PLACES.rows(session, [1, 2])) == before
    with file_database.reading() as session:
        assert all(row.code.endswith("!") for row in PLACES.rows(session, [1, 2]))


def test_a_change_of_one_row_counts_its_version_up(database: Database, way: str):
    with database.writing() as connection:
        made = ADD_CUSTOMER.run(connection, {"number": "C1", "name": "Ann", "created_at": MOMENT}).scalar()
        statement, values = new_version(Customer.__table__, made, name="Anna", company="Tea Ltd")
        assert statement.run(connection, values).rowcount == 1
        assert statement.table == "customers"
    with database.reading() as session:
        one = session.execute(select(Customer.name, Customer.company, Customer.version)).one()
    assert tuple(one) == ("Anna", "Tea Ltd", 2)


def test_an_upset_statement_leaves_the_database_usable(file_database: Database):
    with pytest.raises(IntegrityError), file_database.writing() as connection:
        ADD_PLACE.run(connection, {"warehouse_id": 99, "zone": "storage", "code": "X-1"})
    with file_database.writing() as connection:
        ADD_PLACE.run(connection, {"warehouse_id": 1, "zone": "storage", "code": "X-1"})
    with file_database.reading() as session:
        assert session.scalars(select(Location.code).where(Location.code == "X-1")).all() == ["X-1"]
        assert session.scalars(select(Warehouse.code)).all() == ["MAIN"]
