"""Use cases found by themselves, and what may be typed for their parameters."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.money import minor_units
from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.usecases.desk import Desk

_KINDS = (
    "order",
    "shipment",
    "return",
    "customer",
    "variant",
    "product",
    "wave",
    "count",
    "transfer",
    "purchase",
    "supplier",
    "receipt",
    "claim",
)
_MONEY = frozenset(
    {
        "price",
        "cost",
        "list_price",
        "amount",
        "shipping",
        "discount",
        "freight",
        "unit_cost",
        "other_costs",
        "min_order",
    }
)
_NOT_TYPED = frozenset({"Report", "Prepared", "bytes"})
_RETURNS_ID = {
    "purchases.create_purchase": "purchase",
    "suppliers.create_supplier": "supplier",
    "receiving.start_receipt": "receipt",
    "receiving.receive_purchase": "receipt",
    "claims.open_claim": "claim",
    "claims.open_claim_for_return": "claim",
    "orders.create_order": "order",
    "customers.create_customer": "customer",
    "products.create_product": "variant",
    "products.add_variant": "variant",
    "selection.new_candidate": "product",
    "returns.log_return": "return",
    "returns.exchange_order": "order",
    "counts.plan_count": "count",
    "counts.start_count": "count",
    "transfers.create_transfer": "transfer",
}
_RETURNS_MONEY = frozenset({"refunds.refund_return"})
_ROOMS_OF = {"stock": ("counts", "transfers", "lots", "bins")}
"""Verbs of these rooms may be typed by the name of the whole: stock.start_count."""


@dataclass(frozen=True)
class Param:
    """One parameter as it is typed: ``order`` for ``order_id``."""

    name: str
    own_name: str
    type: str
    required: bool
    default: Any = None


@dataclass(frozen=True)
class Verb:
    """One use case by the name of its module and function."""

    name: str
    function: Callable[..., Any]
    right: str
    doc: str
    params: tuple[Param, ...]


def verbs() -> dict[str, Verb]:
    """All use cases that can be typed, by name."""
    return {verb.name: verb for verb in sorted(_found(), key=lambda verb: verb.name)}


def _found() -> Iterator[Verb]:
    import shopdesk.usecases

    for info in pkgutil.iter_modules(shopdesk.usecases.__path__):
        yield from _found_in(info.name)


def _found_in(name: str) -> Iterator[Verb]:
    """The use cases of one module."""
    module = importlib.import_module(f"shopdesk.usecases.{name}")
    for verb, function in inspect.getmembers(module, inspect.isfunction):
        right = getattr(function, "right", None)
        if right is None or verb.startswith("_") or inspect.unwrap(function).__module__ != module.__name__:
            continue
        params = tuple(_params(function))
        if not any(bare in param.type for param in params for bare in _NOT_TYPED):
            doc = " ".join((inspect.getdoc(function) or "").split())
            yield Verb(f"{name}.{verb}", function, str(right), doc, params)


def _params(function: Callable[..., Any]) -> Iterator[Param]:
    for own in list(inspect.signature(function).parameters.values())[1:]:
        required = own.default is inspect.Parameter.empty
        default = None if required else own.default
        if str(own.annotation) == "Report" and not required:
            continue  # progress is the command line's own affair
        yield Param(_typed_name(own.name), own.name, _typed_type(own), required, default)


def _typed_name(name: str) -> str:
    for kind in _KINDS:
        if name in (f"{kind}_id", f"{kind}_ids"):
            return kind if name.endswith("_id") else f"{kind}s"
    return name


def _typed_type(own: inspect.Parameter) -> str:
    if own.name in _MONEY:
        return "money"
    for kind in _KINDS:
        if own.name == f"{kind}_id":
            return "SKU or barcode" if kind in ("variant", "product") else f"{kind} number"
        if own.name == f"{kind}_ids":
            return f"{kind} numbers"
    return str(own.annotation).strip("'")


def named(name: str) -> Verb:
    """The verb called ``name``; raises UserError with the ones that sound like it."""
    known = verbs()
    if name in known:
        return known[name]
    room, _dot, verb = name.partition(".")
    for part in _ROOMS_OF.get(room, ()):
        if f"{part}.{verb}" in known:
            return known[f"{part}.{verb}"]
    import difflib

    near = difflib.get_close_matches(name, known, n=3) or [
        verb for verb in known if name.rsplit(".", maxsplit=1)[-1] in verb
    ]
    raise UserError(
        _("There is no verb “{name}”. Did you mean: {near}?").format(name=name, near=", ".join(near))
        if near
        else _("There is no verb “{name}”. All of them: shopdesk verbs").format(name=name)
    )


def values_for(desk: Desk, verb: Verb, typed: Sequence[str]) -> dict[str, Any]:
    """``NAME=VALUE`` texts as arguments of the use case; raises UserError for what does not fit."""
    by_name = {param.name: param for param in verb.params} | {param.own_name: param for param in verb.params}
    given: list[tuple[Param, str]] = []
    for words in typed:
        name, sign, value = words.partition("=")
        if not sign:
            raise UserError(_("“{words}” is not of the form NAME=VALUE.").format(words=words))
        param = by_name.get(name.replace("-", "_"))
        if param is None:
            known = ", ".join(one.name for one in verb.params)
            raise UserError(
                _("{verb} has no “{name}”. It takes: {known}.").format(verb=verb.name, name=name, known=known or "—")
            )
        given.append((param, value))
    # Amounts are read in the currency of the order they belong to, so what they belong to comes first.
    given.sort(key=lambda pair: pair[0].own_name in _MONEY)
    found: dict[str, Any] = {}
    for param, value in given:
        found[param.own_name] = _value(desk, param, value, found)
    missing = [param.name for param in verb.params if param.required and param.own_name not in found]
    if missing:
        raise UserError(_("{verb} also needs: {missing}.").format(verb=verb.name, missing=", ".join(missing)))
    if "lines" in found:
        found["lines"] = _lines(desk, verb.name, found)
    if "parts" in found:
        found["parts"] = _lines(desk, verb.name, {"lines": found["parts"]})
    return found


def _value(desk: Desk, param: Param, value: str, found: Mapping[str, Any]) -> Any:
    name = param.own_name
    for kind in _KINDS:
        if name == f"{kind}_id":
            return _id(desk, kind, value)
        if name == f"{kind}_ids":
            return [_id(desk, kind, str(one)) for one in _list(value)]
    if name in _MONEY:
        return money(value, _currency(desk, found))
    if name == "changes":
        return _changes(desk, _json(param, value))
    try:
        return _simple(param, value)
    except (ValueError, InvalidOperation) as error:
        raise UserError(
            _("“{value}” does not fit {name}, which takes {type}.").format(
                value=value, name=param.name, type=param.type
            )
        ) from error


def _currency(desk: Desk, found: Mapping[str, Any]) -> str:
    from shopdesk.queries.details import order_detail, return_detail

    if "order_id" in found:
        return desk.read(order_detail, found["order_id"]).currency
    if "return_id" in found:
        return desk.read(return_detail, found["return_id"]).currency
    from shopdesk.queries.purchase_currency import purchase_currency

    return desk.read(purchase_currency, found) or desk.currency


def _simple(param: Param, value: str) -> Any:
    kind = param.type.replace(" | None", "")
    if param.type.endswith("| None") and value.lower() in ("", "none", "null"):
        return None
    match kind:
        case "int":
            return int(value)
        case "bool":
            if value.lower() not in ("yes", "no", "true", "false", "1", "0"):
                raise ValueError(value)
            return value.lower() in ("yes", "true", "1")
        case "str":
            return value
        case "datetime":
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.astimezone()
        case "date":
            return date.fromisoformat(value)
    if kind.startswith("Mapping[int"):
        return {int(key): int(units) for key, units in _json(param, value).items()}
    if kind.startswith(("Sequence[str", "list[str")):
        return [str(one) for one in _list(value)]
    return _json(param, value)


def _json(param: Param, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError as error:
        raise UserError(
            _("{name} takes JSON, and this is none: {value}").format(name=param.name, value=value)
        ) from error


def _list(value: str) -> list[Any]:
    """``10001,10002`` or a JSON list."""
    if value.lstrip().startswith("["):
        try:
            return list(json.loads(value))
        except ValueError as error:
            raise UserError(_("This is no list: {value}").format(value=value)) from error
    return [part.strip() for part in value.split(",") if part.strip()]


def _id(desk: Desk, kind: str, number: str) -> int:
    from shopdesk.queries.finder import id_of

    return desk.read(id_of, kind, number)


def money(value: Any, currency: str) -> int | None:
    """Minor units of ``12.50 EUR`` or ``12.50``; raises UserError for another currency or no amount."""
    words = str(value).strip()
    if words.lower() in ("", "none", "null"):
        return None
    digits, _blank, named_currency = words.partition(" ")
    if named_currency and named_currency.strip().upper() != currency:
        raise UserError(_("{amount} is not in {currency}.").format(amount=words, currency=currency))
    try:
        amount = Decimal(digits)
        minor = minor_units(amount, currency)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise UserError(_("“{value}” is no amount. Write it like 12.50 EUR.").format(value=words)) from error
    if minor_units(amount * 1000, currency) != minor * 1000:
        raise UserError(_("{amount} has more decimals than {currency} counts.").format(amount=words, currency=currency))
    return minor


def _changes(desk: Desk, changes: Any) -> dict[str, Any]:
    if not isinstance(changes, Mapping):
        raise UserError(_("changes takes a JSON object, for example {example}.").format(example='{"title": "Mug"}'))
    return {
        key: money(value, desk.currency) if key in _MONEY and isinstance(value, str) else value
        for key, value in changes.items()
    }


def _lines(desk: Desk, verb: str, values: Mapping[str, Any]) -> Any:
    """Lines as JSON: ``[["MU-1", 2], …]`` or objects with sku, quantity, price; by SKU, or by line number inside."""
    lines = values["lines"]
    if lines is None:
        return None
    if not isinstance(lines, list):
        raise UserError(_("lines takes a JSON list, for example {example}.").format(example='[["MU-1", 2]]'))
    if verb == "receiving.receive_purchase":
        return [_arrived(desk, line) for line in lines]
    pairs = [_line(line) for line in lines]
    if verb == "purchases.create_purchase":
        own = _currency(desk, values)
        return [
            {"variant": _id(desk, "variant", str(sku)), "quantity": units, "price": _price(price, own)}
            for sku, units, price in pairs
        ]
    if verb == "orders.create_order":
        from shopdesk.usecases.orders import NewLine

        made = []
        for sku, units, price in pairs:
            unit_price = None if price is None else money(price, desk.currency)
            made.append(NewLine(_id(desk, "variant", str(sku)), units, unit_price))
        return made
    if verb == "returns.log_return":
        return [(_order_line(desk, values["order_id"], sku), units) for sku, units, _price in pairs]
    return [(_id(desk, "variant", str(sku)), units) for sku, units, _price in pairs]


def _line(line: Any) -> tuple[Any, int, Any]:
    try:
        if isinstance(line, Mapping):
            what = line.get("sku", line.get("line"))
            return what, int(line.get("quantity", line.get("units", 1))), line.get("price")
        what, units, *price = line
        return what, int(units), price[0] if price else None
    except (TypeError, ValueError) as error:
        raise UserError(_("This is no line: {line}").format(line=json.dumps(line, ensure_ascii=False))) from error


def _price(price: Any, currency: str) -> int | None:
    return None if price is None else money(price, currency)


def _arrived(desk: Desk, line: Any) -> dict[str, Any]:
    """A line of a delivery: an object with sku, good, damaged, lot and expires."""
    if not isinstance(line, Mapping) or "sku" not in line:
        raise UserError(_("This is no line: {line}").format(line=json.dumps(line, ensure_ascii=False)))
    return {"variant": _id(desk, "variant", str(line["sku"])), **{k: v for k, v in line.items() if k != "sku"}}


def _order_line(desk: Desk, order_id: int, what: Any) -> int:
    """The line of an order meant by its SKU, or by the id that ``show order`` gives."""
    from shopdesk.domain.codes import code_key
    from shopdesk.queries.details import order_detail

    order = desk.read(order_detail, order_id)
    for line in order.lines:
        if (isinstance(what, int) and line.id == what) or code_key(line.sku) == code_key(str(what)):
            return line.id
    raise UserError(_("Order {number} has no line “{what}”.").format(number=order.number, what=what))


def visible_result(desk: Desk, verb: str, result: Any, given: Mapping[str, Any]) -> Any:
    """What a use case returned, ids as the numbers people see."""
    from shopdesk.cli.plain_values import amount, thing
    from shopdesk.queries.finder import numbers_of

    if isinstance(result, int) and not isinstance(result, bool):
        if verb in _RETURNS_ID:
            return desk.read(numbers_of, _RETURNS_ID[verb], [result])[0]
        if verb in _RETURNS_MONEY:
            return amount(result, _currency(desk, given))
    if verb == "shipping.ship_many":
        ids = [pair[0] for pair in result]
        refused = zip(desk.read(numbers_of, "shipment", ids), result, strict=True)
        return [{"shipment": number, "why": pair[1]} for number, pair in refused]
    said = thing(result, desk.currency)
    if isinstance(said, dict):
        for kind in _KINDS:
            if f"{kind}_ids" in said:
                said[f"{kind}s"] = desk.read(numbers_of, kind, said.pop(f"{kind}_ids"))
    return said
