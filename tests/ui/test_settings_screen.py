from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shopdesk.domain.errors import Forbidden, UserError
from shopdesk.domain.rights import Role, User
from shopdesk.store.backup import verified
from shopdesk.store.engine import Database
from shopdesk.ui.forms.form import Form
from shopdesk.ui.main_window import MainWindow
from shopdesk.usecases import people
from shopdesk.usecases.backups import back_up
from shopdesk.usecases.desk import Desk
from shopdesk.usecases.shop_settings import set_settings
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import dialog_of, press, toasts, window_on
from tests.ui.test_list_screen import words_of


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


@pytest.fixture
def window(desk: Desk, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "settings")


def test_the_sender_is_changed(window: MainWindow, desk: Desk) -> None:
    press(window.current(), "Change…")
    form = dialog_of(window, Form)
    form.field("sender_lines").setPlainText("Hafenstraße 12\n\n20457 Hamburg")
    form.field("shop_name").setText("Lindenhof Tee")
    form.answer()
    assert desk.shop_name == "Lindenhof Tee"
    assert desk.setting("sender_lines") == ["Hafenstraße 12", "20457 Hamburg"]
    assert "Hafenstraße 12\n20457 Hamburg" in words_of(window.current())


def test_settings_that_make_no_sense_are_refused(desk: Desk) -> None:
    senseless: tuple[dict[str, Any], ...] = (
        {"paper": "B5"},
        {"handling_days": -1},
        {"return_days": "seven"},
        {"shop_name": " "},
        {"currency": "X"},
    )
    for changes in senseless:
        with pytest.raises(UserError):
            desk.do(set_settings, changes)
    desk.user = User(9, "Vera", Role.VIEWER)
    with pytest.raises(Forbidden):
        desk.do(set_settings, {"paper": "A5"})


def test_a_second_person_needs_two_passwords(window: MainWindow, desk: Desk) -> None:
    window.open("settings", part="people")
    press(window.current(), "Add a person…")
    form = dialog_of(window, Form)
    for key, words in (("own", "long enough"), ("own_again", "long enough"), ("name", "Jonas"),
                       ("password", "also long enough"), ("again", "another one")):  # fmt: skip
        form.field(key).setText(words)
    form.answer()
    assert form.problem_of("again") == "The two passwords are not the same."
    form.field("again").setText("also long enough")
    form.answer()
    assert people.sign_in(desk.database, "Jonas", "also long enough").role is Role.WAREHOUSE
    assert people.sign_in(desk.database, "Olga", "long enough").role is Role.OWNER
    assert {"Jonas", "Olga"} <= set(words_of(window.current()))
    assert toasts(window) == ["Jonas can sign in now."]


def test_a_backup_is_made_and_checked(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    window.open("settings", part="backup")
    assert "No backup was made from this computer yet." in words_of(window.current())
    target = tmp_path / "copies" / "one.db"
    window.current()._back_up(target)
    assert verified(target)
    assert window.shell.memory.get("last_backup")["file"] == str(target)
    assert any(words.startswith("Last backup today") for words in words_of(window.current()))
    window.current().check_shop()
    assert "The shop is consistent." in toasts(window)


def test_only_who_manages_the_shop_backs_it_up(desk: Desk, tmp_path: Path) -> None:
    desk.user = User(9, "Vera", Role.VIEWER)
    with pytest.raises(Forbidden):
        back_up(desk, tmp_path / "x.db")


def test_a_viewer_sees_only_looks_and_about(desk: Desk, qtbot: Any, at_once: AtOnce) -> None:
    window = window_on(desk, qtbot, at_once, "settings", User(9, "Vera", Role.VIEWER))
    tabs = window.current().tabs
    assert [tabs.tabText(place) for place in range(tabs.count())] == ["Looks", "About"]
    window.open("settings", part="look")
    press(window.current(), "Compact")
    assert window.shell.memory.get("density") == "compact"
