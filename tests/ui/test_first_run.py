from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from shopdesk.domain.errors import OutsideError
from shopdesk.domain.rights import Role
from shopdesk.settings import Settings
from shopdesk.store.engine import Database
from shopdesk.store.shop import open_shop
from shopdesk.ui.first_run import FirstRun
from shopdesk.ui.first_run_parts import Choice
from shopdesk.ui.sign_in import SignIn
from shopdesk.usecases import people, shops
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import press
from tests.ui.test_list_screen import words_of


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home")


@pytest.fixture
def page(settings: Settings, qtbot: Any, at_once: AtOnce) -> FirstRun:
    shown = FirstRun(settings, pool=at_once)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def opened(page: FirstRun) -> list[str]:
    found: list[str] = []
    page.opened.connect(found.append)
    return found


def test_four_answers_make_a_shop(page: FirstRun, settings: Settings, qtbot: Any) -> None:
    found = opened(page)
    next(choice for choice in page.findChildren(Choice) if choice.text() == "Start an empty shop").click()
    form = page.form
    assert (form.country.currentData(), form.currency.currentData()) == ("DE", "EUR")
    press(page, "Start the shop")
    assert words_of(form).count("Please fill this in.") == 2
    assert not found
    form.name.setText("Lindenhof: Tee")
    form.owner.setText("Marta Kühn")
    form.country.setCurrentIndex(form.country.findData("US"))
    assert form.currency.currentData() == "USD"
    qtbot.keyClick(form.owner, Qt.Key.Key_Return)
    assert [Path(path).name for path in found] == ["Lindenhof  Tee.shopdesk"]
    desk = Desk(open_shop(found[0]))
    assert (desk.shop_name, desk.currency, desk.setting("paper"), desk.user.name, desk.user.role) == (
        "Lindenhof: Tee",
        "USD",
        "Letter",
        "Marta Kühn",
        Role.OWNER,
    )
    desk.close()


def test_the_sample_is_made_once(page: FirstRun, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr(shops, "build_sample", lambda work, *, seed, report: made.append(seed) or report(1, 1))
    found = opened(page)
    page.open_sample()
    page.open_sample()
    assert len(made) == 1
    assert found[0] == found[1] == str(settings.data_folder / "Juniper & Clay.shopdesk")


def test_an_unfinished_sample_leaves_nothing(
    page: FirstRun, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(work: Any, *, seed: int, report: Any) -> None:
        raise OutsideError("The disk is full.")

    monkeypatch.setattr(shops, "build_sample", fails)
    page.open_sample()
    assert "The disk is full." in words_of(page)
    assert list(settings.data_folder.iterdir()) == []


def test_what_is_no_shop_is_said_in_place(page: FirstRun, tmp_path: Path, shop_file: Path) -> None:
    found = opened(page)
    letter = tmp_path / "letter.db"
    letter.write_text("Dear shop")
    page.try_to_open(str(letter))
    assert "letter.db is no shop file." in words_of(page)
    page.try_to_open(str(shop_file))
    assert found == [str(shop_file)]


def test_an_address_is_checked_before_it_is_tried(page: FirstRun) -> None:
    page.show_server()
    page.server.address.setText("shop.example")
    press(page, "Connect")
    assert "An address starts with postgresql://" in words_of(page.server)


def test_shops_opened_last_are_offered(settings: Settings, shop_file: Path, qtbot: Any, at_once: AtOnce) -> None:
    settings.remember_shop(str(shop_file))
    page = FirstRun(settings, problem="It broke.", pool=at_once)
    qtbot.addWidget(page)
    page.show()
    found = opened(page)
    assert "It broke." in words_of(page)
    press(page, "test")
    assert found == [str(shop_file)]


def test_another_language_takes_effect_at_once(page: FirstRun, settings: Settings) -> None:
    page.choose_language("zh_CN")
    assert settings.get("language") == "zh_CN"
    hint = page.minimumSizeHint()
    assert hint.width() <= 1280
    assert hint.height() <= 720


def test_a_wrong_password_is_refused(file_database: Database, qtbot: Any) -> None:
    desk = Desk(file_database)
    desk.do(people.set_password, "Olga", "correct horse")
    page = SignIn(file_database, "Olga")
    qtbot.addWidget(page)
    page.show()
    users: list[Any] = []
    page.signed_in.connect(users.append)
    page.password.setText("wrong horse")
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    assert page.problem() == "Name or password is wrong."
    assert not users
    assert page.password.text() == ""
    page.password.setText("correct horse")
    press(page, "Sign in")
    assert [(user.name, user.role) for user in users] == [("Olga", Role.OWNER)]
