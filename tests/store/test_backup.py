"""Copies of a shop in use, and putting one back."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.store import backup, shop
from shopdesk.store.backup import copy_file, restore_file, verified
from shopdesk.store.engine import Database, sqlite_module
from shopdesk.store.tables import Setting, Warehouse
from tests.crash.dying import needs_fork


def rename(path: Path, name: str) -> None:
    database = shop.open_shop(path)
    with database.writing() as connection:
        connection.execute(update(Setting).where(Setting.key == "shop_name").values(value=name))
    database.close()


def name_of(path: Path) -> str:
    database = shop.open_shop(path)
    with database.reading() as session:
        name = session.scalar(select(Setting.value).where(Setting.key == "shop_name"))
    database.close()
    return str(name)


def files_in(folder: Path) -> list[str]:
    """What lies there, apart from SQLite's own logs, which who only reads may leave behind."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(("-wal", "-shm")))


def test_a_copy_holds_everything_including_what_is_only_in_the_log(
    file_database: Database, shop_file: Path, tmp_path: Path
):
    with file_database.writing() as connection:
        connection.execute(insert(Warehouse).values(code="W2", name="x" * 100_000))
    assert Path(f"{shop_file}-wal").stat().st_size
    copy = tmp_path / "copy ?#%.shop"
    copy_file(shop_file, copy)
    assert verified(copy)
    assert not Path(f"{copy}-wal").exists()
    database = shop.open_shop(copy)
    with database.reading() as session:
        assert session.scalars(select(Warehouse.code).order_by(Warehouse.id)).all() == ["MAIN", "W2"]
    database.close()


def test_a_shop_is_copied_while_somebody_writes_and_the_copy_is_of_one_moment(
    file_database: Database, shop_file: Path, tmp_path: Path
):
    """Every transaction adds two rows, so a copy with an odd number of them is torn."""
    stop = threading.Event()
    written: list[int] = []

    def write() -> None:
        while not stop.is_set():
            with file_database.writing() as connection:
                for half in "AB":
                    connection.execute(insert(Warehouse).values(code=f"{half}{len(written)}", name="x" * 3000))
            written.append(1)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        counts = []
        for number in range(6):
            before = len(written)
            copy = tmp_path / f"copy{number}.shop"
            copy_file(shop_file, copy)
            database = Database.connect(copy)
            with database.reading() as session:
                rows = session.scalar(select(func.count()).select_from(Warehouse)) or 0
            database.close()
            assert rows % 2 == 1
            assert rows >= 2 * before + 1
            counts.append(rows)
    finally:
        stop.set()
        thread.join()
    assert counts == sorted(counts)


def test_a_copy_that_does_not_verify_never_gets_its_name(
    shop_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(backup, "verified", lambda _path: False)
    with pytest.raises(OutsideError, match="verified"):
        copy_file(shop_file, tmp_path / "copy.shop")
    assert files_in(tmp_path) == ["test.shop"]


@pytest.mark.parametrize("where", ["_read_only", "verified", "to_disk"])
def test_an_interrupted_copy_leaves_no_half_file_and_keeps_the_copy_before(
    shop_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
):
    copy = tmp_path / "copy.shop"
    copy_file(shop_file, copy)
    before = copy.read_bytes()
    rename(shop_file, "Renamed")

    def interrupt(*_anything: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(backup, where, interrupt)
        with pytest.raises(KeyboardInterrupt):
            copy_file(shop_file, copy)
    assert copy.read_bytes() == before
    assert files_in(tmp_path) == ["copy.shop", "test.shop"]
    copy_file(shop_file, copy)
    assert name_of(copy) == "Renamed"


@needs_fork
@pytest.mark.crash
def test_a_copy_killed_half_way_leaves_no_half_file_under_its_name(shop_file: Path, tmp_path: Path):
    copy = tmp_path / "copy.shop"
    for where in ("verified", "to_disk"):
        child = os.fork()
        if child == 0:
            setattr(backup, where, lambda *_anything: os.kill(os.getpid(), 9))
            copy_file(shop_file, copy)
            os._exit(0)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])
        assert not copy.exists()
    copy_file(shop_file, copy)
    assert files_in(tmp_path) == ["copy.shop", "test.shop"]


def test_a_shop_is_never_copied_onto_itself(shop_file: Path, tmp_path: Path):
    before = shop_file.read_bytes()
    for same in (shop_file, tmp_path / "." / "sub" / ".." / shop_file.name):
        (tmp_path / "sub").mkdir(exist_ok=True)
        with pytest.raises(UserError, match="itself"):
            copy_file(shop_file, same)
        with pytest.raises(UserError, match="itself"):
            restore_file(same, shop_file)
    assert shop_file.read_bytes() == before


def test_a_copy_that_cannot_be_written_says_so(shop_file: Path, tmp_path: Path):
    with pytest.raises(OutsideError, match="could not be written"):
        copy_file(shop_file, tmp_path / "missing" / "copy.shop")
    with pytest.raises(OutsideError, match="could not be written"):
        copy_file(tmp_path / "missing.shop", tmp_path / "copy.shop")
    assert files_in(tmp_path) == ["test.shop"]


@pytest.mark.parametrize("content", [b"", b"Dear Anna", b"SQLite format 3\0" + b"\0" * 5000])
def test_what_is_no_shop_does_not_verify(tmp_path: Path, content: bytes):
    path = tmp_path / "letter"
    path.write_bytes(content)
    assert not verified(path)
    assert not verified(tmp_path / "missing")


def test_a_damaged_copy_does_not_verify(shop_file: Path):
    content = bytearray(shop_file.read_bytes())
    content[8192:12288] = os.urandom(4096)
    shop_file.write_bytes(content)
    assert not verified(shop_file)


def test_restoring_keeps_what_was_there(shop_file: Path, tmp_path: Path):
    copy = tmp_path / "copy.shop"
    copy_file(shop_file, copy)
    rename(shop_file, "Second")
    first = restore_file(copy, shop_file)
    assert first == tmp_path / "test-before-restore-1.shop"
    assert name_of(shop_file) == "Test shop"
    assert name_of(first) == "Second"
    assert restore_file(first, shop_file) == tmp_path / "test-before-restore-2.shop"
    assert name_of(shop_file) == "Second"
    assert copy.exists()


def test_restoring_where_nothing_was_keeps_nothing(shop_file: Path, tmp_path: Path):
    assert restore_file(shop_file, tmp_path / "new.shop") is None
    assert name_of(tmp_path / "new.shop") == "Test shop"


def test_what_a_crash_left_in_the_log_is_kept_and_does_not_leak_into_the_restored_shop(
    file_database: Database, shop_file: Path, tmp_path: Path
):
    crashed = tmp_path / "crashed.shop"
    copy_file(shop_file, tmp_path / "copy.shop")
    with file_database.writing() as connection:
        connection.execute(update(Setting).where(Setting.key == "shop_name").values(value="Only in the log"))
    for end in ("", "-wal"):
        shutil.copyfile(f"{shop_file}{end}", f"{crashed}{end}")
    kept = restore_file(tmp_path / "copy.shop", crashed)
    assert kept is not None
    assert name_of(crashed) == "Test shop"
    assert name_of(kept) == "Only in the log"


def test_a_damaged_shop_can_be_restored_and_the_damaged_file_is_kept(shop_file: Path, tmp_path: Path):
    copy = tmp_path / "copy.shop"
    copy_file(shop_file, copy)
    damaged = b"\xff" * 5000
    shop_file.write_bytes(damaged)
    kept = restore_file(copy, shop_file)
    assert kept is not None
    assert kept.read_bytes() == damaged
    assert name_of(shop_file) == "Test shop"


def test_a_shop_in_use_is_not_replaced(file_database: Database, shop_file: Path, tmp_path: Path):
    copy = tmp_path / "copy.shop"
    copy_file(shop_file, copy)
    with closing(sqlite_module().connect(shop_file)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM settings").fetchone()
        with pytest.raises(OutsideError, match="Another program"):
            restore_file(copy, shop_file)
    with file_database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM warehouses")).scalar() == 1
    assert not (tmp_path / "test.shop.restoring").exists()


@pytest.mark.parametrize("content", [b"", b"Dear Anna"])
def test_what_is_no_backup_is_refused_and_the_shop_is_left_alone(shop_file: Path, tmp_path: Path, content: bytes):
    letter = tmp_path / "letter.shop"
    letter.write_bytes(content)
    before = shop_file.read_bytes()
    for path in (letter, tmp_path / "missing.shop"):
        with pytest.raises(UserError, match="no readable backup"):
            restore_file(path, shop_file)
    assert shop_file.read_bytes() == before
