"""``show``: one thing with everything that hangs on it."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from shopdesk.domain.errors import UserError
from shopdesk.domain.rights import Right
from shopdesk.i18n import _

if TYPE_CHECKING:
    from shopdesk.cli.arguments import Group
    from shopdesk.cli.session import Session

# What may be shown: the kind of number that names it, the query that reads it, and the right it needs.
_READERS: dict[str, tuple[str, str, Right]] = {
    "order": ("order", "order_details.order_detail", Right.SEE_ORDERS),
    "shipment": ("shipment", "shipment_details.shipment_detail", Right.SEE_ORDERS),
    "return": ("return", "return_details.return_detail", Right.SEE_RETURNS),
    "product": ("product", "product_details.product_detail", Right.SEE_PRODUCTS),
    "stock": ("variant", "product_details.variant_stock", Right.SEE_STOCK),
    "variant": ("variant", "product_details.variant_stock", Right.SEE_STOCK),
    "bin": ("bin", "bins.bin_detail", Right.SEE_STOCK),
    "count": ("count", "counts.count_detail", Right.SEE_STOCK),
    "transfer": ("transfer", "transfers.transfer_detail", Right.SEE_STOCK),
    "customer": ("customer", "customer_details.customer_detail", Right.SEE_CUSTOMERS),
    "supplier": ("supplier", "supplier_details.supplier_detail", Right.SEE_PURCHASES),
    "purchase": ("purchase", "purchase_details.purchase_detail", Right.SEE_PURCHASES),
    "receipt": ("receipt", "receiving.dock_detail", Right.SEE_PURCHASES),
    "import": ("import", "imports.import_detail", Right.IMPORT_FILES),
    "today": ("", "today.today", Right.SEE_TODAY),
}
_CONTACTS = ("phone", "email", "ship_phone")
_COSTS = frozenset({"cost", "unit_cost", "landed_cost", "margin", "profit"})


def add_to(group: Group) -> None:
    """Add the commands of this file."""
    showing = group.add("show", show, _("one thing with its lines and timeline"))
    showing.add_argument("what", metavar="WHAT", help=", ".join(_READERS))
    showing.add_argument("number", metavar="ID", nargs="?", default="", help=_("the number or SKU people see"))


def show(session: Session, options: Namespace) -> None:
    """Read one thing and say it as an object."""
    from importlib import import_module

    from shopdesk.cli.plain_values import thing
    from shopdesk.domain.rights import require
    from shopdesk.queries.finder import id_of

    what = options.what.removesuffix("s") if options.what not in _READERS else options.what
    if what not in _READERS:
        raise UserError(_("“{what}” cannot be shown. Possible: {known}.").format(what=what, known=", ".join(_READERS)))
    kind, reader, right = _READERS[what]
    if kind and not options.number:
        raise UserError(_("Which {what}? Give its number.").format(what=what))
    desk = session.desk
    require(desk.user, right)
    module, _dot, name = reader.partition(".")
    read = getattr(import_module(f"shopdesk.queries.{module}"), name)
    found = desk.read(read, desk.read(id_of, kind, options.number)) if kind else desk.read(read)
    said = thing(found)
    if not desk.may(Right.SEE_CONTACTS):
        _mask(said)
    if not desk.may(Right.SEE_COST):
        _leave_out(said, _COSTS)
    session.answer(said, json.dumps(said, ensure_ascii=False, indent=1))


def _mask(said: Any) -> None:
    """Hide phones and e-mails, however deep they stand."""
    from shopdesk.domain.parties import masked_email, masked_phone

    for place in _objects(said):
        for key in _CONTACTS:
            if isinstance(place.get(key), str) and place[key]:
                place[key] = (masked_email if key == "email" else masked_phone)(place[key])


def _leave_out(said: Any, keys: frozenset[str]) -> None:
    for place in _objects(said):
        for key in keys & set(place):
            del place[key]


def _objects(said: Any) -> list[dict[str, Any]]:
    """Every object inside, itself included."""
    found: list[dict[str, Any]] = []
    waiting = [said]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found.append(one)
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return found
