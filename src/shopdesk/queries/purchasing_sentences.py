"""The sentences of suppliers and purchase orders on timelines: icon, words and tone by subject and kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.domain.money import Money
from shopdesk.domain.purchasing import CLAIM_REASONS
from shopdesk.i18n import N_, _, n_

Data = Mapping[str, Any]
Words = tuple[str, str]
Told = Callable[[Data, str], Words]


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part not in (None, ""))


def _pieces(count: Any) -> str:
    return n_("{count} piece", "{count} pieces", int(count)).format(count=int(count))


def _fixed(title: str, *keys: str) -> Told:
    return lambda data, _currency: (_(title), _joined(*(data.get(key) for key in keys)))


def _counted(title: str, *keys: str) -> Told:
    return lambda data, _currency: (
        _(title).format(pieces=_pieces(data["units"])),
        _joined(*(data.get(key) for key in keys)),
    )


def _numbered(title: str, *keys: str) -> Told:
    return lambda data, _currency: (
        _(title).format(number=data["number"]),
        _joined(*(data.get(key) for key in keys)),
    )


def _confirmed(data: Data, _currency: str) -> Words:
    return _("Confirmed for {day}").format(day=data["day"]), _joined(data.get("reference"))


def _received(data: Data, _currency: str) -> Words:
    good, damaged, over = (int(data.get(key) or 0) for key in ("good", "damaged", "over"))
    title = _("Received: {pieces}").format(pieces=_pieces(good + damaged))
    return title, _joined(
        data.get("number"),
        _("{count} damaged").format(count=damaged) if damaged else "",
        _("{count} more than ordered").format(count=over) if over else "",
        data.get("delivery_note"),
    )


def _closed(data: Data, _currency: str) -> Words:
    short = int(data.get("short") or 0)
    if not short:
        return _("Purchase order closed"), ""
    return _("Closed short: {pieces} will not come").format(pieces=_pieces(short)), _joined(data.get("reason"))


def _item(data: Data, currency: str) -> Words:
    own = str(data.get("currency") or currency)
    price = Money(int(data["price"]), own) if data.get("price") is not None else ""
    title = _("Supplies {sku}").format(sku=data["sku"])
    if data.get("was") is not None and data.get("price") is not None and data["was"] != data["price"]:
        title = _("Price of {sku} {was} → {now}").format(sku=data["sku"], was=Money(int(data["was"]), own), now=price)
        return title, _joined(data.get("code"))
    return title, _joined(data.get("code"), price)


def _paper(data: Data, _currency: str) -> Words:
    until = _("valid until {day}").format(day=data["expires"]) if data.get("expires") else ""
    return _("Licence noted: {name}").format(name=data["name"]), until


def _claim(data: Data, _currency: str) -> Words:
    reason = str(data.get("reason", ""))
    why = _(CLAIM_REASONS[reason]) if reason in CLAIM_REASONS else reason
    title = _("Claim {number} opened").format(number=data["number"])
    return title, _joined(data.get("sku"), _pieces(data["units"]), why, data.get("supplier"))


def _credited(data: Data, currency: str) -> Words:
    amount = Money(int(data["amount"]), str(data.get("currency") or currency))
    title = _("Claim {number} credited: {amount}").format(number=data["number"], amount=amount)
    return title, _joined(data.get("reference"))


SENTENCES: dict[tuple[str, str], tuple[str, Told, str]] = {
    ("purchase", "created"): ("purchasing", _counted(N_("Purchase order drafted: {pieces}")), ""),
    ("purchase", "line"): ("pencil", _counted(N_("Line set to {pieces}"), "sku"), ""),
    ("purchase", "line_removed"): ("minus", _fixed(N_("Line taken out"), "sku"), ""),
    ("purchase", "ordered"): ("mail", _counted(N_("Sent to the supplier: {pieces}")), ""),
    ("purchase", "confirmed"): ("check", _confirmed, ""),
    ("purchase", "redrafted"): ("undo", _fixed(N_("Taken back to draft"), "reason"), "warning"),
    ("purchase", "cancelled"): ("ban", _fixed(N_("Purchase order cancelled"), "reason"), "warning"),
    ("purchase", "closed"): ("checkc", _closed, ""),
    ("purchase", "reopened"): ("undo", _fixed(N_("Opened again"), "reason"), "warning"),
    ("purchase", "receiving"): ("scan", _numbered(N_("Delivery {number} is being counted"), "delivery_note"), ""),
    ("purchase", "received"): ("inbox", _received, ""),
    ("purchase", "receipt_discarded"): ("trash", _numbered(N_("Count of {number} thrown away"), "reason"), ""),
    ("purchase", "receipt_undone"): ("undo", _numbered(N_("Receipt {number} undone"), "reason"), "warning"),
    ("purchase", "put_away"): ("pin", _counted(N_("Put away: {pieces}"), "sku", "bin"), ""),
    ("purchase", "claimed"): ("flag", _claim, "warning"),
    ("return", "claimed"): ("flag", _claim, "warning"),
    ("supplier", "created"): ("user", _fixed(N_("Supplier added")), ""),
    ("supplier", "item"): ("products", _item, ""),
    ("supplier", "item_removed"): ("minus", _fixed(N_("Does not supply this any more"), "sku"), ""),
    ("supplier", "paper"): ("file", _paper, ""),
    ("supplier", "paper_removed"): ("trash", _fixed(N_("Licence struck off"), "name"), ""),
    ("supplier", "claim_opened"): ("flag", _claim, "warning"),
    ("supplier", "claim_sent"): ("mail", _numbered(N_("Claim {number} sent"), "note"), ""),
    ("supplier", "claim_credited"): ("coin", _credited, ""),
    ("supplier", "claim_rejected"): ("ban", _numbered(N_("Claim {number} rejected"), "reason"), "warning"),
    ("supplier", "sent_back"): ("truck", _counted(N_("Sent back: {pieces}"), "number"), ""),
}
