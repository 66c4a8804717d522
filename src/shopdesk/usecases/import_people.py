"""Who the people in a file are: customers found by buyer name at the channel, e-mail or phone, never by name alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from shopdesk.documents.records import PartyRecord
from shopdesk.domain.parties import email_key, is_masked, phone_digits
from shopdesk.store.bulk import fresh_ids, insert_rows
from shopdesk.store.tables import Address, Customer
from shopdesk.store.work import Work
from shopdesk.usecases.import_plans import MOST_TOLD, Reader, chunks, looked_up
from shopdesk.usecases.indexing import customer_words, put_docs

_SHORTEST_PHONE = 7
_AT_ONCE = 5_000
_CUSTOMER = (
    "id", "number", "name", "company", "email", "email_key", "phone", "phone_digits", "note", "tags", "channel_id",
    "channel_buyer", "accepts_marketing", "created_at",
)  # fmt: skip
ADDRESS_COLUMNS = (
    "customer_id", "name", "company", "phone", "line1", "line2", "city", "region", "postcode", "country", "is_default",
)  # fmt: skip


@dataclass(slots=True)
class Person:
    """Somebody a file names. ``id`` is 0 until the customer exists."""

    name: str
    company: str = ""
    email: str = ""
    phone: str = ""
    buyer: str = ""
    note: str = ""
    tags: str = ""
    accepts_marketing: bool = False
    address: PartyRecord = field(default_factory=PartyRecord)
    id: int = 0

    def keys(self) -> tuple[str, str, str]:
        """What may identify this person: buyer name, e-mail key and phone digits; blank where masked or too short."""
        digits = phone_digits(self.phone) if self.phone else ""
        return (
            "" if is_masked(self.buyer) else self.buyer,
            email_key(self.email) if self.email else "",
            digits if len(digits) >= _SHORTEST_PHONE else "",
        )

    @property
    def known(self) -> bool:
        """Whether there is anything personal at all, be it masked."""
        return bool(self.name or self.email or self.phone or self.buyer or self.company)


class People:
    """The customers that the people of one file can be, and those the file adds."""

    def __init__(self, reader: Reader, persons: Iterable[Person], channel_id: int | None) -> None:
        self.new: list[Person] = []
        self.rows: dict[int, Any] = {}
        self._by: tuple[dict[str, Person], ...] = ({}, {}, {})
        if reader.execute(select(Customer.id).limit(1)).first() is None:
            return
        keys = [person.keys() for person in persons]
        buyers, emails, phones = ({each[at] for each in keys} for at in range(3))
        columns = select(*Customer.__table__.columns).order_by(Customer.id.desc())
        if channel_id is not None:
            of_channel = columns.where(Customer.channel_id == channel_id)
            for row in looked_up(reader, of_channel, Customer.channel_buyer, buyers):
                self._keep(row)
                self._by[0][row.channel_buyer] = _person_of(row)
        for row in looked_up(reader, columns, Customer.email_key, emails):
            self._keep(row)
            self._by[1][row.email_key] = _person_of(row)
        for row in looked_up(reader, columns, Customer.phone_digits, phones):
            self._keep(row)
            self._by[2][row.phone_digits] = _person_of(row)

    def _keep(self, row: Any) -> None:
        self.rows[row.id] = row

    def find(self, person: Person) -> Person | None:
        """The customer this person is, of the shop or of this file."""
        for known, key in zip(self._by, person.keys(), strict=True):
            if key and key in known:
                return known[key]
        return None

    def take(self, person: Person) -> Person | None:
        """The customer this person is; a new one if nobody fits; None without any personal data."""
        if not person.known:
            return None
        found = self.find(person)
        if found is None:
            found = person
            self.new.append(person)
        for known, key in zip(self._by, person.keys(), strict=True):
            if key:
                known.setdefault(key, found)
        return found


def _person_of(row: Any) -> Person:
    return Person(name=row.name, id=row.id)


def make_customers(work: Work, people: Sequence[Person], channel_id: int | None, file_name: str) -> list[int]:
    """Insert new customers with their addresses and index texts; their ``id`` is set. Returns the ids."""
    if not people:
        return []
    number = work.next_number("customer", len(people))
    work.touched |= {"customers", "addresses"}
    for part in chunks(people, _AT_ONCE):
        ids = fresh_ids(work.connection, Customer, len(part))
        rows, addresses, docs = [], [], []
        for customer_id, person in zip(ids, part, strict=True):
            person.id = customer_id
            name = person.name or person.company or person.buyer or person.email or person.phone
            digits = phone_digits(person.phone) if person.phone else ""
            rows.append((
                customer_id, str(number), name, person.company, person.email, email_key(person.email), person.phone,
                digits, person.note, person.tags, channel_id if person.buyer else None, person.buyer,
                person.accepts_marketing, work.now,
            ))  # fmt: skip
            if has_place(person.address):
                addresses.append((customer_id, *address_values(person, name), True))
            places = (person.address.city, person.address.postcode)
            texts = (name, person.company, person.email, person.buyer, person.tags, *places)
            docs.append((customer_id, customer_words(str(number), person.phone, texts)))
            number += 1
        insert_rows(work.connection, Customer, _CUSTOMER, rows)
        insert_rows(work.connection, Address, ADDRESS_COLUMNS, addresses)
        put_docs(work, "customer", docs, fresh=True)
    if len(people) <= MOST_TOLD:
        for person in people:
            work.event("customer", person.id, "imported", file=file_name)
    return [person.id for person in people]


def has_place(address: PartyRecord) -> bool:
    """Whether an address says where, not only who."""
    return bool(address.line1 or address.city or address.postcode)


def address_values(person: Person, name: str) -> tuple[str, ...]:
    """Name, company, phone and the parts of the place, in the order of the addresses' columns."""
    place = person.address
    return (
        place.name or name, place.company or person.company, place.phone or person.phone, place.line1, place.line2,
        place.city, place.region, place.postcode, place.country,
    )  # fmt: skip
