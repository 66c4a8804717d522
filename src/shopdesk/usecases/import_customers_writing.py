"""Writing a planned customer file into the shop."""

from __future__ import annotations

from shopdesk.store.bulk import fresh_ids, insert_rows
from shopdesk.store.tables import Address
from shopdesk.store.work import Work
from shopdesk.usecases.import_channels import made_channel
from shopdesk.usecases.import_customers import CustomerPlan
from shopdesk.usecases.import_people import ADDRESS_COLUMNS, address_values, make_customers
from shopdesk.usecases.import_plans import Report, ShopFacts
from shopdesk.usecases.indexing import index_customers


def write(work: Work, plan: CustomerPlan, facts: ShopFacts, batch_id: int, report: Report | None) -> None:
    """Carry out the plan inside the running transaction."""
    del batch_id
    numbered = any(person.buyer for person in plan.people)
    channel_id = made_channel(work, plan.channel) if numbered else plan.channel.id
    plan.made = {"customers": make_customers(work, plan.people, channel_id, facts.file_name)}
    plan.changes.write(work)
    if plan.addresses:
        work.touched.add("addresses")
        ids = list(fresh_ids(work.connection, Address, len(plan.addresses)))
        rows = [
            (address_id, customer_id, *address_values(person, person.name), False)
            for address_id, (customer_id, person) in zip(ids, plan.addresses, strict=True)
        ]
        insert_rows(work.connection, Address, ("id", *ADDRESS_COLUMNS), rows)
        plan.made["addresses"] = ids
    index_customers(work, sorted({*plan.changes.rows, *(customer_id for customer_id, _person in plan.addresses)}))
    if report is not None:
        report(1, 1)
