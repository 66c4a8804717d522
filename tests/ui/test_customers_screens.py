from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from shopdesk.domain.rights import Role, User
from shopdesk.queries.customer_details import customer_detail
from shopdesk.store.engine import Database
from shopdesk.ui.forms.form import Form
from shopdesk.ui.main_window import MainWindow
from shopdesk.usecases.desk import Desk
from tests.ui.conftest import AtOnce
from tests.ui.real_shop import Goods, dialog_of, fill, press, toasts, window_on
from tests.ui.test_list_screen import words_of


@pytest.fixture
def desk(file_database: Database) -> Desk:
    return Desk(file_database)


@pytest.fixture
def goods(desk: Desk) -> Goods:
    return fill(desk)


@pytest.fixture
def window(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> MainWindow:
    return window_on(desk, qtbot, at_once, "customers")


def test_the_page_answers_a_call(window: MainWindow, goods: Goods) -> None:
    screen = window.screen_of("customers")
    QAbstractItemModelTester(screen.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    window.open("customer", goods.customer)
    shown = words_of(window.current())
    assert {"+49 30 555 27 29", "81669", "10001", "40.30", "1", "Rosenheimer Str. 52", "81669 München"} <= set(shown)
    assert "“We have your order and are checking it.”" in shown


def test_a_note_is_kept_and_a_draft_survives(window: MainWindow, desk: Desk, goods: Goods) -> None:
    window.open("customer", goods.customer)
    page = window.current()
    page.note_field.setPlainText("Asks where 10001 is.")
    assert "The note is not saved yet; it is kept as a draft." in words_of(window.status_line)
    window.back()
    window.open("customer", goods.customer)
    page = window.current()
    assert page.note_field.toPlainText() == "Asks where 10001 is."
    press(page, "Where is it?")
    press(page, "Save note")
    told = desk.read(customer_detail, goods.customer).timeline
    assert any(line.title == "Asks where 10001 is." and "Where is it?" in line.detail for line in told)
    assert page.note_field.toPlainText() == ""
    assert toasts(window) == ["Note saved."]
    assert words_of(window.status_line) == []


def test_a_new_customer_with_an_address(window: MainWindow, desk: Desk) -> None:
    press(window, "New customer")
    form = dialog_of(window, Form)
    assert form.field("country").currentData() == "DE"
    form.field("name").setText("Zoë Ångström")
    form.field("email").setText("no address")
    form.answer()
    assert form.problem_of("email") == "“no address” is no e-mail address."
    form.field("email").setText("zoe@mail.example")
    form.field("line1").setText("Kungsgatan 5")
    form.field("city").setText("Göteborg")
    form.answer()
    page = window.current()
    assert page.name_now() == "Zoë Ångström"
    assert page.thing.addresses[0].city == "Göteborg"
    press(page, "Add")
    form = dialog_of(window, Form)
    form.field("line1").setText("Avenyn 1")
    form.field("default").setChecked(True)
    form.answer()
    assert page.thing.addresses[0].line1 == "Avenyn 1"


def test_without_the_right_contacts_are_masked(desk: Desk, goods: Goods, qtbot: Any, at_once: AtOnce) -> None:
    window = window_on(desk, qtbot, at_once, "customers", User(9, "Vera", Role.VIEWER))
    everything = words_of(window.current())
    window.open("customer", goods.customer)
    everything += words_of(window.current())
    assert not {"+49 30 555 27 29", "lin@mail.example", "Rosenheimer Str. 52"} & set(everything)
    assert "l***@mail.example" in everything
    assert window.current().note_field is None


def test_a_new_order_knows_its_customer(window: MainWindow, goods: Goods) -> None:
    window.open("customer", goods.customer)
    press(window.current(), "New order")
    assert window.current().kind == "new_order"
    assert window.current().customer.customer.id == goods.customer
