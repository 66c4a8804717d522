"""Orders: type one, review it, hold it, take money, match unknown lines, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.orders import OrderState, check_move, review_reasons
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.working_days import add_working_days
from shopdesk.i18n import _
from shopdesk.queries.settings import default_warehouse, settings
from shopdesk.store.prepared import Prepared
from shopdesk.store.tables import Address, Channel, Customer, Hold, Order, OrderLine, Payment, Variant
from shopdesk.store.work import Work
from shopdesk.usecases.before_shipping import give_up
from shopdesk.usecases.indexing import index_orders
from shopdesk.usecases.order_goods import (
    finish_without_goods,
    free_goods,
    goods_to_send,
    open_units,
    reserve_goods,
)
from shopdesk.usecases.order_kits import open_kits
from shopdesk.usecases.order_lines import add_lines, price_lines
from shopdesk.usecases.order_states import (
    complete_if_finished,
    facts_of,
    put_on_hold,
    refresh,
    refresh_money,
    set_state,
)
from shopdesk.usecases.return_money import carries_value, take_off_exchange


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line to order. ``unit_price`` and ``discount`` in minor units; None takes the catalogue's price."""

    variant_id: int
    quantity: int = 1
    unit_price: int | None = None
    discount: int = 0
    gift: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order in a step over many."""

    order_id: int
    number: str
    done: bool
    reasons: tuple[str, ...] = ()


_BUYER = Prepared(
    select(
        Customer.name,
        Customer.company,
        Customer.phone,
        Address.name.label("ship_name"),
        Address.company.label("ship_company"),
        Address.phone.label("ship_phone"),
        Address.line1,
        Address.line2,
        Address.city,
        Address.region,
        Address.postcode,
        Address.country,
    )
    .outerjoin(Address, Address.customer_id == Customer.id)
    .where(Customer.id == bindparam("customer"))
    .order_by(Address.is_default.desc(), Address.id)
)
_CHANNEL = Prepared(select(Channel.id).where(Channel.code == bindparam("code")))
_ADD_ORDER = Prepared(
    insert(Order).returning(Order.id),
    *("number", "channel_id", "channel_order_no", "state", "placed_at", "ship_by", "customer_id", "warehouse_id"),
    *("ship_name", "ship_company", "ship_phone", "ship_line1", "ship_line2", "ship_city", "ship_region"),
    *("ship_postcode", "ship_country", "delivery_method", "pickup", "currency", "goods_total", "discount"),
    *("shipping", "total", "on_terms", "buyer_note", "office_note", "gift", "item_count"),
)


@needs(Right.EDIT_ORDERS)
def create_order(
    work: Work,
    customer_id: int,
    lines: Sequence[NewLine],
    *,
    channel: str = "phone",
    channel_order_no: str = "",
    shipping: int = 0,
    discount: int = 0,
    note: str = "",
    office_note: str = "",
    delivery_method: str = "",
    pickup: bool = False,
    on_terms: bool = False,
    gift: bool = False,
    placed_at: datetime | None = None,
) -> int:
    """Type an order and submit it for review; returns its id. Amounts in minor units of the shop's currency."""
    if not lines:
        raise UserError(_("The order has no lines."))
    if shipping < 0:
        raise UserError(_("An amount cannot be negative."))
    customer = work.run(_BUYER, {"customer": customer_id}).first()
    if customer is None:
        raise UserError(_("There is no such customer."))
    channel_id = work.run(_CHANNEL, {"code": channel}).scalar()
    if channel_id is None:
        raise UserError(_("There is no channel “{code}”.").format(code=channel))
    priced = price_lines(work, lines, discount)
    known = settings(work.database, work.connection)
    number = str(work.next_number("order"))
    placed = placed_at or work.now
    order_id = work.add(
        _ADD_ORDER,
        {
            "number": number,
            "channel_id": channel_id,
            "channel_order_no": channel_order_no or number,
            "state": OrderState.SUBMITTED.value,
            "placed_at": placed,
            "ship_by": add_working_days(placed, int(known.get("handling_days", 1))),
            "customer_id": customer_id,
            "warehouse_id": default_warehouse(work.database, work.connection),
            "ship_name": customer.ship_name or customer.name,
            "ship_company": customer.ship_company or customer.company or "",
            "ship_phone": customer.ship_phone or customer.phone or "",
            "ship_line1": customer.line1 or "",
            "ship_line2": customer.line2 or "",
            "ship_city": customer.city or "",
            "ship_region": customer.region or "",
            "ship_postcode": customer.postcode or "",
            "ship_country": customer.country or "",
            "delivery_method": delivery_method,
            "pickup": pickup,
            "currency": str(known["currency"]),
            "goods_total": priced.goods_total,
            "discount": priced.discount,
            "shipping": shipping,
            "total": priced.goods_total + shipping,
            "on_terms": on_terms,
            "buyer_note": note,
            "office_note": office_note,
            "gift": gift,
            "item_count": priced.item_count,
        },
    )
    add_lines(work, order_id, priced)
    open_kits(work, order_id)
    work.event("order", order_id, "created", channel=channel, lines=len(lines))
    index_orders(work, [order_id])
    refresh(work, [order_id])
    return order_id


@needs(Right.REVIEW_ORDERS)
def confirm_order(work: Work, order_id: int, *, accept: bool = True) -> int:
    """Confirm a reviewed order and reserve its goods; returns the units reserved.

    ``accept`` waves through what a person may accept (unpaid, note, short stock becomes a backorder).
    """
    open_kits(work, order_id)
    facts = facts_of(work, order_id, duplicates=True)
    check_move(facts, OrderState.CONFIRMED)
    open_reasons = [reason.text for reason in review_reasons(facts) if not (accept and reason.can_accept)]
    if open_reasons:
        raise UserError(" ".join(open_reasons))
    waved = [reason.kind.value for reason in review_reasons(facts)]
    set_state(work, order_id, facts, OrderState.CONFIRMED, accepted=", ".join(waved))
    if facts.buyer_note and not facts.note_read:
        order = Order.__table__
        work.write(update(order).where(order.c.id == order_id).values(note_read=True))
    got = reserve_goods(work, order_id)
    refresh(work, [order_id])
    finish_without_goods(work, order_id)
    return got


@needs(Right.REVIEW_ORDERS)
def review_orders(work: Work, order_ids: Sequence[int]) -> list[Outcome]:
    """Confirm every order that nothing speaks against; the others keep waiting with all their reasons."""
    outcomes = []
    for order_id in order_ids:
        facts = facts_of(work, order_id, duplicates=True)
        reasons = [reason.text for reason in review_reasons(facts)]
        if facts.state is not OrderState.SUBMITTED:
            reasons = [_("The order is not waiting for review.")]
        if not reasons:
            confirm_order(work, order_id)
        outcomes.append(Outcome(order_id, facts.number, not reasons, tuple(reasons)))
    return outcomes


@needs(Right.REVIEW_ORDERS)
def reserve_order(work: Work, order_id: int) -> int:
    """Try again to reserve what an order still lacks; returns the units got."""
    facts = facts_of(work, order_id)
    if facts.state not in (OrderState.CONFIRMED, OrderState.PROCESSING):
        raise UserError(_("Only reviewed orders reserve goods."))
    got = reserve_goods(work, order_id)
    refresh(work, [order_id])
    return got


@needs(Right.REVIEW_ORDERS)
def unconfirm_order(work: Work, order_id: int, reason: str) -> None:
    """Take a review back while nothing is picked; the goods are free again."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    facts = facts_of(work, order_id)
    check_move(facts, OrderState.SUBMITTED)
    free_goods(work, order_id)
    set_state(work, order_id, facts, OrderState.SUBMITTED, reason=reason)
    refresh(work, [order_id])


@needs(Right.EDIT_ORDERS)
def cancel_order(work: Work, order_id: int, reason: str) -> None:
    """Cancel an order of which nothing was shipped; its goods are free again.

    What an exchange carried over from the first order waits to be paid back from there.
    """
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    facts = facts_of(work, order_id)
    check_move(facts, OrderState.CANCELLED)
    free_goods(work, order_id)
    take_off_exchange(work, order_id)
    if carries_value(work, order_id):
        give_up(work, order_id, +open_units(work, order_id), reason)
    set_state(work, order_id, facts, OrderState.CANCELLED, reason=reason)
    refresh(work, [order_id])


@needs(Right.EDIT_ORDERS)
def hold_order(work: Work, order_id: int, reason: str, note: str = "", days: int | None = None) -> None:
    """Keep an order from being picked, until released or for ``days`` days."""
    put_on_hold(work, order_id, reason, note, days)


@needs(Right.EDIT_ORDERS)
def release_hold(work: Work, order_id: int) -> None:
    """Let a held order go on from where it stood."""
    hold, order = Hold.__table__, Order.__table__
    changed = work.write(
        update(hold)
        .where(hold.c.order_id == order_id, hold.c.released_at.is_(None))
        .values(released_at=work.now, released_by=work.user.name)
    )
    if not changed.rowcount:
        raise UserError(_("The order is not on hold."))
    work.write(update(order).where(order.c.id == order_id).values(held=False, version=order.c.version + 1))
    work.event("order", order_id, "hold_released")
    finish_without_goods(work, order_id)


@needs(Right.EDIT_ORDERS)
def release_due_holds(work: Work) -> int:
    """Release every hold whose day has come; returns how many."""
    due = list(work.read(select(Hold.order_id).where(Hold.released_at.is_(None), Hold.until <= work.now)).scalars())
    for order_id in due:
        release_hold(work, order_id)
    return len(due)


@needs(Right.EDIT_ORDERS)
def add_payment(work: Work, order_id: int, amount: int, method: str = "", reference: str = "") -> int:
    """Record money that came in, in minor units of the order's currency; returns the payment's id."""
    if amount <= 0:
        raise UserError(_("The amount must be more than zero."))
    facts_of(work, order_id)
    payment_id = work.write(
        insert(Payment)
        .values(
            order_id=order_id,
            method=method,
            amount=amount,
            reference=reference,
            at=work.now,
            by_name=work.user.name,
        )
        .returning(Payment.id)
    ).scalar_one()
    refresh_money(work, order_id)
    work.event("order", order_id, "paid", amount=amount, method=method, reference=reference)
    refresh(work, [order_id])
    complete_if_finished(work, [order_id])
    return int(payment_id)


@needs(Right.EDIT_ORDERS)
def match_line(work: Work, order_line_id: int, variant_id: int) -> None:
    """Say which product a line of an imported order means."""
    line = work.session.get(OrderLine, order_line_id)
    if line is None or work.session.get(Variant, variant_id) is None:
        raise UserError(_("There is no such line or product."))
    if line.shipped or line.reserved:
        raise UserError(_("Goods are reserved or shipped for this line already."))
    line.variant_id = variant_id
    work.session.flush()
    work.event("order", line.order_id, "matched", title=line.title, sku=line.sku)
    order_id = line.order_id
    open_kits(work, order_id)
    refresh(work, [order_id])


@needs(Right.EDIT_ORDERS)
def set_ship_to(
    work: Work,
    order_id: int,
    *,
    name: str,
    line1: str,
    line2: str = "",
    city: str = "",
    region: str = "",
    postcode: str = "",
    country: str = "",
    company: str = "",
    phone: str = "",
) -> None:
    """Correct where an order goes, until it is packed."""
    facts = facts_of(work, order_id)
    if facts.shipped_anything or "packed" in facts.shipments:
        raise UserError(_("The parcel is packed already. Open it first."))
    order = work.session.get_one(Order, order_id)
    order.ship_name, order.ship_company, order.ship_phone = name, company, phone
    order.ship_line1, order.ship_line2, order.ship_city = line1, line2, city
    order.ship_region, order.ship_postcode, order.ship_country = region, postcode, country.upper()
    work.session.flush()
    work.event("order", order_id, "address_changed")
    index_orders(work, [order_id])


@needs(Right.EDIT_ORDERS)
def set_office_note(work: Work, order_id: int, note: str) -> None:
    """Leave a note for the packer."""
    order = work.session.get(Order, order_id)
    if order is None:
        raise UserError(_("There is no such order."))
    order.office_note = note.strip()


@needs(Right.EDIT_ORDERS)
def close_short(work: Work, order_id: int, reason: str) -> None:
    """Finish an order although some of it will never be delivered.

    What was paid for the rest waits to be paid back in a case of its own; what was not paid is credited.
    """
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    facts = facts_of(work, order_id)
    check_move(facts, OrderState.CLOSED_SHORT)
    if any(state in ("picking", "picked", "packing", "packed") for state in facts.shipments):
        raise UserError(_("Picking has started. Put the goods back first."))
    free_goods(work, order_id)
    open_lines = goods_to_send(work, order_id)
    set_state(work, order_id, facts, OrderState.CLOSED_SHORT, reason=reason)
    give_up(work, order_id, open_lines, reason)
    refresh(work, [order_id])
