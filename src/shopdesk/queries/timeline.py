"""What happened to a thing, as sentences: events are kept as kind and data and worded when they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from shopdesk.domain.money import Money
from shopdesk.domain.orders import STATE_TITLES, OrderState
from shopdesk.domain.returns import REASONS, TYPE_TITLES
from shopdesk.domain.rights import ROLE_TITLES
from shopdesk.i18n import N_, _, listed, n_
from shopdesk.queries.assortment_sentences import SENTENCES as ASSORTMENT
from shopdesk.queries.purchasing_sentences import SENTENCES as PURCHASING
from shopdesk.queries.shop_facts import shop_currency
from shopdesk.store.tables import Channel, Event

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a timeline; ``icon`` and ``tone`` are names of the theme."""

    at: datetime
    by_name: str
    icon: str
    tone: str
    title: str
    detail: str
    kind: str = ""
    subject: str = ""
    subject_id: int = 0


Data = Mapping[str, Any]
Words = tuple[str, str]


@dataclass(frozen=True)
class _Form:
    """How one kind of event is told."""

    icon: str
    words: Callable[[Data, str], Words]
    tone: str = ""


def timeline(
    session: Session, subject: str, subject_id: int, *, currency: str = "", limit: int = LONGEST
) -> tuple[Line, ...]:
    """The events of one thing, newest first; amounts are in ``currency`` or else the shop's."""
    return timelines(session, {subject: [subject_id]}, currency=currency, limit=limit)


def timelines(
    session: Session, subjects: Mapping[str, list[int]], *, currency: str = "", limit: int = LONGEST
) -> tuple[Line, ...]:
    """The events of several things in one story, newest first."""
    wanted = [(Event.subject == name) & Event.subject_id.in_(ids) for name, ids in subjects.items() if ids]
    if not wanted:
        return ()
    money = currency or shop_currency(session)
    rows = session.execute(
        select(Event.id, Event.at, Event.by_name, Event.subject, Event.subject_id, Event.kind, Event.data)
        .where(or_(*wanted))
        .order_by(Event.id.desc())
        .limit(limit)
    ).all()
    channels = _channel_names(session) if any(row.kind == "created" and row.subject == "order" for row in rows) else {}
    return tuple(_line(row, money, channels) for row in rows)


def _channel_names(session: Session) -> dict[str, str]:
    """The names of channels by the codes that events keep."""
    return {row.code: row.name for row in session.execute(select(Channel.code, Channel.name))}


def _line(row: Any, currency: str, channels: Mapping[str, str]) -> Line:
    form = _FORMS.get((row.subject, row.kind)) or _FORMS.get(("", row.kind))
    data = row.data or {}
    if data.get("channel") in channels:
        data = {**data, "channel": channels[data["channel"]]}
    if form is None:
        title, detail, icon, tone = _plain_kind(row.kind), _plain_data(data), "dot", ""
    else:
        try:
            title, detail = form.words(data, currency)
        except (KeyError, TypeError, ValueError):
            # Written by an older or newer program: shown plainly rather than not at all.
            title, detail = _plain_kind(row.kind), _plain_data(data)
        icon, tone = form.icon, form.tone
    return Line(row.at, row.by_name, icon, tone, title, detail, row.kind, row.subject, row.subject_id)


def _plain_kind(kind: str) -> str:
    return kind.replace("_", " ").capitalize()


def _plain_data(data: Data) -> str:
    return " · ".join(f"{key}: {value}" for key, value in data.items() if value not in (None, "", [], {}))


def _said(*parts: Any) -> str:
    """A detail of the parts there are."""
    return " · ".join(str(part) for part in parts if part not in (None, ""))


def _money(data: Data, key: str, currency: str) -> str:
    return str(Money(int(data[key]), currency))


def _pieces(count: Any) -> str:
    return n_("{count} piece", "{count} pieces", int(count)).format(count=int(count))


def _signed(count: int) -> str:
    return f"+{count}" if count > 0 else f"−{-count}"


def _fixed(title: str, *keys: str) -> Callable[[Data, str], Words]:
    """A sentence that is always the same, with some of the data behind it."""
    return lambda data, _currency: (_(title), _said(*(data.get(key) for key in keys)))


_STATES = {
    "submitted": N_("Submitted for review"),
    "confirmed": N_("Reviewed and confirmed"),
    "processing": N_("Released to picking"),
    "completed": N_("Order completed"),
    "cancelled": N_("Order cancelled"),
    "closed_short": N_("Closed short: the rest will not be delivered"),
}
_FIELDS = {
    "title": N_("title"),
    "price": N_("price"),
    "cost": N_("cost"),
    "lifecycle": N_("state"),
    "brand": N_("brand"),
    "category": N_("category"),
    "description": N_("description"),
    "tags": N_("tags"),
    "name": N_("name"),
    "email": N_("e-mail"),
    "phone": N_("phone"),
    "company": N_("company"),
    "note": N_("note"),
    "weight_g": N_("weight"),
    "min_stock": N_("minimum stock"),
}


def _state(data: Data, _currency: str) -> Words:
    was, to = str(data["from"]), str(data["to"])
    if (was, to) == ("confirmed", "submitted"):
        return _("Review taken back"), _said(data.get("reason"))
    if (was, to) == ("completed", "processing"):
        return _("Order reopened"), _said(data.get("reason"))
    title = _STATES.get(to)
    known = STATE_TITLES.get(OrderState(to)) if to in set(OrderState) else None
    return _(title or known or to), _said(data.get("reason"))


def _fields(data: Data, _currency: str) -> Words:
    names = [_(_FIELDS[name]) if name in _FIELDS else name.replace("_", " ") for name in data["fields"]]
    return _("Edited: {fields}").format(fields=listed(names)), ""


def _price(data: Data, currency: str) -> Words:
    title = _("Price {was} → {now}").format(was=_money(data, "was", currency), now=_money(data, "now", currency))
    return title, _said(data.get("sku"), data.get("reason"))


def _return_requested(data: Data, _currency: str) -> Words:
    title = _("Return {number} logged").format(number=data["number"])
    return title, _pieces(data["units"])


def _requested(data: Data, _currency: str) -> Words:
    kinds = {kind.value: title for kind, title in TYPE_TITLES.items()}
    kind, reason = str(data.get("type", "")), str(data.get("reason", ""))
    title = _("{type} requested").format(type=_(kinds[kind]) if kind in kinds else kind)
    return title, _(REASONS[reason]) if reason in REASONS else reason


def _inspected(data: Data, _currency: str) -> Words:
    counts = _("{good} good, {damaged} damaged, {missing} missing").format(
        good=data["good"], damaged=data["damaged"], missing=data["missing"]
    )
    return _("Inspected: {title}").format(title=data["title"]), counts


def _decided(data: Data, currency: str) -> Words:
    if not data.get("refund"):
        return _("Decided: nothing to refund"), ""
    return _("Decided: {amount} to refund").format(amount=_money(data, "refund", currency)), ""


def _adjusted(data: Data, _currency: str) -> Words:
    title = _("Adjusted by {difference}").format(difference=_signed(int(data["units"])))
    return title, _said(data.get("bin"), data.get("reason"))


def _transferred(data: Data, _currency: str) -> Words:
    title = _("{pieces} moved from {source} to {target}").format(
        pieces=_pieces(data["units"]), source=data["source"], target=data["target"]
    )
    return title, _said(data.get("sku"))


def _tracking(data: Data, _currency: str) -> Words:
    return _("Tracking number {number}").format(number=data["tracking_no"]), _said(
        data.get("carrier"), _("parcel {number}").format(number=data["parcel"]) if data.get("parcel") else ""
    )


def _held(data: Data, _currency: str) -> Words:
    until = _("until {day}").format(day=str(data["until"])[:10]) if data.get("until") else ""
    return _("On hold: {reason}").format(reason=data["reason"]), _said(data.get("note"), until)


def _packed(data: Data, _currency: str) -> Words:
    count = int(data.get("parcels") or 1)
    parcels = n_("{count} parcel", "{count} parcels", count).format(count=count)
    return _("Packed: {pieces}").format(pieces=_pieces(data["units"])), parcels


def _shipped(data: Data, _currency: str) -> Words:
    return _("Shipped: {pieces}").format(pieces=_pieces(data["units"])), _said(data.get("shipment"))


def _role(data: Data, _currency: str) -> Words:
    titles = {role.value: title for role, title in ROLE_TITLES.items()}
    role = str(data["role"])
    return _("Role: {role}").format(role=_(titles[role]) if role in titles else role), ""


def _counted(title: str, key: str = "units", *rest: str) -> Callable[[Data, str], Words]:
    """A sentence with a number of pieces in it."""
    return lambda data, _currency: (
        _(title).format(pieces=_pieces(data[key])),
        _said(*(data.get(name) for name in rest)),
    )


def _amount(title: str, *rest: str) -> Callable[[Data, str], Words]:
    """A sentence with an amount of money in it."""
    return lambda data, currency: (
        _(title).format(amount=_money(data, "amount", currency)),
        _said(*(data.get(name) for name in rest)),
    )


def _count_lines(data: Data) -> Words:
    count = int(data["lines"])
    return n_("Counting begins: {count} line", "Counting begins: {count} lines", count).format(count=count), ""


def _count_again(data: Data) -> Words:
    count = int(data["lines"])
    return n_("{count} line to be counted again", "{count} lines to be counted again", count).format(count=count), ""


def _count_handed_in(data: Data) -> Words:
    words = _("{counted} of {lines} lines counted").format(counted=data["counted"], lines=data["lines"])
    return _("Handed in for review"), words


def _count_posted(data: Data) -> Words:
    count = int(data["differences"])
    words = n_("{count} difference booked", "{count} differences booked", count).format(count=count)
    return _("Count posted"), words if count else _("everything was as the books said")


_FORMS: dict[tuple[str, str], _Form] = {
    ("order", "created"): _Form("orders", _fixed(N_("Order placed"), "channel")),
    ("order", "imported"): _Form("download", _fixed(N_("Order imported"), "channel", "file")),
    ("order", "state"): _Form("check", _state),
    ("order", "reserved"): _Form("inventory", _counted(N_("Stock reserved: {pieces}"))),
    ("order", "released_stock"): _Form("inventory", _counted(N_("Stock free again: {pieces}"))),
    ("order", "held"): _Form("pause", _held, "warning"),
    ("order", "hold_released"): _Form("play", _fixed(N_("Hold released"))),
    ("order", "paid"): _Form("coin", _amount(N_("Paid {amount}"), "method", "reference")),
    ("order", "matched"): _Form("link", _fixed(N_("Line matched to a product"), "title", "sku")),
    ("order", "note_changed"): _Form("note", _fixed(N_("The buyer’s note changed"), "note")),
    ("order", "address_changed"): _Form("pin", _fixed(N_("Address corrected"))),
    ("order", "to_picking"): _Form("basket", _fixed(N_("Released to picking"))),
    ("order", "short_pick"): _Form("warn", _counted(N_("Not found in the bin: {pieces}")), "warning"),
    ("order", "packed"): _Form("packing", _packed),
    ("order", "shipped"): _Form("truck", _shipped),
    ("order", "delivered"): _Form("checkc", _fixed(N_("Delivered"), "shipment")),
    ("order", "shipment_voided"): _Form("undo", _fixed(N_("Shipment voided"), "shipment", "reason"), "warning"),
    ("order", "return_requested"): _Form("returns", _return_requested),
    ("order", "refunded"): _Form("coin", _amount(N_("Refunded {amount}"), "number", "method", "reason")),
    ("order", "units_cancelled"): _Form("ban", _counted(N_("Cancelled before shipping: {pieces}"), "units", "reason")),
    ("order", "credited"): _Form("coin", _amount(N_("Credited {amount}"), "reason")),
    ("order", "exchanged"): _Form("swap", _fixed(N_("Exchange order created"), "number")),
    ("shipment", "released"): _Form("basket", _fixed(N_("Released to picking"))),
    ("shipment", "other_bin"): _Form(
        "swap", _counted(N_("Taken from another bin: {pieces}"), "units", "sku", "bin", "reason")
    ),
    ("shipment", "picked"): _Form("basket", _counted(N_("Picked: {pieces}"))),
    ("shipment", "packing"): _Form("packing", _fixed(N_("At the bench"))),
    ("shipment", "recount"): _Form("loop", _fixed(N_("Everything is scanned again"))),
    ("shipment", "forced"): _Form(
        "warn", _counted(N_("Let in without a scan: {pieces}"), "units", "sku", "reason"), "warning"
    ),
    ("shipment", "packed"): _Form("packing", _packed),
    ("shipment", "reopened"): _Form("undo", _fixed(N_("Opened again"), "reason"), "warning"),
    ("shipment", "tracking"): _Form("truck", _tracking),
    ("order", "tracking"): _Form("truck", _tracking),
    ("import", "undone"): _Form("undo", _fixed(N_("Import taken back")), "warning"),
    ("shipment", "shipped"): _Form("truck", _shipped),
    ("shipment", "delivered"): _Form("checkc", _fixed(N_("Delivered"))),
    ("shipment", "voided"): _Form("undo", _fixed(N_("Shipment voided"), "reason"), "warning"),
    ("shipment", "cancelled"): _Form("ban", _fixed(N_("Shipment cancelled"), "reason"), "warning"),
    ("wave", "released"): _Form("basket", _fixed(N_("Wave released"))),
    ("return", "requested"): _Form("returns", _requested),
    ("return", "approved"): _Form("check", _fixed(N_("Return approved"), "note")),
    ("return", "rejected"): _Form("ban", _fixed(N_("Return rejected"), "reason"), "warning"),
    ("return", "cancelled"): _Form("ban", _fixed(N_("Return cancelled"), "reason")),
    ("return", "expired"): _Form("clock", _fixed(N_("Nothing came back in time"), "reason")),
    ("return", "received"): _Form("inbox", _counted(N_("Came back: {pieces}"))),
    ("return", "inspected"): _Form("eye", _inspected),
    ("return", "decided"): _Form("check", _decided),
    ("return", "refunded"): _Form("coin", _amount(N_("Refunded {amount}"), "method", "reference")),
    ("return", "credited"): _Form("coin", _amount(N_("Credited {amount} that was not paid yet"))),
    ("return", "paid_before"): _Form("coin", _amount(N_("{amount} went back before, without a return"))),
    ("return", "exchanged"): _Form("swap", _fixed(N_("Exchange order created"))),
    ("return", "closed"): _Form("checkc", _fixed(N_("Return closed"))),
    ("product", "created"): _Form("products", _fixed(N_("Product added"))),
    ("product", "imported"): _Form("download", _fixed(N_("Product imported"), "file")),
    ("product", "price"): _Form("coin", _price),
    ("customer", "created"): _Form("user", _fixed(N_("Customer added"))),
    ("customer", "imported"): _Form("download", _fixed(N_("Customer imported"), "file")),
    ("customer", "note"): _Form("note", lambda data, _c: (str(data["text"]), _said(data.get("topic")))),
    ("variant", "received"): _Form("inbox", _counted(N_("Received: {pieces}"), "units", "bin")),
    ("variant", "not_found"): _Form(
        "warn", _counted(N_("Not found when picking: {pieces}"), "units", "bin"), "warning"
    ),
    ("variant", "transferred"): _Form("swap", _transferred),
    ("variant", "adjusted"): _Form("pencil", _adjusted),
    ("variant", "move_reversed"): _Form("undo", _counted(N_("Reversed: {pieces}"), "units", "reason"), "warning"),
    ("variant", "counted"): _Form("check", _adjusted),
    ("variant", "written_off"): _Form(
        "trash", _counted(N_("Written off: {pieces}"), "units", "bin", "reason"), "warning"
    ),
    ("variant", "lot_changed"): _Form("pencil", _fixed(N_("Lot corrected"), "lot", "expires_on")),
    ("count", "planned"): _Form("calendar", _fixed(N_("Count planned"), "title")),
    ("count", "begun"): _Form("play", lambda data, _c: _count_lines(data)),
    ("count", "again"): _Form("undo", lambda data, _c: _count_again(data), "warning"),
    ("count", "submitted"): _Form("eye", lambda data, _c: _count_handed_in(data)),
    ("count", "resumed"): _Form("undo", _fixed(N_("Counting goes on"))),
    ("count", "sheet_read"): _Form("upload", _fixed(N_("Count sheet read in"), "file")),
    ("count", "posted"): _Form("checkc", lambda data, _c: _count_posted(data)),
    ("count", "cancelled"): _Form("ban", _fixed(N_("Count cancelled"), "reason"), "warning"),
    ("transfer", "created"): _Form("swap", _counted(N_("Transfer prepared: {pieces}"))),
    ("transfer", "sent"): _Form("truck", _counted(N_("Sent: {pieces}"))),
    ("transfer", "arrived"): _Form("inbox", _counted(N_("Arrived: {pieces}"))),
    ("transfer", "lost"): _Form("warn", _counted(N_("Lost on the way: {pieces}"), "units", "reason"), "warning"),
    ("transfer", "cancelled"): _Form("ban", _fixed(N_("Transfer cancelled"), "reason"), "warning"),
    ("warehouse", "created"): _Form("inventory", _fixed(N_("Warehouse added"), "name")),
    ("location", "changed"): _Form("pencil", _fixed(N_("Bin changed"), "code")),
    ("location", "closed"): _Form("ban", _fixed(N_("Bin closed"), "code")),
    ("location", "opened"): _Form("play", _fixed(N_("Bin opened again"), "code")),
    ("location", "created"): _Form("pin", _fixed(N_("Bin added"), "code")),
    ("person", "created"): _Form("user", _role),
    ("person", "role"): _Form("user", _role),
    ("person", "disabled"): _Form("lock", _fixed(N_("May no longer sign in"))),
    ("person", "password"): _Form("key", _fixed(N_("New password"))),
    ("shop", "exported"): _Form("upload", lambda data, _c: _exported(data)),
    ("", "edited"): _Form("pencil", _fields),
    ("", "imported"): _Form("download", _fixed(N_("Imported"), "file")),
}


def _exported(data: Data) -> Words:
    count = int(data["rows"])
    title = n_("{count} row of “{list}” exported", "{count} rows of “{list}” exported", count)
    return title.format(count=count, list=data["list"]), _said(data.get("file"))


_FORMS.update({key: _Form(icon, words, tone) for key, (icon, words, tone) in PURCHASING.items()})
_FORMS.update({key: _Form(icon, words, tone) for key, (icon, words, tone) in ASSORTMENT.items()})
