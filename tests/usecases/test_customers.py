"""Customers: who they are, where they live, and that hidden contact data never makes two people one."""

from __future__ import annotations

import pytest

from shopdesk.domain.errors import Conflict, UserError
from shopdesk.store.tables import Address, Customer, Event
from shopdesk.usecases import customers, orders
from shopdesk.usecases.desk import Desk
from tests import make
from tests.usecases.conftest import on_both


@on_both
def test_a_customer_comes_with_a_number_and_an_address(desk: Desk):
    one = desk.do(
        customers.create_customer, " Ann ", email="Ann@Mail.Example ", phone="+49 30 1234", line1="Way 1", city="Bonn",
        country="de",
    )  # fmt: skip
    made = make.row(desk, Customer, one)
    assert (made.name, made.email, made.email_key, made.phone_digits) == (
        "Ann",
        "Ann@Mail.Example",
        "ann@mail.example",
        "49301234",
    )
    (home,) = make.rows(desk, Address, Address.customer_id == one)
    assert (home.country, home.is_default) == ("DE", True)
    two = make.row(desk, Customer, desk.do(customers.create_customer, "", company="Clay Ltd"))
    assert two.name == "Clay Ltd"
    assert two.number != made.number
    with pytest.raises(UserError, match="name is empty"):
        desk.do(customers.create_customer, "  ")


@pytest.mark.parametrize(("email", "phone"), [("a***@mail.example", "138****5678"), ("x", "●●●"), ("", "")])
def test_hidden_contact_data_is_kept_but_never_compared(desk: Desk, email: str, phone: str):
    made = make.row(desk, Customer, desk.do(customers.create_customer, "A**", email=email, phone=phone))
    assert (made.email, made.phone, made.email_key, made.phone_digits) == (email, phone, "", "")
    desk.do(customers.edit_customer, made.id, {"email": "ann@mail.example", "phone": "0301234"})
    assert make.row(desk, Customer, made.id).email_key == "ann@mail.example"
    desk.do(customers.edit_customer, made.id, {"email": email, "phone": phone})
    again = make.row(desk, Customer, made.id)
    assert (again.email_key, again.phone_digits) == ("", "")


@on_both
def test_two_people_editing_one_customer_is_a_conflict(desk: Desk):
    one = make.row(desk, Customer, make.customer(desk))
    desk.do(customers.edit_customer, one.id, {"note": "mine"}, one.version)
    with pytest.raises(Conflict, match="Nothing was overwritten"):
        desk.do(customers.edit_customer, one.id, {"note": "yours"}, one.version)
    assert make.row(desk, Customer, one.id).note == "mine"
    desk.do(customers.edit_customer, one.id, {"note": "yours"}, one.version + 1)


@pytest.mark.parametrize(
    ("changes", "words"), [({"name": " "}, "name is empty"), ({"number": "1"}, "cannot be changed")]
)
def test_a_customer_is_changed_only_to_what_makes_sense(desk: Desk, changes, words):
    with pytest.raises(UserError, match=words):
        desk.do(customers.edit_customer, make.customer(desk), changes)


def test_notes_are_kept_on_the_timeline(desk: Desk):
    one = make.customer(desk)
    desk.do(customers.add_note, one, " Likes green tea ", "phone")
    note = make.rows(desk, Event, Event.subject == "customer", Event.subject_id == one)[-1]
    assert (note.kind, note.data) == ("note", {"text": "Likes green tea", "topic": "phone"})
    with pytest.raises(UserError, match="note is empty"):
        desk.do(customers.add_note, one, " ")


def test_exactly_one_address_is_the_one_to_send_to(desk: Desk):
    one = desk.do(customers.create_customer, "Ann")
    first = desk.do(customers.add_address, one, line1="Way 1")
    second = desk.do(customers.add_address, one, city="Bonn", make_default=True)
    third = desk.do(customers.add_address, one, line1="Way 3")

    def default() -> list[int]:
        return [row.id for row in make.rows(desk, Address, Address.customer_id == one) if row.is_default]

    assert default() == [second]
    desk.do(customers.set_default_address, third)
    assert default() == [third]
    assert make.row(desk, Address, first).name == "Ann"
    with pytest.raises(UserError, match="address is empty"):
        desk.do(customers.add_address, one, name="Ann")
    with pytest.raises(UserError, match="no such address"):
        desk.do(customers.set_default_address, 10**6)


def test_nobody_is_nobody(desk: Desk):
    for step, more in (
        (customers.edit_customer, ({"name": "x"},)),
        (customers.add_note, ("x",)),
    ):
        with pytest.raises(UserError, match="no such customer"):
            desk.do(step, 10**6, *more)
    with pytest.raises(UserError, match="no such customer"):
        desk.do(customers.add_address, 10**6, line1="x")


@on_both
def test_text_no_database_can_keep_is_cleaned_or_refused(desk: Desk):
    made = desk.do(customers.create_customer, "An\0na", note="a\0b", city="Bonn")
    kept = make.row(desk, Customer, made)
    assert (kept.name, kept.note) == ("Anna", "ab")
    with pytest.raises(UserError, match="cannot be read"):
        desk.do(customers.edit_customer, made, {"name": "M\udcfcller"})
    with pytest.raises(UserError, match="cannot be read"):
        desk.do(orders.hold_order, make.order(desk), "M\udcfc")
