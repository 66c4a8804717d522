"""How the shop's database is opened, and what becomes of trouble with disk, lock and server."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from shopdesk.domain.errors import OutsideError
from shopdesk.store import engine, shop
from shopdesk.store.engine import Database, is_server, outside_errors, sqlite_module
from shopdesk.store.tables import Setting, Warehouse
from tests.database import PROFILE, Server


def pragma(database: Database, name: str, *, reader: bool = False) -> object:
    with (database.reader if reader else database.writer).connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Warehouse.code).order_by(Warehouse.id)))


# How a file is opened


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000), ("query_only", 0)],
)
def test_the_writer_loses_nothing_and_keeps_links_whole(file_database: Database, name: str, value: object):
    assert pragma(file_database, name) == value


@pytest.mark.parametrize(("name", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("query_only", 1)])
def test_the_reader_only_reads(file_database: Database, name: str, value: object):
    assert pragma(file_database, name, reader=True) == value


def test_sqlite_is_free_of_the_wal_reset_bug():
    pytest.importorskip("pysqlite3")
    assert sqlite_module().sqlite_version_info >= (3, 51, 3)


def test_a_write_transaction_takes_the_lock_at_once(file_database: Database, shop_file: Path):
    with closing(sqlite_module().connect(shop_file, timeout=0, isolation_level=None)) as other:
        with file_database.writing(), pytest.raises(sqlite_module().OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")


def test_statements_go_out_between_begin_immediate_and_commit(file_database: Database):
    said: list[str] = []
    with file_database.writer.connect() as connection:
        connection.connection.driver_connection.set_trace_callback(said.append)
    with file_database.writing() as connection:
        connection.execute(text("SELECT 1"))
        connection.execute(text("CREATE TABLE new_table (id INTEGER)"))
    assert said == ["BEGIN IMMEDIATE", "SELECT 1", "CREATE TABLE new_table (id INTEGER)", "COMMIT"]


def test_tables_made_in_a_failed_transaction_are_gone(database: Database):
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(text("CREATE TABLE new_table (id INTEGER)"))
        connection.execute(text("DROP TABLE scans"))
        connection.execute(insert(Warehouse).values(code="W2", name="Second"))
        raise ZeroDivisionError
    assert names(database) == ["MAIN"]
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM scans")).scalar() == 0
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(text("SELECT * FROM new_table"))


def test_a_reader_cannot_write(database: Database):
    with pytest.raises((OutsideError, DBAPIError)), database.reading() as session:
        session.execute(insert(Warehouse).values(code="W2", name="Second"))
        session.commit()
    assert names(database) == ["MAIN"]


def test_a_reader_sees_one_moment(database: Database):
    with database.reading() as session:
        assert list(session.scalars(select(Warehouse.code))) == ["MAIN"]
        with database.writing() as connection:
            connection.execute(insert(Warehouse).values(code="W2", name="Second"))
        assert list(session.scalars(select(Warehouse.code))) == ["MAIN"]
    assert names(database) == ["MAIN", "W2"]


def test_readers_go_on_while_somebody_writes(database: Database):
    with database.writing() as connection:
        connection.execute(insert(Warehouse).values(code="W2", name="Second"))
        assert names(database) == ["MAIN"]


def test_writers_of_one_process_take_turns(database: Database):
    def add(number: int) -> None:
        with database.writing() as connection:
            connection.execute(insert(Warehouse).values(code=f"W{number}", name=""))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(database)) == 13


def test_broken_links_are_refused(database: Database):
    with pytest.raises(DBAPIError), database.writing() as connection:
        connection.execute(
            text("INSERT INTO locations (warehouse_id, zone, code, walk, active) VALUES (99, 'storage', 'X', 0, true)")
        )


@pytest.mark.parametrize(
    "name", ["läden & söhne.shop", "茶叶店.shop", "a b #1.shop", "100%.shop", "why?.shop", "it's;--.shop"]
)
def test_a_shop_may_have_any_file_name(tmp_path: Path, name: str):
    path = tmp_path / name
    try:
        shop.create(path, PROFILE).close()
    except OSError:
        pytest.skip("this system knows no such file name")
    assert [p.name for p in tmp_path.iterdir()] == [name]
    database = shop.open_shop(path)
    assert names(database) == ["MAIN"]
    database.close()


def test_a_closed_file_leaves_nothing_beside_it(file_database: Database, shop_file: Path):
    with file_database.writing() as connection:
        connection.execute(insert(Warehouse).values(code="W2", name="Second"))
    file_database.close()
    assert [p.name for p in shop_file.parent.iterdir()] == [shop_file.name]


@pytest.mark.parametrize(
    ("target", "server"),
    [("postgresql://a/b", True), ("postgresql+psycopg://a/b", True), ("a.shop", False), ("/x/postgresql/y", False)],
)
def test_addresses_of_servers_are_told_from_files(target: str, server: bool):
    assert is_server(target) == server
    assert is_server(Path(target)) is False or server


def test_chinese_settings_are_kept_as_they_are(database: Database):
    with database.writing() as connection:
        connection.execute(insert(Setting).values(key="motto", value={"zh": "薄利多销", "n": [1, None]}))
    with database.reading() as session:
        assert session.scalar(select(Setting.value).where(Setting.key == "motto")) == {"zh": "薄利多销", "n": [1, None]}


# Trouble outside the program


def test_a_file_locked_by_another_program_says_so_and_can_still_be_read(
    shop_file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 20)
    database = shop.open_shop(shop_file)
    with closing(sqlite_module().connect(shop_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutsideError, match="in use"), database.writing() as connection:
            connection.execute(insert(Warehouse).values(code="W2", name="Second"))
        assert names(database) == ["MAIN"]
        other.execute("ROLLBACK")
    with database.writing() as connection:
        connection.execute(insert(Warehouse).values(code="W2", name="Second"))
    database.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own with two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True).returncode
    ):
        pytest.skip("this person may not mount a disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_says_so_and_nothing_is_half_written(small_disk: Path, shop_to_copy: Path):
    path = Path(shutil.copyfile(shop_to_copy, small_disk / "full.shop"))
    database = shop.open_shop(path)
    kept = 0
    with pytest.raises(OutsideError, match="full"):
        for number in range(10_000):
            with database.writing() as connection:
                connection.execute(insert(Warehouse).values(code=f"W{number}", name="x" * 20_000))
            kept = number + 1
    assert 0 < kept < 200
    assert len(names(database)) == kept + 1, "reading goes on and nothing is half there"
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    with database.writing() as connection:
        connection.execute(insert(Warehouse).values(code="after", name="x" * 20_000))
    assert pragma(database, "integrity_check") == "ok"
    database.close()


def test_a_disk_that_may_only_be_read_says_so(small_disk: Path, shop_to_copy: Path):
    path = Path(shutil.copyfile(shop_to_copy, small_disk / "read.shop"))
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(OutsideError, match=r"could not be used|cannot be written"):
        database = shop.open_shop(path)
        with database.writing() as connection:
            connection.execute(insert(Warehouse).values(code="W2", name="Second"))


def test_a_damaged_file_says_so(shop_file: Path):
    content = bytearray(shop_file.read_bytes())
    content[200:8000] = b"\xff" * 7800
    shop_file.write_bytes(content)
    with pytest.raises(OutsideError, match="damaged"):
        names(shop.open_shop(shop_file))


def test_bugs_pass_through_unchanged(database: Database):
    with pytest.raises(DBAPIError) as caught, outside_errors(), database.reading() as session:
        session.execute(text("SELECT * FROM no_such_table"))
    assert "no_such_table" in str(caught.value)


def test_parameters_never_reach_an_error_message(database: Database):
    with pytest.raises(DBAPIError) as caught, database.reading() as session:
        session.execute(text("SELECT :secret FROM no_such_table"), {"secret": "Frau Meier"})
    assert "Meier" not in str(caught.value)


def test_a_server_that_cut_the_connection_says_so_and_is_used_again(server: Server, server_url: str):
    database = shop.open_shop(server_url)
    with pytest.raises(OutsideError, match="server"), database.writing() as connection:
        connection.execute(insert(Warehouse).values(code="W2", name="Second"))
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        with server.admin.connect() as admin:
            admin.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        connection.execute(insert(Warehouse).values(code="W3", name="Third"))
    assert names(database) == ["MAIN"]
    database.close()


def test_a_server_that_is_not_there_says_so():
    with pytest.raises(OutsideError, match="server"):
        shop.open_shop("postgresql://nobody@127.0.0.1:1/shop")


# The connection that stays open for writing


def connections(database: Database) -> list[object]:
    """The driver's connections that ``writing`` uses, one after the other."""
    used: list[object] = []
    for _turn in range(3):
        with database.writing() as connection:
            used.append(connection.connection.dbapi_connection)
    return used


def test_writing_goes_on_with_the_connection_of_last_time(file_database: Database):
    first, second, third = connections(file_database)
    assert first is second is third


def test_a_failed_action_leaves_no_transaction_open(file_database: Database, shop_file: Path):
    connections(file_database)
    with pytest.raises(ZeroDivisionError), file_database.writing() as connection:
        connection.execute(insert(Warehouse).values(code="W2", name="Second"))
        raise ZeroDivisionError
    with closing(sqlite_module().connect(shop_file, timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    connections(file_database)
    assert names(file_database) == ["MAIN"]


def test_who_waited_in_vain_for_the_lock_can_write_later(file_database: Database, shop_file: Path):
    with file_database.writing() as connection:
        connection.connection.cursor().execute("PRAGMA busy_timeout=1")
    with closing(sqlite_module().connect(shop_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutsideError, match="in use"), file_database.writing():
            pytest.fail("the lock is held by another program")
        other.execute("ROLLBACK")
    connections(file_database)


def test_closing_a_shop_that_another_thread_writes_waits_for_nobody_and_loses_nothing(shop_file: Path):
    database = Database.connect(shop_file)
    begun, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with database.writing() as connection:
            begun.set()
            go_on.wait(10)
            connection.execute(insert(Warehouse).values(code="W2", name="Second"))

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(10)
    database.close()
    go_on.set()
    writer.join(10)
    assert not shop_file.with_name(shop_file.name + "-wal").exists()
    again = Database.connect(shop_file)
    assert names(again) == ["MAIN", "W2"]
    again.close()
