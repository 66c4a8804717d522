"""Settings of this computer survive, are never half written, and never stop the program."""

import json
import os
from pathlib import Path

import pytest

from shopdesk.domain.errors import OutsideError
from shopdesk.settings import Settings


def test_what_is_kept_is_there_the_next_time(tmp_path: Path):
    Settings(tmp_path / "home").set("theme", "dark")
    assert Settings(tmp_path / "home").get("theme") == "dark"
    assert [file.name for file in (tmp_path / "home").iterdir()] == ["settings.json"]


def test_everything_of_a_home_lies_in_it(tmp_path: Path):
    settings = Settings(tmp_path)
    folders = (settings.config_folder, settings.data_folder, settings.backups_folder, settings.logs_folder)
    assert all(folder == tmp_path or tmp_path in folder.parents for folder in folders)


def test_without_a_home_the_platforms_folders_are_used():
    settings = Settings()
    assert settings.config_folder.name == "shopdesk"
    assert settings.config_folder != Path.home()


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "null", "\x00\xff"])
def test_damaged_settings_are_forgotten_not_fatal(tmp_path: Path, content: str):
    (tmp_path / "settings.json").write_text(content, encoding="latin-1")
    settings = Settings(tmp_path)
    assert settings.get("theme", "light") == "light"
    settings.set("theme", "dark")
    assert json.loads((tmp_path / "settings.json").read_text("utf-8")) == {"theme": "dark"}


def test_the_last_shop_stands_first_and_once(tmp_path: Path):
    settings = Settings(tmp_path)
    assert settings.last_shop == ""
    for shop in ("/a.shop", "/b.shop", "/a.shop"):
        settings.remember_shop(shop)
    assert Settings(tmp_path).last_shop == "/a.shop"
    assert Settings(tmp_path).recent_shops == ["/a.shop", "/b.shop"]


def test_a_password_in_an_address_is_not_kept(tmp_path: Path):
    Settings(tmp_path).remember_shop("postgresql://olga:secret@db.example:5432/shop")
    assert Settings(tmp_path).last_shop == "postgresql://olga@db.example:5432/shop"
    assert "secret" not in (tmp_path / "settings.json").read_text("utf-8")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the owner of the machine may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutsideError):
        Settings(tmp_path).set("theme", "dark")


def test_a_home_that_is_a_file_is_said(tmp_path: Path):
    home = tmp_path / "home"
    home.write_text("")
    with pytest.raises(OutsideError):
        Settings(home).set("theme", "dark")


def test_what_the_next_start_shows_is_kept_beside_the_settings(tmp_path: Path):
    settings = Settings(tmp_path / "home")
    assert settings.first_list() is None
    settings.keep_first_list({"look": {"view": "全部"}})
    assert Settings(tmp_path / "home").first_list() == {"look": {"view": "全部"}}
    settings.forget_first_list()
    assert settings.first_list() is None
    assert list((tmp_path / "home").iterdir()) == []


def test_an_unreadable_first_list_is_none(tmp_path: Path):
    for text in ("{", "[]", ""):
        (tmp_path / "first-list.json").write_text(text, "utf-8")
        assert Settings(tmp_path).first_list() is None


def test_a_first_list_that_cannot_be_kept_stops_nothing(tmp_path: Path):
    (tmp_path / "home").write_text("a file where the folder should be", "utf-8")
    Settings(tmp_path / "home").keep_first_list({"look": None})
    assert Settings(tmp_path / "home").first_list() is None
