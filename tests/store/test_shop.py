"""Making and opening shops."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select, text, update

from shopdesk.domain.errors import OutsideError, UserError
from shopdesk.domain.stock import VIRTUAL_ZONES
from shopdesk.store import search_index, shop
from shopdesk.store.engine import Database, is_server, sqlite_module
from shopdesk.store.tables import Base, Channel, Location, Person, Sequence, Setting
from tests.database import PROFILE


def test_a_new_shop_holds_what_every_shop_needs(empty_target: str):
    database = shop.create(empty_target, PROFILE)
    with database.reading() as session:
        assert session.scalars(select(Person.name)).all() == ["Olga"]
        zones = set(session.scalars(select(Location.zone)))
        assert {"storage", "packing", "returns", "quarantine", "scrap"} < zones
        assert zones & {zone.value for zone in VIRTUAL_ZONES} == {"supplier", "customer", "loss", "transit"}
        assert dict(session.execute(select(Sequence.name, Sequence.next)).all()) == shop.SEQUENCES
        assert session.scalar(select(Setting.value).where(Setting.key == "currency")) == "EUR"
        assert set(session.scalars(select(Channel.code))) == {"counter", "phone"}
        for table in Base.metadata.sorted_tables:
            session.execute(select(func.count()).select_from(table))
    database.close()
    shop.open_shop(empty_target).close()


def test_a_new_shop_never_overwrites(empty_target: str):
    shop.create(empty_target, PROFILE).close()
    before = b"" if is_server(empty_target) else Path(empty_target).read_bytes()
    with pytest.raises(UserError, match="already"):
        shop.create(empty_target, shop.ShopProfile(name="Other"))
    database = shop.open_shop(empty_target)
    with database.reading() as session:
        assert session.scalar(select(Setting.value).where(Setting.key == "shop_name")) == "Test shop"
    database.close()
    if before:
        assert Path(empty_target).read_bytes() == before


def test_a_new_shop_overwrites_no_file_of_any_kind(tmp_path: Path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Anna")
    for path in (letter, tmp_path):
        with pytest.raises(UserError, match="already"):
            shop.create(path, PROFILE)
    assert letter.read_text() == "Dear Anna"


def test_a_name_taken_while_the_shop_was_made_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "new.shop"

    def meanwhile(connection: object) -> None:
        path.write_text("somebody else's")

    monkeypatch.setattr(search_index, "create", meanwhile)
    with pytest.raises(UserError, match="already"):
        shop.create(path, PROFILE)
    assert path.read_text() == "somebody else's"
    assert list(tmp_path.iterdir()) == [path]


def test_a_shop_that_failed_on_the_way_leaves_nothing(empty_target: str, monkeypatch: pytest.MonkeyPatch):
    def broken(connection: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(search_index, "create", broken)
        with pytest.raises(ZeroDivisionError):
            shop.create(empty_target, PROFILE)
    if not is_server(empty_target):
        assert list(Path(empty_target).parent.iterdir()) == []
    shop.create(empty_target, PROFILE).close()


def test_a_folder_that_is_not_there_says_so(tmp_path: Path):
    with pytest.raises(OutsideError, match="folder"):
        shop.create(tmp_path / "missing" / "new.shop", PROFILE)


@pytest.mark.parametrize("content", [b"", b"Dear Anna", b"SQLite format 3", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_shop_is_refused_and_left_as_it_is(tmp_path: Path, content: bytes):
    path = tmp_path / "letter.shop"
    path.write_bytes(content)
    with pytest.raises(UserError, match="no shop file"):
        shop.open_shop(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_of_another_program_is_refused(tmp_path: Path):
    path = tmp_path / "other.db"
    connection = sqlite_module().connect(path)
    connection.execute("CREATE TABLE notes (id INTEGER)")
    connection.commit()
    connection.close()
    with pytest.raises(UserError, match="no shop"):
        shop.open_shop(path)


def test_a_server_without_a_shop_is_refused(empty_server_url: str):
    with pytest.raises(UserError, match="no shop"):
        shop.open_shop(empty_server_url)


def test_a_missing_file_says_so(tmp_path: Path):
    with pytest.raises(UserError, match="no shop at"):
        shop.open_shop(tmp_path / "missing.shop")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this person may read every file")
def test_a_file_one_may_not_read_says_so(shop_file: Path):
    shop_file.chmod(0)
    with pytest.raises(OutsideError, match="cannot be read"):
        shop.open_shop(shop_file)


def test_a_shop_of_a_newer_program_is_refused_and_left_as_it_is(target: str):
    database = Database.connect(target)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    before = b"" if is_server(target) else Path(target).read_bytes()
    with pytest.raises(UserError, match="newer"):
        shop.open_shop(target)
    if before:
        assert Path(target).read_bytes() == before
        assert [p.name for p in Path(target).parent.iterdir()] == [Path(target).name]


def test_a_file_without_its_log_index_is_opened_and_loses_nothing(
    file_database: Database, shop_file: Path, tmp_path: Path
):
    with file_database.writing() as connection:
        connection.execute(update(Setting).where(Setting.key == "shop_name").values(value="Renamed"))
    crashed = tmp_path / "crashed.shop"
    shutil.copyfile(shop_file, crashed)
    shutil.copyfile(f"{shop_file}-wal", f"{crashed}-wal")
    database = shop.open_shop(crashed)
    with database.writing() as connection:
        assert shop.setting(connection, "shop_name") == "Renamed"
        assert shop.setting(connection, "nothing", 5) == 5
    database.close()
