"""Every list by the name it has on the command line and in files, and how its filters are typed."""

from __future__ import annotations

import shlex

from shopdesk.domain.errors import UserError
from shopdesk.i18n import _
from shopdesk.queries.bins import BINS
from shopdesk.queries.claims import SUPPLIER_CLAIMS
from shopdesk.queries.count_sheet_lines import COUNT_LINES
from shopdesk.queries.counts import COUNTS
from shopdesk.queries.customers import CUSTOMERS
from shopdesk.queries.imports import IMPORT_BATCHES
from shopdesk.queries.inventory import INVENTORY
from shopdesk.queries.listing import Listing
from shopdesk.queries.lots import LOTS
from shopdesk.queries.moves import MOVES
from shopdesk.queries.orders import ORDERS
from shopdesk.queries.people import PEOPLE
from shopdesk.queries.price_lists import PRODUCT_LIST, SUGGESTIONS
from shopdesk.queries.products import PRODUCTS
from shopdesk.queries.purchases import PURCHASE_LINES, PURCHASES
from shopdesk.queries.receipts import RECEIPTS
from shopdesk.queries.reorder_list import REORDER
from shopdesk.queries.returns import RETURNS
from shopdesk.queries.selection import CANDIDATES
from shopdesk.queries.shipments import SHIPMENTS
from shopdesk.queries.suppliers import SUPPLIERS
from shopdesk.queries.transfers import TRANSFERS

LISTS: dict[str, Listing] = {
    listing.name: listing
    for listing in (ORDERS, SHIPMENTS, RETURNS, PRODUCTS, INVENTORY, MOVES, CUSTOMERS, IMPORT_BATCHES, PEOPLE)
}
LISTS |= {listing.name: listing for listing in (SUPPLIERS, PURCHASES, PURCHASE_LINES, RECEIPTS, SUPPLIER_CLAIMS)}
LISTS[REORDER.name] = REORDER
LISTS |= {listing.name: listing for listing in (BINS, LOTS, COUNTS, COUNT_LINES, TRANSFERS)}
LISTS |= {listing.name: listing for listing in (PRODUCT_LIST, SUGGESTIONS, CANDIDATES)}
_OTHER_NAMES = {"stock": "inventory", "variants": "inventory", "packing": "shipments", "users": "people"}


def list_named(name: str) -> Listing:
    """The list called ``name``; raises UserError naming the known ones."""
    found = LISTS.get(_OTHER_NAMES.get(name, name))
    if found is None:
        raise UserError(_("“{name}” is no list. Lists: {known}.").format(name=name, known=", ".join(LISTS)))
    return found


def typed_filters(listing: Listing, text: str) -> tuple[dict[str, str], str]:
    """``view=late channel=etsy müller`` as (filters, words to search); raises UserError for unknown views."""
    try:
        parts = shlex.split(text)
    except ValueError as error:
        raise UserError(_("A quotation mark is not closed in: {text}").format(text=text)) from error
    where: dict[str, str] = {}
    words = []
    for part in parts:
        key, sign, value = part.partition("=")
        if not sign:
            words.append(part)
        elif key == "view":
            where.update(listing.view(value).where)
        else:
            where[key] = value
    return where, " ".join(words)
