from collections.abc import Sequence

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from shopdesk.store.bulk import insert_columns
from shopdesk.store.engine import Database
from shopdesk.store.late_indices import LateIndices
from shopdesk.store.search_index import first_refs
from shopdesk.store.tables import Product, SearchDoc
from shopdesk.store.work import utc_now

MANY = 6_000


def schema(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(text("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"))
        return [(row.name, row.sql) for row in rows]


def products(database: Database, numbers: Sequence[int], *, twice: bool = False) -> None:
    with database.writing() as connection:
        late = LateIndices(connection, {Product: len(numbers), SearchDoc: len(numbers)})
        keys = [f"p{0 if twice else number}" for number in numbers]
        now = utc_now()
        insert_columns(
            connection, Product, {"id": numbers, "code": keys, "code_key": keys, "title": keys},
            {"created_at": now, "updated_at": now},
        )  # fmt: skip
        bodies = [f"thing {number} 围巾 围 巾" for number in numbers]
        insert_columns(connection, SearchDoc, {"ref": numbers, "body": bodies}, {"kind": "product"})
        late.build((Product, SearchDoc))


def found(database: Database, words: str) -> set[int]:
    with database.reading() as session:
        return set(first_refs(session.connection(), "product", words, 10 * MANY))


def test_a_big_load_leaves_the_same_indices_and_finds_everything(database: Database):
    before = [] if database.server else schema(database)
    products(database, range(1, MANY + 1))
    assert database.server or schema(database) == before
    assert found(database, "4711") == {4711}
    assert len(found(database, "围巾")) == MANY


def test_a_second_load_beside_many_rows_finds_old_and_new(file_database: Database):
    products(file_database, range(1, MANY + 1))
    products(file_database, range(MANY + 1, 2 * MANY + 1))
    products(file_database, range(2 * MANY + 1, 2 * MANY + 11))
    assert len(found(file_database, "thing")) == 2 * MANY + 10
    assert found(file_database, "围巾 4712") == {4712}
    with file_database.writing() as connection:
        connection.execute(text("INSERT INTO search_index(search_index) VALUES ('integrity-check')"))


def test_what_comes_after_a_big_load_is_found_too(file_database: Database):
    products(file_database, range(1, MANY + 1))
    with file_database.writing() as connection:
        connection.execute(insert(SearchDoc).values(kind="product", ref=99_999, body="late comer"))
    assert found(file_database, "comer") == {99_999}


def test_rows_against_a_unique_index_are_refused_and_everything_is_as_before(file_database: Database):
    products(file_database, range(1, 11))
    before = schema(file_database)
    with pytest.raises(IntegrityError):
        products(file_database, range(101, 101 + MANY), twice=True)
    assert schema(file_database) == before
    assert len(found(file_database, "thing")) == 10
    with file_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Product)) == 10


def test_few_rows_and_few_beside_many_keep_their_indices(file_database: Database):
    with file_database.writing() as connection:
        LateIndices(connection, {Product: 10, SearchDoc: 10})
        assert _indices(connection) == _indices_of_a_new_shop(file_database)
    products(file_database, range(1, 2 * MANY + 1))
    with file_database.writing() as connection:
        LateIndices(connection, {Product: MANY})
        assert _indices(connection) == _indices_of_a_new_shop(file_database)


def _indices(connection: object) -> int:
    counted = text("SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'products'")
    return connection.execute(counted).scalar_one()  # type: ignore[attr-defined,no-any-return]


def _indices_of_a_new_shop(database: Database) -> int:
    with database.reading() as session:
        return _indices(session)
