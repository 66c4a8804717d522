"""Customer files: who is new, who is here already, and which blanks the file can fill."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from shopdesk.documents.records import CustomerRecord
from shopdesk.domain.parties import email_key, phone_digits
from shopdesk.store.tables import Address, Customer
from shopdesk.usecases.import_channels import FileChannel, find_channel
from shopdesk.usecases.import_people import People, Person, has_place
from shopdesk.usecases.import_plans import Changes, Plan, Reader, Report, ShopFacts, joined_tags, looked_up, watched


@dataclass
class CustomerPlan(Plan):
    """What a customer file would change."""

    people: list[Person] = field(default_factory=list)
    changes: Changes = field(default_factory=lambda: Changes(Customer))
    addresses: list[tuple[int, Person]] = field(default_factory=list)
    channel: FileChannel = field(default_factory=FileChannel)


def plan(reader: Reader, facts: ShopFacts, records: Sequence[CustomerRecord], report: Report | None) -> CustomerPlan:
    """Compare the file's customers with the shop's; nothing is written."""
    made = CustomerPlan(channel=find_channel(reader, facts))
    persons = [person_of(record) for record in records]
    people = People(reader, persons, made.channel.id)
    numbers = {
        row.number: row
        for row in looked_up(
            reader,
            select(*Customer.__table__.columns),
            Customer.number,
            () if facts.platform else (record.code for record in records),
        )
    }
    people.rows |= {row.id: row for row in numbers.values()}
    have = _addresses(reader, people)
    pairs = list(zip(records, persons, strict=True))
    for record, person in watched(pairs, report, 0, 2 * len(records)):
        own = numbers.get(record.code) if record.code else None
        found = Person(name=own.name, id=own.id) if own is not None else people.find(person)
        if found is None:
            people.take(person)
        elif found.id:
            _fill(made, people.rows[found.id], record, person, have)
        else:
            _merge(found, person)
            made.unchanged += 1
    made.people = people.new
    made.created["customers"] += len(made.people)
    made.created["channels"] += made.channel.id is None and any(person.buyer for person in made.people)
    made.created["addresses"] += sum(has_place(person.address) for person in made.people)
    return made


def person_of(record: CustomerRecord) -> Person:
    """A file's customer as a person; the file's customer number identifies them at its channel."""
    return Person(
        name=record.name,
        company=record.company,
        email=record.email,
        phone=record.phone,
        buyer=record.code,
        note=record.note,
        tags=joined_tags(record.tags),
        accepts_marketing=bool(record.accepts_email or record.accepts_sms),
        address=record.address,
    )


def _addresses(reader: Reader, people: People) -> dict[int, set[tuple[str, str]]]:
    """Street and postcode of every address of the customers found."""
    have: dict[int, set[tuple[str, str]]] = defaultdict(set)
    columns = select(Address.customer_id, Address.line1, Address.postcode)
    for row in looked_up(reader, columns, Address.customer_id, people.rows):
        have[row.customer_id].add(_place(row.line1, row.postcode))
    return have


def _place(line1: str, postcode: str) -> tuple[str, str]:
    return " ".join(line1.casefold().split()), postcode.casefold().replace(" ", "")


def _fill(
    made: CustomerPlan, row: Any, record: CustomerRecord, person: Person, have: dict[int, set[tuple[str, str]]]
) -> None:
    """Fill what is blank, add what is new; what the shop knows already is kept."""
    texts = {"name": person.name, "company": person.company, "email": person.email, "phone": person.phone,
             "note": person.note}  # fmt: skip
    values: dict[str, Any] = {key: text for key, text in texts.items() if text and not getattr(row, key)}
    if "email" in values:
        values["email_key"] = email_key(person.email)
    if "phone" in values:
        values["phone_digits"] = phone_digits(person.phone)
    known = [tag.strip() for tag in row.tags.split(",") if tag.strip()]
    tags = joined_tags(dict.fromkeys((*known, *record.tags)))
    if record.tags and tags != joined_tags(known):
        values["tags"] = tags
    if record.accepts_email is not None or record.accepts_sms is not None:
        values["accepts_marketing"] = person.accepts_marketing
    changed = made.changes.note(row, values)
    made.updated["customers"] += changed
    place = _place(person.address.line1, person.address.postcode)
    if has_place(person.address) and place not in have[row.id]:
        have[row.id].add(place)
        made.addresses.append((row.id, person))
        made.created["addresses"] += 1
        changed = True
    made.unchanged += not changed


def _merge(first: Person, again: Person) -> None:
    """Two rows of one file for the same person: the first counts, the second fills its blanks."""
    for key in ("name", "company", "email", "phone", "note", "tags"):
        if not getattr(first, key):
            setattr(first, key, getattr(again, key))
    if not has_place(first.address):
        first.address = again.address
