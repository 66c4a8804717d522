"""How an order is told: where its goods are, why its prices are what they are, who bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopdesk.domain.rights import Right
from shopdesk.i18n import _, n_
from shopdesk.queries.order_details import OrderDetail
from shopdesk.queries.order_line_details import OrderLineDetail
from shopdesk.ui import figures
from shopdesk.ui.sheet import Person

if TYPE_CHECKING:
    from shopdesk.ui.shell import Shell

_BEARERS = {"platform": "platform", "channel": "platform", "shop": "shop"}


def buyer(shell: Shell, detail: OrderDetail) -> Person:
    """The customer with what they bought so far."""
    bought = n_("{count} order, {amount}", "{count} orders, {amount}", detail.customer_orders).format(
        count=figures.number(detail.customer_orders), amount=figures.money(detail.customer_spent, detail.currency)
    )
    note = " · ".join(part for part in (detail.ship_city, bought if detail.customer_orders else "") if part)
    may = shell.may(Right.SEE_CONTACTS)
    opens = ("customer", detail.customer_id) if detail.customer_id and shell.may(Right.SEE_CUSTOMERS) else None
    name = detail.ship_name or detail.customer_name
    return Person(name, note, detail.phone if may else "", detail.email if may else "", opens)


def goods_note(line: OrderLineDetail, state: str) -> tuple[str, str]:
    """Where the goods of a line are, and the tone of the words."""
    if not line.matched:
        return _("not in the catalogue yet"), "danger"
    if not line.stocked:
        return _("no goods"), ""
    if line.returned:
        words = _("{returned} of {shipped} came back").format(
            returned=figures.number(line.returned), shipped=figures.number(line.shipped)
        )
        return words, "warning"
    if line.cancelled:
        words = _("{cancelled} of {quantity} cancelled").format(
            cancelled=figures.number(line.cancelled), quantity=figures.number(line.quantity)
        )
        return words, "warning"
    if not line.open:
        return _("shipped"), ""
    place = _("Bin {bin}").format(bin=line.bin) if line.bin else ""
    if state in ("cancelled", "closed_short", "completed"):
        return "", ""
    if line.short:
        short = _("{count} short").format(count=figures.number(line.short))
        return " · ".join(part for part in (short, place) if part), "danger"
    if line.reserved >= line.open:
        return " · ".join(part for part in (place, _("reserved")) if part), ""
    free = _("{count} free").format(count=figures.number(max(0, line.available)))
    return " · ".join(part for part in (place, free) if part), ""


def price_words(line: OrderLineDetail, currency: str) -> str:
    """``2 × 14.90``, as it is reckoned."""
    price = figures.amount(line.unit_price, currency)
    return _("{quantity} × {price}").format(quantity=figures.number(line.quantity), price=price)


def discount_words(line: OrderLineDetail, currency: str) -> list[str]:
    """One line for each discount: how much, which promotion, who pays for it."""
    told = []
    for share in line.discounts:
        amount = figures.amount(-share.amount, currency)
        name = share.promotion or _("Discount")
        if _BEARERS.get(share.bearer) == "platform":
            told.append(_("{amount} {name}, paid by the platform").format(amount=amount, name=name))
        else:
            told.append(_("{amount} {name}").format(amount=amount, name=name))
    left = line.discount - sum(share.amount for share in line.discounts)
    if left:
        told.append(_("{amount} discount").format(amount=figures.amount(-left, currency)))
    return told


def hold_words(detail: OrderDetail) -> str:
    """Why an order waits, until when and by whom."""
    hold = next((hold for hold in detail.holds if hold.released_at is None), None)
    if hold is None:
        return _("On hold")
    words = _("On hold: {reason}").format(reason=hold.reason)
    until = _("until {day}").format(day=figures.day(hold.until)) if hold.until else ""
    return " · ".join(part for part in (words, hold.note, until, hold.by_name) if part)
