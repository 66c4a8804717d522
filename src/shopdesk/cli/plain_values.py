"""Values as programs read them: amounts ``"12.50 EUR"``, times ISO 8601 with zone, visible numbers, no ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import Money
from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.queries.listing import Listing

MONEY = frozenset(
    {
        *("total", "goods_total", "discount", "shipping", "tax", "tax_included", "adjustment", "paid", "refunded"),
        *("amount", "unit_price", "price", "price_to", "list_price", "cost", "spent", "average", "refund_due"),
        *("customer_spent", "order_paid", "order_refunded", "due", "revenue", "average_order", "refund_freight"),
    }
)
_LEFT_OUT = frozenset({"facts", "id", "product_id", "version", "policy"})


def amount(minor: int, currency: str) -> str:
    """Money for programs: ``"12.50 EUR"``."""
    return str(Money(minor, currency))


def named_values(pairs: Sequence[str]) -> dict[str, str]:
    """``NAME=VALUE`` texts by name; raises UserError for a text of another form."""
    found = {}
    for words in pairs:
        name, sign, value = words.partition("=")
        if not sign:
            raise UserError(_("“{words}” is not of the form NAME=VALUE.").format(words=words))
        found[name] = value
    return found


def plain(value: Any) -> Any:
    """A value as JSON: times with zone, enums by value, dataclasses as objects."""
    match value:
        case None | bool() | int() | float() | str() if not isinstance(value, Enum):
            return value
        case Enum():
            return value.value
        case Money():
            return str(value)
        case datetime():
            return value.isoformat(timespec="seconds") if value.tzinfo else value.astimezone().isoformat()
        case date():
            return value.isoformat()
        case Mapping():
            return {str(plain(key)): plain(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(inner) for inner in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    return str(value)


def thing(model: Any, currency: str = "", *, top: bool = True) -> Any:
    """A read model as an object; amounts take the currency of the nearest model that knows one."""
    if isinstance(model, list | tuple):
        return [thing(inner, currency, top=False) for inner in model]
    if is_dataclass(model) and not isinstance(model, type):
        pairs = {part.name: getattr(model, part.name) for part in fields(model)}
        derived = {name: getattr(model, name) for name in _properties(type(model)) if name not in pairs}
        pairs |= derived
    elif hasattr(model, "__dict__") and not isinstance(model, Enum | date):
        pairs = dict(vars(model))
    else:
        return plain(model)
    money = str(pairs.get("currency") or currency)
    said: dict[str, Any] = {}
    for key, value in pairs.items():
        if (key in _LEFT_OUT and (top or key != "id")) or (key.endswith("_id") and key != "order_line_id"):
            continue
        if key in MONEY and isinstance(value, int) and money:
            said[key] = amount(value, money)
        else:
            said[key] = thing(value, money, top=False)
    return said


def _properties(model: type) -> list[str]:
    return [name for name, member in vars(model).items() if isinstance(member, property)]


def list_row(listing: Listing, row: Any, *, contacts: bool) -> dict[str, Any]:
    """One row of a list by its columns, pictures left out."""
    from shopdesk.domain.parties import masked_email, masked_phone

    said: dict[str, Any] = {}
    for column in listing.columns:
        if column.kind == "thumb":
            continue
        value = getattr(row, column.key)
        if column.kind == "money":
            said[column.key] = None if value is None else amount(value, row.currency)
        elif not contacts and column.key in ("phone", "email"):
            said[column.key] = (masked_phone if column.key == "phone" else masked_email)(value or "")
        else:
            said[column.key] = plain(value)
    if hasattr(row, "late"):
        said["late"] = row.late
    return said
