"""Upgrading an older shop: the tables are the same as new ones, and no moment of dying leaves a shop in between."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.store import shop, upgrade
from shopdesk.store.backup import verified
from shopdesk.store.engine import Database, is_server
from shopdesk.store.tables import Base, Setting
from tests.crash.dying import every_moment, needs_fork

STEPS = Path(__file__).parent / "migrations_for_tests"
LAST = "0004"


def version_of(target: str | Path) -> str:
    database = Database.connect(target)
    with database.reading() as session:
        version = str(session.execute(text("SELECT version_num FROM alembic_version")).scalar())
    database.close()
    return version


def described(connection: Connection) -> dict[str, Any]:
    """Everything a database says about its tables."""
    if connection.dialect.name == "sqlite":
        rows = connection.execute(
            text("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%'")
        )
        return {
            f"{row.type} {row.name}": " ".join(sorted((row.sql or "").replace("(", " ( ").replace(",", " , ").split()))
            for row in rows
        }
    columns = connection.execute(
        text(
            "SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity "
            "FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'alembic%'"
        )
    )
    rules = connection.execute(
        text(
            "SELECT conrelid::regclass::text AS place, conname, pg_get_constraintdef(oid) AS said FROM pg_constraint "
            "WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'"
        )
    )
    indexes = connection.execute(text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
    return {
        **{f"{row.table_name}.{row.column_name}": tuple(row) for row in columns},
        **{f"{row.place} {row.conname}": row.said for row in rules},
        **{row.indexname: row.indexdef for row in indexes if "alembic" not in row.indexname},
    }


# The frozen first step


@pytest.mark.filterwarnings("ignore:.*expression-based index")
def test_the_first_step_makes_the_same_tables_as_a_new_shop(database: Database, tmp_path: Path):
    with database.writing() as connection:
        new = described(connection)
        if database.server:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    empty = Database.connect(database.target if database.server else tmp_path / "empty.shop", rebuilds=True)
    with empty.writing() as connection:
        upgrade._run(upgrade._config(upgrade.MIGRATIONS), connection, "0001")
    with empty.writing() as connection:
        first = described(connection)
        context = MigrationContext.configure(connection, opts={"include_object": not_the_search_index})
        assert compare_metadata(context, Base.metadata) == []
    empty.close()
    assert set(first) == set(new)
    assert {name: (first[name], new[name]) for name in new if first[name] != new[name]} == {}


def not_the_search_index(_thing: object, name: str | None, *_more: object) -> bool:
    """SQLite keeps it in tables of its own, PostgreSQL in an index over an expression."""
    return not str(name).startswith(("search_index", "ix_search_docs_body"))


def test_the_steps_form_one_line_that_ends_where_new_shops_begin():
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(upgrade._config(upgrade.MIGRATIONS))
    assert script.get_heads() == [upgrade.HEAD]
    assert script.get_bases() == ["0001"]


def test_a_shop_that_is_up_to_date_is_not_touched(shop_file: Path):
    before = shop_file.read_bytes()
    shop.open_shop(shop_file).close()
    assert shop_file.read_bytes() == before
    assert list(shop_file.parent.iterdir()) == [shop_file]


# Longer lines of steps


def upgraded(target: str | Path, head: str = LAST) -> Path | None:
    return upgrade.upgrade(target, version_of(target), migrations=STEPS, head=head)


def test_all_steps_are_done_and_nothing_is_lost(target: str):
    database = Database.connect(target)
    with database.reading() as session:
        bins = session.execute(text("SELECT id, warehouse_id, code FROM locations ORDER BY id")).all()
    database.close()
    copy = upgraded(target)
    assert version_of(target) == LAST
    database = Database.connect(target)
    with database.reading() as session:
        assert session.execute(text("SELECT id, warehouse_id, code FROM locations ORDER BY id")).all() == bins
        assert session.execute(text("SELECT code, country FROM warehouses")).all() == [("MAIN", "DE")]
        assert session.execute(text("SELECT count(*) FROM bin_labels")).scalar() == len(bins)
        assert set(session.execute(text("SELECT colour FROM channels")).scalars()) == {"blue"}
        assert "picked_at" not in {column["name"] for column in inspect(session.connection()).get_columns("waves")}
    with pytest.raises(DBAPIError), database.writing() as connection:
        connection.execute(text("INSERT INTO warehouses (code, name) VALUES ('W2', '')"))
    with pytest.raises(DBAPIError), database.writing() as connection:
        connection.execute(text("DELETE FROM warehouses"))
    database.close()
    assert (copy is None) == is_server(target)


def test_a_copy_of_the_old_shop_is_kept(shop_file: Path):
    copy = upgraded(shop_file)
    assert copy is not None
    assert copy.name == "test-before-0004-from-0001.shop"
    assert verified(copy)
    assert version_of(copy) == "0001"
    shop.open_shop(copy).close()


def test_a_step_that_fails_leaves_the_shop_as_it_was(target: str):
    with pytest.raises((OutsideError, DBAPIError)):
        upgraded(target, "0005")
    assert version_of(target) == "0001"
    database = shop.open_shop(target)
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM warehouses")).scalar() == 1
        assert not inspect(session.connection()).has_table("bin_labels")
    database.close()


def test_a_newer_shop_is_refused_before_anything_is_copied(shop_file: Path):
    with pytest.raises(UserError, match="newer"):
        upgrade.upgrade(shop_file, "9999", migrations=STEPS, head=LAST)
    assert list(shop_file.parent.iterdir()) == [shop_file]


@needs_fork
@pytest.mark.crash
def test_no_moment_of_dying_leaves_a_shop_between_old_and_new(shop_to_copy: Path, quick_folder: Path):
    """Killed before every statement of the upgrade, before its commit and after it."""
    version_of(shop_to_copy)  # so that nothing is imported in the dying process
    path, copy = quick_folder / "test.shop", quick_folder / "test-before-0004-from-0001.shop"
    found: list[str] = []

    def act() -> None:
        shutil.copyfile(shop_to_copy, path)
        upgraded(path)

    def look(point: int) -> None:
        version = version_of(path)
        database = Database.connect(path)
        with database.reading() as session:
            assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            assert session.execute(text("PRAGMA foreign_key_check")).first() is None
            assert inspect(session.connection()).has_table("bin_labels") == (version == LAST)
        database.close()
        assert version == LAST or (version == "0001" and point)
        assert version_of(copy) == "0001" if copy.exists() else version == "0001"
        if version == "0001" and point % 8 == 0:
            upgraded(path)
            assert version_of(path) == LAST
        found.append(version)
        for left in quick_folder.iterdir():
            left.unlink()

    kills = every_moment(act, look)
    assert kills > 40
    assert set(found) == {"0001", LAST}


def test_a_setting_changed_just_before_an_upgrade_is_kept(shop_file: Path):
    database = shop.open_shop(shop_file)
    with database.writing() as connection:
        connection.execute(update(Setting).where(Setting.key == "shop_name").values(value="Renamed"))
    database.close()
    upgraded(shop_file)
    database = Database.connect(shop_file)
    with database.reading() as session:
        assert session.scalar(select(Setting.value).where(Setting.key == "shop_name")) == "Renamed"
    database.close()
