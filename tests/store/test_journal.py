"""The chain of who changed what."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from shopdesk.domain.rights import Role, User
from shopdesk.store.engine import Database
from shopdesk.store.journal import FIRST_HASH, broken_line, canonical, chain_hash
from shopdesk.store.tables import Event, Journal, Person, Setting, Warehouse
from shopdesk.store.work import begin
from tests.database import OWNER

ANN = User(2, "Ann 安", Role.WAREHOUSE)


def act(database: Database, number: int) -> None:
    """One small action with an object, a bulk statement, an event and a key."""
    with begin(database, ANN, verb="tests.act", key=f"key-{number}") as (work, done):
        warehouse = Warehouse(code=f"W{number}", name="Zweitlager „Süd“")
        work.session.add(warehouse)
        work.session.flush()
        work.write(insert(Setting).values(key=f"s{number}", value=number))
        work.event("warehouse", warehouse.id, "made", name="南", at=date(2026, 3, 1).isoformat())
        done.result = {"id": warehouse.id}


def broken(database: Database) -> int | None:
    with database.reading() as session:
        return broken_line(session)


@pytest.fixture
def acted(database: Database) -> Database:
    """A shop in which five things happened."""
    for number in range(1, 6):
        act(database, number)
    return database


def test_an_untouched_chain_holds(acted: Database):
    assert broken(acted) is None
    with acted.reading() as session:
        lines = session.execute(select(Journal.id, Journal.verb, Journal.by_name).order_by(Journal.id)).all()
    assert [tuple(line) for line in lines] == [(n, "tests.act", "Ann 安") for n in range(1, 6)]


def test_an_empty_journal_holds(database: Database):
    assert broken(database) is None


def test_a_line_says_which_row_was_made_with_its_id_and_defaults(acted: Database):
    with acted.reading() as session:
        content = json.loads(session.scalar(select(Journal.content).where(Journal.id == 1)) or "")
        made = session.scalar(select(Warehouse.id).where(Warehouse.code == "W1"))
    assert content["changes"] == [["warehouses", made, None, {"id": made, "code": "W1", "name": "Zweitlager „Süd“"}]]
    assert content["events"] == [["warehouse", made, "made", {"name": "南", "at": "2026-03-01"}]]


def test_a_line_says_what_changed_from_what_to_what(acted: Database):
    with begin(acted, ANN, verb="tests.rename") as (work, _done):
        work.session.scalars(select(Warehouse).where(Warehouse.code == "W1")).one().name = "North"
    with begin(acted, ANN, verb="tests.remove") as (work, _done):
        work.session.delete(work.session.scalars(select(Warehouse).where(Warehouse.code == "W2")).one())
    with acted.reading() as session:
        renamed, removed = (
            json.loads(c)["changes"][0]
            for c in session.scalars(select(Journal.content).where(Journal.id > 5).order_by(Journal.id))
        )
    assert renamed[2:] == [{"name": "Zweitlager „Süd“"}, {"name": "North"}]
    assert removed[2]["code"] == "W2"
    assert removed[3] is None


def test_passwords_and_pictures_stay_out(database: Database):
    with begin(database, OWNER, verb="tests.hire") as (work, _done):
        work.session.add(
            Person(name="Ben", name_key="ben", role="viewer", password_hash="$argon2$secret", created_at=work.now)
        )
    with database.reading() as session:
        assert "argon2" not in (session.scalar(select(Journal.content)) or "")


@pytest.mark.parametrize("column", ["id", "at", "by_name", "verb", "key", "content", "result", "hash"])
@pytest.mark.parametrize("line", [1, 3, 5])
def test_a_change_of_any_column_of_any_line_is_found(acted: Database, column: str, line: int):
    with acted.writing() as connection:
        table = Journal.__table__
        was = connection.execute(select(table.c[column]).where(table.c.id == line)).scalar_one()
        changed = {
            "id": 77,
            "at": was + timedelta(milliseconds=1) if isinstance(was, datetime) else None,
            "hash": "f" * 64,
        }.get(column, f"{was} ")
        connection.execute(update(table).where(table.c.id == line).values({column: changed}))
    assert broken(acted) is not None


@pytest.mark.parametrize("line", [1, 2, 4])
def test_a_removed_line_is_found(acted: Database, line: int):
    with acted.writing() as connection:
        connection.execute(delete(Journal).where(Journal.id == line))
    assert broken(acted) == line + 1


def test_two_lines_that_changed_places_are_found(acted: Database):
    with acted.writing() as connection:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            connection.execute(update(Journal).where(Journal.id == old).values(id=new))
    assert broken(acted) == 2


def test_a_forged_line_with_a_right_hash_of_its_own_breaks_the_next(acted: Database):
    with acted.writing() as connection:
        line = dict(connection.execute(select(Journal.__table__).where(Journal.id == 2)).mappings().one())
        previous = connection.execute(select(Journal.hash).where(Journal.id == 1)).scalar_one()
        line["content"] = line["content"].replace("W2", "X2")
        connection.execute(
            update(Journal).where(Journal.id == 2).values(content=line["content"], hash=chain_hash(previous, line))
        )
    assert broken(acted) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_any_changed_byte_of_what_was_said_is_found(file_database: Database, data: st.DataObject):
    with file_database.reading() as session:
        lines = session.scalars(select(Journal.id)).all()
    if not lines:
        for number in range(1, 4):
            act(file_database, number)
        lines = [1, 2, 3]
    line = data.draw(st.sampled_from(lines))
    column = data.draw(st.sampled_from(["content", "by_name", "verb", "key", "result", "hash"]))
    table = Journal.__table__
    with file_database.writing() as connection:
        was = connection.execute(select(table.c[column]).where(table.c.id == line)).scalar_one()
        at = data.draw(st.integers(0, len(was) - 1))
        other = data.draw(st.characters(min_codepoint=1, exclude_categories=["Cs"]).filter(lambda c: c != was[at]))
        connection.execute(update(table).where(table.c.id == line).values({column: was[:at] + other + was[at + 1 :]}))
    assert broken(file_database) == line
    with file_database.writing() as connection:
        connection.execute(update(table).where(table.c.id == line).values({column: was}))
    assert broken(file_database) is None


def test_the_hash_does_not_depend_on_the_zone_of_the_clock():
    line = {"id": 1, "by_name": "Ann", "verb": "v", "key": "", "content": "{}", "result": ""}
    utc = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert chain_hash(FIRST_HASH, {**line, "at": utc}) == chain_hash(
        FIRST_HASH, {**line, "at": utc.astimezone(timezone(timedelta(hours=8)))}
    )


def test_a_clock_in_another_zone_keeps_the_chain_whole(database: Database):
    shanghai = datetime(2026, 3, 1, 20, tzinfo=timezone(timedelta(hours=8)))
    with begin(database, OWNER, verb="tests.clock", clock=lambda: shanghai) as (work, _done):
        work.event("shop", 1, "ticked")
    assert broken(database) is None
    with database.reading() as session:
        assert session.scalar(select(Event.at)) == shanghai


def test_one_content_has_one_text():
    assert canonical({"b": 1, "a": [date(2026, 3, 1), "茶"]}) == '{"a":["2026-03-01","茶"],"b":1}'
    assert canonical({"a": b"picture"}) == '{"a":null}'


def test_lines_of_two_people_at_once_form_one_chain(database: Database):
    import threading

    threads = [threading.Thread(target=act, args=(database, number)) for number in range(1, 13)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken(database) is None
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM journal")).scalar() == 12
