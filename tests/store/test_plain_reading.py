"""A shop file read with the bare driver: it reads what is there, writes nothing, and gives up early."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from shopdesk.store.driver import sqlite_module
from shopdesk.store.engine import Database
from shopdesk.store.plain_reading import PlainShop, Unreadable
from shopdesk.store.tables import Image
from shopdesk.store.upgrade import HEAD


def test_settings_people_and_pictures_are_read(file_database: Database):
    with file_database.writing() as connection:
        connection.execute(insert(Image), {"hash": "h1", "mime": "image/png", "data": b"whole", "thumb": b"small"})
    with closing(PlainShop(file_database.target, HEAD)) as shop:
        assert shop.setting("shop_name") == "Test shop"
        assert shop.setting("nothing", 7) == 7
        assert shop.people() == [(1, "Olga", "owner", "")]
        assert (shop.image("h1"), shop.image("h1", thumb=False)) == (b"small", b"whole")
        assert shop.image("h2") is None


def test_what_others_have_just_written_is_read(file_database: Database, shop_file: Path):
    # The newest pages are still in the write-ahead log, which only the writer may fold into the file.
    with file_database.writing() as connection:
        connection.exec_driver_sql("UPDATE settings SET value = '\"Renamed\"' WHERE key = 'shop_name'")
    assert shop_file.with_name(shop_file.name + "-wal").stat().st_size > 0
    with closing(PlainShop(shop_file, HEAD)) as shop:
        assert shop.setting("shop_name") == "Renamed"


def test_everything_is_of_one_moment(file_database: Database):
    with closing(PlainShop(file_database.target, HEAD)) as shop:
        with file_database.writing() as connection:
            connection.exec_driver_sql("UPDATE settings SET value = '\"Renamed\"' WHERE key = 'shop_name'")
        assert shop.setting("shop_name") == "Test shop"


def test_a_file_that_nobody_has_open_is_read_and_left_as_it_is(shop_file: Path):
    before = shop_file.read_bytes()
    with closing(PlainShop(shop_file, HEAD)) as shop:
        assert shop.setting("shop_name") == "Test shop"
    assert shop_file.read_bytes() == before


def test_nothing_can_be_written(shop_file: Path):
    with closing(PlainShop(shop_file, HEAD)) as shop, pytest.raises(Unreadable):
        shop.ask("DELETE FROM settings")


def test_another_schema_is_not_read(shop_file: Path):
    with pytest.raises(Unreadable):
        PlainShop(shop_file, "0000")


def test_no_file_and_no_shop_are_not_read(tmp_path: Path):
    with pytest.raises(Unreadable):
        PlainShop(tmp_path / "none.db", HEAD)
    (tmp_path / "words.db").write_text("These are words and no shop at all.", "utf-8")
    with pytest.raises(Unreadable):
        PlainShop(tmp_path / "words.db", HEAD)
    assert not (tmp_path / "none.db").exists()


def test_a_file_that_somebody_holds_is_not_waited_for(shop_file: Path):
    with closing(sqlite_module().connect(str(shop_file), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unreadable):
            PlainShop(shop_file, HEAD)
