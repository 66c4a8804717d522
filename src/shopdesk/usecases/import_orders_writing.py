"""Writing a planned order file into the shop, some thousand orders at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select, update

from shopdesk.domain.orders import OrderState
from shopdesk.i18n import _
from shopdesk.store.bulk import fresh_ids, insert_rows
from shopdesk.store.tables import (
    Channel,
    Hold,
    LineDiscount,
    Order,
    OrderLine,
    OrderSource,
    Payment,
    Refund,
)
from shopdesk.store.work import Work
from shopdesk.usecases.import_channels import made_channel
from shopdesk.usecases.import_known_orders import HOLD_CANCELLED, OrderChange
from shopdesk.usecases.import_orders import NewOrder, OrderPlan, sources
from shopdesk.usecases.import_people import make_customers
from shopdesk.usecases.import_plans import Report, ShopFacts, chunks, joined_tags
from shopdesk.usecases.import_tracking_writing import write_numbers
from shopdesk.usecases.indexing import order_words, put_docs

_AT_ONCE = 4_000
_ORDER: Any = Order.__table__
_ORDER_COLUMNS = (
    "id", "number", "channel_id", "channel_order_no", "state", "fulfilment", "payment", "held", "placed_at", "ship_by",
    "customer_id", "warehouse_id", "ship_name", "ship_company", "ship_phone", "ship_line1", "ship_line2", "ship_city",
    "ship_region", "ship_postcode", "ship_country", "delivery_method", "pickup", "currency", "goods_total", "discount",
    "shipping", "tax", "tax_included", "adjustment", "total", "paid", "refunded", "amounts_known", "history",
    "buyer_note", "office_note", "tags", "channel_status", "item_count", "batch_id",
)  # fmt: skip
_LINE_COLUMNS = (
    "id", "order_id", "position", "kind", "variant_id", "channel_line_id", "sku", "title", "variant_title", "quantity",
    "unit_price", "discount", "tax", "total", "shipped",
)  # fmt: skip


def write(work: Work, plan: OrderPlan, facts: ShopFacts, batch_id: int, report: Report | None) -> None:
    """Carry out the plan inside the running transaction."""
    channel_id = made_channel(work, plan.channel)
    plan.made = {"customers": make_customers(work, plan.people, channel_id, facts.file_name), "orders": []}
    channel_name = work.read(select(Channel.name).where(Channel.id == channel_id)).scalar_one()
    done, of = 0, len(plan.orders)
    number = work.next_number("order", of) if of else 0
    for part in chunks(plan.orders, _AT_ONCE):
        if report is not None:
            report(of + done, 2 * of)
        plan.made["orders"] += _make_orders(work, part, number + done, channel_id, facts, batch_id)
        for order_id, made in zip(plan.made["orders"][done:], part, strict=True):
            _tell(work, order_id, made, channel_name, facts)
        done += len(part)
    for change in plan.changes:
        _follow(work, change, batch_id)
    write_numbers(work, plan.numbers, batch_id)
    if report is not None:
        report(2 * of, 2 * of)


def _make_orders(
    work: Work, orders: Sequence[NewOrder], number: int, channel_id: int, facts: ShopFacts, batch_id: int
) -> Sequence[int]:
    ids = fresh_ids(work.connection, Order, len(orders))
    line_ids = iter(fresh_ids(work.connection, OrderLine, sum(len(order.lines) for order in orders)))
    rows, lines, discounts, docs, origins = [], [], [], [], []
    payments, refunds, holds = [], [], []
    by = work.user.name
    for order_id, own_number, made in zip(ids, range(number, number + len(orders)), orders, strict=True):
        record = made.record
        rows.append(_order_row(order_id, str(own_number), made, channel_id, facts, batch_id))
        for at, (line, amount) in enumerate(zip(made.lines, made.amounts.lines, strict=True)):
            line_id = next(line_ids)
            lines.append((
                line_id, order_id, at + 1, made.kinds[at].value, made.variant_ids[at], line.line_id, line.sku,
                line.title or line.sku or line.barcode, line.variant, line.quantity, amount.unit_price,
                amount.discount, amount.tax, amount.total, line.quantity if made.history else 0,
            ))  # fmt: skip
            discounts += [(line_id, one.name, one.amount, one.bearer) for one in amount.discounts]
        if made.paid:
            at_time = record.paid_at or made.placed_at
            payments.append((order_id, record.pay_method, made.paid, record.pay_reference, at_time, by))
        if made.refunded:
            latest = record.cancelled_at or record.shipped_at or record.paid_at or made.placed_at
            refunds.append((order_id, made.refunded, record.pay_method, record.pay_reference, latest, by))
        if made.hold:
            holds.append((order_id, made.hold, work.now, by))
        origins.append((order_id, batch_id, sources(record)))
        docs.append((order_id, _words(made, str(own_number))))
    connection = work.connection
    work.touched |= {"orders", "order_lines", "order_sources"}
    insert_rows(connection, Order, _ORDER_COLUMNS, rows)
    insert_rows(connection, OrderLine, _LINE_COLUMNS, lines)
    insert_rows(connection, OrderSource, ("order_id", "batch_id", "rows"), origins)
    for table, columns, found in (
        (LineDiscount, ("order_line_id", "promotion", "amount", "bearer"), discounts),
        (Payment, ("order_id", "method", "amount", "reference", "at", "by_name"), payments),
        (Refund, ("order_id", "amount", "method", "reference", "at", "by_name"), refunds),
        (Hold, ("order_id", "reason", "at", "by_name"), holds),
    ):
        if found:
            work.touched.add(table.__tablename__)
            insert_rows(connection, table, columns, found)
    put_docs(work, "order", docs, fresh=True)
    return ids


def _tell(work: Work, order_id: int, made: NewOrder, channel_name: str, facts: ShopFacts) -> None:
    """The order's first lines on its timeline; the number of a parcel the channel sent is kept there, too."""
    work.event("order", order_id, "imported", channel=channel_name, file=facts.file_name)
    if made.record.tracking_no:
        work.event("order", order_id, "tracking", tracking_no=made.record.tracking_no, carrier=made.record.carrier)


def _order_row(
    order_id: int, number: str, made: NewOrder, channel_id: int, facts: ShopFacts, batch_id: int
) -> tuple[Any, ...]:
    record, amounts, ship = made.record, made.amounts, made.record.ship_to
    statuses = dict.fromkeys(word for word in (record.pay_status, record.fulfil_status) if word)
    return (
        order_id, number, channel_id, record.order_no, made.state.value, made.fulfilment.value, made.payment.value,
        bool(made.hold), made.placed_at, made.ship_by, made.customer.id if made.customer else None, facts.warehouse_id,
        ship.name or record.buyer_name, ship.company, ship.phone or record.phone, ship.line1, ship.line2, ship.city,
        ship.region, ship.postcode, ship.country, record.delivery_method, made.pickup, record.currency,
        amounts.goods_total, amounts.discount, amounts.shipping, amounts.tax, amounts.tax_included,
        amounts.adjustment, amounts.total, made.paid, made.refunded, amounts.known, made.history, record.buyer_note,
        record.seller_note, joined_tags(record.tags), " / ".join(statuses),
        sum(line.quantity for line in made.lines), batch_id,
    )  # fmt: skip


def _words(made: NewOrder, number: str) -> str:
    record, ship, person = made.record, made.record.ship_to, made.customer
    names = [ship.name or record.buyer_name, ship.company, ship.city, ship.postcode]
    phones = [ship.phone or record.phone]
    if person is not None:
        names += [person.name, person.company, person.email, person.buyer]
        phones.append(person.phone)
    return order_words(number, record.order_no, dict.fromkeys(names), dict.fromkeys(phones),
                       dict.fromkeys(line.sku for line in made.lines))  # fmt: skip


def _follow(work: Work, change: OrderChange, batch_id: int) -> None:
    """Take over what one order may take from its channel."""
    record = change.record
    values: dict[str, Any] = {}
    if change.pay:
        at = record.paid_at or work.now
        work.write(
            insert(Payment).values(order_id=change.order_id, method=record.pay_method, amount=change.pay,
                                   reference=record.pay_reference, at=at, by_name=work.user.name)
        )  # fmt: skip
        values |= {"paid": change.pay, "payment": "paid"}
        work.event("order", change.order_id, "paid", amount=change.pay, method=record.pay_method,
                   reference=record.pay_reference)  # fmt: skip
    if change.payment:
        values["payment"] = change.payment
    if change.note:
        values |= {"buyer_note": change.note, "note_read": False}
        work.event("order", change.order_id, "note_changed", note=change.note)
    if change.hold:
        work.write(
            insert(Hold).values(order_id=change.order_id, reason=change.hold, at=work.now, by_name=work.user.name)
        )
        values["held"] = True
        work.event("order", change.order_id, "held", reason=change.hold, note="", until="")
    if change.cancel:
        values["state"] = OrderState.CANCELLED.value
        states = {"from": change.was.value, "to": OrderState.CANCELLED.value}
        work.event("order", change.order_id, "state", **states, reason=_(HOLD_CANCELLED))
    values["channel_status"] = " / ".join(
        dict.fromkeys(word for word in (record.pay_status, record.fulfil_status) if word)
    )
    work.write(update(_ORDER).where(_ORDER.c.id == change.order_id).values(**values, version=_ORDER.c.version + 1))
    work.write(insert(OrderSource).values(order_id=change.order_id, batch_id=batch_id, rows=sources(record)))
