"""Customers: create, change, addresses, notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from shopdesk.domain.errors import Conflict, UserError
from shopdesk.domain.parties import email_key, phone_digits
from shopdesk.domain.rights import Right, needs
from shopdesk.i18n import _
from shopdesk.store.tables import Address, Customer
from shopdesk.store.work import Work
from shopdesk.usecases.indexing import index_customers

_FIELDS = frozenset({"name", "company", "email", "phone", "language", "note", "tags", "accepts_marketing"})


@needs(Right.EDIT_CUSTOMERS)
def create_customer(
    work: Work,
    name: str,
    *,
    company: str = "",
    email: str = "",
    phone: str = "",
    line1: str = "",
    line2: str = "",
    city: str = "",
    region: str = "",
    postcode: str = "",
    country: str = "",
    language: str = "",
    note: str = "",
) -> int:
    """Add a customer with an address; returns the id. Masked names and phones are kept as they are."""
    if not name.strip() and not company.strip():
        raise UserError(_("The name is empty."))
    customer = Customer(
        number=str(work.next_number("customer")),
        name=name.strip() or company.strip(),
        company=company.strip(),
        email=email.strip(),
        email_key=email_key(email),
        phone=phone.strip(),
        phone_digits=phone_digits(phone),
        language=language,
        note=note,
        created_at=work.now,
    )
    if line1 or city or postcode:
        customer.addresses.append(
            Address(
                name=name,
                company=company,
                phone=phone,
                line1=line1,
                line2=line2,
                city=city,
                region=region,
                postcode=postcode,
                country=country.upper(),
                is_default=True,
            )
        )
    work.session.add(customer)
    work.session.flush()
    work.event("customer", customer.id, "created")
    index_customers(work, [customer.id])
    return customer.id


def _customer(work: Work, customer_id: int, version: int | None = None) -> Customer:
    customer = work.session.get(Customer, customer_id)
    if customer is None:
        raise UserError(_("There is no such customer."))
    if version is not None and customer.version != version:
        raise Conflict(_("Somebody else changed this a moment ago. Nothing was overwritten; look again."))
    return customer


@needs(Right.EDIT_CUSTOMERS)
def edit_customer(work: Work, customer_id: int, changes: Mapping[str, Any], version: int | None = None) -> None:
    """Change fields of a customer. Raises Conflict when ``version`` is not the current one."""
    customer = _customer(work, customer_id, version)
    unknown = sorted(set(changes) - _FIELDS)
    if unknown:
        raise UserError(_("“{name}” cannot be changed here.").format(name=unknown[0]))
    if "name" in changes and not str(changes["name"]).strip():
        raise UserError(_("The name is empty."))
    for key, value in changes.items():
        setattr(customer, key, value)
    customer.email_key, customer.phone_digits = email_key(customer.email), phone_digits(customer.phone)
    work.session.flush()
    work.event("customer", customer_id, "edited", fields=sorted(changes))
    index_customers(work, [customer_id])


@needs(Right.EDIT_CUSTOMERS)
def add_note(work: Work, customer_id: int, text: str, topic: str = "") -> None:
    """Keep what was said in a contact on the customer's timeline."""
    if not text.strip():
        raise UserError(_("The note is empty."))
    _customer(work, customer_id)
    work.event("customer", customer_id, "note", text=text.strip(), topic=topic)


@needs(Right.EDIT_CUSTOMERS)
def add_address(
    work: Work,
    customer_id: int,
    *,
    name: str = "",
    company: str = "",
    phone: str = "",
    line1: str = "",
    line2: str = "",
    city: str = "",
    region: str = "",
    postcode: str = "",
    country: str = "",
    make_default: bool = False,
) -> int:
    """Add an address; returns its id."""
    if not (line1.strip() or city.strip()):
        raise UserError(_("The address is empty."))
    customer = _customer(work, customer_id)
    first = not customer.addresses
    address = Address(
        customer_id=customer_id,
        name=name or customer.name,
        company=company,
        phone=phone,
        line1=line1,
        line2=line2,
        city=city,
        region=region,
        postcode=postcode,
        country=country.upper(),
    )
    work.session.add(address)
    work.session.flush()
    if make_default or first:
        set_default_address(work, address.id)
    index_customers(work, [customer_id])
    return address.id


@needs(Right.EDIT_CUSTOMERS)
def set_default_address(work: Work, address_id: int) -> None:
    """Send to this address from now on."""
    table = Address.__table__
    customer_id = work.read(select(table.c.customer_id).where(table.c.id == address_id)).scalar()
    if customer_id is None:
        raise UserError(_("There is no such address."))
    work.write(update(table).where(table.c.customer_id == customer_id).values(is_default=table.c.id == address_id))
