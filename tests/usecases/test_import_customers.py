from shopdesk.queries.customers import CUSTOMERS
from shopdesk.store.tables import Address, Customer
from tests.usecases.importing import Importer

HEADER = ["Customer number", "Name", "E-mail", "Phone", "Address", "City", "Postcode", "Country", "Tags", "Note"]
ANNA = ["77", "Anna Beispiel", "anna@example.com", "+49 228 7654321", "Weg 1", "Bonn", "53111", "DE", "vip",
        "Likes tea"]  # fmt: skip


def test_customers_come_with_their_address_and_are_found(importer: Importer):
    result = importer.take("customers", [HEADER, ANNA])
    assert result.created["customers"] == result.created["addresses"] == 1
    assert importer.one(Customer.name, Customer.email_key, Customer.tags)[:] == (
        "Anna Beispiel", "anna@example.com", "vip",
    )  # fmt: skip
    assert importer.one(Address.line1, Address.country, Address.is_default)[:] == ("Weg 1", "DE", True)
    assert [row.name for row in importer.desk.pages(CUSTOMERS, text="beispiel bonn")] == ["Anna Beispiel"]


def test_the_same_customers_again_change_nothing(importer: Importer):
    importer.take("customers", [HEADER, ANNA, ["78", "Only a name", *[""] * 8]])
    again = importer.take("customers", [HEADER, ANNA, ["78", "Only a name", *[""] * 8]])
    assert (again.created, again.updated, again.unchanged) == ({}, {}, 2)


def test_blanks_are_filled_and_what_is_known_is_kept(importer: Importer):
    importer.take("customers", [HEADER, ["", "Anna", "anna@example.com", *[""] * 7]])
    result = importer.take("customers", [HEADER, ["", "Another name", *ANNA[2:]]])
    assert result.updated == {"customers": 1}
    assert importer.one(Customer.name, Customer.phone, Customer.note, Customer.version)[:] == (
        "Anna", "+49 228 7654321", "Likes tea", 2,
    )  # fmt: skip
    assert importer.count(Address) == 1


def test_two_rows_for_one_person_make_one_customer(importer: Importer):
    result = importer.take("customers", [HEADER, ["", "Anna", "ANNA@Example.com", *[""] * 7], ["", *ANNA[1:]]])
    assert (result.created["customers"], result.unchanged) == (1, 1)
    assert importer.one(Customer.phone).phone == "+49 228 7654321"


def test_people_with_the_same_name_stay_two(importer: Importer):
    rows = [HEADER, ["", "Li Wei", "a@example.com", *[""] * 7], ["", "Li Wei", "b@example.com", *[""] * 7]]
    assert importer.take("customers", rows).created["customers"] == 2
