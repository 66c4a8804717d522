"""Random access to long lists, on both databases."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, event, insert, select, update

from shopdesk.queries.pages import SIZE, Pages
from shopdesk.store.engine import Database
from shopdesk.store.tables import Channel, Customer

START = datetime(2026, 1, 1, tzinfo=UTC)
COUNT = SIZE * 5 + 17
SORTS = {
    "name": Customer.name,
    "created_at": Customer.created_at,
    "number": Customer.number,
    "accepts_marketing": Customer.accepts_marketing,
}


@pytest.fixture
def filled(database: Database) -> Database:
    """A shop with many customers, many of them with the same name, date and wish."""
    rng = random.Random(5)
    rows = [
        {
            "number": f"C{rng.randrange(10**9)}-{at}",
            "name": rng.choice(["Anna", "anna", "Ärzte", "Zoë", "林小明", "", "Ben"]),
            "created_at": START + timedelta(hours=rng.randrange(50), milliseconds=rng.randrange(3)),
            "accepts_marketing": rng.random() < 0.3,
            "channel_id": rng.choice([1, 2]),
        }
        for at in range(COUNT)
    ]
    with database.writing() as connection:
        connection.execute(insert(Customer), rows)
    return database


def pages_of(database: Database, sort: str = "name", *, down: bool = False, only: object = None) -> Pages:
    rows = select(Customer.id, Customer.name, Channel.name.label("channel")).join(
        Channel, Channel.id == Customer.channel_id
    )
    keys = select(SORTS[sort], Customer.id)
    if only is not None:
        rows, keys = rows.where(only), keys.where(only)
    return Pages(database.reading, rows, keys, (SORTS[sort], Customer.id), down=down)


def in_sql_order(database: Database, sort: str, *, down: bool = False) -> list[int]:
    order = [column.desc() if down else column.asc() for column in (SORTS[sort], Customer.id)]
    with database.reading() as session:
        return list(session.scalars(select(Customer.id).order_by(*order)))


def id_at(pages: Pages, at: int) -> int | None:
    row = pages[at]
    return None if row is None else row.id


@pytest.mark.parametrize("down", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("sort", SORTS)
def test_rows_stand_in_the_order_of_the_database_however_one_jumps(filled: Database, sort: str, down: bool):
    expected = in_sql_order(filled, sort, down=down)
    assert [row.id for row in pages_of(filled, sort, down=down)] == expected
    pages = pages_of(filled, sort, down=down)
    assert pages.total == len(pages) == COUNT
    places = list(range(COUNT))
    random.Random(9).shuffle(places)
    for at in places:
        assert id_at(pages, at) == expected[at]
    assert pages.ids() == expected
    assert pages.ids(3) == expected[:3]


def test_the_last_row_is_reached_at_once(filled: Database):
    expected = in_sql_order(filled, "name")
    assert id_at(pages_of(filled), COUNT - 1) == expected[-1]


@pytest.mark.parametrize("at", [-1, -SIZE, COUNT, COUNT + SIZE, 10**9])
def test_outside_the_list_is_nothing(filled: Database, at: int):
    assert pages_of(filled)[at] is None


@pytest.mark.parametrize("down", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("sort", SORTS)
def test_a_row_knows_where_it_stands(filled: Database, sort: str, down: bool):
    pages = pages_of(filled, sort, down=down)
    expected = in_sql_order(filled, sort, down=down)
    for at in (0, 1, SIZE - 1, SIZE, COUNT // 2, COUNT - 1):
        assert pages.index_of(expected[at]) == at
    assert pages.index_of(10**6) is None


def test_a_row_that_is_filtered_out_stands_nowhere(filled: Database):
    pages = pages_of(filled, only=Customer.accepts_marketing)
    with filled.reading() as session:
        other = session.scalar(select(Customer.id).where(~Customer.accepts_marketing).limit(1))
    assert other is not None
    assert pages.index_of(other) is None
    assert pages.total == len(list(pages)) < COUNT


def test_a_row_that_vanished_is_blank_and_nothing_fails(filled: Database):
    pages = pages_of(filled)
    assert pages.total == COUNT
    last = pages[COUNT - 1]
    assert last is not None
    with filled.writing() as connection:
        connection.execute(delete(Customer).where(Customer.id != last.id))
    fresh = [id_at(pages, at) for at in range(SIZE, COUNT - SIZE, 50)]
    assert set(fresh) <= {None, last.id}
    assert pages.index_of(last.id) == 0


def test_a_list_of_nothing_is_empty(database: Database):
    pages = pages_of(database)
    assert (pages.total, pages[0], pages.index_of(1), list(pages), pages.ids()) == (0, None, None, [], [])


@pytest.mark.parametrize("size", [1, SIZE - 1, SIZE, SIZE + 1, 2 * SIZE])
def test_reading_on_reads_every_row_exactly_once(filled: Database, size: int):
    with filled.reading() as session:
        ids = set(session.scalars(select(Customer.id).order_by(Customer.id).limit(size)))
    seen = [row.id for row in pages_of(filled, only=Customer.id <= max(ids))]
    assert len(seen) == size
    assert set(seen) == ids


def test_reading_on_skips_nothing_while_rows_before_are_taken_away(filled: Database):
    expected = in_sql_order(filled, "number")
    rows = iter(pages_of(filled, "number"))
    seen = [next(rows).id for _ in range(SIZE)]
    with filled.writing() as connection:
        connection.execute(delete(Customer).where(Customer.id.in_(expected[:50])))
    seen += [row.id for row in rows]
    assert seen == expected


def test_reading_on_shows_no_row_twice_while_rows_are_added(filled: Database):
    expected = in_sql_order(filled, "number")
    rows = iter(pages_of(filled, "number"))
    seen = [next(rows).id for _ in range(SIZE)]
    with filled.writing() as connection:
        connection.execute(
            insert(Customer),
            [{"number": f"A{n}", "name": "", "created_at": START, "channel_id": 1} for n in range(300)],
        )
    seen += [row.id for row in rows]
    assert seen == expected


def test_a_page_is_read_once_and_kept(filled: Database):
    pages = pages_of(filled)
    with statements() as said:
        for at in range(SIZE):
            assert pages[at] is not None
    first = len(said)
    with statements() as said:
        for at in range(SIZE):
            assert pages[at] is not None
    assert first > 0
    assert said == []


def test_offset_never_goes_into_the_joined_rows(filled: Database):
    with statements() as said:
        pages = pages_of(filled)
        _row, _last, _index = pages[COUNT - 1], pages[SIZE * 3], pages.index_of(5)
        assert len(list(pages)) == COUNT
        assert pages.total == COUNT
    assert any("OFFSET" in statement for statement in said), "far jumps skip over keys"
    assert not [statement for statement in said if "OFFSET" in statement and "JOIN" in statement]


def test_a_far_jump_reads_only_an_index(file_database: Database):
    with file_database.reading() as session:
        connection = session.connection()
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT name, id FROM customers ORDER BY name, id LIMIT 1 OFFSET 500000"
        ).all()
    assert any("COVERING INDEX" in str(step) for step in plan), plan


def test_a_changed_name_moves_the_row_in_a_new_list(filled: Database):
    first = pages_of(filled)[0]
    assert first is not None
    with filled.writing() as connection:
        connection.execute(update(Customer).where(Customer.id == first.id).values(name="龘"))
    assert pages_of(filled).index_of(first.id) == COUNT - 1


class statements:  # noqa: N801 - reads as a word in a with
    """Every statement sent to a database meanwhile."""

    def __enter__(self) -> list[str]:
        self.said: list[str] = []
        event.listen(Engine, "before_cursor_execute", self._note)
        return self.said

    def __exit__(self, *_error: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        if isinstance(parameters, tuple) and statement.endswith("OFFSET ?") and parameters[-1] == 0:
            statement = statement.removesuffix("OFFSET ?")  # SQLite's way to say a limit alone
        if "SELECT" in statement:
            self.said.append(statement)
