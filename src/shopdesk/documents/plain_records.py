"""Rows to records of one row each: counted stock, customers, parcel numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shopdesk.documents.columns import Columns
from shopdesk.documents.records import CustomerRecord, PartyRecord, StockRecord, TrackingRecord
from shopdesk.i18n import N_, _

if TYPE_CHECKING:
    from shopdesk.documents.formats import Format

NO_ARTICLE = N_("The row names no article: SKU and barcode are blank.")
NO_QUANTITY = N_("The quantity is missing.")
NOBODY = N_("The row names nobody: name, e-mail, phone and number are blank.")
NO_ORDER = N_("The order number is missing.")
NO_TRACKING = N_("The tracking number is missing.")


def read_stock(columns: Columns, fmt: Format, currency: str, country: str) -> list[StockRecord]:
    """Counted quantities; costs in ``currency``."""
    del country
    columns.decide_currency(fmt.currency or currency)
    skus, barcodes = columns.column("sku", ""), columns.column("barcode", "")
    quantities = columns.column("quantity")
    for at in range(len(columns)):
        if at in columns.bad:
            continue
        if not skus[at] and not barcodes[at]:
            columns.report(at, columns.header_of("sku") or columns.header_of("barcode"), "", _(NO_ARTICLE), "error")
        elif quantities[at] is None:
            columns.report(at, columns.header_of("quantity"), "", _(NO_QUANTITY), "error")
    rows = zip(
        columns.numbers, skus, barcodes, columns.column("bin", ""), quantities, columns.column("lot", ""),
        columns.column("expires_on"), columns.column("cost"), strict=True,
    )  # fmt: skip
    records = list(enumerate(rows))
    return [StockRecord(*row) for at, row in records if at not in columns.bad]


def read_customers(columns: Columns, fmt: Format, currency: str, country: str) -> list[CustomerRecord]:
    """Customers with their default address; amounts spent in ``currency``."""
    columns.decide_currency(fmt.currency or currency)
    text = {key: columns.column(key, "") for key in (
        "code", "name", "company", "email", "phone", "note", "line1", "line2", "city", "region", "postcode", "country",
        "address_phone",
    )}  # fmt: skip
    accepts_email, accepts_sms = columns.column("accepts_email"), columns.column("accepts_sms")
    tax_exempt, birthday = columns.column("tax_exempt"), columns.column("birthday")
    spent, orders = columns.column("spent"), columns.column("orders")
    tags = columns.column("tags", ())
    records = []
    for at, row in enumerate(columns.numbers):
        phone = text["phone"][at] or text["address_phone"][at]
        if not (text["name"][at] or text["email"][at] or phone or text["code"][at] or text["company"][at]):
            if at not in columns.bad:
                columns.report(at, columns.header_of("name"), "", _(NOBODY), "error")
            continue
        address = {key: text[key][at] for key in ("line1", "line2", "city", "region", "postcode", "country")}
        if any(address.values()):
            address["country"] = address["country"] or country
        party = PartyRecord(
            name=text["name"][at], phone=text["address_phone"][at] or phone, email=text["email"][at],
            company=text["company"][at], **address,
        )  # fmt: skip
        records.append((at, CustomerRecord(
            row, text["code"][at], text["name"][at], text["company"][at], text["email"][at], phone, party,
            accepts_email[at], accepts_sms[at], tax_exempt[at], spent[at], orders[at], birthday[at], text["note"][at],
            tags[at],
        )))  # fmt: skip
    return [record for at, record in records if at not in columns.bad]


def read_tracking(columns: Columns, fmt: Format, currency: str, country: str) -> list[TrackingRecord]:
    """Parcel numbers by order."""
    del fmt, currency, country
    orders, numbers = columns.column("order_no", ""), columns.column("tracking_no", "")
    for at in range(len(columns)):
        if at not in columns.bad and not (orders[at] and numbers[at]):
            key, why = ("order_no", NO_ORDER) if not orders[at] else ("tracking_no", NO_TRACKING)
            columns.report(at, columns.header_of(key), "", _(why), "error")
    carriers, shipped = columns.column("carrier", ""), columns.column("shipped_at")
    rows = zip(columns.numbers, orders, numbers, carriers, shipped, strict=True)
    records = list(enumerate(rows))
    return [TrackingRecord(*row) for at, row in records if at not in columns.bad]
