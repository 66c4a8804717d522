"""Orders: type one, review it, hold it, take money, match unknown lines, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import split
from shopdesk.domain.orders import LineKind, OrderState, check_move, review_reasons
from shopdesk.domain.rights import Right, needs
from shopdesk.domain.working_days import add_working_days
from shopdesk.i18n import _
from shopdesk.queries.settings import default_warehouse, settings
from shopdesk.store.tables import (
    Address,
    Channel,
    Customer,
    Hold,
    LineDiscount,
    Order,
    OrderLine,
    Payment,
    Product,
    Shipment,
    Variant,
)
from shopdesk.store.work import Work
from shopdesk.usecases import ledger
from shopdesk.usecases.indexing import index_orders
from shopdesk.usecases.order_states import (
    complete_if_finished,
    facts_of,
    put_on_hold,
    refresh,
    refresh_money,
    set_state,
)
from shopdesk.usecases.shipment_steps import take_back


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
    customer = work.session.get(Customer, customer_id)
    if customer is None:
        raise UserError(_("There is no such customer."))
    channel_id = work.read(select(Channel.id).where(Channel.code == channel)).scalar()
    if channel_id is None:
        raise UserError(_("There is no channel “{code}”.").format(code=channel))
    known = settings(work.database, work.connection)
    number = str(work.next_number("order"))
    address = next((a for a in customer.addresses if a.is_default), None) or next(iter(customer.addresses), Address())
    placed = placed_at or work.now
    order = Order(
        number=number,
        channel_id=channel_id,
        channel_order_no=channel_order_no or number,
        state=OrderState.SUBMITTED.value,
        placed_at=placed,
        ship_by=add_working_days(placed, int(known.get("handling_days", 1))),
        customer_id=customer_id,
        warehouse_id=default_warehouse(work.database, work.connection),
        ship_name=address.name or customer.name,
        ship_company=address.company or customer.company or "",
        ship_phone=address.phone or customer.phone or "",
        ship_line1=address.line1 or "",
        ship_line2=address.line2 or "",
        ship_city=address.city or "",
        ship_region=address.region or "",
        ship_postcode=address.postcode or "",
        ship_country=address.country or "",
        delivery_method=delivery_method,
        pickup=pickup,
        currency=str(known["currency"]),
        shipping=shipping,
        on_terms=on_terms,
        buyer_note=note,
        office_note=office_note,
        gift=gift,
    )
    work.session.add(order)
    work.session.flush()
    _add_lines(work, order, lines, discount)
    work.session.flush()
    work.event("order", order.id, "created", channel=channel, lines=len(lines))
    index_orders(work, [order.id])
    refresh(work, [order.id])
    return order.id


def _add_lines(work: Work, order: Order, lines: Sequence[NewLine], discount: int) -> None:
    rows = {
        row.id: row
        for row in work.read(
            select(Variant.id, Variant.sku, Variant.price, Variant.title, Variant.stocked, Product.title.label("name"))
            .join(Product, Product.id == Variant.product_id)
            .where(Variant.id.in_([line.variant_id for line in lines]))
        )
    }
    for line in lines:
        if line.variant_id not in rows:
            raise UserError(_("There is no such product."))
        if line.quantity < 1:
            raise UserError(_("The quantity must be at least one."))
        if line.discount < 0:
            raise UserError(_("An amount cannot be negative."))
    prices = [
        0 if line.gift else (rows[line.variant_id].price if line.unit_price is None else line.unit_price)
        for line in lines
    ]
    sums = [price * line.quantity - line.discount for price, line in zip(prices, lines, strict=True)]
    if any(amount < 0 for amount in sums) or discount < 0 or discount > sum(sums):
        raise UserError(_("A discount is larger than what it is taken from."))
    shares = split(discount, sums)
    for at, (line, price, amount, share) in enumerate(zip(lines, prices, sums, shares, strict=True), start=1):
        row = rows[line.variant_id]
        kind = LineKind.GIFT if line.gift else LineKind.GOODS if row.stocked else LineKind.SERVICE
        made = OrderLine(
            position=at,
            kind=kind.value,
            variant_id=line.variant_id,
            sku=row.sku,
            title=row.name,
            variant_title=row.title,
            quantity=line.quantity,
            unit_price=price,
            discount=line.discount + share,
            total=amount - share,
        )
        if line.discount:
            made.discounts.append(LineDiscount(promotion=_("Discount"), amount=line.discount))
        if share:
            made.discounts.append(LineDiscount(promotion=_("Order discount"), amount=share))
        order.lines.append(made)
    order.goods_total = sum(sums) - discount
    order.discount = discount + sum(line.discount for line in lines)
    order.total = order.goods_total + order.shipping + (order.tax or 0)
    order.item_count = sum(line.quantity for line in lines)


@needs(Right.REVIEW_ORDERS)
def confirm_order(work: Work, order_id: int, *, accept: bool = True) -> int:
    """Confirm a reviewed order and reserve its goods; returns the units reserved.

    ``accept`` waves through what a person may accept (unpaid, note, short stock becomes a backorder).
    """
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
    got = _reserve_order(work, order_id)
    refresh(work, [order_id])
    return got


def _reserve_order(work: Work, order_id: int) -> int:
    rows = work.read(
        select(
            OrderLine.id,
            OrderLine.variant_id,
            (OrderLine.quantity - OrderLine.shipped - OrderLine.reserved).label("wanted"),
            Order.warehouse_id,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Variant, Variant.id == OrderLine.variant_id)
        .where(OrderLine.order_id == order_id, OrderLine.kind != LineKind.SERVICE.value, Variant.stocked)
        .order_by(OrderLine.variant_id, OrderLine.id)
    ).all()
    got = 0
    for row in rows:
        if row.wanted > 0:
            got += ledger.reserve(work, row.id, row.variant_id, row.warehouse_id, row.wanted)
    if got:
        work.event("order", order_id, "reserved", units=got)
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
    got = _reserve_order(work, order_id)
    refresh(work, [order_id])
    return got


@needs(Right.REVIEW_ORDERS)
def unconfirm_order(work: Work, order_id: int, reason: str) -> None:
    """Take a review back while nothing is picked; the goods are free again."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    facts = facts_of(work, order_id)
    check_move(facts, OrderState.SUBMITTED)
    _free_goods(work, order_id)
    set_state(work, order_id, facts, OrderState.SUBMITTED, reason=reason)
    refresh(work, [order_id])


def _free_goods(work: Work, order_id: int) -> None:
    """Cancel unpicked shipments and give every reservation back."""
    open_ids = work.read(
        select(Shipment.id).where(Shipment.order_id == order_id, Shipment.state.in_(["draft", "released"]))
    ).scalars()
    for shipment_id in list(open_ids):
        take_back(work, shipment_id)
    line_ids = list(work.read(select(OrderLine.id).where(OrderLine.order_id == order_id)).scalars())
    freed = ledger.release_reservations(work, line_ids)
    if freed:
        work.event("order", order_id, "released_stock", units=freed)


@needs(Right.EDIT_ORDERS)
def cancel_order(work: Work, order_id: int, reason: str) -> None:
    """Cancel an order of which nothing was shipped; its goods are free again."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    facts = facts_of(work, order_id)
    check_move(facts, OrderState.CANCELLED)
    _free_goods(work, order_id)
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
    refresh(work, [line.order_id])


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
    """Finish an order although some of it will never be delivered."""
    if not reason.strip():
        raise UserError(_("Please give a reason."))
    facts = facts_of(work, order_id)
    check_move(facts, OrderState.CLOSED_SHORT)
    if any(state in ("picking", "picked", "packing", "packed") for state in facts.shipments):
        raise UserError(_("Picking has started. Put the goods back first."))
    _free_goods(work, order_id)
    set_state(work, order_id, facts, OrderState.CLOSED_SHORT, reason=reason)
    refresh(work, [order_id])
