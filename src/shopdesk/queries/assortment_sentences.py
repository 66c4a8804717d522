"""The sentences of products on timelines: icon, words and tone by subject and kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shopdesk.domain.money import Money
from shopdesk.i18n import N_, _, n_
from shopdesk.queries.state_titles import TITLES

Data = Mapping[str, Any]
Words = tuple[str, str]
Told = Callable[[Data, str], Words]


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part not in (None, ""))


def _fixed(title: str, *keys: str) -> Told:
    return lambda data, _currency: (_(title), _joined(*(data.get(key) for key in keys)))


def _lifecycle(data: Data, _currency: str) -> Words:
    title = TITLES["product"].get(str(data["now"]))
    return _("State: {state}").format(state=_(title) if title else data["now"]), ""


def _added(data: Data, _currency: str) -> Words:
    count = int(data["count"])
    return n_("{count} variant added", "{count} variants added", count).format(count=count), ""


def _removed(data: Data, _currency: str) -> Words:
    count = int(data["count"])
    return n_("{count} variant removed", "{count} variants removed", count).format(count=count), _joined(data["names"])


def _parts(data: Data, _currency: str) -> Words:
    count = int(data["count"])
    title = n_("Bundle of {count} article", "Bundle of {count} articles", count).format(count=count)
    return title, _joined(data.get("names"))


def _pictures(data: Data, _currency: str) -> Words:
    count = int(data["count"])
    return n_("{count} picture", "{count} pictures", count).format(count=count), ""


def _document(data: Data, _currency: str) -> Words:
    until = _("good until {day}").format(day=data["until"]) if data.get("until") else ""
    return _("Paper added: {name}").format(name=data["name"]), until


def _category(data: Data, _currency: str) -> Words:
    return _("Category: {name}").format(name=data["category"] or "—"), ""


def _scored(data: Data, _currency: str) -> Words:
    title = _("Scored {score} of 125").format(score=data["score"])
    return title, f"{data['demand']} × {data['margin']} × {data['supply']}"


def _list_price(data: Data, currency: str) -> Words:
    if data.get("now") is None:
        return _("Taken out of the price list {list}").format(list=data["list"]), _joined(data.get("sku"))
    amount = Money(int(data["now"]), currency)
    return _("{amount} in the price list {list}").format(amount=amount, list=data["list"]), _joined(data.get("sku"))


SENTENCES: dict[tuple[str, str], tuple[str, Told, str]] = {
    ("product", "lifecycle"): ("loop", _lifecycle, ""),
    ("product", "variants_added"): ("plus", _added, ""),
    ("product", "variants_removed"): ("trash", _removed, "warning"),
    ("product", "barcode_removed"): ("trash", _fixed(N_("Barcode taken away"), "code"), ""),
    ("product", "parts"): ("products", _parts, ""),
    ("product", "pictures"): ("image", _pictures, ""),
    ("product", "document"): ("note", _document, ""),
    ("product", "document_removed"): ("trash", _fixed(N_("Paper removed"), "name"), ""),
    ("product", "category"): ("products", _category, ""),
    ("product", "listed"): ("play", _fixed(N_("Put on the shelf"), "channel"), ""),
    ("product", "unlisted"): ("pause", _fixed(N_("Taken off the shelf"), "channel"), ""),
    ("product", "scored"): ("promotions", _scored, ""),
    ("product", "list_price"): ("coin", _list_price, ""),
    ("price_list", "created"): ("coin", _fixed(N_("Price list made"), "code"), ""),
}
